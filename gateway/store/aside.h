#ifndef GATEWAY_STORE_ASIDE_H
#define GATEWAY_STORE_ASIDE_H

/*
 * What is said aside: mails that tell staff that families wait for them, and
 * tests of an account.  They go to no family, so they are no messages: they
 * have no contact, no delivery and no row of the ledger, and they are handed
 * over at most once.  Each is written down before that; one that nobody knows
 * the end of stays `begun`, and may have arrived.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

enum aside_what {
	ASIDE_WAITING,		/* "You have 2 family messages waiting." */
	ASIDE_TRIAL,		/* "This is a test." */
};

enum aside_state {
	ASIDE_BEGUN, ASIDE_SENT, ASIDE_REFUSED, ASIDE_UNKNOWN,
	ASIDE_PRACTICE,		/* Not handed over: the fence is closed. */
};
const char	*aside_word(enum aside_state);

struct aside {
	int64_t			 id;		/* Made by aside_add(). */
	enum aside_what		 what;
	int64_t			 person;	/* Who is told, or who tries. */
	enum channel		 channel;
	const char		*account, *sender, *address;
	int64_t			 n, newest;	/* Talks that wait; the last one
						 * since then. */
	int64_t			 at;
	enum aside_state	 state;
	const char		*reason;	/* "": none. */
};
void		 aside_add(struct db *, struct aside *);

/* How it ended. */
void		 aside_end(struct db *, int64_t id, enum aside_state,
		    const char *reason);

/* The last ones of an account (NULL: of all), the newest first; up to 20. */
unsigned	 aside_list(struct db *, enum aside_what, const char *account,
		    struct aside **);

/* Those of before that time are forgotten. */
void		 aside_tidy(struct db *, int64_t before);

/*
 * Who of the staff reads talks that need a reply and has not been told of
 * some of them, by id, after that one; up to ASIDE_READERS.  Who is away is
 * not there, who stands in for them is.
 */
#define ASIDE_READERS	200
struct aside_reader {
	int64_t		 person;
	const char	*mailbox;	/* At work. */
	const char	*told, *hours;	/* What they chose (preference.h), or
					 * NULL. */
	int64_t		 waiting;	/* Talks that need a reply; */
	int64_t		 new_since;	/* the first they were not told of, */
	int64_t		 newest;	/* and the last of all: since when. */
	int64_t		 last, tried;	/* Told last; tried in vain; 0: never. */
};
unsigned	 aside_readers(struct db *, int64_t after, int64_t now,
		    struct aside_reader **);

#endif
