/*
 * Reading what a district has: schools, students, figures, and who asks.
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/zone.h"
#include "flow/gateway.h"
#include "flow/report.h"
#include "net/server.h"
#include "store/db.h"
#include "store/person.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/inside.h"
#include "web/openapi.h"
#include "web/when.h"

static json_t *
classes_json(struct db *db, int64_t school)
{
	struct sighted	*list;
	unsigned	 n = sight_classes(db, school, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, api_place(list[i].id,
		    list[i].name));
	return all;
}

static json_t *
list_schools(struct visit *v, struct db *db)
{
	struct sighted	*list;
	unsigned	 n = sight_schools(db, &v->viewer, &list);
	json_t		*all = json_array(), *school;

	for (unsigned i = 0; i < n; i++) {
		school = api_place(list[i].id, list[i].name);
		json_object_set_new(school, "classes", classes_json(db,
		    list[i].id));
		json_array_append_new(all, school);
	}
	return json_pack("{s:o}", "schools", all);
}

static json_t *
places_json(struct visit *v, struct db *db, int64_t student)
{
	struct enrolled	*list;
	unsigned	 n = sight_enrolled(db, &v->viewer, student, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:o}",
		    "school", api_place(list[i].school, list[i].school_name),
		    "class", api_place(list[i].class, list[i].class_name)));
	return all;
}

/* Those who may be written to; a key that names nobody need not know. */
static json_t *
guardians_json(struct visit *v, struct db *db, int64_t student)
{
	struct person	*list;
	bool		 may = v->viewer.person != 0 || v->viewer.operator;
	unsigned	 n = !may ? 0 : student_guardians(db, student,
			    v->viewer.now, &list);
	json_t		*all = json_array(), *one;

	for (unsigned i = 0; i < n; i++) {
		one = api_place(list[i].id, list[i].name);
		json_object_set_new(one, "language",
		    api_text(list[i].language));
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *
list_students(struct visit *v, struct db *db)
{
	struct pupil	*list;
	unsigned	 n = sight_students(db, &(struct student_page){
			    .viewer = v->viewer, .folded = v->wanted,
			    .after = v->after, .most = v->most }, &list);
	json_t		*all = json_array(), *one;

	for (unsigned i = 0; i < n; i++) {
		one = api_place(list[i].id, list[i].name);
		json_object_set_new(one, "places", places_json(v, db,
		    list[i].id));
		json_object_set_new(one, "guardians", guardians_json(v, db,
		    list[i].id));
		json_array_append_new(all, one);
	}
	return json_pack("{s:o, s:o}", "students", all,
	    "next", api_next(v, n, n == 0 ? 0 : list[n - 1].id));
}

static json_t *
seats_json(struct visit *v, struct db *db)
{
	struct sighted	*list;
	unsigned	 n = sight_seats(db, &v->viewer, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:s, s:s, s:o}",
		    "id", api_id_text(list[i].id), "kind", list[i].kind,
		    "name", list[i].name,
		    "school", api_id_text(list[i].school)));
	return all;
}

static json_t *
me_json(struct visit *v, struct db *db)
{
	struct person p;

	if (v->viewer.person == 0 || !person_get(db, v->viewer.person, &p))
		return json_null();
	return json_pack("{s:o, s:s, s:s}", "id", api_id_text(p.id),
	    "name", p.name, "language", p.language);
}

static json_t *
tell_me(struct visit *v, struct db *db)
{
	struct district d;

	if (!district_get(db, &d))
		return api_no(v, 503, "There is no district yet. Run "
		    "`homeline init`.");
	return json_pack("{s:o, s:o, s:o, s:o, "
	    "s:{s:s, s:s, s:b, s:b}}",
	    "now", api_time(v, v->viewer.now),
	    "key", api_place(v->key.id, v->key.name),
	    "person", me_json(v, db), "seats", seats_json(v, db),
	    "district", "name", d.name, "zone", d.zone, "sample",
	    (int)d.sample, "practice", (int)d.practice);
}

/* report_json() gives a text; as JSON it takes the common way. */
static json_t *
tell_figures(struct visit *v, struct db *db)
{
	return json_loads(report_json(db, v->wanted, v->arena), 0, NULL);
}

static bool
read_by(const char *word, enum report_by *by)
{
	static const char *const words[] = {
		[BY_NOTHING] = "nothing", [BY_SCHOOL] = "school",
		[BY_LANGUAGE] = "language", [BY_MONTH] = "month",
		[BY_DAY] = "day", [BY_CHANNEL] = "channel",
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (word == NULL || strcmp(words[i], word) == 0) {
			*by = (enum report_by)i;
			return true;
		}
	return false;
}

/* From the first of this month to today, unless they say. */
static void
ask_figures(struct visit *v)
{
	static const char *const names[] = { "from", "to", "by", NULL };
	struct report	*r = NEW(v->arena, struct report);
	const char	*from, *to;

	if (!api_query(v, names))
		return;
	from = form_get(&v->query, "from");
	to = form_get(&v->query, "to");
	r->to = zone_day(v->web->gateway->zone, v->viewer.now);
	r->from = r->to - r->to % 100 + 1;
	r->all = v->viewer.operator;
	v->wanted = r;
	if ((from != NULL && !when_day(from, &r->from)) ||
	    (to != NULL && !when_day(to, &r->to)))
		api_problem(v, 400, "from and to are days as 2026-11-22.");
	else if (r->from > r->to)
		api_problem(v, 400, "from is after to. Turn them round.");
	else if (!read_by(form_get(&v->query, "by"), &r->by))
		api_problem(v, 400, "by is one of: nothing, school, language, "
		    "month, day, channel.");
	else
		api_read(v, tell_figures);
}

static void
ask_students(struct visit *v)
{
	static const char *const names[] = { "q", "after", "most", NULL };
	const char *q;

	if (!api_query(v, names))
		return;
	q = form_get(&v->query, "q");
	if (q == NULL)
		q = "";
	v->wanted = text_fold(v->arena, text_clean(v->arena, q, strlen(q)));
	api_read(v, list_students);
}

static void
ask_schools(struct visit *v)
{
	api_read(v, list_schools);
}

static void
ask_me(struct visit *v)
{
	api_read(v, tell_me);
}

void
api_list_schools(struct exchange *x, void *web)
{
	api_enter(x, web, ask_schools);
}

void
api_list_students(struct exchange *x, void *web)
{
	api_enter(x, web, ask_students);
}

void
api_tell_figures(struct exchange *x, void *web)
{
	api_enter(x, web, ask_figures);
}

void
api_tell_me(struct exchange *x, void *web)
{
	api_enter(x, web, ask_me);
}

/* The document is for everybody. */
void
api_tell_openapi(struct exchange *x, void *web)
{
	(void)web;
	exchange_answer(x, 200, "application/json", openapi_json,
	    strlen(openapi_json));
}
