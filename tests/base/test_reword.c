/*
 * What changed in words: what stayed and what went are the old words, what
 * stayed and what came the new ones, whatever the words are.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/reword.h"

#define ROUNDS	2000

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

/* "same -gone +came", for people. */
static const char *
told(const char *was, const char *now)
{
	static const char *const	 marks[] = { "=", "-", "+" };
	struct reword			*list;
	unsigned			 n = reword(arena, was, now, &list);
	const char			*all = "";

	for (unsigned i = 0; i < n; i++)
		all = arena_print(arena, "%s%s%s", all, marks[list[i].what],
		    list[i].text);
	return all;
}

static void
words_are_compared(void **state)
{
	(void)state;
	assert_string_equal(told("It is on Friday.", "It is on ((date))."),
	    "=It is on -Friday.+((date)).");
	assert_string_equal(told("A b c", "A b c"), "=A b c");
	assert_string_equal(told("", "A b"), "+A b");
	assert_string_equal(told("A b", ""), "-A b");
	assert_string_equal(told("", ""), "");
	assert_string_equal(told("a b c d", "b x d y"),
	    "-a =b -c +x =d +y");
	assert_string_equal(told("a  b", "a\nb"), "=a\nb");
}

static const char *
some(uint64_t *chance, unsigned most)
{
	static const char *const	 words[] = { "a ", "b ", "((c)) ",
					    "d\n", "\xd8\xb9 " };
	const char			*all = "";
	unsigned			 n;

	*chance = *chance * 6364136223846793005u + 1442695040888963407u;
	n = (unsigned)(*chance >> 33) % most;
	for (unsigned i = 0; i < n; i++) {
		*chance = *chance * 6364136223846793005u +
		    1442695040888963407u;
		all = arena_print(arena, "%s%s", all,
		    words[(*chance >> 33) % COUNT(words)]);
	}
	return all;
}

/* Without what is between the words. */
static const char *
bare(const char *text)
{
	char *all = arena_text(arena, text);

	for (char *p = all; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	return all;
}

static void
nothing_is_lost(void **state)
{
	uint64_t	 chance = 1;
	struct reword	*list;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		const char	*was = some(&chance, 12), *old = "";
		const char	*now = some(&chance, 12), *new = "";
		unsigned	 n = reword(arena, was, now, &list);

		for (unsigned i = 0; i < n; i++) {
			if (list[i].what != REWORD_CAME)
				old = arena_print(arena, "%s%s", old,
				    list[i].text);
			if (list[i].what != REWORD_GONE)
				new = arena_print(arena, "%s%s", new,
				    list[i].text);
		}
		assert_string_equal(new, now);
		assert_string_equal(bare(old), bare(was));
	}
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(words_are_compared),
		TEST(nothing_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
