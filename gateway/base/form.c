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

/* The byte that a %XX stands for; 0 when it is none, or NUL. */
static char
escaped(const char *at, const char *end)
{
	int high, low;

	if (end - at < 3)
		return '\0';
	high = digit(at[1]);
	low = digit(at[2]);
	if (high < 0 || low < 0)
		return '\0';
	return (char)(high << 4 | low);
}

/* What a piece stands for, or NULL. */
static const char *
decode(struct arena *arena, struct piece piece)
{
	char *text = arena_take(arena, (size_t)(piece.end - piece.at) + 1);
	char *out = text;

	while (piece.at < piece.end) {
		char c = *piece.at;

		if (c == '%') {
			c = escaped(piece.at, piece.end);
			piece.at += 2;
		} else if (c == '+') {
			c = ' ';
		}
		if (c == '\0')
			return NULL;
		*out++ = c;
		piece.at++;
	}
	return text;
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

	while (rest.at < rest.end && count <= FORM_FIELDS) {
		struct piece piece = next(&rest, '&');

		count += piece.at < piece.end;
	}
	return count;
}

static bool
field_read(struct arena *arena, struct piece piece, struct field *field)
{
	field->name = decode(arena, next(&piece, '='));
	field->value = decode(arena, piece);
	return field->name != NULL && field->value != NULL;
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
