/*
 * Finding what must not change.  What has a form of its own (links, numbers)
 * is found by regular expressions, which know the digits of all scripts;
 * names and terms as whole words; placeholders by their parentheses.  Of what
 * overlaps the one that begins first is taken, and of these the longest.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uregex.h>
#include <unicode/utext.h>

#include "base/arena.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "flow/guard_inside.h"

/* \w and \d know all scripts, and ICU keeps them ready; a set that is written
 * out costs it a millisecond each time. */
#define NO_WORD_BEFORE	"(?<!\\w)"
#define NO_WORD_BEHIND	"(?!\\w)"
#define NO_DIGIT_BEFORE	"(?<!\\d)"
#define NO_DIGIT_BEHIND	"(?!\\d)"
#define LABEL		"\\w(?:\\w|-){0,62}"
#define PATH		"(?:[:/?#][^\\s<>\"\\u27E6\\u27E7]{0,400})?"
#define MONEY		"$\\u00A2-\\u00A5\\u20A0-\\u20C0"
#define HALF		"(?:\\s?(?:[AaPp]\\.\\s?[Mm]\\.|[AaPp][Mm]"	\
			NO_WORD_BEHIND "))"

static const char *const patterns[] = {
	/* Links: with a scheme, with www, or what ends as one does. */
	"(?i)(?:https?|ftp)://[^\\s<>\"\\u27E6\\u27E7]{1,600}",
	"(?i)" NO_WORD_BEFORE "www\\.[^\\s<>\"\\u27E6\\u27E7]{1,600}",
	NO_WORD_BEFORE "(?:" LABEL "\\.){1,6}(?:com|org|net|edu|gov|us|info|"
	    "app|io|ly|gl|me|co|tv|link|page|school|family|mx|br|COM|ORG|NET|"
	    "EDU|GOV|US)" NO_WORD_BEHIND PATH,
	/* Mailboxes. */
	NO_WORD_BEFORE "\\w(?:\\w|[.%+'-]){0,63}@(?:" LABEL
	    "\\.){1,6}\\w{2,24}" NO_WORD_BEHIND,
	/* Phone numbers: of here, of anywhere, and bare. */
	NO_DIGIT_BEFORE "(?:\\+?\\d{1,3}[ .-]?)?(?:\\(\\d{3}\\)[ ]?|"
	    "\\d{3}[ .-])\\d{3}[ .-]\\d{4}" NO_DIGIT_BEHIND
	    "(?:,?\\s?(?:x|ext)\\.?\\s?\\d{1,6})?",
	"\\+\\d(?:\\d|[ .()-]){5,18}\\d" NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d{3}[.-]\\d{4}" NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d{7,30}" NO_DIGIT_BEHIND,
	/* Times. */
	NO_DIGIT_BEFORE "\\d{1,2}[:h]\\d{2}" NO_DIGIT_BEHIND HALF "?",
	NO_DIGIT_BEFORE "\\d{1,2}(?:[.:h]\\d{2})?" HALF,
	/* Dates in figures. */
	NO_DIGIT_BEFORE "\\d{1,4}[/.-]\\d{1,2}[/.-]\\d{1,4}"
	    NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d{1,2}/\\d{1,2}" NO_DIGIT_BEHIND,
	/* Amounts, and numbers with a point or a comma. */
	"[" MONEY "]\\s?\\d+(?:[.,]\\d+){0,6}" NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d+(?:[.,]\\d+){0,6}\\s?[%" MONEY "]",
	NO_DIGIT_BEFORE "\\d+(?:[.,]\\d+){1,6}" NO_DIGIT_BEHIND,
	/* Rooms and classes: 3B, B12, A-2. */
	NO_WORD_BEFORE "(?=[A-Z-]*[0-9])(?=[0-9-]*[A-Z])"
	    "[A-Z0-9]+(?:-[A-Z0-9]+){0,3}" NO_WORD_BEHIND,
	/* What would look like a token. */
	"[\\u27E6\\u27E7]",
};

static const char any_link[] = "(?:\\w|-)\\.{1,3}(?:[a-z]{2}|COM|ORG|"
	"NET|EDU|GOV|INFO|XYZ|TOP|IO)|[A-Za-z]{2,8}://";

static const char behind_link[] = ".,;:!?'\")]}";

bool
guard_in_word(uint32_t letter)
{
	return u_isalnum((UChar32)letter) ||
	    (U_GET_GC_MASK((UChar32)letter) & U_GC_M_MASK) != 0;
}

static void
add(struct pieces *pieces, const struct piece *piece)
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

static URegularExpression *
expression(const char *pattern)
{
	UErrorCode		 status = U_ZERO_ERROR;
	URegularExpression	*e = uregex_openC(pattern, 0, NULL, &status);

	assert(U_SUCCESS(status));
	uregex_setTimeLimit(e, 2000, &status);
	return e;
}

static void
find_pattern(const char *pattern, UText *in, const char *text,
    struct pieces *pieces)
{
	UErrorCode		 status = U_ZERO_ERROR;
	URegularExpression	*e = expression(pattern);
	struct piece		 p = { .kind = PIECE_PATTERN };

	uregex_setUText(e, in, &status);
	while (uregex_findNext(e, &status) && U_SUCCESS(status)) {
		p.from = (size_t)uregex_start64(e, 0, &status);
		p.to = (size_t)uregex_end64(e, 0, &status);
		if (is_link(text, p.from, p.to))
			p.to = link_end(text, p.from,
			    before_parentheses(text, p.from, p.to));
		if (p.to > p.from)
			add(pieces, &p);
	}
	if (U_FAILURE(status))
		pieces->over = true;
	uregex_close(e);
}

static void
find_patterns(const char *text, struct pieces *pieces)
{
	UErrorCode	 status = U_ZERO_ERROR;
	UText		*in = utext_openUTF8(NULL, text, -1, &status);

	assert(U_SUCCESS(status));
	for (size_t i = 0; i < COUNT(patterns); i++)
		find_pattern(patterns[i], in, text, pieces);
	utext_close(in);
}

unsigned
guard_links(const char *text)
{
	UErrorCode		 status = U_ZERO_ERROR;
	UText			*in = utext_openUTF8(NULL, text, -1, &status);
	URegularExpression	*e = expression(any_link);
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
			add(pieces, &piece);
			piece = (struct piece){ .from = p->end - 2,
			    .to = p->end, .kind = PIECE_CLOSES };
		}
		add(pieces, &piece);
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

/* A word that is as long, or written in capitals, is what it is in any case
 * and in none. */
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

/* Everywhere in the text, as a word. */
static void
find_name(const char *text, const char *name, const struct guard_term *term,
    struct pieces *pieces)
{
	struct likeness	 like = { any_case(name), term == NULL };
	uint32_t	 before = 0, c, last = 0;
	const char	*p = text, *next, *end;
	size_t		 n;

	for (end = name; (c = text_next(&end)) != 0;)
		last = c;
	for (; *p != '\0'; p = next, before = c) {
		next = p;
		c = text_next(&next);
		if (!boundary(before, c) ||
		    (n = same_name(p, name, &like)) == 0)
			continue;
		end = p + n;
		if (boundary(text_next(&end), last))
			add(pieces, &(struct piece){
			    .from = (size_t)(p - text),
			    .to = (size_t)(p - text) + n,
			    .kind = PIECE_NAME, .term = term });
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

/* The whole name, and each word of it that has two letters or more and does
 * not begin with a small one ("de"). */
static void
find_names(struct arena *arena, const char *text, const char *name,
    struct pieces *pieces)
{
	const char *word, *first;

	if (*name != '\0')
		find_name(text, name, NULL, pieces);
	while ((word = next_word(arena, &name)) != NULL) {
		first = word;
		if (!u_islower((UChar32)text_next(&first)) && *first != '\0')
			find_name(text, word, NULL, pieces);
	}
}

static int
by_place(const void *left, const void *right)
{
	const struct piece *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	return (a->kind > b->kind) - (a->kind < b->kind);
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
guard_find(struct arena *arena, const char *text, const struct guarding *g,
    struct pieces *pieces)
{
	struct pieces	*all = NEW(arena, struct pieces);
	unsigned	 whole;
	size_t		 end = 0;

	find_placeholders(arena, text, all);
	whole = all->count;
	find_patterns(text, all);
	for (unsigned i = 0; g != NULL && i < g->term_count; i++)
		if (g->terms[i].term[0] != '\0')
			find_name(text, g->terms[i].term, &g->terms[i], all);
	for (unsigned i = 0; g != NULL && i < g->name_count; i++)
		find_names(arena, text, g->names[i], all);
	keep_whole(all, whole);
	qsort(all->list, all->count, sizeof *all->list, by_place);
	*pieces = (struct pieces){ .over = all->over };
	for (unsigned i = 0; i < all->count; i++) {
		if (all->list[i].from < end ||
		    all->list[i].to == all->list[i].from)
			continue;
		add(pieces, &all->list[i]);
		end = all->list[i].to;
	}
	pair(pieces);
}
