/*
 * The stage of a history.  Time is moved from event to event, and in between
 * to whatever is due, so that nothing is late; while a lane rests it goes in
 * the steps of its rest.  Before time moves, nothing is under way: what the
 * carrier still has to tell was told, and what we have to keep is kept.
 */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/locale.h"
#include "command/ground.h"
#include "command/play.h"
#include "flow/gateway.h"
#include "flow/keyword.h"
#include "flow/inside.h"
#include "net/client.h"
#include "net/server.h"
#include "store/db.h"
#include "store/job.h"
#include "store/sample.h"
#include "web/web.h"

#define STEP		SECONDS(1)
#define WINDOW		32		/* Requests to the carrier at once. */
#define GLANCE		1		/* ms, while the carrier is busy. */
#define STUCK		SECONDS(60)	/* Of true time. */
#define LISTED		HOURS(12)	/* Every webhook comes. */
#define WHY_SIZE	512

bool
play_fail(struct play *play, const char *format, ...)
{
	va_list values;

	if (play->why[0] != '\0')
		return false;
	va_start(values, format);
	vsnprintf(play->why, sizeof play->why, format, values);
	va_end(values);
	return false;
}

static void
ring(void *arg)
{
	(void)arg;
}

/* Something happens, or a moment passes. */
static void
wait_a_little(struct play *play)
{
	timer_set(play->guard, GLANCE);
	loop_turn(play->loop);
	timer_off(play->guard);
}

/*
 * Visits.
 */

struct visit {
	struct job	 job;
	void		(*work)(struct db *, void *);
	void		*arg;
	bool		 done, kept;
};

static void
visit_work(struct job *job, struct db *db)
{
	struct visit *visit = CONTAINER(job, struct visit, job);

	visit->work(db, visit->arg);
}

static void
visit_done(struct job *job, bool kept)
{
	struct visit *visit = CONTAINER(job, struct visit, job);

	visit->done = true;
	visit->kept = kept;
}

static bool
visit(struct play *play, struct visit *v, void (*give)(struct store *,
    struct job *))
{
	v->job = (struct job){ .work = visit_work, .done = visit_done,
	    .arena = play->arena };
	give(play->store, &v->job);
	while (!v->done)
		loop_turn(play->loop);
	return v->kept || play_fail(play, "the database refuses it");
}

bool
play_read(struct play *play, void (*work)(struct db *, void *), void *arg)
{
	return visit(play, &(struct visit){ .work = work, .arg = arg },
	    store_read);
}

bool
play_write(struct play *play, void (*work)(struct db *, void *), void *arg)
{
	return visit(play, &(struct visit){ .work = work, .arg = arg },
	    store_write);
}

/*
 * The carrier.
 */

struct telling {
	struct carriage	 carriage;
	bool		 done;
};

static void
told(struct carriage *carriage)
{
	CONTAINER(carriage, struct telling, carriage)->done = true;
}

/* A request, and its answer, which lives in the play's arena. */
static const struct response *
ask(struct play *play, const char *method, const char *path, json_t *body)
{
	struct telling	*t = NEW(play->arena, struct telling);
	struct request	*request = &t->carriage.request;
	char		*text = body != NULL ? json_dumps(body, 0) : NULL;

	request->method = method;
	request->url = arena_print(play->arena, "%s/carrier/%s",
	    play->carrier, path);
	if (text != NULL) {
		request->body = arena_text(play->arena, text);
		request->length = strlen(text);
		(void)headers_add(&request->headers, "Content-Type",
		    "application/json");
	}
	free(text);
	json_decref(body);
	t->carriage.arena = play->arena;
	t->carriage.answered = told;
	client_carry(play->client, &t->carriage);
	while (!t->done)
		loop_turn(play->loop);
	return &t->carriage.response;
}

bool
play_tell(struct play *play, const char *method, const char *path,
    json_t *body)
{
	const struct response *response = ask(play, method, path, body);

	if (response->carried != ANSWERED)
		return play_fail(play, "no simulated carrier answers at %s; "
		    "start `homeline carrier` there", play->carrier);
	if (response->status < 200 || response->status > 299)
		return play_fail(play, "the carrier refuses %s: %.*s", path,
		    (int)response->length, response->body);
	return true;
}

/* Whether the carrier has something to do now. */
static bool
busy_there(struct play *play)
{
	const struct response	*r = ask(play, "GET", "counts", NULL);
	json_t			*counts;
	bool			 busy;

	if (r->carried != ANSWERED || r->status != 200)
		return play_fail(play, "the carrier at %s has gone",
		    play->carrier);
	counts = json_loadb(r->body, r->length, 0, NULL);
	busy = json_integer_value(json_object_get(counts, "ready")) > 0 ||
	    json_integer_value(json_object_get(counts, "under_way")) > 0;
	json_decref(counts);
	return busy;
}

/*
 * Time.
 */

static bool
busy_here(const struct play *play)
{
	return store_backlog(play->store) > 0 ||
	    client_under_way(play->client) > 0;
}

/* Two looks at the carrier with nothing in between, as what it told us just
 * before the first may have made us ask it something. */
bool
play_settle(struct play *play)
{
	unsigned calm = 0, looks = 0;

	while (play->why[0] == '\0' && calm < 2) {
		while (busy_here(play))
			loop_turn(play->loop);
		calm = busy_there(play) || busy_here(play) ? 0 : calm + 1;
		if (calm == 0)
			wait_a_little(play);
		if (++looks > STUCK / GLANCE)
			(void)play_fail(play, "it does not come to rest");
	}
	return play->why[0] == '\0';
}

static void
due_work(struct db *db, void *arg)
{
	*(int64_t *)arg = sample_due(db);
}

/* How long the first lane rests, at least a step. */
static int64_t
rest_of(const struct play *play)
{
	int64_t rest = play->gateway->lanes[0]->well_at - clock_boot();

	return rest < STEP ? STEP : rest;
}

/* The next moment at which something has to be done. */
static int64_t
next_moment(struct play *play, int64_t until)
{
	int64_t now = clock_now(), due = 0;

	if (!play_read(play, due_work, &due) || due == 0 || due >= until)
		return until;
	if (due <= now)
		due = now + rest_of(play);
	return due < until ? due : until;
}

bool
play_until(struct play *play, int64_t time)
{
	while (play->why[0] == '\0' && clock_now() < time) {
		clock_pass(next_moment(play, time) - clock_now());
		if (!play_tell(play, "POST", "clock", json_pack("{sI}",
		    "now", (json_int_t)clock_now())))
			break;
		gateway_tick(play->gateway);
		if (!play_settle(play))
			break;
	}
	return play->why[0] == '\0';
}

/*
 * The parts.
 */

/* The loopback is in no hurry, and every webhook comes. */
static void
widen(struct configured *c)
{
	for (unsigned i = 0; i < c->count; i++) {
		c->use[i].window = WINDOW;
		c->use[i].pace = 0;
		c->use[i].listing = LISTED;
	}
}

static bool
open_store(struct play *play)
{
	const struct settings	*s = &play->ground->configured.settings;
	const char		*why;

	play->store = store_open(play->loop, db_driver_for(s->database),
	    s->database, 1, &why);
	if (play->store == NULL)
		return play_fail(play, "the database cannot be opened: %s",
		    why);
	store_hurry(play->store);
	why = store_hold(play->store, play->node);
	return why == NULL || play_fail(play, "node %s: %s", s->node, why);
}

static bool
open_server(struct play *play)
{
	const struct settings	*s = &play->ground->configured.settings;
	const char		*why;

	play->server = server_open(play->loop, s->listen, web_routes,
	    play->web, &(struct server_limits){ .per_peer = 500 }, &why);
	return play->server != NULL || play_fail(play,
	    "cannot listen on %s: %s", s->listen, why);
}

bool
play_open(struct play *play)
{
	struct configured	*c = &play->ground->configured;
	const struct keywords	*keywords;
	char			 words[WHY_SIZE];

	widen(c);
	play->arena = arena_new();
	play->loop = loop_new();
	play->guard = timer_new(play->loop, ring, NULL);
	play->locales = locales_open(c->settings.locales, words,
	    sizeof words);
	if (play->locales == NULL)
		return play_fail(play, "the locales cannot be used: %s",
		    words);
	keywords = keywords_read(play->ground->arena, c->settings.locales,
	    words, sizeof words);
	if (keywords == NULL)
		return play_fail(play, "the words of consent cannot be used: "
		    "%s", words);
	if (!open_store(play))
		return false;
	play->client = client_open(play->loop, 2 * WINDOW);
	play->gateway = gateway_new(&(struct gateway_parts){
	    .loop = play->loop, .store = play->store,
	    .client = play->client, .locales = play->locales,
	    .zone = play->zone, .configured = c, .node = play->node,
	    .token_key = play->token_key, .keywords = keywords });
	play->web = web_new(play->gateway, NULL);
	if (!open_server(play) || !play_tell(play, "POST", "clock",
	    json_pack("{sI}", "now", (json_int_t)clock_now())))
		return false;
	gateway_start(play->gateway);
	return play_settle(play);
}

static void
stopped(void *arg)
{
	*(bool *)arg = true;
}

void
play_close(struct play *play)
{
	bool done = false;

	if (play->gateway != NULL) {
		gateway_stop(play->gateway);
		while (!gateway_idle(play->gateway))
			wait_a_little(play);
		store_stop(play->store, stopped, &done);
		while (!done)
			wait_a_little(play);
		client_close(play->client);
	}
	store_close(play->store);
	if (play->server != NULL)
		server_close(play->server);
	web_free(play->web);
	gateway_free(play->gateway);
	timer_free(play->guard);
	if (play->loop != NULL)
		loop_free(play->loop);
	locales_close(play->locales);
	arena_free(play->arena);
}
