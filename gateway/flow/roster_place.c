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
office_name(struct step *s, const char *school)
{
	return arena_print(s->arena, "%s office", school);
}

static void
school(struct step *s, const struct thing *t)
{
	const struct roster_content	*now = t->after != NULL ? t->after :
					    t->before;
	struct seat			 office = { .school = t->id,
					    .name = office_name(s, now->name) };

	roster_change_school(s->change, t->id, now->name,
	    t->after != NULL ? 0 : s->times->now);
	if (t->fresh) {
		office.id = id_new();
		roster_change_seat(s->change, &office);
	} else {
		roster_change_rename(s->change, &office,
		    office_name(s, t->called));
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
compare_places(struct step *s, const struct places *before,
    const struct places *after)
{
	const struct roster_place *was;

	for (unsigned i = 0; i < before->count; i++)
		if (same_place(after, &before->list[i]) == NULL)
			roster_change_drop(s->change, &before->list[i]);
	for (unsigned i = 0; i < after->count; i++) {
		was = same_place(before, &after->list[i]);
		if (was == NULL || was->place != after->list[i].place)
			roster_change_enrol(s->change, &after->list[i]);
	}
}

/* To another school, with its students. */
static bool
has_moved(const struct thing *t)
{
	return t->before != NULL && t->after != NULL &&
	    strcmp(t->before->school, t->after->school) != 0;
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
		if (t->before == NULL || has_moved(t))
			roster_change_move(s->change, t->id, of);
		roster_change_rename(s->change, &seat, t->called);
	}
	team(s, t, of);
}

/* The students of the classes that move, and all that they name. */
static unsigned
moved_students(struct step *s, struct roster_said **list,
    struct roster_content **contents)
{
	int64_t			*ids = NEW_LIST(s->arena, int64_t, s->count);
	struct roster_names	 schools = { .count = 0 },
				 classes = { .count = 0 };
	const char		*why;
	unsigned		 n = 0;

	for (unsigned i = 0; i < s->count; i++)
		if (has_moved(&s->things[i]))
			ids[n++] = s->things[i].id;
	if (n == 0)
		return 0;
	n = roster_row_enrolled(s->db, ids, n, list);
	*contents = NEW_LIST(s->arena, struct roster_content, n + 1);
	for (unsigned i = 0; i < n; i++) {
		struct roster_content *c = &(*contents)[i];

		if (!roster_content_read(s->arena, ROSTER_STUDENT,
		    (*list)[i].content, c, &why))
			s->why = why;
		if (c->school != NULL)
			roster_names_add(s->arena, &schools, c->school);
		for (unsigned k = 0; k < c->places.count; k++)
			roster_names_add(s->arena, &classes,
			    c->places.list[k]);
	}
	step_name(s, ROSTER_SCHOOL, &schools);
	step_name(s, ROSTER_CLASS, &classes);
	return n;
}

/* From here on those classes are found in the schools they move to. */
static void
see_moved(struct step *s, const int64_t *to)
{
	struct named_things *classes = &s->named[ROSTER_CLASS];

	for (unsigned i = 0; i < s->count; i++)
		for (unsigned k = 0; k < classes->count; k++)
			if (classes->list[k].id == s->things[i].id)
				classes->list[k].school = to[i];
}

/* A student is in a school through its classes, so who is in one that moves
 * is compared too, though nothing is said of them. */
static void
move_students(struct step *s)
{
	struct roster_said	*list;
	struct roster_content	*contents;
	int64_t			*to = NEW_LIST(s->arena, int64_t, s->count);
	struct places		*before, after;
	unsigned		 n;

	for (unsigned i = 0; i < s->count; i++)
		to[i] = s->things[i].after == NULL ? 0 : step_id(s,
		    ROSTER_SCHOOL, s->things[i].after->school);
	n = moved_students(s, &list, &contents);
	before = NEW_LIST(s->arena, struct places, n + 1);
	for (unsigned i = 0; i < n && s->why == NULL; i++)
		places(s, list[i].id, &contents[i], &before[i]);
	see_moved(s, to);
	for (unsigned i = 0; i < n && s->why == NULL; i++) {
		places(s, list[i].id, &contents[i], &after);
		compare_places(s, &before[i], &after);
	}
}

void
step_classes(struct step *s)
{
	for (unsigned i = 0; i < s->count; i++)
		class(s, &s->things[i]);
	move_students(s);
}

static void
student(struct step *s, const struct thing *t)
{
	struct places before, after;

	if (t->after == NULL) {
		roster_change_end(s->change, ROSTER_ALL_STUDENT, t->id);
		return;
	}
	if (t->before == NULL)
		roster_change_again(s->change, ROSTER_ALL_STUDENT, t->id);
	if (t->before == NULL || strcmp(t->before->name, t->after->name) != 0 ||
	    strcmp(t->before->given, t->after->given) != 0)
		roster_change_student(s->change, t->id, t->after->name,
		    t->after->given);
	places(s, t->id, t->before, &before);
	places(s, t->id, t->after, &after);
	compare_places(s, &before, &after);
}

void
step_students(struct step *s)
{
	for (unsigned i = 0; i < s->count; i++)
		student(s, &s->things[i]);
}
