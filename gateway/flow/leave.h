#ifndef GATEWAY_FLOW_LEAVE_H
#define GATEWAY_FLOW_LEAVE_H

/*
 * Somebody leaves a seat, or the district: the talks that waited for them
 * are read by somebody else from the same moment on.  On the writer, within
 * one visit.
 */

#include <stdint.h>

#include "base/list.h"

struct db;

#define LEAVE_MOVES	20	/* Lines about talks that are told. */

struct left {
	int64_t		 seats, keys;	/* How many they had. */
	int64_t		 moved;		/* Talks, in all. */
	struct {
		int64_t		 seat, talks;
		const char	*name;
	}		 to[LEAVE_MOVES];
	unsigned	 count;
};

/* NULL, or a sentence that says why nothing has changed. */
const char	*leave_seat(struct db *, int64_t seat, int64_t person,
		    int64_t now, struct left *) must_use;
const char	*leave_all(struct db *, int64_t person, int64_t now,
		    struct left *) must_use;

#endif
