/* Tables as programs write them, in their encodings, and what is refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/decode.h"
#include "base/list.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
spell_row(struct buf *b, unsigned line, const char **fields, unsigned count)
{
	buf_print(b, "%u:", line);
	for (unsigned i = 0; i < count; i++)
		buf_print(b, "%s[%s]", i == 0 ? "" : " ", fields[i]);
	buf_char(b, '\n');
}

/* The table as "line:[field] [field]", the header first. */
static const char *
spelled(const struct csv *csv)
{
	const char *text;
	struct buf b;

	buf_init(&b, 1 << 20);
	spell_row(&b, csv->header, csv->columns, csv->column_count);
	for (unsigned i = 0; i < csv->row_count; i++)
		spell_row(&b, csv->rows[i].line, csv->rows[i].fields,
		    csv->rows[i].count);
	text = buf_keep(&b, arena);
	buf_free(&b);
	return text;
}

static void
expect(const char *bytes, size_t length, const char *table)
{
	const char	*why;
	struct csv	 csv;

	if (!csv_read(arena, bytes, length, &csv, &why))
		fail_msg("%s", why);
	assert_null(why);
	assert_string_equal(spelled(&csv), table);
}

struct example {
	const char	*text;
	const char	*table;
};

static void
expect_all(const struct example *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect(cases[i].text, strlen(cases[i].text), cases[i].table);
}

static void
rows_are_counted_as_in_a_spreadsheet(void **state)
{
	static const struct example cases[] = {
		{ "a,b\n1,2\n3,4\n", "1:[a] [b]\n2:[1] [2]\n3:[3] [4]\n" },
		{ "a,b\n1,2", "1:[a] [b]\n2:[1] [2]\n" },
		{ "a,b\r\n1,2\r\n\r\n3,4\r\n",
		    "1:[a] [b]\n2:[1] [2]\n4:[3] [4]\n" },
		{ "a,b\r1,2\r3,4", "1:[a] [b]\n2:[1] [2]\n3:[3] [4]\n" },
		{ "a,b\n\"1\r\n1\",2\n3,4\n",
		    "1:[a] [b]\n2:[1\n1] [2]\n3:[3] [4]\n" },
		{ "\n\na,b\n,,\n1,2\n", "3:[a] [b]\n5:[1] [2]\n" },
		{ "a,b\n1\n1,2,3\n",
		    "1:[a] [b]\n2:[1]\n3:[1] [2] [3]\n" },
		{ "a,b\n", "1:[a] [b]\n" },
		{ "a", "1:[a]\n" },
		{ "", "0:\n" },
		{ "\n\n  \n", "0:\n" },
	};

	(void)state;
	expect_all(cases, COUNT(cases));
}

static void
quotes_are_read_as_spreadsheets_do(void **state)
{
	static const struct example cases[] = {
		{ "a\n\"x, y\"\n", "1:[a]\n2:[x, y]\n" },
		{ "a\n\"say \"\"hi\"\"\"\n", "1:[a]\n2:[say \"hi\"]\n" },
		{ "a\n\"Robert \"Bob\" Lee\"\n",
		    "1:[a]\n2:[Robert \"Bob\" Lee]\n" },
		{ "a\n6' 2\"\n", "1:[a]\n2:[6' 2\"]\n" },
		{ "a,b,c,d\n1,\"12 Elm St,\nWorcester, MA\",3,4\n",
		    "1:[a] [b] [c] [d]\n2:[1] [12 Elm St,\nWorcester, MA] "
		    "[3] [4]\n" },
		{ "a,b\n \"x\" ,  y  \n", "1:[a] [b]\n2:[x] [y]\n" },
		{ "a,b\n\" x \",\xc2\xa0y\xc2\xa0\n",
		    "1:[a] [b]\n2:[x] [y]\n" },
		{ "\"a\",\"b\"\n\"\",\"2\"\n", "1:[a] [b]\n2:[] [2]\n" },
	};

	(void)state;
	expect_all(cases, COUNT(cases));
}

static void
the_separator_is_found(void **state)
{
	static const struct example cases[] = {
		{ "a;b\n1,5;2\n", "1:[a] [b]\n2:[1,5] [2]\n" },
		{ "a\tb\n1\t\t2\n", "1:[a] [b]\n2:[1] [] [2]\n" },
		{ "a|b\n1|2\n", "1:[a] [b]\n2:[1] [2]\n" },
		{ "sep=;\na,a;b\n1;2\n", "1:[a,a] [b]\n2:[1] [2]\n" },
		{ "\"a;a;a\",b\n1,2\n", "1:[a;a;a] [b]\n2:[1] [2]\n" },
	};

	(void)state;
	expect_all(cases, COUNT(cases));
}

#define BYTES(text)	(text), sizeof(text) - 1

static void
encodings_are_found(void **state)
{
	struct csv	 csv;
	const char	*why;

	(void)state;
	expect(BYTES("\xef\xbb\xbf\"a\",b\n\xc3\xa9,2\n"),
	    "1:[a] [b]\n2:[\xc3\xa9] [2]\n");
	expect(BYTES("\xef\xbb\xbf\xef\xbb\xbf\"a\"\r"), "1:[a]\n");
	expect(BYTES("\xff\xfe" "a\0,\0b\0\r\0\n\0\xe9\0,\0\x2a\x0c\n\0"),
	    "1:[a] [b]\n2:[\xc3\xa9] [\xe0\xb0\xaa]\n");
	expect(BYTES("\xfe\xff\0a\0,\0b\0\n\0\xe9\0,\0x"),
	    "1:[a] [b]\n2:[\xc3\xa9] [x]\n");
	expect(BYTES("a\0,\0b\0\n\0\xe9\0,\0x\0"),
	    "1:[a] [b]\n2:[\xc3\xa9] [x]\n");
	expect(BYTES("a,b\nJos\xe9,O\x92Neil\xe2\x82\n"),
	    "1:[a] [b]\n2:[Jos\xc3\xa9] [O\xe2\x80\x99Neil\xc3\xa2\xe2\x80"
	    "\x9a]\n");
	/* Decomposed; a NUL; a control character. */
	expect(BYTES("a\ne\xcc\x81\0\x01x\n"), "1:[a]\n2:[\xc3\xa9x]\n");

	assert_true(csv_read(arena, BYTES("a\n\xc3\xa9\n\xe9\nx\n\xe9\n"),
	    &csv, &why));
	assert_int_equal(csv.strange, 2);
	assert_int_equal(csv.stranger, 3);
	assert_string_equal(csv.rows[0].fields[0], "\xc3\xa9");
	assert_string_equal(csv.rows[1].fields[0], "\xc3\xa9");
	assert_false(csv.wide);
	assert_true(csv_read(arena, BYTES("\xff\xfe" "a\0"), &csv, &why));
	assert_true(csv.wide);
}

static void
expect_refused(const char *bytes, size_t length, unsigned line,
    const char *sentence)
{
	const char	*why;
	struct csv	 csv;

	assert_false(csv_read(arena, bytes, length, &csv, &why));
	if (strstr(why, sentence) == NULL)
		fail_msg("%s", why);
	assert_int_equal(csv.broken, line);
}

/* The head, then a text over and over, up to that size. */
static char *
long_text(const char *head, const char *again, size_t size)
{
	char	*text = malloc(size);
	size_t	 length = strlen(again);

	assert_non_null(text);
	for (size_t i = 0; i < size; i++)
		text[i] = i < strlen(head) ? head[i] : again[i % length];
	return text;
}

static void
expect_long(const char *head, const char *again, size_t size, unsigned line,
    const char *sentence)
{
	char *text = long_text(head, again, size);

	expect_refused(text, size, line, sentence);
	free(text);
}

/* Each line is looked at once, whatever it ends with, and NULs as well. */
static void
lines_take_time_by_their_bytes(void **state)
{
	const size_t	 length = (size_t)4 << 20;
	char		*bytes = arena_take(arena, length);
	struct decoded	 decoded;

	(void)state;
	memset(bytes, '\r', length);
	assert_true(decode(bytes, length, &decoded));
	assert_int_equal(decoded.lines, length);
	decode_free(&decoded);
	memset(bytes, '\0', DECODE_LINE);
	bytes[0] = 'a';
	assert_true(decode(bytes, DECODE_LINE, &decoded));
	assert_string_equal(decoded.text, "a");
	decode_free(&decoded);
}

static void
what_is_no_table_has_a_sentence(void **state)
{
	(void)state;
	expect_refused(BYTES("a,b\n1,2\n\"3,4\n5,6\n"), 3,
	    "is not closed before the file ends");
	expect_refused(BYTES("a,b,c,d\n1,\"2,3,4\n5,6,7,8\n1,\"2\",3,4\n"),
	    2, "the rows below are in it");
	expect_long("a,b\n1,2\n\"", "x,y\n", 1 << 20, 3, "is not closed");
	expect_long("a,b\n", "x", CSV_FIELD * 2, 2, "too long");
	expect_long("a,b\n", ",", 3000, 2, "more columns");
	expect_long("a,b\n", "x", 3 << 20, 2, "more in this row");
	expect_long("a,b\n", "x\n", 2 * (CSV_ROWS + 5), CSV_ROWS + 2,
	    "more rows");
}

static void
a_field_may_be_as_long_as_is_said(void **state)
{
	char		*text = long_text("a\n", "xy", CSV_FIELD + 2);
	struct csv	 csv;
	const char	*why;

	(void)state;
	assert_true(csv_read(arena, text, CSV_FIELD + 2, &csv, &why));
	assert_int_equal(strlen(csv.rows[0].fields[0]), CSV_FIELD);
	free(text);
}

static void
a_field_that_is_not_there_is_empty(void **state)
{
	const char	*fields[] = { "x" };
	struct csv_row	 row = { fields, 1, 2 };

	(void)state;
	assert_string_equal(csv_field(&row, 0), "x");
	assert_string_equal(csv_field(&row, 1), "");
	assert_string_equal(csv_field(&row, -1), "");
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(rows_are_counted_as_in_a_spreadsheet),
		CASE(quotes_are_read_as_spreadsheets_do),
		CASE(the_separator_is_found),
		CASE(encodings_are_found),
		CASE(lines_take_time_by_their_bytes),
		CASE(what_is_no_table_has_a_sentence),
		CASE(a_field_may_be_as_long_as_is_said),
		CASE(a_field_that_is_not_there_is_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
