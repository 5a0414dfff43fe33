/* How many may come, how long they may take, and where the server listens. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "net/conn.h"
#include "net/loop.h"
#include "net/server.h"
#include "tests/net/visitor.h"

#define LONGEST		300		/* s; then something hangs. */
#define MEGABYTE	(1024 * 1024)
#define NOW		INT64_C(1772500000000)
#define HELLO		"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
#define LATER		"GET /later HTTP/1.1\r\nHost: h\r\n\r\n"
#define MUCH		"GET /much HTTP/1.1\r\nHost: h\r\n\r\n"

struct scene {
	struct loop	*loop;
	struct server	*server;
	struct exchange	*waiting;
	char		 folder[64];
	char		 path[96];		/* In the folder. */
};

static void
greet(struct exchange *x, void *arg)
{
	(void)arg;
	exchange_answer(x, 200, "text/plain", "hello", 5);
}

static void
wait_for_it(struct exchange *x, void *arg)
{
	((struct scene *)arg)->waiting = x;
}

static void
say_much(struct exchange *x, void *arg)
{
	static char much[16 * MEGABYTE];

	(void)arg;
	exchange_answer(x, 200, "text/plain", much, sizeof much);
}

static const struct route routes[] = {
	{ "GET", "/", greet },
	{ "POST", "/", greet },
	{ "GET", "/later", wait_for_it },
	{ "GET", "/much", say_much },
	{ NULL, NULL, NULL },
};

static int
begin(void **state)
{
	static struct scene scene;

	scene = (struct scene){ .loop = loop_new() };
	snprintf(scene.folder, sizeof scene.folder, "/tmp/test_limits.XXXXXX");
	if (mkdtemp(scene.folder) == NULL)
		return -1;
	snprintf(scene.path, sizeof scene.path, "%s/socket", scene.folder);
	*state = &scene;
	return 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	clock_release();
	if (s->server != NULL)
		server_close(s->server);
	loop_free(s->loop);
	return rmdir(s->folder);
}

static void
serve(struct scene *s, const char *listen, struct server_limits limits)
{
	const char *why;

	s->server = server_open(s->loop, listen, routes, s, &limits, &why);
	assert_non_null(s->server);
}

static void
assert_not_served(struct scene *s, const char *listen, const char *words)
{
	const char *why = NULL;

	assert_null(server_open(s->loop, listen, routes, s, NULL, &why));
	assert_non_null(why);
	assert_non_null(strstr(why, words));
}

static struct server_count
counted(struct scene *s)
{
	struct server_count count;

	server_count(s->server, &count);
	return count;
}

/* Passes time, one tick a second. */
static void
pass(struct scene *s, int seconds)
{
	settle(s->loop);
	while (seconds-- > 0) {
		clock_pass(SECONDS(1));
		server_tick(s->server);
	}
	settle(s->loop);
}

static void
come(struct scene *s, struct visitor *v)
{
	visitor_come(v, s->loop, server_port(s->server));
}

/*
 * How many.
 */

/* So many come; the last of them is turned away when it should be. */
static void
assert_last(struct scene *s, struct visitor list[], unsigned count,
    bool served)
{
	for (unsigned i = 0; i < count; i++) {
		if (server_port(s->server) == 0)
			visitor_come_unix(&list[i], s->loop, s->path);
		else
			come(s, &list[i]);
		visitor_say(&list[i], HELLO);
		visitor_hear(&list[i], "hello");
		assert_int_equal(list[i].closed, i == count - 1 && !served);
	}
	assert_int_equal(counted(s).connections, count - !served);
	assert_int_equal(counted(s).refused, !served);
}

static void
leave(struct visitor list[], unsigned count)
{
	while (count > 0)
		visitor_leave(&list[--count]);
}

static void
one_connection_too_many_is_closed_at_once(void **state)
{
	struct scene *s = *state;
	struct visitor list[4];

	serve(s, "127.0.0.1:0", (struct server_limits){ .connections = 3 });
	assert_last(s, list, 4, false);
	visitor_leave(&list[0]);
	settle(s->loop);
	come(s, &list[0]);
	visitor_say(&list[0], HELLO);
	visitor_hear(&list[0], "hello");
	assert_false(list[0].closed);
	leave(list, 4);
}

/* One that said nothing, one between two requests, a slow one, and one that
 * waits for us. */
static void
who_asks_for_nothing_makes_room(void **state)
{
	static const char *const said[] = { "", HELLO, "GET / HT", LATER };
	struct scene *s = *state;
	struct visitor list[4], more[4];

	clock_hold(NOW);
	serve(s, "127.0.0.1:0", (struct server_limits){ .connections = 4 });
	for (unsigned i = 0; i < 4; i++) {
		come(s, &list[i]);
		visitor_say(&list[i], said[i]);
		settle(s->loop);
		pass(s, 1);
	}
	pass(s, 4);
	for (unsigned i = 0; i < 4; i++) {
		come(s, &more[i]);
		settle(s->loop);
		assert_int_equal(more[i].closed, i == 3);
		assert_int_equal(list[i].closed, i != 3);
	}
	assert_int_equal(counted(s).refused, 4);
	exchange_answer(s->waiting, 200, NULL, "at last", 7);
	leave(list, 4);
	leave(more, 4);
}

static void
one_peer_may_have_so_many(void **state)
{
	struct scene *s = *state;
	struct visitor list[4];

	serve(s, "127.0.0.1:0", (struct server_limits){ .per_peer = 3 });
	assert_last(s, list, 4, false);
	leave(list, 4);
}

static void
without_a_setting_it_is_32(void **state)
{
	struct scene *s = *state;
	struct visitor list[33];

	serve(s, "127.0.0.1:0", (struct server_limits){ .per_peer = 0 });
	assert_last(s, list, 33, false);
	leave(list, 33);
}

static void
a_trusted_proxy_may_have_more(void **state)
{
	struct scene *s = *state;
	struct visitor list[4];

	serve(s, "127.0.0.1:0", (struct server_limits){ .per_peer = 3,
	    .trusted = "10.0.0.1  127.0.0.1 ::1" });
	assert_last(s, list, 4, true);
	leave(list, 4);
}

static void
a_part_of_its_address_is_not_trusted(void **state)
{
	struct scene *s = *state;
	struct visitor list[4];

	serve(s, "127.0.0.1:0", (struct server_limits){ .per_peer = 3,
	    .trusted = "127.0.0.10 127.0.0" });
	assert_last(s, list, 4, false);
	leave(list, 4);
}

static void
a_unix_socket_is_trusted(void **state)
{
	struct scene *s = *state;
	struct visitor list[4];
	char listen[128];

	snprintf(listen, sizeof listen, "unix:%s", s->path);
	serve(s, listen, (struct server_limits){ .per_peer = 3 });
	assert_last(s, list, 4, true);
	leave(list, 4);
}

static void
but_not_more_than_all(void **state)
{
	struct scene *s = *state;
	struct visitor list[4];

	serve(s, "127.0.0.1:0", (struct server_limits){ .connections = 3,
	    .trusted = "127.0.0.1" });
	assert_last(s, list, 4, false);
	leave(list, 4);
}

/*
 * How much.
 */

/* Each says a megabyte but its last byte; how many are refused. */
static unsigned
say_bodies(struct scene *s, struct visitor list[], unsigned count)
{
	static const char body[MEGABYTE], head[] = "POST / HTTP/1.1\r\n"
	    "Host: h\r\nContent-Length: 1048576\r\n\r\n";
	unsigned refused = 0;

	for (unsigned i = 0; i < count; i++) {
		come(s, &list[i]);
		visitor_say(&list[i], head);
		visitor_say_bytes(&list[i], body, MEGABYTE - 1);
		settle(s->loop);
		refused += visitor_heard(&list[i], "HTTP/1.1 503 ");
	}
	return refused;
}

static void
all_bodies_together_have_a_limit(void **state)
{
	struct scene *s = *state;
	struct visitor list[130];
	unsigned served = 0;

	serve(s, "127.0.0.1:0", (struct server_limits){
	    .trusted = "127.0.0.1" });
	assert_int_equal(say_bodies(s, list, COUNT(list)), 2);
	for (unsigned i = 0; i < 64; i++) {
		visitor_say_bytes(&list[i], "", 1);
		visitor_hear(&list[i], "hello");
		served += visitor_heard(&list[i], "HTTP/1.1 200 ");
	}
	assert_int_equal(served, 64);
	leave(list, COUNT(list));
	settle(s->loop);
	assert_int_equal(say_bodies(s, list, COUNT(list)), 2);
	leave(list, COUNT(list));
}

/* Answers of 16 MB, a part of which the kernel keeps. */
static void
all_answers_together_have_a_limit(void **state)
{
	struct scene *s = *state;
	struct visitor list[20], *last = &list[COUNT(list) - 1];

	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	for (unsigned i = 0; i < COUNT(list); i++) {
		come(s, &list[i]);
		visitor_listen(&list[i], &list[i] == last);
		visitor_say(&list[i], &list[i] == last ? HELLO : MUCH);
		settle(s->loop);
	}
	assert_int_equal(visitor_heard(last, "HTTP/1.1 503 "), 1);
	leave(list, COUNT(list));
	settle(s->loop);
	come(s, last);
	visitor_say(last, HELLO);
	visitor_hear(last, "hello");
	assert_int_equal(visitor_heard(last, "HTTP/1.1 200 "), 1);
	visitor_leave(last);
}

/*
 * How long.
 */

static void
who_does_not_finish_a_request_is_cut(void **state)
{
	static const char *const parts[] = {
		"", "G", "GET / HTTP/1.1\r\nHost: h\r\n",
		"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab",
		"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
		    "\r\n2\r\nab",
		HELLO "GET",
	};
	struct scene *s = *state;

	clock_hold(NOW);
	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	for (unsigned i = 0; i < COUNT(parts); i++) {
		struct visitor v;

		come(s, &v);
		visitor_say(&v, parts[i]);
		pass(s, 30);
		assert_false(v.closed);
		pass(s, 1);
		visitor_hear_end(&v);
		assert_int_equal(counted(s).connections, 0);
		assert_int_equal(counted(s).exchanges, 0);
		visitor_leave(&v);
	}
}

static void
a_byte_now_and_then_does_not_help(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	clock_hold(NOW);
	serve(s, "127.0.0.1:0", (struct server_limits){
	    .patience = SECONDS(10) });
	come(s, &v);
	visitor_say(&v, "GET /");
	for (int i = 0; i < 10; i++) {
		visitor_say(&v, "a");
		pass(s, 1);
	}
	assert_false(v.closed);
	pass(s, 1);
	visitor_hear_end(&v);
	visitor_leave(&v);
}

static void
a_kept_connection_may_be_idle_for_a_while(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	clock_hold(NOW);
	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	come(s, &v);
	for (int i = 0; i < 2; i++) {
		visitor_forget(&v);
		visitor_say(&v, HELLO);
		visitor_hear(&v, "hello");
		pass(s, 75);
		assert_false(v.closed);
	}
	pass(s, 1);
	visitor_hear_end(&v);
	visitor_leave(&v);
}

static void
who_waits_for_us_is_not_cut(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	clock_hold(NOW);
	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	come(s, &v);
	visitor_say(&v, LATER);
	pass(s, 300);
	assert_false(v.closed);
	exchange_answer(s->waiting, 200, NULL, "at last", 7);
	visitor_hear(&v, "at last");
	visitor_leave(&v);
}

static void
who_does_not_read_its_answer_is_cut(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	clock_hold(NOW);
	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	come(s, &v);
	visitor_listen(&v, false);
	visitor_say(&v, MUCH);
	pass(s, 30);
	assert_int_equal(counted(s).connections, 1);
	pass(s, 1);
	assert_int_equal(counted(s).connections, 0);
	visitor_leave(&v);
}

/* With 16 MB to come; the other end sends no more than a step ahead. */
static void
begin_slowly(struct scene *s, struct visitor *v)
{
	const int least = 1;
	char listen[128];

	clock_hold(NOW);
	snprintf(listen, sizeof listen, "unix:%s", s->path);
	serve(s, listen, (struct server_limits){ .patience = 0 });
	visitor_come_unix(v, s->loop, s->path);
	visitor_listen(v, false);
	settle(s->loop);
	assert_int_equal(setsockopt(LIST_FIRST(&s->server->conns)->fd,
	    SOL_SOCKET, SO_SNDBUF, &least, sizeof least), 0);
	visitor_say(v, MUCH);
	settle(s->loop);
}

static void
take(struct scene *s, struct visitor *v, size_t length)
{
	char bytes[1024];

	while (length > 0) {
		ssize_t got = recv(v->fd, bytes, length < sizeof bytes ?
		    length : sizeof bytes, MSG_DONTWAIT);

		if (got > 0)
			length -= (size_t)got;
		else
			loop_glance(s->loop);
	}
}

static void
who_takes_too_little_of_its_answer_is_cut(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	begin_slowly(s, &v);
	take(s, &v, 6 * 1024);
	pass(s, 29);
	take(s, &v, 6 * 1024);
	assert_int_equal(counted(s).connections, 1);
	pass(s, 2);
	assert_int_equal(counted(s).connections, 0);
	visitor_leave(&v);
}

static void
who_takes_it_slowly_is_not(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	begin_slowly(s, &v);
	for (int i = 0; i < 20; i++) {
		take(s, &v, 32 * 1024);
		pass(s, 29);
	}
	assert_int_equal(counted(s).connections, 1);
	visitor_leave(&v);
}

static void
who_does_not_leave_is_cut(void **state)
{
	struct scene *s = *state;
	struct visitor v;

	clock_hold(NOW);
	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	come(s, &v);
	visitor_say(&v, "nonsense\r\n\r\n");
	visitor_hear_end(&v);
	visitor_say(&v, "more of it");
	pass(s, 5);
	assert_int_equal(counted(s).connections, 1);
	pass(s, 1);
	assert_int_equal(counted(s).connections, 0);
	visitor_leave(&v);
}

/*
 * Where.
 */

static void
a_unix_socket_is_for_its_group(void **state)
{
	struct scene *s = *state;
	struct visitor v;
	struct stat stat;
	char listen[128];

	snprintf(listen, sizeof listen, "unix:%s", s->path);
	serve(s, listen, (struct server_limits){ .patience = 0 });
	assert_int_equal(lstat(s->path, &stat), 0);
	assert_int_equal(stat.st_mode & 0777, 0660);
	visitor_come_unix(&v, s->loop, s->path);
	visitor_say(&v, HELLO);
	visitor_hear(&v, "hello");
	visitor_leave(&v);
	assert_not_served(s, listen, "listens at this address already");
	server_close(s->server);
	s->server = NULL;
	assert_int_equal(lstat(s->path, &stat), -1);
}

static void
a_stale_socket_goes_and_a_file_stays(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct scene *s = *state;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char listen[128];
	FILE *file;

	snprintf(listen, sizeof listen, "unix:%s", s->path);
	memcpy(un.sun_path, s->path, strlen(s->path) + 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&un, sizeof un), 0);
	close(fd);
	serve(s, listen, (struct server_limits){ .patience = 0 });
	server_close(s->server);
	s->server = NULL;
	file = fopen(s->path, "w");
	fclose(file);
	assert_not_served(s, listen, "no socket");
	assert_int_equal(unlink(s->path), 0);
}

static void
addresses_are_understood_or_explained(void **state)
{
	static const char *const bad[] = {
		"", "8080", "localhost:8080", "127.0.0.1", "127.0.0.1:",
		"127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:65536",
		"127.0.0.1:1 ", "[::1]", "[::1:80", "::1:80", "[]:80",
		"[127.0.0.1]:80", "256.0.0.1:80",
	};
	struct scene *s = *state;
	char taken[64], path[256];

	for (unsigned i = 0; i < COUNT(bad); i++)
		assert_not_served(s, bad[i], "An address is 127.0.0.1:8080");
	assert_not_served(s, "unix:", "107 bytes");
	snprintf(path, sizeof path, "unix:/%0150d", 0);
	assert_not_served(s, path, "107 bytes");
	assert_not_served(s, "unix:/no/such/folder/s", "does not exist");
	assert_not_served(s, "192.0.2.1:0", "does not have this address");
	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	snprintf(taken, sizeof taken, "127.0.0.1:%u", server_port(s->server));
	assert_not_served(s, taken, "already");
}

static void
a_new_address_may_be_the_old_one_again(void **state)
{
	struct scene *s = *state;
	struct visitor v;
	char again[64];

	serve(s, "127.0.0.1:0", (struct server_limits){ .patience = 0 });
	snprintf(again, sizeof again, "127.0.0.1:%u", server_port(s->server));
	come(s, &v);
	visitor_say(&v, HELLO);
	visitor_hear(&v, "hello");
	server_close(s->server);
	serve(s, again, (struct server_limits){ .patience = 0 });
	visitor_leave(&v);
	come(s, &v);
	visitor_say(&v, HELLO);
	visitor_hear(&v, "hello");
	assert_false(v.closed);
	visitor_leave(&v);
}

#define CASE(name)	cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_connection_too_many_is_closed_at_once),
		CASE(who_asks_for_nothing_makes_room),
		CASE(one_peer_may_have_so_many),
		CASE(without_a_setting_it_is_32),
		CASE(a_trusted_proxy_may_have_more),
		CASE(a_part_of_its_address_is_not_trusted),
		CASE(a_unix_socket_is_trusted),
		CASE(but_not_more_than_all),
		CASE(all_bodies_together_have_a_limit),
		CASE(all_answers_together_have_a_limit),
		CASE(who_does_not_finish_a_request_is_cut),
		CASE(a_byte_now_and_then_does_not_help),
		CASE(a_kept_connection_may_be_idle_for_a_while),
		CASE(who_waits_for_us_is_not_cut),
		CASE(who_does_not_read_its_answer_is_cut),
		CASE(who_takes_too_little_of_its_answer_is_cut),
		CASE(who_takes_it_slowly_is_not),
		CASE(who_does_not_leave_is_cut),
		CASE(a_unix_socket_is_for_its_group),
		CASE(a_stale_socket_goes_and_a_file_stays),
		CASE(addresses_are_understood_or_explained),
		CASE(a_new_address_may_be_the_old_one_again),
	};

	alarm(LONGEST);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
