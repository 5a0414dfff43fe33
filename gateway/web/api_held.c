/*
 * What may be a stop: the office is asked about it, and says which it is
 * (flow/hold.h), as on the page of it.
 *
 *	GET  /api/v1/held
 *	POST /api/v1/held/:id		the reply; {answer: "stop"|"no", note}
 *
 * The operator sees all of it; to say which it is, somebody of the school's
 * office or of the district's desk has to be named.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/enter.h"
#include "flow/gateway.h"
#include "flow/hold.h"
#include "net/server.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/held.h"
#include "store/person.h"
#include "store/role.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/body.h"
#include "web/inside.h"

#define NO_OFFICE	"Only the office of a school and the district's desk " \
			"are asked whether a family wants to stop."
#define WHO		"Say who enters this: --as NAME, of somebody in the "  \
			"school's office or at the district's desk."
#define GONE		"There is nothing like that to say any more. A "      \
			"colleague was quicker, or another school's office "  \
			"is asked. See GET /api/v1/held."

struct saying_held {
	const char	*answer, *note;
};

static bool
is_office(struct visit *v, struct db *db)
{
	struct allowed allowed;

	if (v->viewer.operator)
		return true;
	if (v->viewer.person == 0)
		return false;
	role_standing(db, v->viewer.person, v->viewer.now, &allowed);
	return allowed.office || allowed.desk;
}

static json_t *
people(struct db *db, int64_t contact)
{
	struct person	*list;
	unsigned	 n = person_at(db, contact, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, api_place(list[i].id,
		    list[i].name));
	return all;
}

static json_t *
held_json(struct visit *v, struct db *db, const struct held *h)
{
	struct contact	 contact = { .address = NULL };
	const char	*school;

	if (!contact_get(db, h->contact, &contact))
		db_fail(db, "a contact is gone");
	if (!school_get(db, h->school, &school))
		school = NULL;
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:o}",
	    "id", api_id_text(h->reply), "conversation",
	    api_id_text(h->talk), "at", api_time(v, h->at),
	    "school", api_place(h->school, school),
	    "people", people(db, h->contact),
	    "address", api_text(contact.address), "language", h->language,
	    "words", h->words, "after", api_text(h->after));
}

static json_t *
list_held(struct visit *v, struct db *db)
{
	struct held	*list;
	unsigned	 n;
	json_t		*all;

	if (!is_office(v, db))
		return api_no(v, 403, NO_OFFICE);
	n = held_list(db, &v->viewer, &list);
	all = json_array();
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, held_json(v, db, &list[i]));
	return json_pack("{s:o}", "held", all);
}

static void
ask_held(struct visit *v)
{
	static const char *const names[] = { NULL };

	if (api_query(v, names))
		api_read(v, list_held);
}

static json_t *
say_held(struct visit *v, struct db *db)
{
	const struct saying_held	*said = v->wanted;
	struct entering			 e = { .db = db,
					    .gateway = v->web->gateway,
					    .now = v->viewer.now,
					    .by = v->viewer.person,
					    .api_key = v->viewer.api_key,
					    .note = said->note };
	struct held			 h;
	const char			*why;

	if (v->viewer.person == 0 && v->viewer.operator)
		return api_no(v, 403, WHO);
	if (!is_office(v, db))
		return api_no(v, 403, NO_OFFICE);
	if (!held_get(db, &v->viewer, v->id, &h) ||
	    !contact_get(db, h.contact, &e.contact))
		return api_no(v, 404, GONE);
	if ((why = hold_say(&e, strcmp(said->answer, "stop") == 0)) != NULL)
		return api_no(v, 409, why);
	return json_pack("{s:o, s:s, s:I}", "id", api_id_text(v->id),
	    "answer", said->answer, "dropped", (json_int_t)e.dropped);
}

static void
let_go(struct visit *v)
{
	gateway_poke(v->web->gateway, true);
}

static void
ask_say_held(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(answer, BODY_TEXT, true, saying_held),
		BODY(note, BODY_LINE, false, saying_held),
		{ .name = NULL },
	};
	struct saying_held *said = NEW(v->arena, struct saying_held);

	v->wanted = said;
	v->kept = let_go;
	if (!api_id(v) || !body_read(v, members, said))
		return;
	if (strcmp(said->answer, "stop") != 0 &&
	    strcmp(said->answer, "no") != 0)
		api_problem(v, 422, "answer is one of: stop, no.");
	else
		api_change(v, say_held);
}

void
api_list_held(struct exchange *x, void *web)
{
	api_enter(x, web, ask_held);
}

void
api_say_held(struct exchange *x, void *web)
{
	api_enter(x, web, ask_say_held);
}
