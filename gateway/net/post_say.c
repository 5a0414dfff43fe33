/*
 * What is said for a mail.  A server that takes commands in one go
 * (PIPELINING, RFC 2920) gets MAIL, RCPT and DATA so, and then the body with
 * its end: two round trips.
 *
 * The moment of launch is when the body is given: what is refused before
 * that has not gone, and what is lost after it may have.
 */

#include <string.h>

#include "base/arena.h"
#include "net/client.h"
#include "net/post.h"
#include "net/ride.h"

#define NO_UTF8	"553 5.6.7 Mailboxes that are not ASCII are not taken."

/* A server that answers before it has all of a mail would take what is said
 * next as the rest of it. */
void
say_answered(struct line *line, int status, enum mail_step step,
    const char *words)
{
	struct carriage *c = line->carriage;

	c->response.carried = ANSWERED;
	c->response.status = status;
	c->response.step = step;
	c->response.body = arena_text(c->arena, words);
	c->response.length = strlen(words);
	line->over = true;
	line->lasts = status != 421 && line->gone == line->out.length;
}

static bool
ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static const char *
or_nobody(const char *address)
{
	return address == NULL ? "" : address;
}

static bool
needs_utf8(const struct request *request)
{
	return !ascii(or_nobody(request->mail_from)) ||
	    !ascii(or_nobody(request->mail_to));
}

static void
say_from(struct line *line)
{
	const struct request *request = &line->carriage->request;

	buf_print(&line->out, "MAIL FROM:<%s>", or_nobody(request->mail_from));
	if (line->sizes)
		buf_print(&line->out, " SIZE=%zu", request->length);
	if (needs_utf8(request))
		buf_text(&line->out, " BODY=8BITMIME SMTPUTF8");
	buf_text(&line->out, "\r\n");
}

static void
say_to(struct line *line)
{
	buf_print(&line->out, "RCPT TO:<%s>\r\n",
	    or_nobody(line->carriage->request.mail_to));
}

void
say_begin(struct line *line)
{
	const struct request *request = &line->carriage->request;

	buf_clear(&line->out);
	line->gone = 0;
	if (request->body == NULL) {
		buf_text(&line->out, "NOOP\r\n");
		line->awaiting = AWAIT_NOOP;
		return;
	}
	if (needs_utf8(request) && !line->utf8) {
		say_answered(line, 553, MAIL_TO, NO_UTF8);
		return;
	}
	line->awaiting = AWAIT_FROM;
	if (line->dirty) {
		buf_text(&line->out, "RSET\r\n");
		line->awaiting = AWAIT_RESET;
		if (!line->pipelining)
			return;
	}
	say_from(line);
	if (!line->pipelining)
		return;
	say_to(line);
	buf_text(&line->out, "DATA\r\n");
}

/* Lines end with CRLF, and one that begins with a dot has another. */
static void
add_body(struct buf *out, const char *body, size_t length)
{
	const char *end = body + length, *at, *stop;

	for (at = body; at < end; at = stop + 1) {
		size_t count;

		stop = memchr(at, '\n', (size_t)(end - at));
		if (stop == NULL)
			stop = end;
		count = (size_t)(stop - at);
		if (count > 0 && at[count - 1] == '\r')
			count--;
		if (*at == '.')
			buf_char(out, '.');
		buf_add(out, at, count);
		buf_add(out, "\r\n", 2);
	}
	buf_add(out, ".\r\n", 3);
}

static void
give_body(struct line *line)
{
	struct carriage *c = line->carriage;

	if (ride_passed(c)) {
		line->over = true;
		line->lasts = false;
		return;
	}
	line->given = true;
	add_body(&line->out, c->request.body, c->request.length);
	line->awaiting = AWAIT_BODY;
}

/* The first refusal is what matters: the others follow from it. */
static void
refuse(struct line *line, enum mail_step step)
{
	if (line->refused != 0)
		return;
	line->refused = line->status;
	line->refused_at = step;
	line->refusal = arena_text(line->carriage->arena, line->reply.data);
	line->dirty = true;
}

/* Whether the next command of this mail is to be said. */
static bool
goes_on(struct line *line, enum mail_step step)
{
	if (line->status / 100 != 2)
		refuse(line, step);
	if (line->refused != 0 && (!line->pipelining || line->status == 421)) {
		say_answered(line, line->refused, line->refused_at,
		    line->refusal);
		return false;
	}
	return !line->pipelining;
}

static void
heard_go_ahead(struct line *line)
{
	if (line->status != 354)
		refuse(line, MAIL_BODY);
	if (line->refused == 0) {
		give_body(line);
	} else if (line->status == 354) {
		buf_text(&line->out, ".\r\n");
		line->awaiting = AWAIT_NOTHING;
	} else {
		say_answered(line, line->refused, line->refused_at,
		    line->refusal);
	}
}

void
say_heard(struct line *line)
{
	if (line->used && !line->heard && line->status == 421) {
		line->lost = "was kept for too long";
		return;
	}
	if (line->status == 0) {
		line->lost = "did not speak as expected";
		return;
	}
	line->heard = true;
	switch (line->awaiting) {
	case AWAIT_RESET:
		line->awaiting = AWAIT_FROM;
		line->dirty = false;
		if (!line->pipelining)
			say_from(line);
		break;
	case AWAIT_FROM:
		line->awaiting = AWAIT_TO;
		if (goes_on(line, MAIL_FROM))
			say_to(line);
		break;
	case AWAIT_TO:
		line->awaiting = AWAIT_DATA;
		if (goes_on(line, MAIL_TO))
			buf_text(&line->out, "DATA\r\n");
		break;
	case AWAIT_DATA:
		heard_go_ahead(line);
		break;
	case AWAIT_NOTHING:
		say_answered(line, line->refused, line->refused_at,
		    line->refusal);
		break;
	case AWAIT_BODY:
	case AWAIT_NOOP:
		say_answered(line, line->status, line->awaiting == AWAIT_BODY ?
		    MAIL_BODY : MAIL_LOGIN, line->reply.data);
		break;
	case AWAIT_NOBODY:
	case AWAIT_LOGIN:
		break;
	}
}
