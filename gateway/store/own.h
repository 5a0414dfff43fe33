#ifndef GATEWAY_STORE_OWN_H
#define GATEWAY_STORE_OWN_H

/*
 * The classes and schools that somebody may write to as a whole: a class of
 * whose team they are, all classes of a school in whose office they sit, and
 * that school; at the desk all of them.  Who stands in for somebody may what
 * they may.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/sight.h"

struct db;

#define OWN_MOST	500	/* Classes, or schools, of a list. */

struct own_place {
	int64_t		 id, school, students;
	const char	*name, *school_name;
};

/* Classes that are theirs, of one school or (0) of all, by school and name;
 * their students are counted. */
unsigned	 own_classes(struct db *, const struct viewer *,
		    int64_t school, struct own_place **);

/* Schools whose office they are, by name. */
unsigned	 own_schools(struct db *, const struct viewer *,
		    struct own_place **);

/* Whether a class or school is among them. */
bool		 own_may(struct db *, const struct viewer *, enum audience,
		    int64_t target) must_use;

/* How many guardians of a class, of a school, or of the students (a list of
 * ids as many.h makes it) must not be written to: for the office only. */
int64_t		 own_barred(struct db *, enum audience, int64_t target,
		    const char *students, int64_t now);

#endif
