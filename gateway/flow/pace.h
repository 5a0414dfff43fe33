#ifndef GATEWAY_FLOW_PACE_H
#define GATEWAY_FLOW_PACE_H

/*
 * Segments per second of one account, as a bucket that fills with time and
 * holds one second's worth.  A text of several parts may overdraw it once;
 * what it took is made up for before the next.  Pure; times are those of
 * clock_boot().
 */

#include <stdint.h>

struct pace {
	int64_t	 rate;		/* Segments per second; 0: no limit. */
	int64_t	 level;		/* Thousandths of a segment. */
	int64_t	 at;		/* When the level was that. */
};

void	pace_start(struct pace *, int64_t rate, int64_t now);

/* How long until something may be sent: 0 is now. */
int64_t	pace_wait(struct pace *, int64_t now);
void	pace_spend(struct pace *, int64_t segments);

#endif
