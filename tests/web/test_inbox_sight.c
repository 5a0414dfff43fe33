/*
 * What of talks nobody sees who must not, and that who looks is written down.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "tests/web/talks.h"

/* Rui may not be written to about Lucas; the office reads what he writes. */
static void
a_teacher_meets_no_restricted_guardian(void **state)
{
	static const char *const paths[] = { "/inbox", "/inbox?tab=mine",
	    "/inbox?tab=all", "/inbox?q=Rui", "/inbox?q=0129",
	    "/inbox?q=xylophone" };
	const char *talk;

	(void)state;
	text(RUI, "My xylophone");
	as("Carmen Lopez");
	see(talk = first_talk("/inbox?tab=all"));
	has("Rui Costa");
	has("Not to be written to");
	(void)place_sql(&c.place, "UPDATE conversation SET school = "
	    "(SELECT id FROM school WHERE name LIKE '%Middle%'), seat = "
	    "(SELECT min(s.id) FROM seat s JOIN school o ON o.id = s.school "
	    "WHERE s.kind = 'class' AND o.name LIKE '%Middle%')");
	as("Thomas Reed");
	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_int_equal(counter_page(&c, paths[i]), 200);
		has_not("Costa");
		has_not("My xylophone");
		has_not(talk);
		has_not("class=\"count\"");
	}
	assert_int_equal(counter_page(&c, talk), 404);
	assert_int_equal(counter_form(&c, talk, "words=x&key=x&seen="), 404);
	assert_int_equal(counter_form(&c, below(talk, "/note"), "note=x"),
	    404);
	as("Paula Silva");
	see("/inbox?tab=all");
	has("Rui Costa");
}

/* What the office answers him is no teacher's to read either, by whatever id;
 * on a phone that he shares, only the other one is named. */
static void
a_message_to_them_is_read_by_nobody_else(void **state)
{
	const char *talk, *message, *path;

	(void)state;
	text(RUI, "My xylophone");
	as("Carmen Lopez");
	see(talk = first_talk("/inbox?tab=all"));
	answer(303, talk, "k", "Call+my+glockenspiel.");
	message = arena_print(c.arena, "%.13s", strstr(counter_went(&c),
	    "?sent=") + 6);
	path = arena_print(c.arena, "/messages/%s", message);
	(void)place_sql(&c.place, "UPDATE conversation SET school = "
	    "(SELECT id FROM school WHERE name LIKE '%Middle%')");
	(void)place_sql(&c.place, "UPDATE message SET school = (SELECT id "
	    "FROM school WHERE name LIKE '%Middle%') WHERE author <> 0");
	as("Thomas Reed");
	assert_int_equal(counter_page(&c, path), 404);
	has_not("glockenspiel");
	has_not("Costa");
	assert_int_equal(counter_page(&c, below(path, "/results.csv")), 404);
	as("Paula Silva");
	see(path);
	has("Rui Costa");
	(void)place_sql(&c.place, "INSERT INTO reach (person, contact, "
	    "place) SELECT (SELECT max(id) FROM person WHERE name LIKE "
	    "'%Joana%'), contact, 9 FROM conversation");
	as("Thomas Reed");
	see(path);
	has("Joana");
	has_not("Rui");
}

static void
a_look_is_written_down_however_it_is_had(void **state)
{
	static const char *const looks = "SELECT count(*) FROM audit "
	    "WHERE deed = 'talk.view'";
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	assert_int_equal(place_sql(&c.place, looks), 0);
	as("Carmen Lopez");
	assert_int_equal(counter_form(&c, below(talk, "/note"), "note="),
	    422);
	has("Rosa Rivera");
	assert_int_equal(place_sql(&c.place, looks), 1);
	clock_pass(2 * 3600000);
	as("Carmen Lopez");
	assert_int_equal(counter_form(&c, below(talk, "/preview"),
	    "words="), 422);
	assert_int_equal(place_sql(&c.place, looks), 2);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_teacher_meets_no_restricted_guardian),
		TEST(a_message_to_them_is_read_by_nobody_else),
		TEST(a_look_is_written_down_however_it_is_had),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
