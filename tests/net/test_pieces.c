/*
 * An answer that is given piece by piece, each when the one before was taken.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/http.h"
#include "net/loop.h"
#include "net/server.h"
#include "tests/net/visitor.h"

#define MEGABYTE	(1024 * 1024)
#define H		" HTTP/1.1\r\nHost: h\r\n"

struct scene {
	struct loop	*loop;
	struct server	*server;
	struct timer	*piece;
	struct exchange	*pieces;	/* Is answered piece by piece, */
	unsigned	 told, wanted;	/* so many of so many, */
	size_t		 large;		/* of so many bytes. */
};

static void
greet(struct exchange *x, void *arg)
{
	(void)arg;
	exchange_answer(x, 200, "text/plain", "hello", 5);
}

static void
tell_piece(void *arg)
{
	struct scene	*s = arg;
	static char	 bytes[MEGABYTE];

	if (!exchange_here(s->pieces) || s->told == s->wanted) {
		exchange_over(s->pieces, s->told == s->wanted);
		s->pieces = NULL;
		return;
	}
	memset(bytes, 'a' + (int)s->told++, s->large);
	exchange_piece(s->pieces, bytes, s->large);
}

/* Pieces come later, as they do from a store. */
static void
want_piece(void *arg)
{
	struct scene *s = arg;

	if (exchange_here(s->pieces))
		timer_set(s->piece, 0);
	else
		tell_piece(s);
}

static void
say_pieces(struct exchange *x, void *arg)
{
	struct scene *s = arg;

	s->pieces = x;
	s->told = 0;
	exchange_pieces(x, 200, "text/plain", want_piece, s);
}

static const struct route routes[] = {
	{ "GET", "/", greet },
	{ "GET", "/pieces", say_pieces },
	{ NULL, NULL, NULL },
};

static int
begin(void **state)
{
	static struct scene scene;
	const char *why;

	scene = (struct scene){ .loop = loop_new() };
	scene.piece = timer_new(scene.loop, tell_piece, &scene);
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
	timer_free(s->piece);
	loop_free(s->loop);
	return 0;
}

static void
come(struct scene *s, struct visitor *v)
{
	visitor_come(v, s->loop, server_port(s->server));
}

static struct server_count
counted(struct scene *s)
{
	struct server_count count;

	server_count(s->server, &count);
	return count;
}

static void
an_answer_comes_in_pieces(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	s->wanted = 3;
	s->large = 2;
	come(s, &v);
	visitor_say(&v, "GET /pieces" H "\r\nGET /" H "\r\n");
	visitor_hear(&v, "Transfer-Encoding: chunked\r\n");
	visitor_hear(&v, "\r\n\r\n2\r\naa\r\n2\r\nbb\r\n2\r\ncc\r\n0\r\n\r\n");
	visitor_hear(&v, "hello");
	visitor_leave(&v);
	come(s, &v);
	visitor_say(&v, "GET /pieces HTTP/1.0\r\nHost: h\r\n\r\n");
	visitor_hear_end(&v);
	assert_non_null(strstr(v.heard, "\r\n\r\naabbcc"));
	visitor_leave(&v);
	come(s, &v);
	visitor_say(&v, "HEAD /pieces" H "\r\nGET /" H "\r\n");
	visitor_hear(&v, "hello");
	visitor_leave(&v);
	settle(s->loop);
	assert_int_equal(counted(s).exchanges, 0);
}

/* One who leaves in the middle, while a piece waits to be taken, or while it
 * is made. */
static void
who_leaves_gets_no_more_pieces(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	s->wanted = 1000;
	s->large = MEGABYTE;
	come(s, &v);
	visitor_say(&v, "GET /pieces" H "\r\n");
	visitor_hear(&v, "\r\n\r\n");
	visitor_listen(&v, false);
	settle(s->loop);
	assert_in_range(s->told, 1, 20);
	assert_int_equal(counted(s).exchanges, 1);
	visitor_leave(&v);
	settle(s->loop);
	assert_int_equal(counted(s).exchanges, 0);
	assert_int_equal(counted(s).connections, 0);
	assert_null(s->pieces);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer_comes_in_pieces,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    who_leaves_gets_no_more_pieces, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
