#ifndef GATEWAY_STORE_MEANT_H
#define GATEWAY_STORE_MEANT_H

/*
 * For whom a text of a family may be: what we said to it, what it wrote before,
 * and what it was asked.  On a store thread, inside a job; lists belong to the
 * job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

/* What was handed over to a contact, or may have been, from that number of
 * ours since then and is answered to somebody, the last first; among the last 40. */
struct meant {
	int64_t		 attempt, message, school, seat, began;
	int64_t		 conversation;	/* It answers what they wrote; or 0. */
	const char	*words;
};
unsigned	 meant_said(struct db *, int64_t contact, const char *sender,
		    int64_t since, struct meant **);

/* The last that a person wrote from there to that number, and in the talk with
 * which school it is. */
struct meant_reply {
	int64_t		 id, answers, school, at;
};
bool		 meant_last(struct db *, int64_t contact, const char *sender,
		    struct meant_reply *) must_use;

/* The last attempt that brought a message to a contact; 0: none did. */
int64_t		 meant_attempt(struct db *, int64_t contact, int64_t message);

/* They are asked for whom that reply is; and that reply has told it, or (the
 * same) nobody waits for it any more. */
void		 meant_ask(struct db *, int64_t contact, int64_t reply,
		    int64_t now);
void		 meant_told(struct db *, int64_t reply, int64_t by);

/* What they were asked last about a text to that number of ours, since then;
 * false: nothing, or they have told.  The question is open as long as nothing
 * else was said to them, and nobody answered, closed, handed over or moved
 * what it is about. */
struct meant_asked {
	int64_t		 reply, at;
	bool		 open;
};
bool		 meant_asked(struct db *, int64_t contact, const char *sender,
		    int64_t since, struct meant_asked *) must_use;

/* That reply and what they wrote after it, before the other one, in the same
 * talk, to the same number and as an answer to the same; up to 100.  Never
 * what counts as an answer to a notice, which it would be no longer. */
struct meant_line {
	int64_t		 reply, talk;
};
unsigned	 meant_lines(struct db *, int64_t asked, int64_t before,
		    struct meant_line **);

/* It answers that message. */
void		 meant_answers(struct db *, int64_t reply, int64_t message);

#endif
