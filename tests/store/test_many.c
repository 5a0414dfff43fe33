/*
 * Many rows in one statement: what goes in comes out, on both databases; and
 * SQLite, which has no figures about its tables, looks each row of the list
 * up by an index, instead of going over a table for each.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "store/db_driver.h"
#include "store/many.h"
#include "store/roster_row.h"
#include "store/schema.h"
#include "tests/store/place.h"

#define BIG	INT64_C(117310464123801601)

extern const struct statement __start_statements[] __attribute__((weak));
extern const struct statement __stop_statements[] __attribute__((weak));

static struct place	 place;
static struct db	*db;

static void
begin(void **state)
{
	const char *why = NULL;

	place_make(&place, *state);
	db = db_open(place.driver, place.where, true, &why);
	assert_non_null(db);
	assert_true(schema_migrate(db, &why));
	assert_true(db_begin(db));
}

static int
tear_down(void **state)
{
	(void)state;
	db_close(db);
	db = NULL;
	if (place.where[0] != '\0')
		place_remove(&place);
	place.where[0] = '\0';
	return 0;
}

/* The rows, in the order of their numbers. */
static struct rows *
read_back(struct many *m)
{
	return db_query(db, "SELECT " MANY_INT(0) ", " MANY_TEXT(1) ", "
	    MANY_INT(2) MANY_FROM "ORDER BY 1 LIMIT 1000",
	    TEXT(many_value(m)));
}

static void
what_goes_in_comes_out(void **state)
{
	static const char *const texts[] = { "", "plain", "\"quoted\"",
	    "back\\slash", "tab\tline\nfeed\x01\x1f\x7f", "é ل 😀 \xe2\x80\xa8",
	    "[1,2]", "{\"a\":null}", "null", "1234567890123456789", "'; --",
	    NULL };
	struct many	 m;
	struct rows	*rows;

	begin(state);
	many_init(&m);
	for (unsigned i = 0; i < COUNT(texts); i++) {
		many_row(&m);
		many_int(&m, i - BIG);
		many_text(&m, texts[i]);
		many_int(&m, BIG + i);
	}
	rows = read_back(&m);
	many_free(&m);
	for (unsigned i = 0; i < COUNT(texts); i++) {
		assert_true(db_row(rows));
		assert_true(db_int(rows, 0) == i - BIG);
		assert_true(db_int(rows, 2) == BIG + i);
		if (texts[i] == NULL)
			assert_null(db_text(rows, 1));
		else
			assert_string_equal(db_text(rows, 1), texts[i]);
	}
	assert_false(db_row(rows));
	many_init(&m);
	assert_int_equal(db_rows(read_back(&m)), 0);
	many_free(&m);
	assert_null(db_why(db));
}

static void
names_are_in_the_order_of_their_bytes(void **state)
{
	static const char *const names[] = { "10", "9", "A", "Z", "a", "b c",
	    "é", "ž", "ל" };
	const char		*wanted[COUNT(names) + 2];
	struct roster_said	 put[COUNT(names)], *list;

	begin(state);
	for (unsigned i = 0; i < COUNT(names); i++) {
		put[COUNT(names) - 1 - i] = (struct roster_said){
		    .name = names[i], .id = BIG + i, .content = "{}",
		    .gone = i == 3 };
		wanted[i] = names[i];
	}
	roster_row_put(db, "student", put, COUNT(put));
	wanted[COUNT(names)] = "nobody";
	wanted[COUNT(names) + 1] = "a";
	assert_int_equal(roster_row_find(db, "student", wanted,
	    COUNT(wanted), &list), COUNT(names));
	for (unsigned i = 0; i < COUNT(names); i++) {
		assert_string_equal(list[i].name, names[i]);
		assert_true(list[i].id == BIG + i);
		assert_ptr_equal(roster_row_in(list, COUNT(names), names[i]),
		    &list[i]);
	}
	assert_null(roster_row_in(list, COUNT(names), "nobody"));
	/* A page leaves out who is gone. */
	assert_int_equal(roster_row_page(db, "student", "9", 3, &list), 3);
	assert_string_equal(list[0].name, "A");
	assert_string_equal(list[1].name, "a");
	assert_string_equal(list[2].name, "b c");
	assert_int_equal(roster_row_find(db, "staff", wanted, COUNT(wanted),
	    &list), 0);
	assert_null(db_why(db));
}

/* What a statement goes over from end to end, but for the list itself. */
static void
look(sqlite3 *sqlite, const struct statement *s, unsigned *wrong)
{
	static const char *const small[] = { "SCAN e VIRTUAL TABLE INDEX 1:",
	    "SCAN s USING COVERING INDEX seat_class", "SCAN api_key",
	    "SCAN import" };
	struct buf	 spoken, query;
	sqlite3_stmt	*stmt;
	const char	*step;
	bool		 good;

	db_speak(&db_sqlite, s->sql, &spoken);
	buf_init(&query, 1 << 16);
	buf_print(&query, "EXPLAIN QUERY PLAN %s", spoken.data);
	assert_int_equal(sqlite3_prepare_v2(sqlite, query.data, -1, &stmt,
	    NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		step = (const char *)sqlite3_column_text(stmt, 3);
		good = strncmp(step, "SCAN ", 5) != 0;
		for (size_t i = 0; i < COUNT(small); i++)
			good = good || strcmp(step, small[i]) == 0;
		if (!good) {
			(*wrong)++;
			print_error("%s:%d: %s\n", s->file, s->line, step);
		}
	}
	sqlite3_finalize(stmt);
	buf_free(&query);
	buf_free(&spoken);
}

static void
no_statement_goes_over_a_table(void **state)
{
	sqlite3		*sqlite;
	unsigned	 count = 0, wrong = 0;

	begin(state);
	db_rollback(db);
	assert_int_equal(sqlite3_open(place.where, &sqlite), SQLITE_OK);
	for (const struct statement *s = __start_statements;
	    s < __stop_statements; s++)
		if (strstr(s->file, "/roster_") != NULL ||
		    strstr(s->file, "/imported.c") != NULL) {
			look(sqlite, s, &wrong);
			count++;
		}
	sqlite3_close(sqlite);
	assert_true(count > 30);
	assert_int_equal(wrong, 0);
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
		BOTH(names_are_in_the_order_of_their_bytes),
		{ "no_statement_goes_over_a_table",
		    no_statement_goes_over_a_table, NULL, tear_down,
		    (void *)(uintptr_t)&db_sqlite },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
