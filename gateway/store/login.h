#ifndef GATEWAY_STORE_LOGIN_H
#define GATEWAY_STORE_LOGIN_H

/*
 * How somebody signs in: logins, the links by which passwords are chosen, and
 * what was tried in vain.  Of the token in a link only the SHA-256 is kept,
 * of a password what password.h makes of it.
 *
 * All calls are for a store thread, inside a job; texts belong to its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

struct login {
	int64_t		 person;
	const char	*name, *password;	/* password: "": none yet. */
	int64_t		 changed;
};

/* By what was typed, folded (base/text.h); of the staff only. */
bool		 login_find(struct db *, const char *folded, struct login *)
		    must_use;
bool		 login_of(struct db *, int64_t person, struct login *) must_use;

/* Who signs in at all, in the order of ids; in a sample district. */
#define LOGINS_MOST	30
struct named {
	int64_t		 person;
	const char	*name;
};
unsigned	 login_list(struct db *, struct named **);

/* False: somebody else has that name. */
bool		 login_name(struct db *, int64_t person, const char *folded,
		    int64_t now) must_use;

/* They sign in by this one from now on; every session and invitation of
 * theirs ends.  False: they have no name yet. */
bool		 login_password(struct db *, int64_t person,
		    const char *password, int64_t now) must_use;

/* They have left. */
void		 login_end(struct db *, int64_t person);

/* Their mailbox at work; '': none is known. */
const char	*login_work_mail(struct db *, int64_t person);
void		 login_set_work_mail(struct db *, int64_t person,
		    const char *mailbox);

/* A link to choose a password by, once, for 3 days.  The one before ends. */
#define INVITATION_AGE	259200000	/* ms */
void		 invitation_make(struct db *, const char *digest,
		    int64_t person, int64_t maker, int64_t now);

/* Whose it is; false: there is none, it has ended, or they have left. */
bool		 invitation_find(struct db *, const char *digest, int64_t now,
		    int64_t *person) must_use;
bool		 invitation_open(struct db *, int64_t person, int64_t now)
		    must_use;

/*
 * Passwords that were not right.  digest is of the name that was typed or of
 * the address that asked.  After `free` of them the next one waits 4 s, and
 * twice as long after each, up to 15 minutes; after TRIES_AGE without one all
 * is forgotten.
 */
#define TRIES_AGE	86400000	/* ms */

/* When the next try is allowed: a time not after now: at once. */
int64_t		 try_again_at(struct db *, const char *digest, int64_t free,
		    int64_t now);
void		 try_failed(struct db *, const char *digest, int64_t now);
void		 try_forget(struct db *, const char *digest);

#endif
