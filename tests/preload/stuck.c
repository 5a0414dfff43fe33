/*
 * Preloaded into a program, this holds what it asks the disk to keep while
 * somebody has the lock of the file named by STUCK_WHILE, as a disk does that
 * no longer answers.
 */

#include <sys/file.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define REAL(name)	((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void
wait_for_it(void)
{
	const char	*path = getenv("STUCK_WHILE");
	int		 fd = path == NULL ? -1 : open(path, O_RDONLY |
			    O_CLOEXEC);

	if (fd < 0)
		return;
	(void)flock(fd, LOCK_SH);
	close(fd);
}

int
fsync(int fd)
{
	wait_for_it();
	return REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	wait_for_it();
	return REAL(fdatasync)(fd);
}
