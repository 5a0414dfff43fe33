/*
 * The order of looking is Twilio's as far as it can be seen from outside:
 * whether the service is well, the numbers, the words, the rest, and last
 * whether they opted out.
 *
 * A slow answer is a late one: the text is taken at once, as by a busy
 * service, so who gives up waiting has sent it all the same.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"
#include "base/list.h"
#include "base/sms.h"
#include "base/text.h"
#include "carrier/api.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/say.h"
#include "carrier/send.h"
#include "net/loop.h"
#include "net/server.h"

#define BODY_UNITS	1600
#define URL_MOST	2048
#define VALIDITY_MOST	36000		/* s; also when none is given. */
#define ANSWER_SIZE	65536

/* What was asked for, as far as it was understood. */
struct wish {
	uint64_t	 to, from;
	const char	*body, *callback;
	const char	*media[RECORD_MEDIA];
	uint8_t		 media_count;
	int64_t		 validity;	/* s */
};

struct refusal {
	int		 code;
	const char	*message;
};

static bool
refuse(struct refusal *r, int code, const char *message)
{
	*r = (struct refusal){ code, message };
	return false;
}

static bool
read_ends(const struct form *form, struct wish *w, struct refusal *r)
{
	const char *to = form_get(form, "To"), *from = form_get(form, "From");

	if (to == NULL || to[0] == '\0')
		return refuse(r, 21604, "A 'To' phone number is required.");
	w->to = number_read(to);
	if (w->to == 0 || number_short(w->to))
		return refuse(r, 21211, "Invalid 'To' Phone Number");
	if (form_get(form, "MessagingServiceSid") != NULL)
		return refuse(r, 21701,
		    "The Messaging Service does not exist");
	if (from == NULL || from[0] == '\0')
		return refuse(r, 21603, "A 'From' phone number is required.");
	w->from = number_read(from);
	if (w->from == 0)
		return refuse(r, 21212, "The 'From' number is not a valid "
		    "phone number, shortcode, or alphanumeric sender ID.");
	if (w->from == w->to)
		return refuse(r, 21266,
		    "'To' and 'From' number cannot be the same");
	return true;
}

/* Twilio wants http or https, and no underscore in the name of the host. */
static bool
good_url(const char *url)
{
	const char	*host = strstr(url, "://");
	size_t		 length;

	if (host == NULL || strlen(url) > URL_MOST ||
	    (strncasecmp(url, "http://", 7) != 0 &&
	    strncasecmp(url, "https://", 8) != 0))
		return false;
	host += 3;
	length = strcspn(host, "/?#");
	return length > 0 && memchr(host, '_', length) == NULL;
}

static bool
read_media(const struct form *form, struct wish *w, struct refusal *r)
{
	unsigned i;

	for (i = 0; i < form->count; i++) {
		if (strcmp(form->fields[i].name, "MediaUrl") != 0)
			continue;
		if (!good_url(form->fields[i].value))
			return refuse(r, 21620, "Invalid media URL(s)");
		if (w->media_count == RECORD_MEDIA)
			return refuse(r, 21623, "Number of media files "
			    "exceeds allowed limit");
		w->media[w->media_count++] = form->fields[i].value;
	}
	return true;
}

static bool
read_words(const struct form *form, struct arena *arena, struct wish *w,
    struct refusal *r)
{
	const char *body = form_get(form, "Body");

	if (!read_media(form, w, r))
		return false;
	if (body == NULL)
		body = "";
	if (!text_valid(body, strlen(body)))
		body = text_clean(arena, body, strlen(body));
	if (body[0] == '\0' && w->media_count == 0)
		return refuse(r, 21602, "Message body is required.");
	if (strlen(body) > BODY_UNITS && text_units(body) > BODY_UNITS)
		return refuse(r, 21617, "The concatenated message body "
		    "exceeds the 1600 character limit");
	w->body = body;
	return true;
}

static bool
read_rest(const struct form *form, struct wish *w, struct refusal *r)
{
	const char	*validity = form_get(form, "ValidityPeriod");
	char		*end;

	w->callback = form_get(form, "StatusCallback");
	if (w->callback != NULL && w->callback[0] == '\0')
		w->callback = NULL;
	if (w->callback != NULL && !good_url(w->callback))
		return refuse(r, 21609,
		    "The 'StatusCallback' URL is not a valid URL.");
	w->validity = VALIDITY_MOST;
	if (validity == NULL || validity[0] == '\0')
		return true;
	w->validity = strtoll(validity, &end, 10);
	if (*end != '\0' || w->validity < 1 || w->validity > VALIDITY_MOST)
		return refuse(r, 21625, "The Validity Period is not valid");
	return true;
}

/* What the network itself refuses at once. */
static bool
ask_network(struct carrier *c, const struct wish *w, struct refusal *r)
{
	struct numbers	*numbers = &c->record.numbers;
	uint32_t	 phone, line;

	if (fault_met(&c->faults, FAULT_NO_NUMBER, w->to, NULL))
		return refuse(r, 21211, "Invalid 'To' Phone Number");
	if (fault_met(&c->faults, FAULT_SENDER, w->from, NULL))
		return refuse(r, 21606, "The 'From' phone number provided is "
		    "not a valid message-capable Twilio phone number for "
		    "this destination/account");
	phone = number_find(numbers, w->to);
	line = number_find(numbers, w->from);
	if (number_stopped(numbers, phone, line) ||
	    fault_met(&c->faults, FAULT_STOPPED, w->to, NULL))
		return refuse(r, 21610,
		    "Attempt to send to unsubscribed recipient");
	return true;
}

/* True: it was answered with a failure, and the text is not taken. */
static bool
broken(struct carrier *c, struct exchange *x, uint64_t to)
{
	if (fault_met(&c->faults, FAULT_DROP_BEFORE, to, NULL))
		exchange_drop(x);
	else if (fault_met(&c->faults, FAULT_429, to, NULL))
		say_error(x, 429, 20429, "Too Many Requests");
	else if (fault_met(&c->faults, FAULT_500, to, NULL))
		say_error(x, 500, 20500, "Internal Server Error");
	else if (fault_met(&c->faults, FAULT_503, to, NULL))
		say_error(x, 503, 20503, "Service Unavailable");
	else
		return false;
	return true;
}

static struct text *
take(struct carrier *c, const struct wish *w)
{
	struct numbers	*numbers = &c->record.numbers;
	struct sms	 sms;
	struct text	 like = { .way = WAY_OUT, .status = TEXT_QUEUED };
	struct text	*text;

	like.from = number_need(numbers, w->from);
	like.to = number_need(numbers, w->to);
	if (like.from == 0 || like.to == 0)
		return NULL;
	sms_measure(w->body, &sms);
	like.parts = (uint8_t)sms.parts;
	like.created = like.updated = carrier_now(c);
	like.media = w->media_count;
	text = record_add(&c->record, &like, w->body, w->media);
	record_asked(&c->record, text, w->callback);
	return text;
}

static uint16_t
fate_of(struct carrier *c, uint64_t to)
{
	static const struct {
		enum fault_kind	 kind;
		uint16_t	 code;
	} fates[] = {
		{ FAULT_UNKNOWN, 30005 }, { FAULT_OFF, 30003 },
		{ FAULT_LANDLINE, 30006 }, { FAULT_FILTERED, 30007 },
	};
	size_t i;

	for (i = 0; i < COUNT(fates); i++)
		if (fault_met(&c->faults, fates[i].kind, to, NULL))
			return fates[i].code;
	return 0;
}

static enum receipts
receipts_of(struct carrier *c, uint64_t to)
{
	if (fault_met(&c->faults, FAULT_LOST, to, NULL))
		return RECEIPTS_LOST;
	if (fault_met(&c->faults, FAULT_TWICE, to, NULL))
		return RECEIPTS_TWICE;
	if (fault_met(&c->faults, FAULT_SWAPPED, to, NULL))
		return RECEIPTS_SWAPPED;
	return RECEIPTS_GOOD;
}

static struct life *
life_of(struct carrier *c, const struct wish *w, const struct text *text)
{
	struct life	*life = life_new(text, w->callback);
	int64_t		 wait = 0;

	if (fault_met(&c->faults, FAULT_QUEUE, w->to, &wait))
		life->due = text->created + wait;
	(void)fault_met(&c->faults, FAULT_DELAY, w->to, &life->delay);
	life->held = fault_met(&c->faults, FAULT_HOLD, w->to, NULL);
	life->dies = text->created + w->validity * 1000;
	life->error = fate_of(c, w->to);
	life->receipts = receipts_of(c, w->to);
	return life;
}

/*
 * An answer that comes late, on the real clock: who waits for it waits on
 * that one.
 */
struct late {
	LIST_ENTRY(late)	 link;
	struct carrier		*carrier;
	struct exchange		*exchange;
	struct timer		*timer;
	uint32_t		 n;
};

static void
end_late(void *arg)
{
	struct late *late = arg;

	LIST_REMOVE(late, link);
	timer_free(late->timer);
	send_answer(late->carrier, late->exchange, late->n);
	free(late);
}

static void
answer_late(struct carrier *c, struct exchange *x, uint32_t n, int64_t ms)
{
	struct late *late = calloc(1, sizeof *late);

	if (late == NULL)
		abort();
	late->carrier = c;
	late->exchange = x;
	late->n = n;
	late->timer = timer_new(c->loop, end_late, late);
	LIST_INSERT_HEAD(&c->lates, late, link);
	timer_set(late->timer, ms);
}

void
send_close(struct carrier *c)
{
	struct late *late;

	while ((late = LIST_FIRST(&c->lates)) != NULL)
		end_late(late);
}

void
send_answer(struct carrier *c, struct exchange *x, uint32_t n)
{
	const struct text	*text = record_text(&c->record, n);
	struct text		 taken;
	struct buf		 b;

	if (c->closing || text == NULL) {
		exchange_drop(x);
		return;
	}
	taken = *text;
	taken.status = TEXT_QUEUED;
	taken.error = 0;
	taken.sent = 0;
	taken.updated = taken.created;
	buf_init(&b, ANSWER_SIZE);
	say_message(&b, c, &taken);
	say_answer(x, 201, &b);
	buf_free(&b);
}

/* Answers for a text that was taken, as its faults will have it. */
static void
answer(struct carrier *c, struct exchange *x, uint64_t to, struct life *life)
{
	static const char	 garbage[] = "{\"sid\":\"SM";
	uint32_t		 n = life->n;
	int64_t			 ms;

	if (fault_met(&c->faults, FAULT_EARLY, to, NULL)) {
		life->asked = x;
		life_begin(c, life);
		return;
	}
	life_begin(c, life);
	if (fault_met(&c->faults, FAULT_DROP_AFTER, to, NULL))
		exchange_drop(x);
	else if (fault_met(&c->faults, FAULT_GARBAGE, to, NULL))
		exchange_answer(x, 201, "application/json", garbage,
		    sizeof garbage - 1);
	else if (fault_met(&c->faults, FAULT_SLOW, to, &ms))
		answer_late(c, x, n, ms);
	else
		send_answer(c, x, n);
}

void
send_text(struct exchange *x, void *arg)
{
	const struct request	*request = exchange_request(x);
	struct arena		*arena = exchange_arena(x);
	struct carrier		*c = arg;
	struct form		 form;
	struct wish		 w = { 0 };
	struct refusal		 r = { 20001, "Invalid Parameter" };
	struct text		*text;
	struct life		*life;

	if (!api_allowed(c, x))
		return;
	if (!form_read(arena, request->body == NULL ? "" : request->body,
	    request->length, &form)) {
		say_error(x, 400, r.code, r.message);
		return;
	}
	if (broken(c, x, number_read(form_get(&form, "To"))))
		return;
	if (!read_ends(&form, &w, &r) || !read_words(&form, arena, &w, &r) ||
	    !read_rest(&form, &w, &r) || !ask_network(c, &w, &r)) {
		say_error(x, 400, r.code, r.message);
		return;
	}
	if ((text = take(c, &w)) == NULL) {
		say_error(x, 503, 20503, "Service Unavailable");
		return;
	}
	life = life_of(c, &w, text);
	journal_text(c, text, life);
	answer(c, x, w.to, life);
}
