#ifndef GATEWAY_FLOW_PHRASE_H
#define GATEWAY_FLOW_PHRASE_H

/*
 * What a family wrote, by its words alone: something to be read, a thank-you,
 * or nothing a person wrote.  Words of consent are looked for before
 * (optout.h).  The words themselves stand in one table, phrase_words.c.
 *
 * A thank-you is a text that says thanks or "got it" and nothing else, in
 * words or with a thumb: "ok muchas gracias maestra", "Thank you so much!".
 * "Thanks but can you call me", "no thanks" and anything with a question mark
 * or a figure is something to be read, and so is what is not wholly in the
 * table.  A lone emoji that is not in the table is, too.
 *
 * A reaction is what a phone writes when somebody taps a heart beside a text
 * of ours: Loved "...".  Some of it is what people write as well (Loved
 * "Charlotte's Web"), so what it quotes has to be looked at by who knows what
 * we wrote.
 *
 * An automatic answer is one of those that no person types: of a phone in a
 * car, of one that is set to be away, of a phone company that blocks us.
 *
 * Pure, any thread.
 */

#include <stdbool.h>

#include "model.h"

struct arena;

struct written {
	const char	*text;
	const char	*language;	/* Of the contact; */
	const char	*last;		/* and of our last text to it, or NULL. */
	bool		 stopped;	/* It said stop, and not start since. */
	bool		 media;		/* There are pictures or files with it. */
	bool		 asked;		/* Our last text asked something. */
};

/* Whether a language is one of the two. */
bool		 phrase_speaks(const struct written *, const char *language);

/* MESSAGE, THANKS, REACTION or AUTOMATIC.  Of a reaction: what it quotes, in
 * the arena; NULL when it is beside a picture. */
enum reply_what	 phrase_read(struct arena *, const struct written *,
		    const char **quoted);

/* Whether there is a question mark in it, of any script. */
bool		 phrase_asks(const char *text);

/* Whether the whole text says that we write to somebody else's number: "I am
 * not Ida's mother. Wrong number." */
bool		 phrase_wrong_number(struct arena *, const struct written *);

/* Whether that is all that stands around a name when somebody says whom a text
 * is for: "its for", "es para", or nothing.  In bare words. */
bool		 phrase_says_whom(const char *bare);

#endif
