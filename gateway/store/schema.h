#ifndef GATEWAY_STORE_SCHEMA_H
#define GATEWAY_STORE_SCHEMA_H

/*
 * The versions of the schema: gateway/schema/001.sql, 002.sql, ..., one text
 * for both databases, built into the program.  The table `version` holds
 * those applied.  migrate applies what is missing, each version in one
 * transaction; serve refuses a database of another version and says which
 * command helps.
 *
 * A statement of the schema ends with a semicolon; comments begin with --.
 */

#include "base/list.h"

#include <stdbool.h>

struct db;

/* The texts, in order; ends with NULL.  Made by gateway/schema/embed. */
extern const char *const schema_sql[];

/* The version this program needs, and the one the database has: 0 is an
 * empty database, -1 one that cannot be read. */
int	 schema_needed(void);
int	 schema_version(struct db *);

/* NULL: the version is ours.  Else a sentence that says what to do. */
const char *schema_complaint(struct db *);

/* Applies what is missing.  False: why says it, and stays good until db is
 * used again. */
bool	 schema_migrate(struct db *, const char **why) must_use;

/* The same for other texts than ours, for tests. */
bool	 schema_migrate_to(struct db *, const char *const *versions,
	    const char **why) must_use;

#endif
