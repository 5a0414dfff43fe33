/*
 * /healthz: the process lives.  /readyz: it can do its work, or a sentence
 * for each thing that keeps it from it.  Whether the database can be read is
 * tried, at most once a second, by one look at a time: those who ask while
 * one is out wait for it, or for a moment.  A provider that is sick is a
 * warning: the texts wait for it, and another node could do no better.  So is
 * what somebody should look at, though all goes on: a disk with less than 10 %
 * or 1 GiB of room is a warning, one with less than 200 MiB keeps it from its
 * work; and no backup for 8 days, where there ever was one.
 */

#include <jansson.h>

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/disk.h"
#include "base/form.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/mailbox.h"
#include "flow/translate.h"
#include "net/loop.h"
#include "net/server.h"
#include "store/job.h"
#include "store/person.h"
#include "web/inside.h"
#include "web/web.h"

#define BELIEVED	1000	/* ms */
#define NONCE_MOST	64
#define FALSE_MOST	3	/* Webhooks in a minute, not genuine. */
#define ROOM_BAD	(200ll << 20)	/* Bytes of a disk. */
#define ROOM_LOW	(1ll << 30)
#define BACKUP_DAYS	8
#define PATIENCE	2000	/* ms; a look that takes longer failed. */

struct asking {
	STAILQ_ENTRY(asking)	 next;
	struct exchange		*exchange;
};

struct health {
	struct web		*web;
	struct job		 look;
	struct timer		*late;
	STAILQ_HEAD(, asking)	 waiting;	/* For a look that is out. */
	bool			 out, overdue;
	bool			 found;		/* The look's. */
	bool			 readable;
	int64_t			 until;		/* That is believed. */
	int64_t			 false_at[FALSE_MOST];	/* The last, a ring. */
	unsigned		 false_count;
};

char *
web_proof(struct arena *arena, int64_t district, const char *nonce)
{
	const char *text = arena_print(arena, "homeline %" PRId64 " %s",
	    district, nonce);

	return crypt_digest(arena, text, strlen(text));
}

static bool
is_nonce(const char *text)
{
	size_t length = text == NULL ? 0 : strlen(text);

	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]))
			return false;
	return length > 0 && length <= NONCE_MOST;
}

void
health_live(struct exchange *x, void *arg)
{
	static const char	 alive[] = "The process lives.\n";
	struct arena		*arena = exchange_arena(x);
	const struct web	*web = arg;
	const char		*nonce = NULL;
	struct form		 query;

	if (form_query(arena, exchange_request(x)->url, &query))
		nonce = form_get(&query, "nonce");
	if (is_nonce(nonce))
		exchange_header(x, WEB_PROOF, web_proof(arena,
		    web->gateway->district, nonce));
	exchange_answer(x, 200, "text/plain; charset=utf-8", alive,
	    sizeof alive - 1);
}

static void
add(json_t *list, const char *sentence)
{
	json_array_append_new(list, json_string(sentence));
}

/* Which of the disks: two places on the same one are told once. */
static const char *
disk_of(const struct gateway_figures *f, unsigned i)
{
	if (f->disks[i].size == 0 || (i == 1 && f->disks[0].size != 0 &&
	    f->disks[0].device == f->disks[1].device))
		return NULL;
	return i == 0 ? "state folder" : "database";
}

/* A disk is low before it is bad, and either of it once. */
static void
tell_disks(const struct web *web, json_t *list, bool bad)
{
	const struct gateway_figures *f = &web->gateway->figures;
	const struct disk_room *d;
	const char *of;

	for (unsigned i = 0; i < COUNT(f->disks); i++) {
		d = &f->disks[i];
		if ((of = disk_of(f, i)) == NULL ||
		    (d->free < ROOM_BAD) != bad ||
		    (d->free >= ROOM_LOW && d->free >= d->size / 10))
			continue;
		json_array_append_new(list, json_sprintf("The disk of the %s "
		    "is almost full: %lld MiB are left, %lld %%. Make room: "
		    "when it is full nothing more is accepted.", of,
		    (long long)(d->free >> 20),
		    (long long)(d->free * 100 / d->size)));
	}
}

json_t *
health_problems(struct web *web, bool readable)
{
	struct gateway		*g = web->gateway;
	struct store_figures	 figures;
	struct server_count	 count = { .stuck = false };
	json_t			*list = json_array();
	const char		*ill = gateway_ill(g);

	store_figures(g->store, &figures);
	if (figures.ill)
		add(list, "The database fails. See the log, its disk and its "
		    "server.");
	else if (!readable)
		add(list, "The database cannot be read. See the log, its disk "
		    "and its server.");
	if (ill != NULL)
		add(list, ill);
	if (web->server != NULL)
		server_count(web->server, &count);
	if (count.stuck)
		add(list, "As many files are open as may be, so nobody new is "
		    "let in. Raise LimitNOFILE of the service, or see what "
		    "else is open on this machine.");
	tell_disks(web, list, true);
	return list;
}

/* The oldest of the last few was within the last minute. */
static bool
often_false(const struct health *h)
{
	return h->false_count >= FALSE_MOST && clock_boot() -
	    h->false_at[h->false_count % FALSE_MOST] < MINUTES(1);
}

void
health_not_genuine(struct web *web)
{
	struct health *h = web->health;

	h->false_at[h->false_count++ % FALSE_MOST] = clock_boot();
}

static void
warn_of_webhooks(const struct web *web, json_t *list)
{
	const struct gateway_figures *f = &web->gateway->figures;

	if (often_false(web->health))
		add(list, "Webhooks come that are not genuine, three times "
		    "within a minute. Did the auth token change, or "
		    "public_url?");
	if (f->strays > 0)
		json_array_append_new(list, json_sprintf("strays: %lld. So "
		    "many webhooks and mails were not understood; they are "
		    "kept. See the log.", (long long)f->strays));
	if (f->unread > 0)
		json_array_append_new(list, json_sprintf("Talks without a "
		    "reader: %lld. See that each seat has somebody in it.",
		    (long long)f->unread));
}

/* Twice the time between two looks is enough for one that failed. */
static void
warn_of_mailbox(const struct gateway *g, unsigned account, json_t *list)
{
	struct mailbox_look	 look;
	const char		*name = g->configured->accounts[account].name;
	int64_t			 ago;

	mailbox_look(g->mailboxes[account], &look);
	ago = clock_now() - look.looked;
	if (!look.used || look.why == NULL)
		return;
	if (look.looked == 0)
		json_array_append_new(list, json_sprintf("The mailbox of "
		    "account %s cannot be looked at: %s. Run `homeline "
		    "check`.", name, look.why));
	else if (ago > 2 * look.due)
		json_array_append_new(list, json_sprintf("The mailbox of "
		    "account %s was last looked at %lld minutes ago: %s.",
		    name, (long long)(ago / MINUTES(1)), look.why));
}

static void
warn_of_backup(const struct web *web, json_t *list)
{
	int64_t last = web->gateway->figures.backed_up;
	int64_t days = (clock_now() - last) / DAYS(1);

	if (last != 0 && days >= BACKUP_DAYS)
		json_array_append_new(list, json_sprintf("The last backup was "
		    "made %lld days ago. Run `homeline backup`, and see why "
		    "its timer did not.", (long long)days));
}

static void
warn_of_audit(const struct web *web, json_t *list)
{
	if (web->gateway->figures.audit_broken)
		add(list, "The audit was altered from outside. Run `homeline "
		    "recount`: it names the row.");
}

/* Without a translator families get English, so it is no more than that. */
static void
warn_of_translators(const struct gateway *g, json_t *list)
{
	struct translator_state state;

	for (unsigned i = 0; i < g->configured->translator_count; i++) {
		translate_state(g->translate, i, &state);
		if (state.quota)
			json_array_append_new(list, json_sprintf(
			    "What was paid for at the translator %s is used "
			    "up. Buy more there, or name another one.",
			    state.name));
		else if (state.why != NULL)
			json_array_append_new(list, json_sprintf(
			    "The translator %s rests: %s", state.name,
			    state.why));
	}
}

json_t *
health_warnings(struct web *web)
{
	const struct gateway	*g = web->gateway;
	json_t			*list = json_array();
	const char		*why;

	for (unsigned i = 0; i < g->configured->count; i++) {
		why = lane_resting(g->lanes[i]);
		if (why != NULL)
			json_array_append_new(list, json_sprintf(
			    "The account %s rests: %s",
			    g->configured->accounts[i].name, why));
		warn_of_mailbox(g, i, list);
	}
	warn_of_translators(g, list);
	warn_of_webhooks(web, list);
	tell_disks(web, list, false);
	warn_of_backup(web, list);
	warn_of_audit(web, list);
	return list;
}

static void
tell(struct web *web, struct exchange *x)
{
	json_t	*bad = health_problems(web, web->health->readable);
	bool	 ready = json_array_size(bad) == 0;
	json_t	*json = json_pack("{s:b, s:o, s:o}", "ready", (int)ready,
		    "problems", bad, "warnings",
		    health_warnings(web));
	char	*text = json_dumps(json, JSON_INDENT(2));

	exchange_header(x, "Cache-Control", "no-store");
	exchange_answer(x, ready ? 200 : 503, "application/json", text,
	    strlen(text));
	free(text);
	json_decref(json);
}

static void
tell_all(struct health *h)
{
	struct asking *asking;

	while ((asking = STAILQ_FIRST(&h->waiting)) != NULL) {
		STAILQ_REMOVE_HEAD(&h->waiting, next);
		tell(h->web, asking->exchange);
	}
}

static void
look_work(struct job *job, struct db *db)
{
	struct health	*h = CONTAINER(job, struct health, look);
	struct district	 district;

	h->found = district_get(db, &district);
}

static void
look_done(struct job *job, bool kept)
{
	struct health *h = CONTAINER(job, struct health, look);

	timer_off(h->late);
	h->out = h->overdue = false;
	h->readable = kept && h->found;
	h->until = clock_boot() + BELIEVED;
	tell_all(h);
}

static void
look_late(void *arg)
{
	struct health *h = arg;

	h->overdue = true;
	h->readable = false;
	tell_all(h);
}

static void
look(struct health *h)
{
	h->out = true;
	h->look = (struct job){ .work = look_work, .done = look_done };
	timer_set(h->late, PATIENCE);
	store_read(h->web->gateway->store, &h->look);
}

void
health_ready(struct exchange *x, void *arg)
{
	struct web	*web = arg;
	struct health	*h = web->health;
	struct asking	*asking;

	if (web->gateway->stopping || h->overdue || clock_boot() < h->until) {
		tell(web, x);
		return;
	}
	asking = NEW(exchange_arena(x), struct asking);
	asking->exchange = x;
	STAILQ_INSERT_TAIL(&h->waiting, asking, next);
	if (!h->out)
		look(h);
}

struct health *
health_new(struct web *web)
{
	struct health *h = calloc(1, sizeof *h);

	if (h == NULL)
		abort();
	h->web = web;
	h->late = timer_new(web->gateway->loop, look_late, h);
	STAILQ_INIT(&h->waiting);
	return h;
}

void
health_free(struct health *h)
{
	timer_free(h->late);
	free(h);
}
