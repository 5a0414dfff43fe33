/*
 * DeepL, API v2: POST /v2/translate.
 *
 * Between its main languages tokens are XML tags that it leaves alone.  The
 * others (Haitian Creole, Albanian, Nepali, Pashto, Dari, Swahili ...) it
 * documents for plain text only, so there they are brackets.
 *
 * A school says "usted" where a language has such a choice.
 */

#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "providers/translating.h"

#define MOST	(100 * 1024)	/* Of a body of 128 KiB. */

struct deepl {
	const char	*api_key, *base_url;
	int		 formality;
};

#define OPTION(field)	#field, .offset = offsetof(struct deepl, field)

static const char *const formalities[] = { "prefer_more", "default",
    "prefer_less", NULL };

static const struct setting settings[] = {
	{ OPTION(api_key), .type = SETTING_SECRET, .help =
	    "The key of its API. Choose a plan whose terms say that texts "
	    "are not kept." },
	{ OPTION(base_url), .type = SETTING_TEXT, .preset = "", .help =
	    "Where its API is. When it is empty it is "
	    "https://api.deepl.com, or https://api-free.deepl.com for a key "
	    "that ends with :fx." },
	{ OPTION(formality), .type = SETTING_CHOICE,
	    .preset = "prefer_more", .choices = formalities, .help =
	    "How a school speaks to families, where a language has a choice: "
	    "prefer_more is usted." },
	{ .name = NULL },
};

#define XML(tag, from, to)	{ tag, from, to, TOKEN_XML }
#define TEXT(tag, code)		{ tag, code, code, TOKEN_BRACKETS }

static const struct spoken languages[] = {
	XML("en-US", "EN", "EN-US"), XML("es-US", "ES", "ES-419"),
	XML("pt-BR", "PT", "PT-BR"), TEXT("vi", "VI"), TEXT("ht", "HT"),
	XML("ar", "AR", "AR"), TEXT("sq", "SQ"), TEXT("ne", "NE"),
	TEXT("ps", "PS"), TEXT("bn", "BN"), TEXT("ckb", "CKB"),
	XML("el", "EL", "EL"), TEXT("fa", "FA"), TEXT("fa-AF", "PRS"),
	TEXT("fil", "TL"), XML("fr", "FR", "FR"), TEXT("gu", "GU"),
	TEXT("hi", "HI"), TEXT("hy", "HY"), XML("it", "IT", "IT"),
	XML("ja", "JA", "JA"), XML("ko", "KO", "KO"), TEXT("ku", "KMR"),
	TEXT("ln", "LN"), TEXT("my", "MY"), TEXT("pa", "PA"),
	XML("pl", "PL", "PL"), XML("ro", "RO", "RO"), XML("ru", "RU", "RU"),
	TEXT("sw", "SW"), TEXT("ta", "TA"), TEXT("te", "TE"),
	TEXT("th", "TH"), XML("tr", "TR", "TR"), XML("uk", "UK", "UK"),
	TEXT("ur", "UR"), XML("zh-Hans", "ZH", "ZH-HANS"),
	XML("zh-Hant", "ZH", "ZH-HANT"),
	{ NULL, NULL, NULL, TOKEN_BRACKETS },
};

static bool
speaks(const struct translating_account *account, const char *from,
    const char *to, enum token_form *form)
{
	(void)account;
	return translating_pair(languages, from, to, form);
}

static const char *
base_of(const struct deepl *o)
{
	size_t length = strlen(o->api_key);

	if (*o->base_url != '\0')
		return o->base_url;
	return length > 3 && strcmp(o->api_key + length - 3, ":fx") == 0 ?
	    "https://api-free.deepl.com" : "https://api.deepl.com";
}

static void
build(const struct translating_account *account, const struct to_say *say,
    int64_t now, struct request *request, struct arena *arena)
{
	const struct deepl	*o = account->options;
	enum token_form		 form = TOKEN_BRACKETS;
	json_t			*body;

	(void)now;
	(void)translating_pair(languages, say->from, say->to, &form);
	body = json_pack("{s:[s], s:s, s:s, s:s}", "text", say->text,
	    "source_lang", translating_find(languages, say->from)->from,
	    "target_lang", translating_find(languages, say->to)->to,
	    "formality", formalities[o->formality]);
	if (form == TOKEN_XML) {
		json_object_set_new(body, "tag_handling", json_string("xml"));
		json_object_set_new(body, "ignore_tags",
		    json_pack("[s]", "x"));
	}
	translating_post(request,
	    translating_url(arena, base_of(o), "/v2/translate"), NULL, body,
	    arena);
	translating_header(request, "Authorization",
	    arena_print(arena, "DeepL-Auth-Key %s", o->api_key));
}

static void
judge(const struct translating_account *account,
    const struct response *response, struct translated *said,
    struct arena *arena)
{
	json_t *json;

	(void)account;
	if (response->carried == ANSWERED && response->status == 456) {
		translating_used_up(said);
		return;
	}
	if (response->carried == ANSWERED && response->status == 529) {
		translating_busy(said, response);
		return;
	}
	if (translating_failed(said, response))
		return;
	json = translating_read(response);
	translating_words(said, json_object_get(json_array_get(
	    json_object_get(json, "translations"), 0), "text"), arena);
	json_decref(json);
}

const struct translator deepl_translator = {
	.name = "deepl",
	.settings = settings,
	.size = sizeof(struct deepl),
	.most = MOST,
	.speaks = speaks,
	.build = build,
	.judge = judge,
};
