#ifndef GATEWAY_STORE_GUARDIAN_H
#define GATEWAY_STORE_GUARDIAN_H

/*
 * Guardians, as the office lists them: all of the schools in whose office
 * the viewer sits (at the desk: of all), restricted ones too; those whose
 * number or mailbox cannot be used and who have no other one; those who
 * stopped.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/sight.h"

struct db;

enum guardian_tab {
	GUARDIANS_ALL,		/* By name. */
	GUARDIANS_TO_FIX,	/* Landline, invalid, somebody else's. */
	GUARDIANS_STOPPED,
	GUARDIANS_BARE,		/* Who has no number or mailbox; by name. */
};

/* After that name and id; in the tabs to fix and stopped, after that contact
 * (after_name is not read). */
struct guardian_page {
	struct viewer		 viewer;
	enum guardian_tab	 tab;
	const char		*typed;		/* pupil_typed(), or "". */
	const char		*after_name;	/* Folded. */
	int64_t			 after, most;
};
struct listed_guardian {
	int64_t		 person, contact;	/* contact: 0 by name. */
	const char	*name, *folded, *language;
};
unsigned	 guardian_list(struct db *, const struct guardian_page *,
		    struct listed_guardian **);

/* Those reached at a number with these digits in it, or at a mailbox with
 * that text, up to 50, by name. */
unsigned	 guardian_at(struct db *, const struct viewer *,
		    const char *part, struct listed_guardian **);

/* How many such contacts there are, to fix or stopped, up to
 * GUARDIANS_COUNTED. */
#define GUARDIANS_COUNTED	1000
int64_t		 guardian_count(struct db *, const struct viewer *,
		    enum guardian_tab);

/* Whether the viewer's office has to do with that guardian. */
bool		 guardian_seen(struct db *, const struct viewer *,
		    int64_t person) must_use;

#endif
