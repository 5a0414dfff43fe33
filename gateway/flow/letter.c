/*
 * Letters: on a thinker what a mail says; on the writer whose it is and what
 * becomes of it; on the loop the answer.  Whatever was refused by its own
 * fault is kept as a stray in a transaction of its own, so no mail stands in
 * the way of those behind it.
 *
 * What a machine wrote is never answered (RFC 3834), and what we wrote
 * ourselves and a forwarder sends back goes no further.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/log.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "flow/letter.h"
#include "flow/letter_inside.h"
#include "flow/receive.h"
#include "flow/settings.h"
#include "flow/think.h"
#include "store/db.h"
#include "store/user.h"

static void
end(struct letter *l, enum letter_taken how, const char *why)
{
	struct letter_taking	*taking = l->taking;
	struct gateway		*gateway = l->gateway;

	if (how == LETTER_KEPT) {
		receive_kept(gateway, l->settled);
		*(l->news.kind == NEWS_RECEIPT ? &gateway->figures.receipts :
		    &gateway->figures.replies) += l->is_news;
		if (l->is_news)
			*(l->news.kind == NEWS_RECEIPT ?
			    &gateway->figures.receipt_at :
			    &gateway->figures.reply_at) = clock_now();
		log_info("mail", 0, "%s, account=%s bytes=%zu", l->became,
		    l->account->name, taking->length);
	}
	gateway->letters--;
	arena_free(l->arena);
	taking->taken(taking, how, why);
}

static void
stray_work(struct job *job, struct db *db)
{
	struct letter *l = CONTAINER(job, struct letter, job);

	stray_add(db, &(struct stray){ .account = l->account->name,
	    .why = l->became, .url = l->taking->to == NULL ? "" :
	    text_clean(db_arena(db), l->taking->to, strlen(l->taking->to)),
	    .body = l->taking->bytes, .length = l->taking->length },
	    clock_now());
	if (l->taking->keep != NULL)
		l->taking->keep(l->taking, db);
}

static void
stray_done(struct job *job, bool kept)
{
	struct letter *l = CONTAINER(job, struct letter, job);

	if (!kept)
		end(l, LETTER_LATER, "The mail cannot be kept now.");
	else
		end(l, LETTER_KEPT, NULL);
}

static void
keep_stray(struct letter *l, const char *why)
{
	l->became = why;
	l->is_news = false;
	l->settled = 0;
	l->job = (struct job){ .work = stray_work, .done = stray_done };
	store_write(l->gateway->store, &l->job);
}

static void
keep_work(struct job *job, struct db *db)
{
	struct letter *l = CONTAINER(job, struct letter, job);

	l->settled = 0;
	l->became = letter_judge(l, db);
	if (l->is_news)
		l->settled = receive_keep(db, l->gateway, l->account,
		    &l->news, l->now);
	if (l->arrived)
		(void)receive_keep(db, l->gateway, l->account, &(struct news){
		    .kind = NEWS_RECEIPT, .key = l->news.key,
		    .state = ATTEMPT_DELIVERED }, l->now);
	if (!l->is_stray && l->taking->keep != NULL)
		l->taking->keep(l->taking, db);
}

static void
keep_done(struct job *job, bool kept)
{
	struct letter *l = CONTAINER(job, struct letter, job);

	if (kept && !l->is_stray)
		end(l, LETTER_KEPT, NULL);
	else if (kept)
		keep_stray(l, l->became);
	else if (job->world)
		end(l, LETTER_LATER, "The mail cannot be kept now.");
	else
		keep_stray(l, "the store refused it");
}

static void
thought(struct thought *thought)
{
	struct letter *l = CONTAINER(thought, struct letter, thought);

	if (!l->is_mail) {
		keep_stray(l, "it is no mail");
		return;
	}
	l->now = clock_now();
	l->job = (struct job){ .work = keep_work, .done = keep_done };
	store_write(l->gateway->store, &l->job);
}

/* On the thinker: the bytes, and nothing else. */
static void
think(struct thought *thought)
{
	struct letter			*l = CONTAINER(thought,
					    struct letter, thought);
	const struct letter_taking	*taking = l->taking;
	const char			*why;

	l->is_mail = mime_read(l->arena, taking->bytes, taking->length,
	    &l->mail, &why);
	if (l->is_mail)
		letter_name(l);
}

void
letter_take(struct gateway *gateway, struct letter_taking *taking)
{
	const struct account	*account = letter_account(gateway,
				    taking->account);
	struct arena		*arena;
	struct letter		*l;

	if (gateway->stopping || account == NULL) {
		taking->taken(taking, LETTER_LATER, gateway->stopping ?
		    "The gateway is stopping." :
		    "The gateway has no account of mail.");
		return;
	}
	arena = arena_new();
	l = NEW(arena, struct letter);
	*l = (struct letter){ .gateway = gateway, .account = account,
	    .taking = taking, .arena = arena,
	    .thought = { .work = think, .done = thought } };
	if (think_put(gateway->think, &l->thought)) {
		gateway->letters++;
		return;
	}
	arena_free(arena);
	taking->taken(taking, LETTER_LATER, "There is too much mail now.");
}
