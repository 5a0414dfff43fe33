#ifndef GATEWAY_FLOW_FENCE_H
#define GATEWAY_FLOW_FENCE_H

/*
 * The fence of practice: whether a text may be handed to a provider at all.
 * It is open for an account whose provider is simulated; for what was written
 * live, in a district that is live; and for the addresses of the list (see
 * store/practice.h).  Closed, the attempt ends as practice.
 *
 * It is asked in two places and no third: when an attempt is claimed, in the
 * transaction that read the list; and by the one function that lets the
 * client carry a text, as the last thing before.  What is said aside, which is
 * no attempt, has the same two of its own (aside.h).
 *
 * Pure, any thread.
 */

#include <stdbool.h>

#include "base/list.h"

struct errand;

bool	fence_open(const struct errand *, bool simulated) must_use;

#endif
