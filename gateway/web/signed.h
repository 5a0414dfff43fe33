#ifndef GATEWAY_WEB_SIGNED_H
#define GATEWAY_WEB_SIGNED_H

/*
 * What the pages about signing in share: page_signin.c, page_welcome.c,
 * page_me.c, page_users.c.
 */

#include <jansson.h>

#include <stdint.h>

#include "base/list.h"

struct db;
struct visit;

/* A new token for a cookie or a link. */
const char	*signed_token(struct visit *);

/* In the store: they are signed in by the token of that digest, and whoever
 * this browser was before is not any more. */
void		 signed_begin(struct visit *, struct db *, int64_t person,
		    const char *digest);

/* The word of what they mostly are: of a role (store/role.h), "desk",
 * "office", "teacher", or "none". */
const char	*signed_role(struct db *, int64_t person, int64_t now);

/* In the store: a link by which that person chooses a password; its path. */
const char	*signed_invite(struct visit *, struct db *, int64_t person,
		    const char *token);

/* In the store: the name they sign in by, of their mailbox at work when they
 * had none; NULL: there is neither. */
const char	*signed_name(struct visit *, struct db *, int64_t person);

/* The whole link, as others reach us. */
const char	*signed_link(struct visit *, const char *path);

#endif
