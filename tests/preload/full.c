/*
 * Preloaded into a program, this fills its disk while the file named by
 * FULL_WHILE exists: what it writes to files whose names begin with FULL_DISK
 * fails with ENOSPC.
 */

#include <sys/types.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL(name)	((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static bool
full(int fd)
{
	const char	*flag = getenv("FULL_WHILE");
	const char	*disk = getenv("FULL_DISK");
	char		 link[64], path[4096];
	ssize_t		 length;

	if (flag == NULL || disk == NULL || access(flag, F_OK) != 0)
		return false;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof path - 1);
	if (length <= 0)
		return false;
	path[length] = '\0';
	if (strncmp(path, disk, strlen(disk)) != 0)
		return false;
	errno = ENOSPC;
	return true;
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
	return full(fd) ? -1 : REAL(write)(fd, bytes, length);
}

ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t at)
{
	return full(fd) ? -1 : REAL(pwrite)(fd, bytes, length, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
	return full(fd) ? -1 : REAL(pwrite64)(fd, bytes, length, at);
}

int
ftruncate(int fd, off_t length)
{
	return full(fd) ? -1 : REAL(ftruncate)(fd, length);
}

int
ftruncate64(int fd, off64_t length)
{
	return full(fd) ? -1 : REAL(ftruncate64)(fd, length);
}

int
fallocate(int fd, int mode, off_t at, off_t length)
{
	return full(fd) ? -1 : REAL(fallocate)(fd, mode, at, length);
}

int
posix_fallocate(int fd, off_t at, off_t length)
{
	return full(fd) ? ENOSPC : REAL(posix_fallocate)(fd, at, length);
}
