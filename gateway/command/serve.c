/*
 * `homeline serve`: the wiring.  The parts are made in order and unmade in
 * reverse, but for one turn of it: the client goes before the store, because
 * what it gives up is still told to the store, and the server after it,
 * because what the store ends is still answered.
 *
 * SIGTERM and SIGINT end it gracefully: nothing new is accepted or claimed,
 * what is under way has a few seconds, and what was accepted is kept.  A
 * database that does not answer is not waited for: what was told is kept
 * there, and nothing else was promised.
 */

#include <sys/stat.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/locale.h"
#include "base/log.h"
#include "base/mime_read.h"
#include "base/notify.h"
#include "base/page_template.h"
#include "base/zone.h"
#include "command/ask.h"
#include "command/command.h"
#include "command/files.h"
#include "command/ground.h"
#include "command/join.h"
#include "command/reload.h"
#include "command/service.h"
#include "command/shift.h"
#include "flow/bank.h"
#include "flow/gateway.h"
#include "flow/keyword.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"
#include "store/db.h"
#include "store/job.h"
#include "store/node.h"
#include "web/local.h"
#include "web/web.h"

#define TICK		1000	/* ms */
#define GLANCE		50	/* Between two looks while stopping. */
#define GRACE		6000	/* For what is under way. */
#define STOP_MOST	8000	/* For all that needs the loop. */
#define UNMAKE_MOST	1	/* s */
#define WHY_SIZE	512

static const struct usage usage = {
    "Runs the gateway. It stays in the foreground and logs to standard error,\n"
    "a line for each fact. SIGTERM and SIGINT end it within 10 s; what it has\n"
    "accepted is kept. SIGHUP reads the configuration again; one that is\n"
    "wrong is refused as a whole.",
    "homeline serve --config /etc/homeline/homeline.conf",
    "0 ended as asked, 1 failed, 2 wrong options, 3 wrong\n"
    "configuration, 4 another homeline uses the state folder or the database,\n"
    "or is this node, 5 the database is of another version"
};

struct serving {
	struct ground	 ground;
	struct shift	 shift;		/* Of a sample district. */
	struct joined	 joined;
	struct locales	*locales;
	struct loop	*loop;
	struct store	*store;
	struct client	*client;
	struct gateway	*gateway;
	struct web	*web;
	struct server	*server;
	struct server	*local;		/* The socket of the commands. */
	struct service	*service;
	struct reloads	 reloads;	/* All that were taken. */
	struct timer	*tick, *stopping, *over;
	int64_t		 stopped_at;	/* clock_boot(); 0: not yet. */
	struct job	 leave;
};

static int
complain(const char *what, const char *why)
{
	command_say("%s: %s.", what, why);
	return CODE_FAILED;
}

static int
read_database(struct serving *s)
{
	int code;

	if ((code = ground_open(&s->ground, true)) == CODE_OK &&
	    (code = ground_version(&s->ground)) == CODE_OK)
		code = join(&s->ground, &s->shift, &s->joined);
	db_close(s->ground.db);
	s->ground.db = NULL;
	return code;
}

/* As many connections to a provider as all its lanes may use. */
static unsigned
window(const struct configured *c)
{
	int64_t sum = 8;

	for (unsigned i = 0; i < c->count; i++)
		sum += c->use[i].window;
	return (unsigned)sum;
}

static int
make_parts(struct serving *s)
{
	const struct configured	*c = &s->ground.configured;
	char			 words[WHY_SIZE];
	const struct keywords	*keywords;
	const struct bank	*bank;
	struct page_words	*pages;
	const char		*why;

	s->locales = locales_open(c->settings.locales, words, sizeof words);
	if (s->locales == NULL)
		return complain("the locales cannot be used", words);
	keywords = keywords_read(s->ground.arena, c->settings.locales, words,
	    sizeof words);
	if (keywords == NULL)
		return complain("the words of consent cannot be used", words);
	bank = bank_read(s->ground.arena, c->settings.locales, words,
	    sizeof words);
	if (bank == NULL)
		return complain("the first templates cannot be used", words);
	s->loop = loop_new();
	s->store = store_open(s->loop, db_driver_for(c->settings.database),
	    c->settings.database, (unsigned)c->settings.readers, &why);
	if (s->store == NULL)
		return complain("the database cannot be opened", why);
	if ((why = store_hold(s->store, s->joined.node)) != NULL) {
		command_say("node %s: %s.", c->settings.node, why);
		return CODE_RUNS;
	}
	s->client = client_open(s->loop, window(c));
	s->gateway = gateway_new(&(struct gateway_parts){ .loop = s->loop,
	    .store = s->store, .client = s->client, .locales = s->locales,
	    .zone = s->joined.zone, .configured = c, .node = s->joined.node,
	    .district = s->joined.district,
	    .token_key = s->joined.token_key, .keywords = keywords,
	    .bank = bank });
	s->gateway->version = s->joined.version;
	pages = page_words_open(arena_print(s->ground.arena, "%s/pages",
	    c->settings.locales), words, sizeof words);
	if (pages == NULL)
		return complain("the words of the pages cannot be used",
		    words);
	s->web = web_new(s->gateway, pages);
	return CODE_OK;
}

static struct server_limits
limits(const struct serving *s)
{
	const struct settings *c = &s->ground.configured.settings;

	return (struct server_limits){
		.connections = (unsigned)c->connections,
		.per_peer = (unsigned)c->per_peer,
		.trusted = *c->trusted == '\0' ? NULL : c->trusted,
	};
}

static int
open_server(struct serving *s)
{
	const struct settings		*c = &s->ground.configured.settings;
	const struct server_limits	 l = limits(s);
	const char			*why;

	s->server = server_open(s->loop, c->listen, web_routes, s->web,
	    &l, &why);
	if (s->server == NULL) {
		command_say("cannot listen on %s: %s", c->listen, why);
		return CODE_FAILED;
	}
	web_server(s->web, s->server);
	return CODE_OK;
}

/* For who runs the gateway, on this machine.  We hold the lock of the state
 * folder, so a socket that is there already is left from a crash. */
static int
open_local(struct serving *s)
{
	const struct server_limits l = { .owner_only = true,
	    .large_path = LOCAL_MAIL, .large = MIME_MOST };
	const char		*path = ask_socket(&s->ground), *why;

	s->local = server_open(s->loop, arena_print(s->ground.arena,
	    "unix:%s", path), local_routes, s->web, &l, &why);
	if (s->local == NULL) {
		command_say("cannot listen on %s: %s", path, why);
		return CODE_FAILED;
	}
	web_local(s->web, s->local);
	return CODE_OK;
}

static void
ring_tick(void *arg)
{
	struct serving *s = arg;

	service_tick(s->service);
	gateway_tick(s->gateway);
	server_tick(s->server);
	server_tick(s->local);
	timer_set(s->tick, TICK);
}

static void
all_kept(void *arg)
{
	struct serving *s = arg;

	loop_stop(s->loop);
}

/* This node is alive no longer, so nobody has to wait for it. */
static void
leave_work(struct job *job, struct db *db)
{
	struct serving *s = CONTAINER(job, struct serving, leave);

	node_alive(db, s->joined.node, 0, 0);
}

static void
left(struct job *job, bool kept)
{
	(void)job;
	if (!kept)
		log_info("node", 0, "it could not say that it stops");
}

static void
leave(struct serving *s)
{
	s->leave = (struct job){ .work = leave_work, .done = left };
	store_write(s->store, &s->leave);
	store_stop(s->store, all_kept, s);
}

static bool
all_answered(const struct serving *s)
{
	struct server_count count, local;

	server_count(s->server, &count);
	server_count(s->local, &local);
	return count.exchanges == 0 && local.exchanges == 0;
}

/* Is all that was under way done, or has it had its time? */
static void
ring_stopping(void *arg)
{
	struct serving *s = arg;

	if ((gateway_idle(s->gateway) && all_answered(s)) ||
	    clock_boot() >= s->stopped_at + GRACE)
		leave(s);
	else
		timer_set(s->stopping, GLANCE);
}

static void
got_signal(void *arg)
{
	struct serving *s = arg;

	if (s->stopped_at != 0)
		return;
	log_info("gateway", 0, "stopping");
	service_stopping(s->service);
	s->stopped_at = clock_boot();
	server_rest(s->server);
	server_rest(s->local);
	gateway_stop(s->gateway);
	timer_set(s->over, STOP_MOST);
	timer_set(s->stopping, 0);
}

static void
take_reload(struct serving *s, struct reload *r)
{
	struct configured		*c = &s->ground.configured;
	struct server_limits		 l;

	SLIST_INSERT_HEAD(&s->reloads, r, next);
	reload_take(r, c);
	log_level((enum log_level)c->settings.log);
	l = limits(s);
	server_limit(s->server, &l);
	client_connections(s->client, window(c));
	gateway_changed(s->gateway, r->locales, r->keywords, r->bank);
	log_info("configuration", 0, "it was read again, and is used");
}

static void
got_hangup(void *arg)
{
	struct serving	*s = arg;
	struct reload	*r;

	if (s->stopped_at != 0)
		return;
	notify_reloading();
	if ((r = reload_read(s->ground.config.path, s->joined.sample)) != NULL)
		take_reload(s, r);
	service_ready(s->service);
}

/* Where it listens, with the port that was taken when any would do. */
static const char *
address(const struct serving *s)
{
	const char *listen = s->ground.configured.settings.listen;
	const char *colon = strrchr(listen, ':');

	if (strncmp(listen, "unix:", 5) == 0)
		return listen;
	return arena_print(s->ground.arena, "%.*s:%u", (int)(colon - listen),
	    listen, server_port(s->server));
}

static void
end_hard(int number)
{
	(void)number;
	_exit(CODE_OK);
}

/* A thread may wait for the database, or for a resolver, as long as they
 * like. */
static void
limit_unmaking(const struct serving *s)
{
	unsigned backlog = store_backlog(s->store);

	if (backlog > 0)
		log_warn("store", 0, "the database takes too long, it is not "
		    "waited for, backlog=%u", backlog);
	signal(SIGALRM, end_hard);
	alarm(UNMAKE_MOST);
}

static void
run(struct serving *s)
{
	s->tick = timer_new(s->loop, ring_tick, s);
	s->stopping = timer_new(s->loop, ring_stopping, s);
	s->over = timer_new(s->loop, all_kept, s);
	timer_set(s->tick, TICK);
	loop_signal(s->loop, SIGTERM, got_signal, s);
	loop_signal(s->loop, SIGINT, got_signal, s);
	loop_signal(s->loop, SIGHUP, got_hangup, s);
	s->service = service_new(s->gateway, address(s));
	gateway_start(s->gateway);
	log_info("gateway", 0, "ready, listen=%s", address(s));
	service_ready(s->service);
	loop_run(s->loop);
	limit_unmaking(s);
	log_info("gateway", 0, "stopped");
}

/* Each part may be missing, when one before it failed. */
static void
unmake(struct serving *s)
{
	struct reload *r;

	timer_free(s->over);
	timer_free(s->stopping);
	timer_free(s->tick);
	if (s->client != NULL)
		client_close(s->client);
	store_close(s->store);
	if (s->server != NULL)
		server_close(s->server);
	if (s->local != NULL)
		server_close(s->local);
	web_free(s->web);
	gateway_free(s->gateway);
	if (s->loop != NULL)
		loop_free(s->loop);
	service_free(s->service);
	while ((r = SLIST_FIRST(&s->reloads)) != NULL) {
		SLIST_REMOVE_HEAD(&s->reloads, next);
		reload_free(r);
	}
	locales_close(s->locales);
	if (s->joined.zone != NULL)
		zone_close(s->joined.zone);
	ground_free(&s->ground);
}

static int
serve(struct serving *s, const char *config)
{
	struct ground	*g = &s->ground;
	int		 code;

	if ((code = ground_config(g, config)) != CODE_OK)
		return code;
	log_level((enum log_level)g->configured.settings.log);
	if ((code = files_make_room(g->configured.settings.connections,
	    window(&g->configured))) != CODE_OK ||
	    (code = ground_lock(g, false)) != CODE_OK ||
	    (code = read_database(s)) != CODE_OK ||
	    (code = make_parts(s)) != CODE_OK ||
	    (code = open_server(s)) != CODE_OK ||
	    (code = open_local(s)) != CODE_OK)
		return code;
	run(s);
	return CODE_OK;
}

int
serve_main(int argc, char **argv)
{
	const char		*config = NULL;
	struct serving		 s = { .stopped_at = 0 };
	const struct option_row	 rows[] = {
		CONFIG_ROW(&config),
		{ .name = "at", .value = "TIME", .text = &s.shift.at,
		  .help = "the clock of a sample district, "
		  "\"2026-12-08 10:05\"" },
		{ .name = "clock", .value = "FILE", .text = &s.shift.file,
		  .help = "it is shared by this file, as `homeline carrier` "
		  "does" },
		{ .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	umask(077);
	signal(SIGHUP, SIG_IGN);
	code = serve(&s, config);
	unmake(&s);
	return code;
}
