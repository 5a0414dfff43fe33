#ifndef GATEWAY_FLOW_KIND_H
#define GATEWAY_FLOW_KIND_H

/*
 * What follows from the kind of a message, as one table: its rank in the
 * queue, its hours, when it is useless, whether an answer to it counts.
 *
 *	kind		rank	goes at		useless after
 *	emergency	0	any hour	2 h
 *	closing		1	any hour	the start of that school day
 *	today		2	05:30-21:00	the end of the day
 *	attendance	3	07:00-20:00	the end of the day
 *	direct		4	07:00-20:00	3 days
 *	 (an answer	1	an hour longer	3 days)
 *	announcement	5	08:00-20:00	7 days, or its own date
 *	system		1	any hour	1 day
 *
 * A district or a school may have other hours and another use (store/rule.h).
 * Those of a closing, 05:00-22:00, say when one may be planned without being
 * meant for the night; it then goes at any hour.  What the gateway says by
 * itself goes at once, because it only answers.
 *
 * Pure, any thread, but for kind_rule().
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "store/rule.h"

struct db;
struct zone;

#define RANK_BULK	5	/* From here on, and up. */
#define RANK_MOST	9

/* An answer within an open talk passes through a closing. */
int64_t		 kind_rank(enum kind, bool answer);

/* The rule of the table, of no school. */
void		 kind_default(enum kind, struct rule *);

/* The rule that holds: the school's, the district's, or the table's.  On a
 * store thread, inside a job. */
void		 kind_rule(struct db *, int64_t school, enum kind,
		    struct rule *);

/* When a text may be launched. */
struct hours	 kind_hours(const struct rule *, bool answer);

/* When a message is useless, if its author does not say. */
int64_t		 kind_not_after(const struct rule *, const struct zone *,
		    int64_t send_at);

/* As what a message counts, when a person wrote it; see store/ledger.h. */
enum counts	 kind_counts(enum kind, bool person);

#endif
