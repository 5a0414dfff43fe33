/*
 * Preloaded into a program, this makes whatever it asks the disk to keep take
 * SLOW_US microseconds longer, as on a disk that is not the cache of somebody
 * else's machine.
 */

#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define REAL(name)	((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void
take_time(void)
{
	const char	*text = getenv("SLOW_US");
	long		 us = text == NULL ? 0 : strtol(text, NULL, 10);
	struct timespec	 t = { us / 1000000, us % 1000000 * 1000 };

	if (us > 0)
		(void)clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL);
}

int
fsync(int fd)
{
	take_time();
	return REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	take_time();
	return REAL(fdatasync)(fd);
}
