/*
 * No figure about one member of staff, anywhere (Definition 1, rule 10): no
 * statement of the program counts, adds up, averages or ranks what somebody of
 * the staff wrote, read or answered, for each of them or for one of them.
 *
 * All SQL of the program is literal, and stands in one section of it
 * (db.h), so all of it is read here.  A statement is a figure about somebody
 * when it has an aggregate, and names a column that says who of the staff it
 * was - in a GROUP BY, in a comparison, or in a column beside the aggregate -
 * or when it orders people by an aggregate.  What is allowed all the same
 * stands below with its reason: it never leaves the program as a figure.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>

#include <cmocka.h>

#include "base/list.h"
#include "store/statement.h"

#define LEAST		200	/* Statements; fewer: they are not linked. */

extern const struct statement __start_statements[] __attribute__((weak));
extern const struct statement __stop_statements[] __attribute__((weak));

/* Columns that say who of the staff it was.  `person` does where a table is
 * about the staff. */
static const char *const columns[] = { "author", "m.author", "maker",
	"api_key", "m.api_key", "cover", "message.author" };
static const char *const staff_tables[] = { " audit", " note", " session",
	" login", " seat_member", " draft", " asked_translation",
	" school_author", " template", " role ", " away" };
static const char *const aggregates[] = { "count(", "sum(", "avg(", "total(",
	"rank()" };

/* What may, by a piece of it: a figure for oneself, one of how things are set,
 * or one of families in which somebody only says whose they are. */
static const struct {
	const char	*file, *begins, *why;
} may[] = {
	{ "store/aside.c", "t.reader, t.mailbox",
	    "how many talks wait: told to oneself" },
	{ "store/conversation.c", "FROM (SELECT c.id FROM conversation",
	    "how many talks wait: shown to oneself" },
	{ "store/advance.c", "SELECT a.id, a.state, d.state",
	    "lines of the ledger of one message" },
	{ "store/message.c", "count(DISTINCT f.family), count(CASE",
	    "rule 2, before it is sent" },
	{ "store/own.c", "count(DISTINCT e.student)",
	    "students of a class or school" },
	{ "store/guardian.c", "count(DISTINCT c.id) FROM enrolment",
	    "contacts to fix in one's schools" },
	{ "store/role.c", "SELECT count(*) FROM role WHERE person",
	    "how many roles somebody has: a limit" },
	{ "store/role.c", "SELECT count(*) FROM login l WHERE l.password",
	    "whether an administrator can sign in" },
	{ "store/result.c", "", "results of one message, for its reader" },
	{ "store/roster", "FROM seat s CROSS JOIN seat_member m",
	    "whether anybody is left at the desk" },
	{ "store/session.c", "SELECT count(*) FROM session",
	    "in how many browsers somebody is signed in" },
	{ "store/staff.c", "(SELECT count(*) FROM seat_member",
	    "how many seats and keys somebody has" },
	{ "store/held.c", "SELECT count(*) FROM held h",
	    "how many texts of families wait for an office" },
	{ "store/template.c", "FROM template_words w",
	    "in how many languages a template is" },
	{ "store/template.c", "SELECT count(*) FROM template_words w",
	    "how many texts wait for somebody to approve them" },
	{ "store/unsent.c", "SELECT count(*) FROM draft",
	    "whether drafts of anybody else use a template" },
	{ "store/monthly.c", "SELECT school, count(*) FROM school_author",
	    "whether five wrote for a school" },
	{ NULL, NULL, NULL },
};

static bool
is_word(const char *sql, const char *at, size_t length)
{
	bool before = at == sql || !(isalnum((unsigned char)at[-1]) ||
	    at[-1] == '_');
	bool after = !(isalnum((unsigned char)at[length]) ||
	    at[length] == '_');

	return before && after;
}

static bool
names(const char *sql, const char *column)
{
	size_t length = strlen(column);

	for (const char *at = strstr(sql, column); at != NULL;
	    at = strstr(at + 1, column))
		if (is_word(sql, at, length))
			return true;
	return false;
}

static bool
has_one_of(const char *sql, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(sql, list[i]) != NULL)
			return true;
	return false;
}

/* What is written down is no figure: only what is read out. */
static bool
is_figure(const char *sql)
{
	bool staff = false;

	if (strncmp(sql, "SELECT", 6) != 0 &&
	    strncmp(sql, "INSERT", 6) != 0 && strncmp(sql, "WITH", 4) != 0)
		return false;
	if (!has_one_of(sql, aggregates, COUNT(aggregates)))
		return false;
	for (size_t i = 0; i < COUNT(columns); i++)
		staff = staff || names(sql, columns[i]);
	return staff || (has_one_of(sql, staff_tables, COUNT(staff_tables)) &&
	    (names(sql, "person") || strstr(sql, ".person") != NULL ||
	    strstr(sql, "school_author") != NULL));
}

static bool
is_allowed(const struct statement *s)
{
	for (size_t i = 0; may[i].file != NULL; i++)
		if (strstr(s->file, may[i].file) != NULL &&
		    strstr(s->sql, may[i].begins) != NULL)
			return true;
	return false;
}

static void
nobody_of_the_staff_is_counted(void **state)
{
	unsigned count = 0, wrong = 0;

	(void)state;
	for (const struct statement *s = __start_statements;
	    s < __stop_statements; s++) {
		if (strstr(s->file, "tests/") != NULL)
			continue;
		count++;
		if (is_figure(s->sql) && !is_allowed(s)) {
			wrong++;
			print_error("%s:%d: a figure about one of the "
			    "staff?\n\t%.300s\n", s->file, s->line, s->sql);
		}
	}
	assert_int_equal(wrong, 0);
	assert_true(count >= LEAST);
}

/* The list of what is allowed has nothing that is gone. */
static void
what_is_allowed_is_there(void **state)
{
	bool found;

	(void)state;
	for (size_t i = 0; may[i].file != NULL; i++) {
		found = false;
		for (const struct statement *s = __start_statements;
		    s < __stop_statements; s++)
			found = found || (strstr(s->file, may[i].file) !=
			    NULL && strstr(s->sql, may[i].begins) != NULL &&
			    is_figure(s->sql));
		if (!found)
			fail_msg("%s: \"%s\" is allowed, and not there",
			    may[i].file, may[i].begins);
	}
}

/* The test finds what it is for. */
static void
figures_are_found(void **state)
{
	static const char *const bad[] = {
		"SELECT author, count(*) FROM message GROUP BY author",
		"SELECT count(*) FROM message WHERE author = $1",
		"SELECT avg(l.at) FROM ledger l JOIN message m "
		"ON m.id = l.message WHERE m.author = $1",
		"SELECT person, count(*) FROM audit GROUP BY person",
		"SELECT count(*) FROM seat_member WHERE person = $1",
		"SELECT sum(n) FROM (SELECT 1 AS n FROM message "
		"WHERE api_key = $2) AS x",
		"INSERT INTO figure SELECT author, count(*) FROM message",
	};
	static const char *const good[] = {
		"SELECT count(*) FROM ledger WHERE school = $1",
		"SELECT id, author FROM message WHERE id = $1",
		"SELECT count(*) FROM reach WHERE person = $1",
		"UPDATE message SET author = $1",
		"SELECT count(*) FROM message WHERE authority = $1",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_true(is_figure(bad[i]));
	for (size_t i = 0; i < COUNT(good); i++)
		assert_false(is_figure(good[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_found),
		cmocka_unit_test(nobody_of_the_staff_is_counted),
		cmocka_unit_test(what_is_allowed_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
