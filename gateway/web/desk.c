/*
 * What the routes of the desk share.
 */

#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/id.h"
#include "base/phone.h"
#include "base/text.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/seat.h"
#include "store/sight.h"
#include "store/user.h"
#include "web/api.h"
#include "web/desk.h"

/* What is wrong with it, as a sentence that says of what. */
static const char *
is_wrong(struct visit *v, const char *typed, const char *why)
{
	const char *clean = text_clean(v->arena, typed, strlen(typed));

	return arena_print(v->arena, "\"%s\" is refused: %s.",
	    text_cut(v->arena, clean, 60), why);
}

const char *
desk_address(struct visit *v, const char *typed, struct desk_address *a)
{
	const char	*why = NULL;
	struct phone	 phone;

	*a = (struct desk_address){ .channel = CHANNEL_EMAIL };
	if (strchr(typed, '@') != NULL)
		return email_read(v->arena, typed, &a->address, &why) ?
		    NULL : is_wrong(v, typed, why);
	if (!phone_read(typed, &phone, &why))
		return is_wrong(v, typed, why);
	a->channel = CHANNEL_SMS;
	a->address = arena_text(v->arena, phone.number);
	a->fictitious = phone.fictitious;
	return NULL;
}

const char *
desk_refused(struct db *db, const struct desk_address *a)
{
	struct sender ours;

	if (sender_get(db, a->address, &ours))
		return a->channel == CHANNEL_EMAIL ?
		    "This is one of our own mailboxes. Write the mailbox of "
		    "that person." :
		    "This is one of our own numbers. Write the number of "
		    "that person.";
	if (a->fictitious && practice_mode(db) == MODE_LIVE)
		return "Numbers with 555-01 are fictitious: no phone has "
		    "them. Write the real number.";
	return NULL;
}

bool
desk_query(struct visit *v, const char *const *names)
{
	const char *school;

	if (!api_query(v, names))
		return false;
	school = form_get(&v->query, "school");
	if (school == NULL || id_parse(school, &v->id))
		return true;
	api_problem(v, 400, "school is an id.");
	return false;
}

bool
desk_staff(struct visit *v, struct db *db, struct person *p)
{
	if (person_get(db, v->id, p) && p->staff)
		return true;
	(void)api_no(v, 404, "There is no such member of staff. See homeline "
	    "user list.");
	return false;
}

json_t *
desk_student(struct visit *v, struct db *db, int64_t id)
{
	const char	*name = NULL;
	struct viewer	 operator = { .operator = true,
			    .now = v->viewer.now };
	struct enrolled	*places;
	unsigned	 n = sight_enrolled(db, &operator, id, &places);

	if (!student_name(db, id, &name))
		name = "?";
	return json_pack("{s:o, s:s, s:o, s:o}", "id", api_id_text(id),
	    "name", name, "school", n == 0 ? json_null() :
	    api_place(places[0].school, places[0].school_name),
	    "class", n == 0 ? json_null() :
	    api_place(places[0].class, places[0].class_name));
}

bool
desk_sits(struct visit *v, struct db *db)
{
	return v->viewer.person != 0 &&
	    seat_at_office(db, v->viewer.person, 0, v->viewer.now);
}

json_t *
desk_only(struct visit *v)
{
	return api_no(v, 403, v->viewer.person == 0 ?
	    "Say who does this: --as NAME, of somebody at the district's "
	    "desk." : "Only who sits at the district's desk may do this. See "
	    "homeline user list.");
}

void
desk_audit(struct visit *v, struct db *db, const char *deed, int64_t object,
    const char *note)
{
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .api_key = v->viewer.api_key, .deed = deed, .object = object,
	    .note = note }, v->viewer.now);
}

json_t *
desk_numbers(struct db *db)
{
	struct sender	*list;
	unsigned	 n = sender_list(db, &list);
	json_t		*all = json_array();
	const char	*school;

	for (unsigned i = 0; i < n; i++) {
		if (!school_get(db, list[i].school, &school))
			school = NULL;
		json_array_append_new(all, json_pack("{s:s, s:s, s:o}",
		    "number", list[i].address, "account", list[i].account,
		    "school", api_place(list[i].school, school)));
	}
	return all;
}
