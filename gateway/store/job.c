/*
 * The store's threads, one writer and a few readers, and the way back to the
 * loop.  What a thread does with its jobs is in batch.c.
 *
 * A batch comes back to the loop as one task, with its jobs and with what
 * there is to say about them; so the figures belong to the loop alone and
 * nothing is shared.
 *
 * When a COMMIT lost its answer and the database cannot be asked yet, the
 * writer holds that batch.  The loop nudges it twice a second until there is
 * an answer; what is handed over meanwhile is refused.
 */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "net/loop.h"
#include "store/batch.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/job.h"
#include "store/schema.h"

#define READERS_MOST	16
#define COMPANY_MS	2	/* What a patient job waits. */
#define NUDGE_MS	500
#define STOP_MS		10000
#define WAL_LIMIT	(64 << 20)

const double store_buckets[STORE_BUCKETS] = { 0.5, 1, 2, 5, 10, 20, 50, 100,
    500, 2000, 10000, 1e9 };

/* A thread, with its connection. */
struct hand {
	struct store	*store;
	struct db	*db;
	struct batch	*held;		/* Nobody knows how it ended. */
	int64_t		 wal_limit;
};

struct store {
	struct inbox		*writes, *reads, *finished;
	struct crew		*writer, *readers;
	struct gate		*gate;		/* Readers are inside. */
	struct hearing		*hearing;
	bool			 twice;

	/* The loop's own. */
	struct tasks		 waiting;	/* For company. */
	bool			 hurry;		/* Nobody waits for it. */
	unsigned		 waiters, backlog;
	struct timer		*company, *nudging, *stopping;
	struct job		 nudge;
	bool			 nudged, stops, closed;
	struct tasks		 late;		/* Came after the end. */
	struct store_figures	 figures;
	bool			 ill_writes, ill_reads;
	void			(*then)(void *);
	void			*then_arg;

	unsigned		 count;
	struct hand		 hands[1 + READERS_MOST]; /* [0] writes. */
};

static void
come_back(struct store *store, struct batch *batch)
{
	inbox_put(store->finished, &batch->task);
}

/* The gate keeps new readers out and lets those inside end; then the WAL can
 * be emptied.  Another program that reads can prevent it: then it is tried
 * again when the WAL has grown by as much. */
static void
watch_wal(struct hand *hand, struct batch *batch)
{
	struct store *store = hand->store;

	batch->wal = db_wal(hand->db);
	if (batch->wal < hand->wal_limit)
		return;
	gate_close(store->gate);
	if (!db_checkpoint(hand->db))
		log_warn("store", 0, "the WAL cannot be emptied, somebody "
		    "else reads, bytes=%lld", (long long)batch->wal);
	gate_open(store->gate);
	batch->wal = db_wal(hand->db);
	hand->wal_limit = batch->wal + WAL_LIMIT;
}

/* Is there nothing that nobody knows the end of? */
static bool
certain(struct hand *hand)
{
	if (hand->held == NULL)
		return true;
	if (!batch_resume(hand->held, hand->db))
		return false;
	come_back(hand->store, hand->held);
	hand->held = NULL;
	return true;
}

static void
write_batch(struct hand *hand, struct batch *batch)
{
	struct tasks none = STAILQ_HEAD_INITIALIZER(none);

	if (!certain(hand)) {
		batch_refuse(batch, "how a commit ended is not known yet");
	} else if (!batch_settle(batch, hand->db)) {
		hand->held = batch;
		batch = batch_new(&none, false, false);
		batch_refuse(batch, "how a commit ended is not known yet");
	}
	batch->holds = hand->held != NULL;
	watch_wal(hand, batch);
	come_back(hand->store, batch);
}

static void
writer(void *arg)
{
	struct hand	*hand = arg;
	struct store	*store = hand->store;
	struct tasks	 jobs = STAILQ_HEAD_INITIALIZER(jobs);

	while (inbox_wait(store->writes, &jobs, BATCH_JOBS) > 0)
		write_batch(hand, batch_new(&jobs, false, store->twice));
	if (certain(hand))
		return;
	log_error("store", 0, "nobody knows how the last commit ended");
	batch_refuse(hand->held, "how a commit ended is not known");
	come_back(store, hand->held);
}

static void
reader(void *arg)
{
	struct hand	*hand = arg;
	struct store	*store = hand->store;
	struct tasks	 jobs = STAILQ_HEAD_INITIALIZER(jobs);
	struct batch	*batch;
	bool		 ended;

	while (inbox_wait(store->reads, &jobs, 1) > 0) {
		batch = batch_new(&jobs, true, store->twice);
		gate_enter(store->gate);
		ended = batch_settle(batch, hand->db);
		gate_leave(store->gate);
		assert(ended);		/* To read leaves no doubt. */
		come_back(store, batch);
	}
}

static void
count(struct store_figures *f, const struct batch *batch)
{
	f->commits += batch->commits;
	f->shown += batch->shown;
	f->refused += batch->refused;
	f->world_errors += batch->world_errors;
	f->latency_sum += batch->latency_sum;
	for (unsigned i = 0; i < STORE_BUCKETS; i++)
		f->latency[i] += batch->latency[i];
	if (!batch->reads)
		f->wal_bytes = batch->wal;
	if (batch->why[0] != '\0')
		memcpy(f->why, batch->why, sizeof f->why);
}

/* The log says when it begins and when it ends, not each refusal. */
static void
note_health(struct store *store, const struct batch *batch)
{
	bool *ill = batch->reads ? &store->ill_reads : &store->ill_writes;
	bool  was = store->figures.ill;

	/* A commit that changed nothing says nothing of the disk. */
	if (batch->ill || batch->proved)
		*ill = batch->ill;
	store->figures.ill = store->ill_writes || store->ill_reads;
	if (store->figures.ill && !was)
		log_error("store", 0, "the database fails, jobs are refused, "
		    "why=\"%s\"", batch->why);
	else if (was && !store->figures.ill)
		log_info("store", 0, "the database answers again");
}

static void
end_jobs(struct store *store, struct tasks *jobs)
{
	struct task	*task;
	struct job	*job;

	while ((task = STAILQ_FIRST(jobs)) != NULL) {
		STAILQ_REMOVE_HEAD(jobs, next);
		job = CONTAINER(task, struct job, task);
		store->backlog--;
		store->figures.jobs++;
		job->done(job, job->kept);
	}
}

/* On the loop: a batch has come back. */
static void
heard(void *arg, struct task *task)
{
	struct store	*store = arg;
	struct batch	*batch = CONTAINER(task, struct batch, task);
	struct tasks	 jobs = STAILQ_HEAD_INITIALIZER(jobs);

	count(&store->figures, batch);
	note_health(store, batch);
	if (batch->holds && !store->closed)
		timer_set(store->nudging, NUDGE_MS);
	STAILQ_CONCAT(&jobs, &batch->ended);
	free(batch);
	end_jobs(store, &jobs);
	if (store->backlog == 0 && store->stops)
		timer_set(store->stopping, 0);
}

/* All that waits for company goes. */
static void
send(void *arg)
{
	struct store *store = arg;

	timer_off(store->company);
	store->waiters = 0;
	inbox_put_all(store->writes, &store->waiting);
}

/* False: the store is closed, and the job will be refused. */
static bool
accept(struct store *store, struct job *job)
{
	job->kept = job->world = false;
	job->since = db_ticks();
	store->backlog++;
	if (store->closed)
		STAILQ_INSERT_TAIL(&store->late, &job->task, next);
	return !store->closed;
}

void
store_write(struct store *store, struct job *job)
{
	job->reads = false;
	if (!accept(store, job))
		return;
	STAILQ_INSERT_TAIL(&store->waiting, &job->task, next);
	store->waiters++;
	if (!job->patient || store->hurry || store->waiters == BATCH_JOBS)
		send(store);
	else if (store->waiters == 1)
		timer_set(store->company, COMPANY_MS);
}

void
store_read(struct store *store, struct job *job)
{
	job->reads = true;
	if (accept(store, job))
		inbox_put(store->reads, &job->task);
}

static void
nudge_work(struct job *job, struct db *db)
{
	(void)job;
	(void)db;
}

static void
nudge_done(struct job *job, bool kept)
{
	(void)kept;
	CONTAINER(job, struct store, nudge)->nudged = false;
}

static void
nudge(void *arg)
{
	struct store *store = arg;

	if (store->nudged)
		return;
	store->nudged = true;
	store_write(store, &store->nudge);
}

static void
stopped(void *arg)
{
	struct store *store = arg;

	store->stops = false;
	timer_off(store->stopping);
	store->then(store->then_arg);
}

unsigned
store_backlog(const struct store *store)
{
	return store->backlog;
}

void
store_figures(const struct store *store, struct store_figures *figures)
{
	*figures = store->figures;
}

void
store_hurry(struct store *store)
{
	store->hurry = true;
}

void
store_twice(struct store *store, bool twice)
{
	store->twice = twice;
}

/* NULL: all connections are there, and the schema is ours. */
static const char *
connect_all(struct store *store, const struct db_driver *driver,
    const char *where)
{
	const char	*why = NULL;
	struct hand	*hand;

	for (unsigned i = 0; i < store->count; i++) {
		hand = &store->hands[i];
		hand->store = store;
		hand->wal_limit = WAL_LIMIT;
		hand->db = db_open(driver, where, i == 0, &why);
		if (hand->db == NULL)
			return why;
	}
	return schema_complaint(store->hands[0].db);
}

static void
start(struct store *store, struct loop *loop)
{
	void *hands[1 + READERS_MOST];

	for (unsigned i = 0; i < store->count; i++)
		hands[i] = &store->hands[i];
	store->writes = inbox_new();
	store->reads = inbox_new();
	store->finished = inbox_new();
	store->gate = gate_new();
	store->hearing = loop_hear(loop, store->finished, heard, store);
	store->company = timer_new(loop, send, store);
	store->nudging = timer_new(loop, nudge, store);
	store->stopping = timer_new(loop, stopped, store);
	store->writer = crew_start("writer", writer, hands, 1);
	store->readers = crew_start("reader", reader, hands + 1,
	    store->count - 1);
}

static void
disconnect(struct store *store)
{
	for (unsigned i = 0; i < store->count; i++)
		db_close(store->hands[i].db);
	free(store);
}

struct store *
store_open(struct loop *loop, const struct db_driver *driver,
    const char *where, unsigned readers, const char **why)
{
	struct store *store = calloc(1, sizeof *store);

	if (store == NULL)
		abort();
	assert(readers >= 1 && readers <= READERS_MOST);
	store->count = 1 + readers;
	STAILQ_INIT(&store->waiting);
	STAILQ_INIT(&store->late);
	store->nudge.work = nudge_work;
	store->nudge.done = nudge_done;
	if ((*why = connect_all(store, driver, where)) != NULL) {
		disconnect(store);
		return NULL;
	}
	start(store, loop);
	return store;
}

/* The writer has not looked at its connection yet, and its first job tells
 * it of all that was done here. */
const char *
store_hold(struct store *store, int64_t node)
{
	assert(store->backlog == 0 && store->figures.jobs == 0);
	return db_hold(store->hands[0].db, node);
}

void
store_stop(struct store *store, void (*then)(void *arg), void *arg)
{
	store->then = then;
	store->then_arg = arg;
	store->stops = true;
	timer_set(store->stopping, store->backlog == 0 ? 0 : STOP_MS);
}

/* What is finished, and what came too late, is done here and now. */
static void
end_all(struct store *store)
{
	struct tasks	 batches = STAILQ_HEAD_INITIALIZER(batches);
	struct tasks	 late = STAILQ_HEAD_INITIALIZER(late);
	struct task	*task;

	inbox_take(store->finished, &batches);
	while ((task = STAILQ_FIRST(&batches)) != NULL) {
		STAILQ_REMOVE_HEAD(&batches, next);
		heard(store, task);
	}
	while (!STAILQ_EMPTY(&store->late)) {
		STAILQ_CONCAT(&late, &store->late);
		STAILQ_FOREACH(task, &late, next)
			CONTAINER(task, struct job, task)->world = true;
		end_jobs(store, &late);
	}
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	send(store);
	store->closed = true;
	store->stops = false;
	inbox_close(store->writes);
	inbox_close(store->reads);
	crew_join(store->writer);
	crew_join(store->readers);
	end_all(store);
	hearing_free(store->hearing);
	timer_free(store->company);
	timer_free(store->nudging);
	timer_free(store->stopping);
	inbox_free(store->writes);
	inbox_free(store->reads);
	inbox_free(store->finished);
	gate_free(store->gate);
	disconnect(store);
}
