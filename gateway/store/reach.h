#ifndef GATEWAY_STORE_REACH_H
#define GATEWAY_STORE_REACH_H

/*
 * By which contacts a person is reached, and what the office has to know of
 * one: whose it is, what was said to it, what is planned.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/list.h"

struct attempt;
struct db;

/* Behind the person's other contacts, or before them. */
void		 reach_put(struct db *, int64_t person, int64_t contact,
		    bool first);

/* False: the person was not reached there. */
bool		 reach_remove(struct db *, int64_t person, int64_t contact,
		    int64_t now) must_use;

/* Whether it was removed less than REACH_TAKEN ago and is not there again; and
 * there again, where it stood. */
#define REACH_TAKEN	HOURS(24)
bool		 reach_taken(struct db *, int64_t person, int64_t contact,
		    int64_t now) must_use;
void		 reach_put_back(struct db *, int64_t person, int64_t contact);
bool		 reach_has(struct db *, int64_t person, int64_t contact)
		    must_use;

/* The schools whose offices have to do with a person: those of their
 * students, restricted or not, and where they sit themselves. */
unsigned	 reach_schools(struct db *, int64_t person, int64_t now,
		    int64_t **schools);

/* Whose guardian a person is now, up to 50, by id. */
struct cared {
	int64_t		 student;
	const char	*relation;
	bool		 write_to, restricted;
};
unsigned	 reach_students(struct db *, int64_t guardian, int64_t now,
		    struct cared **);

/* The schools with which a contact has a talk; 0 among them is the desk's. */
unsigned	 reach_talks(struct db *, int64_t contact, int64_t **schools);

/* What is planned to a contact: for anybody; or for that person, and for
 * nobody else whom it covers.  Up to 1000 attempts. */
unsigned	 reach_planned(struct db *, int64_t contact, int64_t **attempts);
unsigned	 reach_planned_for(struct db *, int64_t contact, int64_t person,
		    int64_t **attempts);

/* What is planned for these people, up to 1000 attempts that cover nobody
 * else: where they are reached there no more (elsewhere), or are not to be
 * written to about any student of that message. */
struct unmeant {
	int64_t		 attempt;
	bool		 elsewhere;
};
unsigned	 reach_unmeant(struct db *, const int64_t *people,
		    unsigned count, int64_t now, struct unmeant **);

/* The last text to a contact that is not only planned; false: none. */
bool		 reach_last(struct db *, int64_t contact, struct attempt *)
		    must_use;

/* What we said of ourselves from each of our numbers; at 0: not yet. */
struct introduced {
	const char	*sender, *words;
	int64_t		 at;
};
unsigned	 reach_introductions(struct db *, int64_t contact,
		    struct introduced **);

#endif
