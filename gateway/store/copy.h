#ifndef GATEWAY_STORE_COPY_H
#define GATEWAY_STORE_COPY_H

/*
 * A copy of an SQLite database, as it was at one moment, made while others
 * write it: the moment is held by one read transaction, so the copy never
 * begins again, and the WAL grows meanwhile by what they write.
 *
 *	copy_make()	the file `to`, which must not be there, mode 0600
 *	copy_check()	every page and index of it (PRAGMA integrity_check)
 *	copy_settle()	one file by itself, without a WAL, on disk
 *	copy_place()	gives it its name, in one step, never over another
 *
 * All of it is for a thread that may wait; others may look at `done` and
 * `total`, and set `stop`.  Each call returns NULL, or why it failed, a
 * constant sentence; what was made so far is left to the caller to remove.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

#define COPY_ROOM	(200ll << 20)	/* That is left free on each disk. */

struct copy {
	const char		*from, *to;
	_Atomic(int64_t)	 done, total;	/* Bytes. */
	atomic_bool		 stop;
};

/* When there is no room for it on its disk, that is said before it begins. */
const char	*copy_make(struct copy *) must_use;
const char	*copy_check(struct copy *) must_use;
const char	*copy_settle(const struct copy *) must_use;
const char	*copy_place(const char *from, const char *name) must_use;

/* What was renamed or removed in the folder of that path is on disk. */
bool		 copy_sync_folder(const char *path) must_use;

/* Bytes of a database and of its WAL; 0: there is none. */
int64_t		 copy_size(const char *path);

#endif
