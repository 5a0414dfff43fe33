#ifndef GATEWAY_STORE_FIND_H
#define GATEWAY_STORE_FIND_H

/*
 * Whom or what a person at a terminal means by a name: names that contain
 * the text, folded, in no particular case; those that are the text come
 * first.  Numbers are found by some of their digits, contacts and
 * conversations also by the names of the people there.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

enum find_noun {
	FIND_STUDENT,		/* Enrolled somewhere now. */
	FIND_CLASS,
	FIND_SCHOOL,
	FIND_STAFF,
	FIND_PERSON,		/* A guardian, or of the staff. */
	FIND_CONTACT,
	FIND_CONVERSATION,
};
#define FIND_NOUNS	(FIND_CONVERSATION + 1)

struct found {
	enum find_noun	 noun;
	int64_t		 id;
	const char	*name;		/* Of a contact its people's. */
	const char	*folded;
	int64_t		 school;	/* Of a class or conversation; or 0. */
	const char	*address;	/* Of a person the first; or NULL. */
};

#define FIND_MOST	50		/* Of each noun. */

/* By its name. */
unsigned	 find_named(struct db *, enum find_noun, const char *folded,
		    int64_t now, struct found **);

/* A contact or conversation by digits of its number. */
unsigned	 find_numbered(struct db *, enum find_noun, const char *digits,
		    struct found **);

/* By our id.  False: there is no such one. */
bool		 find_by_id(struct db *, enum find_noun, int64_t id,
		    struct found *) must_use;

/* Our id of what the roster calls that: 0, there is none (any more). */
int64_t		 find_in_roster(struct db *, enum find_noun,
		    const char *name);

/* All names of a noun, up to 50,000, to look for one that is nearly so. */
unsigned	 find_all(struct db *, enum find_noun, int64_t now,
		    struct found **);

#endif
