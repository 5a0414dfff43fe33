/*
 * Words for the values of enums, by one table each.  The order of a table is
 * that of its enum in model.h.
 */

#include <assert.h>
#include <string.h>

#include "store/word.h"

/* The number of a word in a table, or -1. */
static int
find(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; word != NULL && i < count; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

#define WORDS(name, type, ...)						\
	static const char *const name##_words[] = { __VA_ARGS__ };	\
	const char *							\
	name##_word(type value)						\
	{								\
		assert((size_t)value < COUNT(name##_words));		\
		return name##_words[value];				\
	}								\
	bool								\
	name##_read(const char *word, type *value)			\
	{								\
		int	 i = find(name##_words, COUNT(name##_words), word); \
									\
		if (i >= 0)						\
			*value = (type)i;				\
		return i >= 0;						\
	}

WORDS(channel, enum channel, "sms", "email")
WORDS(kind, enum kind, "emergency", "closing", "today", "attendance",
    "direct", "announcement", "system")
WORDS(prefers, enum prefers, "text", "mail", "text_short")
WORDS(readers, enum readers, "author", "class_team", "office", "nobody")
WORDS(audience, enum audience, "students", "class", "school", "contact",
    "district")
WORDS(counts, enum counts, "direct", "announcement",
    "announcement_by_repetition", "automatic", "notice_answer", "not_counted")
WORDS(message_state, enum message_state, "draft", "waiting", "expanding",
    "sending", "done", "paused", "cancelled")
WORDS(words_state, enum words_state, "original", "approved", "draft",
    "machine")
WORDS(topic, enum topic, "general", "attendance", "enrolment", "grades",
    "discipline", "special_education", "health")
WORDS(contact_state, enum contact_state, "unconfirmed", "ok", "stopped",
    "landline", "invalid", "wrong")
WORDS(delivery_state, enum delivery_state, "waiting", "unknown", "sent",
    "delivered", "failed", "dropped", "covered", "practice")
WORDS(attempt_state, enum attempt_state, "planned", "claimed", "unknown",
    "sent", "delivered", "failed", "dropped", "practice")
WORDS(error_class, enum error_class, "none", "rcpt_perm", "rcpt_landline",
    "rcpt_temp", "rcpt_optout", "content_perm", "sender_stop", "account_stop",
    "throttle", "transient", "request_bug", "unknown")
WORDS(reply_what, enum reply_what, "message", "stop", "start", "help",
    "reaction", "thanks", "automatic")
WORDS(conversation_state, enum conversation_state, "asked", "answered",
    "closed")
