#ifndef GATEWAY_STORE_ROSTER_ROW_H
#define GATEWAY_STORE_ROSTER_ROW_H

/*
 * What the roster last said of each thing: a noun ("school", "staff",
 * "class", "student", "guardian"), the name the roster has for it, and a
 * content, which is a JSON object.  The next roster is compared with these
 * rows, so what the office entered by hand is never compared, and stays.
 *
 * Names are in the order of their bytes, on both databases.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

struct roster_said {
	const char	*name;
	int64_t		 id;		/* Ours; of a class its class ... */
	int64_t		 school;	/* Of a class, its school; else 0. */
	bool		 gone;
	const char	*content;	/* The last one, also when gone. */
};

/* Up to `most` rows of a noun that are not gone, after that name. */
unsigned	 roster_row_page(struct db *, const char *noun,
		    const char *after, int64_t most, struct roster_said **);

/* Those that have one of these names, also gone ones, in the order of names,
 * each once. */
unsigned	 roster_row_find(struct db *, const char *noun,
		    const char *const *names, unsigned count,
		    struct roster_said **);

/* The students who are in one of these classes now. */
unsigned	 roster_row_enrolled(struct db *, const int64_t *classes,
		    unsigned count, struct roster_said **);

/* The one of that name in a list of roster_row_find(), or NULL. */
const struct roster_said *roster_row_in(const struct roster_said *,
		    unsigned count, const char *name);

/* Writes them, new or over what was said before. */
void		 roster_row_put(struct db *, const char *noun,
		    const struct roster_said *, unsigned count);

struct roster_leavers {
	const char *const	*gone, *const *step_down;
	unsigned		 gone_count, step_down_count;
	int64_t			 now;
};

/* How many would read at the desk, if those of the staff were gone and those
 * had no seat there by the roster. */
int64_t		 roster_row_desk(struct db *, const struct roster_leavers *);

/* What a district was loaded with is what its rows say: its people's seats
 * and contacts may be changed by the next roster. */
void		 roster_row_adopt(struct db *);

#endif
