/*
 * One connection to a mail server.  Until it is logged in its replies are
 * what libcurl tells of them; from then on we read and write through libcurl,
 * which has the TLS.
 */

#include <assert.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/client.h"
#include "net/post.h"
#include "net/ride.h"
#include "net/wire.h"

#define REPLY	(64 * 1024)	/* Bytes of all lines of one. */
#define LETTER	(2 * RIDE_MAIL_MOST)	/* Bytes we say for one mail. */
#define KEPT	(64 * 1024)	/* Room a line may keep. */

/* What EHLO says after its first line. */
static void
note_ability(struct line *line, const char *ability)
{
	if (strncasecmp(ability, "PIPELINING", 10) == 0)
		line->pipelining = true;
	else if (strncasecmp(ability, "SIZE", 4) == 0)
		line->sizes = true;
	else if (strncasecmp(ability, "SMTPUTF8", 8) == 0)
		line->utf8 = true;
}

static bool
digits(const char *text)
{
	for (int i = 0; i < 3; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

/*
 * A line without its end is added to the reply.  True: the reply is whole.
 * What has no status is none, and makes status 0.
 */
static bool
add_line(struct line *line, const char *words, size_t length)
{
	bool whole;

	if (line->reply.length > 0)
		buf_char(&line->reply, '\n');
	for (size_t i = 0; i < length; i++)
		buf_char(&line->reply, words[i] == '\0' ? ' ' : words[i]);
	whole = length < 4 || words[3] != '-';
	line->status = 0;
	if (length >= 3 && digits(words))
		line->status = (words[0] - '0') * 100 + (words[1] - '0') * 10 +
		    words[2] - '0';
	return whole || line->status == 0 || line->reply.over;
}

/* One line of the greeting, the answers to EHLO, to STARTTLS, to the login. */
static size_t
greeted(char *text, size_t size, size_t count, void *arg)
{
	struct line *line = arg;
	size_t length = size * count;
	char ability[16] = "";

	while (length > 0 && (text[length - 1] == '\n' ||
	    text[length - 1] == '\r'))
		length--;
	if (line->whole)
		buf_clear(&line->reply);
	if (line->reply.length == 0 && length >= 3 &&
	    memcmp(text, "250", 3) == 0)
		line->pipelining = line->sizes = line->utf8 = false;
	if (length > 4)
		snprintf(ability, sizeof ability, "%.*s", (int)(length - 4),
		    text + 4);
	line->whole = add_line(line, text, length);
	if (line->status == 250)
		note_ability(line, ability);
	if (line->status == 235)
		line->logged_in = true;
	return line->reply.over ? 0 : size * count;
}

static char *
copy(const char *text)
{
	char *copied = text == NULL ? NULL : strdup(text);

	assert(text == NULL || copied != NULL);
	return copied;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
line_fits(const struct line *line, const struct request *request)
{
	return same(line->url, request->url) &&
	    same(line->user, request->user) &&
	    same(line->password, request->password) &&
	    same(line->authorities, request->authorities) &&
	    line->starttls == request->starttls;
}

static void
on_time(int fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	post_time(arg);
}

void
line_time(struct line *line, int64_t ms)
{
	struct timeval when = { ms / 1000, ms % 1000 * 1000 };

	event_add(line->timer, &when);
}

static void
set_up(struct line *line, const struct request *request)
{
	CURL *easy = line->easy;

	ride_mail_set_up(easy, request);
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, line);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, greeted);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, line);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
}

struct line *
line_new(struct wire *wire, struct carriage *c)
{
	struct line *line = calloc(1, sizeof *line);

	assert(line != NULL);
	line->wire = wire;
	line->carriage = c;
	line->url = copy(c->request.url);
	line->user = copy(c->request.user);
	line->password = copy(c->request.password);
	line->authorities = copy(c->request.authorities);
	line->starttls = c->request.starttls;
	line->awaiting = AWAIT_LOGIN;
	buf_init(&line->out, LETTER);
	buf_init(&line->in, REPLY);
	buf_init(&line->reply, REPLY);
	line->timer = evtimer_new(wire->base, on_time, line);
	line->easy = curl_easy_init();
	assert(line->timer != NULL && line->easy != NULL);
	set_up(line, &c->request);
	curl_multi_add_handle(wire->multi, line->easy);
	return line;
}

/* libcurl closes the connection as soon as it is taken from it, and does not
 * wait for a farewell. */
void
line_free(struct line *line)
{
	if (line->event != NULL)
		event_free(line->event);
	event_free(line->timer);
	curl_multi_remove_handle(line->wire->multi, line->easy);
	curl_easy_cleanup(line->easy);
	buf_free(&line->out);
	buf_free(&line->in);
	buf_free(&line->reply);
	free(line->url);
	free(line->user);
	free(line->password);
	free(line->authorities);
	free(line);
}

void
line_part(struct line *line)
{
	size_t sent;

	if (line->awaiting == AWAIT_NOBODY)
		(void)curl_easy_send(line->easy, "QUIT\r\n", 6, &sent);
}

static void
watch(struct line *line, bool writing)
{
	curl_socket_t fd = event_get_fd(line->event);

	if (writing == line->writing)
		return;
	line->writing = writing;
	event_del(line->event);
	event_assign(line->event, line->wire->base, fd, EV_READ |
	    EV_PERSIST | (writing ? EV_WRITE : 0),
	    event_get_callback(line->event), line);
	event_add(line->event, NULL);
}

bool
line_flush(struct line *line)
{
	CURLcode code = CURLE_OK;
	size_t sent;

	while (line->gone < line->out.length) {
		code = curl_easy_send(line->easy, line->out.data + line->gone,
		    line->out.length - line->gone, &sent);
		if (code != CURLE_OK)
			break;
		line->gone += sent;
	}
	watch(line, code == CURLE_AGAIN);
	if (line->gone == line->out.length) {
		if (line->out.room > KEPT)
			buf_free(&line->out);
		buf_clear(&line->out);
		line->gone = 0;
	}
	return code == CURLE_OK || code == CURLE_AGAIN;
}

/* Everything that is there, up to what a line has room for: one server must
 * not keep the wire from the others.  False: the other side has ended. */
static bool
read_all(struct line *line)
{
	char bytes[4096];
	CURLcode code = CURLE_OK;
	size_t count;

	while (!line->in.over && (code = curl_easy_recv(line->easy, bytes,
	    sizeof bytes, &count)) == CURLE_OK && count > 0)
		buf_add(&line->in, bytes, count);
	return code == CURLE_AGAIN && !line->in.over;
}

/* Whole lines, until the mail is over. */
static void
take_lines(struct line *line)
{
	char *at = line->in.data, *end;
	size_t left = line->in.length;

	while (!line->over && line->lost == NULL &&
	    line->awaiting != AWAIT_NOBODY &&
	    (end = memchr(at, '\n', left)) != NULL) {
		size_t length = (size_t)(end - at);

		if (add_line(line, at, length > 0 && end[-1] == '\r' ?
		    length - 1 : length)) {
			say_heard(line);
			buf_clear(&line->reply);
		}
		left -= length + 1;
		at = end + 1;
	}
	memmove(line->in.data, at, left);
	line->in.length = left;
}

static void
ready(int fd, short what, void *arg)
{
	struct line *line = arg;
	(void)fd;
	if (what & EV_READ) {
		bool there = read_all(line);

		take_lines(line);
		if (!there && line->lost == NULL)
			line->lost = "cut the connection";
	}
	if (!line->over && line->lost == NULL && !line_flush(line))
		line->lost = "cut the connection";
	if (line->in.length > 0 || line->lost != NULL)
		line->lasts = false;
	if (line->over && line->carriage != NULL)
		post_over(line);
	else if (line->lost != NULL ||
	    (line->carriage == NULL && line->in.length > 0))
		post_lost(line, line->lost);	/* Kept: nobody asked. */
}

static void
not_offered(struct line *line, enum mail_step step, const char *why)
{
	line->carriage->response.status = line->status;
	line->carriage->response.step = step;
	line->carriage->why = why;
}

/* Its last words count, when they are a refusal. */
static void
could_not(struct line *line, CURLcode code)
{
	bool login = code == CURLE_LOGIN_DENIED || code == CURLE_OK;

	if (line->status >= 400 && line->whole)
		say_answered(line, line->status,
		    login ? MAIL_LOGIN : MAIL_GREETING, line->reply.data);
	else if (login)
		not_offered(line, MAIL_LOGIN, "offers no login we know");
	else if (code == CURLE_USE_SSL_FAILED)
		not_offered(line, MAIL_GREETING,
		    ride_cause(line->easy, code));
	else
		line->carriage->why = ride_cause(line->easy, code);
	line->over = true;
	line->lasts = false;
}

bool
line_connected(struct line *line, CURLcode code)
{
	curl_socket_t fd = -1;

	if (code == CURLE_OK && (line->user == NULL || line->logged_in))
		curl_easy_getinfo(line->easy, CURLINFO_ACTIVESOCKET, &fd);
	if (fd < 0) {
		could_not(line, code);
		return false;
	}
	line->event = event_new(line->wire->base, fd, EV_READ | EV_PERSIST,
	    ready, line);
	assert(line->event != NULL);
	event_add(line->event, NULL);
	buf_clear(&line->reply);
	return true;
}
