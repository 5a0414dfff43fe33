/*
 * One of the staff, for who administers their school or the district: where
 * they sit, what they may, their keys, and how they sign in.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "net/server.h"
#include "store/authority.h"
#include "store/db.h"
#include "store/login.h"
#include "store/person.h"
#include "store/role.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/session.h"
#include "store/speaker.h"
#include "store/staff.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_user.h"
#include "web/pages.h"

#define KEYS_SHOWN	50

static const char *
text_of(struct visit *v, int64_t id)
{
	return id_text(id, arena_take(v->arena, ID_TEXT));
}

static json_t *
end_url(struct visit *v, const char *what, int64_t person, int64_t id)
{
	return json_string(arena_print(v->arena, "/users/%s/%s/%s/end",
	    text_of(v, person), what, text_of(v, id)));
}

json_t *
page_user_roles(struct visit *v, struct db *db, int64_t person, bool ends)
{
	struct held_role	*list;
	unsigned		 n = role_list(db, person, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:o, s:o, s:o}",
		    "key", arena_print(v->arena, "users.role_%s",
		    role_word(list[i].role)), "school",
		    api_text(list[i].school_name), "since",
		    page_when(v, list[i].since), "end_url", ends ?
		    end_url(v, "roles", person, list[i].id) : json_null()));
	return all;
}

json_t *
page_user_seats(struct visit *v, struct db *db, int64_t person, bool ends)
{
	struct seated	*list;
	unsigned	 n = staff_seats(db, person, v->viewer.now, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:o, s:o}",
		    "key", arena_print(v->arena, "users.seat_%s",
		    list[i].kind), "name", list[i].name, "school",
		    api_text(list[i].class != 0 ? list[i].school_name :
		    NULL), "end_url", ends ?
		    end_url(v, "seats", person, list[i].seat) :
		    json_null()));
	return all;
}

json_t *
page_user_places(struct visit *v, struct db *db)
{
	struct administered	*list;
	unsigned		 n = authority_schools(db, v->viewer.person,
				    v->viewer.now, &list);
	json_t			*all = json_array();

	if (authority_all(db, v->viewer.person, v->viewer.now))
		json_array_append_new(all, json_pack("{s:s, s:s}", "value",
		    "desk", "key", "users.place_desk"));
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:s}",
		    "value", text_of(v, list[i].id), "key",
		    "users.place_office", "name", list[i].name));
	return all;
}

static int64_t
make_seat(struct db *db, struct seat seat)
{
	seat.id = id_new();
	roster_add_seat(db, &seat);
	return seat.id;
}

int64_t
page_user_seat_of(struct visit *v, struct db *db, const char *value)
{
	bool		 desk = strcmp(value, "desk") == 0;
	int64_t		 school = 0, seat;
	const char	*name;

	if ((!desk && !id_parse(value, &school)) || !authority_at(db,
	    v->viewer.person, school, v->viewer.now))
		return 0;
	seat = desk ? seat_of_desk(db) : seat_of_office(db, school);
	if (seat != 0)
		return seat;
	if (desk)
		return make_seat(db, (struct seat){ .kind = "desk",
		    .name = "District desk" });
	return school_get(db, school, &name) ? make_seat(db, (struct seat){
	    .kind = "office", .school = school, .name = arena_print(v->arena,
	    "%s office", name) }) : 0;
}

/* What roles the viewer may give. */
static json_t *
offers(struct visit *v, struct db *db)
{
	struct administered	*list;
	unsigned		 n = authority_schools(db, v->viewer.person,
				    v->viewer.now, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:s}",
		    "value", text_of(v, list[i].id), "key",
		    "users.role_school_admin", "school", list[i].name));
	if (!authority_all(db, v->viewer.person, v->viewer.now))
		return all;
	for (unsigned i = 0; i < ROLES; i++)
		if (i != ROLE_SCHOOL_ADMIN)
			json_array_append_new(all, json_pack("{s:s, s:s}",
			    "value", role_word(i), "key", arena_print(
			    v->arena, "users.role_%s", role_word(i))));
	return all;
}

const char *
page_user_state(struct db *db, int64_t person, int64_t now)
{
	struct login	login;
	bool		named = login_of(db, person, &login);

	if (named && *login.password != '\0')
		return "in";
	if (invitation_open(db, person, now))
		return "invited";
	return named || *login_work_mail(db, person) != '\0' ? "named" :
	    "none";
}

static json_t *
keys(struct visit *v, struct db *db, int64_t person)
{
	struct staff_key	*list;
	unsigned		 n = staff_keys(db, person, 0, KEYS_SHOWN,
				    &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:o}", "name",
		    list[i].name, "since", page_when(v, list[i].created)));
	return all;
}

static void
add_signing_in(struct visit *v, struct db *db, int64_t person, json_t *view)
{
	const char	*state = page_user_state(db, person, v->viewer.now);
	struct login	 login;
	bool		 named = login_of(db, person, &login);

	json_object_set_new(view, "login", api_text(named ? login.name :
	    NULL));
	json_object_set_new(view, "work_mail", json_string(
	    login_work_mail(db, person)));
	json_object_set_new(view, "state_key", json_string(arena_print(
	    v->arena, "users.state_%s", state)));
	json_object_set_new(view, "can_link", json_boolean(
	    strcmp(state, "none") != 0));
	json_object_set_new(view, "sessions", json_integer(
	    session_count(db, person, v->viewer.now)));
}

/* The languages they may approve, and those that an administrator of the
 * district may add. */
static void
add_languages(struct visit *v, struct db *db, int64_t person, json_t *view)
{
	struct spoken	*list;
	unsigned	 n = speaker_list(db, person, &list), k;
	bool		 gives = authority_all(db, v->viewer.person,
			    v->viewer.now);
	json_t		*all = json_array(), *more = json_array();
	const char	*tag;

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:o, s:o}",
		    "language", page_language(list[i].language), "since",
		    page_when(v, list[i].since), "end_url", gives ?
		    end_url(v, "languages", person, list[i].id) :
		    json_null()));
	for (unsigned i = 0; gives && (tag = lang_at(i)) != NULL; i++) {
		for (k = 0; k < n && strcmp(tag, list[k].language) != 0; k++)
			;
		if (k == n && strcmp(tag, "en-US") != 0)
			json_array_append_new(more, page_language(tag));
	}
	json_object_set_new(view, "speaks", all);
	json_object_set_new(view, "may_speak", more);
	json_object_set_new(view, "gives_languages", json_boolean(gives));
}

json_t *
page_user_view(struct visit *v, struct db *db, const char *field,
    const char *sentence)
{
	enum authority	 over = authority_over(db, v->viewer.person, v->id,
			    v->viewer.now);
	bool		 changes = over == AUTHORITY_CHANGES;
	struct person	 p;
	json_t		*view;

	if (over == AUTHORITY_NONE || !person_get(db, v->id, &p) || !p.staff)
		return api_no(v, 404, "There is nobody of your staff here. "
		    "Look for them in the list.");
	view = json_pack("{s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:b}",
	    "title", p.name, "name", p.name, "changes", changes,
	    "self_url", page_url(v, "/users/%s", text_of(v, p.id)),
	    "roles", page_user_roles(v, db, p.id, changes),
	    "seats", page_user_seats(v, db, p.id, changes),
	    "keys", keys(v, db, p.id), "is_me", p.id == v->viewer.person);
	add_signing_in(v, db, p.id, view);
	add_languages(v, db, p.id, view);
	page_user_ended(v, db, p.id, view);
	if (changes) {
		json_object_set_new(view, "offers", offers(v, db));
		json_object_set_new(view, "places", page_user_places(v, db));
	}
	if (sentence != NULL)
		page_wrong(v, field, sentence);
	return view;
}

static json_t *
look(struct visit *v, struct db *db)
{
	return page_user_view(v, db, NULL, NULL);
}

void
page_user(struct visit *v)
{
	if (api_id(v))
		api_read(v, look);
}
