/*
 * The staff, their seats, absences and keys, read.
 *
 *	GET /local/v1/users?school=ID&after=ID&most=100
 *	GET /local/v1/users/:id
 *	GET /local/v1/keys?after=ID&most=100
 */

#include "base/arena.h"
#include "net/server.h"
#include "store/away.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/login.h"
#include "store/person.h"
#include "store/role.h"
#include "store/staff.h"
#include "store/word.h"
#include "web/api.h"
#include "web/desk.h"

static json_t *
seats_json(struct visit *v, struct db *db, int64_t person)
{
	struct seated	*list;
	unsigned	 n = staff_seats(db, person, v->viewer.now, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack(
		    "{s:o, s:s, s:s, s:o, s:o}",
		    "id", api_id_text(list[i].seat), "kind", list[i].kind,
		    "name", list[i].name, "school", api_place(list[i].school,
		    list[i].school_name), "since",
		    api_time(v, list[i].since)));
	return all;
}

static json_t *
away_json(struct visit *v, struct db *db, int64_t person)
{
	struct absence	*list;
	unsigned	 n = away_list(db, person, v->viewer.now, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:o, s:o, s:o}",
		    "id", api_id_text(list[i].id),
		    "since", api_time(v, list[i].since),
		    "until", api_time(v, list[i].until),
		    "cover", api_place(list[i].cover, list[i].cover_name)));
	return all;
}

static json_t *
keys_json(struct visit *v, const struct staff_key *list, unsigned n)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:s, s:o, s:o}",
		    "id", api_id_text(list[i].id), "name", list[i].name,
		    "person", api_place(list[i].person, list[i].of),
		    "created", api_time(v, list[i].created)));
	return all;
}

static void
add_addresses(struct db *db, int64_t person, enum channel channel,
    json_t *all)
{
	struct contact	*list;
	unsigned	 n = contact_of_person(db, person, channel, &list);

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s}",
		    "address", list[i].address,
		    "state", contact_state_word(list[i].state)));
}

static json_t *
roles_json(struct db *db, int64_t person)
{
	struct held_role	*list;
	unsigned		 n = role_list(db, person, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:o}", "role",
		    role_word(list[i].role), "school", api_place(
		    list[i].school, list[i].school_name)));
	return all;
}

static json_t *
login_json(struct db *db, int64_t person)
{
	struct login login;

	return login_of(db, person, &login) ? json_string(login.name) :
	    json_null();
}

static json_t *
tell_user(struct visit *v, struct db *db)
{
	struct person		 p;
	struct staff_key	*keys;
	unsigned		 n;
	json_t			*addresses;

	if (!desk_staff(v, db, &p))
		return NULL;
	addresses = json_array();
	add_addresses(db, p.id, CHANNEL_SMS, addresses);
	add_addresses(db, p.id, CHANNEL_EMAIL, addresses);
	n = staff_keys(db, p.id, 0, PAGE_MOST, &keys);
	return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}",
	    "id", api_id_text(p.id), "name", p.name,
	    "language", p.language, "addresses", addresses,
	    "roles", roles_json(db, p.id), "login", login_json(db, p.id),
	    "seats", seats_json(v, db, p.id),
	    "away", away_json(v, db, p.id),
	    "keys", keys_json(v, keys, n));
}

static json_t *
list_users(struct visit *v, struct db *db)
{
	struct staff	*list;
	unsigned	 n = staff_list(db, &(struct staff_page){
			    .school = v->id, .after = v->after,
			    .most = v->most, .now = v->viewer.now }, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack(
		    "{s:o, s:s, s:s, s:o, s:o, s:I}",
		    "id", api_id_text(list[i].id), "name", list[i].name,
		    "language", list[i].language,
		    "seats", seats_json(v, db, list[i].id),
		    "away", away_json(v, db, list[i].id),
		    "keys", (json_int_t)list[i].keys));
	return json_pack("{s:o, s:o}", "users", all,
	    "next", api_next(v, n, n == 0 ? 0 : list[n - 1].id));
}

static json_t *
list_keys(struct visit *v, struct db *db)
{
	struct staff_key	*list;
	unsigned		 n = staff_keys(db, 0, v->after, v->most,
				    &list);

	return json_pack("{s:o, s:o}", "keys", keys_json(v, list, n),
	    "next", api_next(v, n, n == 0 ? 0 : list[n - 1].id));
}

static void
ask_users(struct visit *v)
{
	static const char *const names[] = { "school", "after", "most",
	    NULL };

	if (desk_query(v, names))
		api_read(v, list_users);
}

static void
ask_user(struct visit *v)
{
	if (api_id(v))
		api_read(v, tell_user);
}

static void
ask_keys(struct visit *v)
{
	static const char *const names[] = { "after", "most", NULL };

	if (api_query(v, names))
		api_read(v, list_keys);
}

void
local_users(struct exchange *x, void *web)
{
	api_enter(x, web, ask_users);
}

void
local_user(struct exchange *x, void *web)
{
	api_enter(x, web, ask_user);
}

void
local_keys(struct exchange *x, void *web)
{
	api_enter(x, web, ask_keys);
}
