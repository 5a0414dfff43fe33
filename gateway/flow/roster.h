#ifndef GATEWAY_FLOW_ROSTER_H
#define GATEWAY_FLOW_ROSTER_H

/*
 * What a roster says of a thing becomes what the district is: of a school
 * its office, of a class its team, of staff and guardians people (one, when
 * both have the same name in the roster), with their numbers, mailboxes,
 * seats and students.
 *
 * What is said now is compared with what was said before, and only the
 * difference is made.  So what the office entered by hand stays, and the same
 * rows again change nothing.  Nothing that is dated is deleted.  Consent and
 * the state of a contact are never touched.  A text that waits for somebody
 * who is not to be written to any more does not go; one to a number that was
 * taken away goes to the next number of that person.
 *
 * On the writer, in a transaction, with the arena of the job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "flow/oneroster.h"

struct db;
struct gateway;

/* A row that was said, and what had been said before it. */
struct roster_given {
	enum roster_noun	 noun;
	const char		*name;
	const char		*content;	/* NULL: it is gone. */
	bool			 changed;	/* Filled by roster_apply(); */
	const char		*before;	/* NULL: it was not there. */
};

/* The time of all that begins and ends; that of the import that is being
 * undone, or 0; and what time it really is, in the zone of the district. */
struct roster_times {
	int64_t			 now, undo, clock;
	const struct gateway	*gateway;
};

/*
 * Applies rows in their order; those of one noun that follow each other are
 * one step, in which a name stands once.  False: why is a sentence, and the
 * job has to be refused, for some rows have been written.
 */
bool	 roster_apply(struct db *, const struct roster_times *,
	    struct roster_given *, unsigned count, const char **why)
	    must_use;

#endif
