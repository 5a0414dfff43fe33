/*
 * Language tags: what schools write, and what we store.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>

#include "base/lang.h"
#include "base/list.h"

static const char	*const tags[] = {
	"en-US", "es-US", "pt-BR", "vi", "ht", "ak", "ar", "sq", "ne", "ps",
	"am", "din", "fa-AF", "fr", "gaa", "hmn", "kea", "km", "ksw", "mnk",
	"my", "ru", "rw", "so", "sw", "ti", "uk", "zh-Hans", "zh-Hant",
};

static void
a_tag_of_ours_stays_as_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(tags); i++)
		assert_string_equal(lang_tag(tags[i]), tags[i]);
}

static void
other_spellings_become_ours(void **state)
{
	static const struct {
		const char	*raw, *tag;
	} cases[] = {
		{ "en", "en-US" }, { "EN_us", "en-US" }, { "eng", "en-US" },
		{ "en-GB", "en-US" }, { "English", "en-US" },
		{ "es", "es-US" }, { "es_MX", "es-US" }, { "es-419", "es-US" },
		{ "spa", "es-US" }, { "SPANISH", "es-US" },
		{ "Español", "es-US" }, { "ESPAÑOL", "es-US" },
		{ "pt", "pt-BR" }, { "pt-PT", "pt-BR" }, { "por", "pt-BR" },
		{ "vie", "vi" }, { "vi-VN", "vi" }, { " Vietnamese ", "vi" },
		{ "hat", "ht" }, { "Haitian Creole", "ht" }, { "Kreyòl", "ht" },
		{ "tw", "ak" }, { "TW", "ak" }, { "twi", "ak" },
		{ "aka", "ak" }, { "fat", "ak" }, { "ak-GH", "ak" },
		{ "ara", "ar" }, { "ar-EG", "ar" },
		{ "sqi", "sq" }, { "alb", "sq" }, { "als", "sq" },
		{ "nep", "ne" }, { "pus", "ps" }, { "pbt", "ps" },
		{ "prs", "fa-AF" }, { "fa_AF", "fa-AF" }, { "Dari", "fa-AF" },
		{ "fa-IR", "fa" }, { "swc", "sw" }, { "sw-CD", "sw" },
		{ "zh", "zh-Hans" }, { "zh-CN", "zh-Hans" },
		{ "cmn", "zh-Hans" }, { "zh-TW", "zh-Hant" },
		{ "zh-Hant-HK", "zh-Hant" }, { "yue", "zh-Hant" },
		{ "tl", "fil" }, { "hnj", "hmn" }, { "mww", "hmn" },
		{ "mo", "ro" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(lang_tag(cases[i].raw), cases[i].tag);
}

static void
what_we_do_not_know_is_no_tag(void **state)
{
	static const char	*const cases[] = {
		"", " ", "-", "_", "xx", "x-es", "qqq-US", "|", "es|", "e",
		"Klingon", "non-English", "../es-US", "\xff\xfe", "es\xff",
		("es-US-es-US-es-US-es-US-es-US-es-US-es-US-es-US-es-US-es-US-"
		"es-US"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_null(lang_tag(cases[i]));
}

static void
a_language_is_named_in_english_and_in_itself(void **state)
{
	(void)state;
	assert_string_equal(lang_english("ht"), "Haitian Creole");
	assert_string_equal(lang_own("ht"), "Kreyòl ayisyen");
	assert_string_equal(lang_own("es-US"), "Español");
	assert_string_equal(lang_english("xx"), "xx");
	assert_string_equal(lang_own("xx"), "xx");
	for (size_t i = 0; i < COUNT(tags); i++) {
		assert_string_equal(lang_tag(lang_english(tags[i])), tags[i]);
		assert_string_equal(lang_tag(lang_own(tags[i])), tags[i]);
	}
}

static void
four_languages_of_families_run_from_right_to_left(void **state)
{
	(void)state;
	assert_true(lang_right_to_left("ar"));
	assert_true(lang_right_to_left("ps"));
	assert_true(lang_right_to_left("fa-AF"));
	assert_true(lang_right_to_left("ur"));
	assert_false(lang_right_to_left("en-US"));
	assert_false(lang_right_to_left("ht"));
	assert_false(lang_right_to_left("xx"));
}

/* The language of the locale whose rules ICU really uses. */
static void
language_used(const char *tag, char *language, int32_t size)
{
	UErrorCode	 error = U_ZERO_ERROR;
	UDateFormat	*format;

	format = udat_open(UDAT_SHORT, UDAT_SHORT, lang_icu(tag), NULL, -1,
	    NULL, -1, &error);
	assert_true(U_SUCCESS(error));
	uloc_getLanguage(udat_getLocaleByType(format, ULOC_ACTUAL_LOCALE,
	    &error), language, size, &error);
	assert_true(U_SUCCESS(error));
	udat_close(format);
}

static void
icu_never_takes_one_language_for_another(void **state)
{
	char	 language[16];

	(void)state;
	for (size_t i = 0; i < COUNT(tags); i++) {
		language_used(tags[i], language, sizeof language);
		if (strcmp(lang_icu(tags[i]), "und") == 0 ||
		    strcmp(language, "root") == 0 || *language == '\0')
			assert_string_not_equal(language, "fr");
		else
			assert_memory_equal(language, tags[i],
			    strlen(language));
	}
	assert_string_equal(lang_icu("ht"), "und");
	assert_string_equal(lang_icu("xx"), "und");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tag_of_ours_stays_as_it_is),
		cmocka_unit_test(other_spellings_become_ours),
		cmocka_unit_test(what_we_do_not_know_is_no_tag),
		cmocka_unit_test(a_language_is_named_in_english_and_in_itself),
		cmocka_unit_test(
		    four_languages_of_families_run_from_right_to_left),
		cmocka_unit_test(icu_never_takes_one_language_for_another),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
