/*
 * Any bytes as what a family wrote, behind a line with the language of the
 * contact and a line with our last text: it is one of the things it may be,
 * and the same in capitals or with spaces around it.
 */

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/keyword.h"
#include "flow/optout.h"
#include "flow/phrase.h"
#include "providers/twilio.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The next line, or all that is left. */
static char *
cut(char **rest)
{
	char *line = *rest, *end = strchr(line, '\n');

	if (end != NULL)
		*end++ = '\0';
	*rest = end != NULL ? end : line + strlen(line);
	return line;
}

/* The words of the tree, read once. */
static const struct keywords *
keywords(void)
{
	static const struct keywords *all;
	static struct arena *arena;
	const char	*top = getenv("srcdir");
	char		 why[200];

	if (all == NULL) {
		arena = arena_new();
		all = keywords_read(arena, arena_print(arena, "%s/locales",
		    top != NULL ? top : "."), why, sizeof why);
		assert(all != NULL);
	}
	return all;
}

static void
look(struct arena *arena, const struct written *w)
{
	const char	*quoted = NULL;
	bool		 held, held_again;
	enum reply_what	 consent = optout_read(keywords(), arena, w, &held);
	enum reply_what	 what;
	struct written	 again = *w;

	assert(consent == REPLY_STOP || consent == REPLY_START ||
	    consent == REPLY_HELP || consent == REPLY_MESSAGE);
	again.text = arena_print(arena, " %s ", w->text);
	assert(optout_read(keywords(), arena, &again, &held_again) == consent);
	assert(held == held_again);
	assert(!held || consent == REPLY_MESSAGE);
	what = phrase_read(arena, w, &quoted);
	assert(what == REPLY_MESSAGE || what == REPLY_THANKS ||
	    what == REPLY_REACTION || what == REPLY_AUTOMATIC);
	assert(what != REPLY_REACTION || quoted == NULL ||
	    text_valid(quoted, strlen(quoted)));
	(void)phrase_wrong_number(arena, w);
	(void)optout_answered(&twilio_provider, w->text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena	*arena = arena_new();
	char		*rest = text_clean(arena, bytes, length);
	const char	*tag = lang_tag(cut(&rest));
	struct written	 w = { .language = tag != NULL ? tag : "en-US",
			    .last = cut(&rest), .text = rest };

	look(arena, &w);
	w.stopped = true;
	w.last = NULL;
	look(arena, &w);
	arena_free(arena);
	return 0;
}
