/*
 * Lives wait in one of three lists, or are with post.c while a receipt is
 * under way.  One timer serves them all: with nothing to wait for it rings
 * at the next turn, however many texts came in this one.
 *
 * Only so many receipts are under way at once; the others are a few bytes in
 * a list, so a hundred thousand of them cost little memory.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/phone.h"
#include "carrier/post.h"
#include "carrier/send.h"
#include "net/loop.h"

#define UNDER_WAY	64
#define LOOK_AGAIN	20	/* ms, while something is due later. */
#define EXPIRED		30036

static void
free_life(struct carrier *c, struct life *life)
{
	if (life->asked != NULL)
		send_answer(c, life->asked, life->n);
	free(life->url);
	free(life);
}

static void
free_list(struct carrier *c, struct life_list *list)
{
	struct life *life;

	while ((life = TAILQ_FIRST(list)) != NULL) {
		TAILQ_REMOVE(list, life, link);
		free_life(c, life);
	}
}

/* By due; most come in order, so the place is looked for from the end. */
static void
put_later(struct lives *lives, struct life *life)
{
	struct life *at = TAILQ_LAST(&lives->later, life_list);

	while (at != NULL && at->due > life->due)
		at = TAILQ_PREV(at, life_list, link);
	if (at == NULL)
		TAILQ_INSERT_HEAD(&lives->later, life, link);
	else
		TAILQ_INSERT_AFTER(&lives->later, at, life, link);
}

static void
move(struct carrier *c, struct text *text, enum text_status status,
    uint16_t error)
{
	text->status = (uint8_t)status;
	text->error = error;
	text->updated = carrier_now(c);
	if (status == TEXT_SENT)
		text->sent = text->updated;
	journal_move(c, text);
}

static void
say(struct life *life, enum text_status status)
{
	life->says[life->untold++] = (uint8_t)status;
}

/* The receipts of a step, as the life's fault will have them. */
static void
say_step(struct life *life, enum text_status status)
{
	if (life->url == NULL || life->receipts == RECEIPTS_LOST ||
	    (life->receipts == RECEIPTS_SWAPPED && status == TEXT_SENT))
		return;
	say(life, status);
	if (life->receipts == RECEIPTS_TWICE)
		say(life, status);
	if (life->receipts == RECEIPTS_SWAPPED && status != TEXT_FAILED)
		say(life, TEXT_SENT);
}

static void
step(struct carrier *c, struct life *life, struct text *text)
{
	int64_t now = carrier_now(c);

	if (text->status == TEXT_SENT)
		move(c, text, life->error != 0 ? TEXT_UNDELIVERED :
		    TEXT_DELIVERED, life->error);
	else if (life->dies != 0 && now >= life->dies)
		move(c, text, TEXT_FAILED, EXPIRED);
	else {
		move(c, text, TEXT_SENT, 0);
		life->due = now + life->delay;
	}
	say_step(life, (enum text_status)text->status);
}

static void
end(struct carrier *c, struct life *life, const struct text *text)
{
	uint32_t phone = 0, line = 0;

	if (text != NULL && text->status == TEXT_DELIVERED) {
		phone = text->to;
		line = text->from;
	}
	free_life(c, life);
	if (phone != 0)
		phone_got(c, phone, line);
}

/* Goes on with a life that is in no list, as far as it goes now. */
static void
live(struct carrier *c, struct life *life)
{
	struct text *text = record_text(&c->record, life->n);

	while (text != NULL) {
		if (life->untold > 0) {
			c->lives.under_way++;
			post_tell(c, life, text,
			    (enum text_status)life->says[0]);
			return;
		}
		if (text->status >= TEXT_DELIVERED)
			break;
		if (life->due > carrier_now(c)) {
			put_later(&c->lives, life);
			return;
		}
		step(c, life, text);
	}
	end(c, life, text);
}

static void
hear_the_clock(struct carrier *c)
{
	struct lives	*lives = &c->lives;
	struct life	*life;
	int64_t		 now = carrier_now(c);

	while ((life = TAILQ_FIRST(&lives->later)) != NULL &&
	    life->due <= now) {
		TAILQ_REMOVE(&lives->later, life, link);
		TAILQ_INSERT_TAIL(&lives->ready, life, link);
	}
}

/* A clock that stands still is looked at again when it is moved; any other
 * may be a test's, so it is looked at often. */
static void
set_bell(struct carrier *c)
{
	const struct life	*first = TAILQ_FIRST(&c->lives.later);
	int64_t			 wait;

	if (first == NULL || c->held != 0 || c->lives.rung)
		return;
	wait = first->due - carrier_now(c);
	timer_set(c->lives.bell, wait < 1 ? 1 :
	    wait > LOOK_AGAIN ? LOOK_AGAIN : wait);
}

void
life_run(struct carrier *c)
{
	struct lives	*lives = &c->lives;
	struct life	*life;

	hear_the_clock(c);
	while (lives->under_way < UNDER_WAY &&
	    (life = TAILQ_FIRST(&lives->ready)) != NULL) {
		TAILQ_REMOVE(&lives->ready, life, link);
		live(c, life);
	}
	journal_flush(c);
	set_bell(c);
}

static void
ring(void *arg)
{
	struct carrier *c = arg;

	c->lives.rung = false;
	life_run(c);
}

void
life_wake(struct carrier *c)
{
	if (c->lives.rung || c->closing)
		return;
	c->lives.rung = true;
	timer_set(c->lives.bell, 0);
}

void
life_open(struct carrier *c)
{
	TAILQ_INIT(&c->lives.ready);
	TAILQ_INIT(&c->lives.later);
	TAILQ_INIT(&c->lives.held);
	c->lives.bell = timer_new(c->loop, ring, c);
}

void
life_reset(struct carrier *c)
{
	free_list(c, &c->lives.ready);
	free_list(c, &c->lives.later);
	free_list(c, &c->lives.held);
}

void
life_close(struct carrier *c)
{
	assert(c->lives.under_way == 0);
	life_reset(c);
	timer_free(c->lives.bell);
}

struct life *
life_new(const struct text *text, const char *url)
{
	struct life *life = calloc(1, sizeof *life);

	if (life == NULL || (url != NULL &&
	    (life->url = strdup(url)) == NULL))
		abort();
	life->n = text->n;
	if (text->way == WAY_IN)
		say(life, TEXT_RECEIVED);
	return life;
}

void
life_begin(struct carrier *c, struct life *life)
{
	if (life->held)
		TAILQ_INSERT_TAIL(&c->lives.held, life, link);
	else
		TAILQ_INSERT_TAIL(&c->lives.ready, life, link);
	life_wake(c);
}

void
life_told(struct carrier *c, struct life *life)
{
	assert(c->lives.under_way > 0 && life->untold > 0);
	c->lives.under_way--;
	life->untold--;
	life->says[0] = life->says[1];
	if (c->closing) {
		free_life(c, life);
		return;
	}
	TAILQ_INSERT_HEAD(&c->lives.ready, life, link);
	life_wake(c);
}

unsigned
life_release(struct carrier *c)
{
	struct life	*life;
	unsigned	 count = 0;

	TAILQ_FOREACH(life, &c->lives.held, link)
		count++;
	TAILQ_CONCAT(&c->lives.ready, &c->lives.held, link);
	life_wake(c);
	return count;
}
