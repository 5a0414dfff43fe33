/*
 * No statement of the store walks along a whole large table, unless it stands
 * in the list below: a district has millions of attempts after some years,
 * and the writer looks for the few that are claimed each second.
 *
 * The oracle is SQLite itself: the program into which it compiles a statement
 * says what it opens, and what of it is walked from one end.  It plans without
 * statistics, as it does for us.
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
#include "store/schema.h"
#include "tests/store/place.h"

#define CURSORS_MOST	256
#define LEAST		50	/* Statements; fewer: they are not linked. */

extern const struct statement __start_statements[] __attribute__((weak));
extern const struct statement __stop_statements[] __attribute__((weak));

static const char *const large[] = { "attempt", "delivery", "message",
	"message_student", "message_family", "reply", "ledger",
	"conversation", "conversation_student", "consent", "introduction",
	"audit", "import_row", "roster_row", "contact", "reach", "person",
	"student", "enrolment", "guardianship", "seat_member", "monthly",
	"enrolled", "draft" };

/* What may, by how it begins. */
static const struct {
	const char	*file, *sql;
} may[] = {
	/* The people of a district, on a reader: parts of names. */
	{ "store/find.c", "SELECT" },
	{ "store/pupil.c", "SELECT s.id, s.name FROM student s "
	    "WHERE @find@(" },
	{ "store/pupil.c", "SELECT s.id, s.name FROM student s "
	    "WHERE s.folded @beyond_ascii@" },
	{ "store/guardian.c", "SELECT p.id, c.id, p.name, p.folded, "
	    "p.language FROM contact c JOIN reach r ON r.contact = c.id "
	    "JOIN person p ON p.id = r.person WHERE replace(" },
	/* Once before a district goes live, on a reader. */
	{ "store/reached.c", "SELECT x.language, count(*)" },
	/* 20,000 names of a district, when computers' words are corrected. */
	{ "store/concerned.c", "SELECT name FROM student UNION" },
	/* The last one only. */
	{ "store/conversation.c", "SELECT max(id) FROM reply" },
	{ "store/sample.c", "SELECT max(id)" },
	/* Once a year: everybody who is enrolled. */
	{ "store/enrolled.c", "INSERT INTO enrolled (" },
	/* By commands of their own: recount, restore, sample. */
	{ "store/ledger.c", "SELECT count(*) FROM" },
	{ "store/monthly.c", "SELECT count(*) FROM (" },
	{ "store/restored.c", "SELECT max(t)" },
	{ "store/restored.c", "UPDATE attempt SET state = 'claimed'" },
	{ "store/sample.c", "SELECT id FROM student" },
};

static struct place	 place;
static sqlite3		*db;

/* Whether that root is a large table or an index of all its rows. */
static bool
is_large(int root)
{
	sqlite3_stmt	*s;
	const char	*table, *sql;
	bool		 found = false;

	assert_int_equal(sqlite3_prepare_v2(db, "SELECT tbl_name, "
	    "coalesce(sql, '') FROM sqlite_schema WHERE rootpage = ?", -1, &s,
	    NULL), SQLITE_OK);
	sqlite3_bind_int(s, 1, root);
	if (sqlite3_step(s) == SQLITE_ROW) {
		table = (const char *)sqlite3_column_text(s, 0);
		sql = (const char *)sqlite3_column_text(s, 1);
		for (size_t i = 0; i < COUNT(large); i++)
			found = found || strcmp(large[i], table) == 0;
		if ((strncmp(sql, "CREATE INDEX", 12) == 0 ||
		    strncmp(sql, "CREATE UNIQUE", 13) == 0) &&
		    strstr(sql, "WHERE") != NULL)
			found = false;
	}
	sqlite3_finalize(s);
	return found;
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

/* Whether it walks along a large table from an end of it. */
static bool
walks(const char *sql)
{
	static const char *const opens[] = { "OpenRead", "OpenWrite", NULL };
	static const char *const ends[] = { "Rewind", "Last", "Count", NULL };
	int		 roots[CURSORS_MOST] = { 0 }, cursor;
	char		 explain[65600];
	const char	*what;
	sqlite3_stmt	*s;
	bool		 found = false;

	snprintf(explain, sizeof explain, "EXPLAIN %s", sql);
	if (sqlite3_prepare_v2(db, explain, -1, &s, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sqlite3_errmsg(db), sql);
	while (sqlite3_step(s) == SQLITE_ROW) {
		what = (const char *)sqlite3_column_text(s, 1);
		cursor = sqlite3_column_int(s, 2);
		if (is_one_of(what, opens)) {
			assert_in_range(cursor, 0, CURSORS_MOST - 1);
			roots[cursor] = sqlite3_column_int(s, 3);
		} else if (is_one_of(what, ends) && cursor < CURSORS_MOST) {
			found = found || is_large(roots[cursor]);
		}
	}
	sqlite3_finalize(s);
	return found;
}

static bool
may_walk(const struct statement *s)
{
	for (size_t i = 0; i < COUNT(may); i++)
		if (strstr(s->file, may[i].file) != NULL &&
		    strncmp(s->sql, may[i].sql, strlen(may[i].sql)) == 0)
			return true;
	return false;
}

static void
no_large_table_is_walked(void **state)
{
	unsigned	 count = 0, wrong = 0;
	struct buf	 sql;

	(void)state;
	for (const struct statement *s = __start_statements;
	    s < __stop_statements; s++) {
		if (strstr(s->file, "tests/") != NULL)
			continue;
		count++;
		db_speak(&db_sqlite, s->sql, &sql);
		if (walks(sql.data) && !may_walk(s)) {
			wrong++;
			print_error("%s:%d: %s\n", s->file, s->line,
			    sql.data);
		}
		buf_free(&sql);
	}
	assert_int_equal(wrong, 0);
	assert_true(count >= LEAST);
}

/* The oracle says so of what does, and only of that. */
static void
a_walk_is_seen(void **state)
{
	(void)state;
	assert_true(walks("SELECT id FROM attempt WHERE state = 'claimed' "
	    "AND launch_by < 7 ORDER BY id LIMIT 1000"));
	assert_false(walks("SELECT id FROM attempt WHERE state = 'claimed' "
	    "AND launch_by < 7 ORDER BY +id LIMIT 1000"));
	assert_true(walks("SELECT count(*) FROM attempt WHERE state = ?"));
	assert_false(walks("SELECT id FROM attempt WHERE contact = 7"));
	assert_false(walks("SELECT id FROM district"));
}

static int
set_up(void **state)
{
	const char	*why = NULL;
	struct db	*made;

	(void)state;
	place_make(&place, &db_sqlite);
	made = db_open(place.driver, place.where, true, &why);
	if (made == NULL || !schema_migrate(made, &why))
		return -1;
	db_close(made);
	return sqlite3_open(place.where, &db) == SQLITE_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	sqlite3_close(db);
	place_remove(&place);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_walk_is_seen),
		cmocka_unit_test(no_large_table_is_walked),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
