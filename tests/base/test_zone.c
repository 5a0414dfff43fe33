/*
 * Wall time: the nights on which the clocks change, hours that are open,
 * and ICU's calendar as a second opinion on forty years.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/zone.h"

static struct zone	*eastern;

static struct zone *
open_zone(const char *name)
{
	const char	*why = NULL;
	struct zone	*zone = zone_open(name, &why);

	assert_non_null(zone);
	return (zone);
}

static int
make(void **state)
{
	const char	*why;

	(void)state;
	eastern = zone_open("America/New_York", &why);
	return (eastern == NULL);
}

static int
unmake(void **state)
{
	(void)state;
	zone_close(eastern);
	return (0);
}

static int64_t
at(int year, int month, int day, int hour, int minute)
{
	struct wall	 wall = { year, month, day, hour, minute, 0, 0 };

	return (zone_utc(eastern, &wall));
}

static void
a_zone_has_its_name(void **state)
{
	(void)state;
	assert_string_equal(zone_name(eastern), "America/New_York");
}

static void
what_is_no_zone_is_refused(void **state)
{
	static const char	*const cases[] = {
		"", "America/Worcester", "new york", "GMT+5", "EDT5EST",
		"\xff", ("Etc/Unknown/Or/A/Name/That/Is/Far/Longer/Than/Any/"
		"Name/Of/A/Zone"),
	};
	const char	*why;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		why = NULL;
		assert_null(zone_open(cases[i], &why));
		assert_non_null(why);
	}
	zone_close(NULL);
}

static void
the_clocks_change_when_they_do(void **state)
{
	static const int64_t	 transitions[] = {
		1772953200, 1793512800, 1805007600, 1825567200, 1836457200,
		1857016800,
	};
	struct wall	 before, after;

	(void)state;
	for (size_t i = 0; i < COUNT(transitions); i++) {
		zone_wall(eastern, transitions[i] * 1000 - 1, &before);
		zone_wall(eastern, transitions[i] * 1000, &after);
		assert_int_equal(before.hour, 1);
		assert_int_equal(before.minute, 59);
		assert_int_equal(before.second, 59);
		assert_int_equal(after.hour, i % 2 == 0 ? 3 : 1);
		assert_int_equal(after.minute, 0);
		assert_int_equal(after.weekday, 0);
	}
}

static void
a_wall_time_is_this_moment(void **state)
{
	static const struct {
		int	 year, month, day, hour, minute;
		int64_t	 utc;
	} cases[] = {
		{ 1970, 1, 1, 0, 0, 18000 },
		{ 2024, 2, 29, 12, 0, 1709226000 },
		{ 2026, 11, 22, 8, 15, 1795353300 },
		/* It does not exist: the first moment after the gap. */
		{ 2027, 3, 14, 1, 59, 1805007540 },
		{ 2027, 3, 14, 2, 0, 1805007600 },
		{ 2027, 3, 14, 2, 30, 1805007600 },
		{ 2027, 3, 14, 3, 0, 1805007600 },
		{ 2027, 3, 14, 3, 1, 1805007660 },
		{ 2027, 3, 14, 21, 0, 1805072400 },
		/* It exists twice: the first. */
		{ 2026, 11, 1, 1, 30, 1793511000 },
		{ 2026, 11, 1, 2, 0, 1793516400 },
		{ 2026, 11, 1, 8, 0, 1793538000 },
		/* Sums. */
		{ 2026, 12, 32, 0, 0, 1798779600 },
		{ 2026, 13, 1, 0, 0, 1798779600 },
		{ 2027, 0, 31, 24, 0, 1798779600 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(at(cases[i].year, cases[i].month,
		    cases[i].day, cases[i].hour, cases[i].minute),
		    SECONDS(cases[i].utc));
}

static void
a_day_is_that_of_the_wall(void **state)
{
	(void)state;
	assert_int_equal(zone_day(eastern, SECONDS(1795320000)), 20261121);
	assert_int_equal(zone_day(eastern, SECONDS(1795323600)), 20261122);
	assert_int_equal(zone_day(eastern, 0), 19691231);
	assert_int_equal(zone_day(eastern, at(2060, 2, 29, 0, 0)), 20600229);
}

static void
the_next_time_it_is_eight(void **state)
{
	static const struct {
		int	 day, hour, minute, of_day;
		int	 then_day, then_hour, then_minute;
	} cases[] = {		/* March 2027; the gap is on the 14th. */
		{ 1, 7, 59, 480, 1, 8, 0 },
		{ 1, 8, 0, 480, 1, 8, 0 },
		{ 1, 8, 1, 480, 2, 8, 0 },
		{ 1, 23, 59, 0, 2, 0, 0 },
		{ 13, 20, 0, 480, 14, 8, 0 },
		{ 14, 1, 0, 120, 14, 3, 0 },	/* 2:00 is skipped */
		{ 14, 1, 0, 150, 14, 3, 0 },
		{ 14, 1, 0, 180, 14, 3, 0 },
		{ 14, 3, 0, 150, 15, 2, 30 },
		{ 13, 2, 31, 150, 14, 3, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(zone_next(eastern, at(2027, 3, cases[i].day,
		    cases[i].hour, cases[i].minute), cases[i].of_day),
		    at(2027, 3, cases[i].then_day, cases[i].then_hour,
		    cases[i].then_minute));
	assert_int_equal(zone_next(eastern, at(2027, 3, 1, 8, 0) + 1, 480),
	    at(2027, 3, 2, 8, 0));
}

static void
half_past_one_comes_twice_in_november(void **state)
{
	int64_t	 first = at(2026, 11, 1, 1, 30);

	(void)state;
	assert_int_equal(zone_next(eastern, first - 1, 90), first);
	assert_int_equal(zone_next(eastern, first + 1, 90), first + HOURS(1));
	assert_int_equal(zone_next(eastern, first + HOURS(1) + 1, 90),
	    at(2026, 11, 2, 1, 30));
}

/* Minute by minute; a minute that is skipped comes where the wall jumps. */
static int64_t
next_by_looking(const struct zone *zone, int64_t time, int minute)
{
	struct wall	 wall;
	int		 last, jump, ahead;
	int64_t		 begins = time - time % MINUTES(1);

	zone_wall(zone, begins - MINUTES(1), &wall);
	for (;; begins += MINUTES(1)) {
		last = wall.hour * 60 + wall.minute;
		zone_wall(zone, begins, &wall);
		jump = (wall.hour * 60 + wall.minute - last + 1440) % 1440;
		ahead = (minute - last + 1440) % 1440;
		if (begins >= time && (ahead == jump ||
		    (ahead > 0 && ahead < jump && jump < 180)))
			return (begins);
	}
}

static void
looking_at_the_wall_gives_the_same(void **state)
{
	static const char	*const names[] = {
		"America/New_York", "Australia/Lord_Howe", "America/Havana",
		"Asia/Kathmandu", "Africa/Casablanca",
	};
	static const int64_t	 nights[] = {
		1793512800, 1805007600, 1795353300, 1806768000,
	};
	struct zone	*zone;
	int64_t		 time;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		zone = open_zone(names[i]);
		for (int k = 0; k < 400; k++) {
			time = SECONDS(nights[k % 4]) - HOURS(30) +
			    SECONDS(k * 541);
			assert_int_equal(zone_next(zone, time, k * 37 % 1440),
			    next_by_looking(zone, time, k * 37 % 1440));
		}
		zone_close(zone);
	}
}

static void
hours_open_and_close(void **state)
{
	static const struct {
		struct hours	 hours;
		int		 hour, minute;
		int		 then_day, then_hour, then_minute;
	} cases[] = {		/* On 10 March 2027. */
		{ { 480, 1200 }, 8, 0, 10, 8, 0 },
		{ { 480, 1200 }, 19, 59, 10, 19, 59 },
		{ { 480, 1200 }, 20, 0, 11, 8, 0 },
		{ { 480, 1200 }, 5, 31, 10, 8, 0 },
		{ { 1320, 300 }, 23, 0, 10, 23, 0 },
		{ { 1320, 300 }, 4, 59, 10, 4, 59 },
		{ { 1320, 300 }, 5, 0, 10, 22, 0 },
		{ { 480, 480 }, 3, 0, 10, 3, 0 },
		{ { 0, 1440 }, 23, 59, 10, 23, 59 },
		{ { 480, 1440 }, 23, 59, 10, 23, 59 },
		{ { 480, 1440 }, 0, 0, 10, 8, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(zone_open_at(eastern, cases[i].hours,
		    at(2027, 3, 10, cases[i].hour, cases[i].minute)),
		    at(2027, 3, cases[i].then_day, cases[i].then_hour,
		    cases[i].then_minute));
}

static void
hours_hold_in_the_nights_of_change(void **state)
{
	static const struct hours	 day = { 480, 1200 };
	static const struct hours	 small = { 90, 300 };
	int64_t				 one = at(2026, 11, 1, 1, 0);

	(void)state;
	assert_int_equal(zone_open_at(eastern, day, at(2027, 3, 13, 20, 2)),
	    at(2027, 3, 14, 8, 0));
	assert_int_equal(zone_open_at(eastern, day, at(2026, 10, 31, 20, 2)),
	    SECONDS(1793538000));
	/* From 1:30 they are open, at the second 1:00 not, from 1:30 again. */
	assert_int_equal(zone_open_at(eastern, small, one), one + MINUTES(30));
	assert_int_equal(zone_open_at(eastern, small, one + MINUTES(59)),
	    one + MINUTES(59));
	assert_int_equal(zone_open_at(eastern, small, one + MINUTES(60)),
	    one + MINUTES(90));
}

static void
expect_as_icu(const struct zone *zone, UCalendar *calendar, int64_t time)
{
	UErrorCode	 error = U_ZERO_ERROR;
	struct wall	 wall;

	ucal_setMillis(calendar, (UDate)time, &error);
	zone_wall(zone, time, &wall);
	assert_int_equal(wall.year, ucal_get(calendar, UCAL_YEAR, &error));
	assert_int_equal(wall.month,
	    ucal_get(calendar, UCAL_MONTH, &error) + 1);
	assert_int_equal(wall.day, ucal_get(calendar, UCAL_DATE, &error));
	assert_int_equal(wall.hour,
	    ucal_get(calendar, UCAL_HOUR_OF_DAY, &error));
	assert_int_equal(wall.minute,
	    ucal_get(calendar, UCAL_MINUTE, &error));
	assert_int_equal(wall.second,
	    ucal_get(calendar, UCAL_SECOND, &error));
	assert_int_equal(wall.weekday,
	    ucal_get(calendar, UCAL_DAY_OF_WEEK, &error) - 1);
	assert_true(U_SUCCESS(error));
}

/* There and back is the same moment, or the first of two. */
static void
expect_back(const struct zone *zone, int64_t time)
{
	struct wall	 wall, again;
	int64_t		 back;

	time -= time % SECONDS(1);
	zone_wall(zone, time, &wall);
	back = zone_utc(zone, &wall);
	assert_true(back <= time && back >= time - HOURS(2));
	zone_wall(zone, back, &again);
	assert_memory_equal(&again, &wall, sizeof wall);
}

static void
icu_agrees_on_forty_years(void **state)
{
	static const char	*const names[] = {
		"America/New_York", "America/Phoenix", "America/Puerto_Rico",
		"Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca",
		"Pacific/Apia", "UTC",
	};
	UErrorCode	 error = U_ZERO_ERROR;
	UChar		 wide[64];
	UCalendar	*calendar;
	struct zone	*zone;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		u_strFromUTF8(wide, 64, NULL, names[i], -1, &error);
		calendar = ucal_open(wide, -1, "en_US", UCAL_GREGORIAN, &error);
		zone = open_zone(names[i]);
		for (int64_t k = 0; k < 5000; k++) {
			expect_as_icu(zone, calendar, SECONDS(1577836800 +
			    k * 258737));
			expect_back(zone, SECONDS(1577836800 + k * 258737));
		}
		zone_close(zone);
		ucal_close(calendar);
	}
}

static void
a_moment_is_read_as_it_is_written(void **state)
{
	static const char *const wrong[] = {
		"", "2026-12-08", "2026-12-08 10", "2026-12-08 10:5",
		"2026-12-08T10:05", "2026-12-08 24:00", "2026-12-08 10:60",
		"2026-02-29 10:00", "2026-13-01 10:00", "2026-00-01 10:00",
		"2026-12-00 10:00", "1969-12-31 10:00", "2200-01-01 00:00",
		"2026-12-08 10:05 ", "2026-12-08 10:05:", " 2026-12-08 10:05",
		"2026-12-08 10:05:60", "2026-12-08 10:05:07.5",
		"@", "@-1", "@17967423x", "@ 1", "@7258118400", "@99999999999",
	};
	int64_t	time;

	(void)state;
	assert_true(zone_read(eastern, "2026-12-08 10:05", &time));
	assert_int_equal(time, SECONDS(1796742300));
	assert_true(zone_read(eastern, "2026-07-01 00:00:07", &time));
	assert_int_equal(time, SECONDS(1782878407));
	assert_true(zone_read(eastern, "@1796742307", &time));
	assert_int_equal(time, SECONDS(1796742307));
	assert_true(zone_read(eastern, "2024-02-29 12:00", &time));
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(zone_read(eastern, wrong[i], &time));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_is_read_as_it_is_written),
		cmocka_unit_test(a_zone_has_its_name),
		cmocka_unit_test(what_is_no_zone_is_refused),
		cmocka_unit_test(the_clocks_change_when_they_do),
		cmocka_unit_test(a_wall_time_is_this_moment),
		cmocka_unit_test(a_day_is_that_of_the_wall),
		cmocka_unit_test(the_next_time_it_is_eight),
		cmocka_unit_test(half_past_one_comes_twice_in_november),
		cmocka_unit_test(looking_at_the_wall_gives_the_same),
		cmocka_unit_test(hours_open_and_close),
		cmocka_unit_test(hours_hold_in_the_nights_of_change),
		cmocka_unit_test(icu_agrees_on_forty_years),
	};

	return (cmocka_run_group_tests(tests, make, unmake));
}
