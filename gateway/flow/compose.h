#ifndef GATEWAY_FLOW_COMPOSE_H
#define GATEWAY_FLOW_COMPOSE_H

/*
 * Somebody writes: to the guardians of the students they name, of a class or
 * of a school, or an answer in a conversation.  One visit to the store: what
 * is written is checked, its families and readers are settled, and it is
 * kept together with the answer that its author will get, so the same
 * request again has the same answer and no second effect.
 *
 * Small sends are expanded in the same visit.
 *
 * Each family gets the words in its language, where the draft has them, and
 * the English ones where not, as flow/policy.h says.  Places in the words
 * (flow/fill.h) are checked here: what nobody knows and nobody gave is
 * refused, in a sentence that says which; and so are words of which no text
 * would fit (flow/fit.h).
 *
 * Whether it is a direct message is decided here, by Definition 1: more than
 * FAMILIES_DIRECT families in one send make it an announcement; the same
 * words to a sixth family within a day count as `announcement_by_repetition`
 * from that one on.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "store/job.h"
#include "store/translation.h"
#include "store/user.h"
#include "store/value.h"

struct db;
struct gateway;

#define FAMILIES_DIRECT	5	/* Rule 1 of Definition 1. */
#define WORDS_MOST	1500	/* UTF-16 units that staff may write. */
#define SUBJECT_MOST	200	/* Of a mail, the same. */
#define STUDENTS_MOST	500	/* That one request may name. */
#define PEOPLE_MOST	50	/* The same, of their guardians. */

/* What is asked for; texts belong to the job's arena. */
struct draft {
	struct api_key	 key;		/* Who asks. */
	enum audience	 audience;
	int64_t		 target;	/* The class or school; of an answer the
					 * conversation. */
	const int64_t	*students;
	unsigned	 student_count;
	const int64_t	*people;	/* Of their guardians only these; */
	unsigned	 person_count;	/* 0: all who may be written to. */
	enum kind	 kind;
	enum topic	 topic;		/* What it is about; policy.h. */
	enum readers	 readers;
	const char	*words;		/* In English. */
	const struct translation *translations;	/* And in others. */
	unsigned	 translation_count;
	const char	*subject;	/* Of mails; NULL: ours. */
	const struct value *values;	/* What stands in the places of its */
	unsigned	 value_count;	/* words that are not known; fill.h. */
	bool		 apart;		/* A text for each student. */
	int64_t		 template_id;	/* Where the words come from, and */
	int64_t		 template_version; /* which of its versions; or 0. */
	int64_t		 send_at;	/* 0: now. */
	int64_t		 not_after;	/* 0: as its kind says. */
	bool		 at_night;	/* A closing may go now, at night. */
	int64_t		 seen;		/* Of an answer the last line that its
					 * author saw, so that two do not
					 * answer the same: 409; or 0. */
};

/* What became of it. */
struct composed {
	struct message	 message;
	int64_t		 students, families, repeated; /* repeated: by rule 2. */
	int64_t		 due;		/* When its hours let it go. */
	int64_t		 conversation;
};

struct composing {
	struct job	 job;
	struct gateway	*gateway;
	struct draft	 draft;
	int64_t		 id;		/* Of the message; from id_new(). */
	int64_t		 now;
	const char	*name;		/* Idempotency-Key. */
	const char	*digest;	/* Of the request. */
	/* Writes the answer that is kept; called within the visit. */
	const char	*(*say)(struct arena *, const struct composed *);
	void		(*then)(struct composing *);	/* On the loop. */
	void		*arg;

	/* The result: 503 when it was not kept. */
	int		 status;	/* 202, or 4xx with a sentence. */
	const char	*answer;	/* What say() wrote, or the sentence. */
};

/* id, job.arena and all above the result are filled in by the caller. */
void	compose(struct composing *);

/* What rule 2 compares, as a SHA-256: the words without spaces and case.  In
 * the places that the author fills stands what they are filled with, for
 * that is what the author says; those filled with a family's own names and
 * places are as they are written, so names make no other words of them. */
const char *compose_digest(struct arena *, const struct draft *);

/* Takes back what was not handed over yet; false: it is done already. */
bool	compose_cancel(struct db *, int64_t message, struct moment);

#endif
