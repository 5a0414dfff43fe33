#ifndef GATEWAY_STORE_ROSTER_H
#define GATEWAY_STORE_ROSTER_H

/*
 * Who there is: schools, classes, people, students, what joins them, our
 * numbers and the seats, as they are written when a district is loaded.
 * Names are kept folded beside themselves, because databases differ about
 * case.
 *
 * Ids are the caller's.  What is dated is true from the beginning, unless
 * something else is said.  All calls are for the writer, inside a
 * transaction, with the arena of a job in use.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

struct db;
struct sender;

void	 roster_add_school(struct db *, int64_t id, const char *name);
void	 roster_add_class(struct db *, int64_t id, int64_t school,
	    const char *name);
void	 roster_add_person(struct db *, const struct person *);
void	 roster_add_student(struct db *, int64_t id, const char *name);
/* A given name with which the name does not begin. */
void	 roster_given(struct db *, int64_t student, const char *given);

struct enrolment {
	int64_t		 student, school, class;
	int64_t		 since;
};
void	 roster_add_enrolment(struct db *, const struct enrolment *);

struct guardianship {
	int64_t		 guardian, student;
	const char	*relation;
	bool		 write_to, restricted;
};
void	 roster_add_guardianship(struct db *, const struct guardianship *);

/* A person is reached there; place 0 is asked first. */
void	 roster_add_reach(struct db *, int64_t person, int64_t contact,
	    int64_t place);

void	 roster_add_sender(struct db *, const struct sender *);

/* kind is "class", "office" or "desk"; what does not apply is 0. */
struct seat {
	int64_t		 id, school, class;
	const char	*kind, *name;
};
void	 roster_add_seat(struct db *, const struct seat *);
void	 roster_add_member(struct db *, int64_t seat, int64_t person);

#endif
