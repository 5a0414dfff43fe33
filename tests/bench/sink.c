/*
 * A provider that costs next to nothing: it answers every POST as Twilio
 * answers a text that it takes, and counts.  Told so it is a mail server that
 * takes every mail, or one that answers after a while.
 *
 *	sink [--port N] [--mail] [--latency MS]
 *
 * It says "port N" when it listens.  GET /stats tells how many came since
 * POST /reset and their bytes, when the first and the last, and at what time
 * each that had the word Qmark<number>q in it (all by CLOCK_MONOTONIC,
 * microseconds).  As a mail server it listens for these on a port of their
 * own, told as "stats N".
 */

#include <sys/epoll.h>
#include <sys/queue.h>
#include <sys/socket.h>

#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/id.h"
#include "base/list.h"
#include "tests/bench/line.h"

#define MARKS	4096
#define EVENTS	256

struct guest {
	STAILQ_ENTRY(guest)	 next;		/* Of those who have left. */
	struct line		 line;
	bool			 mail;		/* Speaks SMTP; else HTTP, */
	bool			 in_body;	/* and is within a mail. */
	unsigned		 waits;		/* Answers not due yet. */
	struct guest		*listens;	/* Itself: it is a door. */
};

/* An answer that is not due yet. */
struct late {
	STAILQ_ENTRY(late)	 next;
	struct guest		*guest;
	int64_t			 due;
	size_t			 length;
	char			 text[];
};

static struct sink {
	int			 poll;
	int64_t			 latency;	/* us */
	uint64_t		 taken, bytes;
	int64_t			 first, last;
	int64_t			 marks[MARKS];
	STAILQ_HEAD(, late)	 late;
	STAILQ_HEAD(, guest)	 gone;
} sink = {
	.late = STAILQ_HEAD_INITIALIZER(sink.late),
	.gone = STAILQ_HEAD_INITIALIZER(sink.gone),
};

static void
count(const char *text, size_t length)
{
	const char	*mark = memmem(text, length, "Qmark", 5);
	unsigned long	 number;

	sink.last = line_now();
	sink.bytes += length;
	if (sink.taken++ == 0)
		sink.first = sink.last;
	if (mark == NULL)
		return;
	number = strtoul(mark + 5, NULL, 10);
	if (number < MARKS && sink.marks[number] == 0)
		sink.marks[number] = sink.last;
}

static void
answer(struct guest *g, int status, const char *body)
{
	char	*text;
	int	 length = asprintf(&text, "HTTP/1.1 %d OK\r\n"
		    "Content-Type: application/json\r\n"
		    "Content-Length: %zu\r\n\r\n%s", status, strlen(body),
		    body);
	struct late *late;

	if (length < 0)
		abort();
	if (sink.latency == 0 || status != 201) {
		buf_add(&g->line.say, text, (size_t)length);
		free(text);
		return;
	}
	if ((late = malloc(sizeof *late + (size_t)length)) == NULL)
		abort();
	*late = (struct late){ .guest = g, .due = line_now() + sink.latency,
	    .length = (size_t)length };
	memcpy(late->text, text, (size_t)length);
	free(text);
	g->waits++;
	STAILQ_INSERT_TAIL(&sink.late, late, next);
}

/* The id of an attempt stands in the address for its receipts; its SID is
 * made of it, so that who plays Twilio's receipts knows it. */
static uint64_t
name_of(const char *text, size_t length)
{
	const char	*at = memmem(text, length, "%3Fa%3D", 7);
	char		 id[ID_TEXT] = "";
	int64_t		 number = 0;

	if (at != NULL && length - (size_t)(at - text) >= 7 + ID_TEXT - 1)
		memcpy(id, at + 7, ID_TEXT - 1);
	return id_parse(id, &number) ? (uint64_t)number : sink.taken;
}

static void
take_text(struct guest *g, const char *text, size_t length)
{
	char sid[40], body[1024];

	count(text, length);
	snprintf(sid, sizeof sid, "SM%032" PRIx64, name_of(text, length));
	snprintf(body, sizeof body, "{\"account_sid\": "
	    "\"AC00000000000000000000000000000da3\", \"api_version\": "
	    "\"2010-04-01\", \"body\": \"Hello Maria, your child Ana was "
	    "marked absent\", \"date_created\": \"Thu, 24 Aug 2023 05:01:45 "
	    "+0000\", \"date_sent\": null, \"date_updated\": \"Thu, 24 Aug "
	    "2023 05:01:45 +0000\", \"direction\": \"outbound-api\", "
	    "\"error_code\": null, \"error_message\": null, \"from\": "
	    "\"+15557122661\", \"num_media\": \"0\", \"num_segments\": \"1\", "
	    "\"price\": null, \"price_unit\": null, "
	    "\"messaging_service_sid\": null, \"sid\": \"%s\", \"status\": "
	    "\"queued\", \"subresource_uris\": {}, \"to\": \"+15558675310\", "
	    "\"uri\": \"/2010-04-01/Accounts/AC/Messages/%s.json\"}", sid, sid);
	answer(g, 201, body);
}

static void
tell(struct guest *g)
{
	struct buf text;

	buf_init(&text, 1 << 20);
	buf_print(&text, "{\"taken\": %" PRIu64 ", \"bytes\": %" PRIu64
	    ", \"first\": %" PRId64 ", \"last\": %" PRId64 ", \"cpu\": %.3f, "
	    "\"marks\": {", sink.taken, sink.bytes, sink.first, sink.last,
	    line_cpu());
	for (unsigned i = 0, n = 0; i < MARKS; i++)
		if (sink.marks[i] != 0)
			buf_print(&text, "%s\"%u\": %" PRId64,
			    n++ == 0 ? "" : ", ", i, sink.marks[i]);
	buf_text(&text, "}}");
	answer(g, 200, text.data);
	buf_free(&text);
}

static void
reset(void)
{
	sink.taken = sink.bytes = 0;
	sink.first = sink.last = 0;
	memset(sink.marks, 0, sizeof sink.marks);
}

static void
hear_http(struct guest *g)
{
	struct line	*l = &g->line;
	size_t		 head, whole;

	while ((whole = line_http(l, &head)) > 0) {
		if (strncmp(l->heard.data, "GET /stats", 10) == 0) {
			tell(g);
		} else if (strncmp(l->heard.data, "POST /reset", 11) == 0) {
			reset();
			answer(g, 200, "{}");
		} else if (strncmp(l->heard.data, "POST", 4) == 0) {
			take_text(g, l->heard.data + head, whole - head);
		} else {
			answer(g, 200, "{\"messages\": [], "
			    "\"next_page_uri\": null}");
		}
		line_done(l, whole);
	}
}

/* The answer to one line outside of a mail. */
static const char *
command(struct guest *g, const char *line)
{
	if (strncasecmp(line, "EHLO", 4) == 0)
		return "250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
		    "250-PIPELINING\r\n250 SIZE 10000000\r\n";
	if (strncasecmp(line, "DATA", 4) == 0) {
		g->in_body = true;
		return "354 Go on\r\n";
	}
	if (strncasecmp(line, "QUIT", 4) == 0)
		return "221 Bye\r\n";
	return "250 Ok\r\n";
}

static void
hear_mail(struct guest *g)
{
	struct line	*l = &g->line;
	const char	*end;

	for (;;) {
		end = memmem(l->heard.data, l->heard.length,
		    g->in_body ? "\r\n.\r\n" : "\r\n", g->in_body ? 5 : 2);
		if (end == NULL)
			return;
		if (g->in_body) {
			count(l->heard.data, (size_t)(end - l->heard.data));
			buf_text(&l->say, "250 2.0.0 Taken\r\n");
			g->in_body = false;
			end += 3;
		} else {
			buf_text(&l->say, command(g, l->heard.data));
		}
		line_done(l, (size_t)(end - l->heard.data) + 2);
	}
}

/* Memory of guests is used again, once nothing points to them. */
static struct guest *
new_guest(void)
{
	struct guest *g = STAILQ_FIRST(&sink.gone);

	if (g != NULL && g->waits == 0) {
		STAILQ_REMOVE_HEAD(&sink.gone, next);
		*g = (struct guest){ .mail = false };
	} else if ((g = calloc(1, sizeof *g)) == NULL) {
		abort();
	}
	return g;
}

static void
leave(struct guest *g)
{
	line_close(&g->line);
	STAILQ_INSERT_TAIL(&sink.gone, g, next);
}

static void
let_in(const struct guest *door)
{
	struct guest	*g;
	int		 fd;

	while ((fd = accept4(door->line.fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
		g = new_guest();
		g->mail = door->mail;
		line_open(&g->line, fd, sink.poll, g);
		if (g->mail)
			buf_text(&g->line.say, "220 sink\r\n");
		if (!line_flush(&g->line))
			leave(g);
	}
}

static void
serve(struct guest *g)
{
	bool there;

	if (g->listens != NULL) {
		let_in(g);
		return;
	}
	if (g->line.fd < 0)
		return;			/* It left in this very turn. */
	there = line_hear(&g->line);
	if (g->mail)
		hear_mail(g);
	else
		hear_http(g);
	if (!line_flush(&g->line) || !there)
		leave(g);
}

/* Says what is due, and for how long there is nothing, ms. */
static int
say_late(void)
{
	int64_t		 now = line_now();
	struct late	*l;

	while ((l = STAILQ_FIRST(&sink.late)) != NULL && l->due <= now) {
		STAILQ_REMOVE_HEAD(&sink.late, next);
		l->guest->waits--;
		if (l->guest->line.fd >= 0) {
			buf_add(&l->guest->line.say, l->text, l->length);
			if (!line_flush(&l->guest->line))
				leave(l->guest);
		}
		free(l);
	}
	return l == NULL ? -1 : (int)((l->due - now + 999) / 1000);
}

static void
open_door(const char *what, unsigned port, bool mail)
{
	struct guest *g = new_guest();

	line_open(&g->line, line_listen(&port), sink.poll, g);
	g->listens = g;
	g->mail = mail;
	printf("%s %u\n", what, port);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "mail", no_argument, NULL, 'm' },
		{ "latency", required_argument, NULL, 'l' },
		{ NULL, 0, NULL, 0 },
	};
	struct epoll_event	 events[EVENTS];
	unsigned		 port = 0;
	bool			 mail = false;
	int			 c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (c == 'p')
			port = (unsigned)line_number(optarg);
		else if (c == 'l')
			sink.latency = line_number(optarg) * 1000;
		else if (c == 'm')
			mail = true;
		else
			return 2;
	signal(SIGPIPE, SIG_IGN);
	sink.poll = epoll_create1(EPOLL_CLOEXEC);
	if (mail)
		open_door("stats", 0, false);
	open_door("port", port, mail);
	for (;;) {
		int n = epoll_wait(sink.poll, events, EVENTS, say_late());

		for (int i = 0; i < n; i++)
			serve(events[i].data.ptr);
	}
}
