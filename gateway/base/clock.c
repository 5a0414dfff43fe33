/*
 * Two clocks of the kernel, and two numbers that stand for them while the
 * time is held.  The numbers are set before `held` is, so no thread sees a
 * held clock without a time.
 */

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#include "base/clock.h"

static atomic_bool held;
static _Atomic(int64_t) held_now, held_boot, ahead;

static int64_t
ask(clockid_t which)
{
	struct timespec time;
	int failed = clock_gettime(which, &time);

	assert(!failed);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int64_t
clock_true(void)
{
	return atomic_load(&held) ? atomic_load(&held_now)
	    : ask(CLOCK_REALTIME);
}

int64_t
clock_now(void)
{
	return clock_true() + atomic_load(&ahead);
}

int64_t
clock_boot(void)
{
	return atomic_load(&held) ? atomic_load(&held_boot)
	    : ask(CLOCK_BOOTTIME);
}

void
clock_hold(int64_t now)
{
	assert(atomic_load(&ahead) == 0);
	atomic_store(&held_now, now);
	if (!atomic_load(&held))
		atomic_store(&held_boot, ask(CLOCK_BOOTTIME));
	atomic_store(&held, true);
}

void
clock_pass(int64_t ms)
{
	assert(atomic_load(&held));
	assert(ms >= 0);
	atomic_fetch_add(&held_now, ms);
	atomic_fetch_add(&held_boot, ms);
}

void
clock_release(void)
{
	atomic_store(&held, false);
}

bool
clock_held(void)
{
	return atomic_load(&held);
}

void
clock_shift(int64_t ms)
{
	assert(!atomic_load(&held));
	atomic_store(&ahead, ms);
}
