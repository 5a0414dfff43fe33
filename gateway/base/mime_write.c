/*
 * A mail of ours.  Its frame is written here, line by line, because GMime's
 * own objects and streams cost many times as much as all of the rest; the two
 * encodings of bodies are GMime's.
 *
 * All of it is ASCII in lines of at most 78 characters, whatever it says, so
 * that no server on the way has a reason to change it.  (Only a mailbox that
 * is not ASCII stands as it is: RFC 6532.)
 */

#include <assert.h>
#include <gmime/gmime.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mime_write.h"

#define LINE		76
#define PIECE		63	/* Characters of an encoded word. */
#define MAIL_MOST	(16 * 1024 * 1024)

static bool
given(const char *text)
{
	return text != NULL && *text != '\0';
}

static bool
control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static bool
ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Text that is one line: what would end it is a space. */
static char *
one_line(struct arena *arena, const char *text)
{
	char *line = arena_text(arena, text), *at;

	for (at = line; *at != '\0'; at++)
		if (control(*at))
			*at = ' ';
	return line;
}

/*
 * Headers.
 */

/* A header, folded at its spaces. */
static void
header(struct buf *mail, const char *name, const char *value)
{
	size_t column, length;

	buf_text(mail, name);
	buf_char(mail, ':');
	column = strlen(name) + 1;
	while (*(value += strspn(value, " ")) != '\0') {
		length = strcspn(value, " ");
		if (column + 1 + length > LINE && column > strlen(name) + 1) {
			buf_text(mail, "\r\n");
			column = 0;
		}
		buf_char(mail, ' ');
		buf_add(mail, value, length);
		column += 1 + length;
		value += length;
	}
	buf_text(mail, "\r\n");
}

/* Whether it can stand in a header as it is. */
static bool
fit(const char *line)
{
	return ascii(line) && strstr(line, "=?") == NULL &&
	    strstr(line, "  ") == NULL && strlen(line) < LINE;
}

/* How many bytes the character there has. */
static size_t
character(const char *at)
{
	size_t length = 1;

	while (length < 4 && ((unsigned char)at[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/*
 * Words of any script (RFC 2047): as many pieces as it takes, none of which
 * ends within a character.  A reader joins them without the spaces between.
 * Base64 would be shorter, but there are readers (GMime is one) that end at
 * the padding of the first piece.
 */
static char *
encoded(struct arena *arena, const char *line)
{
	struct buf words;
	size_t room = 0, length;
	char *kept;

	buf_init(&words, 8 * strlen(line) + 128);
	for (; *line != '\0'; line += length) {
		length = character(line);
		if (3 * length > room) {
			buf_text(&words, words.length > 0 ?
			    "?= =?UTF-8?Q?" : "=?UTF-8?Q?");
			room = PIECE;
		}
		if (g_ascii_isalnum(*line) || *line == ' ')
			buf_char(&words, *line == ' ' ? '_' : *line);
		else
			for (size_t i = 0; i < length; i++)
				buf_print(&words, "=%02X",
				    (unsigned char)line[i]);
		room -= 3 * length;
	}
	buf_text(&words, "?=");
	kept = buf_keep(&words, arena);
	buf_free(&words);
	return kept;
}

static char *
subject(struct arena *arena, const char *text)
{
	char *line = one_line(arena, text);

	return fit(line) ? line : encoded(arena, line);
}

static char *
quoted(struct arena *arena, const char *name)
{
	char *text = arena_take(arena, 2 * strlen(name) + 3), *to = text;

	*to++ = '"';
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			*to++ = '\\';
		*to++ = *name;
	}
	*to = '"';
	return text;
}

static char *
mailbox(struct arena *arena, const char *name, const char *address)
{
	char *line = one_line(arena, address);

	if (!given(name))
		return line;
	name = one_line(arena, name);
	return arena_print(arena, "%s <%s>",
	    fit(name) ? quoted(arena, name) : encoded(arena, name), line);
}

static void
date(struct buf *mail, int64_t at)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)(at / 1000);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	buf_print(mail, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n",
	    days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Each between < and >. */
static void
message_ids(struct buf *mail, struct arena *arena, const char *name,
    const char *ids)
{
	const char *at = one_line(arena, ids);
	struct buf all;

	buf_init(&all, 3 * strlen(ids) + 3);
	while (*(at += strspn(at, " <>")) != '\0') {
		size_t length = strcspn(at, " <>");

		buf_char(&all, '<');
		buf_add(&all, at, length);
		buf_text(&all, "> ");
		at += length;
	}
	if (all.length > 0)
		header(mail, name, all.data);
	buf_free(&all);
}

static void
unsubscribe(struct buf *mail, struct arena *arena,
    const struct letter *letter)
{
	const char *url = given(letter->unsubscribe_url) ?
	    arena_print(arena, "<%s>", letter->unsubscribe_url) : "";
	const char *to = given(letter->unsubscribe_to) ?
	    arena_print(arena, "<mailto:%s>", letter->unsubscribe_to) : "";

	if (*url == '\0' && *to == '\0')
		return;
	header(mail, "List-Unsubscribe", one_line(arena, arena_print(arena,
	    "%s%s%s", url, *url != '\0' && *to != '\0' ? ", " : "", to)));
	if (*url != '\0')
		header(mail, "List-Unsubscribe-Post",
		    "List-Unsubscribe=One-Click");
}

static void
headers(struct buf *mail, struct arena *arena, const struct letter *letter)
{
	date(mail, letter->date);
	header(mail, "From", mailbox(arena, letter->from_name,
	    letter->from));
	header(mail, "To", one_line(arena, letter->to));
	if (given(letter->reply_to))
		header(mail, "Reply-To", one_line(arena, letter->reply_to));
	header(mail, "Subject", subject(arena, letter->subject));
	message_ids(mail, arena, "Message-ID", letter->message_id);
	if (given(letter->in_reply_to))
		message_ids(mail, arena, "In-Reply-To", letter->in_reply_to);
	if (given(letter->references))
		message_ids(mail, arena, "References", letter->references);
	if (given(letter->language))
		header(mail, "Content-Language",
		    one_line(arena, letter->language));
	if (letter->automatic)
		header(mail, "Auto-Submitted", "auto-generated");
	header(mail, "X-Auto-Response-Suppress", "OOF, AutoReply");
	unsubscribe(mail, arena, letter);
	header(mail, "MIME-Version", "1.0");
}

/*
 * Bodies.
 */

/* Text with these ends of its lines, and one at its own. */
static void
canonical(struct buf *into, const char *text, const char *end)
{
	for (;;) {
		size_t length = strcspn(text, "\r\n");

		buf_add(into, text, length);
		text += length;
		if (*text == '\0')
			break;
		text += text[0] == '\r' && text[1] == '\n' ? 2 : 1;
		buf_text(into, end);
	}
	if (into->length > 0 && into->data[into->length - 1] != '\n')
		buf_text(into, end);
}

/* GMime writes LF where a line ends. */
static void
encode(struct buf *mail, const struct buf *text,
    GMimeContentEncoding encoding)
{
	GMimeEncoding state;
	char *out, *at, *end, *line;

	g_mime_encoding_init_encode(&state, encoding);
	out = g_malloc(g_mime_encoding_outlen(&state, text->length) + 1);
	end = out + g_mime_encoding_flush(&state, text->data, text->length,
	    out);
	for (at = out; at < end; at = line + 1) {
		line = memchr(at, '\n', (size_t)(end - at));
		if (line == NULL) {
			buf_add(mail, at, (size_t)(end - at));
			break;
		}
		buf_add(mail, at, (size_t)(line - at));
		buf_text(mail, "\r\n");
	}
	g_free(out);
}

/* Base64 where more than a sixth is not ASCII: it is the shorter then.  Its
 * text has CRLF inside; the other encoding leaves lines as they are. */
static void
part(struct buf *mail, const char *type, const char *words)
{
	struct buf text;
	size_t others = 0, all = 0;
	bool base64;

	for (; words[all] != '\0'; all++)
		others += (unsigned char)words[all] >= 0x80;
	base64 = others > all / 6;
	buf_init(&text, 2 * all + 2);
	canonical(&text, words, base64 ? "\r\n" : "\n");
	buf_print(mail, "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: %s\r\n\r\n", type,
	    base64 ? "base64" : "quoted-printable");
	encode(mail, &text, base64 ? GMIME_CONTENT_ENCODING_BASE64 :
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	buf_free(&text);
}

/* "=_" is in no text that is encoded, so the boundary is not either. */
static void
alternatives(struct buf *mail, const struct letter *letter)
{
	char boundary[64] = "=_";
	size_t length = 2;
	const char *at = letter->message_id;

	for (; *at != '\0' && *at != '@' && length < 60; at++)
		if (g_ascii_isalnum(*at))
			boundary[length++] = *at;
	buf_print(mail, "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"%s\"\r\n\r\n--%s\r\n", boundary, boundary);
	part(mail, "plain", letter->text);
	buf_print(mail, "\r\n--%s\r\n", boundary);
	part(mail, "html", letter->html);
	buf_print(mail, "\r\n--%s--\r\n", boundary);
}

void
mime_begin(void)
{
	static gsize begun;

	if (!g_once_init_enter(&begun))
		return;
	g_mime_init();
	g_once_init_leave(&begun, 1);
}

char *
mime_write(struct arena *arena, const struct letter *letter, size_t *length)
{
	struct buf mail;
	char *whole;

	mime_begin();
	buf_init(&mail, MAIL_MOST);
	headers(&mail, arena, letter);
	if (given(letter->html))
		alternatives(&mail, letter);
	else
		part(&mail, "plain", letter->text);
	assert(!mail.over);
	whole = buf_keep(&mail, arena);
	*length = mail.length;
	buf_free(&mail);
	return whole;
}
