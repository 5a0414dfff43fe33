/*
 * Schools, classes, and where students are.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/roster_inside.h"
#include "store/roster.h"
#include "store/roster_change.h"

static const char *
office_name(struct step *s, const struct roster_content *c)
{
	return arena_print(s->arena, "%s office", c->name);
}

static void
school(struct step *s, const struct thing *t)
{
	const struct roster_content	*now = t->after != NULL ? t->after :
					    t->before;
	struct seat			 office = { .school = t->id,
					    .name = office_name(s, now) };

	roster_change_school(s->change, t->id, now->name,
	    t->after != NULL ? 0 : s->times->now);
	if (t->fresh) {
		office.id = id_new();
		roster_change_seat(s->change, &office);
	} else if (t->before != NULL) {
		roster_change_rename(s->change, &office,
		    office_name(s, t->before));
	}
}

void
step_schools(struct step *s)
{
	for (unsigned i = 0; i < s->count; i++)
		school(s, &s->things[i]);
}

/* The team before, and now; who is gone with the class comes back with it. */
static void
team(struct step *s, const struct thing *t, int64_t of)
{
	static const struct roster_names nobody;
	const struct roster_names *before = t->before != NULL ?
	    &t->before->team : &nobody, *after = t->after != NULL ?
	    &t->after->team : &nobody;

	for (unsigned i = 0; i < before->count; i++)
		if (!roster_names_have(after, before->list[i]))
			roster_change_leave(s->change, step_id(s,
			    ROSTER_STAFF, before->list[i]), of, t->id);
	for (unsigned i = 0; i < after->count; i++)
		if (!roster_names_have(before, after->list[i]))
			roster_change_join(s->change, step_id(s,
			    ROSTER_STAFF, after->list[i]), of, t->id);
	if (t->after == NULL)
		roster_change_end(s->change, ROSTER_ALL_CLASS, t->id);
	else if (t->before == NULL)
		roster_change_again(s->change, ROSTER_ALL_CLASS, t->id);
}

static void
class(struct step *s, const struct thing *t)
{
	const struct roster_content	*now = t->after != NULL ? t->after :
					    t->before;
	int64_t				 of = step_id(s, ROSTER_SCHOOL,
					    now->school);
	struct seat			 seat = { .school = of,
					    .class = t->id,
					    .name = now->name };

	roster_change_class(s->change, &(struct roster_class){ .id = t->id,
	    .school = of, .name = now->name,
	    .until = t->after != NULL ? 0 : s->times->now });
	if (t->fresh) {
		seat.id = id_new();
		roster_change_seat(s->change, &seat);
	} else if (t->after != NULL) {
		if (t->before == NULL ||
		    strcmp(t->before->school, t->after->school) != 0)
			roster_change_move(s->change, t->id, of);
		if (t->before != NULL)
			roster_change_rename(s->change, &seat,
			    t->before->name);
	}
	team(s, t, of);
}

void
step_classes(struct step *s)
{
	for (unsigned i = 0; i < s->count; i++)
		class(s, &s->things[i]);
}

/* Where a student is: in the classes, in their order; and in the school
 * itself, first of all, when no class is of it. */
struct places {
	struct roster_place	*list;
	unsigned		 count;
};

static void
places(struct step *s, int64_t student, const struct roster_content *c,
    struct places *p)
{
	int64_t				 home;
	const struct roster_said	*class;
	bool				 at_home = false;

	*p = (struct places){ .count = 0 };
	if (c == NULL)
		return;
	p->list = NEW_LIST(s->arena, struct roster_place,
	    c->places.count + 1);
	home = step_id(s, ROSTER_SCHOOL, c->school);
	for (unsigned i = 0; i < c->places.count; i++) {
		if (step_id(s, ROSTER_CLASS, c->places.list[i]) == 0)
			continue;
		class = step_find(s, ROSTER_CLASS, c->places.list[i]);
		at_home |= class->school == home;
		p->list[p->count++] = (struct roster_place){
		    .student = student, .school = class->school,
		    .class = class->id, .place = i + 1 };
	}
	if (!at_home)
		p->list[p->count++] = (struct roster_place){
		    .student = student, .school = home };
}

/* The same place in a list, or NULL. */
static const struct roster_place *
same_place(const struct places *p, const struct roster_place *wanted)
{
	for (unsigned i = 0; i < p->count; i++)
		if (p->list[i].school == wanted->school &&
		    p->list[i].class == wanted->class)
			return &p->list[i];
	return NULL;
}

static void
enrol(struct step *s, const struct thing *t)
{
	struct places before, after;

	places(s, t->id, t->before, &before);
	places(s, t->id, t->after, &after);
	for (unsigned i = 0; i < before.count; i++)
		if (same_place(&after, &before.list[i]) == NULL)
			roster_change_drop(s->change, &before.list[i]);
	for (unsigned i = 0; i < after.count; i++) {
		const struct roster_place *was = same_place(&before,
		    &after.list[i]);

		if (was == NULL || was->place != after.list[i].place)
			roster_change_enrol(s->change, &after.list[i]);
	}
}

static void
student(struct step *s, const struct thing *t)
{
	if (t->after == NULL) {
		roster_change_end(s->change, ROSTER_ALL_STUDENT, t->id);
		return;
	}
	if (t->before == NULL)
		roster_change_again(s->change, ROSTER_ALL_STUDENT, t->id);
	if (t->before == NULL || strcmp(t->before->name, t->after->name) != 0)
		roster_change_student(s->change, t->id, t->after->name);
	enrol(s, t);
}

void
step_students(struct step *s)
{
	for (unsigned i = 0; i < s->count; i++)
		student(s, &s->things[i]);
}
