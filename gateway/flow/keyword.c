/*
 * Words of consent, read from their files.
 *
 * They are files, so that a translator adds a language without a program; and
 * they are checked here as strictly as can be, and in the tests against a
 * thousand everyday answers, because a word too many silences a family.
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/keyword.h"

#define LANGUAGES	64
#define WORDS_MOST	100
#define WORD_MOST	100	/* Bytes. */
#define FILE_MOST	(64 << 10)
#define TAG_MOST	3	/* A primary subtag. */

struct spoken {
	const char	 *language;
	const char	**words[KEYWORDS];
	unsigned	  counts[KEYWORDS];	/* With copies; of them so */
	unsigned	  marked[KEYWORDS];	/* many as they are written. */
};

struct keywords {
	struct spoken	 spoken[LANGUAGES];
	unsigned	 count, english;
};

/* One file, and where a reason goes. */
struct reading {
	struct arena	*arena;
	const char	*path;
	char		*why;
	size_t		 why_size;
};

static const char *const keys[KEYWORDS] = {
	[KEYWORD_STOP] = "stop", [KEYWORD_HOLD] = "hold",
	[KEYWORD_ANSWER] = "answers", [KEYWORD_START] = "start",
	[KEYWORD_START_IF_STOPPED] = "start_if_stopped",
	[KEYWORD_HELP] = "help", [KEYWORD_ASKS] = "asks",
	[KEYWORD_ASKS_BEHIND] = "asks_behind",
};

static bool
refuse(const struct reading *r, const char *word, const char *reason)
{
	snprintf(r->why, r->why_size, "%s: %s%s%s", r->path, word,
	    *word != '\0' ? ": " : "", reason);
	return false;
}

static bool
listed(const struct spoken *s, enum keyword what, const char *words)
{
	for (unsigned i = 0; i < s->counts[what]; i++)
		if (strcmp(s->words[what][i], words) == 0)
			return true;
	return false;
}

static bool
read_word(const struct reading *r, struct spoken *s, enum keyword what,
    const json_t *value)
{
	const char	*word = json_string_value(value), *folded;
	char		 reason[2 * WORD_MOST];

	if (word == NULL || *word == '\0' || strlen(word) > WORD_MOST)
		return refuse(r, keys[what], "a word is missing or too long");
	folded = text_words(r->arena, word);
	if (strcmp(folded, word) != 0) {
		snprintf(reason, sizeof reason, "write it as it is compared: "
		    "\"%s\"", folded);
		return refuse(r, word, reason);
	}
	if (listed(s, what, word))
		return refuse(r, word, "it is there twice");
	s->words[what][s->counts[what]++] = folded;
	s->marked[what] = s->counts[what];
	return true;
}

static bool
read_list(const struct reading *r, struct spoken *s, enum keyword what,
    const json_t *list)
{
	json_t	*value;
	size_t	 i;

	if (list == NULL)
		return true;
	if (!json_is_array(list) || json_array_size(list) > WORDS_MOST)
		return refuse(r, keys[what], "this is no list of at most 100 "
		    "words");
	s->words[what] = NEW_LIST(r->arena, const char *,
	    2 * json_array_size(list));
	json_array_foreach(list, i, value)
		if (!read_word(r, s, what, value))
			return false;
	return true;
}

static bool
only_ours(const struct reading *r, json_t *all)
{
	const char	*key;
	json_t		*value;
	unsigned	 what;

	if (!json_is_object(all))
		return refuse(r, "", "this is no JSON object");
	json_object_foreach(all, key, value) {
		for (what = 0; what < KEYWORDS; what++)
			if (strcmp(key, keys[what]) == 0)
				break;
		if (what == KEYWORDS)
			return refuse(r, key, "this list is not known");
	}
	return true;
}

/* What has no marks is the same word, carelessly typed; but not where it is
 * one that a person has to look at. */
static void
copy_bare(const struct reading *r, struct spoken *s, enum keyword what)
{
	const char *bare;

	for (unsigned i = 0; i < s->marked[what]; i++) {
		bare = text_bare(r->arena, s->words[what][i]);
		if (!listed(s, what, bare) && (what != KEYWORD_STOP ||
		    !listed(s, KEYWORD_HOLD, bare)))
			s->words[what][s->counts[what]++] = bare;
	}
}

/* An answer that neither stops nor is held has no meaning. */
static bool
agrees(const struct reading *r, const struct spoken *s)
{
	const char *word;

	for (unsigned i = 0; i < s->marked[KEYWORD_ANSWER]; i++) {
		word = s->words[KEYWORD_ANSWER][i];
		if (!listed(s, KEYWORD_STOP, word) &&
		    !listed(s, KEYWORD_HOLD, word))
			return refuse(r, word, "what is in answers has to be "
			    "in stop or in hold, too");
	}
	for (unsigned i = 0; i < s->marked[KEYWORD_STOP]; i++)
		if (listed(s, KEYWORD_HOLD, s->words[KEYWORD_STOP][i]))
			return refuse(r, s->words[KEYWORD_STOP][i],
			    "it is in stop and in hold: choose one");
	return true;
}

static bool
read_lists(const struct reading *r, struct spoken *s, json_t *all)
{
	if (!only_ours(r, all))
		return false;
	for (enum keyword what = 0; what < KEYWORDS; what++)
		if (!read_list(r, s, what, json_object_get(all, keys[what])))
			return false;
	for (enum keyword what = KEYWORDS; what-- > 0;)
		copy_bare(r, s, what);
	return agrees(r, s);
}

static bool
read_file(const struct reading *r, struct spoken *s)
{
	json_error_t	 error;
	json_t		*all;
	bool		 good;
	char		*bytes = arena_take(r->arena, FILE_MOST + 1);
	size_t		 length;
	FILE		*file = fopen(r->path, "r");

	if (file == NULL)
		return refuse(r, "", "it cannot be read");
	length = fread(bytes, 1, FILE_MOST + 1, file);
	fclose(file);
	if (length > FILE_MOST)
		return refuse(r, "", "it has more than 64 kB");
	all = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	if (all == NULL)
		return refuse(r, "", error.text);
	good = read_lists(r, s, all);
	json_decref(all);
	return good;
}

/* "es" of "es.json"; NULL: no file of ours. */
static const char *
tag_of(struct arena *arena, const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz");

	if (strcmp(name + length, ".json") != 0 || length < 2 ||
	    length > TAG_MOST)
		return NULL;
	return arena_copy(arena, name, length);
}

static bool
read_entry(struct reading *r, struct keywords *k, const char *folder,
    const char *name)
{
	const char *tag = tag_of(r->arena, name);

	r->path = arena_print(r->arena, "%s/%s", folder, name);
	if (tag == NULL)
		return name[0] == '.' || refuse(r, "", "name it by the short "
		    "tag of a language, such as es.json");
	if (k->count == LANGUAGES)
		return refuse(r, "", "there are more than 64 languages");
	if (strcmp(tag, "en") == 0)
		k->english = k->count;
	k->spoken[k->count].language = tag;
	return read_file(r, &k->spoken[k->count++]);
}

static bool
read_folder(struct reading *r, struct keywords *k, const char *folder)
{
	struct dirent	**names;
	int		  n = scandir(folder, &names, NULL, alphasort);
	bool		  good = true;

	r->path = folder;
	if (n < 0)
		return refuse(r, "", "there is no such folder, and without "
		    "words nobody could stop us");
	for (int i = 0; i < n; i++) {
		good = good && read_entry(r, k, folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	r->path = folder;
	if (good && (k->english == LANGUAGES ||
	    k->spoken[k->english].counts[KEYWORD_STOP] == 0))
		return refuse(r, "en.json", "it is missing, or has no stop");
	return good;
}

const struct keywords *
keywords_read(struct arena *arena, const char *folder, char *why,
    size_t why_size)
{
	struct keywords	*k = NEW(arena, struct keywords);
	struct reading	 r = { .arena = arena, .why = why,
			    .why_size = why_size };

	k->english = LANGUAGES;
	return read_folder(&r, k, arena_print(arena, "%s/words", folder)) ?
	    k : NULL;
}

const char *
keyword_language(const struct keywords *k, unsigned language)
{
	return language < k->count ? k->spoken[language].language : NULL;
}

unsigned
keyword_list(const struct keywords *k, unsigned language, enum keyword what,
    const char *const **words, unsigned *marked)
{
	const struct spoken *s = &k->spoken[language];

	*words = s->words[what];
	*marked = s->marked[what];
	return s->counts[what];
}

bool
keyword_in(const struct keywords *k, unsigned language, enum keyword what,
    const char *words)
{
	return listed(&k->spoken[language], what, words);
}

unsigned
keyword_english(const struct keywords *k)
{
	return k->english;
}
