#ifndef GATEWAY_WEB_PAGE_CONTACT_H
#define GATEWAY_WEB_PAGE_CONTACT_H

/*
 * What the cards of a contact and of a person share.  In the store, but for
 * contact_done().
 */

#include <jansson.h>

#include <stdint.h>

#include "flow/enter.h"

struct db;
struct visit;

#define CONTACT_NOTE	500	/* UTF-16 units of a note. */

/* The viewer enters something, with that note. */
struct entering	 contact_entering(struct visit *, struct db *,
		    const char *note);

/* What the query says was done ("stop", "same", ...); NULL: nothing. */
const char	*contact_done(struct visit *);

/* The students of a guardian that the viewer may see, with relation,
 * restricted and silent (not on the list of those written to). */
json_t		*contact_students(struct visit *, struct db *,
		    int64_t guardian);

#endif
