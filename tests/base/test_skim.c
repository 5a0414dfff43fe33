/* What skim finds, a parser that others wrote finds too. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/list.h"
#include "base/skim.h"

#define ROUNDS	100000

static bool
finds(const char *json, const char *expected)
{
	struct skimmed s;

	return skim_text(json, strlen(json), "sid", &s) &&
	    s.length == strlen(expected) &&
	    memcmp(s.text, expected, s.length) == 0;
}

static void
the_text_is_found(void **state)
{
	(void)state;
	assert_true(finds("{\"sid\":\"SM1\"}", "SM1"));
	assert_true(finds(" {\"a\": [1, -2, {\"sid\": \"no\"}], \"b\": {}, "
	    "\"sid\" : \"SM1\" , \"c\":null,\"d\":true, \"e\": [] }\r\n",
	    "SM1"));
	assert_true(finds("{\"sid\":\"SM1\",\"sid\":\"SM2\"}", "SM2"));
	assert_true(finds("{\"body\":\"\\u00e9\\n\\\"\xc3\xa9\","
	    "\"sid\":\"\"}", ""));
}

static void
what_is_not_plain_is_left_to_a_parser(void **state)
{
	static const char *const cases[] = {
		"", "{", "{}", "[]", "null", "{\"sid\":7}", "{\"sid\":null}",
		"{\"sid\":\"SM", "{\"sid\":\"SM1\"", "{\"sid\":\"SM1\"}}",
		"{\"sid\":\"SM1\",}", "{\"sid\":\"SM\\u0031\"}",
		"{\"s\\u0069d\":\"SM2\",\"sid\":\"SM1\"}",
		"{\"sid\":\"SM1\",\"sid\":7}", "{\"a\":{\"sid\":\"SM1\"}}",
		"{\"sid\":\"SM1\",\"a\":01}", "{\"sid\":\"SM1\",\"a\":-}",
		"{\"sid\":\"SM1\",\"a\":\"\\q\"}",
		"{\"sid\":\"SM1\",\"a\":\"\\ud800\"}",
		"{\"sid\":\"SM1\",\"a\":\"\xff\"}",
		"{\"sid\":\"SM1\",\"a\":\"\n\"}",
		"{\"sid\":\"SM1\",\"a\":[[[[[[[[[[1]]]]]]]]]]}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_false(finds(cases[i], "SM1"));
}

/* Bytes of a good answer are changed, dropped and doubled at random. */
static void
a_parser_agrees(void **state)
{
	static const char good[] = "{\"body\": \"Caf\xc3\xa9 \\u00e9\\n\", "
	    "\"price\": null, \"n\": -10, \"l\": [1, true, {\"sid\": 0}], "
	    "\"sid\": \"SM1\", \"uris\": {\"media\": \"\\/x\"}, "
	    "\"sid\":\"SM2\"}";
	static const char spice[] = "\"\\{}[]:,-01.eusidntf \xc3\n";
	uint32_t chance = 20261122;
	unsigned found = 0;

	(void)state;
	for (unsigned i = 0; i < ROUNDS; i++) {
		char json[2 * sizeof good];
		size_t length = sizeof good - 1;
		struct skimmed s;
		const json_t *sid;
		json_t *tree;

		memcpy(json, good, length);
		for (unsigned j = 0; j <= i % 3; j++) {
			chance = chance * 1664525 + 1013904223;
			size_t at = (chance >> 8) % length;
			char c = spice[(chance >> 4) % (sizeof spice - 1)];

			if (chance >> 31) {
				json[at] = c;
			} else {
				memmove(json + at, json + at + 1,
				    length - at - 1);
				length--;
			}
		}
		if (!skim_text(json, length, "sid", &s))
			continue;
		found++;
		tree = json_loadb(json, length, 0, NULL);
		sid = json_object_get(tree, "sid");
		assert_true(json_is_string(sid));
		assert_int_equal(json_string_length(sid), s.length);
		assert_memory_equal(json_string_value(sid), s.text, s.length);
		json_decref(tree);
	}
	assert_in_range(found, ROUNDS / 20, ROUNDS - ROUNDS / 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_is_found),
		cmocka_unit_test(what_is_not_plain_is_left_to_a_parser),
		cmocka_unit_test(a_parser_agrees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
