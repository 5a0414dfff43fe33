/*
 * Tokens: what we made is read in any case of letters, and nothing else is;
 * and the key of a district is made once.  The signature is one of Python's
 * hmac module.
 */

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/token.h"
#include "store/secret.h"
#include "tests/flow/rig.h"

#define KEY	"0123456789abcdef"
#define NAMED	"0A1B2C3D4E5F6"

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

static int64_t
attempt(void)
{
	int64_t id;

	assert_true(id_parse(NAMED, &id));
	return id;
}

static void
test_what_we_made_is_read(void **state)
{
	static const enum token_use uses[] = { TOKEN_REPLY, TOKEN_BOUNCE,
	    TOKEN_UNSUBSCRIBE, TOKEN_MESSAGE };
	int64_t	 id = 0;
	char	*token;

	(void)state;
	for (size_t i = 0; i < COUNT(uses); i++) {
		token = token_make(arena, KEY, uses[i], attempt());
		assert_int_equal(strlen(token), TOKEN_LENGTH);
		for (char *c = token; *c != '\0'; c++)
			assert_true(islower((unsigned char)*c) ||
			    isdigit((unsigned char)*c));
		assert_true(token_read(KEY, uses[i], token, &id));
		assert_int_equal(id, attempt());
		for (size_t j = 0; j < COUNT(uses); j++)
			assert_int_equal(token_read(KEY, uses[j], token,
			    &id), i == j);
		for (char *c = token; *c != '\0'; c++)
			*c = (char)toupper((unsigned char)*c);
		assert_true(token_read(KEY, uses[i], arena_print(arena,
		    "%s@x.example", token), &id));
	}
}

static void
test_the_signature(void **state)
{
	(void)state;
	assert_string_equal(token_make(arena, KEY, TOKEN_REPLY, attempt()),
	    "r0a1b2c3d4e5f65c22mw1snw638zcd");
}

static void
test_nothing_else_is(void **state)
{
	char	*token = token_make(arena, KEY, TOKEN_REPLY, attempt());
	char	*other;
	int64_t	 id = 7;

	(void)state;
	assert_false(token_read("another key", TOKEN_REPLY, token, &id));
	assert_false(token_read(NULL, TOKEN_REPLY, token, &id));
	for (size_t i = 0; i < TOKEN_LENGTH; i++) {
		other = arena_text(arena, token);
		other[i] = other[i] == 'z' ? 'y' : 'z';
		assert_false(token_read(KEY, TOKEN_REPLY, other, &id));
		other[i] = '\0';
		assert_false(token_read(KEY, TOKEN_REPLY, other, &id));
	}
	assert_false(token_read(KEY, TOKEN_REPLY, "", &id));
	assert_int_equal(id, 7);
}

static void
test_in_an_address(void **state)
{
	char	*token = token_make(arena, KEY, TOKEN_BOUNCE, attempt());
	char	*address = token_address(arena, "replies@school.example",
		    token);
	int64_t	 id;

	(void)state;
	assert_string_equal(address, arena_print(arena,
	    "replies+%s@school.example", token));
	assert_true(token_read(KEY, TOKEN_BOUNCE, token_in(address), &id));
	assert_true(token_read(KEY, TOKEN_BOUNCE, token_in(arena_print(arena,
	    "a+b+%s@x.example", token)), &id));
	assert_null(token_in("replies@school.example"));
	assert_null(token_in("replies+short@school.example"));
	assert_null(token_in(arena_print(arena, "replies@%s+x", token)));
	assert_null(token_in(token));
	assert_null(token_in(""));
}

static void
test_a_key_is_made_once(void **state)
{
	struct rig	*r = rig_open(*state);
	struct db	*db = rig_visit(r);
	const char	*key = secret_take(db, "tokens", clock_now());

	assert_int_equal(strlen(key), 64);
	assert_string_equal(secret_take(db, "tokens", clock_now()), key);
	assert_string_not_equal(secret_take(db, "other", clock_now()), key);
	rig_keep(r);
	db = rig_visit(r);
	assert_string_equal(secret_take(db, "tokens", clock_now()), key);
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_we_made_is_read,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_signature, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_nothing_else_is, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_in_an_address, setup,
		    teardown),
		RIG_TEST(test_a_key_is_made_once),
	};

	return cmocka_run_group_tests_name("token", tests, NULL, rig_end);
}
