/*
 * The lanes.  What was claimed waits in one of two lists, the first for
 * messages to people's questions and emergencies, the other for bulk, which
 * never fills a lane: a quarter of it is kept free.  The queue itself is in
 * the database; what is lost with this process is only who was about to send
 * what, and the claim says when another may look after it.  What waits in hand
 * is looked at once a second: it may have been taken back.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/locale.h"
#include "base/log.h"
#include "flow/dispatch.h"
#include "flow/fence.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/kind.h"
#include "flow/render.h"
#include "flow/route.h"
#include "flow/settle.h"
#include "net/loop.h"
#include "store/db.h"

#define BULK_AGAIN	SECONDS(5)
#define HAND		1024	/* Claimed and not launched yet, at most. */
#define ASK_MOST	256	/* At once: the writer has others to serve. */

static unsigned
limit_of_bulk(unsigned most)
{
	return most < 2 ? most : most - (most + 3) / 4;
}

/* It has ended, as outcome or because it was not launched. */
static void
end(struct lane *lane, struct claimed *c)
{
	TAILQ_INSERT_TAIL(&lane->ended, c, next);
}

void
lane_stay(struct lane *lane, struct claimed *c, int64_t due)
{
	c->move.to = ATTEMPT_PLANNED;
	c->move.due = due;
	if (mail_twice(&c->errand))
		c->move.reason = MAIL_TWICE;
	end(lane, c);
}

/* The provider answered, or did not. */
static void
answered(struct carriage *carriage)
{
	struct claimed	*c = CONTAINER(carriage, struct claimed, carriage);
	struct lane	*lane = c->lane;

	lane->under_way--;
	if (c->errand.attempt.rank >= RANK_BULK)
		lane->bulk_under_way--;
	conclude(lane, c);
	end(lane, c);
	lane_poke(lane);
}

/* The one way out: nothing else hands a text to a provider. */
static void
carry(struct lane *lane, struct claimed *c)
{
	char id[ID_TEXT];

	if (!fence_open(&c->errand, lane->simulated)) {
		c->move.to = ATTEMPT_PRACTICE;
		end(lane, c);
		return;
	}
	pace_spend(&lane->pace, c->sms.parts);
	c->out.key = arena_text(c->arena, id_text(c->errand.attempt.id, id));
	if (lane->account->hook != NULL && *lane->account->hook != '\0')
		c->out.receipts = arena_print(c->arena, "%s?a=%s",
		    lane->account->hook, c->out.key);
	lane->account->provider->build(lane->account, &c->out, clock_now(),
	    &c->carriage.request, c->arena);
	c->carriage.arena = c->arena;
	c->carriage.launch_by = c->launch_by;
	c->carriage.answered = answered;
	c->began = clock_boot();
	lane->under_way++;
	if (c->errand.attempt.rank >= RANK_BULK)
		lane->bulk_under_way++;
	client_carry(lane->gateway->client, &c->carriage);
}

/* The carrier would refuse it, and half of it is no message. */
static void
fail_as_too_long(struct lane *lane, struct claimed *c)
{
	c->move.to = ATTEMPT_FAILED;
	c->move.class = ERROR_CONTENT_PERM;
	c->move.reason = FIT_NOT;
	log_info("attempt", c->move.attempt, "too long for a text, "
	    "account=%s", lane->account->name);
	end(lane, c);
}

/* Consent, hours and use are looked at now: they may have changed. */
static void
launch(struct lane *lane, struct claimed *c)
{
	int64_t		 now = clock_now(), due = now, rests;
	const char	*reason = NULL;
	struct letterhead head;

	if (clock_boot() >= c->launch_by) {
		lane_stay(lane, c, now);
		return;
	}
	if ((rests = lane_sender_rests(lane, c->errand.attempt.sender)) > 0) {
		lane_stay(lane, c, now + rests);
		return;
	}
	switch (route_launch(&c->errand, lane->gateway->zone, now, &due,
	    &reason)) {
	case ROUTE_WAIT:
		c->move.reason = reason;
		lane_stay(lane, c, due);
		return;
	case ROUTE_DROP:
		c->move.to = ATTEMPT_DROPPED;
		c->move.reason = reason;
		end(lane, c);
		return;
	case ROUTE_GO:
		break;
	}
	c->arena = arena_new();
	head = (struct letterhead){ lane->gateway->token_key,
	    lane->use->replies, lane->gateway->configured->settings.public_url
	};
	render(lane->gateway->frames, &c->errand, &head, c->arena, &c->out,
	    &c->sms);
	if (fit_over(&c->out, lane->account->provider->longest) > 0)
		fail_as_too_long(lane, c);
	else
		carry(lane, c);
}

/* The next one that may be launched, or NULL. */
static struct claimed *
next_claimed(struct lane *lane)
{
	unsigned	 window = lane->probing ? 1 : lane->window;
	struct claimed	*c = TAILQ_FIRST(&lane->first);

	if (lane->under_way >= window)
		return NULL;
	if (c != NULL) {
		TAILQ_REMOVE(&lane->first, c, next);
		lane->in_hand--;
		return c;
	}
	c = TAILQ_FIRST(&lane->bulk);
	if (c == NULL || lane->bulk_under_way >= limit_of_bulk(window))
		return NULL;
	TAILQ_REMOVE(&lane->bulk, c, next);
	lane->in_hand--;
	lane->bulk_in_hand--;
	return c;
}

static void
launch_all(struct lane *lane)
{
	struct claimed	*c;
	int64_t		 wait;

	while (clock_boot() >= lane->well_at && !lane->gateway->stopping) {
		wait = pace_wait(&lane->pace, clock_boot());
		if (wait > 0) {
			if (lane->in_hand > 0)
				timer_set(lane->again, wait);
			return;
		}
		if ((c = next_claimed(lane)) == NULL)
			return;
		launch(lane, c);
	}
}

/* Into the hand: the first by rank, an emergency before what came earlier. */
static void
put(struct lane *lane, struct claimed *c)
{
	int64_t		 rank = c->errand.attempt.rank;
	struct claimed	*before = TAILQ_LAST(&lane->first, claimed_list);

	c->lane = lane;
	lane->in_hand++;
	if (rank >= RANK_BULK) {
		lane->bulk_in_hand++;
		TAILQ_INSERT_TAIL(&lane->bulk, c, next);
		return;
	}
	while (before != NULL && before->errand.attempt.rank > rank)
		before = TAILQ_PREV(before, claimed_list, next);
	if (before == NULL)
		TAILQ_INSERT_HEAD(&lane->first, c, next);
	else
		TAILQ_INSERT_AFTER(&lane->first, before, c, next);
}

static void
ask_done(struct job *job, bool kept)
{
	struct ask	*a = CONTAINER(job, struct ask, job);
	struct lane	*lane = CONTAINER(a, struct lane, ask);
	struct claimed	*c;

	lane->asking = false;
	if (!kept)
		claim_drop(a);
	else if (a->held > 0)
		log_info("lane", 0, "practice, account=%s not_sent=%u",
		    lane->account->name, a->held);
	lane->gateway->figures.practice += kept ? a->held : 0;
	if (!kept || (int64_t)a->found < a->claim.room) {
		lane->first_dry = true;
		if (a->claim.rank >= RANK_BULK) {
			lane->dry = true;
			lane->bulk_at = clock_now() + BULK_AGAIN;
			if (a->next != 0 && a->next < lane->bulk_at)
				lane->bulk_at = a->next;
		}
	}
	while ((c = TAILQ_FIRST(&a->got)) != NULL) {
		TAILQ_REMOVE(&a->got, c, next);
		put(lane, c);
	}
	claim_drop(a);
	if (lane->gateway->stopping)
		lane_put_back(lane);
	else
		lane_poke(lane);
}

/* What may be in hand: as much as goes out in a quarter of a lease. */
static unsigned
hand(const struct lane *lane)
{
	int64_t most = HAND;

	if (lane->pace.rate > 0 && lane->pace.rate * LEASE / 4000 < most)
		most = lane->pace.rate * LEASE / 4000;
	return lane->probing ? 1 : (unsigned)most;
}

/* Bulk may fill three quarters of the hand, all the others the rest too. */
static unsigned
room(const struct lane *lane, bool bulk)
{
	unsigned most = hand(lane), of_bulk = limit_of_bulk(most), left;

	if (lane->in_hand >= most || (bulk && lane->bulk_in_hand >= of_bulk))
		return 0;
	left = most - lane->in_hand;
	if (bulk && of_bulk - lane->bulk_in_hand < left)
		left = of_bulk - lane->bulk_in_hand;
	return left;
}

static void
ask(struct lane *lane, bool bulk, unsigned most)
{
	int64_t now = clock_now();

	if (most > ASK_MOST)
		most = ASK_MOST;
	lane->asking = true;
	lane->ask.launch_by = clock_boot() + LEASE;
	lane->ask.claim = (struct claim){ .account = lane->account->name,
	    .now = now, .launch_by = now + LEASE, .node = lane->gateway->node,
	    .rank = bulk ? RANK_MOST : RANK_BULK - 1, .room = most };
	store_write(lane->gateway->store, &lane->ask.job);
}

/* Ask when half of what may be in hand is gone, or as much as one asks for;
 * but for what is not bulk, whenever there may be any. */
static void
ask_if_room(struct lane *lane)
{
	unsigned bulk = room(lane, true), first = room(lane, false);
	unsigned enough = limit_of_bulk(hand(lane)) / 2;

	if (enough > ASK_MOST)
		enough = ASK_MOST;
	if (lane->asking || lane->gateway->stopping || !lane->heard ||
	    clock_boot() < lane->well_at ||
	    gateway_ill(lane->gateway) != NULL)
		return;
	if (!lane->dry && bulk > 0 && bulk >= enough)
		ask(lane, true, bulk);
	else if (!lane->first_dry && first > 0)
		ask(lane, false, first);
}

static void
tell_work(struct job *job, struct db *db)
{
	struct tell	*t = CONTAINER(job, struct tell, job);
	struct lane	*lane = CONTAINER(t, struct lane, tell);
	struct settling	*list;
	struct claimed	*c;
	unsigned	 n = 0;

	TAILQ_FOREACH(c, &t->ended, next)
		n++;
	list = NEW_LIST(db_arena(db), struct settling, n);
	n = 0;
	TAILQ_FOREACH(c, &t->ended, next)
		list[n++] = (struct settling){ &c->move, &c->errand };
	settle_all(db, lane->gateway, list, n);
}

static void
tell_done(struct job *job, bool kept)
{
	struct tell	*t = CONTAINER(job, struct tell, job);
	struct lane	*lane = CONTAINER(t, struct lane, tell);

	lane->telling = false;
	if (kept) {
		claim_free(&t->ended);
		lane_poke(lane);
		return;
	}
	/* It is said again at the next tick. */
	TAILQ_CONCAT(&t->ended, &lane->ended, next);
	TAILQ_CONCAT(&lane->ended, &t->ended, next);
	lane->hush = true;
}

void
lane_tell(struct lane *lane)
{
	if (lane->telling || lane->hush || TAILQ_EMPTY(&lane->ended))
		return;
	lane->telling = true;
	TAILQ_CONCAT(&lane->tell.ended, &lane->ended, next);
	store_write(lane->gateway->store, &lane->tell.job);
}

void
lane_poke(struct lane *lane)
{
	launch_all(lane);
	lane_tell(lane);
	ask_if_room(lane);
}

static void
on_again(void *arg)
{
	lane_poke(arg);
}

void
lane_look(struct lane *lane)
{
	lane->dry = lane->first_dry = false;
	lane_poke(lane);
}

/* Bulk waits for the morning by the ten thousand, and each look for what is
 * due passes over it: so the next one is when the next is due. */
static void
look_again(struct lane *lane)
{
	lane->first_dry = false;
	if (clock_now() >= lane->bulk_at)
		lane->dry = false;
	lane_poke(lane);
}

void
lane_look_first(struct lane *lane)
{
	lane->first_dry = false;
	lane_poke(lane);
}

void
lane_tick(struct lane *lane)
{
	lane->hush = false;
	recall_tick(lane);
	seek_tick(lane);
	listing_tick(lane);
	look_again(lane);
}

/* What was claimed and must not be launched goes back. */
void
lane_put_back(struct lane *lane)
{
	struct claimed *c;

	TAILQ_CONCAT(&lane->first, &lane->bulk, next);
	lane->in_hand = lane->bulk_in_hand = 0;
	while ((c = TAILQ_FIRST(&lane->first)) != NULL) {
		TAILQ_REMOVE(&lane->first, c, next);
		lane_stay(lane, c, clock_now());
	}
	lane_tell(lane);
}

bool
lane_idle(const struct lane *lane)
{
	return lane->under_way == 0 && !lane->asking && !lane->telling &&
	    !lane->recalling &&
	    lane->in_hand == 0 && TAILQ_EMPTY(&lane->ended) &&
	    lane->seeking == 0 && !lane->seek_asking && !lane->listing_now;
}

const char *
lane_resting(const struct lane *lane)
{
	return clock_boot() < lane->well_at ? lane->why : NULL;
}

void
lane_took(struct lane *lane)
{
	lane->taken_at = clock_boot();
}

void
lane_state(const struct lane *lane, struct lane_state *state)
{
	int64_t	ahead = clock_now() - clock_boot();
	bool	ill = lane->rest != 0;

	*state = (struct lane_state){
	    .why = !ill ? NULL : lane->why != NULL ? lane->why :
	    "it did not answer", .since = ill ? lane->ill_since : 0,
	    .again = ill ? ahead + lane->well_at : 0,
	    .taken = lane->taken_at == 0 ? 0 : ahead + lane->taken_at };
}

struct lane *
lane_new(struct gateway *gateway, unsigned account)
{
	const struct account_settings	*use =
	    &gateway->configured->use[account];
	struct arena			*arena = arena_new();
	struct lane			*lane = NEW(arena, struct lane);

	lane->arena = arena;
	lane->gateway = gateway;
	lane->account = &gateway->configured->accounts[account];
	lane->use = use;
	lane->simulated = use->simulated;
	lane->window = (unsigned)use->window;
	TAILQ_INIT(&lane->first);
	TAILQ_INIT(&lane->bulk);
	TAILQ_INIT(&lane->ended);
	TAILQ_INIT(&lane->tell.ended);
	TAILQ_INIT(&lane->ask.got);
	pace_start(&lane->pace, use->pace, clock_boot());
	lane->again = timer_new(gateway->loop, on_again, lane);
	lane->ask.job = (struct job){ .work = claim_work, .done = ask_done };
	lane->tell.job = (struct job){ .work = tell_work, .done = tell_done,
	    .patient = true };
	recall_start(lane);
	lane->rested = -1;
	lane->started = clock_now();
	lane->heard = lane->account->provider->ask == NULL &&
	    (use->imap == NULL || *use->imap == '\0');
	return lane;
}

void
lane_free(struct lane *lane)
{
	if (lane == NULL)
		return;
	claim_free(&lane->first);
	claim_free(&lane->bulk);
	claim_free(&lane->ended);
	claim_free(&lane->tell.ended);
	claim_drop(&lane->ask);
	timer_free(lane->again);
	arena_free(lane->recall.arena);
	arena_free(lane->arena);
}
