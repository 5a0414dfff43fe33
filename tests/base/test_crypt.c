/* The vectors of RFC 2202, FIPS 180-4, RFC 4648 and RFC 7914. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/crypt.h"

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
hmac_agrees_with_the_vectors(void **state)
{
	static const struct {
		const char	*key, *text;
		const char	*digest;
	} cases[] = {
		{ "Jefe", "what do ya want for nothing?",
		    "\xef\xfc\xdf\x6a\xe5\xeb\x2f\xa2\xd2\x74"
		    "\x16\xd5\xf1\x84\xdf\x9c\x25\x9a\x7c\x79" },
		{ "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
		  "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", "Hi There",
		    "\xb6\x17\x31\x86\x55\x05\x72\x64\xe2\x8b"
		    "\xc0\xb6\xfb\x37\x8c\x8e\xf1\x46\xbe\x00" },
		{ "", "",
		    "\xfb\xdb\x1d\x1b\x18\xaa\x6c\x08\x32\x4b"
		    "\x7d\x64\xb7\x1f\xb7\x63\x70\x69\x0e\x1d" },
	};
	unsigned char out[CRYPT_SHA1];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		crypt_hmac_sha1(cases[i].key, strlen(cases[i].key),
		    cases[i].text, strlen(cases[i].text), out);
		assert_memory_equal(out, cases[i].digest, CRYPT_SHA1);
	}
}

/* That of RFC 7914, section 12; what is cut off it does not change the rest. */
static void
scrypt_agrees_with_the_vector(void **state)
{
	unsigned char out[CRYPT_SHA256];

	crypt_scrypt("pleaseletmein", "SodiumChloride", 14, out);
	assert_string_equal(crypt_hexadecimal(*state, out, sizeof out),
	    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

static void
digests_agree_with_the_vectors(void **state)
{
	unsigned char out[CRYPT_SHA256];

	assert_string_equal(crypt_digest(*state, "abc", 3),
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(crypt_digest(*state, "", 0),
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	crypt_sha256("abc", 3, out);
	assert_int_equal(out[0], 0xba);
	assert_int_equal(out[31], 0xad);
}

static void
only_the_same_is_the_same(void **state)
{
	(void)state;
	assert_true(crypt_same("", ""));
	assert_true(crypt_same("secret", "secret"));
	assert_false(crypt_same("secret", "secreT"));
	assert_false(crypt_same("Secret", "secret"));
	assert_false(crypt_same("secret", "secre"));
	assert_false(crypt_same("secret", "secrets"));
	assert_false(crypt_same("", "s"));
}

static void
random_is_hexadecimal_and_new_each_time(void **state)
{
	char *one = crypt_random(*state, 32), *other = crypt_random(*state, 32);

	assert_int_equal(strlen(one), 64);
	assert_int_equal(strspn(one, "0123456789abcdef"), 64);
	assert_string_not_equal(one, other);
	assert_string_equal(crypt_random(*state, 0), "");
}

static void
base64_goes_both_ways(void **state)
{
	static const struct {
		const char	*plain;
		size_t		 length;
		const char	*coded;
	} cases[] = {
		{ "", 0, "" },
		{ "f", 1, "Zg==" },
		{ "fo", 2, "Zm8=" },
		{ "foo", 3, "Zm9v" },
		{ "foob", 4, "Zm9vYg==" },
		{ "fooba", 5, "Zm9vYmE=" },
		{ "foobar", 6, "Zm9vYmFy" },
		{ "\0\0", 2, "AAA=" },
		{ "\xff\xff\xfe", 3, "///+" },
	};
	size_t length;
	char *plain;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(crypt_base64(*state, cases[i].plain,
		    cases[i].length), cases[i].coded);
		plain = crypt_unbase64(*state, cases[i].coded, &length);
		assert_non_null(plain);
		assert_int_equal(length, cases[i].length);
		assert_memory_equal(plain, cases[i].plain, length + 1);
	}
	assert_string_equal(crypt_unbase64(*state, "Zm9v", NULL), "foo");
}

static void
what_is_no_base64_is_refused(void **state)
{
	static const char *const cases[] = {
		"Z", "Zg", "Zg=", "Zg===", "====", "Z===", "=Zg=", "Zg=a",
		"Zg==Zg==", " Zg==", "Zg== ", "Zm9v\n", "Zm9-", "Zm9_",
		"Zm\xc3\xa9", "Zm9vZg=", "Zm9vZ",
	};
	size_t length = 77;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_null(crypt_unbase64(*state, cases[i], &length));
		assert_int_equal(length, 77);
	}
}

static void
base64_for_urls_has_its_own_letters(void **state)
{
	assert_string_equal(crypt_base64url(*state, "\xfb\xff", 2), "-_8");
	assert_string_equal(crypt_base64url(*state, "f", 1), "Zg");
	assert_string_equal(crypt_base64url(*state, "foo", 3), "Zm9v");
	assert_string_equal(crypt_base64url(*state, "", 0), "");
}

/* One that is has its vector in tests/providers/translate. */
static void
what_is_no_rsa_key_does_not_sign(void **state)
{
	static const char *const cases[] = {
		"", "none", "-----BEGIN PRIVATE KEY-----\n",
		"-----BEGIN PRIVATE KEY-----\nZm9v\n"
		    "-----END PRIVATE KEY-----\n",
		/* Of an elliptic curve. */
		"-----BEGIN PRIVATE KEY-----\n"
	    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTS0QD1Qrl0n01ycM\n"
	    "jJK7zFZ1BB8m1Q/R5RKU65KxEcKhRANCAASW9I3MWwr2OxUt9Eg7jKRetTIRFHNV\n"
	    "kLDhplzLOASZ4ADtHI+XXDqWoS2k1BPRfep2vVK/K1gNly6q5qwInU5o\n"
	    "-----END PRIVATE KEY-----\n",
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_null(crypt_sign_rs256(*state, cases[i], "a", 1));
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(hmac_agrees_with_the_vectors),
		CASE(scrypt_agrees_with_the_vector),
		CASE(digests_agree_with_the_vectors),
		CASE(only_the_same_is_the_same),
		CASE(random_is_hexadecimal_and_new_each_time),
		CASE(base64_goes_both_ways),
		CASE(what_is_no_base64_is_refused),
		CASE(base64_for_urls_has_its_own_letters),
		CASE(what_is_no_rsa_key_does_not_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
