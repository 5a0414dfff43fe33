#ifndef GATEWAY_CARRIER_PHRASES_H
#define GATEWAY_CARRIER_PHRASES_H

/*
 * A phrase book: sentences in several languages, any of which can be said in
 * any other.  A file of JSON:
 *
 *	{
 *	  "languages": {"en": "English", "es": "Spanish"},
 *	  "words": {"day": [{"en": "Monday", "es": "lunes"}]},
 *	  "sentences": [
 *	    {"en": "{1} is ill on {day}.", "es": "{1} falta el {day}."}
 *	  ]
 *	}
 *
 * {1} to {9} stand for one word, one number or one token (U+27E6 1 U+27E7),
 * which goes over as it is; {day} for one of the words of that name.  A text
 * is said sentence by sentence, each as it stands in the book; one that is
 * not there makes the whole text unknown, for half of it would be worse than
 * nothing.
 */

#include <stdbool.h>

#include <jansson.h>

#include "base/list.h"

struct arena;
struct phrases;

/* NULL: why is a sentence. */
struct phrases	*phrases_read(const char *path, const char **why) must_use;
void		 phrases_free(struct phrases *);	/* NULL is allowed. */

/* The names of its languages by their codes, {"en": "English"}. */
json_t		*phrases_languages(const struct phrases *);

/* The text in the other language, or NULL: it is not in the book. */
const char	*phrases_say(const struct phrases *, const char *from,
		    const char *to, const char *text, struct arena *);

#endif
