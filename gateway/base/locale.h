#ifndef GATEWAY_BASE_LOCALE_H
#define GATEWAY_BASE_LOCALE_H

/*
 * What we say ourselves, in the languages of families: locales/TAG.json, a
 * flat object of keys and ICU MessageFormat patterns with named arguments.
 * A key that a language has not is said in English, which has them all.
 * U+00A0 and U+202F become plain spaces, since one of them would double the
 * price of a text message.
 *
 * locales_open() refuses a folder in which a file is no JSON, is not named
 * by a tag of ours, has a key that English has not, a pattern that is none,
 * or one whose arguments are not those of the English words, a plural that
 * lacks a category of the language, markup, or a character that turns the
 * direction.  Limits: 256 kB and 500 keys a file, 4 kB a pattern, 64
 * languages.
 *
 * The formats are compiled once.  For the thread that opened them.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/bridge.h"

struct arena;
struct locale_dates;
struct locales;

/* NULL: why says which file and what is wrong with it. */
struct locales	*locales_open(const char *folder, char *why, size_t why_size);
void		 locales_close(struct locales *);	/* NULL is allowed. */

/* Whether words of that language are here. */
bool		 locales_has(const struct locales *, const char *language);

/* The languages there are; English is the first. */
unsigned	 locales_count(const struct locales *);
const char	*locales_language(const struct locales *, unsigned);

/* The keys there are in English, by name. */
size_t		 locales_key_count(const struct locales *);
const char	*locales_key(const struct locales *, size_t);

/* What the words of a key are in a language, as a word of store/word.h:
 * "original" (English), "approved" (somebody who speaks it says so in its
 * file), "draft"; NULL: it has none, and English is said.  And who approved
 * them, and when; NULL: nobody. */
const char	*locales_state(const struct locales *, const char *language,
		    const char *key);
const char	*locales_approved(const struct locales *,
		    const char *language, const char *key);

/* How its file says days and hours (base/locale_about.h); NULL: not at all. */
const struct locale_dates *locales_dates(const struct locales *,
		    const char *language);

/*
 * The words of a key.  language is a tag as lang_tag() gives it; the key has
 * to exist in English and the values have to be those its pattern names, or
 * more (both asserted).
 */
char		*locales_say(const struct locales *, struct arena *,
		    const char *language, const char *key,
		    const struct bridge_value *, size_t count);

/* The same, where a key or a value may be missing: then it is NULL. */
char		*locales_try(const struct locales *, struct arena *,
		    const char *language, const char *key,
		    const struct bridge_value *, size_t count);

#endif
