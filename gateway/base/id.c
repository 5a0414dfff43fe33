/*
 * The millisecond and the sequence are one number that only grows: the next
 * is the clock's when the clock is ahead, and one more when it is not.  So a
 * clock that steps back, and a millisecond that is used up, are the same
 * case; one compare-and-swap keeps all threads apart.
 */

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"

#define EPOCH		INT64_C(1767225600000)	/* 2026-01-01 UTC. */
#define TIME_BITS	41
#define NODE_BITS	10
#define SEQUENCE_BITS	12
#define SEQUENCE_MOST	((INT64_C(1) << SEQUENCE_BITS) - 1)

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static _Atomic(unsigned) this_node;
static _Atomic(int64_t) last;		/* ms << SEQUENCE_BITS | sequence. */

void
id_node(unsigned node)
{
	assert(node < ID_NODES);
	atomic_store(&this_node, node);
}

int64_t
id_new(void)
{
	int64_t before = atomic_load(&last), next, ms;

	ms = clock_now() - EPOCH;
	assert(ms < INT64_C(1) << TIME_BITS);
	do {
		next = before + 1;
		if (ms > next >> SEQUENCE_BITS)
			next = ms << SEQUENCE_BITS;
	} while (!atomic_compare_exchange_weak(&last, &before, next));
	return next >> SEQUENCE_BITS << (NODE_BITS + SEQUENCE_BITS)
	    | (int64_t)atomic_load(&this_node) << SEQUENCE_BITS
	    | (next & SEQUENCE_MOST);
}

void
id_pass(int64_t id)
{
	int64_t before = atomic_load(&last);
	int64_t passed = id >> (NODE_BITS + SEQUENCE_BITS) << SEQUENCE_BITS |
	    SEQUENCE_MOST;

	while (before < passed &&
	    !atomic_compare_exchange_weak(&last, &before, passed))
		continue;
}

char *
id_text(int64_t id, char out[ID_TEXT])
{
	assert(id >= 0);
	for (int i = ID_TEXT - 2; i >= 0; i--) {
		out[i] = letters[id & 31];
		id >>= 5;
	}
	out[ID_TEXT - 1] = '\0';
	return out;
}

/* The value of a letter, or -1. */
static int
value(char c)
{
	const char *at;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		return 0;
	if (c == 'I' || c == 'L')
		return 1;
	at = memchr(letters, c, sizeof letters - 1);
	return at == NULL ? -1 : (int)(at - letters);
}

bool
id_parse(const char *text, int64_t *id)
{
	int64_t sum = 0;
	int digit;

	if (strnlen(text, ID_TEXT) != ID_TEXT - 1)
		return false;
	if (value(text[0]) > 7)		/* More than 63 bits. */
		return false;
	for (; *text != '\0'; text++) {
		digit = value(*text);
		if (digit < 0)
			return false;
		sum = sum << 5 | digit;
	}
	if (sum == 0)
		return false;
	*id = sum;
	return true;
}

int64_t
id_time(int64_t id)
{
	return (id >> (NODE_BITS + SEQUENCE_BITS)) + EPOCH;
}

int64_t
id_least(int64_t time)
{
	if (time <= EPOCH)
		return 0;
	if (time - EPOCH >= INT64_C(1) << TIME_BITS)
		return INT64_MAX;
	return (time - EPOCH) << (NODE_BITS + SEQUENCE_BITS);
}
