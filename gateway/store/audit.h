#ifndef GATEWAY_STORE_AUDIT_H
#define GATEWAY_STORE_AUDIT_H

/*
 * The audit: who did what, and when.  It is a chain.  Each row has a number
 * (its turn, 1 and up) and a digest over its own fields and the digest of the
 * row before, made in the transaction that adds it: whoever writes has the
 * database for themselves, so nobody comes between, on any node.
 *
 *	chain = SHA-256 of  turn \n id \n at \n person \n api_key \n deed \n
 *		object \n bytes of note \n note \n chain of the row before
 *
 * Numbers are decimal, the digest is lower-case hexadecimal, and before the
 * first row it is "".  So a row that was altered, taken out or put between is
 * found by whoever counts again.  Rows of versions that had no chain have
 * turn 0 and "".
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

struct deed {
	int64_t		 person, api_key;
	const char	*deed;		/* "message.write", "message.cancel", ... */
	int64_t		 object;
	const char	*note;		/* Or NULL. */
};
void	 audit_add(struct db *, const struct deed *, int64_t now);

/* When the last backup was made that is whole (the deed "backup"); 0: never. */
int64_t	 audit_last_backup(struct db *);

/* When a deed of that name was done last, to any object; who did it (0: the
 * system).  0: never. */
int64_t	 audit_last(struct db *, const char *deed, int64_t *person);

/* The newest first, before that time (and, of those of that very time, that
 * id).  0 and "" are no filter.  since is included, before is not. */
struct audit_page {
	int64_t		 person, since, before, before_id, most;
	const char	*deed;
};
struct audit_row {
	int64_t		 id, at, person, api_key, object, turn;
	const char	*deed, *note;
	const char	*name, *key;	/* Of person and API key; or NULL. */
};
unsigned audit_list(struct db *, const struct audit_page *,
	    struct audit_row **);

/* The people of the staff who are in it, by name; up to 500. */
struct audit_person {
	int64_t		 id;
	const char	*name;
};
unsigned audit_people(struct db *, struct audit_person **);

/*
 * Counts the chain again, a page at a time (true: there is more), each page
 * in a transaction of its own; begins with audit_check_begin().  It remembers
 * where the last check ended: what was altered up to there and chained anew,
 * or taken away from the end, is found too.  audit_check_keep() writes down
 * how it ended, for the page of the audit and for the next check.
 */
#define AUDIT_CHECKED	1000	/* Rows of a page. */
struct audit_check {
	int64_t		 rows, turn;	/* So far; the last one's. */
	char		 chain[65];
	int64_t		 wrong;		/* The id of the first that does not
					 * fit; 0: all do. */
	bool		 cut;		/* Rows at the end are missing. */
	int64_t		 known;		/* Where the last check ended; */
	char		 known_chain[65]; /* "": there was none. */
};
void	 audit_check_begin(struct db *, struct audit_check *);
bool	 audit_check(struct db *, struct audit_check *);
void	 audit_check_keep(struct db *, const struct audit_check *,
	    int64_t now);

/* How the last check ended; false: there was none. */
struct audit_checked {
	int64_t		 at, rows, wrong;
	bool		 cut;
};
bool	 audit_checked(struct db *, struct audit_checked *) must_use;

/* Of a row, for the two files of this; in the arena of the job. */
const char *audit_chain(struct db *, const struct audit_row *,
	    const char *before);

#endif
