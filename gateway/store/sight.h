#ifndef GATEWAY_STORE_SIGHT_H
#define GATEWAY_STORE_SIGHT_H

/*
 * What a member of staff may see: places, students, replies, seats, each
 * list cut down to the schools in which they sit (at the desk: all).  A
 * viewer without a person sees all places and students, and no replies,
 * unless it is the operator.
 *
 * A restricted guardian is in none of these lists; nor in those of a talk
 * that is about nobody, which is what their own phone's is.  A talk of nobody
 * else is the office's to read, and a teacher's list has it not.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/conversation.h"

struct db;
struct rows;

struct viewer {
	int64_t		 person;	/* 0: an API key that names nobody. */
	int64_t		 api_key;
	int64_t		 now;
	bool		 operator;	/* Runs the gateway: sees everything. */
};

struct sighted {			/* A school, a class or a seat. */
	int64_t		 id, school;
	const char	*name, *kind;	/* kind: of a seat. */
};
unsigned	 sight_schools(struct db *, const struct viewer *, struct sighted **);
unsigned	 sight_classes(struct db *, int64_t school, struct sighted **);
unsigned	 sight_seats(struct db *, const struct viewer *, struct sighted **);
/* Of rows of id, school, name and kind. */
unsigned	 sight_places(struct db *, struct rows *, struct sighted **);

/* Students whose folded name contains the text, by id after that one. */
struct student_page {
	struct viewer	 viewer;
	const char	*folded;
	int64_t		 after, most;
};
struct pupil {
	int64_t		 id;
	const char	*name;
};
unsigned	 sight_students(struct db *, const struct student_page *,
		    struct pupil **);

/* Where a student is enrolled now, of what the viewer may see. */
struct enrolled {
	int64_t		 school, class;
	const char	*school_name, *class_name;	/* Or NULL. */
};
unsigned	 sight_enrolled(struct db *, const struct viewer *,
		    int64_t student, struct enrolled **);

/* Plain names; false: there is no such one. */
bool		 student_name(struct db *, int64_t id, const char **name)
		    must_use;
bool		 class_name(struct db *, int64_t id, const char **name)
		    must_use;
bool		 seat_name(struct db *, int64_t id, const char **name)
		    must_use;

/* Whether the viewer may see a message: of their school, or their own; of what
 * went to one contact only what is of a talk that they may see. */
bool		 sight_message(struct db *, const struct viewer *,
		    const struct message *) must_use;

/* To whom a message is, for people: the class, the school, or up to three
 * names "and N more". */
const char	*sight_recipients(struct db *, const struct viewer *,
		    const struct message *);

/* What the viewer has written, the newest first, before that id. */
unsigned	 sight_messages(struct db *, const struct viewer *,
		    int64_t before, int64_t most, struct message **);

/* Of a message that names students of several schools, only the families of
 * the viewer's schools; all of it to its author. */
bool		 sight_delivery(struct db *, const struct viewer *,
		    const struct message *, int64_t family) must_use;

/* How many deliveries of a message are in each state; those of restricted
 * guardians are none of them. */
struct state_count {
	const char	*state;
	int64_t		 count;
};
unsigned	 sight_states(struct db *, int64_t message, int64_t now,
		    struct state_count **);

/* Whether the viewer may see a conversation; TALK_SHOWN() is this in SQL. */
bool		 sight_talk(struct db *, const struct viewer *,
		    const struct conversation *) must_use;

/* Replies the viewer may see, by id after that one. */
unsigned	 sight_replies(struct db *, const struct viewer *,
		    int64_t after, int64_t most, struct reply **);

/* The people at the contact of a talk, restricted ones left out. */
unsigned	 sight_people(struct db *, const struct viewer *,
		    const struct conversation *, struct person **);

/* The students for whom a person is a restricted guardian, up to 500. */
unsigned	 sight_restricted_for(struct db *, int64_t person, int64_t now,
		    int64_t **students);

/* Whether a person is a restricted guardian of a student of the message. */
bool		 sight_restricted(struct db *, int64_t person,
		    int64_t message, int64_t now) must_use;

/*
 * SQL for the files of store/.  person, talk, contact and school are columns,
 * viewer and now values such as "$1".  Whether a person is a restricted
 * guardian for what a talk is about (IS_NOW() and STANDS_FOR(): away.h):
 */
#define RESTRICTED_IN(person, talk, now)				\
	"EXISTS (SELECT 1 FROM guardianship g WHERE g.guardian = "	\
	person " AND g.restricted = 1 AND " IS_NOW("g", now)		\
	" AND (EXISTS (SELECT 1 FROM conversation_student s "		\
	"WHERE s.conversation = " talk " AND s.student = g.student) "	\
	"OR NOT EXISTS (SELECT 1 FROM conversation_student s "		\
	"WHERE s.conversation = " talk ")))"

/* Whether the viewer sits in the office of that school, or at the desk. */
#define AT_OFFICE_OF(viewer, school, now)				\
	"EXISTS (SELECT 1 FROM seat_member o JOIN seat y "		\
	"ON y.id = o.seat WHERE o.person IN " STANDS_FOR(viewer, now)	\
	" AND y.school IN (" school ", 0) "				\
	"AND y.kind IN ('office', 'desk') AND " IS_NOW("o", now) ")"

/* Whether the talk is anybody's but restricted guardians', or the viewer is
 * the office. */
#define TALK_SHOWN(talk, contact, school, viewer, now)			\
	"(NOT EXISTS (SELECT 1 FROM reach h WHERE h.contact = " contact	\
	") OR EXISTS (SELECT 1 FROM reach h WHERE h.contact = " contact	\
	" AND NOT " RESTRICTED_IN("h.person", talk, now) ") OR "	\
	AT_OFFICE_OF(viewer, school, now) ")"

#endif
