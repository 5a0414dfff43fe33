/*
 * Receipts.  Our own id says of which attempt one is; without it, the
 * recipient and the provider's name for it.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/receipts.h"
#include "flow/settle.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/contact.h"
#include "store/db.h"

#define MOST	256		/* In one job. */

STAILQ_HEAD(receipt_list, receipt);

struct receipts {
	struct gateway		*gateway;
	struct job		 job;
	struct receipt_list	 coming;
	unsigned		 waiting;	/* So many of them. */
	struct receipt		*list[MOST];	/* With the store. */
	unsigned		 count;		/* 0: none is. */
};

static int64_t
attempt_of_news(struct db *db, const struct news *news)
{
	struct contact	 contact;
	int64_t		 id = 0;

	if (news->key != NULL && id_parse(news->key, &id))
		return id;
	if (news->to == NULL || news->reference == NULL ||
	    !contact_find(db, CHANNEL_SMS, news->to, &contact))
		return 0;
	return attempt_by_reference(db, contact.id, news->reference);
}

/* That a mail may have come twice is not forgotten when it has come. */
static const char *
reason_of(const struct news *news, const struct errand *errand)
{
	return errand != NULL && news->state == ATTEMPT_DELIVERED &&
	    mail_twice(errand) ? MAIL_TWICE : news->reason;
}

/* Whether anything follows from one for the contact or the person; most say
 * no more than that a text has come. */
static bool
consequential(const struct news *news, const struct standing *s)
{
	return s->follows || (news->state != ATTEMPT_DELIVERED &&
	    news->state != ATTEMPT_SENT);
}

/* The ids of those of which there is more to read than where they stand, and
 * what there is: of[i] is about list[i], or NULL. */
static void
read_errands(struct db *db, struct receipt *const list[], unsigned count,
    const struct standing s[], const struct errand *of[])
{
	struct arena	*arena = db_arena(db);
	int64_t		*ids = NEW_LIST(arena, int64_t, count);
	struct errand	*errands;
	unsigned	 n = 0;

	for (unsigned i = 0; i < count; i++)
		if (s[i].id != 0 && consequential(list[i]->news, &s[i]))
			ids[n++] = s[i].id;
	if (n == 0)
		return;
	errands = NEW_LIST(arena, struct errand, n);
	attempt_errands(db, ids, n, errands);
	for (unsigned i = count; i-- > 0;)
		if (s[i].id != 0 && consequential(list[i]->news, &s[i]))
			of[i] = &errands[--n];
}

static bool
is_ours(const struct receipt *receipt, const struct standing *s,
    const struct errand *e)
{
	return s->id != 0 && (e == NULL || e->attempt.id != 0) &&
	    strcmp(s->account, receipt->account->name) == 0;
}

void
receipts_keep(struct db *db, struct gateway *gateway,
    struct receipt *const list[], unsigned count)
{
	struct arena		*arena = db_arena(db);
	int64_t			*ids = NEW_LIST(arena, int64_t, count);
	struct standing		*s = NEW_LIST(arena, struct standing, count);
	const struct errand	**of = NEW_LIST(arena, const struct errand *,
				    count);
	struct move		*moves = NEW_LIST(arena, struct move, count);
	struct settling		*settling = NEW_LIST(arena, struct settling,
				    count);
	unsigned		 n = 0;

	for (unsigned i = 0; i < count; i++)
		ids[i] = attempt_of_news(db, list[i]->news);
	attempt_standings(db, ids, count, s);
	read_errands(db, list, count, s, of);
	for (unsigned i = 0; i < count; i++) {
		const struct news *news = list[i]->news;

		list[i]->settled = 0;
		if (!is_ours(list[i], &s[i], of[i]))
			continue;
		if (s[i].state == ATTEMPT_CLAIMED && s[i].looks > 0)
			list[i]->settled = s[i].id;
		moves[n] = (struct move){ .attempt = s[i].id,
		    .to = news->state, .reference = news->reference,
		    .class = news->class, .reason = reason_of(news, of[i]) };
		settling[n] = (struct settling){ &moves[n], of[i] };
		n++;
	}
	settle_all(db, gateway, settling, n);
}

static void
work(struct job *job, struct db *db)
{
	struct receipts *r = CONTAINER(job, struct receipts, job);

	receipts_keep(db, r->gateway, r->list, r->count);
}

static void
hand_over(struct receipts *r)
{
	while (r->count < MOST && !STAILQ_EMPTY(&r->coming)) {
		r->list[r->count++] = STAILQ_FIRST(&r->coming);
		STAILQ_REMOVE_HEAD(&r->coming, next);
		r->waiting--;
	}
	if (r->count > 0)
		store_write(r->gateway->store, &r->job);
}

static void
done(struct job *job, bool kept)
{
	struct receipts	*r = CONTAINER(job, struct receipts, job);
	struct receipt	*list[MOST];
	unsigned	 count = r->count;
	bool		 world = job->world;

	memcpy(list, r->list, count * sizeof *list);
	r->count = 0;
	hand_over(r);
	for (unsigned i = 0; i < count; i++)
		list[i]->done(list[i], kept, world);
}

struct receipts *
receipts_new(struct gateway *gateway)
{
	struct receipts *r = calloc(1, sizeof *r);

	if (r == NULL)
		abort();
	r->gateway = gateway;
	r->job = (struct job){ .work = work, .done = done };
	STAILQ_INIT(&r->coming);
	return r;
}

void
receipts_free(struct receipts *r)
{
	free(r);
}

void
receipts_put(struct receipts *r, struct receipt *receipt)
{
	STAILQ_INSERT_TAIL(&r->coming, receipt, next);
	r->waiting++;
	if (r->count == 0)
		hand_over(r);
}

unsigned
receipts_waiting(const struct receipts *r)
{
	return r->waiting;
}
