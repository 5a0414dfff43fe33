/*
 * Twilio's contract, as cases in files: what we say, what its answers mean,
 * what its webhooks tell.  Each file in twilio/ is a list of inputs with the
 * expected words beside them.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/form.h"
#include "providers/twilio.h"

#define SID	"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct arena	*arena;
static const char	*name;		/* Of the case at hand. */

static const char *const carried_words[] = {
	[ANSWERED] = "answered", [NEVER_SPOKE] = "never spoke",
	[CUT_OFF] = "cut off",
};
static const char *const outcomes[] = {
	[OUTCOME_SENT] = "sent", [OUTCOME_LATER] = "later",
	[OUTCOME_REFUSED] = "refused", [OUTCOME_UNKNOWN] = "unknown",
	[OUTCOME_SICK] = "sick",
};
static const char *const classes[] = {
	[ERROR_NONE] = "none", [ERROR_RCPT_PERM] = "rcpt_perm",
	[ERROR_RCPT_LANDLINE] = "rcpt_perm",
	[ERROR_RCPT_TEMP] = "rcpt_temp", [ERROR_RCPT_OPTOUT] = "rcpt_optout",
	[ERROR_CONTENT_PERM] = "content_perm",
	[ERROR_SENDER_STOP] = "sender_stop",
	[ERROR_ACCOUNT_STOP] = "account_stop", [ERROR_THROTTLE] = "throttle",
	[ERROR_TRANSIENT] = "transient", [ERROR_REQUEST_BUG] = "request_bug",
	[ERROR_UNKNOWN] = "unknown",
};
static const char *const states[] = {
	[ATTEMPT_SENT] = "sent", [ATTEMPT_DELIVERED] = "delivered",
	[ATTEMPT_FAILED] = "failed",
};
static const char *const questions[] = {
	[ASK_ATTEMPT] = "attempt", [ASK_INBOUND] = "inbound",
	[ASK_RECEIPTS] = "receipts",
};

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static FILE *
open_file(const char *file)
{
	const char *top = getenv("srcdir");
	FILE *stream = fopen(arena_print(arena, "%s/tests/providers/twilio/%s",
	    top == NULL ? "." : top, file), "r");

	assert_non_null(stream);
	return stream;
}

static json_t *
load(const char *file)
{
	FILE *stream = open_file(file);
	json_t *cases = json_loadf(stream, 0, NULL);

	fclose(stream);
	assert_non_null(cases);
	return cases;
}

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int64_t
number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static unsigned
index_of(const char *const *words, size_t count, const char *word)
{
	unsigned i;

	for (i = 0; i < count; i++)
		if (words[i] != NULL && strcmp(words[i], word) == 0)
			return i;
	fail_msg("%s: no such word: %s", name, word);
	return 0;
}

#define INDEX(words, word)	index_of((words), COUNT(words), (word))

static void
same(const char *what, const char *actual, const char *expected)
{
	if (actual == NULL || expected == NULL) {
		if (actual != expected)
			fail_msg("%s: %s is %s, not %s", name, what,
			    actual == NULL ? "NULL" : actual,
			    expected == NULL ? "NULL" : expected);
	} else if (strcmp(actual, expected) != 0)
		fail_msg("%s: %s is \"%s\", not \"%s\"", name, what, actual,
		    expected);
}

static void
same_number(const char *what, int64_t actual, int64_t expected)
{
	if (actual != expected)
		fail_msg("%s: %s is %lld, not %lld", name, what,
		    (long long)actual, (long long)expected);
}

/* What is not in `given` is as in the example. */
static struct account *
account_of(const json_t *given)
{
	struct twilio *twilio = NEW(arena, struct twilio);
	struct account *account = NEW(arena, struct account);
	const struct setting *setting;
	const char *value;

	*twilio = (struct twilio){ .account_sid = SID, .auth_token = "12345",
	    .base_url = "https://api.twilio.com" };
	for (setting = twilio_provider.settings; setting->name; setting++) {
		value = text_of(given, setting->name);
		if (value != NULL)
			*(const char **)(void *)((char *)twilio +
			    setting->offset) = arena_text(arena, value);
	}
	*account = (struct account){ .name = "main",
	    .provider = &twilio_provider, .options = twilio,
	    .hook = "https://texts.example.org/hooks/main" };
	return account;
}

static void
check_request(const struct request *request, const json_t *expect)
{
	same("method", request->method, text_of(expect, "method"));
	same("url", request->url, text_of(expect, "url"));
	same("body", request->body, text_of(expect, "body"));
	same("authorization", headers_get(&request->headers, "Authorization"),
	    text_of(expect, "authorization"));
	same_number("length", (int64_t)request->length,
	    request->body == NULL ? 0 : (int64_t)strlen(request->body));
	same("type", headers_get(&request->headers, "Content-Type"),
	    request->body == NULL ? NULL :
	    "application/x-www-form-urlencoded");
}

/* Whether that line is in the file. */
static bool
lists(const char *file, const char *line)
{
	FILE *stream = open_file(file);
	char got[256];
	bool found = false;

	while (!found && fgets(got, sizeof got, stream) != NULL) {
		got[strcspn(got, "\n")] = '\0';
		found = strcmp(got, line) == 0;
	}
	fclose(stream);
	return found;
}

/* Every field must be one that Twilio's OpenAPI document names. */
static void
check_fields(const struct form *form, const char *file)
{
	unsigned i;

	assert_int_not_equal(form->count, 0);
	for (i = 0; i < form->count; i++)
		if (!lists(file, form->fields[i].name))
			fail_msg("%s: Twilio knows no %s", name,
			    form->fields[i].name);
}

static void
a_text_is_said_in_twilios_words(void **state)
{
	json_t *cases = load("requests.json"), *c, *given;
	struct outgoing outgoing;
	struct request request;
	struct form form;
	size_t i;

	(void)state;
	json_array_foreach(cases, i, c) {
		name = text_of(c, "name");
		given = json_object_get(c, "outgoing");
		outgoing = (struct outgoing){ .to = text_of(given, "to"),
		    .from = text_of(given, "from"),
		    .text = text_of(given, "text"),
		    .receipts = text_of(given, "receipts"),
		    .not_after = number_of(given, "not_after") };
		twilio_provider.build(account_of(json_object_get(c,
		    "options")), &outgoing, number_of(c, "now"), &request,
		    arena);
		check_request(&request, json_object_get(c, "expect"));
		assert_true(form_read(arena, request.body, request.length,
		    &form));
		check_fields(&form, "create_message.txt");
	}
	json_decref(cases);
}

static void
a_question_is_said_in_twilios_words(void **state)
{
	json_t *cases = load("questions.json"), *c, *given;
	struct question question;
	struct request request;
	struct form form;
	size_t i;

	(void)state;
	json_array_foreach(cases, i, c) {
		name = text_of(c, "name");
		given = json_object_get(c, "question");
		question = (struct question){
		    .kind = INDEX(questions, text_of(given, "kind")),
		    .to = text_of(given, "to"),
		    .from = text_of(given, "from"),
		    .since = number_of(given, "since"),
		    .next = text_of(given, "next") };
		twilio_provider.ask(account_of(NULL), &question, 0, &request,
		    arena);
		check_request(&request, json_object_get(c, "expect"));
		assert_true(form_query(arena, request.url, &form));
		check_fields(&form, "list_message.txt");
	}
	json_decref(cases);
}

static void
read_headers(const json_t *c, struct headers *headers)
{
	const char *key;
	json_t *value;

	json_object_foreach(json_object_get(c, "headers"), key, value)
		assert_true(headers_add(headers, arena_text(arena, key),
		    arena_text(arena, json_string_value(value))));
}

/* A body is an object, or a text that stands for itself. */
static void
read_response(const json_t *c, struct response *response)
{
	const json_t *body = json_object_get(c, "body");
	char *dumped;

	*response = (struct response){
	    .carried = INDEX(carried_words, text_of(c, "carried")),
	    .status = (int)number_of(c, "status") };
	read_headers(c, &response->headers);
	if (json_is_string(body))
		response->body = arena_text(arena, json_string_value(body));
	else if (!json_is_null(body)) {
		dumped = json_dumps(body, JSON_ENSURE_ASCII);
		response->body = arena_text(arena, dumped);
		free(dumped);
	}
	if (response->body != NULL)
		response->length = strlen(response->body);
}

/* A reason is a sentence of ours for people, never Twilio's. */
static void
check_reason(const char *reason)
{
	assert_non_null(reason);
	if (reason[strlen(reason) - 1] != '.' || strchr(reason, '+') != NULL)
		fail_msg("%s: not our sentence: %s", name, reason);
}

static void
an_answer_has_one_meaning(void **state)
{
	json_t *cases = load("answers.json"), *c, *expect;
	struct response response;
	struct verdict verdict;
	size_t i;

	(void)state;
	json_array_foreach(cases, i, c) {
		name = text_of(c, "name");
		expect = json_object_get(c, "expect");
		memset(&verdict, 0xff, sizeof verdict);
		read_response(c, &response);
		twilio_provider.judge(account_of(NULL), &response, &verdict,
		    arena);
		same("outcome", outcomes[verdict.outcome],
		    text_of(expect, "outcome"));
		same("class", classes[verdict.class],
		    text_of(expect, "class"));
		same("reference", verdict.reference,
		    text_of(expect, "reference"));
		same_number("wait", verdict.wait, number_of(expect, "wait"));
		if (verdict.outcome != OUTCOME_SENT)
			check_reason(verdict.reason);
		if (text_of(expect, "reason") != NULL)
			same("reason", verdict.reason,
			    text_of(expect, "reason"));
	}
	json_decref(cases);
}

static void
check_media(const struct news *news, const json_t *expect)
{
	const json_t *media = json_object_get(expect, "media");
	size_t i;

	for (i = 0; i <= json_array_size(media); i++)
		same("media", news->media[i],
		    json_string_value(json_array_get(media, i)));
}

/* What came, in hexadecimal, where it is not the text. */
static const char *
raw_of(const struct news *news)
{
	char *text = arena_take(arena, 2 * news->raw_length + 1);

	for (size_t i = 0; i < news->raw_length; i++)
		snprintf(text + 2 * i, 3, "%02x",
		    (unsigned char)news->raw[i]);
	return news->raw == NULL ? NULL : text;
}

static void
check_news(const struct news *news, const json_t *expect)
{
	bool reply = strcmp(text_of(expect, "kind"), "reply") == 0;

	same("kind", news->kind == NEWS_REPLY ? "reply" : "receipt",
	    text_of(expect, "kind"));
	same("key", news->key, text_of(expect, "key"));
	same("reference", news->reference, text_of(expect, "reference"));
	same("from", news->from, text_of(expect, "from"));
	same("to", news->to, text_of(expect, "to"));
	same("text", news->text, text_of(expect, "text"));
	same("raw", raw_of(news), text_of(expect, "raw"));
	same("class", classes[news->class], text_of(expect, "class"));
	same_number("at", news->at, number_of(expect, "at"));
	same_number("word", news->word, number_of(expect, "word"));
	same_number("files", news->files, number_of(expect, "files"));
	check_media(news, expect);
	if (reply)
		return;
	same("state", states[news->state], text_of(expect, "state"));
	if (news->state == ATTEMPT_FAILED)
		check_reason(news->reason);
	if (text_of(expect, "reason") != NULL)
		same("reason", news->reason, text_of(expect, "reason"));
}

static void
a_webhook_becomes_news(void **state)
{
	json_t *cases = load("webhooks.json"), *c, *expect;
	struct request request;
	struct news *news;
	size_t i;
	bool understood;

	(void)state;
	json_array_foreach(cases, i, c) {
		name = text_of(c, "name");
		expect = json_object_get(c, "expect");
		request = (struct request){ .method = "POST",
		    .url = text_of(c, "url"), .body = text_of(c, "body") };
		request.length = strlen(request.body);
		if (text_of(c, "type") != NULL)
			assert_true(headers_add(&request.headers,
			    "content-type", text_of(c, "type")));
		understood = twilio_provider.read(account_of(NULL), &request,
		    &news, arena);
		same_number("understood", understood,
		    !json_is_null(expect));
		if (!understood)
			continue;
		check_news(news, expect);
		assert_null(news->next);
	}
	json_decref(cases);
}

static void
a_list_becomes_news_in_order_of_time(void **state)
{
	json_t *cases = load("lists.json"), *c, *expect;
	struct response response;
	struct question question;
	struct news *news;
	size_t i, n;
	bool told;

	(void)state;
	json_array_foreach(cases, i, c) {
		name = text_of(c, "name");
		expect = json_object_get(c, "expect");
		question = (struct question){ .next = "before",
		    .kind = INDEX(questions, text_of(c, "kind")) };
		read_response(c, &response);
		told = twilio_provider.told(account_of(NULL), &question,
		    &response, &news, arena);
		same_number("told", told, !json_is_null(expect));
		for (n = 0; news != NULL && n < json_array_size(expect);
		    n++, news = news->next)
			check_news(news, json_array_get(expect, n));
		same_number("count", (int64_t)n + (news != NULL),
		    (int64_t)json_array_size(expect));
		same("next", question.next,
		    told ? text_of(c, "next") : "before");
	}
	json_decref(cases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_said_in_twilios_words),
		cmocka_unit_test(a_question_is_said_in_twilios_words),
		cmocka_unit_test(an_answer_has_one_meaning),
		cmocka_unit_test(a_webhook_becomes_news),
		cmocka_unit_test(a_list_becomes_news_in_order_of_time),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
