/*
 * Names are compared byte by byte, as OneRoster wants it.  Where a name is
 * not found, one that differs only in its capitals is meant: GUIDs are
 * written in both by systems that do not know it.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"

#define NAME_MOST	255		/* As OneRoster has it. */
#define ROOM_FIRST	16

/* Of a list in one cell: between two names; around them, and around those that
 * are not in braces themselves. */
#define BETWEEN		",;|\n\t"
#define LIST_ENDS	" \"'[]"
#define ITS_ENDS	LIST_ENDS "{}"

void *
grown(struct reading *r, void *list, unsigned count, size_t size)
{
	void *more;

	if (count > 0 && (count < ROOM_FIRST || (count & (count - 1)) != 0))
		return list;
	more = arena_take(r->own, size * (count == 0 ? ROOM_FIRST :
	    (size_t)count * 2));
	if (count > 0)
		memcpy(more, list, size * count);
	return more;
}

static struct thing *
at(const struct things *t, unsigned i)
{
	return (struct thing *)(void *)((char *)t->list + t->size * i);
}

static struct thing *
add(struct reading *r, struct things *t, const char *name)
{
	struct thing *new;

	t->list = grown(r, t->list, t->count, t->size);
	new = at(t, t->count++);
	new->name = name;
	return new;
}

void *
thing_add(struct reading *r, struct things *t, const struct cell *id)
{
	const char	*name = cell_text(r, id);
	struct thing	*new;

	if (*name == '\0' || strlen(name) > NAME_MOST) {
		note(r, NOTE_SKIPPED, id, *name == '\0' ?
		    "this row has no %s, so nothing can name it; it is left "
		    "out" : "this %s is longer than 255 characters; it is "
		    "left out", "sourcedId");
		return NULL;
	}
	new = add(r, t, name);
	new->file = id->sheet->name;
	new->row = id->row;
	new->line = id->row->line;
	return new;
}

void *
thing_add_before(struct reading *r, struct things *t, const char *name)
{
	struct thing *new = add(r, t, arena_text(r->own, name));

	new->file = "";
	return new;
}

/* By name; of one name those of the file first, as they stand there, what
 * is gone behind what is not. */
static int
compare(const void *one, const void *other)
{
	const struct thing *a = one, *b = other;
	int names = strcmp(a->name, b->name);

	if (names != 0)
		return names;
	if ((a->row == NULL) != (b->row == NULL))
		return a->row == NULL ? 1 : -1;
	if (a->gone != b->gone)
		return a->gone ? 1 : -1;
	return a->line < b->line ? -1 : a->line > b->line;
}

/* The first column in which two rows differ, or -1. */
static int
difference(const struct sheet *sheet, const struct csv_row *one,
    const struct csv_row *other, const int *columns)
{
	for (; *columns >= 0; columns++)
		if (strcmp(csv_field(one, sheet->at[*columns]),
		    csv_field(other, sheet->at[*columns])) != 0)
			return *columns;
	return -1;
}

/* A second row of the same name. */
static void
unite(struct reading *r, const struct things *t, const struct cell *where,
    const struct thing *kept, const struct thing *other, const int *columns)
{
	struct cell	 cell = { where->sheet, other->row, ID };
	int		 column = difference(where->sheet, kept->row,
			    other->row, columns);

	if (kept->gone != other->gone)
		return;
	if (column < 0) {
		note(r, NOTE_TOLERATED, &cell, "this %s is there again (the "
		    "first is in row %u); they are one", t->what, kept->line);
		return;
	}
	cell.column = column;
	note(r, NOTE_REFUSED, &cell, "the %s \"%s\" stands in row %u too, with "
	    "another %s; correct one, or give it a sourcedId of its own",
	    t->what, kept->name, kept->line, cell_field(&cell));
}

static int
compare_loose(const void *one, const void *other, void *cookie)
{
	const struct things *t = cookie;
	const unsigned *a = one, *b = other;

	return strcasecmp(at(t, *a)->name, at(t, *b)->name);
}

void
things_unite(struct reading *r, struct things *t, const struct cell *where,
    const int *columns, void (*merge)(void *, const void *))
{
	unsigned	 count = 0;

	if (t->count > 1)
		qsort(t->list, t->count, t->size, compare);
	for (unsigned i = 0; i < t->count; i++) {
		struct thing *kept = count == 0 ? NULL : at(t, count - 1);

		if (kept == NULL || strcmp(kept->name, at(t, i)->name) != 0)
			memmove(at(t, count++), at(t, i), t->size);
		else if (at(t, i)->row == NULL)
			merge(kept, at(t, i));
		else
			unite(r, t, where, kept, at(t, i), columns);
	}
	t->count = count;
	t->loose = NEW_LIST(r->own, unsigned, count + 1);
	for (unsigned i = 0; i < count; i++)
		t->loose[i] = i;
	if (count > 1)
		qsort_r(t->loose, count, sizeof(*t->loose), compare_loose, t);
}

int
thing_search(struct things *t, const char *name)
{
	unsigned low = 0, high = t->count;

	if (t->last < t->count && strcmp(name, at(t, t->last)->name) == 0)
		return (int)t->last;
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		int order = strcmp(name, at(t, middle)->name);

		if (order == 0) {
			t->last = middle;
			return (int)middle;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NOTHING;
}

/* The only one that differs in its capitals alone. */
static int
search_loose(const struct things *t, const char *name)
{
	unsigned low = 0, high = t->count;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;

		if (strcasecmp(at(t, t->loose[middle])->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == t->count ||
	    strcasecmp(at(t, t->loose[low])->name, name) != 0 ||
	    (low + 1 < t->count &&
	    strcasecmp(at(t, t->loose[low + 1])->name, name) == 0))
		return NOTHING;
	return (int)t->loose[low];
}

int
thing_named(struct reading *r, struct things *t, const struct cell *cell,
    const char *name)
{
	int found;

	if (*name == '\0')
		return NOTHING;
	found = thing_search(t, name);
	if (found != NOTHING)
		return found;
	found = search_loose(t, name);
	if (found == NOTHING)
		note(r, NOTE_SKIPPED, cell, "there is no %s \"%s\"; export it "
		    "too, or correct the sourcedId here", t->what, name);
	else
		note(r, NOTE_TOLERATED, cell, "\"%s\" is written \"%s\" where "
		    "it is described; they are one", name,
		    at(t, (unsigned)found)->name);
	return found;
}

int
thing_find(struct reading *r, struct things *t, const struct cell *cell)
{
	return thing_named(r, t, cell, cell_text(r, cell));
}

/* A copy without these at its ends. */
static char *
without(struct reading *r, const char *text, size_t length, const char *ends)
{
	while (length > 0 && strchr(ends, *text) != NULL) {
		text++;
		length--;
	}
	while (length > 0 && strchr(ends, text[length - 1]) != NULL)
		length--;
	return arena_copy(r->own, text, length);
}

static bool
is_one(struct things *t, const char *name)
{
	return thing_search(t, name) != NOTHING ||
	    search_loose(t, name) != NOTHING;
}

/* The name without what stands around it in a list. */
static const char *
bare(struct reading *r, struct things *t, const char *text, size_t length)
{
	const char *name = without(r, text, length, LIST_ENDS);

	return is_one(t, name) ? name : without(r, text, length, ITS_ENDS);
}

/* Whether it is two names or more with blanks between: it is longer than one
 * may be, or one of them is known, and the whole is not. */
static bool
are_several(struct reading *r, struct things *t, const char *text,
    size_t length)
{
	const char	*end = text + length;
	size_t		 word;

	if (memchr(text, ' ', length) == NULL)
		return false;
	if (length > NAME_MOST)
		return true;
	if (is_one(t, bare(r, t, text, length)))
		return false;
	for (; text < end; text += word + 1) {
		word = strcspn(text, " " BETWEEN);
		if (is_one(t, bare(r, t, text, word)))
			return true;
	}
	return false;
}

const char *
list_next(struct reading *r, struct things *t, const char **list)
{
	const char	*from, *name = "";
	size_t		 length;

	while (*name == '\0') {
		from = *list + strspn(*list, " " BETWEEN);
		length = strcspn(from, BETWEEN);
		if (length == 0)
			return NULL;
		if (are_several(r, t, from, length))
			length = strcspn(from, " " BETWEEN);
		*list = from + length;
		name = bare(r, t, from, length);
	}
	return name;
}

void
link_add(struct reading *r, struct links *links, struct link link)
{
	links->list = grown(r, links->list, links->count,
	    sizeof(*links->list));
	links->list[links->count++] = link;
}

static int
compare_links(const void *one, const void *other)
{
	const struct link *a = one, *b = other;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return a->source > b->source ? -1 : a->source < b->source;
}

void
links_settle(struct links *links)
{
	struct link	*list = links->list;
	unsigned	 count = 0;

	if (links->count > 1)
		qsort(list, links->count, sizeof(*list), compare_links);
	for (unsigned i = 0; i < links->count; i++)
		if (count == 0 || list[i].from != list[count - 1].from ||
		    list[i].to != list[count - 1].to)
			list[count++] = list[i];
	links->count = 0;
	for (unsigned i = 0; i < count; i++)
		if (list[i].source != LINK_GONE)
			list[links->count++] = list[i];
}
