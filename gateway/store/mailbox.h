#ifndef GATEWAY_STORE_MAILBOX_H
#define GATEWAY_STORE_MAILBOX_H

/*
 * Up to where the mailbox of an account was read, and by whom: one node at a
 * time looks at it, for as long as it says so again within its lease.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

struct mailbox_mark {
	const char	*account;
	int64_t		 validity;	/* UIDVALIDITY; 0: never read. */
	int64_t		 uid;		/* The last one that was kept. */
	int64_t		 looked;	/* All of it was seen then; 0: never. */
	int64_t		 node, held;	/* May look, until then. */
};

/* For node, until held.  False: another node looks at it. */
bool	 mailbox_take(struct db *, struct mailbox_mark *, int64_t now) must_use;

/* Moves on (validity, uid, looked, held), if the node still has it.  False: it
 * has not. */
bool	 mailbox_move(struct db *, const struct mailbox_mark *) must_use;

#endif
