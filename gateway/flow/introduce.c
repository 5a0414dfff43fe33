/*
 * Introductions.  The name of the district is put in late, in place of what
 * the words have for it.
 */

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/locale.h"
#include "flow/introduce.h"

#define DISTRICT	"{district}"

struct introductions {
	unsigned	 count;
	const char	**languages, **words;	/* English is the first. */
};

struct introductions *
introduce_read(struct arena *arena, const struct locales *locales)
{
	struct introductions		*list = NEW(arena,
					    struct introductions);
	const struct bridge_value	 name = { .name = "district",
					    .text = DISTRICT };

	list->count = locales_count(locales);
	list->languages = NEW_LIST(arena, const char *, list->count);
	list->words = NEW_LIST(arena, const char *, list->count);
	for (unsigned i = 0; i < list->count; i++) {
		list->languages[i] = arena_text(arena,
		    locales_language(locales, i));
		list->words[i] = locales_say(locales, arena,
		    list->languages[i], "text.introduction", &name, 1);
	}
	return list;
}

const char *
introduce_say(const struct introductions *list, struct arena *arena,
    const char *language, const char *district)
{
	const char	*words = list->words[0], *at;

	for (unsigned i = 0; i < list->count; i++)
		if (strcmp(list->languages[i], language) == 0)
			words = list->words[i];
	at = strstr(words, DISTRICT);
	if (at == NULL)
		return arena_text(arena, words);
	return arena_print(arena, "%.*s%s%s", (int)(at - words), words,
	    district, at + strlen(DISTRICT));
}

bool
introduce_may(const char *template)
{
	static const char *const answers[] = { "auto.stop_confirmed",
	    "auto.start_confirmed", "auto.help", "auto.help_at" };

	for (size_t i = 0; template != NULL && i < COUNT(answers); i++)
		if (strcmp(template, answers[i]) == 0)
			return false;
	return true;
}
