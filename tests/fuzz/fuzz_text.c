/*
 * Any bytes become text, and no reader of text loses its footing on it.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
expect_same(const char *a, const char *b)
{
	assert(strcmp(a, b) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena	*arena = arena_new();
	char		*text = text_clean(arena, bytes, length);
	char		*folded = text_fold(arena, text);
	char		*words = text_words(arena, text);
	char		*cut = text_cut(arena, text, length / 2);

	assert(text_valid(text, strlen(text)));
	expect_same(text_clean(arena, text, strlen(text)), text);
	expect_same(text_fold(arena, folded), folded);
	expect_same(text_words(arena, words), words);
	assert(text_units(cut) <= length / 2);
	assert(strncmp(text, cut, strlen(cut)) == 0);
	lang_tag(arena_copy(arena, bytes, length));
	arena_free(arena);
	return (0);
}
