/*
 * What we say ourselves: the words in locales/, and folders that are wrong.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/sms.h"

static struct arena	*arena;
static char		 why[300];

static const struct bridge_value	values[] = {
	{ "school", "Oak Street School", 0 },
	{ "author", "Ms. Rivera", 0 },
	{ "words", "Picture day is \u00a0 Friday.", 0 },
	{ "count", NULL, 1234 },
};

static struct locales *
ours(void)
{
	const char	*top = getenv("srcdir");
	struct locales	*locales;

	locales = locales_open(arena_print(arena, "%s/locales",
	    top != NULL ? top : "."), why, sizeof why);
	assert_non_null(locales);
	return (locales);
}

static const char *
say(const struct locales *locales, const char *language, const char *key)
{
	return (locales_say(locales, arena, language, key, values,
	    COUNT(values)));
}

/* A folder with English words and another file; the caller opens it. */
static char	folder[64];

static void
write_words(const char *name, const char *words, size_t length)
{
	FILE	*file = fopen(arena_print(arena, "%s/%s", folder, name), "w");

	assert_non_null(file);
	assert_int_equal(fwrite(words, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static struct locales *
open_folder(const char *english, const char *name, const char *words)
{
	struct locales	*locales;

	snprintf(folder, sizeof folder, "/tmp/test_locale.XXXXXX");
	assert_non_null(mkdtemp(folder));
	if (english != NULL)
		write_words("en-US.json", english, strlen(english));
	write_words(name, words, strlen(words));
	locales = locales_open(folder, why, sizeof why);
	unlink(arena_print(arena, "%s/en-US.json", folder));
	unlink(arena_print(arena, "%s/%s", folder, name));
	assert_int_equal(rmdir(folder), 0);
	return (locales);
}

static void
english_and_spanish_are_here(void **state)
{
	struct locales	*l = ours();

	(void)state;
	assert_true(locales_has(l, "en-US"));
	assert_true(locales_has(l, "es-US"));
	assert_false(locales_has(l, "xx"));
	assert_string_equal(say(l, "en-US", "text.emergency"),
	    "Oak Street School EMERGENCY: Picture day is   Friday.");
	assert_string_equal(say(l, "es-US", "text.emergency"),
	    "Oak Street School EMERGENCIA: Picture day is   Friday.");
	assert_string_equal(say(l, "es-US", "text.direct"),
	    "Oak Street School, Ms. Rivera: Picture day is   Friday.");
	locales_close(l);
	locales_close(NULL);
}

static void
an_automatic_answer_is_one_text_of_septets(void **state)
{
	static const char	*const keys[] = {
		"auto.unknown_sender", "auto.nobody_reads",
		"auto.stop_confirmed", "auto.start_confirmed", "auto.help",
	};
	struct locales	*l = ours();
	struct sms	 sms;

	(void)state;
	for (size_t i = 0; i < COUNT(keys) * 2; i++) {
		sms_measure(say(l, i % 2 == 0 ? "en-US" : "es-US",
		    keys[i / 2]), &sms);
		assert_int_equal(sms.encoding, SMS_GSM7);
		assert_int_equal(sms.parts, 1);
	}
	locales_close(l);
}

static void
a_language_that_is_not_here_is_said_in_english(void **state)
{
	struct locales	*l = ours();

	(void)state;
	assert_string_equal(say(l, "gaa", "text.notice"),
	    say(l, "en-US", "text.notice"));
	locales_close(l);
}

static void
a_key_that_is_not_there_is_said_in_english(void **state)
{
	struct locales	*l = open_folder("{\"a\": \"A\", \"b\": \"B\"}",
			    "sq.json", "{\"b\": \"Be\"}");

	(void)state;
	assert_non_null(l);
	assert_string_equal(say(l, "sq", "a"), "A");
	assert_string_equal(say(l, "sq", "b"), "Be");
	locales_close(l);
}

static void
plurals_follow_the_language(void **state)
{
	static const struct {
		long long	 count;
		const char	*english, *arabic;
	} cases[] = {
		{ 0, "0 texts", "صفر" }, { 1, "1 text", "واحد" },
		{ 2, "2 texts", "اثنان" }, { 3, "3 texts", "3 قليل" },
		{ 11, "11 texts", "11 كثير" }, { 100, "100 texts", "100 غير" },
	};
	struct locales		*l;
	struct bridge_value	 value = { "count", NULL, 0 };

	(void)state;
	l = open_folder("{\"n\": \"{count, plural, one {# text} "
	    "other {# texts}}\"}", "ar.json", "{\"n\": \"{count, plural, "
	    "zero {صفر} one {واحد} two {اثنان} few {# قليل} many {# كثير} "
	    "other {# غير}}\"}");
	assert_non_null(l);
	for (size_t i = 0; i < COUNT(cases); i++) {
		value.number = cases[i].count;
		assert_string_equal(locales_say(l, arena, "en-US", "n",
		    &value, 1), cases[i].english);
		assert_string_equal(locales_say(l, arena, "ar", "n", &value,
		    1), cases[i].arabic);
	}
	locales_close(l);
}

static void
no_space_makes_a_text_dearer(void **state)
{
	struct locales	*l = open_folder("{\"n\": \"{count} is a\u202fnumber"
			    "\"}", "fr.json", "{\"n\": \"{count}\u00a0!\"}");

	(void)state;
	assert_non_null(l);
	assert_string_equal(say(l, "en-US", "n"), "1,234 is a number");
	assert_string_equal(say(l, "fr", "n"), "1 234 !");
	locales_close(l);
}

static void
words_that_cannot_be_filled_are_said_in_english(void **state)
{
	struct locales	*l = open_folder("{\"n\": \"by {author}\"}",
			    "fr.json",
			    "{\"n\": \"{author, plural, one {#} "
			    "other {#}}\"}");

	(void)state;
	assert_non_null(l);
	assert_string_equal(say(l, "fr", "n"), "by Ms. Rivera");
	locales_close(l);
}

static void
a_value_that_is_missing_fills_nothing(void **state)
{
	struct bridge_format	*format;
	char			*filled;

	(void)state;
	format = bridge_format_new("{school}: {title}", "en-US", why,
	    sizeof why);
	assert_non_null(format);
	assert_string_equal(bridge_format_name(format, 0), "school");
	assert_string_equal(bridge_format_name(format, 1), "title");
	assert_null(bridge_format_name(format, 2));
	filled = bridge_format_fill(format, values, COUNT(values));
	bridge_format_free(format);
	assert_null(filled);
	assert_null(bridge_format_new("{a}", "no tag", why, sizeof why));
	bridge_format_free(NULL);
}

static void
names_stand_as_they_are(void **state)
{
	struct locales	*l = open_folder("{\"n\": \"of {school}\"}",
			    "fr.json", "{\"n\": \"l''{school}, d'ici\"}");
	const struct bridge_value	 odd = { "school", "{x} '' <é>", 0 };

	(void)state;
	assert_non_null(l);
	assert_string_equal(locales_say(l, arena, "fr", "n", &odd, 1),
	    "l'{x} '' <é>, d'ici");
	locales_close(l);
}

static void
a_folder_that_is_wrong_says_where(void **state)
{
	static const struct {
		const char	*english, *name, *words, *why;
	} cases[] = {
		{ NULL, "es-US.json", "{}", "en-US.json: it cannot be opened" },
		{ "{", "es-US.json", "{}", "en-US.json: line 1: " },
		{ "[]", "es-US.json", "{}", "en-US.json: it has to be" },
		{ "{\"a\": 1}", "es-US.json", "{}",
		    "en-US.json: a: its words" },
		{ "{\"a\": \"\"}", "es-US.json", "{}",
		    "en-US.json: a: its words" },
		{ "{\"a\": \"{\"}", "es-US.json", "{}",
		    "en-US.json: a: wrong at character 1" },
		{ "{\"a\": \"{0}\"}", "es-US.json", "{}",
		    "en-US.json: a: an argument has no name" },
		{ "{\"a\": \"A\", \"a\": \"B\"}", "es-US.json", "{}",
		    "en-US.json: line 1: duplicate" },
		{ "{\"a\": \"A\"}", "es-US.json", "{\"b\": \"B\"}",
		    "es-US.json: b: there is no such key" },
		{ "{\"a\": \"{x}\"}", "es-US.json", "{\"a\": \"{x} {y}\"}",
		    "es-US.json: a: {y} is not in the English" },
		{ "{\"a\": \"{x}\"}", "es-US.json",
		    "{\"a\": \"{x, plural, one {1} other {{y}}}\"}",
		    "es-US.json: a: {y} is not in the English" },
		{ "{\"a\": \"{x}\"}", "es-US.json", "{\"a\": \"x\"}",
		    "es-US.json: a: {x} is not said" },
		{ "{\"a\": \"{x}\"}", "fr.json", "{\"a\": \"l'{x}\"}",
		    "fr.json: a: {x} is not said" },
		{ "{\"a\": \"{x, plural, one {#} other {#}}\"}", "uk.json",
		    "{\"a\": \"{x, plural, one {#} many {#} other {#}}\"}",
		    "uk.json: a: its plural has no words for \"few\"" },
		{ "{\"a\": \"A\"}", "fr.json", "{\"a\": \"<b>A</b>\"}",
		    "fr.json: a: no markup" },
		{ "{\"a\": \"A\"}", "ar.json", "{\"a\": \"\u200fA\"}",
		    "ar.json: a: it has an invisible" },
		{ "{\"a\": \"A\"}", "ar.json", "{\"about\": []}",
		    "ar.json: about: it: has to be an object" },
		{ "{\"a\": \"A\"}", "ht.json", "{\"about\": {\"dates\": "
		    "{\"weekdays\": [\"dimanch\"]}}}",
		    "ht.json: about: weekdays: it has to be a list of 7" },
		{ "{\"a\": \"A\"}", "ht.json", "{\"about\": {\"dates\": "
		    "{\"date\": \"{weekday} {year}\"}}}",
		    "ht.json: about: date: the names in braces can be |week" },
		{ "{\"a\": \"A\"}", "ht.json", "{\"about\": {\"dates\": "
		    "{\"era\": \"x\"}}}",
		    "ht.json: about: era: dates have no such part" },
		{ "{\"a\": \"A\"}", "ht.json", "{\"about\": "
		    "{\"approved\": {\"a\": 1}}}",
		    "ht.json: about: a: it has to be a text" },
		{ "{}", "es.json", "{}",
		    "es.json: its tag is written: es-US" },
		{ "{}", "xx.json", "{}", "xx.json: no language" },
		{ "{}", "vi.json", "{\"a\": \"\\u0000\"}", "vi.json: line 1" },
		{ "{}", "vi.json", "{\"a\": \"\xff\"}", "vi.json: line 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_null(open_folder(cases[i].english, cases[i].name,
		    cases[i].words));
		if (strstr(why, cases[i].why) == NULL)
			assert_string_equal(why, cases[i].why);
	}
	assert_null(locales_open("/nowhere", why, sizeof why));
}

static void
words_are_a_draft_until_somebody_says_they_are_right(void **state)
{
	struct locales	*l = open_folder(
			    "{\"a\": \"A\", \"b\": \"B\", \"c\": \"C\"}",
			    "sq.json", "{\"about\": {\"approved\": {\"b\": "
			    "\"Arta, 2026-12-01\"}}, \"a\": \"x\", "
			    "\"b\": \"y\"}");

	(void)state;
	assert_non_null(l);
	assert_int_equal(locales_key_count(l), 3);
	assert_string_equal(locales_key(l, 2), "c");
	assert_string_equal(locales_state(l, "en-US", "a"), "original");
	assert_string_equal(locales_state(l, "sq", "a"), "draft");
	assert_string_equal(locales_state(l, "sq", "b"), "approved");
	assert_string_equal(locales_approved(l, "sq", "b"),
	    "Arta, 2026-12-01");
	assert_null(locales_approved(l, "sq", "a"));
	assert_null(locales_state(l, "sq", "c"));
	assert_null(locales_state(l, "vi", "a"));
	locales_close(l);
	l = open_folder("{\"a\": \"A\"}", "sq.json", "{\"about\": "
	    "{\"approved\": {\"*\": \"Arta\"}}, \"a\": \"x\"}");
	assert_string_equal(locales_approved(l, "sq", "a"), "Arta");
	locales_close(l);
}

static void
files_that_are_no_words_are_passed_over(void **state)
{
	struct locales	*l = open_folder("{\"a\": \"A\"}", "README.md", "#");

	(void)state;
	assert_non_null(l);
	locales_close(l);
}

static void
a_file_has_limits(void **state)
{
	char	*words = arena_take(arena, (300 << 10) + 1), *end = words;

	(void)state;
	memset(words, ' ', 300 << 10);
	words[0] = '{';
	words[(300 << 10) - 1] = '}';
	assert_null(open_folder("{}", "vi.json", words));
	assert_non_null(strstr(why, "vi.json: it is larger than 256 kB"));
	snprintf(words, 5000, "{\"a\": \"%04200d\"}", 0);
	assert_null(open_folder("{\"a\": \"A\"}", "vi.json", words));
	assert_non_null(strstr(why, "vi.json: a: its words are longer"));
	for (int i = 0; i <= 500; i++)
		end += snprintf(end, 32, "%c\"k%d\":\"x\"", i == 0 ? '{' : ',',
		    i);
	snprintf(end, 2, "}");
	assert_null(open_folder(words, "vi.json", "{}"));
	assert_non_null(strstr(why, "at most 500 keys"));
}

static int
make(void **state)
{
	(void)state;
	arena = arena_new();
	return (0);
}

static int
unmake(void **state)
{
	(void)state;
	arena_free(arena);
	return (0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(english_and_spanish_are_here),
		cmocka_unit_test(an_automatic_answer_is_one_text_of_septets),
		cmocka_unit_test(
		    a_language_that_is_not_here_is_said_in_english),
		cmocka_unit_test(a_key_that_is_not_there_is_said_in_english),
		cmocka_unit_test(plurals_follow_the_language),
		cmocka_unit_test(no_space_makes_a_text_dearer),
		cmocka_unit_test(
		    words_that_cannot_be_filled_are_said_in_english),
		cmocka_unit_test(a_value_that_is_missing_fills_nothing),
		cmocka_unit_test(names_stand_as_they_are),
		cmocka_unit_test(a_folder_that_is_wrong_says_where),
		cmocka_unit_test(
		    words_are_a_draft_until_somebody_says_they_are_right),
		cmocka_unit_test(files_that_are_no_words_are_passed_over),
		cmocka_unit_test(a_file_has_limits),
	};

	return (cmocka_run_group_tests(tests, make, unmake));
}
