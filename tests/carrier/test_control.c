/*
 * The simulated carrier's own record, how it is held and read, its journal,
 * and its page.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "net/loop.h"
#include "tests/carrier/rig.h"

static struct rig	*rig;
static char		 journal[64];

static int
open_rig(void **state)
{
	(void)state;
	rig = rig_open(true, NULL);
	return 0;
}

static int
open_with_journal(void **state)
{
	int fd;

	(void)state;
	(void)snprintf(journal, sizeof journal, "/tmp/carrier-test-XXXXXX");
	fd = mkstemp(journal);
	assert_true(fd >= 0);
	close(fd);
	rig = rig_open(true, journal);
	return 0;
}

static int
close_rig(void **state)
{
	(void)state;
	rig_close(rig);
	if (journal[0] != '\0')
		unlink(journal);
	journal[0] = '\0';
	return 0;
}

static void
open_again(void)
{
	rig_close(rig);
	rig = rig_open(true, journal);
}

static int64_t
whole(const json_t *json, const char *name)
{
	const json_t *value = json_object_get(json, name);

	assert_true(json_is_integer(value));
	return (int64_t)json_integer_value(value);
}

static void
the_record_tells_what_came_twice_and_never(void **state)
{
	json_t *json, *texts, *missing;

	(void)state;
	json_decref(rig_tell(rig, "/carrier/expect", "[{\"to\":\"" RIG_ANA
	    "\",\"body\":\"one\"},{\"to\":\"" RIG_ANA
	    "\",\"body\":\"never\"},{\"to\":\"" RIG_BEN
	    "\",\"body\":\"two\"}]"));
	assert_int_equal(rig_count(rig, "missing"), 3);
	(void)rig_send(rig, RIG_ANA, "one", "");
	(void)rig_send(rig, RIG_BEN, "one", "");
	(void)rig_send(rig, RIG_ANA, "one", rig_receipts(rig, "other"));
	(void)rig_send(rig, RIG_BEN, "two", "");
	json = rig_tell(rig, "/carrier/record", NULL);
	assert_int_equal(whole(json, "received"), 4);
	assert_int_equal(whole(json, "twice"), 1);
	assert_int_equal(whole(json, "missing"), 1);
	missing = json_object_get(json, "missing_texts");
	assert_int_equal(json_array_size(missing), 1);
	assert_string_equal(rig_text(json_array_get(missing, 0), "body"),
	    "never");
	texts = json_object_get(json, "texts");
	assert_int_equal(json_array_size(texts), 4);
	assert_int_equal(whole(json_array_get(texts, 0), "times"), 2);
	assert_int_equal(whole(json_array_get(texts, 1), "times"), 1);
	assert_string_equal(rig_text(json_array_get(texts, 3), "to"), RIG_BEN);
	json_decref(json);
}

static void
the_record_comes_in_pages(void **state)
{
	json_t *json, *texts;
	int64_t after = 0;
	int i, seen = 0, pages = 0;
	char words[32];

	(void)state;
	for (i = 0; i < 7; i++) {
		(void)snprintf(words, sizeof words, "text %d", i);
		(void)rig_send(rig, RIG_ANA, words, "");
		json_decref(rig_tell(rig, "/carrier/write", "{\"from\":\""
		    RIG_ANA "\",\"body\":\"not in it\"}"));
	}
	do {
		json = rig_tell(rig, arena_print(rig->arena,
		    "/carrier/record?after=%d&most=3", (int)after), NULL);
		texts = json_object_get(json, "texts");
		for (i = 0; i < (int)json_array_size(texts); i++, seen++) {
			(void)snprintf(words, sizeof words, "text %d", seen);
			assert_string_equal(rig_text(json_array_get(texts,
			    (size_t)i), "body"), words);
		}
		after = (int64_t)json_integer_value(
		    json_object_get(json, "next"));
		pages++;
		json_decref(json);
	} while (after != 0);
	assert_int_equal(seen, 7);
	assert_int_equal(pages, 3);
}

static void
phones_are_listed_by_their_last_text(void **state)
{
	static const char *const order[] = { RIG_ANA, "+15085550103", RIG_BEN };
	json_t *json, *phones;
	size_t i;

	(void)state;
	(void)rig_send(rig, RIG_ANA, "x", "");
	(void)rig_send(rig, RIG_BEN, "x", "");
	(void)rig_send(rig, "+15085550103", "x", "");
	(void)rig_send(rig, RIG_ANA, "y", "");
	json = rig_tell(rig, "/carrier/phones", NULL);
	phones = json_object_get(json, "phones");
	assert_int_equal(json_array_size(phones), 3);
	for (i = 0; i < COUNT(order); i++)
		assert_string_equal(rig_text(json_array_get(phones, i),
		    "number"), order[i]);
	assert_int_equal(whole(json_array_get(phones, 0), "received"), 2);
	assert_int_equal(rig_count(rig, "phones"), 3);
	json_decref(json);
}

static void
a_line_may_have_a_hook_of_its_own(void **state)
{
	(void)state;
	json_decref(rig_tell(rig, "/carrier/hook", "{\"number\":\"" RIG_BEN
	    "\",\"url\":null}"));
	json_decref(rig_tell(rig, "/carrier/write", "{\"from\":\"" RIG_ANA
	    "\",\"to\":\"" RIG_BEN "\",\"body\":\"to nobody\"}"));
	json_decref(rig_tell(rig, "/carrier/write", "{\"from\":\"" RIG_ANA
	    "\",\"to\":\"" RIG_OWN "\",\"body\":\"to a hook\"}"));
	rig_until(rig, "replies", 1);
	assert_string_equal(rig_hooked(rig, 0, "Body"), "to a hook");
	assert_int_equal(rig->hooked_count, 1);
}

static void
reset_forgets_and_sids_stay_unique(void **state)
{
	struct response *before, *after;

	(void)state;
	before = rig_send(rig, RIG_ANA, "x", "");
	json_decref(rig_tell(rig, "/carrier/fault", "{\"name\":\"hold\"}"));
	(void)rig_send(rig, RIG_ANA, "y", "");
	json_decref(rig_tell(rig, "/carrier/reset", "{}"));
	assert_int_equal(rig_count(rig, "received"), 0);
	assert_int_equal(rig_count(rig, "phones"), 0);
	assert_int_equal(rig_count(rig, "held"), 0);
	after = rig_send(rig, RIG_ANA, "x", "");
	rig_until(rig, "ready", 0);
	assert_int_equal(rig_count(rig, "twice"), 0);
	assert_null(strstr(after->body, arena_copy(rig->arena,
	    strstr(before->body, "\"SM"), 36)));
}

static void
wrong_orders_are_refused(void **state)
{
	static const struct {
		const char *path, *body;
	} cases[] = {
		{ "/carrier/write", "{\"from\":\"Ana\",\"body\":\"x\"}" },
		{ "/carrier/write", "{\"from\":\"" RIG_ANA
		    "\",\"body\":\"nobody wrote to it\"}" },
		{ "/carrier/write", "{\"from\":\"" RIG_ANA "\",\"to\":\""
		    RIG_OWN "\",\"body\":\"\"}" },
		{ "/carrier/write", "{\"from\":\"" RIG_ANA "\",\"to\":\""
		    RIG_OWN "\",\"body\":\"x\",\"media\":[1]}" },
		{ "/carrier/write", "not json" },
		{ "/carrier/clock", "{\"now\":\"noon\"}" },
		{ "/carrier/clock", "{}" },
		{ "/carrier/hook", "{\"number\":\"x\",\"url\":\"http://a\"}" },
		{ "/carrier/expect", "[{\"to\":\"x\",\"body\":\"y\"}]" },
		{ "/carrier/expect", "[{\"to\":\"" RIG_ANA "\"}]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(rig_ask(rig, "POST", cases[i].path,
		    cases[i].body)->status, 400);
	assert_int_equal(rig_count(rig, "written"), 0);
}

static void
a_page_of_somebody_else_is_refused(void **state)
{
	static const struct {
		const char *header;
		int status;
	} cases[] = {
		{ "Origin: http://evil.example", 403 },
		{ "Origin: null", 403 }, { "Host: evil.example", 403 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(rig_ask_with(rig, cases[i].header, "POST",
		    "/write", "from=%2B15085550101&to=%2B15085550100&body=x")
		    ->status, cases[i].status);
	assert_int_equal(rig_ask_with(rig, "Host: evil.example", "GET", "/",
	    NULL)->status, 403);
	assert_int_equal(rig_count(rig, "written"), 0);
	assert_int_equal(rig_ask_with(rig, arena_print(rig->arena,
	    "Origin: http://127.0.0.1:%u", carrier_port(rig->carrier)),
	    "POST", "/write", "from=%2B1+508-555-0101&to=%2B15085550100&"
	    "body=x")->status, 303);
	assert_int_equal(rig_count(rig, "written"), 1);
}

static void
the_page_shows_phones_and_takes_answers(void **state)
{
	struct response *response;

	(void)state;
	(void)rig_send(rig, RIG_ANA, "<b>Hola & \"adi\xc3\xb3s\"</b>", "");
	rig_until(rig, "ready", 0);
	response = rig_ask(rig, "GET", "/", NULL);
	assert_int_equal(response->status, 200);
	assert_non_null(strstr(response->body, "<html lang=\"en\">"));
	assert_non_null(strstr(response->body, "<h1>"));
	assert_non_null(strstr(response->body, "&lt;b&gt;Hola &amp; "));
	assert_null(strstr(response->body, "<b>Hola"));
	assert_non_null(strstr(response->body, " UTC</time>"));
	assert_null(strstr(response->body, "<script"));
	assert_null(strstr(response->body, "http-equiv"));
	response = rig_ask(rig, "POST", "/phone/15085550101/write",
	    "to=%2B15085550100&body=S%C3%AD%2C+gracias&back=phone");
	assert_int_equal(response->status, 303);
	assert_string_equal(headers_get(&response->headers, "Location"),
	    "/phone/15085550101");
	rig_until_hooked(rig, 1);
	assert_string_equal(rig_hooked(rig, 0, "Body"), "S\xc3\xad, gracias");
	assert_non_null(strstr(rig_ask(rig, "GET", "/phone/15085550101",
	    NULL)->body, "S\xc3\xad, gracias"));
	assert_int_equal(rig_ask(rig, "GET", "/phone/15085550199",
	    NULL)->status, 404);
	assert_non_null(strstr(rig_ask(rig, "GET", "/?refresh=5",
	    NULL)->body, "http-equiv=\"refresh\""));
}

static void
the_page_has_fifty_phones_and_a_search(void **state)
{
	struct response *response;
	const char *at;
	char number[32];
	int i, shown = 0;

	(void)state;
	for (i = 0; i < 60; i++) {
		(void)snprintf(number, sizeof number, "+1508555%04d", i);
		(void)rig_send(rig, number, "x", "");
	}
	response = rig_ask(rig, "GET", "/", NULL);
	for (at = response->body; (at = strstr(at, "<section")) != NULL; at++)
		shown++;
	assert_int_equal(shown, 50);
	assert_null(strstr(response->body, "id=\"p15085550007\""));
	response = rig_ask(rig, "GET", "/?q=555-0007", NULL);
	assert_non_null(strstr(response->body, "id=\"p15085550007\""));
	assert_null(strstr(response->body, "id=\"p15085550008\""));
	assert_non_null(strstr(rig_ask(rig, "GET", "/?q=999", NULL)->body,
	    "No phone has these digits, and no mailbox this name."));
}

static void
the_page_switches_faults(void **state)
{
	(void)state;
	assert_int_equal(rig_ask(rig, "POST", "/faults",
	    "name=503&number=%2B1+(508)+555-0101&count=&ms=")->status, 303);
	assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->status, 503);
	assert_non_null(strstr(rig_ask(rig, "GET", "/", NULL)->body,
	    "Faults: 1 on"));
	assert_int_equal(rig_ask(rig, "POST", "/faults/off",
	    "name=503&number=%2B15085550101")->status, 303);
	assert_int_equal(rig_send(rig, RIG_ANA, "x", "")->status, 201);
	assert_int_equal(rig_ask(rig, "POST", "/faults",
	    "name=slow&number=&count=&ms=soon")->status, 400);
}

static void
a_carrier_goes_on_from_its_journal(void **state)
{
	struct response *sent;
	char *sid;

	(void)state;
	sent = rig_send(rig, RIG_ANA, "one", "");
	sid = arena_copy(rig->arena, strstr(sent->body, "\"SM") + 1, 34);
	(void)rig_send(rig, RIG_BEN, "two \"\\\n\xc3\xb1", "");
	json_decref(rig_tell(rig, "/carrier/write", "{\"from\":\"" RIG_BEN
	    "\",\"body\":\"stop\",\"media\":[\"http://127.0.0.1/a.jpg\"]}"));
	rig_until(rig, "replies", 1);
	sid = strdup(sid);
	open_again();
	assert_int_equal(rig_count(rig, "received"), 2);
	assert_int_equal(rig_count(rig, "written"), 1);
	assert_int_equal(rig_send(rig, RIG_BEN, "x", "")->status, 400);
	assert_int_equal(rig_send(rig, RIG_ANA, "one", "")->status, 201);
	assert_int_equal(rig_count(rig, "twice"), 1);
	assert_non_null(strstr(rig_ask(rig, "GET", rig_messages(rig,
	    arena_print(rig->arena, "/%s.json", sid)), NULL)->body,
	    "\"status\":\"delivered\""));
	free(sid);
	json_decref(rig_tell(rig, "/carrier/reset", "{}"));
	open_again();
	assert_int_equal(rig_count(rig, "received"), 0);
}

static void
a_text_under_way_lives_on_after_a_restart(void **state)
{
	(void)state;
	json_decref(rig_tell(rig, "/carrier/fault", "{\"name\":\"hold\"}"));
	json_decref(rig_tell(rig, "/carrier/fault", "{\"name\":\"off\"}"));
	/* The gateway is at another port after the restart, so is nobody. */
	(void)rig_send(rig, RIG_ANA, "x",
	    "&StatusCallback=http%3A%2F%2F127.0.0.1%3A1%2Fhooks");
	assert_int_equal(rig_count(rig, "held"), 1);
	open_again();
	rig_until(rig, "hooks_lost", 2);
	assert_non_null(strstr(rig_ask(rig, "GET", rig_messages(rig, ".json"),
	    NULL)->body, "\"error_code\":30003"));
}

static void
add_to_journal(const char *words)
{
	FILE *file = fopen(journal, "a");

	assert_non_null(file);
	assert_true(fputs(words, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void
a_line_cut_by_a_kill_is_forgotten(void **state)
{
	(void)state;
	(void)rig_send(rig, RIG_ANA, "one", "");
	rig_until(rig, "ready", 0);
	rig_close(rig);
	add_to_journal("{\"text\":2,\"way\":0,\"at\":17724");
	rig = rig_open(true, journal);
	assert_int_equal(rig_count(rig, "received"), 1);
	(void)rig_send(rig, RIG_ANA, "two", "");
	open_again();
	assert_int_equal(rig_count(rig, "received"), 2);
}

static void
a_file_of_somebody_else_is_refused(void **state)
{
	struct carrier_plan plan = { .record = journal };
	const char *why = NULL;
	struct loop *loop = loop_new();

	(void)state;
	add_to_journal("all men are mortal\n");
	assert_null(carrier_open(loop, &plan, &why));
	assert_non_null(why);
	plan.record = "/nowhere/at/all";
	assert_null(carrier_open(loop, &plan, &why));
	assert_non_null(strstr(why, "written"));
	loop_free(loop);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)
#define JOURNAL(test) \
	cmocka_unit_test_setup_teardown(test, open_with_journal, close_rig)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_record_tells_what_came_twice_and_never),
		CASE(the_record_comes_in_pages),
		CASE(phones_are_listed_by_their_last_text),
		CASE(a_line_may_have_a_hook_of_its_own),
		CASE(reset_forgets_and_sids_stay_unique),
		CASE(wrong_orders_are_refused),
		CASE(a_page_of_somebody_else_is_refused),
		CASE(the_page_shows_phones_and_takes_answers),
		CASE(the_page_has_fifty_phones_and_a_search),
		CASE(the_page_switches_faults),
		JOURNAL(a_carrier_goes_on_from_its_journal),
		JOURNAL(a_text_under_way_lives_on_after_a_restart),
		JOURNAL(a_line_cut_by_a_kill_is_forgotten),
		JOURNAL(a_file_of_somebody_else_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
