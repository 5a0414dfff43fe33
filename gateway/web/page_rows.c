/*
 * /report/rows: the raw rows behind the report, for tests/recount.py, as
 * lines of JSON.  They are read and told a page at a time: what was told goes
 * before more is read, so neither memory nor a reader is held by them, however
 * many there are.  That somebody took them is in the audit.
 */

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "flow/gateway.h"
#include "flow/report.h"
#include "net/server.h"
#include "store/audit.h"
#include "store/export.h"
#include "store/job.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/pages.h"

struct download {
	struct job		 job;
	struct visit		*visit;
	unsigned		 noun;
	struct rows_page	 page;		/* Up to what was told. */

	/* Results of a page. */
	int64_t			 after;
	unsigned		 lines;
	char			*bytes;
	size_t			 length;
};

static void
read_page(struct job *job, struct db *db)
{
	struct download		*d = CONTAINER(job, struct download, job);
	struct rows_page	 page = d->page;

	free(d->bytes);
	d->bytes = NULL;
	page.noun = export_nouns[d->noun];
	page.out = open_memstream(&d->bytes, &d->length);
	if (page.out == NULL)
		abort();
	d->lines = report_rows(db, &page);
	d->after = page.after;
	if (fclose(page.out) != 0)
		abort();
}

static void	page_read(struct job *, bool kept);

static void
read_on(struct download *d)
{
	d->job = (struct job){ .work = read_page, .done = page_read };
	store_read(d->visit->web->gateway->store, &d->job);
}

static void
end(struct download *d, bool whole)
{
	free(d->bytes);
	exchange_over(d->visit->exchange, whole);
}

static void
page_read(struct job *job, bool kept)
{
	struct download *d = CONTAINER(job, struct download, job);

	if (!kept || !exchange_here(d->visit->exchange)) {
		end(d, false);
	} else if (d->lines > 0) {
		d->page.after = d->after;
		exchange_piece(d->visit->exchange, d->bytes, d->length);
	} else if (export_nouns[++d->noun] != NULL) {
		d->page.after = 0;
		read_on(d);
	} else {
		end(d, true);
	}
}

/* The peer has taken what there was, or has left. */
static void
more(void *arg)
{
	struct download *d = arg;

	if (exchange_here(d->visit->exchange))
		read_on(d);
	else
		end(d, false);
}

static void
begin(struct visit *v)
{
	struct download *d = NEW(v->arena, struct download);

	d->visit = v;
	d->page.salt = crypt_random(v->arena, 32);
	page_headers(v->exchange, page_secure(v->web));
	exchange_header(v->exchange, "Content-Disposition",
	    "attachment; filename=\"rows.jsonl\"");
	exchange_pieces(v->exchange, 200, "application/jsonl", more, d);
}

static json_t *
look(struct visit *v, struct db *db)
{
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .deed = "report.rows" }, v->viewer.now);
	return json_object();
}

void
page_report_rows(struct visit *v)
{
	v->instead = begin;
	api_change(v, look);
}
