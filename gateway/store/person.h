#ifndef GATEWAY_STORE_PERSON_H
#define GATEWAY_STORE_PERSON_H

/*
 * Schools, people, students, and who may be written to about whom.
 *
 * What is dated counts when now is in [since, until); until 0 is open.  A
 * restricted guardianship fails closed: it is in no list and no family.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

struct district {
	int64_t		 id;
	const char	*name, *zone;
	bool		 sample, practice; /* See practice.h. */
};

/* False: there is none, the database is new. */
bool		 district_get(struct db *, struct district *) must_use;
void		 district_add(struct db *, const struct district *);
void		 district_rename(struct db *, const char *name);

bool		 school_get(struct db *, int64_t id, const char **name) must_use;
bool		 class_get(struct db *, int64_t id, int64_t *school) must_use;
bool		 person_get(struct db *, int64_t id, struct person *) must_use;

/* Texts or mail: what a guardian wants from now on. */
void		 person_prefers(struct db *, int64_t id, enum prefers);

/* The people who share a contact, in the order of ids. */
unsigned	 person_at(struct db *, int64_t contact, struct person **);

/* Whether everybody at a contact is a guardian who is restricted for some
 * student, and there is somebody. */
bool		 person_restricted_at(struct db *, int64_t contact,
		    int64_t now) must_use;

/* The guardians of a student who may be written to, in the order of ids. */
unsigned	 student_guardians(struct db *, int64_t student, int64_t now,
		    struct person **);

/* Where a student is enrolled: the first place, of which the homeroom; false:
 * nowhere now. */
bool		 student_place(struct db *, int64_t student, int64_t now,
		    int64_t *school, int64_t *class) must_use;

/*
 * The family of a student, by Definition 1: the smallest student id of the
 * component that shares a guardian, by the relations valid now, restricted
 * ones left out.  A component of more than FAMILY_MOST students (an agency
 * that is a guardian of many) is cut there.
 */
#define FAMILY_MOST	200
int64_t		 student_family(struct db *, int64_t student, int64_t now);

/* Up to `most` students of a class, a school or all, by id, after that one. */
struct group {
	enum audience	 audience;	/* CLASS, SCHOOL or DISTRICT. */
	int64_t		 target;
	int64_t		 after, most, now;
};
unsigned	 group_students(struct db *, const struct group *,
		    int64_t **students);

/* The students of a guardian, by id. */
unsigned	 person_students(struct db *, int64_t guardian, int64_t now,
		    int64_t **students);

#endif
