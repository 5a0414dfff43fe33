/*
 * The language of what a family wrote.  Its script is that of most of its
 * letters; letters of the alphabet that a family of another script types
 * without its keyboard are nobody's to guess, but for English.
 */

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/bridge.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/tongue.h"

static const char english[] = "en-US";

/* Whose every short text CLD2 takes for something else (35 texts were tried,
 * domain.md 9.3), or that it does not know. */
static const char *const unknown_to_it[] = {
	"ak", "am", "ti", "so", "ps", "kea", "ar", "fa-AF", "gaa", "din",
	"mnk", "hmn", "ksw", "ln", "rn", "yo",
};

struct asked {
	bool	 (*spoken)(void *, const char *);
	void	*arg;
};

static bool
is_of_script(const char *tag, UScriptCode script)
{
	UScriptCode	 codes[8];
	UErrorCode	 status = U_ZERO_ERROR;
	const char	*own = lang_own(tag);
	int32_t		 n = uscript_getCode(tag, codes, COUNT(codes),
			    &status);

	if (U_FAILURE(status) || n <= 0) {
		status = U_ZERO_ERROR;
		return own != NULL && uscript_getScript(
		    (UChar32)text_next(&own), &status) == script;
	}
	for (int32_t i = 0; i < n; i++)
		if (codes[i] == script || (script == USCRIPT_HAN &&
		    (codes[i] == USCRIPT_SIMPLIFIED_HAN ||
		    codes[i] == USCRIPT_TRADITIONAL_HAN)))
			return true;
	return false;
}

/* The script of most letters; how many there are in all. */
static UScriptCode
script_of(const char *text, unsigned *letters)
{
	static const UScriptCode	 known[] = { USCRIPT_LATIN,
					    USCRIPT_ARABIC,
					    USCRIPT_DEVANAGARI,
					    USCRIPT_ETHIOPIC, USCRIPT_HAN,
					    USCRIPT_CYRILLIC, USCRIPT_KHMER,
					    USCRIPT_MYANMAR, USCRIPT_GREEK,
					    USCRIPT_HANGUL, USCRIPT_BENGALI,
					    USCRIPT_GUJARATI,
					    USCRIPT_GURMUKHI, USCRIPT_THAI,
					    USCRIPT_LAO, USCRIPT_TAMIL,
					    USCRIPT_TELUGU,
					    USCRIPT_ARMENIAN,
					    USCRIPT_HIRAGANA };
	unsigned			 counts[COUNT(known)] = { 0 };
	unsigned			 best = 0;
	UErrorCode			 status = U_ZERO_ERROR;
	UScriptCode			 script;
	uint32_t			 c;

	*letters = 0;
	while ((c = text_next(&text)) != 0) {
		if (!u_isalpha((UChar32)c))
			continue;
		++*letters;
		script = uscript_getScript((UChar32)c, &status);
		for (unsigned i = 0; i < COUNT(known); i++)
			counts[i] += known[i] == script;
	}
	for (unsigned i = 1; i < COUNT(known); i++)
		if (counts[i] > counts[best])
			best = i;
	return counts[best] == 0 ? USCRIPT_UNKNOWN : known[best];
}

static bool
same_language(const char *a, const char *b)
{
	size_t n = strcspn(a, "-");

	return n == strcspn(b, "-") && strncasecmp(a, b, n) == 0;
}

/* One that is read in the district, as the district writes its tag (Dari is
 * Persian to the detector); NULL: none. */
static const char *
spoken_as(const char *tag, const struct asked *asked)
{
	const char *other;

	if (tag == NULL)
		return NULL;
	if (same_language(tag, english))
		return english;
	if (asked->spoken(asked->arg, tag))
		return tag;
	for (unsigned i = 0; (other = lang_at(i)) != NULL; i++)
		if (same_language(tag, other) &&
		    asked->spoken(asked->arg, other))
			return other;
	return NULL;
}

/* Whether the detector takes it for that language when it may: short Spanish
 * is Portuguese to it, until it is told that Spanish is likely. */
static bool
may_be(const char *text, const char *registered)
{
	char		 likely[16], code[16];
	const char	*found;

	snprintf(likely, sizeof likely, "%.*s",
	    (int)strcspn(registered, "-"), registered);
	if (!bridge_detect(text, likely, code, sizeof code))
		return false;
	found = lang_tag(code);
	return found != NULL && same_language(found, registered);
}

/* Whether it has a word that is in almost every English sentence, and in none
 * of our other languages: who writes English would get no translation. */
static bool
has_english_word(const char *text)
{
	static const char words[] = " the and is are was were you your will "
	    "she my his her with of not can have has this that they it there "
	    "what when where please thank thanks hello today tomorrow school "
	    "sick late for we be to ";
	char	word[16];
	size_t	n;

	for (; *text != '\0'; text += n > 0 ? n : 1) {
		n = 0;
		while (isalpha((unsigned char)text[n]))
			n++;
		if (n == 0 || n > sizeof word - 3)
			continue;
		word[0] = ' ';
		for (size_t i = 0; i < n; i++)
			word[i + 1] = (char)tolower((unsigned char)text[i]);
		memcpy(word + n + 1, " ", 2);
		if (strstr(words, word) != NULL)
			return true;
	}
	return false;
}

/* What the detector is sure of; NULL: nothing, or it may be the registered
 * one. */
static const char *
detect(const char *text, const char *registered, unsigned letters,
    const struct asked *asked)
{
	const char	*found;
	char		 code[16];

	if (letters < TONGUE_LETTERS ||
	    !bridge_detect(text, NULL, code, sizeof code) ||
	    may_be(text, registered))
		return NULL;
	found = spoken_as(lang_tag(code), asked);
	return found == english && !has_english_word(text) ? NULL : found;
}

static bool
can_tell(const char *registered)
{
	for (size_t i = 0; i < COUNT(unknown_to_it); i++)
		if (strcmp(unknown_to_it[i], registered) == 0)
			return false;
	return true;
}

/* The first of our languages that is read here and written so. */
static const char *
by_script(UScriptCode script, const struct asked *asked)
{
	const char *tag;

	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++)
		if (is_of_script(tag, script) &&
		    asked->spoken(asked->arg, tag))
			return tag;
	return NULL;
}

/* Its letters are not those of the registered language. */
static void
other_letters(const char *text, UScriptCode script, unsigned letters,
    const struct asked *asked, struct tongue *t)
{
	const char *found = detect(text, t->language, letters, asked);

	if (script == USCRIPT_LATIN) {
		if (found != NULL && strcmp(found, english) == 0) {
			t->language = english;
			t->by = TONGUE_DETECTED;
		} else {
			t->by = TONGUE_UNSURE;
		}
		return;
	}
	if (found == NULL || !is_of_script(found, script))
		found = by_script(script, asked);
	t->by = found == NULL ? TONGUE_UNSURE : TONGUE_SCRIPT;
	if (found != NULL)
		t->language = found;
}

void
tongue_read(const char *text, const char *registered,
    bool (*spoken)(void *, const char *), void *arg, struct tongue *t)
{
	const struct asked	 asked = { spoken, arg };
	unsigned		 letters;
	UScriptCode		 script = script_of(text, &letters);
	const char		*found;

	*t = (struct tongue){ registered, TONGUE_REGISTERED };
	if (script == USCRIPT_UNKNOWN)
		return;
	if (!is_of_script(registered, script)) {
		other_letters(text, script, letters, &asked, t);
		return;
	}
	found = detect(text, registered, letters, &asked);
	if (found == NULL || same_language(found, registered) ||
	    (!can_tell(registered) && strcmp(found, english) != 0))
		return;
	t->language = found;
	t->by = TONGUE_DETECTED;
}
