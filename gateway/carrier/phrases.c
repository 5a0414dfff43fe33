/*
 * A phrase book, and finding a text in it.
 *
 * At each place of a text all sentences are tried and the longest is taken;
 * a book has some hundred.
 */

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "carrier/phrases.h"

#define SAID_MOST	(64 * 1024)
#define TOKEN_BEGINS	0x27E6
#define TOKEN_ENDS	0x27E7
#define NAME_MOST	32	/* Letters between { and }. */

struct phrases {
	json_t	*book;
};

/* What stands in the places of a sentence. */
struct filled {
	const char	*numbered[10];
	size_t		 length[10];
	json_t		*words;		/* The last of a list. */
};

/* A search for a text. */
struct search {
	const struct phrases	*phrases;
	const char		*from, *to;
};

static bool
is_book(const json_t *book)
{
	const json_t	*sentence;
	size_t		 i;

	if (!json_is_object(json_object_get(book, "languages")) ||
	    !json_is_object(json_object_get(book, "words")) ||
	    !json_is_array(json_object_get(book, "sentences")))
		return false;
	json_array_foreach(json_object_get(book, "sentences"), i, sentence)
		if (!json_is_object(sentence))
			return false;
	return true;
}

struct phrases *
phrases_read(const char *path, const char **why)
{
	struct phrases	*p;
	json_t		*book = json_load_file(path, 0, NULL);

	if (book == NULL || !is_book(book)) {
		json_decref(book);
		*why = "The phrase book cannot be read, or is none.";
		return NULL;
	}
	p = calloc(1, sizeof *p);
	if (p == NULL)
		abort();
	p->book = book;
	return p;
}

void
phrases_free(struct phrases *p)
{
	if (p == NULL)
		return;
	json_decref(p->book);
	free(p);
}

json_t *
phrases_languages(const struct phrases *p)
{
	return json_object_get(p->book, "languages");
}

/* How long a token, a word or a number is; 0: there is none. */
static size_t
word_at(const char *text)
{
	const char	*at = text, *next = text;
	uint32_t	 c = text_next(&next);

	if (c == TOKEN_BEGINS) {
		while (c != 0 && c != TOKEN_ENDS)
			c = text_next(&next);
		return c == 0 ? 0 : (size_t)(next - text);
	}
	while (u_isalnum((UChar32)c) || (c != 0 &&
	    (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0)) {
		at = next;
		c = text_next(&next);
	}
	return (size_t)(at - text);
}

/* Whether a word of a list stands there: the longest that does. */
static size_t
listed_at(const struct search *s, const char *name, const char *text,
    json_t **row)
{
	json_t		*list, *one;
	const char	*word;
	size_t		 i, length, best = 0;

	list = json_object_get(json_object_get(s->phrases->book, "words"),
	    name);
	json_array_foreach(list, i, one) {
		word = json_string_value(json_object_get(one, s->from));
		length = word == NULL ? 0 : strlen(word);
		if (length > best && strncmp(word, text, length) == 0 &&
		    word_at(text + length) == 0) {
			best = length;
			*row = one;
		}
	}
	return best;
}

/* The name in braces there; false: there is none. */
static bool
hole(const char *pattern, char name[NAME_MOST], size_t *length)
{
	*length = *pattern == '{' ? strcspn(pattern, "}") : 0;
	if (*length < 2 || *length > NAME_MOST || pattern[*length] != '}')
		return false;
	memcpy(name, pattern + 1, *length - 1);
	name[*length - 1] = '\0';
	++*length;
	return true;
}

/* How much of the text a sentence is; 0: it does not stand there. */
static size_t
match(const struct search *s, const char *pattern, const char *text,
    struct filled *filled)
{
	const char	*at = text;
	char		 name[NAME_MOST];
	size_t		 length, taken;

	memset(filled, 0, sizeof *filled);
	for (; *pattern != '\0'; pattern += length) {
		if (!hole(pattern, name, &length)) {
			length = 1;
			if (*at++ != *pattern)
				return 0;
			continue;
		}
		taken = name[0] >= '1' && name[0] <= '9' ? word_at(at) :
		    listed_at(s, name, at, &filled->words);
		if (taken == 0)
			return 0;
		if (name[0] >= '1' && name[0] <= '9') {
			filled->numbered[name[0] - '0'] = at;
			filled->length[name[0] - '0'] = taken;
		}
		at += taken;
	}
	return *at == '\0' || strchr(" \n\t", *at) != NULL ?
	    (size_t)(at - text) : 0;
}

static void
put(const struct search *s, struct buf *out, const char *pattern,
    const struct filled *filled)
{
	const char	*word;
	char		 name[NAME_MOST];
	size_t		 length;

	for (; *pattern != '\0'; pattern += length) {
		if (!hole(pattern, name, &length)) {
			length = 1;
			buf_char(out, *pattern);
		} else if (name[0] >= '1' && name[0] <= '9') {
			buf_add(out, filled->numbered[name[0] - '0'],
			    filled->length[name[0] - '0']);
		} else {
			word = json_string_value(json_object_get(
			    filled->words, s->to));
			buf_text(out, word == NULL ? "" : word);
		}
	}
}

/* Whether all its places can be filled. */
static bool
fits(const char *pattern, const struct filled *filled)
{
	char	name[NAME_MOST];
	size_t	length;

	for (; *pattern != '\0'; pattern += length) {
		if (!hole(pattern, name, &length))
			length = 1;
		else if (name[0] >= '1' && name[0] <= '9' ?
		    filled->numbered[name[0] - '0'] == NULL :
		    filled->words == NULL)
			return false;
	}
	return true;
}

/* Says the longest sentence that stands there; how long it is. */
static size_t
say_one(const struct search *s, const char *text, struct buf *out)
{
	struct filled	 filled, best = { .words = NULL };
	json_t		*sentence;
	const char	*pattern, *said, *best_said = NULL;
	size_t		 i, length, longest = 0;

	json_array_foreach(json_object_get(s->phrases->book, "sentences"), i,
	    sentence) {
		pattern = json_string_value(json_object_get(sentence,
		    s->from));
		said = json_string_value(json_object_get(sentence, s->to));
		if (pattern == NULL || said == NULL)
			continue;
		length = match(s, pattern, text, &filled);
		if (length > longest && fits(said, &filled)) {
			longest = length;
			best = filled;
			best_said = said;
		}
	}
	if (longest > 0)
		put(s, out, best_said, &best);
	return longest;
}

const char *
phrases_say(const struct phrases *p, const char *from, const char *to,
    const char *text, struct arena *arena)
{
	const struct search	 s = { p, from, to };
	struct buf		 out;
	const char		*said = NULL;
	size_t			 taken;

	buf_init(&out, SAID_MOST);
	for (; *text != '\0'; text += taken) {
		if (strchr(" \n\t", *text) != NULL) {
			buf_char(&out, *text);
			taken = 1;
		} else if ((taken = say_one(&s, text, &out)) == 0) {
			break;
		}
	}
	if (*text == '\0' && !out.over)
		said = buf_keep(&out, arena);
	buf_free(&out);
	return said;
}
