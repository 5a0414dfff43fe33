#ifndef GATEWAY_COMMAND_GROUND_H
#define GATEWAY_COMMAND_GROUND_H

/*
 * What commands stand on: the configuration, the state folder with its lock,
 * and the database.  Each call says on standard error what is wrong and what
 * to do, and returns an exit code; CODE_OK is to go on.
 *
 * Whoever writes holds a lock on STATE/homeline.lock, and on DATABASE.lock
 * when that is a file, since two configurations may name the same one; they
 * end with the process, however that ends.
 */

#include <stdbool.h>

#include "base/config.h"
#include "flow/settings.h"

struct arena;
struct db;

struct ground {
	struct arena		*arena;
	struct config		 config;
	struct configured	 configured;
	struct db		*db;
	int			 lock, file_lock; /* -1: it is not held. */
};

/* Reads and checks the configuration. */
int	 ground_config(struct ground *, const char *path) must_use;

/* Takes the locks; with make, the state folder is made when it is not there. */
int	 ground_lock(struct ground *, bool make) must_use;

/* Opens the database, of any version. */
int	 ground_open(struct ground *, bool writes) must_use;

/* Whether its version is ours. */
int	 ground_version(struct ground *) must_use;

/* Refuses while another homeline is this node, or another node has been alive
 * within the last minute: it may be on another machine, where the locks do not
 * reach. */
int	 ground_alone(struct ground *) must_use;

/* Whether no account reaches a real phone, as it has to be in a sample
 * district, whose phones are nobody's. */
bool	 ground_reaches_none(const struct ground *) must_use;

void	 ground_free(struct ground *);

#endif
