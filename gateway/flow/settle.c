/*
 * Moves are kept, and what follows from them: a contact that cannot be reached
 * or may not be written to any more is marked, the person may have another
 * one, and an introduction that was handed over counts.
 */

#include <string.h>

#include "base/clock.h"
#include "base/list.h"
#include "flow/enter.h"
#include "flow/expand.h"
#include "flow/gateway.h"
#include "flow/route.h"
#include "flow/settle.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/delivery.h"
#include "store/introduction.h"

#define SETTLE_MOST	256	/* Moves read by one statement. */

bool
mail_twice(const struct errand *e)
{
	return e->contact.channel == CHANNEL_EMAIL &&
	    e->attempt.reason != NULL &&
	    (strcmp(e->attempt.reason, MAIL_TWICE) == 0 ||
	    strcmp(e->attempt.reason, MAIL_TWICE_LOST) == 0);
}

/* Of a text that nobody can be asked about, it stays so. */
static bool
stays_unknown(const struct gateway *gateway, const struct errand *e)
{
	const struct configured *c = gateway->configured;

	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->accounts[i].name, e->attempt.account) == 0)
			return e->contact.channel == CHANNEL_SMS &&
			    c->accounts[i].provider->ask == NULL;
	return false;
}

/* What follows for the contact from a failure of that class. */
static void
mark(struct db *db, struct gateway *gateway, enum error_class class,
    const struct errand *e, int64_t now)
{
	int64_t contact = e->attempt.contact;

	switch (class) {
	case ERROR_RCPT_OPTOUT:
		contact_stop(db, contact, "carrier", now);
		enter_stopped(&(struct entering){ .db = db,
		    .gateway = gateway, .now = now, .contact = e->contact });
		break;
	case ERROR_RCPT_PERM:
		contact_mark(db, contact, CONTACT_INVALID);
		break;
	case ERROR_RCPT_LANDLINE:
		if (!reply_wrote(db, contact))
			contact_mark(db, contact, CONTACT_LANDLINE);
		break;
	default:
		break;
	}
}

/* The next contact of the person, or another channel. */
static void
go_on(struct db *db, struct gateway *gateway, const struct move *move,
    const struct errand *e)
{
	bool the_contact = move->class == ERROR_RCPT_OPTOUT ||
	    move->class == ERROR_RCPT_PERM ||
	    move->class == ERROR_RCPT_LANDLINE;

	if (move->to == ATTEMPT_FAILED)
		expand_again(db, gateway, &e->attempt, the_contact ?
		    EXPAND_CONTACT : EXPAND_FAILED);
	else if (move->to == ATTEMPT_DROPPED && !route_open(e->contact.state))
		expand_again(db, gateway, &e->attempt, EXPAND_CONTACT);
	else if (move->to == ATTEMPT_UNKNOWN && stays_unknown(gateway, e))
		expand_again(db, gateway, &e->attempt, EXPAND_UNKNOWN);
}

/* What follows from a move, or from one that was no news. */
static void
follow(struct db *db, struct gateway *gateway, const struct move *move,
    const struct errand *e, bool moved)
{
	int64_t now = clock_now();

	if (e != NULL && e->introduction != NULL && !e->evident &&
	    (move->to == ATTEMPT_SENT || move->to == ATTEMPT_DELIVERED))
		introduction_handed(db, move->attempt, now);
	if (!moved && move->to == ATTEMPT_SENT && move->node != 0)
		attempt_taken(db, &(struct attempt){ .id = move->attempt,
		    .node = move->node, .launch_by = move->launch_by,
		    .parts = move->parts });
	if (!moved || e == NULL)
		return;
	if (move->to == ATTEMPT_FAILED)
		mark(db, gateway, move->class, e, now);
	go_on(db, gateway, move, e);
}

void
settle(struct db *db, struct gateway *gateway, const struct move *move,
    const struct errand *e)
{
	struct moment now = gateway_moment(gateway->zone, clock_now());

	follow(db, gateway, move, e, delivery_advance(db, move, now));
}

/* What follows from it may change what comes behind it. */
static bool
far_reaching(const struct move *move)
{
	return move->to == ATTEMPT_FAILED || move->to == ATTEMPT_DROPPED ||
	    move->to == ATTEMPT_UNKNOWN;
}

/* So many that none but the last is far-reaching are read together. */
static unsigned
together(const struct settling *list, unsigned count)
{
	unsigned n = 0;

	while (n < count && n < SETTLE_MOST)
		if (far_reaching(list[n++].move))
			break;
	return n;
}

void
settle_all(struct db *db, struct gateway *gateway,
    const struct settling *list, unsigned count)
{
	struct moment		 now = gateway_moment(gateway->zone,
				    clock_now());
	const struct move	*moves[SETTLE_MOST];
	bool			 moved[SETTLE_MOST];
	unsigned		 n;

	for (; count > 0; list += n, count -= n) {
		n = together(list, count);
		for (unsigned i = 0; i < n; i++)
			moves[i] = list[i].move;
		delivery_advance_all(db, moves, moved, n, now);
		for (unsigned i = 0; i < n; i++)
			follow(db, gateway, list[i].move, list[i].errand,
			    moved[i]);
	}
}
