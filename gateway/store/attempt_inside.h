#ifndef GATEWAY_STORE_ATTEMPT_INSIDE_H
#define GATEWAY_STORE_ATTEMPT_INSIDE_H

/*
 * What attempt.c and errand.c share: the columns of an attempt, which is
 * called `a` in the statement, and how they are read.
 */

#include "store/attempt.h"

struct rows;

#define ATTEMPT								\
	"a.id, a.state, a.delivery, a.message, a.contact, a.account, "	\
	"a.sender, a.rank, a.turn, a.due, a.launch_by, a.node, a.tries, " \
	"a.looks, a.reference, a.class, a.reason, a.parts, a.began, a.ended, " \
	"a.handed"
#define ATTEMPT_COLUMNS	21

void	 attempt_read(struct db *, const struct rows *, struct attempt *);

#endif
