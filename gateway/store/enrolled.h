#ifndef GATEWAY_STORE_ENROLLED_H
#define GATEWAY_STORE_ENROLLED_H

/*
 * Who was enrolled on 1 October of a school year, where, and in which
 * language their family was written to: the denominators of the report, and
 * the numbers by which small groups are known.  It is looked up once and
 * stays so.  Before that day it is that of today, and so it is where the first
 * roster came later: that of its second day stays.
 *
 * Beside it the days on which staff first wrote to the family of a student,
 * the family first wrote, and one answered the other within 14 days; they are
 * looked up again for those of whom the ledger tells something new.
 *
 * A student of several schools is at the first one.  The language is that of
 * the first guardian who is not restricted.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;
struct zone;

/* Whether the year of now has still to be looked up, or looked up again, which
 * it is once an hour until it stays. */
bool		 enrolled_due(struct db *, const struct zone *, int64_t now);
void		 enrolled_look_up(struct db *, const struct zone *,
		    int64_t now);

/* Of which students rows of the ledger, (after, to], tell something new (for
 * enrolled_stale(), in the arena of the job); they are looked up again. */
const char	*enrolled_told(struct db *, int64_t after, int64_t to);
void		 enrolled_stale(struct db *, const char *students);

/* Whether there are such; looks up 100 of them; whether there are more. */
bool		 enrolled_is_stale(struct db *);
bool		 enrolled_freshen(struct db *);

/* False: that year has none.  As of which day, as 20261001. */
bool		 enrolled_day(struct db *, int64_t year, int64_t *day) must_use;

/* How many students a school has in a language. */
struct enrolled_count {
	int64_t		 year, school, n;
	const char	*language;
	int64_t		 reached, wrote, talked;	/* By a day. */
};
/* Of the years from - to, without days; up to 100,000. */
unsigned	 enrolled_counts(struct db *, int64_t from, int64_t to,
		    struct enrolled_count **);
/* Of one year, with those of whom the day came by then. */
unsigned	 enrolled_by(struct db *, int64_t year, int64_t day,
		    struct enrolled_count **);

#endif
