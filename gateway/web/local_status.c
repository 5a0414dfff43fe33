/*
 * GET /local/v1/status: the mode of the district, the accounts and the queue,
 * as they are now.  What is not well is told by /readyz.
 */

#include "base/arena.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/mailbox.h"
#include "net/server.h"
#include "store/attempt.h"
#include "store/db.h"
#include "store/practice.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/local.h"

#ifndef HOMELINE_VERSION
#define HOMELINE_VERSION "unknown"
#endif

/* Why each account rests, or NULL, and how its mailbox is; lanes and mailboxes
 * are the loop's. */
struct resting {
	const char		*why[ACCOUNTS_MOST];
	struct mailbox_look	 mailbox[ACCOUNTS_MOST];
};

static json_t *
mailbox_json(struct visit *v, const struct mailbox_look *look)
{
	if (!look->used)
		return json_null();
	return json_pack("{s:o, s:I, s:o}",
	    "looked", api_time(v, look->looked),
	    "kept", (json_int_t)look->kept, "why", api_text(look->why));
}

static json_t *
accounts_json(struct visit *v)
{
	const struct configured	*c = v->web->gateway->configured;
	const struct resting	*resting = v->wanted;
	json_t			*all = json_array();

	for (unsigned i = 0; i < c->count; i++)
		json_array_append_new(all, json_pack(
		    "{s:s, s:s, s:b, s:o, s:o}",
		    "name", c->accounts[i].name,
		    "provider", c->use[i].provider,
		    "simulated", (int)c->use[i].simulated,
		    "rests", api_text(resting->why[i]),
		    "mailbox", mailbox_json(v, &resting->mailbox[i])));
	return all;
}

static json_t *
queue_json(struct visit *v, struct db *db)
{
	struct queued	*list;
	unsigned	 n = attempt_queued(db, v->viewer.now, &list);
	int64_t		 waiting = 0, oldest = 0;

	for (unsigned i = 0; i < n; i++) {
		waiting += list[i].count;
		if (list[i].oldest != 0 && (oldest == 0 ||
		    list[i].oldest < oldest))
			oldest = list[i].oldest;
	}
	return json_pack("{s:I, s:o, s:I}", "waiting", (json_int_t)waiting,
	    "oldest_due", api_time(v, oldest),
	    "unknown", (json_int_t)attempt_count(db, ATTEMPT_UNKNOWN));
}

static json_t *
tell(struct visit *v, struct db *db)
{
	return json_pack("{s:s, s:s, s:o, s:o, s:o}",
	    "version", HOMELINE_VERSION,
	    "mode", practice_word(practice_mode(db)),
	    "now", api_time(v, v->viewer.now),
	    "queue", queue_json(v, db),
	    "accounts", accounts_json(v));
}

static void
ask_status(struct visit *v)
{
	const struct gateway	*g = v->web->gateway;
	struct resting		*resting = NEW(v->arena, struct resting);

	for (unsigned i = 0; i < g->configured->count; i++) {
		resting->why[i] = lane_resting(g->lanes[i]);
		mailbox_look(g->mailboxes[i], &resting->mailbox[i]);
	}
	v->wanted = resting;
	api_read(v, tell);
}

void
local_status(struct exchange *x, void *web)
{
	api_enter(x, web, ask_status);
}
