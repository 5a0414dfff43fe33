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
 *	 (an answer	1	07:00-21:00	3 days)
 *	announcement	5	08:00-20:00	7 days, or its own date
 *	system		1	any hour	1 day
 *
 * What the gateway says by itself goes at once, because it only answers.
 * Pure, any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "model.h"

struct zone;

#define RANK_BULK	5	/* From here on, and up. */
#define RANK_MOST	9

/* An answer within an open talk passes through a closing. */
int64_t		 kind_rank(enum kind, bool answer);
struct hours	 kind_hours(enum kind, bool answer);

/* For a sample district: every kind goes at any hour.  Once, before the
 * first thread starts. */
void		 kind_at_any_hour(void);

/* When a message of that kind is useless, if its author does not say. */
int64_t		 kind_not_after(enum kind, const struct zone *, int64_t send_at);

/* As what a message counts, when a person wrote it; see store/ledger.h. */
enum counts	 kind_counts(enum kind, bool person);

#endif
