/* Every problem of a file is found in one pass, and says what to do. */

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
#include "base/config.h"

struct district {
	const char	*name;
	int64_t		 port;
	int64_t		 lease;
	bool		 practice;
	int		 inbound;
	struct hours	 day;
	const char	*token;
};

static const char *const ways[] = { "webhook", "poll", "none", NULL };

#define AT(member)	offsetof(struct district, member)

static const struct setting settings[] = {
	{ "name", SETTING_TEXT, AT(name), NULL, 0, 0, NULL,
	    "What families read." },
	{ "port", SETTING_INT, AT(port), "8080", -1, 65535, NULL,
	    "Where pages are served." },
	{ "lease", SETTING_TIME, AT(lease), "2 min", 1, DAYS(3), NULL,
	    "How long an attempt may take." },
	{ "practice", SETTING_BOOL, AT(practice), "no", 0, 0, NULL,
	    "Nothing leaves the house." },
	{ "inbound", SETTING_CHOICE, AT(inbound), "webhook", 0, 0, ways,
	    "How replies come." },
	{ "day", SETTING_HOURS, AT(day), "07:00-20:00", 0, 0, NULL,
	    "When families may be written to." },
	{ "token", SETTING_SECRET, AT(token), "", 0, 0, NULL,
	    "The key of the account." },
	{ 0 },
};

struct world {
	struct arena	*arena;
	struct config	 config;
	struct district	 district;
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
parse(struct world *w, const char *text)
{
	return config_parse(&w->config, w->arena, "f", text, strlen(text));
}

/* Fills the district from a section with these lines. */
static void
fill(struct world *w, const char *lines)
{
	memset(&w->district, 0, sizeof w->district);
	assert_true(parse(w, arena_print(w->arena, "[district]\n%s\n",
	    lines)));
	assert_int_equal(w->config.count, 1);
	config_fill(&w->config, &w->config.sections[0], settings, NULL,
	    &w->district);
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
assert_problems(struct world *w, unsigned count)
{
	if (w->config.problem_count != count)
		for (unsigned i = 0; i < w->config.problem_count; i++)
			print_error("%s\n", w->config.problems[i]);
	assert_int_equal(w->config.problem_count, count);
}

static void
assert_problem(struct world *w, const char *sentence)
{
	assert_problems(w, 1);
	assert_string_equal(w->config.problems[0], sentence);
}

static void
sections_have_kinds_names_and_lines(void **state)
{
	struct world *w = *state;
	struct section *s;

	assert_true(parse(w, "; a comment\n[homeline]\nlisten = a:b = c\n"
	    "\n\t[ account   main one ] # twilio\r\n  key=value ; words\n"
	    "# key = other\nempty =\n[last]"));
	assert_problems(w, 0);
	assert_int_equal(w->config.count, 3);
	s = w->config.sections;
	assert_string_equal(s[0].kind, "homeline");
	assert_string_equal(s[0].name, "");
	assert_int_equal(s[0].line, 2);
	assert_int_equal(s[0].count, 1);
	assert_string_equal(section_get(&s[0], "listen"), "a:b = c");
	assert_string_equal(s[1].kind, "account");
	assert_string_equal(s[1].name, "main one");
	assert_int_equal(s[1].line, 5);
	assert_int_equal(s[1].lines[0].line, 6);
	assert_string_equal(section_get(&s[1], "key"), "value");
	assert_string_equal(section_get(&s[1], "empty"), "");
	assert_null(section_get(&s[1], "listen"));
	assert_int_equal(s[2].count, 0);
}

static void
an_indented_line_is_a_setting(void **state)
{
	struct world *w = *state;

	assert_true(parse(w, "\xef\xbb\xbf[a]\nb = 1\n    c = 2\n"));
	assert_problems(w, 0);
	assert_string_equal(section_get(w->config.sections, "b"), "1");
	assert_string_equal(section_get(w->config.sections, "c"), "2");
}

static void
an_empty_file_has_nothing(void **state)
{
	struct world *w = *state;

	assert_true(parse(w, ""));
	assert_int_equal(w->config.count, 0);
	assert_problems(w, 0);
}

static void
what_cannot_be_read_is_named_with_its_line(void **state)
{
	static const struct {
		const char	*text, *problem;
	} cases[] = {
		{ "[a]\nb = 1\nwords\n", "f:3: this is neither a setting nor "
		    "a heading; write KEY = VALUE" },
		{ "[a]\n= 1", "f:2: this is neither a setting nor a heading; "
		    "write KEY = VALUE" },
		{ "\nb = 1\n[a]", "f:2: b stands before any heading; write "
		    "one such as [homeline] above it" },
		{ "[a\nb = 1", "f:1: this is no heading; write [KIND] or "
		    "[KIND NAME] on a line of its own" },
		{ "[]", "f:1: this is no heading; write [KIND] or [KIND NAME] "
		    "on a line of its own" },
		{ "[a] b = 1", "f:1: this is no heading; write [KIND] or "
		    "[KIND NAME] on a line of its own" },
		{ "[a b]\n[a]\n[a  b]\nc = 1", "f:3: this section is also in "
		    "line 1; make one of the two" },
		{ "[a]\nb = 1\nc = 2\nb = 3", "f:4: b is also in line 2; "
		    "keep one of the two" },
		{ "[a]\nb = \x1b[2J", "f:2: this line has a control "
		    "character; take it out" },
		{ "[a]\nb = \xff", "f: this is not a file of UTF-8 text of at "
		    "most 1 MB" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		parse(w, cases[i].text);
		assert_problem(w, cases[i].problem);
	}
}

static void
lines_under_a_wrong_heading_are_dropped(void **state)
{
	static const char *const cases[] = {
		"[a]\n[b\nc = 1\nc = 2\n[d]\n", "[a]\n[a]\nc = 1\n[d]\n",
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(parse(w, cases[i]));
		assert_problems(w, 1);
		assert_int_equal(w->config.count, 2);
		assert_int_equal(w->config.sections[0].count, 0);
		assert_int_equal(w->config.sections[1].count, 0);
	}
}

static void
all_problems_are_found_in_order(void **state)
{
	struct world *w = *state;
	const char *const *p = w->config.problems;

	fill(w, "prot = 1\nwords\nlease = 5\nmore words\nport = x");
	assert_problems(w, 6);
	assert_string_equal(p[0], "f:1: name is missing in this section; add "
	    "a line name = ...");
	assert_string_equal(p[1], "f:2: there is no setting prot in "
	    "[district]; the nearest is port");
	assert_non_null(strstr(p[2], "f:3: this is neither"));
	assert_non_null(strstr(p[3], "f:4: lease must be a time"));
	assert_non_null(strstr(p[4], "f:5: this is neither"));
	assert_non_null(strstr(p[5], "f:6: port must be a whole number"));
}

static void
only_so_many_problems_are_kept(void **state)
{
	struct world *w = *state;
	struct buf b;

	buf_init(&b, 10000);
	for (int i = 0; i < 150; i++)
		buf_text(&b, "words\n");
	fill(w, b.data);
	assert_int_equal(w->config.problem_count, CONFIG_PROBLEMS);
	assert_non_null(strstr(w->config.problems[99], "f:101: "));
	buf_free(&b);
}

static void
a_line_has_a_limit(void **state)
{
	struct world *w = *state;

	assert_true(parse(w, arena_print(w->arena, "[a]\nb = %0150d\n", 1)));
	assert_problems(w, 0);
	assert_int_equal(strlen(section_get(w->config.sections, "b")), 150);
	assert_true(parse(w, arena_print(w->arena, "[a]\nb = %05000d\nc = 1",
	    1)));
	assert_problems(w, 1);
	assert_non_null(strstr(w->config.problems[0],
	    "f:2: this line is too long; make it "));
	assert_string_equal(section_get(w->config.sections, "c"), "1");
	assert_int_equal(w->config.sections[0].count, 1);
}

/* A file with so many sections of so many lines. */
static bool
parse_many(struct world *w, int sections, int lines)
{
	struct buf b;
	bool read;

	buf_init(&b, 100000);
	for (int i = 0; i < sections; i++) {
		buf_print(&b, "[s %d]\n", i);
		for (int j = 0; j < lines; j++)
			buf_print(&b, "key%d = %d\n", j, j);
	}
	read = parse(w, b.data);
	buf_free(&b);
	return read;
}

static void
sections_settings_and_bytes_have_limits(void **state)
{
	struct world *w = *state;
	char *text;

	assert_true(parse_many(w, 256, 0));
	assert_int_equal(w->config.count, 256);
	assert_false(parse_many(w, 258, 0));
	assert_problem(w, "f:257: there are more than 256 sections; take "
	    "some out");
	assert_true(parse_many(w, 100, 10));
	assert_problems(w, 0);
	assert_false(parse_many(w, 1, 1002));
	assert_problem(w, "f:1002: there are more than 1000 settings; take "
	    "some out");
	text = arena_print(w->arena, "[a]%*s", 1024 * 1024 - 3, "\n");
	assert_true(parse(w, text));
	text = arena_print(w->arena, "[a]%*s", 1024 * 1024 - 2, "\n");
	assert_false(parse(w, text));
	assert_int_equal(w->config.problem_count, 1);
}

static void
a_section_fills_the_struct(void **state)
{
	struct world *w = *state;
	struct district *d = &w->district;
	const char *path = file(w, "s3cret\n", 7, 0600);

	fill(w, arena_print(w->arena, "name =\nport = -1\nlease = 3 days\n"
	    "practice = yes\ninbound = none\nday = 22:30-24:00\n"
	    "token_file = %s", path));
	assert_problems(w, 0);
	assert_string_equal(d->name, "");
	assert_int_equal(d->port, -1);
	assert_int_equal(d->lease, DAYS(3));
	assert_true(d->practice);
	assert_int_equal(d->inbound, 2);
	assert_int_equal(d->day.from, 1350);
	assert_int_equal(d->day.to, 1440);
	assert_string_equal(d->token, "s3cret");
	chmod(path, 0644);
	fill(w, arena_print(w->arena, "name = a\nport = 70000\n"
	    "token_file = %s", path));
	assert_problems(w, 2);
	assert_string_equal(w->config.problems[0], "f:3: port must be a whole "
	    "number from -1 to 65535, not \"70000\"");
	assert_non_null(strstr(w->config.problems[1],
	    "f:4: token_file names "));
}

static void
presets_stand_for_what_is_not_given(void **state)
{
	struct world *w = *state;
	struct district *d = &w->district;

	fill(w, "name = Oak Hill");
	assert_problems(w, 0);
	assert_string_equal(d->name, "Oak Hill");
	assert_int_equal(d->port, 8080);
	assert_int_equal(d->lease, 120000);
	assert_false(d->practice);
	assert_int_equal(d->inbound, 0);
	assert_int_equal(d->day.from, 420);
	assert_int_equal(d->day.to, 1200);
	assert_string_equal(d->token, "");
}

static void
without_a_section_there_are_presets_alone(void **state)
{
	struct world *w = *state;

	assert_true(parse(w, ""));
	config_fill(&w->config, NULL, settings, NULL, &w->district);
	assert_problem(w, "f: name is missing; add a line name = ...");
	assert_int_equal(w->district.port, 8080);
}

static void
an_unknown_key_names_the_nearest(void **state)
{
	static const struct {
		const char	*key, *nearest;
	} cases[] = {
		{ "prot", "port" }, { "Name", "name" }, { "leese", "lease" },
		{ "practise", "practice" }, { "token", "token_file" },
		{ "days", "day" }, { "inbuond", "inbound" },
		{ "sendr", "sender" }, { "tokenfile", "token_file" },
	};
	static const char *const also[] = { "provider", "sender", NULL };
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(parse(w, arena_print(w->arena, "[x y]\nname = a\n"
		    "sender = b\n%s = 1", cases[i].key)));
		config_fill(&w->config, w->config.sections, settings, also,
		    &w->district);
		assert_problem(w, arena_print(w->arena, "f:4: there is no "
		    "setting %s in [x]; the nearest is %s", cases[i].key,
		    cases[i].nearest));
	}
	fill(w, arena_print(w->arena, "name = a\n%0150d = 1", 1));
	assert_problems(w, 1);
	assert_non_null(strstr(w->config.problems[0], "; the nearest is n"));
}

static void
what_others_read_is_known(void **state)
{
	struct world *w = *state;

	assert_true(parse(w, "[x]\nname = a\nother = b\n"));
	assert_string_equal(section_get(w->config.sections, "other"), "b");
	config_fill(&w->config, w->config.sections, settings, NULL,
	    &w->district);
	assert_problems(w, 0);
}

static void
a_file_is_read(void **state)
{
	static const char text[] = "[district]\nname = Oak Hill\n";
	struct world *w = *state;
	const char *path = file(w, text, strlen(text), 0644);

	assert_true(config_read(&w->config, w->arena, path));
	assert_problems(w, 0);
	assert_string_equal(w->config.path, path);
	assert_string_equal(section_get(w->config.sections, "name"),
	    "Oak Hill");
}

static void
a_file_that_cannot_be_read_says_why(void **state)
{
	struct world *w = *state;

	assert_false(config_read(&w->config, w->arena, "/nowhere/x.ini"));
	assert_problem(w, "/nowhere/x.ini: this file cannot be read: No such "
	    "file or directory");
	assert_false(config_read(&w->config, w->arena, "/tmp"));
	assert_problem(w, "/tmp: this file cannot be read: Is a directory");
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(sections_have_kinds_names_and_lines),
		CASE(an_indented_line_is_a_setting),
		CASE(an_empty_file_has_nothing),
		CASE(what_cannot_be_read_is_named_with_its_line),
		CASE(lines_under_a_wrong_heading_are_dropped),
		CASE(all_problems_are_found_in_order),
		CASE(only_so_many_problems_are_kept),
		CASE(a_line_has_a_limit),
		CASE(sections_settings_and_bytes_have_limits),
		CASE(a_section_fills_the_struct),
		CASE(presets_stand_for_what_is_not_given),
		CASE(without_a_section_there_are_presets_alone),
		CASE(an_unknown_key_names_the_nearest),
		CASE(what_others_read_is_known),
		CASE(a_file_is_read),
		CASE(a_file_that_cannot_be_read_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
