#ifndef GATEWAY_FLOW_ROSTER_DIFF_H
#define GATEWAY_FLOW_ROSTER_DIFF_H

/*
 * What a roster changes: its rows beside those of the last one, both in the
 * order of noun and name.  Who is not in a full file is gone; a delta says
 * who is.  What could not be applied, or nobody can mean, is a problem, and
 * is found here, before anything is written.  Pure, any thread; everything
 * lives in the arena.
 */

#include <stdbool.h>

#include "flow/oneroster.h"
#include "flow/roster.h"
#include "flow/roster_content.h"

struct arena;

#define ROSTER_PROBLEMS	100		/* What is more is only counted. */
#define ROSTER_DROP	10		/* Percent that may be gone. */

struct roster_was {			/* What was said before. */
	const struct roster_row	*rows;
	unsigned		 count;
};

struct roster_counts {
	unsigned		 fresh, changed, gone, same;
};

struct roster_diff {
	/* What is new or different in the order of nouns, then what is gone
	 * in the reverse one; before is filled. */
	struct roster_given	*changes;
	unsigned		 count;
	struct roster_counts	 nouns[ROSTER_NOUNS];

	/* For the desk (flow/import.h). */
	struct roster_names	 leave, step_down;
	bool			 desk;		/* Somebody is named for it. */
};

/* Each row once: new, changed, gone or the same. */
void	 roster_diff_make(struct arena *, const struct roster_was *,
	    const struct roster_file *, struct roster_diff *);

/* Problems, each a sentence that says where and what to do: a content that
 * nobody takes, or that names what is not there; how many there are. */
unsigned roster_diff_check(struct arena *, const struct roster_was *,
	    const struct roster_file *, const struct roster_diff *,
	    const char *problems[ROSTER_PROBLEMS]);

/* NULL, or why so many may not be gone at once: a file that is cut off looks
 * like a district that everybody left. */
const char *roster_diff_brake(struct arena *, const struct roster_diff *,
	    unsigned percent);

/* The row of that name in rows that are in order, or NULL. */
const struct roster_row *roster_row_of(const struct roster_row *,
	    unsigned count, enum roster_noun, const char *name);

#endif
