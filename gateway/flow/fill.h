#ifndef GATEWAY_FLOW_FILL_H
#define GATEWAY_FLOW_FILL_H

/*
 * What stands in the places of words (base/placeholder.h) for one recipient.
 *
 * Some are known of everybody: ((guardian name)), ((student name)),
 * ((student first name)), ((school)), ((class)), ((teacher name)),
 * ((office phone)), ((district)).  All others are given by the author, for
 * all: ((date)), ((room)), ((late bus??Take the late bus.)).
 *
 * One text goes to a phone, so it is about all the students, and to all the
 * guardians, for whom a text of the message goes there; they are joined as
 * the language does it.  A message that is told apart has one for each
 * student.  A restricted guardian, and a student for whom somebody may not be
 * written to, is in none of it.
 *
 * What is known of a recipient is found when the message is expanded, and
 * kept with the attempt (store/value.h); a preview finds it by the same
 * calls.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "base/placeholder.h"
#include "model.h"
#include "store/errand.h"
#include "store/value.h"

struct arena;
struct choosing;
struct contact;
struct db;
struct draft;
struct translation;
struct wordings;

/* ---- fill.c: of a recipient; on a store thread, inside a job. */

struct filling {
	/* Filled in by the caller. */
	struct choosing		*choosing;	/* After choose_start(). */
	const int64_t		*students;	/* That it names, or that the */
	unsigned		 student_count;	/* talk is about; of a group 0. */
	const int64_t		*people;	/* Whom its author chose; */
	unsigned		 person_count;	/* 0: all. */

	/* By fill_start(). */
	unsigned		 uses;		/* 1 << enum known; 0: none. */
	bool			 names_student;
	bool			 apart;		/* A text for each student. */
};

/* Looks through the words in all languages. */
void	 fill_start(struct filling *, const struct translation *others,
	    unsigned count);

/* To whom a text goes. */
struct fill_to {
	const struct person	*person;	/* NULL: nobody is known. */
	const struct contact	*contact;	/* NULL: to them alone. */
	int64_t			 student;	/* Apart; or 0: all of them. */
};

/* The values that the words use, as attempt.filled is; "": none. */
const char *fill_for(struct filling *, const struct fill_to *);

/* Why what is known of everybody is not known here, a sentence; NULL: it is.
 * students: that an answer's talk is about. */
struct fill_draft {
	const struct translation *others;
	unsigned		 other_count, student_count;
};
const char *fill_cannot(struct db *, const struct message *,
	    const struct fill_draft *);

/* Whether a text to one person is about all the students that one to another
 * would be about. */
bool	 fill_covers(struct filling *, int64_t person, int64_t other);

/* ---- fill_check.c: pure. */

/* The names that are known, as they are written; how many. */
unsigned fill_known(const char *const **names);

/* What the author has to give, each name once; how many. */
unsigned fill_asks(struct arena *, const char *words, struct placeholder **);

/* Whether words name a student: only then they can be told apart. */
bool	 fill_names_student(struct arena *, const char *words);

/* What is wrong with the places of a draft, a sentence that says what to do;
 * NULL: nothing. */
const char *fill_wrong(struct arena *, const struct draft *);

/* ---- fill_say.c: pure. */

/* How values are said; wordings NULL: as they are kept, for comparing. */
struct fill_as {
	const struct wordings	*wordings;
	const char		*language;	/* A tag of ours. */
};

/* One value. */
const char *fill_text(struct arena *, const struct value *,
	    const struct fill_as *);

/* A phone as people dial it, 508.555.0100: between hyphens its groups would
 * change places in a text that runs right to left. */
const char *fill_phone(struct arena *, const char *phone);

/* Words with their values. */
const char *fill_words(struct arena *, const char *words,
	    const struct errand_values *, const struct fill_as *);

/* The same for mail, each value an isolate. */
const char *fill_isolated(struct arena *, const char *words,
	    const struct errand_values *, const struct fill_as *);

/* The known names by number; what attempt.filled calls them. */
enum known {
	KNOWN_GUARDIAN, KNOWN_STUDENT, KNOWN_FIRST_NAME, KNOWN_SCHOOL,
	KNOWN_CLASS, KNOWN_TEACHER, KNOWN_PHONE, KNOWN_DISTRICT,
};
#define KNOWNS	(KNOWN_DISTRICT + 1)
const char *fill_folded(enum known);

#endif
