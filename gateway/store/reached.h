#ifndef GATEWAY_STORE_REACHED_H
#define GATEWAY_STORE_REACHED_H

/*
 * Which guardians can be reached by text, and which cannot.
 *
 * A guardian counts who may be written to about a student enrolled now.
 * They are reached when a phone of theirs is neither stopped nor landline,
 * invalid or somebody else's; and, as long as nobody has ever answered from
 * it, when its last UNREACHED_FAILS texts did not all fail by the phone's
 * fault.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define UNREACHED_FAILS	3
#define UNREACHED_LOOK	1000	/* People one call looks at, at most. */

/* In this order: what is worst comes first. */
enum unreached_part {
	UNREACHED_STUDENTS,	/* Students nobody may be written to about. */
	UNREACHED_ALONE,	/* Guardians; nobody else has their student. */
	UNREACHED_OTHERS,	/* Guardians whose students have another. */
};
#define UNREACHED_PARTS	(UNREACHED_OTHERS + 1)

/* Those after that id, up to `most`: of one school, or (0) of all; of that
 * language, or (NULL) of any. */
struct unreached_page {
	enum unreached_part	 part;
	int64_t			 now, school, after, most;
	const char		*language;
};
struct unreached {
	int64_t		 id;		/* Of the guardian or student. */
	const char	*name, *language;	/* language: NULL of a student. */
};

/* A call looks at so many and may find none: from there on the next one goes
 * on; 0: there are no more in this part. */
unsigned	 unreached_list(struct db *, const struct unreached_page *,
		    struct unreached **, int64_t *next);

/* About whom a guardian may be written to, up to 20, by id. */
unsigned	 unreached_students(struct db *, int64_t guardian, int64_t now,
		    int64_t **students);

/* Why the last text to a contact failed, and how many of the last
 * UNREACHED_FAILS did; NULL: none. */
const char	*unreached_why(struct db *, int64_t contact, int64_t *failed);

/* How many guardians are reached, by the language their texts are in. */
struct reached {
	const char	*language;
	int64_t		 guardians;
};
unsigned	 reached_languages(struct db *, int64_t now, struct reached **);

#endif
