#ifndef GATEWAY_COMMAND_TIMES_H
#define GATEWAY_COMMAND_TIMES_H

/*
 * Times as people at a terminal read and type them, in the zone of their
 * district.  What is read: "2026-12-08 10:05", "10:05" (today), "tomorrow
 * 7:00"; a day is 2026-12-08.  Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct arena;
struct zone;

struct clockface {
	struct arena		*arena;
	const struct zone	*zone;
	int64_t			 now;
};

/* "10:05" today, "Tue Dec 8, 10:05" in the same year, else with its year; ""
 * for 0. */
const char	*times_say(const struct clockface *, int64_t time);

/* "just now", "5 min ago", "3 h ago", "2 days ago". */
const char	*times_ago(const struct clockface *, int64_t time);

/* The same of the API's times (RFC 3339), NULL or "" is "". */
const char	*times_say_api(const struct clockface *, const char *text);
const char	*times_ago_api(const struct clockface *, const char *text);

/* False: why is a sentence that says how to write it. */
bool		 times_read(const struct clockface *, const char *typed,
		    int64_t *time, const char **why) must_use;

#endif
