/*
 * One connection, on both databases: what goes in comes out.  What happens
 * when a statement fails is in test_db_errors.c.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
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
what_goes_in_comes_out(void **state)
{
	static const char bytes[] = "a\0b\xff'\\x41\n";
	struct rows	*rows;
	const char	*blob;
	size_t		 length;

	begin(state);
	assert_true(db_begin(db));
	db_run(db, "INSERT INTO thing (id, at, name, body) "
	    "VALUES ($1, $2, $3, $4)", INT(ID), INT(-NOW),
	    TEXT("\xc2\xbf" "A qu\xc3\xa9 hora? ' \" \\ $1 @int"),
	    BLOB(bytes, sizeof bytes));
	rows = db_query(db, "SELECT id, at, name, body FROM thing", NONE);
	assert_true(db_row(rows));
	assert_true(db_int(rows, 0) == ID);
	assert_true(db_int(rows, 1) == -NOW);
	assert_string_equal(db_text(rows, 2),
	    "\xc2\xbf" "A qu\xc3\xa9 hora? ' \" \\ $1 @int");
	blob = db_blob(rows, 3, &length);
	assert_int_equal(length, sizeof bytes);
	assert_memory_equal(blob, bytes, length);
	assert_false(db_row(rows));
	assert_true(db_commit(db));
}

static void
the_largest_and_the_least_number(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(db));
	db_run(db, "INSERT INTO thing (id, at) VALUES ($1, $2)",
	    INT(INT64_MAX), INT(INT64_MIN));
	rows = db_query(db, "SELECT id, at FROM thing", NONE);
	assert_true(db_row(rows));
	assert_true(db_int(rows, 0) == INT64_MAX);
	assert_true(db_int(rows, 1) == INT64_MIN);
	assert_true(db_commit(db));
}

static void
null_and_empty_are_two_things(void **state)
{
	struct rows	*rows;
	const void	*blob;
	size_t		 length;

	begin(state);
	assert_true(db_begin(db));
	db_run(db, "INSERT INTO thing (id, at, name, body) "
	    "VALUES ($1, $2, $3, $4)", INT(ID), INT(0), TEXT(""), BLOB("", 0));
	db_run(db, "INSERT INTO thing (id, at, name, body) "
	    "VALUES ($1, $2, $3, $4)", INT(ID + 1), INT(0), TEXT(NULL),
	    BLOB(NULL, 0));
	rows = db_query(db, "SELECT name, body, CAST($1 AS @int@) FROM thing "
	    "WHERE at = 0 ORDER BY id", NO_INT);
	assert_int_equal(db_rows(rows), 2);
	assert_true(db_row(rows));
	assert_string_equal(db_text(rows, 0), "");
	blob = db_blob(rows, 1, &length);
	assert_non_null(blob);
	assert_int_equal(length, 0);
	assert_int_equal(db_int(rows, 2), 0);
	assert_true(db_row(rows));
	assert_null(db_text(rows, 0));
	assert_null(db_blob(rows, 1, &length));
	assert_true(db_commit(db));
}

static void
values_are_found_by_number_not_by_order(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(db));
	rows = db_query(db, "SELECT $3, $1, $2, $3 WHERE $2 = $4",
	    TEXT("one"), TEXT("two"), INT(ID), TEXT("two"));
	assert_true(db_row(rows));
	assert_true(db_int(rows, 0) == ID);
	assert_string_equal(db_text(rows, 1), "one");
	assert_string_equal(db_text(rows, 2), "two");
	assert_true(db_int(rows, 3) == ID);
	assert_true(db_commit(db));
}

static void
twenty_four_values(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(db));
	rows = db_query(db, "SELECT $24, $23, $22, $21, $20, $19, $18, $17, "
	    "$16, $15, $14, $13, $12, $11, $10, $9, $8, $7, $6, $5, $4, $3, "
	    "$2, $1", INT(ID), INT(ID + 1), INT(ID + 2), INT(ID + 3),
	    INT(ID + 4), INT(ID + 5), INT(ID + 6), INT(ID + 7), INT(ID + 8),
	    INT(ID + 9), INT(ID + 10), INT(ID + 11), INT(ID + 12),
	    INT(ID + 13), INT(ID + 14), INT(ID + 15), INT(ID + 16),
	    INT(ID + 17), INT(ID + 18), INT(ID + 19), INT(ID + 20),
	    INT(ID + 21), INT(ID + 22), INT(ID + 23));
	assert_true(db_row(rows));
	for (int i = 0; i < 24; i++)
		assert_true(db_int(rows, i) == ID + 23 - i);
	assert_true(db_commit(db));
}

static void
it_is_known_how_many_were_changed(void **state)
{
	begin(state);
	assert_true(db_begin(db));
	add(ID, "a");
	add(ID + 1, "b");
	assert_int_equal(db_run(db, "UPDATE thing SET at = $1", INT(7)), 2);
	assert_int_equal(db_run(db, "SELECT at FROM thing", NONE), 0);
	assert_int_equal(db_run(db, "CREATE TABLE t (id @id@) @strict@",
	    NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO thing (id, at) VALUES "
	    "($1, 1) ON CONFLICT DO NOTHING", INT(ID)), 0);
	assert_int_equal(db_run(db, "INSERT INTO thing (id, at) VALUES "
	    "($1, 1) ON CONFLICT (id) DO UPDATE SET at = 2", INT(ID)), 1);
	assert_int_equal(db_run(db, "DELETE FROM thing WHERE id = $1",
	    INT(ID)), 1);
	assert_int_equal(db_run(db, "UPDATE thing SET at = 9 RETURNING id",
	    NONE), 1);
	assert_true(db_commit(db));
}

/* In the first sketch a statement in the loop over rows ended it. */
static void
statements_nest_in_rows(void **state)
{
	struct rows	*rows, *other;
	int64_t		 i = 0;

	begin(state);
	assert_true(db_begin(db));
	for (int64_t n = 0; n < 500; n++)
		add(ID + n, NULL);
	rows = db_query(db, "SELECT id FROM thing ORDER BY id LIMIT 500", NONE);
	for (; db_row(rows); i++) {
		assert_true(db_int(rows, 0) == ID + i);
		db_run(db, "DELETE FROM thing WHERE id = $1", INT(ID + i));
		add(ID + 1000 + i, NULL);
		other = db_query(db,
		    "SELECT id FROM thing ORDER BY id LIMIT 500", NONE);
		assert_int_equal(db_rows(other), 500);
	}
	assert_int_equal(i, 500);
	assert_true(db_commit(db));
	assert_int_equal(things(), 500);
}

static void
rows_live_as_long_as_their_arena(void **state)
{
	struct arena	*arena = arena_new();
	struct rows	*rows;

	begin(state);
	assert_true(db_begin(db));
	add(ID, "Ana");
	db_use(db, arena);
	assert_ptr_equal(db_arena(db), arena);
	rows = db_query(db, "SELECT name FROM thing", NONE);
	db_use(db, NULL);
	assert_ptr_not_equal(db_arena(db), arena);
	assert_true(db_commit(db));
	db_close(db);
	db = NULL;
	assert_true(db_row(rows));
	assert_string_equal(db_text(rows, 0), "Ana");
	arena_free(arena);
}

static void
a_reader_sees_one_moment(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(reader));
	rows = db_query(reader, "SELECT count(*) FROM thing", NONE);
	assert_true(db_row(rows));
	assert_int_equal(db_int(rows, 0), 0);
	assert_true(db_begin(db));
	add(ID, "new");
	assert_true(db_commit(db));
	rows = db_query(reader, "SELECT count(*) FROM thing", NONE);
	assert_true(db_row(rows));
	assert_int_equal(db_int(rows, 0), 0);
	assert_true(db_commit(reader));
	assert_true(db_begin(reader));
	rows = db_query(reader, "SELECT count(*) FROM thing", NONE);
	assert_true(db_row(rows));
	assert_int_equal(db_int(rows, 0), 1);
	assert_true(db_commit(reader));
}

static void
the_database_has_a_clock(void **state)
{
	struct timespec	 t;
	int64_t		 now, off;

	begin(state);
	assert_true(db_begin(reader));
	now = db_clock(reader);
	assert_true(db_commit(reader));
	clock_gettime(CLOCK_REALTIME, &t);
	off = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 - now;
	assert_in_range(off + 60000, 0, 120000);
}

static void
text_is_sorted_by_its_bytes(void **state)
{
	struct rows *rows;

	begin(state);
	assert_true(db_begin(db));
	add(ID, "b");
	add(ID + 1, "B");
	add(ID + 2, "a b");
	add(ID + 3, "ab");
	rows = db_query(db, "SELECT name FROM thing ORDER BY name", NONE);
	assert_true(db_row(rows));
	assert_string_equal(db_text(rows, 0), "B");
	assert_true(db_row(rows));
	assert_string_equal(db_text(rows, 0), "a b");
	assert_true(db_commit(db));
}

/* More statements than the table has room for at first. */
#define ONE(n)	db_query(db, "SELECT " #n " + $1", INT(ID))
#define TEN(n)	ONE(n##0); ONE(n##1); ONE(n##2); ONE(n##3); ONE(n##4);	\
		ONE(n##5); ONE(n##6); ONE(n##7); ONE(n##8);		\
		assert_true(db_row(rows = ONE(n##9)));			\
		assert_true(db_int(rows, 0) == ID + n##9)

static void
many_statements_are_remembered(void **state)
{
	struct rows *rows;

	begin(state);
	for (int round = 0; round < 3; round++) {
		assert_true(db_begin(db));
		TEN(1); TEN(2); TEN(3); TEN(4); TEN(5); TEN(6);
		TEN(7); TEN(8); TEN(9); TEN(10); TEN(11); TEN(12);
		assert_true(db_commit(db));
	}
}

#define BOTH(test)							\
	{ #test ", SQLite", test, NULL, tear_down,			\
	    (void *)&db_sqlite },					\
	{ #test ", PostgreSQL", test, NULL, tear_down, (void *)PLACE_POSTGRES }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(what_goes_in_comes_out),
		BOTH(the_largest_and_the_least_number),
		BOTH(null_and_empty_are_two_things),
		BOTH(values_are_found_by_number_not_by_order),
		BOTH(twenty_four_values),
		BOTH(it_is_known_how_many_were_changed),
		BOTH(statements_nest_in_rows),
		BOTH(rows_live_as_long_as_their_arena),
		BOTH(a_reader_sees_one_moment),
		BOTH(the_database_has_a_clock),
		BOTH(text_is_sorted_by_its_bytes),
		BOTH(many_statements_are_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
