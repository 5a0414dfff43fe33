/*
 * Sockets of the bench: epoll, no waiting, buffers that keep their memory.
 */

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/line.h"

#define BUFFER	(8u << 20)
#define PIECE	16384

static void
end(const char *what)
{
	perror(what);
	exit(1);
}

static struct sockaddr_in
here(unsigned port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

int
line_listen(unsigned *port)
{
	struct sockaddr_in	 at = here(*port);
	socklen_t		 length = sizeof at;
	int			 on = 1, fd;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(fd, 4096) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &length) != 0)
		end("listen");
	*port = ntohs(at.sin_port);
	return fd;
}

int
line_call(unsigned port)
{
	struct sockaddr_in	 at = here(port);
	int			 fd;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
		end("connect");
	return fd;
}

static void
watch(struct line *l, int how, uint32_t what)
{
	struct epoll_event event = { .events = what, .data.ptr = l->owner };

	if (epoll_ctl(l->poll, how, l->fd, &event) != 0)
		end("epoll_ctl");
}

void
line_open(struct line *l, int fd, int poll, void *owner)
{
	int on = 1;

	*l = (struct line){ .fd = fd, .poll = poll, .owner = owner };
	buf_init(&l->heard, BUFFER);
	buf_init(&l->say, BUFFER);
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	watch(l, EPOLL_CTL_ADD, EPOLLIN);
}

void
line_close(struct line *l)
{
	if (l->fd < 0)
		return;
	close(l->fd);
	l->fd = -1;
	buf_free(&l->heard);
	buf_free(&l->say);
}

bool
line_hear(struct line *l)
{
	char	piece[PIECE];
	ssize_t	got;

	got = recv(l->fd, piece, sizeof piece, MSG_DONTWAIT);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	buf_add(&l->heard, piece, (size_t)got);
	assert(!l->heard.over);
	return got > 0;
}

bool
line_flush(struct line *l)
{
	ssize_t	put = 0;
	bool	was = l->full;

	while (l->said < l->say.length) {
		put = send(l->fd, l->say.data + l->said,
		    l->say.length - l->said, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (put < 0)
			break;
		l->said += (size_t)put;
	}
	if (put < 0 && errno != EAGAIN)
		return false;
	l->full = put < 0;
	if (l->full != was)
		watch(l, EPOLL_CTL_MOD,
		    EPOLLIN | (l->full ? EPOLLOUT : 0));
	if (!l->full) {
		buf_clear(&l->say);
		l->said = 0;
	}
	return true;
}

void
line_done(struct line *l, size_t length)
{
	size_t left = l->heard.length - length;

	memmove(l->heard.data, l->heard.data + length, left + 1);
	l->heard.length = left;
}

size_t
line_http(const struct line *l, size_t *head)
{
	const char	*data = l->heard.data, *end, *at;
	size_t		 length = 0;

	end = memmem(data, l->heard.length, "\r\n\r\n", 4);
	if (end == NULL)
		return 0;
	*head = (size_t)(end - data) + 4;
	for (at = data; at < end; at++) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (at == NULL)
			break;
		if (strncasecmp(at + 1, "content-length:", 15) == 0)
			length = strtoul(at + 16, NULL, 10);
	}
	return *head + length <= l->heard.length ? *head + length : 0;
}

int64_t
line_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static double
seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

double
line_cpu(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	return seconds(&use.ru_utime) + seconds(&use.ru_stime);
}

int64_t
line_number(const char *text)
{
	char		*rest;
	long long	 number = strtoll(text, &rest, 10);

	if (*text == '\0' || *rest != '\0') {
		fprintf(stderr, "%s is no number\n", text);
		exit(2);
	}
	return number;
}

void
times_add(struct times *t, int64_t us)
{
	if (t->count == t->room) {
		t->room = t->room == 0 ? 4096 : 2 * t->room;
		t->list = realloc(t->list, t->room * sizeof *t->list);
		if (t->list == NULL)
			abort();
	}
	t->list[t->count++] = us;
}

static int
in_order(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

void
times_sort(struct times *t)
{
	if (t->count > 0)
		qsort(t->list, t->count, sizeof *t->list, in_order);
}

int64_t
times_at(const struct times *t, double share)
{
	size_t at = (size_t)(share * (double)t->count);

	if (t->count == 0)
		return 0;
	return t->list[at < t->count ? at : t->count - 1];
}
