/*
 * Placeholders: which there are, compared, filled, and what somebody meant.
 * The regular expression is ICU's, and the cases of filling are those of
 * GOV.UK Notify's own tests, apart from two: a space that would stand twice
 * goes, and nothing is escaped here.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/placeholder.h"

static int
make(void **state)
{
	*state = arena_new();
	return (0);
}

static int
unmake(void **state)
{
	arena_free(*state);
	return (0);
}

/* How many ICU finds with the pattern of ui.md, and where each begins. */
static unsigned
by_regex(const char *words, const struct placeholder *list, unsigned count)
{
	UErrorCode		 error = U_ZERO_ERROR;
	URegularExpression	*regex;
	UChar			 wide[256];
	int32_t			 length;
	unsigned		 n = 0;

	u_strFromUTF8(wide, 256, &length, words, -1, &error);
	regex = uregex_openC("\\({2}([^()]+)\\){2}", 0, NULL, &error);
	uregex_setText(regex, wide, length, &error);
	for (; uregex_findNext(regex, &error); n++) {
		char	before[1024];
		int32_t	bytes;

		assert_true(n < count);
		u_strToUTF8(before, sizeof(before), &bytes, wide,
		    uregex_start(regex, 0, &error), &error);
		assert_int_equal((size_t)bytes, list[n].start);
		u_strToUTF8(before, sizeof(before), &bytes, wide,
		    uregex_end(regex, 0, &error), &error);
		assert_int_equal((size_t)bytes, list[n].end);
	}
	assert_true(U_SUCCESS(error));
	uregex_close(regex);
	return n;
}

static void
they_are_where_the_regular_expression_finds_them(void **state)
{
	static const char *const cases[] = {
		"", "((", "))", "(())", "((()))", "((a))", "(((a)))",
		"((a)) ((b??c)) ((a", "((a)b))", "((a\nb))", "(a)) ((b))",
		"((((a))))", "((é))((नाम))", "((a(b))c))", "(((a) ((b)))",
		"see (508) 555-0100 ((school))",
	};
	struct placeholder *list;

	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned n = placeholder_list(*state, cases[i], &list);

		assert_int_equal(by_regex(cases[i], list, n), n);
	}
}

static void
short_words_of_brackets_are_as_the_regular_expression_says(void **state)
{
	static const char	 letters[] = "()a?";
	struct placeholder	*list;
	char			 words[9] = "";

	for (unsigned code = 0; code < 65536; code += 3) {
		unsigned n;

		for (unsigned i = 0; i < 8; i++)
			words[i] = letters[code >> (2 * i) & 3];
		n = placeholder_list(*state, words, &list);
		assert_int_equal(by_regex(words, list, n), n);
		arena_clear(*state);
	}
}

static void
one_has_a_name_and_maybe_words(void **state)
{
	struct placeholder *list;

	assert_int_equal(placeholder_list(*state,
	    "Hi (( Student first-name )), ((Late_Bus?? Late?? bus )).",
	    &list), 2);
	assert_string_equal(list[0].name, "Student first-name");
	assert_string_equal(list[0].folded, "studentfirstname");
	assert_null(list[0].shown);
	assert_int_equal(list[0].start, 3);
	assert_int_equal(list[0].end, 27);
	assert_string_equal(list[1].name, "Late_Bus");
	assert_string_equal(list[1].folded, "latebus");
	assert_string_equal(list[1].shown, " Late?? bus ");
}

static void
a_name_is_listed_once(void **state)
{
	struct placeholder *list;

	assert_int_equal(placeholder_names(*state,
	    "((a)) ((A)) ((b)) ((a??x)) ((-a_))", &list), 3);
	assert_string_equal(list[0].name, "a");
	assert_string_equal(list[1].name, "b");
	assert_string_equal(list[2].shown, "x");
}

static void
names_compare_without_case_and_joints(void **state)
{
	static const char *const same[] = { "Student first-name",
	    "student_first_name", "STUDENT\nFIRST NAME", "studentfirstname",
	    "ｓtudent first name" };

	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(placeholder_fold(*state, same[i]),
		    "studentfirstname");
	assert_string_equal(placeholder_fold(*state, "NOMÉ-do Aluno"),
	    "nomédoaluno");
	assert_string_equal(placeholder_fold(*state, " _-"), "");
}

static void
only_seven_words_show(void **state)
{
	static const char *const yes[] = { "yes", "Y", "true", "T", "1",
	    "Include", "SHOW" };
	static const char *const no[] = { "", "0", "no", "off", "false", "2",
	    "exclude", "any random string", "yes ", "sí", "ja" };

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		assert_true(placeholder_shows(yes[i]));
	for (size_t i = 0; i < COUNT(no); i++)
		assert_false(placeholder_shows(no[i]));
}

/* Notify's own, of tests/test_field.py. */
static void
filled_as_notify_does(void **state)
{
	static const struct {
		const char			*words;
		struct placeholder_value	 values[3];
		const char			*filled;
	} cases[] = {
		{ "((colour))", { { "colour", "red" } }, "red" },
		{ "the ((quick brown fox", { { "quick", "x" } },
		    "the ((quick brown fox" },
		{ "the (()) brown fox", { { "", "x" } },
		    "the (()) brown fox" },
		{ "((article)) quick ((colour)) ((animal))",
		    { { "article", "the" }, { "colour", "brown" },
		    { "animal", "fox" } }, "the quick brown fox" },
		{ "the quick (((colour))) fox", { { "colour", "brown" } },
		    "the quick (brown) fox" },
		{ "before ((placeholder)) after", { { "placeholder", "0" } },
		    "before 0 after" },
		{ "before ((placeholder)) after", { { "placeholder", "" } },
		    "before after" },	/* Theirs has two spaces. */
		{ "((warning?))", { { "warning?", "This is not" } },
		    "This is not" },
		{ "((warning?warning))", { { "warning?warning", "no" } },
		    "no" },
		{ "((warning??Beware\nof it))", { { "warning", "True" } },
		    "Beware\nof it" },
		{ "((warning??Beware))", { { "warning", "False" } }, "" },
		{ "((warning??foo??bar))", { { "warning", "1" } },
		    "foo??bar" },
		{ "Report to ((>location)) on ((<day)).",
		    { { ">location", "London" }, { "<day", "Monday" } },
		    "Report to London on Monday." },
		{ "((name)) ((colour))", { { "name", "Jo" } },
		    "Jo ((colour))" },
		{ "My name is ((name))", { { "name", "Geoff((name))[]{}" } },
		    "My name is Geoff((name))[]{}" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t n = 0;

		while (n < 3 && cases[i].values[n].name != NULL)
			n++;
		assert_string_equal(placeholder_fill(*state, cases[i].words,
		    cases[i].values, n), cases[i].filled);
	}
}

static void
of_two_spaces_one_goes(void **state)
{
	static const struct placeholder_value no[] = { { "x", "no" } };

	assert_string_equal(placeholder_fill(*state, "a ((x??b)) c", no, 1),
	    "a c");
	assert_string_equal(placeholder_fill(*state, "((x??b)) c", no, 1),
	    "c");
	assert_string_equal(placeholder_fill(*state, "a\n((x??b)) c", no, 1),
	    "a\nc");
	assert_string_equal(placeholder_fill(*state, "a((x??b)) c", no, 1),
	    "a c");
	assert_string_equal(placeholder_fill(*state, "a ((x??b)). c", no, 1),
	    "a . c");
}

static void
values_in_a_mail_are_isolated(void **state)
{
	static const struct placeholder_value values[] = { { "name", "أمل" },
	    { "x", "yes" }, { "none", "" } };

	assert_string_equal(placeholder_isolate(*state,
	    "Hi ((name)),((x?? come)) ((none))now", values, 3),
	    "Hi \u2068أمل\u2069, come now");
}

static void
missing_and_added_ones_are_named(void **state)
{
	struct placeholder_change c;

	assert_true(placeholder_same(*state, "((a)) ((b c)) ((d??e))",
	    "((D??é)) ((B_C)) ((b-c)) ((A))", &c));
	assert_false(placeholder_same(*state, "((a)) ((b)) ((b))",
	    "((A)) ((Old Date)) ((old date))", &c));
	assert_int_equal(c.missing_count, 1);
	assert_string_equal(c.missing[0], "b");
	assert_int_equal(c.added_count, 1);
	assert_string_equal(c.added[0], "Old Date");
	assert_int_equal(c.different_count, 0);
	assert_false(placeholder_same(*state, "((a)) ((b??c))",
	    "((a??x)) ((b??c))", &c));
	assert_int_equal(c.missing_count + c.added_count, 0);
	assert_true(c.different_count > 0);
	assert_string_equal(c.different[0], "a");
}

static void
what_was_meant_is_near(void **state)
{
	static const char *const known[] = { "guardian name",
	    "student first name", "student name", "teacher name", "school",
	    "date" };
	static const struct {
		const char	*name, *meant;
	} cases[] = {
		{ "teacher", "teacher name" },
		{ "Teachers_Name", "teacher name" },
		{ "gaurdian name", "guardian name" },
		{ "scool", "school" },
		{ "School name", "school" },
		{ "dates", "date" },
		{ "color", NULL },
		{ "", NULL },
		{ "a", NULL },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *near = placeholder_near(*state, cases[i].name,
		    known, COUNT(known));

		if (cases[i].meant == NULL)
			assert_null(near);
		else
			assert_string_equal(near, cases[i].meant);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    they_are_where_the_regular_expression_finds_them,
		    make, unmake),
		cmocka_unit_test_setup_teardown(
		    short_words_of_brackets_are_as_the_regular_expression_says,
		    make, unmake),
		cmocka_unit_test_setup_teardown(
		    one_has_a_name_and_maybe_words, make, unmake),
		cmocka_unit_test_setup_teardown(a_name_is_listed_once,
		    make, unmake),
		cmocka_unit_test_setup_teardown(
		    names_compare_without_case_and_joints, make, unmake),
		cmocka_unit_test(only_seven_words_show),
		cmocka_unit_test_setup_teardown(filled_as_notify_does,
		    make, unmake),
		cmocka_unit_test_setup_teardown(of_two_spaces_one_goes,
		    make, unmake),
		cmocka_unit_test_setup_teardown(values_in_a_mail_are_isolated,
		    make, unmake),
		cmocka_unit_test_setup_teardown(
		    missing_and_added_ones_are_named, make, unmake),
		cmocka_unit_test_setup_teardown(what_was_meant_is_near,
		    make, unmake),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
