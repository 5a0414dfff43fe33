/*
 * Sentences by what they say.  Those in which nothing is filled in are looked
 * at first, as one of the others might be such a sentence, too.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/page_said.h"

struct sentence {
	const char	*key, *words;
};

struct page_said {
	struct sentence	*list;
	size_t		 count;
};

/* An apostrophe stands twice in patterns of ICU. */
static char *
without_doubles(struct arena *arena, const char *pattern)
{
	char *words = arena_text(arena, pattern), *to = words;

	for (; *pattern != '\0'; pattern++) {
		*to++ = *pattern;
		if (pattern[0] == '\'' && pattern[1] == '\'')
			pattern++;
	}
	*to = '\0';
	return words;
}

struct page_said *
page_said_read(struct arena *arena, const char *path)
{
	struct page_said	*said = NEW(arena, struct page_said);
	json_t			*all = json_load_file(path, 0, NULL), *words;
	const char		*key;

	said->list = NEW_LIST(arena, struct sentence,
	    json_object_size(all) + 1);
	json_object_foreach(all, key, words)
		if (json_is_string(words))
			said->list[said->count++] = (struct sentence){
			    arena_text(arena, key), without_doubles(arena,
			    json_string_value(words)) };
	json_decref(all);
	return said;
}

/* Where a literal ends what is filled in; NULL: it does not.  The last one
 * stands at the end. */
static const char *
end_of(const char *text, const char *literal, size_t length, bool last)
{
	size_t	 all = strlen(text);

	if (last)
		return all >= length && strcmp(text + all - length,
		    literal) == 0 ? text + all - length : NULL;
	for (; *text != '\0'; text++)
		if (length > 0 && strncmp(text, literal, length) == 0)
			return text;
	return NULL;
}

/* Whether the words are that sentence, and with which values. */
static bool
fits(struct arena *arena, const char *words, const char *sentence,
    struct bridge_value *values, size_t *count)
{
	const char	*close, *end;
	size_t		 length = strcspn(words, "{");

	*count = 0;
	if (strncmp(words, sentence, length) != 0)
		return false;
	for (words += length, sentence += length; *words == '{';
	    words += length, sentence = end + length) {
		close = strchr(words, '}');
		if (close == NULL || *count == SAID_VALUES)
			return false;
		values[*count].name = arena_copy(arena, words + 1,
		    (size_t)(close - words) - 1);
		words = close + 1;
		length = strcspn(words, "{");
		end = end_of(sentence, words, length, words[length] == '\0');
		if (end == NULL)
			return false;
		values[(*count)++].text = arena_copy(arena, sentence,
		    (size_t)(end - sentence));
	}
	return *sentence == '\0';
}

const char *
page_said_find(const struct page_said *said, struct arena *arena,
    const char *sentence, struct bridge_value values[SAID_VALUES],
    size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < said->count; i++)
		if (strcmp(said->list[i].words, sentence) == 0)
			return said->list[i].key;
	for (size_t i = 0; i < said->count; i++)
		if (strchr(said->list[i].words, '{') != NULL &&
		    fits(arena, said->list[i].words, sentence, values, count))
			return said->list[i].key;
	return NULL;
}
