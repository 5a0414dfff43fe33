/*
 * The table of routes.
 */

#include <stdlib.h>

#include "flow/gateway.h"
#include "store/job.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/web.h"

const struct route web_routes[] = {
	{ "POST", "/api/v1/messages", api_write_message },
	{ "GET", "/api/v1/messages", api_list_messages },
	{ "GET", "/api/v1/messages/:id", api_tell_message },
	{ "POST", "/api/v1/messages/:id/cancel", api_cancel_message },
	{ "GET", "/api/v1/messages/:id/deliveries", api_list_deliveries },
	{ "GET", "/api/v1/conversations", api_list_talks },
	{ "GET", "/api/v1/conversations/:id", api_tell_talk },
	{ "POST", "/api/v1/conversations/:id/replies", api_write_reply },
	{ "GET", "/api/v1/replies", api_list_replies },
	{ "GET", "/api/v1/students", api_list_students },
	{ "GET", "/api/v1/schools", api_list_schools },
	{ "GET", "/api/v1/figures", api_tell_figures },
	{ "GET", "/api/v1/me", api_tell_me },
	{ "GET", "/api/v1/openapi.json", api_tell_openapi },
	{ "POST", "/hooks/:account", hooks_take },
	{ "GET", "/healthz", health_live },
	{ "GET", "/readyz", health_ready },
	{ "GET", "/metrics", metrics_tell },
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
	return web;
}

void
web_free(struct web *web)
{
	if (web == NULL)
		return;
	health_free(web->health);
	free(web);
}

void
web_server(struct web *web, struct server *server)
{
	web->server = server;
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
