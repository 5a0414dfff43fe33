/*
 * Previews.  A visit reads a chunk of students and whom their guardians'
 * texts would go to; between two visits the loop adds that up, in sets of the
 * people and phones that were met before, since a text goes once to each.  At
 * the end each text that differs is rendered and measured once.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "flow/answer.h"
#include "flow/fence.h"
#include "flow/gateway.h"
#include "flow/introduce.h"
#include "flow/preview_inside.h"
#include "flow/render.h"
#include "store/attempt.h"

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

static bool
same_text(const struct text *a, const struct text *b)
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

	while (i < s->text_count && !(one ? same_text(&s->texts[i], &of) :
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

static int
most_copies(const void *one, const void *other)
{
	const struct text *a = one, *b = other;

	if (a->channel != b->channel)
		return a->channel < b->channel ? -1 : 1;
	if (a->copies != b->copies)
		return a->copies > b->copies ? -1 : 1;
	return strcmp(a->language, b->language);
}

void
preview_errand(const struct previews *s, struct arena *arena,
    const struct text *text, struct errand *e)
{
	const struct message	*m = &s->visit.out.message;
	const struct draft	*d = &s->p->draft;
	const struct gateway	*g = s->p->gateway;
	struct value		*own;

	*e = (struct errand){ .kind = m->kind, .words = m->words,
	    .others = d->translations, .other_count = d->translation_count,
	    .topic = m->topic, .discreet = m->discreet, .phone = s->phone,
	    .subject = m->subject, .readers = m->readers,
	    .school = s->school, .author = s->author,
	    .district = s->district, .language = text->language,
	    .contact.channel = text->channel };
	e->values.all = d->values;
	e->values.all_count = d->value_count;
	e->values.own_count = value_read(arena, text->filled == NULL ? "" :
	    text->filled, &own);
	e->values.own = own;
	e->introduction = !text->introduces ? NULL : introduce_say(
	    g->introductions, arena, e->language, e->district);
	e->noted = text->noted;
	e->thread.subject = s->subject;
}

/* One that differs, as dispatch would render it. */
static void
render_one(struct previews *s, const struct text *text,
    struct preview_sample *sample)
{
	const struct gateway	*g = s->p->gateway;
	const struct letterhead	 head = { NULL, NULL,
				    g->configured->settings.public_url };
	struct errand		 e;
	struct outgoing		 out;
	struct render_words	 w;

	preview_errand(s, s->p->arena, text, &e);
	render(g->frames, &e, &head, s->p->arena, &out, &sample->sms);
	render_choose(&e, &w);
	*sample = (struct preview_sample){ .channel = text->channel,
	    .language = e.language, .subject = out.subject,
	    .text = out.text, .introduces = text->introduces,
	    .words = w.translation, .policy = w.policy,
	    .filled = e.values.own_count > 0,
	    .sms = sample->sms, .copies = text->copies };
}

/* Somebody's own: of words with names each has another one. */
static const struct preview_sample *
sample_of(struct previews *s, const struct text *gets)
{
	struct preview_sample *own;

	for (unsigned t = 0; t < s->text_count; t++)
		if (same_text(gets, &s->texts[t]))
			return &s->p->told.samples[t];
	own = NEW(s->p->arena, struct preview_sample);
	render_one(s, gets, own);
	own->copies = 1;
	return own;
}

/* Of all the texts of a sort. */
static int64_t
parts_of(const struct previews *s, unsigned i)
{
	return s->filling.uses != 0 ? s->texts[i].parts :
	    s->texts[i].copies * s->p->told.samples[i].sms.parts;
}

static void
render_all(struct previews *s)
{
	struct preview *told = &s->p->told;

	qsort(s->texts, s->text_count, sizeof *s->texts, most_copies);
	for (unsigned i = 0; i < s->text_count; i++) {
		render_one(s, &s->texts[i], &told->samples[i]);
		if (s->texts[i].channel == CHANNEL_SMS)
			told->parts += parts_of(s, i);
		else
			told->mails += s->texts[i].copies;
	}
	told->sample_count = s->text_count;
	for (unsigned i = 0; i < told->shown_count; i++)
		if (s->gets[i].language != NULL)
			told->shown[i].sample = sample_of(s, &s->gets[i]);
}

static int
most_families(const void *one, const void *other)
{
	const struct preview_tongue *a = one, *b = other;

	if (a->families != b->families)
		return a->families > b->families ? -1 : 1;
	return strcmp(a->language, b->language);
}

/* What is said in a language, and of which words. */
static void
tell_words(struct previews *s, struct preview_tongue *t)
{
	struct errand		 e;
	struct render_words	 w;

	preview_errand(s, s->p->arena, &(struct text){
	    .language = t->language }, &e);
	render_choose(&e, &w);
	t->words = w.translation;
	t->policy = w.policy;
	t->there = translation_for(e.others, e.other_count, t->language);
}

/* What is not in memory is asked for, where somebody looks for longer. */
static void
tell_sayings(struct previews *s)
{
	struct preview	*told = &s->p->told;
	struct saying	*said;

	for (unsigned i = 0; i < told->saying_count; i++) {
		said = &told->sayings[i];
		if (s->p->ask)
			translate_wish(s->p->gateway->translate, said);
		told->translating = told->translating ||
		    said->state == SAY_WAITING;
		for (unsigned t = 0; t < told->tongue_count; t++)
			if (strcmp(told->tongues[t].language, said->to) == 0)
				told->tongues[t].saying = said;
	}
}

static void
tell_tongues(struct previews *s)
{
	struct preview		*told = &s->p->told;
	struct preview_tongue	*t;
	struct preview_sample	*sample;

	qsort(told->tongues, told->tongue_count, sizeof *told->tongues,
	    most_families);
	for (unsigned i = 0; i < told->tongue_count; i++) {
		t = &told->tongues[i];
		tell_words(s, t);
		for (unsigned k = 0; k < told->sample_count; k++) {
			sample = &told->samples[k];
			if (sample->channel == CHANNEL_SMS &&
			    strcmp(sample->language, t->language) == 0)
				t->parts += parts_of(s, k);
		}
	}
}

/* What its words ask families to answer, in the languages that have them. */
static const char *
warn(const struct previews *s)
{
	const struct draft	*d = &s->p->draft;
	const struct keywords	*k = s->p->gateway->keywords;
	const char		*found = answer_warning(k, s->p->arena,
				    d->words, "en-US");

	for (unsigned i = 0; i < d->translation_count && found == NULL; i++)
		found = answer_warning(k, s->p->arena,
		    d->translations[i].words, d->translations[i].language);
	return found;
}

static void
tell(struct previews *s)
{
	const struct composed	*out = &s->visit.out;
	struct preview		*told = &s->p->told;

	if (s->p->draft.audience == AUDIENCE_STUDENTS ||
	    s->p->draft.audience == AUDIENCE_CONTACT) {
		told->students = out->students;
		told->families = out->families;
	} else {
		told->families = s->families.count;
	}
	told->kind = out->message.kind;
	told->counts = out->message.counts;
	told->practice = out->message.practice;
	told->topic = out->message.topic;
	told->discreet = out->message.discreet;
	told->apart = s->filling.apart;
	told->repeated = out->repeated;
	told->send_at = out->message.send_at;
	told->due = out->due;
	told->not_after = out->message.not_after;
	told->warning = warn(s);
	if (s->choosing.sends[CHANNEL_SMS])
		told->sender = s->choosing.senders[CHANNEL_SMS].address;
	if (s->choosing.sends[CHANNEL_EMAIL])
		told->mailbox = s->choosing.senders[CHANNEL_EMAIL].address;
	render_all(s);
	tell_tongues(s);
	tell_sayings(s);
	s->p->status = 200;
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
	tell(s);
	finish(s);
}

void
preview(struct previewing *p)
{
	struct previews *s = NEW(p->arena, struct previews);

	s->p = p;
	s->chunk = arena_new();
	p->own = s;
	p->status = 0;
	p->answer = NULL;
	p->told = (struct preview){ .students = 0 };
	s->job = (struct job){ .work = preview_look, .done = visit_done,
	    .arena = p->arena };
	store_read(p->gateway->store, &s->job);
}
