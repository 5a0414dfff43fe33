#ifndef GATEWAY_STORE_SPEAKER_H
#define GATEWAY_STORE_SPEAKER_H

/*
 * Who of the staff may say that words in a language are right (ui.md 5.5).
 * An administrator of the district says of whom; to approve, somebody needs
 * to be of language services besides (role.h).
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.  Who changes something writes the audit.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define SPOKEN_MOST	64	/* Languages of one person. */

struct spoken {
	int64_t		 id, since;
	const char	*language;	/* A tag of ours. */
};

/* What they speak now, by when it was said. */
unsigned	 speaker_list(struct db *, int64_t person, struct spoken **);

/* Whether that is one of them. */
bool		 speaker_speaks(struct db *, int64_t person,
		    const char *language) must_use;

/* A second time changes nothing. */
void		 speaker_add(struct db *, int64_t person,
		    const char *language, int64_t now);

/* The language it was, or NULL: they have none by that id. */
const char	*speaker_end(struct db *, int64_t id, int64_t person,
		    int64_t now);

/* They have left. */
void		 speaker_end_all(struct db *, int64_t person, int64_t now);

#endif
