/*
 * What all may ask for, and what the handlers share.
 */

#include <stdlib.h>

#include "flow/backup.h"
#include "flow/gateway.h"
#include "store/job.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/web.h"

const struct route web_routes[] = {
	API_ROUTES,
	WEB_ROUTES,
	{ "POST", "/hooks/:account", hooks_take },
	{ "GET", "/u/:token", leave_look },
	{ "POST", "/u/:token", leave_take },
	{ NULL, NULL, NULL },
};

struct web *
web_new(struct gateway *gateway)
{
	struct web *web = calloc(1, sizeof *web);

	if (web == NULL)
		abort();
	web->gateway = gateway;
	web->health = health_new(web);
	web->backup = backup_new(gateway);
	return web;
}

void
web_free(struct web *web)
{
	if (web == NULL)
		return;
	health_free(web->health);
	backup_free(web->backup);
	free(web);
}

void
web_server(struct web *web, struct server *server)
{
	web->server = server;
}

void
web_local(struct web *web, struct server *local)
{
	web->local = local;
}

bool
web_busy(struct web *web, struct exchange *x)
{
	const struct gateway *g = web->gateway;

	if (!g->stopping && store_backlog(g->store) <=
	    (unsigned)g->configured->settings.backlog)
		return false;
	exchange_header(x, "Retry-After", "5");
	exchange_problem(x, 503, g->stopping ?
	    "The gateway is stopping. Try again in a few seconds." :
	    "There is too much to do now. Try again in a few seconds.");
	return true;
}
