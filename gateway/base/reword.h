#ifndef GATEWAY_BASE_REWORD_H
#define GATEWAY_BASE_REWORD_H

/*
 * What of some words is other in others, word by word, so that somebody sees
 * what changed.  Pure, any thread.
 */

#include "base/list.h"

struct arena;

struct reword {
	enum reword_what {
		REWORD_SAME,
		REWORD_GONE,
		REWORD_CAME,
	}		 what;
	const char	*text;		/* One word or more, with the spaces
					 * behind. */
};

/* From one to the other, in order; what went stands before what came in its
 * place.  How many. */
unsigned reword(struct arena *, const char *was, const char *now,
	    struct reword **);

#endif
