#ifndef GATEWAY_STORE_SCHEMA_H
#define GATEWAY_STORE_SCHEMA_H

/*
 * The versions of the schema: gateway/schema/001.sql, 002.sql, ..., one text
 * for both databases, built into the program.  The table `version` holds the
 * newest one applied.  migrate applies what is missing, each version in one
 * transaction; serve refuses a database of another version and says which
 * command helps.
 */

#include "base/list.h"

#include <stdbool.h>

struct db;

/* The version this program needs, and the one the database has: 0 is an
 * empty database, -1 one that cannot be read. */
int	 schema_needed(void);
int	 schema_version(struct db *);

/* Applies what is missing.  False: why is a sentence. */
bool	 schema_migrate(struct db *, const char **why) must_use;

#endif
