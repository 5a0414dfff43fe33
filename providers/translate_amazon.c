/*
 * Amazon Translate: TranslateText, signed by Signature Version 4.
 *
 * What is wrong is told by the name of an exception, in `__type` of the body
 * ("com.amazonaws.translate#..." before it) or the header x-amzn-ErrorType
 * (":..." behind it), and most have status 400: so the name decides.
 *
 * Tokens go in plain text: TranslateText has no markup.
 */

#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "providers/sigv4.h"
#include "providers/translating.h"

#define MOST	10000		/* Bytes of a text. */
#define TARGET	"AWSShineFrontendService_20170701.TranslateText"

struct amazon {
	const char	*region, *access_key_id, *secret_access_key;
	const char	*base_url;
};

#define OPTION(field)	#field, .offset = offsetof(struct amazon, field)

static const struct setting settings[] = {
	{ OPTION(region), .type = SETTING_TEXT, .help =
	    "The AWS region, such as us-east-1." },
	{ OPTION(access_key_id), .type = SETTING_TEXT, .help =
	    "The id of an access key that may translate:TranslateText." },
	{ OPTION(secret_access_key), .type = SETTING_SECRET, .help =
	    "The secret of that key." },
	{ OPTION(base_url), .type = SETTING_TEXT, .preset = "", .help =
	    "Where its API is. When it is empty it is "
	    "https://translate.REGION.amazonaws.com." },
	{ .name = NULL },
};

#define ROW(tag, code)	{ tag, code, code, TOKEN_BRACKETS }

static const struct spoken languages[] = {
	ROW("en-US", "en"), ROW("es-US", "es-MX"), ROW("pt-BR", "pt"),
	ROW("vi", "vi"), ROW("ht", "ht"), ROW("ar", "ar"), ROW("sq", "sq"),
	ROW("ps", "ps"), ROW("am", "am"), ROW("bn", "bn"), ROW("el", "el"),
	ROW("fa", "fa"), ROW("fa-AF", "fa-AF"), ROW("fil", "tl"),
	ROW("fr", "fr"), ROW("gu", "gu"), ROW("hi", "hi"), ROW("hy", "hy"),
	ROW("it", "it"), ROW("ja", "ja"), ROW("ko", "ko"), ROW("pa", "pa"),
	ROW("pl", "pl"), ROW("ro", "ro"), ROW("ru", "ru"), ROW("so", "so"),
	ROW("sw", "sw"), ROW("ta", "ta"), ROW("te", "te"), ROW("th", "th"),
	ROW("tr", "tr"), ROW("uk", "uk"), ROW("ur", "ur"),
	ROW("zh-Hans", "zh"), ROW("zh-Hant", "zh-TW"),
	{ NULL, NULL, NULL, TOKEN_BRACKETS },
};

/* Its exceptions.  What is not here goes by its status. */
static const struct {
	const char	*name;
	void		(*means)(struct translated *, const char *reason);
	const char	*reason;
} errors[] = {
	{ "UnsupportedLanguagePairException", translating_refused,
	    "it does not have this language" },
	{ "DetectedLanguageLowConfidenceException", translating_refused,
	    "it does not know the language" },
	{ "TextSizeLimitExceededException", translating_refused,
	    "the text is too long for it" },
	{ "InvalidRequestException", translating_refused,
	    "it refuses the text" },
	{ "ServiceUnavailableException", translating_later,
	    "it is out of order" },
	{ "InternalServerException", translating_later,
	    "it is out of order" },
	{ "AccessDeniedException", translating_sick,
	    "it does not let our key translate" },
	{ "SubscriptionRequiredException", translating_sick,
	    "it is not part of our account there" },
	{ "OptInRequired", translating_sick,
	    "it is not part of our account there" },
	{ "UnrecognizedClientException", translating_sick,
	    "it does not accept our key" },
	{ "InvalidSignatureException", translating_sick,
	    "it does not accept our key; the clock may be off" },
	{ "MissingAuthenticationTokenException", translating_sick,
	    "it does not accept our key" },
	{ "IncompleteSignatureException", translating_sick,
	    "it does not accept our key" },
	{ "SignatureDoesNotMatch", translating_sick,
	    "it does not accept our key" },
	{ "ExpiredTokenException", translating_sick,
	    "our key has ended there" },
	{ "RequestExpired", translating_sick,
	    "the clock of this machine is off" },
	{ "ResourceNotFoundException", translating_sick,
	    "it has nothing at that address" },
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
	const struct amazon	*o = account->options;
	const struct sigv4	 key = { .key_id = o->access_key_id,
				    .secret = o->secret_access_key,
				    .session = "", .region = o->region,
				    .service = "translate" };
	const char		*base = o->base_url;
	json_t			*body;

	if (*base == '\0')
		base = arena_print(arena, "https://translate.%s.amazonaws.com",
		    o->region);
	body = json_pack("{s:s, s:s, s:s}", "Text", say->text,
	    "SourceLanguageCode", translating_find(languages, say->from)->from,
	    "TargetLanguageCode", translating_find(languages, say->to)->to);
	translating_post(request, translating_url(arena, base, "/"),
	    "application/x-amz-json-1.1", body, arena);
	translating_header(request, "X-Amz-Target", TARGET);
	sigv4_sign(&key, now, request, arena);
}

/* The name of an exception, without what stands before and behind it. */
static const char *
error_of(const struct response *response, json_t *json, struct arena *arena)
{
	const char *name = json_string_value(json_object_get(json, "__type"));
	const char *mark;

	if (name == NULL)
		name = headers_get(&response->headers, "x-amzn-ErrorType");
	if (name == NULL)
		return "";
	mark = strrchr(name, '#');
	if (mark != NULL)
		name = mark + 1;
	return arena_copy(arena, name, strcspn(name, ":"));
}

static void
judge_error(const struct response *response, const char *name,
    struct translated *said)
{
	if (strcmp(name, "TooManyRequestsException") == 0 ||
	    strcmp(name, "ThrottlingException") == 0)
		translating_busy(said, response);
	else if (strcmp(name, "LimitExceededException") == 0)
		translating_used_up(said);
	for (size_t i = 0; i < COUNT(errors); i++)
		if (strcmp(name, errors[i].name) == 0)
			errors[i].means(said, errors[i].reason);
}

static void
judge(const struct translating_account *account,
    const struct response *response, struct translated *said,
    struct arena *arena)
{
	json_t *json = translating_read(response);

	(void)account;
	if (!translating_failed(said, response))
		translating_words(said,
		    json_object_get(json, "TranslatedText"), arena);
	else if (response->carried == ANSWERED)
		judge_error(response, error_of(response, json, arena), said);
	json_decref(json);
}

const struct translator amazon_translator = {
	.name = "amazon",
	.settings = settings,
	.size = sizeof(struct amazon),
	.most = MOST,
	.speaks = speaks,
	.build = build,
	.judge = judge,
};
