/* Tables as a terminal shows them, and times as people type them. */

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/zone.h"
#include "command/table.h"
#include "command/times.h"

/* Columns as the terminals of xterm and VTE have them. */
static void
columns_are_those_of_a_terminal(void **state)
{
	static const struct {
		const char	*text;
		size_t		 width;
	} rows[] = {
		{ "", 0 }, { "abc", 3 }, { "Núñez", 5 },
		{ "Nu\xCC\x81n\xCC\x83""ez", 5 },	/* Combining. */
		{ "\xE9\x99\x88\xE4\xBC\x9F", 4 },	/* Chinese. */
		{ "حداد", 4 }, { "नेपाली", 5 },
		{ "\xF0\x9F\x98\x80", 2 },		/* An emoji. */
		{ "a\xE2\x80\x8D" "b", 2 },		/* A joiner. */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (table_width(rows[i].text) != rows[i].width)
			fail_msg("%s: %zu", rows[i].text,
			    table_width(rows[i].text));
}

/* The C library has a table of its own. */
static void
the_c_library_agrees(void **state)
{
	static const wchar_t ranges[][2] = { { 0x20, 0x24F }, { 0x300, 0x36F },
	    { 0x400, 0x4FF }, { 0x620, 0x6DC }, { 0x900, 0x97F },
	    { 0x1E00, 0x1EFF }, { 0x3041, 0x30FF }, { 0x4E00, 0x9FFF },
	    { 0xAC00, 0xD7A3 }, { 0x1F600, 0x1F64F } };
	char text[8] = "";
	int length, width;

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (size_t i = 0; i < COUNT(ranges); i++)
		for (wchar_t c = ranges[i][0]; c <= ranges[i][1]; c++) {
			width = wcwidth(c);
			if (width < 0 || c == 0xAD)
				continue;
			length = wctomb(text, c);
			assert_true(length > 0);
			text[length] = '\0';
			if (table_width(text) != (size_t)width)
				fail_msg("U+%04X: %zu, not %d", (unsigned)c,
				    table_width(text), width);
		}
}

static void
what_commands_a_terminal_goes(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(table_clean(arena, "a\nb\tc\x1b[31m"),
	    "a b c [31m");
	assert_string_equal(table_clean(arena, "x\xE2\x80\xAEy\xE2\x81\xA6z"),
	    "xyz");
	assert_string_equal(table_clean(arena, "\xC2\x9B" "2J"), " 2J");
	assert_string_equal(table_clean(arena, "حداد"), "حداد");
	arena_free(arena);
}

static void
columns_stand_below_each_other(void **state)
{
	struct arena	*arena = arena_new();
	struct table	*t = TABLE(arena, "WHO", "N", "WORDS");
	char		*text;
	size_t		 length;
	FILE		*out = open_memstream(&text, &length);

	(void)state;
	table_right(t, 1);
	TABLE_ROW(t, "\xE9\x99\x88", "7", "one\ntwo");
	TABLE_ROW(t, "Núñez", "12", NULL);
	table_print(t, out);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(text,
	    "WHO     N  WORDS\n"
	    "\xE9\x99\x88      7  one two\n"
	    "Núñez  12  \n");
	free(text);
	arena_free(arena);
}

struct face {
	struct arena		*arena;
	struct zone		*zone;
	struct clockface	 face;
};

/* It is Tuesday, 8 December 2026, 10:05 in Massachusetts. */
static void
open_face(struct face *f)
{
	const char *why;

	f->arena = arena_new();
	f->zone = zone_open("America/New_York", &why);
	assert_non_null(f->zone);
	f->face = (struct clockface){ f->arena, f->zone, zone_utc(f->zone,
	    &(struct wall){ .year = 2026, .month = 12, .day = 8, .hour = 10,
	    .minute = 5 }) };
}

static void
close_face(struct face *f)
{
	zone_close(f->zone);
	arena_free(f->arena);
}

static void
times_are_read(void **state)
{
	static const struct {
		const char	*typed, *said;	/* NULL: it is refused. */
	} rows[] = {
		{ "10:06", "10:06" }, { "23:59", "23:59" },
		{ "tomorrow 7:00", "Wed Dec 9, 07:00" },
		{ "2026-12-31 07:30", "Thu Dec 31, 07:30" },
		{ "2027-01-01 00:00", "Jan 1 2027, 00:00" },
		{ "10:05", NULL }, { "9:00", NULL }, { "24:00", NULL },
		{ "7:60", NULL }, { "7:0", NULL }, { "7:000", NULL },
		{ "", NULL }, { "tomorrow", NULL }, { "tomorrow 7", NULL },
		{ "2026-12-08", NULL }, { "2026-12-08 ", NULL },
		{ "2026-02-30 10:00", NULL }, { "2026-12-08 09:00", NULL },
		{ "2026-12-09x07:00", NULL }, { "noon", NULL },
	};
	struct face	 f;
	const char	*why;
	int64_t		 time;

	(void)state;
	open_face(&f);
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool good = times_read(&f.face, rows[i].typed, &time, &why);

		if (good != (rows[i].said != NULL))
			fail_msg("\"%s\"", rows[i].typed);
		if (good)
			assert_string_equal(times_say(&f.face, time),
			    rows[i].said);
		else
			assert_non_null(strstr(why, "tomorrow"));
	}
	close_face(&f);
}

static void
how_long_ago_is_said(void **state)
{
	struct face	f;
	int64_t		now;

	(void)state;
	open_face(&f);
	now = f.face.now;
	assert_string_equal(times_ago(&f.face, now), "just now");
	assert_string_equal(times_ago(&f.face, now - MINUTES(59)),
	    "59 min ago");
	assert_string_equal(times_ago(&f.face, now - HOURS(23)), "23 h ago");
	assert_string_equal(times_ago(&f.face, now - HOURS(30)), "a day ago");
	assert_string_equal(times_ago(&f.face, now - DAYS(9)), "9 days ago");
	assert_string_equal(times_ago(&f.face, 0), "");
	assert_string_equal(times_say_api(&f.face, "2026-12-07T15:05:00Z"),
	    "Mon Dec 7, 10:05");
	close_face(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_those_of_a_terminal),
		cmocka_unit_test(the_c_library_agrees),
		cmocka_unit_test(what_commands_a_terminal_goes),
		cmocka_unit_test(columns_stand_below_each_other),
		cmocka_unit_test(times_are_read),
		cmocka_unit_test(how_long_ago_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
