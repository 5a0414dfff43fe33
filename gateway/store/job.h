#ifndef GATEWAY_STORE_JOB_H
#define GATEWAY_STORE_JOB_H

/*
 * How the loop, which never waits, uses a database, which always does.
 *
 * A job is one visit to the database.  The loop fills it in and hands it
 * over; work() runs on a store thread, inside a transaction, as plain
 * straight-line code; done() runs back on the loop when the transaction is
 * safely on disk, or is not going to be.
 *
 *	loop:  store_write(store, &job)
 *	writer:    BEGIN  work  work  work  COMMIT
 *	loop:  done(&job, kept)
 *
 * A job belongs to one thread at a time: to the loop until it is handed
 * over, to the store until done() is called, then to the loop again.  So
 * nothing in it needs a lock.  done() is never called from within
 * store_write() or store_read().
 *
 * The writer takes the jobs that came while it was busy (at most 256) and
 * keeps them with one commit.  When one fails it is known which: the one
 * that was running.  If the failure is its own it is set aside and refused,
 * and the others run again (after eight such in one batch, one by one); if
 * it is the world's (no connection, no room, a deadlock), the connection is
 * reopened and the batch runs again, three times or 10 s, and is then
 * refused as a whole, each with `world` set.  Therefore work() may run more
 * than once: it clears its results first, and writes to the database and to
 * the results in its own job, and to nothing else.
 *
 * A commit that lost its connection is asked about, never guessed.  Until
 * the database can be asked its jobs are not done, and what is handed over
 * meanwhile is refused with `world` set.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/crew.h"

struct arena;
struct db;
struct db_driver;
struct loop;
struct store;

struct job {
	void		(*work)(struct job *, struct db *);
	void		(*done)(struct job *, bool kept);
	struct arena	*arena;		/* Rows are read into it; NULL: they live
					 * until work() returns. */
	bool		 patient;	/* May wait 2 ms for company. */

	/* Results. */
	bool		 world;		/* Refused, and not by its own fault. */

	/* The store's own. */
	struct task	 task;
	bool		 kept, reads;
	int64_t		 since;
};

void		 store_write(struct store *, struct job *);
void		 store_read(struct store *, struct job *);

/* Jobs handed over and not done yet: above a limit the web refuses work. */
unsigned	 store_backlog(const struct store *);

/* NULL: why is a sentence.  The schema has to be of our version. */
struct store	*store_open(struct loop *, const struct db_driver *,
		    const char *where, unsigned readers, const char **why);

/* Before the first job: nobody else may be that node (see db_hold).  While
 * somebody is, jobs are refused with `world` set.  NULL, or why. */
const char	*store_hold(struct store *, int64_t node);

/* Calls then(arg) on the loop once nothing is left, or after 10 s. */
void		 store_stop(struct store *, void (*then)(void *arg), void *arg);

/* Finishes what it has; what a done() hands over now is refused.  Not to be
 * called by a done().  NULL is allowed. */
void		 store_close(struct store *);

/* Figures for health and metrics.  Jobs are all that ended, refused those of
 * them that were not kept, world_errors the transactions that the world
 * spoiled, commits those that wrote, shown those of them that changed what a
 * page may show (db_aside).  Latencies are those of commits, from the
 * hand-over of the oldest job of a batch: bucket i counts those of at most
 * store_buckets[i] ms, the last one all. */
#define STORE_BUCKETS	12
extern const double store_buckets[STORE_BUCKETS];

struct store_figures {
	uint64_t	 commits, shown, jobs, refused, world_errors;
	uint64_t	 latency[STORE_BUCKETS];
	double		 latency_sum;	/* ms */
	int64_t		 wal_bytes;	/* SQLite; else 0. */
	bool		 ill;		/* Jobs are refused by the world's fault. */
	char		 why[64];	/* A code or a kind of error, or "". */
};
void		 store_figures(const struct store *, struct store_figures *);

/* From now on no job waits for company: whoever plays a history waits for each
 * one. */
void		 store_hurry(struct store *);

/* For tests: run every batch twice, the first run rolled back. */
void		 store_twice(struct store *, bool);

#endif
