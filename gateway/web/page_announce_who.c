/*
 * An announcement, the second step: to whom it goes; and what is kept of it
 * while somebody types, or thrown away.
 *
 *	GET  /announce/:id/who		POST: kept, and on to languages
 *	POST /announce/:id/count	what the form would reach
 *	POST /announce/:id/draft
 *	POST /announce/:id/discard
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/list.h"
#include "store/db.h"
#include "store/own.h"
#include "store/pupil.h"
#include "store/unsent.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/whom.h"

static bool
among(int64_t id, const int64_t *ids, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* The fields of the form, as far as they are there. */
static void
take_who(struct visit *v, struct announcement *a)
{
	const char	*to = page_field(v, "to");
	int64_t		*ids;

	if (*to == '\0')
		return;
	a->audience = strcmp(to, "school") == 0 ? AUDIENCE_SCHOOL :
	    strcmp(to, "district") == 0 ? AUDIENCE_DISTRICT :
	    strcmp(to, "students") == 0 ? AUDIENCE_STUDENTS : AUDIENCE_CLASS;
	a->class_count = whom_ids(v, &v->form, "class", &ids, CLASSES_MOST);
	memcpy(a->classes, ids, a->class_count * sizeof *ids);
	a->student_count = whom_ids(v, &v->form, "student", &ids,
	    STUDENTS_MOST);
	memcpy(a->students, ids, a->student_count * sizeof *ids);
	a->school = whom_ids(v, &v->form, "school", &ids, 1) == 1 ? ids[0] :
	    0;
}

/* Whether all of them are theirs to write to. */
static bool
may_all(struct visit *v, struct db *db, const struct announcement *a)
{
	bool may = true;

	if (a->audience == AUDIENCE_DISTRICT)
		return v->who.standing.desk;
	if (a->audience == AUDIENCE_SCHOOL)
		return own_may(db, &v->viewer, AUDIENCE_SCHOOL, a->school);
	if (a->audience == AUDIENCE_STUDENTS) {
		for (unsigned i = 0; i < a->student_count && may; i++)
			may = pupil_seen(db, &v->viewer, a->students[i]);
		return may;
	}
	for (unsigned i = 0; i < a->class_count && may; i++)
		may = own_may(db, &v->viewer, AUDIENCE_CLASS, a->classes[i]);
	return may;
}

static json_t *
place_json(const struct own_place *p, bool checked)
{
	char id[ID_TEXT];

	return json_pack("{s:s, s:s, s:s, s:I, s:b}", "id", id_text(p->id,
	    id), "name", p->name, "school", p->school_name,
	    "students", (json_int_t)p->students, "checked", (int)checked);
}

/* At the desk there are too many classes for one list: those of a school. */
static void
classes(struct visit *v, struct db *db, const struct announcement *a,
    json_t *view)
{
	struct own_place	*list;
	const char		*asked = form_get(&v->query, "school");
	int64_t			 school = 0;
	unsigned		 n;
	json_t			*all = json_array();

	if (asked != NULL && !id_parse(asked, &school))
		school = 0;
	n = own_classes(db, &v->viewer, school, &list);
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, place_json(&list[i],
		    among(list[i].id, a->classes, a->class_count)));
	json_object_set_new(view, "any_class", json_boolean(n > 0));
	json_object_set_new(view, "cut", json_boolean(n == OWN_MOST));
	json_object_set_new(view, "classes", all);
}

static void
schools(struct visit *v, struct db *db, const struct announcement *a,
    json_t *view)
{
	struct own_place	*list;
	unsigned		 n = own_schools(db, &v->viewer, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, place_json(&list[i],
		    list[i].id == a->school));
	json_object_set_new(view, "any_school", json_boolean(n > 0));
	json_object_set_new(view, "schools", all);
}

/* Those chosen, ticked, and those found, not; an id that is not theirs to see
 * names nobody. */
static void
students(struct visit *v, struct db *db, const struct announcement *a,
    json_t *view)
{
	const char	*typed = *page_field(v, "search") != '\0' ?
			    page_field(v, "search") : whom_asked(v, "search");
	struct pupil	*list;
	const char	*name;
	unsigned	 n;
	json_t		*chosen = json_array(), *found = json_array();

	for (unsigned i = 0; i < a->student_count; i++)
		if (pupil_seen(db, &v->viewer, a->students[i]) &&
		    student_name(db, a->students[i], &name))
			json_array_append_new(chosen, whom_student(v, db,
			    a->students[i], name));
	n = *typed == '\0' ? 0 : pupil_search(db, &v->viewer, pupil_typed(
	    v->arena, typed), &list);
	for (unsigned i = 0; i < n; i++)
		if (!among(list[i].id, a->students, a->student_count))
			json_array_append_new(found, whom_student(v, db,
			    list[i].id, list[i].name));
	json_object_set_new(view, "chosen", chosen);
	json_object_set_new(view, "found", found);
	json_object_set_new(view, "typed", json_string(typed));
	json_object_set_new(view, "none_found", json_boolean(*typed != '\0' &&
	    json_array_size(found) == 0));
}

static json_t *
who_view(struct visit *v, struct db *db, struct announcing *g)
{
	const struct announcement	*a = &g->a;
	json_t				*view = json_object();

	classes(v, db, a, view);
	schools(v, db, a, view);
	students(v, db, a, view);
	json_object_set_new(view, "at_desk", json_boolean(
	    v->who.standing.desk));
	json_object_set_new(view, "to_district", json_boolean(a->audience ==
	    AUDIENCE_DISTRICT));
	json_object_set_new(view, "to_classes", json_boolean(a->audience !=
	    AUDIENCE_SCHOOL && a->audience != AUDIENCE_STUDENTS &&
	    a->audience != AUDIENCE_DISTRICT));
	json_object_set_new(view, "to_school", json_boolean(a->audience ==
	    AUDIENCE_SCHOOL));
	json_object_set_new(view, "to_students", json_boolean(a->audience ==
	    AUDIENCE_STUDENTS));
	json_object_set_new(view, "reach", announce_reach(v, db, g));
	json_object_set_new(view, "addressed", json_boolean(
	    announce_addressed(a)));
	json_object_set_new(view, "count_url", json_string(announce_path(v,
	    a->id, "count")));
	announce_frame(v, view, g, 1);
	if (g->preview.status > 200)
		json_object_set_new(view, "problem", json_string(
		    g->preview.answer));
	if (g->too_many)
		json_object_set_new(view, "problem", json_string("These "
		    "classes have more than 500 students. Choose fewer "
		    "classes, or the whole school."));
	return view;
}

/* What the form says now, to be counted while it is filled in. */
static void
take_counted(struct visit *v, struct db *db, struct announcement *a)
{
	take_who(v, a);
	if (!may_all(v, db, a)) {
		a->audience = AUDIENCE_CLASS;
		a->class_count = 0;
	}
}

static json_t *
who(struct visit *v, struct db *db)
{
	return who_view(v, db, (void *)(uintptr_t)v->wanted);
}

void
page_announce_who(struct visit *v)
{
	static const struct announce_way way = { .look = who,
	    .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE };

	announce_open(v, &way);
}

void
page_announce_count(struct visit *v)
{
	static const struct announce_way way = { .take = take_counted,
	    .look = who, .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE };

	announce_open(v, &way);
}

static json_t *
keep_who(struct visit *v, struct db *db)
{
	struct announcing	*g = (void *)(uintptr_t)v->wanted;
	struct announcement	*a = &g->a;
	const char		*action = page_field(v, "do");
	int64_t			*ids;
	char			 id[ID_TEXT];

	take_who(v, a);
	if (whom_ids(v, &v->form, "student", &ids, STUDENTS_MOST + 1) >
	    STUDENTS_MOST)
		page_wrong(v, "to", "You chose more than 500 students. Choose "
		    "their classes, or their school.");
	else if (announce_addressed(a) && !may_all(v, db, a))
		page_wrong(v, "to", "Somebody you chose is not yours to write "
		    "to. Choose again.");
	else if (*action == '\0' && !announce_addressed(a))
		page_wrong(v, "to", "Choose at least one class, a school, or "
		    "a student.");
	if (page_is_wrong(v))
		return who_view(v, db, g);
	announce_keep(v, db, a);
	if (strcmp(action, "find") == 0)
		return page_go(v, page_print(v,
		    "/announce/%s/who?search=%s#students", id_text(a->id, id),
		    page_field(v, "search")));
	return page_go(v, announce_path(v, a->id, *action == '\0' ?
	    "languages" : "who"));
}

void
page_announce_keep_who(struct visit *v)
{
	static const struct announce_way way = { .look = keep_who,
	    .flags = ANNOUNCE_CHANGE | ANNOUNCE_WHOLE };

	announce_open(v, &way);
}

/* What is typed in any step, whatever it is; nobody waits for the answer. */
static json_t *
keep_draft(struct visit *v, struct db *db)
{
	struct announcing	*g = (void *)(uintptr_t)v->wanted;
	const char		*to = form_get(&v->form, "to");

	announce_take_message(v, db, &g->a);
	if (to != NULL)
		take_who(v, &g->a);
	if (to == NULL || may_all(v, db, &g->a))
		announce_keep(v, db, &g->a);
	return page_go(v, announce_path(v, g->a.id, "message"));
}

void
page_announce_draft(struct visit *v)
{
	static const struct announce_way way = { .look = keep_draft,
	    .flags = ANNOUNCE_CHANGE };

	announce_open(v, &way);
}

static json_t *
discard(struct visit *v, struct db *db)
{
	unsent_drop(db, v->id, v->viewer.person);
	return page_go(v, "/announce");
}

void
page_announce_discard(struct visit *v)
{
	if (api_id(v))
		api_change(v, discard);
}
