/*
 * What a visit of a preview finds: where the message to each guardian of a
 * chunk of students would go, by what chooses it when the message is
 * expanded.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/expand.h"
#include "flow/gateway.h"
#include "flow/preview_inside.h"
#include "flow/render.h"
#include "flow/route.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/introduction.h"
#include "store/kin.h"
#include "store/office.h"
#include "store/person.h"

#define CONTACTS_MOST	20	/* Of one person, as contact_all() has them. */

static struct found *
new_found(struct previews *s)
{
	struct found *more;

	if (s->count == s->room) {
		s->room = s->room == 0 ? 64 : s->room * 2;
		more = NEW_LIST(s->chunk, struct found, s->room);
		if (s->count > 0)
			memcpy(more, s->found, s->count * sizeof *more);
		s->found = more;
	}
	return &s->found[s->count++];
}

/* Whether a text to there says that a computer translated it. */
static bool
is_noted(const struct previews *s, struct db *db,
    const struct contact *contact)
{
	const struct draft		*d = &s->p->draft;
	const struct translation	*t = translation_for(d->translations,
					    d->translation_count,
					    contact->language);

	return t != NULL && t->state == WORDS_MACHINE && !translation_noted(
	    db, contact->id, s->p->now - RENDER_NOTED);
}

static void
keep_contact(struct previews *s, struct db *db, struct found *f,
    const struct contact *contact)
{
	f->contact = *contact;
	f->introduces = contact->channel == CHANNEL_SMS &&
	    !introduction_stands(db, contact->id,
	    s->choosing.senders[CHANNEL_SMS].address);
	f->noted = is_noted(s, db, contact);
	f->listed = s->mode != MODE_LIVE &&
	    practice_listed(db, contact->channel, contact->address);
}

/* first: of several to one phone, which says who we are. */
static unsigned
parts_of(struct previews *s, const struct found *f, bool first)
{
	const struct text	 text = { .channel = f->contact.channel,
				    .language = f->contact.language,
				    .filled = f->filled,
				    .introduces = first && f->introduces,
				    .noted = first && f->noted };
	struct errand		 e;
	struct outgoing		 out;
	struct sms		 sms;

	preview_errand(s, s->chunk, &text, &e);
	preview_render(s, s->chunk, &e, &out, &sms);
	return sms.parts;
}

/* What fills its words, and how long the text is then; person NULL: nobody
 * is known there. */
static void
fill(struct previews *s, struct found *f, const struct person *person)
{
	if (s->filling.uses == 0)
		return;
	f->filled = fill_for(&s->filling, &(struct fill_to){
	    .person = person, .contact = &f->contact,
	    .student = f->student });
	if (f->contact.channel != CHANNEL_SMS)
		return;
	f->parts = parts_of(s, f, true);
	if (f->student != 0 && (f->introduces || f->noted))
		f->more = parts_of(s, f, false);
}

static void
look_at_person(struct previews *s, struct db *db,
    const struct person *person, const struct family *about)
{
	struct found	*f;
	struct chosen	 chosen;

	if (s->p->draft.audience == AUDIENCE_STUDENTS &&
	    address_barred(&s->visit, person->id))
		return;
	choose(&s->choosing, person, NULL, &chosen);
	f = new_found(s);
	*f = (struct found){ .person = person->id, .family = about->family,
	    .reason = chosen.why,
	    .student = s->filling.apart ? about->student : 0 };
	if (chosen.contact == NULL)
		return;
	keep_contact(s, db, f, chosen.contact);
	fill(s, f, person);
}

static void
look_at_student(struct previews *s, struct db *db,
    const struct family *about)
{
	struct person	*guardians;
	unsigned	 n = student_guardians(db, about->student, s->p->now,
			    &guardians);

	for (unsigned i = 0; i < n; i++)
		if (address_chosen(&s->p->draft, guardians[i].id))
			look_at_person(s, db, &guardians[i], about);
}

/* On top of an answer by mail stands what is on top of theirs. */
static void
look_at_thread(struct previews *s, struct db *db, int64_t contact)
{
	const struct attempt	 next = { .id = INT64_MAX,
				    .message = INT64_MAX, .contact = contact };
	struct thread		 thread;

	thread_find(db, &next, s->visit.out.message.conversation, &thread);
	s->subject = arena_text(s->p->arena, thread.subject);
}

static void
look_at_contact(struct previews *s, struct db *db)
{
	struct found	*f = new_found(s);
	struct contact	 contact;
	struct person	*people;
	unsigned	 n, i = 0;

	*f = (struct found){ .person = 1 };
	if (!contact_get(db, s->visit.out.message.target, &contact))
		return;
	if (contact.channel == CHANNEL_EMAIL)
		look_at_thread(s, db, contact.id);
	if (!route_open(contact.state))
		f->reason = route_none(&contact, 1);
	else if (!s->choosing.sends[contact.channel])
		f->reason = contact.channel == CHANNEL_SMS ?
		    ROUTE_NO_NUMBER : ROUTE_NO_MAILBOX;
	else
		keep_contact(s, db, f, &contact);
	if (f->contact.id == 0)
		return;
	n = person_at(db, contact.id, &people);
	while (i < n && address_barred(&s->visit, people[i].id))
		i++;
	fill(s, f, i < n ? &people[i] : NULL);
}

/* The guardians of a chunk of students, and their contacts. */
struct chunk {
	struct kin_guardian	*guardians;
	unsigned		 count, at;	/* The student's begin there. */
	struct kin_contact	*contacts;
	unsigned		 contact_count;
};

static int
by_person(const void *person, const void *contact)
{
	const int64_t			*p = person;
	const struct kin_contact	*c = contact;

	return (*p > c->person) - (*p < c->person);
}

/* choose() takes them from there, for this person. */
static void
give_contacts(struct previews *s, const struct chunk *k, int64_t person)
{
	const struct kin_contact	*c = k->contact_count == 0 ? NULL :
					    bsearch(&person, k->contacts,
					    k->contact_count,
					    sizeof *k->contacts, by_person);
	struct contact			*list = NEW_LIST(s->chunk,
					    struct contact, CONTACTS_MOST);
	unsigned			 n = 0;

	while (c != NULL && c > k->contacts && c[-1].person == person)
		c--;
	for (; c != NULL && c < k->contacts + k->contact_count &&
	    c->person == person && n < CONTACTS_MOST; c++)
		list[n++] = c->contact;
	s->choosing.contacts = list;
	s->choosing.contact_count = n;
}

static void
look_at_next(struct previews *s, struct db *db, struct chunk *k,
    const struct family *student)
{
	const struct kin_guardian *g;

	for (; k->at < k->count && k->guardians[k->at].student <=
	    student->student; k->at++) {
		g = &k->guardians[k->at];
		if (g->student != student->student ||
		    !address_chosen(&s->p->draft, g->person.id))
			continue;
		give_contacts(s, k, g->person.id);
		look_at_person(s, db, &g->person, student);
	}
}

static void
read_chunk(struct previews *s, struct db *db, const int64_t *ids, unsigned n,
    struct chunk *k)
{
	int64_t *people;

	*k = (struct chunk){ .at = 0 };
	k->count = kin_guardians(db, ids, n, s->p->now, &k->guardians);
	people = NEW_LIST(s->chunk, int64_t, k->count + 1);
	for (unsigned i = 0; i < k->count; i++)
		people[i] = k->guardians[i].person.id;
	k->contact_count = kin_contacts(db, people, k->count, &k->contacts);
}

static void
look_at_group(struct previews *s, struct db *db)
{
	struct chunk	 k;
	int64_t		*ids, *families;
	unsigned	 n = group_students(db, &(struct group){
			    .audience = s->p->draft.audience,
			    .target = s->visit.out.message.target,
			    .after = s->cursor, .most = EXPAND_CHUNK,
			    .now = s->p->now }, &ids);

	s->students = NEW_LIST(s->chunk, struct family, n);
	s->student_count = n;
	s->after = n == EXPAND_CHUNK ? ids[n - 1] : 0;
	families = kin_families(db, ids, n, s->p->now);
	read_chunk(s, db, ids, n, &k);
	for (unsigned i = 0; i < n; i++) {
		s->students[i] = (struct family){ .student = ids[i],
		    .family = families[i] };
		look_at_next(s, db, &k, &s->students[i]);
	}
	s->choosing.contacts = NULL;
}

static void
start_filling(struct previews *s)
{
	const struct draft	*d = &s->p->draft;
	struct filling		*f = &s->filling;
	int64_t			*ids = NEW_LIST(s->p->arena, int64_t,
				    s->visit.count);

	for (unsigned i = 0; i < s->visit.count; i++)
		ids[i] = s->visit.families[i].student;
	*f = (struct filling){ .choosing = &s->choosing, .students = ids,
	    .student_count = s->visit.count, .people = d->people,
	    .person_count = d->person_count };
	fill_start(f, d->translations, d->translation_count);
}

/* The names of the text that is measured stay between visits. */
static void
start_choosing(struct previews *s, struct db *db)
{
	const struct message	*m = &s->visit.out.message;
	struct choosing		*c = &s->choosing;

	*c = (struct choosing){ .db = db, .gateway = s->p->gateway,
	    .message = m, .now = s->p->now, .sampled = true,
	    .filling = &s->filling };
	preview_errand(s, s->p->arena, &(struct text){ .language = "" },
	    &c->sample);
	choose_start(c);
	start_filling(s);
}

/* Words that memory has become words of the draft, as they will when it is
 * written. */
static void
add_sayings(struct previews *s, struct db *db)
{
	struct draft		*d = &s->p->draft;
	struct preview		*told = &s->p->told;
	const struct message	*m = &s->visit.out.message;
	struct concern		 concern = { .audience = d->audience,
				    .target = m->target, .author = m->author,
				    .conversation = m->conversation,
				    .students = d->students,
				    .count = d->student_count,
				    .now = s->p->now };
	struct translation	*all;
	unsigned		 n = d->translation_count;

	told->saying_count = translate_draft(db, s->p->gateway,
	    &(struct drafted){ m, &concern, d->translations, n },
	    &told->sayings);
	told->backs = NEW_LIST(s->p->arena, struct saying,
	    told->saying_count);
	all = NEW_LIST(s->p->arena, struct translation,
	    n + told->saying_count);
	if (n > 0)
		memcpy(all, d->translations, n * sizeof *all);
	for (unsigned i = 0; i < told->saying_count; i++) {
		if (!translate_back(db, s->p->gateway, &told->sayings[i],
		    &told->backs[i]))
			told->backs[i] = (struct saying){ .state = SAY_NONE };
		if (told->sayings[i].state == SAY_DONE)
			all[n++] = (struct translation){
			    .language = told->sayings[i].to,
			    .words = told->sayings[i].words,
			    .state = told->sayings[i].approved ?
			    WORDS_APPROVED : WORDS_MACHINE,
			    .author = told->sayings[i].person };
	}
	d->translations = all;
	d->translation_count = n;
}

/* The steps of compose(), and what is the same for all texts. */
static bool
begin(struct previews *s, struct db *db)
{
	struct message	*m = &s->visit.out.message;
	struct district	 district = { .name = "" };
	struct person	 author;

	/* It may have begun before, and not ended. */
	s->p->draft.translations = s->given;
	s->p->draft.translation_count = s->given_count;
	s->asked = (struct composing){ .job.arena = s->p->arena,
	    .gateway = s->p->gateway, .draft = s->p->draft,
	    .now = s->p->now };
	s->visit = (struct visit){ .c = &s->asked, .db = db };
	if (!compose_look(&s->visit))
		return false;
	if (!district_get(db, &district) ||
	    !school_get(db, m->school, &s->school))
		s->school = NULL;
	s->district = district.name;
	s->phone = office_phone(db, m->school);
	s->author = person_get(db, m->author, &author) ? author.name : NULL;
	s->mode = practice_mode(db);
	add_sayings(s, db);
	start_choosing(s, db);
	return true;
}

void
preview_look(struct job *job, struct db *db)
{
	struct previews	*s = CONTAINER(job, struct previews, job);

	s->found = NULL;
	s->count = s->room = s->student_count = 0;
	s->after = 0;
	if (!s->begun && !begin(s, db))
		return;
	s->choosing.db = db;
	if (s->p->draft.audience == AUDIENCE_CONTACT)
		look_at_contact(s, db);
	else if (s->p->draft.audience != AUDIENCE_STUDENTS)
		look_at_group(s, db);
	for (unsigned i = 0; i < s->visit.count &&
	    s->p->draft.audience == AUDIENCE_STUDENTS; i++)
		look_at_student(s, db, &s->visit.families[i]);
}
