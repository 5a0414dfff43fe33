/*
 * Preloaded into a program, this puts its clock ahead by as many
 * milliseconds as the file named by CLOCK_AHEAD says: an int64_t that a test
 * changes while programs run.  So a test lets minutes pass for the gateway,
 * the carrier and the database together, without waiting for them.
 *
 * The wall clock and the clock since boot go ahead.  CLOCK_MONOTONIC stays,
 * so that timers and polls are as long as before.
 */

#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static _Atomic(int64_t) zero;
static _Atomic(int64_t) *ahead;

__attribute__((constructor)) static void
look(void)
{
	const char	*path = getenv("CLOCK_AHEAD");
	int		 fd = path == NULL ? -1 : open(path, O_RDONLY |
			    O_CLOEXEC);
	void		*map = MAP_FAILED;

	if (fd >= 0) {
		map = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, fd, 0);
		close(fd);
	}
	ahead = map == MAP_FAILED ? &zero : map;
}

int
clock_gettime(clockid_t which, struct timespec *time)
{
	int	 failed = (int)syscall(SYS_clock_gettime, which, time);
	int64_t	 ms;

	if (failed || ahead == NULL || (which != CLOCK_REALTIME &&
	    which != CLOCK_REALTIME_COARSE && which != CLOCK_BOOTTIME))
		return failed;
	ms = atomic_load(ahead);
	time->tv_sec += ms / 1000;
	time->tv_nsec += ms % 1000 * 1000000;
	if (time->tv_nsec >= 1000000000) {
		time->tv_nsec -= 1000000000;
		time->tv_sec++;
	}
	return 0;
}

int
gettimeofday(struct timeval *restrict time, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	time->tv_sec = now.tv_sec;
	time->tv_usec = now.tv_nsec / 1000;
	return 0;
}

time_t
time(time_t *into)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (into != NULL)
		*into = now.tv_sec;
	return now.tv_sec;
}
