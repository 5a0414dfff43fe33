#ifndef GATEWAY_STORE_HELD_H
#define GATEWAY_STORE_HELD_H

/*
 * Texts of families that may be a stop and may be not ("Dung", "cancelar"):
 * until the office has said which, routine messages to their contact wait
 * (flow/hold.h).  Of one contact one is open at a time; the row stays as what
 * was asked and who said what.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/sight.h"

struct db;

/* What an attempt says that waits for the office. */
#define HELD_WAITS	"They may want to stop, and the office has not said."

struct held {
	int64_t		 reply, contact, school, at;
	int64_t		 talk;		/* The rest is only read. */
	const char	*words, *language;
	const char	*after;		/* What we had written; or NULL. */
};

/* Nothing happens where the contact has an open one. */
void		 held_add(struct db *, const struct held *);

/* The open one of a contact; the reply, or 0. */
int64_t		 held_open(struct db *, int64_t contact);

/* Somebody said which it is (a stop, or not); person 0: the family did.  What
 * waited for it is due, unless it was a stop.  False: none was open. */
bool		 held_end(struct db *, int64_t contact, bool stop,
		    int64_t person, int64_t now);

/* Those of the offices where the viewer sits, at the desk and for the operator
 * all, the oldest first; how many there are. */
#define HELD_MOST	100
unsigned	 held_list(struct db *, const struct viewer *, struct held **);
int64_t		 held_count(struct db *, const struct viewer *);

/* One of those by its reply. */
bool		 held_get(struct db *, const struct viewer *, int64_t reply,
		    struct held *) must_use;

#endif
