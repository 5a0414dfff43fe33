/*
 * Whatever the words: placeholders stand where they say and do not overlap,
 * words have the same as themselves, values come out as they went in, and
 * what is left without a value stays.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/placeholder.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
look(const char *words, const struct placeholder *p, size_t before)
{
	const char *end = words + p->end;

	assert(p->start >= before && p->end >= p->start + 5);
	assert(p->end <= strlen(words));
	assert(strncmp(words + p->start, "((", 2) == 0);
	assert(strncmp(end - 2, "))", 2) == 0);
	assert(strpbrk(p->name, "()") == NULL);
	assert(p->shown == NULL || strpbrk(p->shown, "()") == NULL);
}

/* Filled with "" for all names, no placeholder of the words is left. */
static void
fill(struct arena *arena, const char *words, const struct placeholder *list,
    unsigned count)
{
	struct placeholder_value	*values = NEW_LIST(arena,
					    struct placeholder_value, count);
	size_t				 shortest = strlen(words);
	const char			*filled;

	for (unsigned i = 0; i < count; i++) {
		values[i] = (struct placeholder_value){ list[i].folded, "" };
		shortest -= list[i].end - list[i].start + 1;
	}
	filled = placeholder_fill(arena, words, values, count);
	assert(strlen(filled) <= strlen(words));
	assert(count == 0 || strlen(filled) < strlen(words));
	assert((ptrdiff_t)strlen(filled) >= (ptrdiff_t)shortest);
	assert(text_valid(filled, strlen(filled)));
	for (unsigned i = 0; i < count; i++)
		values[i].text = "yes";
	filled = placeholder_isolate(arena, words, values, count);
	assert(text_valid(filled, strlen(filled)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena			*arena = arena_new();
	char				*words = text_clean(arena, bytes,
					    length);
	struct placeholder_change	 change;
	struct placeholder		*list;
	unsigned			 n = placeholder_list(arena, words,
					    &list);
	size_t				 before = 0;
	bool				 same;

	for (unsigned i = 0; i < n; i++) {
		look(words, &list[i], before);
		before = list[i].end;
		(void)placeholder_near(arena, list[i].name,
		    &(const char *){ "student first name" }, 1);
	}
	assert(strcmp(placeholder_fill(arena, words, NULL, 0), words) == 0);
	fill(arena, words, list, n);
	same = placeholder_same(arena, words, words, &change);
	assert(same);
	arena_free(arena);
	return (0);
}
