#ifndef GATEWAY_STORE_NODE_H
#define GATEWAY_STORE_NODE_H

/*
 * The programs that share one database.  A node has a name of its own in the
 * configuration and gets a number, 1 and up, that is part of the ids it
 * makes; a node that comes back under its name gets its number again.
 *
 * All calls are for a store thread, inside a job (or with a database that
 * was opened for writing, between db_begin() and db_commit()).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

/* The number of the node of that name; a new one if need be. */
int64_t	 node_join(struct db *, const char *name, int64_t now);

/* Version moves when that node changed something (web/since.c).  It is above
 * all that it was before node_join(); a lower one changes nothing. */
void	 node_alive(struct db *, int64_t node, int64_t now, int64_t version);
int64_t	 node_version(struct db *, int64_t node);
int64_t	 node_versions(struct db *, int64_t but);	/* The others' sum. */

/* Those that were alive since then, by name; up to 50. */
struct node_seen {
	const char	*name;
	int64_t		 started, alive;
};
unsigned node_list(struct db *, int64_t since, struct node_seen **);

/* How many others have been alive since then. */
int64_t	 node_others(struct db *, int64_t node, int64_t since);

#endif
