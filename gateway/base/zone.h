#ifndef GATEWAY_BASE_ZONE_H
#define GATEWAY_BASE_ZONE_H

/*
 * Wall time of a district and back, in ms since 1970.  The rules come from
 * ICU, whose own data (2022e in Debian 12) agrees with the system's for
 * American zones; the transitions from 2020 to 2060 are read once into a
 * table, so a zone is a constant that any thread may use.
 *
 * A wall time that does not exist (the hour that is skipped in March) is the
 * first moment after the gap; one that exists twice (November) is the first.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/list.h"

struct zone;

struct wall {
	int	 year, month, day;	/* Month 1 to 12. */
	int	 hour, minute, second;
	int	 weekday;		/* 0 is Sunday; an answer only. */
};

/* NULL: no such zone. */
struct zone	*zone_open(const char *name, const char **why);
void		 zone_close(struct zone *);
const char	*zone_name(const struct zone *);

void		 zone_wall(const struct zone *, int64_t time, struct wall *);

/* Years 1 to 9999.  Other fields may be too large or too small, as sums are:
 * 32 January is 1 February. */
int64_t		 zone_utc(const struct zone *, const struct wall *);

/* A moment as people write it, "2026-12-08 10:05" or with seconds, or as
 * programs do, "@1796742300".  False: it is none, or none of the years 1970 to
 * 2199. */
bool		 zone_read(const struct zone *, const char *text,
		    int64_t *time) must_use;

/* The day as a number, 20261122. */
int64_t		 zone_day(const struct zone *, int64_t time);

/* The first moment at or after time at which that minute of the day (0 to
 * 1439) begins on the wall, or is skipped.  In the hour that exists twice it
 * begins twice; whoever wants something once a day asks zone_day(), too. */
int64_t		 zone_next(const struct zone *, int64_t time, int minute);

/* Time itself when the hours are open then, or their next opening.  Hours
 * that begin where they end are always open; 22:00-05:00 goes over midnight. */
int64_t		 zone_open_at(const struct zone *, struct hours, int64_t time);

#endif
