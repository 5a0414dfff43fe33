/*
 * Foreign bytes for the twilio provider.  The first line is the query of a
 * webhook and the header of an answer, the rest is the body of both; what is
 * understood must hold what its readers rely on.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "providers/twilio.h"

#define BASE	"http://127.0.0.1:9"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct twilio options = {
	.account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	.auth_token = "12345", .base_url = BASE,
};

static const struct account account = {
	.name = "main", .provider = &twilio_provider, .options = &options,
	.hook = "https://texts.example.org/hooks/main",
};

static void
check(const struct news *news, bool from_list)
{
	const struct news *last = NULL;

	for (; news != NULL; last = news, news = news->next) {
		assert(twilio_is_sid(news->reference));
		assert(news->key == NULL || twilio_is_sid(news->key));
		assert(news->media[10] == NULL);
		assert(last == NULL || last->at <= news->at);
		assert(!from_list || news->key == NULL);
		if (news->kind == NEWS_REPLY) {
			assert(twilio_is_address(news->from));
			assert(twilio_is_address(news->to));
			assert(text_valid(news->text, strlen(news->text)));
		} else if (news->state == ATTEMPT_FAILED)
			assert(news->reason != NULL);
	}
}

static void
try_webhook(const char *query, const char *type, const char *body,
    size_t length, struct arena *arena)
{
	struct request request = { .method = "POST", .body = body,
	    .length = length };
	struct need need = { .url = NULL };
	struct news *news;

	request.url = arena_print(arena, "/hooks/main?%s", query);
	assert(headers_add(&request.headers, "Content-Type", type));
	assert(headers_add(&request.headers, "X-Twilio-Signature",
	    "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
	assert(twilio_provider.genuine(&account, &request, 0, &need,
	    arena) == GENUINE_NO);
	if (twilio_provider.read(&account, &request, &news, arena))
		assert(news != NULL);
	check(news, false);
}

static void
try_answer(const char *header, int status, const char *body, size_t length,
    struct arena *arena)
{
	struct response response = { .carried = ANSWERED, .status = status,
	    .body = body, .length = length };
	struct question question = { .kind = (unsigned)status % 3 };
	struct verdict verdict;
	struct news *news;

	assert(headers_add(&response.headers, "Retry-After", header));
	twilio_provider.judge(&account, &response, &verdict, arena);
	if (verdict.outcome == OUTCOME_SENT)
		assert(twilio_is_sid(verdict.reference));
	else
		assert(verdict.reason != NULL && verdict.wait >= 0);
	twilio_provider.told(&account, &question, &response, &news, arena);
	check(news, true);
	assert(question.next == NULL ||
	    strncmp(question.next, BASE "/", strlen(BASE "/")) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	const uint8_t *line = memchr(bytes, '\n', length);
	size_t head = line == NULL ? 0 : (size_t)(line - bytes);
	size_t skip = line == NULL ? 0 : head + 1;
	const char *query = arena_copy(arena, bytes, head);
	const char *body = arena_copy(arena, bytes + skip, length - skip);

	try_webhook(query, "application/x-www-form-urlencoded", body,
	    length - skip, arena);
	try_webhook(query, "application/json", body, length - skip, arena);
	try_answer(query, 200, body, length - skip, arena);
	try_answer(query, 201, body, length - skip, arena);
	try_answer(query, 400, body, length - skip, arena);
	try_answer(query, 503, body, length - skip, arena);
	arena_free(arena);
	return 0;
}
