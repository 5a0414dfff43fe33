/*
 * Pages of views: values, words, partials; what cannot be made.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/page_template.h"

static struct arena		*arena;
static struct page_words	*words;
static char			 folder[] = "/tmp/homeline-words-XXXXXX";
static char			 why[300];

static const struct page_text	texts[] = {
	{ "frame", "<title>{{title}}</title>{{> body}}" },
	{ "list", "{{#people}}<li>{{name}}{{#new}}!{{/new}}</li>{{/people}}"
	    "{{^people}}none{{/people}}" },
	{ "said", "<a title=\"{{#t}}talk.from|name={{name}}{{/t}}\">"
	    "{{#t}}talk.count|n={{n}}{{/t}}{{#t}}talk.no{{/t}}"
	    "{{#t}}no.area{{/t}}{{#t}}talk.{{key}}{{/t}}</a>" },
	{ "wrong", "{{#open}}" },
	{ NULL, NULL },
};

static void
write_words(const char *path, const char *text)
{
	FILE *file = fopen(arena_print(arena, "%s/%s", folder, path), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	assert_non_null(mkdtemp(folder));
	assert_int_equal(mkdir(arena_print(arena, "%s/talk", folder), 0700),
	    0);
	write_words("talk/en-US.json", "{\"talk.from\": \"From {name}\", "
	    "\"talk.count\": \"{n, plural, one {# text} other {# texts}}\", "
	    "\"talk.key\": \"by key\"}");
	write_words("talk/es-US.json", "{\"talk.from\": \"De {name}\"}");
	words = page_words_open(folder, why, sizeof why);
	assert_non_null(words);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	page_words_close(words);
	unlink(arena_print(arena, "%s/talk/en-US.json", folder));
	unlink(arena_print(arena, "%s/talk/es-US.json", folder));
	rmdir(arena_print(arena, "%s/talk", folder));
	rmdir(folder);
	arena_free(arena);
	return 0;
}

static const char *
fill(const char *name, const char *body, const char *language, json_t *view)
{
	const char *made = page_template_fill(arena, &(struct page_fill){
	    .texts = texts, .words = words, .name = name, .body = body,
	    .language = language, .view = view });

	json_decref(view);
	return made;
}

static void
values(void **state)
{
	(void)state;
	assert_string_equal(fill("frame", "list", "en-US",
	    json_pack("{s:s, s:[{s:s, s:b}, {s:s, s:b}]}", "title", "A & B",
	    "people", "name", "<b>\"'", "new", 1, "name", "Ana", "new", 0)),
	    "<title>A &amp; B</title><li>&lt;b&gt;&quot;&apos;!</li>"
	    "<li>Ana</li>");
	assert_string_equal(fill("list", NULL, "en-US", json_object()),
	    "none");
	assert_string_equal(fill("list", NULL, "en-US",
	    json_pack("{s:[{s:s}]}", "people", "name", "")), "<li></li>");
}

static void
said(void **state)
{
	(void)state;
	assert_string_equal(fill("said", NULL, "es-US",
	    json_pack("{s:s, s:i, s:s}", "name", "A|b=\"{n}\" {{x}}", "n",
	    1200, "key", "key")),
	    "<a title=\"De A|b=&quot;{n}&quot; {{x}}\">1,200 texts"
	    "((talk.no))((no.area))by key</a>");
}

/* A value that is missing, or no number. */
static void
not_said(void **state)
{
	(void)state;
	assert_string_equal(fill("said", NULL, "en-US",
	    json_pack("{s:s, s:s}", "name", "7", "n", "x")),
	    "<a title=\"From 7\">((talk.count))((talk.no))((no.area))"
	    "((talk.))</a>");
}

static void
wrong(void **state)
{
	(void)state;
	assert_null(fill("wrong", NULL, "en-US", json_object()));
	assert_null(fill("missing", NULL, "en-US", json_object()));
	assert_true(page_words_has(words, "es-US"));
	assert_false(page_words_has(words, "vi"));
	assert_null(page_words_open("/nowhere/at/all", why, sizeof why));
	assert_non_null(why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(said),
		cmocka_unit_test(not_said),
		cmocka_unit_test(wrong),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
