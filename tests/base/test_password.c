/* Which passwords are refused, and what is kept of one. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/password.h"

static const char *const names[] = { "Min Park", "min.park@oak.example",
	NULL };

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
test_good_ones_are_taken(void **state)
{
	static const char *const good[] = { "violet tram seven owls",
		"correct battery staple", "Zq8!pf0LmwX2",
		"my dog eats 14 socks", "Los patos comen pan",
		"أربع كلمات لا تجتمع", "parking lot 9 green",
		"Park the blue bike", "welcome to my jungle" };

	for (size_t i = 0; i < COUNT(good); i++)
		if (password_refused(*state, good[i], names) != NULL)
			fail_msg("%s: %s", good[i], password_refused(*state,
			    good[i], names));
}

static void
test_bad_ones_are_refused(void **state)
{
	static const char *const bad[] = { "", "violet tram", "password1234",
		"Password!2026", "PASSWORDpassword", "qwertyuiop123",
		"Contraseña12", "Welcome2026!!", "123456789012",
		"2026-11-22 10", "aaaaaaaaaaaa", "abababababab",
		"Min Park 2026",
		"min.park@oak.example", "MinPark12345!", "park-min-2026!!",
		"iloveyou12345", "Worcester2026!", "ПППППППППППП" };

	for (size_t i = 0; i < COUNT(bad); i++)
		if (password_refused(*state, bad[i], names) == NULL)
			fail_msg("%s is taken", bad[i]);
}

static void
test_length_is_in_characters(void **state)
{
	char long_one[PASSWORD_MOST + 2];

	assert_non_null(password_refused(*state, "ἀβγδεζηθικλ", names));
	assert_null(password_refused(*state, "ἀβγδεζηθικλμ", names));
	for (size_t i = 0; i < sizeof long_one; i++)
		long_one[i] = (char)('b' + i % 13);
	long_one[PASSWORD_MOST] = '\0';
	assert_null(password_refused(*state, long_one, names));
	long_one[PASSWORD_MOST] = 'x';
	long_one[PASSWORD_MOST + 1] = '\0';
	assert_non_null(password_refused(*state, long_one, names));
	assert_false(password_is(*state, long_one, ""));
}

static void
test_what_is_kept_fits_that_one_only(void **state)
{
	const char	*one = password_made(*state, "violet tram seven owls"),
			*two = password_made(*state, "violet tram seven owls");

	assert_string_not_equal(one, two);
	assert_null(strstr(one, "violet"));
	assert_true(password_is(*state, "violet tram seven owls", one));
	assert_true(password_is(*state, "violet tram seven owls", two));
	assert_false(password_is(*state, "Violet tram seven owls", one));
	assert_false(password_is(*state, "", one));
}

/* "pleaseletmein" of RFC 7914, so others can make what is kept. */
static void
test_what_was_made_elsewhere_fits(void **state)
{
	assert_true(password_is(*state, "pleaseletmein",
	    "scrypt:14:SodiumChloride:7023bdcb3afd7348461c06cd81fd38eb"
	    "fda8fbba904f8e3ea9b543f6545da1f2"));
}

static void
test_what_is_not_understood_fits_none(void **state)
{
	static const char *const kept[] = { "", "scrypt", "scrypt:15",
		"scrypt:15:salt", "scrypt:3:salt:00", "scrypt:30:salt:00",
		"scrypt:-1:salt:00", "violet tram seven owls" };

	for (size_t i = 0; i < COUNT(kept); i++)
		assert_false(password_is(*state, "violet tram seven owls",
		    kept[i]));
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(test_good_ones_are_taken),
		CASE(test_bad_ones_are_refused),
		CASE(test_length_is_in_characters),
		CASE(test_what_is_kept_fits_that_one_only),
		CASE(test_what_was_made_elsewhere_fits),
		CASE(test_what_is_not_understood_fits_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
