/*
 * Sums, enrolment, closed months: a look once a minute says what is to be
 * done, then it is done in small jobs, one at a time.  Where years of rows are
 * not summed yet, which is so after a new version, there is a rest after each
 * page, so that nobody's text waits for it.
 *
 * The rows of a month are read page by page, and the chain goes on from page
 * to page; a page that is read again begins where the page before ended.
 */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/zone.h"
#include "flow/links.h"
#include "flow/closing.h"
#include "flow/gateway.h"
#include "net/loop.h"
#include "store/db.h"
#include "store/enrolled.h"
#include "store/job.h"
#include "store/month.h"
#include "store/monthly.h"

#define EVERY		MINUTES(1)
#define SETTLED		HOURS(1)
#define REST		50	/* ms; so 10 million rows take two minutes. */
#define WORDS_MOST	16	/* Sorts of rows; there are 12. */
#define WORD_MOST	40

/* How many rows of each sort. */
struct tally {
	char		 words[WORDS_MOST][WORD_MOST];
	int64_t		 n[WORDS_MOST];
	unsigned	 count;
};

struct closing {
	struct job	 job;
	struct gateway	*gateway;
	struct arena	*arena;			/* Of the look. */
	struct timer	*timer;
	bool		 busy;
	int64_t		 look_at;		/* clock_boot() */

	/* Results. */
	struct monthly_page page;		/* What is to be done. */
	bool		 enrol, freshen;
	bool		 again;
	int64_t		 month;			/* To be closed, or 0. */
	unsigned	 rows;			/* Of the page. */

	/* The month that is being closed. */
	struct month_ask ask;
	struct links	 chain;
	struct tally	 tally;
	char		 before[LINKS_DIGEST];

	/* How it stood before the page. */
	struct links	 chain_then;
	struct tally	 tally_then;
	int64_t		 after_then;
};

int64_t
closing_next(int64_t month)
{
	return month % 100 == 12 ? month + 89 : month + 1;
}

int64_t
closing_time(const struct zone *zone, int64_t month)
{
	int64_t next = closing_next(month);

	return zone_utc(zone, &(struct wall){ .year = (int)(next / 100),
	    .month = (int)(next % 100), .day = 1 + CLOSING_DAYS });
}

/* Whatever the zone: a row is written after its month began somewhere.  Days
 * are counted in years that begin in March. */
int64_t
closing_after(int64_t month)
{
	int64_t	 year = month / 100, m = month % 100;
	int64_t	 of_march = m > 2 ? m - 3 : m + 9;
	int64_t	 y = m > 2 ? year : year - 1;
	int64_t	 days = 365 * y + y / 4 - y / 100 + y / 400 +
		    (153 * of_march + 2) / 5 - 719468;

	return id_least(DAYS(days - 1));
}

static void	go(struct closing *, void (*)(struct job *, struct db *),
		    void (*)(struct job *, bool));

/*
 * A look.
 */

/* Which month is to be closed now, or 0. */
static int64_t
month_due(struct closing *c, struct db *db)
{
	struct closed_month	 last;
	int64_t			 month;

	if (month_last(db, &last)) {
		month = closing_next(last.month);
		memccpy(c->before, last.digest, '\0', sizeof c->before);
	} else {
		month = month_first(db);
		c->before[0] = '\0';
	}
	return month != 0 && clock_now() >= closing_time(c->gateway->zone,
	    month) + SETTLED ? month : 0;
}

static void
look_work(struct job *job, struct db *db)
{
	struct closing	*c = CONTAINER(job, struct closing, job);
	int64_t		 now = clock_now();

	monthly_read(db, id_least(now - MONTHLY_LEAST_AGE), &c->page);
	c->enrol = enrolled_due(db, c->gateway->zone, now);
	c->freshen = enrolled_is_stale(db);
	c->month = month_due(c, db);
}

static void
rest(struct closing *c)
{
	c->busy = false;
	c->look_at = clock_boot() + EVERY;
}

/*
 * Sums and enrolment.
 */

static void
sum_work(struct job *job, struct db *db)
{
	struct closing	*c = CONTAINER(job, struct closing, job);
	int64_t		 now = clock_now();

	c->again = c->page.more;
	if (c->enrol && enrolled_due(db, c->gateway->zone, now))
		enrolled_look_up(db, c->gateway->zone, now);
	if (!monthly_add(db, &c->page, now))
		c->again = true;
	if (enrolled_freshen(db))
		c->again = true;
}

static void	close_month(struct closing *);

static void
sum_done(struct job *job, bool kept)
{
	struct closing *c = CONTAINER(job, struct closing, job);

	if (!kept || c->gateway->stopping)
		rest(c);
	else if (c->again)
		timer_set(c->timer, REST);
	else if (c->month != 0)
		close_month(c);
	else
		rest(c);
}

/*
 * A month.
 */

static void
note(struct tally *t, const char *word)
{
	unsigned i;

	for (i = 0; i < t->count; i++)
		if (strcmp(t->words[i], word) == 0)
			break;
	if (i == WORDS_MOST)
		return;
	if (i == t->count) {
		t->n[t->count++] = 0;
		memccpy(t->words[i], word, '\0', WORD_MOST - 1);
	}
	t->n[i]++;
}

static void
page_work(struct job *job, struct db *db)
{
	struct closing	*c = CONTAINER(job, struct closing, job);
	struct rows	*rows;

	memcpy(c->chain.digest, c->chain_then.digest, LINKS_DIGEST);
	c->chain.n = c->chain_then.n;
	c->chain.marks.length = c->chain_then.marks.length;
	c->tally = c->tally_then;
	c->ask.after = c->after_then;
	rows = month_rows(db, &c->ask);
	c->rows = db_rows(rows);
	while (db_row(rows)) {
		links_add(&c->chain, rows);
		note(&c->tally, db_text(rows, 3));
		c->ask.after = db_int(rows, 0);
	}
}

/* {"direct_out": 5, ..., "marks": "..."} */
static const char *
figures(struct closing *c, struct arena *arena)
{
	json_t		*all = json_object();
	char		*text;
	const char	*kept;

	for (unsigned i = 0; i < c->tally.count; i++)
		json_object_set_new(all, c->tally.words[i],
		    json_integer(c->tally.n[i]));
	json_object_set_new(all, "marks", json_stringn(
	    c->chain.marks.length == 0 ? "" : c->chain.marks.data,
	    c->chain.marks.length));
	text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
	kept = arena_text(arena, text);
	free(text);
	json_decref(all);
	return kept;
}

static void
keep_work(struct job *job, struct db *db)
{
	struct closing *c = CONTAINER(job, struct closing, job);

	month_close(db, &(struct closed_month){ .month = c->ask.month,
	    .frozen = clock_now(), .last_id = c->ask.last_id,
	    .n = c->chain.n, .digest = c->chain.digest,
	    .figures = figures(c, db_arena(db)) });
}

/* There may be another one. */
static void
keep_done(struct job *job, bool kept)
{
	struct closing *c = CONTAINER(job, struct closing, job);

	links_end(&c->chain);
	rest(c);
	if (kept && !c->gateway->stopping)
		c->look_at = clock_boot();
}

static void
remember(struct closing *c)
{
	c->chain_then = c->chain;
	c->tally_then = c->tally;
	c->after_then = c->ask.after;
}

static void
page_done(struct job *job, bool kept)
{
	struct closing *c = CONTAINER(job, struct closing, job);

	if (!kept || c->gateway->stopping) {
		links_end(&c->chain);
		rest(c);
	} else if (c->rows > 0) {
		remember(c);
		go(c, page_work, page_done);
	} else {
		go(c, keep_work, keep_done);
	}
}

/* Every row of a month has an id that was made after the month began. */
static void
close_month(struct closing *c)
{
	const struct zone *zone = c->gateway->zone;

	c->ask = (struct month_ask){ .month = c->month,
	    .after = closing_after(c->month),
	    .last_id = id_least(closing_time(zone, c->month)) - 1 };
	links_begin(&c->chain, c->before[0] == '\0' ? NULL : c->before);
	c->tally = (struct tally){ .count = 0 };
	remember(c);
	go(c, page_work, page_done);
}

/*
 * One thing after another.
 */

static void
look_done(struct job *job, bool kept)
{
	struct closing *c = CONTAINER(job, struct closing, job);

	if (!kept || c->gateway->stopping)
		rest(c);
	else if (c->page.rows > 0 || c->enrol || c->freshen)
		go(c, sum_work, sum_done);
	else if (c->month != 0)
		close_month(c);
	else
		rest(c);
}

static void
go(struct closing *c, void (*work)(struct job *, struct db *),
    void (*done)(struct job *, bool))
{
	c->job = (struct job){ .work = work, .done = done };
	if (work == look_work) {
		arena_clear(c->arena);
		c->job.arena = c->arena;
	}
	if (work == sum_work || work == keep_work)
		store_write(c->gateway->store, &c->job);
	else
		store_read(c->gateway->store, &c->job);
}

static void
look_again(void *arg)
{
	struct closing *c = arg;

	if (c->gateway->stopping)
		rest(c);
	else
		go(c, look_work, look_done);
}

/* By a clock that is off, rows would be summed before their time: those that
 * others write come behind (store/ledger.c), so all their ids would go ahead
 * with it. */
void
closing_tick(struct closing *c)
{
	if (c->busy || clock_boot() < c->look_at ||
	    gateway_ill(c->gateway) != NULL)
		return;
	c->busy = true;
	go(c, look_work, look_done);
}

bool
closing_idle(const struct closing *c)
{
	return !c->busy;
}

struct closing *
closing_new(struct gateway *gateway)
{
	struct closing *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	c->gateway = gateway;
	c->arena = arena_new();
	c->timer = timer_new(gateway->loop, look_again, c);
	return c;
}

void
closing_free(struct closing *c)
{
	if (c == NULL)
		return;
	timer_free(c->timer);
	arena_free(c->arena);
	free(c);
}
