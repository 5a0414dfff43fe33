#ifndef GATEWAY_FLOW_EXPAND_H
#define GATEWAY_FLOW_EXPAND_H

/*
 * A message becomes deliveries and attempts, a chunk of students at a time,
 * each chunk in one transaction together with the cursor of the message: so
 * a crash neither skips nor doubles anybody.
 *
 * For each guardian who may be written to: one delivery; to the contact that
 * is chosen for them (choose.h), one attempt.  When another guardian of
 * the message has the same contact, the delivery is covered by theirs.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

struct db;
struct gateway;

#define EXPAND_CHUNK	500	/* Students. */

/* One chunk of a message; true: there is more to do.  On the writer. */
bool	expand_chunk(struct db *, const struct gateway *, struct message *,
	    int64_t now);

/* Why an attempt did not, or perhaps not, arrive. */
enum expand_why {
	EXPAND_CONTACT,		/* Its contact cannot or may not be used. */
	EXPAND_FAILED,		/* Something else, for good. */
	EXPAND_UNKNOWN,		/* Nobody knows, and nobody can be asked. */
};

/* After such an attempt: its delivery, and those that it covered, get an
 * attempt to the next contact of their person, where there is one and it is
 * still useful; or are covered by one that goes there.  It is the same
 * delivery, so it counts once.  On the writer. */
void	expand_again(struct db *, const struct gateway *,
	    const struct attempt *, enum expand_why);

#endif
