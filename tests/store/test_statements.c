/*
 * Every statement of the store's nouns is prepared on both databases against
 * our schema, with the types of its values.  The macros of db.h put them all
 * into one section of the program; the test is linked with all nouns.
 *
 * The source text of the values has gone through the macros INT(), TEXT()
 * and BLOB() already, so their types stand in it as ARG_INT and so on.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/db_driver.h"
#include "store/schema.h"
#include "tests/store/place.h"

#define LEAST	50	/* Fewer: the nouns were not linked. */

extern const struct statement __start_statements[] __attribute__((weak));
extern const struct statement __stop_statements[] __attribute__((weak));

static struct place	 place;
static struct db	*db;

/* Past one value: to the comma that is in no bracket and in no text. */
static const char *
end_of(const char *value)
{
	char	quote = '\0';
	int	depth = 0;

	for (; *value != '\0'; value++) {
		if (quote != '\0') {
			if (*value == '\\')
				value++;
			else if (*value == quote)
				quote = '\0';
		} else if (*value == '"' || *value == '\'') {
			quote = *value;
		} else if (strchr("({[", *value) != NULL) {
			depth++;
		} else if (strchr(")}]", *value) != NULL) {
			depth--;
		} else if (*value == ',' && depth == 0) {
			break;
		}
	}
	return value;
}

/* The type of a value; ARG_END for NONE. */
static struct arg
example(const struct statement *s, const char *value, size_t length)
{
	static const struct {
		const char	*expanded, *written;
		struct arg	 arg;
	} kinds[] = {
		{ ".type = ARG_INT", "INT(", INT(1) },
		{ ".type = ARG_INT", "NO_INT", INT(1) },
		{ ".type = ARG_TEXT", "TEXT(", TEXT("") },
		{ ".type = ARG_BLOB", "BLOB(", BLOB("", 0) },
		{ ".type = ARG_END", "NONE", NONE },
	};
	const char *start = value + strspn(value, " {");

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (strncmp(start, kinds[i].expanded,
		    strlen(kinds[i].expanded)) == 0 ||
		    strncmp(start, kinds[i].written,
		    strlen(kinds[i].written)) == 0)
			return kinds[i].arg;
	fail_msg("%s:%d: of which type is %.*s?", s->file, s->line,
	    (int)length, value);
	return (struct arg)NONE;
}

static void
examples(const struct statement *s, struct arg args[DB_VALUES + 1])
{
	const char	*value = s->values, *end;
	unsigned	 n = 0;

	do {
		assert_true(n < DB_VALUES);
		end = end_of(value);
		args[n] = example(s, value, (size_t)(end - value));
		if (args[n].type == ARG_END)
			break;
		n++;
		value = end + 1;
	} while (*end != '\0');
	args[n] = (struct arg)NONE;
}

static void
types_are_read_from_the_source(void **state)
{
	static const struct statement s = { "",
	    "{ .type = ARG_INT, .number = (f(a, \"),\")), .bytes = \"\" }, "
	    "TEXT(names[g(1, ',')]), BLOB(p, n), NO_INT", __FILE__, __LINE__ };
	struct arg args[DB_VALUES + 1];

	(void)state;
	examples(&s, args);
	assert_int_equal(args[0].type, ARG_INT);
	assert_int_equal(args[1].type, ARG_TEXT);
	assert_int_equal(args[2].type, ARG_BLOB);
	assert_int_equal(args[3].type, ARG_INT);
	assert_int_equal(args[4].type, ARG_END);
}

/* A statement that only the other database would take fails here. */
static void
every_statement_can_be_prepared(void **state)
{
	struct arg	 args[DB_VALUES + 1];
	const char	*why = NULL;
	unsigned	 count = 0, wrong = 0;

	place_make(&place, *state);
	db = db_open(place.driver, place.where, true, &why);
	assert_non_null(db);
	assert_true(schema_migrate(db, &why));
	for (const struct statement *s = __start_statements;
	    s < __stop_statements; s++) {
		if (strstr(s->file, "tests/") != NULL)
			continue;
		count++;
		examples(s, args);
		assert_true(db_begin(db));
		if (!db_prepare(db, s, args)) {
			wrong++;
			print_error("%s:%d: %s\n\t%s\n", s->file, s->line,
			    db_why(db), s->sql);
		}
		db_rollback(db);
	}
	assert_int_equal(wrong, 0);
	assert_true(count >= LEAST);
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

#define BOTH(test)							\
	{ #test ", SQLite", test, NULL, tear_down,			\
	    (void *)&db_sqlite },					\
	{ #test ", PostgreSQL", test, NULL, tear_down, (void *)PLACE_POSTGRES }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_read_from_the_source),
		BOTH(every_statement_can_be_prepared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
