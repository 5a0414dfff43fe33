#ifndef GATEWAY_STORE_CONSENT_H
#define GATEWAY_STORE_CONSENT_H

/*
 * What a contact told us about being written to: the evidence, rows that are
 * only ever added.
 *
 *	what	"stop", "start", "introduced", "wrong" (it is somebody else's
 *		number), "right" (it is not, after all)
 *	source	"text" (they wrote it), "carrier" (the provider refused and
 *		said so), "office" (told on the phone or on paper), "gateway"
 *
 * What the office enters has the person who entered it and their note.
 *
 * All calls are for a store thread, inside a job; texts belong to the job's
 * arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define CONSENT_MOST	50	/* That are read at once. */

struct consent {
	int64_t		 contact, at;
	const char	*what, *source;
	int64_t		 person;	/* Who entered it; 0: nobody. */
	const char	*note;		/* "" or what they noted. */
	const char	*name;		/* Of the person; only read, or NULL. */
};
void		 consent_add(struct db *, const struct consent *);

/* The newest first. */
unsigned	 consent_list(struct db *, int64_t contact, struct consent **);

/* Where the last stop of a contact came from; NULL: there was none. */
const char	*consent_stop_source(struct db *, int64_t contact);

/* Whether it is somebody else's number, for all that was said. */
bool		 consent_wrong(struct db *, int64_t contact) must_use;

/* Whether they stopped by themselves, by a text or at the carrier, since
 * they last began.  Only they can undo that: a provider that blocks such a
 * number goes on until it hears from the phone itself. */
bool		 consent_theirs(struct db *, int64_t contact) must_use;

#endif
