#ifndef GATEWAY_STORE_EXPORT_H
#define GATEWAY_STORE_EXPORT_H

/*
 * The raw rows from which the figures can be counted again, page by page in
 * the order of their first column: ids, times, states and digests, never a
 * name, a number or a word of anybody.
 *
 *	message		id, author, api_key, kind, readers, digest, created,
 *			conversation, school, practice; author and api_key
 *			are `who` (below)
 *	family		message, student, family (of staff's messages)
 *	attempt		id, delivery, message, family, state, handed, ended
 *	covered		id, covered_by, message, family: deliveries that
 *			somebody else's at the same contact stands for
 *	reply		id, conversation, what, answers, at, family (0: it
 *			has none, so nobody we know wrote it), practice,
 *			moved_from (another conversation, or 0)
 *	ledger		all of it
 *	month		month, frozen, last_id, n, digest, figures: those
 *			that are closed
 *
 * Of a member of staff nothing may be counted, also from these rows.  So
 * whoever writes them out puts a number in place of `who` that is the same
 * only for the same words of the same person.
 *
 * For a store thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

struct export_column {
	const char	*name;
	bool		 text, who;
};

struct export {
	const struct export_column *columns;
	unsigned	 count;
};

extern const char *const export_nouns[];	/* Ends with NULL. */

/* The next page of a noun, after that value of its first column; NULL: there
 * is no such noun. */
struct rows	*export_rows(struct db *, const char *noun, int64_t after,
		    struct export *);

#endif
