#ifndef GATEWAY_FLOW_ASIDE_H
#define GATEWAY_FLOW_ASIDE_H

/*
 * What is said aside (store/aside.h) is handed to its account, once; how it
 * ended is written down.  It waits in no queue: an account that rests is not
 * asked, and what is refused is not tried again by this.  The fence of
 * practice is asked here as it is for families.
 *
 * Its Message-ID begins with ASIDE_ID, so that an answer to it, or a report
 * about it, is known and goes to nobody (letter.h).
 */

#include <stdbool.h>

#include "base/list.h"

struct aside;
struct db;
struct gateway;

#define ASIDE_ID	"aside."

struct aside_words {
	const char	*from_name;	/* Mail: the district. */
	const char	*subject;	/* Mail. */
	const char	*text;
};

/* The account of that name, as it stands in the configuration; -1: there is
 * none of that name. */
int		 aside_account(const struct gateway *, const char *name);

/* In the store: whether it may be handed over now. */
bool		 aside_open(struct db *, const struct gateway *,
		    const struct aside *) must_use;

/* On the loop, once it was written down as begun: hands it over.  `open` is
 * what aside_open() said then.  Copies what it is given. */
void		 aside_carry(struct gateway *, const struct aside *,
		    const struct aside_words *, bool open);

#endif
