/*
 * The difference of two rosters, by going through both at once.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "flow/roster_diff.h"

static int
compare(const void *a, const void *b)
{
	const struct roster_row *x = a, *y = b;

	if (x->noun != y->noun)
		return x->noun < y->noun ? -1 : 1;
	return strcmp(x->name, y->name);
}

const struct roster_row *
roster_row_of(const struct roster_row *rows, unsigned count,
    enum roster_noun noun, const char *name)
{
	const struct roster_row key = { .noun = noun, .name = name };

	return count == 0 ? NULL : bsearch(&key, rows, count, sizeof *rows,
	    compare);
}

/* Which of the two rows is next: less than 0 the one of before, more than 0
 * that of the file, 0 both. */
static int
next(const struct roster_was *was, unsigned i, const struct roster_file *file,
    unsigned k)
{
	if (i == was->count)
		return 1;
	if (k == file->row_count)
		return -1;
	return compare(&was->rows[i], &file->rows[k]);
}

static void
change(struct roster_diff *d, const struct roster_row *row,
    const char *before, const char *after)
{
	d->changes[d->count++] = (struct roster_given){ .noun = row->noun,
	    .name = row->name, .content = after, .before = before };
}

static bool
at_desk(struct arena *arena, const char *content)
{
	struct roster_content	 c;
	const char		*why;

	return content != NULL && roster_content_read(arena, ROSTER_STAFF,
	    content, &c, &why) && c.desk;
}

/* Who of the staff will be at the desk, and who not any more. */
static void
see_desk(struct arena *arena, struct roster_diff *d)
{
	for (unsigned i = 0; i < d->count; i++) {
		const struct roster_given *g = &d->changes[i];

		if (g->noun != ROSTER_STAFF)
			continue;
		if (g->content == NULL)
			roster_names_add(arena, &d->leave, g->name);
		else if (at_desk(arena, g->content))
			d->desk = true;
		else if (at_desk(arena, g->before))
			roster_names_add(arena, &d->step_down, g->name);
	}
}

/* A row that both have. */
static void
both(struct roster_diff *d, const struct roster_row *was,
    const struct roster_row *is)
{
	struct roster_counts *n = &d->nouns[was->noun];

	if (is->gone)
		n->gone++;
	else if (strcmp(was->content, is->content) == 0)
		n->same++;
	else {
		n->changed++;
		change(d, is, was->content, is->content);
	}
}

static void
find_changed(const struct roster_was *was, const struct roster_file *file,
    struct roster_diff *d)
{
	unsigned	 i = 0, k = 0;
	int		 which;

	while (i < was->count || k < file->row_count) {
		which = next(was, i, file, k);
		if (which == 0) {
			both(d, &was->rows[i++], &file->rows[k++]);
		} else if (which < 0) {
			if (file->delta)
				d->nouns[was->rows[i].noun].same++;
			else
				d->nouns[was->rows[i].noun].gone++;
			i++;
		} else {
			if (!file->rows[k].gone) {
				d->nouns[file->rows[k].noun].fresh++;
				change(d, &file->rows[k], NULL,
				    file->rows[k].content);
			}
			k++;
		}
	}
}

/* From the last row to the first. */
static void
find_gone(const struct roster_was *was, const struct roster_file *file,
    struct roster_diff *d)
{
	const struct roster_row *is;

	for (unsigned i = was->count; i-- > 0;) {
		is = roster_row_of(file->rows, file->row_count,
		    was->rows[i].noun, was->rows[i].name);
		if (is == NULL ? !file->delta : is->gone)
			change(d, &was->rows[i], was->rows[i].content, NULL);
	}
}

void
roster_diff_make(struct arena *arena, const struct roster_was *was,
    const struct roster_file *file, struct roster_diff *d)
{
	*d = (struct roster_diff){ .count = 0 };
	d->changes = NEW_LIST(arena, struct roster_given,
	    was->count + file->row_count + 1);
	find_changed(was, file, d);
	find_gone(was, file, d);
	see_desk(arena, d);
}

/* Checking: is what is named there, when all has been applied? */
struct checking {
	struct arena			*arena;
	const struct roster_was		*was;
	const struct roster_file	*file;
	const char			**problems;
	unsigned			 count;
};

static bool
is_there(const struct checking *c, enum roster_noun noun, const char *name)
{
	const struct roster_row *row = roster_row_of(c->file->rows,
	    c->file->row_count, noun, name);

	if (row != NULL || !c->file->delta)
		return row != NULL && !row->gone;
	return roster_row_of(c->was->rows, c->was->count, noun, name) != NULL;
}

/* Where a row of the file stands; of one before, what it is. */
static const char *
place(struct checking *c, enum roster_noun noun, const char *name)
{
	const struct roster_row *row = roster_row_of(c->file->rows,
	    c->file->row_count, noun, name);

	if (row == NULL || row->line == 0)
		return arena_print(c->arena, "%s \"%s\"",
		    roster_noun_word(noun), name);
	return arena_print(c->arena, "%s row %u (%s \"%s\")", row->file,
	    row->line, roster_noun_word(noun), name);
}

static void
problem(struct checking *c, const char *sentence)
{
	if (c->count < ROSTER_PROBLEMS)
		c->problems[c->count] = sentence;
	c->count++;
}

static void
need(struct checking *c, const struct roster_given *g,
    enum roster_noun noun, const char *name)
{
	if (!is_there(c, noun, name))
		problem(c, arena_print(c->arena, "%s: it names the %s \"%s\", "
		    "which is not in the roster. Export that too, or take "
		    "the name out.", place(c, g->noun, g->name),
		    roster_noun_word(noun), name));
}

static void
check(struct checking *c, const struct roster_given *g)
{
	struct roster_content	 content;
	const char		*why;

	if (*g->name == '\0' || strlen(g->name) > ROSTER_NAME)
		why = "A sourcedId has 1 to 255 bytes.";
	else if (roster_content_read(c->arena, g->noun, g->content, &content,
	    &why))
		why = NULL;
	if (why != NULL) {
		problem(c, arena_print(c->arena, "%s: %s", place(c, g->noun,
		    g->name), why));
		return;
	}
	if (content.school != NULL)
		need(c, g, ROSTER_SCHOOL, content.school);
	for (unsigned i = 0; i < content.places.count; i++)
		need(c, g, g->noun == ROSTER_STAFF ? ROSTER_SCHOOL :
		    ROSTER_CLASS, content.places.list[i]);
	for (unsigned i = 0; i < content.team.count; i++)
		need(c, g, ROSTER_STAFF, content.team.list[i]);
	for (unsigned i = 0; i < content.kin_count; i++)
		need(c, g, ROSTER_STUDENT, content.kin[i].student);
}

/* What a delta leaves as it was may name what it says is gone. */
static void
check_rest(struct checking *c, const struct roster_diff *d)
{
	unsigned gone = 0;

	for (int n = 0; n < ROSTER_NOUNS; n++)
		gone += d->nouns[n].gone;
	if (!c->file->delta || gone == 0)
		return;
	for (unsigned i = 0; i < c->was->count; i++) {
		const struct roster_row *w = &c->was->rows[i];

		if (roster_row_of(c->file->rows, c->file->row_count, w->noun,
		    w->name) == NULL)
			check(c, &(struct roster_given){ .noun = w->noun,
			    .name = w->name, .content = w->content });
	}
}

unsigned
roster_diff_check(struct arena *arena, const struct roster_was *was,
    const struct roster_file *file, const struct roster_diff *d,
    const char *problems[ROSTER_PROBLEMS])
{
	struct checking c = { arena, was, file, problems, 0 };

	for (unsigned i = 0; i < d->count; i++)
		if (d->changes[i].content != NULL)
			check(&c, &d->changes[i]);
	check_rest(&c, d);
	return c.count;
}

const char *
roster_diff_brake(struct arena *arena, const struct roster_diff *d,
    unsigned percent)
{
	static const enum roster_noun nouns[] = { ROSTER_STUDENT,
	    ROSTER_GUARDIAN };

	for (size_t i = 0; i < COUNT(nouns); i++) {
		const struct roster_counts *n = &d->nouns[nouns[i]];
		uint64_t all = (uint64_t)n->changed + n->gone + n->same;

		if (n->gone * UINT64_C(100) > percent * all)
			return arena_print(arena, "%u of %u %ss would be "
			    "gone, which is more than %u %%. If the file is "
			    "whole and they have left, say --drop %u.",
			    n->gone, (unsigned)all,
			    roster_noun_word(nouns[i]), percent,
			    (unsigned)((n->gone * UINT64_C(100) + all - 1) /
			    all));
	}
	return NULL;
}
