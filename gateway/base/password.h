#ifndef GATEWAY_BASE_PASSWORD_H
#define GATEWAY_BASE_PASSWORD_H

/*
 * Passwords of people.  What is kept of one is scrypt's:
 *
 *	scrypt:15:SALT:DIGEST		cost (crypt.h), both hexadecimal
 *
 * so the cost may rise later and old ones still fit.  To make or to compare
 * one takes about a tenth of a second and 32 MB: only among the thinkers
 * (flow/think.h).
 *
 * A password is text (text.h), so it is the same one by every keyboard.  Pure,
 * any thread.
 */

#include <stdbool.h>

#include "base/list.h"

struct arena;

#define PASSWORD_LEAST	12	/* Characters. */
#define PASSWORD_MOST	200	/* Bytes; more is refused. */

/* NULL, or a sentence that says what to do.  names ends with NULL: who it is
 * for, and what they sign in by. */
const char	*password_refused(struct arena *, const char *password,
		    const char *const *names) must_use;

/* What is kept. */
const char	*password_made(struct arena *, const char *password);

/* Whether it is that one.  kept "": there is none, which takes as long. */
bool		 password_is(struct arena *, const char *password,
		    const char *kept) must_use;

#endif
