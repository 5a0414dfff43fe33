/*
 * Words of a person for a text with tokens: the tokens take the places of what
 * they stand for, and what is left must have no name.  So they can be said
 * for another text of the same form.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "flow/guard_inside.h"
#include "flow/phones.h"

static const char	not_each[] = "Keep every name, number, time and link "
			    "of the English text.";
static const char	a_name[] = "A name stands here that is not in the "
			    "English. Take it out.";

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

/* As it is, or a phone number as words from right to left are kept. */
static bool
take_token(struct arena *arena, struct learning *l,
    const struct guard_token *t, unsigned number)
{
	return take_place(l, t->back, number) || (t->pattern &&
	    take_place(l, phones_dotted(arena, t->back), number));
}

/* The longest first: "Rosa" is a part of "Rosa Martinez". */
static bool
take_places(struct arena *arena, struct learning *l, const struct guarded *g)
{
	size_t	 length, next, longest = GUARD_BYTES;

	for (; longest > 0; longest = next) {
		next = 0;
		for (unsigned i = 0; i < g->count; i++) {
			length = strlen(g->tokens[i].back);
			if (length == longest && !take_token(arena, l,
			    &g->tokens[i], i + 1))
				return false;
			if (length < longest && length > next)
				next = length;
		}
	}
	return true;
}

/* "[name]" that stands for nothing. */
static bool
has_label(const struct guarded *g, const char *plain)
{
	return strstr(plain, "[name") != NULL &&
	    strstr(g->plain, "[name") == NULL;
}

static bool
has_name(struct arena *arena, const struct guarding *guarding,
    const char *plain)
{
	const struct guarding	 by = { .from = guarding->to,
				    .names = guarding->names,
				    .name_count = guarding->name_count,
				    .others = guarding->others,
				    .other_count = guarding->other_count };
	struct pieces		*found = NEW(arena, struct pieces);

	guard_find_names(arena, plain, &by, found);
	for (unsigned i = 0; i < found->count; i++)
		if (found->list[i].kind == PIECE_NAME)
			return true;
	return found->over;
}

/* Words in which all tokens have their places. */
static const char *
put_tokens(struct arena *arena, struct learning *l)
{
	struct buf	 b;
	const char	*plain, *at = l->words;

	qsort(l->places, l->count, sizeof *l->places, by_address);
	buf_init(&b, GUARD_BYTES);
	for (unsigned i = 0; i < l->count; i++) {
		buf_add(&b, at, (size_t)(l->places[i].at - at));
		guard_put(&b, l->places[i].number);
		at = l->places[i].at + l->places[i].length;
	}
	buf_text(&b, at);
	plain = buf_keep(&b, arena);
	buf_free(&b);
	return plain;
}

const char *
guard_learn(struct arena *arena, const struct guarding *by,
    const struct guarded *g, const char *words, const char **why)
{
	struct learning	*l = NEW(arena, struct learning);
	const char	*plain;

	*why = not_each;
	l->words = words;
	if (strlen(words) > GUARD_BYTES / 4 || !take_places(arena, l, g))
		return NULL;
	plain = put_tokens(arena, l);
	if (has_label(g, plain))
		return NULL;
	if (guard_restore(arena, g, plain, why) == NULL)
		return NULL;
	*why = a_name;
	return has_name(arena, by, plain) ? NULL : plain;
}
