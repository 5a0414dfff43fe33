/*
 * Raw rows, for those who count again: what was written, to which families,
 * what became of it, what families wrote, and what relates people; ids and
 * digests, never names, numbers or words.
 */

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/list.h"
#include "flow/report.h"
#include "store/export.h"

static void
write_row(FILE *out, const char *noun, const struct export *e,
    struct rows *rows)
{
	json_t *row = json_object();

	json_object_set_new(row, "noun", json_string(noun));
	for (unsigned i = 0; i < e->count; i++)
		if (e->columns[i].text)
			json_object_set_new(row, e->columns[i].name,
			    json_string(db_text(rows, (int)i)));
		else
			json_object_set_new(row, e->columns[i].name,
			    json_integer(db_int(rows, (int)i)));
	json_dumpf(row, out, JSON_COMPACT | JSON_SORT_KEYS);
	fputc('\n', out);
	json_decref(row);
}

unsigned
report_rows(struct db *db, struct rows_page *page)
{
	struct export	 e;
	struct rows	*rows = export_rows(db, page->noun, page->after, &e);
	unsigned	 n = 0;

	for (; rows != NULL && db_row(rows); n++) {
		write_row(page->out, page->noun, &e, rows);
		page->after = db_int(rows, 0);
	}
	return n;
}
