/*
 * The bytes of a mail become text, by ICU.
 *
 * What a mail says of its charset is wrong often enough: UTF-8 that is said
 * to be ISO-8859-1, Windows-1252 that is said to be ASCII or nothing.  Bytes
 * that are UTF-8 with letters outside of ASCII are hardly ever anything else,
 * so they are UTF-8 whatever is said; beside charsets of two bytes a letter,
 * when there are enough of them.  What is no UTF-8 and says nothing of use is
 * read line by line as its language is written on Windows.
 *
 * UTF-7 and its kin are never read: they hide one text in another.
 */

#include <assert.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/mime_inside.h"
#include "base/text.h"

#define NAME	60		/* Bytes of the name of a charset. */

/* Names that mean another converter than ICU would take; NULL: as if
 * nothing was said. */
static const struct {
	const char *name, *converter;
} names[] = {
	{ "", NULL }, { "us-ascii", NULL }, { "ascii", NULL },
	{ "ansi_x3.4-1968", NULL }, { "utf-8", NULL }, { "utf8", NULL },
	{ "unknown-8bit", NULL }, { "x-unknown", NULL }, { "unknown", NULL },
	{ "default", NULL }, { "default_charset", NULL }, { "binary", NULL },
	{ "8bit", NULL }, { "utf-7", NULL }, { "utf7", NULL },
	{ "unicode-1-1-utf-7", NULL }, { "csunicode11utf7", NULL },
	{ "x-unicode-2-0-utf-7", NULL }, { "unicode-2-0-utf-7", NULL },
	{ "utf-7-imap", NULL }, { "imap-mailbox-name", NULL },
	{ "scsu", NULL }, { "bocu-1", NULL }, { "cesu-8", NULL },
	{ "utf-ebcdic", NULL }, { "hz", NULL }, { "hz-gb-2312", NULL },
	{ "iso-8859-1", "windows-1252" }, { "iso8859-1", "windows-1252" },
	{ "iso_8859-1", "windows-1252" }, { "latin1", "windows-1252" },
	{ "iso-8859-9", "windows-1254" }, { "iso-8859-11", "windows-874" },
	{ "tis-620", "windows-874" }, { "iso-8859-8-i", "iso-8859-8" },
	{ "iso-8859-6-i", "iso-8859-6" }, { "gb2312", "gb18030" },
	{ "gbk", "gb18030" }, { "x-gbk", "gb18030" }, { "cp936", "gb18030" },
	{ "gb_2312-80", "gb18030" }, { "euc-cn", "gb18030" },
	{ "big5", "windows-950" }, { "shift_jis", "windows-31j" },
	{ "sjis", "windows-31j" }, { "x-sjis", "windows-31j" },
	{ "ks_c_5601-1987", "windows-949" }, { "euc-kr", "windows-949" },
	{ "ks_c_5601-1989", "windows-949" }, { "utf-16", "utf-16" },
};

/* How a language is written on Windows. */
static const struct {
	const char *language, *converter;
} windows[] = {
	{ "ar", "windows-1256" }, { "fa", "windows-1256" },
	{ "ur", "windows-1256" }, { "ps", "windows-1256" },
	{ "ru", "windows-1251" }, { "uk", "windows-1251" },
	{ "bg", "windows-1251" }, { "pl", "windows-1250" },
	{ "cs", "windows-1250" }, { "hu", "windows-1250" },
	{ "ro", "windows-1250" }, { "el", "windows-1253" },
	{ "tr", "windows-1254" }, { "he", "windows-1255" },
	{ "vi", "windows-1258" }, { "th", "windows-874" },
	{ "ja", "windows-31j" }, { "ko", "windows-949" },
	{ "zh", "gb18030" },
};

static const char *
by_language(const char *language)
{
	for (size_t i = 0; i < COUNT(windows); i++)
		if (strncasecmp(language, windows[i].language, 2) == 0)
			return windows[i].converter;
	return "windows-1252";
}

/* The converter for a name, NULL if it says nothing of use. */
static const char *
by_name(const char *name)
{
	if (strlen(name) > NAME)
		return NULL;
	for (size_t i = 0; i < COUNT(names); i++)
		if (strcasecmp(name, names[i].name) == 0)
			return names[i].converter;
	return name;
}

/* Whether ICU writes two or more bytes for what is not ASCII. */
static bool
is_wide(UConverter *converter)
{
	return ucnv_getMaxCharSize(converter) > 1;
}

/* Whether bytes are UTF-8 with so many letters outside of ASCII that they
 * are hardly ever anything else. */
static bool
is_utf8(const char *bytes, size_t length, bool wide)
{
	size_t high = 0;

	for (size_t i = 0; i < length; i++)
		high += (unsigned char)bytes[i] >= 0x80;
	return high > (wide ? 16 : 0) && text_valid(bytes, length);
}

/* UTF-8 of the bytes; NULL: they are mostly something else.  The converter
 * is closed. */
static char *
convert(struct arena *arena, UConverter *converter, const char *bytes,
    size_t length)
{
	UErrorCode error = U_ZERO_ERROR;
	size_t room = length * 2 + 8, strange = 0;
	UChar *units = NEW_LIST(arena, UChar, room);
	int32_t count, size;
	char *text;

	count = ucnv_toUChars(converter, units, (int32_t)room, bytes,
	    (int32_t)length, &error);
	ucnv_close(converter);
	if (U_FAILURE(error))
		return NULL;
	for (int32_t i = 0; i < count; i++)
		strange += units[i] == 0xfffd;
	if (strange > 4 && strange * 8 > (size_t)count)
		return NULL;
	text = arena_take(arena, (size_t)count * 3 + 1);
	u_strToUTF8WithSub(text, count * 3 + 1, &size, units, count, 0xfffd,
	    NULL, &error);
	return U_FAILURE(error) ? NULL : text;
}

/* Text of a line that is no UTF-8. */
static const char *
convert_line(struct arena *arena, const char *line, size_t length,
    const char *name)
{
	UErrorCode error = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(name, &error);
	const char *text;

	if (U_FAILURE(error))
		return "";
	text = convert(arena, converter, line, length);
	return text != NULL ? text : arena_copy(arena, line, length);
}

static const char *
without_nul(struct arena *arena, const char *bytes, size_t *length)
{
	char *copy = arena_take(arena, *length + 1);
	size_t kept = 0;

	for (size_t i = 0; i < *length; i++)
		if (bytes[i] != '\0')
			copy[kept++] = bytes[i];
	*length = kept;
	return copy;
}

/* Each line that is no UTF-8, by language; one line that was put below a
 * mail by another program is no reason to read the others anew. */
static char *
by_line(struct arena *arena, const char *raw, size_t length,
    const char *language)
{
	const char *bytes = without_nul(arena, raw, &length);
	const char *end = bytes + length, *next, *line;
	const char *name = by_language(language);
	char *text = arena_take(arena, length * 4 + 1), *out = text;
	size_t size;

	for (; bytes < end; bytes = next) {
		next = memchr(bytes, '\n', (size_t)(end - bytes));
		next = next == NULL ? end : next + 1;
		size = (size_t)(next - bytes);
		line = bytes;
		if (!text_valid(bytes, size)) {
			line = convert_line(arena, bytes, size, name);
			size = strlen(line);
		}
		memcpy(out, line, size);
		out += size;
	}
	return text_clean(arena, text, (size_t)(out - text));
}

static char *
undeclared(struct arena *arena, const char *bytes, size_t length,
    const char *language)
{
	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		length -= 3;
	}
	if (text_valid(bytes, length))
		return text_clean(arena, bytes, length);
	return by_line(arena, bytes, length, language);
}

/* UTF-16 begins with its mark, whatever is said. */
static const char *
marked(const char *bytes, size_t length)
{
	if (length < 2)
		return NULL;
	if (memcmp(bytes, "\xff\xfe", 2) == 0)
		return "utf-16";
	if (memcmp(bytes, "\xfe\xff", 2) == 0)
		return "utf-16";
	return NULL;
}

char *
mime_decode(struct arena *arena, const char *bytes, size_t length,
    const char *charset, const char *language)
{
	UErrorCode error = U_ZERO_ERROR;
	const char *name = marked(bytes, length);
	UConverter *converter;
	char *text;

	assert(length <= MIME_MOST);
	if (name == NULL)
		name = by_name(charset);
	if (name == NULL)
		return undeclared(arena, bytes, length, language);
	converter = ucnv_open(name, &error);
	if (U_FAILURE(error))
		return undeclared(arena, bytes, length, language);
	if (is_utf8(bytes, length, is_wide(converter))) {
		ucnv_close(converter);
		return undeclared(arena, bytes, length, language);
	}
	text = convert(arena, converter, bytes, length);
	if (text == NULL)
		return undeclared(arena, bytes, length, language);
	return text_clean(arena, text, strlen(text));
}
