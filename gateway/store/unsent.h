#ifndef GATEWAY_STORE_UNSENT_H
#define GATEWAY_STORE_UNSENT_H

/*
 * What somebody of the staff has written on a page and not sent (the table
 * draft): an announcement, an answer in a talk.  It is theirs alone.  content
 * is JSON of whoever keeps it there; place says where: "announcement",
 * "talk:ID".
 *
 * All calls are for a store thread, inside a job; texts belong to its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define UNSENT_MOST	100		/* Of one person; more go, by age. */
#define UNSENT_CONTENT	(1 << 20)	/* Bytes; the caller's to look at. */

struct unsent {
	int64_t		 id, person;
	const char	*place, *content;
	int64_t		 at;		/* When it was kept last. */
	int64_t		 template;	/* Whose words it began with; or 0. */
};

/* Kept anew, or in place of what that person kept under the id. */
void		 unsent_keep(struct db *, const struct unsent *);

/* False: that person has none of the id. */
bool		 unsent_get(struct db *, int64_t id, int64_t person,
		    struct unsent *) must_use;

/* The last one at a place. */
bool		 unsent_find(struct db *, int64_t person, const char *place,
		    struct unsent *) must_use;

/* At a place, the last one first; up to `most`. */
unsigned	 unsent_list(struct db *, int64_t person, const char *place,
		    int64_t most, struct unsent **);

/* How many of other people's began with the words of that template. */
int64_t		 unsent_others(struct db *, int64_t person,
		    int64_t template);

/* It was sent, or is not wanted. */
void		 unsent_drop(struct db *, int64_t id, int64_t person);

#endif
