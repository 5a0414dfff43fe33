/*
 * Two clocks of the kernel, and two numbers that stand for them while the
 * time is held.  The numbers are set before `held` is, so no thread sees a
 * held clock without a time.  How far wall time is ahead is one more, of ours
 * or in the file that is shared.
 */

#include <sys/mman.h>
#include <sys/stat.h>

#include <assert.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

static atomic_bool held;
static _Atomic(int64_t) held_now, held_boot, own;
static _Atomic(int64_t) *ahead = &own;

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
	return clock_true() + atomic_load(ahead);
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
	assert(atomic_load(ahead) == 0);
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
	atomic_store(ahead, ms);
}

bool
clock_share(const char *path)
{
	struct stat	 file;
	void		*map = MAP_FAILED;
	int		 fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	if (fstat(fd, &file) == 0 && (file.st_size == sizeof own ||
	    ftruncate(fd, sizeof own) == 0))
		map = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	(void)close(fd);
	if (map == MAP_FAILED)
		return false;
	ahead = map;
	return true;
}

bool
clock_shared(void)
{
	return ahead != &own;
}

void
clock_forward(int64_t ms)
{
	assert(!atomic_load(&held));
	assert(ms >= 0);
	atomic_fetch_add(ahead, ms);
}
