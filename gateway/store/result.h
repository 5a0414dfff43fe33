#ifndef GATEWAY_STORE_RESULT_H
#define GATEWAY_STORE_RESULT_H

/*
 * What became of a message, for who looks at it on a page: each person it
 * was made for has one fate, so the sums close.  Somebody whose copy went to
 * a phone they share has the fate of that copy.  A restricted guardian, and
 * of a message to named students of several schools the families of other
 * schools, are in no sum and no list.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/delivery.h"
#include "store/sight.h"

struct db;

enum fate {
	FATE_DELIVERED,
	FATE_ON_THE_WAY,	/* Waits, or nobody has confirmed it yet. */
	FATE_MAILED,		/* A mail server has it; more it never says. */
	FATE_UNKNOWN,		/* It may have arrived. */
	FATE_NOT_DELIVERED,
	FATE_NOT_SENT,		/* Taken back, too late, they said stop. */
	FATE_NOT_REACHED,	/* There was no way to try. */
	FATE_PRACTICE,
};
#define FATES	(FATE_PRACTICE + 1)

const char	*fate_word(enum fate);
bool		 fate_read(const char *, enum fate *) must_use;

struct results {
	int64_t		 people, fates[FATES];
	int64_t		 waiting;	/* Of the people: not handed over. */
	int64_t		 handed;	/* To the phone company, or as mail. */
};
/* How many of each fate. */
void		 result_sums(struct db *, const struct viewer *,
		    const struct message *, struct results *);

/* The parts of its texts so far. */
int64_t		 result_parts(struct db *, const struct viewer *,
		    const struct message *);

/* The people by the id of their delivery, after that one; those of one fate,
 * or (one_fate false) all. */
struct result_page {
	const struct viewer	*viewer;
	const struct message	*message;
	bool			 one_fate;
	enum fate		 fate;
	int64_t			 after, most;
};
struct result {
	struct told_delivery	 told;
	enum fate		 fate;
	enum channel		 channel;	/* Of the contact, if any. */
	bool			 tried;		/* There was an attempt: */
	struct attempt		 last;		/* the last one. */
};
unsigned	 result_list(struct db *, const struct result_page *,
		    struct result **);

/* The ways it went: what it counts as by language, and one attempt that says
 * what they got. */
struct result_way {
	const char	*language;
	enum channel	 channel;
	int64_t		 people, copies, parts;
	int64_t		 attempt;	/* The last of them; or 0. */
};
unsigned	 result_ways(struct db *, const struct viewer *,
		    const struct message *, struct result_way **);

#endif
