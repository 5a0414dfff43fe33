/*
 * The clock of a sample district is set.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/zone.h"
#include "command/command.h"
#include "command/shift.h"
#include "store/person.h"
#include "store/sample.h"

/* That much before the newest row is the same moment: who writes it down has
 * minutes only. */
#define SAME_MOMENT	MINUTES(1)

static int
too_early(const struct zone *zone, int64_t newest)
{
	struct wall w;

	zone_wall(zone, newest + SAME_MOMENT, &w);
	command_say("the newest row of this sample district is of %04d-%02d-"
	    "%02d %02d:%02d, and time does not go back. Start with --at and a "
	    "later time, or make the district again.", w.year, w.month, w.day,
	    w.hour, w.minute);
	return CODE_FAILED;
}

int
shift_clock(struct db *db, const struct district *district,
    const struct zone *zone, const struct shift *shift)
{
	const char	*at = shift->at;
	int64_t		 time, newest;

	if (at == NULL && shift->file == NULL && !district->sample)
		return CODE_OK;
	if (!district->sample) {
		command_say("%s is for a sample district only. Start this "
		    "one without it.", at != NULL ? "--at" : "--clock");
		return CODE_USAGE;
	}
	if (shift->file != NULL && !clock_share(shift->file)) {
		command_say("the file of --clock cannot be used: %s",
		    shift->file);
		return CODE_FAILED;
	}
	time = clock_now();
	if (at != NULL && !zone_read(zone, at, &time)) {
		command_say("--at wants a time such as \"2026-12-08 10:05\", "
		    "not \"%s\".", at);
		return CODE_USAGE;
	}
	newest = sample_newest(db);
	if (newest != 0 && time < id_time(newest)) {
		if (id_time(newest) - time >= SAME_MOMENT)
			return too_early(zone, id_time(newest));
		time = id_time(newest);
	}
	if (at == NULL)
		return CODE_OK;
	clock_shift(time - clock_true());
	log_info("gateway", 0, "the clock of this sample district is set, "
	    "at=\"%s\"", at);
	return CODE_OK;
}
