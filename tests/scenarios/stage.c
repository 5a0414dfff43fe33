/*
 * The parts of a scenario, and its time.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/locale.h"
#include "base/zone.h"
#include "carrier/carrier.h"
#include "command/play.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/keyword.h"
#include "flow/inside.h"
#include "flow/receive.h"
#include "flow/translate.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/node.h"
#include "store/secret.h"
#include "store/person.h"
#include "store/roster.h"
#include "store/schema.h"
#include "tests/scenarios/stage.h"

#define STEP		SECONDS(1)
#define NAP		SECONDS(10)	/* While a lane rests. */
#define STROLL		MINUTES(1)	/* While the carrier waits. */
#define LEAP		MINUTES(10)	/* While nothing is due. */
#define LEAPS		120		/* Days pass in so many. */
#define GUARD		5		/* ms, while the carrier is busy. */
#define STUCK		30		/* s of real time. */

void
stage_fail(struct stage *stage, const char *format, ...)
{
	char	what[2000];
	va_list values;

	va_start(values, format);
	vsnprintf(what, sizeof what, format, values);
	va_end(values);
	if (stage->now != NULL)
		print_error("%s:%u: %s\n", stage->script->name,
		    stage->now->line, stage->now->text);
	fail_msg("%s", what);
	abort();
}

/*
 * Visits.
 */

/* The visits of the player of a sample's history serve here, too. */
static struct play
player(const struct stage *stage)
{
	return (struct play){ .loop = stage->loop, .store = stage->store,
	    .arena = stage->arena };
}

void
stage_write(struct stage *stage, void (*work)(struct db *, void *),
    void *arg)
{
	struct play play = player(stage);

	if (!play_write(&play, work, arg))
		stage_fail(stage, "the store refuses it");
}

void
stage_read(struct stage *stage, void (*work)(struct db *, void *), void *arg)
{
	struct play play = player(stage);

	if (!play_read(&play, work, arg))
		stage_fail(stage, "the store refuses it");
}

/*
 * Webhooks.
 */

static void
hook_answered(void *arg, const struct answer *answer)
{
	exchange_answer(arg, answer->status, answer->type, answer->body,
	    strlen(answer->body));
}

static void
on_hook(struct exchange *x, void *arg)
{
	struct stage	*stage = arg;
	const char	*name = exchange_param(x, "account");

	for (unsigned i = 0; i < stage->configured.count; i++)
		if (strcmp(stage->configured.accounts[i].name, name) == 0) {
			receive(stage->gateway, &stage->configured.accounts[i],
			    exchange_request(x), exchange_arena(x),
			    hook_answered, x);
			return;
		}
	exchange_problem(x, 404, "There is no such account.");
}

static const struct route routes[] = {
	{ "POST", "/hooks/:account", on_hook },
	{ "POST", "/mail", mail_brought },
	{ "POST", "/translate", tongues_asked },
	{ NULL, NULL, NULL },
};

/*
 * Time.
 */

struct next {
	int64_t	 due, claimed;
};

/* A mail server cannot be asked about what is unknown. */
static void
next_work(struct db *db, void *arg)
{
	struct next	*next = arg;
	struct rows	*rows = db_query(db, "SELECT min(due) FROM ("
	    "SELECT min(due) AS due FROM attempt WHERE state = 'planned' "
	    "UNION ALL "
	    "SELECT min(due) AS due FROM attempt WHERE state = 'unknown' "
	    "AND account <> 'mail' "
	    "UNION ALL SELECT min(send_at) AS due FROM message "
	    "WHERE state IN ('waiting', 'expanding')) AS all_of_them", NONE);

	next->due = db_row(rows) ? db_int(rows, 0) : 0;
	rows = db_query(db, "SELECT count(*) FROM attempt "
	    "WHERE state = 'claimed'", NONE);
	next->claimed = db_row(rows) ? db_int(rows, 0) : 0;
}

static int64_t
carrier_count(struct stage *stage, const char *name)
{
	json_t	*counts = far_ask(&stage->far, "GET", "/carrier/counts",
		    NULL);
	int64_t	 n = (int64_t)json_integer_value(json_object_get(counts,
		    name));

	json_decref(counts);
	return n;
}

/* How long the first lane still rests, at most a little. */
static int64_t
rest_of(struct stage *stage)
{
	const struct lane	*lane = stage->gateway->lanes[0];
	int64_t			 rest = lane->well_at - clock_boot();

	return rest < STEP ? STEP : rest < NAP ? rest : NAP;
}

/* A second, or further when there is nothing to wait for. */
static int64_t
step_to(struct stage *stage, int64_t until, int64_t most)
{
	int64_t		 now = clock_now(), leap;
	struct next	 next;

	leap = now + (most > LEAP ? most : LEAP);
	if (stage->gateway == NULL)
		return until < leap ? until : leap;
	stage_read(stage, next_work, &next);
	if (stage->far.pid != 0 && carrier_count(stage, "later") > 0)
		leap = now + (most > STROLL ? most : STROLL);
	if (next.claimed > 0)
		leap = now + rest_of(stage);
	else if (next.due != 0 && next.due < leap)
		leap = next.due > now + STEP ? next.due :
		    now + rest_of(stage);
	return until < leap ? until : leap;
}

/* True: something has still to come back. */
static bool
busy_here(const struct stage *stage, int64_t held)
{
	return stage->store != NULL && (store_backlog(stage->store) > 0 ||
	    client_under_way(stage->client) !=
	    (unsigned)held + stage->waits);
}

/* The carrier has something to do, or (held) keeps that many answers. */
static bool
busy_there(struct stage *stage, int64_t *held)
{
	json_t	*counts;
	bool	 busy;

	*held = 0;
	if (stage->far.pid == 0)
		return false;
	counts = far_ask(&stage->far, "GET", "/carrier/counts", NULL);
	busy = json_integer_value(json_object_get(counts, "ready")) > 0 ||
	    json_integer_value(json_object_get(counts, "under_way")) > 0;
	if (stage->held)
		*held = json_integer_value(json_object_get(counts, "held"));
	json_decref(counts);
	return busy;
}

static void
on_guard(void *arg)
{
	(void)arg;
}

static void
wait_a_little(struct stage *stage)
{
	timer_set(stage->guard, GUARD);
	loop_turn(stage->loop);
	timer_off(stage->guard);
}

void
stage_settle(struct stage *stage)
{
	struct timespec	 began, now;
	unsigned	 calm = 0;
	int64_t		 held;

	clock_gettime(CLOCK_MONOTONIC, &began);
	while (calm < 2) {
		bool there = busy_there(stage, &held);

		loop_glance(stage->loop);
		if (there || busy_here(stage, held)) {
			calm = 0;
			wait_a_little(stage);
		} else {
			calm++;
		}
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec - began.tv_sec > STUCK)
			stage_fail(stage, "it does not come to rest");
	}
	if (watch_found() != NULL)
		stage_fail(stage, "%s", watch_found());
}

static void
tell_the_clock(struct stage *stage)
{
	if (stage->far.pid != 0)
		far_tell(&stage->far, "/carrier/clock",
		    json_pack("{sI}", "now", (json_int_t)clock_now()));
}

void
stage_until(struct stage *stage, int64_t time)
{
	int64_t most = (time - clock_now()) / LEAPS;

	while (clock_now() < time) {
		clock_pass(step_to(stage, time, most) - clock_now());
		tell_the_clock(stage);
		if (stage->gateway != NULL)
			gateway_tick(stage->gateway);
		stage_settle(stage);
	}
}

/* Up to three numbers with that character between them; how many. */
static int
numbers(const char *word, char between, int out[3])
{
	char	*end;
	int	 n = 0;

	do {
		out[n++] = (int)strtol(word, &end, 10);
		if (end == word)
			return 0;
		word = end + 1;
	} while (*end == between && n < 3);
	return *end == '\0' ? n : 0;
}

int64_t
stage_time(struct stage *stage, unsigned from)
{
	const struct sentence	*s = stage->now;
	struct wall		 wall;
	int			 day[3], time[3] = { 0 };

	zone_wall(stage->zone, clock_now(), &wall);
	if (from < s->count && numbers(s->words[from], '-', day) == 3) {
		wall.year = day[0];
		wall.month = day[1];
		wall.day = day[2];
		from++;
	}
	if (from >= s->count || numbers(s->words[from], ':', time) < 2)
		stage_fail(stage, "that is no time");
	wall.hour = time[0];
	wall.minute = time[1];
	wall.second = time[2];
	return zone_utc(stage->zone, &wall);
}

int64_t
stage_span(struct stage *stage, unsigned from)
{
	static const struct {
		const char	*unit;
		int64_t		 ms;
	} units[] = {
		{ "ms", 1 }, { "s", SECONDS(1) }, { "min", MINUTES(1) },
		{ "h", HOURS(1) }, { "days", DAYS(1) },
	};
	const struct sentence	*s = stage->now;
	int64_t			 n;

	for (size_t i = 0; from + 1 < s->count && i < COUNT(units); i++)
		if (strcmp(s->words[from + 1], units[i].unit) == 0 &&
		    is_number(s->words[from], &n))
			return n * units[i].ms;
	stage_fail(stage, "that is no span of time");
}

/*
 * Things.
 */

struct thing *
thing_find(struct stage *stage, enum thing_kind kind, const char *name)
{
	for (unsigned i = 0; name != NULL && i < stage->thing_count; i++)
		if (stage->things[i].kind == kind &&
		    strcmp(stage->things[i].name, name) == 0)
			return &stage->things[i];
	return NULL;
}

struct thing *
thing_get(struct stage *stage, enum thing_kind kind, const char *name)
{
	struct thing *thing = thing_find(stage, kind, name);

	if (thing == NULL)
		stage_fail(stage, "there is no %s",
		    name != NULL ? name : "name");
	return thing;
}

struct thing *
thing_add(struct stage *stage, enum thing_kind kind, const char *name)
{
	struct thing *thing = &stage->things[stage->thing_count];

	if (stage->thing_count == THINGS_MOST || name == NULL ||
	    thing_find(stage, kind, name) != NULL)
		stage_fail(stage, "it has no name, or another has it");
	stage->thing_count++;
	*thing = (struct thing){ .kind = kind, .name = name };
	return thing;
}

/*
 * Life.
 */

static void
make_district(struct stage *stage, struct db *db)
{
	const char *why = NULL;

	if (!schema_migrate(db, &why))
		fail_msg("%s", why);
	assert_true(db_begin(db));
	stage->node = node_join(db, "first", clock_now());
	district_add(db, &(struct district){ .id = id_new(),
	    .name = "Millbrook", .zone = "America/New_York" });
	stage->token_key = arena_text(stage->arena,
	    secret_take(db, "tokens", clock_now()));
	stage->desk = id_new();
	roster_add_seat(db, &(struct seat){ .id = stage->desk,
	    .kind = "desk", .name = "desk" });
	assert_true(db_commit(db));
}

static void
open_store(struct stage *stage)
{
	const char *why = NULL;

	stage->store = store_open(stage->loop, stage->place.driver,
	    stage->place.where, 2, &why);
	if (stage->store == NULL)
		fail_msg("%s", why);
	store_twice(stage->store, stage->twice);
}

static void
add_account(struct stage *stage, const char *name)
{
	struct configured	*c = &stage->configured;

	c->accounts[c->count] = (struct account){ .name = name,
	    .provider = &twilio_provider, .options = &stage->twilio };
	c->use[c->count] = (struct account_settings){ .provider = "twilio",
	    .window = 4, .pace = 0, .listing = MINUTES(5),
	    .inbound = INBOUND_WEBHOOK };
	c->count++;
}

/* A name for the carrier's record that nobody else has. */
static void
name_record(struct stage *stage)
{
	const char	*tmp = getenv("TMPDIR");
	int		 fd;

	snprintf(stage->far.record, sizeof stage->far.record,
	    "%.90s/carrier-XXXXXX", tmp != NULL ? tmp : "/tmp");
	fd = mkstemp(stage->far.record);
	assert_true(fd >= 0);
	close(fd);
	unlink(stage->far.record);
}

void
stage_open(struct stage *stage, const struct db_driver *driver, bool twice)
{
	const char	*why = NULL, *folder = getenv("srcdir");
	char		 trouble[500];
	struct db	*db;
	static int64_t	 begin = BEGIN;

	memset(stage, 0, sizeof *stage);
	watch_begin();
	clock_hold(begin);
	begin += DAYS(35);	/* Ids never step back, so neither may time. */
	place_make(&stage->place, driver);
	stage->placed = true;
	stage->twice = twice;
	stage->arena = arena_new();
	db = db_open(driver, stage->place.where, true, &why);
	if (db == NULL)
		fail_msg("%s", why);
	make_district(stage, db);
	db_close(db);
	stage->loop = loop_new();
	stage->guard = timer_new(stage->loop, on_guard, NULL);
	stage->zone = zone_open("America/New_York", &why);
	stage->locales = locales_open(arena_print(stage->arena, "%s/locales",
	    folder != NULL ? folder : "."), trouble, sizeof trouble);
	if (stage->locales == NULL)
		fail_msg("%s", trouble);
	stage->keywords = keywords_read(stage->arena, arena_print(
	    stage->arena, "%s/locales", folder != NULL ? folder : "."),
	    trouble, sizeof trouble);
	if (stage->keywords == NULL)
		fail_msg("%s", trouble);
	add_account(stage, "main");
	add_account(stage, "second");
	mail_add_account(stage);
	name_record(stage);
	open_store(stage);
}

static void
open_server(struct stage *stage)
{
	const char *why = NULL;

	stage->server = server_open(stage->loop, arena_print(stage->arena,
	    "127.0.0.1:%u", stage->port), routes, stage,
	    &(struct server_limits){ .per_peer = 500 }, &why);
	if (stage->server == NULL)
		fail_msg("%s", why);
	stage->port = server_port(stage->server);
}

static void
name_hooks(struct stage *stage)
{
	for (unsigned i = 0; i < stage->configured.count; i++) {
		struct account *a = &stage->configured.accounts[i];

		a->hook = stage->configured.use[i].inbound == INBOUND_POLL ?
		    "" : arena_print(stage->arena,
		    "http://127.0.0.1:%u/hooks/%s", stage->port, a->name);
	}
}

static void
start_carrier(struct stage *stage)
{
	far_start(&stage->far, arena_print(stage->arena,
	    "http://127.0.0.1:%u/hooks/main", stage->port), stage->port);
	tell_the_clock(stage);
	mail_name_server(stage);
	stage->twilio = (struct twilio){ .account_sid = CARRIER_SID,
	    .auth_token = CARRIER_TOKEN, .auth_token_old = "",
	    .api_key_sid = "", .api_key_secret = "",
	    .messaging_service_sid = "", .base_url = arena_print(stage->arena,
	    "http://127.0.0.1:%u", stage->far.port) };
}

void
stage_begin(struct stage *stage)
{
	if (stage->store == NULL)
		open_store(stage);
	open_server(stage);
	name_hooks(stage);
	tongues_begin(stage);
	if (stage->far.pid == 0 && stage->far.port == 0)
		start_carrier(stage);
	stage->client = client_open(stage->loop, 64);
	stage->gateway = gateway_new(&(struct gateway_parts){
	    .loop = stage->loop, .store = stage->store,
	    .client = stage->client, .locales = stage->locales,
	    .zone = stage->zone, .configured = &stage->configured,
	    .node = stage->node, .token_key = stage->token_key,
	    .keywords = stage->keywords });
	gateway_start(stage->gateway);
	stage_settle(stage);
}

static void
close_parts(struct stage *stage)
{
	server_close(stage->server);
	client_close(stage->client);
	gateway_free(stage->gateway);
	store_close(stage->store);
	stage->server = NULL;
	stage->client = NULL;
	stage->gateway = NULL;
	stage->store = NULL;
}

static void
stopped(void *arg)
{
	*(bool *)arg = true;
}

void
stage_end(struct stage *stage)
{
	bool done = false;

	gateway_stop(stage->gateway);
	while (!gateway_idle(stage->gateway))
		wait_a_little(stage);
	store_stop(stage->store, stopped, &done);
	while (!done)
		wait_a_little(stage);
	close_parts(stage);
}

/* The lanes are made deaf and dumb, so that nothing is said by those who
 * would be dead. */
void
stage_crash(struct stage *stage)
{
	for (unsigned i = 0; i < stage->configured.count; i++) {
		struct lane *lane = stage->gateway->lanes[i];

		lane->asking = lane->telling = true;
		lane->well_at = INT64_MAX;
	}
	translate_stop(stage->gateway->translate);
	tongues_crash(stage);
	close_parts(stage);
}

void
stage_close(struct stage *stage)
{
	far_kill(&stage->far);
	if (stage->gateway != NULL) {
		while (store_backlog(stage->store) > 0)
			wait_a_little(stage);
		stage_crash(stage);
	} else if (stage->store != NULL) {
		store_close(stage->store);
	}
	if (stage->guard != NULL)
		timer_free(stage->guard);
	if (stage->loop != NULL)
		loop_free(stage->loop);
	locales_close(stage->locales);
	zone_close(stage->zone);
	if (stage->placed) {
		remove(stage->far.record);
		place_remove(&stage->place);
	}
	arena_free(stage->arena);
}

static void	play_all(struct stage *, const struct script *);

/* like oak.inc: its sentences stand here. */
static void
play_other(struct stage *stage, const char *name)
{
	const struct script	*outer = stage->script;
	struct script		*script = NEW(stage->arena, struct script);

	script_read(script, stage->arena, name,
	    script_file(stage->arena, name));
	play_all(stage, script);
	stage->script = outer;
}

static void
play_one(struct stage *stage)
{
	if (says(stage->now, 0, "like") && stage->now->count == 2)
		play_other(stage, stage->now->words[1]);
	else if (!mail_play(stage, stage->now) &&
	    !tongues_play(stage, stage->now) &&
	    !town_play(stage, stage->now) &&
	    !deeds_play(stage, stage->now) &&
	    !rules_play(stage, stage->now) &&
	    !hands_play(stage, stage->now) &&
	    !expect_play(stage, stage->now))
		stage_fail(stage, "this sentence is not understood");
	if (stage->gateway != NULL)
		stage_settle(stage);
}

static void
play_all(struct stage *stage, const struct script *script)
{
	for (unsigned i = 0; i < script->count; i++) {
		stage->script = script;
		stage->now = &script->list[i];
		play_one(stage);
	}
}

void
stage_play(struct stage *stage, const struct script *script)
{
	play_all(stage, script);
	if (stage->gateway != NULL)
		recount_agrees(stage);
}

void
stage_play_on(struct stage *stage, const char *name, const char *text)
{
	struct script *script = NEW(stage->arena, struct script);

	script_read(script, stage->arena, name, text);
	play_all(stage, script);
}

void
stage_play_text(struct stage *stage, const char *name, const char *text)
{
	stage_play_on(stage, name, text);
	recount_agrees(stage);
}
