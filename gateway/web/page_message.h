#ifndef GATEWAY_WEB_PAGE_MESSAGE_H
#define GATEWAY_WEB_PAGE_MESSAGE_H

/*
 * What the pages of messages that were sent share: page_message.c (one of
 * them), page_message_words.c (its words), page_message_csv.c (its results as a
 * file), page_sent.c (the list).  In the store.
 */

#include <jansson.h>

#include <stdbool.h>

#include "base/list.h"

struct db;
struct message;
struct result;
struct results;
struct translation;
struct visit;

#define FILE_PEOPLE	20000	/* Rows of the file, at most. */

/* The message of the path, if it is the viewer's to see. */
bool		 message_seen(struct visit *, struct db *, struct message *)
		    must_use;

/* Where it stands, in a word of outcome.stage_...: "soon" (it can be taken
 * back), "later", "expanding", "sending", "done", "cancelled", "practice". */
const char	*message_stage(const struct visit *, const struct message *,
		    const struct results *);

/* What became of it for one person, as a sentence, and what to do about it. */
struct plain	 message_plain(const struct visit *, const struct result *);

/* To whom it went, for people. */
const char	*message_whom(struct visit *, struct db *,
		    const struct message *);

/* Its words in a language: pieces [{text, place}], where a place is each
 * family's own. */
json_t		*message_pieces(struct visit *, struct db *, int64_t message,
		    const struct translation *);

/* The English ones, for message_words.html; and as the family of that attempt
 * (0: of none) got them, where that differs. */
void		 message_words(struct visit *, struct db *,
		    const struct message *, int64_t attempt, json_t *view);

/* The message of the path is taken back, as far as it has not gone, and its
 * page `below` ("/messages") is shown. */
void		 message_take_back(struct visit *, const char *below);

#endif
