/*
 * What a family wrote, moved.  An answer goes out in the name of the school of
 * its talk, to the same contact: so a reply never leaves its contact, and only
 * the school and who reads it can change.
 */

#include "base/arena.h"
#include "flow/move.h"
#include "store/db.h"
#include "store/ledger.h"
#include "store/moved.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/user.h"

static void
name_place(struct db *db, struct move_place *p)
{
	if (!seat_name(db, p->seat, &p->seat_name))
		p->seat_name = NULL;
	if (p->school == 0 || !school_get(db, p->school, &p->school_name))
		p->school_name = NULL;
}

unsigned
move_places(struct db *db, const struct viewer *v, const struct talk *talk,
    struct move_place **list)
{
	struct moved_student	*students;
	struct sighted		*offices;
	struct move_place	*p;
	unsigned	 m = moved_students(db, v, talk->contact.id,
			    &students);
	unsigned	 k = moved_offices(db, v->now, &offices), n = 0;

	*list = NEW_LIST(db_arena(db), struct move_place, m + k + 1);
	for (unsigned i = 0; i < m; i++) {
		p = &(*list)[n];
		*p = (struct move_place){ .student = students[i].student,
		    .student_name = students[i].name,
		    .school = students[i].school,
		    .seat = seat_of_class(db, students[i].class) };
		if (!seat_has_reader(db, p->seat, v->now) ||
		    p->seat == talk->talk.seat)
			continue;
		name_place(db, p);
		n++;
	}
	for (unsigned i = 0; i < k; i++) {
		p = &(*list)[n];
		*p = (struct move_place){ .seat = offices[i].id,
		    .school = offices[i].school };
		if (p->seat == talk->talk.seat)
			continue;
		name_place(db, p);
		n++;
	}
	return n;
}

/* By rule 4 it is a talk, when somebody there has written after it. */
static void
count(struct db *db, const struct moving *m, const struct moved *moved,
    const struct conversation *other)
{
	if (!moved->apart || other->answered < moved->at)
		return;
	reply_counts(db, m->reply, COUNTS_DIRECT);
	ledger_answered(db, m->reply, m->now);
}

void
move_on(struct db *db, const struct moving_on *m)
{
	moved_on(db, m->reply, m->from, m->to);
	audit_add(db, &(struct deed){ .person = m->person,
	    .deed = "reply.move", .object = m->reply,
	    .note = arena_print(db_arena(db), "%sfrom conversation %lld to "
	    "conversation %lld", m->why, (long long)m->from,
	    (long long)m->to) }, m->now);
	if (moved_all(db, m->from))
		conversation_close(db, m->from, m->person, m->now);
}

/* In the talk of the contact with the other school. */
static void
go_on(struct db *db, const struct moving *m, const struct moved *moved,
    const struct move_place *to, int64_t *there)
{
	const struct conversation *talk = &m->talk->talk;
	struct conversation	 wanted = { .contact = talk->contact,
				    .school = to->school, .seat = to->seat };
	struct conversation	 other;

	conversation_open(db, &wanted, &other);
	*there = other.id;
	move_on(db, &(struct moving_on){ .reply = m->reply,
	    .from = talk->id, .to = other.id, .person = m->viewer->person,
	    .now = m->now.time, .why = "" });
	count(db, m, moved, &other);
	conversation_asked(db, other.id, to->seat,
	    moved->at > other.asked ? moved->at : other.asked);
	if (to->student != 0)
		moved_about(db, other.id, to->student);
	else
		moved_about_as(db, other.id, talk->id);
}

const char *
move_reply(struct db *db, const struct moving *m,
    const struct move_place *to, int64_t *there)
{
	const struct conversation *talk = &m->talk->talk;
	struct moved	 moved;

	*there = talk->id;
	if (!moved_find(db, m->reply, &moved) || (moved.talk != talk->id &&
	    moved.from != talk->id))
		return "There is no such message here. Go back, and load the "
		    "page again.";
	if (moved.talk != talk->id) {
		*there = moved.talk;
		return NULL;
	}
	if (to->school == 0 || to->school == talk->school) {
		if (to->student != 0)
			moved_about(db, talk->id, to->student);
		return conversation_hand_over(db, talk->id, to->seat,
		    m->viewer->person, m->now.time);
	}
	if (moved.from != 0 && moved.notice)
		return "This was moved here already, and is moved once only. "
		    "Hand the talk over instead.";
	if (!seat_has_reader(db, to->seat, m->now.time))
		return "Nobody reads there now. Choose another place.";
	go_on(db, m, &moved, to, there);
	return NULL;
}
