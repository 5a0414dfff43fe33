/*
 * Write to a family, as a browser without scripts does it: what it is about
 * decides what they get, and what is too long is told before it is sent.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tests/web/talks.h"

static const char *ivy;

static int
as_a_teacher(void **state)
{
	(void)setup(state);
	ivy = counter_student(&c, "Ivy");
	as("Min Park");
	return 0;
}

/* The form about Ivy, to the first of her guardians. */
static const char *
form(const char *words, const char *more)
{
	see(arena_print(c.arena, "/write?about=%s", ivy));
	return arena_print(c.arena, "student=%s&about=%s&to=%s&key=%s&words="
	    "%s%s", ivy, ivy, value("name=\"to\" value=\""),
	    value("name=\"key\" value=\""), words, more);
}

/* So many times ten letters. */
static const char *
tens(unsigned n)
{
	const char *all = "";

	while (n-- > 0)
		all = arena_print(c.arena, "%sten+units.", all);
	return all;
}

static void
what_is_private_is_not_said(void **state)
{
	const char *fields;

	(void)state;
	post(200, "/write/preview", form("She+was+ill.", ""));
	has("Min Park: She was ill.");
	has_not("This is private.");
	has_not("<details open>");
	fields = form("She+was+ill.", "&topic=health");
	post(200, "/write/preview", fields);
	has("This is private.");
	has("<option value=\"health\" selected>");
	has("<details open>");
	has_not("Min Park: She was ill.");
	post(303, "/write", fields);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE topic = 'health' AND discreet = 1"), 1);
	post(200, "/write/preview", form("She+was+late.",
	    "&topic=attendance"));
	has("Importante. Para un int\u00e9rprete");
	has("whom to call for an interpreter.");
	has_not("without a translation");
	post(303, "/write", form("Hello.", "&topic=anything"));
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE topic = 'general'"), 1);
}

static void
what_is_too_long_is_told_before(void **state)
{
	(void)state;
	post(200, "/write/preview", form(tens(20), ""));
	has_not("Long texts arrive later");
	post(200, "/write/preview", form(tens(50), ""));
	has("Long texts arrive later");
	post(200, "/write/preview", form(tens(110), ""));
	has("very long for a text");
	post(422, "/write/preview", form(tens(150), ""));
	has("characters too long for a text. Write fewer words.");
	post(422, "/write", form(tens(150), ""));
	has("characters too long for a text. Write fewer words.");
	has("ten units.</textarea>");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message"),
	    0);
}

int
main(void)
{
#define TEST(test)							\
	cmocka_unit_test_setup_teardown(test, as_a_teacher, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_private_is_not_said),
		TEST(what_is_too_long_is_told_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
