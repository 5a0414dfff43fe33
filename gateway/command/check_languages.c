/*
 * In which languages our own words are drafts, are only the most needed, or
 * are none at all.  Those that families here read come first; before there
 * are families, all of them are told alike.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale.h"
#include "command/check.h"

/* How far we have come in a language. */
enum have { HAVE_ALL, HAVE_DRAFTS, HAVE_SOME, HAVE_NONE };
static const char *const headings[] = {
	[HAVE_ALL] = "approved by somebody who speaks it",
	[HAVE_DRAFTS] = "drafts, said with the English words below them",
	[HAVE_SOME] = "drafts of the most needed, the rest is said in English",
	[HAVE_NONE] = "nothing, families get English",
};

struct telling {
	const struct checking	*c;
	const struct locales	*locales;
	unsigned		 whole;	/* Texts of a language that has all. */
	const char		*names[COUNT(headings)];
};

bool
check_is_read(const struct checking *c, const char *tag)
{
	for (unsigned i = 0; i < c->language_count; i++)
		if (strcmp(c->languages[i], tag) == 0)
			return true;
	return false;
}

/* How many texts there are in it, and how many nobody has approved. */
static unsigned
count(const struct telling *t, const char *tag, unsigned *drafts)
{
	unsigned	 n = 0;
	const char	*state;

	*drafts = 0;
	for (size_t k = 0; k < locales_key_count(t->locales); k++) {
		state = locales_state(t->locales, tag, locales_key(t->locales,
		    k));
		n += state != NULL;
		*drafts += state != NULL && strcmp(state, "draft") == 0;
	}
	return n;
}

/* As many as the language has that has the most; English, which has texts to
 * the staff besides, is the first of the list. */
static unsigned
whole(const struct telling *t)
{
	unsigned most = 0, n, drafts;

	for (unsigned i = 1; i < locales_count(t->locales); i++) {
		n = count(t, locales_language(t->locales, i), &drafts);
		most = n > most ? n : most;
	}
	return most;
}

static void
add(struct telling *t, const char *tag)
{
	unsigned	 drafts, n = count(t, tag, &drafts);
	enum have	 have = n == 0 ? HAVE_NONE : n < t->whole ? HAVE_SOME :
			    drafts > 0 ? HAVE_DRAFTS : HAVE_ALL;
	const char	*before = t->names[have];

	if (strcmp(tag, locales_language(t->locales, 0)) != 0)
		t->names[have] = arena_print(t->c->ground.arena, "%s%s%s",
		    before == NULL ? "" : before, before == NULL ? "" : ", ",
		    lang_english(tag));
}

void
check_languages(const struct checking *c, const struct locales *locales)
{
	struct telling	t = { .c = c, .locales = locales };
	bool		any = false;

	t.whole = whole(&t);
	for (unsigned i = 0; i < c->language_count; i++)
		add(&t, c->languages[i]);
	for (unsigned i = 0; c->language_count == 0 &&
	    i < locales_count(locales); i++)
		add(&t, locales_language(locales, i));
	for (size_t i = 0; i < COUNT(headings); i++) {
		if (t.names[i] == NULL)
			continue;
		if (!any)
			printf("what the gateway says by itself%s:\n",
			    c->language_count == 0 ? "" :
			    ", in the languages of the families here");
		printf("  %s: %s\n", headings[i], t.names[i]);
		any = true;
	}
	if (t.names[HAVE_DRAFTS] != NULL || t.names[HAVE_SOME] != NULL)
		printf("  Somebody who speaks a language approves its words "
		    "in its file; see %s/README.md.\n",
		    c->ground.configured.settings.locales);
}
