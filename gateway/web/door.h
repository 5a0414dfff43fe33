#ifndef GATEWAY_WEB_DOOR_H
#define GATEWAY_WEB_DOOR_H

/*
 * Passwords at the door: whether one is right, and what is kept of a new one.
 * Both are slow, so a thinker does them (flow/think.h).
 *
 *	loop     door_try(door)
 *	writer   too often?  else the try is written down as one in vain
 *	thinker  is it right?  then what is kept of the new one, if there is one
 *	loop     door->then(door)
 *
 * It is written down before it is judged, so many at once gain nothing; who
 * was right calls door_opened() in the transaction that follows.  A name that
 * nobody has is answered like another one, after the same work.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "flow/think.h"

struct db;
struct visit;

#define DOOR_NAME	5	/* Tries in vain that do not wait: of a name, */
#define DOOR_PEER	60	/* of an address. */
#define DOOR_MOST	16	/* At once; more are asked to come again. */

struct door {
	struct visit	*visit;
	int64_t		 person;	/* Whose; 0: whoever has that name. */
	const char	*name;		/* As it was typed. */
	const char	*password;	/* NULL: none is asked for. */
	const char	*chosen;	/* The new one; NULL: none is. */
	void		(*then)(struct door *);	/* Not when it was answered. */

	/* The result. */
	bool		 right;
	int64_t		 wait;		/* Until then; 0: it was judged. */
	const char	*kept;		/* Of the right one, as it was. */
	const char	*made;		/* What is to be kept of the new one. */

	/* Its own. */
	const char	*digests[2];	/* Of the name, of the address; NULL */
	struct thought	 thought;
};

void	 door_try(struct door *);

/* In the store: it was right.  False: the password is another one by now. */
bool	 door_opened(struct door *, struct db *) must_use;

/* "Wait until 3:04 PM, then try again." */
const char *door_sentence(const struct door *);

#endif
