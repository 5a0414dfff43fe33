#ifndef GATEWAY_STORE_BATCH_H
#define GATEWAY_STORE_BATCH_H

/*
 * The jobs that one thread of the store takes in one go, and how they come
 * to an end: together in one transaction when all is well, without those
 * that spoil it, one by one when many do, not at all when the world fails.
 * For job.c only; its promises are in job.h.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/crew.h"
#include "base/list.h"
#include "store/job.h"

#define BATCH_JOBS	256	/* In one commit, at most. */

struct batch {
	struct task	 task;		/* Its own way back to the loop. */
	struct tasks	 todo;		/* Not yet run, or to be run again. */
	struct tasks	 running;	/* In the transaction. */
	struct tasks	 ended;
	bool		 reads;
	bool		 twice;		/* Each run rolled back and repeated. */
	bool		 singly;	/* One by one from now on. */
	unsigned	 tries, culprits;
	int64_t		 began;

	/* What there is to say about it. */
	unsigned	 commits, refused, world_errors;
	unsigned	 shown;		/* Commits of what a page may show. */
	unsigned	 latency[STORE_BUCKETS];
	double		 latency_sum;
	int64_t		 wal;
	bool		 ill;		/* Refused by the world's fault. */
	bool		 proved;	/* It was kept, and something changed. */
	bool		 holds;		/* Its hand holds another one. */
	char		 why[64];	/* The last failure, or "". */
};

/* Takes the jobs over. */
struct batch	*batch_new(struct tasks *jobs, bool reads, bool twice);

/* Until nothing is left.  False: nobody knows how the transaction of those
 * running ended; batch_resume() asks, and goes on. */
bool		 batch_settle(struct batch *, struct db *) must_use;
bool		 batch_resume(struct batch *, struct db *) must_use;

/* What is left is refused, and it is the world's fault. */
void		 batch_refuse(struct batch *, const char *why);

#endif
