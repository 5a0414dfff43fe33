/*
 * Whom families may call: the phone of the district, and of each school.
 *
 *	GET  /local/v1/office
 *	POST /local/v1/office {school, phone}	phone "": there is none
 */

#include <string.h>

#include "base/arena.h"
#include "base/phone.h"
#include "net/server.h"
#include "store/db.h"
#include "store/office.h"
#include "store/person.h"
#include "store/practice.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk_settings.h"

struct office_asked {
	int64_t		 school;
	const char	*phone;
};

/* {phone, schools: [{id, name, phone}]}, "" where there is none. */
static json_t *
offices(struct db *db)
{
	struct office	*list;
	unsigned	 n = office_list(db, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:s, s:s}",
		    "id", api_id_text(list[i].school),
		    "name", list[i].name, "phone", list[i].phone));
	return json_pack("{s:s, s:o}", "phone", office_own_phone(db, 0),
	    "schools", all);
}

/* A number that people may call, as E.164; NULL, or what is wrong. */
static const char *
read_phone(struct visit *v, struct db *db, const char *typed,
    const char **number)
{
	struct phone phone;

	*number = "";
	if (typed[strspn(typed, " ")] == '\0')
		return NULL;
	if (strlen(typed) > PHONE_LONGEST || !phone_look(typed, &phone) ||
	    !phone.valid || phone.extension[0] != '\0')
		return "A phone is a whole number without an extension, like "
		    "508-555-0190.";
	if (phone.fictitious && practice_mode(db) == MODE_LIVE)
		return "Numbers with 555-01 are fictitious: no phone has "
		    "them. Write the real number.";
	*number = arena_text(v->arena, phone.number);
	return NULL;
}

/* Only what differs is kept, and in the audit. */
const char *
desk_set_phone(struct visit *v, struct db *db, int64_t school,
    const char *typed)
{
	const char *number, *why = read_phone(v, db, typed, &number);

	if (why != NULL || strcmp(number, office_own_phone(db, school)) == 0)
		return why;
	office_set_phone(db, school, number);
	desk_audit(v, db, "office.phone", school, number);
	return NULL;
}

static json_t *
tell(struct visit *v, struct db *db)
{
	(void)v;
	return offices(db);
}

static json_t *
set(struct visit *v, struct db *db)
{
	const struct office_asked	*asked = v->wanted;
	const char			*why, *name;

	if (asked->school != 0 && !school_get(db, asked->school, &name))
		return api_no(v, 404, "There is no such school.");
	why = desk_set_phone(v, db, asked->school, asked->phone);
	return why != NULL ? api_no(v, 422, why) : offices(db);
}

static void
ask_offices(struct visit *v)
{
	static const char *const names[] = { NULL };

	if (api_query(v, names))
		api_read(v, tell);
}

static void
ask_set(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(school, BODY_ID, false, office_asked),
		BODY(phone, BODY_TEXT, true, office_asked),
		{ .name = NULL },
	};
	struct office_asked *asked = NEW(v->arena, struct office_asked);

	v->wanted = asked;
	if (body_read(v, members, asked))
		api_change(v, set);
}

void
local_offices(struct exchange *x, void *web)
{
	api_enter(x, web, ask_offices);
}

void
local_set_office(struct exchange *x, void *web)
{
	api_enter(x, web, ask_set);
}
