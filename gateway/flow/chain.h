#ifndef GATEWAY_FLOW_CHAIN_H
#define GATEWAY_FLOW_CHAIN_H

/*
 * Whether the audit still fits (store/audit.h), counted again once a day and
 * soon after the start, a page at a time on a reader; how it ended is written
 * down, and what does not fit is logged and told by /readyz.  On the loop.
 */

#include <stdbool.h>

struct chain;
struct gateway;

struct chain	*chain_new(struct gateway *);
void		 chain_free(struct chain *);	/* NULL is allowed. */
void		 chain_tick(struct chain *);	/* Once a second. */
void		 chain_soon(struct chain *);	/* At the next tick. */
bool		 chain_idle(const struct chain *);	/* Nothing is at the
						 * store. */

#endif
