/*
 * Small groups.  The table has a row for each school and one for all of them,
 * a column for each language and one for all of them.  A cell exists where
 * there are students or something was counted; what does not exist is zero,
 * everybody knows that, and it protects nobody.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/suppress_inside.h"

#define ROUNDED_BELOW	40
#define ROUNDS_MOST	100000

struct cell *
suppress_cell(const struct suppression *s, unsigned row, unsigned column)
{
	return &s->cells[row * s->columns + column];
}

bool
suppress_hidden(const struct suppression *s, unsigned row, unsigned column)
{
	const struct cell *c = suppress_cell(s, row, column);

	return c->exists && c->hidden != SUPPRESS_NOT;
}

bool
suppress_may_hide(const struct suppression *s, unsigned row, unsigned column)
{
	return suppress_cell(s, row, column)->exists &&
	    !(row == s->rows - 1 && column == s->columns - 1);
}

/*
 * The table.
 */

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Row or column of it; those of all are the last ones. */
static bool
row_of(const struct suppression *s, int64_t school, unsigned *row)
{
	const int64_t *found = school < 0 ? NULL : bsearch(&school,
	    s->schools, s->rows - 1, sizeof school, by_number);

	*row = found != NULL ? (unsigned)(found - s->schools) : s->rows - 1;
	return found != NULL || school < 0;
}

static bool
column_of(const struct suppression *s, const char *language, unsigned *column)
{
	bool		 all = strcmp(language, "*") == 0;
	const char	**found = all ? NULL : bsearch(&language,
			    s->languages, s->columns - 1, sizeof language,
			    by_text);

	*column = found != NULL ? (unsigned)(found - s->languages) :
	    s->columns - 1;
	return found != NULL || all;
}

static void
lay_out(struct suppression *s, const struct suppress_group *groups,
    unsigned count)
{
	unsigned i, n;

	s->schools = NEW_LIST(s->arena, int64_t, count + 1);
	s->languages = NEW_LIST(s->arena, const char *, count + 1);
	for (i = 0; i < count; i++) {
		s->schools[i] = groups[i].school;
		s->languages[i] = groups[i].language;
	}
	qsort(s->schools, count, sizeof *s->schools, by_number);
	qsort(s->languages, count, sizeof *s->languages, by_text);
	for (i = n = 0; i < count; i++)
		if (n == 0 || s->schools[n - 1] != s->schools[i])
			s->schools[n++] = s->schools[i];
	s->rows = n + 1;
	for (i = n = 0; i < count; i++)
		if (n == 0 || strcmp(s->languages[n - 1],
		    s->languages[i]) != 0)
			s->languages[n++] = s->languages[i];
	s->columns = n + 1;
	s->cells = NEW_LIST(s->arena, struct cell, s->rows * s->columns);
}

static void
put(struct suppression *s, unsigned row, unsigned column, int64_t students)
{
	suppress_cell(s, row, column)->students += students;
	suppress_cell(s, row, column)->exists = true;
}

static void
fill(struct suppression *s, const struct suppress_group *groups,
    unsigned count)
{
	unsigned row, column, all = s->rows - 1, every = s->columns - 1;

	for (unsigned i = 0; i < count; i++) {
		(void)row_of(s, groups[i].school, &row);
		(void)column_of(s, groups[i].language, &column);
		put(s, row, column, groups[i].students);
		put(s, row, every, groups[i].students);
		put(s, all, column, groups[i].students);
		put(s, all, every, groups[i].students);
	}
	if (s->rows < 2 || s->schools[0] != 0)
		return;
	for (column = 0; column < s->columns; column++)
		suppress_cell(s, 0, column)->students =
		    suppress_cell(s, all, column)->students;
}

/*
 * Rows and columns.
 */

/* A row of cells, or a column. */
struct line {
	unsigned	 count;
	bool		 is_row;
	unsigned	 at;
};

static struct cell *
of_line(const struct suppression *s, const struct line *line, unsigned i)
{
	return line->is_row ? suppress_cell(s, line->at, i) :
	    suppress_cell(s, i, line->at);
}

/* The smallest one that is shown, but the sum; NULL: there is none. */
static struct cell *
smallest(const struct suppression *s, const struct line *line)
{
	struct cell *found = NULL, *c;

	for (unsigned i = 0; i + 1 < line->count; i++) {
		c = of_line(s, line, i);
		if (c->exists && c->hidden == SUPPRESS_NOT &&
		    (found == NULL || c->students < found->students))
			found = c;
	}
	return found;
}

/* What is hidden in it can be had together, unless its sum is hidden: that has
 * to be two groups at least, and enough students.  Whether one more was. */
static bool
widen(struct suppression *s, const struct line *line)
{
	int64_t		 students = 0;
	unsigned	 n = 0;
	struct cell	*c;

	if (of_line(s, line, line->count - 1)->hidden != SUPPRESS_NOT)
		return false;
	for (unsigned i = 0; i + 1 < line->count; i++) {
		c = of_line(s, line, i);
		if (c->exists && c->hidden != SUPPRESS_NOT) {
			students += c->students;
			n++;
		}
	}
	if (n == 0 || (n > 1 && students >= s->few) ||
	    (c = smallest(s, line)) == NULL)
		return false;
	c->hidden = SUPPRESS_OTHER;
	return true;
}

static bool
widen_all(struct suppression *s)
{
	bool changed = false;

	for (unsigned i = 0; i < s->rows; i++)
		while (widen(s, &(struct line){ s->columns, true, i }))
			changed = true;
	for (unsigned i = 0; i < s->columns; i++)
		while (widen(s, &(struct line){ s->rows, false, i }))
			changed = true;
	return changed;
}

/* What else could be shown of a district in which no circle can be closed is
 * nothing but its sum. */
static void
hide_all(struct suppression *s)
{
	for (unsigned i = 0; i < s->rows; i++)
		for (unsigned k = 0; k < s->columns; k++)
			if (suppress_may_hide(s, i, k) &&
			    !suppress_hidden(s, i, k))
				suppress_cell(s, i, k)->hidden =
				    SUPPRESS_OTHER;
}

static void
hide_small(struct suppression *s)
{
	struct cell *c;

	for (unsigned i = 0; i < s->rows; i++)
		for (unsigned k = 0; k < s->columns; k++) {
			c = suppress_cell(s, i, k);
			if (suppress_may_hide(s, i, k) && c->students < s->few)
				c->hidden = SUPPRESS_SMALL;
		}
}

static void
protect(struct suppression *s)
{
	unsigned	 row, column, rounds = 0;
	bool		 changed = true;

	hide_small(s);
	while (changed && rounds++ < ROUNDS_MOST) {
		changed = widen_all(s);
		if (!suppress_bridge(s, &row, &column))
			continue;
		changed = true;
		if (!suppress_circle(s, row, column)) {
			hide_all(s);
			break;
		}
	}
}

static struct suppression *
table(struct arena *arena, const struct suppress_group *groups,
    unsigned count, int few)
{
	struct suppression *s = NEW(arena, struct suppression);

	s->arena = arena;
	s->few = few == 0 ? SUPPRESS_FEW : few;
	lay_out(s, groups, count);
	fill(s, groups, count);
	return s;
}

/* Also what is hidden in that one; what it has not is zero there. */
static void
join(struct suppression *s, const struct suppression *other)
{
	unsigned	 row, column, i, k;
	struct cell	*c;

	for (i = 0; i < s->rows; i++) {
		if (!row_of(other, i == s->rows - 1 ? -1 : s->schools[i],
		    &row))
			continue;
		for (k = 0; k < s->columns; k++) {
			if (!column_of(other, k == s->columns - 1 ? "*" :
			    s->languages[k], &column))
				continue;
			c = suppress_cell(s, i, k);
			if (suppress_hidden(other, row, column) &&
			    c->hidden == SUPPRESS_NOT)
				c->hidden = suppress_cell(other, row,
				    column)->hidden;
		}
	}
}

static int
by_year(const void *a, const void *b)
{
	return by_number(&((const struct suppress_group *)a)->year,
	    &((const struct suppress_group *)b)->year);
}

struct suppression *
suppress_new(struct arena *arena, const struct suppress_group *given,
    unsigned count, int few)
{
	struct suppress_group	*groups = arena_take(arena,
				    (count + 1) * sizeof *groups);
	struct suppression	*s, *of_year;
	int64_t			 last;
	unsigned		 from, to;

	if (count > 0)
		memcpy(groups, given, count * sizeof *groups);
	qsort(groups, count, sizeof *groups, by_year);
	last = count > 0 ? groups[count - 1].year : 0;
	s = table(arena, groups, count, few);
	for (unsigned i = 0; i < s->rows * s->columns; i++)
		s->cells[i].students = 0;
	for (from = 0; from < count; from = to) {
		for (to = from; to < count &&
		    groups[to].year == groups[from].year; to++)
			continue;
		of_year = table(arena, groups + from, to - from, few);
		protect(of_year);
		join(s, of_year);
		if (groups[from].year == last)
			fill(s, groups + from, to - from);
	}
	return s;
}

enum suppressed
suppress_of(const struct suppression *s, int64_t school, const char *language)
{
	unsigned	 row, column;
	const struct cell *c;

	if (!row_of(s, school, &row) || !column_of(s, language, &column))
		return SUPPRESS_SMALL;
	if (school < 0 && strcmp(language, "*") == 0)
		return SUPPRESS_NOT;
	c = suppress_cell(s, row, column);
	return c->exists ? (enum suppressed)c->hidden : SUPPRESS_SMALL;
}

int64_t
suppress_students(const struct suppression *s, int64_t school,
    const char *language)
{
	unsigned row, column;

	if (!row_of(s, school, &row) || !column_of(s, language, &column))
		return 0;
	return suppress_cell(s, row, column)->students;
}

struct share
suppress_share(int64_t of, int64_t students)
{
	struct share	 share = { 0, false, false };
	int64_t		 percent;

	if (students == 0)
		return share;
	percent = (of * 100 + students / 2) / students;
	if (students < ROUNDED_BELOW)
		percent = (percent + 2) / 5 * 5;
	if (percent <= 0 || (students < ROUNDED_BELOW && percent <= 5)) {
		share.at_most = true;
		percent = 5;
	} else if (percent >= 100 ||
	    (students < ROUNDED_BELOW && percent >= 95)) {
		share.at_least = true;
		percent = 95;
	}
	share.percent = (int)percent;
	return share;
}
