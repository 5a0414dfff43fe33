/*
 * /health: how the gateway is, in words.  What is wrong and what somebody
 * should look at are the sentences of /readyz; the figures below are those of
 * /metrics, as people read them.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/mailbox.h"
#include "flow/translate.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/job.h"
#include "store/node.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/pages.h"

#ifndef HOMELINE_VERSION
#define HOMELINE_VERSION "unknown"
#endif

#define SENTENCES	20
#define NODES_SEEN	DAYS(1)
#define NODE_ALIVE	SECONDS(30)
#define WAITS_LONG	MINUTES(5)

/* What the loop knows. */
struct known {
	const char		*bad[SENTENCES], *warnings[SENTENCES];
	unsigned		 bad_count, warning_count;
	struct lane_state	 lanes[ACCOUNTS_MOST];
	struct mailbox_look	 mailboxes[ACCOUNTS_MOST];
	struct gateway_figures	 figures;
	struct store_figures	 store;
	unsigned		 letters;
	struct translator_state	 translators[TRANSLATORS_MOST];
	unsigned		 translator_count;
};

/* Copies sentences, and gives the list up. */
static unsigned
take(struct visit *v, json_t *list, const char *to[SENTENCES])
{
	size_t	 i;
	json_t	*one;

	json_array_foreach(list, i, one)
		if (i < SENTENCES)
			to[i] = arena_text(v->arena, json_string_value(one));
	i = json_array_size(list);
	json_decref(list);
	return i > SENTENCES ? SENTENCES : (unsigned)i;
}

static json_t *
sentences(const char *const *list, unsigned n)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s}", "sentence",
		    list[i]));
	return all;
}

static json_t *
queue_json(struct visit *v, const struct known *k)
{
	static const char *const keys[] = { "health.rank_emergency",
	    "health.rank_answers", "health.rank_today",
	    "health.rank_attendance", "health.rank_direct",
	    "health.rank_announcement" };
	const struct gateway_figures	*f = &k->figures;
	json_t				*all = json_array();
	int64_t				 late;

	for (size_t i = 0; i < COUNT(keys); i++) {
		late = f->oldest_due[i] == 0 ? 0 : clock_now() -
		    f->oldest_due[i];
		json_array_append_new(all, json_pack("{s:s, s:I, s:o, s:b, "
		    "s:b}", "key", keys[i], "n", (json_int_t)f->queued[i],
		    "oldest", page_when(v, f->oldest_due[i]),
		    "due", (int)(late > 0), "late", (int)(late > WAITS_LONG)));
	}
	return all;
}

static json_t *
accounts_json(struct visit *v, const struct known *k)
{
	const struct configured	*c = v->web->gateway->configured;
	json_t			*all = json_array();

	for (unsigned i = 0; i < c->count; i++)
		json_array_append_new(all, json_pack(
		    "{s:s, s:b, s:o, s:o, s:o, s:o, s:b, s:o}",
		    "name", c->accounts[i].name,
		    "well", (int)(k->lanes[i].why == NULL),
		    "why", api_text(k->lanes[i].why),
		    "since", page_when(v, k->lanes[i].since),
		    "again", page_when(v, k->lanes[i].again),
		    "taken", page_when(v, k->lanes[i].taken),
		    "box", (int)k->mailboxes[i].used,
		    "looked", page_when(v, k->mailboxes[i].looked)));
	return all;
}

static json_t *
translators_json(struct visit *v, const struct known *k)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < k->translator_count; i++) {
		const struct translator_state *t = &k->translators[i];

		json_array_append_new(all, json_pack(
		    "{s:s, s:b, s:o, s:o, s:o, s:o, s:b}",
		    "name", t->name, "well", (int)(t->why == NULL),
		    "why", api_text(t->why), "since", page_when(v, t->since),
		    "again", page_when(v, t->again),
		    "taken", page_when(v, t->taken),
		    "simulated", (int)t->simulated));
	}
	return all;
}

/* What had to be said in each language since yesterday. */
static json_t *
said_json(struct visit *v, struct db *db)
{
	struct say_figures	*list;
	unsigned		 n = to_translate_figures(db, v->viewer.now -
				    DAYS(1), &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack(
		    "{s:o, s:I, s:I, s:I, s:I}", "language",
		    page_language(list[i].language),
		    "done", (json_int_t)list[i].done,
		    "waiting", (json_int_t)list[i].waiting,
		    "blocked", (json_int_t)list[i].blocked,
		    "failed", (json_int_t)list[i].failed));
	return all;
}

/* [{key, percent, gib}], two places on one disk once. */
static json_t *
disks_json(const struct known *k)
{
	static const char *const keys[] = { "health.disk_state",
	    "health.disk_database" };
	const struct disk_room	*d = k->figures.disks;
	json_t			*all = json_array();

	for (size_t i = 0; i < COUNT(keys); i++) {
		if (d[i].size == 0 || (i == 1 && d[0].size != 0 &&
		    d[0].device == d[1].device))
			continue;
		json_array_append_new(all, json_pack("{s:s, s:I, s:I}",
		    "key", keys[i],
		    "percent", (json_int_t)(d[i].free * 100 / d[i].size),
		    "gib", (json_int_t)(d[i].free >> 30)));
	}
	return all;
}

static json_t *
nodes_json(struct visit *v, struct db *db)
{
	struct node_seen	*list;
	int64_t			 now = clock_true();
	unsigned		 n = node_list(db, now - NODES_SEEN, &list);
	json_t			*all = json_array();
	int64_t			 ago;

	for (unsigned i = 0; i < n; i++) {
		ago = now - list[i].alive;
		json_array_append_new(all, json_pack("{s:s, s:b, s:I}",
		    "name", list[i].name, "alive", (int)(ago < NODE_ALIVE),
		    "minutes", (json_int_t)(ago / MINUTES(1))));
	}
	(void)v;
	return all;
}

/* Days since then; null: never. */
static json_t *
days_since(struct visit *v, int64_t time)
{
	return time == 0 ? json_null() : json_pack("{s:o, s:I}",
	    "at", page_when(v, time), "n",
	    (json_int_t)((v->viewer.now - time) / DAYS(1)));
}

static json_t *
look(struct visit *v, struct db *db)
{
	const struct known		*k = v->wanted;
	const struct gateway_figures	*f = &k->figures;
	int64_t				 person;
	json_t				*view = json_pack("{s:o, s:o, s:b}",
	    "bad", sentences(k->bad, k->bad_count),
	    "warnings", sentences(k->warnings, k->warning_count),
	    "well", (int)(k->bad_count + k->warning_count == 0));

	json_object_set_new(view, "queue", queue_json(v, k));
	json_object_set_new(view, "accounts", accounts_json(v, k));
	json_object_set_new(view, "translators", translators_json(v, k));
	json_object_set_new(view, "translating",
	    json_boolean(k->translator_count > 0));
	json_object_set_new(view, "said", said_json(v, db));
	json_object_set_new(view, "disks", disks_json(k));
	json_object_set_new(view, "nodes", nodes_json(v, db));
	json_object_set_new(view, "receipt", page_when(v, f->receipt_at));
	json_object_set_new(view, "reply", page_when(v, f->reply_at));
	json_object_set_new(view, "strays", json_integer(f->strays));
	json_object_set_new(view, "unknown", json_integer(f->unknown));
	json_object_set_new(view, "unread", json_integer(f->unread));
	json_object_set_new(view, "letters", json_integer(k->letters));
	json_object_set_new(view, "backup", days_since(v, f->backed_up));
	json_object_set_new(view, "roster", days_since(v, audit_last(db,
	    "roster.import", &person)));
	json_object_set_new(view, "wal", json_integer(k->store.wal_bytes >>
	    20));
	json_object_set_new(view, "build", json_string(HOMELINE_VERSION));
	json_object_set_new(view, "as_of", page_when(v, v->viewer.now));
	return view;
}

void
page_health(struct visit *v)
{
	const struct gateway	*g = v->web->gateway;
	struct known		*k = NEW(v->arena, struct known);

	k->bad_count = take(v, health_problems(v->web, true), k->bad);
	k->warning_count = take(v, health_warnings(v->web), k->warnings);
	for (unsigned i = 0; i < g->configured->count; i++) {
		lane_state(g->lanes[i], &k->lanes[i]);
		mailbox_look(g->mailboxes[i], &k->mailboxes[i]);
	}
	k->translator_count = g->configured->translator_count;
	for (unsigned i = 0; i < k->translator_count; i++)
		translate_state(g->translate, i, &k->translators[i]);
	k->figures = g->figures;
	k->letters = g->letters;
	store_figures(g->store, &k->store);
	v->wanted = k;
	api_read(v, look);
}
