/*
 * Apertium's own server (apertium-apy): POST /translate.
 *
 * It translates by rules, word for word where they end, and alters what it
 * takes for words.  It is here because it is real, free and of Debian, so
 * tests can show that what a translator mangles never leaves; no family may
 * get what it says.
 */

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "providers/translating.h"

#define MOST	5000

struct apertium {
	const char	*base_url;
};

static const struct setting settings[] = {
	{ "base_url", SETTING_TEXT, offsetof(struct apertium, base_url),
	    .help = "Where apertium-apy is, on this machine, such as "
	    "http://127.0.0.1:2737. What it says is not fit "
	    "for families: it is for tests." },
	{ .name = NULL },
};

static const struct spoken languages[] = {
	{ "en-US", "eng", "eng", TOKEN_BRACKETS },
	{ "es-US", "spa", "spa", TOKEN_BRACKETS },
	{ NULL, NULL, NULL, TOKEN_BRACKETS },
};

static bool
speaks(const struct translating_account *account, const char *from,
    const char *to, enum token_form *form)
{
	(void)account;
	return translating_pair(languages, from, to, form);
}

static void
build(const struct translating_account *account, const struct to_say *say,
    int64_t now, struct request *request, struct arena *arena)
{
	const struct apertium	*o = account->options;
	struct buf		 form;

	(void)now;
	buf_init(&form, 128 + 3 * strlen(say->text));
	buf_print(&form, "langpair=%s%%7C%s&markUnknown=no&format=txt&q=",
	    translating_find(languages, say->from)->from,
	    translating_find(languages, say->to)->to);
	buf_url(&form, say->text);
	*request = (struct request){ .method = "POST",
	    .url = translating_url(arena, o->base_url, "/translate") };
	translating_header(request, "Content-Type",
	    "application/x-www-form-urlencoded");
	request->body = buf_keep(&form, arena);
	request->length = form.length;
	buf_free(&form);
}

static void
judge(const struct translating_account *account,
    const struct response *response, struct translated *said,
    struct arena *arena)
{
	json_t *json;

	(void)account;
	if (translating_failed(said, response))
		return;
	json = translating_read(response);
	translating_words(said, json_object_get(
	    json_object_get(json, "responseData"), "translatedText"), arena);
	json_decref(json);
}

const struct translator apertium_translator = {
	.name = "apertium",
	.settings = settings,
	.size = sizeof(struct apertium),
	.most = MOST,
	.unfit = "apertium says nothing that is fit for families",
	.speaks = speaks,
	.build = build,
	.judge = judge,
};
