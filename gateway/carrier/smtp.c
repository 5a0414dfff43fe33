/*
 * Lines are looked at where libevent has them, a run of the buffer at a
 * time.  A session is freed only by its own events and by smtp_close(),
 * never below dialog_line().
 *
 * Nothing more is read while an answer waits to be given or to be taken, so
 * who only talks and never listens cannot fill the memory.
 */

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "carrier/inside.h"
#include "carrier/smtp.h"
#include "net/loop.h"

#define CONNECTIONS	256
#define HELD_MOST	(256 * 1024 * 1024)
#define LINE_MOST	1000		/* With its CRLF. */
#define AT_ONCE		65536
#define UNHEARD		16384		/* Bytes of answers not taken. */
#define PATIENCE	300		/* s */

static void
free_session(struct session *s)
{
	LIST_REMOVE(s, link);
	s->carrier->smtp.count--;
	dialog_forget(s);
	buf_free(&s->body);
	timer_free(s->late);
	bufferevent_free(s->line);
	free(s);
}

bool
session_weigh(struct session *s)
{
	struct smtp *smtp = &s->carrier->smtp;

	smtp->held += s->body.room - s->held;
	s->held = s->body.room;
	return smtp->held <= HELD_MOST;
}

void
session_say(struct session *s, const char *answer)
{
	struct evbuffer *out = bufferevent_get_output(s->line);

	if (!s->mute)
		evbuffer_add_printf(out, "%s\r\n", answer);
}

/* Whether the next line may be looked at. */
static bool
listening(const struct session *s)
{
	return s->late_answer == NULL && !s->leaving && !s->dropped &&
	    evbuffer_get_length(bufferevent_get_output(s->line)) <= UNHEARD;
}

/* A whole line, its end included. */
static void
hear(struct session *s, const char *line, size_t length)
{
	if (length < 2 || line[length - 2] != '\r') {
		session_say(s, "500 5.5.2 A line ends in CR and LF");
		s->leaving = true;
	} else {
		dialog_line(s, line, length - 2);
	}
}

/* Whole lines of a run; how many bytes they were. */
static size_t
hear_lines(struct session *s, const char *bytes, size_t length)
{
	size_t		 heard = 0, line;
	const char	*end;

	while (heard < length && listening(s)) {
		end = memchr(bytes + heard, '\n', length - heard);
		if (end == NULL && length - heard <= LINE_MOST)
			break;
		line = end == NULL ? length - heard :
		    (size_t)(end - bytes) + 1 - heard;
		if (line > LINE_MOST) {
			session_say(s, "500 5.5.2 The line is too long");
			s->leaving = true;
			return length;
		}
		hear(s, bytes + heard, line);
		heard += line;
	}
	return heard;
}

static void
end_if_over(struct session *s)
{
	if (s->dropped || (s->leaving && evbuffer_get_length(
	    bufferevent_get_output(s->line)) == 0))
		free_session(s);
}

static void
on_read(struct bufferevent *line, void *arg)
{
	struct session	*s = arg;
	struct evbuffer *in = bufferevent_get_input(line);
	size_t		 length = evbuffer_get_length(in), heard;

	while (length > 0 && listening(s)) {
		heard = hear_lines(s, (const char *)evbuffer_pullup(in, -1),
		    length);
		(void)evbuffer_drain(in, heard);
		length = evbuffer_get_length(in);
		if (heard == 0)
			break;
	}
	if (s->leaving)
		(void)bufferevent_disable(line, EV_READ);
	end_if_over(s);
}

/* All that was said is written. */
static void
on_written(struct bufferevent *line, void *arg)
{
	struct session *s = arg;

	if (s->leaving || s->dropped)
		end_if_over(s);
	else
		on_read(line, arg);
}

static void
on_event(struct bufferevent *line, short what, void *arg)
{
	(void)line;
	(void)what;
	free_session(arg);
}

static void
say_now(void *arg)
{
	struct session	*s = arg;
	const char	*answer = s->late_answer;

	s->late_answer = NULL;
	session_say(s, answer);
	on_read(s->line, s);
}

void
session_say_late(struct session *s, const char *answer, int64_t ms)
{
	s->late_answer = answer;
	if (s->late == NULL)
		s->late = timer_new(s->carrier->loop, say_now, s);
	timer_set(s->late, ms);
}

static void
on_connect(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *peer, int length, void *arg)
{
	static const struct timeval	 patience = { .tv_sec = PATIENCE };
	struct carrier			*c = arg;
	struct session			*s = calloc(1, sizeof *s);

	(void)listener;
	(void)peer;
	(void)length;
	if (s == NULL)
		abort();
	s->carrier = c;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 },
	    sizeof(int));
	buf_init(&s->body, SMTP_SIZE + AT_ONCE);
	s->line = bufferevent_socket_new(loop_base(c->loop), fd,
	    BEV_OPT_CLOSE_ON_FREE);
	if (s->line == NULL)
		abort();
	LIST_INSERT_HEAD(&c->smtp.sessions, s, link);
	bufferevent_setcb(s->line, on_read, on_written, on_event, s);
	bufferevent_setwatermark(s->line, EV_READ, 0, AT_ONCE);
	(void)bufferevent_set_timeouts(s->line, &patience, &patience);
	(void)bufferevent_enable(s->line, EV_READ | EV_WRITE);
	s->leaving = ++c->smtp.count > CONNECTIONS;
	session_say(s, s->leaving ?
	    "421 4.7.0 carrier.example has too many connections" :
	    "220 carrier.example ESMTP simulated carrier");
}

bool
smtp_open(struct carrier *c, unsigned port, const char **why)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof address;

	c->smtp.listener = evconnlistener_new_bind(loop_base(c->loop),
	    on_connect, c, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC |
	    LEV_OPT_REUSEABLE, -1, (struct sockaddr *)(void *)&address,
	    sizeof address);
	*why = "The port for mail is in use, or may not be used.";
	if (c->smtp.listener == NULL)
		return false;
	(void)getsockname(evconnlistener_get_fd(c->smtp.listener),
	    (struct sockaddr *)(void *)&address, &length);
	c->smtp.port = ntohs(address.sin_port);
	return true;
}

void
smtp_close(struct carrier *c)
{
	struct session *s;

	while ((s = LIST_FIRST(&c->smtp.sessions)) != NULL)
		free_session(s);
	if (c->smtp.listener != NULL)
		evconnlistener_free(c->smtp.listener);
	c->smtp.listener = NULL;
}
