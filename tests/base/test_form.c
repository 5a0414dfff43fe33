/* Fields of a form are decoded; what is malformed is refused whole. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"

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

/* A form as "name|value;name|value;". */
static char *
spelled(struct arena *arena, const struct form *form)
{
	struct buf b;
	char *text;

	buf_init(&b, 10000);
	for (unsigned i = 0; i < form->count; i++)
		buf_print(&b, "%s|%s;", form->fields[i].name,
		    form->fields[i].value);
	text = buf_keep(&b, arena);
	buf_free(&b);
	return text;
}

struct example {
	const char	*text;
	const char	*spelled;	/* NULL: refused. */
};

static void
forms_are_decoded(void **state)
{
	static const struct example cases[] = {
		{ "", "" },
		{ "a=1", "a|1;" },
		{ "a=1&b=2&a=3", "a|1;b|2;a|3;" },
		{ "a=x+y%20z", "a|x y z;" },
		{ "From=%2B15551234567", "From|+15551234567;" },
		{ "a%3Db=c=d", "a=b|c=d;" },
		{ "a", "a|;" },
		{ "a=", "a|;" },
		{ "=a", "|a;" },
		{ "=", "|;" },
		{ "&&a=1&&", "a|1;" },
		{ "a=%C3%A9%c3%a9\xc3\xa9",
		    "a|\xc3\xa9\xc3\xa9\xc3\xa9;" },
		{ "a=%ff%01", "a|\xff\x01;" },
		{ "%26=%3d", "&|=;" },
		{ "a=%2", NULL },
		{ "a=%", NULL },
		{ "a=%&b=1", NULL },
		{ "a=%2&41=1", NULL },
		{ "%=1", NULL },
		{ "a=%zz", NULL },
		{ "a=% 1", NULL },
		{ "a=%+1", NULL },
		{ "a=%00", NULL },
		{ "a=1&b%00=2", NULL },
	};
	struct form form;

	for (size_t i = 0; i < COUNT(cases); i++) {
		bool read = form_read(*state, cases[i].text,
		    strlen(cases[i].text), &form);

		assert_int_equal(read, cases[i].spelled != NULL);
		if (read)
			assert_string_equal(spelled(*state, &form),
			    cases[i].spelled);
	}
}

static void
a_nul_is_refused(void **state)
{
	struct form form;

	assert_false(form_read(*state, "a=1\0", 4, &form));
	assert_false(form_read(*state, "a\0b=1", 5, &form));
}

static void
the_text_ends_at_its_length(void **state)
{
	struct form form;
	char *text = malloc(5);

	memcpy(text, "a=%41", 5);
	assert_true(form_read(*state, text, 5, &form));
	assert_string_equal(form_get(&form, "a"), "A");
	assert_false(form_read(*state, text, 4, &form));
	assert_false(form_read(*state, text, 3, &form));
	assert_true(form_read(*state, text, 2, &form));
	assert_string_equal(form_get(&form, "a"), "");
	free(text);
}

static void
too_many_fields_are_refused(void **state)
{
	struct form form;
	char text[2 * FORM_FIELDS + 2];

	for (size_t i = 0; i < sizeof text; i += 2)
		memcpy(text + i, "a&", 2);
	assert_true(form_read(*state, text, 2 * FORM_FIELDS, &form));
	assert_int_equal(form.count, FORM_FIELDS);
	assert_false(form_read(*state, text, sizeof text, &form));
	assert_int_equal(form.count, 0);
}

static void
a_query_stands_between_its_marks(void **state)
{
	static const struct example cases[] = {
		{ "/", "" },
		{ "", "" },
		{ "/a?", "" },
		{ "/a?b=1", "b|1;" },
		{ "/a?b=1&c=2#d=3", "b|1;c|2;" },
		{ "/a#b?c=1", "" },
		{ "/a?b=?", "b|?;" },
		{ "?b=1", "b|1;" },
		{ "https://example.org/a?b=1", "b|1;" },
		{ "/a?b=%", NULL },
		{ "/%?b=1", "b|1;" },
	};
	struct form form;

	for (size_t i = 0; i < COUNT(cases); i++) {
		bool read = form_query(*state, cases[i].text, &form);

		assert_int_equal(read, cases[i].spelled != NULL);
		if (read)
			assert_string_equal(spelled(*state, &form),
			    cases[i].spelled);
	}
}

static void
the_first_value_of_a_name_is_found(void **state)
{
	static const char text[] = "Body=a&body=b&Body=c&Empty=";
	struct form form;

	assert_true(form_read(*state, text, strlen(text), &form));
	assert_string_equal(form_get(&form, "Body"), "a");
	assert_string_equal(form_get(&form, "body"), "b");
	assert_string_equal(form_get(&form, "Empty"), "");
	assert_null(form_get(&form, "BODY"));
	assert_null(form_get(&form, ""));
}

/* A form as "name|value;", with 0 for NUL. */
static char *
spelled_raw(struct arena *arena, const char *text)
{
	struct raw_field *fields;
	unsigned count = form_raw(arena, text, strlen(text), &fields);
	struct buf b;
	char *all;

	buf_init(&b, 10000);
	for (unsigned i = 0; i < count; i++) {
		buf_add(&b, fields[i].name, fields[i].name_length);
		buf_char(&b, '|');
		buf_add(&b, fields[i].value, fields[i].value_length);
		buf_char(&b, ';');
	}
	for (size_t i = 0; i < b.length; i++)
		if (b.data[i] == '\0')
			b.data[i] = '0';
	all = buf_keep(&b, arena);
	buf_free(&b);
	return all;
}

static void
a_raw_form_has_all_that_is_there(void **state)
{
	static const struct example cases[] = {
		{ "", "" },
		{ "&a=x+y%20z&&b", "a|x y z;b|;" },
		{ "a%00=b%00c%00", "a0|b0c0;" },
		{ "a=%&b=%2&c=%zz1&%=%41", "a|%;b|%2;c|%zz1;%|A;" },
	};
	struct raw_field *fields;
	char many[3 * 1000 + 1] = "";

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(spelled_raw(*state, cases[i].text),
		    cases[i].spelled);
	for (size_t i = 0; i < 1000; i++)
		memcpy(many + 3 * i, "f=&", 3);
	assert_int_equal(form_raw(*state, many, sizeof many - 1, &fields),
	    1000);
	assert_string_equal(fields[999].name, "f");
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(forms_are_decoded),
		CASE(a_nul_is_refused),
		CASE(the_text_ends_at_its_length),
		CASE(too_many_fields_are_refused),
		CASE(a_query_stands_between_its_marks),
		CASE(the_first_value_of_a_name_is_found),
		CASE(a_raw_form_has_all_that_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
