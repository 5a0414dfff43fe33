/*
 * Any bytes as an address or a token: only what we signed is one, whatever
 * stands around it.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "flow/token.h"

#define KEY	"0123456789abcdef0123456789abcdef"
#define ATTEMPT	INT64_C(123456789012)

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const enum token_use uses[] = { TOKEN_REPLY, TOKEN_BOUNCE,
    TOKEN_UNSUBSCRIBE, TOKEN_MESSAGE };

/* A token of another key, or of none, is no token of ours. */
static void
try_text(const char *text)
{
	int64_t attempt;

	for (size_t i = 0; i < COUNT(uses); i++)
		assert(!token_read(KEY "x", uses[i], text, &attempt));
}

/* What we made is found behind any mailbox, and nothing else is it. */
static void
try_mailbox(struct arena *arena, const char *mailbox)
{
	for (size_t i = 0; i < COUNT(uses); i++) {
		const char	*token = token_make(arena, KEY, uses[i],
				    ATTEMPT);
		const char	*found = token_in(token_address(arena,
				    mailbox, token));
		int64_t		 attempt = 0;
		bool		 read;

		read = found != NULL && token_read(KEY, uses[i], found,
		    &attempt);
		assert(read && attempt == ATTEMPT);
		read = token_read(KEY, uses[(i + 1) % COUNT(uses)], found,
		    &attempt);
		assert(!read);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena	*arena = arena_new();
	const char	*text = arena_copy(arena, bytes, length);
	const char	*found = token_in(text);

	try_text(text);
	if (found != NULL)
		try_text(found);
	if (strlen(text) == length && strpbrk(text, "+@") == NULL)
		try_mailbox(arena, arena_print(arena, "%s@x.example", text));
	arena_free(arena);
	return 0;
}
