/*
 * Claiming.  In one transaction attempts are claimed, each with all that is
 * needed to launch it, and it is decided which of them introduce us; what the
 * fence does not let through ends there as practice and is never in hand.
 */

#include "base/arena.h"
#include "flow/fence.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/introduce.h"
#include "flow/kind.h"
#include "store/db.h"
#include "store/introduction.h"

void
claim_free(struct claimed_list *list)
{
	struct claimed *c;

	while ((c = TAILQ_FIRST(list)) != NULL) {
		TAILQ_REMOVE(list, c, next);
		arena_free(c->arena);
	}
}

/* One claimed attempt, in an arena of its own; it is in the list before the
 * database is asked, which may end the visit. */
static struct claimed *
take(struct ask *a, struct db *db, int64_t id)
{
	struct arena	*mine = db_arena(db), *arena = arena_new();
	struct claimed	*c = NEW(arena, struct claimed);

	c->arena = arena;
	c->launch_by = a->launch_by;
	c->move = (struct move){ .attempt = id, .node = a->claim.node,
	    .launch_by = a->claim.launch_by };
	TAILQ_INSERT_TAIL(&a->got, c, next);
	db_use(db, arena);
	if (!attempt_errand(db, id, &c->errand))
		db_fail(db, "a claimed attempt has no message");
	db_use(db, mine);
	return c;
}

/* The first text of a number of ours to a contact introduces it. */
static void
introduce(const struct lane *lane, struct db *db, struct claimed *c)
{
	struct errand *e = &c->errand;

	if (e->introduction != NULL || e->introduced ||
	    e->contact.channel != CHANNEL_SMS || !introduce_may(e->template))
		return;
	e->introduction = introduce_say(lane->gateway->introductions,
	    c->arena, e->language, e->district);
	introduction_take(db, &e->attempt, e->introduction);
}

static void
hold(struct ask *a, struct db *db, struct claimed *c)
{
	struct lane *lane = CONTAINER(a, struct lane, ask);

	c->move.to = ATTEMPT_PRACTICE;
	settle(db, lane->gateway, &c->move, &c->errand);
	TAILQ_REMOVE(&a->got, c, next);
	arena_free(c->arena);
	a->held++;
}

void
claim_work(struct job *job, struct db *db)
{
	struct ask	*a = CONTAINER(job, struct ask, job);
	struct lane	*lane = CONTAINER(a, struct lane, ask);
	struct claimed	*c;
	int64_t		*ids;

	claim_free(&a->got);
	a->held = 0;
	a->found = attempt_claim(db, &a->claim, &ids);
	for (unsigned i = 0; i < a->found; i++) {
		c = take(a, db, ids[i]);
		if (db_why(db) != NULL)
			return;		/* What it is of is not there. */
		if (fence_open(&c->errand, lane->simulated))
			introduce(lane, db, c);
		else
			hold(a, db, c);
	}
	a->next = 0;
	if ((int64_t)a->found < a->claim.room && a->claim.rank >= RANK_BULK)
		a->next = attempt_next_due(db, a->claim.account,
		    a->claim.now);
}
