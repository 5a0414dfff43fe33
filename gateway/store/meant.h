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

/* They are asked for whom that reply is; which they were asked about since
 * then and have not told (0: none), and when; and they told it by that one. */
void		 meant_ask(struct db *, int64_t contact, int64_t reply,
		    int64_t now);
int64_t		 meant_asked(struct db *, int64_t contact, int64_t since,
		    int64_t *at);
void		 meant_told(struct db *, int64_t reply, int64_t by);

/* What a person wrote from there to that number, from that reply on and before
 * the other one, and in which talk it is; up to 100. */
struct meant_line {
	int64_t		 reply, talk;
};
unsigned	 meant_since(struct db *, int64_t contact, const char *sender,
		    int64_t from, int64_t before, struct meant_line **);

/* It answers that message. */
void		 meant_answers(struct db *, int64_t reply, int64_t message);

#endif
