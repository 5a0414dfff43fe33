/*
 * What can be had of a table whose sums are known: its bridges, found by
 * depth-first search over rows and columns.  An edge is one when nothing
 * behind it leads back before it.
 */

#include <stdlib.h>

#include "flow/suppress_inside.h"

struct walk {
	const struct suppression *s;
	unsigned	*number, *low, *parent, *next;
	unsigned	*path;
	unsigned	 count;
	bool		 found;
	unsigned	 row, column;	/* Of the bridge. */
};

/* The other end of the n-th possible edge of a vertex; rows come first. */
static unsigned
vertices(const struct suppression *s)
{
	return s->rows + s->columns;
}

static bool
joined(const struct suppression *s, unsigned a, unsigned b)
{
	if ((a < s->rows) == (b < s->rows))
		return false;
	return a < s->rows ? suppress_hidden(s, a, b - s->rows) :
	    suppress_hidden(s, b, a - s->rows);
}

/* Only small groups have to be protected. */
static void
note_bridge(struct walk *w, unsigned a, unsigned b)
{
	unsigned row = a < w->s->rows ? a : b, column = a < w->s->rows ? b : a;

	column -= w->s->rows;
	if (w->found || suppress_cell(w->s, row, column)->hidden !=
	    SUPPRESS_SMALL)
		return;
	w->found = true;
	w->row = row;
	w->column = column;
}

static void
enter(struct walk *w, unsigned *depth, unsigned vertex, unsigned parent)
{
	w->number[vertex] = w->low[vertex] = ++w->count;
	w->parent[vertex] = parent;
	w->next[vertex] = 0;
	w->path[(*depth)++] = vertex;
}

static void
leave(struct walk *w, unsigned *depth)
{
	unsigned vertex = w->path[--*depth], up;

	if (*depth == 0)
		return;
	up = w->path[*depth - 1];
	if (w->low[vertex] < w->low[up])
		w->low[up] = w->low[vertex];
	if (w->low[vertex] > w->number[up])
		note_bridge(w, up, vertex);
}

static void
walk_from(struct walk *w, unsigned start)
{
	unsigned depth = 0, vertex, other, n = vertices(w->s);

	enter(w, &depth, start, n);
	while (depth > 0) {
		vertex = w->path[depth - 1];
		if (w->next[vertex] == n) {
			leave(w, &depth);
			continue;
		}
		other = w->next[vertex]++;
		if (!joined(w->s, vertex, other) || other == w->parent[vertex])
			continue;
		if (w->number[other] == 0)
			enter(w, &depth, other, vertex);
		else if (w->number[other] < w->low[vertex])
			w->low[vertex] = w->number[other];
	}
}

bool
suppress_bridge(const struct suppression *s, unsigned *row, unsigned *column)
{
	unsigned	 n = vertices(s);
	struct walk	 w = { .s = s };
	unsigned	*room = calloc(n, 5 * sizeof *room);

	if (room == NULL)
		abort();

	w.number = room;
	w.low = room + n;
	w.parent = room + 2 * n;
	w.next = room + 3 * n;
	w.path = room + 4 * n;
	for (unsigned i = 0; i < n && !w.found; i++)
		if (w.number[i] == 0)
			walk_from(&w, i);
	free(room);
	*row = w.row;
	*column = w.column;
	return w.found;
}

/* What it costs to hide it too; -1: it cannot be hidden. */
static int64_t
cost(const struct suppression *s, unsigned row, unsigned column)
{
	if (!suppress_may_hide(s, row, column))
		return -1;
	return suppress_hidden(s, row, column) ? 0 :
	    suppress_cell(s, row, column)->students + 1;
}

static void
hide(struct suppression *s, unsigned row, unsigned column)
{
	struct cell *c = suppress_cell(s, row, column);

	if (c->exists && c->hidden == SUPPRESS_NOT)
		c->hidden = SUPPRESS_OTHER;
}

/* The cheapest rectangle of hidden cells around it. */
bool
suppress_circle(struct suppression *s, unsigned row, unsigned column)
{
	int64_t		 best = INT64_MAX, a, b, c;
	unsigned	 at_row = 0, at_column = 0;

	for (unsigned i = 0; i < s->rows; i++) {
		if (i == row || (a = cost(s, i, column)) < 0)
			continue;
		for (unsigned k = 0; k < s->columns; k++) {
			if (k == column || (b = cost(s, row, k)) < 0 ||
			    (c = cost(s, i, k)) < 0 || a + b + c >= best)
				continue;
			best = a + b + c;
			at_row = i;
			at_column = k;
		}
	}
	if (best == INT64_MAX)
		return false;
	hide(s, at_row, column);
	hide(s, row, at_column);
	hide(s, at_row, at_column);
	return true;
}

