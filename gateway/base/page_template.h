#ifndef GATEWAY_BASE_PAGE_TEMPLATE_H
#define GATEWAY_BASE_PAGE_TEMPLATE_H

/*
 * Pages from views: Mustache templates (bridge.h) and the words in them.
 *
 *	{{name}}			a value of the view, escaped
 *	{{> name}}			another template; "body" is the page's own
 *	{{#t}}inbox.title{{/t}}		words
 *	{{#t}}inbox.new|n={{count}}|name={{person.name}}{{/t}}
 *					words with arguments: whole numbers are
 *					numbers, all else is text
 *
 *	{{#say}}{{sentence}}{{/say}}	a sentence of C's in the language of the
 *					page (page_said.h); one without words
 *					there is marked as English
 *
 * Words stand in FOLDER/AREA/TAG.json (locale.h), AREA being what is before
 * the first dot of their key.  Words that are not there are "((key))", which
 * tests look for.  Values are escaped; words are not, and a lint keeps < > &
 * and " out of them.
 *
 * What is opened belongs to one thread at a time.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

struct arena;
struct page_words;

/* The templates, by name; the table ends with a NULL name. */
struct page_text {
	const char	*name, *text;
};

/* NULL: why says what is wrong with which file. */
struct page_words	*page_words_open(const char *folder, char *why,
			    size_t why_size);
void			 page_words_close(struct page_words *);	/* Or NULL. */

/* Whether any area has words of that language. */
bool			 page_words_has(const struct page_words *,
			    const char *language);

struct page_fill {
	const struct page_text	*texts;
	const struct page_words	*words;
	const char		*name;		/* Of the template to begin with. */
	const char		*body;		/* What {{> body}} is; or NULL. */
	const char		*language;
	const json_t		*view;
};

/* The page; NULL: there is no such template, or it is wrong. */
char			*page_template_fill(struct arena *,
			    const struct page_fill *);

#endif
