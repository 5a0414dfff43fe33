#ifndef GATEWAY_FLOW_OPTOUT_H
#define GATEWAY_FLOW_OPTOUT_H

/*
 * Is what a family wrote a word of consent?  Only the whole text counts,
 * after folding and without punctuation: "Stop!" stops, "please stop by the
 * office" does not.
 *
 * The words of the law (47 CFR 64.1200(a)(10)) and of the providers always
 * stop; those of another language only when it is the contact's language or
 * that of our last text to it.  YES starts only who had stopped, because it
 * is the answer to many questions.  Pure, any thread.
 */

#include <stdbool.h>

#include "model.h"

struct arena;

enum reply_what	optout_read(struct arena *, const char *text,
		    const char *language, bool stopped);

/* Whether a phone wrote it by itself, because somebody tapped a heart beside
 * a text of ours: Loved "...". */
bool		optout_reaction(struct arena *, const char *text);

#endif
