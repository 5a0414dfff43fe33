/*
 * Wall time and back.
 *
 * A zone is a list of stretches of time with one offset each, read from ICU
 * when it is opened; from then on everything is arithmetic.  Before the
 * first year and after the last one the nearest offset goes on.
 *
 * The arithmetic of days is that of the proleptic Gregorian calendar in
 * eras of 400 years that begin on 1 March, so that the leap day is the last
 * of a year.
 */

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/clock.h"
#include "base/zone.h"

#define FIRST		1577836800000	/* 2020-01-01 */
#define LAST		2871763200000	/* 2061-01-01 */
#define NAME		64
#define STRETCHES	512

struct stretch {
	int64_t	 from, to;	/* UTC; to is exclusive. */
	int64_t	 offset;	/* What the wall shows more than UTC, ms. */
};

struct zone {
	char		 name[NAME];
	unsigned	 count;
	struct stretch	 stretches[STRETCHES];
};

/* Division that rounds down, and what is left, never negative. */
static int64_t
divide(int64_t a, int64_t b, int64_t *left)
{
	*left = a % b;
	if (*left < 0)
		*left += b;
	return ((a - *left) / b);
}

/* Days since 1970 of a day; any month and day, so that sums need no care. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t	 era, year_of_era, from_march;

	/* Months since March of year 0. */
	era = divide(year * 12 + month - 3, 12, &from_march);
	era = divide(era, 400, &year_of_era);
	return (era * 146097 + year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + (153 * from_march + 2) / 5 + day - 1 - 719468);
}

static void
day_of(int64_t days, struct wall *wall)
{
	int64_t	 era, of_era, year, of_year, month;

	era = divide(days + 719468, 146097, &of_era);
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
	    365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	wall->day = (int)(of_year - (153 * month + 2) / 5 + 1);
	wall->month = (int)(month < 10 ? month + 3 : month - 9);
	wall->year = (int)(era * 400 + year + (wall->month <= 2));
}

/* ICU makes a clock of UTC out of any name it does not know. */
static bool
known(const char *name, UChar *wide)
{
	UErrorCode	 error = U_ZERO_ERROR;
	UBool		 of_system = 0;
	UChar		 canonical[NAME];

	if (strlen(name) >= NAME)
		return (false);
	u_strFromUTF8(wide, NAME, NULL, name, -1, &error);
	ucal_getCanonicalTimeZoneID(wide, -1, canonical, NAME, &of_system,
	    &error);
	return (U_SUCCESS(error) && of_system);
}

static void
add(struct zone *zone, UCalendar *calendar, int64_t from, UErrorCode *error)
{
	struct stretch	*s = &zone->stretches[zone->count++];

	ucal_setMillis(calendar, (UDate)from, error);
	s->from = from;
	s->to = INT64_MAX;
	s->offset = ucal_get(calendar, UCAL_ZONE_OFFSET, error) +
	    ucal_get(calendar, UCAL_DST_OFFSET, error);
	if (zone->count == 1)
		s->from = INT64_MIN;
	else
		s[-1].to = from;
}

static bool
fill(struct zone *zone, const UChar *name)
{
	UErrorCode	 error = U_ZERO_ERROR;
	UCalendar	*calendar;
	UDate		 next = (UDate)FIRST;

	calendar = ucal_open(name, -1, "en_US", UCAL_GREGORIAN, &error);
	if (U_FAILURE(error))
		return (false);
	while (zone->count < STRETCHES && next < (UDate)LAST) {
		add(zone, calendar, (int64_t)next, &error);
		if (!ucal_getTimeZoneTransitionDate(calendar,
		    UCAL_TZ_TRANSITION_NEXT, &next, &error))
			break;
	}
	ucal_close(calendar);
	return (U_SUCCESS(error));
}

struct zone *
zone_open(const char *name, const char **why)
{
	struct zone	*zone;
	UChar		 wide[NAME];

	*why = "no time zone has that name; one that does is America/New_York";
	if (!known(name, wide))
		return (NULL);
	if ((zone = calloc(1, sizeof *zone)) == NULL)
		abort();
	memcpy(zone->name, name, strlen(name));
	if (!fill(zone, wide)) {
		*why = "the rules of that time zone cannot be read";
		zone_close(zone);
		return (NULL);
	}
	return (zone);
}

void
zone_close(struct zone *zone)
{
	free(zone);
}

const char *
zone_name(const struct zone *zone)
{
	return (zone->name);
}

static const struct stretch *
stretch_at(const struct zone *zone, int64_t time)
{
	unsigned	 low = 0, high = zone->count - 1, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (time < zone->stretches[middle].to)
			high = middle;
		else
			low = middle + 1;
	}
	return (&zone->stretches[low]);
}

void
zone_wall(const struct zone *zone, int64_t time, struct wall *wall)
{
	int64_t	 days, left;

	days = divide(time + stretch_at(zone, time)->offset, DAYS(1), &left);
	day_of(days, wall);
	wall->hour = (int)(left / HOURS(1));
	wall->minute = (int)(left / MINUTES(1) % 60);
	wall->second = (int)(left / SECONDS(1) % 60);
	divide(days + 4, 7, &left);	/* 1970 began on a Thursday. */
	wall->weekday = (int)left;
}

int64_t
zone_utc(const struct zone *zone, const struct wall *wall)
{
	const struct stretch	*s = zone->stretches;
	int64_t			 shown;

	assert(wall->year >= 1 && wall->year <= 9999);
	shown = DAYS(days_of(wall->year, wall->month, wall->day)) +
	    HOURS(wall->hour) + MINUTES(wall->minute) + SECONDS(wall->second);
	/* The first stretch that does not end before the wall shows it. */
	while (shown - s->offset >= s->to)
		s++;
	/* Already past when the stretch begins: the hour that is skipped. */
	return (shown - s->offset < s->from ? s->from : shown - s->offset);
}

/* So many digits, and the character behind them. */
static bool
digits(const char **text, int count, char behind, int *number)
{
	for (*number = 0; count > 0; count--, ++*text) {
		if (**text < '0' || **text > '9')
			return (false);
		*number = *number * 10 + (**text - '0');
	}
	return (*(*text)++ == behind);
}

/* "@1796742300", of the same years. */
static bool
read_seconds(const char *text, int64_t *time)
{
	int64_t seconds = 0;

	if (*text < '0' || *text > '9' || strlen(text) > 10)
		return (false);
	for (; *text >= '0' && *text <= '9'; text++)
		seconds = seconds * 10 + (*text - '0');
	*time = SECONDS(seconds);
	return (*text == '\0' && seconds < INT64_C(7258118400));
}

bool
zone_read(const struct zone *zone, const char *text, int64_t *time)
{
	struct wall	 wall = { .second = 0 }, told;

	if (*text == '@')
		return (read_seconds(text + 1, time));
	if (!digits(&text, 4, '-', &wall.year) ||
	    !digits(&text, 2, '-', &wall.month) ||
	    !digits(&text, 2, ' ', &wall.day) ||
	    !digits(&text, 2, ':', &wall.hour))
		return (false);
	if (!digits(&text, 2, '\0', &wall.minute) &&
	    (text[-1] != ':' || !digits(&text, 2, '\0', &wall.second)))
		return (false);
	if (wall.year < 1970 || wall.year > 2199 || wall.month < 1 ||
	    wall.month > 12 || wall.day < 1 || wall.hour > 23 ||
	    wall.minute > 59 || wall.second > 59)
		return (false);
	*time = zone_utc(zone, &wall);
	zone_wall(zone, *time, &told);
	return (told.day == wall.day);		/* There is such a day. */
}

int64_t
zone_day(const struct zone *zone, int64_t time)
{
	struct wall	 wall;

	zone_wall(zone, time, &wall);
	return (wall.year * 10000 + wall.month * 100 + wall.day);
}

int64_t
zone_next(const struct zone *zone, int64_t time, int minute)
{
	const struct stretch	*s = stretch_at(zone, time);
	int64_t			 wait;

	assert(minute >= 0 && minute < 1440);
	for (;; s++) {
		divide(MINUTES(minute) - (time + s->offset), DAYS(1), &wait);
		if (time + wait < s->to)
			return (time + wait);
		/* The clock may jump over it where the stretch ends. */
		if (time + wait < s->to + s[1].offset - s->offset)
			return (s->to);
		time = s->to;
	}
}

int64_t
zone_open_at(const struct zone *zone, struct hours hours, int64_t time)
{
	struct wall	 wall;
	int		 now;
	bool		 open;

	zone_wall(zone, time, &wall);
	now = wall.hour * 60 + wall.minute;
	if (hours.from < hours.to)
		open = now >= hours.from && now < hours.to;
	else
		open = now >= hours.from || now < hours.to;
	if (open || hours.from == hours.to)
		return (time);
	return (zone_next(zone, time, hours.from % 1440));
}
