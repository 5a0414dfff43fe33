/*
 * Outside of working hours.
 */

#include "base/zone.h"
#include "flow/night.h"

#define WEEK	7

static bool
weekend(const struct wall *wall)
{
	return wall->weekday == 0 || wall->weekday == 6;
}

bool
night_is(const struct zone *zone, struct hours hours, int64_t now,
    struct wall *next)
{
	int64_t	at = zone_open_at(zone, hours, now);

	zone_wall(zone, at, next);
	if (at == now && !weekend(next))
		return false;
	for (int i = 0; i < WEEK && weekend(next); i++) {
		at = zone_open_at(zone, hours, zone_next(zone, at + 1, 0));
		zone_wall(zone, at, next);
	}
	return true;
}
