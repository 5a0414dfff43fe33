/*
 * /metrics, as Prometheus reads it (text format 0.0.4).  All of it is in
 * memory; what comes from the database was read by flow/tidy.h lately.
 */

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "flow/gateway.h"
#include "flow/mailbox.h"
#include "flow/kind.h"
#include "net/server.h"
#include "store/job.h"
#include "web/inside.h"

#define TEXT_MOST	65536

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_print(b, "# HELP homeline_%s %s\n# TYPE homeline_%s %s\n", name,
	    help, name, type);
}

static void
gauge(struct buf *b, const char *name, const char *help, int64_t value)
{
	head(b, name, "gauge", help);
	buf_print(b, "homeline_%s %" PRId64 "\n", name, value);
}

static void
counter(struct buf *b, const char *name, const char *help, uint64_t value)
{
	head(b, name, "counter", help);
	buf_print(b, "homeline_%s %" PRIu64 "\n", name, value);
}

static void
add_queue(struct buf *b, const struct gateway *g)
{
	const struct gateway_figures *f = &g->figures;
	int64_t now = clock_now(), oldest = 0;

	head(b, "queue", "gauge", "Attempts that wait, by rank.");
	for (int i = 0; i <= RANK_MOST; i++) {
		buf_print(b, "homeline_queue{rank=\"%d\"} %" PRId64 "\n", i,
		    f->queued[i]);
		if (f->oldest_due[i] > 0 && now - f->oldest_due[i] > oldest)
			oldest = now - f->oldest_due[i];
	}
	gauge(b, "queue_oldest_due_seconds", "For how long the oldest attempt "
	    "that is due has been due.", oldest / 1000);
}

static void
add_attempts(struct buf *b, const struct gateway *g)
{
	static const char *const words[] = {
		[OUTCOME_SENT] = "sent", [OUTCOME_LATER] = "later",
		[OUTCOME_REFUSED] = "refused", [OUTCOME_UNKNOWN] = "unknown",
		[OUTCOME_SICK] = "sick",
	};

	head(b, "attempts_total", "counter", "Launches, by what the provider "
	    "said.");
	for (size_t i = 0; i < COUNT(words); i++)
		buf_print(b, "homeline_attempts_total{outcome=\"%s\"} %"
		    PRIu64 "\n", words[i], g->figures.outcomes[i]);
	buf_print(b, "homeline_attempts_total{outcome=\"practice\"} %"
	    PRIu64 "\n", g->figures.practice);
}

static void
add_mailboxes(struct buf *b, const struct gateway *g)
{
	struct mailbox_look	 look;
	const char		*name;

	head(b, "mailbox_looked_seconds", "gauge", "When each mailbox was "
	    "last seen whole, since 1970; 0: not yet.");
	for (unsigned i = 0; i < g->configured->count; i++) {
		mailbox_look(g->mailboxes[i], &look);
		name = g->configured->accounts[i].name;
		if (look.used)
			buf_print(b, "homeline_mailbox_looked_seconds"
			    "{account=\"%s\"} %" PRId64 "\n", name,
			    look.looked / 1000);
	}
}

static void
bucket(struct buf *b, const char *name, const char *le, uint64_t count)
{
	buf_print(b, "homeline_%s_bucket{le=\"%s\"} %" PRIu64 "\n", name, le,
	    count);
}

static void
sum(struct buf *b, const char *name, double seconds, uint64_t count)
{
	buf_print(b, "homeline_%s_sum %.6f\nhomeline_%s_count %" PRIu64 "\n",
	    name, seconds, name, count);
}

static void
add_webhooks(struct buf *b, const struct web *web)
{
	uint64_t count = 0;
	char le[32];

	head(b, "webhook_seconds", "histogram", "From a webhook to its "
	    "answer.");
	for (unsigned i = 0; i < WEBHOOK_BUCKETS; i++) {
		count += web->webhooks[i];
		snprintf(le, sizeof le, "%g",
		    (double)webhook_buckets[i] / 1000);
		bucket(b, "webhook_seconds", le, count);
	}
	count += web->webhooks[WEBHOOK_BUCKETS];
	bucket(b, "webhook_seconds", "+Inf", count);
	sum(b, "webhook_seconds", (double)web->webhook_ms / 1000, count);
}

static void
add_commits(struct buf *b, const struct store_figures *f)
{
	uint64_t count = 0;
	char le[32];

	head(b, "commit_seconds", "histogram", "From the oldest job of a "
	    "batch to its commit.");
	for (unsigned i = 0; i + 1 < STORE_BUCKETS; i++) {
		count += f->latency[i];
		snprintf(le, sizeof le, "%g", store_buckets[i] / 1000);
		bucket(b, "commit_seconds", le, count);
	}
	count += f->latency[STORE_BUCKETS - 1];
	bucket(b, "commit_seconds", "+Inf", count);
	sum(b, "commit_seconds", f->latency_sum / 1000, count);
}

static void
add_store(struct buf *b, const struct gateway *g)
{
	struct store_figures f;

	store_figures(g->store, &f);
	add_commits(b, &f);
	counter(b, "jobs_total", "Visits to the database.", f.jobs);
	counter(b, "jobs_refused_total", "Of those, what was not kept.",
	    f.refused);
	counter(b, "world_errors_total", "Transactions that failed by no "
	    "fault of their own.", f.world_errors);
	gauge(b, "backlog", "Visits to the database that wait.",
	    store_backlog(g->store));
	gauge(b, "wal_bytes", "Size of SQLite's write-ahead log.",
	    f.wal_bytes);
	gauge(b, "database_ill", "1 while the database fails.", f.ill);
}

static void
add_flow(struct buf *b, const struct gateway *g)
{
	const struct gateway_figures *f = &g->figures;

	counter(b, "receipts_total", "Receipts from providers.", f->receipts);
	counter(b, "replies_total", "Texts from families.", f->replies);
	counter(b, "not_genuine_total", "Webhooks that were not from the "
	    "provider.", f->not_genuine);
	gauge(b, "strays", "Webhooks and mails that were not understood.",
	    f->strays);
	gauge(b, "conversations_without_reader", "Talks that nobody reads; "
	    "it should be 0.", f->unread);
	gauge(b, "audit_broken", "1 when the audit was altered from "
	    "outside.", f->audit_broken);
	gauge(b, "unknown", "Attempts that may have arrived.", f->unknown);
	gauge(b, "clock_off", "1 while the clock differs from the "
	    "database's.", g->clock_off);
}

static void
add_disks(struct buf *b, const struct gateway_figures *f)
{
	static const char *const of[] = { "state", "database" };

	head(b, "disk_free_bytes", "gauge", "Room on the disk of the state "
	    "folder and of the database's file.");
	for (unsigned i = 0; i < COUNT(of); i++)
		if (f->disks[i].size != 0)
			buf_print(b, "homeline_disk_free_bytes{of=\"%s\"} %"
			    PRId64 "\n", of[i], f->disks[i].free);
	gauge(b, "last_backup_seconds", "When the last good backup was made, "
	    "in seconds since 1970; 0: never.", f->backed_up / 1000);
}

static void
add_server(struct buf *b, const struct web *web)
{
	struct server_count count = { 0 };

	if (web->server != NULL)
		server_count(web->server, &count);
	gauge(b, "connections", "Connections to the server.",
	    count.connections);
	gauge(b, "exchanges", "Requests that are not answered yet.",
	    count.exchanges);
	counter(b, "requests_total", "Requests.", count.requests);
	counter(b, "connections_refused_total", "Connections over a limit.",
	    count.refused);
}

/* Pages in memory, the second number of statm; 0 where there is none. */
static int64_t
resident(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long pages[2] = { 0, 0 };
	int got = file == NULL ? 0 : fscanf(file, "%ld %ld", &pages[0],
	    &pages[1]);

	if (file != NULL)
		fclose(file);
	return got == 2 ? pages[1] * sysconf(_SC_PAGESIZE) : 0;
}

void
metrics_tell(struct exchange *x, void *arg)
{
	const struct web	*web = arg;
	struct buf		 b;

	buf_init(&b, TEXT_MOST);
	add_queue(&b, web->gateway);
	add_attempts(&b, web->gateway);
	add_flow(&b, web->gateway);
	add_mailboxes(&b, web->gateway);
	add_webhooks(&b, web);
	add_store(&b, web->gateway);
	add_disks(&b, &web->gateway->figures);
	add_server(&b, web);
	gauge(&b, "resident_bytes", "Memory of this process.", resident());
	exchange_answer(x, 200, "text/plain; version=0.0.4; charset=utf-8",
	    b.data, b.length);
	buf_free(&b);
}
