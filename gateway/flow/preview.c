/*
 * Previews.  A visit reads a chunk of students and whom their guardians'
 * texts would go to; between two visits the loop adds that up, in sets of the
 * people and phones that were met before, since a text goes once to each.  At
 * the end each text that differs is rendered and measured once.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "flow/address.h"
#include "flow/expand.h"
#include "flow/fence.h"
#include "flow/gateway.h"
#include "flow/introduce.h"
#include "flow/preview.h"
#include "flow/render.h"
#include "flow/route.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/introduction.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/sight.h"

#define SET_LEAST	256

/* Ids that were met; open addressing, half full at most. */
struct set {
	int64_t		*slots;
	unsigned	 size, count;
};

/* Where the text to one person would go. */
struct found {
	int64_t		 person, family;
	struct contact	 contact;	/* id 0: */
	const char	*reason;	/* nowhere, because of this. */
	bool		 introduces, listed;
};

/* The texts that say the same. */
struct text {
	const char	*language;
	bool		 introduces;
	int64_t		 copies;
};

struct previews {
	struct job		 job;
	struct previewing	*p;
	struct arena		*chunk;		/* Of one visit. */
	struct composing	 asked;		/* As compose() has it. */
	struct visit		 visit;
	struct sender		 sender;
	bool			 any_sender;
	enum district_mode	 mode;
	const char		*school, *author, *district;	/* Names. */
	bool			 begun;
	int64_t			 cursor;	/* The last student. */

	/* Of the last visit. */
	struct found		*found;
	unsigned		 count, room;
	int64_t			 after;
	struct family		*students;	/* Of a group. */
	unsigned		 student_count;

	/* Of all of them. */
	struct set		 people, phones, families;
	struct text		 texts[SAMPLES_MOST];
	unsigned		 text_count;
};

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

/*
 * On a store thread.
 */

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

static void
keep_contact(struct previews *s, struct db *db, struct found *f,
    const struct contact *contact)
{
	f->contact = *contact;
	f->introduces = !introduction_stands(db, contact->id,
	    s->sender.address);
	f->listed = practice_listed(db, contact->channel, contact->address);
}

/* Whether a guardian is restricted for one of the students that are named. */
static bool
restricted(struct previews *s, struct db *db, int64_t person)
{
	int64_t		*students;
	unsigned	 n = sight_restricted_for(db, person, s->p->now,
			    &students);

	for (unsigned i = 0; i < n; i++)
		for (unsigned v = 0; v < s->visit.count; v++)
			if (s->visit.families[v].student == students[i])
				return true;
	return false;
}

static void
look_at_person(struct previews *s, struct db *db, int64_t person,
    int64_t family)
{
	struct found		*f;
	const struct contact	*contact;
	const char		*why;

	if (s->p->draft.audience == AUDIENCE_STUDENTS &&
	    restricted(s, db, person))
		return;
	f = new_found(s);
	*f = (struct found){ .person = person, .family = family };
	contact = expand_choose(db, person, &why);
	if (contact == NULL)
		f->reason = why;
	else if (!s->any_sender)
		f->reason = EXPAND_NO_NUMBER;
	else
		keep_contact(s, db, f, contact);
}

static void
look_at_student(struct previews *s, struct db *db, int64_t student,
    int64_t family)
{
	struct person	*guardians;
	unsigned	 n = student_guardians(db, student, s->p->now,
			    &guardians);

	for (unsigned i = 0; i < n; i++)
		look_at_person(s, db, guardians[i].id, family);
}

static void
look_at_contact(struct previews *s, struct db *db)
{
	struct found	*f = new_found(s);
	struct contact	 contact;

	*f = (struct found){ .person = 1 };
	if (!contact_get(db, s->visit.out.message.target, &contact))
		return;
	if (!route_open(contact.state))
		f->reason = route_none(&contact, 1);
	else if (!s->any_sender)
		f->reason = EXPAND_NO_NUMBER;
	else
		keep_contact(s, db, f, &contact);
}

static void
look_at_group(struct previews *s, struct db *db)
{
	int64_t		*ids;
	unsigned	 n = group_students(db, &(struct group){
			    .audience = s->p->draft.audience,
			    .target = s->visit.out.message.target,
			    .after = s->cursor, .most = EXPAND_CHUNK,
			    .now = s->p->now }, &ids);

	s->students = NEW_LIST(s->chunk, struct family, n);
	s->student_count = n;
	s->after = n == EXPAND_CHUNK ? ids[n - 1] : 0;
	for (unsigned i = 0; i < n; i++) {
		s->students[i].family = student_family(db, ids[i],
		    s->p->now);
		look_at_student(s, db, ids[i], s->students[i].family);
	}
}

/* The steps of compose(), and what is the same for all texts. */
static bool
begin(struct previews *s, struct db *db)
{
	struct message	*m = &s->visit.out.message;
	struct district	 district = { .name = "" };
	struct person	 author;

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
	s->author = person_get(db, m->author, &author) ? author.name : NULL;
	s->any_sender = sender_for(db, m->school, CHANNEL_SMS, &s->sender);
	s->mode = practice_mode(db);
	return true;
}

static void
visit_work(struct job *job, struct db *db)
{
	struct previews	*s = CONTAINER(job, struct previews, job);

	s->found = NULL;
	s->count = s->room = s->student_count = 0;
	s->after = 0;
	if (!s->begun && !begin(s, db))
		return;
	if (s->p->draft.audience == AUDIENCE_CONTACT)
		look_at_contact(s, db);
	else if (s->p->draft.audience != AUDIENCE_STUDENTS)
		look_at_group(s, db);
	for (unsigned i = 0; i < s->visit.count &&
	    s->p->draft.audience == AUDIENCE_STUDENTS; i++)
		look_at_student(s, db, s->visit.families[i].student,
		    s->visit.families[i].family);
}

/*
 * On the loop.
 */

static void
add_reason(struct preview *told, const char *reason)
{
	unsigned i = 0;

	while (i < told->reason_count &&
	    strcmp(told->reasons[i].reason, reason) != 0)
		i++;
	if (i == REASONS_MOST)
		return;
	if (i == told->reason_count)
		told->reasons[told->reason_count++].reason = reason;
	told->reasons[i].people++;
}

/* One more text of that language and kind; what there is no room for is
 * counted with the last. */
static void
add_text(struct previews *s, const struct found *f)
{
	unsigned i = 0;

	while (i < s->text_count && (s->texts[i].introduces !=
	    f->introduces || strcmp(s->texts[i].language,
	    f->contact.language) != 0))
		i++;
	if (i == SAMPLES_MOST)
		i--;
	if (i == s->text_count)
		s->texts[s->text_count++] = (struct text){
		    .language = arena_text(s->p->arena,
		    f->contact.language), .introduces = f->introduces };
	s->texts[i].copies++;
}

static bool
goes(const struct previews *s, const struct found *f)
{
	const struct configured	*c = s->p->gateway->configured;
	const struct errand	 e = { .practice = s->mode != MODE_LIVE,
				    .listed = f->listed };

	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->accounts[i].name, s->sender.account) == 0)
			return fence_open(&e, c->use[i].simulated);
	return true;
}

static void
add_found(struct previews *s, const struct found *f)
{
	struct preview *told = &s->p->told;

	if (!add_to(s->p->arena, &s->people, f->person))
		return;			/* A guardian of two of them. */
	told->people++;
	if (f->contact.id == 0) {
		if (f->reason != NULL)
			add_reason(told, f->reason);
		return;
	}
	told->reached++;
	if (!add_to(s->p->arena, &s->phones, f->contact.id)) {
		told->shared++;
		return;
	}
	told->copies++;
	told->held += !goes(s, f);
	add_text(s, f);
}

static int
most_copies(const void *one, const void *other)
{
	const struct text *a = one, *b = other;

	if (a->copies != b->copies)
		return a->copies > b->copies ? -1 : 1;
	return strcmp(a->language, b->language);
}

/* Each text that differs, as dispatch would render it. */
static void
render_all(struct previews *s)
{
	const struct message	*m = &s->visit.out.message;
	const struct gateway	*g = s->p->gateway;
	struct preview		*told = &s->p->told;
	struct errand		 e = { .kind = m->kind, .words = m->words,
				    .school = s->school, .author = s->author,
				    .district = s->district };
	struct outgoing		 out;

	qsort(s->texts, s->text_count, sizeof *s->texts, most_copies);
	for (unsigned i = 0; i < s->text_count; i++) {
		struct preview_sample *sample = &told->samples[i];

		e.language = s->texts[i].language;
		e.introduction = !s->texts[i].introduces ? NULL :
		    introduce_say(g->introductions, s->p->arena, e.language,
		    e.district);
		render(g->frames, &e, NULL, s->p->arena, &out, &sample->sms);
		sample->language = e.language;
		sample->text = out.text;
		sample->introduces = s->texts[i].introduces;
		sample->copies = s->texts[i].copies;
		told->parts += sample->copies * sample->sms.parts;
	}
	told->sample_count = s->text_count;
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
	told->repeated = out->repeated;
	told->send_at = out->message.send_at;
	told->due = out->due;
	told->not_after = out->message.not_after;
	told->sender = s->any_sender ? s->sender.address : NULL;
	render_all(s);
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
	s->job = (struct job){ .work = visit_work, .done = visit_done,
	    .arena = p->arena };
	store_read(p->gateway->store, &s->job);
}
