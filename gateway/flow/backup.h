#ifndef GATEWAY_FLOW_BACKUP_H
#define GATEWAY_FLOW_BACKUP_H

/*
 * A backup of an SQLite database while it is served: one at a time, on a
 * thread of its own, by a connection of its own (store/copy.h).
 *
 * It is made as FILE.new, read through, counted again, synced, and only then
 * gets its name; so a file of that name is whole, whatever happened, and none
 * is ever written over.  What a backup that was cut off has left in the
 * folder of backups goes when the next one is made there.
 *
 * On the loop.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct backup;
struct gateway;

struct backup	*backup_new(struct gateway *);
void		 backup_free(struct backup *);	/* Stops it; NULL is allowed. */

/*
 * to: a path that begins with a slash, or NULL for a file in STATE/backup
 * that is named by the time (UTC).  There, when keep is not 0, so many stay
 * and older ones go, once this one is made.  False: why is a sentence.
 */
bool		 backup_start(struct backup *, const char *to, int64_t keep,
		    const char **why) must_use;

enum backup_state {
	BACKUP_NONE,		/* Since the gateway started. */
	BACKUP_COPYING,
	BACKUP_CHECKING,
	BACKUP_DONE,
	BACKUP_FAILED,
};
extern const char *const backup_words[];

struct backup_look {
	enum backup_state	 state;
	const char		*file;		/* "" when there was none. */
	const char		*why;		/* FAILED: a few words. */
	int64_t			 done, total;	/* Bytes. */
	int64_t			 began;
};

/* How far it is, or how the last one ended. */
void		 backup_look(const struct backup *, struct backup_look *);

#endif
