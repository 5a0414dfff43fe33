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
struct saying;
struct visit;

/* {"computer"}, {"waiting"} or {"failed"}: true; null: nobody was asked, or
 * there is no need.  Of a computer's words "back" is how one reads them in
 * English again, or "back_waits" true. */
json_t		*translating_json(const struct preview *,
		    const char *language);

/* Into an object: "back" or "back_waits", or nothing. */
void		 translating_back(json_t *, const struct saying *back);

/* Whether translators are asked for the words of a form: a button was pressed,
 * or (while somebody types) a sentence has ended. */
bool		 translating_asks(const struct visit *, const char *words);

#endif
