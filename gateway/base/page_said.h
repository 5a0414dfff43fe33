#ifndef GATEWAY_BASE_PAGE_SAID_H
#define GATEWAY_BASE_PAGE_SAID_H

/*
 * Sentences that C says in English, found again by what they say, so that a
 * page can say them in its own language: said/en-US.json has each of them as
 * the source has it, with {names} in place of what is filled in there, and
 * said/TAG.json in another language.  A sentence that is not there stays
 * English.
 *
 * What is read never changes.  Any thread.
 */

#include <stddef.h>

#include "base/bridge.h"

#define SAID_VALUES	6	/* Of a sentence at most. */

struct arena;
struct page_said;

/* In the arena; a file that is not there has no sentences. */
struct page_said	*page_said_read(struct arena *, const char *path);

/* The key of a sentence, and what was filled in, in the arena; NULL: it is
 * none of them. */
const char		*page_said_find(const struct page_said *,
			    struct arena *, const char *sentence,
			    struct bridge_value values[SAID_VALUES],
			    size_t *count);

#endif
