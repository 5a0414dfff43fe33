/*
 * Preloaded into a program, this breaks its disk once: NTH_BREAKS names a
 * file of two int64_t, how many writes and syncs from now on are well before
 * one fails with EIO (0: all are well), and how many have failed so far.
 * Only files whose names begin with NTH_DISK count.
 */

#include <sys/mman.h>
#include <sys/types.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL(name)	((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static _Atomic(int64_t) *left;

__attribute__((constructor)) static void
look(void)
{
	const char	*path = getenv("NTH_BREAKS");
	int		 fd = path == NULL ? -1 : open(path, O_RDWR |
			    O_CLOEXEC);
	void		*map = MAP_FAILED;

	if (fd >= 0) {
		map = mmap(NULL, 2 * sizeof *left, PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
		close(fd);
	}
	left = map == MAP_FAILED ? NULL : map;
}

static bool
is_there(int fd)
{
	const char	*disk = getenv("NTH_DISK");
	char		 link[64], path[4096];
	ssize_t		 length;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof path - 1);
	if (length <= 0 || disk == NULL)
		return false;
	path[length] = '\0';
	return strncmp(path, disk, strlen(disk)) == 0;
}

static bool
breaks(int fd)
{
	if (left == NULL || atomic_load(left) <= 0 || !is_there(fd) ||
	    atomic_fetch_sub(left, 1) != 1)
		return false;
	atomic_fetch_add(left + 1, 1);
	errno = EIO;
	return true;
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
	return breaks(fd) ? -1 : REAL(write)(fd, bytes, length);
}

ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t at)
{
	return breaks(fd) ? -1 : REAL(pwrite)(fd, bytes, length, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
	return breaks(fd) ? -1 : REAL(pwrite64)(fd, bytes, length, at);
}

int
fsync(int fd)
{
	return breaks(fd) ? -1 : REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	return breaks(fd) ? -1 : REAL(fdatasync)(fd);
}
