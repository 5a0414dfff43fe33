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
#include "tests/web/counter.h"

#define IVY	"0000000000001"		/* Oak: Rosa and Hector. */
#define NOAH	"0000000000003"		/* Oak: Linh and Bao, one phone. */
#define LUCAS	"0000000000008"		/* Middle: Joana; Rui must not. */

static struct counter c;

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	counter_sign_in(&c, "Min Park", NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

static void
says(const char *words)
{
	if (!counter_says(&c, words))
		fail_msg("no \"%s\" in:\n%s", words, c.response.body);
}

static void
says_not(const char *words)
{
	if (counter_says(&c, words))
		fail_msg("\"%s\" in:\n%s", words, c.response.body);
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
	says("What became of it");
	says("Ivy Rivera, Noah Tran");
	says("0 of 4 handed over");
	says("4 people in all.");
	says("It counts as a direct message to each family.");
	says("Cancel the rest");
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
	says("Delivered <strong>2</strong>");
	says("On the way <strong>0</strong>");
	says("May have arrived <strong>1</strong>");
	says("Not delivered <strong>1</strong>");
	says("We are asking the phone company.");
	says("This number does not exist.");
	says("… 0121");
	says_not("(774) 555-0121");
	says("4 of 4 handed over");
	says("It counts as 6 texts.");
	says("English only");
	says_not("Texts by language");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s?fate=delivered", path)), 200);
	says("Linh Tran");
	says("Bao Tran");
	says("on a phone or mailbox they share");
	says_not("Rosa Rivera");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s?fate=nonsense&after=x", path)), 200);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s/results.csv", path)), 200);
	says("name,by,address,language,result,shared,what,what_to_do,time\n");
	says("\"Hector Rivera\",\"text\",\"… 0121\",\"es-US\","
	    "\"not_delivered\",\"no\",\"This number does not exist.\"");
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
	says("1 person in all.");
	says_not("Rui");
	sql("UPDATE guardianship SET restricted = 1 WHERE guardian = "
	    "(SELECT id FROM person WHERE name = 'Joana Costa')");
	assert_int_equal(counter_page(&c, path), 200);
	says_not("Joana");
	says_not("1 person");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s/results.csv", path)), 200);
	says_not("Joana");
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
	says_not("Cancel the rest");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 403);
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_page(&c, path), 200);
	says("Cancel the rest");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 303);
	assert_string_equal(counter_went(&c), path);
	assert_int_equal(counter_page(&c, path), 200);
	says("Taken back.");
	says("Not sent <strong>2</strong>");
	says("It was taken back.");
	says("(508) 555-0120");
	says_not("Cancel the rest");
	path = written(c.teacher, "\"" IVY "\"", "Hello again.");
	sql("UPDATE attempt SET state = 'sent'");
	sql("UPDATE delivery SET state = 'sent'");
	sql("UPDATE message SET state = 'done'");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	says("It was too late to take it back");
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
	says("4 of 4 failed. Look why before you write again.");
}

static void
the_list(void **state)
{
	(void)state;
	assert_int_equal(counter_page(&c, "/sent"), 200);
	says("What you send is listed here");
	for (int i = 0; i < 27; i++)
		(void)written(c.teacher, "\"" IVY "\"", arena_print(c.arena,
		    "Message %d.%s", i, i == 1 ? " Garçon" : ""));
	(void)written(c.office, "\"" NOAH "\"", "From the office.");
	assert_int_equal(counter_page(&c, "/sent"), 200);
	says("Message 26.");
	says("2 people, 0 delivered.");
	says_not("Message 1.");
	says_not("From the office.");
	says("rel=\"next\"");
	assert_int_equal(counter_page(&c, "/sent?search=garcon"), 200);
	says("Message 1.");
	says_not("Message 2.");
	assert_int_equal(counter_page(&c, "/sent?search=nothing+has+this"),
	    200);
	says("Nothing that was sent lately has these words.");
	/* Of the school a teacher sees no messages to single families. */
	assert_int_equal(counter_page(&c, "/sent?of=school"), 200);
	says_not("From the office.");
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_page(&c, "/sent?of=school"), 200);
	says("From the office.");
	says("by Min Park");
	counter_sign_in(&c, "Thomas Reed", NULL);
	assert_int_equal(counter_page(&c, "/sent?of=school"), 200);
	says_not("From the office.");
	counter_sign_in(&c, "Carmen Lopez", NULL);
	assert_int_equal(counter_page(&c, "/sent?of=school&before=x"), 200);
	says("From the office.");
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
	says("data-left=\"10\"");
	says("It goes in 10 seconds");
	says("Take back");
	clock_pass(4000);
	assert_int_equal(counter_page(&c, path), 200);
	says("It goes in 6 seconds");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/cancel",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, path), 200);
	says("Taken back.");
	says_not("It goes in");
	sql(arena_print(c.arena, "UPDATE message SET state = 'waiting', "
	    "send_at = %lld", (long long)NOW + DAYS(1)));
	assert_int_equal(counter_page(&c, path), 200);
	says("It goes on Sunday, November 22, 10:08 PM.");
	says("Cancel the rest");
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
	says("Leo");
	says("Hector");
	sql("UPDATE guardianship SET restricted = 1 WHERE student = (SELECT "
	    "id FROM student WHERE name LIKE 'Ivy%') AND guardian = (SELECT "
	    "id FROM person WHERE name LIKE 'Hector%')");
	assert_int_equal(counter_page(&c, "/write?about=" IVY), 200);
	says("Leo");
	says("Rosa");
	says_not("Hector");
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(each_person_in_words),
		TEST(whom_nobody_may_see),
		TEST(nobody_barred_is_listed_for_a_sibling),
		TEST(taken_back),
		TEST(most_of_it_fails),
		TEST(the_list),
		TEST(ten_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
