/*
 * Templates through the pages: whose they are, who may change and approve
 * them, their versions, and what an announcement takes from one.
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
#include "base/clock.h"
#include "tests/web/talks.h"

static int
as_a_teacher(void **state)
{
	(void)setup(state);
	as("Min Park");
	return 0;
}

/* A new template; its path. */
static const char *
made(const char *scope)
{
	assert_int_equal(counter_form(&c, "/templates/new", arena_print(
	    c.arena, "name=Picture+day&words=Picture+day+is+Friday.&scope=%s",
	    scope)), 303);
	return counter_went(&c);
}

/* Of the school of whoever is signed in. */
static const char *
made_for_school(void)
{
	const char *scope;

	assert_int_equal(counter_page(&c, "/templates/new"), 200);
	(void)value("name=\"scope\" value=\"mine\"");
	scope = strstr(c.response.body, "name=\"scope\" value=\"mine\"") + 30;
	scope = strstr(scope, "name=\"scope\" value=\"");
	assert_non_null(scope);
	return made(arena_print(c.arena, "%.13s", scope + 20));
}

static int
keep(const char *path, int version, const char *fields)
{
	return counter_form(&c, path, arena_print(c.arena, "version=%d&%s",
	    version, fields));
}

static void
ones_own(void **state)
{
	const char *path;

	(void)state;
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("You have none of your own yet.");
	path = made("mine");
	assert_int_equal(counter_page(&c, path), 200);
	has("<h1><bdi>Picture day</bdi></h1>");
	has("Yours alone.");
	assert_int_equal(keep(path, 1, "name=Picture+day&"
	    "words=Picture+day+is+Friday.&add=ar"), 303);
	assert_string_equal(counter_went(&c), arena_print(c.arena,
	    "%s?language=ar", path));
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("id=\"in_ar\"");
	has("dir=\"rtl\"");
	assert_int_equal(keep(path, 2, "name=Picture+day&"
	    "words=Picture+day+is+Friday.&in_ar=%D9%8A%D9%88%D9%85&"
	    "approve_ar=yes"), 303);
	assert_int_equal(counter_page(&c, path), 200);
	has("يوم");
	has("Not checked by a speaker");
	has("Version 3");
	has_not("by Picture day");
	has_not("These words are right");
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("English and 1 other language");
	has("1 not checked");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s?version=1", path)), 200);
	has_not("يوم");
	has_not("name=\"version\"");
	counter_sign_in(&c, "Daniel Oduya", NULL);
	assert_int_equal(counter_page(&c, path), 404);
	assert_int_equal(keep(path, 3, "name=Mine&words=Mine."), 404);
	counter_sign_in(&c, "Thomas Reed", "language");
	assert_int_equal(counter_page(&c, path), 404);
}

static void
of_a_school(void **state)
{
	const char *path;

	(void)state;
	assert_int_equal(counter_form(&c, "/templates/new",
	    "name=A&words=B&scope=district"), 422);
	has("You may make templates for yourself");
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	assert_int_equal(keep(path, 1, "name=Picture+day&"
	    "words=Picture+day+is+Friday.&in_es-US=El+viernes."), 303);
	/* A teacher of the school reads and uses it. */
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, path), 200);
	has("Of Oak Elementary School.");
	has("Use it");
	has_not("<textarea");
	assert_int_equal(keep(path, 2, "name=A&words=B"), 403);
	/* Language services approve it, and change nothing in English. */
	counter_sign_in(&c, "Thomas Reed", "language");
	assert_int_equal(counter_page(&c, path), 200);
	has("These words are right");
	assert_int_equal(keep(path, 2, "name=A&words=B&"
	    "in_es-US=El+viernes.&approve_es-US=yes"), 303);
	assert_int_equal(counter_page(&c, path), 200);
	has("Approved");
	has("Picture day is Friday.");
	/* What is changed in English is approved no more. */
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(keep(path, 2, "name=Old&words=Old"), 422);
	has("Somebody changed this template");
	assert_int_equal(keep(path, 3, "name=Picture+day&"
	    "words=Picture+day+is+Monday.&in_es-US=El+viernes."), 303);
	assert_int_equal(counter_page(&c, path), 200);
	has("Not checked by a speaker");
	assert_int_equal(keep(path, 4, "name=&words="), 422);
	has("Give it a name");
	has("Write the words in English.");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/end",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, path), 404);
}

/* An announcement takes the words of all languages, and who wrote them. */
static void
in_an_announcement(void **state)
{
	const char *path, *id, *class;

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	assert_int_equal(keep(path, 1, "name=Picture+day&"
	    "words=Picture+day+is+Friday.&in_es-US=El+viernes."), 303);
	counter_sign_in(&c, "Thomas Reed", "language");
	assert_int_equal(keep(path, 2,
	    "in_es-US=El+viernes.&approve_es-US=yes"), 303);
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "/announce?template=%s", strrchr(path, '/') + 1)), 200);
	has("Picture day is Friday.");
	has("This template has words in 1 more language.");
	id = arena_print(c.arena, "%.13s", value("action=\"/announce/"));
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "/announce/%s/message", id), arena_print(c.arena,
	    "words=Picture+day+is+Friday.&template=%s",
	    strrchr(path, '/') + 1)), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	class = value("name=\"class\" value=\"");
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "/announce/%s/who", id), arena_print(c.arena,
	    "to=classes&class=%s", class)), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("El viernes.");
	has("Approved</span> <span class=\"meta\">by Thomas Reed");
	/* Who changes the English words has to look at the others again. */
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "/announce/%s/message", id), arena_print(c.arena,
	    "words=Picture+day+is+Monday.&template=%s",
	    strrchr(path, '/') + 1)), 303);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "/announce/%s/languages", id)), 200);
	has("Not checked by a speaker");
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, as_a_teacher, teardown)
	const struct CMUnitTest tests[] = {
		TEST(ones_own),
		TEST(of_a_school),
		TEST(in_an_announcement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
