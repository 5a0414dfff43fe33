/*
 * An announcement through the pages, step by step, as a browser without
 * scripts does it: what each step keeps, shows and refuses, and that it is
 * sent once.
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
#include "base/id.h"
#include "base/buf.h"
#include "base/clock.h"
#include "tests/web/talks.h"

static int
as_a_teacher(void **state)
{
	(void)setup(state);
	as("Min Park");
	return 0;
}

/* The path of a step of the draft that was just begun. */
static const char *
step(const char *id, const char *name)
{
	return arena_print(c.arena, "/announce/%s/%s", id, name);
}

/* A new draft with those words, to the class of the teacher; its id. */
static const char *
begin(const char *words)
{
	const char *id, *class;

	assert_int_equal(counter_page(&c, "/announce"), 200);
	has("Write your message");
	id = arena_print(c.arena, "%.13s", value("action=\"/announce/"));
	assert_int_equal(counter_form(&c, step(id, "message"), arena_print(
	    c.arena, "words=%s&subject=&readers=class_team", words)), 303);
	assert_string_equal(counter_went(&c), step(id, "who"));
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	class = value("name=\"class\" value=\"");
	assert_int_equal(counter_form(&c, step(id, "who"), arena_print(
	    c.arena, "to=classes&class=%s", class)), 303);
	assert_string_equal(counter_went(&c), step(id, "languages"));
	return id;
}

static void
from_the_first_step_to_the_last(void **state)
{
	const char *id, *message;

	(void)state;
	id = begin("Picture+day+is+Friday.");
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	has("3 students, 3 families, 6 people.");
	has("6 by text, 0 by mail.");
	has("1 person shares a phone");
	has_not("cannot be reached");
	assert_int_equal(counter_page(&c, step(id, "languages")), 200);
	has("English only");
	has("Picture day is Friday.");
	assert_int_equal(counter_form(&c, step(id, "languages"),
	    "in_es-US=El+viernes+es+la+foto."), 303);
	assert_string_equal(counter_went(&c), step(id, "when"));
	assert_int_equal(counter_page(&c, step(id, "languages")), 200);
	has("El viernes es la foto.");
	has("Not checked by a speaker");
	has("by you");
	assert_int_equal(counter_page(&c, step(id, "when")), 200);
	has("Announcements go between 8:00 AM and 8:00 PM.");
	assert_int_equal(counter_form(&c, step(id, "when"), "when=now"), 303);
	assert_int_equal(counter_page(&c, step(id, "confirm")), 200);
	has("Grade 1, Room 4");
	has("Send to ");
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 303);
	message = counter_went(&c);
	assert_int_equal(strncmp(message, "/messages/", 10), 0);
	/* Pressed twice, and Back: it is the same message. */
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 303);
	assert_string_equal(counter_went(&c), message);
	assert_int_equal(counter_page(&c, step(id, "when")), 303);
	assert_string_equal(counter_went(&c), message);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message"),
	    1);
	assert_int_equal(place_sql(&c.place,
	    "SELECT count(*) FROM message_words WHERE language = 'es-US' "
	    "AND state = 'draft'"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM draft"),
	    0);
}

/* To be of language services is not to speak each of the languages. */
static void
who_speaks_it_approves_it(void **state)
{
	const char *id;

	(void)state;
	counter_sign_in(&c, "Min Park", "language");
	(void)place_sql(&c.place, "INSERT INTO speaker (id, person, language, "
	    "since, until) VALUES (1, (SELECT id FROM person "
	    "WHERE name = 'Min Park'), 'pt-BR', 1, 0)");
	id = begin("Picture+day+is+Friday.");
	assert_int_equal(counter_form(&c, step(id, "languages"),
	    "in_es-US=El+viernes+es+la+foto.&in_pt-BR=Sexta+tem+foto."), 303);
	assert_int_equal(counter_form(&c, step(id, "when"), "when=now"), 303);
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 303);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) "
	    "FROM message_words WHERE (language = 'es-US' AND state = "
	    "'draft') OR (language = 'pt-BR' AND state = 'approved')"), 2);
}

/* What is not there, not theirs or not right is told, and nothing is kept. */
static void
what_is_refused(void **state)
{
	const char *id, *oak;

	(void)state;
	assert_int_equal(counter_page(&c, "/announce/000000000000Z/message"),
	    404);
	assert_int_equal(counter_page(&c, "/announce/000000000000Z/confirm"),
	    404);
	assert_int_equal(counter_page(&c, "/announce/nothing/who"), 404);
	assert_int_equal(counter_page(&c, "/announce"), 200);
	id = arena_print(c.arena, "%.13s", value("action=\"/announce/"));
	assert_int_equal(counter_form(&c, step(id, "message"), "words=+"),
	    422);
	has("Write the message.");
	has("aria-invalid=\"true\"");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM draft"),
	    0);
	id = begin("Hello.");
	assert_int_equal(counter_form(&c, step(id, "who"),
	    "to=classes&class=000000000000Z"), 422);
	assert_int_equal(counter_form(&c, step(id, "who"), "to=classes"),
	    422);
	has("Choose at least one class");
	oak = arena_print(c.arena, "to=school&school=%013lld", place_sql(
	    &c.place, "SELECT id FROM school WHERE name LIKE 'Oak%'"));
	assert_int_equal(counter_form(&c, step(id, "who"), oak), 422);
	assert_int_equal(counter_form(&c, step(id, "when"),
	    "when=later&date=2026-01-01&time=08:00"), 422);
	has("This time is over.");
	assert_int_equal(counter_form(&c, step(id, "when"),
	    "when=later&date=tomorrow&time=8"), 422);
	has("Enter a date and a time");
	assert_int_equal(counter_form(&c, step(id, "who"),
	    "to=students&do=find&search=o+m"), 303);
	assert_string_equal(counter_went(&c), arena_print(c.arena,
	    "%s?search=o%%20m#students", step(id, "who")));
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_page(&c, step(id, "message")), 404);
	assert_int_equal(counter_page(&c, step(id, "confirm")), 404);
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 404);
	assert_int_equal(counter_form(&c, step(id, "discard"), ""), 303);
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, step(id, "message")), 200);
	assert_int_equal(counter_form(&c, step(id, "discard"), ""), 303);
	assert_int_equal(counter_page(&c, step(id, "message")), 404);
	counter_sign_in(&c, NULL, NULL);
	assert_int_equal(counter_page(&c, "/announce"), 303);
	assert_string_equal(counter_went(&c), "/signin?next=%2Fannounce");
}

static void
from_step_to_step(void **state)
{
	const char *id;

	(void)state;
	assert_int_equal(counter_page(&c, "/announce"), 200);
	id = arena_print(c.arena, "%.13s", value("action=\"/announce/"));
	assert_int_equal(counter_form(&c, step(id, "draft"),
	    "words=Half+a+sen&kind=emergency"), 303);
	assert_int_equal(counter_page(&c, step(id, "confirm")), 303);
	assert_string_equal(counter_went(&c), step(id, "who"));
	assert_int_equal(counter_page(&c, "/announce"), 200);
	has("You began this and have not sent it:");
	has("Half a sen");
	/* A teacher sends no emergency, whatever the form says. */
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM draft "
	    "WHERE content LIKE '%announcement%'"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM draft "
	    "WHERE content LIKE '%emergency%'"), 0);
}

/* A whole school: its number of people is typed. */
static void
a_whole_school(void **state)
{
	const char *id, *school;

	(void)state;
	counter_sign_in(&c, "Paula Silva", NULL);
	assert_int_equal(counter_page(&c, "/announce"), 200);
	has("Closing or delay");
	id = arena_print(c.arena, "%.13s", value("action=\"/announce/"));
	assert_int_equal(counter_form(&c, step(id, "message"),
	    "words=No+school.&kind=closing&readers=nobody"), 303);
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	school = value("name=\"school\" value=\"");
	assert_int_equal(counter_form(&c, step(id, "who"), arena_print(
	    c.arena, "to=school&school=%s&do=count", school)), 303);
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	has("4 students, 4 families, 6 people.");
	has("1 is not to be written to.");
	has_not("Rui Costa");
	assert_int_equal(counter_form(&c, step(id, "when"),
	    "when=now&at_night=yes"), 303);
	assert_int_equal(counter_page(&c, step(id, "confirm")), 200);
	has("Type 6 to confirm");
	assert_int_equal(counter_form(&c, step(id, "confirm"), "typed=7"),
	    422);
	has("id=\"typed-error\"");
	assert_int_equal(counter_form(&c, step(id, "confirm"), "typed=6"),
	    303);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE kind = 'closing' AND audience = 'school'"), 1);
}

/* The whole district is the desk's to write to. */
static void
the_whole_district(void **state)
{
	const char *id = begin("Hello.");

	(void)state;
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	has_not("The whole district");
	assert_int_equal(counter_form(&c, step(id, "who"), "to=district"),
	    422);
	counter_sign_in(&c, "Carmen Lopez", NULL);
	assert_int_equal(counter_page(&c, "/announce"), 200);
	id = arena_print(c.arena, "%.13s", value("action=\"/announce/"));
	assert_int_equal(counter_form(&c, step(id, "message"),
	    "words=No+school.&kind=closing&readers=nobody"), 303);
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	has("value=\"district\" checked");
	assert_int_equal(counter_form(&c, step(id, "who"), "to=district"),
	    303);
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	has("12 students, 10 families, 14 people.");
	assert_int_equal(counter_form(&c, step(id, "when"),
	    "when=now&at_night=yes"), 303);
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 422);
	has("Type 14 to confirm");
	assert_int_equal(counter_form(&c, step(id, "confirm"), "typed=14"),
	    303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("Millbrook Public Schools (sample)");
}

static void
too_many_students_are_told(void **state)
{
	struct buf	 form;
	const char	*id = begin("Hello.");
	char		 text[ID_TEXT];

	(void)state;
	buf_init(&form, 1 << 20);
	buf_text(&form, "to=students");
	for (int64_t i = 1; i <= 501; i++)
		buf_print(&form, "&student=%s", id_text(i, text));
	assert_int_equal(counter_form(&c, step(id, "who"), form.data), 422);
	has("more than 500 students");
	buf_free(&form);
}

/* The same words to the same people within a day are asked about. */
static void
the_same_again(void **state)
{
	const char *id;

	(void)state;
	id = begin("Cake+sale.");
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 303);
	id = begin("cake++SALE.");
	assert_int_equal(counter_page(&c, step(id, "confirm")), 200);
	has("You sent this at 10:08 PM");
	has("/messages/");
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 422);
	has("Tick the box to send it again.");
	assert_int_equal(counter_form(&c, step(id, "confirm"), "again=yes"),
	    303);
	clock_pass(DAYS(1) + MINUTES(1));
	counter_sign_in(&c, "Min Park", NULL);
	id = begin("Cake+sale.");
	assert_int_equal(counter_page(&c, step(id, "confirm")), 200);
	has_not("You sent this");
}

/* A guardian who must not be written to is in nothing a teacher sees. */
static void
a_restricted_guardian_is_nowhere(void **state)
{
	static const char *const steps[] = { "who", "languages", "when",
	    "confirm" };
	const char *id;

	(void)state;
	counter_sign_in(&c, "Thomas Reed", NULL);
	id = begin("Hello.");
	for (size_t i = 0; i < COUNT(steps); i++) {
		assert_int_equal(counter_page(&c, step(id, steps[i])), 200);
		has_not("Rui");
		has_not("Costa");
		has_not("not to be written to");
	}
	assert_int_equal(counter_page(&c, step(id, "who")), 200);
	has("2 students, 2 families, 3 people.");
}

/* The id of a student of another school names nobody. */
static void
an_id_that_is_guessed_names_nobody(void **state)
{
	const char *id, *lucas = counter_student(&c, "Lucas");

	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	id = begin("Hello.");
	assert_int_equal(counter_form(&c, step(id, "who"), arena_print(
	    c.arena, "to=students&student=%s", lucas)), 422);
	has("is not yours to write to");
	has_not("Lucas");
	assert_int_equal(counter_form(&c, step(id, "count"), arena_print(
	    c.arena, "to=students&student=%s", lucas)), 200);
	has_not("Lucas");
}

/* What a long text comes to is said quietly and stops nobody; how many texts
 * each language is, only to those whom the budget concerns. */
static void
a_long_text_is_told_and_sent(void **state)
{
	const char	*id, *words = "Picture+day.";

	(void)state;
	id = begin("Picture+day.");
	assert_int_equal(counter_page(&c, step(id, "languages")), 200);
	has_not("Long texts arrive later");
	has_not("Texts by language");
	for (unsigned i = 0; i < 40; i++)
		words = arena_print(c.arena, "%s+ten+units.", words);
	id = begin(arena_print(c.arena, "%s+%%E2%%98%%85", words));
	assert_int_equal(counter_page(&c, step(id, "languages")), 200);
	has("This is very long for a text.");
	has("This character makes it longer: \xe2\x98\x85");
	has_not("In some languages");
	assert_int_equal(counter_form(&c, step(id, "when"), "when=now"), 303);
	assert_int_equal(counter_page(&c, step(id, "confirm")), 200);
	has("This is very long for a text.");
	assert_int_equal(counter_form(&c, step(id, "confirm"), ""), 303);
}

/* The number in the next cell of a table, and on to what is behind it. */
static int
next_number(const char **page)
{
	const char *cell = strstr(*page, "<td class=\"number\">");

	assert_non_null(cell);
	*page = cell + 19;
	return (int)strtol(*page, NULL, 10);
}

/* Its rows are in the order of families, and not of price. */
static void
the_split_is_for_the_budget_and_under_details(void **state)
{
	const char	*id, *page, *end;
	int		 families, before = 0, rows = 0;

	(void)state;
	counter_sign_in(&c, "Min Park", "analyst");
	id = begin("Hello.");
	assert_int_equal(counter_form(&c, step(id, "languages"), "do=look&"
	    "in_es-US=Una+frase+que+es+mucho+m%C3%A1s+larga+y+que+cuenta+"
	    "como+varios+mensajes+porque+tiene+una+letra+con+acento."), 303);
	assert_int_equal(counter_page(&c, step(id, "languages")), 200);
	assert_non_null(page = strstr(c.response.body, "<summary>Details"));
	end = strstr(page, "</details>");
	page = strstr(page, "Texts by language");
	assert_true(page != NULL && page < end);
	for (; rows < 2; rows++, before = families) {
		families = next_number(&page);
		assert_true(page < end && (rows == 0 || families <= before));
		assert_true(next_number(&page) > 0);
	}
}

int
main(void)
{
#define TEST(test)							\
	cmocka_unit_test_setup_teardown(test, as_a_teacher, teardown)
	const struct CMUnitTest tests[] = {
		TEST(from_the_first_step_to_the_last),
		TEST(who_speaks_it_approves_it),
		TEST(what_is_refused),
		TEST(from_step_to_step),
		TEST(a_whole_school),
		TEST(the_whole_district),
		TEST(too_many_students_are_told),
		TEST(the_same_again),
		TEST(a_restricted_guardian_is_nowhere),
		TEST(an_id_that_is_guessed_names_nobody),
		TEST(a_long_text_is_told_and_sent),
		TEST(the_split_is_for_the_budget_and_under_details),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
