/* The API through the real server: who may what, what is refused and how,
 * and the walk of a message from the request to the reply. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/job.h"
#include "tests/web/counter.h"

#define BEN	"000000000000A"		/* At the middle school. */
#define IVY	"0000000000001"		/* At Oak, where the teacher is. */
#define ROSA	"+15085550120"		/* A guardian of Ivy. */

static struct counter counter;

static int
setup(void **state)
{
	counter_open(&counter);
	*state = &counter;
	return 0;
}

static int
teardown(void **state)
{
	counter_close(*state);
	return 0;
}

/* POST /api/v1/messages by a key, once. */
static int
post(struct counter *c, const char *key, const char *once, const char *body)
{
	return counter_ask(c, &(struct asking){ "POST", "/api/v1/messages",
	    key, once, .body = body });
}

static void
without_a_key_nothing_is_told(void **state)
{
	static const char *const paths[] = { "/api/v1/messages",
	    ("/api/v1/messages/" BEN), "/api/v1/conversations",
	    "/api/v1/replies", "/api/v1/students", "/api/v1/schools",
	    "/api/v1/figures", "/api/v1/me" };
	struct counter *c = *state;

	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_int_equal(counter_get(c, NULL, paths[i]), 401);
		assert_string_equal(headers_get(&c->response.headers,
		    "WWW-Authenticate"), "Bearer realm=\"Homeline\"");
		assert_string_equal(headers_get(&c->response.headers,
		    "Content-Type"), "application/problem+json");
		assert_int_equal(counter_get(c, "wrong", paths[i]), 401);
	}
	assert_int_equal(counter_get(c, NULL, "/api/v1/openapi.json"), 200);
}

static void
a_key_that_is_taken_back_is_refused_within_ten_seconds(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, c->office, "/api/v1/me"), 200);
	(void)place_sql(&c->place, "UPDATE api_key SET revoked = 5 "
	    "WHERE name = 'chen'");
	clock_pass(KEY_AGE);
	assert_int_equal(counter_get(c, c->office, "/api/v1/me"), 401);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/me"), 200);
}

static void
a_key_knows_its_person_and_seats(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, c->teacher, "/api/v1/me"), 200);
	assert_string_equal(counter_word(c, "person.name"), "Min Park");
	assert_string_equal(counter_word(c, "seats.0.kind"), "class");
	assert_string_equal(counter_word(c, "key.name"), "park");
	assert_int_equal(counter_get(c, c->nobody, "/api/v1/me"), 200);
	assert_string_equal(counter_word(c, "person.name"), "");
	assert_int_equal(counter_count(c, "seats"), 0);
}

static void
the_same_request_has_the_same_answer_and_one_effect(void **state)
{
	struct counter *c = *state;
	const char *body = "{\"to\":{\"students\":[\"" BEN "\"]},"
	    "\"words\":\"Practice begins at 3.\"}";
	const char *id;

	assert_int_equal(post(c, c->desk, "k1", body), 202);
	id = counter_word(c, "id");
	assert_string_equal(counter_word(c, "kind"), "direct");
	assert_string_equal(counter_word(c, "counts"), "direct");
	assert_int_equal(counter_number(c, "families"), 1);
	assert_int_equal(post(c, c->desk, "k1", body), 202);
	assert_string_equal(counter_word(c, "id"), id);
	assert_int_equal(post(c, c->desk, "k1", "{\"to\":{\"students\":[\""
	    BEN "\"]},\"words\":\"Practice begins at 4.\"}"), 422);
	assert_int_equal(post(c, c->office, "k1", "{\"to\":{\"students\":[\""
	    IVY "\"]},\"words\":\"Another key.\"}"), 202);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/messages"), 200);
	assert_int_equal(counter_count(c, "messages"), 1);
	assert_int_equal(place_sql(&c->place, "SELECT count(*) FROM message"),
	    2);
}

static void
a_request_needs_a_name_of_its_own(void **state)
{
	struct counter *c = *state;
	char once[300];

	assert_int_equal(post(c, c->desk, NULL, "{}"), 400);
	assert_true(counter_says(c, "Idempotency-Key"));
	memset(once, 'k', sizeof once);
	once[256] = '\0';
	assert_int_equal(post(c, c->desk, once, "{}"), 400);
	once[255] = '\0';
	assert_int_equal(post(c, c->desk, once, "{\"to\":{\"students\":[\""
	    BEN "\"]},\"words\":\"x\"}"), 202);
}

static void
nobody_writes_to_families_of_another_school(void **state)
{
	struct counter *c = *state;

	assert_int_equal(post(c, c->teacher, "a", "{\"to\":{\"students\":[\""
	    IVY "\"]},\"words\":\"x\"}"), 202);
	assert_int_equal(post(c, c->teacher, "b", "{\"to\":{\"students\":[\""
	    BEN "\"]},\"words\":\"x\"}"), 403);
	assert_int_equal(post(c, c->teacher, "c", "{\"to\":{\"students\":[\""
	    IVY "\",\"" BEN "\"]},\"words\":\"x\"}"), 403);
	assert_int_equal(place_sql(&c->place, "SELECT count(*) FROM message"),
	    1);
}

static void
nobody_reads_what_is_not_of_their_school(void **state)
{
	struct counter *c = *state;
	const char *id = counter_write(c, BEN, "a");
	const char *path = arena_print(c->arena, "/api/v1/messages/%s", id);

	assert_int_equal(counter_get(c, c->desk, path), 200);
	assert_string_equal(counter_word(c, "words"), "Practice begins at 3.");
	assert_int_equal(counter_number(c, "deliveries.waiting"), 2);
	assert_int_equal(counter_get(c, c->teacher, path), 404);
	assert_int_equal(counter_get(c, c->nobody, path), 404);
	assert_int_equal(counter_get(c, c->teacher, arena_print(c->arena,
	    "%s/deliveries", path)), 404);
	assert_int_equal(counter_ask(c, &(struct asking){ "POST",
	    arena_print(c->arena, "%s/cancel", path), c->teacher, NULL,
	    .body = NULL }), 404);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/messages/"
	    "0123456789ABC"), 404);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/messages/x"), 404);
}

static void
the_students_of_ones_schools_can_be_found(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, c->desk, "/api/v1/students"), 200);
	assert_int_equal(counter_count(c, "students"), 12);
	assert_int_equal(counter_get(c, c->teacher, "/api/v1/students"), 200);
	assert_int_equal(counter_count(c, "students"), 6);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/students?q=RIVERA"),
	    200);
	assert_int_equal(counter_count(c, "students"), 2);
	assert_string_equal(counter_word(c, "students.0.places.0.class.name"),
	    "Grade 1, Room 4");
	assert_int_equal(counter_count(c, "students.0.guardians"), 2);
	assert_int_equal(counter_get(c, c->teacher,
	    "/api/v1/students?q=walsh"), 200);
	assert_int_equal(counter_count(c, "students"), 0);
	assert_int_equal(counter_get(c, c->nobody, "/api/v1/students?q=ivy"),
	    200);
	assert_int_equal(counter_count(c, "students.0.guardians"), 0);
}

static void
pages_go_on_where_the_last_one_ended(void **state)
{
	struct counter *c = *state;
	const char *next = "0000000000000";
	unsigned seen = 0;

	assert_int_equal(counter_get(c, c->desk, "/api/v1/students?most=5"),
	    200);
	while (*next != '\0') {
		seen += (unsigned)counter_count(c, "students");
		next = counter_word(c, "next");
		assert_int_equal(counter_get(c, c->desk, arena_print(c->arena,
		    "/api/v1/students?most=5&after=%s",
		    *next == '\0' ? BEN : next)), 200);
	}
	assert_int_equal(seen, 12);
}

static void
a_restricted_guardian_appears_nowhere(void **state)
{
	struct counter *c = *state;
	const char *id;

	assert_int_equal(counter_get(c, c->desk, "/api/v1/students?q=lucas"),
	    200);
	assert_int_equal(counter_count(c, "students.0.guardians"), 1);
	assert_false(counter_says(c, "Rui"));
	id = counter_write(c, counter_student(c, "ben"), "a");
	assert_int_equal(counter_get(c, c->desk, arena_print(c->arena,
	    "/api/v1/messages/%s/deliveries", id)), 200);
	assert_int_equal(counter_count(c, "deliveries"), 2);
	assert_true(counter_says(c, "Owen Walsh"));
	(void)place_sql(&c->place, "UPDATE guardianship SET restricted = 1 "
	    "WHERE relation = 'grandfather'");
	assert_int_equal(counter_get(c, c->desk, arena_print(c->arena,
	    "/api/v1/messages/%s/deliveries", id)), 200);
	assert_int_equal(counter_count(c, "deliveries"), 1);
	assert_false(counter_says(c, "Owen Walsh"));
}

static void
what_waits_says_until_when_and_is_taken_back(void **state)
{
	struct counter *c = *state;
	const char *id = counter_write(c, BEN, "a");
	const char *path = arena_print(c->arena, "/api/v1/messages/%s", id);
	struct asking cancel = { "POST", arena_print(c->arena, "%s/cancel",
	    path), c->desk, NULL, .body = NULL };

	assert_int_equal(counter_get(c, c->desk, arena_print(c->arena,
	    "%s/deliveries", path)), 200);
	assert_string_equal(counter_word(c, "deliveries.0.attempts.0.due"),
	    "2026-11-22T12:00:00.000Z");
	assert_string_equal(counter_word(c, "deliveries.0.sentence"),
	    "It waits until the hour at which such messages go.");
	assert_int_equal(counter_ask(c, &cancel), 200);
	assert_string_equal(counter_word(c, "state"), "cancelled");
	assert_int_equal(counter_ask(c, &cancel), 200);
	assert_int_equal(counter_get(c, c->desk, path), 200);
	assert_int_equal(counter_number(c, "deliveries.dropped"), 2);
	(void)place_sql(&c->place, "UPDATE message SET state = 'done'");
	assert_int_equal(counter_ask(c, &cancel), 409);
}

static void
a_family_answers_and_is_answered(void **state)
{
	struct counter *c = *state;
	const char *talk, *path;

	assert_int_equal(counter_text(c, ROSA, "What time?", "SM1", true),
	    200);
	assert_int_equal(counter_text(c, ROSA, "What time?", "SM1", true),
	    200);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/replies"), 200);
	assert_int_equal(counter_count(c, "replies"), 1);
	assert_string_equal(counter_word(c, "replies.0.words"), "What time?");
	talk = counter_word(c, "replies.0.conversation");
	assert_int_equal(counter_get(c, c->desk,
	    "/api/v1/conversations?state=asked"), 200);
	assert_string_equal(counter_word(c, "conversations.0.id"), talk);
	assert_string_equal(counter_word(c, "conversations.0.people.0.name"),
	    "Rosa Rivera");
	path = arena_print(c->arena, "/api/v1/conversations/%s", talk);
	assert_int_equal(counter_ask(c, &(struct asking){ "POST",
	    arena_print(c->arena, "%s/replies", path), c->desk, "r1",
	    .body = "{\"words\":\"At 3.\"}" }), 202);
	assert_string_equal(counter_word(c, "conversation"), talk);
	assert_int_equal(counter_get(c, c->desk, path), 200);
	assert_string_equal(counter_word(c, "state"), "answered");
	assert_string_equal(counter_word(c, "entries.0.from"), "family");
	assert_string_equal(counter_word(c, "entries.1.template"),
	    "auto.whom");		/* Her children are at two schools. */
	assert_string_equal(counter_word(c, "entries.2.words"), "At 3.");
	assert_string_equal(counter_word(c, "entries.2.author.name"),
	    "Carmen Lopez");
	assert_int_equal(counter_get(c, c->desk, "/api/v1/figures"), 200);
	assert_int_equal(counter_number(c, "total.from_families"), 1);
}

static void
a_key_of_nobody_reads_no_talks_and_is_automatic(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, c->nobody, "/api/v1/conversations"),
	    403);
	assert_int_equal(counter_get(c, c->nobody, "/api/v1/replies"), 403);
	assert_int_equal(counter_get(c, c->nobody, "/api/v1/conversations/"
	    BEN), 403);
	assert_int_equal(counter_ask(c, &(struct asking){ "POST",
	    "/api/v1/conversations/" BEN "/replies", c->nobody, "x",
	    .body = "{\"words\":\"x\"}" }), 403);
	assert_int_equal(post(c, c->nobody, "a", "{\"to\":{\"students\":[\""
	    BEN "\"]},\"words\":\"x\"}"), 202);
	assert_string_equal(counter_word(c, "counts"), "automatic");
	assert_int_equal(counter_get(c, c->nobody, "/api/v1/messages"), 200);
	assert_int_equal(counter_count(c, "messages"), 1);
}

static void
a_talk_is_read_by_its_school_alone(void **state)
{
	struct counter *c = *state;
	const char *path;

	/* Ben's mother, whose child is at the middle school. */
	assert_int_equal(counter_text(c, "+15085550131", "Ben is ill.", "SM2",
	    true), 200);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/conversations"),
	    200);
	path = arena_print(c->arena, "/api/v1/conversations/%s",
	    counter_word(c, "conversations.0.id"));
	assert_int_equal(counter_get(c, c->desk, path), 200);
	assert_int_equal(counter_get(c, c->teacher, path), 404);
	assert_int_equal(counter_get(c, c->teacher, "/api/v1/replies"), 200);
	assert_int_equal(counter_count(c, "replies"), 0);
	assert_int_equal(counter_get(c, c->teacher, "/api/v1/conversations"),
	    200);
	assert_int_equal(counter_count(c, "conversations"), 0);
	assert_int_equal(counter_ask(c, &(struct asking){ "POST",
	    arena_print(c->arena, "%s/replies", path), c->teacher, "r",
	    .body = "{\"words\":\"x\"}" }), 404);
}

static void
a_query_that_is_not_understood_is_refused(void **state)
{
	static const struct {
		const char	*path, *words;
	} cases[] = {
		{ "/api/v1/messages?befor=1", "no parameter \\\"befor\\\"" },
		{ "/api/v1/messages?before=1", "before is no id" },
		{ "/api/v1/messages?most=0", "most is a number" },
		{ "/api/v1/messages?most=101", "most is a number" },
		{ "/api/v1/messages?most=5x", "most is a number" },
		{ "/api/v1/messages?%zz", "cannot be read" },
		{ "/api/v1/messages?%ff=1", "no parameter" },
		{ "/api/v1/conversations?state=open", "state is one of" },
		{ "/api/v1/figures?by=year", "by is one of" },
		{ "/api/v1/figures?from=2026-02-30", "are days as" },
		{ "/api/v1/figures?from=2026-12-01&to=2026-11-01",
		    "from is after to" },
	};
	struct counter *c = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(counter_get(c, c->desk, cases[i].path), 400);
		if (!counter_says(c, cases[i].words))
			fail_msg("%s", c->response.body);
	}
}

static void
figures_are_of_this_month_unless_they_say(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, c->desk, "/api/v1/figures"), 200);
	assert_string_equal(counter_word(c, "from"), "2026-11-01");
	assert_string_equal(counter_word(c, "to"), "2026-11-21");
	assert_int_equal(counter_get(c, c->desk,
	    "/api/v1/figures?from=2026-01-01&to=2026-12-31&by=month"), 200);
	assert_string_equal(counter_word(c, "by"), "month");
	assert_string_equal(counter_word(c, "from"), "2026-01-01");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(without_a_key_nothing_is_told),
		TEST(a_key_that_is_taken_back_is_refused_within_ten_seconds),
		TEST(a_key_knows_its_person_and_seats),
		TEST(the_same_request_has_the_same_answer_and_one_effect),
		TEST(a_request_needs_a_name_of_its_own),
		TEST(nobody_writes_to_families_of_another_school),
		TEST(nobody_reads_what_is_not_of_their_school),
		TEST(the_students_of_ones_schools_can_be_found),
		TEST(pages_go_on_where_the_last_one_ended),
		TEST(a_restricted_guardian_appears_nowhere),
		TEST(what_waits_says_until_when_and_is_taken_back),
		TEST(a_family_answers_and_is_answered),
		TEST(a_key_of_nobody_reads_no_talks_and_is_automatic),
		TEST(a_talk_is_read_by_its_school_alone),
		TEST(a_query_that_is_not_understood_is_refused),
		TEST(figures_are_of_this_month_unless_they_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
