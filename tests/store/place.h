#ifndef TESTS_STORE_PLACE_H
#define TESTS_STORE_PLACE_H

/*
 * A fresh, empty database for one test, on SQLite (a file in a folder of its
 * own) or on PostgreSQL (a database in the cluster that the environment
 * names by HOMELINE_TEST_POSTGRES; without it that test is skipped).
 */

struct db_driver;

/* NULL where it is not built in: then its tests are skipped too. */
#ifdef WITH_POSTGRES
#define PLACE_POSTGRES	(&db_postgres)
#else
#define PLACE_POSTGRES	NULL
#endif

struct place {
	const struct db_driver	*driver;
	char			 where[300];	/* For db_open(). */
	char			 folder[64];	/* SQLite. */
	char			 name[32];	/* PostgreSQL. */
};

/* Skips the test when PostgreSQL is asked for and there is none. */
void	place_make(struct place *, const struct db_driver *);
void	place_remove(struct place *);

/* Runs SQL by another connection, as somebody from outside would; returns
 * the first whole number of the answer, or 0. */
long long place_sql(const struct place *, const char *sql);

#endif
