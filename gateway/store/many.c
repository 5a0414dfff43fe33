/*
 * Rows as JSON.  Texts are UTF-8 already, so only what JSON forbids in them
 * is written otherwise.
 */

#include <assert.h>
#include <inttypes.h>

#include "store/many.h"

void
many_init(struct many *m)
{
	*m = (struct many){ .count = 0 };
	buf_init(&m->buf, MANY_BYTES);
	buf_char(&m->buf, '[');
}

void
many_free(struct many *m)
{
	buf_free(&m->buf);
}

void
many_row(struct many *m)
{
	assert(!m->whole && !m->bare);
	buf_text(&m->buf, m->count == 0 ? "[" : "],[");
	m->count++;
}

void
many_id(struct many *m, int64_t id)
{
	assert(!m->whole && (m->bare || m->count == 0));
	m->bare = true;
	buf_print(&m->buf, m->count == 0 ? "%" PRId64 : ",%" PRId64, id);
	m->count++;
}

/* A comma, unless it is the first value of its row. */
static void
next(struct many *m)
{
	assert(m->count > 0 && !m->whole && !m->bare);
	if (m->buf.data[m->buf.length - 1] != '[')
		buf_char(&m->buf, ',');
}

void
many_int(struct many *m, int64_t number)
{
	next(m);
	buf_print(&m->buf, "%" PRId64, number);
}

void
many_text(struct many *m, const char *text)
{
	next(m);
	if (text == NULL) {
		buf_text(&m->buf, "null");
		return;
	}
	buf_char(&m->buf, '"');
	for (const char *from = text; *text != '\0'; from = text) {
		while ((unsigned char)*text >= ' ' && *text != '"' &&
		    *text != '\\')
			text++;
		buf_add(&m->buf, from, (size_t)(text - from));
		if (*text != '\0')
			buf_print(&m->buf, "\\u%04x", (unsigned)*text++);
	}
	buf_char(&m->buf, '"');
}

const char *
many_value(struct many *m)
{
	if (!m->whole)
		buf_text(&m->buf, m->count == 0 || m->bare ? "]" : "]]");
	m->whole = true;
	assert(!m->buf.over);
	return m->buf.data;
}
