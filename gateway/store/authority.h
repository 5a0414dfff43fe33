#ifndef GATEWAY_STORE_AUTHORITY_H
#define GATEWAY_STORE_AUTHORITY_H

/*
 * Whose roles, seats and passwords somebody may change.  An administrator of
 * the district: everybody's.  One of schools sees who sits in them or is an
 * administrator of them, and changes only whom they could have made: nobody
 * who sits elsewhere, at the desk, or has another role besides; for whoever
 * gives somebody a link to choose a password may become them.
 *
 * All calls are for a store thread, inside a job; lists belong to its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

enum authority {
	AUTHORITY_NONE,		/* They are not there for them. */
	AUTHORITY_SEES,
	AUTHORITY_CHANGES,
};
/* What one may do about the other. */
enum authority	 authority_over(struct db *, int64_t administrator,
		    int64_t person, int64_t now);

/* Whether they administer the district; else the schools they do. */
bool		 authority_all(struct db *, int64_t administrator,
		    int64_t now) must_use;
struct administered {
	int64_t		 id;
	const char	*name;
};
unsigned	 authority_schools(struct db *, int64_t administrator,
		    int64_t now, struct administered **);

/* Whether that school is theirs; 0: the district. */
bool		 authority_at(struct db *, int64_t administrator,
		    int64_t school, int64_t now) must_use;

#endif
