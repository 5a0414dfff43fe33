/*
 * Tokens in place of what must not change.  One thing that stands there twice
 * has two tokens: an answer must have both.
 */

#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "flow/guard_inside.h"

void
guard_put(struct buf *b, unsigned number)
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
		t->name = p->kind == PIECE_NAME && p->term == NULL;
	}
}

bool
guard_protect(struct arena *arena, const char *text,
    const struct guarding *guarding, struct guarded *g, const char **why)
{
	struct pieces	*found = NEW(arena, struct pieces);
	struct buf	 b;
	size_t		 at = 0;

	*g = (struct guarded){ .from = guarding->from, .to = guarding->to,
	    .forms = guarding->forms };
	*why = "It is too long to be translated by computer.";
	if (strlen(text) > GUARD_BYTES / 4)
		return false;
	*why = "It has too many names and numbers to be translated by "
	    "computer.";
	guard_find(arena, guarding->forms, text, guarding, found);
	if (found->over || found->count > GUARD_TOKENS)
		return false;
	make_tokens(arena, text, found, g);
	buf_init(&b, GUARD_BYTES);
	for (unsigned i = 0; i < found->count; i++) {
		buf_add(&b, text + at, found->list[i].from - at);
		guard_put(&b, i + 1);
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
