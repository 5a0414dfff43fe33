/*
 * What all pages have in common: who is signed in, forms that are ours,
 * problems, what is around them.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "tests/web/counter.h"

static struct counter c;

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

static const char *
header(const char *name)
{
	const char *value = headers_get(&c.response.headers, name);

	return value == NULL ? "" : value;
}

static void
signed_in(void **state)
{
	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, "/"), 200);
	assert_true(counter_says(&c, "Min Park"));
	assert_true(counter_says(&c, "<main id=\"main\""));
	assert_string_equal(header("Cache-Control"), "no-store");
	assert_non_null(strstr(header("Content-Security-Policy"),
	    "default-src 'none'"));
	assert_string_equal(header("X-Content-Type-Options"), "nosniff");
}

static void
signed_out(void **state)
{
	(void)state;
	counter_sign_in(&c, NULL, NULL);
	assert_int_equal(counter_page(&c, "/"), 303);
	assert_string_equal(counter_went(&c), "/signin");
	assert_int_equal(counter_page(&c, "/audit?state=asked"), 303);
	assert_string_equal(counter_went(&c),
	    "/signin?next=%2Faudit%3Fstate%3Dasked");
	c.cookie = "a cookie of nobody";
	assert_int_equal(counter_page(&c, "/"), 303);
}

/* After twenty minutes without a page, and the five for which it is not
 * written down that there was one. */
static void
for_so_long(void **state)
{
	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, "/"), 200);
	clock_pass(MINUTES(15));
	assert_int_equal(counter_page(&c, "/"), 200);
	clock_pass(MINUTES(15));
	assert_int_equal(counter_page(&c, "/"), 200);
	clock_pass(MINUTES(26));
	assert_int_equal(counter_page(&c, "/"), 303);
}

static void
not_theirs(void **state)
{
	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, "/audit"), 403);
	assert_true(counter_says(&c, "<h1>"));
	assert_true(counter_says(&c, "Min Park"));
	assert_int_equal(counter_page(&c, "/no/such/page"), 404);
	assert_true(counter_says(&c, "There is no such page"));
	assert_int_equal(counter_get(&c, NULL, "/no/such/page"), 404);
	assert_string_equal(header("Content-Type"),
	    "application/problem+json");
}

static void
assets(void **state)
{
	const char *begin, *path;

	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, "/"), 200);
	begin = strstr(c.response.body, "/assets/");
	assert_non_null(begin);
	path = arena_print(c.arena, "%.*s", (int)strcspn(begin, "\""), begin);
	assert_int_equal(counter_page(&c, path), 200);
	assert_non_null(strstr(header("Cache-Control"), "immutable"));
	assert_int_equal(counter_page(&c, "/assets/0123/homeline.css"), 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signed_in),
		cmocka_unit_test(signed_out),
		cmocka_unit_test(for_so_long),
		cmocka_unit_test(not_theirs),
		cmocka_unit_test(assets),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
