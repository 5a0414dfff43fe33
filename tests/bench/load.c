/*
 * Those who call the gateway: Twilio with its webhooks, programs of a school.
 *
 *	load --port N --what receipts|replies|messages|look --count N
 *	    [--lines N] [--every MS] [--first ID] [--people N] [--from N]
 *	    [--token TOKEN] [--url URL] [--number NUMBER] [--key KEY]
 *	    [--students FIRST] [--name TEXT] [--stamps]
 *
 * Over kept connections, each with one request at a time, as fast as answers
 * come; or, with --every, one each so many ms on whichever connection is
 * free, and then the time of an answer begins when the request was due, not
 * when it could be said.  All requests are made before the first is sent.
 * The n-th receipt is of the n-th attempt from --first on, as town.py numbers
 * them, to the n-th of --people phones; a message is to the n-th of as many
 * students.
 *
 * Its figures are one line of JSON, times in microseconds.  late is the worst
 * of what this program was late by itself, since somebody else had the
 * processor, which is no fault of who answers.  The stamps are of each
 * request its number, when it was said and when it was answered.
 */

#include <sys/epoll.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/id.h"
#include "tests/bench/line.h"

#define LINES	4096
#define EVENTS	64

struct call {
	struct line	 line;
	int64_t		 began, said, n;
	bool		 busy;
};

struct piece {
	char		*text;
	size_t		 length;
};

static struct load {
	unsigned	 port;
	const char	*what, *token, *url, *number, *key, *name;
	int64_t		 count, lines, every, first, people, from, students;
	bool		 stamps;
	int64_t		 sent, done, bad, late;
	int		 poll;
	struct arena	*arena;
	struct piece	*requests;
	struct times	 times, which, said, heard;
} load = { .count = 10000, .lines = 32, .people = 1, .name = "bench",
    .token = "", .url = "", .number = "", .key = "" };

/* The n-th id after `first`, as town.py makes them: 4096 in each ms. */
static int64_t
id_after(int64_t first, int64_t n)
{
	return first + n / 4096 * (INT64_C(1) << 22) + n % 4096;
}

static const char *
phone(int64_t n)
{
	return arena_print(load.arena, "+1617%07" PRId64,
	    2000000 + n % load.people);
}

static void
keep(struct piece *p, const char *head, const struct buf *body)
{
	struct buf all;

	buf_init(&all, 65536);
	buf_print(&all, "POST %s\r\nHost: 127.0.0.1:%u\r\nContent-Length: "
	    "%zu\r\n\r\n", head, load.port, body->length);
	buf_add(&all, body->data, body->length);
	p->text = buf_keep(&all, load.arena);
	p->length = all.length;
	buf_free(&all);
}

/* One webhook: fields in the order of their names, as they are signed. */
static void
make_hook(struct piece *p, const char *query, const char *const (*fields)[2])
{
	unsigned char	 mac[CRYPT_SHA1];
	struct buf	 body, text;
	const char	*path = strchr(strstr(load.url, "://") + 3, '/');

	buf_init(&body, 65536);
	buf_init(&text, 65536);
	buf_print(&text, "%s%s", load.url, query);
	for (; (*fields)[0] != NULL; fields++) {
		buf_print(&body, "%s%s=", body.length == 0 ? "" : "&",
		    (*fields)[0]);
		buf_url(&body, (*fields)[1]);
		buf_print(&text, "%s%s", (*fields)[0], (*fields)[1]);
	}
	crypt_hmac_sha1(load.token, strlen(load.token), text.data,
	    text.length, mac);
	keep(p, arena_print(load.arena, "%s%s HTTP/1.1\r\nUser-Agent: "
	    "TwilioProxy/1.1\r\nContent-Type: application/"
	    "x-www-form-urlencoded; charset=utf-8\r\nX-Twilio-Signature: %s",
	    path, query, crypt_base64(load.arena, mac, sizeof mac)), &body);
	buf_free(&text);
	buf_free(&body);
}

static void
make_receipt(struct piece *p, int64_t n)
{
	int64_t		 id = id_after(load.first, n);
	char		 key[ID_TEXT];
	const char	*sid = arena_print(load.arena, "SM%032" PRIx64,
			    (uint64_t)id);
	const char	*const fields[][2] = {
		{ "AccountSid", "AC00000000000000000000000000000da3" },
		{ "ApiVersion", "2010-04-01" },
		{ "From", load.number },
		{ "MessageSid", sid },
		{ "MessageStatus", "delivered" },
		{ "RawDlrDoneDate", "2611221530" },
		{ "SmsSid", sid },
		{ "SmsStatus", "delivered" },
		{ "To", phone(n) },
		{ NULL, NULL },
	};

	make_hook(p, arena_print(load.arena, "?a=%s", id_text(id, key)),
	    fields);
}

static void
make_reply(struct piece *p, int64_t n)
{
	const char	*sid = arena_print(load.arena, "SM%s",
			    crypt_random(load.arena, 16));
	const char	*const fields[][2] = {
		{ "AccountSid", "AC00000000000000000000000000000da3" },
		{ "ApiVersion", "2010-04-01" },
		{ "Body", arena_print(load.arena, "We come at %" PRId64
		    " o'clock. Is that well?", n % 12 + 1) },
		{ "From", phone(n) },
		{ "FromCity", "WORCESTER" },
		{ "FromCountry", "US" },
		{ "MessageSid", sid },
		{ "NumMedia", "0" },
		{ "NumSegments", "1" },
		{ "SmsMessageSid", sid },
		{ "SmsSid", sid },
		{ "SmsStatus", "received" },
		{ "To", load.number },
		{ "ToCountry", "US" },
		{ NULL, NULL },
	};

	make_hook(p, "", fields);
}

static void
make_message(struct piece *p, int64_t n)
{
	struct buf	 body;
	char		 student[ID_TEXT];

	id_text(load.students + n % load.people, student);
	buf_init(&body, 4096);
	buf_print(&body, "{\"to\": {\"students\": [\"%s\"]}, \"words\": "
	    "\"Please call us about today, Qmark%" PRId64 "q.\", "
	    "\"kind\": \"direct\"}", student, load.from + n);
	keep(p, arena_print(load.arena, "/api/v1/messages HTTP/1.1\r\n"
	    "Authorization: Bearer %s\r\nIdempotency-Key: %s-%" PRId64 "\r\n"
	    "Content-Type: application/json", load.key, load.name,
	    load.from + n), &body);
	buf_free(&body);
}

static void
make_look(struct piece *p)
{
	p->text = arena_print(load.arena, "GET /api/v1/conversations?most=20 "
	    "HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAuthorization: Bearer %s\r\n"
	    "\r\n", load.port, load.key);
	p->length = strlen(p->text);
}

static bool
make(void)
{
	load.requests = calloc((size_t)load.count, sizeof *load.requests);
	if (load.requests == NULL)
		abort();
	for (int64_t n = 0; n < load.count; n++)
		if (strcmp(load.what, "receipts") == 0)
			make_receipt(&load.requests[n], load.from + n);
		else if (strcmp(load.what, "replies") == 0)
			make_reply(&load.requests[n], load.from + n);
		else if (strcmp(load.what, "messages") == 0)
			make_message(&load.requests[n], n);
		else if (strcmp(load.what, "look") == 0)
			make_look(&load.requests[n]);
		else
			return false;
	return true;
}

/* The line is gone: who answers less than all is told so by `bad`. */
static void
lost(struct call *c)
{
	fprintf(stderr, "load: a line ended\n");
	line_close(&c->line);
	load.bad += c->busy;
	load.done += c->busy;
	c->busy = true;
}

static void
say(struct call *c, int64_t due)
{
	const struct piece *p = &load.requests[load.sent];

	c->busy = true;
	c->n = load.sent++;
	c->began = due;
	c->said = line_now();
	buf_add(&c->line.say, p->text, p->length);
	if (!line_flush(&c->line))
		lost(c);
}

static void
hear(struct call *c)
{
	int64_t	now;
	bool	there;
	size_t	head, whole;

	if (c->line.fd < 0)
		return;
	there = line_hear(&c->line);
	if ((whole = line_http(&c->line, &head)) > 0) {
		const char *said = c->line.heard.data;

		now = line_now();
		times_add(&load.times, now - c->began);
		times_add(&load.which, c->n);
		times_add(&load.said, c->said);
		times_add(&load.heard, now);
		load.done++;
		if (said[9] != '2' && load.bad++ < 3)
			fprintf(stderr, "load: %.*s\n", (int)whole, said);
		line_done(&c->line, whole);
		c->busy = false;
		if (load.every == 0 && load.sent < load.count)
			say(c, line_now());
	}
	if (!there && c->line.fd >= 0)
		lost(c);
}

/* What is due is said on a free line; for how long nothing is, us. */
static int64_t
say_due(struct call *calls, int64_t began)
{
	int64_t now = line_now(), due = began + load.sent * load.every;

	for (int64_t i = 0; i < load.lines && load.sent < load.count &&
	    due <= now; i++) {
		if (calls[i].busy)
			continue;
		if (now - due > load.late)
			load.late = now - due;
		say(&calls[i], due);
		due += load.every;
	}
	if (load.sent == load.count)
		return -1;
	return due <= now ? 1000 : due - now;
}

static void
print(int64_t began)
{
	times_sort(&load.times);
	printf("{\"count\": %" PRId64 ", \"bad\": %" PRId64 ", \"seconds\": "
	    "%.6f, \"cpu\": %.6f, \"p50\": %" PRId64 ", \"p90\": %" PRId64
	    ", \"p99\": %" PRId64 ", \"max\": %" PRId64 ", \"late\": %" PRId64
	    ", \"stamps\": [", load.done, load.bad,
	    (double)(line_now() - began) / 1e6, line_cpu(),
	    times_at(&load.times, 0.5), times_at(&load.times, 0.9),
	    times_at(&load.times, 0.99), times_at(&load.times, 1), load.late);
	for (size_t i = 0; load.stamps && i < load.said.count; i++)
		printf("%s[%" PRId64 ", %" PRId64 ", %" PRId64 "]",
		    i == 0 ? "" : ", ", load.from + load.which.list[i],
		    load.said.list[i], load.heard.list[i]);
	puts("]}");
}

static void
run(struct call *calls)
{
	struct epoll_event	 events[EVENTS];
	int64_t			 began = line_now();

	for (int64_t i = 0; load.every == 0 && i < load.lines &&
	    load.sent < load.count; i++)
		say(&calls[i], line_now());
	while (load.done < load.count) {
		int64_t	wait = load.every == 0 ? -1 : say_due(calls, began);
		struct timespec t = { wait / 1000000, wait % 1000000 * 1000 };
		int	n = epoll_pwait2(load.poll, events, EVENTS,
			    wait < 0 ? NULL : &t, NULL);

		for (int i = 0; i < n; i++)
			hear(events[i].data.ptr);
	}
	print(began);
}

static void
option(int c, const char *text)
{
	switch (c) {
	case 'p': load.port = (unsigned)line_number(text); break;
	case 'w': load.what = text; break;
	case 'c': load.count = line_number(text); break;
	case 'l': load.lines = line_number(text); break;
	case 'e': load.every = line_number(text) * 1000; break;
	case 'i': load.first = line_number(text); break;
	case 'P': load.people = line_number(text); break;
	case 'f': load.from = line_number(text); break;
	case 't': load.token = text; break;
	case 'u': load.url = text; break;
	case 'n': load.number = text; break;
	case 'k': load.key = text; break;
	case 's': load.students = line_number(text); break;
	case 'S': load.stamps = true; break;
	case 'N': load.name = text; break;
	default: exit(2);
	}
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "what", required_argument, NULL, 'w' },
		{ "count", required_argument, NULL, 'c' },
		{ "lines", required_argument, NULL, 'l' },
		{ "every", required_argument, NULL, 'e' },
		{ "first", required_argument, NULL, 'i' },
		{ "people", required_argument, NULL, 'P' },
		{ "from", required_argument, NULL, 'f' },
		{ "token", required_argument, NULL, 't' },
		{ "url", required_argument, NULL, 'u' },
		{ "number", required_argument, NULL, 'n' },
		{ "key", required_argument, NULL, 'k' },
		{ "students", required_argument, NULL, 's' },
		{ "stamps", no_argument, NULL, 'S' },
		{ "name", required_argument, NULL, 'N' },
		{ NULL, 0, NULL, 0 },
	};
	static struct call	 calls[LINES];
	int			 c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		option(c, optarg);
	load.arena = arena_new();
	if (load.what == NULL || load.lines < 1 || load.lines > LINES ||
	    load.people < 1 || !make())
		return 2;
	load.poll = epoll_create1(EPOLL_CLOEXEC);
	for (int64_t i = 0; i < load.lines; i++)
		line_open(&calls[i].line, line_call(load.port), load.poll,
		    &calls[i]);
	run(calls);
	return load.bad > 0;
}
