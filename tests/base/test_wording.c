/*
 * Days, hours and names in every language: ICU's own formats as a second
 * opinion on a year of days, the traps of ICU 72, and what files of words say
 * instead.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/text.h"
#include "base/wording.h"
#include "base/zone.h"

static struct arena	*arena;
static struct wordings	*ours, *none;	/* none: no file says anything. */

static const struct wall	friday = { 2026, 12, 4, 14, 5, 0, 0 };
static const struct wall	sunday = { 2027, 3, 14, 0, 30, 0, 0 };

static void
a_day_is_said_in_the_language(void **state)
{
	static const struct {
		const char	*language, *date, *time, *moment;
	} cases[] = {
		{ "en-US", "Friday, December 4", "2:05 PM",
		    "Friday, December 4 at 2:05 PM" },
		{ "es-US", "viernes, 4 de diciembre", "2:05 p. m.",
		    "viernes, 4 de diciembre, 2:05 p. m." },
		{ "pt-BR", "sexta-feira, 4 de dezembro", "14:05",
		    "sexta-feira, 4 de dezembro às 14:05" },
		{ "vi", "Thứ Sáu, 4 tháng 12", "14:05",
		    "lúc 14:05 Thứ Sáu, 4 tháng 12" },
		{ "ar", "الجمعة، 4 ديسمبر", "2:05 م",
		    "الجمعة، 4 ديسمبر في 2:05 م" },
		{ "sq", "e premte, 4 dhjetor", "2:05 e pasdites",
		    "e premte, 4 dhjetor në 2:05 e pasdites" },
		{ "fr", "vendredi 4 décembre", "14:05",
		    "vendredi 4 décembre à 14:05" },
		{ "uk", "пʼятниця, 4 грудня", "14:05",
		    "пʼятниця, 4 грудня о 14:05" },
		{ "zh-Hans", "12月4日星期五", "14:05", "12月4日星期五 14:05" },
		{ "zh-Hant", "12月4日 星期五", "下午2:05",
		    "12月4日 星期五 下午2:05" },
		{ "sw", "Ijumaa, 4 Desemba", "14:05",
		    "Ijumaa, 4 Desemba, 14:05" },
		/* The solar and Ethiopian calendars are not asked. */
		{ "fa", "جمعه 4 دسامبر", "14:05", "جمعه 4 دسامبر ساعت 14:05" },
		/* ICU has nothing, or what is disputed: never French. */
		{ "ht", "Friday, 12/04/2026", "2:05 PM",
		    "Friday, 12/04/2026 2:05 PM" },
		{ "hmn", "Friday, 12/04/2026", "2:05 PM",
		    "Friday, 12/04/2026 2:05 PM" },
		{ "ti", "Friday, 12/04/2026", "2:05 PM",
		    "Friday, 12/04/2026 2:05 PM" },
		{ "xx", "Friday, 12/04/2026", "2:05 PM",
		    "Friday, 12/04/2026 2:05 PM" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *l = cases[i].language;

		assert_string_equal(wording_date(none, arena, l, &friday),
		    cases[i].date);
		assert_string_equal(wording_time(none, arena, l, &friday),
		    cases[i].time);
		assert_string_equal(wording_moment(none, arena, l, &friday),
		    cases[i].moment);
	}
}

static void
a_file_says_it_otherwise(void **state)
{
	(void)state;
	assert_string_equal(wording_moment(ours, arena, "ht", &friday),
	    "vandredi 4 desanm, 2:05 PM");
	assert_string_equal(wording_moment(ours, arena, "ak", &sunday),
	    "Kwasiada, March 14, 12:30 AM");
	assert_string_equal(wording_date(ours, arena, "ps", &friday),
	    "جمعه، د دسمبر 4");
	assert_string_equal(wording_date(ours, arena, "vi", &friday),
	    wording_date(none, arena, "vi", &friday));
}

static void
names_are_joined_as_the_language_does(void **state)
{
	static const char *const names[] = { "Ana", "Ben", "Cruz", "Dee" };
	static const struct {
		const char	*language, *two, *four;
	} cases[] = {
		{ "en-US", "Ana and Ben", "Ana, Ben, Cruz, and Dee" },
		{ "es-US", "Ana y Ben", "Ana, Ben, Cruz y Dee" },
		{ "pt-BR", "Ana e Ben", "Ana, Ben, Cruz e Dee" },
		{ "vi", "Ana và Ben", "Ana, Ben, Cruz và Dee" },
		{ "ht", "Ana ak Ben", "Ana, Ben, Cruz ak Dee" },
		{ "ak", "Ana ne Ben", "Ana, Ben, Cruz ne Dee" },
		{ "ar", "Ana وBen", "Ana وBen وCruz وDee" },
		{ "sq", "Ana dhe Ben", "Ana, Ben, Cruz dhe Dee" },
		{ "ne", "Ana र Ben", "Ana, Ben, Cruz र Dee" },
		{ "ps", "Ana او Ben", "Ana، Ben، Cruz، او Dee" },
		{ "fa", "Ana و Ben", "Ana، Ben، Cruz، و Dee" },
		{ "hmn", "Ana, Ben", "Ana, Ben, Cruz, Dee" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(wording_list(ours, arena,
		    cases[i].language, names, 2), cases[i].two);
		assert_string_equal(wording_list(ours, arena,
		    cases[i].language, names, 4), cases[i].four);
		assert_string_equal(wording_list(ours, arena,
		    cases[i].language, names, 1), "Ana");
		assert_string_equal(wording_list(ours, arena,
		    cases[i].language, names, 0), "");
	}
}

static UChar *
wide(UChar *to, const char *text)
{
	UErrorCode error = U_ZERO_ERROR;

	u_strFromUTF8(to, 100, NULL, text, -1, &error);
	assert_true(U_SUCCESS(error));
	return to;
}

/* What ICU says, in plain spaces and without what nobody sees. */
static char *
narrow(UChar *text, int32_t length)
{
	char		utf8[600];
	int32_t		n = 0, bytes;
	UErrorCode	error = U_ZERO_ERROR;

	for (int32_t i = 0; i < length; i++)
		if (u_strchr(u"\u200b\u200e\u200f\u061c", text[i]) == NULL)
			text[n++] = text[i] == 0xa0 || text[i] == 0x202f ?
			    ' ' : text[i];
	u_strToUTF8(utf8, sizeof utf8, &bytes, text, n, &error);
	assert_true(U_SUCCESS(error));
	return arena_copy(arena, utf8, (size_t)bytes);
}

static const char *const asked[] = { "en-US", "es-US", "pt-BR", "vi", "ar",
	"sq", "ne", "ps", "fa-AF", "zh-Hans", "zh-Hant", "am", "fr", "uk", "sw",
	"ru", "km", "my", "el", "pl", "tr", "hy", "ckb", "fil", "ko", "ja" };

static void
spanish_and_all_others_join_as_icu_does(void **state)
{
	static const char *const seconds[] = { "Inés", "Hilda", "Hiatus",
	    "Ivy", "Yolanda", "Hugo", "Iker", "Hielo", "أمل" };
	const char	*names[2] = { "Ana", NULL };
	UChar		 a[100], b[100], out[200];
	const UChar	*both[2] = { a, b };

	(void)state;
	for (size_t l = 0; l < COUNT(asked); l++)
		for (size_t i = 0; i < COUNT(seconds); i++) {
			UErrorCode	 error = U_ZERO_ERROR;
			UListFormatter	*list = ulistfmt_open(
					    lang_icu(asked[l]), &error);
			int32_t		 n;

			names[1] = seconds[i];
			wide(a, names[0]), wide(b, names[1]);
			n = ulistfmt_format(list, both, NULL, 2, out, 200,
			    &error);
			ulistfmt_close(list);
			assert_true(U_SUCCESS(error));
			assert_string_equal(wording_list(none, arena,
			    asked[l], names, 2), narrow(out, n));
		}
}

static UDateFormat *
format_of(const char *language, const char *skeleton)
{
	char		 locale[100];
	UChar		 fields[40], pattern[200];
	UErrorCode	 error = U_ZERO_ERROR;
	UDateTimePatternGenerator *all;
	UDateFormat	*format;
	int32_t		 n;

	uloc_forLanguageTag(lang_icu(language), locale, sizeof locale, NULL,
	    &error);
	all = udatpg_open(locale, &error);
	u_uastrcpy(fields, skeleton);
	n = udatpg_getBestPattern(all, fields, -1, pattern, 200, &error);
	format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"UTC", 3,
	    pattern, n, &error);
	assert_true(U_SUCCESS(error));
	udatpg_close(all);
	return format;
}

/* Every day of a leap year, at every hour of some of them. */
static void
a_year_is_said_as_icu_says_it(void **state)
{
	const char	*why;
	struct zone	*utc = zone_open("UTC", &why);
	UChar		 out[300];

	(void)state;
	for (size_t l = 0; l < COUNT(asked); l++) {
		UDateFormat *format = format_of(asked[l], "EEEEMMMMdjmm");

		for (int i = 0; i < 366; i++) {
			UErrorCode	error = U_ZERO_ERROR;
			struct wall	wall = { 2028, 1, 1 + i, i % 24,
					    i * 7 % 60, 0, 0 };
			int64_t		at = zone_utc(utc, &wall);
			int32_t		n = udat_format(format, (UDate)at, out,
					    300, NULL, &error);

			assert_true(U_SUCCESS(error));
			zone_wall(utc, at, &wall);
			assert_string_equal(wording_moment(none, arena,
			    asked[l], &wall), narrow(out, n));
		}
		udat_close(format);
	}
	zone_close(utc);
}

/* In every language there is: digits that all can compare, and no letter
 * that makes a text dearer without being seen. */
static void
nothing_unseen_is_said(void **state)
{
	const char	*tag, *said;
	uint32_t	 c;

	(void)state;
	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++) {
		said = wording_moment(ours, arena, tag, &friday);
		assert_non_null(strstr(said, "4"));
		assert_non_null(strstr(said, ":05"));
		while ((c = text_next(&said)) != 0) {
			assert_true(c >= ' ' && c != 0xa0 && c != 0x202f);
			assert_false(c >= 0x200b && c <= 0x200f);
			assert_false(c >= 0x660 && c <= 0x669);
			assert_false(c >= 0x6f0 && c <= 0x6f9);
			assert_false(c >= 0x966 && c <= 0x96f);
		}
	}
}

static struct wordings *
read_folder(const char *name)
{
	const char	*top = getenv("srcdir");
	char		 why[300];
	struct locales	*locales;
	struct wordings	*w;

	locales = locales_open(arena_print(arena, "%s/%s", top != NULL ? top :
	    ".", name), why, sizeof why);
	if (locales == NULL) {
		fprintf(stderr, "%s\n", why);
		return NULL;
	}
	w = wordings_read(arena, locales);
	locales_close(locales);
	return w;
}

static int
make(void **state)
{
	(void)state;
	arena = arena_new();
	ours = read_folder("locales");
	none = read_folder("locales/pages/page");
	return ours == NULL || none == NULL;
}

static int
unmake(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_said_in_the_language),
		cmocka_unit_test(a_file_says_it_otherwise),
		cmocka_unit_test(names_are_joined_as_the_language_does),
		cmocka_unit_test(spanish_and_all_others_join_as_icu_does),
		cmocka_unit_test(nothing_unseen_is_said),
		cmocka_unit_test(a_year_is_said_as_icu_says_it),
	};

	return cmocka_run_group_tests(tests, make, unmake);
}
