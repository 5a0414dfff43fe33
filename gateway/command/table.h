#ifndef GATEWAY_COMMAND_TABLE_H
#define GATEWAY_COMMAND_TABLE_H

/*
 * A table for people, its columns as wide as what stands in them, counted as
 * a terminal does: Chinese characters take two columns, accents none.  Put
 * what a person wrote into the last column: it may run from right to left.
 *
 *	struct table *t = TABLE(arena, "WHO", "STUDENT", "WORDS");
 *	TABLE_ROW(t, name, student, words);
 *	table_print(t, stdout);
 *
 * On a terminal the last column is cut at the edge; there are no colours.
 * Line feeds become spaces, and what could command a terminal or turn the
 * direction of the text goes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/list.h"

struct arena;
struct table;

/* At most 10 columns; a row has as many cells, and NULL is an empty one. */
#define TABLE(arena, ...)						\
	table_new((arena), (const char *const[]){ __VA_ARGS__ },	\
	    COUNT(((const char *const[]){ __VA_ARGS__ })))
#define TABLE_ROW(table, ...)						\
	table_add((table), (const char *const[]){ __VA_ARGS__ },	\
	    COUNT(((const char *const[]){ __VA_ARGS__ })))

struct table	*table_new(struct arena *, const char *const *headings,
		    size_t count);
void		 table_add(struct table *, const char *const *cells,
		    size_t count);
void		 table_print(const struct table *, FILE *out);

/* Numbers stand at the right of that column, 0 for the first. */
void		 table_right(struct table *, unsigned column);

/* How many columns of a terminal a text takes. */
size_t		 table_width(const char *text);

/* A text of somebody else in one line, safe for a terminal. */
const char	*table_clean(struct arena *, const char *text);

#endif
