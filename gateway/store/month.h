#ifndef GATEWAY_STORE_MONTH_H
#define GATEWAY_STORE_MONTH_H

/*
 * Months that are closed.  14 days after its end a month is closed: the rows
 * of the ledger that are of that month and were written until then are kept
 * as a number and a digest over the digest of the month before.  Rows that
 * come later are restatements: they count, and everybody sees that they came
 * later.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;
struct rows;

#define MONTH_LEDGER	15	/* Columns of a row of the ledger. */

struct closed_month {
	int64_t		 month, frozen, last_id, n;
	const char	*digest, *figures;	/* figures: JSON. */
};

/* All of them, the oldest first; up to 1,200. */
unsigned	 month_list(struct db *, struct closed_month **);

/* The newest.  False: none is closed. */
bool		 month_last(struct db *, struct closed_month *) must_use;

/* A second time, also by another node, changes nothing. */
void		 month_close(struct db *, const struct closed_month *);

/* The month of the first row of the ledger, or 0. */
int64_t		 month_first(struct db *);

/* Up to 2,000 rows of the ledger of a month with an id in (after, last_id],
 * by id, with the columns of the export. */
struct month_ask {
	int64_t		 month, after, last_id;
};
struct rows	*month_rows(struct db *, const struct month_ask *);

#endif
