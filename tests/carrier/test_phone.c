/*
 * The phones of the simulated carrier: those that say STOP and its kin, and
 * those that answer by themselves.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
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
write_as_ana(const char *words)
{
	json_decref(rig_tell(rig, "/carrier/write", arena_print(rig->arena,
	    "{\"from\":\"" RIG_ANA "\",\"to\":\"" RIG_OWN
	    "\",\"body\":\"%s\"}", words)));
}

static void
stop_closes_the_way_until_start(void **state)
{
	static const struct {
		const char *words;
		int status;		/* Of a text afterwards. */
	} cases[] = {
		{ "hello", 201 }, { "stop it", 201 }, { " Stop\\n", 400 },
		{ "yes please", 400 }, { "YES", 201 }, { "yes", 201 },
		{ "unsubscribe", 400 }, { "start", 201 }, { "end", 400 },
		{ "unstop", 201 }, { "Quit", 400 }, { "Start", 201 },
		{ "stopall", 400 }, { "start", 201 }, { "REVOKE", 400 },
		{ "start", 201 }, { "optout", 400 }, { "start", 201 },
		{ "cancel", 400 },
	};
	struct response *response;
	unsigned i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		write_as_ana(cases[i].words);
		response = rig_send(rig, RIG_ANA, "x", "");
		assert_int_equal(response->status, cases[i].status);
		if (cases[i].status == 400)
			assert_non_null(strstr(response->body, "21610"));
		assert_int_equal(rig_send(rig, RIG_BEN, "x", "")->status, 201);
		rig_until_hooked(rig, i + 1);
		assert_true(rig_genuine(rig, i));
		assert_string_equal(rig_hooked(rig, i, "OptOutType"), "");
	}
	/* What the carrier answered is no message of the account. */
	assert_null(strstr(rig_ask(rig, "GET", rig_messages(rig, ".json"),
	    NULL)->body, "You have successfully"));
	assert_non_null(strstr(rig_ask(rig, "GET", "/phone/15085550101",
	    NULL)->body, "You have successfully been unsubscribed."));
}

static void
only_the_first_stop_is_confirmed(void **state)
{
	static const char confirmed[] = "You have successfully been";
	const char *at;

	(void)state;
	write_as_ana("STOP");
	write_as_ana("stop");
	at = strstr(rig_ask(rig, "GET", "/phone/15085550101", NULL)->body,
	    confirmed);
	assert_non_null(at);
	assert_null(strstr(at + 1, confirmed));
}

static void
help_is_answered(void **state)
{
	(void)state;
	write_as_ana("Help");
	assert_non_null(strstr(rig_ask(rig, "GET", "/phone/15085550101",
	    NULL)->body, "Reply STOP to unsubscribe."));
}

static void
a_phone_answers_by_itself(void **state)
{
	static const struct {
		const char *to, *words;
	} cases[] = {
		{ "+12125550106", "ma\xc3\xb1" "ana" },
		{ "+12125550107", "\xd8\xb4\xd9\x83\xd8\xb1" },
		{ "+12125550108", "STOP" },
	};
	unsigned i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		(void)rig_send(rig, cases[i].to, "Hello", "");
		rig_until_hooked(rig, i + 1);
		assert_string_equal(rig_hooked(rig, i, "From"), cases[i].to);
		assert_non_null(strstr(rig_hooked(rig, i, "Body"),
		    cases[i].words));
	}
	assert_int_equal(rig_send(rig, "+12125550108", "x", "")->status, 400);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(stop_closes_the_way_until_start),
		CASE(only_the_first_stop_is_confirmed),
		CASE(help_is_answered),
		CASE(a_phone_answers_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
