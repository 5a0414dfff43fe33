/*
 * Raw rows, for those who count again: what was written, to which families,
 * what became of it, what families wrote, and what relates people; ids and
 * digests, never names, numbers or words.
 *
 * Rule 2 of the definition needs to know whether two messages with the same
 * words are of the same person, and nothing needs to know more.
 */

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/list.h"
#include "flow/links.h"
#include "flow/report.h"
#include "store/export.h"

struct writing {
	const struct rows_page	*page;
	const struct export	*export;
	struct rows		*rows;
	struct arena		*arena;
};

static const char *
words_digest(const struct writing *w)
{
	for (unsigned i = 0; i < w->export->count; i++)
		if (strcmp(w->export->columns[i].name, "digest") == 0)
			return db_text(w->rows, (int)i);
	return "";
}

/* A number of 48 bits for one person and one text; 0 stays 0. */
static int64_t
somebody(const struct writing *w, int64_t id)
{
	const char	*salt = w->page->salt == NULL ? "" : w->page->salt;
	const char	*text = arena_print(w->arena, "%" PRId64 " %s", id,
			    words_digest(w));
	unsigned char	 digest[CRYPT_SHA256];
	int64_t		 number = 1;

	if (id == 0)
		return 0;
	crypt_hmac_sha256(salt, strlen(salt), text, strlen(text), digest);
	for (size_t i = 0; i < 6; i++)
		number = number * 256 + digest[i];
	return number;
}

static json_t *
value(const struct writing *w, unsigned column)
{
	const struct export_column *c = &w->export->columns[column];

	if (c->text)
		return json_string(db_text(w->rows, (int)column));
	if (c->who)
		return json_integer(somebody(w, db_int(w->rows,
		    (int)column)));
	return json_integer(db_int(w->rows, (int)column));
}

static void
write_row(const struct writing *w)
{
	json_t *row = json_object();

	json_object_set_new(row, "noun", json_string(w->page->noun));
	for (unsigned i = 0; i < w->export->count; i++)
		json_object_set_new(row, w->export->columns[i].name,
		    value(w, i));
	if (strcmp(w->page->noun, "ledger") == 0)
		json_object_set_new(row, "sum",
		    json_string(links_sum(w->arena, w->rows)));
	json_dumpf(row, w->page->out, JSON_COMPACT | JSON_SORT_KEYS);
	fputc('\n', w->page->out);
	json_decref(row);
}

unsigned
report_rows(struct db *db, struct rows_page *page)
{
	struct export	 e;
	struct writing	 w = { page, &e, export_rows(db, page->noun,
			    page->after, &e), db_arena(db) };
	unsigned	 n = 0;

	for (; w.rows != NULL && db_row(w.rows); n++) {
		write_row(&w);
		page->after = db_int(w.rows, 0);
	}
	return n;
}
