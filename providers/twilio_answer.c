/*
 * Twilio, what it answers: to a text, and to a question about texts.
 *
 * A code of Twilio's decides before the status does, by the table in
 * twilio_errors.c.  Where that leaves a choice:
 *
 * - What is wrong with our number (not ours, not registered, its service is
 *   gone) makes the lane sick, as a wrong password does.  Nothing is wrong
 *   with the family's number or with the text, it was not taken, and somebody
 *   can put it right while the texts wait; to refuse would burn the queue,
 *   and kinds that may go by another sender do so when a lane is sick.
 * - An account on trial is refused instead, text by text: it can write to a
 *   few numbers only, and one that it cannot write to would block those.
 * - A 503 is "not taken" only when Twilio itself says so (20503, 21730); a
 *   bare one may come from a machine in between that had passed it on.
 * - A 4xx without a code is no answer of Twilio's but of something on the way.
 *   It took nothing, and the text is not to blame.
 */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/text.h"
#include "providers/twilio.h"

#define LONGEST_REST	3600	/* Seconds of a Retry-After that we believe. */
#define PAGE_URI	4096	/* Bytes of the address of the next page. */

static bool
is_surrogate(const char *at, const char *kind)
{
	return at[0] == '\\' && at[1] == 'u' &&
	    (at[2] == 'd' || at[2] == 'D') && strchr(kind, at[3]) != NULL;
}

/*
 * A text may have been cut in the middle of a character by a phone or a
 * carrier.  Halves of a pair are not JSON; they become U+FFFD here, as bytes
 * that are not UTF-8 do, because one such text must not hide all others of
 * its page.
 */
static json_t *
mended(const char *body, size_t length, struct arena *arena)
{
	char *text = text_clean(arena, body, length), *at = text;

	while ((at = strchr(at, '\\')) != NULL) {
		length = strnlen(at, 12);
		if (length == 12 && is_surrogate(at, "89abAB") &&
		    is_surrogate(at + 6, "cdefCDEF")) {
			at += 12;
			continue;
		}
		if (length >= 6 && is_surrogate(at, "89abcdefABCDEF"))
			memcpy(at + 2, "fffd", 4);
		at += length == 1 ? 1 : 2;
	}
	return json_loads(text, JSON_ALLOW_NUL, NULL);
}

static json_t *
read_json(const struct response *response, struct arena *arena)
{
	json_t *json;

	if (response->body == NULL)
		return NULL;
	json = json_loadb(response->body, response->length, JSON_ALLOW_NUL,
	    NULL);
	if (json == NULL)
		json = mended(response->body, response->length, arena);
	return json;
}

/* Of an answer that says what is wrong: Twilio's code, or 0. */
static int64_t
code_in(const struct response *response, struct arena *arena)
{
	json_t *json = read_json(response, arena);
	int64_t code = json_integer_value(json_object_get(json, "code"));

	json_decref(json);
	return code;
}

static int64_t
rest_wanted(const struct response *response)
{
	const char *text = headers_get(&response->headers, "Retry-After");
	char *end;
	long long seconds;

	if (text == NULL || *text < '0' || *text > '9')
		return 0;
	seconds = strtoll(text, &end, 10);
	if (*end != '\0')
		return 0;
	return (seconds < LONGEST_REST ? seconds : LONGEST_REST) * 1000;
}

static enum outcome
outcome_of(const struct twilio_error *error, int status)
{
	switch (error->code) {
	case 21608:
		return OUTCOME_REFUSED;
	case 20503:
	case 21730:
		return OUTCOME_SICK;
	}
	switch (error->class) {
	case ERROR_RCPT_PERM:
	case ERROR_RCPT_LANDLINE:
	case ERROR_RCPT_OPTOUT:
	case ERROR_CONTENT_PERM:
	case ERROR_REQUEST_BUG:
		return OUTCOME_REFUSED;
	case ERROR_THROTTLE:
	case ERROR_SENDER_STOP:
	case ERROR_ACCOUNT_STOP:
		return OUTCOME_SICK;
	case ERROR_RCPT_TEMP:
	case ERROR_TRANSIENT:
		return status < 500 ? OUTCOME_LATER : OUTCOME_UNKNOWN;
	default:
		return OUTCOME_UNKNOWN;
	}
}

static struct verdict
by_status(int status, bool has_code)
{
	if (status >= 500)
		return (struct verdict){ .outcome = OUTCOME_UNKNOWN,
		    .class = ERROR_TRANSIENT, .reason = "Twilio failed while "
		    "it took the text; it may have been sent." };
	if (status == 429)
		return (struct verdict){ .outcome = OUTCOME_SICK,
		    .class = ERROR_THROTTLE,
		    .reason = "Twilio asks us to be slower." };
	if (status == 401 || status == 403)
		return (struct verdict){ .outcome = OUTCOME_SICK,
		    .class = ERROR_ACCOUNT_STOP, .reason = "Twilio does not "
		    "let us in. Check account_sid and the auth token." };
	if (status == 404)
		return (struct verdict){ .outcome = OUTCOME_SICK,
		    .class = ERROR_ACCOUNT_STOP, .reason = "Twilio does not "
		    "know this account. Check account_sid and base_url." };
	if (status < 400 || !has_code)
		return (struct verdict){ .outcome = OUTCOME_SICK,
		    .class = ERROR_ACCOUNT_STOP, .reason = "The answer is not "
		    "Twilio's. Check base_url and what is on the way there." };
	return (struct verdict){ .outcome = OUTCOME_REFUSED,
	    .class = ERROR_REQUEST_BUG,
	    .reason = "Twilio refused it, for a reason we do not know." };
}

static void
judge_refusal(const struct response *response, struct verdict *verdict,
    struct arena *arena)
{
	int64_t code = code_in(response, arena);
	const struct twilio_error *error = twilio_error(code);

	if (error == NULL)
		*verdict = by_status(response->status, code != 0);
	else
		*verdict = (struct verdict){
		    .outcome = outcome_of(error, response->status),
		    .class = error->class, .reason = error->reason };
	if (verdict->outcome == OUTCOME_SICK ||
	    verdict->outcome == OUTCOME_LATER)
		verdict->wait = rest_wanted(response);
}

/* The name in a text of JSON at `at`; what is no name of Twilio's is none. */
static const char *
name_at(const char *at, struct arena *arena)
{
	size_t length;

	at += strspn(at, " \t\r\n");
	if (*at++ != ':')
		return NULL;
	at += strspn(at, " \t\r\n");
	if (*at++ != '"')
		return NULL;
	length = strcspn(at, "\"\\");
	return at[length] == '"' ? arena_copy(arena, at, length) : NULL;
}

/*
 * The name of the text that was taken.  In JSON a quote inside of a text has
 * a backslash before it, so "sid" and a colon are a key wherever they stand;
 * only when there is no name behind the first one is a tree made of it all.
 */
static const char *
sid_in(const struct response *response, struct arena *arena)
{
	static const char key[] = "\"sid\"";
	const char *at = response->body == NULL ? NULL :
	    strstr(response->body, key);
	const char *sid = at == NULL ? NULL :
	    name_at(at + sizeof(key) - 1, arena);
	json_t *json;

	if (twilio_is_sid(sid))
		return sid;
	json = read_json(response, arena);
	sid = json_string_value(json_object_get(json, "sid"));
	sid = sid == NULL ? NULL : arena_text(arena, sid);
	json_decref(json);
	return sid;
}

static void
judge_success(const struct response *response, struct verdict *verdict,
    struct arena *arena)
{
	const char *sid = sid_in(response, arena);

	if (twilio_is_sid(sid))
		*verdict = (struct verdict){ .outcome = OUTCOME_SENT,
		    .reference = sid };
	else
		*verdict = (struct verdict){ .outcome = OUTCOME_UNKNOWN,
		    .class = ERROR_TRANSIENT, .reason = "The answer could not "
		    "be understood; the text may have been sent." };
}

void
twilio_judge(const struct account *account, const struct response *response,
    struct verdict *verdict, struct arena *arena)
{
	(void)account;
	if (response->carried == NEVER_SPOKE)
		*verdict = (struct verdict){ .outcome = OUTCOME_LATER,
		    .class = ERROR_TRANSIENT,
		    .reason = "Twilio could not be reached." };
	else if (response->carried == CUT_OFF)
		*verdict = (struct verdict){ .outcome = OUTCOME_UNKNOWN,
		    .class = ERROR_TRANSIENT, .reason = "The line was lost "
		    "before Twilio answered; the text may have been sent." };
	else if (response->status >= 200 && response->status < 300)
		judge_success(response, verdict, arena);
	else
		judge_refusal(response, verdict, arena);
}

/* Digits only, at most 4 of them; moves on behind them.  -1: there are
 * none. */
static int
digits(const char **at)
{
	int value = 0, count;

	for (count = 0; count < 4 && **at >= '0' && **at <= '9'; count++)
		value = value * 10 + *(*at)++ - '0';
	return count == 0 ? -1 : value;
}

static int
month(const char **at)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int i;

	for (i = 0; i < 12; i++)
		if (strncmp(*at, names + (size_t)i * 3, 3) == 0) {
			*at += 3;
			return i;
		}
	return -1;
}

static bool
skip(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/* "Fri, 24 May 2019 17:44:46 +0000"; always UTC.  0: it is no such date. */
static int64_t
time_of(const char *date)
{
	const char *at = date == NULL ? NULL : strchr(date, ' ');
	struct tm tm = { .tm_isdst = 0 };

	if (at == NULL)
		return 0;
	at++;
	tm.tm_mday = digits(&at);
	if (!skip(&at, ' '))
		return 0;
	tm.tm_mon = month(&at);
	if (!skip(&at, ' '))
		return 0;
	tm.tm_year = digits(&at) - 1900;
	if (!skip(&at, ' '))
		return 0;
	tm.tm_hour = digits(&at);
	if (!skip(&at, ':'))
		return 0;
	tm.tm_min = digits(&at);
	if (!skip(&at, ':'))
		return 0;
	tm.tm_sec = digits(&at);
	if (tm.tm_mday < 1 || tm.tm_mday > 31 || tm.tm_mon < 0 ||
	    tm.tm_year < 70 || tm.tm_hour < 0 || tm.tm_hour > 23 ||
	    tm.tm_min < 0 || tm.tm_min > 59 || tm.tm_sec < 0 ||
	    tm.tm_sec > 60 || strcmp(at, " +0000") != 0)
		return 0;
	return (int64_t)timegm(&tm) * 1000;
}

static const char *
text_in(const json_t *record, const char *name)
{
	return json_string_value(json_object_get(record, name));
}

static const char *
address_in(const json_t *record, const char *name, struct arena *arena)
{
	const char *text = text_in(record, name);

	return twilio_is_address(text) ? arena_text(arena, text) : NULL;
}

/* Whether it is a path at the provider's own host: our password goes with
 * whatever we ask for. */
static bool
is_path(const char *text)
{
	const char *at;

	if (text == NULL || text[0] != '/' || text[1] == '/' ||
	    strlen(text) > PAGE_URI)
		return false;
	for (at = text; *at != '\0'; at++)
		if (*at <= ' ' || *at >= 0x7f || strchr("\"'<>\\", *at) != NULL)
			return false;
	return true;
}

/* The list does not name the pictures one by one, only where they are. */
static void
link_pictures(const struct account *account, const json_t *record,
    struct news *news, struct arena *arena)
{
	const char *count = text_in(record, "num_media");
	const char *path = text_in(json_object_get(record, "subresource_uris"),
	    "media");

	if (count != NULL && strcmp(count, "0") != 0 && is_path(path))
		news->media[0] = arena_print(arena, "%s%s",
		    twilio_base(account, arena), path);
}

/* False: this record is no news of that kind. */
static bool
read_record(const struct account *account, const json_t *record,
    struct news *news, struct arena *arena)
{
	const json_t *body = json_object_get(record, "body");
	const char *sid = text_in(record, "sid");

	if (!twilio_is_sid(sid))
		return false;
	news->reference = arena_text(arena, sid);
	news->from = address_in(record, "from", arena);
	news->to = address_in(record, "to", arena);
	news->at = time_of(text_in(record, "date_created"));
	news->text = "";
	if (json_is_string(body))
		twilio_words(news, json_string_value(body),
		    json_string_length(body), arena);
	if (news->kind == NEWS_RECEIPT)
		return twilio_status(text_in(record, "status"),
		    json_integer_value(json_object_get(record, "error_code")),
		    news);
	link_pictures(account, record, news, arena);
	return news->from != NULL && news->to != NULL;
}

/* Twilio lists the newest first; of two in one second the later one in the
 * list is the older one. */
static void
insert(struct news **list, struct news *news)
{
	while (*list != NULL && (*list)->at < news->at)
		list = &(*list)->next;
	news->next = *list;
	*list = news;
}

static struct news *
read_list(const struct account *account, const struct question *question,
    const json_t *records, struct arena *arena)
{
	bool inbound = question->kind == ASK_INBOUND;
	struct news *list = NULL, *news;
	const char *direction;
	size_t i;

	for (i = 0; i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);

		direction = text_in(record, "direction");
		if (direction == NULL ||
		    (strcmp(direction, "inbound") == 0) != inbound)
			continue;
		news = NEW(arena, struct news);
		news->kind = inbound ? NEWS_REPLY : NEWS_RECEIPT;
		if (read_record(account, record, news, arena))
			insert(&list, news);
	}
	return list;
}

bool
twilio_told(const struct account *account, struct question *question,
    const struct response *response, struct news **news, struct arena *arena)
{
	json_t *page = NULL, *records;
	const char *next;
	bool told;

	*news = NULL;
	if (response->carried == ANSWERED && response->status == 200)
		page = read_json(response, arena);
	records = json_object_get(page, "messages");
	told = json_is_array(records) &&
	    json_array_size(records) <= TWILIO_PAGE;
	if (told) {
		*news = read_list(account, question, records, arena);
		next = text_in(page, "next_page_uri");
		question->next = is_path(next) ? arena_print(arena, "%s%s",
		    twilio_base(account, arena), next) : NULL;
	}
	json_decref(page);
	return told;
}
