#ifndef GATEWAY_STORE_ROLE_H
#define GATEWAY_STORE_ROLE_H

/*
 * What somebody of the staff may do on the pages.  Reading and writing
 * follow from where they sit (seat.h): on a class team they are a teacher,
 * in an office or at the desk they are the office.  A role is what somebody
 * may do besides; it stands for one school or, as all but the school
 * administrator's do, for the district.
 *
 * A school administrator also sits in the office of that school, and a
 * district administrator at the desk: role_give() lets them sit there.  So
 * whom they see is decided in one place, sight.h.  The seat stays theirs when
 * the role ends, until it is taken too (staff.h).
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.  Who changes something writes the audit.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/list.h"

struct db;

enum role {
	ROLE_SCHOOL_ADMIN,
	ROLE_LANGUAGE,		/* Says in English what families wrote. */
	ROLE_ANALYST,
	ROLE_DISTRICT_ADMIN,
	ROLE_AUDITOR,
};
#define ROLES	(ROLE_AUDITOR + 1)

/* "school_admin", "language", "analyst", "district_admin", "auditor". */
const char	*role_word(enum role);
bool		 role_parse(const char *word, enum role *) must_use;

/* Bits.  A page needs one of them (web/page.h). */
enum right {
	RIGHT_NONE	= 0,	/* To be signed in is enough. */
	RIGHT_WRITE	= 1,	/* To families: teachers, offices. */
	RIGHT_OFFICE	= 2,	/* Contacts, what is to be fixed; the office's
				 * and the desk's talks. */
	RIGHT_LANGUAGE	= 4,	/* The list of language services. */
	RIGHT_REPORT	= 8,	/* Messages with families: all but language. */
	RIGHT_BUDGET	= 16,	/* What texts cost, by language. */
	RIGHT_USERS	= 32,	/* Of their school; of all at the district. */
	RIGHT_SETTINGS	= 64,	/* And health. */
	RIGHT_AUDIT	= 128,
	RIGHT_ROWS	= 256,	/* The raw rows behind the report. */
};

/* What follows for somebody from seats and roles together, now. */
struct allowed {
	unsigned	 rights;
	bool		 teacher, office, desk;	/* Where they sit. */
	unsigned	 roles;		/* 1 << enum role */
};
void		 role_standing(struct db *, int64_t person, int64_t now,
		    struct allowed *);

struct held_role {
	int64_t		 id, school, since;	/* school 0: the district. */
	enum role	 role;
	const char	*school_name;		/* Or NULL. */
};

/* What they have now, by when it was given. */
#define ROLES_MOST	50
unsigned	 role_list(struct db *, int64_t person, struct held_role **);

/* A second time changes nothing.  NULL, or a sentence that says why not. */
const char	*role_give(struct db *, int64_t person, enum role,
		    int64_t school, int64_t now) must_use;

/* NULL, or a sentence: the district is never without an administrator once
 * it had one. */
const char	*role_take(struct db *, int64_t id, int64_t person,
		    int64_t now) must_use;

/* A role of theirs that ended less than ROLE_TAKEN ago. */
#define ROLE_TAKEN	HOURS(24)
bool		 role_ended(struct db *, int64_t id, int64_t person,
		    int64_t now, struct held_role *) must_use;

/* Whether they are the only administrator of the district. */
#define ROLE_LAST							\
	"The district would be without an administrator. Make somebody "\
	"else one first."
bool		 role_last(struct db *, int64_t person) must_use;

/* How many people can sign in, and how many of them administer the district. */
void		 role_sign_in(struct db *, int64_t now, int64_t *people,
		    int64_t *administrators);

/* Without a question: they have left. */
void		 role_end_all(struct db *, int64_t person, int64_t now);

#endif
