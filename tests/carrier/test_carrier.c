/*
 * The simulated carrier keeps Twilio's contract: sending, the list, signed
 * receipts and replies.  Opt-out is in test_phone.c, what it does when it is
 * told to break in test_faults.c, how it is held in test_control.c.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "carrier/post.h"
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

/* The sid of a text that was sent to Ana. */
static const char *
send(const char *words, const char *more)
{
	struct response *response = rig_send(rig, RIG_ANA, words, more);
	json_t *json = json_loadb(response->body, response->length, 0, NULL);
	const char *sid = arena_text(rig->arena, rig_text(json, "sid"));

	assert_int_equal(response->status, 201);
	assert_non_null(sid);
	json_decref(json);
	return sid;
}

static json_t *
look_up(const char *sid)
{
	return rig_twilio(rig, 200, "GET", rig_messages(rig,
	    arena_print(rig->arena, "/%s.json", sid)), NULL);
}

static json_t *
list(const char *query)
{
	return rig_twilio(rig, 200, "GET", rig_messages(rig,
	    arena_print(rig->arena, ".json%s", query)), NULL);
}

/* How many messages the list has for a query. */
static size_t
listed(const char *query)
{
	json_t *json = list(query);
	size_t count = json_array_size(json_object_get(json, "messages"));

	json_decref(json);
	return count;
}

static void
a_text_is_answered_as_twilio_answers(void **state)
{
	static const char *const nulls[] = {
		"date_sent", "error_code", "error_message", "price",
		"messaging_service_sid",
	};
	static const struct { const char *name, *value; } texts[] = {
		{ "body", "Hola \"Ana\"\n\xc3\xb1 \xf0\x9f\x91\x8d" },
		{ "num_segments", "1" }, { "num_media", "0" },
		{ "direction", "outbound-api" }, { "from", RIG_OWN },
		{ "to", RIG_ANA }, { "account_sid", CARRIER_SID },
		{ "status", "queued" }, { "api_version", "2010-04-01" },
		{ "price_unit", "USD" },
	};
	struct response *response = rig_send(rig, RIG_ANA, texts[0].value, "");
	json_t *json = json_loadb(response->body, response->length, 0, NULL);
	const char *sid = rig_text(json, "sid"), *date;
	char uri[200];
	size_t i;

	(void)state;
	assert_int_equal(response->status, 201);
	assert_non_null(sid);
	assert_int_equal(strlen(sid), 34);
	assert_memory_equal(sid, "SM", 2);
	assert_int_equal(strspn(sid + 2, "0123456789abcdef"), 32);
	for (i = 0; i < COUNT(nulls); i++)
		assert_true(json_is_null(json_object_get(json, nulls[i])));
	for (i = 0; i < COUNT(texts); i++)
		assert_string_equal(rig_text(json, texts[i].name),
		    texts[i].value);
	date = rig_text(json, "date_created");
	assert_int_equal(strlen(date),
	    strlen("Thu, 24 Aug 2023 05:01:45 +0000"));
	assert_string_equal(date, rig_text(json, "date_updated"));
	(void)snprintf(uri, sizeof uri, "/2010-04-01/Accounts/%s/Messages/%s",
	    CARRIER_SID, sid);
	assert_memory_equal(rig_text(json, "uri"), uri, strlen(uri));
	assert_int_equal(json_object_size(json), 20);
	json_decref(json);
}

static void
a_text_becomes_delivered(void **state)
{
	const char *sid = send("Hello", "");
	json_t *json;

	(void)state;
	rig_until(rig, "ready", 0);
	json = look_up(sid);
	assert_string_equal(rig_text(json, "status"), "delivered");
	assert_string_equal(rig_text(json, "sid"), sid);
	assert_non_null(rig_text(json, "date_sent"));
	json_decref(json);
}

static void
wrong_requests_get_twilios_codes(void **state)
{
	static const struct {
		const char *form;
		int code;
	} cases[] = {
		{ "From=%2B15085550100&Body=x", 21604 },
		{ "To=&From=%2B15085550100&Body=x", 21604 },
		{ "To=12&From=%2B15085550100&Body=x", 21211 },
		{ "To=%2B1508555&From=%2B15085550100&Body=x", 21211 },
		{ "To=%2B11085550101&From=%2B15085550100&Body=x", 21211 },
		{ "To=%2B0085550101&From=%2B15085550100&Body=x", 21211 },
		{ "To=%2B15085550101&Body=x", 21603 },
		{ "To=%2B15085550101&From=Oak+School&Body=x", 21212 },
		{ "To=%2B15085550101&From=%2B15085550101&Body=x", 21266 },
		{ "To=%2B15085550101&MessagingServiceSid=MG1&Body=x", 21701 },
		{ "To=%2B15085550101&From=%2B15085550100", 21602 },
		{ "To=%2B15085550101&From=%2B15085550100&Body=", 21602 },
		{ "To=%2B15085550101&From=%2B15085550100&MediaUrl=x", 21620 },
		{ "To=%2B15085550101&From=%2B15085550100&Body=x"
		    "&StatusCallback=ftp%3A%2F%2Fx", 21609 },
		{ "To=%2B15085550101&From=%2B15085550100&Body=x"
		    "&StatusCallback=http%3A%2F%2Fa_b.example%2F", 21609 },
		{ "To=%2B15085550101&From=%2B15085550100&Body=x"
		    "&ValidityPeriod=0", 21625 },
		{ "To=%2B15085550101&From=%2B15085550100&Body=x"
		    "&ValidityPeriod=36001", 21625 },
		{ "To=%ZZ", 20001 },
	};
	json_t *json;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		json = rig_twilio(rig, 400, "POST", rig_messages(rig, ".json"),
		    cases[i].form);
		assert_int_equal(json_integer_value(
		    json_object_get(json, "code")), cases[i].code);
		assert_int_equal(json_integer_value(
		    json_object_get(json, "status")), 400);
		assert_non_null(rig_text(json, "message"));
		assert_non_null(rig_text(json, "more_info"));
		json_decref(json);
	}
	assert_int_equal(rig_count(rig, "received"), 0);
}

static void
a_body_has_1600_characters_at_most(void **state)
{
	char words[1602];

	(void)state;
	memset(words, 'a', sizeof words);
	words[1601] = '\0';
	assert_int_equal(rig_send(rig, RIG_ANA, words, "")->status, 400);
	words[1600] = '\0';
	assert_int_equal(rig_send(rig, RIG_ANA, words, "")->status, 201);
}

static void
only_the_account_itself_gets_in(void **state)
{
	static const char wrong[] = "Authorization: Basic QUM6eA==";
	const char *path = rig_messages(rig, ".json");
	struct response *response;

	(void)state;
	response = rig_ask_with(rig, wrong, "GET", path, NULL);
	assert_int_equal(response->status, 401);
	assert_non_null(strstr(response->body, "20003"));
	assert_non_null(headers_get(&response->headers, "WWW-Authenticate"));
	response = rig_ask_with(rig, NULL, "POST", path, "To=x");
	assert_int_equal(response->status, 401);
	response = rig_ask(rig, "GET", "/2010-04-01/Accounts/"
	    "AC00000000000000000000000000000000/Messages.json", NULL);
	assert_int_equal(response->status, 404);
	assert_non_null(strstr(response->body, "20404"));
}

static void
what_is_not_there_is_not_found(void **state)
{
	static const char *const names[] = {
		"/SM00000000000000000000000000000001.json", "/SM1.json",
		"/x",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++)
		json_decref(rig_twilio(rig, 404, "GET",
		    rig_messages(rig, names[i]), NULL));
}

static void
receipts_are_signed_and_in_order(void **state)
{
	const char *sid = send("Hello", rig_receipts(rig, "5"));

	(void)state;
	rig_until_hooked(rig, 2);
	assert_string_equal(rig_hooked(rig, 0, "MessageStatus"), "sent");
	assert_string_equal(rig_hooked(rig, 1, "MessageStatus"), "delivered");
	assert_string_equal(rig_hooked(rig, 1, "SmsStatus"), "delivered");
	assert_string_equal(rig_hooked(rig, 1, "MessageSid"), sid);
	assert_string_equal(rig_hooked(rig, 1, "SmsSid"), sid);
	assert_string_equal(rig_hooked(rig, 1, "To"), RIG_ANA);
	assert_string_equal(rig_hooked(rig, 1, "From"), RIG_OWN);
	assert_string_equal(rig_hooked(rig, 1, "AccountSid"), CARRIER_SID);
	assert_string_equal(rig_hooked(rig, 1, "ErrorCode"), "");
	assert_non_null(strstr(rig->hooked[0].url, "/hooks?a=5"));
	assert_true(rig_genuine(rig, 0));
	assert_true(rig_genuine(rig, 1));
	rig_until(rig, "receipts", 2);
}

static void
a_signature_is_twilios(void **state)
{
	struct field fields[] = {
		{ "To", "+18005551212" }, { "Digits", "1234" },
		{ "From", "+14158675309" }, { "Caller", "+14158675309" },
		{ "CallSid", "CA1234567890ABCDE" },
	};
	const struct form form = { fields, COUNT(fields) };

	(void)state;
	assert_string_equal(post_sign(rig->arena, "12345",
	    "https://mycompany.com/myapp.php?foo=1&bar=2#rc=3", &form),
	    "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
}

static void
the_list_has_the_newest_first_in_pages(void **state)
{
	json_t *json, *messages;
	const char *next;
	int i, seen = 0;
	char words[32];

	(void)state;
	for (i = 0; i < 5; i++) {
		(void)snprintf(words, sizeof words, "text %d", i);
		(void)send(words, "");
	}
	next = rig_messages(rig, ".json?PageSize=2");
	while (next != NULL) {
		json = rig_twilio(rig, 200, "GET", next, NULL);
		messages = json_object_get(json, "messages");
		for (i = 0; i < (int)json_array_size(messages); i++, seen++) {
			(void)snprintf(words, sizeof words, "text %d",
			    4 - seen);
			assert_string_equal(rig_text(json_array_get(messages,
			    (size_t)i), "body"), words);
		}
		assert_int_equal(json_integer_value(json_object_get(json,
		    "end")), seen - 1);
		/* What is new moves no page that is still to come. */
		(void)rig_send(rig, RIG_BEN, "new", "");
		next = arena_text(rig->arena, rig_text(json, "next_page_uri"));
		json_decref(json);
	}
	assert_int_equal(seen, 5);
}

static void
the_list_is_filtered(void **state)
{
	static const struct {
		const char *query;
		size_t count;
	} cases[] = {
		{ "?To=%2B15085550101", 2 },
		{ "?To=%2B15085550100", 1 },
		{ "?From=%2B15085550100", 3 },
		{ "?From=%2B15085550102", 1 },
		{ "?To=%2B15085550102&From=%2B15085550100", 1 },
		{ "?To=%2B15085550199", 0 },
		{ "?To=nobody", 0 },
		{ "?DateSent=2026-03-02", 3 },
		{ "?DateSent%3E=2026-03-02", 4 },
		{ "?DateSent>=2026-03-03", 1 },
		{ "?DateSent<=2026-03-02", 3 },
		{ "?DateSent%3E=2026-03-02T10:00:00Z", 4 },
		{ "?DateSent%3E=2026-03-02T10:00:01Z", 1 },
		{ "?DateSent%3C=2026-03-02+09:59:59", 0 },
		{ "?DateSent%3E=Mon,+02+Mar+2026+10:00:00+%2B0000", 4 },
		{ "?PageSize=3&Page=1", 1 },
		{ "", 4 },
	};
	size_t i;

	(void)state;
	/* 2026-03-02 10:00:00 UTC, and a day later. */
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445600000}"));
	(void)send("one", "");
	(void)send("two", "");
	(void)rig_send(rig, RIG_BEN, "three", "");
	rig_until(rig, "ready", 0);
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772532000000}"));
	json_decref(rig_tell(rig, "/carrier/write",
	    "{\"from\":\"" RIG_BEN "\",\"body\":\"four\"}"));
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(listed(cases[i].query), cases[i].count);
	json_decref(rig_twilio(rig, 400, "GET",
	    rig_messages(rig, ".json?DateSent=tomorrow"), NULL));
}

static void
a_queued_text_is_found_without_a_date_only(void **state)
{
	const char *sid;
	json_t *json;

	(void)state;
	json_decref(rig_tell(rig, "/carrier/fault", "{\"name\":\"hold\"}"));
	sid = send("waits", "");
	json = look_up(sid);
	assert_string_equal(rig_text(json, "status"), "queued");
	assert_null(rig_text(json, "date_sent"));
	json_decref(json);
	assert_int_equal(listed("?DateSent%3E=2020-01-01"), 0);
	assert_int_equal(listed("?DateSent%3C=2099-01-01"), 0);
	assert_int_equal(listed("?To=%2B15085550101"), 1);
	json_decref(rig_tell(rig, "/carrier/release", "{}"));
	rig_until(rig, "ready", 0);
	assert_int_equal(listed("?DateSent%3E=2020-01-01"), 1);
}

static void
a_text_that_waited_too_long_dies(void **state)
{
	const char *sid;
	json_t *json;

	(void)state;
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445600000}"));
	json_decref(rig_tell(rig, "/carrier/fault", "{\"name\":\"hold\"}"));
	sid = send("too late", arena_print(rig->arena, "&ValidityPeriod=60%s",
	    rig_receipts(rig, "1")));
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1772445660000}"));
	json_decref(rig_tell(rig, "/carrier/release", "{}"));
	rig_until_hooked(rig, 1);
	assert_string_equal(rig_hooked(rig, 0, "MessageStatus"), "failed");
	assert_string_equal(rig_hooked(rig, 0, "ErrorCode"), "30036");
	json = look_up(sid);
	assert_int_equal(json_integer_value(json_object_get(json,
	    "error_code")), 30036);
	json_decref(json);
}

static void
a_reply_comes_signed_and_is_listed(void **state)
{
	json_t *json;

	(void)state;
	json_decref(rig_tell(rig, "/carrier/write", "{\"from\":\"" RIG_ANA
	    "\",\"to\":\"" RIG_OWN "\",\"body\":\"\\u00bfA qu\\u00e9 hora & "
	    "d\\u00f3nde?\",\"media\":[\"http://127.0.0.1/a.png\"]}"));
	rig_until_hooked(rig, 1);
	assert_true(rig_genuine(rig, 0));
	assert_string_equal(rig_hooked(rig, 0, "Body"),
	    "\xc2\xbf" "A qu\xc3\xa9 hora & d\xc3\xb3nde?");
	assert_string_equal(rig_hooked(rig, 0, "From"), RIG_ANA);
	assert_string_equal(rig_hooked(rig, 0, "To"), RIG_OWN);
	assert_string_equal(rig_hooked(rig, 0, "NumMedia"), "1");
	assert_string_equal(rig_hooked(rig, 0, "MediaUrl0"),
	    "http://127.0.0.1/a.png");
	assert_string_equal(rig_hooked(rig, 0, "MediaContentType0"),
	    "image/png");
	assert_memory_equal(rig_hooked(rig, 0, "MessageSid"), "MM", 2);
	json = list("?To=%2B15085550100&DateSent%3E=2020-01-01");
	json_object_update(json, json_array_get(json_object_get(json,
	    "messages"), 0));
	assert_string_equal(rig_text(json, "direction"), "inbound");
	assert_string_equal(rig_text(json, "status"), "received");
	assert_string_equal(rig_text(json, "sid"),
	    rig_hooked(rig, 0, "MessageSid"));
	json_decref(json);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_text_is_answered_as_twilio_answers),
		CASE(a_text_becomes_delivered),
		CASE(wrong_requests_get_twilios_codes),
		CASE(a_body_has_1600_characters_at_most),
		CASE(only_the_account_itself_gets_in),
		CASE(what_is_not_there_is_not_found),
		CASE(receipts_are_signed_and_in_order),
		CASE(a_signature_is_twilios),
		CASE(the_list_has_the_newest_first_in_pages),
		CASE(the_list_is_filtered),
		CASE(a_queued_text_is_found_without_a_date_only),
		CASE(a_text_that_waited_too_long_dies),
		CASE(a_reply_comes_signed_and_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
