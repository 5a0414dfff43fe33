/*
 * The reference for sending: libcurl and libevent and nothing else, posting
 * what the gateway posts to the same sink.
 *
 *	bare_curl --port N [--count N] [--at-once N] [--mail] [--bytes N]
 *
 * Handles are used again, and so are connections.  A mail has about so many
 * bytes.  Its figures are one line of JSON.
 */

#include <assert.h>
#include <curl/curl.h>
#include <event2/event.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/bench/line.h"

#define MAIL	16384
#define LINE	"Tomorrow school ends at noon. Buses leave at 12:15.\r\n"

struct ride {
	CURL		*easy;
	int64_t		 began;
	size_t		 length, given;	/* Of a mail: what curl has of it. */
	char		 body[MAIL];
};

/* What curl watches. */
struct watched {
	struct event	*event;
	short		 what;
};

static struct bare {
	unsigned	 port;
	int64_t		 most, at_once, bytes, sent, done, failed;
	bool		 mail;
	char		 url[128];
	struct curl_slist *headers, *to;
	CURLM		*multi;
	struct event_base *base;
	struct event	*timer;
	struct times	 times;
} bare = { .most = 100000, .at_once = 64, .bytes = 2000 };

static void	collect(void);

static size_t
swallow(char *bytes, size_t size, size_t count, void *arg)
{
	(void)bytes;
	(void)arg;
	return size * count;
}

static size_t
give(char *to, size_t size, size_t count, void *arg)
{
	struct ride	*r = arg;
	size_t		 n = r->length - r->given;

	if (n > size * count)
		n = size * count;
	memcpy(to, r->body + r->given, n);
	r->given += n;
	return n;
}

static void
say_text(struct ride *r)
{
	r->length = (size_t)snprintf(r->body, sizeof r->body,
	    "To=%%2B1617%07" PRId64 "&From=%%2B17745550100&Body=Oak%%20School"
	    "%%20%%28Dora%%20Desk%%29%%3A%%20Tomorrow%%20school%%20ends%%20at"
	    "%%20noon.%%20Buses%%20leave%%20at%%2012%%3A15.%%20Lunch%%20is"
	    "%%20served%%20before.&StatusCallback=http%%3A%%2F%%2F127.0.0.1"
	    "%%3A8080%%2Fhooks%%2Fmain%%3Fa%%3D0%012" PRId64
	    "&ValidityPeriod=36000&SmartEncoded=false",
	    2000000 + bare.sent % 1000000, bare.sent);
	curl_easy_setopt(r->easy, CURLOPT_POSTFIELDSIZE, (long)r->length);
	curl_easy_setopt(r->easy, CURLOPT_POSTFIELDS, r->body);
}

/* Text and HTML, as a mail of the gateway has them. */
static void
say_mail(struct ride *r)
{
	struct buf mail;

	buf_init(&mail, sizeof r->body - 1);
	buf_print(&mail, "From: \"Dora Desk, Oak School\" "
	    "<oak@school.example>\r\nTo: <family%" PRId64 "@home.example>\r\n"
	    "Subject: Tomorrow school ends at noon.\r\n"
	    "Message-ID: <m%020" PRId64 "@school.example>\r\n"
	    "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; "
	    "boundary=\"next-part\"\r\n\r\n--next-part\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n\r\n",
	    bare.sent, bare.sent);
	while (mail.length < (size_t)bare.bytes / 2)
		buf_text(&mail, LINE);
	buf_text(&mail, "--next-part\r\nContent-Type: text/html; "
	    "charset=utf-8\r\n\r\n<!DOCTYPE html><html lang=\"en\"><p>\r\n");
	while (mail.length < (size_t)bare.bytes)
		buf_text(&mail, LINE);
	buf_text(&mail, "</p></html>\r\n--next-part--\r\n");
	assert(!mail.over);
	memcpy(r->body, mail.data, mail.length);
	r->length = mail.length;
	r->given = 0;
	buf_free(&mail);
	curl_easy_setopt(r->easy, CURLOPT_INFILESIZE_LARGE,
	    (curl_off_t)r->length);
}

static void
set_up(struct ride *r)
{
	CURL *easy = r->easy = curl_easy_init();

	curl_easy_setopt(easy, CURLOPT_URL, bare.url);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, (char *)r);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	if (!bare.mail) {
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, bare.headers);
		curl_easy_setopt(easy, CURLOPT_USERPWD,
		    "AC00000000000000000000000000000da3:"
		    "5150c0de0000000000000000000000da");
		return;
	}
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, "<b1@school.example>");
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, bare.to);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(easy, CURLOPT_READDATA, r);
}

static void
start(struct ride *r)
{
	if (bare.mail)
		say_mail(r);
	else
		say_text(r);
	bare.sent++;
	r->began = line_now();
	curl_multi_add_handle(bare.multi, r->easy);
}

static void
collect(void)
{
	CURLMsg		*m;
	struct ride	*r;
	long		 status;
	int		 left;

	while ((m = curl_multi_info_read(bare.multi, &left)) != NULL) {
		char *owner = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &owner);
		curl_easy_getinfo(m->easy_handle, CURLINFO_RESPONSE_CODE,
		    &status);
		r = (struct ride *)(void *)owner;
		bare.failed += m->data.result != CURLE_OK || status < 200 ||
		    status >= 300;
		times_add(&bare.times, line_now() - r->began);
		curl_multi_remove_handle(bare.multi, r->easy);
		if (++bare.done >= bare.most)
			event_base_loopbreak(bare.base);
		else if (bare.sent < bare.most)
			start(r);
	}
}

static void
stirred(evutil_socket_t fd, short what, void *arg)
{
	int action = ((what & EV_READ) != 0 ? CURL_CSELECT_IN : 0) |
	    ((what & EV_WRITE) != 0 ? CURL_CSELECT_OUT : 0);
	int left;

	(void)arg;
	curl_multi_socket_action(bare.multi, fd, action, &left);
	collect();
}

static int
watch(CURL *easy, curl_socket_t fd, int how, void *arg, void *mine)
{
	struct watched	*w = mine;
	short		 what = EV_PERSIST;

	(void)easy;
	(void)arg;
	if (how == CURL_POLL_REMOVE) {
		if (w != NULL)
			event_free(w->event);
		free(w);
		curl_multi_assign(bare.multi, fd, NULL);
		return 0;
	}
	what |= (how & CURL_POLL_IN) != 0 ? EV_READ : 0;
	what |= (how & CURL_POLL_OUT) != 0 ? EV_WRITE : 0;
	if (w != NULL && w->what == what)
		return 0;
	if (w == NULL) {
		if ((w = calloc(1, sizeof *w)) == NULL)
			abort();
		curl_multi_assign(bare.multi, fd, w);
	} else {
		event_free(w->event);
	}
	w->event = event_new(bare.base, fd, what, stirred, NULL);
	w->what = what;
	event_add(w->event, NULL);
	return 0;
}

static int
set_timer(CURLM *multi, long ms, void *arg)
{
	struct timeval t = { ms / 1000, ms % 1000 * 1000 };

	(void)multi;
	(void)arg;
	if (ms < 0)
		evtimer_del(bare.timer);
	else
		evtimer_add(bare.timer, &t);
	return 0;
}

static void
rang(evutil_socket_t fd, short what, void *arg)
{
	int left;

	(void)fd;
	(void)what;
	(void)arg;
	curl_multi_socket_action(bare.multi, CURL_SOCKET_TIMEOUT, 0, &left);
	collect();
}

static void
prepare(void)
{
	curl_global_init(CURL_GLOBAL_ALL);
	bare.base = event_base_new();
	bare.timer = evtimer_new(bare.base, rang, NULL);
	bare.multi = curl_multi_init();
	curl_multi_setopt(bare.multi, CURLMOPT_SOCKETFUNCTION, watch);
	curl_multi_setopt(bare.multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(bare.multi, CURLMOPT_MAXCONNECTS,
	    (long)bare.at_once + 4);
	if (bare.mail)
		snprintf(bare.url, sizeof bare.url,
		    "smtp://127.0.0.1:%u/school.example", bare.port);
	else
		snprintf(bare.url, sizeof bare.url, "http://127.0.0.1:%u"
		    "/2010-04-01/Accounts/AC00000000000000000000000000000da3"
		    "/Messages.json", bare.port);
	bare.headers = curl_slist_append(NULL,
	    "Content-Type: application/x-www-form-urlencoded");
	bare.to = curl_slist_append(NULL, "<family@home.example>");
}

static void
run(void)
{
	struct ride	*rides = calloc((size_t)bare.at_once, sizeof *rides);
	int64_t		 began = line_now();

	if (rides == NULL)
		abort();
	for (int64_t i = 0; i < bare.at_once && bare.sent < bare.most; i++) {
		set_up(&rides[i]);
		start(&rides[i]);
	}
	event_base_dispatch(bare.base);
	times_sort(&bare.times);
	printf("{\"count\": %" PRId64 ", \"bad\": %" PRId64 ", \"seconds\": "
	    "%.6f, \"cpu\": %.6f, \"p50\": %" PRId64 ", \"p99\": %" PRId64
	    ", \"max\": %" PRId64 "}\n", bare.done, bare.failed,
	    (double)(line_now() - began) / 1e6, line_cpu(),
	    times_at(&bare.times, 0.5), times_at(&bare.times, 0.99),
	    times_at(&bare.times, 1));
	for (int64_t i = 0; i < bare.at_once; i++)
		curl_easy_cleanup(rides[i].easy);
	free(rides);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "count", required_argument, NULL, 'n' },
		{ "at-once", required_argument, NULL, 'a' },
		{ "mail", no_argument, NULL, 'm' },
		{ "bytes", required_argument, NULL, 'b' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (c == 'p')
			bare.port = (unsigned)line_number(optarg);
		else if (c == 'n')
			bare.most = line_number(optarg);
		else if (c == 'a')
			bare.at_once = line_number(optarg);
		else if (c == 'm')
			bare.mail = true;
		else if (c == 'b')
			bare.bytes = line_number(optarg);
		else
			return 2;
	prepare();
	run();
	return bare.failed > 0;
}
