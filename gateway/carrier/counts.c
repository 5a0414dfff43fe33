/*
 * What the carrier counted, for tests and benches to compare.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/say.h"
#include "net/server.h"

#define ANSWER_SIZE	(64 * 1024 * 1024)
#define TEXTS_PRESET	1000
#define TEXTS_MOST	10000
#define MISSING_MOST	100		/* Shown; all are counted. */

static uint32_t
asked(struct exchange *x, const char *name, uint32_t preset, uint32_t most)
{
	struct form	 query;
	const char	*value = NULL;
	unsigned long	 n;
	char		*end;

	if (form_query(exchange_arena(x), exchange_request(x)->url, &query))
		value = form_get(&query, name);
	if (value == NULL)
		return preset;
	n = strtoul(value, &end, 10);
	if (*end != '\0' || value[0] == '-')
		return preset;
	return n > most ? most : (uint32_t)n;
}

static void
say_record(struct buf *b, const struct carrier *c, const struct text *text)
{
	char sid[RECORD_SID];

	buf_print(b, "{\"n\":%u,\"sid\":\"%s\",\"from\":", text->n,
	    record_sid(&c->record, text, sid));
	say_number(b, c, text->from);
	buf_text(b, ",\"to\":");
	say_number(b, c, text->to);
	buf_text(b, ",\"body\":");
	say_text(b, text->body);
	buf_print(b, ",\"status\":\"%s\",\"at\":%lld,\"times\":%u}",
	    record_word((enum text_status)text->status),
	    (long long)text->created, record_times(&c->record, text));
}

/* Up to `most` texts after n; the number of the last, or 0: that was all. */
static uint32_t
say_texts(struct buf *b, const struct carrier *c, uint32_t n, uint32_t most)
{
	const struct record	*record = &c->record;
	const struct text	*text;
	uint32_t		 count = 0;

	n = n < record->oldest ? record->oldest : n + 1;
	for (; n <= record->newest && n > 0; n++) {
		text = record_text(record, n);
		if (text->way != WAY_OUT)
			continue;
		if (count == most)
			return n - 1;
		if (count++ > 0)
			buf_char(b, ',');
		say_record(b, c, text);
	}
	return 0;
}

static void
say_missing(struct buf *b, const struct record *record)
{
	const struct expectation	*e;
	char				 out[NUMBER_TEXT];
	uint32_t			 i, count = 0;

	for (i = 0; i < record->expected_count && count < MISSING_MOST; i++) {
		e = &record->expected[i];
		if (!record_missing(record, e))
			continue;
		if (count++ > 0)
			buf_char(b, ',');
		buf_print(b, "{\"to\":\"%s\",\"body\":",
		    number_text(e->to, out));
		say_text(b, e->body);
		buf_char(b, '}');
	}
}

static void
say_sums(struct buf *b, const struct record *record)
{
	buf_print(b, "\"received\":%llu,\"twice\":%llu,\"repeated\":%llu,"
	    "\"missing\":%llu,\"written\":%llu,\"expected\":%u,\"phones\":%u",
	    (unsigned long long)record->received,
	    (unsigned long long)record->twice,
	    (unsigned long long)record->repeated,
	    (unsigned long long)record->missing,
	    (unsigned long long)record->written, record->expected_count,
	    record->numbers.phones);
}

static void
say_mail_sums(struct buf *b, const struct mails *mails)
{
	buf_print(b, ",\"mails\":%llu,\"mails_twice\":%llu,"
	    "\"mails_written\":%llu,\"mailboxes\":%u",
	    (unsigned long long)mails->received,
	    (unsigned long long)mails->twice,
	    (unsigned long long)mails->written, mails->active);
}

void
counts_record(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct buf	 b;
	uint32_t	 next;

	if (!control_allowed(c, x))
		return;
	buf_init(&b, ANSWER_SIZE);
	buf_char(&b, '{');
	say_sums(&b, &c->record);
	buf_text(&b, ",\"missing_texts\":[");
	say_missing(&b, &c->record);
	buf_text(&b, "],\"texts\":[");
	next = say_texts(&b, c, asked(x, "after", 0, UINT32_MAX - 1),
	    asked(x, "most", TEXTS_PRESET, TEXTS_MOST));
	if (next > 0)
		buf_print(&b, "],\"next\":%u}", next);
	else
		buf_text(&b, "],\"next\":null}");
	say_answer(x, 200, &b);
	buf_free(&b);
}

static unsigned
count_list(const struct life_list *list)
{
	const struct life	*life;
	unsigned		 count = 0;

	TAILQ_FOREACH(life, list, link)
		count++;
	return count;
}

void
counts_all(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct buf	 b;
	unsigned	 ready, later;

	if (!control_allowed(c, x))
		return;
	buf_init(&b, ANSWER_SIZE);
	buf_char(&b, '{');
	say_sums(&b, &c->record);
	say_mail_sums(&b, &c->mails);
	hand_count(c, &ready, &later);
	buf_print(&b, ",\"ready\":%u,\"later\":%u,\"held\":%u,"
	    "\"under_way\":%u", count_list(&c->lives.ready) + ready,
	    count_list(&c->lives.later) + later, count_list(&c->lives.held),
	    c->lives.under_way + c->hands.under_way);
	buf_print(&b, ",\"receipts\":%llu,\"replies\":%llu,"
	    "\"hooks_refused\":%llu,\"hooks_lost\":%llu,\"now\":%lld}",
	    (unsigned long long)c->posts.receipts,
	    (unsigned long long)c->posts.replies,
	    (unsigned long long)c->posts.refused,
	    (unsigned long long)c->posts.lost, (long long)carrier_now(c));
	say_answer(x, 200, &b);
	buf_free(&b);
}

static void
say_phone(struct buf *b, const struct carrier *c, uint32_t at)
{
	const struct number	*phone = &c->record.numbers.list[at];
	const struct text	*got, *wrote;
	int64_t			 last;

	got = record_text(&c->record, phone->newest_to);
	wrote = record_text(&c->record, phone->newest_from);
	last = got == NULL ? 0 : got->created;
	if (wrote != NULL && wrote->created > last)
		last = wrote->created;
	buf_text(b, "{\"number\":");
	say_number(b, c, at);
	buf_print(b, ",\"received\":%u,\"wrote\":%u,\"last\":%lld}",
	    phone->received, phone->wrote, (long long)last);
}

void
counts_phones(struct exchange *x, void *arg)
{
	struct carrier		*c = arg;
	const struct numbers	*numbers = &c->record.numbers;
	struct buf		 b;
	uint32_t		 at, left;

	if (!control_allowed(c, x))
		return;
	left = asked(x, "most", TEXTS_PRESET, TEXTS_MOST);
	buf_init(&b, ANSWER_SIZE);
	buf_text(&b, "{\"phones\":[");
	for (at = numbers->latest; at != 0 && left > 0; left--) {
		say_phone(&b, c, at);
		at = numbers->list[at].older;
		if (at != 0 && left > 1)
			buf_char(&b, ',');
	}
	buf_text(&b, "]}");
	say_answer(x, 200, &b);
	buf_free(&b);
}

static void
say_fault(struct buf *b, const struct carrier *c, const struct fault *fault)
{
	char out[NUMBER_TEXT];

	buf_print(b, "{\"name\":\"%s\",\"ms\":%lld,\"count\":%lld,"
	    "\"reading\":%s", fault_words[fault->kind].name,
	    (long long)fault->ms, (long long)fault->left,
	    fault->reading ? "true" : "false");
	if ((fault->number & FAULT_MAILBOX) != 0) {
		buf_text(b, ",\"mailbox\":");
		say_text(b, c->mails.boxes[fault->number &
		    ~FAULT_MAILBOX].address);
	} else if (fault->number != 0) {
		buf_print(b, ",\"number\":\"%s\"",
		    number_text(fault->number, out));
	}
	buf_char(b, '}');
}

void
counts_faults(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct buf	 b;
	unsigned	 i;

	if (!control_allowed(c, x))
		return;
	buf_init(&b, ANSWER_SIZE);
	buf_text(&b, "{\"faults\":[");
	for (i = 0; i < c->faults.count; i++) {
		if (i > 0)
			buf_char(&b, ',');
		say_fault(&b, c, &c->faults.list[i]);
	}
	buf_text(&b, "]}");
	say_answer(x, 200, &b);
	buf_free(&b);
}
