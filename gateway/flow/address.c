/*
 * To whom a draft goes, and whether its author may write to them; by
 * Definition 1 as what it counts for each family.
 */

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/address.h"
#include "flow/kind.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/talk.h"
#include "store/sight.h"

bool
address_no(struct visit *v, int status, const char *sentence)
{
	v->c->status = status;
	v->c->answer = sentence;
	return false;
}

bool
address_may(struct visit *v, int64_t school)
{
	int64_t person = v->c->draft.key.person;

	return person == 0 || seat_may(v->db, person, school, v->c->now);
}

/* Rule 7: a message about siblings counts at the school of its author. */
static bool
school_of_student(struct visit *v, int64_t student)
{
	struct message	*m = &v->out.message;
	int64_t		 school, class;

	if (!student_place(v->db, student, v->c->now, &school, &class))
		return address_no(v, 422, "A student is not enrolled now. "
		    "Look the id up with GET /api/v1/students.");
	if (!address_may(v, school))
		return address_no(v, 403, "You may only write to families of "
		    "your own schools.");
	if (m->school == 0) {
		m->school = school;
		v->class = class;
	}
	return true;
}

bool
address_chosen(const struct draft *d, int64_t person)
{
	for (unsigned i = 0; i < d->person_count; i++)
		if (d->people[i] == person)
			return true;
	return d->person_count == 0;
}

bool
address_barred(struct visit *v, int64_t person)
{
	int64_t		*students;
	unsigned	 n = sight_restricted_for(v->db, person, v->c->now,
			    &students);

	for (unsigned i = 0; i < n; i++)
		for (unsigned f = 0; f < v->count; f++)
			if (v->families[f].student == students[i])
				return true;
	return false;
}

/* Whether somebody may be written to about one of the students, and is
 * restricted for none of them. */
static bool
may_be_chosen(struct visit *v, int64_t person)
{
	const struct draft	*d = &v->c->draft;
	struct person		*guardians;
	unsigned		 n;
	bool			 found = false;

	if (address_barred(v, person))
		return false;
	for (unsigned s = 0; s < d->student_count && !found; s++) {
		n = student_guardians(v->db, d->students[s], v->c->now,
		    &guardians);
		for (unsigned i = 0; i < n; i++)
			found = found || guardians[i].id == person;
	}
	return found;
}

/* Who does not exist and who must not be written to are told alike. */
static bool
chosen_people(struct visit *v)
{
	const struct draft *d = &v->c->draft;

	if (d->person_count > PEOPLE_MOST)
		return address_no(v, 422, "Choose at most 50 guardians.");
	for (unsigned i = 0; i < d->person_count; i++)
		if (!may_be_chosen(v, d->people[i]))
			return address_no(v, 422, "Somebody you chose is no "
			    "guardian who may be written to about these "
			    "students. Choose again.");
	return true;
}

/* Rows first without the count: rule 1 needs to know how many they are. */
static bool
named_students(struct visit *v)
{
	const struct draft *d = &v->c->draft;

	if (d->student_count == 0 || d->student_count > STUDENTS_MOST)
		return address_no(v, 422, "Name between 1 and 500 students, "
		    "or a class, or a school.");
	v->families = NEW_LIST(db_arena(v->db), struct family,
	    d->student_count);
	for (unsigned i = 0; i < d->student_count; i++) {
		if (!school_of_student(v, d->students[i]))
			return false;
		v->families[i].student = d->students[i];
		v->families[i].family = student_family(v->db,
		    d->students[i], v->c->now);
	}
	v->count = d->student_count;
	return chosen_people(v);
}

static bool
group(struct visit *v)
{
	const struct draft	*d = &v->c->draft;
	struct message		*m = &v->out.message;
	const char		*name;

	m->target = d->target;
	m->school = d->target;
	if (d->audience == AUDIENCE_DISTRICT) {
		m->target = m->school = 0;
	} else if (d->audience == AUDIENCE_CLASS) {
		if (!class_get(v->db, d->target, &m->school))
			return address_no(v, 422, "There is no class with "
			    "that id.");
		v->class = d->target;
	} else if (!school_get(v->db, d->target, &name)) {
		return address_no(v, 422, "There is no school with that id. "
		    "See GET /api/v1/schools.");
	}
	if (!address_may(v, m->school))
		return address_no(v, 403, "You may only write to families of "
		    "your own schools.");
	if (m->kind == KIND_DIRECT)
		m->kind = KIND_ANNOUNCEMENT;
	return true;
}

/* Whether somebody at the contact may be written to about a student of the
 * talk; where it is about nobody, whether somebody there is not restricted. */
static bool
may_be_told(struct visit *v, int64_t contact, const int64_t *students)
{
	struct person	*people;
	int64_t		*theirs;
	unsigned	 n = person_at(v->db, contact, &people), m;

	if (v->count == 0)
		return !person_restricted_at(v->db, contact, v->c->now);
	for (unsigned i = 0; i < n; i++) {
		m = person_students(v->db, people[i].id, v->c->now, &theirs);
		for (unsigned t = 0; t < m; t++)
			for (unsigned s = 0; s < v->count; s++)
				if (theirs[t] == students[s])
					return true;
	}
	return false;
}

/* An answer: to the contact of the talk, about the students of the talk. */
static bool
answer(struct visit *v)
{
	struct message		*m = &v->out.message;
	struct conversation	 talk;
	struct talk_answer	 meanwhile;
	struct contact		 contact;
	int64_t			*students;

	if (!conversation_get(v->db, v->c->draft.target, &talk) ||
	    !contact_get(v->db, talk.contact, &contact) ||
	    !address_may(v, talk.school))
		return address_no(v, 404, "There is no conversation with that "
		    "id. See GET /api/v1/conversations.");
	v->count = conversation_students(v->db, talk.id, &students);
	if (!may_be_told(v, contact.id, students) && !seat_at_office(v->db,
	    v->c->draft.key.person, talk.school, v->c->now))
		return address_no(v, 403, "The office answers in this "
		    "conversation. Ask them.");
	if (contact.state == CONTACT_STOPPED)
		return address_no(v, 422, "This family asked for no more "
		    "texts. Call them, or ask them to text START.");
	if (v->c->draft.seen != 0 && talk_answered(v->db, talk.id,
	    v->c->draft.seen, v->c->draft.key.person, &meanwhile))
		return address_no(v, 409, "Somebody else has answered "
		    "meanwhile. Read that first.");
	m->kind = KIND_DIRECT;
	m->school = talk.school;
	m->target = talk.contact;
	m->conversation = talk.id;
	m->seat = talk.seat;
	v->families = NEW_LIST(db_arena(v->db), struct family, v->count);
	for (unsigned i = 0; i < v->count; i++)
		v->families[i] = (struct family){ .student = students[i],
		    .family = student_family(v->db, students[i], v->c->now) };
	return true;
}

bool
address(struct visit *v)
{
	switch (v->c->draft.audience) {
	case AUDIENCE_STUDENTS:
		return named_students(v);
	case AUDIENCE_CONTACT:
		return answer(v);
	default:
		return group(v);
	}
}

static int
by_family(const void *one, const void *other)
{
	const struct family *a = one, *b = other;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return (a->student > b->student) - (a->student < b->student);
}

/* A student who was named twice is one. */
static void
sort_families(struct visit *v)
{
	unsigned n = 0;

	if (v->count == 0)
		return;
	qsort(v->families, v->count, sizeof *v->families, by_family);
	for (unsigned i = 0; i < v->count; i++) {
		if (i > 0 && v->families[i].student ==
		    v->families[i - 1].student)
			continue;
		if (i == 0 || v->families[i].family !=
		    v->families[i - 1].family)
			v->out.families++;
		v->families[n++] = v->families[i];
	}
	v->count = n;
	v->out.students = n;
}

/* Rule 2: the same words to a sixth family; `fresh` counts those of this
 * message that had not been told before. */
static enum counts
repeated(struct visit *v, int64_t family, int64_t *fresh)
{
	struct message	*m = &v->out.message;
	bool		 already;
	int64_t		 said = message_said(v->db, &(struct said){
			    .author = m->author, .api_key = m->api_key,
			    .since = v->c->now - HOURS(24),
			    .digest = m->digest, .family = family }, &already);

	if (already)
		return COUNTS_DIRECT;
	if (said + *fresh < FAMILIES_DIRECT) {
		++*fresh;
		return COUNTS_DIRECT;
	}
	v->out.repeated++;
	return COUNTS_REPETITION;
}

/*
 * Rules 1 and 2.  An answer in a talk is to one family, that of the message
 * it goes on from, so its students count as one.
 */
void
address_counts(struct visit *v)
{
	struct message	*m = &v->out.message;
	struct family	*f;
	int64_t		 fresh = 0;

	sort_families(v);
	f = v->families;
	if (m->kind == KIND_DIRECT && v->out.families > FAMILIES_DIRECT)
		m->kind = KIND_ANNOUNCEMENT;
	m->counts = kind_counts(m->kind, m->author != 0);
	for (unsigned i = 0; i < v->count; i++)
		if (i > 0 && f[i].family == f[i - 1].family)
			f[i].counts = f[i - 1].counts;
		else
			f[i].counts = m->counts != COUNTS_DIRECT ?
			    m->counts : repeated(v, f[i].family, &fresh);
}
