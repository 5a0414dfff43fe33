/*
 * GMime 3.2 loses what stands behind the padding of a base64 word when
 * another word follows it ("=?UTF-8?B?YQ==?= =?UTF-8?B?Yg==?=" is "a" to it,
 * and "ab" by RFC 2047).  So in the mail's own header such words are written
 * with Q before GMime reads them, which says the same.
 */

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/mime_recode.h"

#define WORD	998		/* Bytes of a line, and so of a word. */

/* The bytes of the header, with the empty line behind it. */
static size_t
header_length(const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length, *feed;

	while ((feed = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at = feed + 1;
		if (at < end && (*at == '\n' || (*at == '\r' &&
		    at + 1 < end && at[1] == '\n')))
			return (size_t)(at - bytes);
	}
	return length;
}

/* "=?charset?B?text?=" */
struct word {
	const char	*charset, *text;
	size_t		 charset_length, text_length, length;
};

static bool
read_word(const char *at, size_t most, struct word *w)
{
	const char *end = at + (most < WORD ? most : WORD), *text;

	if (end - at < 8 || at[0] != '=' || at[1] != '?')
		return false;
	w->charset = at + 2;
	text = memchr(w->charset, '?', (size_t)(end - w->charset));
	if (text == NULL || end - text < 4 ||
	    toupper((unsigned char)text[1]) != 'B' || text[2] != '?')
		return false;
	w->charset_length = (size_t)(text - w->charset);
	w->text = text + 3;
	text = memchr(w->text, '?', (size_t)(end - w->text));
	if (text == NULL || text + 1 == end || text[1] != '=')
		return false;
	w->text_length = (size_t)(text - w->text);
	w->length = (size_t)(text + 2 - at);
	return memchr(at, '\n', w->length) == NULL;
}

/* False: the text is no base64, and stays as it is. */
static bool
recode(struct arena *arena, struct buf *out, const struct word *w)
{
	size_t length;
	const char *bytes = crypt_unbase64(arena,
	    arena_copy(arena, w->text, w->text_length), &length);

	if (bytes == NULL)
		return false;
	buf_text(out, "=?");
	buf_add(out, w->charset, w->charset_length);
	buf_text(out, "?Q?");
	for (size_t i = 0; i < length; i++)
		buf_print(out, "=%02X", (unsigned char)bytes[i]);
	buf_text(out, "?=");
	return true;
}

static void
recode_all(struct arena *arena, struct buf *out, const char *at, size_t left)
{
	struct word w;
	const char *next;

	while (left > 0) {
		if (!read_word(at, left, &w) || !recode(arena, out, &w)) {
			next = memchr(at + 1, '=', left - 1);
			w.length = next == NULL ? left : (size_t)(next - at);
			buf_add(out, at, w.length);
		}
		at += w.length;
		left -= w.length;
	}
}

const char *
mime_recode(struct arena *arena, const char *bytes, size_t *length)
{
	size_t head = header_length(bytes, *length), rest = *length - head;
	struct buf out;

	if (memmem(bytes, head, "=?=", 3) == NULL)
		return bytes;		/* No padding before the end of one. */
	buf_init(&out, 3 * head + rest);
	recode_all(arena, &out, bytes, head);
	buf_add(&out, bytes + head, rest);
	bytes = buf_keep(&out, arena);
	*length = out.length;
	buf_free(&out);
	return bytes;
}
