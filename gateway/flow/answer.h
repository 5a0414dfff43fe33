#ifndef GATEWAY_FLOW_ANSWER_H
#define GATEWAY_FLOW_ANSWER_H

/*
 * What a text of ours asks families to answer.  "Reply CANCEL to cancel the
 * meeting" would cost the school each family that does: the word is the
 * law's.  So whoever writes it is warned before it goes.
 *
 * Found is a word (or up to three) behind "reply", "respond with", "responda"
 * and the like, or before them where a language has it so ("END लेख्नुहोस्"), and
 * a word in quotation marks, when that word alone would be read as one of
 * consent (optout.h) or be held.  The verbs are those of the files of words
 * (keyword.h), whatever the language of the text.  "Reply STOP to stop" is no
 * mistake.  Pure, any thread.
 */

#include <stdbool.h>

struct arena;
struct keywords;

/* Whether it asks something: with a question mark, or for a reply. */
bool		 answer_wanted(struct arena *, const char *text);

/* A sentence that names the first such word and says what to do, in English;
 * NULL: there is none.  language: of the text. */
const char	*answer_warning(const struct keywords *, struct arena *,
		    const char *text, const char *language);

#endif
