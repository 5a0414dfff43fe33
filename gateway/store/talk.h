#ifndef GATEWAY_STORE_TALK_H
#define GATEWAY_STORE_TALK_H

/*
 * One talk, as a page shows it: who is there, what was said, what the staff
 * noted beside it.  Everything is read for a whole page at once, so the
 * number of statements does not grow with the number of lines.
 *
 * What the viewer may see is checked by the caller (sight_talk()), but for
 * restricted guardians, who are named to an office only.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/errand.h"
#include "store/conversation.h"
#include "store/sight.h"

struct db;

#define TALK_PAGE	100	/* Lines. */
#define NOTE_MOST	2000	/* UTF-16 units of a note; the caller looks. */

/* The talk with its places, and what the viewer is to it. */
struct talk {
	struct conversation	 talk;
	struct contact		 contact;
	const char		*school, *seat;	/* Names, or NULL. */
	bool			 part;		/* They sit where it is read. */
	bool			 office;	/* They are its office. */
	bool			 own_class;	/* It is about a student of
						 * theirs. */
	bool			 others;	/* Somebody else reads it. */
};
bool		 talk_get(struct db *, const struct viewer *, int64_t id,
		    struct talk *) must_use;

/* Who has the contact; restricted ones are told to the office only.  known:
 * whether anybody has it. */
struct talk_person {
	int64_t		 id;
	const char	*name, *language;
	bool		 restricted;
	const char	*mail;		/* A mailbox of theirs, or NULL, when
					 * the contact is a phone. */
};
unsigned	 talk_people(struct db *, const struct talk *, int64_t now,
		    struct talk_person **, bool *known);

/* Whom it is about, and their class here or NULL. */
struct talk_student {
	int64_t		 id;
	const char	*name, *class;
};
unsigned	 talk_students(struct db *, const struct talk *, int64_t now,
		    struct talk_student **);

enum talk_what {
	TALK_REPLY,		/* A family wrote. */
	TALK_MESSAGE,		/* We did. */
	TALK_NOTE,		/* Beside it. */
};

struct talk_line {
	int64_t			 id, at;
	enum talk_what		 what;

	struct reply		 reply;
	int64_t			 moved_from;	/* Came from that talk, or */
	int64_t			 moved_to;	/* went on to that one; 0. */
	const char		*moved_school;	/* Of the other talk; or NULL. */
	bool			 asked;		/* Language services were, and */
	const char		*english, *speaker; /* what they said; NULL. */
	const char		*computer;	/* What a computer said; NULL. */
	const char		*computer_state; /* Of to_translate; or NULL. */

	struct message		 message;
	int64_t			 student;	/* Told apart: of whom; or 0. */
	const char		*language;	/* Theirs, when it was made. */
	const char		*said;		/* As the family got it, in that
						 * language; or NULL. */
	const char		*said_state;	/* "approved", "draft". */
	struct errand_values	 values;	/* In the places of the words, as
						 * the attempt had them. */
	bool			 attempted;	/* An attempt went here. */
	struct attempt		 attempt;
	enum delivery_state	 delivery;
	const char		*reason;	/* Why there is no attempt. */

	const char		*words;		/* Of a note. */
	int64_t			 author_id;	/* Of a message or note; 0. */
	const char		*author;	/* Or NULL. */
};

/* The newest lines with an id below that one, up to TALK_PAGE, in the order
 * of time; a message that is told apart has a line for each student, which stay
 * together.  before becomes where earlier ones end, or 0; newest is the
 * highest id of the lines. */
unsigned	 talk_lines(struct db *, const struct talk *, int64_t *before,
		    int64_t *newest, struct talk_line **);

/* What went of one message to the contact of a talk: a line, or when it is
 * told apart one for each student; 0: nothing went, or will. */
unsigned	 talk_texts(struct db *, const struct talk *, int64_t message,
		    struct talk_line **);

/* The files of the replies of those lines. */
struct attachment;
unsigned	 talk_files(struct db *, const struct talk_line *, unsigned n,
		    struct attachment **);

/* Somebody else of the staff wrote in it after that line: who, when, what.
 * False: nobody did. */
struct talk_answer {
	int64_t		 message, at;
	const char	*author, *words;
};
bool		 talk_answered(struct db *, int64_t talk, int64_t seen,
		    int64_t person, struct talk_answer *) must_use;

/* Where it can be read: seats of its school, and the desk, that have a
 * reader; not the one that has it. */
unsigned	 talk_seats(struct db *, const struct talk *, int64_t now,
		    struct sighted **);

/* Not sent, and part of the record. */
void		 talk_note(struct db *, int64_t talk, int64_t author,
		    const char *words, int64_t now);

/* Who is no part of it and looked, within 30 days, the latest first, but for
 * that person; and whether they did within the last hour. */
struct talk_look {
	int64_t		 at;
	const char	*name;
};
unsigned	 talk_looks(struct db *, int64_t talk, int64_t person,
		    int64_t now, struct talk_look **);
bool		 talk_looked(struct db *, int64_t talk, int64_t person,
		    int64_t now) must_use;

#endif
