#ifndef GATEWAY_FLOW_THINK_H
#define GATEWAY_FLOW_THINK_H

/*
 * Slow work that needs nothing but the bytes it is given, such as reading a
 * mail: it would hold up the loop, and on a store thread a transaction.  One
 * thread does it, in the order in which it comes.
 *
 *	loop:     think_put(think, &thought)
 *	thinker:  thought->work(thought)
 *	loop:     thought->done(thought)
 *
 * A thought belongs to one thread at a time, as a job does (job.h).
 */

#include <stdbool.h>

#include "base/crew.h"
#include "base/list.h"

#define THOUGHTS_MOST	64	/* That wait or are thought about. */

struct loop;
struct think;

struct thought {
	void		(*work)(struct thought *);
	void		(*done)(struct thought *);
	struct task	 task;		/* The thinker's own. */
};

struct think	*think_new(struct loop *);

/* What still waits is thought about, and nobody is told. */
void		 think_free(struct think *);	/* NULL is allowed. */

/* False: there is too much to think about already; later. */
bool		 think_put(struct think *, struct thought *) must_use;

/* How many were put and are not done yet. */
unsigned	 think_under_way(const struct think *);

#endif
