#ifndef GATEWAY_FLOW_SUPPRESS_INSIDE_H
#define GATEWAY_FLOW_SUPPRESS_INSIDE_H

/*
 * What the files of suppress share: suppress.c (the table, its rows and
 * columns, its years) and suppress_bridge.c (what can be had of it).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "flow/suppress.h"

struct arena;

struct cell {
	int64_t		 students;
	bool		 exists;
	unsigned char	 hidden;	/* enum suppressed */
};

struct suppression {
	struct arena	*arena;
	int		 few;
	int64_t		*schools;	/* rows - 1 of them, sorted. */
	const char	**languages;	/* columns - 1 of them, sorted. */
	unsigned	 rows, columns;	/* The last is that of all. */
	struct cell	*cells;
};

/* One of them, and whether it is hidden. */
struct cell	*suppress_cell(const struct suppression *, unsigned row,
		    unsigned column);
bool		 suppress_hidden(const struct suppression *, unsigned row,
		    unsigned column);

/* Whether it exists, and is not the sum of all, which is never hidden. */
bool		 suppress_may_hide(const struct suppression *, unsigned row,
		    unsigned column);

/* One small group that can be had.  False: none can. */
bool		 suppress_bridge(const struct suppression *, unsigned *row,
		    unsigned *column) must_use;

/* Hides the cheapest cells by which it cannot be had any more.  False: there
 * are none. */
bool		 suppress_circle(struct suppression *, unsigned row,
		    unsigned column) must_use;

#endif
