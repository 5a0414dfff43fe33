/*
 * The fence of practice.
 */

#include "flow/fence.h"
#include "store/attempt.h"
#include "store/errand.h"

bool
fence_open(const struct errand *e, bool simulated)
{
	return simulated || !e->practice || e->listed;
}
