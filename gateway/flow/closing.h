#ifndef GATEWAY_FLOW_CLOSING_H
#define GATEWAY_FLOW_CLOSING_H

/*
 * What the report needs and nobody waits for, once a minute when there is
 * something to do: the ledger is summed by month (store/monthly.h), the
 * enrolment of 1 October is looked up (store/enrolled.h), and a month is
 * closed 14 days after its end (store/month.h).
 *
 * Of several nodes each may do it; what one of them did changes nothing for
 * the others, and the digest of a month is the same whoever makes it: it is
 * over the rows with ids made until the end of the 14th day, and is made an
 * hour later, when no transaction of that day can be under way any more.
 *
 * It belongs to the loop, and is part of tidy.h.
 */

#include <stdbool.h>
#include <stdint.h>

struct closing;
struct gateway;
struct zone;

#define CLOSING_DAYS	14

struct closing	*closing_new(struct gateway *);
void		 closing_free(struct closing *);	/* NULL is allowed. */
void		 closing_tick(struct closing *);
bool		 closing_idle(const struct closing *);

/* The month behind one: 202612, 202701. */
int64_t		 closing_next(int64_t month);

/* Every row of that month has an id above it. */
int64_t		 closing_after(int64_t month);

/* The first moment at which nothing is kept for that month any more. */
int64_t		 closing_time(const struct zone *, int64_t month);

#endif
