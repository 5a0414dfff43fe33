#ifndef GATEWAY_FLOW_MOVE_H
#define GATEWAY_FLOW_MOVE_H

/*
 * "This was for somebody else": what a family wrote goes to whom it was
 * meant for, a class team of a student of theirs, an office, or the desk.
 *
 *	within its school	the talk is handed over, as a whole
 *	to another school	the reply goes on in the talk of the same contact
 *				with that school, and needs a reply there; both
 *				talks show it
 *
 * It counts once, and where it counted: the ledger has the school to which
 * the family wrote, by rule 7 as it was when it was written, and its rows
 * never change.  What counts apart by rule 4 (it answers a notice) becomes
 * direct when somebody answers in either talk; so that both are known, it is
 * moved once only.
 *
 * On the writer, inside a job; lists belong to the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/talk.h"

struct db;

/* Where it can go. */
struct move_place {
	int64_t		 seat, school;		/* school 0: the desk. */
	int64_t		 student;		/* Whose class; or 0. */
	const char	*student_name, *seat_name, *school_name; /* Or NULL. */
};

/* The classes of the students of the people there, as far as the viewer sees
 * those students; then the offices and the desk.  Restricted guardians have
 * none.  Only where somebody reads. */
unsigned	 move_places(struct db *, const struct viewer *,
		    const struct talk *, struct move_place **);

/* Moves a reply of that talk; there becomes the talk in which it is now.
 * NULL, or a sentence that says why nothing has changed.  A second time
 * changes nothing. */
struct moving {
	const struct viewer	*viewer;
	const struct talk	*talk;
	int64_t			 reply;
	struct moment		 now;
};
const char	*move_reply(struct db *, const struct moving *,
		    const struct move_place *, int64_t *there) must_use;

/* The step that is the same when the family itself said whom it meant: a reply
 * is in the other talk from now on, and the first has nothing more to answer,
 * unless something else waits in it.  Audited; why is "", or what stands
 * before the rest there. */
struct moving_on {
	int64_t		 reply, from, to, person, now;
	const char	*why;
};
void		 move_on(struct db *, const struct moving_on *);

#endif
