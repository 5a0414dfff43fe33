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
 * is the answer to many questions.  What may be a stop and may be a name or
 * an answer ("Dung", "cancelar", "no") is something to be read that is held
 * besides (flow/hold.h): a false stop is worse than one that the office reads.
 *
 * A word that is asked ("बन्द?", is it closed?) says less, and so does one
 * that answers questions when our last text asked one: what would stop is
 * held, what would be held is only read.  The law's words stop nevertheless.
 *
 * Who confirms it is the other question: a provider acts on some words and
 * answers them by itself.  With optout = provider those are its own, and all
 * others ours; with optout = ours all are ours.
 *
 * The words are those of keyword.h.  Pure, any thread.
 */

#include <stdbool.h>

#include "flow/phrase.h"
#include "model.h"

struct arena;
struct configured;
struct keywords;
struct provider;

/* STOP, START or HELP; else MESSAGE, of which a person has to say whether it
 * is a stop, when it is `held`. */
enum reply_what	optout_read(const struct keywords *, struct arena *,
		    const struct written *, bool *held);

/* Whether that provider answers the whole text by itself. */
bool		optout_answered(const struct provider *, const char *text);

/* Whether a word of consent that came to that account, by its name, was the
 * provider's to answer; it has told the family. */
bool		optout_by_provider(const struct configured *,
		    const char *account, const char *text);

#endif
