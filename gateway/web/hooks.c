/*
 * Webhooks: what a provider tells us goes to flow/receive.h, and its answer
 * back, when what was told is kept.  Whether the request is genuine and what
 * its body is are the provider's to judge.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/gateway.h"
#include "flow/receipts.h"
#include "flow/receive.h"
#include "flow/settings.h"
#include "net/server.h"
#include "store/job.h"
#include "web/inside.h"

/* Of at most so many ms; what is slower is in one more. */
const int64_t webhook_buckets[WEBHOOK_BUCKETS] = { 1, 2, 5, 10, 25, 50, 100,
    250, 1000, 5000 };

struct hook {
	struct web		*web;
	struct exchange		*exchange;
	const struct provider	*provider;
	int64_t			 began;
};

static void
note_time(struct web *web, int64_t ms)
{
	unsigned i = 0;

	while (i < WEBHOOK_BUCKETS && ms > webhook_buckets[i])
		i++;
	web->webhooks[i]++;
	web->webhook_ms += ms;
}

static void
answer(struct exchange *x, const struct answer *a)
{
	exchange_answer(x, a->status, a->type, a->body,
	    a->body == NULL ? 0 : strlen(a->body));
}

static void
answered(void *arg, const struct answer *a)
{
	struct hook *hook = arg;

	note_time(hook->web, clock_boot() - hook->began);
	if (a == &hook->provider->never)
		health_not_genuine(hook->web);
	answer(hook->exchange, a);
}

static const struct account *
account_of(const struct configured *configured, const char *name)
{
	for (unsigned i = 0; i < configured->count; i++)
		if (strcmp(configured->accounts[i].name, name) == 0)
			return &configured->accounts[i];
	return NULL;
}

/* Too much to do: the provider sends it again. */
static bool
full(const struct gateway *g)
{
	unsigned waiting = store_backlog(g->store) +
	    receipts_waiting(g->receipts);

	return g->stopping ||
	    waiting > (unsigned)g->configured->settings.backlog;
}

void
hooks_take(struct exchange *x, void *arg)
{
	struct web		*web = arg;
	struct gateway		*g = web->gateway;
	const struct account	*account = account_of(g->configured,
				    exchange_param(x, "account"));
	struct hook		*hook;

	if (account == NULL) {
		exchange_problem(x, 404, "There is no account of that name. "
		    "See [account NAME] in the configuration.");
		return;
	}
	if (full(g)) {
		exchange_header(x, "Retry-After", "5");
		answer(x, &account->provider->later);
		return;
	}
	hook = NEW(exchange_arena(x), struct hook);
	*hook = (struct hook){ web, x, account->provider, clock_boot() };
	receive(g, account, exchange_request(x), exchange_arena(x), answered,
	    hook);
}
