/*
 * GET /since/VERSION: has anything changed that a page may show?  Each page
 * that is in view asks this every few seconds, so it is answered from memory:
 * 304, or 200 with {"version": n}, and the page asks for itself again, with
 * its own rights.  Nobody has to be signed in to see that a number moved.
 *
 * What other nodes changed is read at most once a second, and only while
 * somebody asks; the one who makes us read it hears of it the next time.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/job.h"
#include "store/node.h"
#include "web/inside.h"

#define BELIEVED	1000	/* ms */

struct since {
	struct web	*web;
	struct job	 look;
	bool		 out;
	int64_t		 found;		/* The look's. */
	int64_t		 others;	/* The sum of their versions. */
	int64_t		 until;		/* That is believed. */
};

static void
look_work(struct job *job, struct db *db)
{
	struct since *s = CONTAINER(job, struct since, look);

	s->found = node_versions(db, s->web->gateway->node);
}

static void
look_done(struct job *job, bool kept)
{
	struct since *s = CONTAINER(job, struct since, look);

	s->out = false;
	s->until = clock_boot() + BELIEVED;
	if (kept)
		s->others = s->found;
}

static void
look(struct since *s)
{
	if (s->out || clock_boot() < s->until || s->web->gateway->stopping)
		return;
	s->out = true;
	s->look = (struct job){ .work = look_work, .done = look_done };
	store_read(s->web->gateway->store, &s->look);
}

int64_t
page_version(struct web *web)
{
	return gateway_version(web->gateway) + web->since->others;
}

void
since_tell(struct exchange *x, void *arg)
{
	struct web	*web = arg;
	char		 version[32], answer[64];

	look(web->since);
	snprintf(version, sizeof version, "%" PRId64, page_version(web));
	snprintf(answer, sizeof answer, "{\"version\": %s}\n", version);
	exchange_header(x, "Cache-Control", "no-store");
	if (strcmp(exchange_param(x, "version"), version) == 0)
		exchange_answer(x, 304, NULL, NULL, 0);
	else
		exchange_answer(x, 200, "application/json", answer,
		    strlen(answer));
}

struct since *
since_new(struct web *web)
{
	struct since *s = calloc(1, sizeof *s);

	if (s == NULL)
		abort();
	s->web = web;
	return s;
}

void
since_free(struct since *s)
{
	free(s);
}
