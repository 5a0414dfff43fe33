/*
 * Any bytes as the answer of a service that translates: the first byte says
 * whose, the second with which status.  It is judged, with words that are
 * clean or with a reason that is ours; and so is an answer that should have a
 * token in it.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/text.h"
#include "translator.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define NOW	INT64_C(1794990523000)

static void
look_at(const struct translated *said)
{
	assert(said->outcome <= OUTCOME_SICK &&
	    said->outcome != OUTCOME_UNKNOWN);
	assert(said->wait >= 0 && said->wait <= HOURS(1));
	if (said->outcome != OUTCOME_SENT) {
		assert(said->text == NULL && said->reason != NULL);
		assert(text_valid(said->reason, strlen(said->reason)));
		return;
	}
	assert(said->reason == NULL && *said->text != '\0');
	assert(text_valid(said->text, strlen(said->text)));
	assert(strpbrk(said->text, "\r\a\x1b") == NULL);
}

static void
look_at_token(const struct fetched *fetched)
{
	if (fetched->token == NULL) {
		look_at(&fetched->said);
		assert(fetched->said.outcome != OUTCOME_SENT);
		return;
	}
	assert(fetched->until > NOW && fetched->until <= NOW + DAYS(1));
	assert(*fetched->token != '\0' &&
	    strpbrk(fetched->token, " \r\n\t") == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const int statuses[] = { 200, 400, 401, 403, 404, 408, 413,
	    429, 456, 500, 503, 529 };
	struct arena *arena;
	struct response r = { .carried = ANSWERED };
	struct translating_account account = { .name = "one" };
	struct translated said;
	struct fetched fetched;
	size_t count = 0;

	if (length < 2)
		return 0;
	while (translators[count] != NULL)
		count++;
	arena = arena_new();
	account.translator = translators[bytes[0] % count];
	account.options = arena_take(arena, account.translator->size);
	r.status = statuses[bytes[1] % COUNT(statuses)];
	r.body = arena_copy(arena, bytes + 2, length - 2);
	r.length = length - 2;
	account.translator->judge(&account, &r, &said, arena);
	look_at(&said);
	if (account.translator->told != NULL) {
		account.translator->told(&account, &r, NOW, &fetched, arena);
		look_at_token(&fetched);
	}
	arena_free(arena);
	return 0;
}
