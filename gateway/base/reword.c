/*
 * The longest words that both have in the same order, by the table of all
 * beginnings.  What is the same at both ends is left out of it; texts that
 * differ in too much are said to differ as a whole.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/reword.h"

#define CELLS	(1u << 18)	/* Of the table. */
#define SPACES	" \t\n"

struct words {
	const char	**words;	/* And where the last one ends. */
	unsigned	 count;
};

struct rewording {
	struct arena	*arena;
	struct words	 was, now;
	uint16_t	*table;		/* [i][j]: from there on. */
	struct reword	*list;
	unsigned	 count;
};

static struct words
cut(struct arena *arena, const char *text)
{
	struct words w = { .words = NEW_LIST(arena, const char *,
			    strlen(text) + 1) };

	while (*text != '\0') {
		w.words[w.count++] = text;
		text += strcspn(text, SPACES);
		text += strspn(text, SPACES);
	}
	w.words[w.count] = text;
	return w;
}

static bool
same(const struct rewording *r, unsigned i, unsigned j)
{
	const char	*a = r->was.words[i], *b = r->now.words[j];
	size_t		 length = strcspn(a, SPACES);

	return length == strcspn(b, SPACES) && memcmp(a, b, length) == 0;
}

/* Some words more of one sort. */
static void
add(struct rewording *r, enum reword_what what, const struct words *w,
    unsigned from, unsigned to)
{
	struct reword	*last = r->count > 0 ? &r->list[r->count - 1] : NULL;
	const char	*text = arena_print(r->arena, "%.*s",
			    (int)(w->words[to] - w->words[from]),
			    w->words[from]);

	if (from == to)
		return;
	if (last != NULL && last->what == what)
		last->text = arena_print(r->arena, "%s%s", last->text, text);
	else
		r->list[r->count++] = (struct reword){ what, text };
}

/* Of the words from[0] to to[0] and from[1] to to[1]. */
static void
fill(struct rewording *r, const unsigned from[2], const unsigned to[2])
{
	unsigned	 wide = to[1] - from[1] + 1;
	uint16_t	*row;

	r->table = NEW_LIST(r->arena, uint16_t, (to[0] - from[0] + 1) * wide);
	for (unsigned i = to[0] - from[0]; i-- > 0;) {
		row = r->table + i * wide;
		for (unsigned j = wide - 1; j-- > 0;)
			row[j] = same(r, from[0] + i, from[1] + j) ?
			    row[wide + j + 1] + 1 : row[wide + j] >=
			    row[j + 1] ? row[wide + j] : row[j + 1];
	}
}

static void
walk(struct rewording *r, const unsigned from[2], const unsigned to[2])
{
	unsigned	 wide = to[1] - from[1] + 1;
	unsigned	 i = from[0], j = from[1], gone = i, came = j;
	const uint16_t	*at;

	while (i < to[0] && j < to[1]) {
		at = r->table + (i - from[0]) * wide + (j - from[1]);
		if (same(r, i, j)) {
			add(r, REWORD_GONE, &r->was, gone, i);
			add(r, REWORD_CAME, &r->now, came, j);
			add(r, REWORD_SAME, &r->now, j, j + 1);
			gone = ++i;
			came = ++j;
		} else if (at[wide] >= at[1]) {
			i++;
		} else {
			j++;
		}
	}
	add(r, REWORD_GONE, &r->was, gone, to[0]);
	add(r, REWORD_CAME, &r->now, came, to[1]);
}

unsigned
reword(struct arena *arena, const char *was, const char *now,
    struct reword **list)
{
	struct rewording	 r = { .arena = arena, .was = cut(arena, was),
				    .now = cut(arena, now) };
	unsigned		 from[2] = { 0, 0 };
	unsigned		 to[2] = { r.was.count, r.now.count };

	r.list = NEW_LIST(arena, struct reword, to[0] + to[1] + 3);
	for (; from[0] < to[0] && from[0] < to[1] && same(&r, from[0],
	    from[0]); from[1] = from[0])
		from[0]++;
	for (; to[0] > from[0] && to[1] > from[1] && same(&r, to[0] - 1,
	    to[1] - 1); to[1]--)
		to[0]--;
	add(&r, REWORD_SAME, &r.now, 0, from[1]);
	if ((to[0] - from[0] + 1) * (to[1] - from[1] + 1) <= CELLS) {
		fill(&r, from, to);
		walk(&r, from, to);
	} else {
		add(&r, REWORD_GONE, &r.was, from[0], to[0]);
		add(&r, REWORD_CAME, &r.now, from[1], to[1]);
	}
	add(&r, REWORD_SAME, &r.now, to[1], r.now.count);
	*list = r.list;
	return r.count;
}
