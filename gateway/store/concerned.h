#ifndef GATEWAY_STORE_CONCERNED_H
#define GATEWAY_STORE_CONCERNED_H

/*
 * Whose names may stand in what is written, so that they are hidden from
 * translators, and which languages its readers read: of a message that is
 * there or is only a draft yet, and of what a family wrote.
 *
 * Of more than CONCERNED_MOST students nobody is named one by one, so their
 * names are left out; of a large school's they are all there, ten thousand of
 * them.  The languages are those of all contacts of the
 * guardians, also of such as will not get it: one too many does no harm.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

#define CONCERNED_MOST	3000	/* Students. */

struct concern {
	enum audience	 audience;
	int64_t		 target;	/* As of a message. */
	int64_t		 author;
	int64_t		 conversation;	/* CONTACT: its talk. */
	const int64_t	*students;	/* STUDENTS: these. */
	unsigned	 count;
	int64_t		 now;
};

/* Students, their guardians (also who is restricted: their name leaves least
 * of all), who is at the contact, who wrote and who reads it. */
unsigned	 concerned_names(struct db *, const struct concern *,
		    const char ***names);

/* Of all students whom a school has or had, and whoever is or was a guardian of
 * one; school 0: of all there are.  False: they are more than CONCERNED_ALL. */
#define CONCERNED_ALL	20000
bool		 concerned_school(struct db *, int64_t school,
		    const char ***names, unsigned *count) must_use;

/* Tags, each once, in their order; English is one of them. */
unsigned	 concerned_languages(struct db *, const struct concern *,
		    const char ***languages);

#endif
