/*
 * The relay of the store's tests; see relay.h.  One thread polls all lines.
 * A COMMIT is known by its bytes, as libpq sends it.
 */

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/store/relay.h"

#define LINES		16
#define COMMIT		"COMMIT"	/* With its NUL. */

enum loss {
	LOSE_NOTHING,
	LOSE_COMMIT,
	LOSE_ANSWER,
};

struct line {
	int	 client, server;	/* -1: free. */
	bool	 mute;			/* The answer will be lost. */
};

struct relay {
	pthread_t		 thread;
	pthread_mutex_t		 lock;		/* Over what is told. */
	enum loss		 loss;
	bool			 away, then_away, ends;
	int			 bell, listener;
	struct sockaddr_un	 server;
	struct line		 lines[LINES];
};

static void
need(bool so)
{
	if (!so)
		abort();
}

static void
cut(struct line *line)
{
	close(line->client);
	close(line->server);
	line->client = line->server = -1;
	line->mute = false;
}

static void
take_line(struct relay *r)
{
	int		 client = accept(r->listener, NULL, NULL);
	struct line	*line = r->lines;

	need(client >= 0);
	if (r->away) {
		close(client);
		return;
	}
	while (line->client >= 0)
		need(++line < r->lines + LINES);
	line->client = client;
	line->server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	need(connect(line->server, (struct sockaddr *)&r->server,
	    sizeof r->server) == 0);
}

/* The line is lost now, and perhaps the whole relay. */
static void
lose(struct relay *r, struct line *line)
{
	cut(line);
	r->loss = LOSE_NOTHING;
	r->away = r->away || r->then_away;
	r->then_away = false;
}

static void
pass(struct line *line, int from, int to)
{
	char	 bytes[65536];
	ssize_t	 got = read(from, bytes, sizeof bytes);

	for (ssize_t done = 0, wrote; done < got; done += wrote) {
		wrote = write(to, bytes + done, (size_t)(got - done));
		if (wrote <= 0)
			break;
	}
	if (got <= 0)
		cut(line);
}

static void
from_client(struct relay *r, struct line *line)
{
	char	 bytes[65536];
	ssize_t	 got = recv(line->client, bytes, sizeof bytes, MSG_PEEK);
	bool	 commits = got > 0 && memmem(bytes, (size_t)got, COMMIT,
	    sizeof COMMIT) != NULL;

	if (commits && r->loss == LOSE_COMMIT) {
		lose(r, line);
		return;
	}
	line->mute = commits && r->loss == LOSE_ANSWER;
	pass(line, line->client, line->server);
}

static void
from_server(struct relay *r, struct line *line)
{
	if (line->mute)
		lose(r, line);
	else
		pass(line, line->server, line->client);
}

static void
look(struct relay *r, const struct pollfd *polls)
{
	struct line *line;

	for (unsigned i = 0; i < LINES; i++) {
		line = &r->lines[i];
		if (line->client < 0)
			continue;
		if (r->away)
			cut(line);
		else if (polls[2 * i].fd >= 0 && polls[2 * i].revents != 0)
			from_client(r, line);
		else if (polls[2 * i + 1].fd >= 0 &&
		    polls[2 * i + 1].revents != 0)
			from_server(r, line);
	}
}

static void *
run(void *arg)
{
	struct relay	*r = arg;
	struct pollfd	 polls[2 * LINES + 2];
	eventfd_t	 rings;
	bool		 ends = false;

	while (!ends) {
		for (unsigned i = 0; i < LINES; i++) {
			polls[2 * i].fd = r->lines[i].client;
			polls[2 * i + 1].fd = r->lines[i].server;
		}
		polls[2 * LINES].fd = r->listener;
		polls[2 * LINES + 1].fd = r->bell;
		for (unsigned i = 0; i < 2 * LINES + 2; i++)
			polls[i].events = POLLIN;
		need(poll(polls, 2 * LINES + 2, -1) > 0);
		pthread_mutex_lock(&r->lock);
		if (polls[2 * LINES + 1].revents != 0)
			(void)eventfd_read(r->bell, &rings);
		look(r, polls);
		if (polls[2 * LINES].revents != 0)
			take_line(r);
		ends = r->ends;
		pthread_mutex_unlock(&r->lock);
	}
	return NULL;
}

/* The last value of a key in "key=value key=value". */
static void
value_of(const char *text, const char *key, char value[100])
{
	size_t		 length = strlen(key);
	const char	*at = text;

	value[0] = '\0';
	while ((at = strstr(at, key)) != NULL) {
		if ((at == text || at[-1] == ' ') && at[length] == '=') {
			at += length + 1;
			snprintf(value, 100, "%.*s", (int)strcspn(at, " "),
			    at);
		}
		at++;
	}
}

/* Where the server listens, and how we are to be reached. */
static void
find_ways(struct relay *r, const char *server, char *where, unsigned size)
{
	struct sockaddr_in	 own = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t		 length = sizeof own;
	char			 host[100], port[100], name[100], user[100];

	value_of(server, "host", host);
	value_of(server, "port", port);
	value_of(server, "dbname", name);
	value_of(server, "user", user);
	r->server.sun_family = AF_UNIX;
	snprintf(r->server.sun_path, sizeof r->server.sun_path,
	    "%.80s/.s.PGSQL.%.10s", host, port);
	need(bind(r->listener, (struct sockaddr *)&own, sizeof own) == 0);
	need(listen(r->listener, 16) == 0);
	need(getsockname(r->listener, (struct sockaddr *)&own, &length) == 0);
	snprintf(where, size, "host=127.0.0.1 port=%u dbname=%s user=%s "
	    "sslmode=disable gssencmode=disable", ntohs(own.sin_port), name,
	    user);
}

struct relay *
relay_open(const char *server, char *where, unsigned size)
{
	struct relay *r = calloc(1, sizeof *r);

	need(r != NULL);
	for (unsigned i = 0; i < LINES; i++)
		r->lines[i].client = r->lines[i].server = -1;
	r->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	need(r->bell >= 0 && r->listener >= 0);
	find_ways(r, server, where, size);
	need(pthread_mutex_init(&r->lock, NULL) == 0);
	need(pthread_create(&r->thread, NULL, run, r) == 0);
	return r;
}

static void
unlock_and_ring(struct relay *r)
{
	pthread_mutex_unlock(&r->lock);
	(void)eventfd_write(r->bell, 1);
}

void
relay_close(struct relay *r)
{
	if (r == NULL)
		return;
	pthread_mutex_lock(&r->lock);
	r->ends = true;
	unlock_and_ring(r);
	pthread_join(r->thread, NULL);
	for (unsigned i = 0; i < LINES; i++)
		if (r->lines[i].client >= 0)
			cut(&r->lines[i]);
	close(r->listener);
	close(r->bell);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

void
relay_lose_commit(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->loss = LOSE_COMMIT;
	unlock_and_ring(r);
}

void
relay_lose_answer(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->loss = LOSE_ANSWER;
	unlock_and_ring(r);
}

void
relay_away(struct relay *r, bool away)
{
	pthread_mutex_lock(&r->lock);
	r->away = away;
	unlock_and_ring(r);
}

void
relay_away_then(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->then_away = true;
	unlock_and_ring(r);
}
