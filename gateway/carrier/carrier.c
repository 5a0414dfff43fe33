/*
 * The carrier is made here, and its routes are.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/http.h"
#include "carrier/api.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/mail_control.h"
#include "carrier/screen.h"
#include "carrier/send.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"

#define CONNECTIONS	4096
#define TO_GATEWAY	32		/* Connections for webhooks. */
#define TICK		1000		/* ms */

#define MESSAGES	"/2010-04-01/Accounts/:sid/Messages"

static const struct route routes[] = {
	{ "POST", MESSAGES ".json", send_text },
	{ "GET", MESSAGES ".json", listing_answer },
	{ "GET", MESSAGES "/:message", api_one },
	{ "POST", "/carrier/write", control_write },
	{ "POST", "/carrier/fault", control_fault },
	{ "GET", "/carrier/fault", counts_faults },
	{ "DELETE", "/carrier/fault", control_faults_off },
	{ "POST", "/carrier/release", control_release },
	{ "POST", "/carrier/clock", control_clock },
	{ "POST", "/carrier/hook", control_hook },
	{ "POST", "/carrier/expect", control_expect },
	{ "POST", "/carrier/reset", control_reset },
	{ "GET", "/carrier/record", counts_record },
	{ "GET", "/carrier/counts", counts_all },
	{ "GET", "/carrier/phones", counts_phones },
	{ "GET", "/carrier/mails", mail_control_list },
	{ "GET", "/carrier/mails/:n", mail_control_raw },
	{ "GET", "/carrier/mailboxes", mail_control_boxes },
	{ "POST", "/carrier/mailboxes/:address/write", mail_control_write },
	{ "POST", "/carrier/mailboxes/:address/bounce", mail_control_bounce },
	{ "GET", "/", screen_list },
	{ "GET", "/phone/:number", screen_phone },
	{ "POST", "/phone/:number/write", screen_phone_write },
	{ "GET", "/mailbox/:address", screen_mailbox },
	{ "POST", "/mailbox/:address/answer", screen_mail_answer },
	{ "POST", "/mailbox/:address/leave", screen_mail_leave },
	{ "POST", "/mailbox/:address/bounce", screen_mail_bounce },
	{ "POST", "/mail", screen_mail_write },
	{ "POST", "/write", screen_write },
	{ "POST", "/faults", screen_fault },
	{ "POST", "/faults/off", screen_fault_off },
	{ "POST", "/release", screen_release },
	{ "POST", "/clock", screen_clock },
	{ NULL, NULL, NULL },
};

int64_t
carrier_now(const struct carrier *c)
{
	return c->held != 0 ? c->held : clock_now();
}

const char *
carrier_hook(const struct carrier *c, uint64_t line)
{
	const char	*preset = c->plan.hook;
	unsigned	 i;

	for (i = 0; i < c->hook_count; i++) {
		if (c->hooks[i].digits == line)
			return c->hooks[i].url;
		if (c->hooks[i].digits == 0)
			preset = c->hooks[i].url;
	}
	return preset;
}

bool
carrier_set_hook(struct carrier *c, uint64_t line, const char *url)
{
	struct hook *hook = c->hooks;

	while (hook < c->hooks + c->hook_count && hook->digits != line)
		hook++;
	if (hook == c->hooks + CARRIER_HOOKS)
		return false;
	if (hook == c->hooks + c->hook_count)
		c->hook_count++;
	hook->digits = line;
	free(hook->url);
	hook->url = url == NULL ? NULL : strdup(url);
	return true;
}

void
carrier_reset(struct carrier *c)
{
	life_reset(c);
	hand_reset(c);
	record_reset(&c->record);
	mails_clear(&c->mails);
	c->faults.count = 0;
	c->held = 0;
	c->posts = (struct carrier_posts){ 0 };
	journal_reset(c);
}

static void
second(void *arg)
{
	struct carrier *c = arg;

	server_tick(c->server);
	timer_set(c->tick, TICK);
}

static bool
loopback(const char *listen)
{
	static const char *const own[] = {
		"127.", "[::1]", "localhost", "unix:",
	};
	size_t i;

	for (i = 0; i < COUNT(own); i++)
		if (strncmp(listen, own[i], strlen(own[i])) == 0)
			return true;
	return false;
}

static const char *
or_else(struct arena *arena, const char *given, const char *preset)
{
	return arena_text(arena, given != NULL ? given : preset);
}

static void
keep_plan(struct carrier *c, const struct carrier_plan *plan)
{
	struct carrier_plan *own = &c->plan;

	own->listen = or_else(c->arena, plan->listen, "127.0.0.1:0");
	own->hook = arena_text(c->arena, plan->hook);
	own->account_sid = or_else(c->arena, plan->account_sid, CARRIER_SID);
	own->auth_token = or_else(c->arena, plan->auth_token, CARRIER_TOKEN);
	own->once = plan->once;
	own->mail = plan->mail;
	own->mail_arg = plan->mail_arg;
	own->zone = plan->zone;
	own->desk = arena_text(c->arena, plan->desk);
	own->clock = plan->clock;
	c->basic = http_basic(c->arena, own->account_sid, own->auth_token);
	c->open_to_all = !loopback(own->listen);
}

/* 16 random digits, so that no two runs have a sid in common. */
static uint64_t
new_run(struct arena *arena)
{
	return strtoull(crypt_random(arena, 8), NULL, 16);
}

static bool
start(struct carrier *c, const struct carrier_plan *plan, const char **why)
{
	static const struct server_limits limits = {
		.connections = CONNECTIONS, .per_peer = CONNECTIONS,
	};

	if (plan->desk != NULL &&
	    (c->desk = desk_read(plan->desk, why)) == NULL)
		return false;
	if ((plan->record != NULL && !journal_open(c, plan->record, why)) ||
	    (plan->smtp && !smtp_open(c, plan->smtp_port, why)))
		return false;
	c->server = server_open(c->loop, c->plan.listen, routes, c, &limits,
	    why);
	if (c->server == NULL)
		return false;
	c->tick = timer_new(c->loop, second, c);
	timer_set(c->tick, TICK);
	return true;
}

struct carrier *
carrier_open(struct loop *loop, const struct carrier_plan *plan,
    const char **why)
{
	struct carrier *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	c->loop = loop;
	c->arena = arena_new();
	LIST_INIT(&c->lates);
	LIST_INIT(&c->smtp.sessions);
	keep_plan(c, plan);
	record_open(&c->record, new_run(c->arena));
	c->client = client_open(loop, TO_GATEWAY);
	life_open(c);
	hand_open(c, plan->mail_program);
	if (!start(c, plan, why)) {
		carrier_close(c);
		return NULL;
	}
	return c;
}

void
carrier_close(struct carrier *c)
{
	unsigned i;

	if (c == NULL)
		return;
	c->closing = true;
	client_close(c->client);
	smtp_close(c);
	hand_close(c);
	send_close(c);
	life_close(c);
	if (c->server != NULL)
		server_close(c->server);
	timer_free(c->tick);
	journal_close(c);
	record_close(&c->record);
	mails_clear(&c->mails);
	desk_free(c->desk);
	for (i = 0; i < c->hook_count; i++)
		free(c->hooks[i].url);
	arena_free(c->arena);
	free(c);
}

unsigned
carrier_port(const struct carrier *c)
{
	return server_port(c->server);
}

unsigned
carrier_smtp_port(const struct carrier *c)
{
	return c->smtp.port;
}
