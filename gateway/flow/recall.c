/*
 * What is in hand was read when it was claimed and may be launched half a
 * minute later.  Once a second the store is asked which of it must not go
 * any more: its message was taken back, its contact said stop or left the
 * list of practice, or a receipt settled it.  That goes back to the queue,
 * where it ends with its reason.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "store/db.h"

static void
recall_work(struct job *job, struct db *db)
{
	struct recall	*r = CONTAINER(job, struct recall, job);
	struct lane	*lane = CONTAINER(r, struct lane, recall);

	r->count = attempt_recalled(db, &(struct claim){
	    .account = lane->account->name, .node = lane->gateway->node },
	    !lane->simulated, &r->ids);
}

/* It goes back to the queue, where it is dropped with its reason. */
static void
recall_from(struct lane *lane, struct claimed_list *list, int64_t id)
{
	struct claimed *c;

	TAILQ_FOREACH(c, list, next)
		if (c->move.attempt == id)
			break;
	if (c == NULL)
		return;
	TAILQ_REMOVE(list, c, next);
	lane->in_hand--;
	lane->bulk_in_hand -= list == &lane->bulk;
	lane_stay(lane, c, clock_now());
}

void
recall_one(struct lane *lane, int64_t attempt)
{
	recall_from(lane, &lane->first, attempt);
	recall_from(lane, &lane->bulk, attempt);
}

static void
recall_done(struct job *job, bool kept)
{
	struct recall	*r = CONTAINER(job, struct recall, job);
	struct lane	*lane = CONTAINER(r, struct lane, recall);

	lane->recalling = false;
	for (unsigned i = 0; kept && i < r->count; i++)
		recall_one(lane, r->ids[i]);
	arena_clear(r->arena);
	lane_tell(lane);
}

void
recall_tick(struct lane *lane)
{
	if (lane->recalling || lane->in_hand == 0)
		return;
	lane->recalling = true;
	store_read(lane->gateway->store, &lane->recall.job);
}

void
recall_start(struct lane *lane)
{
	lane->recall.arena = arena_new();
	lane->recall.job = (struct job){ .work = recall_work,
	    .done = recall_done, .arena = lane->recall.arena };
}
