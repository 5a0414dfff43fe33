/*
 * Claiming.  In one transaction attempts are claimed, each with all that is
 * needed to launch it, and it is decided which of them introduce us; what the
 * fence does not let through ends there as practice and is never in hand.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/fence.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/introduce.h"
#include "flow/kind.h"
#include "flow/render.h"
#include "flow/settle.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/introduction.h"
#include "store/translation.h"

static void
leave(struct lot *lot)
{
	if (lot != NULL && --lot->left == 0)
		arena_free(lot->arena);
}

static void
claimed_free(struct claimed *c)
{
	arena_free(c->arena);
	leave(c->lot);
}

void
claim_free(struct claimed_list *list)
{
	struct claimed *c;

	while ((c = TAILQ_FIRST(list)) != NULL) {
		TAILQ_REMOVE(list, c, next);
		claimed_free(c);
	}
}

void
claim_drop(struct ask *a)
{
	claim_free(&a->got);
	leave(a->lot);
	a->lot = NULL;
}

static void
lot_begin(struct ask *a)
{
	struct arena *arena = arena_new();

	a->lot = NEW(arena, struct lot);
	a->lot->arena = arena;
	a->lot->left = 1;		/* The ask itself. */
}

static struct claimed *
take(struct ask *a, const struct errand *e)
{
	struct claimed *c = NEW(a->lot->arena, struct claimed);

	c->lot = a->lot;
	c->lot->left++;
	c->launch_by = a->launch_by;
	c->errand = *e;
	c->move = (struct move){ .attempt = e->attempt.id,
	    .node = a->claim.node, .launch_by = a->claim.launch_by };
	TAILQ_INSERT_TAIL(&a->got, c, next);
	return c;
}

/* Whether a text that was claimed just before, with this one, does it. */
static bool
introduced_here(const struct ask *a, const struct errand *e)
{
	const struct claimed *c;

	TAILQ_FOREACH(c, &a->got, next)
		if (&c->errand != e && c->errand.contact.id == e->contact.id &&
		    c->errand.introduction != NULL &&
		    strcmp(c->errand.attempt.sender, e->attempt.sender) == 0)
			return true;
	return false;
}

/* The first text of a number of ours to a contact introduces it. */
static void
introduce(const struct lane *lane, struct db *db, struct claimed *c)
{
	struct errand *e = &c->errand;

	if (e->introduction != NULL || e->introduced ||
	    e->contact.channel != CHANNEL_SMS ||
	    !introduce_may(e->template) || introduced_here(&lane->ask, e))
		return;
	e->introduction = introduce_say(lane->gateway->introductions,
	    c->lot->arena, e->language, e->district);
	introduction_take(db, &e->attempt, e->introduction);
}

/* The first text to a contact that a computer translated says so, and then
 * one a month; each of its tries says the same. */
static void
note(const struct ask *a, struct db *db, struct claimed *c)
{
	struct errand		*e = &c->errand;
	struct render_words	 words;

	render_choose(e, &words);
	if (words.policy != POLICY_NOTED || e->noted || translation_noted(db,
	    e->contact.id, a->claim.now - RENDER_NOTED))
		return;
	translation_note(db, e->attempt.id, e->contact.id, a->claim.now);
	e->noted = true;
}

static void
hold(struct ask *a, struct db *db, struct claimed *c)
{
	struct lane *lane = CONTAINER(a, struct lane, ask);

	c->move.to = ATTEMPT_PRACTICE;
	settle(db, lane->gateway, &c->move, &c->errand);
	TAILQ_REMOVE(&a->got, c, next);
	claimed_free(c);
	a->held++;
}

/* In the order of the queue. */
static void
take_all(struct ask *a, struct db *db, const int64_t ids[])
{
	struct lane	*lane = CONTAINER(a, struct lane, ask);
	struct arena	*mine = db_arena(db);
	struct errand	*errands;
	struct claimed	*c;

	lot_begin(a);
	errands = NEW_LIST(a->lot->arena, struct errand, a->found);
	db_use(db, a->lot->arena);
	if (attempt_errands(db, ids, a->found, errands) != a->found)
		db_fail(db, "a claimed attempt has no message");
	db_use(db, mine);
	for (unsigned i = 0; i < a->found && db_why(db) == NULL; i++) {
		c = take(a, &errands[i]);
		if (!fence_open(&c->errand, lane->simulated)) {
			hold(a, db, c);
			continue;
		}
		introduce(lane, db, c);
		note(a, db, c);
	}
}

void
claim_work(struct job *job, struct db *db)
{
	struct ask	*a = CONTAINER(job, struct ask, job);
	int64_t		*ids;

	claim_drop(a);
	a->held = 0;
	a->found = attempt_claim(db, &a->claim, &ids);
	if (a->found > 0)
		take_all(a, db, ids);
	a->next = 0;
	if ((int64_t)a->found < a->claim.room && a->claim.rank >= RANK_BULK)
		a->next = attempt_next_due(db, a->claim.account,
		    a->claim.now);
}
