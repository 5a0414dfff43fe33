/*
 * Counting the audit again.  What a page has found is believed only once its
 * transaction ended well; a check that fails begins anew a minute later.
 */

#include <stdlib.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/log.h"
#include "flow/chain.h"
#include "flow/gateway.h"
#include "store/audit.h"
#include "store/job.h"

#define EVERY	DAYS(1)
#define AGAIN	MINUTES(1)

struct chain {
	struct job		 job;
	struct gateway		*gateway;
	struct audit_check	 check;		/* Up to the page before. */
	struct audit_check	 seen;		/* Result of a page. */
	bool			 busy, begun, more;
	int64_t			 due;		/* clock_boot() */
};

static void
keep_work(struct job *job, struct db *db)
{
	struct chain *c = CONTAINER(job, struct chain, job);

	audit_check_keep(db, &c->check, clock_now());
}

static void
keep_done(struct job *job, bool kept)
{
	struct chain	*c = CONTAINER(job, struct chain, job);
	bool		 broken = c->check.wrong != 0 || c->check.cut;

	c->busy = false;
	c->begun = false;
	c->due = clock_boot() + (kept ? EVERY : AGAIN);
	if (broken && !c->gateway->figures.audit_broken)
		log_error("audit", c->check.wrong, "%s", c->check.cut ?
		    "rows at its end are missing" : "this row does not fit "
		    "the one before: it was altered from outside");
	c->gateway->figures.audit_broken = broken;
}

static void
page_work(struct job *job, struct db *db)
{
	struct chain *c = CONTAINER(job, struct chain, job);

	c->seen = c->check;
	if (!c->begun)
		audit_check_begin(db, &c->seen);
	c->more = audit_check(db, &c->seen);
}

static void
page_done(struct job *job, bool kept)
{
	struct chain *c = CONTAINER(job, struct chain, job);

	if (!kept || c->gateway->stopping) {
		c->busy = c->begun = false;
		c->due = clock_boot() + AGAIN;
		return;
	}
	c->check = c->seen;
	c->begun = true;
	if (c->more) {
		store_read(c->gateway->store, &c->job);
		return;
	}
	c->job = (struct job){ .work = keep_work, .done = keep_done };
	store_write(c->gateway->store, &c->job);
}

void
chain_tick(struct chain *c)
{
	if (c->busy || clock_boot() < c->due)
		return;
	c->busy = true;
	c->begun = false;
	c->job = (struct job){ .work = page_work, .done = page_done };
	store_read(c->gateway->store, &c->job);
}

void
chain_soon(struct chain *c)
{
	c->due = 0;
}

bool
chain_idle(const struct chain *c)
{
	return !c->busy;
}

struct chain *
chain_new(struct gateway *gateway)
{
	struct chain *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	c->gateway = gateway;
	c->due = clock_boot() + SECONDS(10);
	return c;
}

void
chain_free(struct chain *c)
{
	free(c);
}
