/*
 * Receiving.  On the loop: is it genuine, what does it say; on the writer:
 * keep it, each reply as a job of its own, receipts together (receipts.h); on
 * the loop again: answer.
 */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/log.h"
#include "flow/gateway.h"
#include "flow/inbound.h"
#include "flow/inside.h"
#include "flow/receipts.h"
#include "flow/receive.h"
#include "store/db.h"
#include "store/user.h"

/* One webhook, until it is answered. */
struct receiving {
	struct gateway		*gateway;
	const struct account	*account;
	const struct request	*request;
	struct arena		*arena;
	void			(*answered)(void *, const struct answer *);
	void			*arg;
	unsigned		 left;		/* Jobs not done yet. */
	bool			 refused;	/* One, by the world. */
	int64_t			 now;
};

/* One piece of news, or (without) the whole as a stray. */
struct item {
	struct job		 job;
	struct receiving	*r;
	const struct news	*news;
	struct receipt		 receipt;	/* Of many. */
	int64_t			 settled;	/* See receive_keep(). */
	const char		*why;
};

static void
finish(struct receiving *r)
{
	const struct provider *provider = r->account->provider;

	if (--r->left > 0)
		return;
	r->answered(r->arg, r->refused ? &provider->later : &provider->yes);
}

static void
stray_work(struct job *job, struct db *db)
{
	struct item		*item = CONTAINER(job, struct item, job);
	const struct receiving	*r = item->r;

	stray_add(db, &(struct stray){ .account = r->account->name,
	    .why = item->why, .url = r->request->url,
	    .body = r->request->body, .length = r->request->length }, r->now);
}

static void
stray_done(struct job *job, bool kept)
{
	struct item *item = CONTAINER(job, struct item, job);

	if (!kept)
		item->r->refused = true;
	finish(item->r);
}

static void
keep_stray(struct receiving *r, const char *why)
{
	struct item *item = NEW(r->arena, struct item);

	item->r = r;
	item->why = why;
	item->job = (struct job){ .work = stray_work, .done = stray_done };
	r->left++;
	log_info("webhook", 0, "kept as a stray, account=%s why=%s",
	    r->account->name, why);
	store_write(r->gateway->store, &item->job);
}

static void
item_work(struct job *job, struct db *db)
{
	struct item *item = CONTAINER(job, struct item, job);

	item->settled = receive_keep(db, item->r->gateway, item->r->account,
	    item->news, item->r->now);
}

static void
item_done(struct job *job, bool kept)
{
	struct item		*item = CONTAINER(job, struct item, job);
	struct receiving	*r = item->r;

	if (kept)
		receive_kept(r->gateway, item->settled);
	else if (job->world)
		r->refused = true;
	else
		keep_stray(r, "the store refused it");
	finish(r);
}

/* With others; by itself, when one of them was bad. */
static void
receipt_done(struct receipt *receipt, bool kept, bool world)
{
	struct item *item = CONTAINER(receipt, struct item, receipt);
	struct receiving *r = item->r;

	if (!kept && !world) {
		store_write(r->gateway->store, &item->job);
		return;
	}
	if (kept)
		receive_kept(r->gateway, receipt->settled);
	r->refused |= !kept;
	finish(r);
}

static void
keep_item(struct receiving *r, struct item *item)
{
	if (item->news->kind != NEWS_RECEIPT) {
		r->gateway->figures.replies++;
		r->gateway->figures.reply_at = clock_now();
		store_write(r->gateway->store, &item->job);
		return;
	}
	r->gateway->figures.receipts++;
	r->gateway->figures.receipt_at = clock_now();
	item->receipt = (struct receipt){ .account = r->account,
	    .news = item->news, .done = receipt_done };
	receipts_put(r->gateway->receipts, &item->receipt);
}

static void
keep_news(struct receiving *r, const struct news *news)
{
	struct item *item;

	for (; news != NULL; news = news->next) {
		item = NEW(r->arena, struct item);
		item->r = r;
		item->news = news;
		item->job = (struct job){ .work = item_work,
		    .done = item_done };
		r->left++;
		keep_item(r, item);
	}
}

void
receive(struct gateway *gateway, const struct account *account,
    const struct request *request, struct arena *arena,
    void (*answered)(void *, const struct answer *), void *arg)
{
	struct receiving	*r = NEW(arena, struct receiving);
	struct news		*news = NULL;
	struct need		 need = { 0 };
	int64_t			 now = clock_now();

	if (account->provider->genuine(account, request, now, &need,
	    arena) != GENUINE_YES) {
		gateway->figures.not_genuine++;
		answered(arg, &account->provider->never);
		return;
	}
	*r = (struct receiving){ .gateway = gateway, .account = account,
	    .request = request, .arena = arena, .answered = answered,
	    .arg = arg, .left = 1, .now = now };
	if (account->provider->read(account, request, &news, arena))
		keep_news(r, news);
	else
		keep_stray(r, "not understood");
	finish(r);
}

int64_t
receive_keep(struct db *db, struct gateway *gateway,
    const struct account *account, const struct news *news, int64_t now)
{
	struct receipt receipt = { .account = account, .news = news };

	if (news->kind == NEWS_RECEIPT) {
		receipts_keep(db, gateway, &(struct receipt *){ &receipt }, 1);
		return receipt.settled;
	}
	inbound_keep(db, gateway, account, news, now);
	return 0;
}

void
receive_kept(struct gateway *gateway, int64_t attempt)
{
	for (unsigned i = 0; attempt != 0 && i < gateway->configured->count;
	    i++)
		recall_one(gateway->lanes[i], attempt);
}
