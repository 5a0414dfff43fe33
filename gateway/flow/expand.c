/*
 * Expanding.  The order of rows is that of student ids, then guardians, so
 * the turn of a delivery does not depend on the chunk it was made in.
 */

#include "base/arena.h"
#include "base/id.h"
#include "flow/expand.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "flow/route.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/person.h"
#include "store/sight.h"

/* What is the same for all deliveries of one chunk. */
struct spread {
	struct db		*db;
	const struct zone	*zone;
	struct message		*message;
	int64_t			 now, due, rank;
	struct sender		 sender;
	bool			 any_sender;
};

static void
spread_start(struct spread *s)
{
	struct message	*m = s->message;
	bool		 answer = m->conversation != 0;
	struct rule	 rule;

	s->any_sender = sender_for(s->db, m->school, CHANNEL_SMS, &s->sender);
	kind_rule(s->db, m->school, m->kind, &rule);
	s->due = route_when(&rule, answer, s->zone, s->now);
	s->rank = kind_rank(m->kind, answer);
	if (m->made == 0 && s->any_sender)
		m->turn = attempt_turn(s->db, s->sender.account, s->rank);
}

static void
plan(struct spread *s, const struct delivery *d)
{
	attempt_plan(s->db, &(struct attempt){ .id = id_new(),
	    .delivery = d->id, .message = d->message, .contact = d->contact,
	    .account = s->sender.account, .sender = s->sender.address,
	    .rank = s->rank, .turn = s->message->turn + d->turn,
	    .due = s->due });
}

/* One delivery, and its attempt if somebody else's does not cover it. */
static void
deliver(struct spread *s, struct delivery *d, const struct contact *contact)
{
	d->id = id_new();
	d->message = s->message->id;
	d->turn = ++s->message->made;
	if (contact == NULL || !s->any_sender) {
		d->state = DELIVERY_FAILED;
	} else {
		d->contact = contact->id;
		d->language = contact->language;
		d->covered_by = delivery_at(s->db, d->message, contact->id);
		d->state = d->covered_by != 0 ? DELIVERY_COVERED :
		    DELIVERY_WAITING;
	}
	if (!delivery_add(s->db, d)) {
		s->message->made--;	/* A guardian of two of its students. */
		return;
	}
	if (d->state == DELIVERY_WAITING)
		plan(s, d);
	else if (d->state == DELIVERY_COVERED)
		delivery_cover(s->db, d, gateway_moment(s->zone, s->now));
}

const struct contact *
expand_choose(struct db *db, int64_t person, const char **why)
{
	struct contact		*contacts;
	unsigned		 n = contact_of_person(db, person,
				    CHANNEL_SMS, &contacts);
	const struct contact	*contact = route_contact(contacts, n, NULL,
				    0);

	*why = contact == NULL ? route_none(contacts, n) : NULL;
	return contact;
}

static void
reach(struct spread *s, const struct person *person, int64_t family)
{
	struct delivery		 d = { .person = person->id, .family = family,
				    .school = s->message->school,
				    .language = person->language };
	const struct contact	*contact;
	const char		*why;

	if (s->message->audience == AUDIENCE_STUDENTS &&
	    sight_restricted(s->db, person->id, s->message->id, s->now))
		return;			/* For a brother or sister it names. */
	contact = expand_choose(s->db, person->id, &why);
	deliver(s, &d, contact);
	if (d.state == DELIVERY_FAILED)
		delivery_explain(s->db, d.id, contact == NULL ? why :
		    EXPAND_NO_NUMBER);
}

/* The family is the one that was kept when the message was written, also
 * when relations have changed since. */
static void
student(struct spread *s, int64_t id)
{
	struct person	*guardians;
	struct family	 f = { .student = id, .counts = s->message->counts };
	unsigned	 n = student_guardians(s->db, id, s->now, &guardians);

	f.family = student_family(s->db, id, s->now);
	message_add_family(s->db, s->message->id, &f);
	f.family = message_family(s->db, s->message->id, id);
	for (unsigned i = 0; i < n; i++)
		reach(s, &guardians[i], f.family);
}

/* An answer, or what we say by ourselves, goes to one contact: one delivery,
 * to the first of the people there. */
static void
one_contact(struct spread *s)
{
	struct message		*m = s->message;
	struct contact		 contact;
	struct person		*people;
	struct family		*families;
	struct delivery		 d = { .school = m->school };
	unsigned		 n;

	if (!contact_get(s->db, m->target, &contact))
		return;
	n = person_at(s->db, contact.id, &people);
	for (unsigned i = 0; i < n && d.person == 0; i++)
		if (!sight_restricted(s->db, people[i].id, m->id, s->now))
			d.person = people[i].id;
	if (message_families(s->db, m->id, &families) > 0)
		d.family = families[0].family;
	d.language = contact.language;
	deliver(s, &d, route_may(contact.state, m->template) ? &contact :
	    NULL);
	if (d.state == DELIVERY_FAILED)
		delivery_explain(s->db, d.id, route_none(&contact, 1));
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
expand_chunk(struct db *db, const struct zone *zone, struct message *m,
    int64_t now)
{
	struct spread	 s = { .db = db, .zone = zone, .message = m,
			    .now = now };
	int64_t		*students;
	unsigned	 n = 0;

	spread_start(&s);
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

/* The contacts that attempts of the delivery went to already. */
static unsigned
tried(struct db *db, int64_t delivery, int64_t **contacts)
{
	struct attempt	*attempts;
	unsigned	 n = attempt_of(db, delivery, &attempts);

	*contacts = NEW_LIST(db_arena(db), int64_t, n);
	for (unsigned i = 0; i < n; i++)
		(*contacts)[i] = attempts[i].contact;
	return n;
}

/* To the next contact of the delivery's person, if there is one. */
static void
next_contact(struct spread *s, const struct attempt *failed, int64_t delivery)
{
	struct contact		*contacts;
	const struct contact	*next;
	int64_t			*before, person;
	unsigned		 n, tries;

	if ((person = delivery_person(s->db, delivery)) == 0)
		return;
	tries = tried(s->db, failed->delivery, &before);
	n = contact_of_person(s->db, person, CHANNEL_SMS, &contacts);
	next = route_contact(contacts, n, before, tries);
	if (next == NULL || delivery_at(s->db, s->message->id, next->id) != 0)
		return;
	attempt_plan(s->db, &(struct attempt){ .id = id_new(),
	    .delivery = delivery, .message = s->message->id,
	    .contact = next->id, .account = failed->account,
	    .sender = failed->sender, .rank = failed->rank,
	    .turn = failed->turn, .due = s->due });
	delivery_waits(s->db, delivery, next->id);
}

void
expand_again(struct db *db, const struct zone *zone,
    const struct attempt *failed, int64_t now)
{
	struct message	 m;
	struct spread	 s = { .db = db, .zone = zone, .message = &m,
			    .now = now };
	struct rule	 rule;
	int64_t		*covered;
	unsigned	 n;

	if (!message_get(db, failed->message, &m) || m.kind == KIND_SYSTEM)
		return;			/* What we answer is for that phone. */
	kind_rule(db, m.school, m.kind, &rule);
	s.due = route_when(&rule, m.conversation != 0, zone, now);
	n = delivery_covered(db, failed->delivery, &covered);
	next_contact(&s, failed, failed->delivery);
	for (unsigned i = 0; i < n; i++)
		next_contact(&s, failed, covered[i]);
}
