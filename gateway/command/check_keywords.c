/*
 * What a provider that answers STOP, START and HELP by itself can be taught:
 * our words in each language that has an answer, and the answer, to be pasted
 * into its settings.
 *
 * A provider compares whole texts and knows nobody's language, so only single
 * words are told that are in no language an everyday answer: those that stop
 * by themselves (tests/flow/everyday.txt), and none that are held.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale.h"
#include "command/check.h"
#include "flow/frame.h"
#include "flow/keyword.h"

struct teaching {
	const struct checking	*c;
	const struct account	*account;
	const struct keywords	*keywords;
	const struct locales	*locales;
	const struct frames	*frames;
};

static bool
speaks(const char *tag, const char *subtag)
{
	size_t length = strlen(subtag);

	return strncmp(tag, subtag, length) == 0 &&
	    (tag[length] == '\0' || tag[length] == '-');
}

static const char *
words(const struct teaching *t, unsigned language, enum keyword what,
    const char *list)
{
	const char *const	*all;
	unsigned		 marked, n = keyword_list(t->keywords,
				    language, what, &all, &marked);

	for (unsigned i = 0; i < n; i++)
		if (strchr(all[i], ' ') == NULL && !keyword_in(t->keywords,
		    language, KEYWORD_HOLD, all[i]))
			list = arena_print(t->c->ground.arena, "%s%s%s",
			    list, *list == '\0' ? "" : ", ", all[i]);
	return list;
}

static void
print_answer(const struct teaching *t, const char *tag, const char *label,
    const char *key)
{
	const char	*help = t->account->help;
	struct arena	*arena = t->c->ground.arena;
	const struct bridge_value values[] = {
		{ .name = "school", .text = t->c->name != NULL ? t->c->name :
		    "your schools" },
		{ .name = "words", .text = help != NULL ? help : "" },
	};

	printf("  %s reply: %s", label, frame_say(t->frames, arena, tag, key,
	    values, COUNT(values)));
	if (frame_with_english(t->frames, tag, key))
		printf(" %s", frame_say(t->frames, arena, "en-US", key,
		    values, COUNT(values)));
	putchar('\n');
}

static void
print_words(const char *label, const char *list, const char *none)
{
	printf("  %s keywords: %s\n", label, *list != '\0' ? list : none);
}

static void
print_language(const struct teaching *t, unsigned language, const char *tag)
{
	const char *help = t->account->help, *stop, *start;

	stop = words(t, language, KEYWORD_STOP, "");
	start = words(t, language, KEYWORD_START_IF_STOPPED,
	    words(t, language, KEYWORD_START, ""));
	printf("\n%s\n", lang_english(tag));
	print_words("Opt-out", stop, "STOP");
	print_answer(t, tag, "Opt-out", "auto.stop_confirmed");
	print_words("Opt-in", start, "START");
	print_answer(t, tag, "Opt-in", "auto.start_confirmed");
	print_words("Help", words(t, language, KEYWORD_HELP, ""), "HELP");
	print_answer(t, tag, "Help", help != NULL && *help != '\0' ?
	    "auto.help_at" : "auto.help");
}

/* English, which the provider has already, and languages that families here
 * read. */
static bool
is_first(const struct teaching *t, const char *tag)
{
	return t->c->language_count == 0 || check_is_read(t->c, tag) ||
	    strcmp(tag, locales_language(t->locales, 0)) == 0;
}

/* Of languages that have both, words and answers. */
static unsigned
print_languages(const struct teaching *t, bool first)
{
	const char	*subtag, *tag;
	unsigned	 n = 0;

	for (unsigned i = 0; (subtag = keyword_language(t->keywords, i)) !=
	    NULL; i++)
		for (unsigned l = 0; l < locales_count(t->locales); l++) {
			tag = locales_language(t->locales, l);
			if (!speaks(tag, subtag) || is_first(t, tag) != first)
				continue;
			if (!first && n == 0)
				puts("\nLanguages that no family here "
				    "reads now:");
			print_language(t, i, tag);
			n++;
		}
	return n;
}

static void
teach(const struct teaching *t)
{
	printf("account %s: paste this, each language once. %s\n",
	    t->account->name, t->account->provider->taught_at);
	(void)print_languages(t, true);
	(void)print_languages(t, false);
}

void
check_keywords(struct checking *c, const struct locales *locales,
    const struct keywords *keywords, bool whole)
{
	struct teaching t = { .c = c, .keywords = keywords,
	    .locales = locales,
	    .frames = frames_read(c->ground.arena, locales) };
	unsigned n = 0;

	for (unsigned i = 0; i < c->ground.configured.count; i++) {
		t.account = &c->ground.configured.accounts[i];
		if (t.account->answers_words ||
		    t.account->provider->taught_at == NULL)
			continue;
		n++;
		if (whole)
			teach(&t);
		else
			printf("account %s: its provider answers STOP, START "
			    "and HELP by itself, and knows them in English. "
			    "`homeline check --keywords` prints the words and "
			    "answers of other languages, to be pasted into its "
			    "settings once.\n", t.account->name);
	}
	if (whole && n == 0)
		puts("No provider here has to be taught: ours are the answers, "
		    "or it has no such settings.");
}
