/*
 * Digests of rows of the ledger.
 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/list.h"
#include "flow/links.h"
#include "store/db.h"
#include "store/month.h"

#define MARKS_MOST	(4u << 20)	/* Bytes: 26 million rows. */
#define SUM		12

static const bool is_text[MONTH_LEDGER] = { [3] = true, [7] = true,
    [10] = true, [11] = true, [12] = true, [13] = true, [14] = true };

void
links_begin(struct links *c, const char *before)
{
	memset(c->digest, '0', LINKS_DIGEST - 1);
	c->digest[LINKS_DIGEST - 1] = '\0';
	if (before != NULL)
		snprintf(c->digest, sizeof c->digest, "%s", before);
	c->n = 0;
	buf_init(&c->marks, MARKS_MOST);
}

void
links_end(struct links *c)
{
	buf_free(&c->marks);
}

static void
write_line(struct buf *b, const struct rows *rows)
{
	const char *text;

	for (int i = 0; i < MONTH_LEDGER; i++) {
		if (i > 0)
			buf_char(b, '\t');
		if (!is_text[i])
			buf_print(b, "%" PRId64, db_int(rows, i));
		else if ((text = db_text(rows, i)) != NULL)
			buf_text(b, text);
	}
}

static void
digest(const struct buf *b, char out[LINKS_DIGEST])
{
	unsigned char bytes[CRYPT_SHA256];

	crypt_sha256(b->data, b->length, bytes);
	for (size_t i = 0; i < CRYPT_SHA256; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

void
links_add(struct links *c, const struct rows *rows)
{
	struct buf b;

	buf_init(&b, 65536);
	buf_text(&b, c->digest);
	buf_char(&b, '\n');
	write_line(&b, rows);
	digest(&b, c->digest);
	buf_free(&b);
	if (++c->n % LINKS_EVERY == 0)
		buf_add(&c->marks, c->digest, LINKS_MARK);
}

const char *
links_line(struct arena *arena, const struct rows *rows)
{
	const char	*line;
	struct buf	 b;

	buf_init(&b, 65536);
	write_line(&b, rows);
	line = buf_keep(&b, arena);
	buf_free(&b);
	return line;
}

const char *
links_sum(struct arena *arena, const struct rows *rows)
{
	const char *line = links_line(arena, rows);

	return arena_print(arena, "%.*s", SUM,
	    crypt_digest(arena, line, strlen(line)));
}
