#ifndef GATEWAY_BASE_DISK_H
#define GATEWAY_BASE_DISK_H

/*
 * What the file system says of the place a path is in.  The path need not be
 * there yet: then its folder is asked.  Calls may wait for the disk, so they
 * are for a store thread or a command.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

/* free is what a user who is not root may still write. */
struct disk_room {
	int64_t		 size, free;	/* Bytes. */
	uint64_t	 device;	/* Which disk it is. */
};

/* False: there is no such place. */
bool	 disk_room(const char *path, struct disk_room *) must_use;

enum disk_kind {
	DISK_LASTING,
	DISK_MEMORY,		/* It is gone with the power. */
	DISK_NETWORK,		/* Locks and syncs are another machine's. */
};

/* What it is; where there is no such place, or nobody knows, it lasts. */
enum disk_kind	 disk_kind(const char *path);

#endif
