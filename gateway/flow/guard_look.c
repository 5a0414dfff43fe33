/*
 * The look at what came back.  The answer is read as tokens and the words
 * between them; both are compared with those of the source, then the tokens
 * take their places, and what has a form of its own (links, numbers) is found
 * again in the result: it has to be what was put there, and nothing else.
 * So a digit beside a phone number is noticed, and so is a link that was
 * made longer.
 */

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "flow/guard_inside.h"

#define SCRIPT_LEAST	60		/* Percent of the letters. */
#define NUMBERS_MOST	1024
#define UNITS_MOST	3000		/* Twice what staff may write. */

static const char	mangled[] = "A name, a number or a link was lost or "
			    "changed on the way.";
static const char	numbers_differ[] = "A number was changed on the way.";
static const char	added[] = "Something was added on the way.";
static const char	other_script[] = "It is not in the letters of that "
			    "language.";
static const char	other_length[] = "It is much shorter or longer than "
			    "what was written.";
static const char	not_said[] = "It came back as it was.";

/* What stands between the tokens of a text. */
struct between {
	char		*words;		/* A space where a token was. */
	size_t		 weight;	/* Of its letters; see weigh(). */
	size_t		 letters, expected; /* Of these in that script. */
	uint32_t	 numbers[NUMBERS_MOST];	/* Digests of numbers. */
	unsigned	 number_count;
};

/* A sign of Chinese says as much as some letters do. */
static size_t
weigh(uint32_t c)
{
	switch (uscript_getScript((UChar32)c, &(UErrorCode){ U_ZERO_ERROR })) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
	case USCRIPT_HANGUL:
		return 3;
	case USCRIPT_ETHIOPIC:
		return 2;
	default:
		return 1;
	}
}

/* The vowels of Devanagari and its kin: half of what is read there. */
static bool
is_mark(uint32_t c)
{
	return (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

/* Whether a letter is of a script of that language; where ICU knows none, that
 * of its own name. */
static bool
of_language(const char *tag, uint32_t c)
{
	UScriptCode	 codes[8];
	UErrorCode	 status = U_ZERO_ERROR;
	const char	*own = lang_own(tag);
	int32_t		 n = uscript_getCode(tag, codes, COUNT(codes),
			    &status);

	if (n <= 0 || U_FAILURE(status)) {
		status = U_ZERO_ERROR;
		codes[0] = own == NULL ? USCRIPT_LATIN : uscript_getScript(
		    (UChar32)text_next(&own), &status);
		n = 1;
	}
	for (int32_t i = 0; i < n; i++)
		if (uscript_hasScript((UChar32)c, codes[i] ==
		    USCRIPT_SIMPLIFIED_HAN || codes[i] ==
		    USCRIPT_TRADITIONAL_HAN ? USCRIPT_HAN : codes[i]))
			return true;
	return false;
}

static int
by_size(const void *left, const void *right)
{
	const uint32_t a = *(const uint32_t *)left,
		       b = *(const uint32_t *)right;

	return a < b ? -1 : a > b;
}

static void
keep_number(struct between *between, uint32_t digest)
{
	if (between->number_count < NUMBERS_MOST)
		between->numbers[between->number_count++] = digest;
}

/* Numbers are runs of digits, of any script; and signs that are one. */
static void
count_numbers(struct between *between)
{
	const char	*p = between->words;
	uint32_t	 c, run = 0;
	int32_t		 digit;

	do {
		c = text_next(&p);
		digit = u_charDigitValue((UChar32)c);
		if (u_isdigit((UChar32)c)) {
			run = (run == 0 ? 17 : run) * 31 + (uint32_t)digit;
			continue;
		}
		if (run != 0)
			keep_number(between, run);
		run = 0;
		if (U_GET_GC_MASK((UChar32)c) & (U_GC_NO_MASK | U_GC_NL_MASK))
			keep_number(between, c | 1u << 31);
	} while (c != 0);
	qsort(between->numbers, between->number_count,
	    sizeof *between->numbers, by_size);
}

/* Counts how often each token is there; false: one that is none of ours, or
 * half of one. */
static bool
read_between(struct arena *arena, const char *plain, const char *language,
    struct between *between, unsigned seen[])
{
	struct buf	 b;
	const char	*p = plain, *from;
	uint32_t	 c;
	unsigned	 n;
	bool		 whole = true;

	buf_init(&b, GUARD_BYTES * 2);
	while (*p != '\0') {
		if ((n = guard_token_at(&p)) != 0) {
			seen[n]++;
			buf_char(&b, ' ');
			continue;
		}
		from = p;
		c = text_next(&p);
		whole = whole && c != TOKEN_BEGINS && c != TOKEN_ENDS;
		buf_add(&b, from, (size_t)(p - from));
		if (!u_isalpha((UChar32)c)) {
			between->weight += is_mark(c);
			continue;
		}
		between->weight += weigh(c);
		between->letters++;
		between->expected += of_language(language, c);
	}
	between->words = buf_keep(&b, arena);
	buf_free(&b);
	count_numbers(between);
	return whole;
}

static bool
same_numbers(const struct between *a, const struct between *b)
{
	return a->number_count == b->number_count &&
	    a->number_count < NUMBERS_MOST &&
	    memcmp(a->numbers, b->numbers,
	    sizeof *a->numbers * a->number_count) == 0;
}

/* Marks that turn a text around or hide in it, and what nobody can read. */
static bool
is_odd(uint32_t c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
	    c == 0xFFFD || (c >= 0xE0000 && c <= 0xE0FFF) ||
	    U_GET_GC_MASK((UChar32)c) & (U_GC_CO_MASK | U_GC_CN_MASK);
}

/* What markup leaves behind, and what a translator has no reason to add. */
static bool
has_debris(const struct guard_forms *forms, const struct between *source,
    const struct between *answer)
{
	static const char *const marks[] = { "<", ">", "{", "}", "((", "))",
		"[[", "]]", "??", "@", "$", "\\", "&", "_", "://",
		"notranslate" };
	const char	*p = answer->words;
	uint32_t	 c;

	for (size_t i = 0; i < COUNT(marks); i++)
		if (strstr(answer->words, marks[i]) != NULL &&
		    strstr(source->words, marks[i]) == NULL)
			return true;
	while ((c = text_next(&p)) != 0)
		if (is_odd(c))
			return true;
	return guard_links(forms, answer->words) >
	    guard_links(forms, source->words);
}

/* Whether most words of an answer are words of the source. */
static bool
same_words(struct arena *arena, const char *source, const char *answer)
{
	char		*a = text_words(arena, answer), *rest, *word;
	const char	*s = arena_print(arena, " %s ",
			    text_words(arena, source));
	unsigned	 words = 0, same = 0;

	for (word = strtok_r(a, " ", &rest); word != NULL;
	    word = strtok_r(NULL, " ", &rest)) {
		words++;
		same += strstr(s, arena_print(arena, " %s ", word)) != NULL;
	}
	return words > 2 && same * 5 >= words * 4;
}

/* Wide enough for what people wrote: of 1,600 texts of ours in 18 languages
 * the longest has 2.1 times as many letters as in English (Amharic). */
static bool
good_length(const struct between *source, const struct between *answer)
{
	return answer->weight * 5 <= source->weight * 11 + 100 &&
	    answer->weight * 5 + 40 >= source->weight * 2 &&
	    (answer->weight > 0 || source->weight == 0);
}

/* An optional text stays between its two, and two do not mix. */
static bool
in_order(const struct guarded *g, const char *plain)
{
	unsigned	 open = 0, n;
	const char	*p = plain, *is;

	while (*p != '\0') {
		if ((n = guard_token_at(&p)) == 0) {
			(void)text_next(&p);
			continue;
		}
		is = g->tokens[n - 1].is;
		if (strncmp(is, "((", 2) == 0 && open != 0)
			return false;	/* They do not nest. */
		if (g->tokens[n - 1].with != open && (open == 0 ||
		    g->tokens[n - 1].with != 0))
			return false;
		if (g->tokens[n - 1].with != 0)
			open = 0;
		else if (strncmp(is, "((", 2) == 0 &&
		    is[strlen(is) - 1] == '?')
			open = n;
	}
	return true;
}

/* The places of an optional text that lost a bracket are others. */
static bool
same_places(struct arena *arena, const struct guarded *g, const char *words)
{
	struct placeholder_change change;

	return placeholder_same(arena, guard_source(arena, g), words,
	    &change);
}

/* A result, and where in it which token stands. */
struct filled {
	struct buf	 b;
	struct {
		size_t	 from, to;
		unsigned number;
	}		 spans[GUARD_TOKENS];
	unsigned	 count;
};

static void
fill(struct filled *f, const struct guarded *g, const char *plain)
{
	const char	*p = plain, *from;
	unsigned	 n;

	while (*p != '\0') {
		from = p;
		if ((n = guard_token_at(&p)) == 0) {
			(void)text_next(&p);
			buf_add(&f->b, from, (size_t)(p - from));
			continue;
		}
		f->spans[f->count].from = f->b.length;
		buf_text(&f->b, g->tokens[n - 1].back);
		f->spans[f->count].to = f->b.length;
		f->spans[f->count++].number = n;
	}
}

/* Which token stands around those bytes; -1: none. */
static int
span_of(const struct filled *f, size_t from, size_t to)
{
	for (unsigned i = 0; i < f->count; i++)
		if (from >= f->spans[i].from && to <= f->spans[i].to)
			return (int)i;
	return -1;
}

/* What has a form of its own is found again where it was put, as it was, and
 * nowhere else. */
static bool
found_again(struct arena *arena, const struct guarded *g,
    const struct filled *f)
{
	struct pieces			*found = NEW(arena, struct pieces);
	const struct guard_token	*t;
	unsigned			 forms = 0, again = 0;
	int				 at;

	guard_find(arena, g->forms, f->b.data, NULL, found);
	for (unsigned i = 0; i < g->count; i++)
		forms += g->tokens[i].pattern;
	for (unsigned i = 0; i < found->count; i++) {
		at = span_of(f, found->list[i].from, found->list[i].to);
		if (at < 0)
			return false;
		t = &g->tokens[f->spans[at].number - 1];
		if (!t->pattern)
			continue;	/* A number in a name. */
		if (found->list[i].from != f->spans[at].from ||
		    found->list[i].to != f->spans[at].to)
			return false;
		again++;
	}
	return again == forms && !found->over;
}

/* A name must not have become a part of another word, nor a link of another
 * link; letters of another script may stand beside it. */
static bool
stands_alone(const char *text, size_t from, size_t to, bool pattern)
{
	const char	*p = text, *next;
	uint32_t	 before = 0, c = 0, first, last = 0;
	UErrorCode	 status = U_ZERO_ERROR;

	while ((size_t)(p - text) < from)
		before = text_next(&p);
	next = p;
	first = text_next(&next);
	while ((size_t)(p - text) < to)
		last = text_next(&p);
	c = text_next(&p);
	if (pattern && (before == '.' || before == '@' || before == '_'))
		return false;
	return !(guard_in_word(before) && guard_in_word(first) &&
	    uscript_getScript((UChar32)before, &status) ==
	    uscript_getScript((UChar32)first, &status)) &&
	    !(guard_in_word(c) && guard_in_word(last) &&
	    uscript_getScript((UChar32)c, &status) ==
	    uscript_getScript((UChar32)last, &status));
}

static bool
all_alone(const struct guarded *g, const struct filled *f)
{
	const struct guard_token *t;

	for (unsigned i = 0; i < f->count; i++) {
		t = &g->tokens[f->spans[i].number - 1];
		if (strncmp(t->is, "((", 2) != 0 && t->with == 0 &&
		    !stands_alone(f->b.data, f->spans[i].from,
		    f->spans[i].to, t->pattern))
			return false;
	}
	return true;
}

/* Why the words between the tokens are no translation; NULL: they are one. */
static const char *
look(struct arena *arena, const struct guarded *g, const char *plain)
{
	unsigned	 seen[GUARD_TOKENS + 1] = { 0 }, had[GUARD_TOKENS + 1];
	struct between	*s = NEW(arena, struct between),
			*a = NEW(arena, struct between);

	memset(had, 0, sizeof had);
	(void)read_between(arena, g->plain, g->from, s, had);
	if (!read_between(arena, plain, g->to, a, seen) ||
	    memcmp(seen, had, sizeof seen) != 0 || !in_order(g, plain))
		return mangled;
	if (!same_numbers(s, a))
		return numbers_differ;
	if (has_debris(g->forms, s, a))
		return added;
	if (!good_length(s, a))
		return other_length;
	if (a->expected * 100 < a->letters * SCRIPT_LEAST)
		return other_script;
	if (same_words(arena, s->words, a->words))
		return not_said;
	return NULL;
}

const char *
guard_restore(struct arena *arena, const struct guarded *g, const char *plain,
    const char **why)
{
	struct filled	*f = NEW(arena, struct filled);
	const char	*words = NULL;

	*why = other_length;
	if (strlen(plain) > GUARD_BYTES ||
	    (*why = look(arena, g, plain)) != NULL)
		return NULL;
	buf_init(&f->b, GUARD_BYTES * 2);
	fill(f, g, plain);
	if (f->b.over || text_units(f->b.data) > UNITS_MOST)
		*why = other_length;
	else if (!found_again(arena, g, f))
		*why = added;
	else if (!all_alone(g, f))
		*why = mangled;
	else if (!same_places(arena, g, f->b.data))
		*why = mangled;
	else
		words = text_clean(arena, f->b.data, f->b.length);
	buf_free(&f->b);
	return words;
}
