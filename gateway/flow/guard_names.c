/*
 * Names and terms in a text, as whole words.  Of a thousand people few are
 * named, so whoever has no word in common with the text is passed over first.
 */

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/guard_inside.h"

static uint32_t
next_part(const UChar *parts, int32_t *at)
{
	uint32_t c = parts[(*at)++];

	if ((c & 0xFC00) == 0xD800)
		c = ((c & 0x3FF) << 10 | (parts[(*at)++] & 0x3FFu)) + 0x10000;
	return c;
}

/* Who types a name on a phone leaves its marks out: Pérez is Perez. */
static uint32_t
unmarked(uint32_t c)
{
	UErrorCode	 status = U_ZERO_ERROR;
	UChar		 parts[8];
	uint32_t	 first;
	int32_t		 at = 0, n;

	if (c < 0x80)
		return c;
	n = unorm2_getDecomposition(unorm2_getNFDInstance(&status),
	    (UChar32)c, parts, COUNT(parts), &status);
	if (n <= 0 || U_FAILURE(status))
		return c;
	first = next_part(parts, &at);
	while (at < n)
		if ((U_GET_GC_MASK((UChar32)next_part(parts, &at)) &
		    U_GC_M_MASK) == 0)
			return c;	/* It has parts that are no marks. */
	return first;
}

/* How letters are compared.  A term is what it is: año is not ano. */
struct likeness {
	bool	any_case, any_marks;
};

static uint32_t
letter(const char **text, const struct likeness *like)
{
	uint32_t c = text_next(text);

	if (like->any_marks)
		c = unmarked(c);
	return like->any_case ? (uint32_t)u_foldCase((UChar32)c, 0) : c;
}

static bool
skip_space(const char **text)
{
	const char	*next = *text;
	bool		 some = false;

	while (u_isUWhiteSpace((UChar32)text_next(&next))) {
		*text = next;
		some = true;
	}
	return some;
}

/* How many bytes of the text are that name; 0: it is another.  Spaces are as
 * good as each other. */
static size_t
same_name(const char *text, const char *name, const struct likeness *like)
{
	const char *t = text;

	while (*name != '\0') {
		if (skip_space(&name)) {
			if (!skip_space(&t))
				return 0;
			continue;
		}
		if (*t == '\0' || letter(&t, like) != letter(&name, like))
			return 0;
	}
	return (size_t)(t - text);
}

/* A term that is as long, and no abbreviation, is what it is in any case. */
static bool
any_case(const char *name)
{
	bool	 small = false;
	size_t	 letters = 0;
	uint32_t c;

	while ((c = text_next(&name)) != 0) {
		if (c == ' ')
			return true;
		small = small || u_islower((UChar32)c);
		letters++;
	}
	return small && letters >= 5;
}

static bool
boundary(uint32_t before, uint32_t letter)
{
	return !guard_in_word(before) || !guard_in_word(letter) ||
	    u_hasBinaryProperty((UChar32)letter, UCHAR_IDEOGRAPHIC);
}

/* What is looked for. */
struct wanted {
	const char		*name;
	const struct guard_term	*term;		/* NULL: of a person. */
	struct likeness		 like;
	bool			 brief;		/* A word of few letters: it is
						 * one written as names are, */
	bool			 small;		/* or in any case. */
};

static bool
is_titled(const char *at, size_t length)
{
	const char	*end = at + length;
	uint32_t	 c = text_next(&at);

	if (u_islower((UChar32)c))
		return false;
	if (!u_isupper((UChar32)c))
		return true;		/* Its script has no capitals. */
	while (at < end)
		if (!u_isupper((UChar32)text_next(&at)))
			return true;
	return false;
}

/* Everywhere in the text, as a word. */
static void
find_name(const char *text, const struct wanted *w, struct pieces *pieces)
{
	uint32_t	 before = 0, c, last = 0;
	const char	*p = text, *next, *end;
	size_t		 n;

	for (end = w->name; (c = text_next(&end)) != 0;)
		last = c;
	for (; *p != '\0'; p = next, before = c) {
		next = p;
		c = text_next(&next);
		if (!boundary(before, c) ||
		    (n = same_name(p, w->name, &w->like)) == 0 ||
		    (w->brief && !w->small && !is_titled(p, n)))
			continue;
		end = p + n;
		if (boundary(text_next(&end), last))
			guard_add(pieces, &(struct piece){
			    .from = (size_t)(p - text),
			    .to = (size_t)(p - text) + n,
			    .kind = PIECE_NAME, .term = w->term });
	}
}

/* The next word of a name, or NULL; what a point shortens ("Ms.") is none. */
static const char *
next_word(struct arena *arena, const char **name)
{
	const char	*from = *name, *p = from, *end = from;
	uint32_t	 c;

	while ((c = text_next(&p)) != 0) {
		if (guard_in_word(c)) {
			end = p;
			continue;
		}
		if (end > from && c != '.')
			break;
		from = end = p;
	}
	*name = end;
	return end == from ? NULL :
	    arena_copy(arena, from, (size_t)(end - from));
}

/* Letters as they are compared, and how many there are. */
static const char *
folded(struct arena *arena, const char *word, size_t *letters)
{
	const struct likeness	 like = { true, true };
	char			*out = arena_take(arena, strlen(word) * 4 + 1);
	size_t			 n = 0;

	for (*letters = 0; *word != '\0'; ++*letters)
		n += text_point(letter(&word, &like), out + n);
	out[n] = '\0';
	return out;
}

/* Where people are looked for. */
struct seeking {
	struct arena	*arena;
	const char	*text, *language;
	bool		 other;		/* See struct guarding. */
	struct pieces	*pieces;
};

/* Whether one of three or four letters is any common word. */
static bool
is_common(const struct seeking *s, const char *plain, size_t letters)
{
	return letters < 3 || (letters < 5 &&
	    !guard_may_be_name(s->language, plain));
}

/* The whole name, and each word of it that has two letters or more and does
 * not begin with a small one ("de").  A first name of three or four may be
 * written in small letters, too. */
static void
find_person(const struct seeking *s, const char *name)
{
	const char	*word, *first, *plain;
	struct wanted	 w = { .name = name, .like = { true, true } };
	size_t		 letters;
	bool		 given = true;

	if (strchr(name, ' ') != NULL)
		find_name(s->text, &w, s->pieces);
	for (; (word = next_word(s->arena, &name)) != NULL; given = false) {
		first = word;
		if (u_islower((UChar32)text_next(&first)) || *first == '\0')
			continue;
		plain = folded(s->arena, word, &letters);
		w.name = word;
		w.brief = letters < 5 || s->other;
		w.small = given && !s->other && !is_common(s, plain, letters);
		if (!s->other || !is_common(s, plain, letters))
			find_name(s->text, &w, s->pieces);
	}
}

/* ----------------------------------------------------------- many of them */

/* The words of a text, as bits of a hash: what is not there is not in it. */
struct words {
	uint8_t	bits[4096];
};

static uint32_t
next_hash(const char **text, bool *ideographic)
{
	const struct likeness	 like = { true, true };
	const char		*p = *text, *from = p;
	uint32_t		 hash = 2166136261u, c;

	while ((c = letter(&p, &like)) != 0 && guard_in_word(c)) {
		*ideographic = *ideographic || (c > 0x2E7F &&
		    u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC));
		hash = (hash ^ c) * 16777619u;
		from = p;
	}
	*text = c == 0 ? from : p;
	return (hash ^ hash >> 15) % (8 * sizeof((struct words *)0)->bits);
}

static void
read_words(const char *text, struct words *words)
{
	bool		 ideographic = false;
	uint32_t	 hash;

	memset(words, 0, sizeof *words);
	while (*text != '\0') {
		hash = next_hash(&text, &ideographic);
		words->bits[hash / 8] |= (uint8_t)(1u << hash % 8);
	}
}

/* Whether a word of it may be there.  Signs of Chinese are words where they
 * stand beside others. */
static bool
may_be_there(const struct words *words, const char *name)
{
	bool		 ideographic = false;
	uint32_t	 hash;

	while (*name != '\0') {
		hash = next_hash(&name, &ideographic);
		if (ideographic || (words->bits[hash / 8] & 1u << hash % 8))
			return true;
	}
	return false;
}

unsigned
guard_names(struct arena *arena, const char *text, const char *const *names,
    unsigned count, const char ***there)
{
	struct words	*words = NEW(arena, struct words);
	unsigned	 n = 0;

	read_words(text, words);
	for (unsigned i = 0; i < count; i++)
		n += may_be_there(words, names[i]);
	*there = NEW_LIST(arena, const char *, n);
	n = 0;
	for (unsigned i = 0; i < count; i++)
		if (may_be_there(words, names[i]))
			(*there)[n++] = names[i];
	return n;
}

unsigned
guard_places(struct arena *arena, const char *text, const char *name,
    const char *language, struct guard_place **list)
{
	struct words	*words = NEW(arena, struct words);
	struct pieces	*pieces;

	*list = NULL;
	read_words(text, words);
	if (!may_be_there(words, name))
		return 0;
	pieces = NEW(arena, struct pieces);
	find_person(&(struct seeking){ arena, text, language, false, pieces },
	    name);
	*list = NEW_LIST(arena, struct guard_place, pieces->count);
	for (unsigned i = 0; i < pieces->count; i++)
		(*list)[i] = (struct guard_place){ pieces->list[i].from,
		    pieces->list[i].to };
	return pieces->count;
}

void
guard_find_names(struct arena *arena, const char *text,
    const struct guarding *g, struct pieces *pieces)
{
	struct seeking	  s = { arena, text, g->from, false, pieces };
	const char	**there;
	unsigned	  n = guard_names(arena, text, g->names,
			    g->name_count, &there);

	for (unsigned i = 0; i < g->term_count; i++)
		if (g->terms[i].term[0] != '\0')
			find_name(text, &(struct wanted){
			    .name = g->terms[i].term, .term = &g->terms[i],
			    .like = { any_case(g->terms[i].term), false } },
			    pieces);
	for (unsigned i = 0; i < n; i++)
		find_person(&s, there[i]);
	s.other = true;
	n = guard_names(arena, text, g->others, g->other_count, &there);
	for (unsigned i = 0; i < n; i++)
		find_person(&s, there[i]);
}
