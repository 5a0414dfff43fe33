#ifndef GATEWAY_STORE_LANGUAGE_H
#define GATEWAY_STORE_LANGUAGE_H

/*
 * The list of language services: what families wrote that somebody of the
 * staff asked to have said in English.
 *
 *	asked -> done (once, by the first who says it)
 *
 * Whoever works the list sees the words and their language, and neither
 * names nor numbers.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define LANGUAGE_WORDS	5000	/* Letters of English words; the caller looks. */

struct asked {
	int64_t		 reply, at;
	const char	*language, *subject, *words;
};

/* A second time changes nothing. */
void		 language_ask(struct db *, int64_t reply, const char *language,
		    int64_t person, int64_t now);

/* How many wait; and up to `most` of them, the oldest first. */
int64_t		 language_waiting(struct db *);
unsigned	 language_list(struct db *, int64_t most, struct asked **);

/* The language of the last two messages of a talk, when both were read as one
 * that is not its contact's, by their script or by a detector; or NULL. */
const char	*language_suggested(struct db *, int64_t conversation,
		    const char *registered);

/* Its English; audited.  False: it does not wait (any more).  The same
 * words of the same person again change nothing. */
bool		 language_say(struct db *, int64_t reply, const char *words,
		    int64_t person, int64_t now) must_use;

#endif
