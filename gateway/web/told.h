#ifndef GATEWAY_WEB_TOLD_H
#define GATEWAY_WEB_TOLD_H

/*
 * What became of a message, in plain words: a sentence about what is, and
 * one about what to do next (or that there is nothing to do).  Both are
 * constants.  Pure, any thread.
 */

#include <stdint.h>

#include "model.h"

struct told_delivery;

struct plain {
	const char	*sentence, *next;
};

/* Of one attempt; of a delivery, by what it says and the last of its attempts
 * (or NULL). */
struct plain	 told_attempt(const struct attempt *, int64_t now);
struct plain	 told_delivery_words(const struct told_delivery *,
		    const struct attempt *last, int64_t now);

#endif
