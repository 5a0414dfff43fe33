/*
 * Telling staff that families wait.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/locale.h"
#include "base/zone.h"
#include "flow/aside.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/nudge.h"
#include "store/aside.h"
#include "store/audit.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/job.h"
#include "store/person.h"
#include "store/preference.h"

#define EVERY		MINUTES(1)
#define APART		HOURS(1)	/* Two mails to one person. */
#define AGAIN		MINUTES(10)	/* What was refused. */
#define AT_ONCE		50		/* Mails of one look. */

struct nudge {
	struct job		 job;
	struct gateway		*gateway;
	struct arena		*arena;		/* Of one look. */
	bool			 busy;
	int64_t			 due;		/* clock_boot() */
	int64_t			 rests;		/* 1 << account */

	/* Results of a look. */
	const char		*district;
	struct told {
		struct aside	 aside;
		bool		 open;
	} list[AT_ONCE];
	unsigned		 count;
};

/* The moment their hours begin today; 0: they are not open. */
static int64_t
opened(const struct zone *zone, const char *hours, int64_t now)
{
	int		 from, to, minute;
	struct wall	 w;

	if (hours == NULL || !preference_hours(hours, &from, &to))
		(void)!preference_hours(PREFERENCE_HOURS, &from, &to);
	zone_wall(zone, now, &w);
	minute = w.hour * 60 + w.minute;
	if (w.weekday == 0 || w.weekday == 6 || minute < from || minute >= to)
		return 0;
	return zone_utc(zone, &(struct wall){ .year = w.year,
	    .month = w.month, .day = w.day, .minute = from });
}

bool
nudge_now(const struct zone *zone, const struct aside_reader *r, int64_t now)
{
	const char	*told = r->told == NULL ? "" : r->told;
	int64_t		 morning = opened(zone, r->hours, now);

	if (morning == 0 || r->waiting == 0 || r->new_since == 0 ||
	    strcmp(told, "off") == 0 ||
	    (r->last != 0 && now - r->last < APART) ||
	    (r->tried != 0 && now - r->tried < AGAIN))
		return false;
	if (strcmp(told, "hourly") == 0)
		return r->new_since < now - now % HOURS(1);
	if (strcmp(told, "daily") == 0)
		return r->new_since < morning && r->last < morning;
	return true;
}

/* The mailbox that it comes from: the district's, or else one of a school. */
static bool
find_sender(const struct nudge *n, struct db *db, struct sender *sender)
{
	struct sender	*all;
	unsigned	 count;
	int		 account;

	if (!sender_for(db, 0, CHANNEL_EMAIL, sender)) {
		count = sender_list(db, &all);
		for (unsigned i = 0; i <= count; i++) {
			if (i == count)
				return false;
			*sender = all[i];
			if (strchr(sender->address, '@') != NULL)
				break;
		}
	}
	account = aside_account(n->gateway, sender->account);
	return account >= 0 && !(n->rests >> account & 1);
}

static void
tell(struct nudge *n, struct db *db, const struct sender *sender,
    const struct aside_reader *r)
{
	struct told *t = &n->list[n->count++];

	t->aside = (struct aside){ .what = ASIDE_WAITING,
	    .person = r->person, .channel = CHANNEL_EMAIL,
	    .account = sender->account, .sender = sender->address,
	    .address = r->mailbox, .n = r->waiting,
	    .newest = r->newest, .at = clock_now() };
	t->open = aside_open(db, n->gateway, &t->aside);
	if (!t->open)
		t->aside.state = ASIDE_PRACTICE;
	aside_add(db, &t->aside);
	audit_add(db, &(struct deed){ .deed = "staff.told",
	    .object = r->person, .note = t->open ? NULL : "practice" },
	    clock_now());
}

/* Those who are told now; with a sender they are, else they are counted. */
static void
each(struct nudge *n, struct db *db, const struct sender *sender)
{
	int64_t			 now = clock_now(), after = 0;
	struct aside_reader	*readers;
	unsigned		 found;

	n->count = 0;
	do {
		found = aside_readers(db, after, now, &readers);
		for (unsigned i = 0; i < found && n->count < AT_ONCE; i++) {
			if (!nudge_now(n->gateway->zone, &readers[i], now))
				continue;
			if (sender == NULL)
				n->count++;
			else
				tell(n, db, sender, &readers[i]);
		}
		if (found > 0)
			after = readers[found - 1].person;
	} while (found == ASIDE_READERS && n->count < AT_ONCE);
}

static void
tell_work(struct job *job, struct db *db)
{
	struct nudge	*n = CONTAINER(job, struct nudge, job);
	struct sender	 sender;
	struct district	 district;

	n->count = 0;
	if (!find_sender(n, db, &sender) || !district_get(db, &district))
		return;
	n->district = district.name;
	each(n, db, &sender);
}

static void
look_work(struct job *job, struct db *db)
{
	each(CONTAINER(job, struct nudge, job), db, NULL);
}

static void
carry(struct nudge *n, const struct told *t)
{
	const char		*given = n->gateway->configured->settings
				    .public_url;
	const char		*url = given == NULL ? "" : given;
	struct bridge_value	 values[] = {
		{ "count", NULL, t->aside.n },
		{ "district", n->district, 0 },
		{ "url", arena_print(n->arena, "%s/inbox", url), 0 },
		{ "settings", arena_print(n->arena, "%s/me", url), 0 },
	};
	const struct locales	*l = n->gateway->locales;

	aside_carry(n->gateway, &t->aside, &(struct aside_words){
	    .from_name = n->district,
	    .subject = locales_say(l, n->arena, "en-US",
	    "staff.waiting_subject", values, COUNT(values)),
	    .text = locales_say(l, n->arena, "en-US", "staff.waiting",
	    values, COUNT(values)) }, true);
}

static void
tell_done(struct job *job, bool kept)
{
	struct nudge *n = CONTAINER(job, struct nudge, job);

	n->busy = false;
	for (unsigned i = 0; kept && i < n->count; i++)
		if (n->list[i].open)
			carry(n, &n->list[i]);
	if (kept && n->count == AT_ONCE)
		n->due = 0;
	arena_clear(n->arena);
}

/* The writer is asked only when there is somebody to be told. */
static void
look_done(struct job *job, bool kept)
{
	struct nudge *n = CONTAINER(job, struct nudge, job);

	arena_clear(n->arena);
	if (!kept || n->count == 0 || n->gateway->stopping) {
		n->busy = false;
		return;
	}
	n->job = (struct job){ .work = tell_work, .done = tell_done,
	    .arena = n->arena };
	store_write(n->gateway->store, &n->job);
}

/* Whether an account carries mail; those that rest are marked. */
static bool
has_mail(struct nudge *n)
{
	const struct configured	*c = n->gateway->configured;
	bool			 has = false;

	n->rests = 0;
	for (unsigned i = 0; i < c->count; i++) {
		if (c->accounts[i].provider->channel != CHANNEL_EMAIL)
			continue;
		has = true;
		if (lane_resting(n->gateway->lanes[i]) != NULL)
			n->rests |= INT64_C(1) << i;
	}
	return has;
}

void
nudge_tick(struct nudge *n)
{
	if (n->busy || clock_boot() < n->due || gateway_ill(n->gateway) ||
	    !has_mail(n))
		return;
	n->busy = true;
	n->due = clock_boot() + EVERY;
	n->job = (struct job){ .work = look_work, .done = look_done,
	    .arena = n->arena };
	store_read(n->gateway->store, &n->job);
}

bool
nudge_idle(const struct nudge *n)
{
	return !n->busy;
}

struct nudge *
nudge_new(struct gateway *gateway)
{
	struct nudge *n = calloc(1, sizeof *n);

	if (n == NULL)
		abort();
	n->gateway = gateway;
	n->arena = arena_new();
	return n;
}

void
nudge_free(struct nudge *n)
{
	if (n == NULL)
		return;
	arena_free(n->arena);
	free(n);
}
