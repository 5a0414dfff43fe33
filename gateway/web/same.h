#ifndef GATEWAY_WEB_SAME_H
#define GATEWAY_WEB_SAME_H

/*
 * The same words once more: who goes back after Send finds them in the form,
 * and may not know that they went.  The same author, the same family or talk,
 * within SAME_MINUTES: the form comes back (409), says when it was, and its
 * Send says "Send again".  Which message that is stands in its field `again`.
 *
 * In the store.
 */

#include <jansson.h>

#include <stdint.h>

#include "base/list.h"

struct db;
struct sent_same;
struct visit;

#define SAME_MINUTES	10

struct same {
	int64_t		 message, at;	/* message 0: there is none. */
};

/* The audience, target and students are asked for, in any order; `name` is
 * that of what the form keeps: once it was, there is nothing to ask. */
struct same	 same_lately(struct visit *, struct db *,
		    const struct sent_same *, const char *words,
		    const char *name);

/* {message, at, message_url}, for same.html; and the page is 409. */
json_t		*same_json(struct visit *, const struct same *,
		    json_t *message_url);

#endif
