#ifndef GATEWAY_WEB_TRANSLATING_H
#define GATEWAY_WEB_TRANSLATING_H

/*
 * What pages say of words by a computer, while somebody looks at what
 * families will get: {{#saying}}{{> translating}}{{/saying}}.  On the loop or
 * a store thread, with the preview's arena.
 */

#include <jansson.h>

#include <stdbool.h>

struct preview;
struct visit;

/* {"computer"}, {"waiting"} or {"failed"}: true; null: nobody was asked, or
 * there is no need. */
json_t		*translating_json(const struct preview *,
		    const char *language);

/* Whether translators are asked for the words of a form: a button was pressed,
 * or (while somebody types) a sentence has ended. */
bool		 translating_asks(const struct visit *, const char *words);

#endif
