#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/loop.h"
#include "tests/net/visitor.h"

#define GLANCES	20

static void
keep(struct visitor *v, const char *bytes, size_t length)
{
	if (v->length + length + 1 > v->room) {
		v->room = (v->length + length + 1) * 2;
		v->heard = realloc(v->heard, v->room);
		assert(v->heard != NULL);
	}
	memcpy(v->heard + v->length, bytes, length);
	v->length += length;
	v->heard[v->length] = '\0';
}

static void
readable(int fd, short what, void *arg)
{
	struct visitor *v = arg;
	char bytes[65536];
	ssize_t got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);

	(void)what;
	if (got > 0) {
		keep(v, bytes, (size_t)got);
	} else if (got == 0 || errno != EAGAIN) {
		v->closed = true;
		event_del(v->event);
	}
}

static void
come(struct visitor *v, struct loop *loop, const struct sockaddr *to,
    socklen_t length)
{
	int failed;

	*v = (struct visitor){ .loop = loop };
	v->fd = socket(to->sa_family, SOCK_STREAM, 0);
	assert(v->fd >= 0);
	failed = connect(v->fd, to, length);
	assert(!failed);
	keep(v, "", 0);
	v->event = event_new(loop_base(loop), v->fd, EV_READ | EV_PERSIST,
	    readable, v);
	event_add(v->event, NULL);
}

void
visitor_come(struct visitor *v, struct loop *loop, unsigned port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	come(v, loop, (struct sockaddr *)&to, sizeof to);
}

void
visitor_come_unix(struct visitor *v, struct loop *loop, const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	assert(strlen(path) < sizeof to.sun_path);
	memcpy(to.sun_path, path, strlen(path) + 1);
	come(v, loop, (struct sockaddr *)&to, sizeof to);
}

void
visitor_leave(struct visitor *v)
{
	event_free(v->event);
	close(v->fd);
	free(v->heard);
}

/* The other side may have to read before there is room for more. */
void
visitor_say_bytes(struct visitor *v, const void *bytes, size_t length)
{
	const char *from = bytes;

	while (length > 0) {
		ssize_t sent = send(v->fd, from, length,
		    MSG_DONTWAIT | MSG_NOSIGNAL);

		if (sent < 0 && errno != EAGAIN)
			return;
		if (sent > 0) {
			from += sent;
			length -= (size_t)sent;
		}
		if (length > 0)
			loop_glance(v->loop);
	}
}

void
visitor_say(struct visitor *v, const char *text)
{
	visitor_say_bytes(v, text, strlen(text));
}

void
visitor_listen(struct visitor *v, bool listens)
{
	if (listens)
		event_add(v->event, NULL);
	else
		event_del(v->event);
}

void
visitor_forget(struct visitor *v)
{
	v->length = 0;
	v->heard[0] = '\0';
}

void
visitor_hear(struct visitor *v, const char *text)
{
	while (!v->closed && strstr(v->heard, text) == NULL)
		loop_turn(v->loop);
}

void
visitor_hear_bytes(struct visitor *v, size_t length)
{
	while (!v->closed && v->length < length)
		loop_turn(v->loop);
}

void
visitor_hear_end(struct visitor *v)
{
	while (!v->closed)
		loop_turn(v->loop);
}

unsigned
visitor_heard(const struct visitor *v, const char *text)
{
	const char *at = v->heard;
	unsigned times = 0;

	while ((at = strstr(at, text)) != NULL) {
		at += strlen(text);
		times++;
	}
	return times;
}

void
settle(struct loop *loop)
{
	int i;

	for (i = 0; i < GLANCES; i++)
		loop_glance(loop);
}
