/*
 * Text: what is valid, what cleaning and folding leave, where it is cut.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"

struct pair {
	const char	*from, *to;
};

static int
make(void **state)
{
	*state = arena_new();
	return (0);
}

static int
unmake(void **state)
{
	arena_free(*state);
	return (0);
}

static void
bytes_that_are_utf8_without_nul_are_valid(void **state)
{
	(void)state;
	assert_true(text_valid("", 0));
	assert_true(text_valid("a\t\n", 3));
	assert_true(text_valid("é", 2));
	assert_true(text_valid("\xf0\x9f\x98\x80", 4));
}

static void
other_bytes_are_not(void **state)
{
	static const struct {
		const char	*bytes;
		size_t		 length;
	} cases[] = {
		{ "a\0b", 3 },			/* NUL */
		{ "\xe9", 1 },			/* Latin-1 */
		{ "\xc3", 1 },			/* cut off */
		{ "\xf0\x9f\x98", 3 },
		{ "\x80", 1 },
		{ "\xc0\xaf", 2 },		/* longer than needed */
		{ "\xed\xa0\x80", 3 },		/* half a pair */
		{ "\xf4\x90\x80\x80", 4 },	/* beyond the last */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_false(text_valid(cases[i].bytes, cases[i].length));
}

static void
cleaning_makes_valid_text_of_any_bytes(void **state)
{
	static const struct pair cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "one\r\ntwo\rthree\n", "one\ntwo\nthree\n" },
		{ "tab\tstays", "tab\tstays" },
		{ "bell\a, escape\033[0m, del\177", "bell, escape[0m, del" },
		{ "\xc2\x85next line goes", "next line goes" },
		{ "Jos\xe9", "Jos\ufffd" },
		{ "Jose\u0301", "José" },
		{ "\xe2\x84\xab", "Å" },		/* the Angstrom sign */
		{ "می‌خواهم", "می‌خواهم" },		/* its joiner stays */
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(text_clean(*state, cases[i].from,
		    strlen(cases[i].from)), cases[i].to);
	assert_string_equal(text_clean(*state, "a\0b", 3), "ab");
}

static void
folding_gives_one_form_to_one_name(void **state)
{
	static const struct pair cases[] = {
		{ "María LÓPEZ", "maría lópez" },
		{ "mari\u0301a", "maría" },
		{ "Straße", "strasse" },
		{ "ＯＡＫ", "oak" },
		{ "Oak\u00a0School", "oak school" },
		{ "o\u00adak", "oak" },
		{ "ΣΊΣΥΦΟΣ", "σίσυφοσ" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(text_fold(*state, cases[i].from),
		    cases[i].to);
}

static void
words_are_what_is_left_of_an_answer(void **state)
{
	static const struct pair cases[] = {
		{ "", "" },
		{ "  ", "" },
		{ "STOP", "stop" },
		{ " Stop. ", "stop" },
		{ "S.T.O.P!", "stop" },
		{ "opt-out", "optout" },
		{ "Stop\nall", "stop all" },
		{ "\"STOP\" ", "stop" },
		{ "ＳＴＯＰ", "stop" },
		{ "stop\u200d\ufe0f", "stop" },
		{ "STOP \U0001f64f\U0001f3fd", "stop" },
		{ "\U0001f6d1 stop - now", "stop now" },
		{ "don’t text me", "dont text me" },
		{ "No  más…", "no más" },
		{ "DỪNG", "dừng" },
		{ "لا ترسل!", "لا ترسل" },
		{ "रोक्नुहोस्।", "रोक्नुहोस्" },
		{ "1\ufe0f\u20e3", "1" },
		{ "\U0001f44d", "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(text_words(*state, cases[i].from),
		    cases[i].to);
}

static void
a_text_is_cut_between_graphemes(void **state)
{
	static const struct {
		const char	*text;
		size_t		 most;
		const char	*cut;
	} cases[] = {
		{ "", 5, "" },
		{ "abc", 0, "" },
		{ "abc", 2, "ab" },
		{ "abc", 3, "abc" },
		{ "abc", SIZE_MAX, "abc" },
		{ "aé", 2, "aé" },
		{ "ae\u0301", 2, "a" },
		{ "a\r\nb", 2, "a" },
		{ "a\U0001f600", 2, "a" },
		{ "a\U0001f600", 3, "a\U0001f600" },
		{ "\U0001f1fa\U0001f1f8\U0001f1e7\U0001f1f7", 7,
		    "\U0001f1fa\U0001f1f8" },
		{ "a\U0001f468\u200d\U0001f469\u200d\U0001f467", 8, "a" },
		{ "न्नो", 2, "न्" },		/* longer than allowed */
		{ "e\u0301\u0301\u0301", 2, "e\u0301" },
		{ "\U0001f600", 1, "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(text_cut(*state, cases[i].text,
		    cases[i].most), cases[i].cut);
}

static void
units_and_points_are_counted(void **state)
{
	(void)state;
	assert_int_equal(text_units(""), 0);
	assert_int_equal(text_units("añ€\U0001f600"), 5);
	assert_int_equal(text_points("añ€\U0001f600"), 4);
}

static void
characters_come_one_after_another(void **state)
{
	const char	*text = "a\u00f1\U0001f600\xff";

	(void)state;
	assert_int_equal(text_next(&text), 'a');
	assert_int_equal(text_next(&text), 0xf1);
	assert_int_equal(text_next(&text), 0x1f600);
	assert_int_equal(text_next(&text), 0xfffd);
	assert_int_equal(text_next(&text), 0);
	assert_int_equal(text_next(&text), 0);
}

static uint32_t	seed = 1;

static uint32_t
chance(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (seed % below);
}

/* Characters that join others in every way there is. */
static const char	*const joiners[] = {
	"a", "é", "\r", "\n", "\u0301", "\u200d", "\ufe0f", "क", "\u094d",
	"ि", "\u0903", "ᄀ", "ᅡ", "ᆨ", "가", "각", "\U0001f1fa", "\U0001f468",
	"\U0001f3fd", "\u0600", "ا", "\u064b", "ก", "\u0e33", "\u200b", "က",
	"\u1039", "\U0001f600", "中", "\u00a9", "ق", "\u0d4d", "ക", "ണ",
};

static void
random_text(char *text, size_t count)
{
	const char	*one;

	*text = '\0';
	while (count-- > 0) {
		one = joiners[chance(COUNT(joiners))];
		memcpy(text + strlen(text), one, strlen(one) + 1);
	}
}

/* The last end of a grapheme, by ICU and nothing else. */
static size_t
end_by_icu(const char *text, size_t most)
{
	UChar		 units[400];
	UErrorCode	 error = U_ZERO_ERROR;
	int32_t		 length, end = 0, next;
	UBreakIterator	*ends;

	u_strFromUTF8(units, COUNT(units), &length, text, -1, &error);
	ends = ubrk_open(UBRK_CHARACTER, "", units, length, &error);
	while ((next = ubrk_next(ends)) != UBRK_DONE && next <= (int32_t)most)
		end = next;
	ubrk_close(ends);
	assert_true(U_SUCCESS(error));
	u_strToUTF8(NULL, 0, &length, units, end, &error);
	return ((size_t)length);
}

static void
every_cut_is_where_icu_would_cut(void **state)
{
	char	 text[400];
	size_t	 most, expected;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		random_text(text, 1 + chance(40));
		most = 1 + chance(30);
		/* A grapheme that is too long is a case of its own. */
		if ((expected = end_by_icu(text, most)) > 0)
			assert_int_equal(text_fit(text, most), expected);
	}
}

static void
plain_names_have_no_marks(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{ "Núñez", "nunez" }, { "Nu\xCC\x81nez", "nunez" },
		{ "NGUYỄN THỊ ĐÀO", "nguyen thi dao" },
		{ "Søren Łuczak", "soren luczak" },
		{ "Çelë", "cele" }, { "مُحَمَّد", "محمد" }, { "", "" },
		{ "plain", "plain" }, { "Straße", "strasse" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(text_plain(*state, cases[i].from),
		    cases[i].to);
}

static void
what_is_clean_or_folded_stays_so(void **state)
{
	char		 bytes[64], *once, *words;
	struct arena	*arena = *state;
	size_t		 length;

	for (int i = 0; i < 5000; i++) {
		length = chance(sizeof bytes);
		for (size_t k = 0; k < length; k++)
			bytes[k] = (char)(chance(3) ? 0x80 + chance(0x80) :
			    chance(0x80));
		once = text_clean(arena, bytes, length);
		assert_true(text_valid(once, strlen(once)));
		assert_string_equal(text_clean(arena, once, strlen(once)),
		    once);
		assert_string_equal(text_fold(arena, text_fold(arena, once)),
		    text_fold(arena, once));
		words = text_words(arena, once);
		assert_string_equal(text_words(arena, words), words);
		arena_clear(arena);
	}
}

/* Normalizing a run of marks takes its length squared. */
static void
a_letter_keeps_thirty_marks(void **state)
{
	char text[4 * 100000 + 2], *clean;

	text[0] = 'a';
	for (size_t i = 0; i < 100000; i++)
		memcpy(text + 1 + 4 * i, "\xcc\x81\xcc\xa3", 4);
	clean = text_clean(*state, text, 4 * 100000 + 1);
	assert_int_equal(text_points(clean), 31);
	assert_string_equal(text_clean(*state, clean, strlen(clean)), clean);
	assert_string_equal(text_clean(*state, "a\xcc\x81", 3), "\xc3\xa1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_that_are_utf8_without_nul_are_valid),
		cmocka_unit_test(other_bytes_are_not),
		cmocka_unit_test(cleaning_makes_valid_text_of_any_bytes),
		cmocka_unit_test(folding_gives_one_form_to_one_name),
		cmocka_unit_test(words_are_what_is_left_of_an_answer),
		cmocka_unit_test(a_text_is_cut_between_graphemes),
		cmocka_unit_test(units_and_points_are_counted),
		cmocka_unit_test(characters_come_one_after_another),
		cmocka_unit_test(every_cut_is_where_icu_would_cut),
		cmocka_unit_test(plain_names_have_no_marks),
		cmocka_unit_test(what_is_clean_or_folded_stays_so),
		cmocka_unit_test(a_letter_keeps_thirty_marks),
	};

	return (cmocka_run_group_tests(tests, make, unmake));
}
