#ifndef GATEWAY_BASE_CLOCK_H
#define GATEWAY_BASE_CLOCK_H

/*
 * What time it is.  Wall time is milliseconds since 1970, UTC; it may jump,
 * so deadlines of this process are kept on the boot clock, which does not
 * (and which goes on while the machine is suspended).
 *
 * Tests hold the clock, and so does whoever makes the history of a sample
 * district: then both stand still until they are moved.  The wall time of a
 * sample district may be another one than the true one; deadlines and other
 * machines know nothing of that.  Any thread may ask.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

#define SECONDS(n)	((int64_t)(n) * 1000)
#define MINUTES(n)	((int64_t)(n) * 60000)
#define HOURS(n)	((int64_t)(n) * 3600000)
#define DAYS(n)		((int64_t)(n) * 86400000)

int64_t	clock_now(void);		/* Wall time. */
int64_t	clock_boot(void);		/* CLOCK_BOOTTIME, ms. */
int64_t	clock_true(void);		/* Wall time, not shifted. */

void	clock_hold(int64_t now);	/* From now on it is this time. */
void	clock_pass(int64_t ms);		/* A held clock moves on. */
void	clock_release(void);		/* Real time again. */
bool	clock_held(void);

/* From now on wall time is so much ahead of the true one.  Once, before the
 * first thread starts, and never of a clock that is held. */
void	clock_shift(int64_t ms);

/* It is ahead by what the file says, which is made when there is none: an
 * int64_t, ms.  Once, before the first thread starts, and before
 * clock_shift(), which writes there then.  False: it cannot be used. */
bool	clock_share(const char *path) must_use;
bool	clock_shared(void);

/* Further ahead, by 0 or more. */
void	clock_forward(int64_t ms);

#endif
