#ifndef GATEWAY_STORE_SESSION_H
#define GATEWAY_STORE_SESSION_H

/*
 * Who is signed in, and how somebody signs in: logins, invitations,
 * sessions.  Of the token in a cookie or a link only the SHA-256 is kept.
 *
 * A session ends 20 minutes after its last use and 12 hours after it began;
 * when it was last used is written down at most once in 5 minutes.  All
 * sessions of somebody end when they leave or change their password.
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

struct session {
	int64_t		 person, created, seen, until;
	const char	*name, *language;	/* Of the person; language of
						 * their pages. */
	struct standing	 standing;
};

/* False: there is none, it has ended, or the person is of the staff no more. */
bool		 session_find(struct db *, const char *digest, int64_t now,
		    struct session *) must_use;
void		 session_begin(struct db *, const char *digest, int64_t person,
		    int64_t now);
void		 session_seen(struct db *, const char *digest, int64_t now);
void		 session_end(struct db *, const char *digest);
void		 session_end_all(struct db *, int64_t person);
void		 session_tidy(struct db *, int64_t now);

struct login {
	int64_t		 person;
	const char	*name, *password;	/* password: "": none yet. */
	int64_t		 changed, failed, failed_at;
};
bool		 login_find(struct db *, const char *folded, struct login *)
		    must_use;
bool		 login_of(struct db *, int64_t person, struct login *) must_use;
/* False: somebody else has that name. */
bool		 login_name(struct db *, int64_t person, const char *folded,
		    int64_t now) must_use;
void		 login_password(struct db *, int64_t person,
		    const char *password, int64_t now);
void		 login_failed(struct db *, int64_t person, int64_t now);

/* A link to choose a password by, once, for 3 days. */
void		 invitation_make(struct db *, const char *digest,
		    int64_t person, int64_t maker, int64_t now);
/* Whose it is; false: there is none, or it has ended. */
bool		 invitation_find(struct db *, const char *digest, int64_t now,
		    int64_t *person) must_use;
void		 invitation_used(struct db *, const char *digest);

#endif
