#ifndef GATEWAY_FLOW_ROUTE_H
#define GATEWAY_FLOW_ROUTE_H

/*
 * Which contact, may we, and when.  Asked when a message is expanded and
 * again immediately before an attempt is launched, because consent, hours
 * and use may have changed meanwhile.  Pure, any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

struct errand;
struct rule;
struct zone;

/* Whether a contact may be texted at all. */
bool	route_open(enum contact_state);

/* Whether it may get a text of that template (a key of the locales, or NULL):
 * who said stop gets the answer to that, once, and to HELP, and nothing
 * else. */
bool	route_may(enum contact_state, const char *template);

/* Of the contacts of a person, in their order, the first that may be texted
 * and is not in `tried`; NULL: none. */
const struct contact *route_contact(const struct contact *, unsigned count,
	    const int64_t *tried, unsigned tries);

/* Why nobody could be chosen, a sentence for the office. */
const char *route_none(const struct contact *, unsigned count);

/* When a message of that rule may go: now, or at the next opening. */
int64_t	route_when(const struct rule *, bool answer, const struct zone *,
	    int64_t now);

/* What to do with an attempt that is about to be launched. */
enum route_now {
	ROUTE_GO,
	ROUTE_WAIT,		/* Until `due`: its hours are over. */
	ROUTE_DROP,		/* Never: `reason` says why. */
};
enum route_now route_launch(const struct errand *, const struct zone *,
	    int64_t now, int64_t *due, const char **reason);

#endif
