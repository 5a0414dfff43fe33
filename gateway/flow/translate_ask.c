/*
 * Asking translators.  Each has as many requests under way as its window has
 * room for.  What one cannot say goes on to the next of the route at once;
 * one that is ill, or whose quota is used up, rests, and is passed over
 * meanwhile.  A token that has to be fetched first is fetched once for all
 * that wait.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "flow/gateway.h"
#include "flow/translate_inside.h"

#define REST_LEAST	SECONDS(10)
#define REST_MOST	MINUTES(5)
#define REST_QUOTA	HOURS(1)
#define AGAIN_AFTER	SECONDS(5)	/* A text that was not taken. */
#define ANSWER_MOST	(512 << 10)

static const struct translating_account *
account_of(const struct service *s)
{
	return &s->t->gateway->configured->translators[s->number];
}

static bool
is_resting(const struct service *s)
{
	return clock_boot() < s->well_at;
}

static void
rest(struct service *s, const struct translated *said)
{
	int64_t wait = said->wait;

	if (wait <= 0)
		wait = said->quota ? REST_QUOTA : s->rest;
	if (wait < REST_LEAST)
		wait = REST_LEAST;
	if (s->why == NULL)
		s->ill_since = clock_now();
	if (s->why == NULL || s->quota != said->quota)
		log_warn("translator", 0, "rests, name=%s why=%s wait=%llds",
		    account_of(s)->name, said->reason != NULL ? said->reason :
		    "it is ill", (long long)wait / 1000);
	s->why = said->reason != NULL ? said->reason : "it is ill";
	s->quota = said->quota;
	s->well_at = clock_boot() + wait;
	s->rest = s->rest * 2 > REST_MOST ? REST_MOST :
	    s->rest == 0 ? REST_LEAST : s->rest * 2;
}

static void
well(struct service *s)
{
	if (s->why != NULL)
		log_info("translator", 0, "is well again, name=%s",
		    account_of(s)->name);
	s->why = NULL;
	s->quota = false;
	s->rest = 0;
	s->taken_at = clock_now();
}

void
service_wake(struct service *s)
{
	s->well_at = 0;
	s->token_until = 0;
	s->outdated = s->fetching;	/* It may be another account's. */
}

bool
service_idle(const struct service *s)
{
	return s->under_way == 0 && !s->fetching;
}

/* The next one of its route has to say it. */
static void
go_on(struct asking *a)
{
	a->nth++;
	a->asked_anew = false;
	TAILQ_INSERT_HEAD(&a->t->ready, a, next);
	translate_pump(a->t);
}

/* What is good in the answer becomes words, or it is blocked. */
static bool
take(struct asking *a, const char *text)
{
	struct saying	*s = &a->saying;
	const char	*why, *plain = guard_undress(a->arena, text, a->form);

	s->words = NULL;
	if (plain == NULL)
		a->blocked = "A name, a number or a link was lost or changed "
		    "on the way.";
	else if ((s->words = guard_restore(a->arena, &s->guarded, plain,
	    &why)) == NULL)
		a->blocked = why;
	if (s->words == NULL)
		return false;
	s->plain = plain;
	s->state = SAY_DONE;
	s->reason = "";
	s->translator = arena_text(a->arena,
	    account_of(&a->t->services[a->translator])->name);
	s->simulated = a->t->gateway->configured->translator_use[
	    a->translator].simulated || account_of(&a->t->services[
	    a->translator])->translator->unfit != NULL;
	return true;
}

static void
later(struct asking *a, const struct translated *said)
{
	int64_t due = clock_now() + (said->wait > 0 ? said->wait :
	    AGAIN_AFTER << (a->row.tries < 6 ? a->row.tries : 6));

	if (a->later == NULL || due < a->due)
		a->due = due;
	a->later = said->reason != NULL ? said->reason : "it did not answer";
}

static void
judge(struct asking *a, struct service *s)
{
	struct translated said = { .outcome = OUTCOME_LATER };

	account_of(s)->translator->judge(account_of(s),
	    &a->carriage.response, &said, a->arena);
	if (said.stale && !a->asked_anew) {
		a->asked_anew = true;
		s->token_until = 0;
		TAILQ_INSERT_HEAD(&a->t->ready, a, next);
		translate_pump(a->t);
		return;
	}
	if (said.outcome == OUTCOME_SENT) {
		well(s);
		if (take(a, said.text)) {
			translate_ended(a, false);
			return;
		}
	} else if (said.outcome == OUTCOME_REFUSED) {
		a->refused = said.reason;
	} else {
		if (said.outcome == OUTCOME_SICK || said.quota)
			rest(s, &said);
		later(a, &said);
	}
	go_on(a);
}

static void
on_answer(struct carriage *carriage)
{
	struct asking		*a = CONTAINER(carriage, struct asking,
				    carriage);
	struct translate	*t = a->t;
	struct service		*s = &t->services[a->translator];

	s->under_way--;
	judge(a, s);		/* It may be gone now. */
	translate_pump(t);
}

static void
take_token(struct service *s, const struct response *response)
{
	struct fetched got = { .said.outcome = OUTCOME_SICK };

	account_of(s)->translator->told(account_of(s), response,
	    clock_now(), &got, s->arena);
	if (got.token == NULL || strlen(got.token) >= sizeof s->token) {
		rest(s, &got.said);
	} else {
		memcpy(s->token, got.token, strlen(got.token) + 1);
		s->token_until = got.until > clock_now() ? got.until :
		    clock_now() + SECONDS(1);
	}
}

static void
on_fetched(struct carriage *carriage)
{
	struct service *s = CONTAINER(carriage, struct service, fetch);

	s->fetching = false;
	if (!s->outdated)
		take_token(s, &carriage->response);
	s->outdated = false;
	arena_free(s->arena);
	s->arena = NULL;
	translate_pump(s->t);
}

static void
fetch(struct service *s)
{
	s->fetching = true;
	s->arena = arena_new();
	s->fetch = (struct carriage){ .arena = s->arena,
	    .patience = SAY_PATIENCE, .answered = on_fetched,
	    .limit = ANSWER_MOST };
	account_of(s)->translator->ask(account_of(s), clock_now(),
	    &s->fetch.request, s->arena);
	client_carry(s->t->gateway->client, &s->fetch);
}

static void
carry(struct asking *a, struct service *s, const char *dressed)
{
	const struct translating_account *account = account_of(s);

	a->translator = (int)s->number;
	a->carriage = (struct carriage){ .arena = a->arena,
	    .launch_by = a->launch_by, .patience = SAY_PATIENCE,
	    .answered = on_answer, .limit = ANSWER_MOST };
	account->translator->build(account, &(struct to_say){
	    .from = a->saying.from, .to = a->saying.to, .text = dressed,
	    .token = account->translator->ask != NULL ? s->token : NULL },
	    clock_now(), &a->carriage.request, a->arena);
	s->under_way++;
	client_carry(a->t->gateway->client, &a->carriage);
}

/* Nobody is left to ask. */
static void
give_up(struct asking *a)
{
	struct saying *s = &a->saying;

	if (a->later != NULL && a->blocked == NULL) {
		s->state = SAY_FAILED;
		s->reason = "The translator does not answer just now.";
		translate_ended(a, true);
		return;
	}
	s->state = a->blocked != NULL ? SAY_BLOCKED : SAY_FAILED;
	s->reason = a->blocked != NULL ? a->blocked :
	    "The translator did not take it.";
	translate_ended(a, false);
}

/* True: it has gone somewhere, or has ended. */
static bool
try_one(struct asking *a)
{
	int		 number = translate_nth(a->t->gateway, &a->saying,
			    a->nth);
	struct service	*s;
	const struct translator *its;
	const char	*dressed;

	if (number < 0 || clock_boot() >= a->launch_by) {
		give_up(a);
		return true;
	}
	s = &a->t->services[number];
	its = account_of(s)->translator;
	if (is_resting(s)) {
		later(a, &(struct translated){ .reason = s->why,
		    .wait = s->well_at - clock_boot() });
		a->nth++;
		return try_one(a);
	}
	if (s->under_way >= (unsigned)a->t->gateway->configured->
	    translator_use[number].window)
		return false;
	if (its->ask != NULL && clock_now() >= s->token_until) {
		if (!s->fetching)
			fetch(s);
		return false;
	}
	if (!its->speaks(account_of(s), a->saying.from, a->saying.to,
	    &a->form)) {
		a->nth++;
		return try_one(a);
	}
	dressed = guard_dress(a->arena, a->saying.guarded.plain, a->form);
	if (strlen(dressed) > its->most) {
		a->refused = "It is too long.";
		a->nth++;
		return try_one(a);
	}
	carry(a, s, dressed);
	return true;
}

void
translate_pump(struct translate *t)
{
	struct asking *a, *next;

	for (a = TAILQ_FIRST(&t->ready); a != NULL; a = next) {
		next = TAILQ_NEXT(a, next);
		TAILQ_REMOVE(&t->ready, a, next);
		if (!try_one(a)) {
			if (next != NULL)
				TAILQ_INSERT_BEFORE(next, a, next);
			else
				TAILQ_INSERT_TAIL(&t->ready, a, next);
		}
	}
}
