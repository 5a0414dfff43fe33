#ifndef GATEWAY_WEB_TALK_TOLD_H
#define GATEWAY_WEB_TALK_TOLD_H

/*
 * What the family of a talk was told by one text, for pages and the API: its
 * places are filled as the attempt had them, and it is in their language, or
 * is less than the words, as flow/policy.h says.  In the store.
 */

#include "flow/policy.h"
#include "model.h"

struct talk_line;
struct visit;

struct talk_told {
	const char		*words;		/* The English ones. */
	enum policy		 policy;
	const char		*said;		/* In their language; or NULL. */
	enum words_state	 state;		/* Who answers for that. */
};

/* Of a line that is a message of ours. */
void	talk_told(struct visit *, const struct talk_line *,
	    struct talk_told *);

#endif
