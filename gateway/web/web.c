/*
 * What all may ask for, and what the handlers share.
 */

#include <stdlib.h>

#include "base/page_template.h"
#include "flow/backup.h"
#include "flow/gateway.h"
#include "flow/think.h"
#include "store/job.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/web.h"

const struct route web_routes[] = {
	API_ROUTES,
	WEB_ROUTES,
	{ "GET", "/sample/handed", sample_tell },
	{ "POST", "/hooks/:account", hooks_take },
	{ "GET", "/u/:token", leave_look },
	{ "POST", "/u/:token", leave_take },
	{ "GET", "/assets/:build/:name", assets_take },
	{ "GET", "/since/:version", since_tell },
#define PAGE_ROUTE(method, path, right, template, handler)		\
	{ method, path, page_take },
	PAGES(PAGE_ROUTE)
#undef PAGE_ROUTE
	{ "GET", "*", page_nowhere },
	{ NULL, NULL, NULL },
};

struct web *
web_new(struct gateway *gateway, struct page_words *words)
{
	struct web *web = calloc(1, sizeof *web);

	if (web == NULL)
		abort();
	web->gateway = gateway;
	web->words = words;
	web->sessions = calloc(SESSIONS_KEPT, sizeof *web->sessions);
	if (web->sessions == NULL)
		abort();
	web->painter = think_new(gateway->loop);
	web->health = health_new(web);
	web->since = since_new(web);
	web->backup = backup_new(gateway);
	return web;
}

void
web_free(struct web *web)
{
	if (web == NULL)
		return;
	think_free(web->painter);
	page_words_close(web->words);
	free(web->sessions);
	health_free(web->health);
	since_free(web->since);
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
