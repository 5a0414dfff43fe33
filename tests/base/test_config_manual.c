/* The tables of settings print an example file that works, and a manual. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
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

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static char *
printed(struct arena *arena, void (*print)(FILE *, const char *,
    const struct setting *))
{
	char *memory = NULL, *text;
	size_t length = 0;
	FILE *out = open_memstream(&memory, &length);

	print(out, "district", settings);
	fclose(out);
	text = arena_copy(arena, memory, length);
	free(memory);
	return text;
}

static void
the_example_file_changes_nothing(void **state)
{
	struct arena *arena = *state;
	struct config config;
	char *text = printed(arena, config_example), *line = text;

	assert_true(config_parse(&config, arena, "f", text, strlen(text)));
	assert_int_equal(config.problem_count, 0);
	assert_int_equal(config.count, 1);
	assert_string_equal(config.sections[0].kind, "district");
	assert_int_equal(config.sections[0].count, 0);
	for (; (line = strchr(line, '\n')) != NULL; line++)
		assert_true(strcspn(line + 1, "\n") <= 80);
	assert_non_null(strstr(text, "\n# What families read. It is text. It "
	    "must be given.\n# name = ...\n"));
	assert_non_null(strstr(text, "\n# Where pages are served. It is a "
	    "whole number from -1 to 65535.\n# port = 8080\n"));
	assert_non_null(strstr(text, "\n# token_file = \n"));
}

static void
the_example_file_works_when_uncommented(void **state)
{
	struct arena *arena = *state;
	struct config config;
	struct district d = { 0 };
	char *text = printed(arena, config_example), *at = text;

	while ((at = strstr(at, "\n# ")) != NULL) {
		at++;
		if (memchr(at, '=', strcspn(at, "\n")) != NULL)
			memcpy(at, "  ", 2);
	}
	assert_true(config_parse(&config, arena, "f", text, strlen(text)));
	config_fill(&config, config.sections, settings, NULL,
	    &d);
	assert_int_equal(config.problem_count, 0);
	assert_int_equal(config.sections[0].count, COUNT(settings) - 1);
	assert_string_equal(d.name, "...");
}

static void
the_manual_has_every_setting(void **state)
{
	struct arena *arena = *state;
	char *text = printed(arena, config_manual);

	assert_memory_equal(text, ".SS [district]\n.TP\n.B name\n", 27);
	for (const struct setting *s = settings; s->name != NULL; s++)
		assert_non_null(strstr(text, arena_print(arena,
		    "\n.TP\n.B %s%s\n%s", s->name, setting_suffix(s),
		    s->help)));
	assert_non_null(strstr(text, "07:00\\-20:00"));
	assert_null(strstr(text, "0-2"));
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(the_example_file_changes_nothing),
		CASE(the_example_file_works_when_uncommented),
		CASE(the_manual_has_every_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
