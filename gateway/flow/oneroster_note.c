/*
 * What is told about a file.  A mistake that is understood is told once for
 * each column, with how many rows have it: a school system makes the same
 * mistake in every row.  What is left out is told row by row, up to a limit.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/oneroster_word.h"

#define SENTENCE_MOST	600		/* UTF-16 units. */

struct entry {
	struct roster_note	 note;
	const char		*format;	/* One: the same mistake. */
	unsigned		 found;		/* In this order. */
};

struct notes {
	struct entry	 list[NOTE_WEIGHTS * NOTES_MOST];
	unsigned	 count, kept[NOTE_WEIGHTS];
};

struct notes *
notes_new(void)
{
	struct notes *notes = calloc(1, sizeof(*notes));

	if (notes == NULL)
		abort();
	return notes;
}

/* The one that tells the same mistake already, or NULL. */
static struct entry *
find(struct notes *notes, const struct roster_note *new, const char *format)
{
	for (unsigned i = 0; i < notes->count; i++) {
		struct entry *e = &notes->list[i];

		if (e->format == format && e->note.weight == new->weight &&
		    strcmp(e->note.file, new->file) == 0 &&
		    strcmp(e->note.field, new->field) == 0)
			return e;
	}
	return NULL;
}

/* A new one; NULL: there are enough of that weight. */
static struct entry *
enter(struct notes *notes, const struct roster_note *new, const char *format)
{
	struct entry *e = &notes->list[notes->count];

	if (notes->kept[new->weight] == NOTES_MOST)
		return NULL;
	notes->kept[new->weight]++;
	e->format = format;
	e->found = notes->count++;
	e->note = *new;
	return e;
}

static void
add(struct reading *r, const struct roster_note *new, const char *format,
    va_list list)
{
	struct entry *e = NULL;

	r->file->weights[new->weight]++;
	r->refused = r->refused || new->weight == NOTE_REFUSED;
	if (new->weight == NOTE_TOLERATED)
		e = find(r->notes, new, format);
	if (e != NULL && e->note.line <= new->line) {
		e->note.times++;
		return;
	}
	if (e == NULL)
		e = enter(r->notes, new, format);
	if (e == NULL)
		return;
	e->note.times++;
	e->note.line = new->line;
	e->note.file = arena_text(r->arena, new->file);
	e->note.field = arena_text(r->arena, new->field);
	e->note.sentence = text_cut(r->arena,
	    arena_vprint(r->own, format, list), SENTENCE_MOST);
}

void
note(struct reading *r, enum roster_weight weight, const struct cell *cell,
    const char *format, ...)
{
	struct place		 place = cell_place(cell);
	struct roster_note	 new = { .weight = weight,
				    .file = place.file, .line = place.line,
				    .field = cell_field(cell) };
	va_list			 list;

	va_start(list, format);
	add(r, &new, format, list);
	va_end(list);
}

void
note_file(struct reading *r, enum roster_weight weight, const char *file,
    const char *format, ...)
{
	struct roster_note	 new = { .weight = weight, .file = file,
				    .field = "" };
	va_list			 list;

	va_start(list, format);
	add(r, &new, format, list);
	va_end(list);
}

static int
compare(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;
	int files = strcmp(a->note.file, b->note.file);

	if (a->note.weight != b->note.weight)
		return a->note.weight < b->note.weight ? -1 : 1;
	if (files != 0)
		return files;
	if (a->note.line != b->note.line)
		return a->note.line < b->note.line ? -1 : 1;
	return a->found < b->found ? -1 : a->found > b->found;
}

void
notes_end(struct reading *r)
{
	struct notes *notes = r->notes;

	qsort(notes->list, notes->count, sizeof(*notes->list), compare);
	r->file->notes = NEW_LIST(r->arena, struct roster_note, notes->count);
	r->file->note_count = notes->count;
	for (unsigned i = 0; i < notes->count; i++)
		r->file->notes[i] = notes->list[i].note;
	free(notes);
	r->notes = NULL;
}
