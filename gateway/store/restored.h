#ifndef GATEWAY_STORE_RESTORED_H
#define GATEWAY_STORE_RESTORED_H

/*
 * A database that was put back from a copy knows nothing of what was done
 * after the copy was made.  What it says is planned may have been sent since,
 * and so may what becomes of messages it has: other attempts, for the same
 * people.
 *
 * So whatever was due before the database was put back, and every attempt
 * that is planned later for a message from before, counts as unknown: the
 * provider is asked before anything is sent (flow/seek.c), and what it does
 * not have is sent if it is still useful.  Whoever wrote before that is given
 * no automatic answer.
 *
 * The table `restored` has a row for each time: when the copy was made and
 * when it was put back, or 0 in the copy itself, which nobody may serve.
 *
 * All calls are for a database that was opened for writing, between
 * db_begin() and db_commit().
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

/* In a copy: it is one, made then. */
void	 restored_copy(struct db *, int64_t made);

/* Whether this is a copy that was not put back. */
bool	 restored_is_copy(struct db *);

/* It is put back now.  When there is no row of a copy, the last sign of life
 * in the database is taken for the moment it was made; that is returned. */
int64_t	 restored_begin(struct db *, int64_t now);

/* The next of what was due before `until`, and may have been sent since the
 * copy was made, becomes unknown; how many, at most RESTORED_MOST: call again,
 * in a transaction of its own, while it is that. */
#define RESTORED_MOST	1000
unsigned restored_doubt(struct db *, int64_t made, int64_t until,
	    int64_t now);

/* For an attempt of a message: since when it may have been sent without our
 * knowing; 0: it was not. */
int64_t	 restored_since(struct db *, int64_t message);

/* That attempt, which is claimed for nobody, is unknown since then. */
void	 restored_doubt_one(struct db *, int64_t attempt, int64_t since,
	    int64_t now);

/* Whether the database was put back after that. */
bool	 restored_after(struct db *, int64_t time);

#endif
