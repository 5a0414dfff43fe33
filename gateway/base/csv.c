/*
 * libcsv over decoded text.  It is lenient, as spreadsheets are: a quote in
 * the middle of a field is a quote.  A quote that is never closed takes all
 * that follows into one field, so libcsv is given the text in pieces and
 * the field is looked at between them.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/decode.h"
#include "base/text.h"

#define PIECE		16384
#define ROW_MOST	((size_t)1 << 20)	/* Bytes of a row's fields. */

/* Empty lines are told too.  Strict would refuse quotes within a field; so
 * it is for the end alone, where it knows whether a quote is open. */
#define OPTIONS		(CSV_APPEND_NULL | CSV_REPALL_NL)

static const char separators[] = ",;\t|";

struct reading {
	struct arena	*arena;
	struct csv	*csv;
	const char	*why;
	unsigned	 line;		/* Rows that ended. */
	size_t		 fields;	/* Of all rows. */
	unsigned	 room;		/* Rows there is room for. */

	/* The row that is under way: where its fields begin in text. */
	char		*text;
	size_t		 length;
	unsigned	 count;
	size_t		 starts[CSV_COLUMNS];
	bool		 filled;	/* One of them is not empty. */
};

static void
refuse(struct reading *r, const char *why)
{
	if (r->why != NULL)
		return;
	r->why = why;
	r->csv->broken = r->line + 1;
}

static bool
is_blank(const char *at)
{
	return *at == ' ' || *at == '\t' || *at == '\n';
}

/* Takes blanks off both ends, the one that never breaks too. */
static const char *
trim(const char *text, size_t *length)
{
	for (;;) {
		if (*length > 0 && is_blank(text)) {
			text++;
			(*length)--;
		} else if (*length > 1 && memcmp(text, "\xc2\xa0", 2) == 0) {
			text += 2;
			*length -= 2;
		} else if (*length > 0 && is_blank(text + *length - 1)) {
			(*length)--;
		} else if (*length > 1 &&
		    memcmp(text + *length - 2, "\xc2\xa0", 2) == 0) {
			*length -= 2;
		} else {
			return text;
		}
	}
}

static bool
plain(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return true;
}

/* Whether a field has as many separators as a row, and a line break: a quote
 * that was not closed has taken the rows up to the next quote. */
static bool
has_rows(const struct reading *r, const char *text, size_t length)
{
	unsigned count = 0;

	if (memchr(text, '\n', length) == NULL || r->csv->column_count < 4)
		return false;
	for (size_t i = 0; i < length; i++)
		count += text[i] == r->csv->separator;
	return count >= r->csv->column_count - 1;
}

/* What libcsv calls at the end of a field. */
static void
end_field(void *field, size_t length, void *cookie)
{
	struct reading	*r = cookie;
	const char	*text = field;

	if (r->count == CSV_COLUMNS)
		refuse(r, "this row has more columns than any roster; look "
		    "for a separator that is wrong");
	/* Cleaned, a text may be three times as long. */
	if (length > CSV_FIELD || r->length + length * 3 + 1 > ROW_MOST)
		refuse(r, "this row is too long; look for a quote (\") that "
		    "is not closed");
	if (has_rows(r, text, length))
		refuse(r, "a quote (\") of this row is not closed, so the rows "
		    "below are in it; close it");
	if (r->why != NULL)
		return;
	if (!plain(text, length)) {
		text = text_clean(r->arena, text, length);
		length = strlen(text);
	}
	text = trim(text, &length);
	r->starts[r->count++] = r->length;
	memcpy(r->text + r->length, text, length);
	r->length += length;
	r->text[r->length++] = '\0';
	r->filled = r->filled || length > 0;
}

/* The fields of the row that is under way, kept. */
static const char **
keep(struct reading *r)
{
	const char	**fields = NEW_LIST(r->arena, const char *, r->count);
	char		 *text = arena_copy(r->arena, r->text, r->length);

	for (unsigned i = 0; i < r->count; i++)
		fields[i] = text + r->starts[i];
	return fields;
}

static void
add_row(struct reading *r)
{
	struct csv	*csv = r->csv;

	if (csv->header == 0) {
		csv->columns = keep(r);
		csv->column_count = r->count;
		csv->header = r->line + 1;
		return;
	}
	r->fields += r->count;
	if (csv->row_count == r->room || r->fields > CSV_FIELDS)
		refuse(r, "there are more rows than any roster has; export it "
		    "in a smaller file");
	else
		csv->rows[csv->row_count++] = (struct csv_row){
		    .fields = keep(r), .count = r->count,
		    .line = r->line + 1 };
}

/* What libcsv calls at the end of a row, and of one that has nothing. */
static void
end_row(int ended_by, void *cookie)
{
	struct reading *r = cookie;

	(void)ended_by;
	if (r->why == NULL && r->filled)
		add_row(r);
	if (r->why == NULL)
		r->line++;
	r->count = 0;
	r->length = 0;
	r->filled = false;
}

/* The separator that stands most often in the first line that has one,
 * outside of quotes. */
static char
find_separator(const char *text)
{
	unsigned	 counts[4] = { 0 }, best = 0;
	bool		 quoted = false;

	for (; *text != '\0'; text++) {
		const char *found = strchr(separators, *text);

		quoted = quoted != (*text == '"');
		if (found != NULL && !quoted)
			counts[found - separators]++;
		if (*text == '\n' && !quoted && counts[0] + counts[1] +
		    counts[2] + counts[3] > 0)
			break;
	}
	for (unsigned i = 1; i < 4; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

/* Excel may say the separator in a line of its own, "sep=;". */
static const char *
pass_separator(const char *text, char *separator)
{
	if (strncmp(text, "sep=", 4) != 0 || text[4] == '\0' ||
	    strchr(separators, text[4]) == NULL || text[5] != '\n') {
		*separator = find_separator(text);
		return text;
	}
	*separator = text[4];
	return text + 6;
}

/* Gives libcsv the text, until something is wrong with it. */
static void
parse(struct reading *r, struct csv_parser *parser, const char *text)
{
	size_t length = strlen(text), now;

	for (; length > 0 && r->why == NULL; text += now, length -= now) {
		now = length < PIECE ? length : PIECE;
		if (csv_parse(parser, text, now, end_field, end_row, r) !=
		    now)
			abort();		/* Out of memory. */
		if (csv_get_buffer_size(parser) > 2 * CSV_FIELD)
			refuse(r, "a field of this row is too long; look for "
			    "a quote (\") that is not closed");
	}
	(void)csv_set_opts(parser, OPTIONS | CSV_STRICT | CSV_STRICT_FINI);
	if (r->why == NULL && csv_fini(parser, end_field, end_row, r) != 0)
		refuse(r, "a quote (\") of this row is not closed before the "
		    "file ends; it may be cut off, so export it again");
}

static void
read_decoded(struct reading *r, const char *text, unsigned lines)
{
	struct csv_parser parser;

	text = pass_separator(text, &r->csv->separator);
	r->room = lines < CSV_ROWS ? lines + 1 : CSV_ROWS;
	r->csv->rows = NEW_LIST(r->arena, struct csv_row, r->room);
	r->text = malloc(ROW_MOST);
	if (r->text == NULL || csv_init(&parser, OPTIONS) != 0)
		abort();
	csv_set_delim(&parser, (unsigned char)r->csv->separator);
	csv_set_blk_size(&parser, PIECE);
	parse(r, &parser, text);
	csv_free(&parser);
	free(r->text);
}

bool
csv_read(struct arena *arena, const char *bytes, size_t length,
    struct csv *csv, const char **why)
{
	struct reading	 r = { .arena = arena, .csv = csv };
	struct decoded	 decoded;

	*csv = (struct csv){ 0 };
	if (!decode(bytes, length, &decoded)) {
		csv->broken = decoded.lines + 1;
		*why = "there is more in this row, or in the file, than a "
		    "roster has; export it again";
		return false;
	}
	csv->wide = decoded.wide;
	csv->strange = decoded.strange;
	csv->stranger = decoded.stranger;
	read_decoded(&r, decoded.text, decoded.lines);
	decode_free(&decoded);
	*why = r.why;
	return r.why == NULL;
}

const char *
csv_field(const struct csv_row *row, int column)
{
	if (column < 0 || (unsigned)column >= row->count)
		return "";
	return row->fields[column];
}
