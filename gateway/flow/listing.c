/*
 * What was written to us, asked for: at start and every few minutes each of
 * our numbers is listed at its provider, from an hour before the last time,
 * so words written while we were down are received, once: a text that we
 * have is known by its reference.  Nothing is sent before, since a stop may be
 * among them.  Where no webhook can reach us (inbound =
 * poll) this is how everything comes, receipts too.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/receive.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/user.h"

#define OVERLAP		HOURS(1)
#define NEVER_LISTED	DAYS(1)		/* A new number: that far back. */
#define PAGES_MOST	200
#define PATIENCE	SECONDS(30)	/* After a failure. */

struct listing {
	struct job		 job;
	struct lane		*lane;
	struct arena		*arena;
	struct sender		 sender;
	int64_t			 listed, began;
	int64_t			 every;		/* As the account says. */
	bool			 found;
	struct question		 question;
	struct carriage		 carriage;
	struct news		*pages[PAGES_MOST];	/* The newest first. */
	unsigned		 count, left;	/* left: news not kept yet. */
	bool			 refused;	/* By the world. */
};

/* One piece of news on its way to the store. */
struct item {
	struct job	 job;
	struct listing	*listing;
	struct news	*news;
	int64_t		 settled;	/* See receive_keep(). */
};

static void	next_page(struct listing *);

static void
finish(struct listing *l, int64_t wait)
{
	struct lane *lane = l->lane;

	lane->list_at = clock_boot() + wait;
	lane->listing_now = false;
	arena_free(l->arena);
	if (wait == 0) {
		listing_tick(lane);
	} else if (!lane->heard) {
		lane->heard = true;	/* All was listed, or cannot be. */
		lane_look(lane);
	}
}

static void
listed_work(struct job *job, struct db *db)
{
	struct listing *l = CONTAINER(job, struct listing, job);

	sender_listed(db, l->sender.address, l->began);
}

/* At once to the next number. */
static void
listed_done(struct job *job, bool kept)
{
	finish(CONTAINER(job, struct listing, job), kept ? 0 : PATIENCE);
}

/* All of one question was told: the next one, or the end. */
static void
told_all(struct listing *l)
{
	if (l->question.kind == ASK_INBOUND &&
	    l->lane->use->inbound == INBOUND_POLL) {
		l->question = (struct question){ .kind = ASK_RECEIPTS,
		    .from = l->sender.address, .since = l->question.since };
		next_page(l);
		return;
	}
	l->job = (struct job){ .work = listed_work, .done = listed_done };
	store_write(l->lane->gateway->store, &l->job);
}

static void
all_done(struct listing *l)
{
	if (l->refused)
		finish(l, PATIENCE);
	else
		told_all(l);
}

static void
item_work(struct job *job, struct db *db)
{
	struct item	*item = CONTAINER(job, struct item, job);
	struct lane	*lane = item->listing->lane;

	item->settled = receive_keep(db, lane->gateway, lane->account,
	    item->news, clock_now());
}

static void
one_less(struct listing *l)
{
	if (--l->left == 0)
		all_done(l);
}

static void
stray_work(struct job *job, struct db *db)
{
	struct item	*item = CONTAINER(job, struct item, job);
	const char	*text = item->news->text != NULL ?
			    item->news->text : "";

	stray_add(db, &(struct stray){
	    .account = item->listing->lane->account->name,
	    .why = "the store refused what was listed",
	    .url = item->news->reference, .body = text,
	    .length = strlen(text) }, clock_now());
}

static void
stray_done(struct job *job, bool kept)
{
	struct item *item = CONTAINER(job, struct item, job);

	if (!kept)
		item->listing->refused = true;
	one_less(item->listing);
}

/* What is refused by its own fault would be so again: it is kept raw. */
static void
item_done(struct job *job, bool kept)
{
	struct item	*item = CONTAINER(job, struct item, job);
	struct listing	*l = item->listing;

	if (!kept && !job->world) {
		item->job = (struct job){ .work = stray_work,
		    .done = stray_done };
		store_write(l->lane->gateway->store, &item->job);
		return;
	}
	if (kept)
		receive_kept(l->lane->gateway, item->settled);
	else
		l->refused = true;
	one_less(l);
}

static void
keep_page(struct listing *l, struct news *news)
{
	struct item *item;

	for (; news != NULL; news = news->next) {
		item = NEW(l->arena, struct item);
		item->listing = l;
		item->news = news;
		item->job = (struct job){ .work = item_work,
		    .done = item_done };
		l->left++;
		store_write(l->lane->gateway->store, &item->job);
	}
}

/* In the order of time: the pages came with the newest first. */
static void
keep_all(struct listing *l)
{
	l->left = 1;			/* This call's own. */
	while (l->count > 0)
		keep_page(l, l->pages[--l->count]);
	one_less(l);
}

static void
on_told(struct carriage *carriage)
{
	struct listing		*l = CONTAINER(carriage, struct listing,
				    carriage);
	const struct account	*account = l->lane->account;
	struct news		*news = NULL;

	if (l->lane->gateway->stopping || !account->provider->told(account,
	    &l->question, &carriage->response, &news, l->arena)) {
		log_info("listing", 0, "no answer, account=%s",
		    account->name);
		finish(l, PATIENCE);
		return;
	}
	l->pages[l->count++] = news;
	if (l->question.next != NULL && l->count < PAGES_MOST)
		next_page(l);
	else
		keep_all(l);
}

static void
next_page(struct listing *l)
{
	const struct account *account = l->lane->account;

	l->carriage = (struct carriage){ .arena = l->arena,
	    .answered = on_told, .limit = 4 << 20 };
	account->provider->ask(account, &l->question, clock_now(),
	    &l->carriage.request, l->arena);
	client_carry(l->lane->gateway->client, &l->carriage);
}

static void
which_work(struct job *job, struct db *db)
{
	struct listing	*l = CONTAINER(job, struct listing, job);
	int64_t		 before = l->began - l->every;

	if (before < l->lane->started)
		before = l->lane->started;
	l->found = sender_to_list(db, l->lane->account->name, before,
	    &l->sender, &l->listed);
}

static void
which_done(struct job *job, bool kept)
{
	struct listing *l = CONTAINER(job, struct listing, job);

	if (!kept || !l->found || l->lane->gateway->stopping) {
		finish(l, kept ? SECONDS(1) : PATIENCE);
		return;
	}
	l->question = (struct question){ .kind = ASK_INBOUND,
	    .to = l->sender.address, .since = l->listed != 0 ?
		l->listed - OVERLAP : l->began - NEVER_LISTED };
	next_page(l);
}

void
listing_tick(struct lane *lane)
{
	struct arena	*arena;
	struct listing	*l;

	if (lane->account->provider->ask == NULL || lane->listing_now ||
	    clock_boot() < lane->list_at || lane->gateway->stopping)
		return;
	arena = arena_new();
	l = NEW(arena, struct listing);
	l->arena = arena;
	l->lane = lane;
	l->began = clock_now();
	l->every = lane->use->listing;
	l->job = (struct job){ .work = which_work, .done = which_done,
	    .arena = arena };
	lane->listing_now = true;
	store_read(lane->gateway->store, &l->job);
}
