#ifndef GATEWAY_FLOW_NIGHT_H
#define GATEWAY_FLOW_NIGHT_H

/*
 * Whether somebody works just now who reads what families write: on weekdays,
 * within the hours in which the school writes to one family (flow/kind.h).
 * Who writes outside of them is told so where the account says so
 * (answer_at_night), once in 12 hours, and on which day somebody will read it
 * (ui.md 2.2): the gateway never claims that messages
 * are watched at night.  Days without school are not known here.
 *
 * Pure, any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/clock.h"

#define NIGHT_AGAIN	HOURS(12)	/* Between two such answers. */

struct wall;
struct zone;

/* True: nobody works, and wall is when somebody does next. */
bool	 night_is(const struct zone *, struct hours, int64_t now,
	    struct wall *next);

#endif
