/*
 * A text for who must see no names.  One person has one label, by whatever
 * part of the name they stand there.
 */

#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "flow/guard_inside.h"

#define LEFT_LETTERS	3	/* "No" begins sentences in many languages. */
#define LEFT_MOST	GUARD_TOKENS

/* Whether a name is some of the words of a longer one. */
static bool
is_part(const char *name, const char *part)
{
	size_t		 n = strlen(part);
	const char	*at = name;

	if (strlen(name) <= n)
		return false;
	for (; (at = strstr(at, part)) != NULL; at++)
		if ((at == name || at[-1] == ' ') &&
		    (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

/* The whole name that a token is a part of; of two that have that part it is
 * neither. */
static const char *
whole(const struct guarded *g, const char *name)
{
	const char *found = name;

	for (unsigned i = 0; i < g->count; i++) {
		if (!g->tokens[i].name || !is_part(g->tokens[i].is, name) ||
		    strcmp(g->tokens[i].is, found) == 0)
			continue;
		if (found != name)
			return name;
		found = g->tokens[i].is;
	}
	return found;
}

/* people[i] is whom the name of token i is of. */
static const char *
label(struct arena *arena, const struct guarded *g,
    const char *const *people, unsigned token)
{
	const char	*which = "", *again = "";
	unsigned	 n = 1, times = 0, first;

	for (unsigned i = 0; i < token; i++) {
		if (!g->tokens[i].name)
			continue;
		for (first = 0; !g->tokens[first].name ||
		    strcmp(people[first], people[i]) != 0;)
			first++;
		if (strcmp(people[i], people[token]) == 0)
			times++;
		else if (first == i && times == 0)
			n++;
	}
	if (n > 1)
		which = arena_print(arena, " %u", n);
	if (times > 0)
		again = times == 1 ? " again" : arena_print(arena,
		    " again %u", times);
	return arena_print(arena, "[name%s%s]", which, again);
}

void
guard_mask(struct arena *arena, const struct guarded *g,
    struct guarded *masked)
{
	const char		**people = NEW_LIST(arena, const char *,
				    g->count);
	struct guard_token	*tokens = NEW_LIST(arena, struct guard_token,
				    g->count);

	*masked = *g;
	masked->tokens = tokens;
	for (unsigned i = 0; i < g->count; i++)
		people[i] = whole(g, g->tokens[i].is);
	for (unsigned i = 0; i < g->count; i++) {
		tokens[i] = g->tokens[i];
		if (tokens[i].name)
			tokens[i].is = tokens[i].back = label(arena, g,
			    people, i);
	}
}

const char *
guard_source(struct arena *arena, const struct guarded *g)
{
	struct buf	 b;
	const char	*p = g->plain, *source;
	unsigned	 n;

	buf_init(&b, GUARD_BYTES * 2);
	while (*p != '\0')
		if ((n = guard_token_at(&p)) != 0)
			buf_text(&b, g->tokens[n - 1].is);
		else
			buf_add(&b, p++, 1);
	source = buf_keep(&b, arena);
	buf_free(&b);
	return source;
}

/* ------------------------------------------- words that a computer left */

/* The next word of letters, or NULL; on to what is behind it. */
static const char *
next_word(const char **text, size_t *bytes)
{
	const char	*at = *text, *next = at;
	uint32_t	 c;

	while ((c = text_next(&next)) != 0 && !guard_in_word(c))
		at = next;
	if (c == 0)
		return NULL;
	*text = next;
	while (guard_in_word(text_next(&next)))
		*text = next;
	*bytes = (size_t)(*text - at);
	return at;
}

/* Written as names are. */
static bool
is_titled(const char *word, size_t bytes)
{
	const char	*end = word + bytes;
	bool		 title = u_isupper((UChar32)text_next(&word)),
			 small = false;
	unsigned	 letters = 1;

	for (; word < end; letters++)
		small = u_islower((UChar32)text_next(&word)) || small;
	return title && small && letters >= LEFT_LETTERS;
}

static bool
has_word(const char *text, const char *word, size_t bytes)
{
	const char	*at;
	size_t		 n;

	while ((at = next_word(&text, &n)) != NULL)
		if (n == bytes && memcmp(at, word, n) == 0)
			return true;
	return false;
}

unsigned
guard_left(struct arena *arena, const char *text, const char *words,
    const char ***left)
{
	const char	*at;
	unsigned	 n = 0;
	size_t		 bytes;

	*left = NEW_LIST(arena, const char *, LEFT_MOST);
	while (n < LEFT_MOST && (at = next_word(&text, &bytes)) != NULL)
		if (is_titled(at, bytes) && has_word(words, at, bytes))
			(*left)[n++] = arena_copy(arena, at, bytes);
	return n;
}
