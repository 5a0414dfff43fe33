/*
 * What was just taken from one of the staff is given back: a seat as it was,
 * a role anew.
 *
 *	GET  /users/:id?seat=ID or ?role=ID	and /users?person=ID&...
 *	POST /users/:id/seats/:seat/again
 *	POST /users/:id/roles/:role/again
 *
 * Who ended somebody's last seat of their school has nothing to do with them
 * any more, so what they may give back follows from the seat or the role.
 */

#include <string.h>

#include "base/arena.h"
#include "base/form.h"
#include "base/id.h"
#include "net/server.h"
#include "store/authority.h"
#include "store/db.h"
#include "store/person.h"
#include "store/role.h"
#include "store/sight.h"
#include "store/staff.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_user.h"
#include "web/pages.h"

#define GONE	"This cannot be undone any more. Give the seat or the role " \
		"again on their page."

static const char *
text_of(struct visit *v, int64_t id)
{
	return id_text(id, arena_take(v->arena, ID_TEXT));
}

static bool
asked(struct visit *v, const char *name, int64_t *id)
{
	const char *value = form_get(&v->query, name);

	return value != NULL && id_parse(value, id);
}

static bool
may_seat(struct visit *v, struct db *db, int64_t seat, int64_t person)
{
	int64_t school;

	return staff_sat(db, seat, person, v->viewer.now, &school) &&
	    authority_at(db, v->viewer.person, school, v->viewer.now);
}

static bool
may_role(struct visit *v, struct db *db, int64_t role, int64_t person,
    struct held_role *held)
{
	return role_ended(db, role, person, v->viewer.now, held) &&
	    authority_at(db, v->viewer.person, held->school, v->viewer.now);
}

static json_t *
undo_json(struct visit *v, const char *what, int64_t person, int64_t id)
{
	return json_pack("{s:o, s:s}", "again_url", page_url(v,
	    "/users/%s/%s/%s/again", text_of(v, person), what,
	    text_of(v, id)), "of", what);
}

void
page_user_ended(struct visit *v, struct db *db, int64_t person, json_t *view)
{
	struct held_role	 held;
	struct person		 p;
	int64_t			 id;
	const char		*name;
	json_t			*undo;

	if ((person == 0 && !asked(v, "person", &person)) ||
	    !person_get(db, person, &p) || !p.staff)
		return;
	if (asked(v, "seat", &id) && may_seat(v, db, id, person) &&
	    seat_name(db, id, &name)) {
		undo = undo_json(v, "seats", person, id);
		json_object_set_new(undo, "place", json_string(name));
	} else if (asked(v, "role", &id) && may_role(v, db, id, person,
	    &held)) {
		undo = undo_json(v, "roles", person, id);
		json_object_set_new(undo, "role_key", json_string(arena_print(
		    v->arena, "users.role_%s", role_word(held.role))));
	} else {
		return;
	}
	json_object_set_new(undo, "who", json_string(p.name));
	json_object_set_new(view, "ended", undo);
}

/* Where it is said, and can be undone: at the person, as long as they are
 * there for the viewer. */
const char *
page_user_left_at(struct visit *v, struct db *db, const char *what,
    int64_t id)
{
	const char	*person = text_of(v, v->id);

	if (authority_over(db, v->viewer.person, v->id, v->viewer.now) ==
	    AUTHORITY_NONE)
		return page_print(v, "/users?person=%s&%s=%s", person, what,
		    text_of(v, id));
	return page_print(v, "/users/%s?%s=%s", person, what, text_of(v, id));
}

static json_t *
again(struct visit *v)
{
	return page_go(v, page_print(v, "/users/%s", text_of(v, v->id)));
}

static json_t *
sit_again(struct visit *v, struct db *db)
{
	int64_t		 seat = *(const int64_t *)v->wanted;
	struct person	 p;
	const char	*name;

	if (!person_get(db, v->id, &p) || !p.staff ||
	    !may_seat(v, db, seat, p.id))
		return api_no(v, 409, GONE);
	staff_sit_again(db, seat, p.id);
	desk_audit(v, db, "seat.sit", seat, seat_name(db, seat, &name) ?
	    name : NULL);
	return again(v);
}

static json_t *
role_again(struct visit *v, struct db *db)
{
	struct held_role	 held;
	struct person		 p;
	const char		*why;

	if (!person_get(db, v->id, &p) || !p.staff ||
	    !may_role(v, db, *(const int64_t *)v->wanted, p.id, &held))
		return api_no(v, 409, GONE);
	why = role_give(db, p.id, held.role, held.school, v->viewer.now);
	if (why != NULL)
		return api_no(v, 409, why);
	desk_audit(v, db, "role.give", p.id, held.school_name == NULL ?
	    role_word(held.role) : arena_print(v->arena, "%s, %s",
	    role_word(held.role), held.school_name));
	return again(v);
}

static void
forget_all(struct visit *v)
{
	page_forget(v->web, NULL);
}

static void
undo(struct visit *v, const char *param,
    json_t *(*look)(struct visit *, struct db *))
{
	int64_t *id = NEW(v->arena, int64_t);

	v->wanted = id;
	v->kept = forget_all;
	if (!api_id(v))
		return;
	if (id_parse(exchange_param(v->exchange, param), id))
		api_change(v, look);
	else
		page_problem(v, 404, GONE);
}

void
page_user_seat_again(struct visit *v)
{
	undo(v, "seat", sit_again);
}

void
page_user_role_again(struct visit *v)
{
	undo(v, "role", role_again);
}
