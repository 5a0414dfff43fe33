/* What may stand in the body of a request, and what is said about the rest. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "flow/compose.h"
#include "web/asked.h"

#define NOW	INT64_C(1795316887000)	/* 2026-11-22T03:08:07Z */
#define TO	"\"to\":{\"students\":[\"000000000000A\"]}"

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

static bool
ask(struct arena *arena, const char *body, struct draft *draft,
    struct refusal *refusal)
{
	struct request request = { .method = "POST", .url = "/x",
	    .body = body, .length = strlen(body) };

	memset(draft, 0, sizeof *draft);
	return asked_message(arena, &request, NOW, draft, refusal);
}

static void
what_is_not_said_is_direct_at_once_and_read_by_its_author(void **state)
{
	struct draft d;
	struct refusal r;

	assert_true(ask(*state, "{" TO ",\"words\":\"Hello\"}", &d, &r));
	assert_int_equal(d.kind, KIND_DIRECT);
	assert_int_equal(d.readers, READERS_AUTHOR);
	assert_int_equal(d.audience, AUDIENCE_STUDENTS);
	assert_int_equal(d.student_count, 1);
	assert_int_equal(d.students[0], 10);
	assert_int_equal(d.send_at, 0);
	assert_int_equal(d.not_after, 0);
	assert_string_equal(d.words, "Hello");
}

static void
all_that_may_be_said_is_understood(void **state)
{
	struct draft d;
	struct refusal r;

	assert_true(ask(*state, "{\"to\":{\"class\":\"000000000000B\"},"
	    "\"words\":\"Caf\\u0065\\u0301\",\"kind\":\"closing\","
	    "\"readers\":\"office\",\"send_at\":\"2026-11-22T05:31:00-05:00\","
	    "\"not_after\":\"2026-11-22T08:30:00-05:00\"}", &d, &r));
	assert_int_equal(d.audience, AUDIENCE_CLASS);
	assert_int_equal(d.target, 11);
	assert_int_equal(d.kind, KIND_CLOSING);
	assert_int_equal(d.readers, READERS_OFFICE);
	assert_int_equal(d.send_at, INT64_C(1795343460000));
	assert_int_equal(d.not_after - d.send_at, MINUTES(179));
	assert_string_equal(d.words, "Caf\303\251");
	assert_true(ask(*state, "{\"to\":{\"school\":\"000000000000B\"},"
	    "\"words\":\"x\",\"send_at\":null}", &d, &r));
	assert_int_equal(d.audience, AUDIENCE_SCHOOL);
}

static void
each_mistake_has_a_status_and_a_sentence(void **state)
{
	static const struct {
		const char	*body;
		int		 status;
		const char	*words;
	} cases[] = {
		{ "", 400, "The body is empty" },
		{ "{", 400, "not JSON in UTF-8: line 1" },
		{ "[]", 400, "no object" },
		{ "{\"words\":\"\xff\"}", 400, "not JSON" },
		{ "{\"words\":\"\\ud8zz\"}", 400, "not JSON" },
		{ "{\"words\":\"a\",\"words\":\"b\"}", 400, "names a member "
		    "twice. Write each once: line 1, column " },
		{ "{\"words\":\"a\\u0000\"}", 400, "has \\u0000 in a text" },
		{ "{\"words\\u0000\":1}", 400, "has \\u0000 in a text" },
		{ "{\"words\":\"\\ud83d\"}", 400, "half of a surrogate pair" },
		{ "{\"words\":\"\\ude00\"}", 400, "half of a surrogate pair" },
		{ "{\"words\":\"\\ud83d\\u0041\"}", 400, "half of a" },
		{ "{\"words\":123456789012345678901234567890}", 400,
		    "a number that is too large" },
		{ "{\"words\":1e999}", 400, "a number that is too large" },
		{ "[[[[[[[[[]]]]]]]]]", 400, "deeper than 8" },
		{ "{" TO ",\"word\":\"x\"}", 422, "no member \"word\"" },
		{ "{" TO "}", 422, "words is missing" },
		{ "{" TO ",\"words\":7}", 422, "words is missing" },
		{ "{" TO ",\"words\":\" \\n\"}", 422, "words is empty" },
		{ "{\"words\":\"x\"}", 422, "to is missing" },
		{ "{\"to\":{},\"words\":\"x\"}", 422, "to is missing" },
		{ "{\"to\":{\"pupil\":\"x\"},\"words\":\"x\"}", 422,
		    "no member \"pupil\"" },
		{ "{\"to\":{\"class\":\"000000000000B\",\"school\":"
		    "\"000000000000B\"},\"words\":\"x\"}", 422,
		    "not exactly one" },
		{ "{\"to\":{\"students\":[]},\"words\":\"x\"}", 422,
		    "1 to 500" },
		{ "{\"to\":{\"students\":\"000000000000A\"},\"words\":\"x\"}",
		    422, "1 to 500" },
		{ "{\"to\":{\"students\":[10]},\"words\":\"x\"}", 422,
		    "to.students[0] is no id" },
		{ "{\"to\":{\"class\":\"8A\"},\"words\":\"x\"}", 422,
		    "are ids" },
		{ "{" TO ",\"words\":\"x\",\"kind\":\"system\"}", 422,
		    "kind is one of" },
		{ "{" TO ",\"words\":\"x\",\"kind\":1}", 422,
		    "kind is one of" },
		{ "{" TO ",\"words\":\"x\",\"readers\":\"me\"}", 422,
		    "readers is one of" },
		{ "{" TO ",\"words\":\"x\",\"send_at\":\"08:00\"}", 422,
		    "send_at is a time as" },
		{ "{" TO ",\"words\":\"x\",\"send_at\":"
		    "\"2026-11-23T03:00:00Z\",\"not_after\":"
		    "\"2026-11-22T05:00:00Z\"}", 422, "before send_at" },
	};
	struct draft d;
	struct refusal r;

	for (size_t i = 0; i < COUNT(cases); i++) {
		if (ask(*state, cases[i].body, &d, &r))
			fail_msg("taken: %s", cases[i].body);
		assert_int_equal(r.status, cases[i].status);
		if (strstr(r.sentence, cases[i].words) == NULL)
			fail_msg("%s: %s", cases[i].body, r.sentence);
	}
}

/* A body with so many students, or words of so many letters. */
static bool
ask_many(struct arena *arena, unsigned students, unsigned letters,
    struct refusal *r)
{
	struct draft d;
	struct buf b;
	bool taken;

	buf_init(&b, 100000);
	buf_text(&b, "{\"to\":{\"students\":[");
	for (unsigned i = 0; i < students; i++)
		buf_print(&b, "%s\"%013u\"", i == 0 ? "" : ",", i + 1);
	buf_text(&b, "]},\"words\":\"");
	for (unsigned i = 0; i < letters; i++)
		buf_char(&b, 'x');
	buf_text(&b, "\"}");
	taken = ask(arena, b.data, &d, r);
	buf_free(&b);
	return taken;
}

static void
the_limits_are_where_they_are_said_to_be(void **state)
{
	struct refusal r;

	assert_true(ask_many(*state, 500, 1500, &r));
	assert_false(ask_many(*state, 501, 1, &r));
	assert_false(ask_many(*state, 1, 1501, &r));
	assert_non_null(strstr(r.sentence, "1500"));
}

static void
brackets_in_words_are_words(void **state)
{
	struct draft d;
	struct refusal r;

	assert_true(ask(*state, "{" TO ",\"words\":\"\\\"[[[[[[[[[[[[{{{\"}",
	    &d, &r));
	assert_string_equal(d.words, "\"[[[[[[[[[[[[{{{");
}

static void
an_answer_has_words_and_nothing_else(void **state)
{
	struct request request = { .method = "POST", .url = "/x" };
	struct draft d = { .words = NULL };
	struct refusal r;

	request.body = "{\"words\":\"At 3.\"}";
	request.length = strlen(request.body);
	assert_true(asked_reply(*state, &request, &d, &r));
	assert_string_equal(d.words, "At 3.");
	request.body = "{\"words\":\"At 3.\",\"kind\":\"direct\"}";
	request.length = strlen(request.body);
	assert_false(asked_reply(*state, &request, &d, &r));
	assert_int_equal(r.status, 422);
}

static void
a_key_is_printable_and_not_too_long(void **state)
{
	static const struct {
		const char	*key;
		bool		 good;
	} cases[] = {
		{ "a", true }, { "try 1", true }, { "", false },
		{ "a\tb", false }, { "\303\251", false },
	};
	struct request request = { .method = "POST" };

	(void)state;
	assert_null(asked_key(&request));
	request.headers.count = 1;
	for (size_t i = 0; i < COUNT(cases); i++) {
		request.headers.list[0] = (struct header){ "idempotency-key",
		    cases[i].key };
		assert_int_equal(asked_key(&request) != NULL, cases[i].good);
	}
}

static void
requests_differ_by_method_path_and_body(void **state)
{
	struct request one = { .method = "POST", .url = "/a", .body = "x",
	    .length = 1 };
	struct request other = one;

	assert_string_equal(asked_digest(*state, &one),
	    asked_digest(*state, &other));
	other.body = "y";
	assert_string_not_equal(asked_digest(*state, &one),
	    asked_digest(*state, &other));
	other = one;
	other.url = "/b";
	assert_string_not_equal(asked_digest(*state, &one),
	    asked_digest(*state, &other));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_not_said_is_direct_at_once_and_read_by_its_author),
		TEST(all_that_may_be_said_is_understood),
		TEST(each_mistake_has_a_status_and_a_sentence),
		TEST(the_limits_are_where_they_are_said_to_be),
		TEST(brackets_in_words_are_words),
		TEST(an_answer_has_words_and_nothing_else),
		TEST(a_key_is_printable_and_not_too_long),
		TEST(requests_differ_by_method_path_and_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
