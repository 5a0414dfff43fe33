#ifndef GATEWAY_BASE_LANG_H
#define GATEWAY_BASE_LANG_H

/*
 * Language tags (BCP 47) as we store them: "en-US", "es-US", "pt-BR", "vi",
 * "ht", "ak", "ar", "sq", "ne", "ps", ...  ICU's C functions do not apply
 * the aliases of CLDR (tw is ak, prs is fa-AF), and what it does not know it
 * silently makes English or French; so the aliases are a small table here,
 * and no tag from outside ever reaches ICU unseen.  Pure, any thread.
 */

#include <stdbool.h>

struct arena;

/* The tag as we store it, a constant, for any spelling or alias ("twi",
 * "TW", "es_MX", "Spanish"); NULL: we do not know it. */
const char	*lang_tag(const char *raw);

/* The languages we know, one by one; NULL: there is no such number. */
const char	*lang_at(unsigned);

/* What ICU is given for a tag: with our calendar and our digits, and "und"
 * where it knows nothing of the language. */
const char	*lang_icu(const char *tag);

/* The name of a language in English and in itself. */
const char	*lang_english(const char *tag);
const char	*lang_own(const char *tag);

bool		 lang_right_to_left(const char *tag);

#endif
