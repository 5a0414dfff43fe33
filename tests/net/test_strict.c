/*
 * What two readers could understand in two ways is refused: one answer, the
 * connection ends, and nothing that came behind it is run.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/loop.h"
#include "net/server.h"
#include "tests/net/visitor.h"

#define LONGEST		120		/* s; then something hangs. */
#define SMUGGLED	"GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
#define LINE		" HTTP/1.1\r\nHost: h\r\n"
#define TEXT(literal)	literal, sizeof literal - 1

struct scene {
	struct loop	*loop;
	struct server	*server;
	unsigned	 smuggled, echoed;
};

static void
be_smuggled(struct exchange *x, void *arg)
{
	((struct scene *)arg)->smuggled++;
	exchange_answer(x, 200, NULL, NULL, 0);
}

static void
echo(struct exchange *x, void *arg)
{
	const struct request *request = exchange_request(x);

	((struct scene *)arg)->echoed++;
	exchange_answer(x, 200, NULL, request->body, request->length);
}

static const struct route routes[] = {
	{ "GET", "/smuggled", be_smuggled },
	{ "POST", "/smuggled", be_smuggled },
	{ "POST", "/", echo },
	{ "GET", "/", echo },
	{ NULL, NULL, NULL },
};

static int
begin(void **state)
{
	static struct scene scene;
	const char *why;

	scene = (struct scene){ .loop = loop_new() };
	scene.server = server_open(scene.loop, "127.0.0.1:0", routes, &scene,
	    NULL, &why);
	*state = &scene;
	return scene.server == NULL ? -1 : 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	server_close(s->server);
	loop_free(s->loop);
	return 0;
}

struct shape {
	const char	*name;
	const char	*bytes;
	size_t		 length;
};

/* Each is followed by a request that must not be run. */
static const struct shape malformed[] = {
	{ "a length and chunks", TEXT("POST /" LINE "Content-Length: 5\r\n"
	    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
	{ "chunks and a length", TEXT("POST /" LINE
	    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"
	    "0\r\n\r\n") },
	{ "two lengths", TEXT("POST /" LINE "Content-Length: 0\r\n"
	    "Content-Length: 36\r\n\r\n") },
	{ "two equal lengths", TEXT("POST /" LINE "Content-Length: 0\r\n"
	    "content-length: 0\r\n\r\n") },
	{ "a length with a plus", TEXT("POST /" LINE
	    "Content-Length: +0\r\n\r\n") },
	{ "a negative length", TEXT("POST /" LINE
	    "Content-Length: -0\r\n\r\n") },
	{ "a list of lengths", TEXT("POST /" LINE
	    "Content-Length: 0, 0\r\n\r\n") },
	{ "a length of two words", TEXT("POST /" LINE
	    "Content-Length: 0 36\r\n\r\n") },
	{ "a hexadecimal length", TEXT("POST /" LINE
	    "Content-Length: 0x0\r\n\r\n") },
	{ "a length with a fraction", TEXT("POST /" LINE
	    "Content-Length: 0.0\r\n\r\n") },
	{ "no length in the length", TEXT("POST /" LINE
	    "Content-Length:\r\n\r\n") },
	{ "a length beyond numbers", TEXT("POST /" LINE
	    "Content-Length: 18446744073709551616\r\n\r\n") },
	{ "an unknown coding", TEXT("POST /" LINE
	    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") },
	{ "two codings", TEXT("POST /" LINE
	    "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n") },
	{ "two coding headers", TEXT("POST /" LINE
	    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
	    "\r\n0\r\n\r\n") },
	{ "chunked and a comma", TEXT("POST /" LINE
	    "Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n") },
	{ "chunked in quotes", TEXT("POST /" LINE
	    "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n") },
	{ "chunked behind a vertical tab", TEXT("POST /" LINE
	    "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n") },
	{ "no coding in the coding", TEXT("POST /" LINE
	    "Transfer-Encoding:\r\n\r\n0\r\n\r\n") },
	{ "chunks in HTTP/1.0", TEXT("POST / HTTP/1.0\r\nHost: h\r\n"
	    "Connection: keep-alive\r\n"
	    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
	{ "a space before the colon", TEXT("POST /" LINE
	    "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n") },
	{ "a tab before the colon", TEXT("POST /" LINE
	    "Content-Length\t: 36\r\n\r\n") },
	{ "a folded header", TEXT("GET /" LINE "X: a\r\n b\r\n\r\n") },
	{ "a folded coding", TEXT("POST /" LINE
	    "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n") },
	{ "a first header that is folded", TEXT("GET / HTTP/1.1\r\n"
	    " Host: h\r\nHost: h\r\n\r\n") },
	{ "a bare line feed", TEXT("GET /" LINE "X: a\nY: b\r\n\r\n") },
	{ "bare line feeds only", TEXT("GET / HTTP/1.1\nHost: h\n\n") },
	{ "a head that ends bare", TEXT("GET /" LINE "\n") },
	{ "a bare carriage return", TEXT("GET /" LINE "X: a\rY: b\r\n\r\n") },
	{ "a carriage return and a space", TEXT("GET /" LINE
	    "X: a\r Y: b\r\n\r\n") },
	{ "two carriage returns", TEXT("GET /" LINE "X: a\r\r\n\r\n") },
	{ "a NUL in a value", TEXT("GET /" LINE "X: a\0b\r\n\r\n") },
	{ "a NUL in a name", TEXT("GET /" LINE "X\0Y: b\r\n\r\n") },
	{ "a NUL in the length", TEXT("POST /" LINE
	    "Content-Length: 0\0" "36\r\n\r\n") },
	{ "a NUL in the target", TEXT("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n") },
	{ "a NUL behind the version", TEXT("GET / HTTP/1.1\0\r\n"
	    "Host: h\r\n\r\n") },
	{ "a control character", TEXT("GET /" LINE "X: a\x01\r\n\r\n") },
	{ "a delete character", TEXT("GET /" LINE "X: a\x7f\r\n\r\n") },
	{ "no host", TEXT("GET / HTTP/1.1\r\n\r\n") },
	{ "no host in HTTP/1.0", TEXT("GET / HTTP/1.0\r\n"
	    "Connection: keep-alive\r\n\r\n") },
	{ "two hosts", TEXT("GET /" LINE "Host: h\r\n\r\n") },
	{ "an empty host", TEXT("GET / HTTP/1.1\r\nHost:\r\n\r\n") },
	{ "a host of two words", TEXT("GET / HTTP/1.1\r\nHost: h i\r\n\r\n") },
	{ "a host with a path", TEXT("GET / HTTP/1.1\r\nHost: h/x\r\n\r\n") },
	{ "an absolute target elsewhere", TEXT("GET http://i/" LINE "\r\n") },
	{ "an absolute target with a user", TEXT("GET http://h@i/" LINE
	    "\r\n") },
	{ "an absolute target with a port", TEXT("GET http://h:1/" LINE
	    "\r\n") },
	{ "another scheme", TEXT("GET ftp://h/" LINE "\r\n") },
	{ "the target of CONNECT", TEXT("CONNECT h:443" LINE "\r\n") },
	{ "the target of OPTIONS", TEXT("OPTIONS *" LINE "\r\n") },
	{ "a target that is no path", TEXT("GET x" LINE "\r\n") },
	{ "a target with a fragment", TEXT("GET /#x" LINE "\r\n") },
	{ "a target with a space", TEXT("GET /a b" LINE "\r\n") },
	{ "a target with a tab", TEXT("GET /\t" LINE "\r\n") },
	{ "a target with a raw byte", TEXT("GET /\xc3\xa9" LINE "\r\n") },
	{ "no target", TEXT("GET  HTTP/1.1\r\nHost: h\r\n\r\n") },
	{ "two spaces", TEXT("GET  / HTTP/1.1\r\nHost: h\r\n\r\n") },
	{ "a space behind the version", TEXT("GET / HTTP/1.1 \r\n"
	    "Host: h\r\n\r\n") },
	{ "no version", TEXT("GET /\r\nHost: h\r\n\r\n") },
	{ "a method that is no token", TEXT("GE(T /" LINE "\r\n") },
	{ "no method", TEXT(" /" LINE "\r\n") },
	{ "an empty line first", TEXT("\r\nGET /" LINE "\r\n") },
	{ "a header without a colon", TEXT("GET /" LINE "X\r\n\r\n") },
	{ "a header without a name", TEXT("GET /" LINE ": x\r\n\r\n") },
	{ "a name that is no token", TEXT("GET /" LINE "X{}: y\r\n\r\n") },
};

static const struct shape badly_chunked[] = {
	{ "no size", TEXT("\r\n\r\n") },
	{ "a size with a sign", TEXT("+0\r\n\r\n") },
	{ "a size that begins 0x", TEXT("0x0\r\n\r\n") },
	{ "a space before the size", TEXT(" 0\r\n\r\n") },
	{ "a space behind the size", TEXT("0 \r\n\r\n") },
	{ "an extension", TEXT("0;x=y\r\n\r\n") },
	{ "a bare line feed", TEXT("0\n\r\n") },
	{ "a size beyond numbers", TEXT("100000000000000000\r\n\r\n") },
	{ "a chunk that is longer than it says", TEXT("1\r\nab\r\n0\r\n\r\n") },
	{ "a chunk that ends bare", TEXT("1\r\na\n0\r\n\r\n") },
	{ "a trailer", TEXT("0\r\nX: y\r\n\r\n") },
	{ "a NUL in the size", TEXT("0\0\r\n\r\n") },
};

/* Says it, with a request behind it and one more after the end. */
static void
assert_refused(struct scene *s, const char *name, struct visitor *v,
    const char *status)
{
	visitor_say(v, SMUGGLED);
	visitor_hear_end(v);
	visitor_say(v, SMUGGLED);
	settle(s->loop);
	if (strncmp(v->heard, status, strlen(status)) != 0)
		fail_msg("%s: %.20s", name, v->heard);
	if (s->smuggled > 0 || s->echoed > 0)
		fail_msg("%s: a request was run", name);
	if (visitor_heard(v, "HTTP/1.1 ") != 1)
		fail_msg("%s: there were two answers", name);
	assert_non_null(strstr(v->heard, "application/problem+json\r\n"));
	assert_non_null(strstr(v->heard, "Connection: close\r\n"));
	assert_non_null(strstr(v->heard, "\"detail\":\""));
}

static void
what_is_malformed_is_refused(void **state)
{
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(malformed); i++) {
		const struct shape *shape = &malformed[i];
		struct visitor v;

		visitor_come(&v, s->loop, server_port(s->server));
		visitor_say_bytes(&v, shape->bytes, shape->length);
		assert_refused(s, shape->name, &v, "HTTP/1.1 400 ");
		visitor_leave(&v);
	}
}

static void
so_it_is_when_it_comes_byte_by_byte(void **state)
{
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(malformed); i++) {
		const struct shape *shape = &malformed[i];
		struct visitor v;

		visitor_come(&v, s->loop, server_port(s->server));
		for (size_t k = 0; k < shape->length; k++) {
			visitor_say_bytes(&v, shape->bytes + k, 1);
			loop_glance(s->loop);
		}
		assert_refused(s, shape->name, &v, "HTTP/1.1 400 ");
		visitor_leave(&v);
	}
}

static void
so_it_is_behind_a_good_request(void **state)
{
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(malformed); i++) {
		const struct shape *shape = &malformed[i];
		struct visitor v;

		visitor_come(&v, s->loop, server_port(s->server));
		visitor_say(&v, "POST /" LINE "Content-Length: 4\r\n\r\ngood");
		visitor_say_bytes(&v, shape->bytes, shape->length);
		visitor_say(&v, SMUGGLED);
		visitor_hear_end(&v);
		if (s->smuggled > 0 || s->echoed != i + 1 ||
		    visitor_heard(&v, "HTTP/1.1 200 ") != 1 ||
		    visitor_heard(&v, "HTTP/1.1 400 ") != 1)
			fail_msg("%s: %s", shape->name, v.heard);
		visitor_leave(&v);
	}
}

/* Nothing that could still come would make it good. */
static void
a_bare_line_feed_is_refused_at_once(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	visitor_come(&v, s->loop, server_port(s->server));
	visitor_say(&v, "GET / HTTP/1.1\n");
	visitor_hear_end(&v);
	assert_memory_equal(v.heard, "HTTP/1.1 400 ", 13);
	visitor_leave(&v);
}

static void
bad_chunks_are_refused(void **state)
{
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(badly_chunked); i++) {
		const struct shape *shape = &badly_chunked[i];
		struct visitor v;

		visitor_come(&v, s->loop, server_port(s->server));
		visitor_say(&v, "POST /" LINE
		    "Transfer-Encoding: chunked\r\n\r\n");
		visitor_say_bytes(&v, shape->bytes, shape->length);
		assert_refused(s, shape->name, &v, "HTTP/1.1 400 ");
		visitor_leave(&v);
	}
}

static void
a_body_of_any_method_is_not_a_request(void **state)
{
	static const char *const methods[] = {
		"GET", "HEAD", "DELETE", "TRACE", "BREW",
	};
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(methods); i++) {
		struct visitor v;

		visitor_come(&v, s->loop, server_port(s->server));
		visitor_say(&v, methods[i]);
		visitor_say(&v, " /" LINE "Content-Length: 36\r\n\r\n");
		visitor_say(&v, SMUGGLED);
		visitor_say(&v, "GET /" LINE "Connection: close\r\n\r\n");
		visitor_hear_end(&v);
		assert_int_equal(visitor_heard(&v, "HTTP/1.1 "), 2);
		assert_int_equal(s->smuggled, 0);
		visitor_leave(&v);
	}
}

static void
versions_and_wishes_we_do_not_know_are_refused(void **state)
{
	static const struct {
		const char	*request, *status;
	} cases[] = {
		{ "GET / HTTP/2.0\r\nHost: h\r\n\r\n", "HTTP/1.1 505 " },
		{ "GET / HTTP/1.2\r\nHost: h\r\n\r\n", "HTTP/1.1 505 " },
		{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 505 " },
		{ "GET /" LINE "Expect: miracles\r\n\r\n", "HTTP/1.1 417 " },
	};
	struct scene *s = *state;

	for (unsigned i = 0; i < COUNT(cases); i++) {
		struct visitor v;

		visitor_come(&v, s->loop, server_port(s->server));
		visitor_say(&v, cases[i].request);
		assert_refused(s, cases[i].request, &v, cases[i].status);
		visitor_leave(&v);
	}
}

/* It says more than the server reads of it, and hears the answer. */
static void
assert_too_large(struct scene *s, const char *begin_of, size_t length,
    const char *status)
{
	char *much = malloc(length);
	struct visitor v;

	memset(much, 'a', length);
	visitor_come(&v, s->loop, server_port(s->server));
	visitor_say(&v, begin_of);
	visitor_say_bytes(&v, much, length);
	assert_refused(s, begin_of, &v, status);
	visitor_leave(&v);
	free(much);
}

static void
what_is_too_large_is_refused(void **state)
{
	struct scene *s = *state;

	assert_too_large(s, "POST /" LINE "Content-Length: 1048577\r\n\r\n",
	    1048577, "HTTP/1.1 413 ");
	assert_too_large(s, "POST /" LINE "Content-Length: 9999999999\r\n\r\n",
	    10, "HTTP/1.1 413 ");
	assert_too_large(s, "POST /" LINE "Transfer-Encoding: chunked\r\n\r\n"
	    "ffffffff\r\n", 1200000, "HTTP/1.1 413 ");
	assert_too_large(s, "GET /", 20000, "HTTP/1.1 431 ");
	assert_too_large(s, "GET /" LINE "X: ", 20000, "HTTP/1.1 431 ");
}

static void
too_many_headers_are_refused(void **state)
{
	struct scene *s = *state;

	for (unsigned count = 63; count <= 64; count++) {
		struct visitor v;

		visitor_come(&v, s->loop, server_port(s->server));
		visitor_say(&v, "POST /" LINE);
		for (unsigned i = 1; i < count; i++)
			visitor_say(&v, "X: y\r\n");
		visitor_say(&v, "Connection: close\r\n\r\n");
		visitor_hear_end(&v);
		assert_memory_equal(v.heard, count == 63 ? "HTTP/1.1 200 " :
		    "HTTP/1.1 431 ", 13);
		visitor_leave(&v);
	}
}

#define CASE(name)	cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_malformed_is_refused),
		CASE(so_it_is_when_it_comes_byte_by_byte),
		CASE(so_it_is_behind_a_good_request),
		CASE(a_bare_line_feed_is_refused_at_once),
		CASE(bad_chunks_are_refused),
		CASE(a_body_of_any_method_is_not_a_request),
		CASE(versions_and_wishes_we_do_not_know_are_refused),
		CASE(what_is_too_large_is_refused),
		CASE(too_many_headers_are_refused),
	};

	alarm(LONGEST);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
