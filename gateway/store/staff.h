#ifndef GATEWAY_STORE_STAFF_H
#define GATEWAY_STORE_STAFF_H

/*
 * The staff, as whoever runs the gateway sees them: who there is, where they
 * sit, and which keys write in their name.
 *
 * Nobody takes a seat away in such a way that the district's desk would be
 * without a reader, now or in an absence that is known of, because what
 * nobody else reads is read there.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.  Who changes something writes the audit.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/list.h"

struct db;

/* By name, after that person, up to `most`; of one school (who sits there or
 * is its administrator), or (0) all; folded is a part of the name, or NULL. */
struct staff_page {
	int64_t		 school, after, most, now;
	const char	*folded;
};
struct staff {
	int64_t		 id;
	const char	*name, *language;
	int64_t		 seats, keys;	/* How many. */
};
unsigned	 staff_list(struct db *, const struct staff_page *,
		    struct staff **);

/* Where somebody sits now, the desk first. */
struct seated {
	int64_t		 seat, school, class, since;
	const char	*kind, *name, *school_name;	/* NULL: no school. */
};
unsigned	 staff_seats(struct db *, int64_t person, int64_t now,
		    struct seated **);
#define STAFF_SEATS	100

/* They sit there from now on; a second time changes nothing. */
void		 staff_sit(struct db *, int64_t seat, int64_t person,
		    int64_t now);

/* NULL, or a sentence that says why they still sit there. */
const char	*staff_leave(struct db *, int64_t seat, int64_t person,
		    int64_t now) must_use;

/* Whether they sat there, at that school (0: the desk), until staff_leave()
 * ended it less than STAFF_TAKEN ago, and would still; and they do again, until
 * when they would have. */
#define STAFF_TAKEN	HOURS(24)
bool		 staff_sat(struct db *, int64_t seat, int64_t person,
		    int64_t now, int64_t *school) must_use;
void		 staff_sit_again(struct db *, int64_t seat, int64_t person);

/* They are of the staff no more: no seat, key, role, login or session.  NULL,
 * or a sentence that says why nothing has changed. */
const char	*staff_left(struct db *, int64_t person, int64_t now) must_use;

/* Talks that need a reply go from a seat to another: of that school. */
int64_t		 staff_pass_on(struct db *, int64_t from, int64_t to,
		    int64_t school);

/* The schools whose talks of a seat need a reply. */
unsigned	 staff_waiting(struct db *, int64_t seat, int64_t **schools);

/* Keys that are not revoked, by id after that one: of one person, or (0) of
 * all. */
struct staff_key {
	int64_t		 id, person, created;
	const char	*name, *of;	/* of: whose, or NULL. */
};
unsigned	 staff_keys(struct db *, int64_t person, int64_t after,
		    int64_t most, struct staff_key **);

/* False: there is no such key, or it is revoked already. */
bool		 staff_revoke(struct db *, int64_t key, int64_t now) must_use;

#endif
