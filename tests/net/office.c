#include <arpa/inet.h>
#include <assert.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "net/loop.h"
#include "tests/net/office.h"

#define EHLO	"250-mail.example\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n" \
		"250-AUTH PLAIN LOGIN CRAM-MD5\r\n250 SMTPUTF8"
#define MOST	(1 << 24)

struct caller {
	LIST_ENTRY(caller)	 next;
	struct office		*office;
	struct bufferevent	*bytes;
	bool			 in_body;
};

static const char *const verbs[VERBS] = {
	[SAY_EHLO] = "EHLO", [STARTTLS] = "STARTTLS", [AUTH] = "AUTH",
	[RSET] = "RSET", [FROM] = "MAIL", [TO] = "RCPT", [BEGIN] = "DATA",
	[NOOP] = "NOOP", [QUIT] = "QUIT",
};

const char *const office_kind[VERBS] = {
	"220 mail.example ESMTP", EHLO, "220 go on", "235 2.7.0 welcome",
	"250 2.0.0 forgotten", "250 2.1.0 from", "250 2.1.5 to",
	"354 go on", "250 2.0.0 Ok: queued as 4ABC", "250 2.0.0 here",
	"221 bye",
};

static void
forget(struct caller *caller)
{
	LIST_REMOVE(caller, next);
	bufferevent_free(caller->bytes);
	free(caller);
}

/* False: the caller is gone. */
static bool
say(struct caller *caller, enum verb verb)
{
	const char *words = caller->office->words[verb];
	struct evbuffer *out = bufferevent_get_output(caller->bytes);

	caller->office->count[verb]++;
	if (verb == BEGIN && caller->office->passes != 0)
		clock_pass(caller->office->passes);
	if (strcmp(words, "cut") == 0) {
		forget(caller);
		return false;
	}
	if (*words != '\0')
		evbuffer_add_printf(out, "%s\r\n", words);
	if (verb == BEGIN && strncmp(words, "354", 3) == 0)
		caller->in_body = true;
	return true;
}

static bool
hear_body(struct caller *caller, const char *line)
{
	if (strcmp(line, ".") == 0) {
		caller->in_body = false;
		return say(caller, END);
	}
	buf_text(&caller->office->body, line + (*line == '.'));
	buf_text(&caller->office->body, "\n");
	return true;
}

static bool
hear(struct caller *caller, const char *line)
{
	if (caller->in_body)
		return hear_body(caller, line);
	buf_text(&caller->office->heard, line);
	buf_text(&caller->office->heard, "\n");
	for (enum verb v = SAY_EHLO; v < VERBS; v++)
		if (verbs[v] != NULL &&
		    strncasecmp(line, verbs[v], strlen(verbs[v])) == 0)
			return say(caller, v);
	fprintf(stderr, "the server heard \"%s\"\n", line);
	abort();
}

static void
came(struct bufferevent *bytes, void *arg)
{
	struct caller *caller = arg;
	bool there = true;
	char *line;

	caller->office->reads++;
	while (there && (line = evbuffer_readln(bufferevent_get_input(bytes),
	    NULL, EVBUFFER_EOL_CRLF_STRICT)) != NULL) {
		there = hear(caller, line);
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
	assert(caller != NULL);
	caller->office = arg;
	caller->bytes = bufferevent_socket_new(
	    evconnlistener_get_base(listener), fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(caller->bytes, came, NULL, gone, caller);
	bufferevent_enable(caller->bytes, EV_READ | EV_WRITE);
	LIST_INSERT_HEAD(&caller->office->callers, caller, next);
	caller->office->came++;
	(void)say(caller, GREETING);
}

void
office_open(struct office *office, struct loop *loop)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof here;

	*office = (struct office){ .came = 0 };
	LIST_INIT(&office->callers);
	office_be_kind(office);
	buf_init(&office->heard, MOST);
	buf_init(&office->body, MOST);
	office->listener = evconnlistener_new_bind(loop_base(loop), accepted,
	    office, LEV_OPT_CLOSE_ON_FREE, 64, (struct sockaddr *)&here,
	    (int)length);
	assert(office->listener != NULL);
	getsockname(evconnlistener_get_fd(office->listener),
	    (struct sockaddr *)&here, &length);
	office->port = ntohs(here.sin_port);
}

void
office_close(struct office *office)
{
	evconnlistener_free(office->listener);
	while (!LIST_EMPTY(&office->callers))
		forget(LIST_FIRST(&office->callers));
	buf_free(&office->heard);
	buf_free(&office->body);
}

void
office_be_kind(struct office *office)
{
	memcpy(office->words, office_kind, sizeof office->words);
}
