#ifndef GATEWAY_STORE_TRANSLATION_H
#define GATEWAY_STORE_TRANSLATION_H

/*
 * The words of a message in other languages than English.  They are written
 * with the message and never change, so the same errand has the same words.
 * What a message is compared by (Definition 1) are its English words alone.
 *
 * What takes a db is for a store thread, inside a job; texts belong to the
 * job's arena.  The rest is pure.
 */

#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

#define TRANSLATIONS_MOST	64	/* Of one message. */

struct translation {
	const char	*language;	/* A tag of ours. */
	const char	*words;
	enum words_state state;
	int64_t		 author;	/* Who wrote or approved them; or 0. */
};

void		 translation_add(struct db *, int64_t message,
		    const struct translation *);

/* By language. */
unsigned	 translation_list(struct db *, int64_t message,
		    struct translation **);

/* What computers said to families in a language, the last one first: of the
 * messages from one id to another, both included, that were not cancelled. */
struct translation_said {
	int64_t		 message;
	const char	*words;
};
struct translation_lately {
	const char	*language;
	int64_t		 from, to, most;
};
unsigned	 translation_said(struct db *,
		    const struct translation_lately *,
		    struct translation_said **);

/* To how many families a message went in a language. */
int64_t		 translation_families(struct db *, int64_t message,
		    const char *language);

/* Those of all the messages to which the attempts belong (a list of ids as
 * many.h makes it): list[i] is of messages[i], in their order. */
unsigned	 translation_of_attempts(struct db *, const char *attempts,
		    int64_t **messages, struct translation **list);

/* That attempt says that a computer translated it; and whether one to that
 * contact has said so since then. */
void		 translation_note(struct db *, int64_t attempt,
		    int64_t contact, int64_t now);
bool		 translation_noted(struct db *, int64_t contact,
		    int64_t since);

/* What somebody gets who reads that language: the words in it, or in the
 * language of which it is a variant (es for es-US); NULL: the English ones. */
const struct translation *translation_for(const struct translation *,
		    unsigned count, const char *language);

#endif
