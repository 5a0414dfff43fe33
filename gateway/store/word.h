#ifndef GATEWAY_STORE_WORD_H
#define GATEWAY_STORE_WORD_H

/*
 * The one word that the schema, the API, the log and the pages have for each
 * value of the enums of model.h ("delivered", "announcement", "asked").
 * X_word() gives the word of a value; X_read() the value of a word, false
 * when there is none.  Pure, any thread.
 */

#include "base/list.h"
#include "model.h"

const char	*channel_word(enum channel);
bool		 channel_read(const char *, enum channel *) must_use;
const char	*kind_word(enum kind);
bool		 kind_read(const char *, enum kind *) must_use;
const char	*prefers_word(enum prefers);
bool		 prefers_read(const char *, enum prefers *) must_use;
const char	*readers_word(enum readers);
bool		 readers_read(const char *, enum readers *) must_use;
const char	*audience_word(enum audience);
bool		 audience_read(const char *, enum audience *) must_use;
const char	*counts_word(enum counts);
bool		 counts_read(const char *, enum counts *) must_use;
const char	*words_state_word(enum words_state);
bool		 words_state_read(const char *, enum words_state *) must_use;
const char	*topic_word(enum topic);
bool		 topic_read(const char *, enum topic *) must_use;
const char	*message_state_word(enum message_state);
bool		 message_state_read(const char *, enum message_state *) must_use;
const char	*contact_state_word(enum contact_state);
bool		 contact_state_read(const char *, enum contact_state *) must_use;
const char	*delivery_state_word(enum delivery_state);
bool		 delivery_state_read(const char *, enum delivery_state *) must_use;
const char	*attempt_state_word(enum attempt_state);
bool		 attempt_state_read(const char *, enum attempt_state *) must_use;
const char	*error_class_word(enum error_class);
bool		 error_class_read(const char *, enum error_class *) must_use;
const char	*reply_what_word(enum reply_what);
bool		 reply_what_read(const char *, enum reply_what *) must_use;
const char	*conversation_state_word(enum conversation_state);
bool		 conversation_state_read(const char *,
		    enum conversation_state *) must_use;

#endif
