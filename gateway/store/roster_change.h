#ifndef GATEWAY_STORE_ROSTER_CHANGE_H
#define GATEWAY_STORE_ROSTER_CHANGE_H

/*
 * Changes to who there is, collected, and then made with one statement for
 * each sort of them.
 *
 *	c = roster_change_new(db, now, undo);
 *	roster_change_enrol(c, &enrolment);		and so on
 *	roster_change_make(c);				c is gone
 *
 * What is dated is never deleted.  It ends at `now`, and what comes back is
 * a new row; but when the import of the time `undo` is undone (else 0), what
 * ended at that time is open again as it was, and what it began ends now.
 *
 * By hand is what no roster said: to join a seat or to be reached somewhere
 * when that is so by hand changes nothing, and so does not to be any more,
 * except that who is gone leaves every seat.
 *
 * All calls are for the writer, inside a job.  Texts have to live until the
 * change is made; ids of new things are the caller's.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

struct db;
struct roster_change;
struct seat;

struct roster_change *roster_change_new(struct db *, int64_t now, int64_t undo);
void	 roster_change_make(struct roster_change *);

/* New, or as they are from now on; until 0: it is there. */
void	 roster_change_school(struct roster_change *, int64_t id,
	    const char *name, int64_t until);
struct roster_class {
	int64_t		 id, school;
	const char	*name;
	int64_t		 until;
};
void	 roster_change_class(struct roster_change *,
	    const struct roster_class *);
/* -1 stays as it is: who left the staff by hand does not come back. */
struct roster_person {
	int64_t		 id;
	const char	*name, *language;
	int		 guardian, staff;
};
void	 roster_change_person(struct roster_change *,
	    const struct roster_person *);
/* Their mailbox at work, unless it was entered by hand. */
void	 roster_change_work_mail(struct roster_change *, int64_t person,
	    const char *mailbox, const char *former);
/* given: "" is the first word of the name. */
void	 roster_change_student(struct roster_change *, int64_t id,
	    const char *name, const char *given);

/* The seat of the class is of that school now. */
void	 roster_change_move(struct roster_change *, int64_t class,
	    int64_t school);

/* place 0 is the first; a class of 0 is none. */
struct roster_place {
	int64_t		 student, school, class;
	int64_t		 place;
};
void	 roster_change_enrol(struct roster_change *,
	    const struct roster_place *);
void	 roster_change_drop(struct roster_change *,
	    const struct roster_place *);

/* NULL and -1 stay as they are, or are none and false where it is new. */
struct roster_relation {
	int64_t		 guardian, student;
	const char	*relation;
	int		 write_to, restricted;
};
void	 roster_change_relate(struct roster_change *,
	    const struct roster_relation *);
void	 roster_change_part(struct roster_change *, int64_t guardian,
	    int64_t student);

/* A contact that nobody has is made, in that language; one that is there is
 * shared.  It follows the language of its first guardian. */
struct roster_reach {
	int64_t		 person;
	enum channel	 channel;
	const char	*address, *language;
	int64_t		 place;
	bool		 fresh;		/* The person is new, and after all
					 * that were collected before. */
};
void	 roster_change_reach(struct roster_change *,
	    const struct roster_reach *);
void	 roster_change_unreach(struct roster_change *,
	    const struct roster_reach *);
void	 roster_change_speak(struct roster_change *, int64_t person);
	/* Their language is another, or they are a guardian now, or no more. */

/* A seat is of a class, else of a school's office, else the desk. */
void	 roster_change_seat(struct roster_change *, const struct seat *);
void	 roster_change_rename(struct roster_change *, const struct seat *,
	    const char *former);	/* Unless it was named by hand. */
void	 roster_change_join(struct roster_change *, int64_t person,
	    int64_t school, int64_t class);
void	 roster_change_leave(struct roster_change *, int64_t person,
	    int64_t school, int64_t class);

/* All that is open of them ends: the seats, keys and roles of one of the staff,
 * the
 * relations of a guardian, the enrolments of a student, the members of a
 * class.  By an undo: what ended then is open again. */
enum roster_all { ROSTER_ALL_STAFF, ROSTER_ALL_GUARDIAN, ROSTER_ALL_STUDENT,
	ROSTER_ALL_CLASS };
#define ROSTER_ALLS	(ROSTER_ALL_CLASS + 1)
void	 roster_change_end(struct roster_change *, enum roster_all, int64_t id);
void	 roster_change_again(struct roster_change *, enum roster_all, int64_t id);

#endif
