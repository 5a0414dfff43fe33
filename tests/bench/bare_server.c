/*
 * The reference for webhooks: our own server and provider, without a store.
 * A webhook is read, its signature checked and what it says understood; then
 * it is answered at once, and forgotten.
 *
 *	bare_server --port N --token TOKEN --url PUBLIC_URL_OF_THE_HOOK
 *
 * It says "ready" when it listens, and ends by SIGTERM.
 */

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "net/loop.h"
#include "net/server.h"
#include "provider.h"
#include "providers/twilio.h"
#include "tests/bench/line.h"

#define CONNECTIONS	4096

static struct twilio	twilio = {
	.account_sid = "AC00000000000000000000000000000da3",
};
static struct account	account = {
	.name = "main", .provider = &twilio_provider, .options = &twilio,
};

static void
take(struct exchange *x, void *arg)
{
	const struct provider	*p = account.provider;
	const struct request	*request = exchange_request(x);
	struct need		 need = { .url = NULL };
	struct news		*news;
	const struct answer	*a = &p->yes;

	(void)arg;
	if (p->genuine(&account, request, clock_now(), &need,
	    exchange_arena(x)) != GENUINE_YES)
		a = &p->never;
	else if (!p->read(&account, request, &news, exchange_arena(x)))
		a = &p->later;
	exchange_answer(x, a->status, a->type, a->body, strlen(a->body));
}

static const struct route routes[] = {
	{ "POST", "/hooks/:account", take },
	{ NULL, NULL, NULL },
};

static void
stop(void *arg)
{
	loop_stop(arg);
}

static int
serve(unsigned port)
{
	const struct server_limits limits = { .connections = CONNECTIONS,
				    .per_peer = CONNECTIONS };
	struct arena		*arena = arena_new();
	struct loop		*loop = loop_new();
	const char		*why;
	struct server		*server = server_open(loop, arena_print(arena,
				    "127.0.0.1:%u", port), routes, NULL,
				    &limits, &why);

	if (server == NULL) {
		fprintf(stderr, "bare_server: %s\n", why);
		return 1;
	}
	loop_signal(loop, SIGTERM, stop, loop);
	puts("ready");
	fflush(stdout);
	loop_run(loop);
	server_close(server);
	loop_free(loop);
	arena_free(arena);
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "token", required_argument, NULL, 't' },
		{ "url", required_argument, NULL, 'u' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned	port = 0;
	int		c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (c == 'p')
			port = (unsigned)line_number(optarg);
		else if (c == 't')
			twilio.auth_token = optarg;
		else if (c == 'u')
			account.hook = optarg;
		else
			return 2;
	if (twilio.auth_token == NULL || account.hook == NULL)
		return 2;
	return serve(port);
}
