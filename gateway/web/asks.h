#ifndef GATEWAY_WEB_ASKS_H
#define GATEWAY_WEB_ASKS_H

/*
 * What a form asks for besides its words: a field for each place in them that
 * their author fills (flow/fill.h).  A field's name is "value." and the
 * folded name of the place; what is typed in it is a value.  Of a draft that
 * has no field yet the form comes back with one, so it works without script.
 *
 * Any thread; lists are in the arena of the visit.
 */

#include <jansson.h>

struct draft;
struct value;
struct visit;

/* The values that the form has for the words and the subject, which may be
 * NULL; how many. */
unsigned	 asks_take(struct visit *, const char *words,
		    const char *subject, const struct value **);

/* For asks.html: {asks: [{name, field, type, value, shown, yes_no, yes}]},
 * put into a view. */
void		 asks_view(struct visit *, json_t *view,
		    const struct draft *);

/* What is wrong with places and values, or NULL; `field` is that of a form
 * which it belongs to. */
const char	*asks_wrong(struct visit *, const struct draft *,
		    const char **field);

#endif
