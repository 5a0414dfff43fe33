/*
 * The text is cut at '&' and each piece at its first '='; the fields are
 * counted before any memory is taken for them.  Empty pieces are passed
 * over, as browsers do.
 */

#include <string.h>

#include "base/arena.h"
#include "base/form.h"

/* A stretch of the text. */
struct piece {
	const char	*at, *end;
};

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that the two digits behind a '%' stand for, or -1. */
static int
escaped(const char *at, const char *end)
{
	int high, low;

	if (end - at < 2)
		return -1;
	high = digit(at[0]);
	low = digit(at[1]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* What a piece stands for.  False: it has a NUL, or a '%' that is no escape
 * and stays as it is. */
static bool
decode(struct arena *arena, struct piece piece, const char **text,
    size_t *length)
{
	char *start = arena_take(arena, (size_t)(piece.end - piece.at) + 1);
	char *out = start;
	bool good = true;

	while (piece.at < piece.end) {
		char c = *piece.at++;
		int byte = c == '%' ? escaped(piece.at, piece.end) : -1;

		if (byte >= 0) {
			c = (char)byte;
			piece.at += 2;
		} else if (c == '%') {
			good = false;
		} else if (c == '+') {
			c = ' ';
		}
		good = good && c != '\0';
		*out++ = c;
	}
	*text = start;
	*length = (size_t)(out - start);
	return good;
}

/* The piece up to the mark or the end, taken off the rest. */
static struct piece
next(struct piece *rest, char mark)
{
	struct piece piece = *rest;
	const char *found;

	found = memchr(rest->at, mark, (size_t)(rest->end - rest->at));
	if (found != NULL)
		piece.end = found;
	rest->at = found != NULL ? found + 1 : rest->end;
	return piece;
}

static unsigned
fields_in(struct piece rest)
{
	unsigned count = 0;

	while (rest.at < rest.end) {
		struct piece piece = next(&rest, '&');

		count += piece.at < piece.end;
	}
	return count;
}

static bool
field_read(struct arena *arena, struct piece piece, struct field *field)
{
	size_t length;

	return decode(arena, next(&piece, '='), &field->name, &length) &&
	    decode(arena, piece, &field->value, &length);
}

bool
form_read(struct arena *arena, const char *text, size_t length,
    struct form *form)
{
	struct piece rest = { text, text + length };
	unsigned count = fields_in(rest);

	*form = (struct form){ 0 };
	if (count > FORM_FIELDS)
		return false;
	form->fields = NEW_LIST(arena, struct field, count);
	while (rest.at < rest.end) {
		struct piece piece = next(&rest, '&');

		if (piece.at == piece.end)
			continue;
		if (!field_read(arena, piece, &form->fields[form->count]))
			return false;
		form->count++;
	}
	return true;
}

unsigned
form_raw(struct arena *arena, const char *text, size_t length,
    struct raw_field **fields)
{
	struct piece rest = { text, text + length };
	unsigned count = 0;

	*fields = NEW_LIST(arena, struct raw_field, fields_in(rest));
	while (rest.at < rest.end) {
		struct piece piece = next(&rest, '&');
		struct raw_field *field = &(*fields)[count];

		if (piece.at == piece.end)
			continue;
		(void)decode(arena, next(&piece, '='), &field->name,
		    &field->name_length);
		(void)decode(arena, piece, &field->value,
		    &field->value_length);
		count++;
	}
	return count;
}

bool
form_query(struct arena *arena, const char *url, struct form *form)
{
	size_t whole = strcspn(url, "#"), path = strcspn(url, "?#");

	if (path < whole)
		path++;
	return form_read(arena, url + path, whole - path, form);
}

const char *
form_get(const struct form *form, const char *name)
{
	for (unsigned i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return form->fields[i].value;
	return NULL;
}
