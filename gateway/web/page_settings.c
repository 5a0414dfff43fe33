/*
 * /settings: what there is to set, and the district itself.
 *
 *	GET  /settings
 *	GET  /settings/district
 *	POST /settings/district		name
 *	POST /settings/practice		address, note; or address, remove
 *	POST /settings/live		name, typed as it is
 *
 * What lives in the database is changed here; what lives in the configuration
 * file is shown, and where to change it.
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/zone.h"
#include "flow/gateway.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/person.h"
#include "store/practice.h"
#include "web/api.h"
#include "web/desk_settings.h"
#include "web/inside.h"
#include "web/page_settings.h"
#include "web/pages.h"

#define NAME_MOST	100	/* Bytes of a district's name. */
#define DEEDS_MOST	6

static const struct place {
	const char	*path, *key, *hint;
	const char	*deeds[DEEDS_MOST];	/* That change it. */
} places[SETTINGS_PAGES] = {
	[SETTINGS_DISTRICT] = { "/settings/district", "settings.district",
	    "settings.district_hint", { "district.name", "district.live",
	    "practice.add", "practice.remove", "office.phone",
	    "words.private" } },
	[SETTINGS_NUMBERS] = { "/settings/numbers", "settings.numbers",
	    "settings.numbers_hint", { "number.add" } },
	[SETTINGS_ACCOUNTS] = { "/settings/accounts", "settings.accounts",
	    "settings.accounts_hint", { "trial.send" } },
	[SETTINGS_HOURS] = { "/settings/hours", "settings.hours",
	    "settings.hours_hint", { "hours.set", "hours.reset" } },
	[SETTINGS_MAIL] = { "/settings/mail", "settings.mail",
	    "settings.mail_hint", { NULL } },
	[SETTINGS_WORDS] = { "/settings/words", "settings.words",
	    "settings.words_hint", { NULL } },
	[SETTINGS_TRANSLATION] = { "/settings/translation",
	    "settings.translation", "settings.translation_hint", { NULL } },
	[SETTINGS_REPORT] = { "/settings/report", "settings.report",
	    "settings.report_hint", { "report.target" } },
};

static json_t *
changed(struct visit *v, struct db *db, const struct place *place)
{
	int64_t		 at, last = 0, person, who = 0;
	struct person	 p = { .name = NULL };

	for (unsigned i = 0; i < DEEDS_MOST && place->deeds[i] != NULL; i++) {
		at = audit_last(db, place->deeds[i], &person);
		if (at > last) {
			last = at;
			who = person;
		}
	}
	if (last == 0)
		return json_null();
	if (who == 0 || !person_get(db, who, &p))
		p.name = NULL;
	return json_pack("{s:o, s:o}", "at", page_when(v, last),
	    "who", api_text(p.name));
}

json_t *
settings_view(struct visit *v, struct db *db, enum settings_page page)
{
	json_t *tabs = json_array();

	for (int i = 0; i < SETTINGS_PAGES; i++)
		json_array_append_new(tabs, json_pack("{s:o, s:s, s:b}",
		    "tab_url", json_string(places[i].path),
		    "key", places[i].key, "current", (int)(i == (int)page)));
	return json_pack("{s:s, s:o, s:o, s:s}", "title_key",
	    places[page].key, "tabs", tabs,
	    "changed", changed(v, db, &places[page]),
	    "saved_key", form_get(&v->query, "saved") == NULL ? "" :
	    page == SETTINGS_ACCOUNTS ? "settings.trial_began" :
	    "settings.saved");
}

json_t *
settings_saved(struct visit *v, enum settings_page page)
{
	return page_go(v, arena_print(v->arena, "%s?saved=1",
	    places[page].path));
}

void
settings_typed(struct visit *v, json_t *view, const char *field)
{
	json_object_set_new(view, field, json_string(text_clean(v->arena,
	    page_field(v, field), strlen(page_field(v, field)))));
}

static json_t *
overview(struct visit *v, struct db *db)
{
	json_t *all = json_array();

	for (int i = 0; i < SETTINGS_PAGES; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:o}",
		    "place_url", places[i].path, "key", places[i].key,
		    "hint_key", places[i].hint,
		    "changed", changed(v, db, &places[i])));
	return json_pack("{s:o}", "places", all);
}

void
page_settings(struct visit *v)
{
	api_read(v, overview);
}

/* ------------------------------------------------------------- district */

json_t *
settings_district(struct visit *v, struct db *db)
{
	json_t		*view = settings_view(v, db, SETTINGS_DISTRICT);
	json_t		*practice = desk_practice(v, db);
	const char	*mode = practice_word(practice_mode(db));

	json_object_update_missing(view, practice);
	json_decref(practice);
	json_object_del(view, "mode");
	json_object_set_new(view, "mode_key", json_string(arena_print(
	    v->arena, "settings.mode_%s", mode)));
	json_object_set_new(view, "is_practice", json_boolean(
	    strcmp(mode, "practice") == 0));
	json_object_set_new(view, "is_sample", json_boolean(
	    strcmp(mode, "sample") == 0));
	if (strcmp(mode, "practice") == 0)
		json_object_set_new(view, "live", desk_live(v, db));
	json_object_set_new(view, "zone", json_string(zone_name(
	    v->web->gateway->zone)));
	settings_office(v, db, view);
	return view;
}

void
page_settings_district(struct visit *v)
{
	api_read(v, settings_district);
}

/* NULL, or why the district cannot be called so. */
static const char *
wrong_name(const char *name)
{
	if (*name == '\0')
		return "Write the name of the district.";
	if (strlen(name) > NAME_MOST)
		return "Write a name of at most 100 letters: families read "
		    "it in every first text.";
	if (strpbrk(name, "\n\t{}") != NULL)
		return "Write the name in one line, without braces.";
	return NULL;
}

static json_t *
rename_district(struct visit *v, struct db *db)
{
	const char	*name = text_clean(v->arena, page_field(v, "name"),
			    strlen(page_field(v, "name")));
	const char	*why = wrong_name(name);
	struct district	 d;
	json_t		*view;

	if (why != NULL || !district_get(db, &d)) {
		page_wrong(v, "name", why != NULL ? why :
		    "There is no district yet.");
		view = settings_district(v, db);
		json_object_set_new(view, "name", json_string(name));
		return view;
	}
	if (strcmp(d.name, name) != 0) {
		district_rename(db, name);
		desk_audit(v, db, "district.name", d.id, arena_print(v->arena,
		    "%s, before: %s", name, d.name));
	}
	return settings_saved(v, SETTINGS_DISTRICT);
}

void
page_rename_district(struct visit *v)
{
	api_change(v, rename_district);
}

/* ------------------------------------------------------------- practice */

static json_t *
change_practice(struct visit *v, struct db *db)
{
	const struct desk_practice	*change = v->wanted;
	const char			*why = desk_change_practice(v, db,
					    change);
	json_t				*view;

	if (why == NULL)
		return settings_saved(v, SETTINGS_DISTRICT);
	page_wrong(v, "address", why);
	view = settings_district(v, db);
	settings_typed(v, view, "address");
	settings_typed(v, view, "note");
	return view;
}

/* What was typed is no number and no mailbox. */
static json_t *
refuse_address(struct visit *v, struct db *db)
{
	json_t *view;

	page_wrong(v, "address", v->wanted);
	view = settings_district(v, db);
	settings_typed(v, view, "address");
	settings_typed(v, view, "note");
	return view;
}

void
page_change_practice(struct visit *v)
{
	struct desk_practice	*change = NEW(v->arena, struct desk_practice);
	const char		*note = page_field(v, "note"), *why;

	change->note = text_clean(v->arena, note, strlen(note));
	change->remove = *page_field(v, "remove") != '\0';
	why = desk_address(v, page_field(v, "address"), &change->at);
	if (why == NULL && strlen(change->note) > PRACTICE_NOTE)
		why = "The note is longer than 100 bytes. Say whose number it "
		    "is.";
	if (why != NULL) {
		v->wanted = why;
		api_read(v, refuse_address);
		return;
	}
	v->wanted = change;
	v->kept = desk_recall;
	api_change(v, change_practice);
}

static json_t *
go_live(struct visit *v, struct db *db)
{
	const char	*why = desk_go_live(v, db, page_field(v, "typed"));
	json_t		*view;

	if (why == NULL)
		return settings_saved(v, SETTINGS_DISTRICT);
	page_wrong(v, "typed", why);
	view = settings_district(v, db);
	settings_typed(v, view, "typed");
	return view;
}

void
page_go_live(struct visit *v)
{
	v->kept = desk_recall;
	api_change(v, go_live);
}
