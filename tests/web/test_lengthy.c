/* What is said of a text that counts as many, and of signs that make it so. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "flow/preview.h"
#include "web/lengthy.h"

static struct arena	*arena;

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

/* So many times a piece, and something behind it. */
static const char *
many(unsigned n, const char *piece, const char *end)
{
	const char *all = "";

	while (n-- > 0)
		all = arena_print(arena, "%s%s", all, piece);
	return arena_print(arena, "%s%s", all, end);
}

/* Which sentence it is, and which signs; "": nothing. */
static void
says(json_t *json, const char *sentence, const char *signs)
{
	const char *one = json_string_value(json_object_get(json, "sentence"));
	const char *named = json_string_value(json_object_get(json,
	    "signs"));

	assert_string_equal(one == NULL ? "" : one, sentence);
	assert_string_equal(named == NULL ? "" : named, signs);
	json_decref(json);
}

static void
of_a_text(const char *text, const char *sentence, const char *signs)
{
	says(lengthy_text(arena, text, false), sentence, signs);
}

static void
only_long_texts_are_told(void **state)
{
	(void)state;
	of_a_text("", "", "");
	of_a_text(many(45, "ten units.", ""), "", "");		/* 3 parts */
	of_a_text(many(46, "ten units.", ""), "text", "");	/* 4 */
	of_a_text(many(91, "ten units.", ""), "text", "");	/* 6 */
	of_a_text(many(92, "ten units.", ""), "very", "");	/* 7 */
	of_a_text("short \xf0\x9f\x99\x82", "", "");
}

/* 300 letters and a smile are five texts, without it two; beside letters that
 * need the large alphabet it changes nothing. */
static void
a_sign_is_named_when_it_is_to_blame(void **state)
{
	(void)state;
	of_a_text(many(30, "ten units.", " \xf0\x9f\x99\x82"), "text",
	    "\xf0\x9f\x99\x82");
	of_a_text(many(30, "m\xc6\xb0\xe1\xbb\x9di ch\xe1\xbb\xaf. ",
	    " \xf0\x9f\x99\x82"), "text", "");
	/* A curly quote is only in the way while the smile is there. */
	of_a_text(many(30, "it\xe2\x80\x99s tens.", " \xf0\x9f\x99\x82"),
	    "text", "\xf0\x9f\x99\x82");
	/* Letters and their punctuation are never named. */
	of_a_text(many(30, "ma\xc3\xb1""ana \xc3\xad. ", ""), "text", "");
	of_a_text(many(30, "ten units.", "\xe2\x80\xa2 \xc3\xad"), "text",
	    "");
}

static void
signs_of_two_are_named_where_they_add_up(void **state)
{
	(void)state;
	of_a_text(many(60, "[ten] ~x ", ""), "text", "[ ] ~");
	of_a_text(many(50, "ten units.", "\xe2\x82\xac"), "text", "");
}

/* A family is three signs joined to one, a flag is two halves. */
static void
joined_signs(void **state)
{
	(void)state;
	of_a_text(many(30, "ten units.", "\xf0\x9f\x91\xa9\xe2\x80\x8d"
	    "\xf0\x9f\x91\xa7 \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd "
	    "\xe2\x9d\xa4\xef\xb8\x8f"), "text", "\xf0\x9f\x91\xa9 "
	    "\xf0\x9f\x91\xa7 \xf0\x9f\x91\x8d \xe2\x9d\xa4");
	of_a_text(many(30, "ten units.", "\xf0\x9f\x87\xba\xf0\x9f\x87\xb8"),
	    "text", "\xf0\x9f\x87\xba\xf0\x9f\x87\xb8");
}

static void
add(struct preview *p, const char *language, unsigned parts,
    const struct translation *words)
{
	p->samples[p->sample_count++] = (struct preview_sample){
	    .channel = CHANNEL_SMS, .language = language, .text = "words",
	    .lasting = parts, .sms.parts = parts + 2, .words = words };
}

/* The author's own words come first; others are never named. */
static void
whose_words_are_long(void **state)
{
	static const struct translation ar = { "ar", "", WORDS_MACHINE, 0 };
	static const struct {
		unsigned	 english, arabic, around;
		const char	*sentence;
	} cases[] = {
		{ 0, 0, 0, "" }, { 0, 2, 0, "" }, { 1, 3, 0, "" },
		{ 3, 0, 0, "" },
		{ 4, 9, 0, "very_some" }, { 4, 6, 0, "text" },
		{ 4, 2, 0, "text" }, { 7, 9, 0, "very" },
		{ 2, 4, 0, "some" }, { 0, 7, 0, "very_some" },
		{ 7, 0, 0, "very" }, { 3, 0, 7, "very_some" },
		{ 0, 0, 7, "very" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct preview *p = NEW(arena, struct preview);

		if (cases[i].arabic > 0)
			add(p, "ar", cases[i].arabic, &ar);
		if (cases[i].around > 0)
			add(p, "ar", cases[i].around, NULL);
		if (cases[i].english > 0)
			add(p, "en-US", cases[i].english, NULL);
		p->samples[p->sample_count++] = (struct preview_sample){
		    .channel = CHANNEL_EMAIL, .text = "", .lasting = 9 };
		says(lengthy_json(arena, p), cases[i].sentence, "");
	}
}

int
main(void)
{
#define TEST(test)							\
	cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(only_long_texts_are_told),
		TEST(a_sign_is_named_when_it_is_to_blame),
		TEST(signs_of_two_are_named_where_they_add_up),
		TEST(joined_signs),
		TEST(whose_words_are_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
