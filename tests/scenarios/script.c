/*
 * Sentences of scenarios.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/scenarios/script.h"

#define FILE_MOST	(1 << 20)
#define OFTEN_MOST	10000

/* \140[ten units. ]: so often; returns what is behind it, or NULL. */
static const char *
read_often(const char *at, struct buf *out)
{
	char		*from;
	long		 times = strtol(at, &from, 10);
	const char	*end = strchr(from, ']');

	if (*from != '[' || end == NULL || times > OFTEN_MOST)
		return NULL;
	while (times-- > 0)
		buf_add(out, from + 1, (size_t)(end - from - 1));
	return end + 1;
}

/* A word in quotes; returns what is behind it. */
static const char *
read_quoted(struct arena *arena, const char *at, const char **word)
{
	struct buf out;

	buf_init(&out, FILE_MOST);
	for (at++; at != NULL && *at != '"' && *at != '\0';) {
		if (*at != '\\' || at[1] == '\0') {
			buf_char(&out, *at++);
		} else if (at[1] >= '1' && at[1] <= '9') {
			at = read_often(at + 1, &out);
		} else {
			buf_char(&out, at[1] == 'n' ? '\n' : at[1]);
			at += 2;
		}
	}
	*word = buf_keep(&out, arena);
	buf_free(&out);
	return at != NULL && *at == '"' ? at + 1 : NULL;
}

static const char *
read_plain(struct arena *arena, const char *at, const char **word)
{
	size_t length = strcspn(at, " \t"), kept = length;

	if (kept > 1 && (at[kept - 1] == ',' || at[kept - 1] == ':'))
		kept--;
	*word = arena_copy(arena, at, kept);
	return at + length;
}

static void
read_sentence(struct arena *arena, const char *name, struct sentence *s)
{
	const char *at = s->text + strspn(s->text, " \t");

	while (at != NULL && *at != '\0' && *at != '#') {
		if (s->count == WORDS_OF_SENTENCE)
			fail_msg("%s:%u: too many words", name, s->line);
		s->quoted[s->count] = *at == '"';
		at = *at == '"' ?
		    read_quoted(arena, at, &s->words[s->count]) :
		    read_plain(arena, at, &s->words[s->count]);
		s->count++;
		if (at != NULL && (*at == ',' || *at == ':'))
			at++;
		if (at != NULL)
			at += strspn(at, " \t");
	}
	if (at == NULL)
		fail_msg("%s:%u: a quote has no end", name, s->line);
}

void
script_read(struct script *script, struct arena *arena, const char *name,
    const char *text)
{
	unsigned lines = 1, line = 0;

	for (const char *at = text; *at != '\0'; at++)
		lines += *at == '\n';
	script->name = name;
	script->list = NEW_LIST(arena, struct sentence, lines);
	script->count = 0;
	while (*text != '\0') {
		struct sentence	*s = &script->list[script->count];
		size_t		 length = strcspn(text, "\n");

		*s = (struct sentence){ .line = ++line,
		    .text = arena_copy(arena, text, length) };
		read_sentence(arena, name, s);
		script->count += s->count > 0;
		text += length + (text[length] == '\n');
	}
}

const char *
script_file(struct arena *arena, const char *name)
{
	const char	*folder = getenv("srcdir");
	char		*path = arena_print(arena, "%s/tests/scenarios/%s",
			    folder != NULL ? folder : ".", name);
	char		*text = arena_take(arena, FILE_MOST);
	FILE		*file = fopen(path, "r");
	size_t		 length;

	if (file == NULL)
		fail_msg("%s cannot be read", path);
	length = fread(text, 1, FILE_MOST - 1, file);
	assert_true(length > 0 && length < FILE_MOST - 1);
	fclose(file);
	return text;
}

bool
says(const struct sentence *s, unsigned from, const char *pattern)
{
	while (*pattern != '\0') {
		size_t length = strcspn(pattern, " ");

		if (from >= s->count || s->quoted[from] ||
		    strlen(s->words[from]) != length ||
		    strncmp(s->words[from], pattern, length) != 0)
			return false;
		from++;
		pattern += length + (pattern[length] == ' ');
	}
	return true;
}

unsigned
place_of(const struct sentence *s, const char *key)
{
	for (unsigned i = 1; i < s->count; i++)
		if (!s->quoted[i] && strcmp(s->words[i], key) == 0)
			return i;
	return 0;
}

const char *
word_after(const struct sentence *s, const char *key)
{
	unsigned i = place_of(s, key);

	return i == 0 || i + 1 >= s->count ? NULL : s->words[i + 1];
}

bool
is_number(const char *word, int64_t *number)
{
	char *end;

	if (*word != '-' && (*word < '0' || *word > '9'))
		return false;
	*number = strtoll(word, &end, 10);
	return *end == '\0';
}

int64_t
number_after(const struct sentence *s, const char *key, int64_t preset)
{
	const char	*word = word_after(s, key);
	int64_t		 number;

	return word != NULL && is_number(word, &number) ? number : preset;
}

const char *
quote(const struct sentence *s, unsigned n)
{
	for (unsigned i = 0; i < s->count; i++)
		if (s->quoted[i] && n-- == 0)
			return s->words[i];
	return NULL;
}
