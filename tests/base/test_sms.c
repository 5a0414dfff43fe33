/*
 * How texts travel as SMS: 135 texts whose parts are known, ICU's converter
 * as a second opinion on the alphabet, and random texts that have to come
 * out of their parts as they went in.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/sms.h"
#include "base/text.h"

static struct arena	*arena;

static size_t
units_of(enum sms_encoding encoding, const char *part)
{
	struct sms	 sms;

	if (encoding == SMS_UCS2)
		return (text_units(part));
	sms_measure(part, &sms);
	return (sms.units);
}

static json_t *
vectors(void)
{
	const char	*top = getenv("srcdir");
	json_t		*all;

	all = json_load_file(arena_print(arena,
	    "%s/tests/base/sms_vectors.json", top != NULL ? top : "."), 0,
	    NULL);
	assert_non_null(all);
	return (all);
}

static void
expect_vector(const json_t *vector)
{
	const char	*text = json_string_value(json_object_get(vector,
			    "text"));
	const char	*encoding = json_string_value(json_object_get(vector,
			    "encoding"));
	const json_t	*parts = json_object_get(vector, "segment_units");
	struct sms	 sms;
	const char	**split;
	unsigned	 count;

	sms_measure(text, &sms);
	assert_int_equal(sms.encoding,
	    strcmp(encoding, "GSM-7") == 0 ? SMS_GSM7 : SMS_UCS2);
	assert_int_equal(sms.units,
	    json_integer_value(json_object_get(vector, "units")));
	assert_int_equal(sms.parts, json_array_size(parts));
	split = sms_split(arena, text, &count);
	assert_int_equal(count, sms.parts);
	for (unsigned i = 0; i < count; i++)
		assert_int_equal(units_of(sms.encoding, split[i]),
		    json_integer_value(json_array_get(parts, i)));
}

static void
texts_travel_as_is_known_of_them(void **state)
{
	json_t	*all = vectors();
	json_t	*list = json_object_get(all, "vectors");

	(void)state;
	assert_int_equal(json_array_size(list), 135);
	for (size_t i = 0; i < json_array_size(list); i++)
		expect_vector(json_array_get(list, i));
	json_decref(all);
}

/* Whether a list of the file has that character. */
static bool
listed(const json_t *list, uint32_t c)
{
	const char	*point;

	for (size_t i = 0; i < json_array_size(list); i++) {
		point = json_string_value(json_object_get(
		    json_array_get(list, i), "cp"));
		if (strtoul(point + 2, NULL, 16) == c)
			return (true);
	}
	return (false);
}

static void
write_character(char *text, uint32_t c)
{
	UChar		 units[2];
	int32_t		 length;
	UErrorCode	 error = U_ZERO_ERROR;

	u_strFromUTF32(units, 2, &length, (const UChar32 *)&c, 1, &error);
	u_strToUTF8(text, 8, NULL, units, length, &error);
	assert_true(U_SUCCESS(error));
}

static void
the_alphabet_has_these_characters_and_no_other(void **state)
{
	json_t		*all = vectors();
	const json_t	*basic = json_object_get(all, "gsm7_basic");
	const json_t	*extension = json_object_get(all, "gsm7_extension");
	char		 text[8];
	struct sms	 sms;

	(void)state;
	for (uint32_t c = 1; c < 0x3000; c++) {
		write_character(text, c);
		sms_measure(text, &sms);
		assert_int_equal(sms.encoding == SMS_GSM7,
		    listed(basic, c) || listed(extension, c));
		assert_int_equal(sms.units, listed(extension, c) ? 2 : 1);
	}
	json_decref(all);
}

static uint32_t	seed = 7;

static uint32_t
chance(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (seed % below);
}

/* The first fifteen can be sent in septets.  Nothing that is invisible, for
 * ICU's converter leaves that out and is content. */
static const char	*
random_text(unsigned length, bool plain)
{
	static const char *const	 some[] = {
		"a", "é", "ñ", "Ç", "€", "{", "~", "\n", "\r", "Ω", "Δ", "@",
		" ", "!", "_",
		"á", "ç", "`", "\t", "\u00a0", "Α", "\U0001f600", "\u0301",
		"न", "्", "ᄀ", "\U0001f1fa", "ừ", "ا",
	};
	char	*text = arena_take(arena, length * 4 + 1), *end = text;
	size_t	 size;

	for (; length > 0; length--) {
		const char	*one = some[chance(plain ? 15 : COUNT(some))];

		size = strlen(one);
		memcpy(end, one, size);
		end += size;
	}
	return (text);
}

/* Septets by ICU's own converter; less than 0: it cannot be said in them. */
static int32_t
septets_by_icu(UConverter *converter, const char *text)
{
	UChar		*units;
	char		*septets;
	int32_t		 length, room = (int32_t)strlen(text) + 1, count;
	UErrorCode	 error = U_ZERO_ERROR;

	units = NEW_LIST(arena, UChar, (size_t)room);
	septets = arena_take(arena, (size_t)room * 4);
	u_strFromUTF8(units, room, &length, text, -1, &error);
	count = ucnv_fromUChars(converter, septets, room * 4, units, length,
	    &error);
	return (U_SUCCESS(error) ? count : -1);
}

static void
expect_agreement(UConverter *converter, const char *text)
{
	struct sms	 sms;
	int32_t		 septets = septets_by_icu(converter, text);

	sms_measure(text, &sms);
	assert_int_equal(sms.encoding == SMS_GSM7, septets >= 0);
	if (septets >= 0)
		assert_int_equal(sms.units, septets);
	else
		assert_int_equal(sms.units, text_units(text));
}

static void
icu_agrees_on_random_texts(void **state)
{
	UErrorCode	 error = U_ZERO_ERROR;
	UConverter	*converter = ucnv_open("gsm-03.38-2009", &error);

	(void)state;
	ucnv_setFallback(converter, 0);
	ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL,
	    NULL, &error);
	assert_true(U_SUCCESS(error));
	for (int i = 0; i < 5000; i++) {
		expect_agreement(converter, random_text(chance(12), false));
		expect_agreement(converter, random_text(chance(400), true));
		arena_clear(arena);
	}
	ucnv_close(converter);
}

static void
expect_parts(const char *text)
{
	struct sms	 sms;
	const char	**parts;
	unsigned	 count;
	size_t		 most;

	sms_measure(text, &sms);
	parts = sms_split(arena, text, &count);
	assert_int_equal(count, sms.parts);
	most = sms.encoding == SMS_GSM7 ? (count > 1 ? 153 : 160) :
	    count > 1 ? 67 : 70;
	for (unsigned i = 0; i < count; i++) {
		assert_true(units_of(sms.encoding, parts[i]) <= most);
		assert_true(i == 0 || *parts[i] != '\0');
		assert_memory_equal(text, parts[i], strlen(parts[i]));
		text += strlen(parts[i]);
	}
	assert_string_equal(text, "");
}

static void
parts_fit_and_together_are_the_text(void **state)
{
	(void)state;
	for (int i = 0; i < 3000; i++) {
		expect_parts(random_text(chance(700), true));
		expect_parts(random_text(chance(400), false));
		arena_clear(arena);
	}
}

static void
a_text_of_too_many_parts_says_so(void **state)
{
	char		*text = arena_take(arena, 153 * 256 + 2);
	struct sms	 sms;

	(void)state;
	memset(text, 'a', 153 * 255);
	sms_measure(text, &sms);
	assert_int_equal(sms.parts, SMS_PARTS);
	text[153 * 255] = 'a';
	sms_measure(text, &sms);
	assert_true(sms.parts > SMS_PARTS);
}

/*
 * The vectors of "smart encoding" of Twilio, whose map goes further: ours
 * makes two of its changes not, because they change what is read (a fraction
 * behind a figure, letters of another width), and looks at composed letters.
 */
static void
expect_smart(const json_t *vector)
{
	const char	*id = json_string_value(json_object_get(vector, "id"));
	const char	*text = json_string_value(json_object_get(vector,
			    "text"));
	const char	*clean = text_clean(arena, text, strlen(text));
	bool		 kept = strncmp(id, "s-nfd", 5) == 0 ||
			    strcmp(id, "s-romanian-comma") == 0 ||
			    strcmp(id, "s-frac") == 0 ||
			    strcmp(id, "s-fullwidth") == 0;
	const char	*encoding = json_string_value(json_object_get(vector,
			    "encoding"));
	struct sms	 sms;

	sms_measure(sms_plain(arena, clean), &sms);
	if (kept) {
		assert_string_equal(sms_plain(arena, clean), clean);
		assert_int_equal(sms.encoding, SMS_UCS2);
		return;
	}
	assert_int_equal(sms.encoding,
	    strcmp(encoding, "GSM-7") == 0 ? SMS_GSM7 : SMS_UCS2);
	if (strcmp(id, "s-zwnj") == 0)
		assert_string_equal(sms_plain(arena, clean), clean);
	else if (strstr(id, "nbsp") != NULL)	/* One space, not two. */
		assert_int_equal(sms.units, json_integer_value(
		    json_object_get(vector, "units")) - 1);
	else
		assert_int_equal(sms.units, json_integer_value(
		    json_object_get(vector, "units")));
}

static void
typography_becomes_plain_when_all_of_it_fits_then(void **state)
{
	json_t	*all = vectors();
	json_t	*list = json_object_get(all, "smart_vectors");

	(void)state;
	assert_int_equal(json_array_size(list), 14);
	for (size_t i = 0; i < json_array_size(list); i++)
		expect_smart(json_array_get(list, i));
	json_decref(all);
	assert_string_equal(sms_plain(arena, "\"Don\u2019t\u2026\""),
	    "\"Don't...\"");
	assert_string_equal(sms_plain(arena, "\u201cMa\u00f1ana\u201d"),
	    "\"Ma\u00f1ana\"");
	assert_string_equal(sms_plain(arena, "\u201cHabr\u00e1\u201d"),
	    "\u201cHabr\u00e1\u201d");
}

/* Whatever is random: no letter is changed, nothing becomes a question mark,
 * and what is changed fits. */
static void
plain_text_has_the_same_letters(void **state)
{
	static const char *const	 some[] = {
		"a", "ñ", "€", " ", "!", "\u2019", "\u201c", "\u2013",
		"\u2026", "\u202f", "\u200b", "\u2022",
	};
	char		 text[200];
	const char	*plain, *was, *is;
	uint32_t	 a, b;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		text[0] = '\0';
		for (uint32_t left = chance(50); left > 0; left--)
			strncat(text, some[chance(COUNT(some))], 3);
		plain = sms_plain(arena, text);
		for (was = text, is = plain; *was != '\0';) {
			a = text_next(&was);
			if (sms_septets(a) == 0)
				continue;
			while ((b = text_next(&is)) != a)
				assert_non_null(strchr(" '\"-.\n", (int)b));
		}
		arena_clear(arena);
	}
}

static void
what_costs_is_named(void **state)
{
	struct sms_cost	 costs[3];

	(void)state;
	assert_int_equal(sms_costs("No [school] on Friday", costs, 3), 2);
	assert_int_equal(costs[0].character, '[');
	assert_int_equal(costs[0].kind, COST_TWO);
	assert_int_equal(sms_costs("\u00a1Habr\u00e1, habr\u00e1 \u2605!",
	    costs, 3), 2);
	assert_int_equal(costs[0].character, 0xe1);
	assert_int_equal(costs[0].count, 2);
	assert_int_equal(costs[0].kind, COST_LETTER);
	assert_int_equal(costs[1].kind, COST_SIGN);
	assert_int_equal(sms_costs("\U0001f600 \u0631\u060c", costs, 3), 3);
	assert_int_equal(costs[0].kind, COST_SIGN);
	assert_int_equal(costs[2].kind, COST_LETTER);
	assert_int_equal(sms_costs("abcd", costs, 3), 0);
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
		cmocka_unit_test(texts_travel_as_is_known_of_them),
		cmocka_unit_test(
		    the_alphabet_has_these_characters_and_no_other),
		cmocka_unit_test(icu_agrees_on_random_texts),
		cmocka_unit_test(parts_fit_and_together_are_the_text),
		cmocka_unit_test(a_text_of_too_many_parts_says_so),
		cmocka_unit_test(
		    typography_becomes_plain_when_all_of_it_fits_then),
		cmocka_unit_test(plain_text_has_the_same_letters),
		cmocka_unit_test(what_costs_is_named),
	};

	return (cmocka_run_group_tests(tests, make, unmake));
}
