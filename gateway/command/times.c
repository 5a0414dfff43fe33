/*
 * Times on a terminal.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/zone.h"
#include "command/times.h"
#include "web/when.h"

static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
    "Fri", "Sat" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

const char *
times_say(const struct clockface *face, int64_t time)
{
	struct wall then, now;

	if (time == 0)
		return "";
	zone_wall(face->zone, time, &then);
	zone_wall(face->zone, face->now, &now);
	if (zone_day(face->zone, time) == zone_day(face->zone, face->now))
		return arena_print(face->arena, "%02d:%02d", then.hour,
		    then.minute);
	if (then.year == now.year)
		return arena_print(face->arena, "%s %s %d, %02d:%02d",
		    weekdays[then.weekday], months[then.month - 1], then.day,
		    then.hour, then.minute);
	return arena_print(face->arena, "%s %d %d, %02d:%02d",
	    months[then.month - 1], then.day, then.year, then.hour,
	    then.minute);
}

const char *
times_ago(const struct clockface *face, int64_t time)
{
	int64_t since = face->now - time;

	if (time == 0)
		return "";
	if (since < MINUTES(1))
		return "just now";
	if (since < HOURS(1))
		return arena_print(face->arena, "%d min ago",
		    (int)(since / MINUTES(1)));
	if (since < DAYS(1))
		return arena_print(face->arena, "%d h ago",
		    (int)(since / HOURS(1)));
	return since < DAYS(2) ? "a day ago" : arena_print(face->arena,
	    "%d days ago", (int)(since / DAYS(1)));
}

static int64_t
of_api(const char *text)
{
	int64_t time;

	return text != NULL && *text != '\0' && when_read(text, &time) ? time :
	    0;
}

const char *
times_say_api(const struct clockface *face, const char *text)
{
	return times_say(face, of_api(text));
}

const char *
times_ago_api(const struct clockface *face, const char *text)
{
	return times_ago(face, of_api(text));
}

/* "7:00" or "07:00", and no more. */
static bool
read_hour(const char *text, struct wall *wall)
{
	size_t digits = strspn(text, "0123456789");

	if (digits < 1 || digits > 2 || text[digits] != ':' ||
	    !isdigit((unsigned char)text[digits + 1]) ||
	    !isdigit((unsigned char)text[digits + 2]) ||
	    text[digits + 3] != '\0')
		return false;
	wall->hour = (int)strtol(text, NULL, 10);
	wall->minute = (int)strtol(text + digits + 1, NULL, 10);
	wall->second = 0;
	return wall->hour < 24 && wall->minute < 60;
}

/* The wall time that was typed; false: it is none. */
static bool
read_wall(const struct clockface *face, const char *typed, struct wall *wall)
{
	const char	*day;
	int64_t		 number;

	zone_wall(face->zone, face->now, wall);
	if (strncmp(typed, "tomorrow ", 9) == 0) {
		wall->day++;
		return read_hour(typed + 9, wall);
	}
	if (strlen(typed) < 12 || (typed[10] != ' ' && typed[10] != 'T'))
		return read_hour(typed, wall);
	day = arena_print(face->arena, "%.10s", typed);
	if (!when_day(day, &number))
		return false;
	wall->year = (int)(number / 10000);
	wall->month = (int)(number / 100 % 100);
	wall->day = (int)(number % 100);
	return read_hour(typed + 11, wall);
}

bool
times_read(const struct clockface *face, const char *typed, int64_t *time,
    const char **why)
{
	struct wall wall;

	if (!read_wall(face, typed, &wall)) {
		*why = arena_print(face->arena, "\"%s\" is no time. Write "
		    "\"2026-12-08 10:05\", \"10:05\" for today, or "
		    "\"tomorrow 7:00\".", typed);
		return false;
	}
	*time = zone_utc(face->zone, &wall);
	if (*time > face->now)
		return true;
	*why = arena_print(face->arena, "\"%s\" is over, it is %s now. Write "
	    "a later time, such as \"tomorrow %02d:%02d\".", typed,
	    times_say(face, face->now), wall.hour, wall.minute);
	return false;
}
