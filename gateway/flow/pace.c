/*
 * The bucket of a lane.
 */

#include "flow/pace.h"

#define PART	1000	/* A segment, in the unit of level. */

/* Fill it for the time that has passed, to one second's worth at most. */
static void
fill(struct pace *pace, int64_t now)
{
	int64_t full = pace->rate * PART;

	if (now > pace->at)
		pace->level += (now - pace->at) * pace->rate;
	if (pace->level > full)
		pace->level = full;
	pace->at = now;
}

void
pace_start(struct pace *pace, int64_t rate, int64_t now)
{
	*pace = (struct pace){ .rate = rate, .level = rate * PART, .at = now };
}

int64_t
pace_wait(struct pace *pace, int64_t now)
{
	if (pace->rate == 0)
		return 0;
	fill(pace, now);
	if (pace->level > 0)
		return 0;
	return (-pace->level) / pace->rate + 1;
}

void
pace_spend(struct pace *pace, int64_t segments)
{
	pace->level -= segments * PART;
}
