#ifndef GATEWAY_STORE_MOVED_H
#define GATEWAY_STORE_MOVED_H

/*
 * What flow/move.h needs of the nouns: places for a reply, and the move.
 * On a store thread, inside a job; lists belong to the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/sight.h"

struct db;

/* A student of the people at a contact, whom the viewer sees, and a class. */
struct moved_student {
	int64_t		 student, school, class;
	const char	*name;
};
unsigned	 moved_students(struct db *, const struct viewer *,
		    int64_t contact, struct moved_student **);

/* The seats of all offices and of the desk that have a reader. */
unsigned	 moved_offices(struct db *, int64_t now, struct sighted **);

/* In which talk a reply is, and from which it came (0: it was written there);
 * false: there is none that a person wrote to be read. */
struct moved {
	int64_t		 talk, from, at;
	bool		 notice;	/* Answers what nobody reads answers
					 * of, and so counts apart until */
	bool		 apart;		/* somebody answers: as now. */
};
bool		 moved_find(struct db *, int64_t reply, struct moved *)
		    must_use;

/* The reply goes from a talk to another, which needs a reply from then on. */
void		 moved_on(struct db *, int64_t reply, int64_t from,
		    int64_t to);

/* Students of a talk, besides those it has. */
void		 moved_about(struct db *, int64_t talk, int64_t student);
void		 moved_about_as(struct db *, int64_t talk, int64_t other);

/* Nothing in a talk waits any more. */
bool		 moved_all(struct db *, int64_t talk) must_use;

#endif
