#ifndef GATEWAY_WEB_ASKED_H
#define GATEWAY_WEB_ASKED_H

/*
 * What is asked for in the body of a request, as a draft.  Whoever writes a
 * member that does not exist is told its name, so that a mistake in spelling
 * never sends something else than was meant.
 *
 * A body is at most 1 MB (the server's limit), nests at most 8 deep, and
 * names at most STUDENTS_MOST students.  Pure, any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/http.h"
#include "base/list.h"

struct arena;
struct draft;

/* What is wrong: 400 when the body is no JSON of ours to begin with, 422 when
 * it asks for something that cannot be. */
struct refusal {
	int		 status;
	const char	*sentence;
};

/* {to, words, subject?, kind?, topic?, readers?, send_at?, not_after?,
 * at_night?, values?, apart?} */
bool	 asked_message(struct arena *, const struct request *, int64_t now,
	    struct draft *, struct refusal *) must_use;

/* {words} */
bool	 asked_reply(struct arena *, const struct request *, struct draft *,
	    struct refusal *) must_use;

/* The Idempotency-Key: 1 to 255 printable characters of ASCII; NULL: there
 * is none, or it is something else. */
const char *asked_key(const struct request *);

/* Of method, path, body and who is said to write (Homeline-As): the same
 * request has the same. */
const char *asked_digest(struct arena *, const struct request *);

#endif
