/*
 * Settings: our own numbers and mailboxes, and the hours of each kind.
 *
 *	GET  /settings/numbers
 *	POST /settings/numbers		number, account, school
 *	GET  /settings/hours?school=ID
 *	POST /settings/hours		school, kind; any, or opens and closes;
 *					hours, or until; or reset
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "store/db.h"
#include "store/practice.h"
#include "store/sight.h"
#include "store/word.h"
#include "web/api.h"
#include "web/desk_settings.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page_settings.h"
#include "web/page_speech.h"
#include "web/pages.h"

#define DAY	1440	/* Minutes. */

/* [{id, name, chosen}] */
static json_t *
schools(struct visit *v, struct db *db, int64_t chosen)
{
	struct sighted	*list;
	unsigned	 n = sight_schools(db, &v->viewer, &list);
	json_t		*all = json_array();
	char		 id[ID_TEXT];

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
		    "id", id_text(list[i].id, id), "name", list[i].name,
		    "chosen", (int)(list[i].id == chosen)));
	return all;
}

/* -------------------------------------------------------------- numbers */

static json_t *
account_names(struct visit *v)
{
	const struct configured	*c = v->web->gateway->configured;
	const char		*typed = page_field(v, "account");
	json_t			*all = json_array();

	for (unsigned i = 0; i < c->count; i++)
		json_array_append_new(all, json_pack("{s:s, s:b, s:b}",
		    "name", c->accounts[i].name,
		    "mail", (int)(c->accounts[i].provider->channel ==
		    CHANNEL_EMAIL),
		    "chosen", (int)(strcmp(typed, c->accounts[i].name) == 0)));
	return all;
}

static json_t *
numbers(struct visit *v, struct db *db)
{
	json_t	*view = settings_view(v, db, SETTINGS_NUMBERS);
	int64_t	 school;

	if (!id_parse(page_field(v, "school"), &school))
		school = 0;
	json_object_set_new(view, "numbers", desk_numbers(db));
	json_object_set_new(view, "accounts", account_names(v));
	json_object_set_new(view, "schools", schools(v, db, school));
	settings_typed(v, view, "number");
	return view;
}

void
page_settings_numbers(struct visit *v)
{
	api_read(v, numbers);
}

static json_t *
refuse_number(struct visit *v, struct db *db)
{
	page_wrong(v, "number", v->wanted);
	return numbers(v, db);
}

static json_t *
add_number(struct visit *v, struct db *db)
{
	const char *why = desk_add_number(v, db, v->wanted);

	if (why == NULL)
		return settings_saved(v, SETTINGS_NUMBERS);
	page_wrong(v, "number", why);
	return numbers(v, db);
}

void
page_add_number(struct visit *v)
{
	struct desk_number	*n = NEW(v->arena, struct desk_number);
	const char		*why;

	n->account = page_field(v, "account");
	if (!id_parse(page_field(v, "school"), &n->school))
		n->school = 0;
	why = desk_address(v, page_field(v, "number"), &n->at);
	if (why == NULL)
		why = desk_no_account(v, n);
	if (why != NULL) {
		v->wanted = why;
		api_read(v, refuse_number);
		return;
	}
	v->wanted = n;
	api_change(v, add_number);
}

/* ---------------------------------------------------------------- hours */

/* "07:00" for the control; midnight at the end of a day is 00:00 there. */
static const char *
clock_value(struct visit *v, int64_t minute)
{
	return arena_print(v->arena, "%02d:%02d", (int)(minute / 60 % 24),
	    (int)(minute % 60));
}

static int64_t
number(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

/* What a row of desk_hours() is for people. */
static void
add_words(struct visit *v, json_t *row)
{
	int64_t		 useful = number(row, "useful");
	const char	*kind = json_string_value(json_object_get(row,
			    "kind")), *of = json_string_value(
			    json_object_get(row, "of"));

	json_object_set_new(row, "kind_key", json_string(arena_print(v->arena,
	    "settings.kind_%s", kind)));
	json_object_set_new(row, "of_key", json_string(arena_print(v->arena,
	    "settings.of_%s", of)));
	json_object_set_new(row, "own", json_boolean(strcmp(of, v->id == 0 ?
	    "district" : "school") == 0));
	json_object_set_new(row, "from", json_string(page_clock(v,
	    number(row, "opens"))));
	json_object_set_new(row, "to", json_string(page_clock(v,
	    number(row, "closes"))));
	json_object_set_new(row, "opens_value", json_string(clock_value(v,
	    number(row, "opens"))));
	json_object_set_new(row, "closes_value", json_string(clock_value(v,
	    number(row, "closes"))));
	if (useful == 0) {
		json_object_set_new(row, "until_words", json_string(
		    page_clock(v, number(row, "until"))));
		json_object_set_new(row, "until_value", json_string(
		    clock_value(v, number(row, "until"))));
		if (number(row, "until") == 0)
			json_object_set_new(row, "until_end", json_true());
	} else if (useful % DAYS(1) == 0) {
		json_object_set_new(row, "days", json_integer(useful /
		    DAYS(1)));
	} else {
		json_object_set_new(row, "hours_words", json_integer(useful /
		    HOURS(1)));
	}
	if (useful != 0)
		json_object_set_new(row, "hours_value", json_integer(useful /
		    HOURS(1)));
}

static json_t *
hours(struct visit *v, struct db *db)
{
	json_t	*view = settings_view(v, db, SETTINGS_HOURS);
	json_t	*rules = desk_hours(v, db, v->id), *row;
	size_t	 i;
	char	 id[ID_TEXT];

	if (rules == NULL) {
		json_decref(view);
		return NULL;
	}
	json_array_foreach(json_object_get(rules, "kinds"), i, row)
		add_words(v, row);
	json_object_update(view, rules);
	json_decref(rules);
	json_object_set_new(view, "school_id", json_string(v->id == 0 ? "" :
	    id_text(v->id, id)));
	json_object_set_new(view, "schools", schools(v, db, v->id));
	return view;
}

void
page_settings_hours(struct visit *v)
{
	const char *school = form_get(&v->query, "school");

	if (school == NULL || !id_parse(school, &v->id))
		v->id = 0;
	api_read(v, hours);
}

/* The form that is wrong is open, with what was typed. */
static json_t *
hours_again(struct visit *v, struct db *db, const char *kind,
    const char *why)
{
	json_t	*view = hours(v, db), *row;
	size_t	 i;

	json_array_foreach(json_object_get(view, "kinds"), i, row) {
		if (strcmp(json_string_value(json_object_get(row, "kind")),
		    kind) != 0)
			continue;
		json_object_set_new(row, "wrong_hours", json_string(why));
		settings_typed(v, row, "opens");
		settings_typed(v, row, "closes");
		json_object_set(row, "opens_value", json_object_get(row,
		    "opens"));
		json_object_set(row, "closes_value", json_object_get(row,
		    "closes"));
	}
	return view;
}

static json_t *
set_hours(struct visit *v, struct db *db)
{
	const struct desk_hours	*set = v->wanted;
	const char		*why = desk_set_hours(v, db, set);
	char			 id[ID_TEXT];

	if (why != NULL) {
		page_wrong(v, arena_print(v->arena, "opens-%s",
		    kind_word(set->kind)), why);
		return hours_again(v, db, kind_word(set->kind), why);
	}
	return page_go(v, set->school == 0 ? "/settings/hours?saved=1" :
	    arena_print(v->arena, "/settings/hours?saved=1&school=%s",
	    id_text(set->school, id)));
}

/* "07:30" as minutes of the day; -1: it is none. */
static int64_t
minutes(const char *text)
{
	char	*end;
	long	 hour = strtol(text, &end, 10), minute;

	if (end == text || *end != ':' || hour < 0 || hour > 23)
		return -1;
	text = end + 1;
	minute = strtol(text, &end, 10);
	if (end == text || minute < 0 || minute > 59)
		return -1;
	return hour * 60 + minute;
}

static int64_t
end_of_day(int64_t minute)
{
	return minute == 0 ? DAY : minute;
}

static void
read_hours(struct visit *v, struct desk_hours *set)
{
	long of_use = strtol(page_field(v, "hours"), NULL, 10);

	set->reset = *page_field(v, "reset") != '\0';
	set->opens = minutes(page_field(v, "opens"));
	set->closes = end_of_day(minutes(page_field(v, "closes")));
	if (*page_field(v, "any") != '\0')
		set->opens = set->closes = 0;
	set->useful = set->until = -1;
	if (strcmp(page_field(v, "use"), "until") == 0)
		set->until = minutes(page_field(v, "until"));
	else if (of_use > 0 && of_use <= 24 * 365)
		set->useful = HOURS(of_use);
}

void
page_set_hours(struct visit *v)
{
	struct desk_hours *set = NEW(v->arena, struct desk_hours);

	if (!id_parse(page_field(v, "school"), &set->school))
		set->school = 0;
	v->id = set->school;
	v->wanted = set;
	read_hours(v, set);
	if (!kind_read(page_field(v, "kind"), &set->kind) ||
	    set->kind == KIND_SYSTEM)
		page_problem(v, 422, "Choose one of the kinds on the page.");
	else
		api_change(v, set_hours);
}
