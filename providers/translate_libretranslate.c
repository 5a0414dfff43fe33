/*
 * LibreTranslate, which one can run oneself: POST /translate.
 *
 * Its models (Argos) are an odd choice of languages; the table has those of
 * ours that its index lists, by the names of the models, which old and new
 * versions both take (pb and zh are pt-BR and zh-Hans of the new ones).
 *
 * Tokens go in plain text.  Its HTML mode undoes character references after
 * it has translated, so that a < of the words could not be told from a tag.
 *
 * A key that is missing is answered with 400, as a language that is not there
 * is; what it says about the one has "API key" in it in English, the language
 * it answers in when no other is asked for.
 */

#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/lang.h"
#include "providers/translating.h"

#define MOST		5000	/* Bytes: what it is set to where it is sold. */

struct libretranslate {
	const char	*base_url, *api_key, *more_languages;
};

#define OPTION(field)	#field, .offset = offsetof(struct libretranslate, field)

static const struct setting settings[] = {
	{ OPTION(base_url), .type = SETTING_TEXT, .help =
	    "Where it is: http://127.0.0.1:5000 of one on this machine, or "
	    "https://libretranslate.com." },
	{ OPTION(api_key), .type = SETTING_SECRET, .preset = "", .help =
	    "Its API key, if it wants one." },
	{ OPTION(more_languages), .type = SETTING_TEXT, .preset = "", .help =
	    "Languages beyond those of its own models, for which that server "
	    "has models of others, such as: ht ne sw." },
	{ .name = NULL },
};

#define ROW(tag, code)	{ tag, code, code, TOKEN_BRACKETS }

static const struct spoken languages[] = {
	ROW("en-US", "en"), ROW("es-US", "es"), ROW("pt-BR", "pb"),
	ROW("vi", "vi"), ROW("ar", "ar"), ROW("sq", "sq"), ROW("bn", "bn"),
	ROW("el", "el"), ROW("fa", "fa"), ROW("fil", "tl"), ROW("fr", "fr"),
	ROW("hi", "hi"), ROW("it", "it"), ROW("ja", "ja"), ROW("ko", "ko"),
	ROW("pl", "pl"), ROW("ro", "ro"), ROW("ru", "ru"), ROW("th", "th"),
	ROW("tr", "tr"), ROW("uk", "uk"), ROW("ur", "ur"),
	ROW("zh-Hans", "zh"), ROW("zh-Hant", "zt"),
	{ NULL, NULL, NULL, TOKEN_BRACKETS },
};

/* What is wrong with a word of more_languages; NULL: nothing. */
static const char *
wrong_word(const char *word, struct arena *arena)
{
	const char *tag = lang_tag(word);

	if (tag == NULL)
		return arena_print(arena, "more_languages has \"%s\", a "
		    "language that is not known", word);
	if (strcmp(tag, word) != 0)
		return arena_print(arena, "more_languages has \"%s\"; write "
		    "%s", word, tag);
	return NULL;
}

static const char *
wrong(const struct translating_account *account, struct arena *arena)
{
	const struct libretranslate	*o = account->options;
	const char			*at = o->more_languages, *why = NULL;
	size_t				 length;

	for (at += strspn(at, " ,"); *at != '\0' && why == NULL;
	    at += length, at += strspn(at, " ,")) {
		length = strcspn(at, " ,");
		why = wrong_word(arena_copy(arena, at, length), arena);
	}
	return why;
}

static bool
is_listed(const char *list, const char *tag)
{
	size_t length = strlen(tag);

	for (list += strspn(list, " ,"); *list != '\0';
	    list += strcspn(list, " ,"), list += strspn(list, " ,"))
		if (strcspn(list, " ,") == length &&
		    strncmp(list, tag, length) == 0)
			return true;
	return false;
}

/* What it calls a language; NULL: it does not have it. */
static const char *
code_of(const struct libretranslate *o, const char *tag)
{
	const struct spoken *row = translating_find(languages, tag);

	if (row != NULL)
		return row->from;
	return is_listed(o->more_languages, tag) ? tag : NULL;
}

static bool
speaks(const struct translating_account *account, const char *from,
    const char *to, enum token_form *form)
{
	const struct libretranslate *o = account->options;

	*form = TOKEN_BRACKETS;
	return strcmp(from, to) != 0 && code_of(o, from) != NULL &&
	    code_of(o, to) != NULL;
}

static void
build(const struct translating_account *account, const struct to_say *say,
    int64_t now, struct request *request, struct arena *arena)
{
	const struct libretranslate	*o = account->options;
	json_t				*body;

	(void)now;
	body = json_pack("{s:s, s:s, s:s, s:s}", "q", say->text,
	    "source", code_of(o, say->from), "target", code_of(o, say->to),
	    "format", "text");
	if (*o->api_key != '\0')
		json_object_set_new(body, "api_key", json_string(o->api_key));
	translating_post(request,
	    translating_url(arena, o->base_url, "/translate"), NULL, body,
	    arena);
}

static void
judge(const struct translating_account *account,
    const struct response *response, struct translated *said,
    struct arena *arena)
{
	json_t		*json;
	const char	*error;

	(void)account;
	if (response->carried != ANSWERED) {
		translating_failed(said, response);
		return;
	}
	json = translating_read(response);
	error = json_string_value(json_object_get(json, "error"));
	if (!translating_failed(said, response))
		translating_words(said,
		    json_object_get(json, "translatedText"), arena);
	else if (response->status == 400 && error != NULL &&
	    strstr(error, "API key") != NULL)
		translating_sick(said, "it wants an API key");
	else if (response->status == 400 && error != NULL &&
	    strstr(error, "exceeds text limit") != NULL)
		translating_refused(said, "the text is too long for it");
	else if (response->status == 400)
		translating_refused(said, "it does not translate this");
	json_decref(json);
}

const struct translator libretranslate_translator = {
	.name = "libretranslate",
	.settings = settings,
	.size = sizeof(struct libretranslate),
	.most = MOST,
	.wrong = wrong,
	.speaks = speaks,
	.build = build,
	.judge = judge,
};
