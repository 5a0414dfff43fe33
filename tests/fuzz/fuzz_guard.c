/*
 * Any bytes as a text for a translator, behind a zero what it answers: the
 * text comes back from each form as it was, and of an answer that is good
 * each link, number and placeholder is there as often as it was.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "flow/guard.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const	names[] = { "Rosa Martinez", "Leo" };
static const struct guard_term	terms[] = { { "IEP", NULL } };

static void
count_digits(const char *text, unsigned digits[10])
{
	uint32_t c;

	while ((c = text_next(&text)) != 0)
		if (u_isdigit((UChar32)c))
			digits[u_charDigitValue((UChar32)c)]++;
}

static void
judge(struct arena *arena, const struct guarded *g, const char *text,
    const char *plain)
{
	unsigned	 had[10] = { 0 }, has[10] = { 0 };
	const char	*why, *words = guard_restore(arena, g, plain, &why);
	struct placeholder_change change;

	if (words == NULL) {
		assert(why != NULL);
		return;
	}
	assert(text_valid(words, strlen(words)));
	count_digits(text, had);
	count_digits(words, has);
	assert(memcmp(had, has, sizeof had) == 0);
	for (unsigned i = 0; i < g->count; i++)
		assert(strstr(words, g->tokens[i].back) != NULL);
	if (strstr(text, "://") == NULL)
		assert(strstr(words, "://") == NULL);
	assert(placeholder_same(arena, text, words, &change));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const uint8_t		*zero = memchr(bytes, 0, length);
	size_t			 n = zero == NULL ? length :
				    (size_t)(zero - bytes);
	struct arena		*arena = arena_new();
	struct guarding		 by = { .from = "en-US", .to = "es-US",
				    .names = names,
				    .name_count = COUNT(names),
				    .terms = terms,
				    .term_count = COUNT(terms) };
	const char		*text, *answer, *why, *plain;
	struct guarded		 g;

	text = guard_undress(arena, text_clean(arena, bytes, n),
	    TOKEN_BRACKETS);
	answer = zero == NULL ? "" : text_clean(arena, zero + 1,
	    length - n - 1);
	if (text != NULL && guard_protect(arena, text, &by, &g, &why))
		for (int form = TOKEN_BRACKETS; form <= TOKEN_SPAN; form++) {
			plain = guard_undress(arena, guard_dress(arena,
			    g.plain, (enum token_form)form),
			    (enum token_form)form);
			assert(plain != NULL &&
			    strcmp(plain, g.plain) == 0);
			plain = guard_undress(arena, answer,
			    (enum token_form)form);
			if (plain != NULL)
				judge(arena, &g, text, plain);
		}
	arena_free(arena);
	return 0;
}
