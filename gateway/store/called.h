#ifndef GATEWAY_STORE_CALLED_H
#define GATEWAY_STORE_CALLED_H

/*
 * What a message calls the people and places it is about: names of a
 * student, of their school, class and teacher; and which students of a
 * guardian a message is about.
 *
 * All calls are for a store thread, inside a job; texts belong to the job's
 * arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

struct called {
	int64_t		 student, school_id, class_id;	/* Or 0. */
	const char	*name, *school, *class;	/* NULL: they have none. */
	const char	*given;		/* "": the first word of the name. */
};

/* A student, where they are enrolled first; false: there is none. */
bool		 called_student(struct db *, int64_t student, int64_t now,
		    struct called *) must_use;

/* Who teaches a class: that person, when they are one of its team, or else
 * who has been longest; NULL: nobody. */
const char	*called_teacher(struct db *, int64_t class, int64_t person,
		    int64_t now);

/* The students of a class, a school or the district (audience, target; of
 * another audience all) about whom a guardian may be written to, by id, up
 * to 50. */
struct about {
	enum audience	 audience;
	int64_t		 target, guardian, now;
};
unsigned	 called_about(struct db *, const struct about *,
		    int64_t **students);

#endif
