/*
 * Phone numbers as schools have them: 27 whose reading by libphonenumber is
 * known, every digit Unicode has, and what is written beside numbers.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/phone.h"

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static json_t *
vectors(struct arena *arena)
{
	const char	*top = getenv("srcdir");
	json_t		*all;

	all = json_load_file(arena_print(arena,
	    "%s/tests/base/phone_vectors.json", top != NULL ? top : "."), 0,
	    NULL);
	assert_non_null(all);
	return all;
}

static const char *
text_of(const json_t *vector, const char *name)
{
	return json_string_value(json_object_get(vector, name));
}

static bool
flag_of(const json_t *vector, const char *name)
{
	return json_is_true(json_object_get(vector, name));
}

/* The numbers the library has for types. */
static int
type_of(enum phone_type type)
{
	static const int known[] = {
		[PHONE_FIXED] = 0, [PHONE_MOBILE] = 1,
		[PHONE_FIXED_OR_MOBILE] = 2, [PHONE_TOLL_FREE] = 3,
		[PHONE_UNKNOWN] = 11,
	};

	return known[type];
}

static void
expect_vector(const json_t *vector)
{
	struct phone	 phone;
	bool		 read = phone_look(text_of(vector, "input"), &phone);

	assert_int_equal(read,
	    json_integer_value(json_object_get(vector, "err")) == 0);
	assert_string_equal(phone.number, text_of(vector, "e164"));
	assert_string_equal(phone.region, text_of(vector, "region"));
	assert_string_equal(phone.extension, text_of(vector, "ext"));
	assert_int_equal(phone.valid, flag_of(vector, "valid"));
	assert_int_equal(phone.possible, flag_of(vector, "possible"));
	if (read)
		assert_int_equal(type_of(phone.type),
		    json_integer_value(json_object_get(vector, "type")));
}

static void
numbers_are_read_as_is_known_of_them(void **state)
{
	json_t	*all = vectors(*state);
	json_t	*list = json_object_get(all, "vectors");

	assert_int_equal(json_array_size(list), 27);
	for (size_t i = 0; i < json_array_size(list); i++)
		expect_vector(json_array_get(list, i));
	json_decref(all);
}

/* A vector may be texted when it is valid, not toll-free, and has no
 * extension. */
static void
a_number_for_texts_is_a_valid_one_alone(void **state)
{
	json_t		*all = vectors(*state);
	json_t		*list = json_object_get(all, "vectors");
	struct phone	 phone;
	const char	*why;

	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t	*vector = json_array_get(list, i);
		bool	 read = phone_read(text_of(vector, "input"), &phone,
			    &why);

		assert_int_equal(read, flag_of(vector, "valid") &&
		    *text_of(vector, "ext") == '\0' &&
		    json_integer_value(json_object_get(vector, "type")) != 3);
		assert_int_equal(read, why == NULL);
		if (read)
			assert_string_equal(phone.number,
			    text_of(vector, "e164"));
	}
	json_decref(all);
}

struct example {
	const char	*text;
	const char	*number;	/* Or a piece of the sentence. */
};

static void
expect_example(const struct example *e)
{
	struct phone	 phone;
	const char	*why;

	if (phone_read(e->text, &phone, &why)) {
		assert_null(why);
		assert_string_equal(phone.number, e->number);
		return;
	}
	if (strstr(why, e->number) == NULL)
		fail_msg("%s: %s", e->text, why);
}

static void
what_is_wrong_is_said(void **state)
{
	static const struct example cases[] = {
		{ "", "there is no number" },
		{ "-", "there is no number" },
		{ "n/a", "words" },
		{ "none", "words" },
		{ "799-3116", "no area code" },
		{ "911", "too few digits" },
		{ "+1 508 799 311", "too few digits" },
		{ "508-799-31166", "too few digits or too many" },
		{ "111-111-1111", "there is no such number" },
		{ "555-555-5555", "there is no such number" },
		{ "5087993116 x12", "extension" },
		{ "508-799-3116 Ext. 12", "extension" },
		{ "508-799-3116 #12", "extension" },
		{ "+1 800 555 1234", "toll-free" },
		{ "900-555-1234", "costs extra" },
		{ "500-555-1234", "no number of a mobile phone" },
		{ "508-799-3116/774-555-0199", "more than one number" },
		{ "508-799-3116 do not call", "words" },
		{ "do not call 508-799-3116", "words" },
		{ "OLD 508-799-3116", "words" },
		{ "ana@example.org", "words" },
		{ "1234567890123456789", "no phone number" },
		{ "----------------------------------------------------"
		  "-------------------------------------5087993116-----",
		    "too long" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_example(&cases[i]);
}

static void
what_says_nothing_is_passed_over(void **state)
{
	static const struct example cases[] = {
		{ "508-799-3116 (cell)", "+15087993116" },
		{ "Cell: 508-799-3116", "+15087993116" },
		{ "C 508 799 3116", "+15087993116" },
		{ "(508)799-3116 Mom's", "words" },
		{ "(508)799-3116 - Mom", "+15087993116" },
		{ "508-799-3116 mãe", "+15087993116" },
		{ "Teléfono 508-799-3116", "+15087993116" },
		{ "tel:+1-508-799-3116", "+15087993116" },
		{ "  508.799.3116  ", "+15087993116" },
		{ "508/799-3116", "+15087993116" },
		{ "1-508-799-3116", "+15087993116" },
		{ "+1 (508) 799–3116", "+15087993116" },
		{ "508\xc2\xa0" "799\xe2\x80\x91" "3116", "+15087993116" },
		{ "+1 ５０８ ７９９ ３１１６", "+15087993116" },
		{ "+44 20 7946 0958", "+442079460958" },
		{ "011 52 1 55 1234 5678", "+525512345678" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_example(&cases[i]);
}

/* Writes the digits as characters from that zero on. */
static void
spell(const char *digits, UChar32 zero, uint8_t out[64])
{
	int32_t length = 0;

	for (; *digits != '\0'; digits++)
		U8_APPEND_UNSAFE(out, length,
		    (uint32_t)(zero + *digits - '0'));
	out[length] = '\0';
}

static void
the_digits_of_every_script_are_digits(void **state)
{
	unsigned scripts = 0;

	(void)state;
	for (UChar32 c = 0; c < 0x110000; c++) {
		struct example	 e = { .number = "+15087993116" };
		uint8_t		 text[64];

		if (u_charType(c) != U_DECIMAL_DIGIT_NUMBER ||
		    u_charDigitValue(c) != 0)
			continue;
		spell("5087993116", c, text);
		e.text = (const char *)text;
		expect_example(&e);
		scripts++;
	}
	assert_true(scripts > 60);
}

static void
numbers_nobody_has_are_marked(void **state)
{
	static const struct {
		const char	*text;
		bool		 fictitious;
	} cases[] = {
		{ "508-555-0100", true }, { "508-555-0199", true },
		{ "413-555-0123", true }, { "787-555-0123", true },
		{ "508-555-0200", false }, { "508-555-1000", false },
		{ "508-550-1000", false }, { "508-799-3116", false },
		{ "+44 20 5550 1000", false },
	};
	struct phone phone;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(phone_look(cases[i].text, &phone));
		assert_int_equal(phone.fictitious, cases[i].fictitious);
	}
}

static void
a_cell_is_split_into_its_numbers(void **state)
{
	static const struct {
		const char	*text;
		const char	*numbers[4];
	} cases[] = {
		{ "508-799-3116", { "508-799-3116" } },
		{ "508-799-3116/774-555-0199",
		    { "508-799-3116", "774-555-0199" } },
		{ "508-799-3116 / 774-555-0199 (home)",
		    { "508-799-3116 ", " 774-555-0199 (home)" } },
		{ "508-799-3116; 774-555-0199",
		    { "508-799-3116", " 774-555-0199" } },
		{ "508-799-3116 or 774-555-0199",
		    { "508-799-3116", "774-555-0199" } },
		{ "508-799-3116,774-555-0199,",
		    { "508-799-3116", "774-555-0199" } },
		{ "508-799-3116\n774-555-0199",
		    { "508-799-3116", "774-555-0199" } },
		{ "508/799-3116", { "508/799-3116" } },
		{ "+15087993116;ext=12", { "+15087993116;ext=12" } },
		{ "508-799-3116, ext 12", { "508-799-3116, ext 12" } },
		{ "508-799-3116, do not call",
		    { "508-799-3116, do not call" } },
		{ "n/a", { "n/a" } }, { "", { "" } }, { "/", { "/" } },
	};
	const char **numbers;

	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned n, count = phone_split(*state, cases[i].text,
		    &numbers);

		for (n = 0; n < count && cases[i].numbers[n] != NULL; n++)
			assert_string_equal(numbers[n], cases[i].numbers[n]);
		assert_int_equal(n, count);
		assert_null(cases[i].numbers[count]);
	}
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(numbers_are_read_as_is_known_of_them),
		CASE(a_number_for_texts_is_a_valid_one_alone),
		CASE(what_is_wrong_is_said),
		CASE(what_says_nothing_is_passed_over),
		CASE(the_digits_of_every_script_are_digits),
		CASE(numbers_nobody_has_are_marked),
		CASE(a_cell_is_split_into_its_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
