/*
 * A walk over the bytes by the grammar of JSON, which stops at whatever it
 * does not know.
 */

#include <string.h>

#include "base/skim.h"
#include "base/text.h"

#define DEEPEST		8
#define DIGITS		15	/* Any number of so many fits everywhere. */

struct walk {
	const char	*at, *end;
	const char	*name;
	struct skimmed	*found;
	bool		 foreign;	/* Bytes that are not ASCII. */
};

/* A text, and whether it has escapes. */
struct run {
	const char	*from;
	size_t		 length;
	bool		 escaped;
};

static bool	value(struct walk *, unsigned depth, struct run *);

static void
pass_blanks(struct walk *w)
{
	while (w->at < w->end && (*w->at == ' ' || *w->at == '\n' ||
	    *w->at == '\r' || *w->at == '\t'))
		w->at++;
}

static bool
mark(struct walk *w, char c)
{
	pass_blanks(w);
	if (w->at == w->end || *w->at != c)
		return false;
	w->at++;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Behind a backslash.  Halves of a pair, and NUL, are for the parser. */
static bool
escape(struct walk *w)
{
	char c = w->at < w->end ? *w->at++ : '\0';

	if (c != 'u')
		return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
	if (w->end - w->at < 4 || memcmp(w->at, "0000", 4) == 0 ||
	    w->at[0] == 'd' || w->at[0] == 'D')
		return false;
	for (unsigned i = 0; i < 4; i++)
		if (!is_hex(*w->at++))
			return false;
	return true;
}

static bool
text(struct walk *w, struct run *run)
{
	if (!mark(w, '"'))
		return false;
	*run = (struct run){ .from = w->at };
	while (w->at < w->end) {
		unsigned char c = (unsigned char)*w->at++;

		if (c == '"') {
			run->length = (size_t)(w->at - 1 - run->from);
			return true;
		}
		if (c < ' ')
			return false;
		w->foreign = w->foreign || c >= 0x80;
		if (c != '\\')
			continue;
		run->escaped = true;
		if (!escape(w))
			return false;
	}
	return false;
}

static bool
number(struct walk *w)
{
	const char *from;

	if (*w->at == '-')
		w->at++;
	for (from = w->at; w->at < w->end && is_digit(*w->at); w->at++)
		;
	return w->at > from && w->at - from <= DIGITS &&
	    (*from != '0' || w->at - from == 1);
}

static bool
word(struct walk *w, const char *known)
{
	size_t length = strlen(known);

	if ((size_t)(w->end - w->at) < length ||
	    memcmp(w->at, known, length) != 0)
		return false;
	w->at += length;
	return true;
}

static bool
is(const struct run *run, const char *name)
{
	return strlen(name) == run->length &&
	    memcmp(run->from, name, run->length) == 0;
}

/* Of the outermost object the member is kept that was asked for. */
static bool
member(struct walk *w, unsigned depth)
{
	struct run name, is_text;

	if (!text(w, &name) || name.escaped || !mark(w, ':') ||
	    !value(w, depth, &is_text))
		return false;
	if (depth > 1 || !is(&name, w->name))
		return true;
	*w->found = (struct skimmed){ is_text.from, is_text.length };
	return is_text.from != NULL && !is_text.escaped;
}

static bool
object(struct walk *w, unsigned depth)
{
	if (!mark(w, '{') || depth > DEEPEST)
		return false;
	if (mark(w, '}'))
		return true;
	do {
		if (!member(w, depth))
			return false;
	} while (mark(w, ','));
	return mark(w, '}');
}

static bool
list(struct walk *w, unsigned depth)
{
	struct run run;

	if (!mark(w, '[') || depth > DEEPEST)
		return false;
	if (mark(w, ']'))
		return true;
	do {
		if (!value(w, depth, &run))
			return false;
	} while (mark(w, ','));
	return mark(w, ']');
}

static bool
value(struct walk *w, unsigned depth, struct run *run)
{
	*run = (struct run){ .from = NULL };
	pass_blanks(w);
	if (w->at == w->end)
		return false;
	switch (*w->at) {
	case '"':
		return text(w, run);
	case '{':
		return object(w, depth + 1);
	case '[':
		return list(w, depth + 1);
	case 'n':
		return word(w, "null");
	case 't':
		return word(w, "true");
	case 'f':
		return word(w, "false");
	default:
		return number(w);
	}
}

bool
skim_text(const char *json, size_t length, const char *name,
    struct skimmed *found)
{
	struct walk w = { .at = json, .end = json + length, .name = name,
	    .found = found };

	*found = (struct skimmed){ .text = NULL };
	if (!object(&w, 1) || found->text == NULL)
		return false;
	pass_blanks(&w);
	return w.at == w.end && (!w.foreign || text_valid(json, length));
}
