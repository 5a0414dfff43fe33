#ifndef GATEWAY_FLOW_POLICY_H
#define GATEWAY_FLOW_POLICY_H

/*
 * How the words of a message may be said to a family, by its kind, what it is
 * about, and who answers for the words in the family's language (domain.md 4,
 * "Language access"; ui.md 5.2).  One table; pure, any thread.
 *
 *	essential	emergency, closing; attendance, enrolment, discipline,
 *			special education, health: words in another language
 *			only when their author wrote them so or somebody who
 *			speaks it has approved them; else in English, and
 *			below, in their language, that it is important and
 *			whom to call for an interpreter
 *	private		grades, discipline, special education, health: only
 *			that there is a message, and whom to call, unless the
 *			district allows more (a setting)
 *	all others	a draft is said, and what a computer said with a note
 *
 * Who reads English gets English words.  What the gateway says by itself
 * (KIND_SYSTEM) comes from the locales, and nothing here is asked.
 */

#include <stdbool.h>

#include "model.h"

enum policy {
	POLICY_WORDS,		/* In their language; or English to who reads
				 * it. */
	POLICY_NOTED,		/* In their language, with the note that a
				 * computer said them. */
	POLICY_ENGLISH,		/* There are none: English, as it stands. */
	POLICY_INTERPRETER,	/* English, and whom to call. */
	POLICY_CALL,		/* Only that there is one, and whom to call. */
};

/* "words", "noted", "english", "interpreter", "call". */
const char *policy_word(enum policy);

/* Whether a message of that kind about that is essential, or private. */
bool	policy_essential(enum kind, enum topic);
bool	policy_private(enum topic);

/* The words there are for somebody. */
enum policy_words {
	POLICY_ENGLISH_READER,	/* They read English. */
	POLICY_NONE,		/* Not in their language. */
	POLICY_ORIGINAL,	/* These four are enum words_state + 2. */
	POLICY_APPROVED,
	POLICY_DRAFT,
	POLICY_MACHINE,
};

/* discreet: as message.discreet, which policy_discreet() decided. */
enum policy policy_say(enum kind, enum topic, bool discreet,
	    enum policy_words);

/* Whether a message says no more than that there is one: it is private, and
 * the district allows no more. */
bool	policy_discreet(enum kind, enum topic, bool allowed);

/* The name of the setting (store/choice.h) by which a district allows words
 * about private things; its value is "yes". */
#define POLICY_ALLOWS	"words.private"

/* Which words somebody has: found NULL: none in their language. */
struct translation;
enum policy_words policy_words_of(const char *language,
	    const struct translation *found);

#endif
