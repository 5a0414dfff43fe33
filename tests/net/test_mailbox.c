/* A mailbox is asked by IMAP, and its mails are fetched. */

#include <arpa/inet.h>
#include <assert.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "net/client.h"
#include "net/loop.h"

#define LONGEST	60		/* s; then something hangs. */
#define MAIL	"Subject: x\r\n\r\nHello.\r\n.\r\nA001 OK no end\r\n"

/* One that speaks to the server. */
struct caller {
	LIST_ENTRY(caller)	 next;
	struct bufferevent	*bytes;
};

struct scene {
	struct loop		*loop;
	struct client		*client;
	struct arena		*arena;
	struct evconnlistener	*listener;
	LIST_HEAD(, caller)	 callers;
	unsigned		 port, came;
	struct buf		 heard;
	const char		*verb;		/* To this command, */
	const char		*says;		/* it says this first, */
	const char		*end;		/* and ends so; "": silence. */
	struct carriage		 carriage;
	bool			 answered;
};

static struct scene scene;

static const struct {
	const char *verb, *says;
} kind[] = {
	{ "CAPABILITY", "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\n" },
	{ "SELECT", "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n" },
	{ "LOGOUT", "* BYE\r\n" },
};

static void
forget(struct caller *caller)
{
	LIST_REMOVE(caller, next);
	bufferevent_free(caller->bytes);
	free(caller);
}

static void
hear(struct caller *caller, const char *line)
{
	struct evbuffer *out = bufferevent_get_output(caller->bytes);
	const char *verb = strchr(line, ' '), *end = "OK done";
	int tag = (int)strcspn(line, " ");

	assert_non_null(verb++);
	buf_print(&scene.heard, "%s\n", verb);
	for (size_t i = 0; i < COUNT(kind); i++)
		if (strncmp(verb, kind[i].verb, strlen(kind[i].verb)) == 0)
			evbuffer_add_printf(out, "%s", kind[i].says);
	if (scene.verb != NULL &&
	    strncmp(verb, scene.verb, strlen(scene.verb)) == 0) {
		evbuffer_add_printf(out, "%s", scene.says);
		end = scene.end;
	}
	if (*end != '\0')
		evbuffer_add_printf(out, "%.*s %s\r\n", tag, line, end);
}

static void
came(struct bufferevent *bytes, void *arg)
{
	char *line;

	while ((line = evbuffer_readln(bufferevent_get_input(bytes), NULL,
	    EVBUFFER_EOL_CRLF_STRICT)) != NULL) {
		hear(arg, line);
		free(line);
	}
}

static void
gone(struct bufferevent *bytes, short what, void *arg)
{
	(void)bytes;
	(void)what;
	forget(arg);
}

static void
accepted(struct evconnlistener *listener, int fd, struct sockaddr *from,
    int length, void *arg)
{
	struct caller *caller = calloc(1, sizeof *caller);

	(void)from;
	(void)length;
	(void)arg;
	assert_non_null(caller);
	caller->bytes = bufferevent_socket_new(
	    evconnlistener_get_base(listener), fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(caller->bytes, came, NULL, gone, caller);
	bufferevent_enable(caller->bytes, EV_READ | EV_WRITE);
	LIST_INSERT_HEAD(&scene.callers, caller, next);
	scene.came++;
	evbuffer_add_printf(bufferevent_get_output(caller->bytes),
	    "* OK hello\r\n");
}

static int
begin(void **state)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof here;

	scene = (struct scene){ .loop = loop_new(), .arena = arena_new() };
	LIST_INIT(&scene.callers);
	buf_init(&scene.heard, 1 << 20);
	scene.client = client_open(scene.loop, 4);
	scene.listener = evconnlistener_new_bind(loop_base(scene.loop),
	    accepted, NULL, LEV_OPT_CLOSE_ON_FREE, 64,
	    (struct sockaddr *)&here, (int)length);
	assert_non_null(scene.listener);
	getsockname(evconnlistener_get_fd(scene.listener),
	    (struct sockaddr *)&here, &length);
	scene.port = ntohs(here.sin_port);
	*state = &scene;
	return 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	/* Nobody answers now, though libcurl takes leave of a server. */
	client_close(s->client);
	while (!LIST_EMPTY(&s->callers))
		forget(LIST_FIRST(&s->callers));
	evconnlistener_free(s->listener);
	loop_free(s->loop);
	arena_free(s->arena);
	buf_free(&s->heard);
	return 0;
}

static void
note(struct carriage *c)
{
	(void)c;
	scene.answered = true;
}

static const struct carriage *
ask(struct scene *s, const char *path, const char *method)
{
	struct carriage *c = &s->carriage;

	c->request.url = arena_print(s->arena, "imap://127.0.0.1:%u/%s",
	    s->port, path);
	c->request.method = method;
	c->request.user = "homeline";
	c->request.password = "secret";
	c->arena = s->arena;
	c->answered = note;
	s->answered = false;
	client_carry(s->client, c);
	while (!s->answered)
		loop_turn(s->loop);
	return c;
}

static void
a_command_is_answered_by_its_lines(void **state)
{
	struct scene *s = *state;
	const struct carriage *c;

	s->verb = "UID SEARCH";
	s->says = "* SEARCH 4 7 9\r\n";
	s->end = "OK done";
	c = ask(s, "INBOX", "UID SEARCH UID 3:*");
	assert_null(c->why);
	assert_int_equal(c->response.carried, ANSWERED);
	assert_int_equal(c->response.status, 200);
	assert_string_equal(c->response.body, "* SEARCH 4 7 9\r\n");
	assert_string_equal(s->heard.data, "CAPABILITY\n"
	    "AUTHENTICATE PLAIN AGhvbWVsaW5lAHNlY3JldA==\nSELECT INBOX\n"
	    "UID SEARCH UID 3:*\n");
	c = ask(s, "INBOX", "UID SEARCH UID 3:*");
	assert_string_equal(c->response.body, "* SEARCH 4 7 9\r\n");
	assert_int_equal(s->came, 1);
	s->verb = "STATUS";
	s->says = "* STATUS INBOX (UIDVALIDITY 7 UIDNEXT 10)\r\n";
	c = ask(s, "", "STATUS INBOX (UIDVALIDITY UIDNEXT)");
	assert_string_equal(c->response.body, s->says);
}

static void
a_mail_is_fetched_whole(void **state)
{
	struct scene *s = *state;
	const struct carriage *c;

	s->verb = "UID FETCH 7 BODY[]";
	s->says = arena_print(s->arena, "* 2 FETCH (UID 7 BODY[] {%zu}\r\n%s"
	    ")\r\n", strlen(MAIL), MAIL);
	s->end = "OK done";
	c = ask(s, "INBOX/;UID=7", NULL);
	assert_null(c->why);
	assert_int_equal(c->response.status, 200);
	assert_int_equal(c->response.length, strlen(MAIL));
	assert_string_equal(c->response.body, MAIL);
}

static void
a_mail_may_have_so_many_bytes(void **state)
{
	struct scene *s = *state;
	const struct carriage *c;

	s->verb = "UID FETCH 7 BODY[]";
	s->says = arena_print(s->arena, "* 2 FETCH (UID 7 BODY[] {%zu}\r\n%s"
	    ")\r\n", strlen(MAIL), MAIL);
	s->end = "OK done";
	s->carriage.limit = strlen(MAIL) - 1;
	c = ask(s, "INBOX/;UID=7", NULL);
	assert_int_equal(c->response.carried, CUT_OFF);
	assert_string_equal(c->why, "the answer is too long");
}

static void
refusals_say_to_what(void **state)
{
	static const struct {
		const char	*verb, *why;
		enum mail_step	 step;
	} cases[] = {
		{ "AUTHENTICATE", "refused the login", MAIL_LOGIN },
		{ "SELECT", "refused the login", MAIL_LOGIN },
		{ "UID STORE", "refused the command", MAIL_BODY },
	};
	struct scene *s = *state;

	s->says = "";
	s->end = "NO [X] not you";
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct carriage *c;

		s->verb = cases[i].verb;
		c = ask(s, "INBOX", "UID STORE 7 +FLAGS (\\Deleted)");
		assert_int_equal(c->response.carried, ANSWERED);
		assert_int_equal(c->response.status, 0);
		assert_int_equal(c->response.step, cases[i].step);
		assert_string_equal(c->why, cases[i].why);
		assert_string_equal(c->response.body, "");
	}
}

static void
a_silent_server_is_waited_for_so_long(void **state)
{
	static const char *const silent[] = {
		"CAPABILITY", "SELECT", "UID SEARCH",
	};
	struct scene *s = *state;

	s->says = s->end = "";
	s->carriage.patience = 40;
	for (size_t i = 0; i < COUNT(silent); i++) {
		const struct carriage *c;

		s->verb = silent[i];
		c = ask(s, "INBOX", "UID SEARCH ALL");
		assert_int_equal(c->response.carried, NEVER_SPOKE);
		assert_string_equal(c->why, "did not answer in time");
	}
}

static void
a_line_break_is_no_command(void **state)
{
	struct scene *s = *state;
	const struct carriage *c = ask(s, "INBOX", "NOOP\r\nA9 LOGOUT");

	assert_int_equal(c->response.carried, NEVER_SPOKE);
	assert_string_equal(c->why, "the request is not fit to be sent");
	assert_int_equal(s->came, 0);
}

int
main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, end)
	const struct CMUnitTest tests[] = {
		SCENE(a_command_is_answered_by_its_lines),
		SCENE(a_mail_is_fetched_whole),
		SCENE(a_mail_may_have_so_many_bytes),
		SCENE(refusals_say_to_what),
		SCENE(a_silent_server_is_waited_for_so_long),
		SCENE(a_line_break_is_no_command),
	};

	alarm(LONGEST);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
