#ifndef GATEWAY_FLOW_EXPAND_H
#define GATEWAY_FLOW_EXPAND_H

/*
 * A message becomes deliveries and attempts, a chunk of students at a time,
 * each chunk in one transaction together with the cursor of the message: so
 * a crash neither skips nor doubles anybody.
 *
 * For each guardian who may be written to: one delivery; to the first of
 * their contacts that can be texted, one attempt.  When another guardian of
 * the message has the same contact, the delivery is covered by theirs.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

struct db;
struct zone;

#define EXPAND_CHUNK	500	/* Students. */

/* One chunk of a message; true: there is more to do.  On the writer. */
bool	expand_chunk(struct db *, const struct zone *, struct message *,
	    int64_t now);

/* Which contact a text to a person goes to; NULL: none, and why is a sentence
 * for the office.  On a store thread. */
const struct contact *expand_choose(struct db *, int64_t person,
	    const char **why);

/* Why nobody is reached from a school. */
#define EXPAND_NO_NUMBER						\
	"The school has no number to text from. Tell the office."

/* After an attempt failed because of its contact: its delivery, and those
 * that it covered, get an attempt to the next contact of their person, where
 * there is one.  On the writer. */
void	expand_again(struct db *, const struct zone *, const struct attempt *,
	    int64_t now);

#endif
