/*
 * Pages from views.  The bridge asks here for partials and words; an area of
 * words is a folder of locales, opened whole at the start.
 */

#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/locale.h"
#include "base/page_said.h"
#include "base/page_template.h"

#define AREAS		40
#define ENGLISH		"en-US"
#define ARGUMENTS	12
#define BETWEEN		1000	/* Bytes of {{#t}}...{{/t}}. */

struct area {
	char		*name;
	struct locales	*locales;
};

struct page_words {
	struct area	 areas[AREAS];
	size_t		 count;
	struct arena	*arena;
	struct page_said *said;
};

static bool
open_area(struct page_words *w, const char *folder, const char *name,
    char *why, size_t why_size)
{
	char		 path[4096];
	struct area	*a = &w->areas[w->count];

	if (w->count == AREAS) {
		snprintf(why, why_size, "%s: more than %d areas", folder,
		    AREAS);
		return false;
	}
	snprintf(path, sizeof path, "%s/%s", folder, name);
	a->locales = locales_open(path, why, why_size);
	if (a->locales == NULL)
		return false;
	a->name = strdup(name);
	if (a->name == NULL)
		abort();
	w->count++;
	return true;
}

struct page_words *
page_words_open(const char *folder, char *why, size_t why_size)
{
	struct page_words	*w = calloc(1, sizeof *w);
	struct dirent		**files;
	bool			 good = true;
	int			 n = scandir(folder, &files, NULL, alphasort);

	if (w == NULL)
		abort();
	if (n < 0) {
		snprintf(why, why_size, "%s: %s", folder, strerror(errno));
		free(w);
		return NULL;
	}
	for (int i = 0; i < n; i++) {
		if (good && islower((unsigned char)files[i]->d_name[0]))
			good = open_area(w, folder, files[i]->d_name, why,
			    why_size);
		free(files[i]);
	}
	free(files);
	w->arena = arena_new();
	w->said = page_said_read(w->arena, arena_print(w->arena,
	    "%s/said/en-US.json", folder));
	if (good)
		return w;
	page_words_close(w);
	return NULL;
}

void
page_words_close(struct page_words *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < w->count; i++) {
		locales_close(w->areas[i].locales);
		free(w->areas[i].name);
	}
	arena_free(w->arena);
	free(w);
}

bool
page_words_has(const struct page_words *w, const char *language)
{
	for (size_t i = 0; i < w->count; i++)
		if (locales_has(w->areas[i].locales, language))
			return true;
	return false;
}

/* One filling, for the bridge's questions. */
struct filling {
	const struct page_fill	*page;
	struct arena		*arena;
};

static const char *
text_of(const struct page_text *texts, const char *name)
{
	for (; texts->name != NULL; texts++)
		if (strcmp(texts->name, name) == 0)
			return texts->text;
	return NULL;
}

static const char *
partial(void *arg, const char *name)
{
	const struct filling *f = arg;

	if (strcmp(name, "body") == 0)
		name = f->page->body == NULL ? "" : f->page->body;
	return text_of(f->page->texts, name);
}

/* A piece of what stands between, filled and trimmed. */
static char *
filled(struct filling *f, const void *renderer, char *piece)
{
	char	*value, *text;
	size_t	 length;

	piece += strspn(piece, " \t\n");
	for (length = strlen(piece); length > 0 &&
	    strchr(" \t\n", piece[length - 1]) != NULL; length--)
		;
	piece[length] = '\0';
	if (strstr(piece, "{{") == NULL)
		return piece;
	value = bridge_page_value(renderer, piece);
	text = arena_text(f->arena, value);
	free(value);
	return text;
}

static bool
is_number(const char *text)
{
	size_t length;

	if (*text == '-')
		text++;
	length = strspn(text, "0123456789");
	return length > 0 && length <= 15 && text[length] == '\0';
}

static const struct locales *
area_of(const struct page_words *w, const char *key)
{
	size_t length = strcspn(key, ".");

	for (size_t i = 0; i < w->count; i++)
		if (strlen(w->areas[i].name) == length &&
		    strncmp(w->areas[i].name, key, length) == 0)
			return w->areas[i].locales;
	return NULL;
}

/* The next piece up to a '|'; NULL: there is none. */
static char *
next_piece(char **rest)
{
	char *piece = *rest, *end;

	if (piece == NULL)
		return NULL;
	end = strchr(piece, '|');
	*rest = end == NULL ? NULL : end + 1;
	if (end != NULL)
		*end = '\0';
	return piece;
}

static size_t
arguments(struct filling *f, const void *renderer, char *rest,
    struct bridge_value list[ARGUMENTS])
{
	size_t	 n = 0;
	char	*piece, *is, *value;

	while (n < ARGUMENTS && (piece = next_piece(&rest)) != NULL) {
		is = strchr(piece, '=');
		if (is == NULL)
			continue;
		*is = '\0';
		value = filled(f, renderer, is + 1);
		list[n++] = (struct bridge_value){
		    .name = piece + strspn(piece, " \t\n"),
		    .text = is_number(value) ? NULL : value,
		    .number = is_number(value) ? strtoll(value, NULL, 10) : 0 };
	}
	return n;
}

static char *
words(void *arg, const char *between, const void *renderer)
{
	struct filling		*f = arg;
	struct bridge_value	 list[ARGUMENTS];
	char			*rest = arena_print(f->arena, "%.*s", BETWEEN,
				    between), *said = NULL;
	const char		*key = filled(f, renderer, next_piece(&rest));
	size_t			 n = arguments(f, renderer, rest, list);
	const struct locales	*area = area_of(f->page->words, key);

	if (area != NULL)
		said = locales_try(area, f->arena, f->page->language, key,
		    list, n);
	said = strdup(said != NULL ? said :
	    arena_print(f->arena, "((%s))", key));
	if (said == NULL)
		abort();
	return said;
}

/* What stands for an apostrophe or a quote in HTML, as itself, in place. */
static void
plain_quotes(char *text)
{
	static const struct {
		const char	*escaped;
		char		 letter;
	} list[] = { { "&apos;", '\'' }, { "&#39;", '\'' }, { "&quot;", '"' } };
	char	*to = text;
	size_t	 i;

	while (*text != '\0') {
		for (i = 0; i < COUNT(list) && strncmp(text, list[i].escaped,
		    strlen(list[i].escaped)) != 0; i++)
			;
		*to++ = i < COUNT(list) ? list[i].letter : *text;
		text += i < COUNT(list) ? strlen(list[i].escaped) : 1;
	}
	*to = '\0';
}

/* A sentence of C's in the language of the page; what is filled in may be one,
 * too.  NULL: it has no words there. */
static const char *
in_language(const struct filling *f, const char *sentence, bool whole)
{
	const struct page_fill	*page = f->page;
	struct bridge_value	 list[SAID_VALUES] = { { .name = NULL } };
	size_t			 n;
	const char		*key = page_said_find(page->words->said,
				    f->arena, sentence, list, &n), *inner;
	const struct locales	*area = key == NULL ? NULL :
				    area_of(page->words, key);

	if (area == NULL || locales_state(area, page->language, key) == NULL)
		return NULL;
	for (size_t i = 0; whole && i < n; i++)
		if ((inner = in_language(f, list[i].text, false)) != NULL)
			list[i].text = inner;
	return locales_try(area, f->arena, page->language, key, list, n);
}

static char *
say(void *arg, const char *between, const void *renderer)
{
	struct filling	*f = arg;
	char		*sentence = filled(f, renderer, arena_print(f->arena,
			    "%.*s", BETWEEN, between)), *all;
	const char	*words = sentence;

	if (strcmp(f->page->language, ENGLISH) != 0 && *sentence != '\0') {
		plain_quotes(sentence);
		words = in_language(f, sentence, true);
		if (words == NULL)
			words = arena_print(f->arena, "<span lang=\"en\" "
			    "dir=\"ltr\">%s</span>", sentence);
	}
	all = strdup(words);
	if (all == NULL)
		abort();
	return all;
}

char *
page_template_fill(struct arena *arena, const struct page_fill *page)
{
	struct filling		 f = { page, arena };
	struct bridge_page	 asks = { partial, words, say, &f };
	const char		*text = text_of(page->texts, page->name);
	char			*made, *all;

	if (text == NULL)
		return NULL;
	made = bridge_page_fill(text, page->view, &asks);
	if (made == NULL)
		return NULL;
	all = arena_text(arena, made);
	free(made);
	return all;
}
