/*
 * Databases for tests, made and removed by the libraries themselves, so that
 * nothing of the store is needed to test the store.
 */

#include <sqlite3.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/db_driver.h"
#include "tests/store/place.h"

#ifdef WITH_POSTGRES
#include <libpq-fe.h>

static PGconn *
connect_to(const char *where)
{
	PGconn *pg = PQconnectdb(where);

	if (PQstatus(pg) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(pg));
	return pg;
}

static long long
ask_postgres(const char *where, const char *sql)
{
	PGconn		*pg = connect_to(where);
	PGresult	*result = PQexec(pg, sql);
	long long	 answer = 0;

	if (PQresultStatus(result) != PGRES_COMMAND_OK &&
	    PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	if (PQntuples(result) > 0)
		answer = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	PQfinish(pg);
	return answer;
}

#else

static long long
ask_postgres(const char *where, const char *sql)
{
	fail_msg("there is no PostgreSQL to ask %s for %s", where, sql);
	return 0;
}

#endif

static long long
ask_sqlite(const char *where, const char *sql)
{
	sqlite3		*sqlite;
	sqlite3_stmt	*stmt;
	long long	 answer = 0;

	assert_int_equal(sqlite3_open(where, &sqlite), SQLITE_OK);
	sqlite3_busy_timeout(sqlite, 10000);
	if (sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(sqlite));
	if (sqlite3_step(stmt) == SQLITE_ROW)
		answer = sqlite3_column_int64(stmt, 0);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	sqlite3_close(sqlite);
	return answer;
}

/* By its name, for there are drivers around drivers. */
static bool
is_sqlite(const struct db_driver *driver)
{
	return driver != NULL && strcmp(driver->name, db_sqlite.name) == 0;
}

long long
place_sql(const struct place *place, const char *sql)
{
	return is_sqlite(place->driver) ? ask_sqlite(place->where, sql) :
	    ask_postgres(place->where, sql);
}

static void
make_postgres(struct place *place)
{
	static unsigned	 made;
	const char	*cluster = getenv("HOMELINE_TEST_POSTGRES");
	char		 sql[64];

	if (place->driver == NULL || cluster == NULL || cluster[0] == '\0')
		skip();
	snprintf(place->name, sizeof place->name, "test_%ld_%u",
	    (long)getpid(), ++made);
	snprintf(sql, sizeof sql, "CREATE DATABASE %s", place->name);
	ask_postgres(cluster, sql);
	/* What is named last counts. */
	snprintf(place->where, sizeof place->where, "%s dbname=%s", cluster,
	    place->name);
}

void
place_make(struct place *place, const struct db_driver *driver)
{
	const char *tmp = getenv("TMPDIR");

	memset(place, 0, sizeof *place);
	place->driver = driver;
	if (!is_sqlite(driver)) {
		make_postgres(place);
		return;
	}
	snprintf(place->folder, sizeof place->folder, "%.40s/place-XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->where, sizeof place->where, "%s/db", place->folder);
}

static void
remove_sqlite(struct place *place)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal",
	    ".away" };
	char path[sizeof place->where + 16];

	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(path, sizeof path, "%s%s", place->where, tails[i]);
		unlink(path);
	}
	rmdir(place->folder);
}

void
place_remove(struct place *place)
{
	char sql[80];

	if (is_sqlite(place->driver)) {
		remove_sqlite(place);
		return;
	}
	snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)",
	    place->name);
	ask_postgres(getenv("HOMELINE_TEST_POSTGRES"), sql);
}
