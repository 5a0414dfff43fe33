/*
 * What a family wrote, by the tables of phrase_words.c.
 *
 * A thank-you is a text that can be cut, from its beginning to its end, into
 * words of the tables, of which one is a thank-you or a "got it".  What is
 * ambiguous between languages counts only in those of the family, and in one
 * in which the text itself says thanks; each such language is tried alone.
 */

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/phrase.h"
#include "flow/phrase_words.h"

#define THANKS_MOST	200	/* Bytes of words; a longer text says more. */

/* How the beginning of a text was cut: there was a thank-you or a "got it";
 * there were thanks in the language that is tried. */
#define HEAD		1
#define OWN		2

/* In place of a language: each. */
static const char ANY[] = "*";

/* A text that is cut: for each byte, the ways (as bits, by HEAD and OWN) in
 * which the text can be cut up to there. */
struct cut {
	const struct written	*w;
	const char		*words;
	size_t			 length;
	const char		*tried;		/* A language, ANY or NULL. */
	unsigned char		 ways[THANKS_MOST + 2];
};

static bool
same_language(const char *tag, const char *subtag)
{
	size_t length = strlen(subtag);

	return tag != NULL && strncmp(tag, subtag, length) == 0 &&
	    (tag[length] == '\0' || tag[length] == '-');
}

bool
phrase_speaks(const struct written *w, const char *language)
{
	return same_language(w->language, language) ||
	    same_language(w->last, language);
}

/* The length of the phrase of a list that stands there as whole words; the
 * next one each time, until 0.  *list moves on. */
static size_t
next_found(const char **list, const char *at)
{
	const char	*phrase;
	size_t		 length;

	while (**list != '\0') {
		phrase = *list;
		length = strcspn(phrase, ",");
		*list += length + (phrase[length] == ',');
		if (strncmp(phrase, at, length) == 0 &&
		    (at[length] == ' ' || at[length] == '\0'))
			return length;
	}
	return 0;
}

/* Whether the words are one of the list. */
static bool
listed(const char *list, const char *words)
{
	size_t length = strlen(words), found;

	while (length > 0 && (found = next_found(&list, words)) != 0)
		if (found == length)
			return true;
	return false;
}

/* Whether a row may be used for this text. */
static bool
usable(const struct cut *c, const struct phrase_row *row)
{
	switch (row->purpose) {
	case PHRASE_THANKS:
		return true;
	case PHRASE_FINE:
	case PHRASE_MORE:
	case PHRASE_TITLE:
		return c->tried == ANY || strcmp(row->language, "en") == 0 ||
		    phrase_speaks(c->w, row->language) ||
		    (c->tried != NULL &&
		    strcmp(row->language, c->tried) == 0);
	default:
		return false;
	}
}

/* Every way in which the text could be cut at `from` goes on to `to`. */
static void
go_on(struct cut *c, size_t from, size_t to, unsigned marks)
{
	for (unsigned way = 0; way < 4; way++)
		if ((c->ways[from] & 1u << way) != 0)
			c->ways[to] |= (unsigned char)(1u << (way | marks));
}

/* Behind a title stands a name, whatever it is. */
static size_t
with_name(const char *at, size_t title)
{
	size_t name = at[title] == ' ' ? strcspn(at + title + 1, " ") : 0;

	return name < 2 ? 0 : title + 1 + name;
}

static void
cut_with(struct cut *c, size_t from, const struct phrase_row *row)
{
	const char	*list = row->words, *at = c->words + from;
	bool		 head = row->purpose == PHRASE_THANKS ||
			    row->purpose == PHRASE_FINE;
	bool		 own = row->purpose == PHRASE_THANKS &&
			    c->tried != NULL &&
			    strcmp(row->language, c->tried) == 0;
	unsigned	 marks = (head ? HEAD : 0) | (own ? OWN : 0);
	size_t		 length;

	while ((length = next_found(&list, at)) != 0) {
		if (row->purpose == PHRASE_TITLE)
			length = with_name(at, length);
		if (length != 0)
			go_on(c, from, from + length + 1, marks);
	}
}

/* Whether it can be cut wholly, when that language counts as the family's. */
static bool
can_be_cut(struct cut *c, const char *tried)
{
	unsigned wanted = tried == NULL || tried == ANY ? HEAD : HEAD | OWN;

	memset(c->ways, 0, sizeof c->ways);
	c->tried = tried;
	c->ways[0] = 1;
	for (size_t at = 0; at <= c->length; at++)
		for (const struct phrase_row *row = phrase_rows;
		    c->ways[at] != 0 && row->language != NULL; row++)
			if (usable(c, row))
				cut_with(c, at, row);
	for (unsigned way = 0; way < 4; way++)
		if ((way & wanted) == wanted &&
		    (c->ways[c->length + 1] & 1u << way) != 0)
			return true;
	return false;
}

/* "thank youuu" is "thank you": of three letters and more one stays. */
static char *
without_runs(struct arena *arena, const char *words)
{
	char	*to = arena_text(arena, words), *end = to;
	size_t	 run;

	for (const char *at = words; *at != '\0'; at += run) {
		run = strspn(at, (const char[]){ *at, '\0' });
		if ((unsigned char)*at >= 0x80 || run < 3) {
			memcpy(end, at, run);
			end += run;
		} else {
			*end++ = *at;
		}
	}
	*end = '\0';
	return to;
}

static bool
is_thumb(uint32_t c)
{
	for (const unsigned *thumb = phrase_thumbs; *thumb != 0; thumb++)
		if (*thumb == c)
			return true;
	return false;
}

/* Pictures among the letters: emoji, arrows, signs; not what only joins or
 * colors them. */
static bool
is_picture(uint32_t c)
{
	return c == 0x203c || c == 0x2049 || (c >= 0x2190 && c < 0x2c00) ||
	    (c >= 0x1f000 && c < 0x1fc00 && !(c >= 0x1f3fb && c <= 0x1f3ff));
}

static bool
asks(uint32_t c)
{
	return c == '?' || c == 0xbf || c == 0x61f || c == 0xff1f ||
	    c == 0x37e || c == 0x203d;
}

/* Whether there is no question in it and no emoji that says anything else;
 * and how many do thank. */
static bool
only_thumbs(const char *text, unsigned *thumbs)
{
	uint32_t c;

	*thumbs = 0;
	while ((c = text_next(&text)) != 0) {
		if (asks(c) || (is_picture(c) && !is_thumb(c)))
			return false;
		*thumbs += is_thumb(c);
	}
	return true;
}

static bool
thanks(struct arena *arena, const struct written *w, const char *bare)
{
	struct cut	 c = { .w = w };
	const char	*tried = "";
	unsigned	 thumbs;

	if (w->media || strlen(bare) > THANKS_MOST ||
	    !only_thumbs(w->text, &thumbs))
		return false;
	c.words = without_runs(arena, bare);
	c.length = strlen(c.words);
	if (c.length == 0)
		return thumbs > 0;
	if (!can_be_cut(&c, ANY))
		return false;		/* Most texts end here. */
	if (can_be_cut(&c, NULL))
		return true;
	for (const struct phrase_row *row = phrase_rows;
	    row->language != NULL; row++) {
		if (strcmp(row->language, tried) == 0)
			continue;
		tried = row->language;
		if (can_be_cut(&c, tried))
			return true;
	}
	return false;
}

/* Without the blanks, thin and of no width, that phones put around. */
static char *
without_blanks(struct arena *arena, const char *text)
{
	char		*to = arena_text(arena, text), *end = to;
	const char	*from;
	uint32_t	 c;

	for (from = text; (c = text_next(&text)) != 0; from = text) {
		if ((c >= 0x2000 && c <= 0x200c) || c == 0x2060 ||
		    c == 0xfeff || c == 0xa0 || c == 0x202f)
			continue;
		memcpy(end, from, (size_t)(text - from));
		end += text - from;
	}
	while (end > to && strchr(" \n", end[-1]) != NULL)
		end--;
	*end = '\0';
	return to;
}

static const char *const opening[] = { "\"", "“", "«", "„", "”" };
static const char *const closing[] = { "\"", "”", "»", "“" };

/* The first quotation mark; behind it stands what is quoted. */
static const char *
quotation(const char *text, const char **behind)
{
	const char *first = NULL, *at;

	for (size_t i = 0; i < COUNT(opening); i++) {
		at = strstr(text, opening[i]);
		if (at == NULL || (first != NULL && at >= first))
			continue;
		first = at;
		*behind = at + strlen(opening[i]);
	}
	return first;
}

/* Whether the text ends with a quotation mark, and where. */
static bool
closes(const char *text, const char **end)
{
	size_t length = strlen(text), most;

	for (size_t i = 0; i < COUNT(closing); i++) {
		most = strlen(closing[i]);
		*end = text + length - (length >= most ? most : 0);
		if (length >= most && strcmp(*end, closing[i]) == 0)
			return true;
	}
	return false;
}

static bool
in_rows(enum phrase_for purpose, const char *words)
{
	for (const struct phrase_row *row = phrase_rows;
	    row->language != NULL; row++)
		if (row->purpose == purpose && listed(row->words, words))
			return true;
	return false;
}

/* "Loved an image": what was tapped and the picture, of one language. */
static bool
beside_picture(const char *words)
{
	const char *list, *rest;
	size_t length;

	for (const struct phrase_row *row = phrase_rows;
	    row->language != NULL; row++) {
		list = row->purpose == PHRASE_REACTION ? row->words : "";
		while ((length = next_found(&list, words)) != 0) {
			rest = words + length + (words[length] == ' ');
			if (in_rows(PHRASE_PICTURE, rest))
				return true;
		}
	}
	return false;
}

static bool
reaction(struct arena *arena, const char *text, const char *bare,
    const char **quoted)
{
	const char	*plain = without_blanks(arena, text), *before, *words;
	const char	*start, *end, *mark = quotation(plain, &start);
	uint32_t	 first;

	*quoted = NULL;
	if (mark == NULL)
		return beside_picture(bare);
	if (!closes(plain, &end) || end <= start)
		return false;
	before = arena_copy(arena, plain, (size_t)(mark - plain));
	words = text_bare(arena, text_words(arena, before));
	*quoted = arena_copy(arena, start, (size_t)(end - start));
	first = text_next(&before);
	return in_rows(PHRASE_REACTION, words) || (is_picture(first) &&
	    (*words == '\0' || in_rows(PHRASE_REACTION_TO, words)));
}

static bool
begins(const char *words, const char *phrase)
{
	return strncmp(words, phrase, strlen(phrase)) == 0;
}

static bool
ends(const char *words, const char *phrase)
{
	size_t length = strlen(words), most = strlen(phrase);

	return length >= most && strcmp(words + length - most, phrase) == 0;
}

/* "Auto-Reply: ...", "[Automatic reply] ..." */
static bool
labelled(struct arena *arena, const char *text)
{
	const char *folded = text_bare(arena, text_fold(arena, text)), *rest;

	folded += strspn(folded, " \n[(*-");
	for (const char *const *label = phrase_labels; *label != NULL;
	    label++) {
		if (!begins(folded, *label))
			continue;
		rest = folded + strlen(*label);
		rest += strspn(rest, " ");
		if (*rest != '\0' && (strchr(":])-.", *rest) != NULL ||
		    begins(rest, "–") || begins(rest, "—")))
			return true;
	}
	return false;
}

static bool
automatic(struct arena *arena, const char *text, const char *bare)
{
	for (const struct phrase_machine *m = phrase_machines;
	    m->begins != NULL; m++)
		if (begins(bare, m->begins) &&
		    (m->holds == NULL || strstr(bare, m->holds) != NULL) &&
		    (m->ends == NULL || ends(bare, m->ends)))
			return true;
	return labelled(arena, text);
}

enum reply_what
phrase_read(struct arena *arena, const struct written *w,
    const char **quoted)
{
	const char *bare = text_bare(arena, text_words(arena, w->text));

	*quoted = NULL;
	if (reaction(arena, w->text, bare, quoted))
		return REPLY_REACTION;
	if (automatic(arena, w->text, bare))
		return REPLY_AUTOMATIC;
	return thanks(arena, w, bare) ? REPLY_THANKS : REPLY_MESSAGE;
}

bool
phrase_asks(const char *text)
{
	uint32_t c;

	while ((c = text_next(&text)) != 0)
		if (asks(c))
			return true;
	return false;
}

/* Whether it begins with a phrase of that purpose. */
static bool
begins_with(enum phrase_for purpose, const char *words)
{
	const char *list;

	for (const struct phrase_row *row = phrase_rows;
	    row->language != NULL; row++) {
		list = row->words;
		if (row->purpose == purpose && next_found(&list, words) != 0)
			return true;
	}
	return false;
}

bool
phrase_wrong_number(struct arena *arena, const struct written *w)
{
	const char	*text = w->text, *part;
	bool		 wrong = false;
	size_t		 n;

	if (in_rows(PHRASE_WRONG_NUMBER, text_bare(arena,
	    text_words(arena, text))))
		return true;
	for (; *text != '\0'; text += n) {
		text += strspn(text, ".,;!\n ");
		n = strcspn(text, ".,;!\n");
		part = text_bare(arena, text_words(arena,
		    arena_copy(arena, text, n)));
		if (in_rows(PHRASE_WRONG_NUMBER, part))
			wrong = true;
		else if (*part != '\0' && !begins_with(PHRASE_NOT_ME, part))
			return false;
	}
	return wrong;
}

bool
phrase_says_whom(const char *bare)
{
	return *bare == '\0' || in_rows(PHRASE_WHOM, bare);
}
