/*
 * Any bytes as what an IMAP server says of a mailbox: its numbers are those
 * of a mailbox, and the mails of a search are in order, each once, none
 * before the first that was asked for.
 */

#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "flow/mailbox_words.h"

#define FROM	7
#define MOST	INT64_C(0xffffffff)

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena	*arena = arena_new();
	const char	*said = arena_copy(arena, bytes, length);
	int64_t		 uids[MAILBOX_UIDS], validity, next;
	unsigned	 count;

	if (mailbox_read_status(said, &validity, &next))
		assert(validity > 0 && validity <= MOST && next > 0 &&
		    next <= MOST);
	count = mailbox_read_uids(said, FROM, uids);
	assert(count <= MAILBOX_UIDS);
	for (unsigned i = 0; i < count; i++) {
		assert(uids[i] >= FROM && uids[i] <= MOST);
		assert(i == 0 || uids[i - 1] < uids[i]);
	}
	arena_free(arena);
	return 0;
}
