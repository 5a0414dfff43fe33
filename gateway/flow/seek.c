/*
 * Looking for attempts whose outcome is unknown.  The provider is asked what
 * it has for that recipient; a record with the same text, made after we
 * began, that no other attempt of ours is known by, is ours: then it was
 * sent.  Not found in two looks, the second at least two minutes after the
 * attempt, it was not taken, and is sent again if it is still useful.
 * Where nobody can be asked it stays "may have arrived".
 *
 * In a database that was put back from a copy (store/restored.h) nobody knows
 * whether the text introduced us, so it is looked for in both ways.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/introduce.h"
#include "flow/render.h"
#include "flow/settle.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/introduction.h"

#define AT_ONCE		16	/* Searches of one lane. */
#define FOUND_MOST	20	/* Records that may be the one. */
#define LEASE_OF_LOOK	MINUTES(1)
#define BOTH_CLOCKS	MINUTES(1)	/* May differ by that. */
#define PAGES_MOST	20

struct search {
	struct job		 job;
	struct lane		*lane;
	struct arena		*arena;
	struct errand		 errand;
	struct question		 question;
	struct carriage		 carriage;
	struct outgoing		 out, other;	/* other.text may be NULL. */
	const char		*other_words;	/* Its introduction, or NULL. */
	struct found {
		struct news	*news;
		bool		 other;
	} found[FOUND_MOST];
	unsigned		 count, pages;
};

/* Which of an account's are due; its results live in its own arena. */
struct seeking {
	struct job	 job;
	struct lane	*lane;
	struct arena	*arena;
	struct claim	 claim;
	struct errand	*errands;
	unsigned	 count;
};

static void
search_end(struct job *job, bool kept)
{
	struct search	*s = CONTAINER(job, struct search, job);
	struct lane	*lane = s->lane;

	arena_free(s->arena);
	lane->seeking--;
	if (kept)			/* If not, its lease ends. */
		seek_tick(lane);
}

/* It was the text with the introduction after all, or the one without. */
static void
introduce(struct search *s, struct db *db, struct errand *e)
{
	e->introduction = s->other_words;
	e->evident = false;
	if (e->introduction != NULL && !introduction_stands(db,
	    e->attempt.contact, e->attempt.sender))
		introduction_take(db, &e->attempt, e->introduction);
}

/* Nobody else's, and not older than ours: it is the one. */
static bool
keep_found(struct search *s, struct db *db, const struct found *found)
{
	const struct news	*news = found->news;
	const struct attempt	*a = &s->errand.attempt;
	struct errand		 e = s->errand;

	if (attempt_by_reference(db, a->contact, news->reference) != 0)
		return false;
	if (found->other)
		introduce(s, db, &e);
	settle(db, s->lane->gateway, &(struct move){ .attempt = a->id,
	    .to = news->state, .reference = news->reference,
	    .class = news->class, .reason = news->reason }, &e);
	return true;
}

static void
search_work(struct job *job, struct db *db)
{
	struct search		*s = CONTAINER(job, struct search, job);
	const struct attempt	*a = &s->errand.attempt;
	struct attempt		 is;
	int64_t			 now = clock_now();
	struct move		 move = { .attempt = a->id,
				    .to = ATTEMPT_PLANNED, .due = now };

	if (!attempt_get(db, a->id, &is) || is.state != ATTEMPT_UNKNOWN ||
	    is.looks != a->looks)
		return;			/* Another search was faster. */
	for (unsigned i = 0; i < s->count; i++)
		if (keep_found(s, db, &s->found[i]))
			return;
	if ((s->errand.kind != KIND_EMERGENCY || a->tries > 1) &&
	    (a->looks == 0 || now < a->began + MINUTES(2))) {
		attempt_looked(db, a->id, now + MINUTES(1) >
		    a->began + MINUTES(2) ? now + MINUTES(1) :
		    a->began + MINUTES(2));
		return;
	}
	if (now >= s->errand.not_after) {
		move.to = ATTEMPT_FAILED;
		move.reason = "It was not taken, and it is too late now.";
	}
	settle(db, s->lane->gateway, &move, &s->errand);
}

static void
look_through(struct search *s, struct news *news)
{
	int64_t	since = s->errand.attempt.began - LEASE - BOTH_CLOCKS;
	bool	ours, other;

	for (; news != NULL; news = news->next) {
		if (news->kind != NEWS_RECEIPT || news->at < since ||
		    news->text == NULL || news->reference == NULL)
			continue;
		ours = strcmp(news->text, s->out.text) == 0;
		other = s->other.text != NULL &&
		    strcmp(news->text, s->other.text) == 0;
		if ((ours || other) && s->count < FOUND_MOST)
			s->found[s->count++] = (struct found){ news, !ours };
	}
}

static void	search_ask(struct search *);

static void
on_told(struct carriage *carriage)
{
	struct search		*s = CONTAINER(carriage, struct search,
				    carriage);
	const struct account	*account = s->lane->account;
	struct news		*news = NULL;

	if (!account->provider->told(account, &s->question,
	    &carriage->response, &news, s->arena)) {
		search_end(&s->job, false);
		return;
	}
	look_through(s, news);
	if (s->lane->gateway->stopping) {
		search_end(&s->job, false);
		return;
	}
	if (s->question.next != NULL && ++s->pages < PAGES_MOST) {
		search_ask(s);
		return;
	}
	s->job = (struct job){ .work = search_work, .done = search_end };
	store_write(s->lane->gateway->store, &s->job);
}

static void
search_ask(struct search *s)
{
	const struct account *account = s->lane->account;

	s->carriage = (struct carriage){ .arena = s->arena,
	    .answered = on_told, .limit = 4 << 20 };
	account->provider->ask(account, &s->question, clock_now(),
	    &s->carriage.request, s->arena);
	client_carry(s->lane->gateway->client, &s->carriage);
}

/* What was claimed by nobody was planned in the copy. */
static void
render_other(struct search *s)
{
	const struct gateway	*g = s->lane->gateway;
	struct errand		 e = s->errand;
	struct sms		 sms;

	if (e.attempt.node != 0 || e.contact.channel != CHANNEL_SMS ||
	    !introduce_may(e.template))
		return;
	e.introduction = e.introduction != NULL ? NULL : introduce_say(
	    g->introductions, s->arena, e.language, e.district);
	s->other_words = e.introduction;
	render(g->frames, &e, NULL, s->arena, &s->other, &sms);
}

static void
search_start(struct lane *lane, const struct errand *found)
{
	struct arena	*arena = arena_new();
	struct search	*s = NEW(arena, struct search);
	struct sms	 sms;

	s->arena = arena;
	s->lane = lane;
	s->errand = *found;
	s->errand.contact.address = arena_text(arena, found->contact.address);
	s->errand.attempt.account = lane->account->name;
	s->errand.attempt.sender = arena_text(arena, found->attempt.sender);
	if (found->introduction != NULL)
		s->errand.introduction = arena_text(arena,
		    found->introduction);
	render(lane->gateway->frames, found, NULL, arena, &s->out, &sms);
	render_other(s);
	s->question = (struct question){ .kind = ASK_ATTEMPT,
	    .to = s->errand.contact.address };
	lane->seeking++;
	search_ask(s);
}

static void
seeking_work(struct job *job, struct db *db)
{
	struct seeking	*g = CONTAINER(job, struct seeking, job);
	int64_t		*ids;
	unsigned	 n = attempt_unknown(db, &g->claim, LEASE_OF_LOOK,
			    &ids);

	g->errands = NEW_LIST(g->arena, struct errand, n);
	g->count = 0;
	for (unsigned i = 0; i < n; i++)
		if (attempt_errand(db, ids[i], &g->errands[g->count]))
			g->count++;
}

static void
seeking_done(struct job *job, bool kept)
{
	struct seeking	*g = CONTAINER(job, struct seeking, job);
	struct lane	*lane = g->lane;

	lane->seek_asking = false;
	kept = kept && !lane->gateway->stopping;
	for (unsigned i = 0; kept && i < g->count; i++)
		search_start(lane, &g->errands[i]);
	arena_free(g->arena);
}

void
seek_tick(struct lane *lane)
{
	struct arena	*arena;
	struct seeking	*g;

	if (lane->account->provider->ask == NULL || lane->seek_asking ||
	    lane->seeking >= AT_ONCE || gateway_ill(lane->gateway) != NULL)
		return;
	arena = arena_new();
	g = NEW(arena, struct seeking);
	g->arena = arena;
	g->lane = lane;
	g->claim = (struct claim){ .account = lane->account->name,
	    .now = clock_now(), .room = AT_ONCE - lane->seeking };
	g->job = (struct job){ .work = seeking_work, .done = seeking_done,
	    .arena = arena };
	lane->seek_asking = true;
	store_write(lane->gateway->store, &g->job);
}
