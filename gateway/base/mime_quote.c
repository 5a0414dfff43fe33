/*
 * The lines that programs for mail put between an answer and what it
 * answers.  They are compared as text_fold() makes them, which also takes
 * away the marks of direction around names in Arabic.
 *
 * Most of a mail are lines of people, so each is looked at cheaply first.
 */

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/mime_inside.h"
#include "base/mime_words.h"
#include "base/text.h"

#define SAID_MOST	600	/* Bytes of what says who wrote. */
#define LABEL_MOST	60	/* Of the name of a field, */
#define BORDER_MOST	200	/* of a line between mails, */
#define SENT_MOST	160	/* of one that a telephone added. */

static bool
listed(struct arena *arena, const char *list, const char *word)
{
	return *word != '\0' && strchr(word, '|') == NULL &&
	    strstr(list, arena_print(arena, "|%s|", word)) != NULL;
}

static bool
begins(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

static bool
ends(const char *text, const char *word)
{
	size_t length = strlen(text), size = strlen(word);

	return length >= size && strcmp(text + length - size, word) == 0;
}

/* Without any of those characters at both ends. */
static char *
stripped(char *text, const char *away)
{
	size_t length;

	text += strspn(text, away);
	for (length = strlen(text); length > 0 &&
	    strchr(away, text[length - 1]) != NULL; length--)
		text[length - 1] = '\0';
	return text;
}

static unsigned
count_digits(const char *text)
{
	unsigned count = 0;

	for (; *text != '\0'; text++)
		count += isdigit((unsigned char)*text) != 0;
	return count;
}

/* Whether a time stands in it: 10:00, 9.30 */
static bool
has_time(const char *text)
{
	for (; text[0] != '\0' && text[1] != '\0'; text++)
		if (isdigit((unsigned char)text[0]) &&
		    (text[1] == ':' || text[1] == '.') &&
		    isdigit((unsigned char)text[2]) &&
		    isdigit((unsigned char)text[3]))
			return true;
	return false;
}

static bool
has_mailbox(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && at > text && isgraph((unsigned char)at[-1]) &&
	    isgraph((unsigned char)at[1]);
}

/* Whether it is bracketed, as programs do and people do not. */
static bool
in_brackets(const char *text)
{
	const char *at = strchr(text, '@');

	while (at != NULL && at > text && at[-1] != ' ')
		at--;
	return at != NULL && strchr("<([", *at) != NULL;
}

/* A row of the table that the text is by; NULL: none. */
static const struct mime_said *
row_of(const char *text)
{
	const struct mime_said *row;
	size_t length;

	for (row = mime_said; row->begins != NULL; row++) {
		length = strlen(row->begins);
		if (strncmp(text, row->begins, length) == 0 &&
		    strstr(text + length, row->holds) != NULL)
			return row;
	}
	return NULL;
}

/* How much a row of the table, and what stands beside it, prove. */
static enum mime_proof
proof_of(const struct mime_said *row, const char *text)
{
	bool mailbox = has_mailbox(text), time = has_time(text);
	unsigned digits = count_digits(text);

	if (row == NULL)
		return mailbox && time && digits >= 5 ? MIME_MAYBE :
		    MIME_UNSAID;
	if (mailbox && time && digits >= 3 && in_brackets(text))
		return MIME_SURELY;
	if (row->begins[0] != '\0')
		return mailbox || digits >= 3 ? MIME_LIKELY : MIME_UNSAID;
	return mailbox || (time && digits >= 3) ? MIME_MAYBE : MIME_UNSAID;
}

enum mime_proof
mime_says_who(struct arena *arena, const char *text)
{
	char *folded;
	size_t length;

	if (strlen(text) > SAID_MOST)
		return MIME_UNSAID;
	folded = stripped(text_fold(arena, text), " \t*_");
	length = strlen(folded);
	if (length == 0 || folded[length - 1] != ':')
		return MIME_UNSAID;
	return proof_of(row_of(folded), folded);
}

unsigned
mime_label(struct arena *arena, const char *line)
{
	const char *colon = strchr(line, ':'), *wide = strstr(line, "：");
	char *name;

	if (colon == NULL || (wide != NULL && wide < colon))
		colon = wide;
	if (colon == NULL || colon - line > LABEL_MOST)
		return 0;
	name = arena_copy(arena, line, (size_t)(colon - line));
	name = stripped(text_fold(arena, name), " \t*\001");
	for (unsigned i = 0; i < 4; i++)
		if (listed(arena, mime_labels[i], name))
			return 1u << i;
	return 0;
}

enum mime_border
mime_border(struct arena *arena, const char *line)
{
	char *text;
	size_t length = strlen(line);
	bool dashes;

	if (length < 5 || length > BORDER_MOST)
		return MIME_NO_BORDER;
	if (line[strspn(line, "_ ")] == '\0' ||
	    line[strspn(line, "- ")] == '\0')
		return MIME_LINE;
	dashes = begins(line, "--") || begins(line, "==") ||
	    begins(line, "__");
	if (!dashes && line[length - 1] != ':' && !ends(line, "："))
		return MIME_NO_BORDER;
	text = stripped(text_fold(arena, line), " \t");
	if (!dashes)
		return ends(text, ":") &&
		    listed(arena, mime_passing, stripped(text, " :")) ?
		    MIME_PASSED_ON : MIME_NO_BORDER;
	text = stripped(text, " \t-=_:");
	if (listed(arena, mime_original, text) ||
	    (has_mailbox(text) && row_of(text) != NULL))
		return MIME_ORIGINAL;
	return listed(arena, mime_passed, text) ? MIME_PASSED_ON :
	    MIME_NO_BORDER;
}

static bool
names_device(const char *text)
{
	const char *const *word;

	for (word = mime_devices; *word != NULL; word++)
		if (strstr(text, *word) != NULL)
			return true;
	return false;
}

bool
mime_sent_from(struct arena *arena, const char *line)
{
	const char *const *word;
	char *text;

	if (strlen(line) > SENT_MOST)
		return false;
	text = stripped(text_fold(arena, line), " \t*_[(<");
	if (!names_device(text))
		return false;
	for (word = mime_sent_begins; *word != NULL; word++)
		if (begins(text, *word))
			return true;
	for (word = mime_sent_ends; *word != NULL; word++)
		if (ends(text, *word))
			return true;
	return false;
}

/* Whether a subject begins with one of those and a colon. */
static bool
prefixed(struct arena *arena, const char *prefixes, const char *subject)
{
	char *text = text_fold(arena, subject);
	char *colon = strchr(text, ':');

	if (colon == NULL || colon - text > LABEL_MOST)
		return false;
	*colon = '\0';
	return listed(arena, prefixes, stripped(text, " ["));
}

bool
mime_answers(struct arena *arena, const char *subject)
{
	return prefixed(arena, mime_answering, subject);
}

bool
mime_passes_on(struct arena *arena, const char *subject)
{
	return prefixed(arena, mime_prefixes, subject);
}

bool
mime_away(struct arena *arena, const char *subject)
{
	char *text = stripped(text_fold(arena, subject), " [(*");
	const char *const *word, *rest;

	for (word = mime_away_words; *word != NULL; word++) {
		rest = text + strlen(*word);
		if (begins(text, *word) &&
		    strchr(":-]).", rest[strspn(rest, " ")]) != NULL)
			return true;
	}
	for (word = mime_away_colon; *word != NULL; word++)
		if (begins(text, *word) && text[strlen(*word)] == ':')
			return true;
	return false;
}
