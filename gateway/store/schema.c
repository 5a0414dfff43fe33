/*
 * Brings a database to the version of this program.  Each version is one
 * text, run statement by statement in one transaction that also writes down
 * its number; so a version is applied whole or not at all.  The number is
 * read inside the transaction, which has the writer's turn, so two that
 * migrate at once do not both apply it.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/db_driver.h"
#include "store/schema.h"

static int
count_of(const char *const *versions)
{
	int n = 0;

	while (versions[n] != NULL)
		n++;
	return n;
}

int
schema_needed(void)
{
	return count_of(schema_sql);
}

/* Inside a transaction: the newest version applied. */
static int
applied(struct db *db)
{
	struct rows *rows;

	rows = db_query(db, "SELECT count(*) FROM @tables@ WHERE name = $1",
	    TEXT("version"));
	if (!db_row(rows) || db_int(rows, 0) == 0)
		return 0;
	rows = db_query(db, "SELECT max(number) FROM version", NONE);
	return db_row(rows) ? (int)db_int(rows, 0) : 0;
}

int
schema_version(struct db *db)
{
	int version;

	if (!db_begin(db))
		return -1;
	version = applied(db);
	if (db_why(db) != NULL)
		version = -1;
	db_rollback(db);
	return version;
}

/* Where the statement at sql ends: at its semicolon, or at the NUL.  Those
 * in texts and comments do not count. */
static const char *
end_of(const char *sql)
{
	bool quoted = false;

	for (; *sql != '\0'; sql++) {
		if (*sql == '\'')
			quoted = !quoted;
		else if (!quoted && *sql == ';')
			break;
		else if (!quoted && sql[0] == '-' && sql[1] == '-')
			sql += strcspn(sql, "\n") - 1;
	}
	return sql;
}

/* Past what is no statement: spaces and comments. */
static const char *
start_of(const char *sql)
{
	for (;;) {
		sql += strspn(sql, " \t\r\n;");
		if (sql[0] != '-' || sql[1] != '-')
			return sql;
		sql += strcspn(sql, "\n");
	}
}

static void
run_all(struct db *db, const char *sql)
{
	const char	*end;
	char		*one;

	for (sql = start_of(sql); *sql != '\0'; sql = start_of(end)) {
		end = end_of(sql);
		if ((one = strndup(sql, (size_t)(end - sql))) == NULL)
			abort();
		db_schema(db, one);
		free(one);
	}
}

/* Apply the version that is missing.  False: nothing was, or could be. */
static bool
apply_next(struct db *db, const char *const *versions, int count)
{
	int version;

	if (!db_begin(db))
		return false;
	version = applied(db);
	if (version >= count) {
		db_rollback(db);
		return false;
	}
	if (version == 0)
		db_run(db, "CREATE TABLE IF NOT EXISTS version "
		    "(number @id@) @strict@", NONE);
	run_all(db, versions[version]);
	db_run(db, "INSERT INTO version (number) VALUES ($1)",
	    INT(version + 1));
	return db_commit(db);
}

bool
schema_migrate_to(struct db *db, const char *const *versions,
    const char **why)
{
	int count = count_of(versions), version;

	while (apply_next(db, versions, count))
		continue;
	if ((*why = db_why(db)) != NULL)
		return false;
	version = schema_version(db);
	if (version > count)
		*why = "the database is of a newer version than this program";
	else if (version < count)
		*why = "the database cannot be read";
	return *why == NULL;
}

bool
schema_migrate(struct db *db, const char **why)
{
	return schema_migrate_to(db, schema_sql, why);
}

const char *
schema_complaint(struct db *db)
{
	int version = schema_version(db);

	if (version < 0)
		return "the database cannot be read";
	if (version == 0)
		return "the database is empty: run `homeline init` first";
	if (version < schema_needed())
		return "the database is of an older version: "
		    "run `homeline migrate` first";
	if (version > schema_needed())
		return "the database is of a newer version than this program";
	return NULL;
}
