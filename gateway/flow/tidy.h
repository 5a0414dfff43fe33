#ifndef GATEWAY_FLOW_TIDY_H
#define GATEWAY_FLOW_TIDY_H

/*
 * Everything periodic.  Each second: messages that are due are expanded,
 * claims nobody will settle become unknown, what has ended is done, talks
 * whose seat has lost its last reader move on, the clocks are compared.
 * Once an hour: kept answers that are too old go.  Once a minute: what the
 * report needs (closing.h).
 */

#include <stdbool.h>

struct gateway;
struct tidy;

struct tidy	*tidy_new(struct gateway *);
void		 tidy_free(struct tidy *);
void		 tidy_start(struct tidy *);	/* Takes back this node's claims. */
void		 tidy_tick(struct tidy *);
bool		 tidy_idle(const struct tidy *);	/* Nothing is at the store. */

#endif
