/*
 * What texts are taken for, from a corpus that anybody can add to: texts.txt
 * beside this file.  And the tables themselves: they are written as the
 * functions that compare them write texts.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/optout.h"
#include "flow/phrase.h"
#include "flow/phrase_words.h"
#include "store/word.h"
#include "tests/flow/rig.h"

static struct arena	*arena;

/* What is written as \n and \u{...} becomes what it stands for. */
static const char *
plain(const char *text)
{
	char	*to = arena_text(arena, text), *end = to;
	long	 c;

	while (*text != '\0') {
		if (strncmp(text, "\\n", 2) == 0) {
			*end++ = '\n';
			text += 2;
		} else if (strncmp(text, "\\u{", 3) == 0) {
			c = strtol(text + 3, NULL, 16);
			assert_in_range(c, 0x800, 0xffff);
			*end++ = (char)(0xe0 | c >> 12);
			*end++ = (char)(0x80 | (c >> 6 & 0x3f));
			*end++ = (char)(0x80 | (c & 0x3f));
			text = strchr(text, '}') + 1;
		} else {
			*end++ = *text++;
		}
	}
	*end = '\0';
	return to;
}

/* "es", "es/ar", "en!" */
static struct written
written(char *by, const char *text)
{
	struct written	 w = { .text = plain(text), .language = by };
	char		*mark;

	if ((mark = strchr(by, '!')) != NULL) {
		*mark = '\0';
		w.stopped = true;
	}
	if ((mark = strchr(by, '/')) != NULL) {
		*mark = '\0';
		w.last = mark + 1;
	}
	return w;
}

static const char *
taken_for(const struct written *w)
{
	bool		 held;
	enum reply_what	 is = optout_read(rig_keywords(), arena, w, &held);
	const char	*quoted;

	if (held)
		return "hold";
	if (is != REPLY_MESSAGE)
		return reply_what_word(is);
	is = phrase_read(arena, w, &quoted);
	if (is == REPLY_MESSAGE && phrase_wrong_number(arena, w))
		return "wrong";
	return reply_what_word(is);
}

static FILE *
corpus(void)
{
	const char	*folder = getenv("srcdir");
	FILE		*file = fopen(arena_print(arena,
			    "%s/tests/flow/texts.txt",
			    folder != NULL ? folder : "."), "r");

	assert_non_null(file);
	return file;
}

static void
test_the_corpus(void **state)
{
	FILE		*file;
	char		 line[1024], *what, *by, *text, *rest;
	unsigned	 texts = 0, wrong = 0, number = 0;
	struct written	 w;

	(void)state;
	arena = arena_new();
	file = corpus();
	while (fgets(line, sizeof line, file) != NULL) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		what = strtok_r(line, " ", &rest);
		by = strtok_r(NULL, " ", &rest);
		assert_non_null(by);
		text = rest;
		w = written(by, text);
		texts++;
		if (strcmp(taken_for(&w), what) == 0)
			continue;
		wrong++;
		print_error("texts.txt:%u: taken for %s, not for %s: %s\n",
		    number, taken_for(&w), what, text);
	}
	fclose(file);
	assert_int_equal(wrong, 0);
	assert_true(texts > 300);
	arena_free(arena);
}

/* What the families of the sample district write, which nobody wrote for this
 * test: thanks are thanks, and all else is to be read. */
static void
test_the_sample(void **state)
{
	const char	*folder = getenv("srcdir"), *language, *kind;
	json_t		*all, *kinds, *texts, *text;
	size_t		 i;
	unsigned	 wrong = 0, count = 0;
	struct written	 w = { 0 };
	bool		 thanks;

	(void)state;
	arena = arena_new();
	all = json_load_file(arena_print(arena,
	    "%s/packaging/sample/families.json",
	    folder != NULL ? folder : "."), 0, NULL);
	json_object_foreach(all, language, kinds)
		json_object_foreach(kinds, kind, texts)
			json_array_foreach(texts, i, text) {
				w.text = json_string_value(text);
				w.language = language;
				thanks = strcmp(kind, "thanks") == 0;
				count++;
				if (strcmp(taken_for(&w), thanks ? "thanks" :
				    "message") == 0)
					continue;
				wrong++;
				print_error("%s: taken for %s: %s\n",
				    language, taken_for(&w), w.text);
			}
	json_decref(all);
	assert_int_equal(wrong, 0);
	assert_true(count > 300);
	arena_free(arena);
}

/* With a picture there is something to be seen. */
static void
test_a_picture_is_no_thanks(void **state)
{
	struct written	 w = { .text = "Thank you", .language = "en-US",
			    .media = true };
	const char	*quoted;

	(void)state;
	arena = arena_new();
	assert_int_equal(phrase_read(arena, &w, &quoted), REPLY_MESSAGE);
	w.media = false;
	assert_int_equal(phrase_read(arena, &w, &quoted), REPLY_THANKS);
	arena_free(arena);
}

static void
test_what_is_quoted(void **state)
{
	struct written	 w = { .text = "Loved “Oak, Lee: Ivy did “well”.” ",
			    .language = "en-US" };
	const char	*quoted;

	(void)state;
	arena = arena_new();
	assert_int_equal(phrase_read(arena, &w, &quoted), REPLY_REACTION);
	assert_string_equal(quoted, "Oak, Lee: Ivy did “well”.");
	w.text = "Loved an image";
	assert_int_equal(phrase_read(arena, &w, &quoted), REPLY_REACTION);
	assert_null(quoted);
	w.text = "👍 to “Oak”";
	assert_int_equal(phrase_read(arena, &w, &quoted), REPLY_REACTION);
	assert_string_equal(quoted, "Oak");
	arena_free(arena);
}

/* No text may read beyond itself or take for ever. */
static void
test_strange_texts(void **state)
{
	static const char *const texts[] = { "", " ", "“", "”", "\"\"", "“”",
	    "👍", "👍“", "👍 to “", "ms", "mr mr", "ok mr", "ok mr ", ",",
	    "liked,", "ok,ok", ",,,,", "a “b" };
	char		 text[4001];
	struct written	 w = { .text = text, .language = "en-US" };
	const char	*quoted;
	bool		 held;

	(void)state;
	arena = arena_new();
	for (size_t i = 0; i < COUNT(texts); i++) {
		snprintf(text, sizeof text, "%s", texts[i]);
		(void)phrase_read(arena, &w, &quoted);
		(void)optout_read(rig_keywords(), arena, &w, &held);
	}
	for (size_t most = 190; most < 210; most++) {
		for (size_t i = 0; i < most; i++)
			text[i] = "ok "[i % 3];
		text[most] = '\0';
		(void)phrase_read(arena, &w, &quoted);
	}
	memset(text, 'k', 4000);
	text[4000] = '\0';
	(void)phrase_read(arena, &w, &quoted);
	arena_free(arena);
}

static void
is_bare(const char *text)
{
	const char *bare = text_bare(arena, text_words(arena, text));

	if (strcmp(bare, text) != 0)
		fail_msg("\"%s\" has to be written \"%s\"", text, bare);
}

static void
test_the_tables(void **state)
{
	char *words, *phrase, *rest;

	(void)state;
	arena = arena_new();
	for (const struct phrase_row *row = phrase_rows;
	    row->language != NULL; row++) {
		words = arena_text(arena, row->words);
		for (phrase = strtok_r(words, ",", &rest); phrase != NULL;
		    phrase = strtok_r(NULL, ",", &rest))
			is_bare(phrase);
	}
	for (const struct phrase_machine *m = phrase_machines;
	    m->begins != NULL; m++) {
		is_bare(m->begins);
		if (m->ends != NULL)
			is_bare(m->ends);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_corpus),
		cmocka_unit_test(test_the_sample),
		cmocka_unit_test(test_a_picture_is_no_thanks),
		cmocka_unit_test(test_what_is_quoted),
		cmocka_unit_test(test_strange_texts),
		cmocka_unit_test(test_the_tables),
	};

	return cmocka_run_group_tests_name("phrase", tests, NULL, NULL);
}
