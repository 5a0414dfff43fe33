/*
 * Tokens in place of what must not change.  One thing that stands there twice
 * has two tokens: an answer must have both.
 */

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "flow/guard_inside.h"

static void
put_token(struct buf *b, unsigned number)
{
	buf_print(b, "\xE2\x9F\xA6%u\xE2\x9F\xA7", number);
}

unsigned
guard_token_at(const char **text)
{
	const char	*p = *text;
	unsigned	 n = 0;

	if (text_next(&p) != TOKEN_BEGINS)
		return 0;
	while (*p >= '0' && *p <= '9' && n <= GUARD_TOKENS)
		n = n * 10 + (unsigned)(*p++ - '0');
	if (n == 0 || n > GUARD_TOKENS || text_next(&p) != TOKEN_ENDS)
		return 0;
	*text = p;
	return n;
}

static void
make_tokens(struct arena *arena, const char *text, const struct pieces *found,
    struct guarded *g)
{
	const struct piece	*p;
	struct guard_token	*t;

	g->tokens = NEW_LIST(arena, struct guard_token, found->count);
	for (; g->count < found->count; g->count++) {
		p = &found->list[g->count];
		t = &g->tokens[g->count];
		t->is = t->back = arena_copy(arena, text + p->from,
		    p->to - p->from);
		if (p->term != NULL && p->term->say != NULL)
			t->back = arena_text(arena, p->term->say);
		if (p->kind == PIECE_CLOSES)
			t->with = p->opens + 1;
		t->pattern = p->kind == PIECE_PATTERN;
	}
}

bool
guard_protect(struct arena *arena, const char *text,
    const struct guarding *guarding, struct guarded *g, const char **why)
{
	struct pieces	*found = NEW(arena, struct pieces);
	struct buf	 b;
	size_t		 at = 0;

	*g = (struct guarded){ .from = guarding->from, .to = guarding->to };
	*why = "It is too long to be translated by computer.";
	if (strlen(text) > GUARD_BYTES / 4)
		return false;
	*why = "It has too many names and numbers to be translated by "
	    "computer.";
	guard_find(arena, text, guarding, found);
	if (found->over || found->count > GUARD_TOKENS)
		return false;
	make_tokens(arena, text, found, g);
	buf_init(&b, GUARD_BYTES);
	for (unsigned i = 0; i < found->count; i++) {
		buf_add(&b, text + at, found->list[i].from - at);
		put_token(&b, i + 1);
		at = found->list[i].to;
	}
	buf_text(&b, text + at);
	g->plain = buf_keep(&b, arena);
	buf_free(&b);
	return true;
}

bool
guard_speaks(const struct guarded *g)
{
	const char *p = g->plain;

	while (*p != '\0')
		if (guard_token_at(&p) == 0 &&
		    u_isalpha((UChar32)text_next(&p)))
			return true;
	return false;
}

/* A text in which tokens take places, one after the other. */
struct learning {
	const char	*words;
	struct place {
		const char	*at;
		size_t		 length;
		unsigned	 number;
	}		 places[GUARD_TOKENS];
	unsigned	 count;
};

static bool
is_free(const struct learning *l, const char *at, size_t length)
{
	for (unsigned i = 0; i < l->count; i++)
		if (at < l->places[i].at + l->places[i].length &&
		    at + length > l->places[i].at)
			return false;
	return true;
}

/* The first place of a token that no other one has. */
static bool
take_place(struct learning *l, const char *back, unsigned number)
{
	size_t		 length = strlen(back);
	const char	*at = l->words;

	for (; (at = strstr(at, back)) != NULL; at++)
		if (is_free(l, at, length)) {
			l->places[l->count++] = (struct place){ at, length,
			    number };
			return true;
		}
	return false;
}

static int
by_address(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	return a->at < b->at ? -1 : a->at > b->at;
}

/* The longest first: "Rosa" is a part of "Rosa Martinez". */
static bool
take_places(struct learning *l, const struct guarded *g)
{
	size_t	 length, next, longest = GUARD_BYTES;

	for (; longest > 0; longest = next) {
		next = 0;
		for (unsigned i = 0; i < g->count; i++) {
			length = strlen(g->tokens[i].back);
			if (length == longest && !take_place(l,
			    g->tokens[i].back, i + 1))
				return false;
			if (length < longest && length > next)
				next = length;
		}
	}
	return true;
}

/* Whether a name that has a token stands there once more, or a part of one:
 * memory would say it to the next family. */
static bool
names_left(struct arena *arena, const struct guarded *g, const char *plain)
{
	struct pieces		*found = NEW(arena, struct pieces);
	const char		**names = NEW_LIST(arena, const char *,
				    2 * g->count);
	struct guarding		 by = { .names = names };
	const struct guard_token *t;

	for (unsigned i = 0; i < g->count; i++) {
		t = &g->tokens[i];
		if (t->pattern || t->with != 0 || strncmp(t->is, "((", 2) == 0)
			continue;
		names[by.name_count++] = t->is;
		names[by.name_count++] = t->back;
	}
	guard_find(arena, plain, &by, found);
	for (unsigned i = 0; i < found->count; i++)
		if (found->list[i].kind == PIECE_NAME)
			return true;
	return found->over;
}

const char *
guard_learn(struct arena *arena, const struct guarded *g, const char *words)
{
	struct learning	*l = NEW(arena, struct learning);
	struct buf	 b;
	const char	*plain, *why, *at = words;

	l->words = words;
	if (strlen(words) > GUARD_BYTES / 4 || !take_places(l, g))
		return NULL;
	qsort(l->places, l->count, sizeof *l->places, by_address);
	buf_init(&b, GUARD_BYTES);
	for (unsigned i = 0; i < l->count; i++) {
		buf_add(&b, at, (size_t)(l->places[i].at - at));
		put_token(&b, l->places[i].number);
		at = l->places[i].at + l->places[i].length;
	}
	buf_text(&b, at);
	plain = buf_keep(&b, arena);
	buf_free(&b);
	return names_left(arena, g, plain) ||
	    guard_restore(arena, g, plain, &why) == NULL ? NULL : plain;
}
