#ifndef GATEWAY_STORE_IMPORTED_H
#define GATEWAY_STORE_IMPORTED_H

/*
 * Imports of rosters, and what their rows said before: the way back.
 *
 *	open -> done -> undoing -> undone
 *
 * An import is kept in slices, each in one transaction with the rows that
 * undo it.  While it is open or undoing no other one begins.  Its time is
 * that of all it began and ended, whenever a slice was kept, so that what it
 * ended is known.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

enum import_state {
	IMPORT_OPEN,
	IMPORT_DONE,
	IMPORT_UNDOING,
	IMPORT_UNDONE,
};

struct imported {
	int64_t			 id;
	int64_t			 at;
	int64_t			 person;	/* Who did it; 0: the operator. */
	const char		*source;	/* The name of the file. */
	const char		*digest;	/* Of its bytes. */
	enum import_state	 state;
	int64_t			 changes;	/* Rows kept so far, */
	int64_t			 undone;	/* and taken back. */
	int64_t			 node;		/* It was given to; */
	int64_t			 touched;	/* heard of last. */
};

const char	*import_state_word(enum import_state);

void		 imported_add(struct db *, const struct imported *);
bool		 imported_get(struct db *, int64_t id, struct imported *) must_use;

/* The newest first; up to `most`. */
unsigned	 imported_list(struct db *, int64_t most, struct imported **);

/* Keeps state, changes, undone, node and touched. */
void		 imported_keep(struct db *, const struct imported *);

/* A row of an import, and what was said before it. */
struct import_row {
	int64_t		 n;		/* From 1. */
	const char	*noun, *name;
	const char	*content;	/* NULL: it was not there, or gone. */
};
void		 imported_rows_add(struct db *, int64_t import,
		    const struct import_row *, unsigned count);

/* Up to `most` of them, the last first, from that n down. */
unsigned	 imported_rows(struct db *, int64_t import, int64_t from,
		    int64_t most, struct import_row **);

#endif
