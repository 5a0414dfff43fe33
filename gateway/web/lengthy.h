#ifndef GATEWAY_WEB_LENGTHY_H
#define GATEWAY_WEB_LENGTHY_H

/*
 * What pages say of a text that counts as many, before it is sent (domain.md
 * 2.1: a soft cap of 3, a hard one of 6; ui.md 1.2): what comes of it, and
 * which signs make it longer, where these are no letters.
 *
 *	{{#lengthy}}{{> lengthy}}{{/lengthy}}
 *
 * It never stands in the way: the same words count as more in some alphabets,
 * so a wall of parts would be a wall by language.  What it measures are the
 * author's own words; of others it says "in some languages", and never what to
 * do about it.
 * What introduces us is not counted, for it is there once and nobody can
 * shorten it.
 *
 * Any thread.
 */

#include <jansson.h>

#include <stdbool.h>

struct arena;
struct preview;

#define LENGTHY_SOFT	3	/* Parts; from one more on it is said, */
#define LENGTHY_HARD	6	/* and from one more on more plainly. */

/* {sentence, very, signs, sign_count}; null: there is nothing to say. */
json_t		*lengthy_json(struct arena *, const struct preview *);

/* The same of one text; some: it is not its author's own. */
json_t		*lengthy_text(struct arena *, const char *text, bool some);

#endif
