/* Times of the API, there and back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "web/when.h"

static void
times_are_read_with_their_offset(void **state)
{
	static const struct {
		const char	*text;
		int64_t		 time;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-02T00:00:00.001Z", DAYS(1) + 1 },
		{ "2000-02-29T12:00:00Z", INT64_C(951825600000) },
		{ "2026-11-22T03:08:07Z", INT64_C(1795316887000) },
		{ "2026-11-21T22:08:07-05:00", INT64_C(1795316887000) },
		{ "2026-11-22t08:53:07.5+05:45", INT64_C(1795316887500) },
		{ "2026-11-22 03:08:07.123456789z", INT64_C(1795316887123) },
		{ "2100-03-01T00:00:00Z", INT64_C(4107542400000) },
	};
	int64_t time;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(when_read(cases[i].text, &time));
		assert_true(time == cases[i].time);
	}
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const cases[] = { "", "2026-11-22",
	    "2026-11-22T03:08Z", "2026-11-22T03:08:07", "2026-13-01T00:00:00Z",
	    "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
	    "2026-11-31T00:00:00Z", "2026-11-00T00:00:00Z",
	    "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z",
	    "2026-11-22T23:59:60Z", "2026-11-22T03:08:07.Z",
	    "2026-11-22T03:08:07.1234567890Z", "2026-11-22T03:08:07+5:00",
	    "2026-11-22T03:08:07+24:00", "2026-11-22T03:08:07Zx",
	    "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "now",
	    "2026/11/22T03:08:07Z", " 2026-11-22T03:08:07Z" };
	int64_t time;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (when_read(cases[i], &time))
			fail_msg("taken: %s", cases[i]);
}

static void
what_is_written_is_read_again(void **state)
{
	static const int64_t times[] = { 1, INT64_C(951825600000),
	    INT64_C(951868799999), INT64_C(1795316887123),
	    INT64_C(4107542400000), INT64_C(4133980799999) };
	struct arena *arena = arena_new();
	int64_t time;

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		assert_true(when_read(when_text(arena, times[i]), &time));
		assert_true(time == times[i]);
	}
	assert_string_equal(when_text(arena, INT64_C(1795316887000)),
	    "2026-11-22T03:08:07.000Z");
	assert_null(when_text(arena, 0));
	arena_free(arena);
}

static void
days_are_numbers(void **state)
{
	int64_t day;

	(void)state;
	assert_true(when_day("2026-11-22", &day));
	assert_int_equal(day, 20261122);
	assert_false(when_day("2026-02-30", &day));
	assert_false(when_day("2026-11-22T00:00:00Z", &day));
	assert_false(when_day("", &day));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_with_their_offset),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(days_are_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
