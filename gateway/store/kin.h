#ifndef GATEWAY_STORE_KIN_H
#define GATEWAY_STORE_KIN_H

/*
 * Guardians, families and contacts of many students, with one statement for
 * each: what student_guardians(), student_family() and contact_all() say of
 * one, of all of a list.  A preview of a district looks at 25,000 so.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

/* Who may be written to about each of them, by student and person. */
struct kin_guardian {
	int64_t		 student;
	struct person	 person;
};
unsigned	 kin_guardians(struct db *, const int64_t *students,
		    unsigned count, int64_t now, struct kin_guardian **);

/* The family of each, in the order of the list, which is by id. */
int64_t		*kin_families(struct db *, const int64_t *students,
		    unsigned count, int64_t now);

/* The contacts of each person, by person and in their order; one may be in the
 * list several times. */
struct kin_contact {
	int64_t		 person;
	struct contact	 contact;
};
unsigned	 kin_contacts(struct db *, const int64_t *people,
		    unsigned count, struct kin_contact **);

#endif
