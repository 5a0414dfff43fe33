/*
 * Undoes format=flowed (RFC 3676): a line that ends with a space goes on in
 * the next, when both have as many signs of a quote.  Programs put a space
 * before a line that begins with one, or with > or From, and it goes again.
 */

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mime_inside.h"

struct flowed {
	const char	*text;
	size_t		 length;
	unsigned	 depth;
	bool		 goes_on;
};

static struct flowed
look(const char *line, size_t length)
{
	struct flowed l = { .text = line, .length = length };

	while (l.length > 0 && *l.text == '>') {
		l.text++;
		l.length--;
		l.depth++;
	}
	if (l.length > 0 && *l.text == ' ') {
		l.text++;
		l.length--;
	}
	l.goes_on = l.length > 0 && l.text[l.length - 1] == ' ' &&
	    !(l.length == 3 && memcmp(l.text, "-- ", 3) == 0);
	return l;
}

static void
begin(struct buf *b, unsigned depth)
{
	if (b->length > 0)
		buf_char(b, '\n');
	for (unsigned i = 0; i < depth; i++)
		buf_char(b, '>');
	if (depth > 0)
		buf_char(b, ' ');
}

char *
mime_unflow(struct arena *arena, const char *text, bool delete_spaces)
{
	struct flowed before = { .goes_on = false }, l;
	struct buf b;
	char *out;

	buf_init(&b, (size_t)4 * MIME_TEXT);
	for (const char *at = text; *at != '\0' && !b.over;) {
		size_t length = strcspn(at, "\n");

		l = look(at, length);
		at += length + (at[length] == '\n');
		if (!before.goes_on || before.depth != l.depth ||
		    (l.length == 3 && memcmp(l.text, "-- ", 3) == 0))
			begin(&b, l.depth);
		buf_add(&b, l.text, l.length - (l.goes_on && delete_spaces));
		before = l;
	}
	out = buf_keep(&b, arena);
	buf_free(&b);
	return out;
}
