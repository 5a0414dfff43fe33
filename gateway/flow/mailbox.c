/*
 * Looking at a mailbox.  All of a look lives in one arena, each mail in one of
 * its own.  It goes on from answer to answer; each step knows the next.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mime_read.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/letter.h"
#include "flow/mailbox.h"
#include "flow/mailbox_words.h"
#include "flow/settings.h"
#include "net/client.h"
#include "store/db.h"
#include "store/mailbox.h"
#include "store/user.h"

#define LEASE		MINUTES(10)
#define PATIENCE	SECONDS(60)	/* For one answer, */
#define MAIL_PATIENCE	MINUTES(3)	/* and for a mail. */
#define WAIT		SECONDS(10)	/* After a failure, doubled */
#define WAIT_MOST	MINUTES(10)	/* up to this. */
#define LISTEN_MOST	MINUTES(1)	/* Before anything is sent. */
#define TRIES		3		/* To fetch a mail. */

struct mailbox {
	struct gateway			*gateway;
	const struct account		*account;
	const struct account_settings	*use;
	struct lane			*lane;

	/* Of the look that is under way. */
	bool				 looking;
	struct arena			*arena;
	struct job			 job;
	struct mailbox_mark		 mark;
	bool				 ours;		/* Result of a job. */
	int64_t				 next;		/* UIDNEXT */
	int64_t				 uids[MAILBOX_UIDS];
	unsigned			 count, at;
	struct carriage			 carriage;
	struct arena			*mail;		/* Of one mail. */
	bool				 fetching;
	struct letter_taking		 taking;
	void				(*then)(struct mailbox *,
					    const struct response *);

	/* By clock_boot(). */
	int64_t				 again, wait, began;
	int64_t				 bad_uid;	/* Was not fetched */
	unsigned			 bad_tries;	/* so often. */
	struct mailbox_look		 seen;
};

static void	next_mail(struct mailbox *);

/* The first look has ended, or took too long: now the lane may send. */
static void
heard(struct mailbox *m)
{
	if (m->lane == NULL || m->lane->heard)
		return;
	m->lane->heard = true;
	lane_look(m->lane);
}

static void
end(struct mailbox *m, int64_t wait)
{
	arena_free(m->mail);
	arena_free(m->arena);
	m->mail = m->arena = NULL;
	m->again = clock_boot() + wait;
	m->looking = false;
}

static void
fail(struct mailbox *m, const char *why)
{
	m->wait = m->wait == 0 ? WAIT : m->wait * 2;
	if (m->wait > WAIT_MOST)
		m->wait = WAIT_MOST;
	m->seen.failures++;
	m->seen.why = why;
	log_warn("mailbox", 0, "it cannot be looked at, account=%s why=\"%s\"",
	    m->account->name, why);
	end(m, m->wait);
}

/*
 * What is asked, and told.
 */

static void
answered(struct carriage *carriage)
{
	struct mailbox		*m = CONTAINER(carriage, struct mailbox,
				    carriage);
	const struct response	*r = &carriage->response;

	if (m->gateway->stopping)
		end(m, WAIT);
	else if (r->carried != ANSWERED && !m->fetching)
		fail(m, carriage->why);
	else
		m->then(m, r);
}

static struct request *
ask(struct mailbox *m, void (*then)(struct mailbox *, const struct response *))
{
	m->then = then;
	m->fetching = false;
	m->carriage = (struct carriage){ .patience = PATIENCE,
	    .arena = m->arena, .answered = answered,
	    .limit = MIME_MOST + 65536 };
	return &m->carriage.request;
}

static void
go(struct mailbox *m)
{
	client_carry(m->gateway->client, &m->carriage);
}

/*
 * The end of a look.
 */

static void
end_work(struct job *job, struct db *db)
{
	struct mailbox *m = CONTAINER(job, struct mailbox, job);

	m->mark.held = 0;
	m->mark.looked = clock_now();
	m->ours = mailbox_move(db, &m->mark);
}

static void
end_done(struct job *job, bool kept)
{
	struct mailbox *m = CONTAINER(job, struct mailbox, job);

	if (!kept) {
		fail(m, "the database refuses");
		return;
	}
	m->wait = 0;
	m->seen.why = NULL;
	m->seen.looked = m->mark.looked;
	heard(m);
	end(m, m->count == MAILBOX_UIDS ? 0 : m->use->listing);
}

static void
all_seen(struct mailbox *m)
{
	m->job = (struct job){ .work = end_work, .done = end_done };
	store_write(m->gateway->store, &m->job);
}

/*
 * One mail.
 */

static void
expunged(struct mailbox *m, const struct response *r)
{
	if (r->status != 200)
		log_info("mailbox", 0, "a mail was not deleted, account=%s",
		    m->account->name);
	m->at++;
	next_mail(m);
}

static void
marked(struct mailbox *m, const struct response *r)
{
	if (r->status != 200) {
		expunged(m, r);
		return;
	}
	mailbox_ask_expunge(m->use, m->mark.validity, m->uids[m->at],
	    ask(m, expunged), m->arena);
	go(m);
}

/* In the transaction that keeps the mail. */
static void
move_on(struct letter_taking *taking, struct db *db)
{
	struct mailbox		*m = CONTAINER(taking, struct mailbox,
				    taking);
	struct mailbox_mark	 mark = m->mark;

	mark.uid = m->uids[m->at];
	mark.held = clock_now() + LEASE;
	if (!mailbox_move(db, &mark))
		db_fail(db, "another node looks at this mailbox now");
}

static void
taken(struct letter_taking *taking, enum letter_taken how, const char *why)
{
	struct mailbox *m = CONTAINER(taking, struct mailbox, taking);

	if (how != LETTER_KEPT) {
		fail(m, why);
		return;
	}
	m->seen.kept++;
	m->bad_uid = 0;
	m->mark.uid = m->uids[m->at];
	if (m->use->imap_done == IMAP_DELETE) {
		mailbox_ask_mark(m->use, m->mark.validity, m->mark.uid,
		    ask(m, marked), m->arena);
		go(m);
		return;
	}
	m->at++;
	next_mail(m);
}

/* It stands in nobody's way: it is told of, and passed over. */
static void
pass_work(struct job *job, struct db *db)
{
	struct mailbox *m = CONTAINER(job, struct mailbox, job);

	stray_add(db, &(struct stray){ .account = m->account->name,
	    .why = "a mail could not be fetched", .url = arena_print(
	    m->arena, "UIDVALIDITY %lld, UID %lld",
	    (long long)m->mark.validity, (long long)m->uids[m->at]),
	    .body = "" }, clock_now());
	move_on(&m->taking, db);
}

static void
pass_done(struct job *job, bool kept)
{
	struct mailbox *m = CONTAINER(job, struct mailbox, job);

	if (!kept) {
		fail(m, "the database refuses");
		return;
	}
	log_warn("mailbox", 0, "a mail could not be fetched, account=%s",
	    m->account->name);
	m->bad_uid = 0;
	m->mark.uid = m->uids[m->at++];
	next_mail(m);
}

static void
not_fetched(struct mailbox *m, int64_t uid)
{
	m->bad_tries = m->bad_uid == uid ? m->bad_tries + 1 : 1;
	m->bad_uid = uid;
	if (m->bad_tries < TRIES) {
		fail(m, "a mail cannot be fetched");
		return;
	}
	m->job = (struct job){ .work = pass_work, .done = pass_done };
	store_write(m->gateway->store, &m->job);
}

static void
fetched(struct mailbox *m, const struct response *r)
{
	if (r->carried != ANSWERED || r->status != 200 || r->length == 0) {
		not_fetched(m, m->uids[m->at]);
		return;
	}
	m->taking = (struct letter_taking){ .bytes = r->body,
	    .length = r->length, .account = m->account->name,
	    .taken = taken, .keep = move_on };
	letter_take(m->gateway, &m->taking);
}

static void
next_mail(struct mailbox *m)
{
	if (m->gateway->stopping) {
		end(m, WAIT);
		return;
	}
	if (m->at == m->count) {
		all_seen(m);
		return;
	}
	arena_free(m->mail);
	m->mail = arena_new();
	mailbox_ask_mail(m->use, m->mark.validity, m->uids[m->at],
	    ask(m, fetched), m->arena);
	m->carriage.arena = m->mail;
	m->carriage.patience = MAIL_PATIENCE;
	m->fetching = true;
	go(m);
}

/*
 * The beginning of a look.
 */

static void
found(struct mailbox *m, const struct response *r)
{
	if (r->status != 200) {
		fail(m, "the server does not search");
		return;
	}
	m->count = mailbox_read_uids(r->body == NULL ? "" : r->body,
	    m->mark.uid + 1, m->uids);
	next_mail(m);
}

static void
told(struct mailbox *m, const struct response *r)
{
	int64_t validity, next;

	if (r->status != 200 || r->body == NULL ||
	    !mailbox_read_status(r->body, &validity, &next)) {
		fail(m, "the server does not tell of the mailbox");
		return;
	}
	if (validity != m->mark.validity) {
		if (m->mark.validity != 0)
			log_warn("mailbox", 0, "it was made anew and is read "
			    "from its beginning, account=%s",
			    m->account->name);
		m->mark.validity = validity;
		m->mark.uid = 0;
	}
	if (next <= m->mark.uid + 1) {
		all_seen(m);
		return;
	}
	mailbox_ask_uids(m->use, validity, m->mark.uid + 1, ask(m, found),
	    m->arena);
	go(m);
}

static void
take_work(struct job *job, struct db *db)
{
	struct mailbox	*m = CONTAINER(job, struct mailbox, job);
	int64_t		 now = clock_now();

	m->mark = (struct mailbox_mark){ .account = m->account->name,
	    .node = m->gateway->node, .held = now + LEASE };
	m->ours = mailbox_take(db, &m->mark, now);
}

static void
take_done(struct job *job, bool kept)
{
	struct mailbox *m = CONTAINER(job, struct mailbox, job);

	if (!kept) {
		fail(m, "the database refuses");
		return;
	}
	if (!m->ours) {
		heard(m);		/* By another node. */
		end(m, m->use->listing);
		return;
	}
	mailbox_ask_status(m->use, ask(m, told), m->arena);
	go(m);
}

void
mailbox_tick(struct mailbox *m)
{
	if (clock_boot() - m->began > LISTEN_MOST)
		heard(m);
	if (m->looking || clock_boot() < m->again || m->gateway->stopping ||
	    *m->use->imap == '\0')
		return;
	m->looking = true;
	m->arena = arena_new();
	m->count = m->at = 0;
	m->job = (struct job){ .work = take_work, .done = take_done };
	store_write(m->gateway->store, &m->job);
}

bool
mailbox_idle(const struct mailbox *m)
{
	return !m->looking;
}

void
mailbox_look(const struct mailbox *m, struct mailbox_look *look)
{
	if (m == NULL) {
		*look = (struct mailbox_look){ .used = false };
		return;
	}
	*look = m->seen;
	look->used = *m->use->imap != '\0';
	look->due = m->use->listing;
}

struct mailbox *
mailbox_new(struct gateway *gateway, unsigned account)
{
	struct mailbox *m = calloc(1, sizeof *m);

	if (m == NULL)
		abort();
	m->gateway = gateway;
	m->account = &gateway->configured->accounts[account];
	m->use = &gateway->configured->use[account];
	m->lane = gateway->lanes[account];
	m->began = clock_boot();
	return m;
}

void
mailbox_free(struct mailbox *m)
{
	if (m == NULL)
		return;
	arena_free(m->mail);
	arena_free(m->arena);
	free(m);
}
