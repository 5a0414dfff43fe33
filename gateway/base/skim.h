#ifndef GATEWAY_BASE_SKIM_H
#define GATEWAY_BASE_SKIM_H

/*
 * One text out of a JSON object, without a tree of all the others: an answer
 * to a text has twenty members, of which we want one.
 *
 * Only plain JSON is understood: no number but whole ones, no escape in the
 * name or in the text, no deep nesting.  True: it is JSON, all of it, and
 * the last member of that name in the object itself is that text.  False
 * says nothing; whoever has to know reads it with a parser.
 */

#include <stdbool.h>
#include <stddef.h>

struct skimmed {
	const char	*text;		/* In the JSON; no NUL follows. */
	size_t		 length;
};

/* Looks for that member; both stay the caller's. */
bool	skim_text(const char *json, size_t length, const char *name,
	    struct skimmed *);

#endif
