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
	{ "sentence", "<p>{{#say}} {{sentence}} {{/say}}</p>" },
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
	assert_int_equal(mkdir(arena_print(arena, "%s/said", folder), 0700),
	    0);
	write_words("said/en-US.json", "{\"said.late\": \"It''s late.\", "
	    "\"said.long\": \"Words in {language}: at most {n}.\", "
	    "\"said.end\": \"{name} is late\", \"said.spanish\": "
	    "\"Spanish\", \"said.new\": \"It is new.\"}");
	write_words("said/es-US.json", "{\"said.late\": \"Es tarde.\", "
	    "\"said.long\": \"Hasta {n} en {language}.\", "
	    "\"said.end\": \"{name} llega tarde\", \"said.spanish\": "
	    "\"espa\303\261ol\"}");
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
	unlink(arena_print(arena, "%s/said/en-US.json", folder));
	unlink(arena_print(arena, "%s/said/es-US.json", folder));
	rmdir(arena_print(arena, "%s/said", folder));
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

/* What C says in English. */
static void
sentences(void **state)
{
	static const struct {
		const char	*sentence, *language, *said;
	} list[] = {
		{ "It's late.", "en-US", "It&apos;s late." },
		{ "It's late.", "es-US", "Es tarde." },
		{ "It is & late.", "es-US", "<span lang=\"en\" dir=\"ltr\">"
		    "It is &amp; late.</span>" },
		{ "It is new.", "es-US", "<span lang=\"en\" dir=\"ltr\">"
		    "It is new.</span>" },
		{ "Words in Spanish: at most 1,500.", "es-US",
		    "Hasta 1,500 en espa\303\261ol." },
		{ "Words in <b>{n}: at most 3.", "es-US",
		    "Hasta 3 en &lt;b&gt;{n}." },
		{ "Words in Spanish: at most 3", "es-US", "<span lang=\"en\" "
		    "dir=\"ltr\">Words in Spanish: at most 3</span>" },
		{ "Ana is late", "es-US", "Ana llega tarde" },
		{ "Ana is late", "vi", "<span lang=\"en\" dir=\"ltr\">"
		    "Ana is late</span>" },
		{ "", "es-US", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		assert_string_equal(fill("sentence", NULL, list[i].language,
		    json_pack("{s:s}", "sentence", list[i].sentence)),
		    arena_print(arena, "<p>%s</p>", list[i].said));
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
		cmocka_unit_test(sentences),
		cmocka_unit_test(not_said),
		cmocka_unit_test(wrong),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
