/*
 * What we say ourselves.
 *
 * English is read first and its keys, in order, number the words; every
 * other language is a row of formats under the same numbers, with holes
 * where English is said.
 *
 * A file is checked as a whole when it is opened, so that a translator is
 * told at once, and a family never sees braces.  What cannot be checked, an
 * argument used as a number where English has a text, is said in English.
 */

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/locale_about.h"
#include "base/text.h"

#define FILE_SIZE	(256 << 10)
#define KEYS		500
#define PATTERN		4096	/* ICU calls itself for each brace in one. */
#define LANGUAGES	64
#define ENGLISH		"en-US"
#define ABOUT		"about"

struct words {
	const char		 *language;
	struct about		 *about;	/* Or NULL. */
	struct bridge_format	**formats;	/* One for each key, or NULL. */
};

struct locales {
	struct arena	 *arena;
	const char	**keys;			/* Sorted. */
	size_t		  key_count;
	struct words	  words[LANGUAGES];	/* English is the first. */
	size_t		  count;
};

/* One file: what it is, and where a reason goes. */
struct reading {
	struct locales	*locales;
	struct arena	*scratch;	/* Empty again at the next file. */
	const char	*path;
	char		*why;
	size_t		 why_size;
};

static bool
refuse(const struct reading *r, const char *key, const char *reason)
{
	snprintf(r->why, r->why_size, "%s: %s%s%s", r->path, key,
	    *key != '\0' ? ": " : "", reason);
	return (false);
}

static int
compare(const void *a, const void *b)
{
	return (strcmp(*(const char *const *)a, *(const char *const *)b));
}

static const size_t	nowhere = (size_t)-1;

static size_t
place(const struct locales *locales, const char *key)
{
	const char	**found;

	found = bsearch(&key, locales->keys, locales->key_count,
	    sizeof *locales->keys, compare);
	return (found != NULL ? (size_t)(found - locales->keys) : nowhere);
}

static const struct words *
words_of(const struct locales *locales, const char *language)
{
	for (size_t i = 0; i < locales->count; i++)
		if (strcmp(locales->words[i].language, language) == 0)
			return (&locales->words[i]);
	return (NULL);
}

static bool
names(const struct bridge_format *format, const char *name)
{
	const char	*one;

	for (size_t i = 0; (one = bridge_format_name(format, i)) != NULL; i++)
		if (strcmp(one, name) == 0)
			return (true);
	return (false);
}

/* A name that a has and b has not. */
static const char *
missing(const struct bridge_format *a, const struct bridge_format *b)
{
	const char	*name;

	for (size_t i = 0; (name = bridge_format_name(a, i)) != NULL; i++)
		if (!names(b, name))
			return (name);
	return (NULL);
}

/* Words that lack an argument lose what somebody wrote. */
static bool
same_names(const struct reading *r, const char *key,
    const struct bridge_format *english, const struct bridge_format *other)
{
	char		 reason[200];
	const char	*name;

	if ((name = missing(other, english)) != NULL)
		snprintf(reason, sizeof reason,
		    "{%s} is not in the English words", name);
	else if ((name = missing(english, other)) != NULL)
		snprintf(reason, sizeof reason, "{%s} is not said "
		    "(an apostrophe before a brace has to be doubled)", name);
	return (name == NULL || refuse(r, key, reason));
}

static bool
read_word(const struct reading *r, struct words *words, const char *key,
    const json_t *value)
{
	struct locales		*l = r->locales;
	size_t			 i = place(l, key);
	struct bridge_format	*english;
	const char		*pattern, *wrong;
	char			 reason[200];

	if (i == nowhere)
		return (refuse(r, key, "there is no such key in English"));
	if (!json_is_string(value) || json_string_length(value) == 0)
		return (refuse(r, key, "its words have to be a text"));
	if (json_string_length(value) > PATTERN)
		return (refuse(r, key, "its words are longer than 4 kB"));
	pattern = text_clean(r->scratch, json_string_value(value),
	    json_string_length(value));
	if ((wrong = locale_wrong(pattern)) != NULL)
		return (refuse(r, key, wrong));
	words->formats[i] = bridge_format_new(pattern,
	    lang_icu(words->language), reason, sizeof reason);
	if (words->formats[i] == NULL)
		return (refuse(r, key, reason));
	wrong = locale_misses(words->formats[i], words->language);
	if (wrong != NULL) {
		snprintf(reason, sizeof reason, "its plural has no words "
		    "for \"%s\", which the language has", wrong);
		return (refuse(r, key, reason));
	}
	english = l->words[0].formats[i];
	return (same_names(r, key, english, words->formats[i]));
}

static void
read_keys(struct locales *locales, json_t *object)
{
	const char	*key;
	json_t		*value;
	size_t		 count = json_object_size(object);

	locales->keys = NEW_LIST(locales->arena, const char *, count);
	json_object_foreach(object, key, value)
		if (strcmp(key, ABOUT) != 0)
			locales->keys[locales->key_count++] =
			    arena_text(locales->arena, key);
	qsort(locales->keys, locales->key_count, sizeof *locales->keys,
	    compare);
}

static bool
read_about(const struct reading *r, struct words *words, const json_t *about)
{
	char	 reason[200];

	if (about == NULL)
		return (true);
	words->about = about_read(r->locales->arena, about, reason);
	return (words->about != NULL || refuse(r, ABOUT, reason));
}

static bool
read_words(const struct reading *r, const char *language, json_t *object)
{
	struct locales	*locales = r->locales;
	struct words	*words = &locales->words[locales->count];
	const char	*key;
	json_t		*value;

	if (!json_is_object(object) || json_object_size(object) > KEYS)
		return (refuse(r, "", "it has to be an object of at most 500 "
		    "keys"));
	if (locales->count++ == 0)
		read_keys(locales, object);
	words->language = language;
	words->formats = NEW_LIST(locales->arena, struct bridge_format *,
	    locales->key_count);
	json_object_foreach(object, key, value)
		if (strcmp(key, ABOUT) != 0 &&
		    !read_word(r, words, key, value))
			return (false);
	return (read_about(r, words, json_object_get(object, ABOUT)));
}

/* The whole of a file that is not too large. */
static char *
read_bytes(const struct reading *r, size_t *length)
{
	FILE	*file = fopen(r->path, "re");
	char	*bytes = arena_take(r->scratch, FILE_SIZE + 1);
	bool	 failed;

	if (file == NULL) {
		refuse(r, "", "it cannot be opened");
		return (NULL);
	}
	*length = fread(bytes, 1, FILE_SIZE + 1, file);
	failed = ferror(file);
	fclose(file);
	if (failed)
		refuse(r, "", "it cannot be read");
	else if (*length > FILE_SIZE)
		refuse(r, "", "it is larger than 256 kB");
	else
		return (bytes);
	return (NULL);
}

static bool
read_file(struct reading *r, const char *folder, const char *language)
{
	char		*bytes, reason[JSON_ERROR_TEXT_LENGTH + 32];
	size_t		 length;
	json_error_t	 error;
	json_t		*object;
	bool		 good;

	arena_clear(r->scratch);
	r->path = arena_print(r->scratch, "%s/%s.json", folder, language);
	if ((bytes = read_bytes(r, &length)) == NULL)
		return (false);
	object = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	if (object == NULL) {
		snprintf(reason, sizeof reason, "line %d: %s", error.line,
		    error.text);
		return (refuse(r, "", reason));
	}
	good = read_words(r, language, object);
	json_decref(object);
	return (good);
}

/* The tag in a file's name; NULL: it is no file of words. */
static char *
tag_of(struct arena *arena, const char *file)
{
	size_t	 length = strlen(file);

	if (length <= 5 || strcmp(file + length - 5, ".json") != 0)
		return (NULL);
	return (arena_copy(arena, file, length - 5));
}

static bool
read_other(struct reading *r, const char *folder, const char *file)
{
	struct locales	*locales = r->locales;
	const char	*stem = tag_of(r->scratch, file), *tag;

	if (stem == NULL || strcmp(stem, ENGLISH) == 0)
		return (true);
	r->path = arena_print(r->scratch, "%s/%s", folder, file);
	tag = lang_tag(stem);
	if (tag == NULL)
		return (refuse(r, "", "no language we know has that tag"));
	if (strcmp(tag, stem) != 0)
		return (refuse(r, "its tag is written", tag));
	if (locales->count == LANGUAGES)
		return (refuse(r, "", "there are more than 64 languages"));
	return (read_file(r, folder, tag));
}

static bool
read_folder(struct reading *r, const char *folder)
{
	struct dirent	**files;
	int		  count;
	bool		  good;

	if (!read_file(r, folder, ENGLISH))
		return (false);
	r->path = folder;
	if ((count = scandir(folder, &files, NULL, alphasort)) < 0)
		return (refuse(r, "", "it cannot be listed"));
	good = true;
	for (int i = 0; i < count; i++) {
		good = good && read_other(r, folder, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return (good);
}

struct locales *
locales_open(const char *folder, char *why, size_t why_size)
{
	struct arena	*arena = arena_new();
	struct locales	*locales = NEW(arena, struct locales);
	struct reading	 r = { locales, arena_new(), folder, why, why_size };
	bool		 good;

	locales->arena = arena;
	good = read_folder(&r, folder);
	arena_free(r.scratch);
	if (good)
		return (locales);
	locales_close(locales);
	return (NULL);
}

void
locales_close(struct locales *locales)
{
	if (locales == NULL)
		return;
	for (size_t i = 0; i < locales->count; i++)
		for (size_t k = 0; k < locales->key_count; k++)
			bridge_format_free(locales->words[i].formats[k]);
	arena_free(locales->arena);
}

bool
locales_has(const struct locales *locales, const char *language)
{
	return (words_of(locales, language) != NULL);
}

unsigned
locales_count(const struct locales *locales)
{
	return ((unsigned)locales->count);
}

const char *
locales_language(const struct locales *locales, unsigned i)
{
	assert(i < locales->count);
	return (locales->words[i].language);
}

size_t
locales_key_count(const struct locales *locales)
{
	return (locales->key_count);
}

const char *
locales_key(const struct locales *locales, size_t i)
{
	assert(i < locales->key_count);
	return (locales->keys[i]);
}

const char *
locales_approved(const struct locales *locales, const char *language,
    const char *key)
{
	const struct words	*words = words_of(locales, language);

	return (words == NULL || words->about == NULL ? NULL :
	    about_approved(words->about, key));
}

const char *
locales_state(const struct locales *locales, const char *language,
    const char *key)
{
	const struct words	*words = words_of(locales, language);
	size_t			 i = place(locales, key);

	if (words == NULL || i == nowhere || words->formats[i] == NULL)
		return (NULL);
	if (words == &locales->words[0])
		return ("original");
	return (locales_approved(locales, language, key) != NULL ?
	    "approved" : "draft");
}

const struct locale_dates *
locales_dates(const struct locales *locales, const char *language)
{
	const struct words	*words = words_of(locales, language);

	return (words == NULL || words->about == NULL ? NULL :
	    about_dates(words->about));
}

/* No-break spaces become spaces, in place, for they are longer. */
static void
plain_spaces(char *text)
{
	char	*to = text;

	while (*text != '\0') {
		if (strncmp(text, "\u00a0", 2) == 0) {
			*to++ = ' ';
			text += 2;
		} else if (strncmp(text, "\u202f", 3) == 0) {
			*to++ = ' ';
			text += 3;
		} else
			*to++ = *text++;
	}
	*to = '\0';
}

char *
locales_try(const struct locales *locales, struct arena *arena,
    const char *language, const char *key, const struct bridge_value *values,
    size_t count)
{
	const struct words	*words = words_of(locales, language);
	size_t			 i = place(locales, key);
	char			*filled = NULL, *said;

	if (i == nowhere)
		return (NULL);
	if (words != NULL && words->formats[i] != NULL)
		filled = bridge_format_fill(words->formats[i], values, count);
	if (filled == NULL)
		filled = bridge_format_fill(locales->words[0].formats[i],
		    values, count);
	if (filled == NULL)
		return (NULL);
	plain_spaces(filled);
	said = arena_text(arena, filled);
	free(filled);
	return (said);
}

char *
locales_say(const struct locales *locales, struct arena *arena,
    const char *language, const char *key, const struct bridge_value *values,
    size_t count)
{
	char	*said = locales_try(locales, arena, language, key, values,
		    count);

	assert(said != NULL);
	return (said);
}
