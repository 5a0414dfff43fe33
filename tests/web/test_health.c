/* Health, metrics and webhooks, and what is said when there is too much to
 * do. */

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
#include "flow/gateway.h"
#include "net/loop.h"
#include "store/job.h"
#include "tests/web/counter.h"
#include "web/web.h"

#define BEN	"000000000000A"
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

static void
the_process_lives_and_is_ready(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, NULL, "/healthz"), 200);
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	assert_true(json_is_true(json_object_get(c->json, "ready")));
	assert_int_equal(counter_count(c, "problems"), 0);
}

static const char *
proof(struct counter *c, const char *query)
{
	assert_int_equal(counter_get(c, NULL, arena_print(c->arena,
	    "/healthz%s", query)), 200);
	return headers_get(&c->response.headers, WEB_PROOF);
}

static void
who_knows_the_district_is_shown_that_it_is_this_gateway(void **state)
{
	struct counter *c = *state;

	assert_string_equal(proof(c, "?nonce=a1"), web_proof(c->arena, 1,
	    "a1"));
	assert_string_not_equal(web_proof(c->arena, 1, "a1"),
	    web_proof(c->arena, 2, "a1"));
	assert_string_not_equal(web_proof(c->arena, 1, "a1"),
	    web_proof(c->arena, 1, "a2"));
	assert_null(proof(c, ""));
	assert_null(proof(c, "?nonce="));
	assert_null(proof(c, "?nonce=a%20b"));
	assert_null(proof(c, arena_print(c->arena, "?nonce=%065d", 0)));
	assert_non_null(proof(c, arena_print(c->arena, "?nonce=%064d", 0)));
}

static void
each_thing_that_is_wrong_is_a_sentence(void **state)
{
	struct counter *c = *state;

	c->gateway->clock_off = true;
	assert_int_equal(counter_get(c, NULL, "/readyz"), 503);
	assert_true(counter_says(c, "clock"));
	assert_int_equal(counter_count(c, "problems"), 1);
	c->gateway->clock_off = false;
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
}

/* What was found is believed for a second. */
static void
a_database_that_cannot_be_read_is_not_ready(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	(void)place_sql(&c->place, "ALTER TABLE district RENAME TO gone");
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	clock_pass(1000);
	assert_int_equal(counter_get(c, NULL, "/readyz"), 503);
	assert_true(counter_says(c, "cannot be read"));
	(void)place_sql(&c->place, "ALTER TABLE gone RENAME TO district");
	clock_pass(1000);
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
}

static void
who_stops_is_not_ready_and_takes_nothing(void **state)
{
	struct counter *c = *state;

	gateway_stop(c->gateway);
	assert_int_equal(counter_get(c, NULL, "/readyz"), 503);
	assert_true(counter_says(c, "stopping"));
	assert_int_equal(counter_get(c, c->desk, "/api/v1/me"), 503);
	assert_string_equal(headers_get(&c->response.headers, "Retry-After"),
	    "5");
	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", true), 503);
	assert_int_equal(counter_get(c, NULL, "/healthz"), 200);
}

static void
a_webhook_is_taken_when_it_is_genuine(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", false), 403);
	assert_int_equal(counter_ask(c, &(struct asking){ "POST",
	    "/hooks/other", NULL, NULL, .body = "Body=x" }), 404);
	assert_int_equal(counter_get(c, NULL, "/hooks/main"), 405);
	assert_int_equal(place_sql(&c->place, "SELECT count(*) FROM reply"),
	    0);
	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", true), 200);
	assert_int_equal(place_sql(&c->place, "SELECT count(*) FROM reply"),
	    1);
}

/* Whether readyz has that warning, and is ready all the same. */
static bool
warned(struct counter *c, const char *words)
{
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	return counter_count(c, "warnings") == 1 && counter_says(c, words);
}

static void
what_somebody_should_look_at_is_a_warning(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	assert_int_equal(counter_count(c, "warnings"), 0);
	c->gateway->figures.strays = 7;
	assert_true(warned(c, "strays: 7."));
	c->gateway->figures.strays = 0;
	c->gateway->figures.unread = 9;
	assert_true(warned(c, "Talks without a reader: 9."));
}

#define MIB	((int64_t)1 << 20)
#define GIB	((int64_t)1 << 30)

static void
a_disk_is_told_before_it_is_full(void **state)
{
	struct counter *c = *state;
	struct disk_room *disks = c->gateway->figures.disks;

	disks[0] = (struct disk_room){ 8 * GIB, 1 * GIB, 1 };
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	assert_int_equal(counter_count(c, "warnings"), 0);
	disks[0].free--;
	assert_true(warned(c, "disk of the state folder is almost full: "
	    "1023 MiB are left, 12 %."));
	disks[0] = (struct disk_room){ 100 * GIB, 10 * GIB - 1, 1 };
	assert_true(warned(c, "10239 MiB are left, 9 %."));
	disks[0].free = 200 * MIB;
	assert_true(warned(c, "200 MiB"));
	disks[0].free--;
	assert_int_equal(counter_get(c, NULL, "/readyz"), 503);
	assert_true(counter_says(c, "199 MiB are left, 0 %"));
	assert_int_equal(counter_count(c, "warnings"), 0);
	assert_int_equal(counter_count(c, "problems"), 1);
}

static void
two_places_on_one_disk_are_told_once(void **state)
{
	struct counter *c = *state;
	struct disk_room *disks = c->gateway->figures.disks;

	disks[0] = disks[1] = (struct disk_room){ 8 * GIB, 300 * MIB, 1 };
	assert_true(warned(c, "state folder"));
	disks[1].device = 2;
	disks[0].free = 4 * GIB;
	assert_true(warned(c, "disk of the database"));
	disks[0].free = 0;
	assert_int_equal(counter_get(c, NULL, "/readyz"), 503);
	assert_int_equal(counter_count(c, "problems"), 1);
	assert_int_equal(counter_count(c, "warnings"), 1);
}

static void
no_backup_for_long_is_a_warning_when_there_ever_was_one(void **state)
{
	struct counter *c = *state;

	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	assert_int_equal(counter_count(c, "warnings"), 0);
	c->gateway->figures.backed_up = clock_now() - DAYS(8) + 1;
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
	assert_int_equal(counter_count(c, "warnings"), 0);
	clock_pass(1);
	assert_true(warned(c, "made 8 days ago"));
}

static void
three_false_webhooks_in_a_minute_are_a_warning(void **state)
{
	struct counter *c = *state;

	for (int i = 0; i < 6; i++) {
		assert_int_equal(counter_text(c, ROSA, "x", "SM1", false),
		    403);
		assert_false(warned(c, "Did the auth token change"));
		clock_pass(SECONDS(30));
	}
	clock_pass(SECONDS(60));
	for (int i = 0; i < 3; i++)
		assert_int_equal(counter_text(c, ROSA, "x", "SM1", false),
		    403);
	assert_true(warned(c, "Did the auth token change"));
	assert_int_equal(counter_text(c, ROSA, "x", "SM1", true), 200);
	clock_pass(SECONDS(60));
	assert_false(warned(c, "Did the auth token change"));
}

/* A visit that holds the writer, or a reader, until a byte comes. */
struct holding {
	struct job	 job;
	int		 pipe[2];
	bool		 done;
};

static void
hold(struct job *job, struct db *db)
{
	struct holding *h = CONTAINER(job, struct holding, job);
	char byte;

	(void)db;
	assert_int_equal(read(h->pipe[0], &byte, 1), 1);
}

static void
held(struct job *job, bool kept)
{
	struct holding *h = CONTAINER(job, struct holding, job);

	(void)kept;
	h->done = true;
}

static void
begin_holding(struct counter *c, struct holding *h,
    void (*go)(struct store *, struct job *))
{
	*h = (struct holding){ .job = { .work = hold, .done = held } };
	store_twice(c->store, false);
	assert_int_equal(pipe(h->pipe), 0);
	go(c->store, &h->job);
}

static void
end_holding(struct counter *c, struct holding *h)
{
	assert_int_equal(write(h->pipe[1], "x", 1), 1);
	while (!h->done)
		loop_turn(c->loop);
	close(h->pipe[0]);
	close(h->pipe[1]);
}

static void
too_much_to_do_is_said_and_passes(void **state)
{
	struct counter *c = *state;
	struct asking write = { "POST", "/api/v1/messages", c->desk, "k",
	    .body = "{\"to\":{\"students\":[\"" BEN "\"]},\"words\":\"x\"}" };
	struct holding h;

	c->configured.settings.backlog = 0;
	begin_holding(c, &h, store_write);
	assert_int_equal(counter_ask(c, &write), 503);
	assert_string_equal(headers_get(&c->response.headers, "Retry-After"),
	    "5");
	assert_true(counter_says(c, "Try again"));
	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", true), 503);
	end_holding(c, &h);
	c->configured.settings.backlog = 100;
	assert_int_equal(counter_ask(c, &write), 202);
	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", true), 200);
}

/* Both readers of the counter are held, and so are their connections. */
static void
a_database_that_hangs_is_not_ready_and_asked_once(void **state)
{
	struct counter *c = *state;
	struct holding h[2];

	for (int i = 0; i < 2; i++)
		begin_holding(c, &h[i], store_read);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(counter_get(c, NULL, "/readyz"), 503);
		assert_true(counter_says(c, "cannot be read"));
	}
	assert_int_equal(store_backlog(c->store), 3);
	for (int i = 0; i < 2; i++)
		end_holding(c, &h[i]);
	while (store_backlog(c->store) > 0)
		loop_turn(c->loop);
	assert_int_equal(counter_get(c, NULL, "/readyz"), 200);
}

/* The value of a line of the metrics that begins with that. */
static long
metric(struct counter *c, const char *name)
{
	const char *at = strstr(c->response.body, arena_print(c->arena,
	    "\n%s ", name));

	if (at == NULL)
		fail_msg("there is no %s", name);
	return strtol(at + strlen(name) + 2, NULL, 10);
}

static void
metrics_tell_what_happened(void **state)
{
	static const char *const names[] = { "homeline_queue{rank=\"4\"}",
	    "homeline_queue_oldest_due_seconds",
	    "homeline_attempts_total{outcome=\"sent\"}",
	    "homeline_strays", "homeline_conversations_without_reader",
	    "homeline_unknown", "homeline_wal_bytes", "homeline_backlog" };
	struct counter *c = *state;

	(void)counter_write(c, BEN, "a");
	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", true), 200);
	assert_int_equal(counter_text(c, ROSA, "Hello", "SM1", false), 403);
	assert_int_equal(counter_get(c, NULL, "/metrics"), 200);
	assert_string_equal(headers_get(&c->response.headers,
	    "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
	for (size_t i = 0; i < COUNT(names); i++)
		assert_true(metric(c, names[i]) >= 0);
	assert_int_equal(metric(c, "homeline_webhook_seconds_count"), 2);
	assert_int_equal(metric(c,
	    "homeline_webhook_seconds_bucket{le=\"+Inf\"}"), 2);
	assert_int_equal(metric(c, "homeline_commit_seconds_count"),
	    metric(c, "homeline_commit_seconds_bucket{le=\"+Inf\"}"));
	assert_true(metric(c, "homeline_commit_seconds_count") >= 2);
	assert_int_equal(metric(c, "homeline_replies_total"), 1);
	assert_int_equal(metric(c, "homeline_not_genuine_total"), 1);
	assert_int_equal(metric(c, "homeline_connections"), 1);
	assert_int_equal(metric(c, "homeline_exchanges"), 1);
	assert_true(metric(c, "homeline_resident_bytes") > 1000000);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_process_lives_and_is_ready),
		TEST(who_knows_the_district_is_shown_that_it_is_this_gateway),
		TEST(each_thing_that_is_wrong_is_a_sentence),
		TEST(a_database_that_cannot_be_read_is_not_ready),
		TEST(who_stops_is_not_ready_and_takes_nothing),
		TEST(a_webhook_is_taken_when_it_is_genuine),
		TEST(what_somebody_should_look_at_is_a_warning),
		TEST(a_disk_is_told_before_it_is_full),
		TEST(two_places_on_one_disk_are_told_once),
		TEST(no_backup_for_long_is_a_warning_when_there_ever_was_one),
		TEST(three_false_webhooks_in_a_minute_are_a_warning),
		TEST(too_much_to_do_is_said_and_passes),
		TEST(a_database_that_hangs_is_not_ready_and_asked_once),
		TEST(metrics_tell_what_happened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
