/*
 * What was sent, through the pages: who may see it, what it says of each
 * person, that it is taken back, the list and the file.
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

#define IVY	"0000000000001"		/* Oak: Rosa and Hector. */
#define NOAH	"0000000000003"		/* Oak: Linh and Bao, one phone. */
#define LUCAS	"0000000000008"		/* Middle: Joana; Rui must not. */

static int
as_a_teacher(void **state)
{
	(void)setup(state);
	as("Min Park");
	return 0;
}

/* A message of the teacher or the desk to those students; its path. */
static const char *
written(const char *key, const char *students, const char *words)
{
	static unsigned once;

	assert_int_equal(counter_ask(&c, &(struct asking){ .method = "POST",
	    .path = "/api/v1/messages", .key = key,
	    .once = arena_print(c.arena, "w%u", once++),
	    .body = arena_print(c.arena, "{\"to\":{\"students\":[%s]},"
	    "\"words\":\"%s\"}", students, words) }), 202);
	return arena_print(c.arena, "/messages/%s", counter_word(&c, "id"));
}

static void
sql(const char *statement)
{
	(void)place_sql(&c.place, statement);
}

static void
each_person_in_words(void **state)
{
	const char *path = written(c.teacher, "\"" IVY "\",\"" NOAH "\"",
	    "Well done.");

	(void)state;
	assert_int_equal(counter_page(&c, path), 200);
	has("What became of it");
	has("Ivy Rivera, Noah Tran");
	has("0 of 4 handed over");
	has("4 people in all.");
	has("It counts as a direct message to each family.");
	has("Cancel the rest");
	/* One is lost behind the line, one fails, a shared phone gets it. */
	sql("UPDATE attempt SET handed = 1, parts = 2, tries = 1");
	sql("UPDATE attempt SET state = 'unknown' WHERE contact = (SELECT id "
	    "FROM contact WHERE address = '+15085550120')");
	sql("UPDATE attempt SET state = 'failed', class = 'rcpt_perm', "
	    "reason = 'This number does not exist.' WHERE contact = (SELECT "
	    "id FROM contact WHERE address = '+17745550121')");
	sql("UPDATE attempt SET state = 'delivered', ended = 1 WHERE "
	    "contact = (SELECT id FROM contact "
	    "WHERE address = '+16175550122')");
	sql("UPDATE delivery SET state = (SELECT state FROM attempt a "
	    "WHERE a.delivery = delivery.id) WHERE covered_by = 0");
	assert_int_equal(counter_page(&c, path), 200);
	has("Delivered <strong>2</strong>");
	has("On the way <strong>0</strong>");
	has("May have arrived <strong>1</strong>");
	has("Not delivered <strong>1</strong>");
	has("We are asking the phone company.");
	has("This number does not exist.");
	has("… 0121");
	has_not("(774) 555-0121");
	has("4 of 4 handed over");
	has("It counts as 6 texts.");
	has("English only");
	has_not("Texts by language");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s?fate=delivered", path)), 200);
	has("Linh Tran");
	has("Bao Tran");
	has("on a phone or mailbox they share");
	has_not("Rosa Rivera");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s?fate=nonsense&after=x", path)), 200);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s/results.csv", path)), 200);
	has("name,by,address,language,result,shared,what,what_to_do,time\n");
	has("\"Hector Rivera\",\"text\",\"… 0121\",\"es-US\","
	    "\"not_delivered\",\"no\",\"This number does not exist.\"");
}

/* What is each family's own is told as such, on both pages. */
static void
words_with_places(void **state)
{
	const char *id;

	(void)state;
	assert_int_equal(counter_ask(&c, &(struct asking){ .method = "POST",
	    .path = "/api/v1/messages", .key = c.teacher, .once = "places",
	    .body = "{\"to\":{\"students\":[\"" IVY "\"]},\"words\":"
	    "\"((Student first name)): photos on ((date))\",\"values\":"
	    "{\"date\":\"2026-12-04\"}}" }), 202);
	id = counter_word(&c, "id");
	for (int i = 0; i < 2; i++) {
		see(arena_print(c.arena, i == 0 ? "/messages/%s" :
		    "/write/%s", id));
		has("<span class=\"chip mark\">Student first name</span>: "
		    "photos on Friday, December 4</p>");
		has("One family got: <span lang=\"en\" dir=\"auto\">Ivy: "
		    "photos on Friday, December 4<");
	}
}

/* Whoever was restricted since is in none of it. */
static void
whom_nobody_may_see(void **state)
{
	static const char *const states[] = { "deliveries.waiting",
	    "deliveries.sent", "deliveries.delivered", "deliveries.failed" };
	const char *path = written(c.desk, "\"" LUCAS "\"", "Hello.");

	(void)state;
	counter_sign_in(&c, "Thomas Reed", NULL);
	assert_int_equal(counter_page(&c, path), 200);
	has("1 person in all.");
	has_not("Rui");
	sql("UPDATE guardianship SET restricted = 1 WHERE guardian = "
	    "(SELECT id FROM person WHERE name = 'Joana Costa')");
	assert_int_equal(counter_page(&c, path), 200);
	has_not("Joana");
	has_not("1 person");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s/results.csv", path)), 200);
	has_not("Joana");
	assert_int_equal(counter_get(&c, c.desk, arena_print(c.arena,
	    "/api/v1%s", path)), 200);
	for (size_t i = 0; i < COUNT(states); i++)
		assert_int_equal(counter_number(&c, states[i]), 0);
	/* Of another school it is not there at all. */
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, path), 404);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s/results.csv", path)), 404);
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 404);
	assert_int_equal(counter_page(&c, "/messages/000000000000Z"), 404);
}

static void
taken_back(void **state)
{
	const char *path = written(c.teacher, "\"" IVY "\"", "Hello.");

	(void)state;
	/* A colleague of the class next door may not, the office may. */
	counter_sign_in(&c, "Daniel Oduya", NULL);
	assert_int_equal(counter_page(&c, path), 200);
	has_not("Cancel the rest");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 403);
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_page(&c, path), 200);
	has("Cancel the rest");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 303);
	assert_string_equal(counter_went(&c), path);
	assert_int_equal(counter_page(&c, path), 200);
	has("Taken back.");
	has("Not sent <strong>2</strong>");
	has("It was taken back.");
	has("(508) 555-0120");
	has_not("Cancel the rest");
	path = written(c.teacher, "\"" IVY "\"", "Hello again.");
	sql("UPDATE attempt SET state = 'sent'");
	sql("UPDATE delivery SET state = 'sent'");
	sql("UPDATE message SET state = 'done'");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("It was too late to take it back");
}

static void
most_of_it_fails(void **state)
{
	const char *path = written(c.teacher, "\"" IVY "\",\"" NOAH "\"",
	    "Well done.");

	(void)state;
	sql("UPDATE attempt SET state = 'failed', handed = 1");
	sql("UPDATE delivery SET state = 'failed' WHERE covered_by = 0");
	assert_int_equal(counter_page(&c, path), 200);
	has("4 of 4 failed. Look why before you write again.");
}

static void
the_list(void **state)
{
	(void)state;
	assert_int_equal(counter_page(&c, "/sent"), 200);
	has("What you send is listed here");
	for (int i = 0; i < 27; i++)
		(void)written(c.teacher, "\"" IVY "\"", arena_print(c.arena,
		    "Message %d.%s", i, i == 1 ? " Garçon" : ""));
	(void)written(c.office, "\"" NOAH "\"", "From the office.");
	assert_int_equal(counter_page(&c, "/sent"), 200);
	has("Message 26.");
	has("2 people, 0 delivered.");
	has_not("Message 1.");
	has_not("From the office.");
	has("rel=\"next\"");
	assert_int_equal(counter_page(&c, "/sent?search=garcon"), 200);
	has("Message 1.");
	has_not("Message 2.");
	assert_int_equal(counter_page(&c, "/sent?search=nothing+has+this"),
	    200);
	has("Nothing that was sent lately has these words.");
	/* Of the school a teacher sees no messages to single families. */
	assert_int_equal(counter_page(&c, "/sent?of=school"), 200);
	has_not("From the office.");
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_page(&c, "/sent?of=school"), 200);
	has("From the office.");
	has("by Min Park");
	counter_sign_in(&c, "Thomas Reed", NULL);
	assert_int_equal(counter_page(&c, "/sent?of=school"), 200);
	has_not("From the office.");
	counter_sign_in(&c, "Carmen Lopez", NULL);
	assert_int_equal(counter_page(&c, "/sent?of=school&before=x"), 200);
	has("From the office.");
}

/* What was announced can be taken back for ten seconds. */
static void
ten_seconds(void **state)
{
	const char *path = written(c.teacher, "\"" IVY "\"", "Soon.");

	(void)state;
	sql("DELETE FROM attempt");
	sql("DELETE FROM delivery");
	sql(arena_print(c.arena, "UPDATE message SET state = 'waiting', "
	    "send_at = %lld", (long long)NOW + 10000));
	assert_int_equal(counter_page(&c, path), 200);
	has("data-left=\"10\"");
	has("It goes in 10 seconds");
	has("Take back");
	clock_pass(4000);
	assert_int_equal(counter_page(&c, path), 200);
	has("It goes in 6 seconds");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, path), 200);
	has("Taken back.");
	has_not("It goes in");
	sql(arena_print(c.arena, "UPDATE message SET state = 'waiting', "
	    "send_at = %lld", (long long)NOW + DAYS(1)));
	assert_int_equal(counter_page(&c, path), 200);
	has("It goes on Sunday, November 22 at 10:08 PM.");
	has("Cancel the rest");
}

/* Not by way of a brother of whom they are a guardian, either: Hector is of
 * Leo's, and must not be written to about Ivy, whose mother they share. */
static void
nobody_barred_is_listed_for_a_sibling(void **state)
{
	(void)state;
	sql("INSERT INTO guardianship SELECT g.id + 1000000, g.guardian, "
	    "s.id, g.relation, 1, 0, g.since, 0 FROM guardianship g "
	    "JOIN student t ON t.id = g.student AND t.name LIKE 'Ivy%' "
	    "JOIN student s ON s.name LIKE 'Leo%' WHERE NOT EXISTS (SELECT 1 "
	    "FROM guardianship x WHERE x.student = s.id "
	    "AND x.guardian = g.guardian)");
	counter_sign_in(&c, "Carmen Lopez", NULL);
	assert_int_equal(counter_page(&c, "/write?about=" IVY), 200);
	has("Leo");
	has("Hector");
	sql("UPDATE guardianship SET restricted = 1 WHERE student = (SELECT "
	    "id FROM student WHERE name LIKE 'Ivy%') AND guardian = (SELECT "
	    "id FROM person WHERE name LIKE 'Hector%')");
	assert_int_equal(counter_page(&c, "/write?about=" IVY), 200);
	has("Leo");
	has("Rosa");
	has_not("Hector");
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, as_a_teacher, teardown)
	const struct CMUnitTest tests[] = {
		TEST(each_person_in_words),
		TEST(words_with_places),
		TEST(whom_nobody_may_see),
		TEST(nobody_barred_is_listed_for_a_sibling),
		TEST(taken_back),
		TEST(most_of_it_fails),
		TEST(the_list),
		TEST(ten_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
