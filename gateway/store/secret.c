/*
 * Secrets.  Of two nodes that make one at a time, the first is kept, and both
 * read it.
 */

#include "base/crypt.h"
#include "store/db.h"
#include "store/secret.h"

#define BYTES	32

const char *
secret_take(struct db *db, const char *name, int64_t now)
{
	struct rows *rows;

	db_run(db, "INSERT INTO secret (name, key, made) VALUES ($1, $2, $3) "
	    "ON CONFLICT (name) DO NOTHING", TEXT(name),
	    TEXT(crypt_random(db_arena(db), BYTES)), INT(now));
	rows = db_query(db, "SELECT key FROM secret WHERE name = $1",
	    TEXT(name));
	return db_row(rows) ? db_text(rows, 0) : "";
}
