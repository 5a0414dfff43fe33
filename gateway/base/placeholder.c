/*
 * Placeholders.  One function finds the next one as the regular expression
 * would, the leftmost first; the others go from one to the next with it.
 * Names are folded by ICU only where they are not plain ASCII.
 */

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/placeholder.h"
#include "base/text.h"

#define FILLED_MOST	((size_t)1 << 20)	/* Bytes. */
#define NEAR_MOST	64	/* Bytes of a name that may be mistyped. */

/* What lies between the brackets of one. */
struct inside {
	const char	*start, *end;	/* With its brackets. */
	const char	*name, *name_end;
	const char	*shown;		/* Up to end - 2; or NULL. */
};

static bool
next(const char *words, struct inside *in)
{
	const char *open, *body, *close;

	for (open = strchr(words, '('); open != NULL;
	    open = strchr(open + 1, '(')) {
		body = open + 2;
		if (open[1] != '(')
			continue;
		close = body + strcspn(body, "()");
		if (close == body || close[0] != ')' || close[1] != ')')
			continue;
		*in = (struct inside){ .start = open, .end = close + 2,
		    .name = body, .name_end = close };
		for (const char *c = body; c + 1 < close; c++)
			if (c[0] == '?' && c[1] == '?') {
				in->name_end = c;
				in->shown = c + 2;
				break;
			}
		return true;
	}
	return false;
}

static bool
is_dropped(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '_' || c == '-';
}

/* Into room for `length` bytes and a NUL; false: it is not plain ASCII. */
static bool
fold_ascii(const char *name, size_t length, char *folded)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)name[i] >= 0x80)
			return false;
		if (!is_dropped(name[i]))
			*folded++ = name[i] >= 'A' && name[i] <= 'Z' ?
			    (char)(name[i] - 'A' + 'a') : name[i];
	}
	*folded = '\0';
	return true;
}

static const char *
fold(struct arena *arena, const char *name, size_t length)
{
	char *copy = arena_copy(arena, name, length), *to;

	if (fold_ascii(name, length, copy))
		return copy;
	copy = text_fold(arena, arena_copy(arena, name, length));
	to = copy;
	for (const char *c = copy; *c != '\0'; c++)
		if (!is_dropped(*c))
			*to++ = *c;
	*to = '\0';
	return copy;
}

const char *
placeholder_fold(struct arena *arena, const char *name)
{
	return fold(arena, name, strlen(name));
}

static const char *
trimmed(struct arena *arena, const char *from, const char *to)
{
	while (from < to && strchr(" \t\n", *from) != NULL)
		from++;
	while (from < to && strchr(" \t\n", to[-1]) != NULL)
		to--;
	return arena_copy(arena, from, (size_t)(to - from));
}

unsigned
placeholder_list(struct arena *arena, const char *words,
    struct placeholder **list)
{
	struct inside	 in;
	unsigned	 n = 0;

	for (const char *c = words; next(c, &in); c = in.end)
		n++;
	*list = NEW_LIST(arena, struct placeholder, n);
	n = 0;
	for (const char *c = words; next(c, &in); c = in.end)
		(*list)[n++] = (struct placeholder){
		    .name = trimmed(arena, in.name, in.name_end),
		    .folded = fold(arena, in.name,
			(size_t)(in.name_end - in.name)),
		    .shown = in.shown == NULL ? NULL : arena_copy(arena,
			in.shown, (size_t)(in.end - 2 - in.shown)),
		    .start = (size_t)(in.start - words),
		    .end = (size_t)(in.end - words) };
	return n;
}

/* Of the first `count` the one of that name. */
static const struct placeholder *
by_name(const struct placeholder *list, unsigned count, const char *folded)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(list[i].folded, folded) == 0)
			return &list[i];
	return NULL;
}

/* The same, as a value or with ??. */
static bool
is_there(const struct placeholder *list, unsigned count,
    const struct placeholder *p)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(list[i].folded, p->folded) == 0 &&
		    (list[i].shown == NULL) == (p->shown == NULL))
			return true;
	return false;
}

unsigned
placeholder_names(struct arena *arena, const char *words,
    struct placeholder **list)
{
	unsigned n = placeholder_list(arena, words, list), kept = 0;

	for (unsigned i = 0; i < n; i++)
		if (!is_there(*list, kept, &(*list)[i]))
			(*list)[kept++] = (*list)[i];
	return kept;
}

bool
placeholder_shows(const char *value)
{
	static const char *const words[] = { "yes", "y", "true", "t", "1",
	    "include", "show" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (strcasecmp(value, words[i]) == 0)
			return true;
	return false;
}

/* The names of `of` that are not in `in`, each once. */
static unsigned
not_in(struct arena *arena, const struct placeholder *of, unsigned of_count,
    const struct placeholder *in, unsigned in_count, const char ***names)
{
	unsigned n = 0;

	*names = NEW_LIST(arena, const char *, of_count);
	for (unsigned i = 0; i < of_count; i++)
		if (by_name(in, in_count, of[i].folded) == NULL &&
		    by_name(of, i, of[i].folded) == NULL)
			(*names)[n++] = of[i].name;
	return n;
}

bool
placeholder_same(struct arena *arena, const char *original,
    const char *other, struct placeholder_change *change)
{
	struct placeholder	*a, *b;
	unsigned		 na = placeholder_names(arena, original, &a);
	unsigned		 nb = placeholder_names(arena, other, &b);

	*change = (struct placeholder_change){ .different =
	    NEW_LIST(arena, const char *, na + nb) };
	change->missing_count = not_in(arena, a, na, b, nb,
	    &change->missing);
	change->added_count = not_in(arena, b, nb, a, na, &change->added);
	for (unsigned i = 0; i < na; i++)
		if (by_name(b, nb, a[i].folded) != NULL &&
		    !is_there(b, nb, &a[i]))
			change->different[change->different_count++] =
			    a[i].name;
	for (unsigned i = 0; i < nb; i++)
		if (by_name(a, na, b[i].folded) != NULL &&
		    !is_there(a, na, &b[i]))
			change->different[change->different_count++] =
			    b[i].name;
	return change->missing_count == 0 && change->added_count == 0 &&
	    change->different_count == 0;
}

static const char *
value_of(struct arena *arena, const struct inside *in,
    const struct placeholder_value *values, size_t count)
{
	char		 room[NEAR_MOST];
	size_t		 length = (size_t)(in->name_end - in->name);
	const char	*folded = room;

	if (length >= sizeof(room) || !fold_ascii(in->name, length, room))
		folded = fold(arena, in->name, length);
	for (size_t i = 0; i < count; i++)
		if (strcmp(values[i].name, folded) == 0)
			return values[i].text;
	return NULL;
}

static void
add(struct buf *b, const char *text, size_t length, const char *const *marks)
{
	if (length == 0)
		return;
	buf_text(b, marks[0]);
	buf_add(b, text, length);
	buf_text(b, marks[1]);
}

/* One of two spaces goes that had nothing between them. */
static const char *
close_gap(const struct buf *b, size_t before, const char *rest)
{
	bool space = before == 0 || strchr(" \n", b->data[before - 1]) != NULL;

	return b->length == before && space && *rest == ' ' ? rest + 1 : rest;
}

struct filling {
	struct arena				*arena;
	const struct placeholder_value		*values;
	size_t					 count;
	const char				*marks[2];
};

static char *
fill(const struct filling *f, const char *words)
{
	static const char *const	 none[] = { "", "" };
	const char			*value, *rest = words;
	struct inside			 in;
	struct buf			 b;
	size_t				 before;
	char				*filled;

	buf_init(&b, FILLED_MOST);
	while (next(rest, &in)) {
		buf_add(&b, rest, (size_t)(in.start - rest));
		before = b.length;
		value = value_of(f->arena, &in, f->values, f->count);
		if (value == NULL)
			buf_add(&b, in.start, (size_t)(in.end - in.start));
		else if (in.shown == NULL)
			add(&b, value, strlen(value), f->marks);
		else if (placeholder_shows(value))
			add(&b, in.shown, (size_t)(in.end - 2 - in.shown),
			    none);
		rest = close_gap(&b, before, in.end);
	}
	buf_text(&b, rest);
	filled = buf_keep(&b, f->arena);
	buf_free(&b);
	return filled;
}

char *
placeholder_fill(struct arena *arena, const char *words,
    const struct placeholder_value *values, size_t count)
{
	return fill(&(struct filling){ .arena = arena, .values = values,
	    .count = count, .marks = { "", "" } }, words);
}

char *
placeholder_isolate(struct arena *arena, const char *words,
    const struct placeholder_value *values, size_t count)
{
	return fill(&(struct filling){ .arena = arena, .values = values,
	    .count = count, .marks = { "\u2068", "\u2069" } }, words);
}

/* How many letters have to be put in, left out or changed (Levenshtein). */
static unsigned
distance(const char *a, const char *b)
{
	unsigned	 row[NEAR_MOST + 1], corner, up;
	size_t		 length = strlen(b);

	for (size_t k = 0; k <= length; k++)
		row[k] = (unsigned)k;
	for (size_t i = 0; a[i] != '\0'; i++) {
		corner = row[0]++;
		for (size_t k = 0; k < length; k++) {
			up = row[k + 1];
			if (a[i] != b[k] && corner < up && corner < row[k])
				row[k + 1] = corner + 1;
			else if (a[i] == b[k])
				row[k + 1] = corner;
			else
				row[k + 1] = (up < row[k] ? up : row[k]) + 1;
			corner = up;
		}
	}
	return row[length];
}

/* How far from what was meant; a name that is part of the other is near. */
static unsigned
how_far(const char *name, const char *known)
{
	size_t n = strlen(name), k = strlen(known);

	if (n >= 4 && k >= 4 && (strstr(known, name) != NULL ||
	    strstr(name, known) != NULL))
		return 1;
	if (n > NEAR_MOST || k > NEAR_MOST)
		return NEAR_MOST;
	return distance(name, known);
}

const char *
placeholder_near(struct arena *arena, const char *name,
    const char *const *known, size_t count)
{
	const char	*folded = placeholder_fold(arena, name), *near = NULL;
	unsigned	 least, far;

	least = (unsigned)strlen(folded) / 3 + 1;
	for (size_t i = 0; i < count; i++) {
		far = how_far(folded, placeholder_fold(arena, known[i]));
		if (far < least) {
			least = far;
			near = known[i];
		}
	}
	return near;
}
