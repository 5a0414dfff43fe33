/*
 * What ICU knows of days, hours and lists of names, as tables of ours.
 *
 * Each language is a constant that is worked out when somebody first asks for
 * it.  Whoever comes first publishes it; a second thread that made it
 * meanwhile throws its own away.
 */

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/wording_inside.h"

#define LANGUAGES	128
#define UNITS		200	/* Of anything that ICU says. */

/* Where neither the language nor ICU has anything; and what a language that
 * says only a part begins with. */
static const struct style numbers = {
	.weekdays = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
	    "Friday", "Saturday" },
	.months = { "01", "02", "03", "04", "05", "06", "07", "08", "09",
	    "10", "11", "12" },
	.halves = { "AM", "PM" },
	.date = "\001W, \001M/\001D/\001Y",
	.time = "\001h:\001m \001a",
	.moment = "\001W, \001M/\001D/\001Y \001h:\001m \001a",
	.short_months = { "01", "02", "03", "04", "05", "06", "07", "08",
	    "09", "10", "11", "12" },
	.day = "\001M/\001D", .month = "\001M/\001Y",
	.whole = "\001M/\001D/\001Y",
	.two = ", ", .first = ", ", .middle = ", ", .last = ", ",
};

/* ICU's names of months are disputed there: Ethiopian ones for months that
 * are not, and words nobody uses. */
static const char *const disputed[] = { "ti", "so" };

/* A constant for each language of lang.h, once somebody asked for it. */
static _Atomic(const struct style *) known[LANGUAGES];

/* As it is written in a text message: plain spaces, and nothing unseen. */
static char *
plain(struct arena *arena, const UChar *text, int32_t length)
{
	UChar	clean[UNITS];
	char	utf8[UNITS * 3 + 1];
	int32_t	n = 0, bytes = 0;
	UErrorCode error = U_ZERO_ERROR;

	for (int32_t i = 0; i < length && n < UNITS; i++) {
		UChar c = text[i];

		if (c == 0x200b || c == 0x200e || c == 0x200f || c == 0x061c)
			continue;
		clean[n++] = c == 0x00a0 || c == 0x202f || c == 0x2009 ?
		    ' ' : c;
	}
	u_strToUTF8(utf8, sizeof utf8, &bytes, clean, n, &error);
	return arena_copy(arena, utf8, U_SUCCESS(error) ? (size_t)bytes : 0);
}

/* The letter of ours for a field of ICU's; 0: we have none. */
static char
field(UChar letter, int32_t times)
{
	switch (letter) {
	case 'E':
		return 'W';
	case 'c':
		return 'w';
	case 'M':
		return times > 3 ? 'N' : times == 3 ? 'B' : times == 2 ? 'M' :
		    'n';
	case 'L':
		return times > 3 ? 'S' : times == 3 ? 'B' : times == 2 ? 'M' :
		    'n';
	case 'd':
		return times == 2 ? 'D' : 'd';
	case 'y':
		return 'Y';
	case 'h':
		return 'h';
	case 'H':
		return times == 2 ? 'G' : 'H';
	case 'm':
		return 'm';
	case 'a':
		return 'a';
	default:
		return 0;
	}
}

static bool
letter(UChar c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ICU's pattern as one of ours; NULL: it has a field we do not know. */
static char *
compiled(struct arena *arena, const UChar *pattern, int32_t length)
{
	UChar	out[UNITS];
	int32_t	n = 0, times;
	bool	quoted = false;

	for (int32_t i = 0; i < length && n < UNITS - 2; i += times) {
		times = 1;
		if (pattern[i] == '\'') {
			quoted = !quoted;
		} else if (quoted || !letter(pattern[i])) {
			out[n++] = pattern[i];
		} else {
			while (i + times < length &&
			    pattern[i + times] == pattern[i])
				times++;
			out[n++] = FIELD;
			out[n] = (UChar)field(pattern[i], times);
			if (out[n++] == 0)
				return NULL;
		}
	}
	return plain(arena, out, n);
}

static const char *
best(struct arena *arena, UDateTimePatternGenerator *all, const char *fields)
{
	UChar		skeleton[40], pattern[UNITS];
	UErrorCode	error = U_ZERO_ERROR;
	int32_t		n;

	u_uastrncpy(skeleton, fields, COUNT(skeleton));
	n = udatpg_getBestPattern(all, skeleton, -1, pattern, UNITS, &error);
	return U_SUCCESS(error) && n < UNITS ?
	    compiled(arena, pattern, n) : NULL;
}

static bool
take_names(struct arena *arena, const UDateFormat *format,
    UDateFormatSymbolType type, const char **names, size_t count)
{
	UChar		name[UNITS];
	UErrorCode	error = U_ZERO_ERROR;
	int32_t		n;
	/* Weekdays are numbered from 1. */
	int32_t		first = count == 7 ? 1 : 0;

	for (size_t i = 0; i < count; i++) {
		n = udat_getSymbols(format, type, first + (int32_t)i, name,
		    UNITS, &error);
		if (U_FAILURE(error) || n == 0 || n >= UNITS)
			return false;
		names[i] = plain(arena, name, n);
	}
	return true;
}

/* What stands between the names of a list. */
static bool
take_separators(struct style *s, const char *locale)
{
	static const UChar *const items[] = { u"\001", u"\002", u"\003",
	    u"\004" };
	UErrorCode	 error = U_ZERO_ERROR;
	UListFormatter	*lists = ulistfmt_open(locale, &error);
	UChar		 out[UNITS];
	const char	*a, *b, *c, *d;
	int32_t		 n = ulistfmt_format(lists, items, NULL, 4, out,
			    UNITS, &error);
	char		*four = plain(s->arena, out, U_SUCCESS(error) ? n : 0);
	char		*two;

	n = ulistfmt_format(lists, items, NULL, 2, out, UNITS, &error);
	two = plain(s->arena, out, U_SUCCESS(error) ? n : 0);
	ulistfmt_close(lists);
	a = strchr(four, 1), b = strchr(four, 2), c = strchr(four, 3);
	d = strchr(four, 4);
	if (U_FAILURE(error) || a != four || b == NULL || c == NULL ||
	    d == NULL || d[1] != '\0' || *two != 1 ||
	    two[strlen(two) - 1] != 2)
		return false;
	s->first = arena_copy(s->arena, a + 1, (size_t)(b - a - 1));
	s->middle = arena_copy(s->arena, b + 1, (size_t)(c - b - 1));
	s->last = arena_copy(s->arena, c + 1, (size_t)(d - c - 1));
	s->two = arena_copy(s->arena, two + 1, strlen(two) - 2);
	return true;
}

/* Whether ICU's data are of the language that it was asked for. */
static bool
speaks(const UDateFormat *format, const char *locale)
{
	UErrorCode	 error = U_ZERO_ERROR;
	char		 asked[20] = "", has[20] = "";
	const char	*valid = udat_getLocaleByType(format,
			    ULOC_VALID_LOCALE, &error);

	if (U_FAILURE(error) || valid == NULL)
		return false;
	uloc_getLanguage(locale, asked, sizeof asked, &error);
	uloc_getLanguage(valid, has, sizeof has, &error);
	return U_SUCCESS(error) && strcmp(asked, has) == 0;
}

static bool
ask_icu(struct style *s, const char *locale, const UDateFormat *format,
    UDateTimePatternGenerator *patterns)
{
	if (!speaks(format, locale) || !take_separators(s, locale))
		return false;
	s->date = best(s->arena, patterns, "EEEEMMMMd");
	s->time = best(s->arena, patterns, "jmm");
	s->moment = best(s->arena, patterns, "EEEEMMMMdjmm");
	s->day = best(s->arena, patterns, "MMMd");
	s->month = best(s->arena, patterns, "yMMMM");
	s->whole = best(s->arena, patterns, "yMMMMd");
	if (s->date == NULL || s->time == NULL || s->moment == NULL ||
	    s->day == NULL || s->month == NULL || s->whole == NULL)
		return false;
	return take_names(s->arena, format, strstr(s->date, "\001w") != NULL ?
	    UDAT_STANDALONE_WEEKDAYS : UDAT_WEEKDAYS, s->weekdays, 7) &&
	    take_names(s->arena, format, strstr(s->date, "\001S") != NULL ?
	    UDAT_STANDALONE_MONTHS : UDAT_MONTHS, s->months, 12) &&
	    take_names(s->arena, format, UDAT_SHORT_MONTHS, s->short_months,
	    12) && take_names(s->arena, format, UDAT_AM_PMS, s->halves, 2);
}

static bool
fetch(struct style *s, const char *tag)
{
	char				 locale[ULOC_FULLNAME_CAPACITY];
	UErrorCode			 error = U_ZERO_ERROR;
	UDateTimePatternGenerator	*patterns;
	UDateFormat			*format;
	bool				 good;

	if (strcmp(lang_icu(tag), "und") == 0)
		return false;
	for (size_t i = 0; i < COUNT(disputed); i++)
		if (strcmp(tag, disputed[i]) == 0)
			return false;
	uloc_forLanguageTag(lang_icu(tag), locale, sizeof locale, NULL,
	    &error);
	patterns = udatpg_open(locale, &error);
	format = udat_open(UDAT_FULL, UDAT_FULL, locale, NULL, 0, NULL, 0,
	    &error);
	good = U_SUCCESS(error) && ask_icu(s, locale, format, patterns);
	udat_close(format);
	udatpg_close(patterns);
	return good;
}

/* By numbers where ICU knows nothing. */
static const struct style *
made(const char *tag)
{
	struct arena	*arena = arena_new();
	struct style	*s = NEW(arena, struct style);

	*s = numbers;
	s->arena = arena;
	if (fetch(s, tag))
		return s;
	arena_free(arena);
	return &numbers;
}

const struct style *
wording_style(const char *language)
{
	const struct style	*s, *none = NULL;
	const char		*tag;
	unsigned		 i = 0;

	while ((tag = lang_at(i)) != NULL && strcmp(tag, language) != 0)
		i++;
	assert(i < LANGUAGES);
	if (tag == NULL)
		return &numbers;
	if ((s = atomic_load(&known[i])) != NULL)
		return s;
	s = made(tag);
	if (atomic_compare_exchange_strong(&known[i], &none, s))
		return s;
	arena_free(s->arena);
	return none;
}
