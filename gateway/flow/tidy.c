/*
 * The tick's work, one write a second at most, and a look for health.
 */

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "flow/closing.h"
#include "flow/expand.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/settle.h"
#include "flow/tidy.h"
#include "flow/translate.h"
#include "store/aside.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/job.h"
#include "store/message.h"
#include "store/node.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/session.h"
#include "store/to_translate.h"
#include "store/user.h"

#define CLOCKS_DIFFER	SECONDS(2)
#define ALIVE_EVERY	SECONDS(5)
#define LOOK_EVERY	SECONDS(10)
#define HOURLY		HOURS(1)
#define KEPT_ASIDES	90

/* After the last launch, an answer may take a minute; and a little. */
#define SETTLED_BY	SECONDS(90)

struct tidy {
	struct job		 job;		/* The sweep. */
	struct job		 look;
	struct gateway		*gateway;
	struct closing		*closing;
	const char		*places[2];	/* Whose room is told. */
	bool			 sweeping, looking;
	bool			 again;		/* There is more to expand. */
	bool			 start;		/* Take back our own claims. */
	int64_t			 alive_at, look_at, hourly_at;
	bool			 alive, hourly;
	int64_t			 version, told;	/* The node's; others know. */
	unsigned		 expanded;
	struct gateway_figures	 seen;		/* Result of the look. */
	int64_t			 off;		/* The clocks differ by it. */
};

/* A clock that a test holds agrees with nobody's. */
static bool
clocks_agree(int64_t off)
{
	return clock_held() || (off <= CLOCKS_DIFFER && off >= -CLOCKS_DIFFER);
}

/* A mail is sent once more, as the same one; the others are looked for. */
static void
doubt(struct tidy *t, struct db *db, int64_t id, int64_t now)
{
	struct errand	e;
	struct move	move = { .attempt = id, .to = ATTEMPT_UNKNOWN,
			    .due = now, .reason = "The gateway stopped while "
			    "it was being sent: it may have arrived." };

	if (!attempt_errand(db, id, &e))
		db_fail(db, "a claimed attempt cannot be taken back");
	if (e.contact.channel == CHANNEL_EMAIL) {
		move.tried = true;
		move.reason = MAIL_TWICE_LOST;
		if (!mail_twice(&e)) {
			move.to = ATTEMPT_PLANNED;
			move.reason = MAIL_TWICE;
		}
	}
	settle(db, t->gateway, &move, &e);
}

/* Who was about to send these does not remember which were spoken. */
static void
take_back(struct tidy *t, struct db *db, int64_t now)
{
	int64_t		*ids;
	unsigned	 n = attempt_forgotten(db, t->start ?
			    t->gateway->node : 0, now - SETTLED_BY, &ids);

	for (unsigned i = 0; i < n; i++)
		doubt(t, db, ids[i], now);
}

/* Talks whose seat has lost its last reader. */
static void
move_on(struct db *db, int64_t now)
{
	struct conversation	*talks;
	unsigned		 n = conversation_unread(db, now, 100,
				    &talks);
	int64_t			 seat;

	for (unsigned i = 0; i < n; i++) {
		seat = seat_choose(db, talks[i].seat, talks[i].school, now);
		if (seat != talks[i].seat)
			conversation_move(db, talks[i].id, seat);
	}
}

static void
sweep_work(struct job *job, struct db *db)
{
	struct tidy	*t = CONTAINER(job, struct tidy, job);
	int64_t		 now = clock_now();
	struct message	 m;

	t->again = false;
	t->expanded = 0;
	if (clocks_agree(db_clock(db) - clock_true()))
		take_back(t, db, now);
	(void)to_translate_expire(db, now);
	if (message_due(db, now, &m)) {
		t->again = true;
		if (m.state != MESSAGE_WAITING || m.send_at <= m.created ||
		    !translate_message(db, t->gateway, &m, now)) {
			expand_chunk(db, t->gateway, &m, now);
			t->expanded = 1;
		}
	}
	message_end(db);
	move_on(db, now);
	if (t->alive)
		node_alive(db, t->gateway->node, clock_true(), t->version);
	if (t->hourly) {
		kept_answer_tidy(db, now - DAYS(KEPT_ANSWERS));
		aside_tidy(db, now - DAYS(KEPT_ASIDES));
		session_tidy(db, now);
	}
}

static void
sweep_done(struct job *job, bool kept)
{
	struct tidy	*t = CONTAINER(job, struct tidy, job);
	int64_t		 now = clock_boot();

	t->sweeping = false;
	if (!kept)
		return;
	t->start = false;
	if (t->alive) {
		t->alive_at = now + ALIVE_EVERY;
		t->told = t->version;
	}
	if (t->hourly)
		t->hourly_at = now + HOURLY;
	if (t->expanded > 0)
		gateway_poke(t->gateway, true);
	if (t->again && !t->gateway->stopping)
		tidy_tick(t);
}

static void
look_work(struct job *job, struct db *db)
{
	struct tidy		*t = CONTAINER(job, struct tidy, look);
	struct conversation	*talks;
	struct queued		*queued;
	struct gateway_figures	*f = &t->seen;
	struct district		 district;
	unsigned		 n;

	*f = (struct gateway_figures){ 0 };
	f->strays = stray_count(db);
	f->unknown = attempt_count(db, ATTEMPT_UNKNOWN);
	f->unread = conversation_unread(db, clock_now(), 1000, &talks);
	n = attempt_queued(db, clock_now(), &queued);
	for (unsigned i = 0; i < n; i++)
		if (queued[i].rank < (int64_t)COUNT(f->queued)) {
			f->queued[queued[i].rank] = queued[i].count;
			f->oldest_due[queued[i].rank] = queued[i].oldest;
		}
	t->off = db_clock(db) - clock_true();
	f->backed_up = audit_last_backup(db);
	f->looked = district_get(db, &district);
	f->in_sample = f->looked && district.sample;
	f->in_practice = f->looked && district.practice;
	for (unsigned i = 0; i < COUNT(f->disks); i++)
		if (t->places[i] == NULL ||
		    !disk_room(t->places[i], &f->disks[i]))
			f->disks[i].size = 0;
}

static void
look_done(struct job *job, bool kept)
{
	struct tidy		*t = CONTAINER(job, struct tidy, look);
	struct gateway_figures	*f = &t->gateway->figures;
	bool			 off;

	t->looking = false;
	if (!kept)
		return;
	f->strays = t->seen.strays;
	f->unknown = t->seen.unknown;
	f->unread = t->seen.unread;
	f->looked = t->seen.looked;
	f->in_sample = t->seen.in_sample;
	f->in_practice = t->seen.in_practice;
	f->backed_up = t->seen.backed_up;
	memcpy(f->disks, t->seen.disks, sizeof f->disks);
	for (unsigned i = 0; i < COUNT(f->queued); i++) {
		f->queued[i] = t->seen.queued[i];
		f->oldest_due[i] = t->seen.oldest_due[i];
	}
	off = !clocks_agree(t->off);
	if (off != t->gateway->clock_off)
		log_warn("gateway", 0, "the clock %s the database's, by=%lldms",
		    off ? "differs from" : "agrees again with",
		    (long long)t->off);
	t->gateway->clock_off = off;
}

void
tidy_tick(struct tidy *t)
{
	int64_t now = clock_boot();

	if (!t->sweeping) {
		t->sweeping = true;
		t->version = gateway_version(t->gateway);
		t->alive = now >= t->alive_at || t->version != t->told;
		t->hourly = now >= t->hourly_at;
		store_write(t->gateway->store, &t->job);
	}
	if (!t->looking && now >= t->look_at) {
		t->looking = true;
		t->look_at = now + LOOK_EVERY;
		store_read(t->gateway->store, &t->look);
	}
	closing_tick(t->closing);
}

void
tidy_start(struct tidy *t)
{
	t->start = true;
}

bool
tidy_idle(const struct tidy *t)
{
	return !t->sweeping && !t->looking && closing_idle(t->closing);
}

struct tidy *
tidy_new(struct gateway *gateway)
{
	struct tidy *t = calloc(1, sizeof *t);

	if (t == NULL)
		abort();
	t->gateway = gateway;
	t->closing = closing_new(gateway);
	t->places[0] = gateway->configured->settings.state;
	t->places[1] = gateway->configured->settings.database;
	t->job = (struct job){ .work = sweep_work, .done = sweep_done };
	t->look = (struct job){ .work = look_work, .done = look_done };
	return t;
}

void
tidy_free(struct tidy *t)
{
	if (t != NULL)
		closing_free(t->closing);
	free(t);
}
