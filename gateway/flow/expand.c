/*
 * Expanding.  The order of rows is that of student ids, then guardians, so
 * the turn of a delivery does not depend on the chunk it was made in.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/choose.h"
#include "flow/compose.h"
#include "flow/expand.h"
#include "flow/fill.h"
#include "flow/gateway.h"
#include "flow/route.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/person.h"
#include "store/sight.h"
#include "store/translation.h"

/* What is the same for all deliveries of one chunk. */
struct spread {
	struct db		*db;
	const struct zone	*zone;
	struct message		*message;
	int64_t			 now;
	struct choosing		 choosing;
	struct filling		 filling;
};

/* Of whom and about whom its words speak. */
static void
start_filling(struct spread *s)
{
	const struct message	*m = s->message;
	struct filling		*f = &s->filling;
	struct translation	*others;
	struct family		*families;
	int64_t			*ids;
	unsigned		 n = translation_list(s->db, m->id, &others);

	*f = (struct filling){ .choosing = &s->choosing };
	fill_start(f, others, n);
	if (m->audience == AUDIENCE_STUDENTS) {
		f->person_count = message_people(s->db, m->id, &ids);
		f->people = ids;
	}
	if (f->uses == 0)
		return;
	if (m->audience == AUDIENCE_STUDENTS) {
		f->student_count = message_students(s->db, m->id, 0,
		    STUDENTS_MOST, &ids);
		f->students = ids;
	} else if (m->audience == AUDIENCE_CONTACT) {
		f->student_count = message_families(s->db, m->id, &families);
		ids = NEW_LIST(db_arena(s->db), int64_t, f->student_count);
		for (unsigned i = 0; i < f->student_count; i++)
			ids[i] = families[i].student;
		f->students = ids;
	}
}

/* Its turn is behind what is being served on any channel, so that the way it
 * takes does not change its place. */
static void
spread_start(struct spread *s, const struct gateway *gateway)
{
	struct message	*m = s->message;
	struct choosing	*c = &s->choosing;
	int64_t		 turn;

	s->zone = gateway->zone;
	*c = (struct choosing){ .db = s->db, .gateway = gateway,
	    .message = m, .now = s->now, .filling = &s->filling };
	choose_start(c);
	start_filling(s);
	for (int i = 0; i < CHANNELS && m->made == 0; i++) {
		turn = !c->sends[i] ? 0 : attempt_turn(s->db,
		    c->senders[i].account, c->rank);
		if (turn > m->turn)
			m->turn = turn;
	}
}

static void
plan(struct spread *s, const struct delivery *d, const struct person *person,
    const struct chosen *chosen)
{
	const struct sender *from =
	    &s->choosing.senders[chosen->contact->channel];

	attempt_plan(s->db, &(struct attempt){ .id = id_new(),
	    .delivery = d->id, .message = d->message, .contact = d->contact,
	    .account = from->account, .sender = from->address,
	    .rank = s->choosing.rank, .turn = s->message->turn + d->turn,
	    .due = choose_due(&s->choosing, chosen),
	    .filled = fill_for(&s->filling, &(struct fill_to){
	    .person = person, .contact = chosen->contact,
	    .student = d->student }) });
}

/* One delivery, and its attempt if somebody else's does not cover it. */
static void
deliver(struct spread *s, struct delivery *d, const struct person *person,
    const struct chosen *chosen)
{
	d->id = id_new();
	d->message = s->message->id;
	d->turn = ++s->message->made;
	if (chosen->contact == NULL) {
		d->state = DELIVERY_FAILED;
	} else {
		d->contact = chosen->contact->id;
		d->language = chosen->contact->language;
		d->covered_by = delivery_beside(s->db, d);
		d->state = d->covered_by != 0 ? DELIVERY_COVERED :
		    DELIVERY_WAITING;
	}
	if (!delivery_add(s->db, d)) {
		s->message->made--;	/* A guardian of two of its students. */
		return;
	}
	if (d->state == DELIVERY_WAITING)
		plan(s, d, person, chosen);
	else if (d->state == DELIVERY_COVERED)
		delivery_cover(s->db, d, gateway_moment(s->zone, s->now));
	else
		delivery_explain(s->db, d->id, chosen->why);
}

/* about: family and school; and the student, when each has a text. */
static void
reach(struct spread *s, const struct person *person,
    const struct delivery *about)
{
	struct delivery	 d = *about;
	struct chosen	 chosen;

	d.person = person->id;
	d.language = person->language;

	if (s->message->audience == AUDIENCE_STUDENTS &&
	    sight_restricted(s->db, person->id, s->message->id, s->now))
		return;			/* For a brother or sister it names. */
	choose(&s->choosing, person, NULL, &chosen);
	deliver(s, &d, person, &chosen);
}

static bool
is_chosen(const struct spread *s, int64_t person)
{
	const struct filling *f = &s->filling;

	for (unsigned i = 0; i < f->person_count; i++)
		if (f->people[i] == person)
			return true;
	return f->person_count == 0;
}

/* The family is the one that was kept when the message was written, also
 * when relations have changed since. */
static void
student(struct spread *s, int64_t id)
{
	struct person	*guardians;
	struct family	 f = { .student = id, .counts = s->message->counts };
	struct delivery	 about = { .school = s->message->school,
			    .student = s->filling.apart ? id : 0 };
	unsigned	 n = student_guardians(s->db, id, s->now, &guardians);
	int64_t		 class;

	f.family = student_family(s->db, id, s->now);
	message_add_family(s->db, s->message->id, &f);
	about.family = message_family(s->db, s->message->id, id);
	if (s->message->audience == AUDIENCE_DISTRICT &&
	    !student_place(s->db, id, s->now, &about.school, &class))
		about.school = 0;
	for (unsigned i = 0; i < n; i++)
		if (is_chosen(s, guardians[i].id))
			reach(s, &guardians[i], &about);
}

/* Whether that contact may get it, and from where. */
static void
choose_one(struct spread *s, const struct contact *contact,
    const struct person *person, struct chosen *chosen)
{
	*chosen = (struct chosen){ .at_once = person != NULL &&
	    person->prefers == PREFERS_TEXT_SHORT &&
	    contact->channel == CHANNEL_EMAIL };
	if (!route_may(contact->state, s->message->template))
		chosen->why = route_none(contact, 1);
	else if (!s->choosing.sends[contact->channel])
		chosen->why = contact->channel == CHANNEL_SMS ?
		    ROUTE_NO_NUMBER : ROUTE_NO_MAILBOX;
	else
		chosen->contact = contact;
}

/* An answer, or what we say by ourselves, goes to one contact: one delivery,
 * to the first of the people there. */
static void
one_contact(struct spread *s)
{
	struct message		*m = s->message;
	struct contact		 contact;
	struct person		*people;
	const struct person	*person = NULL;
	struct family		*families;
	struct delivery		 d = { .school = m->school };
	struct chosen		 chosen;
	unsigned		 n;

	if (!contact_get(s->db, m->target, &contact))
		return;
	n = person_at(s->db, contact.id, &people);
	for (unsigned i = 0; i < n && person == NULL; i++)
		if (!sight_restricted(s->db, people[i].id, m->id, s->now))
			person = &people[i];
	if (person != NULL)
		d.person = person->id;
	if (message_families(s->db, m->id, &families) > 0)
		d.family = families[0].family;
	d.language = contact.language;
	choose_one(s, &contact, person, &chosen);
	deliver(s, &d, person, &chosen);
}

static unsigned
next_students(struct spread *s, int64_t **students)
{
	struct message *m = s->message;

	if (m->audience == AUDIENCE_STUDENTS)
		return message_students(s->db, m->id, m->cursor, EXPAND_CHUNK,
		    students);
	return group_students(s->db, &(struct group){
	    .audience = m->audience, .target = m->target, .after = m->cursor,
	    .most = EXPAND_CHUNK, .now = s->now }, students);
}

bool
expand_chunk(struct db *db, const struct gateway *gateway, struct message *m,
    int64_t now)
{
	struct spread	 s = { .db = db, .message = m, .now = now };
	int64_t		*students;
	unsigned	 n = 0;

	spread_start(&s, gateway);
	if (m->audience == AUDIENCE_CONTACT)
		one_contact(&s);
	else
		n = next_students(&s, &students);
	for (unsigned i = 0; i < n; i++) {
		student(&s, students[i]);
		m->cursor = students[i];
	}
	m->state = n == EXPAND_CHUNK ? MESSAGE_EXPANDING : MESSAGE_SENDING;
	message_expanded(db, m);
	return n == EXPAND_CHUNK;
}

/* The contacts that attempts of two deliveries went to already: its own, and
 * that which covered it. */
static void
look_back(struct db *db, int64_t delivery, int64_t covering,
    struct tried *tried)
{
	struct attempt	*own, *others = NULL;
	unsigned	 n = attempt_of(db, delivery, &own), m = 0;
	int64_t		*list;

	if (covering != delivery)
		m = attempt_of(db, covering, &others);
	list = NEW_LIST(db_arena(db), int64_t, n + m);
	for (unsigned i = 0; i < n + m; i++)
		list[i] = i < n ? own[i].contact : others[i - n].contact;
	tried->contacts = list;
	tried->count = n + m;
}

/* Whether somebody has been restricted since they were chosen, for a student
 * that the message is about by name. */
static bool
restricted_since(struct spread *s, int64_t person)
{
	return (s->message->audience == AUDIENCE_STUDENTS ||
	    s->message->audience == AUDIENCE_CONTACT) &&
	    sight_restricted(s->db, person, s->message->id, s->now);
}

/* The attempt to it, of the same delivery. */
static void
plan_next(struct spread *s, const struct attempt *failed,
    const struct delivery *d, const struct person *person,
    const struct chosen *next)
{
	const struct sender *from =
	    &s->choosing.senders[next->contact->channel];

	attempt_plan(s->db, &(struct attempt){ .id = id_new(),
	    .delivery = d->id, .message = d->message,
	    .contact = next->contact->id, .account = from->account,
	    .sender = from->address, .rank = failed->rank,
	    .turn = failed->turn, .due = choose_due(&s->choosing, next),
	    .filled = fill_for(&s->filling, &(struct fill_to){
	    .person = person, .contact = next->contact,
	    .student = d->student }) });
	delivery_waits(s->db, d->id, next->contact->id);
}

/* To the next contact of the delivery's person, which it gives.  0: there is
 * none, and why says so, unless nobody is there. */
static int64_t
next_contact(struct spread *s, const struct attempt *failed, int64_t delivery,
    struct tried *tried, const char **why)
{
	struct person		 person;
	struct chosen		 next;
	struct delivery		 d = { .id = delivery,
				    .message = s->message->id };
	int64_t			 there;

	*why = NULL;
	if (!person_get(s->db, delivery_person(s->db, delivery, &d.student),
	    &person) || restricted_since(s, person.id))
		return 0;
	look_back(s->db, delivery, failed->delivery, tried);
	choose(&s->choosing, &person, tried, &next);
	*why = next.contact == NULL ? next.why :
	    "It was too late to be useful.";
	if (next.contact == NULL ||
	    choose_due(&s->choosing, &next) >= s->message->not_after)
		return 0;
	d.contact = next.contact->id;
	there = delivery_beside(s->db, &d);
	if (there != 0 && (d.student != 0 || fill_covers(&s->filling,
	    delivery_whose(s->db, there), person.id))) {
		if (there != delivery)
			delivery_covers(s->db, delivery, next.contact->id,
			    there, gateway_moment(s->zone, s->now));
		return next.contact->id;
	}
	plan_next(s, failed, &d, &person, &next);
	return next.contact->id;
}

/* What covered a delivery goes elsewhere: to who has no such contact it does
 * not go any more. */
static void
uncover(struct spread *s, int64_t delivery, int64_t contact, const char *why)
{
	struct contact	*contacts;
	unsigned	 n = contact_all(s->db, delivery_whose(s->db,
			    delivery), &contacts);

	for (unsigned i = 0; i < n; i++)
		if (contacts[i].id == contact)
			return;
	delivery_alone(s->db, delivery, why);
}

/* Of a number that failed because of itself another one may do; where the
 * words or the line were the matter, only another channel. */
static void
leave_out(struct spread *s, const struct attempt *failed,
    enum expand_why why, struct tried *tried)
{
	struct contact contact;

	tried->unknown = why == EXPAND_UNKNOWN;
	if (why != EXPAND_CONTACT && contact_get(s->db, failed->contact,
	    &contact))
		tried->except[contact.channel] = true;
}

void
expand_again(struct db *db, const struct gateway *gateway,
    const struct attempt *failed, enum expand_why reason)
{
	struct message	 m;
	struct spread	 s = { .db = db, .message = &m, .now = clock_now() };
	struct tried	 tried = { .unknown = false };
	int64_t		*covered, to;
	const char	*why;
	unsigned	 n;

	if (!message_get(db, failed->message, &m) || m.kind == KIND_SYSTEM ||
	    m.state == MESSAGE_CANCELLED)
		return;			/* What we answer is for that phone. */
	spread_start(&s, gateway);
	leave_out(&s, failed, reason, &tried);
	n = delivery_covered(db, failed->delivery, &covered);
	to = next_contact(&s, failed, failed->delivery, &tried, &why);
	for (unsigned i = 0; i < n; i++)
		if (next_contact(&s, failed, covered[i], &tried, &why) == 0 &&
		    to != 0 && why != NULL && !tried.unknown)
			uncover(&s, covered[i], to, why);
}
