#ifndef GATEWAY_FLOW_INTRODUCE_H
#define GATEWAY_FLOW_INTRODUCE_H

/*
 * The introduction that the first text of a number of ours carries at its
 * end (store/introduction.h), in the language of the text, or in English
 * where that has no words of its own.
 *
 * The words are read from the locales once, at the start, so that they can be
 * said on the store's threads too, which the locales cannot.
 */

#include <stdbool.h>

struct arena;
struct introductions;
struct locales;

/* In the arena; for the thread that opened the locales. */
struct introductions *introduce_read(struct arena *, const struct locales *);

/* The words, in the arena; any thread. */
const char	*introduce_say(const struct introductions *, struct arena *,
		    const char *language, const char *district);

/* Whether a text may carry one: all but the answers to STOP, START and HELP,
 * which are told apart by their template (NULL: somebody wrote it). */
bool		 introduce_may(const char *template);

#endif
