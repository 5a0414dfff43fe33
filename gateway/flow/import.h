#ifndef GATEWAY_FLOW_IMPORT_H
#define GATEWAY_FLOW_IMPORT_H

/*
 * A roster comes in slices, each kept in one transaction together with what
 * undoes it, so that a large one holds nobody up:
 *
 *	import_begin -> import_slice ... -> import_end
 *
 * Whoever sends it has compared it with what was said before, and has looked
 * at it whole.  When they are interrupted, what was kept is kept, and the
 * same file goes on where it was; another file ends that import and begins
 * its own.  There is one import at a time: one that was given to this node is
 * believed to be over when another begins, since the command holds a lock;
 * one of another node after IMPORT_SILENCE.
 *
 * The newest import that was not undone can be undone for IMPORT_UNDO, slice
 * by slice too.
 *
 * On the writer, in a transaction, with the arena of the job.  False: why is
 * a sentence, and the job has to be refused.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/roster.h"
#include "flow/roster_content.h"
#include "store/imported.h"

struct db;
struct gateway;

#define IMPORT_SLICE	500		/* Rows, at most. */
#define IMPORT_UNDO	DAYS(7)
#define IMPORT_SILENCE	MINUTES(1)
#define IMPORT_GO_ON	HOURS(1)

struct import_begun {
	const char		*source;	/* The name of the file. */
	const char		*digest;	/* Of its bytes. */
	int64_t			 node, now;
	const struct gateway	*gateway;
	int64_t			 person;	/* Or 0: the operator. */

	/* The staff that will be gone; those that are no more at the desk; and
	 * whether somebody will be.  It may not be left without a reader. */
	struct roster_names	 leave, step_down;
	bool			 desk;
};

/* Whether it could begin now, and nothing is written. */
bool	 import_may(struct db *, const struct import_begun *,
	    const char **why) must_use;

/* A new import, or the same one that was interrupted; slices and the end know
 * it by its id, and fill it anew. */
bool	 import_begin(struct db *, const struct import_begun *,
	    struct imported *, const char **why) must_use;
bool	 import_slice(struct db *, const struct import_begun *,
	    struct imported *, struct roster_given *, unsigned count,
	    const char **why) must_use;

/* One that has ended already stays as it is, and so does one that is not. */
void	 import_end(struct db *, struct imported *);

/* The next slice of an undo of that import, or (0) of the last; its state
 * says whether it was the last slice. */
bool	 import_undo(struct db *, const struct import_begun *, int64_t id,
	    struct imported *, const char **why) must_use;

#endif
