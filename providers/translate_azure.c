/*
 * Azure Translator, Text API v3: POST /translate with an array of one text.
 *
 * The codes of its errors have six digits, the first three of which are the
 * status.  403001 is a free tier that is used up.
 */

#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "providers/translating.h"

#define MOST	50000		/* It says characters. */

struct azure {
	const char	*key, *region, *base_url;
};

#define OPTION(field)	#field, .offset = offsetof(struct azure, field)

static const struct setting settings[] = {
	{ OPTION(key), .type = SETTING_SECRET, .help =
	    "A key of the Translator resource." },
	{ OPTION(region), .type = SETTING_TEXT, .preset = "", .help =
	    "The region of the resource, such as eastus; empty for a global "
	    "one." },
	{ OPTION(base_url), .type = SETTING_TEXT,
	    .preset = "https://api.cognitive.microsofttranslator.com", .help =
	    "Where its API is; with api-nam in place of api no text leaves "
	    "the Americas." },
	{ .name = NULL },
};

#define ROW(tag, code)	{ tag, code, code, TOKEN_SPAN }

static const struct spoken languages[] = {
	ROW("en-US", "en"), ROW("es-US", "es"), ROW("pt-BR", "pt"),
	ROW("vi", "vi"), ROW("ht", "ht"), ROW("ar", "ar"), ROW("sq", "sq"),
	ROW("ne", "ne"), ROW("ps", "ps"), ROW("am", "am"), ROW("bn", "bn"),
	ROW("ckb", "ku"), ROW("el", "el"), ROW("fa", "fa"),
	ROW("fa-AF", "prs"), ROW("fil", "fil"), ROW("fr", "fr"),
	ROW("gu", "gu"), ROW("hi", "hi"), ROW("hmn", "mww"), ROW("hy", "hy"),
	ROW("it", "it"), ROW("ja", "ja"), ROW("km", "km"), ROW("ko", "ko"),
	ROW("ku", "kmr"), ROW("ln", "ln"), ROW("lo", "lo"), ROW("my", "my"),
	ROW("pa", "pa"), ROW("pl", "pl"), ROW("rn", "run"), ROW("ro", "ro"),
	ROW("ru", "ru"), ROW("rw", "rw"), ROW("so", "so"), ROW("sw", "sw"),
	ROW("ta", "ta"), ROW("te", "te"), ROW("th", "th"), ROW("ti", "ti"),
	ROW("tr", "tr"), ROW("uk", "uk"), ROW("ur", "ur"), ROW("yo", "yo"),
	ROW("zh-Hans", "zh-Hans"), ROW("zh-Hant", "zh-Hant"),
	{ NULL, NULL, NULL, TOKEN_SPAN },
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
	const struct azure	*o = account->options;
	const char		*path;

	(void)now;
	path = arena_print(arena, "/translate?api-version=3.0&from=%s&to=%s"
	    "&textType=html", translating_find(languages, say->from)->from,
	    translating_find(languages, say->to)->to);
	translating_post(request, translating_url(arena, o->base_url, path),
	    NULL, json_pack("[{s:s}]", "Text", say->text), arena);
	translating_header(request, "Ocp-Apim-Subscription-Key", o->key);
	if (*o->region != '\0')
		translating_header(request, "Ocp-Apim-Subscription-Region",
		    o->region);
}

static void
judge_error(json_int_t code, struct translated *said)
{
	switch (code) {
	case 403001:
		translating_used_up(said);
		return;
	case 400018:		/* from */
	case 400019:		/* to */
	case 400023:		/* the pair */
	case 400035:		/* from, not valid */
	case 400036:		/* to, not valid */
		translating_refused(said, "it does not have this language");
		return;
	case 400050:
	case 400077:
		translating_refused(said, "the text is too long for it");
		return;
	}
}

static void
judge(const struct translating_account *account,
    const struct response *response, struct translated *said,
    struct arena *arena)
{
	json_t *json = translating_read(response);
	json_t *first = json_array_get(json, 0);

	(void)account;
	if (!translating_failed(said, response))
		translating_words(said, json_object_get(json_array_get(
		    json_object_get(first, "translations"), 0), "text"),
		    arena);
	else if (response->carried == ANSWERED)
		judge_error(json_integer_value(json_object_get(
		    json_object_get(json, "error"), "code")), said);
	json_decref(json);
}

const struct translator azure_translator = {
	.name = "azure",
	.settings = settings,
	.size = sizeof(struct azure),
	.most = MOST,
	.speaks = speaks,
	.build = build,
	.judge = judge,
};
