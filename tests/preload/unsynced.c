/*
 * Preloaded into a program, this drops what it asks the disk to keep, as a
 * database does that was told not to wait for it.  A test that promises to
 * notice such a thing has to.
 */

#include <unistd.h>

int
fsync(int fd)
{
	(void)fd;
	return 0;
}

int
fdatasync(int fd)
{
	(void)fd;
	return 0;
}
