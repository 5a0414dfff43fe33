/*
 * /healthz: the process lives.  /readyz: it can do its work, or a sentence
 * for each thing that keeps it from it.  Whether the database can be read is
 * tried, at most once a second.  A provider that is sick is a warning: the
 * texts wait for it, and another node could do no better.
 */

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/job.h"
#include "store/person.h"
#include "web/inside.h"

#define BELIEVED	1000	/* ms */

struct look {
	struct job	 job;
	struct web	*web;
	struct exchange	*exchange;
	bool		 found;
};

void
health_live(struct exchange *x, void *web)
{
	static const char alive[] = "The process lives.\n";

	(void)web;
	exchange_answer(x, 200, "text/plain; charset=utf-8", alive,
	    sizeof alive - 1);
}

static void
add(json_t *list, const char *sentence)
{
	json_array_append_new(list, json_string(sentence));
}

static json_t *
problems(struct web *web)
{
	struct gateway		*g = web->gateway;
	struct store_figures	 figures;
	json_t			*list = json_array();
	const char		*ill = gateway_ill(g);

	store_figures(g->store, &figures);
	if (figures.ill)
		add(list, "The database fails. See the log, its disk and its "
		    "server.");
	else if (!web->readable)
		add(list, "The database cannot be read. See the log, its disk "
		    "and its server.");
	if (ill != NULL)
		add(list, ill);
	return list;
}

static json_t *
warnings(struct web *web)
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
	}
	return list;
}

static void
tell(struct web *web, struct exchange *x)
{
	json_t	*bad = problems(web);
	bool	 ready = json_array_size(bad) == 0;
	json_t	*json = json_pack("{s:b, s:o, s:o}", "ready", (int)ready,
		    "problems", bad, "warnings", warnings(web));
	char	*text = json_dumps(json, JSON_INDENT(2));

	exchange_header(x, "Cache-Control", "no-store");
	exchange_answer(x, ready ? 200 : 503, "application/json", text,
	    strlen(text));
	free(text);
	json_decref(json);
}

static void
look_work(struct job *job, struct db *db)
{
	struct look	*look = CONTAINER(job, struct look, job);
	struct district	 district;

	look->found = district_get(db, &district);
}

static void
look_done(struct job *job, bool kept)
{
	struct look *look = CONTAINER(job, struct look, job);

	look->web->readable = kept && look->found;
	look->web->readable_until = clock_boot() + BELIEVED;
	tell(look->web, look->exchange);
}

void
health_ready(struct exchange *x, void *arg)
{
	struct web	*web = arg;
	struct look	*look;

	if (web->gateway->stopping || clock_boot() < web->readable_until) {
		tell(web, x);
		return;
	}
	look = NEW(exchange_arena(x), struct look);
	*look = (struct look){ .web = web, .exchange = x,
	    .job = { .work = look_work, .done = look_done,
	    .arena = exchange_arena(x) } };
	store_read(web->gateway->store, &look->job);
}
