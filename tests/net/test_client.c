/* The client carries each request once, and says truly how far it came. */

#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
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
#include "base/list.h"
#include "net/client.h"
#include "net/loop.h"
#include "tests/net/peer.h"

#define LONGEST	300		/* s; then something hangs. */
#define NOW	INT64_C(1772500000000)
#define MANY	500
#define CHUNKED	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define OK	"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"

/* Carriages and what has become of them. */
struct scene {
	struct loop		*loop;
	struct client		*client;
	struct peer		 peer;
	struct arena		*arena;
	char			 url[64];
	struct carriage		 carriages[MANY];
	unsigned		 answered;
	struct guest		*held;		/* Asked, not answered. */
	bool			 again;		/* Carry again when answered. */
};

static struct scene scene;

/*
 * A resolver that does not answer: names that end so wait for the test.
 */

static pthread_mutex_t silence = PTHREAD_MUTEX_INITIALIZER;

int
getaddrinfo(const char *node, const char *service,
    const struct addrinfo *hints, struct addrinfo **result)
{
	int (*real)(const char *, const char *, const struct addrinfo *,
	    struct addrinfo **);

	if (node != NULL && strcmp(node, "nobody.test") == 0)
		return EAI_NONAME;
	if (node != NULL && strcmp(node, "silent.test") == 0) {
		pthread_mutex_lock(&silence);
		pthread_mutex_unlock(&silence);
		return EAI_NONAME;
	}
	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	return real(node, service, hints, result);
}

/*
 * What the peer does.
 */

static void
say_done(struct guest *g)
{
	guest_say(g, OK);
}

static void
say_nothing(struct guest *g)
{
	scene.held = g;
}

static void
say_what_arg_says(struct guest *g)
{
	guest_say(g, g->peer->words);
	guest_end(g);
}

/*
 * Scenes.
 */

static int
begin(void **state)
{
	scene = (struct scene){ .loop = loop_new(), .arena = arena_new() };
	scene.client = client_open(scene.loop, 4);
	peer_open(&scene.peer, scene.loop, say_done);
	snprintf(scene.url, sizeof scene.url, "http://127.0.0.1:%u/x",
	    scene.peer.port);
	*state = &scene;
	return 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	clock_release();
	if (s->client != NULL)
		client_close(s->client);
	peer_close(&s->peer);
	loop_free(s->loop);
	arena_free(s->arena);
	return 0;
}

static void carry(struct scene *, unsigned, const char *, const char *);

static void
note(struct carriage *c)
{
	(void)c;
	scene.answered++;
	if (scene.again) {
		scene.again = false;
		carry(&scene, 1, "GET", NULL);
	}
}

static struct carriage *
prepare(struct scene *s, unsigned i, const char *method, const char *body)
{
	struct carriage *c = &s->carriages[i];

	c->request.method = method;
	if (c->request.url == NULL)
		c->request.url = s->url;
	c->request.body = body;
	c->request.length = body == NULL ? 0 : strlen(body);
	c->arena = s->arena;
	c->answered = note;
	return c;
}

static void
carry(struct scene *s, unsigned i, const char *method, const char *body)
{
	client_carry(s->client, prepare(s, i, method, body));
}

static void
until_answered(struct scene *s, unsigned count)
{
	while (s->answered < count)
		loop_turn(s->loop);
	assert_int_equal(s->answered, count);
}

/* Carries one and waits for it. */
static const struct carriage *
ask(struct scene *s, const char *method, const char *body)
{
	unsigned before = s->answered;
	unsigned under_way = client_under_way(s->client);

	carry(s, 0, method, body);
	assert_int_equal(client_under_way(s->client), under_way + 1);
	assert_int_equal(s->answered, before);
	until_answered(s, before + 1);
	assert_int_equal(client_under_way(s->client), under_way);
	return &s->carriages[0];
}

static void
assert_failed(const struct carriage *c, enum carried carried,
    const char *why)
{
	assert_int_equal(c->response.carried, carried);
	assert_string_equal(c->why, why);
	assert_int_equal(c->response.status, 0);
	assert_int_equal(c->response.headers.count, 0);
	assert_int_equal(c->response.length, 0);
	assert_string_equal(c->response.body, "");
}

static void
assert_done(const struct carriage *c)
{
	assert_int_equal(c->response.carried, ANSWERED);
	assert_int_equal(c->response.status, 200);
	assert_int_equal(c->response.length, 4);
	assert_string_equal(c->response.body, "done");
	assert_null(c->why);
	assert_false(c->late);
}

/*
 * What arrives.
 */

static void
a_request_arrives_as_it_was_given(void **state)
{
	struct scene *s = *state;
	char expected[512];

	headers_add(&s->carriages[0].request.headers, "Content-Type",
	    "text/plain");
	headers_add(&s->carriages[0].request.headers, "X-Empty", "");
	assert_done(ask(s, "POST", "a=b\n"));
	snprintf(expected, sizeof expected,
	    "POST /x HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
	    "User-Agent: homeline\r\nAccept: */*\r\n"
	    "Content-Type: text/plain\r\nX-Empty:\r\n"
	    "Content-Length: 4\r\n\r\na=b\n", s->peer.port);
	assert_string_equal(s->peer.request, expected);
}

static void
methods_arrive_as_they_were_given(void **state)
{
	static const struct {
		const char	*method, *body, *begin_of, *end_of;
	} cases[] = {
		{ "GET", NULL, "GET /x", "\r\n\r\n" },
		{ "DELETE", NULL, "DELETE /x", "\r\n\r\n" },
		{ "POST", NULL, "POST /x", "Content-Length: 0\r\n\r\n" },
		{ "PUT", "a", "PUT /x", "Content-Length: 1\r\n\r\na" },
		{ "GET", NULL, "GET /x", "\r\n\r\n" },
		{ "PATCH", "ab", "PATCH /x", "Content-Length: 2\r\n\r\nab" },
		{ "POST", "abc", "POST /x", "Content-Length: 3\r\n\r\nabc" },
	};
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(cases); i++) {
		const char *got;

		assert_done(ask(s, cases[i].method, cases[i].body));
		got = s->peer.request;
		assert_memory_equal(got, cases[i].begin_of,
		    strlen(cases[i].begin_of));
		assert_string_equal(got + strlen(got) -
		    strlen(cases[i].end_of), cases[i].end_of);
		if (cases[i].body == NULL && i != 2)
			assert_null(strstr(got, "Content-Length"));
	}
}

static void
head_has_an_answer_without_a_body(void **state)
{
	struct scene *s = *state;
	const struct carriage *c;

	s->peer.words = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
	s->peer.asked = say_what_arg_says;
	c = ask(s, "HEAD", NULL);
	assert_int_equal(c->response.carried, ANSWERED);
	assert_int_equal(c->response.length, 0);
	assert_string_equal(headers_get(&c->response.headers,
	    "content-length"), "99");
}

/* curl would wait for "100 Continue" before it sends so much. */
static void
a_large_body_arrives_whole_and_nobody_is_asked_first(void **state)
{
	struct scene *s = *state;
	size_t length = 3 * 1024 * 1024;
	char *body = malloc(length + 1);

	for (size_t i = 0; i < length; i++)
		body[i] = (char)('a' + i * 7919 / 8 % 26);
	body[length] = '\0';
	assert_done(ask(s, "POST", body));
	assert_null(strstr(s->peer.request, "Expect"));
	assert_memory_equal(s->peer.request + s->peer.length - length, body,
	    length);
	free(body);
}

static void
an_answer_comes_back_with_its_headers(void **state)
{
	struct scene *s = *state;
	const struct response *r;

	s->peer.words = "HTTP/1.1 100 Continue\r\nX-Early: yes\r\n\r\n"
	    "HTTP/1.1 404 Not Found\r\nX-One: a: b \r\nX-Two:\r\n"
	    "x-one: again\r\nContent-Length: 3\r\n\r\nno\n";
	s->peer.asked = say_what_arg_says;
	r = &ask(s, "POST", "a")->response;
	assert_int_equal(r->carried, ANSWERED);
	assert_int_equal(r->status, 404);
	assert_string_equal(r->body, "no\n");
	assert_int_equal(r->headers.count, 4);
	assert_null(headers_get(&r->headers, "X-Early"));
	assert_string_equal(headers_get(&r->headers, "x-ONE"), "a: b");
	assert_string_equal(headers_get(&r->headers, "X-Two"), "");
	assert_string_equal(r->headers.list[2].value, "again");
	s->peer.words = CHUNKED "4\r\ndone\r\n0\r\nX-Behind: it\r\n\r\n";
	assert_done(ask(s, "POST", "a"));
}

static void
a_redirect_is_an_answer(void **state)
{
	struct scene *s = *state;
	const struct carriage *c;

	s->peer.words = "HTTP/1.1 302 Found\r\nLocation: /y\r\n"
	    "Content-Length: 0\r\n\r\n";
	s->peer.asked = say_what_arg_says;
	c = ask(s, "GET", NULL);
	assert_int_equal(c->response.status, 302);
	assert_int_equal(s->peer.requests, 1);
}

/*
 * What was spoken and what was not.
 */

/* Were it let go again, curl would speak it again by itself. */
static void
a_kept_connection_that_dies_does_not_repeat_a_post(void **state)
{
	static void (*const deaths[])(struct guest *) = {
		guest_end, guest_cut,
	};
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(deaths); i++) {
		size_t before;

		s->peer.asked = say_done;
		assert_done(ask(s, "POST", "first!"));
		before = s->peer.heard;
		s->peer.asked = deaths[i];
		assert_failed(ask(s, "POST", "second"), CUT_OFF,
		    "cut the connection");
		assert_int_equal(s->peer.requests, (i + 1) * 2);
		assert_int_equal(s->peer.heard - before, s->peer.length);
		assert_non_null(strstr(s->peer.request, "second"));
	}
}

static void
nor_one_without_a_body(void **state)
{
	struct scene *s = *state;

	assert_done(ask(s, "POST", "first"));
	s->peer.asked = guest_end;
	assert_failed(ask(s, "POST", NULL), CUT_OFF, "cut the connection");
	assert_failed(ask(s, "DELETE", NULL), CUT_OFF,
	    "cut the connection");
	assert_int_equal(s->peer.requests, 3);
}

static void
what_asks_only_may_be_repeated(void **state)
{
	struct scene *s = *state;

	s->peer.asked = guest_end;
	assert_failed(ask(s, "GET", NULL), NEVER_SPOKE,
	    "cut the connection");
	s->peer.asked = guest_cut;
	assert_failed(ask(s, "HEAD", NULL), NEVER_SPOKE,
	    "cut the connection");
}

static void
a_connection_that_died_before_is_made_anew(void **state)
{
	struct scene *s = *state;

	s->peer.words = OK;
	s->peer.asked = say_what_arg_says;
	assert_done(ask(s, "POST", "first"));
	assert_done(ask(s, "POST", "second"));
	assert_int_equal(s->peer.came, 2);
	assert_int_equal(s->peer.requests, 2);
}

static void
one_that_lives_is_used_again(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < 10; i++)
		assert_done(ask(s, "POST", "body"));
	assert_int_equal(s->peer.came, 1);
	assert_int_equal(s->peer.requests, 10);
}

static void
an_answer_that_is_cut_is_no_answer(void **state)
{
	static const char *const cut[] = {
		"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
		CHUNKED "4\r\nha",
		CHUNKED "4\r\nhalf\r\n",
		"HTTP/1.1 200 OK\r\nContent-Le",
		"HTTP/1.1 100 Continue\r\n\r\n",
	};
	struct scene *s = *state;

	s->peer.asked = say_what_arg_says;
	for (unsigned i = 0; i < COUNT(cut); i++) {
		s->peer.words = cut[i];
		assert_failed(ask(s, "POST", "body"), CUT_OFF,
		    "cut the connection");
	}
	assert_int_equal(s->peer.requests, COUNT(cut));
}

static void
what_is_not_http_is_no_answer(void **state)
{
	struct scene *s = *state;

	s->peer.asked = say_what_arg_says;
	s->peer.words = "220 mail.example ESMTP\r\n";
	assert_failed(ask(s, "POST", "body"), CUT_OFF,
	    "did not speak as expected");
}

static void
an_answer_may_have_so_many_bytes(void **state)
{
	struct scene *s = *state;

	s->carriages[0].limit = 4;
	assert_done(ask(s, "POST", "body"));
	s->carriages[0].limit = 3;
	assert_failed(ask(s, "POST", "body"), CUT_OFF,
	    "the answer is too long");
	assert_failed(ask(s, "GET", NULL), CUT_OFF,
	    "the answer is too long");
	s->carriages[0].limit = 0;
	assert_done(ask(s, "POST", "body"));
}

static void
headers_may_have_so_many_bytes(void **state)
{
	struct scene *s = *state;
	char *much = malloc(100000);

	snprintf(much, 100000, "HTTP/1.1 200 OK\r\n");
	while (strlen(much) < 90000)
		snprintf(much + strlen(much), 100, "X-Long: %060d\r\n", 0);
	s->peer.words = much;
	s->peer.asked = say_what_arg_says;
	assert_failed(ask(s, "POST", "body"), CUT_OFF,
	    "the answer is too long");
	free(much);
}

static void
who_cannot_be_reached_was_not_spoken_to(void **state)
{
	static const struct {
		const char	*url, *why;
	} cases[] = {
		{ "http://127.0.0.1:1/", "refused the connection" },
		{ "http://nobody.test/", "could not resolve the name" },
		{ "file:///etc/passwd", "the address is not understood" },
		{ "ftp://127.0.0.1/", "the address is not understood" },
		{ "http://", "the address is not understood" },
		{ "http://a b/", "the address is not understood" },
		{ "", "the address is not understood" },
	};
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(cases); i++) {
		s->carriages[0].request.url = cases[i].url;
		assert_failed(ask(s, "POST", "body"), NEVER_SPOKE,
		    cases[i].why);
		assert_failed(ask(s, "POST", NULL), NEVER_SPOKE,
		    cases[i].why);
	}
}

static void
a_header_with_a_line_break_is_not_sent(void **state)
{
	static const struct header bad[] = {
		{ "X", "a\r\nEvil: yes" }, { "X", "a\nb" },
		{ "X\r\nY", "a" }, { "X:", "a" }, { "", "a" },
	};
	struct scene *s = *state;
	struct headers *headers = &s->carriages[0].request.headers;

	for (unsigned i = 0; i < COUNT(bad); i++) {
		headers->list[0] = bad[i];
		headers->count = 1;
		assert_failed(ask(s, "POST", "body"), NEVER_SPOKE,
		    "the request is not fit to be sent");
	}
	assert_int_equal(s->peer.came, 0);
}

/*
 * Time.
 */

static void
who_does_not_answer_is_given_up(void **state)
{
	struct scene *s = *state;

	s->peer.asked = say_nothing;
	s->carriages[0].patience = 100;
	assert_failed(ask(s, "POST", "body"), CUT_OFF,
	    "did not answer in time");
	assert_failed(ask(s, "GET", NULL), NEVER_SPOKE,
	    "did not answer in time");
	assert_int_equal(s->peer.requests, 2);
}

static void
what_is_late_is_not_launched(void **state)
{
	static const char *const methods[] = { "POST", "GET" };
	struct scene *s = *state;

	clock_hold(NOW);
	for (unsigned i = 0; i < COUNT(methods); i++) {
		const char *body = i == 0 ? "body" : NULL;

		s->carriages[0].launch_by = clock_boot();
		assert_done(ask(s, methods[i], body));
		clock_pass(1);
		assert_failed(ask(s, methods[i], body), NEVER_SPOKE,
		    "its time had passed");
		assert_true(s->carriages[0].late);
	}
	assert_int_equal(s->peer.requests, 2);
}

/* The fifth waits inside curl, as is known when the sixth is answered. */
static void
it_is_looked_at_when_the_body_is_given(void **state)
{
	struct scene *s = *state;
	struct guest *g;

	clock_hold(NOW);
	s->peer.asked = say_nothing;
	for (unsigned i = 0; i < 4; i++)
		carry(s, i, "POST", "body");
	while (s->peer.requests < 4)
		loop_turn(s->loop);
	s->carriages[4].launch_by = clock_boot() + 1000;
	carry(s, 4, "POST", "late");
	s->carriages[5].request.url = "http://127.0.0.1:1/";
	carry(s, 5, "POST", "elsewhere");
	until_answered(s, 1);
	clock_pass(1001);
	s->peer.asked = say_done;
	LIST_FOREACH(g, &s->peer.guests, next)
		say_done(g);
	until_answered(s, 6);
	for (unsigned i = 0; i < 4; i++)
		assert_done(&s->carriages[i]);
	assert_failed(&s->carriages[4], NEVER_SPOKE, "its time had passed");
	assert_true(s->carriages[4].late);
	assert_int_equal(s->peer.requests, 4);
}

/*
 * Many at once.
 */

static void
one_host_has_so_many_connections(void **state)
{
	struct scene *s = *state;

	for (unsigned i = 0; i < MANY; i++)
		carry(s, i, "POST", "body");
	assert_int_equal(client_under_way(s->client), MANY);
	until_answered(s, MANY);
	for (unsigned i = 0; i < MANY; i++)
		assert_done(&s->carriages[i]);
	assert_int_equal(s->peer.requests, MANY);
	assert_true(s->peer.most <= 4);
}

static void
count_up(void *arg)
{
	(*(unsigned *)arg)++;
}

/* Whoever else wants to be carried is, and the loop goes on. */
static void
a_silent_resolver_holds_up_nobody(void **state)
{
	struct scene *s = *state;
	unsigned rung = 0;
	struct timer *timer = timer_new(s->loop, count_up, &rung);

	pthread_mutex_lock(&silence);
	s->carriages[1].request.url = "http://silent.test/";
	s->carriages[1].patience = 500;
	carry(s, 1, "POST", "body");
	timer_set(timer, 1);
	assert_done(ask(s, "POST", "body"));
	while (rung == 0)
		loop_turn(s->loop);
	assert_int_equal(s->answered, 1);
	until_answered(s, 2);
	assert_failed(&s->carriages[1], NEVER_SPOKE,
	    "did not answer in time");
	timer_free(timer);
	pthread_mutex_unlock(&silence);
}

/*
 * The end.
 */

static void
what_is_under_way_at_the_end_is_answered(void **state)
{
	struct scene *s = *state;

	pthread_mutex_lock(&silence);
	s->peer.asked = say_nothing;
	carry(s, 0, "POST", "body");
	while (s->peer.requests == 0)
		loop_turn(s->loop);
	s->carriages[2].request.url = "http://silent.test/";
	carry(s, 2, "POST", "body");
	s->again = true;
	client_close(s->client);
	s->client = NULL;
	pthread_mutex_unlock(&silence);
	assert_int_equal(s->answered, 3);
	assert_failed(&s->carriages[0], CUT_OFF, "we are stopping");
	assert_failed(&s->carriages[1], NEVER_SPOKE, "we are stopping");
	assert_failed(&s->carriages[2], NEVER_SPOKE, "we are stopping");
}

#define CASE(name)	cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_request_arrives_as_it_was_given),
		CASE(methods_arrive_as_they_were_given),
		CASE(head_has_an_answer_without_a_body),
		CASE(a_large_body_arrives_whole_and_nobody_is_asked_first),
		CASE(an_answer_comes_back_with_its_headers),
		CASE(a_redirect_is_an_answer),
		CASE(a_kept_connection_that_dies_does_not_repeat_a_post),
		CASE(nor_one_without_a_body),
		CASE(what_asks_only_may_be_repeated),
		CASE(a_connection_that_died_before_is_made_anew),
		CASE(one_that_lives_is_used_again),
		CASE(an_answer_that_is_cut_is_no_answer),
		CASE(what_is_not_http_is_no_answer),
		CASE(an_answer_may_have_so_many_bytes),
		CASE(headers_may_have_so_many_bytes),
		CASE(who_cannot_be_reached_was_not_spoken_to),
		CASE(a_header_with_a_line_break_is_not_sent),
		CASE(who_does_not_answer_is_given_up),
		CASE(what_is_late_is_not_launched),
		CASE(it_is_looked_at_when_the_body_is_given),
		CASE(one_host_has_so_many_connections),
		CASE(a_silent_resolver_holds_up_nobody),
		CASE(what_is_under_way_at_the_end_is_answered),
	};

	alarm(LONGEST);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
