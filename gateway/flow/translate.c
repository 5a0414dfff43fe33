/*
 * What is to be said, from the store to a translator and back.  A claim reads
 * rows with all that is needed to ask; what memory knows by then ends there.
 * What came is kept in one visit with the row that waited for it, and in
 * memory, so that the next one who says the same need not wait.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "flow/gateway.h"
#include "flow/translate_inside.h"
#include "store/db.h"
#include "store/memory.h"

#define HAND		32	/* Texts that are asked for at a time. */
#define WISHES_HAND	64	/* With those somebody looks at. */
#define BACK_HAND	16	/* With those that are read back. */
#define TRIES_MOST	12

static const char	gone[] = "It is not needed any more.";

/* All that a saying points at, into an arena of its own. */
static void
copy(struct arena *arena, const struct saying *from, struct saying *to)
{
	const struct guarded	*g = &from->guarded;
	struct guard_token	*tokens = NEW_LIST(arena, struct guard_token,
				    g->count);

	*to = *from;
	for (unsigned i = 0; i < g->count; i++) {
		tokens[i] = g->tokens[i];
		tokens[i].is = arena_text(arena, g->tokens[i].is);
		tokens[i].back = arena_text(arena, g->tokens[i].back);
	}
	to->from = arena_text(arena, from->from);
	to->to = arena_text(arena, from->to);
	to->guarded.tokens = tokens;
	to->guarded.plain = arena_text(arena, g->plain);
	to->guarded.from = to->from;
	to->guarded.to = to->to;
	to->digest = arena_text(arena, from->digest);
	to->but = arena_text(arena, from->but);
	to->reason = to->translator = "";
	to->words = to->plain = NULL;
}

static void
begin(struct translate *t, const struct saying *saying,
    const struct to_translate *row)
{
	struct arena	*arena = arena_new();
	struct asking	*a = NEW(arena, struct asking);

	a->arena = arena;
	a->t = t;
	copy(arena, saying, &a->saying);
	if (row != NULL) {
		a->row = *row;
		a->row.from = a->saying.from;
		a->row.language = a->saying.to;
		a->row.reason = "";
	}
	a->translator = -1;
	a->launch_by = clock_boot() + SAY_LEASE;
	t->in_hand++;
	TAILQ_INSERT_TAIL(&t->ready, a, next);
}

static struct wished *
find_wish(struct translate *t, const struct saying *s)
{
	for (unsigned i = 0; i < WISHES_MOST; i++)
		if (s->digest != NULL &&
		    strcmp(t->wished[i].digest, s->digest) == 0 &&
		    strcmp(t->wished[i].from, s->from) == 0 &&
		    strcmp(t->wished[i].to, s->to) == 0)
			return &t->wished[i];
	return NULL;
}

/* What waits while one looks at it is there at the next look; what cannot be
 * had is told. */
static void
wish_ended(struct asking *a)
{
	struct wished *w = find_wish(a->t, &a->saying);

	if (w == NULL)
		return;
	w->state = a->saying.state;
	w->reason = a->saying.reason;
}

static void
asking_free(struct asking *a)
{
	struct translate *t = a->t;

	t->in_hand--;
	arena_free(a->arena);
}

/* Somebody looks at what came: they see how it reads in English. */
static void
read_back(struct asking *a)
{
	struct saying back;

	if (a->row.id != 0 || a->saying.but != NULL ||
	    a->saying.state != SAY_DONE)
		return;
	translate_turn(a->arena, &a->saying, &back);
	if (translate_nth(a->t->gateway, &back, 0) >= 0)
		translate_wish(a->t, &back);
}

static void
kept(struct job *job, bool kept)
{
	struct asking *a = CONTAINER(job, struct asking, job);

	if (!kept && a->row.id == 0)
		a->saying.state = SAY_FAILED;
	wish_ended(a);
	read_back(a);
	asking_free(a);		/* If it was not kept, its lease ends. */
}

/* What a family wrote may name people whom nobody here knows: it stays with
 * their text and is in no memory. */
static void
keep_good(struct asking *a, struct db *db, int64_t now)
{
	struct saying *s = &a->saying;

	if (a->row.what == SAY_MESSAGE)
		memory_keep(db, &(struct memory){ .digest = s->digest,
		    .from = s->from, .language = s->to, .glossary = s->glossary,
		    .words = s->plain, .translator = s->translator,
		    .simulated = s->simulated }, now);
	if (a->row.id != 0)
		translate_keep(db, a->t->gateway, &a->row, s, now);
}

static void
keep_work(struct job *job, struct db *db)
{
	struct asking	*a = CONTAINER(job, struct asking, job);
	int64_t		 now = clock_now();

	if (a->saying.state == SAY_DONE)
		keep_good(a, db, now);
	else if (a->row.id != 0)
		to_translate_end(db, a->row.id, a->saying.state,
		    a->saying.reason, now);
}

static void
later_work(struct job *job, struct db *db)
{
	struct asking *a = CONTAINER(job, struct asking, job);

	to_translate_later(db, a->row.id, a->due, a->saying.reason);
}

void
translate_ended(struct asking *a, bool later)
{
	bool again = later && a->row.tries < TRIES_MOST;

	if (!again)
		log_info("translation", a->row.id, "%s, to=%s%s%s",
		    say_state_word(a->saying.state), a->saying.to,
		    a->saying.state == SAY_DONE ? " by=" : "",
		    a->saying.state == SAY_DONE ? a->saying.translator : "");
	a->job = (struct job){ .work = again ? later_work : keep_work,
	    .done = kept };
	if ((a->row.id == 0 || a->t->stopping) &&
	    a->saying.state != SAY_DONE) {
		wish_ended(a);
		asking_free(a);
		return;
	}
	store_write(a->t->gateway->store, &a->job);
}

/* One row of a claim: what memory or nobody has ends here. */
static void
look(struct translate *t, struct db *db, const struct to_translate *row,
    int64_t now, struct source *source)
{
	struct saying *s = &t->sayings[t->count];

	*s = (struct saying){ .from = row->from, .to = row->language };
	if (!translate_source(db, row, now, source)) {
		to_translate_end(db, row->id, SAY_FAILED, gone, now);
		return;
	}
	translate_look_up(db, t->gateway, source, s);
	if (s->state == SAY_DONE)
		translate_keep(db, t->gateway, row, s, now);
	else if (s->state != SAY_WAITING)
		to_translate_end(db, row->id, s->state, s->reason, now);
	else
		t->rows[t->count++] = *row;
}

static void
claim_work(struct job *job, struct db *db)
{
	struct translate	*t = CONTAINER(job, struct translate, claim);
	struct to_translate	*rows;
	struct source		 source = { .object = 0 };
	int64_t			 now = clock_now();
	unsigned		 n;

	t->count = 0;
	if (t->start)
		to_translate_release(db, t->gateway->node);
	n = to_translate_claim(db, &(struct to_translate_claim){
	    .node = t->gateway->node, .now = now,
	    .launch_by = now + SAY_LEASE + SAY_PATIENCE,
	    .most = HAND }, &rows);
	t->rows = NEW_LIST(t->arena, struct to_translate, n);
	t->sayings = NEW_LIST(t->arena, struct saying, n);
	for (unsigned i = 0; i < n; i++)
		look(t, db, &rows[i], now, &source);
}

static void
claim_done(struct job *job, bool kept)
{
	struct translate *t = CONTAINER(job, struct translate, claim);

	t->claiming = false;
	for (unsigned i = 0; kept && i < t->count; i++)
		begin(t, &t->sayings[i], &t->rows[i]);
	if (kept)
		t->start = false;
	arena_free(t->arena);
	t->arena = NULL;
	if (!t->stopping)
		translate_pump(t);
}

void
translate_tick(struct translate *t)
{
	if (t == NULL || t->stopping ||
	    t->gateway->configured->translator_count == 0 ||
	    gateway_ill(t->gateway) != NULL)
		return;
	translate_pump(t);
	if (t->claiming || t->in_hand >= HAND)
		return;
	t->claiming = true;
	t->arena = arena_new();
	t->claim = (struct job){ .work = claim_work, .done = claim_done,
	    .arena = t->arena };
	store_write(t->gateway->store, &t->claim);
}

static void
add_wish(struct translate *t, const struct saying *s)
{
	struct wished *w = &t->wished[t->wishes++ % WISHES_MOST];

	*w = (struct wished){ .state = SAY_WAITING, .reason = "" };
	snprintf(w->digest, sizeof w->digest, "%s", s->digest);
	snprintf(w->from, sizeof w->from, "%s", s->from);
	snprintf(w->to, sizeof w->to, "%s", s->to);
}

void
translate_wish(struct translate *t, struct saying *s)
{
	struct wished *w;

	if (s->state != SAY_WAITING || t->stopping)
		return;
	w = find_wish(t, s);
	if (w != NULL && w->state != SAY_DONE) {
		s->state = w->state;
		s->reason = w->reason;
		return;
	}
	if (t->in_hand >= (s->but == NULL ? WISHES_HAND : BACK_HAND))
		return;
	if (w != NULL)			/* Forgotten meanwhile. */
		w->state = SAY_WAITING;
	else
		add_wish(t, s);
	begin(t, s, NULL);
	translate_pump(t);
}

void
translate_retry(struct translate *t, const struct saying *s)
{
	struct wished *w = find_wish(t, s);

	if (w != NULL && w->state != SAY_WAITING)
		w->state = SAY_DONE;	/* The next wish asks again. */
}

void
translate_changed(struct translate *t)
{
	for (unsigned i = 0; i < TRANSLATORS_MOST; i++)
		service_wake(&t->services[i]);
	for (unsigned i = 0; i < WISHES_MOST; i++)
		if (t->wished[i].state != SAY_WAITING)
			t->wished[i].digest[0] = '\0';
	translate_tick(t);
}

void
translate_state(const struct translate *t, unsigned translator,
    struct translator_state *state)
{
	const struct configured	*c = t->gateway->configured;
	const struct service	*s = &t->services[translator];

	*state = (struct translator_state){
	    .name = c->translators[translator].name, .why = s->why,
	    .since = s->why == NULL ? 0 : s->ill_since,
	    .again = s->why == NULL ? 0 :
	    clock_now() - clock_boot() + s->well_at,
	    .taken = s->taken_at, .quota = s->quota,
	    .simulated = c->translator_use[translator].simulated };
}

void
translate_stop(struct translate *t)
{
	struct asking *a;

	t->stopping = true;
	while ((a = TAILQ_FIRST(&t->ready)) != NULL) {
		TAILQ_REMOVE(&t->ready, a, next);
		asking_free(a);
	}
}

bool
translate_idle(const struct translate *t)
{
	return !t->claiming && t->in_hand == 0;
}

struct translate *
translate_new(struct gateway *gateway)
{
	struct translate *t = calloc(1, sizeof *t);

	if (t == NULL)
		abort();
	t->gateway = gateway;
	t->start = true;
	TAILQ_INIT(&t->ready);
	for (unsigned i = 0; i < TRANSLATORS_MOST; i++) {
		t->services[i].t = t;
		t->services[i].number = i;
	}
	return t;
}

void
translate_free(struct translate *t)
{
	struct asking *a;

	if (t == NULL)
		return;
	while ((a = TAILQ_FIRST(&t->ready)) != NULL) {
		TAILQ_REMOVE(&t->ready, a, next);
		arena_free(a->arena);
	}
	arena_free(t->arena);
	free(t);
}
