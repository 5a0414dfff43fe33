/*
 * Tables for people.
 */

#include <sys/ioctl.h>

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/queue.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "command/table.h"

#define CELLS_MOST	10
#define GAP		2
#define LEAST		20	/* Columns that the last cell keeps. */

struct row {
	STAILQ_ENTRY(row)	 next;
	const char		*cells[CELLS_MOST];
};

struct table {
	struct arena		*arena;
	size_t			 count;		/* Of columns. */
	size_t			 width[CELLS_MOST];
	bool			 right[CELLS_MOST];
	STAILQ_HEAD(, row)	 rows;
};

/* An emoji is wide, and so is what East Asian type says. */
static size_t
width_of(uint32_t point)
{
	int8_t type = u_charType((UChar32)point);
	int wide = u_getIntPropertyValue((UChar32)point,
	    UCHAR_EAST_ASIAN_WIDTH);

	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
	    type == U_FORMAT_CHAR || type == U_CONTROL_CHAR)
		return 0;
	return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

size_t
table_width(const char *text)
{
	size_t width = 0;

	while (*text != '\0')
		width += width_of(text_next(&text));
	return width;
}

/* Marks and overrides of direction reach beyond their cell. */
static bool
turns(uint32_t point)
{
	return (point >= 0x202A && point <= 0x202E) ||
	    (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
	    point == 0x200F || point == 0x061C;
}

const char *
table_clean(struct arena *arena, const char *text)
{
	char		*clean = arena_take(arena, strlen(text) + 1);
	char		*to = clean;
	const char	*next = text;
	uint32_t	 point;

	for (; *text != '\0'; text = next) {
		point = text_next(&next);
		if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
			*to++ = ' ';
		} else if (!turns(point)) {
			memcpy(to, text, (size_t)(next - text));
			to += next - text;
		}
	}
	return clean;
}

void
table_add(struct table *t, const char *const *cells, size_t count)
{
	struct row *row = NEW(t->arena, struct row);
	size_t width;

	assert(count == t->count);
	for (size_t i = 0; i < count; i++) {
		row->cells[i] = table_clean(t->arena, cells[i] != NULL ?
		    cells[i] : "");
		width = table_width(row->cells[i]);
		if (width > t->width[i])
			t->width[i] = width;
	}
	STAILQ_INSERT_TAIL(&t->rows, row, next);
}

struct table *
table_new(struct arena *arena, const char *const *headings, size_t count)
{
	struct table *t = NEW(arena, struct table);

	assert(count > 0 && count <= CELLS_MOST);
	t->arena = arena;
	t->count = count;
	STAILQ_INIT(&t->rows);
	table_add(t, headings, count);
	return t;
}

void
table_right(struct table *t, unsigned column)
{
	assert(column < t->count);
	t->right[column] = true;
}

/* As much of a text as fits into so many columns, with an ellipsis. */
static const char *
cut(struct arena *arena, const char *text, size_t columns)
{
	size_t fit = strlen(text);
	const char *kept = text;

	while (table_width(kept) > columns && fit > 0) {
		fit = text_fit(text, text_units(kept) - 1);
		if (fit == 0)
			break;
		kept = arena_print(arena, "%.*s", (int)fit, text);
		if (table_width(kept) + 1 <= columns)
			return arena_print(arena, "%s\u2026", kept);
	}
	return kept;
}

/* The columns that are left for the last cell. */
static size_t
room(const struct table *t, FILE *out)
{
	struct winsize	 size;
	size_t		 used = 0;

	if (!isatty(fileno(out)) ||
	    ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return SIZE_MAX;
	for (size_t i = 0; i + 1 < t->count; i++)
		used += t->width[i] + GAP;
	return used + LEAST > size.ws_col ? LEAST : size.ws_col - used;
}

static void
print_cell(const struct table *t, size_t i, const char *text, FILE *out)
{
	int blanks = (int)(t->width[i] - table_width(text));

	if (i + 1 == t->count && !t->right[i])
		fputs(cut(t->arena, text, room(t, out)), out);
	else if (t->right[i])
		fprintf(out, "%*s%s", blanks, "", text);
	else
		fprintf(out, "%s%*s", text, blanks, "");
	fputs(i + 1 == t->count ? "\n" : "  ", out);
}

void
table_print(const struct table *t, FILE *out)
{
	const struct row *row;

	STAILQ_FOREACH(row, &t->rows, next)
		for (size_t i = 0; i < t->count; i++)
			print_cell(t, i, row->cells[i], out);
}
