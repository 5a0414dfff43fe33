/* What a page asks every few seconds: has anything changed? */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <inttypes.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/gateway.h"
#include "store/job.h"
#include "tests/web/counter.h"

#define ROSA	"+15085550120"

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

static int
since(struct counter *c, int64_t version)
{
	return counter_get(c, NULL, arena_print(c->arena, "/since/%" PRId64,
	    version));
}

/* The version that there is now. */
static int64_t
version(struct counter *c)
{
	assert_int_equal(since(c, -1), 200);
	return counter_number(c, "version");
}

static void
nothing_has_changed_until_something_has(void **state)
{
	struct counter	*c = *state;
	int64_t		 first = version(c);

	assert_int_equal(since(c, first), 304);
	assert_string_equal(headers_get(&c->response.headers,
	    "Cache-Control"), "no-store");
	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", true), 200);
	assert_int_equal(since(c, first), 200);
	assert_true(counter_number(c, "version") > first);
	assert_int_equal(since(c, version(c)), 304);
}

/* A tick, and all that it began. */
static void
tick(struct counter *c)
{
	gateway_tick(c->gateway);
	do
		(void)counter_get(c, c->desk, "/api/v1/me");
	while (store_backlog(c->store) > 0);
}

static void
what_is_only_read_and_the_beat_of_the_node_change_nothing(void **state)
{
	struct counter	*c = *state;
	int64_t		 first;

	(void)place_sql(&c->place, arena_print(c->arena, "INSERT INTO node "
	    "(id, name, started, alive) VALUES (%" PRId64 ", 'me', 0, 0)",
	    c->gateway->node));
	tick(c);
	first = version(c);
	for (int i = 0; i < 8; i++) {
		clock_pass(1000);
		tick(c);
	}
	assert_int_equal(since(c, first), 304);
	assert_int_not_equal(place_sql(&c->place, "SELECT alive FROM node"),
	    0);
}

/* It is read at most once a second, and known at the next question. */
static void
what_another_node_changed_is_seen(void **state)
{
	struct counter	*c = *state;
	int64_t		 first = version(c);

	(void)place_sql(&c->place, "INSERT INTO node (id, name, started, "
	    "alive, version) VALUES (7, 'second', 0, 0, 5)");
	assert_int_equal(since(c, first), 304);
	clock_pass(1000);
	(void)since(c, first);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/me"), 200);
	assert_int_equal(version(c), first + 5);
	(void)place_sql(&c->place, "UPDATE node SET version = 6 WHERE id = 7");
	assert_int_equal(since(c, first + 5), 304);
	clock_pass(1000);
	(void)since(c, first);
	assert_int_equal(counter_get(c, c->desk, "/api/v1/me"), 200);
	assert_int_equal(version(c), first + 6);
}

static void
a_word_is_no_version(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, NULL, "/since/now"), 200);
	assert_int_equal(counter_get(c, NULL, "/since/"), 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define CASE(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
		CASE(nothing_has_changed_until_something_has),
		CASE(what_is_only_read_and_the_beat_of_the_node_change_nothing),
		CASE(what_another_node_changed_is_seen),
		CASE(a_word_is_no_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
