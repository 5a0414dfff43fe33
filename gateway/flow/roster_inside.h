#ifndef GATEWAY_FLOW_ROSTER_INSIDE_H
#define GATEWAY_FLOW_ROSTER_INSIDE_H

/*
 * What the files of roster share: roster.c (rows, steps, what they name),
 * roster_place.c (schools, classes, students) and roster_person.c (staff and
 * guardians).  Nobody else includes it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "flow/roster.h"
#include "flow/roster_content.h"
#include "store/roster_row.h"

struct arena;
struct db;
struct roster_change;

/* One row of a step.  A content that is not there is NULL. */
struct thing {
	struct roster_given	*given;
	int64_t			 id;		/* A new one, if it is new. */
	bool			 fresh;		/* It never was there. */
	struct roster_content	*before, *after;
	const char		*called;	/* Its last name, also if gone. */
};

/* What the rows of a step name, by noun. */
struct named_things {
	struct roster_said	*list;
	unsigned		 count;
};

struct step {
	struct db			*db;
	struct arena			*arena;
	const struct roster_times	*times;
	enum roster_noun		 noun;
	struct thing			*things;
	unsigned			 count;
	struct named_things		 named[ROSTER_NOUNS];
	struct roster_change		*change;
	int64_t				*less;	/* People who lost something: */
	unsigned			 less_count;	/* what waits for them? */
	const char			*why;	/* The first problem, or NULL. */
};

/* What is named there, which may be gone; NULL and 0: it never was. */
const struct roster_said *step_find(struct step *, enum roster_noun,
	    const char *name);
int64_t	 step_id(struct step *, enum roster_noun, const char *name);

/* Looks them up, in place of those of that noun that were found before. */
void	 step_name(struct step *, enum roster_noun,
	    const struct roster_names *);

/* A person lost a number, a relation, or the leave to be written to. */
void	 step_less(struct step *, int64_t person);

/* What a step of that noun changes. */
void	 step_schools(struct step *);
void	 step_classes(struct step *);
void	 step_students(struct step *);
void	 step_people(struct step *);	/* Staff, or guardians. */

#endif
