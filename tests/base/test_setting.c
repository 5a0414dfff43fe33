/* Values are read as people write them, or refused with what is wanted. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/setting.h"

struct values {
	int64_t		 before;	/* So that no offset is 0. */
	const char	*text;
	int64_t		 number;
	bool		 yes;
	int		 choice;
	struct hours	 hours;
};

static const char *const ways[] = { "webhook", "poll", "none", NULL };

#define AT(member)	offsetof(struct values, member)

static const struct setting
    name = { "name", SETTING_TEXT, AT(text), NULL, 0, 0, NULL, NULL },
    token = { "token", SETTING_SECRET, AT(text), NULL, 0, 0, NULL, NULL },
    key = { "key", SETTING_KEY, AT(text), NULL, 0, 0, NULL, NULL },
    port = { "port", SETTING_INT, AT(number), NULL, -1, 65535, NULL, NULL },
    lease = { "lease", SETTING_TIME, AT(number), NULL, 1, DAYS(3), NULL,
	NULL },
    practice = { "practice", SETTING_BOOL, AT(yes), NULL, 0, 0, NULL, NULL },
    inbound = { "inbound", SETTING_CHOICE, AT(choice), NULL, 0, 0, ways,
	NULL },
    day = { "day", SETTING_HOURS, AT(hours), NULL, 0, 0, NULL, NULL };

struct world {
	struct arena	*arena;
	struct values	 values;
	const char	*why;
	char		 folder[32];
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	w->arena = arena_new();
	snprintf(w->folder, sizeof w->folder, "/tmp/homeline-test-XXXXXX");
	if (mkdtemp(w->folder) == NULL)
		return -1;
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	unlink(arena_print(w->arena, "%s/file", w->folder));
	rmdir(w->folder);
	arena_free(w->arena);
	free(w);
	return 0;
}

static bool
reads(struct world *w, const struct setting *s, const char *text)
{
	memset(&w->values, 0, sizeof w->values);
	return setting_read(s, w->arena, text, &w->values, &w->why);
}

static void
text_is_kept_as_it_is(void **state)
{
	struct world *w = *state;

	assert_true(reads(w, &name, "Oak Hill"));
	assert_string_equal(w->values.text, "Oak Hill");
	assert_true(reads(w, &name, ""));
	assert_string_equal(w->values.text, "");
}

static void
numbers_are_whole_and_within_their_limits(void **state)
{
	static const struct {
		const char	*text;
		int64_t		 number;
	} cases[] = {
		{ "0", 0 }, { "-1", -1 }, { "65535", 65535 }, { "007", 7 },
	};
	struct setting wide = port;
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(reads(w, &port, cases[i].text));
		assert_int_equal(w->values.number, cases[i].number);
	}
	wide.max = INT64_MAX;
	assert_true(reads(w, &wide, "9223372036854775807"));
	assert_false(reads(w, &wide, "9223372036854775808"));
}

static void
times_have_units(void **state)
{
	static const struct {
		const char	*text;
		int64_t		 ms;
	} cases[] = {
		{ "1ms", 1 }, { "30s", 30000 }, { "30 s", 30000 },
		{ "5 min", 300000 }, { "2 h", 7200000 }, { "1 day", DAYS(1) },
		{ "2  days", DAYS(2) }, { "72 h", DAYS(3) },
		{ "3 days", DAYS(3) }, { "0090 s", 90000 },
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(reads(w, &lease, cases[i].text));
		assert_int_equal(w->values.number, cases[i].ms);
	}
}

static void
choices_are_counted_from_zero(void **state)
{
	struct world *w = *state;

	for (int i = 0; ways[i] != NULL; i++) {
		assert_true(reads(w, &inbound, ways[i]));
		assert_int_equal(w->values.choice, i);
	}
	assert_true(reads(w, &practice, "yes"));
	assert_true(w->values.yes);
	assert_true(reads(w, &practice, "no"));
	assert_false(w->values.yes);
}

static void
hours_are_minutes_of_the_day(void **state)
{
	static const struct {
		const char	*text;
		int		 from, to;
	} cases[] = {
		{ "07:00-20:00", 420, 1200 },
		{ "22:30 - 05:01", 1350, 301 },
		{ "00:00-24:00", 0, 1440 },
		{ "23:59-00:00", 1439, 0 },
		{ "08:00-08:00", 480, 480 },
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(reads(w, &day, cases[i].text));
		assert_int_equal(w->values.hours.from, cases[i].from);
		assert_int_equal(w->values.hours.to, cases[i].to);
	}
}

static void
wrong_values_are_refused(void **state)
{
	static const struct {
		const struct setting	*setting;
		const char		*texts[16];
	} cases[] = {
		{ &port, { "", "x", "65536", "-2", "8080x", "1 2", "+1",
		    "- 1", "0x10", "1.5", "99999999999999999999", "-", " 1",
		    "1 " } },
		{ &lease, { "", "5", "5 m", "s", "5 sec", "0 s", "4 days",
		    "-1 s", "1.5 h", "5 min 3 s", "5 H", "73 h",
		    "9223372036854775807 days",
		    "18014398509481985 days" } },	/* 2^54 + 1. */
		{ &practice, { "", "Yes", "true", "1", "yesno", "on" } },
		{ &inbound, { "", "Poll", "webhook poll", "web" } },
		{ &day, { "", "7:00-20:00", "07:00", "07:00-",
		    "07:00-20:00x", "07:60-20:00", "25:00-26:00",
		    "24:00-01:00", "07.00-20.00", "00:00-24:01",
		    "07:00_20:00", "-1:00-20:00", "07:00-20:0" } },
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		for (int j = 0; cases[i].texts[j] != NULL; j++) {
			assert_false(reads(w, cases[i].setting,
			    cases[i].texts[j]));
			assert_memory_equal(w->why, "must be ", 8);
		}
}

static void
a_refusal_says_what_is_wanted(void **state)
{
	static const struct {
		const struct setting	*setting;
		const char		*text, *why;
	} cases[] = {
		{ &port, "70000", "must be a whole number from -1 to 65535, "
		    "not \"70000\"" },
		{ &lease, "5", "must be a time in ms, s, min, h or days, "
		    "from 1 ms to 3 days, not \"5\"" },
		{ &inbound, "mail", "must be webhook, poll or none, not "
		    "\"mail\"" },
		{ &practice, "0", "must be yes or no, not \"0\"" },
		{ &day, "always", "must be hours of the day such as "
		    "07:00-20:00, not \"always\"" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_false(reads(w, cases[i].setting, cases[i].text));
		assert_string_equal(w->why, cases[i].why);
	}
}

static void
limits_of_time_are_said_in_the_largest_unit(void **state)
{
	static const struct {
		int64_t		 min, max;
		const char	*words;
	} cases[] = {
		{ 0, DAYS(1), "from 0 s to 1 day" },
		{ SECONDS(90), HOURS(48), "from 90 s to 2 days" },
		{ 1, DAYS(7), "from 1 ms to 7 days" },
		{ 1500, MINUTES(60), "from 1500 ms to 1 h" },
	};
	struct setting s = lease;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		s.min = cases[i].min;
		s.max = cases[i].max;
		buf_clear(&b);
		setting_wanted(&b, &s);
		assert_string_equal(strstr(b.data, "from "), cases[i].words);
	}
	buf_free(&b);
}

/* The path of a file with these bytes. */
static const char *
file(struct world *w, const void *bytes, size_t length, mode_t mode)
{
	const char *path = arena_print(w->arena, "%s/file", w->folder);
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, length, out), length);
	fclose(out);
	chmod(path, mode);
	return path;
}

static void
a_secret_is_the_first_line_of_its_file(void **state)
{
	static const struct {
		const char	*bytes, *secret;
	} cases[] = {
		{ "s3cret", "s3cret" }, { "s3cret\n", "s3cret" },
		{ "s3cret\r\nmore\n", "s3cret" }, { " a b \nc", " a b " },
	};
	struct world *w = *state;
	char most[4098];

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(reads(w, &token, file(w, cases[i].bytes,
		    strlen(cases[i].bytes), 0640)));
		assert_string_equal(w->values.text, cases[i].secret);
	}
	memset(most, 'x', 4096);
	memcpy(most + 4096, "\r\n", 2);
	assert_true(reads(w, &token, file(w, most, 4098, 0600)));
	assert_int_equal(strlen(w->values.text), 4096);
	assert_true(reads(w, &token, ""));
	assert_string_equal(w->values.text, "");
	assert_string_equal(setting_suffix(&token), "_file");
	assert_string_equal(setting_suffix(&name), "");
}

static void
a_secret_that_others_can_read_is_refused(void **state)
{
	static const mode_t modes[] = { 0644, 0604, 0602, 0601 };
	struct world *w = *state;
	const char *path;

	for (size_t i = 0; i < COUNT(modes); i++) {
		path = file(w, "s3cret", 6, modes[i]);
		assert_false(reads(w, &token, path));
		assert_string_equal(w->why, arena_print(w->arena, "names %s, "
		    "which others can read; run: chmod o= %s", path, path));
		assert_string_equal(w->values.text, "");
	}
}

static void
a_secret_that_is_none_is_refused(void **state)
{
	static const struct {
		const char	*bytes;
		size_t		 length;
	} cases[] = {
		{ "", 0 }, { "\nabc", 4 }, { "\r\n", 2 }, { "a\0b", 3 },
	};
	struct world *w = *state;
	char most[4097];

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_false(reads(w, &token, file(w, cases[i].bytes,
		    cases[i].length, 0600)));
		assert_non_null(strstr(w->why, "first line"));
	}
	memset(most, 'x', sizeof most);
	assert_false(reads(w, &token, file(w, most, sizeof most, 0600)));
	assert_false(reads(w, &token, "/nowhere/at/all"));
	assert_string_equal(w->why, "names /nowhere/at/all, which cannot be "
	    "opened: No such file or directory");
	assert_false(reads(w, &token, w->folder));
	assert_non_null(strstr(w->why, "which is not a plain file"));
}

static void
a_key_is_all_of_its_file(void **state)
{
	struct world *w = *state;
	char *most = arena_take(w->arena, 16385);

	assert_true(reads(w, &key, file(w, "{\n \"a\": 1\n}\n", 12, 0600)));
	assert_string_equal(w->values.text, "{\n \"a\": 1\n}\n");
	assert_string_equal(setting_suffix(&key), "_file");
	memset(most, 'x', 16385);
	assert_true(reads(w, &key, file(w, most, 16384, 0600)));
	assert_false(reads(w, &key, file(w, most, 16385, 0600)));
	assert_non_null(strstr(w->why, "no text of 1 to 16384 bytes"));
	assert_false(reads(w, &key, file(w, "", 0, 0600)));
	assert_false(reads(w, &key, file(w, "a\0b", 3, 0600)));
	assert_false(reads(w, &key, file(w, "a", 1, 0644)));
	assert_non_null(strstr(w->why, "others can read"));
}

static void
a_pipe_does_not_hold_us(void **state)
{
	struct world *w = *state;
	const char *path = arena_print(w->arena, "%s/file", w->folder);

	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(reads(w, &token, path));
	assert_non_null(strstr(w->why, "which is not a plain file"));
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(text_is_kept_as_it_is),
		CASE(numbers_are_whole_and_within_their_limits),
		CASE(times_have_units),
		CASE(choices_are_counted_from_zero),
		CASE(hours_are_minutes_of_the_day),
		CASE(wrong_values_are_refused),
		CASE(a_refusal_says_what_is_wanted),
		CASE(limits_of_time_are_said_in_the_largest_unit),
		CASE(a_secret_is_the_first_line_of_its_file),
		CASE(a_secret_that_others_can_read_is_refused),
		CASE(a_secret_that_is_none_is_refused),
		CASE(a_key_is_all_of_its_file),
		CASE(a_pipe_does_not_hold_us),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
