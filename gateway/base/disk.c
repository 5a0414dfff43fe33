/*
 * statvfs(3) and statfs(2).
 */

#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include <linux/magic.h>
#include <stdio.h>
#include <string.h>

#include "base/disk.h"

#define PATH_SIZE	4096

/* Which the kernel's header does not name. */
#define CEPH		0x00c36400
#define FUSE		0x65735546
#define OCFS2		0x7461636f
#define LUSTRE		0x0bd00bd0

/* The path, or the folder it is to be in; NULL: there is none. */
static const char *
place(const char *path, char into[PATH_SIZE])
{
	struct stat	 about;
	char		*slash;

	if (stat(path, &about) == 0)
		return path;
	if ((size_t)snprintf(into, PATH_SIZE, "%s", path) >= PATH_SIZE ||
	    (slash = strrchr(into, '/')) == NULL)
		return NULL;
	slash[slash == into] = '\0';
	return stat(into, &about) == 0 ? into : NULL;
}

bool
disk_room(const char *path, struct disk_room *room)
{
	char		 folder[PATH_SIZE];
	struct statvfs	 disk;
	struct stat	 about;

	path = place(path, folder);
	if (path == NULL || statvfs(path, &disk) != 0 ||
	    stat(path, &about) != 0)
		return false;
	room->size = (int64_t)(disk.f_blocks * disk.f_frsize);
	room->free = (int64_t)(disk.f_bavail * disk.f_frsize);
	room->device = about.st_dev;
	return true;
}

enum disk_kind
disk_kind(const char *path)
{
	char		folder[PATH_SIZE];
	struct statfs	disk;

	path = place(path, folder);
	if (path == NULL || statfs(path, &disk) != 0)
		return DISK_LASTING;
	switch ((unsigned long)disk.f_type & 0xffffffff) {
	case TMPFS_MAGIC: case RAMFS_MAGIC:
		return DISK_MEMORY;
	case NFS_SUPER_MAGIC: case SMB_SUPER_MAGIC: case SMB2_SUPER_MAGIC:
	case CIFS_SUPER_MAGIC: case AFS_FS_MAGIC: case V9FS_MAGIC: case CEPH:
	case FUSE: case OCFS2: case LUSTRE:
		return DISK_NETWORK;
	default:
		return DISK_LASTING;
	}
}
