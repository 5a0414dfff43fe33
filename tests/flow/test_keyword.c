/*
 * Files of words of consent that are refused, each with its name and what to
 * do; and what is made of one that is right.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/keyword.h"

static struct arena	*arena;
static char		 folder[64];

static const char *
path_of(const char *name)
{
	return arena_print(arena, "%s/words/%s", folder, name);
}

static void
put(const char *name, const char *words)
{
	FILE *file = fopen(path_of(name), "w");

	assert_non_null(file);
	fputs(words, file);
	assert_int_equal(fclose(file), 0);
}

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	snprintf(folder, sizeof folder, "/tmp/keywords.XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(mkdir(arena_print(arena, "%s/words", folder), 0700),
	    0);
	put("en.json", "{\"stop\": [\"stop\"]}");
	return 0;
}

static int
teardown(void **state)
{
	static const char *const names[] = { "en.json", "es.json", "vi.json",
	    "Spanish.json", "es.txt" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		unlink(path_of(names[i]));
	rmdir(arena_print(arena, "%s/words", folder));
	rmdir(folder);
	arena_free(arena);
	return 0;
}

static void
refused(const char *name, const char *words, const char *wanted)
{
	char why[500] = "";

	if (words != NULL)
		put(name, words);
	if (keywords_read(arena, folder, why, sizeof why) != NULL)
		fail_msg("%s is taken: %s", name, words);
	if (strstr(why, name) == NULL || strstr(why, wanted) == NULL)
		fail_msg("%s: %s", wanted, why);
	unlink(path_of(name));
}

static void
test_what_is_refused(void **state)
{
	char long_list[2000] = "{\"stop\": [\"a\"", number[16];

	(void)state;
	refused("es.json", "[]", "no JSON object");
	refused("es.json", "{\"stop\"", "expected");
	refused("es.json", "{\"halt\": [\"alto\"]}", "halt: this list");
	refused("es.json", "{\"stop\": \"alto\"}", "no list");
	refused("es.json", "{\"stop\": [\"\"]}", "missing or too long");
	refused("es.json", "{\"stop\": [7]}", "missing or too long");
	refused("es.json", "{\"stop\": [\"ALTO\"]}", "\"alto\"");
	refused("es.json", "{\"stop\": [\"alto!\"]}", "\"alto\"");
	refused("es.json", "{\"stop\": [\"alto\", \"alto\"]}", "twice");
	refused("es.json", "{\"stop\": [\"alto\"], \"hold\": [\"alto\"]}",
	    "choose one");
	refused("es.json", "{\"answers\": [\"ya no\"]}", "has to be in stop");
	refused("Spanish.json", "{}", "short tag");
	refused("es.txt", "{}", "short tag");
	for (unsigned i = 0; i < 100; i++) {
		snprintf(number, sizeof number, ", \"a%u\"", i);
		strncat(long_list, number, sizeof long_list -
		    strlen(long_list) - 4);
	}
	strncat(long_list, "]}", 3);
	refused("es.json", long_list, "at most 100");
	/* Without English nobody could stop us. */
	refused("en.json", "{\"stop\": []}", "has no stop");
	refused("en.json", NULL, "missing");
}

static void
test_what_is_made_of_it(void **state)
{
	const struct keywords	*k;
	char			 why[500] = "";

	(void)state;
	put("vi.json", "{\"stop\": [\"dừng\", \"hủy\"], \"hold\": [\"huy\"]}");
	k = keywords_read(arena, folder, why, sizeof why);
	assert_string_equal(why, "");
	assert_string_equal(keyword_language(k, keyword_english(k)), "en");
	assert_string_equal(keyword_language(k, 1), "vi");
	assert_null(keyword_language(k, 2));
	assert_true(keyword_in(k, 1, KEYWORD_STOP, "dừng"));
	assert_true(keyword_in(k, 1, KEYWORD_STOP, "dung"));
	assert_true(keyword_in(k, 1, KEYWORD_STOP, "hủy"));
	/* Without its mark it is a name. */
	assert_false(keyword_in(k, 1, KEYWORD_STOP, "huy"));
	assert_true(keyword_in(k, 1, KEYWORD_HOLD, "huy"));
	assert_false(keyword_in(k, 0, KEYWORD_STOP, "dừng"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_refused, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_what_is_made_of_it, setup,
		    teardown),
	};

	return cmocka_run_group_tests_name("keyword", tests, NULL, NULL);
}
