/*
 * Whether a draft fits as a text for those whom it goes to: rendered for each
 * of a few, as a preview does, and with what introduces us where nothing has
 * yet.  Of many nobody is looked up: one of them is always new.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/address.h"
#include "flow/choose.h"
#include "flow/compose.h"
#include "flow/fill.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/introduce.h"
#include "flow/render.h"
#include "store/concerned.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/introduction.h"
#include "store/person.h"
#include "store/translation.h"

#define FEW	100	/* Students. */

struct fitting {
	struct visit	*visit;
	struct db	*db;
	struct choosing	 choosing;
	struct filling	 filling;
	struct fit_most	 most;
};

static bool
surely(const struct draft *d)
{
	size_t most = strlen(d->words), values = 0;

	for (unsigned i = 0; i < d->translation_count; i++)
		if (strlen(d->translations[i].words) > most)
			most = strlen(d->translations[i].words);
	for (unsigned i = 0; i < d->value_count; i++)
		for (unsigned k = 0; k < d->values[i].count; k++)
			values += strlen(d->values[i].texts[k]);
	return most + values <= FIT_SURELY;
}

static void
measure(struct fitting *f, struct errand *e, bool introduces, size_t longest)
{
	const struct gateway	*g = f->choosing.gateway;
	struct outgoing		 out;
	struct sms		 sms;

	if (introduces)
		e->introduction = introduce_say(g->introductions,
		    db_arena(f->db), e->language, e->district);
	render(g->frames, e, NULL, db_arena(f->db), &out, &sms);
	fit_look(e, &out, longest, &f->most);
}

/* person NULL: nobody is known there. */
static void
look_at_contact(struct fitting *f, const struct contact *to,
    const struct person *person, int64_t student)
{
	struct errand	 e = f->choosing.sample;
	struct value	*own;

	if (to->channel != CHANNEL_SMS)
		return;
	e.contact = *to;
	e.language = to->language;
	e.values.own_count = value_read(db_arena(f->db), fill_for(&f->filling,
	    &(struct fill_to){ person, to, f->filling.apart ? student : 0 }),
	    &own);
	e.values.own = own;
	measure(f, &e, !introduction_stands(f->db, to->id,
	    f->choosing.senders[CHANNEL_SMS].address), f->choosing.longest);
}

static void
look_at_talk(struct fitting *f)
{
	struct contact	 contact;
	struct person	*people;
	unsigned	 n, i = 0;

	if (!contact_get(f->db, f->visit->out.message.target, &contact))
		return;
	n = person_at(f->db, contact.id, &people);
	while (i < n && address_barred(f->visit, people[i].id))
		i++;
	look_at_contact(f, &contact, i < n ? &people[i] : NULL, 0);
}

static void
look_at_student(struct fitting *f, int64_t student)
{
	struct person	*guardians;
	unsigned	 n = student_guardians(f->db, student,
			    f->visit->c->now, &guardians);
	struct chosen	 chosen;

	for (unsigned i = 0; i < n; i++) {
		if (!address_chosen(&f->visit->c->draft, guardians[i].id) ||
		    address_barred(f->visit, guardians[i].id))
			continue;
		choose(&f->choosing, &guardians[i], NULL, &chosen);
		if (chosen.contact != NULL)
			look_at_contact(f, chosen.contact, &guardians[i],
			    student);
	}
}

/* In each language that they read, with some room for what is each one's
 * own. */
static void
look_at_many(struct fitting *f, const struct concern *concern)
{
	size_t		  longest = f->choosing.longest;
	struct errand	  e;
	const char	**tags;
	unsigned	  n = concerned_languages(f->db, concern, &tags);

	for (unsigned i = 0; i < n; i++) {
		e = f->choosing.sample;
		e.contact.channel = CHANNEL_SMS;
		e.language = tags[i];
		measure(f, &e, true, f->filling.uses == 0 ? longest :
		    longest - FIT_FILLED);
	}
}

static void
start(struct fitting *f, const struct concern *concern)
{
	struct visit		*v = f->visit;
	const struct draft	*d = &v->c->draft;
	struct errand		*e = &f->choosing.sample;

	f->filling = (struct filling){ .choosing = &f->choosing,
	    .students = concern->students, .student_count = v->count,
	    .people = d->people, .person_count = d->person_count };
	f->choosing.filling = &f->filling;
	choose_sample(f->db, &v->out.message, e);
	e->values.all = d->values;
	e->values.all_count = d->value_count;
	e->others = d->translations;
	e->other_count = d->translation_count;
	f->choosing.sampled = true;
	fill_start(&f->filling, d->translations, d->translation_count);
}

/* Whom the message goes to, as far as they are looked up: each student. */
static unsigned
find_students(struct fitting *f, struct concern *concern, int64_t **list)
{
	const struct visit	*v = f->visit;
	const struct message	*m = &v->out.message;
	int64_t			*named = NEW_LIST(db_arena(f->db), int64_t,
				    v->count);

	for (unsigned i = 0; i < v->count; i++)
		named[i] = v->families[i].student;
	*concern = (struct concern){ .audience = m->audience,
	    .target = m->target, .author = m->author,
	    .conversation = m->conversation, .students = named,
	    .count = v->count, .now = v->c->now };
	*list = named;
	return m->audience == AUDIENCE_STUDENTS ||
	    m->audience == AUDIENCE_CONTACT ? v->count :
	    group_students(f->db, &(struct group){ .audience = m->audience,
	    .target = m->target, .most = FEW + 1, .now = v->c->now }, list);
}

const char *
fit_wrong(struct visit *v)
{
	struct fitting	 f = { .visit = v, .db = v->db };
	struct concern	 concern;
	int64_t		*students;
	unsigned	 n;

	if (surely(&v->c->draft))
		return NULL;
	f.choosing = (struct choosing){ .db = v->db,
	    .gateway = v->c->gateway, .message = &v->out.message,
	    .now = v->c->now };
	choose_start(&f.choosing);
	if (f.choosing.longest == 0)
		return NULL;
	n = find_students(&f, &concern, &students);
	start(&f, &concern);
	if (v->out.message.audience == AUDIENCE_CONTACT)
		look_at_talk(&f);
	else if (n > FEW)
		look_at_many(&f, &concern);
	else
		for (unsigned i = 0; i < n; i++)
			look_at_student(&f, students[i]);
	return fit_sentence(db_arena(v->db), &f.most);
}
