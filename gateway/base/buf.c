/*
 * Bytes that grow by doubling.  Once something did not fit nothing more is
 * added, so what a full buffer holds is a beginning and never has a hole.
 */

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define ROOM_FIRST	256

/* What an empty buffer shows.  Nobody writes here. */
static char nothing[1];

/* Room for so many more bytes and a NUL; false: the limit is reached. */
static bool
grow(struct buf *b, size_t more)
{
	size_t need, room;

	if (b->over || more > b->limit - b->length) {
		b->over = true;
		return false;
	}
	need = b->length + more + 1;
	if (need <= b->room)
		return true;
	for (room = b->room == 0 ? ROOM_FIRST : b->room; room < need;)
		room *= 2;
	if (room > b->limit + 1)
		room = b->limit + 1;
	b->data = realloc(b->room == 0 ? NULL : b->data, room);
	if (b->data == NULL)
		abort();
	b->room = room;
	return true;
}

void
buf_init(struct buf *b, size_t limit)
{
	assert(limit < SIZE_MAX / 4);
	*b = (struct buf){ .data = nothing, .limit = limit };
}

void
buf_free(struct buf *b)
{
	if (b->room > 0)
		free(b->data);
	buf_init(b, b->limit);
}

void
buf_clear(struct buf *b)
{
	b->length = 0;
	b->over = false;
	if (b->room > 0)
		b->data[0] = '\0';
}

void
buf_add(struct buf *b, const void *bytes, size_t length)
{
	if (length == 0 || !grow(b, length))
		return;
	memcpy(b->data + b->length, bytes, length);
	b->length += length;
	b->data[b->length] = '\0';
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void
buf_print(struct buf *b, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(NULL, 0, format, values);
	va_end(values);
	assert(length >= 0);
	if (length == 0 || !grow(b, (size_t)length))
		return;
	va_start(values, format);
	vsnprintf(b->data + b->length, (size_t)length + 1, format, values);
	va_end(values);
	b->length += (size_t)length;
}

static bool
plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	    c == '~';
}

void
buf_url(struct buf *b, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t length;

	for (;;) {
		for (length = 0; plain(text[length]); length++)
			;
		buf_add(b, text, length);
		text += length;
		if (*text == '\0')
			return;
		buf_add(b, (char[]){ '%',
		    digits[(unsigned char)*text >> 4],
		    digits[(unsigned char)*text & 15] }, 3);
		text++;
	}
}

static const char *
reference(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

void
buf_html(struct buf *b, const char *text)
{
	size_t length;

	for (;;) {
		length = strcspn(text, "&<>\"'");
		buf_add(b, text, length);
		text += length;
		if (*text == '\0')
			return;
		buf_text(b, reference(*text++));
	}
}

char *
buf_keep(const struct buf *b, struct arena *arena)
{
	return arena_copy(arena, b->data, b->length);
}
