#ifndef GATEWAY_BASE_EMAIL_H
#define GATEWAY_BASE_EMAIL_H

/*
 * Mailboxes as people write them.  They are looked at lightly: whether one
 * exists only its server knows.  The domain is written in small letters and,
 * when it has others than ASCII, as it is asked for (UTS #46); what stands
 * before the @ stays as it is.  Pure, any thread.
 */

#include <stdbool.h>

#include "base/list.h"

struct arena;

#define EMAIL_MOST	254		/* Bytes. */

/* "Ana <Ana@Example.ORG>" is "Ana@example.org".  False: why says what is
 * wrong and what to do. */
bool	 email_read(struct arena *, const char *text, const char **email,
	    const char **why) must_use;

/* The mailboxes of one cell, apart by ; or , or / or space; at least one,
 * and nothing is said about whether they are any. */
unsigned email_split(struct arena *, const char *text,
	    const char ***emails);

#endif
