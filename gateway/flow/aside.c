/*
 * Handing over what is said aside.
 */

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "flow/aside.h"
#include "flow/dispatch.h"
#include "flow/fence.h"
#include "flow/gateway.h"
#include "net/client.h"
#include "store/aside.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/db.h"
#include "store/job.h"
#include "store/practice.h"

#define USEFUL	HOURS(1)

struct saying {
	struct arena		*arena;
	struct gateway		*gateway;
	struct carriage		 carriage;
	struct job		 job;
	struct aside		 aside;
	struct outgoing		 out;
	unsigned		 account;
};

int
aside_account(const struct gateway *gateway, const char *name)
{
	const struct configured *c = gateway->configured;

	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->accounts[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* What the fence is asked about: who gets it, and in which mode. */
static bool
may_pass(const struct gateway *gateway, unsigned account, bool practice,
    bool listed)
{
	return fence_open(&(struct errand){ .practice = practice,
	    .listed = listed }, gateway->configured->use[account].simulated);
}

bool
aside_open(struct db *db, const struct gateway *gateway,
    const struct aside *a)
{
	int account = aside_account(gateway, a->account);

	return account >= 0 && may_pass(gateway, (unsigned)account,
	    practice_mode(db) != MODE_LIVE,
	    practice_listed(db, a->channel, a->address));
}

static void
end_work(struct job *job, struct db *db)
{
	struct saying *s = CONTAINER(job, struct saying, job);

	aside_end(db, s->aside.id, s->aside.state, s->aside.reason);
}

/* What could not be written down stays begun: it may have arrived. */
static void
end_done(struct job *job, bool kept)
{
	struct saying *s = CONTAINER(job, struct saying, job);

	(void)kept;
	s->gateway->asides--;
	arena_free(s->arena);
}

static void
end(struct saying *s)
{
	log_info("aside", s->aside.id, "%s, account=%s",
	    aside_word(s->aside.state), s->aside.account);
	s->job = (struct job){ .work = end_work, .done = end_done };
	store_write(s->gateway->store, &s->job);
}

static void
answered(struct carriage *carriage)
{
	struct saying		*s = CONTAINER(carriage, struct saying,
				    carriage);
	const struct account	*account =
				    &s->gateway->configured->accounts[
				    s->account];
	struct verdict		 v = { .outcome = OUTCOME_UNKNOWN };

	account->provider->judge(account, &carriage->response, &v, s->arena);
	s->aside.state = ASIDE_REFUSED;
	s->aside.reason = v.reason;
	if (v.outcome == OUTCOME_SENT) {
		s->aside.state = ASIDE_SENT;
		s->aside.reason = NULL;
		lane_took(s->gateway->lanes[s->account]);
	} else if (carriage->response.carried == NEVER_SPOKE) {
		if (v.outcome != OUTCOME_SICK)
			s->aside.reason = carriage->why;
	} else if (v.outcome == OUTCOME_UNKNOWN) {
		s->aside.state = ASIDE_UNKNOWN;
		s->aside.reason = "The line was lost: it may have arrived.";
	}
	end(s);
}

static const char *
message_id(struct saying *s)
{
	const char	*at = strrchr(s->aside.sender, '@');
	char		 id[ID_TEXT];

	return arena_print(s->arena, ASIDE_ID "%s@%s",
	    id_text(s->aside.id, id), at == NULL ? "localhost" : at + 1);
}

static const char *
copy(struct saying *s, const char *text)
{
	return text == NULL ? NULL : arena_text(s->arena, text);
}

static void
fill(struct saying *s, const struct aside *a, const struct aside_words *w)
{
	char id[ID_TEXT];

	s->aside = *a;
	s->aside.account = copy(s, a->account);
	s->aside.sender = copy(s, a->sender);
	s->aside.address = copy(s, a->address);
	s->aside.reason = NULL;
	s->out = (struct outgoing){ .from = s->aside.sender,
	    .to = s->aside.address, .from_name = copy(s, w->from_name),
	    .subject = copy(s, w->subject), .text = copy(s, w->text),
	    .language = "en-US", .message_id = message_id(s),
	    .automatic = true, .date = a->at,
	    .key = arena_text(s->arena, id_text(a->id, id)),
	    .not_after = a->at + USEFUL };
}

void
aside_carry(struct gateway *gateway, const struct aside *a,
    const struct aside_words *words, bool open)
{
	struct arena		*arena = arena_new();
	struct saying		*s = NEW(arena, struct saying);
	int			 number = aside_account(gateway, a->account);
	const struct account	*account;

	*s = (struct saying){ .arena = arena, .gateway = gateway };
	fill(s, a, words);
	gateway->asides++;
	if (number < 0) {
		s->aside.state = ASIDE_REFUSED;
		s->aside.reason = "The account is not there any more.";
		end(s);
		return;
	}
	s->account = (unsigned)number;
	if (!may_pass(gateway, s->account, !open, false)) {
		s->aside.state = ASIDE_PRACTICE;
		end(s);
		return;
	}
	account = &gateway->configured->accounts[s->account];
	account->provider->build(account, &s->out, clock_now(),
	    &s->carriage.request, arena);
	s->carriage.arena = arena;
	s->carriage.answered = answered;
	client_carry(gateway->client, &s->carriage);
}
