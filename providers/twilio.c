/*
 * Twilio, what we say to it: its settings, a text to be sent, a question
 * about texts.  How its answers and webhooks are understood stands in
 * twilio_answer.c and twilio_hook.c.
 *
 * Our attempt's id travels in the URL for receipts and so comes back in each
 * of them.  ValidityPeriod lets Twilio drop what it could not send while it
 * was useful.  SmartEncoded is off: the words arrive as they were written,
 * and we count the parts as they will be paid.
 */

#include <assert.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/text.h"
#include "providers/twilio.h"

#define VALIDITY	36000	/* Seconds; Twilio takes no more. */

/* Few enough that a page of the longest texts in any script stays within
 * what the client reads of an answer; there are always more pages. */
#define PAGE_ATTEMPT	"100"
#define PAGE_SINCE	"250"

#define OPTION(field)	#field, .offset = offsetof(struct twilio, field)

static const struct setting settings[] = {
	{ OPTION(account_sid), .type = SETTING_TEXT,
	    .help = "The Account SID: AC and 32 digits or letters a-f, as the "
	    "Twilio console shows it." },
	{ OPTION(auth_token), .type = SETTING_SECRET,
	    .help = "The auth token. It proves webhooks, and requests too "
	    "unless there is an API key." },
	{ OPTION(auth_token_old), .type = SETTING_SECRET, .preset = "",
	    .help = "The token used before: while it is changed, webhooks "
	    "signed by either are accepted." },
	{ OPTION(api_key_sid), .type = SETTING_TEXT, .preset = "",
	    .help = "The SID of an API key (SK...), to be used for requests "
	    "in place of the auth token." },
	{ OPTION(api_key_secret), .type = SETTING_SECRET, .preset = "",
	    .help = "The secret of that API key." },
	{ OPTION(base_url), .type = SETTING_TEXT,
	    .preset = "https://api.twilio.com",
	    .help = "Where its API is; the simulated carrier has another." },
	{ OPTION(messaging_service_sid), .type = SETTING_TEXT, .preset = "",
	    .help = "A Messaging Service (MG...) that chooses the number of "
	    "texts for which no number of ours is set." },
	{ .name = NULL },
};

static bool
given(const char *option)
{
	return option != NULL && *option != '\0';
}

void
twilio_words(struct news *news, const char *bytes, size_t length,
    struct arena *arena)
{
	news->text = text_clean(arena, bytes, length);
	if (news->kind != NEWS_REPLY || (strlen(news->text) == length &&
	    memcmp(news->text, bytes, length) == 0))
		return;
	news->raw = arena_copy(arena, bytes, length);
	news->raw_length = length;
}

const char *
twilio_base(const struct account *account, struct arena *arena)
{
	const struct twilio *twilio = account->options;
	size_t length = strlen(twilio->base_url);

	while (length > 0 && twilio->base_url[length - 1] == '/')
		length--;
	return arena_copy(arena, twilio->base_url, length);
}

static const char *
messages_url(const struct account *account, const char *query,
    struct arena *arena)
{
	const struct twilio *twilio = account->options;

	return arena_print(arena, "%s/2010-04-01/Accounts/%s/Messages.json%s",
	    twilio_base(account, arena), twilio->account_sid, query);
}

static void
begin(const struct account *account, const char *method, const char *url,
    struct request *request, struct arena *arena)
{
	const struct twilio *twilio = account->options;
	bool key = given(twilio->api_key_sid) && given(twilio->api_key_secret);
	bool added;

	*request = (struct request){ .method = method, .url = url };
	added = headers_add(&request->headers, "Authorization",
	    http_basic(arena, key ? twilio->api_key_sid : twilio->account_sid,
	    key ? twilio->api_key_secret : twilio->auth_token));
	assert(added);
}

static void
add(struct buf *form, const char *name, const char *value)
{
	if (!given(value))
		return;
	if (form->length > 0)
		buf_char(form, '&');
	buf_text(form, name);
	buf_char(form, '=');
	buf_url(form, value);
}

/* How long Twilio may keep the text in its queue.  The smallest it takes is
 * a second, and that is what a text gets whose time is over. */
static const char *
validity(int64_t not_after, int64_t now, struct arena *arena)
{
	int64_t seconds = (not_after - now) / 1000;

	if (not_after == 0)
		return NULL;
	if (seconds < 1)
		seconds = 1;
	if (seconds > VALIDITY)
		seconds = VALIDITY;
	return arena_print(arena, "%lld", (long long)seconds);
}

static size_t
length_of(const char *text)
{
	return text == NULL ? 0 : strlen(text);
}

/* No percent-encoded text is longer than three times itself. */
static size_t
longest(const struct twilio *twilio, const struct outgoing *outgoing)
{
	return 256 + 3 * (length_of(outgoing->to) + length_of(outgoing->from) +
	    length_of(outgoing->text) + length_of(outgoing->receipts) +
	    length_of(twilio->messaging_service_sid));
}

static void
build(const struct account *account, const struct outgoing *outgoing,
    int64_t now, struct request *request, struct arena *arena)
{
	const struct twilio *twilio = account->options;
	struct buf form;
	bool added;

	buf_init(&form, longest(twilio, outgoing));
	add(&form, "To", outgoing->to);
	if (given(outgoing->from))
		add(&form, "From", outgoing->from);
	else
		add(&form, "MessagingServiceSid",
		    twilio->messaging_service_sid);
	add(&form, "Body", outgoing->text);
	add(&form, "StatusCallback", outgoing->receipts);
	add(&form, "ValidityPeriod",
	    validity(outgoing->not_after, now, arena));
	add(&form, "SmartEncoded", "false");
	assert(!form.over);

	begin(account, "POST", messages_url(account, "", arena), request,
	    arena);
	added = headers_add(&request->headers, "Content-Type",
	    "application/x-www-form-urlencoded");
	assert(added);
	request->body = buf_keep(&form, arena);
	request->length = form.length;
	buf_free(&form);
}

static const char *
day_of(int64_t at, struct arena *arena)
{
	time_t seconds = at < 0 ? 0 : (time_t)(at / 1000);
	struct tm tm;
	char day[32];

	gmtime_r(&seconds, &tm);
	strftime(day, sizeof day, "%Y-%m-%d", &tm);
	return arena_text(arena, day);
}

/* Of an attempt we ask without a date, because date_sent is null as long as
 * a text waits in Twilio's queue. */
static const char *
query_of(const struct question *question, struct arena *arena)
{
	struct buf query;
	const char *text;

	buf_init(&query, 256 + 3 * (length_of(question->to) +
	    length_of(question->from)));
	if (question->kind == ASK_RECEIPTS)
		add(&query, "From", question->from);
	else
		add(&query, "To", question->to);
	if (question->kind != ASK_ATTEMPT)
		add(&query, "DateSent%3E", day_of(question->since, arena));
	add(&query, "PageSize",
	    question->kind == ASK_ATTEMPT ? PAGE_ATTEMPT : PAGE_SINCE);
	assert(!query.over);
	text = arena_print(arena, "?%s", query.data);
	buf_free(&query);
	return text;
}

static void
ask(const struct account *account, const struct question *question,
    int64_t now, struct request *request, struct arena *arena)
{
	const char *url = question->next;

	(void)now;
	if (url == NULL)
		url = messages_url(account, query_of(question, arena), arena);
	begin(account, "GET", url, request, arena);
}

/* Its default words.  Those that an administrator taught it (Advanced
 * Opt-Out) come with OptOutType in the webhook. */
static const char *const own_words[] = {
	"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT",
	"CANCEL", "START", "UNSTOP", "YES", "HELP", "INFO", NULL
};

const struct provider twilio_provider = {
	.name = "twilio",
	.channel = CHANNEL_SMS,
	.settings = settings,
	.size = sizeof(struct twilio),
	.longest = TWILIO_LONGEST,
	.yes = { 200, "text/xml",
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>" },
	.later = { 503, "text/plain", "Try again later." },
	.never = { 403, "text/plain",
	    "Signature does not match. Check the auth token and public_url." },
	.answers_itself = own_words,
	.taught_at = "In the Twilio console: Messaging, Services, your "
	    "service, Opt-Out Management, Advanced Opt-Out; add a language "
	    "for each.",
	.build = build,
	.judge = twilio_judge,
	.genuine = twilio_genuine,
	.read = twilio_read,
	.ask = ask,
	.told = twilio_told,
};
