/*
 * Staff and guardians are people.  Who is both has one name in the roster,
 * and so is one person, who is what both rows say together: the guardian's
 * name and language go first, and the numbers a family is reached at.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/roster_inside.h"
#include "model.h"
#include "store/roster_change.h"

#define PLACE_STAFF	9	/* Behind those they have as guardians. */

/* What two rows say of a person. */
struct self {
	struct person		 person;
	bool			 fresh;		/* It never was there. */
	struct roster_reach	*reaches;
	unsigned		 count;
};

static void
reach(struct self *self, enum channel channel, const char *address,
    unsigned place)
{
	for (unsigned i = 0; i < self->count; i++)
		if (self->reaches[i].channel == channel &&
		    strcmp(self->reaches[i].address, address) == 0)
			return;
	self->reaches[self->count++] = (struct roster_reach){
	    .person = self->person.id, .channel = channel,
	    .address = address, .language = self->person.language,
	    .place = place, .fresh = self->fresh };
}

static void
reaches(struct self *self, const struct roster_content *staff,
    const struct roster_content *guardian)
{
	if (guardian != NULL) {
		for (unsigned i = 0; i < guardian->phones.count; i++)
			reach(self, CHANNEL_SMS, guardian->phones.list[i], i);
		for (unsigned i = 0; i < guardian->emails.count; i++)
			reach(self, CHANNEL_EMAIL, guardian->emails.list[i],
			    i);
	}
	if (staff != NULL)
		for (unsigned i = 0; i < staff->phones.count; i++)
			reach(self, CHANNEL_SMS, staff->phones.list[i],
			    PLACE_STAFF + i);
}

static void
self_of(struct arena *arena, const struct roster_content *staff,
    const struct roster_content *guardian, struct self *self)
{
	struct person *p = &self->person;

	*self = (struct self){ .fresh = self->fresh, .person = { .id = p->id,
	    .guardian = guardian != NULL, .staff = staff != NULL,
	    .name = "", .language = "" } };
	self->reaches = NEW_LIST(arena, struct roster_reach,
	    ROSTER_PHONES * 3);
	if (staff != NULL) {
		p->name = staff->name;
		p->language = staff->language;
	}
	if (guardian != NULL) {
		p->name = guardian->name;
		if (*guardian->language != '\0')
			p->language = guardian->language;
	}
	if (*p->language == '\0')
		p->language = "en-US";
	reaches(self, staff, guardian);
}

static const struct roster_reach *
same_reach(const struct self *self, const struct roster_reach *wanted)
{
	for (unsigned i = 0; i < self->count; i++)
		if (self->reaches[i].channel == wanted->channel &&
		    strcmp(self->reaches[i].address, wanted->address) == 0)
			return &self->reaches[i];
	return NULL;
}

static void
compare_reaches(struct step *s, const struct self *before,
    const struct self *after)
{
	const struct roster_reach *was;

	for (unsigned i = 0; i < before->count; i++)
		if (same_reach(after, &before->reaches[i]) == NULL) {
			roster_change_unreach(s->change, &before->reaches[i]);
			step_less(s, before->person.id);
		}
	for (unsigned i = 0; i < after->count; i++) {
		was = same_reach(before, &after->reaches[i]);
		if (was == NULL || was->place != after->reaches[i].place)
			roster_change_reach(s->change, &after->reaches[i]);
	}
}

static void
put_person(struct step *s, const struct person *before,
    const struct person *after, bool fresh)
{
	roster_change_person(s->change, &(struct roster_person){
	    .id = after->id, .name = after->name,
	    .language = after->language,
	    .guardian = !fresh && before->guardian == after->guardian ? -1 :
	    after->guardian,
	    .staff = !fresh && before->staff == after->staff ? -1 :
	    after->staff });
}

/* A person that is gone keeps the name they had. */
static void
compare_selves(struct step *s, const struct self *before, struct self *after)
{
	const struct person	*was = &before->person;
	struct person		*is = &after->person;
	bool			 other;

	if (!is->guardian && !is->staff) {
		is->name = was->name;
		is->language = was->language;
	}
	other = was->guardian != is->guardian ||
	    strcmp(was->language, is->language) != 0;
	if (after->fresh || other || was->staff != is->staff ||
	    strcmp(was->name, is->name) != 0)
		put_person(s, was, is, after->fresh);
	if (other && !after->fresh)
		roster_change_speak(s->change, is->id);
	compare_reaches(s, before, after);
}

/* The seats a roster gives to one of the staff: offices, and the desk. */
static void
compare_seats(struct step *s, const struct thing *t)
{
	static const struct roster_content nothing;
	const struct roster_content *before = t->before != NULL ? t->before :
	    &nothing, *after = t->after;

	if (after == NULL) {
		roster_change_end(s->change, ROSTER_ALL_STAFF, t->id);
		return;
	}
	if (t->before == NULL)
		roster_change_again(s->change, ROSTER_ALL_STAFF, t->id);
	for (unsigned i = 0; i < before->places.count; i++)
		if (!roster_names_have(&after->places, before->places.list[i]))
			roster_change_leave(s->change, t->id, step_id(s,
			    ROSTER_SCHOOL, before->places.list[i]), 0);
	for (unsigned i = 0; i < after->places.count; i++)
		if (!roster_names_have(&before->places, after->places.list[i]))
			roster_change_join(s->change, t->id, step_id(s,
			    ROSTER_SCHOOL, after->places.list[i]), 0);
	if (before->desk && !after->desk)
		roster_change_leave(s->change, t->id, 0, 0);
	else if (after->desk && !before->desk)
		roster_change_join(s->change, t->id, 0, 0);
}

static const struct roster_kin *
same_kin(const struct roster_content *c, const char *student)
{
	for (unsigned i = 0; c != NULL && i < c->kin_count; i++)
		if (strcmp(c->kin[i].student, student) == 0)
			return &c->kin[i];
	return NULL;
}

/* What differs only, for the rest may be otherwise by hand. */
static void
relate(struct step *s, int64_t guardian, const struct roster_kin *was,
    const struct roster_kin *is)
{
	struct roster_relation r = { .guardian = guardian,
	    .student = step_id(s, ROSTER_STUDENT, is->student),
	    .relation = is->relation, .write_to = is->write_to,
	    .restricted = is->restricted };

	if (was != NULL) {
		if (strcmp(was->relation, is->relation) == 0)
			r.relation = NULL;
		if (was->write_to == is->write_to)
			r.write_to = -1;
		if (was->restricted == is->restricted)
			r.restricted = -1;
		if (r.relation == NULL && r.write_to < 0 && r.restricted < 0)
			return;
		if (r.write_to == 0 || r.restricted == 1)
			step_less(s, guardian);
	}
	roster_change_relate(s->change, &r);
}

static void
compare_kin(struct step *s, const struct thing *t)
{
	if (t->after == NULL) {
		roster_change_end(s->change, ROSTER_ALL_GUARDIAN, t->id);
		step_less(s, t->id);
		return;
	}
	if (t->before == NULL)
		roster_change_again(s->change, ROSTER_ALL_GUARDIAN, t->id);
	for (unsigned i = 0; t->before != NULL && i < t->before->kin_count;
	    i++)
		if (same_kin(t->after, t->before->kin[i].student) == NULL) {
			roster_change_part(s->change, t->id, step_id(s,
			    ROSTER_STUDENT, t->before->kin[i].student));
			step_less(s, t->id);
		}
	for (unsigned i = 0; i < t->after->kin_count; i++)
		relate(s, t->id, same_kin(t->before,
		    t->after->kin[i].student), &t->after->kin[i]);
}

static void
compare_work_mail(struct step *s, const struct thing *t)
{
	const char *was = t->before == NULL ? "" : t->before->email;

	if (t->after != NULL && strcmp(was, t->after->email) != 0)
		roster_change_work_mail(s->change, t->id, t->after->email,
		    was);
}

/* What the row of the other noun says of the same person, or NULL. */
static struct roster_content *
other_row(struct step *s, enum roster_noun noun,
    const struct roster_said *said)
{
	struct roster_content	*c;
	const char		*why;

	if (said == NULL || said->gone)
		return NULL;
	c = NEW(s->arena, struct roster_content);
	if (!roster_content_read(s->arena, noun, said->content, c, &why))
		s->why = why;
	return c;
}

static void
person(struct step *s, const struct thing *t)
{
	bool		 staff = s->noun == ROSTER_STAFF;
	enum roster_noun other = staff ? ROSTER_GUARDIAN : ROSTER_STAFF;
	const struct roster_said *said = step_find(s, other, t->given->name);
	const struct roster_content *same = other_row(s, other, said);
	bool		 fresh = t->fresh && said == NULL;
	struct self	 before = { .person.id = t->id, .fresh = fresh },
			 after = before;

	self_of(s->arena, staff ? t->before : same,
	    staff ? same : t->before, &before);
	self_of(s->arena, staff ? t->after : same,
	    staff ? same : t->after, &after);
	compare_selves(s, &before, &after);
	if (staff) {
		compare_seats(s, t);
		compare_work_mail(s, t);
	} else {
		compare_kin(s, t);
	}
}

void
step_people(struct step *s)
{
	for (unsigned i = 0; i < s->count; i++)
		person(s, &s->things[i]);
}
