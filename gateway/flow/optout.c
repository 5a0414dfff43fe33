/*
 * Words of consent: which list a whole text is in, and in whose language.
 */

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "flow/keyword.h"
#include "flow/optout.h"
#include "flow/settings.h"
#include "provider.h"

/* How much a text is a stop: each reason for doubt takes one away. */
enum sure {
	SURE_NOT,
	SURE_MAYBE,
	SURE_YES,
};

/* A text, and the languages whose words count: English and those of the
 * contact. */
struct look {
	const struct keywords	*keywords;
	const struct written	*w;
	const char		*words;
};

/* Whether it is in that list of a language that counts; not of English, when
 * `others`. */
static bool
in(const struct look *l, enum keyword what, bool others)
{
	const char *language;

	for (unsigned i = 0; (language = keyword_language(l->keywords, i)) !=
	    NULL; i++)
		if ((i == keyword_english(l->keywords) ? !others :
		    phrase_speaks(l->w, language)) &&
		    keyword_in(l->keywords, i, what, l->words))
			return true;
	return false;
}

static enum sure
stops(const struct look *l)
{
	enum sure sure;

	if (keyword_in(l->keywords, keyword_english(l->keywords),
	    KEYWORD_STOP, l->words))
		return SURE_YES;
	sure = in(l, KEYWORD_HOLD, false) ? SURE_MAYBE :
	    in(l, KEYWORD_STOP, true) ? SURE_YES : SURE_NOT;
	if (sure != SURE_NOT && (phrase_asks(l->w->text) ||
	    (l->w->asked && in(l, KEYWORD_ANSWER, false))))
		sure--;
	return sure;
}

enum reply_what
optout_read(const struct keywords *keywords, struct arena *arena,
    const struct written *w, bool *held)
{
	struct look	l = { keywords, w, text_words(arena, w->text) };
	enum sure	sure = stops(&l);

	*held = sure == SURE_MAYBE;
	if (sure != SURE_NOT)
		return sure == SURE_YES ? REPLY_STOP : REPLY_MESSAGE;
	if (in(&l, KEYWORD_START, false) ||
	    (w->stopped && in(&l, KEYWORD_START_IF_STOPPED, false)))
		return REPLY_START;
	return in(&l, KEYWORD_HELP, false) ? REPLY_HELP : REPLY_MESSAGE;
}

bool
optout_answered(const struct provider *provider, const char *text)
{
	static const char blanks[] = " \t\n";
	size_t length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]) != NULL)
		length--;
	for (const char *const *word = provider->answers_itself;
	    word != NULL && *word != NULL; word++)
		if (strlen(*word) == length &&
		    strncasecmp(*word, text, length) == 0)
			return true;
	return false;
}

bool
optout_by_provider(const struct configured *c, const char *account,
    const char *text)
{
	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->accounts[i].name, account) == 0)
			return !c->accounts[i].answers_words &&
			    optout_answered(c->accounts[i].provider, text);
	return false;
}
