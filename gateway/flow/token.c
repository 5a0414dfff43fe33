/*
 * Tokens.  The letters are those of ids in small, so that what is signed and
 * what signs it are read in one alphabet, and a gateway that makes addresses
 * large or small changes nothing.
 */

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "flow/token.h"

#define SIGNED		ID_TEXT			/* The use and the id. */
#define SIGNATURE	(TOKEN_LENGTH - SIGNED)	/* Letters of 5 bits. */

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* The first 80 bits of a digest, 5 at a time. */
static void
spell(const unsigned char *digest, char *out)
{
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < SIGNATURE; i++) {
		if (have < 5) {
			bits = bits << 8 | *digest++;
			have += 8;
		}
		have -= 5;
		out[i] = letters[bits >> have & 31];
	}
}

static void
make(const char *key, enum token_use use, int64_t attempt,
    char out[TOKEN_LENGTH + 1])
{
	unsigned char	 digest[CRYPT_SHA256];
	char		 id[ID_TEXT];

	assert(key != NULL && attempt > 0);
	id_text(attempt, id);
	out[0] = (char)use;
	for (size_t i = 0; i < ID_TEXT - 1; i++)
		out[i + 1] = (char)tolower((unsigned char)id[i]);
	crypt_hmac_sha256(key, strlen(key), out, SIGNED, digest);
	spell(digest, out + SIGNED);
	out[TOKEN_LENGTH] = '\0';
}

char *
token_make(struct arena *arena, const char *key, enum token_use use,
    int64_t attempt)
{
	char token[TOKEN_LENGTH + 1];

	make(key, use, attempt, token);
	return arena_text(arena, token);
}

bool
token_read(const char *key, enum token_use use, const char *text,
    int64_t *attempt)
{
	char	given[TOKEN_LENGTH + 1], ours[TOKEN_LENGTH + 1], id[ID_TEXT];
	int64_t	named;

	if (key == NULL || strnlen(text, TOKEN_LENGTH) < TOKEN_LENGTH)
		return false;
	for (size_t i = 0; i < TOKEN_LENGTH; i++)
		given[i] = (char)tolower((unsigned char)text[i]);
	given[TOKEN_LENGTH] = '\0';
	memcpy(id, given + 1, ID_TEXT - 1);
	id[ID_TEXT - 1] = '\0';
	if (!id_parse(id, &named))
		return false;
	make(key, use, named, ours);
	if (!crypt_same(given, ours))
		return false;
	*attempt = named;
	return true;
}

char *
token_address(struct arena *arena, const char *mailbox, const char *token)
{
	const char *at = strrchr(mailbox, '@');

	assert(at != NULL);
	return arena_print(arena, "%.*s+%s%s", (int)(at - mailbox), mailbox,
	    token, at);
}

const char *
token_in(const char *address)
{
	const char *at = strrchr(address, '@');
	const char *plus = at == NULL ? NULL : memrchr(address, '+',
	    (size_t)(at - address));

	return plus != NULL && at - plus > TOKEN_LENGTH ? plus + 1 : NULL;
}
