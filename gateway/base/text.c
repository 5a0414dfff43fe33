/*
 * Text, by ICU.
 *
 * ICU normalizes UTF-16 only, so text goes there and back; both ways are
 * exact for text that is valid.
 *
 * Finding the end of a grapheme needs an iterator that takes microseconds
 * to open, and a gateway cuts a hundred thousand texts.  Between two
 * characters of which neither joins anything (Unicode's property
 * Grapheme_Cluster_Break is Other) there always is an end, whatever stands
 * around them; so most cuts need no iterator.
 */

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include "base/arena.h"
#include "base/text.h"

/* ICU counts in int32_t, and folding makes at most 18 units of one. */
#define LONGEST	(64 << 20)

/* Marks on one letter. */
#define MARKS	30

/* ICU's macros convert between signs as C allows and our flags do not. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"

/* The character at *at; less than 0 for what is none. */
static UChar32
take(const char *bytes, int32_t length, int32_t *at)
{
	UChar32	 c;

	U8_NEXT(bytes, *at, length, c);
	return (c);
}

static void
put(char *text, int32_t *end, UChar32 c)
{
	U8_APPEND_UNSAFE(text, *end, c);
}

#pragma GCC diagnostic pop

static int32_t
length_of(const char *text)
{
	size_t	 length = strlen(text);

	assert(length <= LONGEST);
	return ((int32_t)length);
}

static bool
ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return (false);
	return (true);
}

/* ICU's data is part of the program; without it nothing can go on. */
static void
sure(UErrorCode error)
{
	if (U_FAILURE(error))
		abort();
}

static UChar *
wide(struct arena *arena, const char *text, int32_t *length)
{
	int32_t		 bytes = length_of(text);
	UChar		*units = NEW_LIST(arena, UChar, (size_t)bytes + 1);
	UErrorCode	 error = U_ZERO_ERROR;

	u_strFromUTF8WithSub(units, bytes + 1, length, text, bytes, 0xfffd,
	    NULL, &error);
	sure(error);
	return (units);
}

static char *
narrow(struct arena *arena, const UChar *units, int32_t length)
{
	UErrorCode	 error = U_ZERO_ERROR;
	int32_t		 bytes;
	char		*text;

	u_strToUTF8(NULL, 0, &bytes, units, length, &error);
	text = arena_take(arena, (size_t)bytes + 1);
	error = U_ZERO_ERROR;
	u_strToUTF8(text, bytes + 1, NULL, units, length, &error);
	sure(error);
	return (text);
}

static char *
normal(struct arena *arena, const UNormalizer2 *form, const char *text)
{
	UErrorCode	 error = U_ZERO_ERROR;
	int32_t		 length, need;
	UChar		*from = wide(arena, text, &length), *to;

	need = unorm2_normalize(form, from, length, NULL, 0, &error);
	if (error == U_BUFFER_OVERFLOW_ERROR)
		error = U_ZERO_ERROR;
	to = NEW_LIST(arena, UChar, (size_t)need + 1);
	need = unorm2_normalize(form, from, length, to, need + 1, &error);
	sure(error);
	return (narrow(arena, to, need));
}

bool
text_valid(const void *bytes, size_t length)
{
	const char	*from = bytes;
	int32_t		 at = 0;

	assert(length <= LONGEST);
	while (at < (int32_t)length)
		if (take(from, (int32_t)length, &at) <= 0)
			return (false);
	return (true);
}

/* The character, or 0 for one that goes. */
static UChar32
kept(UChar32 c, bool before_line_feed)
{
	if (c < 0)
		return (0xfffd);
	if (c == '\r')
		return (before_line_feed ? 0 : '\n');
	if (c == '\t' || c == '\n')
		return (c);
	return (c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0 : c);
}

size_t
text_point(uint32_t point, char bytes[5])
{
	int32_t	 n = 0;

	assert(point <= 0x10ffff);
	put(bytes, &n, (UChar32)point);
	bytes[n] = '\0';
	return ((size_t)n);
}

uint32_t
text_next(const char **text)
{
	const char	*from = *text;
	int32_t		 at = 0;
	UChar32		 c;

	if ((unsigned char)*from < 0x80) {
		*text += *from != '\0';
		return ((uint32_t)*from);
	}
	c = take(from, -1, &at);
	*text += at;
	return (c < 0 ? 0xfffd : (uint32_t)c);
}

/* Whether a character is put onto the one before it.  Normalizing a run of
 * them takes its length squared, so no run may be long; in Unicode's own
 * stream-safe text it has at most 30. */
static bool
is_mark(UChar32 c)
{
	return (c >= 0x300 && u_getIntPropertyValue(c,
	    UCHAR_LEAD_CANONICAL_COMBINING_CLASS) != 0);
}

/* Leaves so many marks of each run. */
static char *
with_few_marks(char *text, unsigned most)
{
	int32_t		 at = 0, end = 0, length = length_of(text);
	unsigned	 run = 0;
	UChar32		 c;

	while (at < length) {
		c = take(text, length, &at);
		run = is_mark(c) ? run + 1 : 0;
		if (run <= most)
			put(text, &end, c);
	}
	text[end] = '\0';
	return (text);
}

char *
text_clean(struct arena *arena, const void *bytes, size_t length)
{
	const char		*from = bytes;
	int32_t			 at = 0, end = 0;
	UChar32			 c;
	char			*text;
	const UNormalizer2	*form;
	UErrorCode		 error = U_ZERO_ERROR;

	/* A byte that is no UTF-8 becomes three. */
	assert(length <= LONGEST);
	text = arena_take(arena, length * 3 + 1);
	while (at < (int32_t)length) {
		c = take(from, (int32_t)length, &at);
		c = kept(c, at < (int32_t)length && from[at] == '\n');
		if (c != 0)
			put(text, &end, c);
	}
	if (ascii(text))
		return (text);
	form = unorm2_getNFCInstance(&error);
	sure(error);
	/* One mark may become two, and the first letter of a run another. */
	text = with_few_marks(text, 2 * MARKS);
	return (with_few_marks(normal(arena, form, text), MARKS));
}

char *
text_first_name(struct arena *arena, const char *name)
{
	const char *comma = strchr(name, ',');

	if (comma != NULL && comma[1 + strspn(comma + 1, " ")] != '\0')
		name = comma + 1;
	name += strspn(name, " ");
	return arena_copy(arena, name, strcspn(name, " "));
}

char *
text_fold(struct arena *arena, const char *text)
{
	const UNormalizer2	*form;
	UErrorCode		 error = U_ZERO_ERROR;

	form = unorm2_getNFKCCasefoldInstance(&error);
	sure(error);
	return (normal(arena, form, text));
}

/* Letters with a stroke do not come apart into a letter and a mark. */
static UChar32
without_stroke(UChar32 c)
{
	switch (c) {
	case 0x00F8:
		return ('o');
	case 0x0111:
		return ('d');
	case 0x0131:
		return ('i');
	case 0x0142:
		return ('l');
	default:
		return (c);
	}
}

char *
text_plain(struct arena *arena, const char *text)
{
	const UNormalizer2	*form;
	UErrorCode		 error = U_ZERO_ERROR;
	int32_t			 at = 0, end = 0, length;
	char			*plain;
	UChar32			 c;

	form = unorm2_getNFDInstance(&error);
	sure(error);
	plain = normal(arena, form, text_fold(arena, text));
	length = length_of(plain);
	while (at < length) {
		c = take(plain, length, &at);
		if (u_charType(c) != U_NON_SPACING_MARK)
			put(plain, &end, without_stroke(c));
	}
	plain[end] = '\0';
	return (plain);
}

/* What a word is made of: letters, the marks on them, digits. */
static bool
of_word(UChar32 c)
{
	return ((U_MASK(u_charType(c)) &
	    (U_GC_L_MASK | U_GC_N_MASK | U_GC_MN_MASK | U_GC_MC_MASK)) != 0);
}

char *
text_words(struct arena *arena, const char *text)
{
	const char	*from = text_fold(arena, text);
	int32_t		 at = 0, end = 0, length = length_of(from);
	bool		 space = false;
	char		*words = arena_take(arena, (size_t)length + 1);
	UChar32		 c;

	while (at < length) {
		c = take(from, length, &at);
		if (u_isUWhiteSpace(c))
			space = end > 0;
		if (!of_word(c))
			continue;
		if (space)
			words[end++] = ' ';
		space = false;
		put(words, &end, c);
	}
	/* A letter and a mark may have met where something stood between. */
	return (ascii(words) ? words : text_fold(arena, words));
}

/* Marks that people leave out: accents, hamza, the short vowels of Arabic,
 * and the line that makes a word longer. */
static bool
left_out(UChar32 c)
{
	return ((c >= 0x300 && c <= 0x36f) || (c >= 0x64b && c <= 0x655) ||
	    c == 0x670 || c == 0x640);
}

char *
text_bare(struct arena *arena, const char *text)
{
	const UNormalizer2	*form;
	UErrorCode		 error = U_ZERO_ERROR;
	const char		*from;
	char			*bare;
	int32_t			 at = 0, end = 0, length;
	UChar32			 c;

	if (ascii(text))
		return (arena_text(arena, text));
	form = unorm2_getNFDInstance(&error);
	sure(error);
	from = normal(arena, form, text);
	length = length_of(from);
	bare = arena_take(arena, (size_t)length + 1);
	while (at < length) {
		c = take(from, length, &at);
		if (c == 0x111 || c == 0x110)	/* Decomposed in no form. */
			c = c == 0x111 ? 'd' : 'D';
		if (!left_out(c))
			put(bare, &end, c);
	}
	form = unorm2_getNFCInstance(&error);
	sure(error);
	return (normal(arena, form, bare));
}

static bool
joins_nothing(uint32_t c)
{
	return (u_getIntPropertyValue((UChar32)c,
	    UCHAR_GRAPHEME_CLUSTER_BREAK) == U_GCB_OTHER);
}

/*
 * The last end of a grapheme of the text at or before that byte; 0 if the
 * first one is longer.  Whether there is one at a byte depends on all that
 * stands before it and on one character behind it, which length includes.
 */
static size_t
grapheme_end(const char *text, size_t length, size_t at)
{
	UText		 bytes = UTEXT_INITIALIZER;
	UErrorCode	 error = U_ZERO_ERROR;
	UBreakIterator	*ends = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &error);

	utext_openUTF8(&bytes, text, (int64_t)length, &error);
	ubrk_setUText(ends, &bytes, &error);
	sure(error);
	if (!ubrk_isBoundary(ends, (int32_t)at))
		at = (size_t)ubrk_preceding(ends, (int32_t)at);
	ubrk_close(ends);
	utext_close(&bytes);
	return (at);
}

size_t
text_fit(const char *text, size_t most)
{
	const char	*at = text, *end;
	size_t		 units = 0, cut;
	uint32_t	 last, next = 0;

	/* In the end, next is the first character that does not fit. */
	do {
		end = at;
		last = next;
		if ((next = text_next(&at)) == 0)
			return ((size_t)(end - text));
		units += next < 0x10000 ? 1 : 2;
	} while (units <= most);
	if (end == text || (joins_nothing(last) && joins_nothing(next)))
		return ((size_t)(end - text));
	cut = grapheme_end(text, (size_t)(at - text), (size_t)(end - text));
	return (cut > 0 ? cut : (size_t)(end - text));
}

char *
text_cut(struct arena *arena, const char *text, size_t most)
{
	return (arena_copy(arena, text, text_fit(text, most)));
}

size_t
text_units(const char *text)
{
	size_t	 units = 0;

	for (; *text != '\0'; text++) {
		units += ((unsigned char)*text & 0xc0) != 0x80;
		units += (unsigned char)*text >= 0xf0;
	}
	return (units);
}

size_t
text_points(const char *text)
{
	size_t	 points = 0;

	for (; *text != '\0'; text++)
		points += ((unsigned char)*text & 0xc0) != 0x80;
	return (points);
}
