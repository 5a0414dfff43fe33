/*
 * Google Cloud Translation, v3: translateText, as a service account.
 *
 * The account signs a claim by its key (JWT, RS256), for which Google gives a
 * token for an hour (RFC 7523).  Its address is in the file of the account,
 * so nothing of it is set twice.
 */

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/crypt.h"
#include "providers/translating.h"

#define MOST		30000	/* It says code points. */
#define CLAIM		3600	/* Seconds that a claim is for. */
#define LONGEST		86400	/* And a token, at most. */
#define EARLY		60	/* Before it ends it is fetched again. */
#define SCOPE		"https://www.googleapis.com/auth/cloud-translation"
#define GRANT		"urn:ietf:params:oauth:grant-type:jwt-bearer"

struct google {
	const char	*service_account, *location, *base_url;
};

#define OPTION(field)	#field, .offset = offsetof(struct google, field)

static const struct setting settings[] = {
	{ OPTION(service_account), .type = SETTING_KEY, .help =
	    "The key of a service account that may use Cloud Translation, as "
	    "Google Cloud gives it for download (JSON)." },
	{ OPTION(location), .type = SETTING_TEXT, .preset = "global", .help =
	    "The location, such as global or us-central1." },
	{ OPTION(base_url), .type = SETTING_TEXT,
	    .preset = "https://translation.googleapis.com", .help =
	    "Where its API is." },
	{ .name = NULL },
};

#define ROW(tag, code)	{ tag, code, code, TOKEN_SPAN }

static const struct spoken languages[] = {
	ROW("en-US", "en"), ROW("es-US", "es"), ROW("pt-BR", "pt"),
	ROW("vi", "vi"), ROW("ht", "ht"), ROW("ak", "ak"), ROW("ar", "ar"),
	ROW("sq", "sq"), ROW("ne", "ne"), ROW("ps", "ps"), ROW("am", "am"),
	ROW("bn", "bn"), ROW("ckb", "ckb"), ROW("din", "din"),
	ROW("el", "el"), ROW("fa", "fa"), ROW("fa-AF", "fa-AF"),
	ROW("fil", "fil"), ROW("fr", "fr"), ROW("gaa", "gaa"),
	ROW("gu", "gu"), ROW("hi", "hi"), ROW("hmn", "hmn"), ROW("hy", "hy"),
	ROW("it", "it"), ROW("ja", "ja"), ROW("km", "km"), ROW("ko", "ko"),
	ROW("ku", "ku"), ROW("ln", "ln"), ROW("lo", "lo"), ROW("my", "my"),
	ROW("pa", "pa"), ROW("pl", "pl"), ROW("rn", "rn"), ROW("ro", "ro"),
	ROW("ru", "ru"), ROW("rw", "rw"), ROW("so", "so"), ROW("sw", "sw"),
	ROW("ta", "ta"), ROW("te", "te"), ROW("th", "th"), ROW("ti", "ti"),
	ROW("tr", "tr"), ROW("uk", "uk"), ROW("ur", "ur"), ROW("yo", "yo"),
	ROW("zh-Hans", "zh-CN"), ROW("zh-Hant", "zh-TW"),
	{ NULL, NULL, NULL, TOKEN_SPAN },
};

/* What the file of the account says; its texts are the arena's. */
struct robot {
	const char	*email, *key, *project, *tokens;
};

static const char *
field(json_t *json, const char *name, struct arena *arena)
{
	return arena_text(arena,
	    json_string_value(json_object_get(json, name)));
}

static bool
read_robot(const struct google *o, struct robot *robot, struct arena *arena)
{
	json_t *json = json_loads(o->service_account, 0, NULL);

	*robot = (struct robot){
		.email = field(json, "client_email", arena),
		.key = field(json, "private_key", arena),
		.project = field(json, "project_id", arena),
		.tokens = field(json, "token_uri", arena),
	};
	json_decref(json);
	return robot->email != NULL && robot->key != NULL &&
	    robot->project != NULL && robot->tokens != NULL;
}

static const char *
wrong(const struct translating_account *account, struct arena *arena)
{
	const struct google	*o = account->options;
	struct robot		 robot;

	if (!read_robot(o, &robot, arena))
		return "service_account_file is no key of a service account; "
		    "download one of type JSON from Google Cloud";
	if (strncmp(robot.tokens, "https://", 8) != 0 &&
	    strncmp(robot.tokens, "http://127.0.0.1", 16) != 0)
		return "token_uri in service_account_file has to begin with "
		    "https://; download the file again from Google Cloud";
	if (crypt_sign_rs256(arena, robot.key, "", 0) == NULL)
		return "private_key in service_account_file is no RSA key; "
		    "download the file again from Google Cloud";
	return NULL;
}

static bool
speaks(const struct translating_account *account, const char *from,
    const char *to, enum token_form *form)
{
	(void)account;
	return translating_pair(languages, from, to, form);
}

/* "eyJ...", of a record that is released. */
static const char *
packed(json_t *json, struct arena *arena)
{
	char		*text = json_dumps(json, JSON_COMPACT);
	const char	*said;

	if (text == NULL)
		abort();
	said = crypt_base64url(arena, text, strlen(text));
	free(text);
	json_decref(json);
	return said;
}

static const char *
claim(const struct robot *robot, int64_t now, struct arena *arena)
{
	json_int_t	 at = now / 1000;
	const char	*text;

	text = arena_print(arena, "%s.%s",
	    packed(json_pack("{s:s, s:s}", "alg", "RS256", "typ", "JWT"),
	    arena), packed(json_pack("{s:s, s:s, s:s, s:I, s:I}",
	    "iss", robot->email, "scope", SCOPE, "aud", robot->tokens,
	    "iat", at, "exp", at + CLAIM), arena));
	return arena_print(arena, "%s.%s", text,
	    crypt_sign_rs256(arena, robot->key, text, strlen(text)));
}

static void
ask(const struct translating_account *account, int64_t now,
    struct request *request, struct arena *arena)
{
	struct robot	 robot;
	struct buf	 form;

	(void)read_robot(account->options, &robot, arena);
	buf_init(&form, 64 * 1024);
	buf_text(&form, "grant_type=");
	buf_url(&form, GRANT);
	buf_text(&form, "&assertion=");
	buf_url(&form, claim(&robot, now, arena));
	*request = (struct request){ .method = "POST", .url = robot.tokens };
	translating_header(request, "Content-Type",
	    "application/x-www-form-urlencoded");
	request->body = buf_keep(&form, arena);
	request->length = form.length;
	buf_free(&form);
}

/* Whether it can stand in a header. */
static bool
is_token(const char *token)
{
	for (const char *at = token; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~')
			return false;
	return *token != '\0';
}

static void
told(const struct translating_account *account,
    const struct response *response, int64_t now, struct fetched *fetched,
    struct arena *arena)
{
	json_t		*json = translating_read(response);
	const char	*token = field(json, "access_token", arena);
	json_int_t	 seconds = json_integer_value(json_object_get(json,
			    "expires_in"));

	(void)account;
	*fetched = (struct fetched){ .token = NULL };
	if (response->carried == ANSWERED && response->status == 400)
		translating_sick(&fetched->said, "it does not accept our key; "
		    "the clock may be off");
	else if (translating_failed(&fetched->said, response))
		;
	else if (token == NULL || !is_token(token) || seconds <= EARLY)
		translating_later(&fetched->said,
		    "its answer is not understood");
	else {
		fetched->token = token;
		fetched->until = now + SECONDS((seconds < LONGEST ? seconds :
		    LONGEST) - EARLY);
	}
	json_decref(json);
}

static void
build(const struct translating_account *account, const struct to_say *say,
    int64_t now, struct request *request, struct arena *arena)
{
	const struct google	*o = account->options;
	struct robot		 robot;
	const char		*path;

	(void)now;
	(void)read_robot(o, &robot, arena);
	path = arena_print(arena, "/v3/projects/%s/locations/%s:translateText",
	    robot.project, o->location);
	translating_post(request, translating_url(arena, o->base_url, path),
	    NULL, json_pack("{s:[s], s:s, s:s, s:s}",
	    "contents", say->text, "mimeType", "text/html",
	    "sourceLanguageCode", translating_find(languages, say->from)->from,
	    "targetLanguageCode", translating_find(languages, say->to)->to),
	    arena);
	translating_header(request, "Authorization",
	    arena_print(arena, "Bearer %s", say->token));
}

/* By its canonical name, which tells more than the status: 403 is also what
 * a daily quota is answered with. */
static void
judge_error(json_t *error, const struct response *response,
    struct translated *said)
{
	const char *name = json_string_value(json_object_get(error, "status"));
	const char *words = json_string_value(json_object_get(error,
	    "message"));

	if (response->status == 401)
		said->stale = true;
	if (name == NULL)
		return;
	if (strcmp(name, "RESOURCE_EXHAUSTED") == 0)
		translating_busy(said, response);
	else if (strcmp(name, "PERMISSION_DENIED") == 0 && words != NULL &&
	    strstr(words, "Limit Exceeded") != NULL)
		translating_used_up(said);
	else if (strcmp(name, "PERMISSION_DENIED") == 0)
		translating_sick(said, "it does not let our account "
		    "translate");
	else if (strcmp(name, "INVALID_ARGUMENT") == 0 && words != NULL &&
	    strstr(words, "language") != NULL)
		translating_refused(said, "it does not have this language");
}

static void
judge(const struct translating_account *account,
    const struct response *response, struct translated *said,
    struct arena *arena)
{
	json_t *json = translating_read(response);

	(void)account;
	if (!translating_failed(said, response))
		translating_words(said, json_object_get(json_array_get(
		    json_object_get(json, "translations"), 0),
		    "translatedText"), arena);
	else if (response->carried == ANSWERED)
		judge_error(json_object_get(json, "error"), response, said);
	json_decref(json);
}

const struct translator google_translator = {
	.name = "google",
	.settings = settings,
	.size = sizeof(struct google),
	.most = MOST,
	.wrong = wrong,
	.speaks = speaks,
	.ask = ask,
	.told = told,
	.build = build,
	.judge = judge,
};
