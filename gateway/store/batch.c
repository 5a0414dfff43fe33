/*
 * One transaction after the other until every job of a batch is kept or
 * refused.  The batch is run as if all were well; when it is not, it is
 * known whose fault it was, and the rest runs again.
 */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "store/batch.h"
#include "store/db.h"
#include "store/db_driver.h"

#define CULPRITS	8	/* After so many, one by one. */
#define TRIES		3	/* When the world fails, */
#define TRY_US		10000000	/* and no longer than this. */

enum how {
	KEPT,
	SPOILED,
	UNSURE,
};

static struct job *
job_of(struct task *task)
{
	return CONTAINER(task, struct job, task);
}

struct batch *
batch_new(struct tasks *jobs, bool reads, bool twice)
{
	struct batch *b = calloc(1, sizeof *b);

	if (b == NULL)
		abort();
	STAILQ_INIT(&b->todo);
	STAILQ_INIT(&b->running);
	STAILQ_INIT(&b->ended);
	STAILQ_CONCAT(&b->todo, jobs);
	b->reads = reads;
	b->twice = twice;
	b->began = db_ticks();
	return b;
}

/* What runs in the next transaction. */
static void
choose(struct batch *b)
{
	struct task *first = STAILQ_FIRST(&b->todo);

	if (b->singly) {
		STAILQ_REMOVE_HEAD(&b->todo, next);
		STAILQ_INSERT_TAIL(&b->running, first, next);
	} else {
		STAILQ_CONCAT(&b->running, &b->todo);
	}
}

/* What ran is to be run again, first of all. */
static void
run_again(struct batch *b)
{
	STAILQ_CONCAT(&b->running, &b->todo);
	STAILQ_CONCAT(&b->todo, &b->running);
}

/* Do the work of all.  When one spoils the transaction, culprit is that. */
static void
work_all(struct batch *b, struct db *db, struct job **culprit)
{
	struct task	*task;
	struct job	*job;

	STAILQ_FOREACH(task, &b->running, next) {
		job = job_of(task);
		db_use(db, job->arena);
		job->work(job, db);
		if (db_why(db) != NULL) {
			*culprit = db_late(db) ? NULL : job;
			break;
		}
	}
}

/* In tests: a first run that leaves no trace. */
static bool
rehearse(struct batch *b, struct db *db, struct job **culprit)
{
	if (!db_begin(db))
		return false;
	work_all(b, db, culprit);
	db_rollback(db);
	return db_why(db) == NULL;
}

static enum how
run(struct batch *b, struct db *db, struct job **culprit)
{
	*culprit = NULL;
	if (!db_reopen(db))
		return SPOILED;
	if (b->twice && !rehearse(b, db, culprit))
		return SPOILED;
	if (!db_begin(db))
		return SPOILED;
	work_all(b, db, culprit);
	if (db_commit(db)) {
		b->proved |= b->reads || db_changed(db);
		b->shown += !b->reads && db_shown(db);
		return KEPT;
	}
	return db_unsure(db) ? UNSURE : SPOILED;
}

/* From the hand-over of the oldest. */
static void
note_latency(struct batch *b)
{
	int64_t		 now = db_ticks(), since = now;
	struct task	*task;
	unsigned	 i = 0;
	double		 ms;

	STAILQ_FOREACH(task, &b->running, next)
		if (job_of(task)->since < since)
			since = job_of(task)->since;
	ms = (double)(now - since) / 1000;
	while (i < STORE_BUCKETS - 1 && ms > store_buckets[i])
		i++;
	b->latency[i]++;
	b->latency_sum += ms;
}

static void
keep(struct batch *b)
{
	struct task *task;

	if (!b->reads) {
		b->commits++;
		note_latency(b);
	}
	STAILQ_FOREACH(task, &b->running, next)
		job_of(task)->kept = true;
	STAILQ_CONCAT(&b->ended, &b->running);
}

/* The literal holds nothing of what was to be written. */
static void
log_refusal(struct db *db)
{
	const struct statement *statement = db_spoiler(db);

	if (statement == NULL)
		log_warn("store", 0, "a job was refused, why=\"%s\"",
		    db_why(db));
	else
		log_warn("store", 0, "a job was refused, why=\"%s\" at=%s:%d "
		    "sql=\"%s\"", db_why(db), statement->file,
		    statement->line, statement->sql);
}

static void
set_aside(struct batch *b, struct db *db, struct job *culprit)
{
	log_refusal(db);
	STAILQ_REMOVE(&b->running, &culprit->task, task, next);
	STAILQ_INSERT_TAIL(&b->ended, &culprit->task, next);
	culprit->kept = false;
	b->refused++;
	if (++b->culprits == CULPRITS)
		b->singly = true;
	run_again(b);
}

static void
note_why(struct batch *b, const char *why)
{
	snprintf(b->why, sizeof b->why, "%s", why);
}

void
batch_refuse(struct batch *b, const char *why)
{
	struct task *task;

	run_again(b);
	STAILQ_FOREACH(task, &b->todo, next) {
		job_of(task)->kept = false;
		job_of(task)->world = true;
		b->refused++;
	}
	STAILQ_CONCAT(&b->ended, &b->todo);
	b->ill = true;
	note_why(b, why);
}

/* A COMMIT can fail by a fault of which nobody knows whose it is, and what was
 * sent without waiting may have been another job's. */
static void
judge(struct batch *b, struct db *db, struct job *culprit)
{
	note_why(b, db_why(db));
	if (db_world(db)) {
		b->world_errors++;
		if (++b->tries < TRIES && db_ticks() - b->began < TRY_US)
			run_again(b);
		else
			batch_refuse(b, db_why(db));
		return;
	}
	if (culprit == NULL && STAILQ_NEXT(STAILQ_FIRST(&b->running), next) ==
	    NULL)
		culprit = job_of(STAILQ_FIRST(&b->running));
	if (culprit != NULL) {
		set_aside(b, db, culprit);
	} else {
		b->singly = true;
		run_again(b);
	}
}

bool
batch_settle(struct batch *b, struct db *db)
{
	struct job *culprit;

	while (!STAILQ_EMPTY(&b->todo)) {
		choose(b);
		switch (run(b, db, &culprit)) {
		case KEPT:
			keep(b);
			break;
		case SPOILED:
			judge(b, db, culprit);
			break;
		case UNSURE:
			b->world_errors++;
			note_why(b, db_why(db));
			return false;
		}
	}
	return true;
}

bool
batch_resume(struct batch *b, struct db *db)
{
	if (db_ask(db)) {
		b->shown++;
		keep(b);
	} else if (db_unsure(db)) {
		return false;
	} else if (++b->tries < TRIES) {
		b->began = db_ticks();
		run_again(b);
	} else {
		batch_refuse(b, b->why);
	}
	return batch_settle(b, db);
}

int64_t
db_ticks(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_BOOTTIME, &t) != 0)
		abort();
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
