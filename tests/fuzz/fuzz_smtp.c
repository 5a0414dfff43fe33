/*
 * Any bytes as the last reply of a mail server, at each step of a mail: it
 * is judged, with a reason that holds none of it; and the name it gives to a
 * mail is short and plain.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "providers/smtp.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct smtp options = { .server = "smtp://127.0.0.1:9",
    .user = "", .password = "", .authorities = "" };

static const struct account account = { .name = "mail",
    .provider = &smtp_provider, .options = &options };

static void
look_at_code(const char *reply)
{
	int code[3];

	if (!smtp_enhanced(reply, code))
		return;
	assert(code[0] == 2 || code[0] == 4 || code[0] == 5);
	assert(code[1] >= 0 && code[1] <= 999);
	assert(code[2] >= 0 && code[2] <= 999);
}

static void
look_at_name(const char *reply, struct arena *arena)
{
	const char *name = smtp_reference(reply, arena);

	if (name == NULL)
		return;
	assert(*name != '\0' && strlen(name) <= 200);
	assert(text_valid(name, strlen(name)));
	assert(strpbrk(name, "\r\n\t ") == NULL);
}

static void
try_reply(int status, enum mail_step step, const char *reply, size_t length,
    struct arena *arena)
{
	struct response response = { .carried = ANSWERED, .status = status,
	    .step = step, .body = reply, .length = length };
	struct verdict verdict = { 0 };

	smtp_judge(&account, &response, &verdict, arena);
	assert(verdict.outcome <= OUTCOME_SICK && verdict.wait >= 0);
	if (verdict.outcome != OUTCOME_SENT)
		assert(verdict.reason != NULL &&
		    text_valid(verdict.reason, strlen(verdict.reason)));
	else
		assert(step == MAIL_BODY && status >= 200 && status < 300);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const int statuses[] = { 0, 220, 250, 354, 421, 450, 535, 550,
	    552, 999 };
	struct arena	*arena = arena_new();
	const char	*reply = arena_copy(arena, bytes, length);

	length = strlen(reply);
	look_at_code(reply);
	look_at_name(reply, arena);
	for (int step = MAIL_GREETING; step <= MAIL_BODY; step++)
		for (size_t i = 0; i < COUNT(statuses); i++)
			try_reply(statuses[i], (enum mail_step)step, reply,
			    length, arena);
	arena_free(arena);
	return 0;
}
