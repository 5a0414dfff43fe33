/*
 * The simulated carrier breaks as it is told, by a switch or by the number
 * it is asked to send to, and its record says what it took all the same.
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
#include "tests/carrier/rig.h"

static struct rig *rig;

static int
open_rig(void **state)
{
	(void)state;
	rig = rig_open(true, NULL);
	return 0;
}

static int
close_rig(void **state)
{
	(void)state;
	rig_close(rig);
	return 0;
}

static void
fault(const char *json)
{
	json_decref(rig_tell(rig, "/carrier/fault", json));
}

static void
an_answer_is_a_failure(void **state)
{
	static const struct {
		const char *name;
		int status;
		const char *code;
		int taken;
	} cases[] = {
		{ "429", 429, "20429", 0 }, { "500", 500, "20500", 0 },
		{ "503", 503, "20503", 0 }, { "no-number", 400, "21211", 0 },
		{ "stopped", 400, "21610", 0 },
		{ "garbage", 201, "{\"sid\":\"SM", 1 },
	};
	struct response *response;
	int64_t taken = 0;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		fault(arena_print(rig->arena,
		    "{\"name\":\"%s\",\"count\":1}", cases[i].name));
		response = rig_send(rig, RIG_ANA, "x", "");
		assert_int_equal(response->status, cases[i].status);
		assert_non_null(strstr(response->body, cases[i].code));
		taken += cases[i].taken;
		assert_int_equal(rig_count(rig, "received"), taken);
		assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->status, 201);
		taken++;
	}
}

static void
our_number_is_refused(void **state)
{
	(void)state;
	fault("{\"name\":\"bad-sender\",\"number\":\"" RIG_OWN "\"}");
	assert_non_null(strstr(rig_send(rig, RIG_ANA, "x", "")->body,
	    "21606"));
}

static void
the_line_drops_before_and_after(void **state)
{
	(void)state;
	fault("{\"name\":\"drop-before\",\"count\":1}");
	assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->carried, CUT_OFF);
	assert_int_equal(rig_count(rig, "received"), 0);
	fault("{\"name\":\"drop-after\",\"count\":1}");
	assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->carried, CUT_OFF);
	assert_int_equal(rig_count(rig, "received"), 1);
	assert_int_equal(rig_send(rig, RIG_ANA, "y", "")->status, 201);
	assert_int_equal(rig_count(rig, "received"), 2);
	assert_int_equal(rig_count(rig, "twice"), 0);
}

static void
a_fault_lasts_as_long_as_it_is_told(void **state)
{
	static const int statuses[] = { 503, 503, 201, 201 };
	size_t i;

	(void)state;
	fault("{\"name\":\"503\",\"count\":2}");
	for (i = 0; i < COUNT(statuses); i++)
		assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->status,
		    statuses[i]);
	fault("{\"name\":\"503\",\"number\":\"" RIG_ANA "\"}");
	for (i = 0; i < 3; i++) {
		assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->status, 503);
		assert_int_equal(rig_send(rig, RIG_BEN, "x", "")->status, 201);
	}
	assert_int_equal(rig_ask(rig, "DELETE", "/carrier/fault",
	    NULL)->status, 200);
	assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->status, 201);
}

static void
reading_breaks_only_when_told(void **state)
{
	const char *path = rig_messages(rig, ".json");

	(void)state;
	fault("{\"name\":\"503\"}");
	assert_int_equal(rig_ask(rig, "GET", path, NULL)->status, 200);
	fault("{\"name\":\"503\",\"reading\":true}");
	assert_int_equal(rig_ask(rig, "GET", path, NULL)->status, 503);
	fault("{\"name\":\"503\"}");
	fault("{\"name\":\"drop-before\",\"reading\":true}");
	assert_int_equal(rig_ask(rig, "GET", path, NULL)->carried,
	    NEVER_SPOKE);
}

/* A loop's timer may be some ms early, by the time the loop was busy. */
static void
a_slow_answer_is_a_late_one(void **state)
{
	int64_t began = clock_boot();

	(void)state;
	fault("{\"name\":\"slow\",\"ms\":50,\"count\":1}");
	assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->status, 201);
	assert_true(clock_boot() - began >= 20);
}

static void
what_is_answered_late_is_taken_at_once(void **state)
{
	struct question *late;

	(void)state;
	fault("{\"name\":\"slow\",\"ms\":36000000}");
	late = rig_begin(rig, rig_key(rig), "POST", rig_messages(rig,
	    ".json"), "To=%2B15085550101&From=%2B15085550100&Body=x");
	rig_until(rig, "received", 1);
	rig_until(rig, "ready", 0);
	assert_non_null(strstr(rig_ask(rig, "GET", rig_messages(rig,
	    ".json"), NULL)->body, "\"status\":\"delivered\""));
	assert_false(rig_answered(late));
}

/* The statuses that came for a text, as words with spaces. */
static const char *
told(void)
{
	char *all = arena_text(rig->arena, "");
	unsigned i;

	for (i = 0; i < rig->hooked_count; i++)
		all = arena_print(rig->arena, "%s%s%s", all, i > 0 ? " " : "",
		    rig_hooked(rig, i, "MessageStatus"));
	return all;
}

static void
receipts_go_wrong(void **state)
{
	static const struct {
		const char *name, *told;
		unsigned count;
	} cases[] = {
		{ "receipt-twice", "sent sent delivered delivered", 4 },
		{ "receipt-swapped", "delivered sent", 2 },
		{ "unknown", "sent undelivered", 2 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		rig->hooked_count = 0;
		fault(arena_print(rig->arena,
		    "{\"name\":\"%s\",\"count\":1}", cases[i].name));
		(void)rig_send(rig, RIG_ANA, "x", rig_receipts(rig, "1"));
		rig_until_hooked(rig, cases[i].count);
		rig_until(rig, "under_way", 0);
		assert_string_equal(told(), cases[i].told);
	}
	rig->hooked_count = 0;
	fault("{\"name\":\"receipt-lost\",\"count\":1}");
	(void)rig_send(rig, RIG_ANA, "lost", rig_receipts(rig, "1"));
	(void)rig_send(rig, RIG_ANA, "not lost", rig_receipts(rig, "2"));
	rig_until_hooked(rig, 2);
	rig_until(rig, "under_way", 0);
	assert_string_equal(told(), "sent delivered");
	assert_non_null(strstr(rig->hooked[0].url, "a=2"));
}

static void
receipts_come_before_the_answer(void **state)
{
	struct response *response;

	(void)state;
	fault("{\"name\":\"receipt-early\",\"count\":1}");
	response = rig_send(rig, RIG_ANA, "x", rig_receipts(rig, "1"));
	assert_string_equal(told(), "sent delivered");
	assert_int_equal(response->status, 201);
	assert_non_null(strstr(response->body, "\"status\":\"queued\""));
	assert_non_null(strstr(response->body, "\"date_sent\":null"));
}

static void
a_number_has_its_nature(void **state)
{
	static const struct {
		const char *to, *told, *error;
	} cases[] = {
		{ "+12125550100", "sent delivered", "" },
		{ "+12125550102", "sent undelivered", "30005" },
		{ "+12125550103", "sent undelivered", "30003" },
		{ "+12125550105", "sent undelivered", "30007" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		rig->hooked_count = 0;
		assert_int_equal(rig_send(rig, cases[i].to, "x",
		    rig_receipts(rig, "1"))->status, 201);
		rig_until_hooked(rig, 2);
		assert_string_equal(told(), cases[i].told);
		assert_string_equal(rig_hooked(rig, 1, "ErrorCode"),
		    cases[i].error);
		assert_string_equal(rig_hooked(rig, 0, "ErrorCode"), "");
	}
	assert_non_null(strstr(rig_send(rig, "+12125550104", "x", "")->body,
	    "21610"));
}

static void
a_phone_is_slow_for_half_a_minute(void **state)
{
	(void)state;
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445600000}"));
	(void)rig_send(rig, "+12125550101", "x", rig_receipts(rig, "1"));
	rig_until(rig, "later", 1);
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445629999}"));
	assert_string_equal(told(), "sent");
	assert_int_equal(rig_count(rig, "later"), 1);
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445630000}"));
	rig_until_hooked(rig, 2);
	assert_string_equal(told(), "sent delivered");
}

static void
a_landline_gets_nothing(void **state)
{
	(void)state;
	fault("{\"name\":\"landline\",\"number\":\"" RIG_ANA "\"}");
	(void)rig_send(rig, RIG_ANA, "x", rig_receipts(rig, "1"));
	rig_until_hooked(rig, 2);
	assert_string_equal(rig_hooked(rig, 1, "ErrorCode"), "30006");
}

static void
texts_wait_in_the_queue_and_on_the_way(void **state)
{
	(void)state;
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445600000}"));
	fault("{\"name\":\"queue\",\"ms\":1000}");
	fault("{\"name\":\"delay\",\"ms\":500}");
	(void)rig_send(rig, RIG_ANA, "x", rig_receipts(rig, "1"));
	rig_until(rig, "later", 1);
	assert_string_equal(told(), "");
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445601000}"));
	rig_until_hooked(rig, 1);
	rig_until(rig, "later", 1);
	assert_string_equal(told(), "sent");
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445601500}"));
	rig_until_hooked(rig, 2);
	assert_string_equal(told(), "sent delivered");
}

/* The other clock: a delay passes by itself when it is not held. */
static void
a_delay_passes(void **state)
{
	(void)state;
	fault("{\"name\":\"delay\",\"ms\":30}");
	(void)rig_send(rig, RIG_ANA, "x", rig_receipts(rig, "1"));
	rig_until_hooked(rig, 2);
}

static void
a_webhook_that_is_refused_is_not_tried_again(void **state)
{
	(void)state;
	rig->status = 503;
	json_decref(rig_tell(rig, "/carrier/write", "{\"from\":\"" RIG_ANA
	    "\",\"to\":\"" RIG_OWN "\",\"body\":\"x\"}"));
	rig_until(rig, "hooks_refused", 1);
	assert_int_equal(rig->hooked_count, 1);
}

static void
a_reply_nobody_hears_is_in_the_list(void **state)
{
	(void)state;
	json_decref(rig_tell(rig, "/carrier/hook",
	    "{\"url\":\"http://127.0.0.1:1/nobody\"}"));
	json_decref(rig_tell(rig, "/carrier/write", "{\"from\":\"" RIG_ANA
	    "\",\"to\":\"" RIG_OWN "\",\"body\":\"is anybody there\"}"));
	rig_until(rig, "hooks_lost", 1);
	assert_non_null(strstr(rig_ask(rig, "GET", rig_messages(rig,
	    ".json?To=%2B15085550100"), NULL)->body, "is anybody there"));
	assert_int_equal(rig->hooked_count, 0);
}

static void
what_is_no_fault_is_refused(void **state)
{
	static const char *const cases[] = {
		"{\"name\":\"tired\"}", "{}", "[]", "{\"name\":\"slow\"",
		"{\"name\":\"slow\",\"ms\":-1}",
		"{\"name\":\"slow\",\"ms\":\"1\"}",
		"{\"name\":\"slow\",\"number\":\"Ana\"}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(rig_ask(rig, "POST", "/carrier/fault",
		    cases[i])->status, 400);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_answer_is_a_failure),
		CASE(our_number_is_refused),
		CASE(the_line_drops_before_and_after),
		CASE(a_fault_lasts_as_long_as_it_is_told),
		CASE(reading_breaks_only_when_told),
		CASE(a_slow_answer_is_a_late_one),
		CASE(what_is_answered_late_is_taken_at_once),
		CASE(receipts_go_wrong),
		CASE(receipts_come_before_the_answer),
		CASE(a_number_has_its_nature),
		CASE(a_phone_is_slow_for_half_a_minute),
		CASE(a_landline_gets_nothing),
		CASE(texts_wait_in_the_queue_and_on_the_way),
		CASE(a_delay_passes),
		CASE(a_webhook_that_is_refused_is_not_tried_again),
		CASE(a_reply_nobody_hears_is_in_the_list),
		CASE(what_is_no_fault_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
