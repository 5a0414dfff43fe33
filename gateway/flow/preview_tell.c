/*
 * What a preview tells at its end: each text that differs, rendered and
 * measured once, and what there is in each language.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "flow/answer.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/introduce.h"
#include "flow/preview_inside.h"
#include "flow/render.h"
#include "store/attempt.h"
#include "store/errand.h"

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

void
preview_render(struct previews *s, struct arena *arena,
    const struct errand *e, struct outgoing *out, struct sms *sms)
{
	const struct gateway	*g = s->p->gateway;
	const struct letterhead	 head = { NULL, NULL,
				    g->configured->settings.public_url };

	render(g->frames, e, &head, arena, out, sms);
	if (e->contact.channel == CHANNEL_SMS)
		fit_look(e, out, s->choosing.longest, &s->most);
}

/* Its parts from the second text of our number on. */
static unsigned
parts_later(const struct previews *s, const struct text *text)
{
	struct text	later = *text;
	struct errand	e;
	struct outgoing	out;
	struct sms	sms;

	later.introduces = false;
	preview_errand(s, s->p->arena, &later, &e);
	render(s->p->gateway->frames, &e, NULL, s->p->arena, &out, &sms);
	return sms.parts;
}

/* One that differs, as dispatch would render it. */
static void
render_one(struct previews *s, const struct text *text,
    struct preview_sample *sample)
{
	struct errand		 e;
	struct outgoing		 out;
	struct render_words	 w;

	preview_errand(s, s->p->arena, text, &e);
	preview_render(s, s->p->arena, &e, &out, &sample->sms);
	render_choose(&e, &w);
	*sample = (struct preview_sample){ .channel = text->channel,
	    .language = e.language, .subject = out.subject,
	    .text = out.text, .introduces = text->introduces,
	    .words = w.translation, .policy = w.policy,
	    .filled = e.values.own_count > 0,
	    .sms = sample->sms, .lasting = sample->sms.parts,
	    .copies = text->copies };
	if (text->introduces && sample->sms.parts > 1)
		sample->lasting = parts_later(s, text);
}

/* Somebody's own: of words with names each has another one. */
static const struct preview_sample *
sample_of(struct previews *s, const struct text *gets)
{
	struct preview_sample *own;

	for (unsigned t = 0; t < s->text_count; t++)
		if (preview_same(gets, &s->texts[t]))
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

/* Nothing waits for what is read back. */
static void
wish(struct previews *s, unsigned i)
{
	struct translate *t = s->p->gateway->translate;

	translate_wish(t, &s->p->told.sayings[i]);
	translate_wish(t, &s->p->told.backs[i]);
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
			wish(s, i);
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

void
preview_tell(struct previews *s)
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
	s->p->answer = fit_sentence(s->p->arena, &s->most);
	s->p->status = s->p->answer == NULL ? 200 : 422;
}
