#include <arpa/inet.h>
#include <assert.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "net/loop.h"
#include "tests/net/peer.h"

static void
forget(struct guest *g)
{
	LIST_REMOVE(g, next);
	g->peer->open--;
	bufferevent_free(g->bytes);
	free(g);
}

/* How long a whole request is, or 0. */
static size_t
whole(const char *bytes, size_t length)
{
	const char *end = memmem(bytes, length, "\r\n\r\n", 4);
	const char *field = memmem(bytes, length, "Content-Length: ", 16);
	size_t all;

	if (end == NULL)
		return 0;
	all = (size_t)(end + 4 - bytes);
	if (field != NULL && field < end)
		all += strtoul(field + 16, NULL, 10);
	return length >= all ? all : 0;
}

static void
came(struct bufferevent *bytes, void *arg)
{
	struct guest *g = arg;
	struct peer *peer = g->peer;
	struct evbuffer *in = bufferevent_get_input(bytes);
	size_t length = evbuffer_get_length(in);

	peer->heard += length - g->kept;
	g->kept = length;
	length = whole((char *)evbuffer_pullup(in, -1), length);
	if (length == 0)
		return;
	g->kept -= length;
	free(peer->request);
	peer->request = calloc(1, length + 1);
	assert(peer->request != NULL);
	peer->length = length;
	evbuffer_remove(in, peer->request, length);
	peer->requests++;
	peer->asked(g);
}

static void
ended(struct bufferevent *bytes, short what, void *arg)
{
	(void)bytes;
	(void)what;
	forget(arg);
}

static void
said(struct bufferevent *bytes, void *arg)
{
	(void)bytes;
	forget(arg);
}

static void
accepted(struct evconnlistener *listener, int fd, struct sockaddr *from,
    int length, void *arg)
{
	struct peer *peer = arg;
	struct guest *g = calloc(1, sizeof *g);

	(void)from;
	(void)length;
	assert(g != NULL);
	g->peer = peer;
	peer->came++;
	g->bytes = bufferevent_socket_new(evconnlistener_get_base(listener),
	    fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(g->bytes, came, NULL, ended, g);
	bufferevent_enable(g->bytes, EV_READ | EV_WRITE);
	LIST_INSERT_HEAD(&peer->guests, g, next);
	if (++peer->open > peer->most)
		peer->most = peer->open;
}

void
peer_open(struct peer *peer, struct loop *loop, void (*asked)(struct guest *))
{
	struct sockaddr_in here = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof here;

	*peer = (struct peer){ .loop = loop, .asked = asked };
	LIST_INIT(&peer->guests);
	peer->listener = evconnlistener_new_bind(loop_base(loop), accepted,
	    peer, LEV_OPT_CLOSE_ON_FREE, 64, (struct sockaddr *)&here,
	    (int)length);
	assert(peer->listener != NULL);
	getsockname(evconnlistener_get_fd(peer->listener),
	    (struct sockaddr *)&here, &length);
	peer->port = ntohs(here.sin_port);
}

void
peer_close(struct peer *peer)
{
	if (peer->listener == NULL)
		return;
	evconnlistener_free(peer->listener);
	peer->listener = NULL;
	while (!LIST_EMPTY(&peer->guests))
		forget(LIST_FIRST(&peer->guests));
	free(peer->request);
	peer->request = NULL;
}

void
guest_say_bytes(struct guest *g, const void *bytes, size_t length)
{
	bufferevent_write(g->bytes, bytes, length);
}

void
guest_say(struct guest *g, const char *text)
{
	guest_say_bytes(g, text, strlen(text));
}

void
guest_end(struct guest *g)
{
	if (evbuffer_get_length(bufferevent_get_output(g->bytes)) == 0) {
		forget(g);
		return;
	}
	bufferevent_setcb(g->bytes, NULL, said, ended, g);
}

void
guest_cut(struct guest *g)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(bufferevent_getfd(g->bytes), SOL_SOCKET, SO_LINGER, &now,
	    sizeof now);
	forget(g);
}
