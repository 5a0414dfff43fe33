/*
 * Preloaded into a program, this says of every disk what the file named by
 * ROOM_FILE says, two numbers: its size and what is free, in MiB.  A file
 * system is of the type that ROOM_TYPE says, a number of statfs(2).
 */

#include <sys/statfs.h>
#include <sys/statvfs.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#define REAL(name)	((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int
statvfs(const char *path, struct statvfs *disk)
{
	const char	*name = getenv("ROOM_FILE");
	FILE		*file = name == NULL ? NULL : fopen(name, "re");
	unsigned long	 size, room;
	int		 result = REAL(statvfs)(path, disk);

	if (file == NULL)
		return result;
	if (fscanf(file, "%lu %lu", &size, &room) == 2) {
		disk->f_frsize = 1 << 20;
		disk->f_blocks = size;
		disk->f_bavail = disk->f_bfree = room;
	}
	fclose(file);
	return result;
}

int
statfs(const char *path, struct statfs *disk)
{
	const char	*type = getenv("ROOM_TYPE");
	int		 result = REAL(statfs)(path, disk);

	if (type != NULL)
		disk->f_type = (__typeof__(disk->f_type))strtoul(type, NULL,
		    0);
	return result;
}
