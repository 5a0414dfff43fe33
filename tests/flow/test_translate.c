/*
 * Who is asked for a translation, and who reads it back.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/gateway.h"
#include "flow/translate_inside.h"

static const char	*options[] = { "http://127.0.0.1:1", "", "ht ak" };
static struct configured configured;
static struct gateway	 gateway = { .translating = &configured };

/* Two of a kind, and a third that only tries things. */
static int
start(void **state)
{
	static const char *const names[] = { "one", "two", "trial" };

	(void)state;
	for (unsigned i = 0; translators[i] != NULL; i++)
		for (unsigned k = 0; k < 3 && strcmp(translators[i]->name,
		    "libretranslate") == 0; k++)
			configured.translators[k] =
			    (struct translating_account){ names[k],
			    translators[i], options };
	configured.translator_use[2].simulated = true;
	configured.translator_count = 3;
	return 0;
}

static const char *
nth(const struct saying *s, unsigned n)
{
	int number = translate_nth(&gateway, s, n);

	return number < 0 ? "nobody" : configured.translators[number].name;
}

/* Others come before whoever said it, and they are the last. */
static void
another_one_reads_it_back(void **state)
{
	struct saying s = { .from = "es-US", .to = "en-US" };

	(void)state;
	assert_string_equal(nth(&s, 0), "one");
	assert_string_equal(nth(&s, 1), "two");
	assert_string_equal(nth(&s, 2), "nobody");
	s.but = "one";
	assert_string_equal(nth(&s, 0), "two");
	assert_string_equal(nth(&s, 1), "one");
	assert_string_equal(nth(&s, 2), "nobody");
	s.but = "two";
	assert_string_equal(nth(&s, 0), "one");
	s.simulated = true;
	assert_string_equal(nth(&s, 1), "trial");
	assert_string_equal(nth(&s, 2), "two");
	s.but = "somebody who is gone";
	assert_string_equal(nth(&s, 0), "one");
	assert_string_equal(nth(&s, 3), "nobody");
}

/* The tokens stand for what they stood for in the beginning. */
static void
what_was_said_is_turned(void **state)
{
	struct arena		*arena = arena_new();
	const char		*names[] = { "Leo" };
	struct guard_term	 terms[] = { { "report card", "boleta" } };
	struct guarding		 by = { .from = "en-US", .to = "es-US",
				    .names = names, .name_count = 1,
				    .terms = terms, .term_count = 1 };
	struct saying		 s = { .from = "en-US", .to = "es-US",
				    .translator = "one" }, back;
	const char		*why;

	(void)state;
	assert_true(guard_protect(arena, "Leo has a report card at 3 PM.", &by,
	    &s.guarded, &why));
	s.plain = "A las ⟦3⟧ hay ⟦2⟧ de ⟦1⟧.";
	assert_string_equal(guard_restore(arena, &s.guarded, s.plain, &why),
	    "A las 3 PM hay boleta de Leo.");
	translate_turn(arena, &s, &back);
	assert_string_equal(back.but, "one");
	assert_string_equal(back.from, "es-US");
	assert_string_equal(guard_restore(arena, &back.guarded,
	    "At ⟦3⟧ there is ⟦2⟧ of ⟦1⟧.", &why),
	    "At 3 PM there is report card of Leo.");
	assert_null(guard_restore(arena, &back.guarded,
	    "At ⟦3⟧ there is a ⟦2⟧.", &why));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_one_reads_it_back),
		cmocka_unit_test(what_was_said_is_turned),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
