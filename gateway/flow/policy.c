/*
 * The policy, as two tables: what a message is, and what is said then.
 */

#include <assert.h>
#include <string.h>

#include "flow/policy.h"
#include "store/translation.h"

static const struct {
	bool	essential, private;
} topics[TOPICS] = {
	[TOPIC_GENERAL] = { false, false },
	[TOPIC_ATTENDANCE] = { true, false },
	[TOPIC_ENROLMENT] = { true, false },
	[TOPIC_GRADES] = { false, true },
	[TOPIC_DISCIPLINE] = { true, true },
	[TOPIC_SPECIAL_EDUCATION] = { true, true },
	[TOPIC_HEALTH] = { true, true },
};

/* What is said, by the words there are; [1] of what is essential. */
static const enum policy says[][2] = {
	[POLICY_ENGLISH_READER] = { POLICY_WORDS, POLICY_WORDS },
	[POLICY_NONE] = { POLICY_ENGLISH, POLICY_INTERPRETER },
	[POLICY_ORIGINAL] = { POLICY_WORDS, POLICY_WORDS },
	[POLICY_APPROVED] = { POLICY_WORDS, POLICY_WORDS },
	[POLICY_DRAFT] = { POLICY_WORDS, POLICY_INTERPRETER },
	[POLICY_MACHINE] = { POLICY_NOTED, POLICY_INTERPRETER },
};

const char *
policy_word(enum policy policy)
{
	static const char *const words[] = {
		[POLICY_WORDS] = "words", [POLICY_NOTED] = "noted",
		[POLICY_ENGLISH] = "english",
		[POLICY_INTERPRETER] = "interpreter",
		[POLICY_CALL] = "call",
	};

	return words[policy];
}

bool
policy_essential(enum kind kind, enum topic topic)
{
	assert(kind < KINDS && topic < TOPICS);
	return kind == KIND_EMERGENCY || kind == KIND_CLOSING ||
	    kind == KIND_ATTENDANCE || topics[topic].essential;
}

bool
policy_private(enum topic topic)
{
	assert(topic < TOPICS);
	return topics[topic].private;
}

bool
policy_discreet(enum kind kind, enum topic topic, bool allowed)
{
	return policy_private(topic) && !allowed && kind != KIND_EMERGENCY;
}

enum policy
policy_say(enum kind kind, enum topic topic, bool discreet,
    enum policy_words words)
{
	if (discreet)
		return POLICY_CALL;
	return says[words][policy_essential(kind, topic)];
}

enum policy_words
policy_words_of(const char *language, const struct translation *found)
{
	if (found != NULL)
		return (enum policy_words)(POLICY_ORIGINAL +
		    (int)found->state);
	return strncmp(language, "en", 2) == 0 &&
	    (language[2] == '\0' || language[2] == '-') ?
	    POLICY_ENGLISH_READER : POLICY_NONE;
}
