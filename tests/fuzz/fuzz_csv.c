/*
 * Any bytes as a table: what is read, written again and read once more is
 * the same.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
write_row(struct buf *b, const char **fields, unsigned count, char separator)
{
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			buf_char(b, separator);
		buf_char(b, '"');
		for (const char *c = fields[i]; *c != '\0'; c++) {
			if (*c == '"')
				buf_char(b, '"');
			buf_char(b, *c);
		}
		buf_char(b, '"');
	}
	buf_char(b, '\n');
}

static void
write_table(struct buf *b, const struct csv *csv)
{
	buf_print(b, "sep=%c\n", csv->separator);
	write_row(b, csv->columns, csv->column_count, csv->separator);
	for (unsigned i = 0; i < csv->row_count; i++)
		write_row(b, csv->rows[i].fields, csv->rows[i].count,
		    csv->separator);
}

static void
look_at(const struct csv_row *row)
{
	assert(row->count > 0 && row->count <= CSV_COLUMNS);
	for (unsigned i = 0; i < row->count; i++)
		assert(text_valid(row->fields[i], strlen(row->fields[i])));
}

static void
compare(const struct csv *one, const struct csv *other)
{
	assert(one->column_count == other->column_count);
	assert(one->row_count == other->row_count);
	for (unsigned i = 0; i < one->column_count; i++)
		assert(strcmp(one->columns[i], other->columns[i]) == 0);
	for (unsigned i = 0; i < one->row_count; i++) {
		assert(i == 0 || one->rows[i].line > one->rows[i - 1].line);
		assert(one->rows[i].count == other->rows[i].count);
		look_at(&one->rows[i]);
		for (unsigned j = 0; j < one->rows[i].count; j++)
			assert(strcmp(one->rows[i].fields[j],
			    other->rows[i].fields[j]) == 0);
	}
}

static void
look(struct arena *arena, const struct csv *csv)
{
	const char *why;
	struct csv again;
	struct buf b;
	bool read;

	if (csv->column_count == 0)
		return;
	buf_init(&b, 1 << 20);
	write_table(&b, csv);
	assert(!b.over);
	read = csv_read(arena, b.data, b.length, &again, &why);
	assert(read);
	compare(csv, &again);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	const char *why;
	struct csv csv;

	if (length <= 1 << 16) {
		if (csv_read(arena, (const char *)bytes, length, &csv, &why))
			look(arena, &csv);
		else
			assert(why != NULL && csv.broken > 0);
	}
	arena_free(arena);
	return 0;
}
