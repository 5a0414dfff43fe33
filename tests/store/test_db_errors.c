/*
 * One connection, on both databases: errors stick, it is known whose fault
 * they were, and a database that does not keep its promises is not opened.
 */

#include <sys/resource.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "tests/store/place.h"

/* Of full size: what fits into 32 bits hides a missing type. */
#define ID	INT64_C(117310464123801601)
#define NOW	INT64_C(1795314091123)

static struct place	 place;
static struct db	*db, *reader;

static struct db *
open_db(bool writes)
{
	const char	*why = NULL;
	struct db	*opened;

	opened = db_open(place.driver, place.where, writes, &why);
	if (opened == NULL)
		fail_msg("%s", why);
	return opened;
}

/* Every test begins here: PostgreSQL may have to be skipped. */
static void
begin(void **state)
{
	place_make(&place, *state);
	db = open_db(true);
	assert_true(db_begin(db));
	db_run(db, "CREATE TABLE thing (id @id@, at @int@ NOT NULL, "
	    "name @text@, body @blob@, UNIQUE (name)) @strict@", NONE);
	assert_true(db_commit(db));
	reader = open_db(false);
}

static int
tear_down(void **state)
{
	(void)state;
	db_close(db);
	db_close(reader);
	db = reader = NULL;
	if (place.where[0] != '\0')
		place_remove(&place);
	place.where[0] = '\0';
	return 0;
}

static void
add(int64_t id, const char *name)
{
	db_run(db, "INSERT INTO thing (id, at, name) VALUES ($1, $2, $3)",
	    INT(id), INT(NOW), TEXT(name));
}

static int64_t
things(void)
{
	return place_sql(&place, "SELECT count(*) FROM thing");
}

static void
errors_stick(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(db));
	add(ID, "kept?");
	add(ID, "twice");
	assert_non_null(db_why(db));
	assert_false(db_world(db));
	add(ID + 1, "too late");
	rows = db_query(db, "SELECT id FROM thing", NONE);
	assert_int_equal(db_rows(rows), 0);
	assert_false(db_row(rows));
	assert_int_equal(db_run(db, "DELETE FROM thing", NONE), 0);
	assert_false(db_commit(db));
	assert_non_null(db_why(db));
	assert_int_equal(things(), 0);

	assert_true(db_begin(db));
	assert_null(db_why(db));
	add(ID, "again");
	assert_true(db_commit(db));
	assert_int_equal(things(), 1);
}

static void
one_may_spoil_it_oneself(void **state)
{
	begin(state);
	assert_true(db_begin(db));
	add(ID, "no");
	db_fail(db, "this is not allowed");
	db_fail(db, "the first reason counts");
	assert_string_equal(db_why(db), "this is not allowed");
	assert_false(db_world(db));
	assert_null(db_spoiler(db));
	assert_false(db_commit(db));
	assert_int_equal(things(), 0);
}

static void
what_is_rolled_back_never_was(void **state)
{
	begin(state);
	assert_true(db_begin(db));
	add(ID, "no");
	db_rollback(db);
	assert_true(db_begin(db));
	add(ID, "yes");
	assert_true(db_commit(db));
	assert_int_equal(place_sql(&place,
	    "SELECT count(*) FROM thing WHERE name = 'yes'"), 1);
}

/* The text of the database quotes what was written; the reason must not. */
static void
the_reason_names_the_constraint_and_no_value(void **state)
{
	const struct statement *spoiler;

	begin(state);
	assert_true(db_begin(db));
	add(ID, "Ana Maria");
	db_run(db, "INSERT INTO thing (id, at, name) VALUES ($1, $2, $3)",
	    INT(ID + 1), INT(NOW), TEXT("Ana Maria"));
	assert_null(strstr(db_why(db), "Ana"));
	assert_non_null(strstr(db_why(db), "name"));
	spoiler = db_spoiler(db);
	assert_non_null(strstr(spoiler->file, "test_db_errors.c"));
	assert_non_null(strstr(spoiler->sql, "INSERT INTO thing"));
	assert_false(db_commit(db));
}

/* Each is refused, and by its own fault. */
static void
refused(const char *words)
{
	assert_non_null(db_why(db));
	assert_false(db_world(db));
	if (words != NULL)
		assert_non_null(strstr(db_why(db), words));
	assert_false(db_commit(db));
	assert_true(db_begin(db));
}

static void
whose_own_fault_it_is(void **state)
{
	begin(state);
	assert_true(db_begin(db));
	db_run(db, "INSERT INTO thing (id) VALUES ($1)", INT(ID));
	refused("at");				/* NOT NULL */
	db_run(db, "INSERT INTO nothing (id) VALUES ($1)", INT(ID));
	refused("nothing");
	db_run(db, "INSERT INTO thing (id, at) VALUES ($1, $2)", INT(ID),
	    TEXT("noon"));
	refused(NULL);				/* A text is no number. */
	db_run(db, "SELEKT 1", NONE);
	refused(NULL);
	db_run(db, "", NONE);
	refused(NULL);
	db_run(db, "SELECT \"x\"", NONE);
	refused("x");				/* Not a text, a name. */
	db_run(db, "SELECT $1", NONE);
	refused(NULL);				/* A place without a value. */
	(void)db_query(db, "SELECT 1.5", NONE);
	refused("type");
	db_rollback(db);
}

static void
a_second_statement_is_refused(void **state)
{
	begin(state);
	assert_true(db_begin(db));
	db_run(db, "DELETE FROM thing; DELETE FROM thing", NONE);
	refused(NULL);
	db_run(db, "DELETE FROM thing; ", NONE);
	assert_true(db_commit(db));
}

static void
too_many_rows_are_a_fault(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(db));
	rows = db_query(db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
	    "SELECT i + 1 FROM n WHERE i < $1) SELECT i FROM n", INT(100000));
	assert_int_equal(db_rows(rows), 100000);
	rows = db_query(db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
	    "SELECT i + 1 FROM n WHERE i < $1) SELECT i FROM n", INT(100001));
	assert_int_equal(db_rows(rows), 0);
	refused("LIMIT");
	db_rollback(db);
}

static void
a_reader_cannot_write(void **state)
{
	begin(state);
	assert_true(db_begin(reader));
	db_run(reader, "INSERT INTO thing (id, at) VALUES ($1, 1)", INT(ID));
	assert_non_null(db_why(reader));
	assert_false(db_world(reader));
	assert_false(db_commit(reader));
	assert_int_equal(things(), 0);

	/* Nor when it says that it would. */
	assert_true(db_begin(reader));
	db_schema(reader, place.driver == &db_sqlite ?
	    "PRAGMA query_only" : "SET TRANSACTION READ ONLY");
	assert_true(db_commit(reader));
}

/* Without a limit it would read for hours. */
static void
to_read_too_long_is_a_fault(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(reader));
	rows = db_query(reader, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
	    "SELECT i + 1 FROM n WHERE i < $1) SELECT count(*) FROM n",
	    INT(ID));
	assert_false(db_row(rows));
	assert_string_equal(db_why(reader), "reading took too long");
	assert_false(db_world(reader));
	assert_false(db_commit(reader));
	assert_true(db_begin(reader));
	rows = db_query(reader, "SELECT count(*) FROM thing", NONE);
	assert_true(db_row(rows));
	assert_true(db_commit(reader));
}

/* Each statement is short, but the snapshot is held all the time. */
static void
many_short_reads_are_too_long_together(void **state)
{
	unsigned n = 0;

	begin(state);
	assert_true(db_begin(reader));
	for (; db_why(reader) == NULL; n++) {
		db_use(reader, NULL);
		(void)db_query(reader, "SELECT id FROM thing", NONE);
	}
	assert_true(n > 10);
	assert_non_null(strstr(db_why(reader), "too long"));
	assert_false(db_world(reader));
	assert_false(db_commit(reader));
}

/* The address of a statement is its name, so it must not be on the stack. */
struct setting {
	struct statement	 ask;
	const char		*writer, *reader;
};

#define PRAGMA(name)							\
	{ .sql = "SELECT \"" name "\" || '' FROM pragma_" name }
#define SETTING(name)	{ .sql = "SELECT current_setting('" name "')" }

static void
holds(struct db *of, const struct statement *ask, const char *value)
{
	const struct arg	 none = NONE;
	struct rows		*rows;

	assert_true(db_begin(of));
	rows = db_read(of, ask, &none);
	assert_true(db_row(rows));
	if (strcmp(db_text(rows, 0), value) != 0)
		fail_msg("%s: %s and not %s", ask->sql, db_text(rows, 0),
		    value);
	db_rollback(of);
}

static void
connections_are_set_up_as_promised(void **state)
{
	static const struct setting sqlite[] = {
		{ PRAGMA("journal_mode"), "wal", "wal" },
		{ PRAGMA("synchronous"), "2", "2" },
		{ PRAGMA("foreign_keys"), "1", "1" },
		{ { .sql = "SELECT timeout || '' FROM pragma_busy_timeout" },
		    "5000", "5000" },
		{ PRAGMA("cache_size"), "-16384", "-4096" },
		{ PRAGMA("query_only"), "0", "1" },
		{ { .sql = NULL }, NULL, NULL }
	}, postgres[] = {
		{ SETTING("lock_timeout"), "15s", "15s" },
		{ SETTING("idle_in_transaction_session_timeout"), "10s",
		    "10s" },
		{ SETTING("statement_timeout"), "0", "2s" },
		{ SETTING("client_min_messages"), "error", "error" },
		{ SETTING("transaction_read_only"), "off", "on" },
		{ SETTING("transaction_isolation"), "read committed",
		    "repeatable read" },
		{ { .sql = NULL }, NULL, NULL }
	};
	const struct setting *s;

	begin(state);
	s = place.driver == &db_sqlite ? sqlite : postgres;
	for (; s->ask.sql != NULL; s++) {
		holds(db, &s->ask, s->writer);
		holds(reader, &s->ask, s->reader);
	}
}

static void
hear_nothing(enum log_level level, const char *line)
{
	(void)level;
	(void)line;
}

/* In a process of its own, whose files may not grow any more. */
static void
commit_fails_on_disk(void)
{
	struct rlimit nothing = { 0, 0 };

	log_hook(hear_nothing);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_CORE, &nothing);
	db = open_db(true);
	if (!db_begin(db))
		_exit(1);
	add(ID, "was never told");
	if (db_why(db) != NULL)
		_exit(2);
	setrlimit(RLIMIT_FSIZE, &nothing);
	_exit(db_commit(db) ? 3 : 4);
}

static void
a_disk_that_fails_in_a_commit_ends_the_program(void **state)
{
	pid_t	child;
	int	status;

	begin(state);
	db_close(db);
	db_close(reader);
	db = reader = NULL;
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		commit_fails_on_disk();
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_int_equal(things(), 0);
}

static void
not_opened(const char *where, bool writes, const char *words)
{
	const char	*why = NULL;
	struct db	*opened = db_open(place.driver, where, writes, &why);

	assert_null(opened);
	assert_non_null(strstr(why, words));
}

static void
what_does_not_keep_its_promises_is_not_opened(void **state)
{
	char where[sizeof place.where + 64];

	begin(state);
	snprintf(where, sizeof where, "%s options='-c synchronous_commit=off'",
	    place.where);
	not_opened(where, true, "synchronous_commit");
	not_opened(where, false, "synchronous_commit");
}

static void
another_encoding_is_not_opened(void **state)
{
	char where[sizeof place.where + 64], sql[160];

	begin(state);
	snprintf(sql, sizeof sql, "CREATE DATABASE %s_latin ENCODING 'LATIN1' "
	    "TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'", place.name);
	place_sql(&place, sql);
	snprintf(where, sizeof where, "%s_latin", place.where);
	not_opened(where, true, "UTF8");
	snprintf(sql, sizeof sql, "DROP DATABASE %s_latin", place.name);
	place_sql(&place, sql);
}

static void
what_is_no_database_is_not_opened(void **state)
{
	FILE *file;

	begin(state);
	db_close(db);
	db_close(reader);
	db = reader = NULL;
	file = fopen(place.where, "w");
	assert_non_null(file);
	for (int i = 0; i < 200; i++)
		fputs("This is a letter and no database.\n", file);
	fclose(file);
	not_opened(place.where, true, "cannot be read");
}

static void
what_is_not_there_is_not_opened(void **state)
{
	char where[sizeof place.where + 16];

	begin(state);
	snprintf(where, sizeof where, "%s%s", place.where,
	    place.driver == &db_sqlite ? "/there" : "_not");
	not_opened(where, true, "cannot be");
	not_opened(where, false, "cannot be");
}

static void
the_name_tells_the_database(void **state)
{
	(void)state;
	assert_ptr_equal(db_driver_for("/var/lib/homeline/db"), &db_sqlite);
	assert_ptr_equal(db_driver_for("hosts.db"), &db_sqlite);
	assert_ptr_equal(db_driver_for("host=/run dbname=x"), PLACE_POSTGRES);
	assert_ptr_equal(db_driver_for("dbname=x"), PLACE_POSTGRES);
	assert_ptr_equal(db_driver_for("postgres://h/x"), PLACE_POSTGRES);
	assert_ptr_equal(db_driver_for("postgresql://h/x"), PLACE_POSTGRES);
}

#define BOTH(test)							\
	{ #test ", SQLite", test, NULL, tear_down,			\
	    (void *)&db_sqlite },					\
	{ #test ", PostgreSQL", test, NULL, tear_down, (void *)PLACE_POSTGRES }
#define SQLITE(test)							\
	{ #test ", SQLite", test, NULL, tear_down, (void *)&db_sqlite }
#define POSTGRES(test)							\
	{ #test ", PostgreSQL", test, NULL, tear_down, (void *)PLACE_POSTGRES }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(errors_stick),
		BOTH(one_may_spoil_it_oneself),
		BOTH(what_is_rolled_back_never_was),
		BOTH(the_reason_names_the_constraint_and_no_value),
		BOTH(whose_own_fault_it_is),
		BOTH(a_second_statement_is_refused),
		BOTH(too_many_rows_are_a_fault),
		BOTH(a_reader_cannot_write),
		BOTH(to_read_too_long_is_a_fault),
		BOTH(many_short_reads_are_too_long_together),
		BOTH(connections_are_set_up_as_promised),
		SQLITE(a_disk_that_fails_in_a_commit_ends_the_program),
		POSTGRES(what_does_not_keep_its_promises_is_not_opened),
		POSTGRES(another_encoding_is_not_opened),
		SQLITE(what_is_no_database_is_not_opened),
		BOTH(what_is_not_there_is_not_opened),
		cmocka_unit_test(the_name_tells_the_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
