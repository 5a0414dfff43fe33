#ifndef GATEWAY_STORE_PUPIL_H
#define GATEWAY_STORE_PUPIL_H

/*
 * Students, as the pages of those who write to their families show them:
 * found by two letters of a name, listed by class and school, with brothers
 * and sisters; each list cut down to what the viewer may see (sight.h).
 *
 * A restricted guardian makes nobody a brother or sister, and is told of by
 * pupil_barred() alone, which is for the office.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/sight.h"

struct arena;
struct db;
struct message;

#define PUPILS_FOUND	20	/* By one search, at most. */

/* What somebody typed as the sign that is compared: folded, with spaces for
 * hyphens; "" when no letter is left. */
const char	*pupil_typed(struct arena *, const char *typed);

/* Those with a part of their name that begins so: of the viewer's classes
 * first, then of their schools, by name. */
unsigned	 pupil_search(struct db *, const struct viewer *,
		    const char *typed, struct pupil **);

/* By name, after that name and id: of one class, or of one school, or (0) of
 * all that the viewer may see; whose name has such a part, or ("") all. */
struct pupil_page {
	struct viewer	 viewer;
	int64_t		 class, school;
	const char	*typed;
	const char	*after_name;	/* Folded; "" at the beginning. */
	int64_t		 after, most;
};
struct listed_pupil {
	int64_t		 id;
	const char	*name, *folded;
};
unsigned	 pupil_list(struct db *, const struct pupil_page *,
		    struct listed_pupil **);

/* Whether the viewer may see that student now. */
bool		 pupil_seen(struct db *, const struct viewer *,
		    int64_t student) must_use;

/* Brothers and sisters the viewer may see, up to 20, by name. */
unsigned	 pupil_siblings(struct db *, const struct viewer *,
		    int64_t student, struct pupil **);

/* The guardians of a student who must not be written to, up to 20. */
unsigned	 pupil_barred(struct db *, int64_t student, int64_t now,
		    struct pupil **);

/* The classes on whose team somebody sits, or for whose team they stand in. */
unsigned	 pupil_classes(struct db *, const struct viewer *,
		    struct sighted **);

/* What another one of the staff wrote by name to the families of one of these
 * students since then, the newest; false: nothing. */
struct meanwhile {
	int64_t		 message, conversation, author, at;
	const char	*name;		/* Of the author. */
};
bool		 pupil_meanwhile(struct db *, const struct viewer *,
		    const int64_t *students, unsigned count, int64_t since,
		    struct meanwhile *) must_use;

/* What went last to the guardians who may be written to about a student and
 * was about that student, too; the newest first, up to `most`. */
unsigned	 pupil_messages(struct db *, const struct viewer *,
		    int64_t student, unsigned most, struct message **);

/* The talks of those guardians with schools of the viewer, up to 20; the one
 * in which something was written last comes first. */
struct pupil_talk {
	int64_t		 id, at;
	const char	*state, *who;	/* who: whose contact it is. */
	const char	*school;	/* Or NULL: of the desk. */
};
unsigned	 pupil_talks(struct db *, const struct viewer *,
		    int64_t student, struct pupil_talk **);

#endif
