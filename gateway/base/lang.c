/*
 * The languages we know: one row each, and a row is all it takes to know
 * one more.
 *
 * The column icu is what ICU is given.  Calendar and digits are named where
 * ICU would choose others than the English text has, since numbers in a
 * translation have to be the numbers of the original.  "und" stands where
 * ICU has nothing: it would fall back to French for Haitian Creole and to
 * English of a computer for Twi.
 *
 * Other names are in lower case between bars.  Those of three letters are
 * ISO 639; the rest is what school systems write.  A tag with a region that
 * is not here is looked up without it.
 */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uloc.h>

#include "base/lang.h"
#include "base/list.h"
#include "base/text.h"

#define LONGEST	64

struct language {
	const char	*tag, *english, *own, *icu;
	const char	*names;
};

static const struct language languages[] = {
{ "en-US", "English", "English", "en-US", "|en|eng|" },
{ "es-US", "Spanish", "Español", "es-US", "|es|spa|espanol|castilian|" },
{ "pt-BR", "Portuguese", "Português", "pt-BR",
    "|pt|por|portugues|brazilian portuguese|" },
{ "vi", "Vietnamese", "Tiếng Việt", "vi", "|vie|tieng viet|" },
{ "ht", "Haitian Creole", "Kreyòl ayisyen", "und",
    "|hat|haitian|kreyòl|kreyol|kreyol ayisyen|haitian-creole|"
    "creole (haitian)|" },
{ "ak", "Twi", "Twi", "ak", "|tw|twi|aka|fat|akan|fante|" },
{ "ar", "Arabic", "العربية", "ar-u-ca-gregory-nu-latn", "|ara|arb|" },
{ "sq", "Albanian", "Shqip", "sq", "|sqi|alb|als|shqipe|" },
{ "ne", "Nepali", "नेपाली", "ne-u-nu-latn", "|nep|npi|" },
{ "ps", "Pashto", "پښتو", "ps-u-ca-gregory-nu-latn",
    "|pus|pbt|pst|pbu|pushto|" },

{ "am", "Amharic", "አማርኛ", "am-u-ca-gregory", "|amh|" },
{ "bn", "Bengali", "বাংলা", "bn-u-nu-latn", "|ben|bangla|" },
{ "din", "Dinka", "Thuɔŋjäŋ", "und", "|dik|dip|" },
{ "el", "Greek", "Ελληνικά", "el", "|ell|gre|" },
{ "fa", "Persian", "فارسی", "fa-u-ca-gregory-nu-latn",
    "|fas|per|pes|farsi|" },
{ "fa-AF", "Dari", "دری", "fa-AF-u-ca-gregory-nu-latn", "|prs|" },
{ "fil", "Filipino", "Filipino", "fil", "|tl|tgl|tagalog|" },
{ "fr", "French", "Français", "fr", "|fra|fre|francais|" },
{ "gaa", "Ga", "Gã", "und", "|" },
{ "gu", "Gujarati", "ગુજરાતી", "gu-u-nu-latn", "|guj|" },
{ "hi", "Hindi", "हिन्दी", "hi-u-nu-latn", "|hin|" },
{ "hmn", "Hmong", "Hmoob", "und", "|mww|hnj|" },
{ "hy", "Armenian", "Հայերեն", "hy", "|hye|arm|" },
{ "it", "Italian", "Italiano", "it", "|ita|" },
{ "ja", "Japanese", "日本語", "ja", "|jpn|" },
{ "kea", "Cape Verdean Creole", "Kabuverdianu", "kea",
    "|cape verdean|kriolu|cape verdean creole (kriolu)|" },
{ "km", "Khmer", "ខ្មែរ", "km-u-nu-latn", "|khm|cambodian|" },
{ "ko", "Korean", "한국어", "ko", "|kor|" },
{ "ksw", "Karen", "ကညီကျိၥ်", "und", "|kar|s'gaw karen|" },
{ "ku", "Kurdish (Kurmanji)", "Kurdî", "ku", "|kur|kmr|kurmanji|" },
{ "ckb", "Kurdish (Sorani)", "کوردیی ناوەندی", "ckb-u-ca-gregory-nu-latn",
    "|sorani|" },
{ "ln", "Lingala", "Lingála", "ln", "|lin|" },
{ "lo", "Lao", "ລາວ", "lo-u-nu-latn", "|lao|laotian|" },
{ "mnk", "Mandinka", "Mandinka", "und", "|man|mandingo|" },
{ "my", "Burmese", "မြန်မာ", "my-u-nu-latn", "|mya|bur|" },
{ "pa", "Punjabi", "ਪੰਜਾਬੀ", "pa-u-nu-latn", "|pan|panjabi|" },
{ "pl", "Polish", "Polski", "pl", "|pol|" },
{ "rn", "Kirundi", "Ikirundi", "rn", "|run|rundi|" },
{ "ro", "Romanian", "Română", "ro", "|ron|rum|mo|mol|romana|" },
{ "ru", "Russian", "Русский", "ru", "|rus|" },
{ "rw", "Kinyarwanda", "Ikinyarwanda", "rw", "|kin|" },
{ "so", "Somali", "Soomaali", "so", "|som|" },
{ "sw", "Swahili", "Kiswahili", "sw", "|swa|swh|swc|" },
{ "ta", "Tamil", "தமிழ்", "ta-u-nu-latn", "|tam|" },
{ "te", "Telugu", "తెలుగు", "te-u-nu-latn", "|tel|" },
{ "th", "Thai", "ไทย", "th-u-ca-gregory-nu-latn", "|tha|" },
{ "ti", "Tigrinya", "ትግርኛ", "ti-u-ca-gregory", "|tir|" },
{ "tr", "Turkish", "Türkçe", "tr", "|tur|turkce|" },
{ "uk", "Ukrainian", "Українська", "uk", "|ukr|" },
{ "ur", "Urdu", "اردو", "ur-u-nu-latn", "|urd|" },
{ "yo", "Yoruba", "Yorùbá", "yo", "|yor|" },
{ "zh-Hans", "Chinese (Simplified)", "简体中文", "zh-Hans",
    "|zh|zho|chi|cmn|zh-cn|zh-sg|chinese|mandarin|simplified chinese|"
    "中文|" },
{ "zh-Hant", "Chinese (Traditional)", "繁體中文", "zh-Hant",
    "|zh-tw|zh-hk|zh-mo|yue|cantonese|traditional chinese|" },
};

/* The next letter, small, `-` for `_`. */
static uint32_t
letter(const char **text)
{
	uint32_t	 c = text_next(text);

	return (c == '_' ? '-' : (uint32_t)u_foldCase((UChar32)c, 0));
}

static bool
same(const char *raw, const char *raw_end, const char *name, const char *end)
{
	while (raw < raw_end && name < end)
		if (letter(&raw) != letter(&name))
			return (false);
	return (raw == raw_end && name == end);
}

static bool
among(const char *raw, const char *raw_end, const char *names)
{
	const char	*name = names + 1, *end;

	for (; (end = strchr(name, '|')) != NULL; name = end + 1)
		if (same(raw, raw_end, name, end))
			return (true);
	return (false);
}

static bool
is(const char *raw, const char *raw_end, const char *name)
{
	return (same(raw, raw_end, name, name + strlen(name)));
}

static const struct language *
find(const char *raw, const char *end)
{
	const struct language	*l;

	for (size_t i = 0; i < COUNT(languages); i++) {
		l = &languages[i];
		if (is(raw, end, l->tag) || is(raw, end, l->english) ||
		    is(raw, end, l->own) || among(raw, end, l->names))
			return (l);
	}
	return (NULL);
}

/* The row of a tag as we store it. */
static const struct language *
row(const char *tag)
{
	for (size_t i = 0; i < COUNT(languages); i++)
		if (strcmp(tag, languages[i].tag) == 0)
			return (&languages[i]);
	return (NULL);
}

const char *
lang_tag(const char *raw)
{
	const struct language	*l;
	const char		*end;

	while (*raw == ' ')
		raw++;
	end = raw + strnlen(raw, LONGEST);
	if (*end != '\0')
		return (NULL);
	while (end > raw && end[-1] == ' ')
		end--;
	if (end == raw)
		return (NULL);
	l = find(raw, end);
	while (l == NULL && --end > raw)
		if (*end == '-' || *end == '_')
			l = find(raw, end);
	return (l != NULL ? l->tag : NULL);
}

const char *
lang_at(unsigned i)
{
	return (i < COUNT(languages) ? languages[i].tag : NULL);
}

const char *
lang_english(const char *tag)
{
	const struct language	*l = row(tag);

	return (l != NULL ? l->english : tag);
}

const char *
lang_own(const char *tag)
{
	const struct language	*l = row(tag);

	return (l != NULL ? l->own : tag);
}

const char *
lang_icu(const char *tag)
{
	const struct language	*l = row(tag);

	return (l != NULL ? l->icu : "und");
}

bool
lang_right_to_left(const char *tag)
{
	return (uloc_isRightToLeft(lang_icu(tag)));
}
