#ifndef GATEWAY_STORE_FAILED_H
#define GATEWAY_STORE_FAILED_H

/*
 * What failed lately, and why, of an account.  For a store thread, inside a
 * job; the list belongs to its arena.
 */

#include <stdint.h>

#include "base/list.h"

struct db;

#define FAILED_LOOKED	2000	/* Of the last so many attempts. */

struct failed {
	const char	*reason;	/* A sentence. */
	int64_t		 count, last;	/* last: begun then. */
};

/* The reasons since then, the most frequent first; up to 5. */
unsigned	 failed_list(struct db *, const char *account, int64_t since,
		    struct failed **);

#endif
