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
 * is the answer to many questions.  A word that answers a question in its
 * language is not here at all: a false stop is worse than one that the
 * office reads.
 *
 * Who confirms it is the other question: a provider acts on some words and
 * answers them by itself.  With optout = provider those are its own, and all
 * others ours; with optout = ours all are ours.  Pure, any thread.
 */

#include <stdbool.h>

#include "flow/phrase.h"
#include "model.h"

struct arena;
struct provider;

/* STOP, START or HELP; else MESSAGE. */
enum reply_what	optout_read(struct arena *, const struct written *);

/* Whether that provider answers the whole text by itself. */
bool		optout_answered(const struct provider *, const char *text);

#endif
