/* The server answers each request once, in order, at once or later. */

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
#include "base/clock.h"
#include "net/loop.h"
#include "net/server.h"
#include "tests/net/visitor.h"

#define LONGEST		300		/* s; then something hangs. */
#define MEGABYTE	(1024 * 1024)
#define NOW		INT64_C(1772500000000)	/* 2026-03-03 01:06:40 UTC */
#define MANY		5000
#define H		" HTTP/1.1\r\nHost: h\r\n"
#define SMUGGLED	"GET /smuggled" H "\r\n"

struct scene {
	struct loop	*loop;
	struct server	*server;
	struct exchange	*waiting[8];
	unsigned	 waiting_count;
	struct timer	*soon;
	struct exchange	*asked;
	unsigned	 smuggled;
};

/*
 * What the server does here.
 */

static void
echo(struct exchange *x, void *arg)
{
	const struct request *request = exchange_request(x);

	(void)arg;
	if (request->body != NULL)
		assert_int_equal(request->body[request->length], '\0');
	exchange_answer(x, 200, "text/plain", request->body, request->length);
}

static void
greet(struct exchange *x, void *arg)
{
	(void)arg;
	assert_null(exchange_request(x)->body);
	exchange_answer(x, 200, "text/plain", "hello", 5);
}

static void
show_params(struct exchange *x, void *arg)
{
	char *text = arena_print(exchange_arena(x), "%s [%s] [%s] [%s]",
	    exchange_path(x), exchange_param(x, "one"),
	    exchange_param(x, "other"),
	    exchange_param(x, "none") == NULL ? "" : "?");

	(void)arg;
	exchange_answer(x, 200, "text/plain", text, strlen(text));
}

static void
show_request(struct exchange *x, void *arg)
{
	const struct request *request = exchange_request(x);
	char *text = arena_print(exchange_arena(x), "%s %s %s",
	    request->method, request->url,
	    headers_get(&request->headers, "x-note"));

	(void)arg;
	exchange_answer(x, 200, "text/plain", text, strlen(text));
}

static void
show_peer(struct exchange *x, void *arg)
{
	char *text = arena_print(exchange_arena(x), "[%s]",
	    exchange_peer(x));

	(void)arg;
	exchange_answer(x, 200, "text/plain", text, strlen(text));
}

static void
wait_for_it(struct exchange *x, void *arg)
{
	struct scene *s = arg;

	s->waiting[s->waiting_count++] = x;
}

static void
ring_soon(void *arg)
{
	struct scene *s = arg;

	exchange_answer(s->asked, 200, NULL, NULL, 0);
}

static void
answer_soon(struct exchange *x, void *arg)
{
	struct scene *s = arg;

	s->asked = x;
	timer_set(s->soon, 0);
}

static void
be_smuggled(struct exchange *x, void *arg)
{
	struct scene *s = arg;

	s->smuggled++;
	exchange_answer(x, 200, NULL, NULL, 0);
}

static void
say_much(struct exchange *x, void *arg)
{
	char *much = arena_take(exchange_arena(x), 8 * MEGABYTE);

	(void)arg;
	memset(much, 'm', 8 * MEGABYTE);
	exchange_answer(x, 200, "text/plain", much, 8 * MEGABYTE);
}

static void
set_headers(struct exchange *x, void *arg)
{
	(void)arg;
	exchange_header(x, "Cache-Control", "max-age=60");
	exchange_header(x, "Location", "/there\r\nEvil: yes");
	exchange_answer(x, 303, NULL, NULL, 0);
}

static void
not_modified(struct exchange *x, void *arg)
{
	(void)arg;
	exchange_answer(x, 304, NULL, "never seen", 10);
}

static void
have_a_problem(struct exchange *x, void *arg)
{
	(void)arg;
	exchange_problem(x, 422, "The \"name\" is\nmissing.");
}

static const struct route routes[] = {
	{ "GET", "/", greet },
	{ "POST", "/echo", echo },
	{ "PUT", "/echo", echo },
	{ "GET", "/p/:one/q/:other", show_params },
	{ "GET", "/request", show_request },
	{ "GET", "/peer", show_peer },
	{ "GET", "/later", wait_for_it },
	{ "POST", "/later", wait_for_it },
	{ "GET", "/soon", answer_soon },
	{ "GET", "/smuggled", be_smuggled },
	{ "GET", "/much", say_much },
	{ "GET", "/headers", set_headers },
	{ "GET", "/same", not_modified },
	{ "GET", "/problem", have_a_problem },
	{ NULL, NULL, NULL },
};

/*
 * Scenes.
 */

static int
begin(void **state)
{
	static struct scene scene;
	const char *why;

	scene = (struct scene){ .loop = loop_new() };
	scene.soon = timer_new(scene.loop, ring_soon, &scene);
	scene.server = server_open(scene.loop, "127.0.0.1:0", routes, &scene,
	    NULL, &why);
	*state = &scene;
	return scene.server == NULL ? -1 : 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	clock_release();
	if (s->server != NULL)
		server_close(s->server);
	timer_free(s->soon);
	loop_free(s->loop);
	return 0;
}

static void
come(struct scene *s, struct visitor *v)
{
	visitor_come(v, s->loop, server_port(s->server));
}

/* A new visitor says it and leaves when the end of the answer came. */
static void
ask(struct scene *s, const char *text, const char *last)
{
	struct visitor v;

	come(s, &v);
	visitor_say(&v, text);
	visitor_hear(&v, last);
	assert_non_null(strstr(v.heard, last));
	visitor_leave(&v);
}

static struct server_count
counted(struct scene *s)
{
	struct server_count count;

	server_count(s->server, &count);
	return count;
}

/*
 * Answers.
 */

static void
an_answer_has_the_headers_it_should(void **state)
{
	struct visitor v;

	clock_hold(NOW);
	come(*state, &v);
	visitor_say(&v, "GET /" H "\r\n");
	visitor_hear(&v, "\r\n\r\nhello");
	assert_string_equal(v.heard,
	    "HTTP/1.1 200 OK\r\n"
	    "Date: Tue, 03 Mar 2026 01:06:40 GMT\r\n"
	    "Content-Type: text/plain\r\n"
	    "Content-Length: 5\r\n"
	    "Cache-Control: no-store\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "\r\nhello");
	visitor_leave(&v);
}

static void
answers_fit_their_requests(void **state)
{
	static const struct {
		const char	*request, *answer;
	} cases[] = {
		{ "GET /nowhere" H "\r\n",
		    "\r\n\r\n{\"type\":\"about:blank\",\"title\":\"Not Found\","
		    "\"status\":404,\"detail\":\"There is nothing here.\"}" },
		{ "DELETE /echo" H "\r\n", "Allow: POST, PUT\r\n" },
		{ "DELETE /echo" H "\r\n", "\"status\":405" },
		{ "POST /" H "\r\n", "Allow: GET, HEAD\r\n" },
		{ "BREW /" H "\r\n", "HTTP/1.1 405 " },
		{ "GET /p/a%20b%C3%A9/q/x%2Fy" H "\r\n",
		    "/p/:one/q/:other [a b\xc3\xa9] [x/y] []" },
		{ "GET /p/a/q/b?c=d/e" H "\r\n", "[a] [b] []" },
		{ "GET /p/%00/q/b" H "\r\n", "HTTP/1.1 404 " },
		{ "GET /p/%zz/q/b" H "\r\n", "HTTP/1.1 404 " },
		{ "GET /p/%4/q/b" H "\r\n", "HTTP/1.1 404 " },
		{ "GET /p//q/b" H "\r\n", "HTTP/1.1 404 " },
		{ "GET /p/a/q/b/" H "\r\n", "HTTP/1.1 404 " },
		{ "GET /p/a/q" H "\r\n", "HTTP/1.1 404 " },
		{ "GET /request?a=b" H "X-Note:  \t two words \r\n\r\n",
		    "\r\n\r\nGET /request?a=b two words" },
		{ "GET http://H/request?a" H "X-Note:\r\n\r\n",
		    "\r\n\r\nGET /request?a " },
		{ "GET http://h" H "\r\n", "\r\n\r\nhello" },
		{ "GET /headers" H "\r\n", "Cache-Control: max-age=60\r\n"
		    "Location: /there\r\nX-Content" },
		{ "GET /headers" H "\r\n", "Location: /there\r\n" },
		{ "GET /problem" H "\r\n", "\"status\":422,"
		    "\"detail\":\"The \\\"name\\\" is\\nmissing.\"}" },
		{ "GET / HTTP/1.0\r\nHost: h\r\n\r\n",
		    "Connection: close\r\n\r\nhello" },
		{ "GET / HTTP/1.0\r\nHost: h\r\nConnection: Keep-Alive\r\n\r\n",
		    "Connection: keep-alive\r\n\r\nhello" },
		{ "GET /" H "Connection: x, close\r\n\r\n",
		    "Connection: close\r\n\r\nhello" },
		{ "POST /echo" H "Content-Length: 2\r\n\r\nab",
		    "Content-Length: 2\r\n" },
	};

	for (unsigned i = 0; i < COUNT(cases); i++)
		ask(*state, cases[i].request, cases[i].answer);
}

/* Whoever asks from this machine is a proxy: it says for whom, last. */
static void
a_proxy_says_who_asks(void **state)
{
	static const struct {
		const char	*headers, *peer;
	} cases[] = {
		{ "", "[]" },
		{ "X-Forwarded-For: 192.0.2.7\r\n", "[192.0.2.7]" },
		{ "X-Forwarded-For: 1.2.3.4, 192.0.2.7\r\n", "[192.0.2.7]" },
		{ "X-Forwarded-For: 1.2.3.4\r\n"
		  "X-Forwarded-For: 2001:db8::7\r\n", "[2001:db8::7]" },
		{ "X-Forwarded-For: 192.0.2.7, 10.0.0.9\r\n",
		    "[192.0.2.7]" },
		{ "X-Forwarded-For: 10.0.0.9,10.0.0.9\r\n", "[]" },
	};
	struct scene *s = *state;

	server_limit(s->server, &(struct server_limits){
	    .trusted = "10.0.0.8 10.0.0.9" });
	for (unsigned i = 0; i < COUNT(cases); i++) {
		char request[200];

		snprintf(request, sizeof request, "GET /peer" H "%s\r\n",
		    cases[i].headers);
		ask(s, request, cases[i].peer);
	}
}

/* The greeting after it shows where the answer ended. */
static void
some_answers_have_no_body(void **state)
{
	struct visitor v;

	come(*state, &v);
	visitor_say(&v, "HEAD /" H "\r\n");
	visitor_say(&v, "GET /same" H "\r\n" "GET /" H "\r\n");
	visitor_hear(&v, "\r\n\r\nhello");
	assert_int_equal(visitor_heard(&v, "hello"), 1);
	assert_int_equal(visitor_heard(&v, "HTTP/1.1 200 OK"), 2);
	assert_int_equal(visitor_heard(&v, "Content-Length: 5"), 2);
	assert_int_equal(visitor_heard(&v, "HTTP/1.1 304 Not Modified"), 1);
	assert_int_equal(visitor_heard(&v, "never"), 0);
	assert_int_equal(visitor_heard(&v, "Content-Length: "), 2);
	visitor_leave(&v);
}

static void
a_connection_is_kept_for_many_requests(void **state)
{
	struct visitor v;

	come(*state, &v);
	for (int i = 0; i < 100; i++) {
		visitor_forget(&v);
		visitor_say(&v, "POST /echo" H "Content-Length: 3\r\n\r\nabc");
		visitor_hear(&v, "\r\n\r\nabc");
	}
	assert_false(v.closed);
	assert_int_equal(counted(*state).requests, 100);
	visitor_leave(&v);
}

static void
requests_that_come_together_are_answered_in_order(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	come(s, &v);
	visitor_say(&v, "GET /later" H "\r\n"
	    "POST /echo" H "Content-Length: 6\r\n\r\nsecond");
	settle(s->loop);
	visitor_say(&v, "GET /" H "Connection: close\r\n\r\n" SMUGGLED);
	settle(s->loop);
	assert_int_equal(v.length, 0);
	assert_int_equal(s->waiting_count, 1);
	exchange_answer(s->waiting[0], 200, NULL, "first", 5);
	visitor_hear_end(&v);
	assert_true(strstr(v.heard, "first") < strstr(v.heard, "second"));
	assert_true(strstr(v.heard, "second") < strstr(v.heard, "hello"));
	assert_int_equal(s->smuggled, 0);
	visitor_leave(&v);
}

/* More of them than the connection would keep, each with its answer from
 * elsewhere. */
static void
as_many_as_one_likes_may_come_together(void **state)
{
	char request[512], *all;
	size_t length;
	struct visitor v;

	length = (size_t)snprintf(request, sizeof request, "GET /soon" H
	    "X-Note: %0400d\r\n\r\n", 0);
	all = malloc(MANY * length);
	for (size_t i = 0; i < MANY; i++)
		memcpy(all + i * length, request, length);
	come(*state, &v);
	visitor_say_bytes(&v, all, MANY * length);
	visitor_say(&v, "GET /" H "\r\n");
	visitor_hear(&v, "\r\n\r\nhello");
	assert_int_equal(visitor_heard(&v, "HTTP/1.1 200 OK"), MANY + 1);
	assert_false(v.closed);
	visitor_leave(&v);
	free(all);
}

static void
a_request_may_come_byte_by_byte(void **state)
{
	static const char request[] = "POST /echo" H
	    "Transfer-Encoding: Chunked\r\n\r\n"
	    "4\r\nfour\r\n00a\r\nten and 10\r\n0\r\n\r\n";
	struct scene *s = *state;
	struct visitor v;

	come(s, &v);
	for (const char *c = request; *c != '\0'; c++) {
		assert_int_equal(v.length, 0);
		visitor_say_bytes(&v, c, 1);
		loop_glance(s->loop);
	}
	visitor_hear(&v, "\r\n\r\nfourten and 10");
	visitor_leave(&v);
}

static void
who_expects_to_be_greeted_is(void **state)
{
	struct visitor v;

	come(*state, &v);
	visitor_say(&v, "POST /echo" H "Content-Length: 4\r\n"
	    "Expect: 100-continue\r\n\r\n");
	visitor_hear(&v, "HTTP/1.1 100 Continue\r\n\r\n");
	visitor_forget(&v);
	visitor_say(&v, "body");
	visitor_hear(&v, "\r\n\r\nbody");
	assert_memory_equal(v.heard, "HTTP/1.1 200 OK", 15);
	visitor_leave(&v);
}

static void
bodies_of_a_megabyte_arrive_with_every_byte(void **state)
{
	char *body = malloc(MEGABYTE), head[128];
	const char *got;
	struct visitor v;
	size_t start;

	for (unsigned i = 0; i < MEGABYTE; i++)
		body[i] = (char)(i * 7919 >> 3);
	snprintf(head, sizeof head, "POST /echo" H "Content-Length: %d\r\n\r\n",
	    MEGABYTE);
	come(*state, &v);
	visitor_say(&v, head);
	visitor_say_bytes(&v, body, MEGABYTE);
	visitor_hear(&v, "\r\n\r\n");
	start = (size_t)(strstr(v.heard, "\r\n\r\n") + 4 - v.heard);
	visitor_hear_bytes(&v, start + MEGABYTE);
	got = v.heard + start;
	assert_memory_equal(got, body, MEGABYTE);
	assert_int_equal(v.length, start + MEGABYTE);
	visitor_leave(&v);
	free(body);
}

static void
a_long_answer_waits_for_a_slow_reader(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	come(s, &v);
	visitor_listen(&v, false);
	visitor_say(&v, "GET /much" H "\r\n" "GET /" H "\r\n");
	settle(s->loop);
	assert_int_equal(v.length, 0);
	visitor_listen(&v, true);
	visitor_hear_bytes(&v, 8 * MEGABYTE);
	visitor_hear(&v, "\r\n\r\nhello");
	visitor_leave(&v);
}

/*
 * Answers that come late.
 */

static void
an_answer_may_come_when_the_peer_has_left(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	come(s, &v);
	visitor_say(&v, "POST /later" H "Content-Length: 4\r\n\r\nbody");
	settle(s->loop);
	assert_int_equal(counted(s).exchanges, 1);
	visitor_leave(&v);
	settle(s->loop);
	assert_string_equal(exchange_request(s->waiting[0])->body, "body");
	exchange_problem(s->waiting[0], 503, "Too late.");
	settle(s->loop);
	assert_int_equal(counted(s).exchanges, 0);
	assert_int_equal(counted(s).connections, 0);
}

static void
an_answer_may_come_when_the_server_is_closed(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	come(s, &v);
	visitor_say(&v, "GET /later" H "\r\n");
	settle(s->loop);
	server_close(s->server);
	s->server = NULL;
	exchange_header(s->waiting[0], "X", "y");
	exchange_answer(s->waiting[0], 200, NULL, "late", 4);
	visitor_hear_end(&v);
	assert_int_equal(v.length, 0);
	visitor_leave(&v);
}

static void
an_exchange_that_is_dropped_ends_its_connection(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	come(s, &v);
	visitor_say(&v, "GET /later" H "\r\n" "GET /" H "\r\n");
	settle(s->loop);
	exchange_drop(s->waiting[0]);
	visitor_hear_end(&v);
	assert_int_equal(v.length, 0);
	visitor_leave(&v);
	settle(s->loop);
	assert_int_equal(counted(s).connections, 0);
	assert_int_equal(counted(s).exchanges, 0);
}

static void
a_peer_that_leaves_in_the_middle_is_forgotten(void **state)
{
	static const char *const parts[] = {
		"", "GET", "GET /" H,
		"POST /echo" H "Content-Length: 9\r\n\r\nab",
		"POST /echo" H "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
	};
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(parts); i++) {
		struct visitor v;

		come(s, &v);
		visitor_say(&v, parts[i]);
		settle(s->loop);
		assert_int_equal(counted(s).connections, 1);
		visitor_leave(&v);
		settle(s->loop);
		assert_int_equal(counted(s).connections, 0);
		assert_int_equal(counted(s).exchanges, 0);
	}
}

static void
a_server_that_rests_ends_what_it_has(void **state)
{
	struct scene *s = *state;
	struct visitor idle, busy;

	come(s, &idle);
	visitor_say(&idle, "GET /" H "\r\n");
	visitor_hear(&idle, "hello");
	come(s, &busy);
	visitor_say(&busy, "GET /later" H "\r\n");
	settle(s->loop);
	server_rest(s->server);
	visitor_hear_end(&idle);
	assert_false(busy.closed);
	exchange_answer(s->waiting[0], 200, NULL, "done", 4);
	visitor_hear_end(&busy);
	assert_non_null(strstr(busy.heard, "Connection: close\r\n"));
	assert_non_null(strstr(busy.heard, "done"));
	visitor_leave(&idle);
	visitor_leave(&busy);
	settle(s->loop);
	assert_int_equal(counted(s).connections, 0);
}

#define CASE(name)	cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_answer_has_the_headers_it_should),
		CASE(answers_fit_their_requests),
		CASE(a_proxy_says_who_asks),
		CASE(some_answers_have_no_body),
		CASE(a_connection_is_kept_for_many_requests),
		CASE(requests_that_come_together_are_answered_in_order),
		CASE(as_many_as_one_likes_may_come_together),
		CASE(a_request_may_come_byte_by_byte),
		CASE(who_expects_to_be_greeted_is),
		CASE(bodies_of_a_megabyte_arrive_with_every_byte),
		CASE(a_long_answer_waits_for_a_slow_reader),
		CASE(an_answer_may_come_when_the_peer_has_left),
		CASE(an_answer_may_come_when_the_server_is_closed),
		CASE(an_exchange_that_is_dropped_ends_its_connection),
		CASE(a_peer_that_leaves_in_the_middle_is_forgotten),
		CASE(a_server_that_rests_ends_what_it_has),
	};

	alarm(LONGEST);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
