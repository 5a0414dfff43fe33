/*
 * Texts lie in chunks that are made when they are first needed and used
 * again, as a ring, when there are more texts than are kept.
 *
 * "The same words to the same phone" is a hash of both with 64 bits; at two
 * million texts two different ones are taken for the same once in nine
 * million runs.
 */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "carrier/record.h"

static const char *const words[] = {
	"queued", "sent", "delivered", "undelivered", "failed", "received",
};

static struct text *
seat(const struct record *record, uint32_t n)
{
	uint32_t at = n % RECORD_MOST;

	return &record->chunks[at / RECORD_CHUNK][at % RECORD_CHUNK];
}

/* FNV-1a. */
static uint64_t
hash(uint64_t key, const char *text)
{
	const unsigned char *c;

	for (c = (const unsigned char *)text; *c != '\0'; c++)
		key = (key ^ *c) * 0x100000001b3ULL;
	return key * 0x100000001b3ULL;
}

static uint64_t
key_of(uint64_t to, const char *body)
{
	return hash(0xcbf29ce484222325ULL ^ to, body);
}

static char *
copy_words(const char *body, const char *const *media, unsigned count)
{
	size_t	 size = strlen(body) + 1, length;
	char	*copy, *end;
	unsigned i;

	for (i = 0; i < count; i++)
		size += strlen(media[i]) + 1;
	if ((copy = malloc(size)) == NULL)
		abort();
	end = stpcpy(copy, body) + 1;
	for (i = 0; i < count; i++) {
		length = strlen(media[i]) + 1;
		memcpy(end, media[i], length);
		end += length;
	}
	return copy;
}

static void
free_texts(struct record *record)
{
	uint32_t n;

	for (n = record->oldest; n <= record->newest; n++)
		free(seat(record, n)->body);
	record->oldest = record->newest + 1;
}

static void
free_expected(struct record *record)
{
	uint32_t i;

	for (i = 0; i < record->expected_count; i++)
		free(record->expected[i].body);
	free(record->expected);
	record->expected = NULL;
	record->expected_count = 0;
	record->expected_room = 0;
}

void
record_open(struct record *record, uint64_t run)
{
	*record = (struct record){ .oldest = 1, .run = run };
}

void
record_reset(struct record *record)
{
	free_texts(record);
	free_expected(record);
	number_clear(&record->numbers);
	table_clear(&record->times);
	table_clear(&record->requests);
	table_clear(&record->awaited);
	record->received = 0;
	record->twice = 0;
	record->repeated = 0;
	record->missing = 0;
	record->written = 0;
}

void
record_close(struct record *record)
{
	unsigned i;

	record_reset(record);
	for (i = 0; i < RECORD_CHUNKS; i++)
		free(record->chunks[i]);
}

static bool
still_kept(const struct slot *slot, const void *arg)
{
	const struct record *record = arg;

	return slot->b >= record->oldest;
}

/* A text from the gateway: the first, a copy, one that was expected? */
static void
count_received(struct record *record, const struct text *text)
{
	uint64_t	 key = key_of(record_digits(record, text->to),
	    text->body);
	struct slot	*slot;

	if (record->times.count > 2 * (size_t)RECORD_MOST)
		table_sift(&record->times, still_kept, record);
	slot = table_need(&record->times, key);
	slot->b = text->n;
	record->received++;
	if (slot->a++ > 0)
		record->twice++;
	else if (table_find(&record->awaited, key) != NULL)
		record->missing--;
}

static void
count(struct record *record, const struct text *text)
{
	struct numbers	*numbers = &record->numbers;
	uint32_t	 phone = text->way == WAY_IN ? text->from : text->to;

	number_touch(numbers, phone);
	if (text->way == WAY_IN) {
		record->written++;
		numbers->list[phone].wrote++;
		return;
	}
	numbers->list[phone].received++;
	if (text->way == WAY_OUT)
		count_received(record, text);
}

/* The seat of text n, emptied. */
static struct text *
take_seat(struct record *record, uint32_t n)
{
	struct text **chunk = &record->chunks[n % RECORD_MOST / RECORD_CHUNK];

	if (*chunk == NULL)
		*chunk = calloc(RECORD_CHUNK, sizeof **chunk);
	if (*chunk == NULL)
		abort();
	if (n - record->oldest >= RECORD_MOST)
		free(seat(record, record->oldest++)->body);
	record->newest = n;
	return seat(record, n);
}

struct text *
record_add(struct record *record, const struct text *like, const char *body,
    const char *const *media)
{
	struct number	*list = record->numbers.list;
	struct text	*text;
	uint32_t	 n = like->n == 0 ? record->newest + 1 : like->n;

	assert(n == record->newest + 1 && like->media <= RECORD_MEDIA);
	text = take_seat(record, n);
	*text = *like;
	text->n = n;
	text->body = copy_words(body, media, like->media);
	text->before_from = list[like->from].newest_from;
	text->before_to = list[like->to].newest_to;
	list[like->from].newest_from = n;
	list[like->to].newest_to = n;
	count(record, text);
	return text;
}

void
record_asked(struct record *record, const struct text *text,
    const char *callback)
{
	struct slot *slot = table_need(&record->requests, hash(key_of(
	    record_digits(record, text->to), text->body),
	    callback == NULL ? "" : callback));

	if (slot->a++ > 0)
		record->repeated++;
}

struct text *
record_text(const struct record *record, uint32_t n)
{
	if (n < record->oldest || n > record->newest)
		return NULL;
	return seat(record, n);
}

const char *
record_media(const struct text *text, unsigned i)
{
	const char *at = text->body;

	assert(i < text->media);
	for (i++; i > 0; i--)
		at += strlen(at) + 1;
	return at;
}

uint32_t
record_times(const struct record *record, const struct text *text)
{
	const struct slot *slot;

	slot = table_find(&record->times,
	    key_of(record_digits(record, text->to), text->body));
	return slot == NULL ? 0 : slot->a;
}

static struct expectation *
next_expectation(struct record *record)
{
	if (record->expected_count == record->expected_room) {
		record->expected_room = record->expected_room * 2 + 64;
		record->expected = realloc(record->expected,
		    record->expected_room * sizeof *record->expected);
		if (record->expected == NULL)
			abort();
	}
	return &record->expected[record->expected_count];
}

bool
record_expect(struct record *record, uint64_t to, const char *body)
{
	struct expectation	*e;
	struct slot		*slot;
	uint64_t		 key = key_of(to, body);

	if (table_find(&record->awaited, key) != NULL)
		return true;
	if (record->expected_count == RECORD_EXPECTED)
		return false;
	e = next_expectation(record);
	*e = (struct expectation){ key, to, copy_words(body, NULL, 0) };
	slot = table_need(&record->awaited, key);
	slot->a = ++record->expected_count;
	if (record_missing(record, e))
		record->missing++;
	return true;
}

bool
record_missing(const struct record *record, const struct expectation *e)
{
	return table_find(&record->times, e->key) == NULL;
}

char *
record_sid(const struct record *record, const struct text *text,
    char out[RECORD_SID])
{
	(void)snprintf(out, RECORD_SID, "%s%016llx%016llx",
	    text->media > 0 ? "MM" : "SM", (unsigned long long)record->run,
	    (unsigned long long)text->n);
	return out;
}

struct text *
record_find(const struct record *record, const char *sid)
{
	char			 own[RECORD_SID];
	unsigned long long	 n;
	struct text		*text;

	if (strlen(sid) != RECORD_SID - 1 ||
	    strspn(sid + 2, "0123456789abcdef") != RECORD_SID - 3)
		return NULL;
	n = strtoull(sid + 18, NULL, 16);
	if (n > UINT32_MAX)
		return NULL;
	text = record_text(record, (uint32_t)n);
	if (text == NULL || strcmp(record_sid(record, text, own), sid) != 0)
		return NULL;
	return text;
}

uint64_t
record_digits(const struct record *record, uint32_t number)
{
	return record->numbers.list[number].digits;
}

const char *
record_word(enum text_status status)
{
	return words[status];
}
