/*
 * Previews.  A visit reads a chunk of students and whom their guardians'
 * texts would go to; between two visits the loop adds that up, in sets of the
 * people and phones that were met before, since a text goes once to each.  At
 * the end each text that differs is rendered and measured once.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "flow/fence.h"
#include "flow/gateway.h"
#include "flow/preview_inside.h"
#include "store/attempt.h"
#include "store/errand.h"

#define SET_LEAST	256

static unsigned
slot_of(const struct set *set, int64_t id)
{
	unsigned i = (unsigned)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >>
	    32) & (set->size - 1);

	while (set->slots[i] != 0 && set->slots[i] != id)
		i = (i + 1) & (set->size - 1);
	return i;
}

static void
grow(struct arena *arena, struct set *set)
{
	struct set old = *set;

	set->size = old.size == 0 ? SET_LEAST : old.size * 2;
	set->slots = NEW_LIST(arena, int64_t, set->size);
	for (unsigned i = 0; i < old.size; i++)
		if (old.slots[i] != 0)
			set->slots[slot_of(set, old.slots[i])] = old.slots[i];
}

/* False: it was there. */
static bool
add_to(struct arena *arena, struct set *set, int64_t id)
{
	unsigned i;

	if (set->count * 2 >= set->size)
		grow(arena, set);
	i = slot_of(set, id);
	if (set->slots[i] == id)
		return false;
	set->slots[i] = id;
	set->count++;
	return true;
}

static void
add_reason(struct preview_reason *list, unsigned *count, const char *reason)
{
	unsigned i = 0;

	while (i < *count && strcmp(list[i].reason, reason) != 0)
		i++;
	if (i == REASONS_MOST)
		return;
	if (i == *count)
		list[(*count)++].reason = reason;
	list[i].people++;
}

/* Of one sort: a language, by text or by mail. */
static bool
same_sort(const struct text *a, const struct text *b)
{
	return a->channel == b->channel && a->introduces == b->introduces &&
	    a->noted == b->noted &&
	    strcmp(a->language, b->language) == 0;
}

/* The same, for longer than the visit. */
static struct text
keep_text(struct previews *s, const struct found *f)
{
	return (struct text){ .channel = f->contact.channel,
	    .language = arena_text(s->p->arena, f->contact.language),
	    .filled = arena_text(s->p->arena, f->filled),
	    .introduces = f->introduces, .noted = f->noted };
}

bool
preview_same(const struct text *a, const struct text *b)
{
	return same_sort(a, b) && (a->filled == b->filled ||
	    (a->filled != NULL && b->filled != NULL &&
	    strcmp(a->filled, b->filled) == 0));
}

/* Who writes to a few sees the text of each, of others one of each sort. */
static bool
is_one_by_one(const struct previews *s)
{
	return s->p->draft.kind == KIND_DIRECT && s->text_count < SHOWN_MOST;
}

/* One more text of that language and kind; what there is no room for is
 * counted with the last. */
static void
add_text(struct previews *s, const struct found *f)
{
	const struct text	of = { .channel = f->contact.channel,
				    .language = f->contact.language,
				    .filled = f->filled,
				    .introduces = f->introduces,
				    .noted = f->noted };
	bool			one = is_one_by_one(s);
	unsigned		i = 0;

	while (i < s->text_count && !(one ? preview_same(&s->texts[i], &of) :
	    same_sort(&s->texts[i], &of)))
		i++;
	if (i == SAMPLES_MOST)
		i--;
	if (i == s->text_count)
		s->texts[s->text_count++] = keep_text(s, f);
	s->texts[i].copies++;
	s->texts[i].parts += f->parts;
}

static bool
goes(const struct previews *s, const struct found *f)
{
	const struct configured	*c = s->p->gateway->configured;
	const struct sender	*from =
				    &s->choosing.senders[f->contact.channel];
	const struct errand	 e = { .practice = s->mode != MODE_LIVE,
				    .listed = f->listed };

	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->accounts[i].name, from->account) == 0)
			return fence_open(&e, c->use[i].simulated);
	return true;
}

/* One of the first people, for who writes to a few. */
static void
add_shown(struct previews *s, const struct found *f, bool shared)
{
	struct preview	*told = &s->p->told;
	unsigned	 i = told->shown_count;

	if (i == SHOWN_MOST)
		return;
	told->shown_count++;
	told->shown[i] = (struct preview_person){ .person = f->person,
	    .shared = shared, .reason = f->reason };
	if (f->contact.id != 0)
		s->gets[i] = keep_text(s, f);
}

/* A family in which two languages are read is one of each. */
static void
add_tongue(struct previews *s, const struct found *f)
{
	struct preview	*told = &s->p->told;
	unsigned	 i = 0;

	while (i < told->tongue_count && strcmp(told->tongues[i].language,
	    f->contact.language) != 0)
		i++;
	if (i == TONGUES_MOST)
		i--;
	if (i == told->tongue_count)
		told->tongues[told->tongue_count++] = (struct preview_tongue){
		    .language = arena_text(s->p->arena,
		    f->contact.language) };
	told->tongues[i].people++;
	if (add_to(s->p->arena, &s->spoken[i], f->family))
		told->tongues[i].families++;
}

static void
add_missed(struct previews *s, const struct found *f)
{
	struct preview *told = &s->p->told;

	add_shown(s, f, false);
	if (told->missed_count < MISSED_MOST)
		told->missed[told->missed_count++] = (struct preview_person){
		    .person = f->person, .reason = f->reason };
	if (f->reason != NULL)
		add_reason(told->reasons, &told->reason_count, f->reason);
}

/* Of one phone a copy; of what is told apart one for each student. */
static int64_t
copy_of(const struct found *f)
{
	return f->student == 0 ? f->contact.id : (int64_t)(
	    ((uint64_t)f->contact.id * UINT64_C(0x9e3779b97f4a7c15) ^
	    (uint64_t)f->student) | 1);
}

/* Of several to one phone the first introduces us, and says who translated. */
static void
add_copy(struct previews *s, const struct found *f)
{
	struct found again = *f;

	s->p->told.copies++;
	s->p->told.held += !goes(s, f);
	if (f->student != 0 && (f->introduces || f->noted) &&
	    !add_to(s->p->arena, &s->introduced, f->contact.id)) {
		again.introduces = again.noted = false;
		again.parts = f->more;
	}
	add_text(s, &again);
}

static void
add_reached(struct previews *s, const struct found *f)
{
	struct preview *told = &s->p->told;

	told->reached++;
	add_tongue(s, f);
	if (f->contact.channel != CHANNEL_EMAIL)
		return;
	told->by_mail++;
	if (f->reason != NULL)
		add_reason(told->mail_reasons, &told->mail_reason_count,
		    f->reason);
}

/* Who is a guardian of two of them has one text; told apart, one more. */
static void
add_found(struct previews *s, const struct found *f)
{
	struct preview	*told = &s->p->told;
	bool		 met = !add_to(s->p->arena, &s->people, f->person);
	bool		 shared;

	if (met && (f->student == 0 || f->contact.id == 0))
		return;
	if (!met) {
		told->people++;
		if (f->contact.id == 0) {
			add_missed(s, f);
			return;
		}
		add_reached(s, f);
	}
	shared = !add_to(s->p->arena, &s->phones, copy_of(f));
	if (!met) {
		add_shown(s, f, shared);
		told->shared += shared;
	}
	if (!shared)
		add_copy(s, f);
}

static void
finish(struct previews *s)
{
	arena_free(s->chunk);
	s->p->then(s->p);
}

static void
visit_done(struct job *job, bool kept)
{
	struct previews *s = CONTAINER(job, struct previews, job);

	if (!kept || s->asked.status != 0) {
		s->p->status = kept ? s->asked.status : 503;
		s->p->answer = kept ? s->asked.answer : "The preview could "
		    "not be made. Try again in a minute.";
		finish(s);
		return;
	}
	for (unsigned i = 0; i < s->student_count; i++)
		(void)add_to(s->p->arena, &s->families,
		    s->students[i].family);
	s->p->told.students += s->student_count;
	for (unsigned i = 0; i < s->count; i++)
		add_found(s, &s->found[i]);
	s->begun = true;
	if ((s->cursor = s->after) != 0) {
		arena_clear(s->chunk);
		s->job.arena = s->chunk;
		store_read(s->p->gateway->store, &s->job);
		return;
	}
	preview_tell(s);
	finish(s);
}

void
preview(struct previewing *p)
{
	struct previews *s = NEW(p->arena, struct previews);

	s->p = p;
	s->chunk = arena_new();
	s->given = p->draft.translations;
	s->given_count = p->draft.translation_count;
	p->own = s;
	p->status = 0;
	p->answer = NULL;
	p->told = (struct preview){ .students = 0 };
	s->job = (struct job){ .work = preview_look, .done = visit_done,
	    .arena = p->arena };
	store_read(p->gateway->store, &s->job);
}
