/* Mailboxes as they stand in rosters. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/list.h"

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

static void
the_domain_is_written_as_it_is_asked_for(void **state)
{
	static const struct {
		const char *text, *email;
	} cases[] = {
		{ "ana@example.org", "ana@example.org" },
		{ "Ana.Lima+x@Example.ORG", "Ana.Lima+x@example.org" },
		{ "Ana Lima <ana@example.org>", "ana@example.org" },
		{ "mailto:ana@example.org", "ana@example.org" },
		{ "ana@b\xc3\xbc" "cher.example", "ana@xn--bcher-kva.example" },
		{ "o'neil@k12.ma.us", "o'neil@k12.ma.us" },
		{ "j\xc3\xb6rg@example.org", "j\xc3\xb6rg@example.org" },
	};
	const char *email, *why;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(email_read(*state, cases[i].text, &email, &why));
		assert_null(why);
		assert_string_equal(email, cases[i].email);
	}
}

static void
what_no_server_takes_is_refused(void **state)
{
	static const char *const cases[] = {
		"", "n/a", "ana", "@example.org", "ana@", "ana@example",
		"ana@@example.org", "a@b@example.org", "ana lima@example.org",
		"ana@exa mple.org", "ana@.org", "ana@example..org",
		"ana@example.org;", "ana@-example.org", "ana@example.o",
		".ana@example.org", "ana.@example.org", "ana@exam_ple.org",
		"\"ana\"@example.org", "ana@[127.0.0.1]",
	};
	const char *email, *why;

	for (size_t i = 0; i < COUNT(cases); i++) {
		if (email_read(*state, cases[i], &email, &why))
			fail_msg("%s", cases[i]);
		assert_non_null(strstr(why, "no email address"));
	}
}

static void
a_cell_is_split(void **state)
{
	const char **list;

	assert_int_equal(email_split(*state, "a@x.org; b@x.org", &list), 2);
	assert_string_equal(list[0], "a@x.org");
	assert_string_equal(list[1], "b@x.org");
	assert_int_equal(email_split(*state, "a@x.org/b@x.org,", &list), 2);
	assert_int_equal(email_split(*state, "Ana L <a@x.org>", &list), 1);
	assert_string_equal(list[0], "Ana L <a@x.org>");
	assert_int_equal(email_split(*state, "", &list), 1);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(the_domain_is_written_as_it_is_asked_for),
		CASE(what_no_server_takes_is_refused),
		CASE(a_cell_is_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
