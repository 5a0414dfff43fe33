/*
 * What an answer means: for the attempt, whose move it decides, and for the
 * lane, which rests when its provider is ill.
 */

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/log.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/settle.h"

#define REST_LEAST	SECONDS(10)
#define REST_MOST	MINUTES(5)
#define SENDER_RESTS	MINUTES(5)
#define TRIES_MOST	6
#define UNKNOWNS_MOST	5	/* One after another; then the lane rests. */
#define LOOK_FIRST	SECONDS(10)

static const char *const names[] = {
	[OUTCOME_SENT] = "sent", [OUTCOME_LATER] = "later",
	[OUTCOME_REFUSED] = "refused", [OUTCOME_UNKNOWN] = "unknown",
	[OUTCOME_SICK] = "sick",
};

/* 30 s, 1, 2, 4, ... min. */
static int64_t
backoff(int64_t tries)
{
	return SECONDS(30) << (tries > 6 ? 6 : tries);
}

static void
rest(struct lane *lane, int64_t wait, const char *why)
{
	int64_t now = clock_boot();

	if (now < lane->well_at)
		return;			/* Several were under way. */
	if (lane->rest == 0)
		lane->ill_since = clock_now();
	lane->rest = lane->rest == 0 ? REST_LEAST : lane->rest * 2;
	if (lane->rest > REST_MOST)
		lane->rest = REST_MOST;
	if (wait > lane->rest)
		lane->rest = wait < REST_MOST ? wait : REST_MOST;
	lane->well_at = now + lane->rest;
	lane->probing = true;
	lane->why = why;
	log_info("lane", 0, "rests, account=%s for=%llds why=%s",
	    lane->account->name, (long long)(lane->rest / 1000),
	    why != NULL ? why : "?");
}

static void
well(struct lane *lane)
{
	if (lane->rest != 0)
		log_info("lane", 0, "is well again, account=%s",
		    lane->account->name);
	lane->rest = 0;
	lane->probing = false;
	lane->unknowns = 0;
	lane->taken_at = clock_boot();
}

/* Again at `due`, unless it was tried too often. */
static void
again(struct claimed *c, int64_t due)
{
	c->move.to = ATTEMPT_PLANNED;
	c->move.tried = true;
	c->move.due = due;
	if (c->errand.attempt.tries + 1 < TRIES_MOST)
		return;
	c->move.to = ATTEMPT_FAILED;
	c->move.reason = c->errand.contact.channel == CHANNEL_EMAIL ?
	    "The mail server did not take it after 6 tries." :
	    "The phone company did not take it after 6 tries.";
}

/* One of our numbers may not send: it rests, and the others go on. */
static void
rest_sender(struct lane *lane, const char *sender, const char *why)
{
	struct resting *r =
	    &lane->resting[lane->rests++ % COUNT(lane->resting)];

	snprintf(r->sender, sizeof r->sender, "%s", sender);
	r->until = clock_boot() + SENDER_RESTS;
	log_warn("lane", 0, "one of our numbers rests, account=%s for=%llds "
	    "why=%s", lane->account->name,
	    (long long)(SENDER_RESTS / 1000), why);
}

int64_t
lane_sender_rests(const struct lane *lane, const char *sender)
{
	int64_t now = clock_boot();

	for (size_t i = 0; i < COUNT(lane->resting); i++)
		if (lane->resting[i].until > now &&
		    strcmp(lane->resting[i].sender, sender) == 0)
			return lane->resting[i].until - now;
	return 0;
}

/* It is no try, unless another request was taken within the last minute; and
 * it is due a little after the rest, so that another one is the next probe:
 * one poisoned message must not block the others for ever. */
static void
sick(struct lane *lane, struct claimed *c, const struct verdict *verdict)
{
	int64_t now = clock_now();

	c->move.to = ATTEMPT_PLANNED;
	if (verdict->class == ERROR_SENDER_STOP) {
		c->move.due = now + SENDER_RESTS;
		rest_sender(lane, c->errand.attempt.sender,
		    verdict->reason);
		return;
	}
	rest(lane, verdict->wait, verdict->reason);
	c->move.due = now + (lane->well_at - clock_boot()) + SECONDS(2);
	if (lane->taken_at != 0 &&
	    clock_boot() - lane->taken_at < MINUTES(1))
		again(c, now + backoff(c->errand.attempt.tries));
}

/* Never resent blindly; but of an emergency twice is better than never, and
 * of a mail the two have one Message-ID, by which programs know them. */
static void
unknown(struct lane *lane, struct claimed *c)
{
	if (++lane->unknowns >= UNKNOWNS_MOST)
		rest(lane, 0, "no answers");
	if (c->errand.contact.channel == CHANNEL_EMAIL &&
	    !mail_twice(&c->errand) &&
	    c->errand.attempt.tries + 1 < TRIES_MOST) {
		again(c, clock_now());
		c->move.reason = MAIL_TWICE;
		return;
	}
	if (c->errand.kind == KIND_EMERGENCY && c->errand.attempt.tries == 0) {
		again(c, clock_now());
		return;
	}
	c->move.to = ATTEMPT_UNKNOWN;
	c->move.began = clock_now() - (clock_boot() - c->began);
	c->move.due = clock_now() + LOOK_FIRST;
	c->move.reason = mail_twice(&c->errand) ? MAIL_TWICE_LOST :
	    "The line was lost: it may have arrived.";
}

/* That it may have come twice is not forgotten. */
static void
remember(struct claimed *c)
{
	struct move *move = &c->move;

	if (mail_twice(&c->errand) && (move->to == ATTEMPT_PLANNED ||
	    move->to == ATTEMPT_SENT))
		move->reason = MAIL_TWICE;
}

/* A request that was never spoken says that the provider cannot be
 * reached, unless it says what is wrong with the account. */
static void
judge(struct lane *lane, struct claimed *c, struct verdict *verdict)
{
	struct carriage *carriage = &c->carriage;

	lane->account->provider->judge(lane->account, &carriage->response,
	    verdict, c->arena);
	if (carriage->response.carried != NEVER_SPOKE ||
	    verdict->outcome == OUTCOME_SICK)
		return;
	*verdict = (struct verdict){ .outcome = OUTCOME_SICK,
	    .class = ERROR_TRANSIENT, .reason = carriage->why };
}

void
conclude(struct lane *lane, struct claimed *c)
{
	struct verdict	 v = { .outcome = OUTCOME_UNKNOWN };
	struct move	*move = &c->move;

	if (c->carriage.late) {
		move->to = ATTEMPT_PLANNED;	/* Somebody else's by now. */
		move->due = clock_now();
		remember(c);
		return;
	}
	judge(lane, c, &v);
	move->class = v.class;
	move->reason = v.reason;
	move->parts = c->sms.parts;
	move->tried = v.outcome != OUTCOME_SICK;
	switch (v.outcome) {
	case OUTCOME_SENT:
		move->to = ATTEMPT_SENT;
		move->reference = v.reference;
		move->reason = NULL;
		well(lane);
		break;
	case OUTCOME_LATER:
		well(lane);
		again(c, clock_now() + (v.wait != 0 ? v.wait :
		    backoff(c->errand.attempt.tries)));
		break;
	case OUTCOME_REFUSED:
		well(lane);
		move->to = ATTEMPT_FAILED;
		break;
	case OUTCOME_UNKNOWN:
		unknown(lane, c);
		break;
	case OUTCOME_SICK:
		sick(lane, c, &v);
		break;
	}
	remember(c);
	lane->gateway->figures.outcomes[v.outcome]++;
	log_info("attempt", move->attempt,
	    "%s, account=%s parts=%u took=%lldms", names[v.outcome],
	    lane->account->name, c->sms.parts,
	    (long long)(clock_boot() - c->began));
}
