/* Headers are found in any case of letters and have a limit. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/http.h"

static void
headers_are_found_in_any_case(void **state)
{
	struct headers headers = { 0 };

	(void)state;
	assert_null(headers_get(&headers, "Host"));
	assert_true(headers_add(&headers, "Host", "a"));
	assert_true(headers_add(&headers, "X-Twilio-Signature", "b"));
	assert_true(headers_add(&headers, "host", "second"));
	assert_string_equal(headers_get(&headers, "HOST"), "a");
	assert_string_equal(headers_get(&headers, "x-twilio-signature"), "b");
	assert_null(headers_get(&headers, "Hos"));
	assert_null(headers_get(&headers, "Hosts"));
}

static void
there_is_room_for_so_many(void **state)
{
	struct headers headers = { 0 };

	(void)state;
	for (int i = 0; i < HTTP_HEADERS; i++)
		assert_true(headers_add(&headers, "A", "a"));
	assert_false(headers_add(&headers, "B", "b"));
	assert_int_equal(headers.count, HTTP_HEADERS);
	assert_null(headers_get(&headers, "B"));
}

static void
basic_is_user_and_password(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(http_basic(arena, "user", "pass"),
	    "Basic dXNlcjpwYXNz");
	assert_string_equal(http_basic(arena, "Aladdin", "open sesame"),
	    "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
	assert_string_equal(http_basic(arena, "", ""), "Basic Og==");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_found_in_any_case),
		cmocka_unit_test(there_is_room_for_so_many),
		cmocka_unit_test(basic_is_user_and_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
