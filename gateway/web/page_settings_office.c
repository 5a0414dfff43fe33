/*
 * Whom families may call, and whether private things may be said in texts: a
 * part of /settings/district.
 *
 *	POST /settings/office		phone, phone_ID of schools, private
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/policy.h"
#include "store/choice.h"
#include "store/db.h"
#include "store/office.h"
#include "web/api.h"
#include "web/desk_settings.h"
#include "web/inside.h"
#include "web/page_settings.h"
#include "web/pages.h"

/* "phone" is the district's. */
static const char *
field_of(struct visit *v, int64_t school)
{
	char text[ID_TEXT];

	return school == 0 ? "phone" : arena_print(v->arena, "phone_%s",
	    id_text(school, text));
}

static bool
is_allowed(struct db *db)
{
	const char *value = choice_get(db, POLICY_ALLOWS, NULL);

	return value != NULL && strcmp(value, "yes") == 0;
}

void
settings_office(struct visit *v, struct db *db, json_t *view)
{
	struct office	*list;
	unsigned	 n = office_list(db, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:s}",
		    "name", list[i].name, "field", field_of(v,
		    list[i].school), "phone", list[i].phone));
	json_object_set_new(view, "offices", all);
	json_object_set_new(view, "phone", json_string(office_own_phone(db,
	    0)));
	json_object_set_new(view, "private_allowed",
	    json_boolean(is_allowed(db)));
}

static void
set_phone(struct visit *v, struct db *db, int64_t school)
{
	const char *field = field_of(v, school), *why;

	if (form_get(&v->form, field) == NULL)
		return;
	why = desk_set_phone(v, db, school, page_field(v, field));
	if (why != NULL)
		page_wrong(v, "phone", why);
}

static json_t *
set_office(struct visit *v, struct db *db)
{
	bool		 allow = *page_field(v, "private") != '\0';
	struct office	*list;
	unsigned	 n = office_list(db, &list);

	set_phone(v, db, 0);
	for (unsigned i = 0; i < n; i++)
		set_phone(v, db, list[i].school);
	if (page_is_wrong(v))
		return settings_district(v, db);
	if (allow != is_allowed(db)) {
		choice_set(db, POLICY_ALLOWS, &(struct choice){
		    .value = allow ? "yes" : "no",
		    .person = v->viewer.person, .at = v->viewer.now });
		desk_audit(v, db, "words.private", 0, allow ? "yes" : "no");
	}
	return settings_saved(v, SETTINGS_DISTRICT);
}

void
page_set_office(struct visit *v)
{
	api_change(v, set_office);
}
