/*
 * Finding what must not change.  What has a form of its own (links, numbers)
 * is found by guard_forms.c, names and terms by guard_names.c, placeholders by
 * their parentheses.  Of what overlaps the one that begins first is taken, and
 * of these the longest.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uregex.h>
#include <unicode/utext.h>

#include "base/arena.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "flow/guard_inside.h"

static const char behind_link[] = ".,;:!?'\")]}";

bool
guard_in_word(uint32_t letter)
{
	return u_isalnum((UChar32)letter) ||
	    (U_GET_GC_MASK((UChar32)letter) & U_GC_M_MASK) != 0;
}

void
guard_add(struct pieces *pieces, const struct piece *piece)
{
	if (pieces->count == PIECES_MOST) {
		pieces->over = true;
		return;
	}
	pieces->list[pieces->count++] = *piece;
}

/* What stands behind a link in a sentence is not of it; a parenthesis is when
 * it was opened in it. */
static size_t
link_end(const char *text, size_t from, size_t to)
{
	while (to > from && strchr(behind_link, text[to - 1]) != NULL &&
	    (text[to - 1] != ')' || memchr(text + from, '(', to - from) ==
	    NULL))
		to--;
	return to;
}

/* What is behind an optional text, which a link may stand at the end of. */
static size_t
before_parentheses(const char *text, size_t from, size_t to)
{
	for (size_t i = from; i + 1 < to; i++)
		if (text[i] == ')' && text[i + 1] == ')')
			return i;
	return to;
}

static bool
is_link(const char *text, size_t from, size_t to)
{
	return memchr(text + from, '/', to - from) != NULL ||
	    memchr(text + from, '?', to - from) != NULL ||
	    (to - from > 4 && memcmp(text + from, "www.", 4) == 0);
}

static void
find_form(const struct guard_forms *forms, unsigned form, UText *in,
    const char *text, struct pieces *pieces)
{
	UErrorCode		 status = U_ZERO_ERROR;
	URegularExpression	*e = guard_form(forms, form);
	struct piece		 p = { .kind = PIECE_PATTERN };

	uregex_setUText(e, in, &status);
	while (uregex_findNext(e, &status) && U_SUCCESS(status)) {
		p.from = (size_t)uregex_start64(e, 0, &status);
		p.to = (size_t)uregex_end64(e, 0, &status);
		if (is_link(text, p.from, p.to))
			p.to = link_end(text, p.from,
			    before_parentheses(text, p.from, p.to));
		if (p.to > p.from)
			guard_add(pieces, &p);
	}
	if (U_FAILURE(status))
		pieces->over = true;
	uregex_close(e);
}

static void
find_forms(const struct guard_forms *forms, const char *text,
    struct pieces *pieces)
{
	UErrorCode	 status = U_ZERO_ERROR;
	UText		*in = utext_openUTF8(NULL, text, -1, &status);

	assert(U_SUCCESS(status));
	for (unsigned i = 0; i < GUARD_FORMS; i++)
		find_form(forms, i, in, text, pieces);
	utext_close(in);
}

unsigned
guard_links(const struct guard_forms *forms, const char *text)
{
	UErrorCode		 status = U_ZERO_ERROR;
	UText			*in = utext_openUTF8(NULL, text, -1, &status);
	URegularExpression	*e = guard_form(forms, GUARD_ANY_LINK);
	unsigned		 n = 0;

	uregex_setUText(e, in, &status);
	while (uregex_findNext(e, &status) && U_SUCCESS(status))
		n++;
	uregex_close(e);
	utext_close(in);
	return n;
}

/* ((name)), and of ((flag??text)) what is before and behind the text. */
static void
find_placeholders(struct arena *arena, const char *text,
    struct pieces *pieces)
{
	struct placeholder	*list, *p;
	struct piece		 piece;
	unsigned		 n = placeholder_list(arena, text, &list);

	for (p = list; p < list + n; p++) {
		piece = (struct piece){ .from = p->start, .to = p->end,
		    .kind = PIECE_PLACEHOLDER };
		if (p->shown != NULL) {
			piece.kind = PIECE_OPENS;
			piece.to = (size_t)(strstr(text + p->start, "??") -
			    text) + 2;
			guard_add(pieces, &piece);
			piece = (struct piece){ .from = p->end - 2,
			    .to = p->end, .kind = PIECE_CLOSES };
		}
		guard_add(pieces, &piece);
	}
}

/* Which beginning an end belongs to: the one before it, for they do not
 * nest. */
static void
pair(struct pieces *pieces)
{
	unsigned opens = 0;

	for (unsigned i = 0; i < pieces->count; i++)
		if (pieces->list[i].kind == PIECE_OPENS)
			opens = i;
		else if (pieces->list[i].kind == PIECE_CLOSES)
			pieces->list[i].opens = opens;
}

static int
by_place(const void *left, const void *right)
{
	const struct piece *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind > b->kind ? 1 : -1;
	return (a->term == NULL) - (b->term == NULL);
}

/* Placeholders are whole: what breaks into one of these, the first `whole`
 * pieces, is nothing. */
static void
keep_whole(struct pieces *all, unsigned whole)
{
	struct piece *p;

	for (unsigned i = whole; i < all->count; i++)
		for (unsigned k = 0; k < whole; k++) {
			p = &all->list[i];
			if (p->from < all->list[k].to &&
			    p->to > all->list[k].from)
				p->to = p->from;
		}
}

void
guard_find(struct arena *arena, const struct guard_forms *forms,
    const char *text, const struct guarding *g, struct pieces *pieces)
{
	struct pieces	*all = NEW(arena, struct pieces);
	unsigned	 whole;
	size_t		 end = 0;

	find_placeholders(arena, text, all);
	whole = all->count;
	find_forms(forms, text, all);
	if (g != NULL)
		guard_find_names(arena, text, g, all);
	keep_whole(all, whole);
	qsort(all->list, all->count, sizeof *all->list, by_place);
	*pieces = (struct pieces){ .over = all->over };
	for (unsigned i = 0; i < all->count; i++) {
		if (all->list[i].from < end ||
		    all->list[i].to == all->list[i].from)
			continue;
		guard_add(pieces, &all->list[i]);
		end = all->list[i].to;
	}
	pair(pieces);
}
