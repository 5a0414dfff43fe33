/*
 * Gmail writes words and HTML beside each other and quotes below "On ...
 * wrote:"; Apple Mail writes words alone and quotes with "> ".  Parts are in
 * base64, which no mail server on the way changes.
 */

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/text.h"
#include "carrier/mailbox.h"
#include "carrier/seen.h"
#include "carrier/typed.h"

#define BASE64_LINE	76
#define WORD_BYTES	42	/* Of a header, in one encoded word. */
#define PART_MOST	(2 * 1024 * 1024)

/* 32 by 32, a blue square with a light frame. */
static const char picture[] =
    "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAM0lEQVR42mO4\r\n"
    "9PArTREDnSyQ9Z9IdTRqwagFoxaMWjBqwagFoxaMWjBqwagF5FgwhFvXAKK+\r\n"
    "hJxCE7FqAAAAAElFTkSuQmCC";

void
typed_date(int64_t time, char out[TYPED_DATE])
{
	time_t		 seconds = (time_t)(time / 1000);
	struct tm	 tm;

	(void)gmtime_r(&seconds, &tm);
	if (strftime(out, TYPED_DATE, "%a, %d %b %Y %H:%M:%S +0000", &tm) == 0)
		out[0] = '\0';
}

static void
put_base64(struct buf *b, const char *bytes, size_t length)
{
	struct arena	*arena = arena_new();
	const char	*text = crypt_base64(arena, bytes, length);

	for (length = strlen(text); length > BASE64_LINE;
	    length -= BASE64_LINE) {
		buf_add(b, text, BASE64_LINE);
		buf_text(b, "\r\n");
		text += BASE64_LINE;
	}
	buf_print(b, "%s\r\n", text);
	arena_free(arena);
}

static bool
plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

/* A line of the head, in encoded words (RFC 2047) when it needs them. */
static void
put_header(struct buf *b, const char *name, const char *text)
{
	struct arena	*arena;
	size_t		 length, fit;

	buf_print(b, "%s:", name);
	if (plain(text) && strlen(text) < 900) {
		buf_print(b, " %s\r\n", text);
		return;
	}
	arena = arena_new();
	for (length = strlen(text); length > 0; length -= fit) {
		fit = length < WORD_BYTES ? length : WORD_BYTES;
		while (fit < length && ((unsigned char)text[fit] & 0xc0) ==
		    0x80)
			fit--;
		buf_print(b, " =?UTF-8?B?%s?=%s",
		    crypt_base64(arena, text, fit),
		    fit < length ? "\r\n" : "");
		text += fit;
	}
	buf_text(b, "\r\n");
	arena_free(arena);
}

static void
put_part(struct buf *b, const char *boundary, const char *type,
    const struct buf *words)
{
	buf_print(b, "--%s\r\nContent-Type: %s; charset=\"UTF-8\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n", boundary, type);
	put_base64(b, words->data, words->length);
}

/* "On Tue, 08 Dec 2026 at 10:05, Oak School <m@x.example> wrote:" */
static void
put_wrote(struct buf *b, const struct seen *o)
{
	time_t		 seconds = (time_t)(o->date / 1000);
	struct tm	 tm;
	char		 when[60];

	(void)gmtime_r(&seconds, &tm);
	if (strftime(when, sizeof when, "%a, %b %d, %Y at %I:%M %p", &tm) == 0)
		when[0] = '\0';
	buf_print(b, "On %s %s <%s> wrote:", when, o->from_name, o->from);
}

static void
put_quoted(struct buf *b, const char *text)
{
	size_t length;

	for (; *text != '\0'; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		buf_text(b, "> ");
		buf_add(b, text, length);
		buf_char(b, '\n');
	}
}

static void
put_words(struct buf *b, const struct typed *t, const struct seen *o)
{
	buf_print(b, "%s\n", t->words);
	if (t->apple)
		buf_text(b, "\nSent from my iPhone\n");
	if (o == NULL || t->automatic)
		return;
	buf_text(b, "\n");
	if (t->apple)
		buf_text(b, "> ");
	put_wrote(b, o);
	buf_text(b, t->apple ? "\n> \n" : "\n\n");
	put_quoted(b, o->text);
}

static void
put_html_lines(struct buf *b, const char *text)
{
	char	 line[2] = "";

	for (; *text != '\0'; text++)
		if (*text == '\n')
			buf_text(b, "<br>\r\n");
		else if ((line[0] = *text) != '\r')
			buf_html(b, line);
}

/* As Gmail has it. */
static void
put_html(struct buf *b, const struct typed *t, const struct seen *o)
{
	struct buf wrote;

	buf_text(b, "<div dir=\"auto\">");
	put_html_lines(b, t->words);
	buf_text(b, "</div>");
	if (o == NULL || t->automatic)
		return;
	buf_init(&wrote, PART_MOST);
	put_wrote(&wrote, o);
	buf_text(b, "<br><div class=\"gmail_quote gmail_quote_container\">"
	    "<div dir=\"ltr\" class=\"gmail_attr\">");
	buf_html(b, wrote.data);
	buf_text(b, "<br></div><blockquote class=\"gmail_quote\" "
	    "style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid "
	    "rgb(204,204,204);padding-left:1ex\">");
	if (o->html[0] != '\0')
		buf_text(b, o->html);
	else
		put_html_lines(b, o->text);
	buf_text(b, "</blockquote></div>\r\n");
	buf_free(&wrote);
}

static void
put_head(struct buf *b, const struct typed *t, const struct seen *o,
    const char *id)
{
	buf_text(b, "MIME-Version: 1.0\r\n");
	buf_print(b, "From: <%s>\r\nTo: <%s>\r\n", t->box, t->to);
	put_header(b, "Subject", t->subject);
	buf_print(b, "Message-ID: <%s>\r\n", id);
	if (o != NULL && o->id[0] != '\0')
		buf_print(b, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n",
		    o->id, o->id);
	if (t->automatic)
		buf_text(b, "Auto-Submitted: auto-replied\r\n"
		    "X-Autoreply: yes\r\nPrecedence: bulk\r\n");
}

static void
put_alternatives(struct buf *b, const struct typed *t, const struct seen *o,
    const char *boundary)
{
	struct buf words, html;

	buf_init(&words, PART_MOST);
	buf_init(&html, PART_MOST);
	put_words(&words, t, o);
	put_html(&html, t, o);
	if (!t->apple)
		buf_print(b, "Content-Type: multipart/alternative; "
		    "boundary=\"a%s\"\r\n\r\n", boundary);
	if (t->apple) {
		buf_text(b, "Content-Type: text/plain; charset=utf-8\r\n"
		    "Content-Transfer-Encoding: base64\r\n\r\n");
		put_base64(b, words.data, words.length);
	} else {
		char name[80];

		(void)snprintf(name, sizeof name, "a%s", boundary);
		put_part(b, name, "text/plain", &words);
		put_part(b, name, "text/html", &html);
		buf_print(b, "--%s--\r\n", name);
	}
	buf_free(&words);
	buf_free(&html);
}

void
typed_mail(struct buf *b, const struct typed *t, const struct seen *o,
    const char *number, int64_t now)
{
	char date[TYPED_DATE], id[120], boundary[60];

	(void)snprintf(id, sizeof id, "CAF%s@mail.carrier.example", number);
	(void)snprintf(boundary, sizeof boundary, "0000%s", number);
	typed_date(now, date);
	put_head(b, t, o, id);
	buf_print(b, "Date: %s\r\n", date);
	if (!t->picture) {
		put_alternatives(b, t, o, boundary);
		return;
	}
	buf_print(b, "Content-Type: multipart/mixed; boundary=\"m%s\"\r\n"
	    "\r\n--m%s\r\n", boundary, boundary);
	put_alternatives(b, t, o, boundary);
	buf_print(b, "--m%s\r\nContent-Type: image/png; name=\"note.png\"\r\n"
	    "Content-Disposition: attachment; filename=\"note.png\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n%s\r\n--m%s--\r\n",
	    boundary, picture, boundary);
}

void
typed_notice(struct buf *b, const struct notice *n)
{
	const char	*domain = strrchr(n->box, '@') + 1;
	char		 date[TYPED_DATE];

	typed_date(n->now, date);
	buf_print(b, "From: Mail Delivery Subsystem <mailer-daemon@%s>\r\n"
	    "To: <%s>\r\nSubject: Delivery Status Notification (Failure)\r\n"
	    "Date: %s\r\nMessage-ID: <%s@%s>\r\nAuto-Submitted: auto-replied"
	    "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; "
	    "report-type=delivery-status;\r\n boundary=\"d%s\"\r\n\r\n",
	    domain, n->to, date, n->number, domain, n->number);
	buf_print(b, "--d%s\r\nContent-Type: text/plain; charset=us-ascii"
	    "\r\n\r\nYour message could not be delivered to %s.\r\n\r\n",
	    n->number, n->box);
	buf_print(b, "--d%s\r\nContent-Type: message/delivery-status\r\n\r\n"
	    "Reporting-MTA: dns; mx.%s\r\nArrival-Date: %s\r\n\r\n"
	    "Final-Recipient: rfc822; %s\r\nAction: failed\r\n"
	    "Status: %s\r\nDiagnostic-Code: smtp; 550 %s "
	    "The mail could not be delivered\r\n\r\n",
	    n->number, domain, date, n->box, n->status, n->status);
	buf_print(b, "--d%s\r\nContent-Type: text/rfc822-headers\r\n\r\n"
	    "%.*s\r\n--d%s--\r\n", n->number, n->head_length, n->head,
	    n->number);
}
