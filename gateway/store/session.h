#ifndef GATEWAY_STORE_SESSION_H
#define GATEWAY_STORE_SESSION_H

/*
 * Who is signed in.  Of the token in a cookie only the SHA-256 is kept.
 *
 * A session ends 20 minutes after its last use and 12 hours after it began.
 * What is used is the page somebody asked for, not what a page asks by
 * itself.  That it was used is written down at most once in SESSION_NOTED, so
 * it may end so much later.  All sessions of somebody end when they leave or
 * change their password.
 *
 * All calls are for a store thread, inside a job; texts belong to its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/role.h"

struct db;

#define SESSION_IDLE	1200000		/* ms */
#define SESSION_MOST	43200000
#define SESSION_NOTED	300000

struct session {
	int64_t		 person, created, seen, until;
	const char	*name, *language;	/* Of the person; which they
						 * chose for their pages, or
						 * "". */
	struct allowed	 standing;
};

/* False: there is none, it has ended, or the person is of the staff no more. */
bool		 session_find(struct db *, const char *digest, int64_t now,
		    struct session *) must_use;
void		 session_begin(struct db *, const char *digest, int64_t person,
		    int64_t now);
void		 session_seen(struct db *, const char *digest, int64_t now);
void		 session_end(struct db *, const char *digest);
void		 session_end_all(struct db *, int64_t person);

/* How many of somebody's sessions have not ended. */
int64_t		 session_count(struct db *, int64_t person, int64_t now);

/* What has ended: sessions, invitations, tries. */
void		 session_tidy(struct db *, int64_t now);

#endif
