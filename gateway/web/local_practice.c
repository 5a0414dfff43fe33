/*
 * Practice, and its end.
 *
 *	GET  /local/v1/practice
 *	POST /local/v1/practice {address, note, remove}
 *	GET  /local/v1/live	what would change
 *	POST /local/v1/live {district}	the district's name, as it is
 *
 * What is in hand is looked at again before it is said that something was
 * done: nothing leaves by what was known before.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/reached.h"
#include "store/word.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk_settings.h"
#include "web/inside.h"

struct practice_asked {
	const char		*typed, *note;
	bool			 remove;
	struct desk_practice	 change;
};

struct live_asked {
	const char		*district;
};

void
desk_recall(struct visit *v)
{
	gateway_recall(v->web->gateway);
}

json_t *
desk_practice(struct visit *v, struct db *db)
{
	struct practice_contact	*list;
	unsigned		 n = practice_list(db, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:o}",
		    "channel", channel_word(list[i].channel),
		    "address", list[i].address, "note", list[i].note,
		    "added", api_time(v, list[i].added)));
	return json_pack("{s:s, s:o, s:i}",
	    "mode", practice_word(practice_mode(db)), "addresses", all,
	    "most", PRACTICE_MOST);
}

const char *
desk_change_practice(struct visit *v, struct db *db,
    const struct desk_practice *change)
{
	const struct desk_address	*at = &change->at;
	const char			*why = NULL;

	if (change->remove) {
		if (!practice_remove(db, at->channel, at->address))
			return arena_print(v->arena, "%s is not on the list. "
			    "See homeline practice.", at->address);
	} else if ((why = desk_refused(db, at)) != NULL ||
	    !practice_add(db, &(struct practice_contact){
	    .channel = at->channel, .address = at->address,
	    .note = change->note != NULL ? change->note : "",
	    .added = v->viewer.now }, &why)) {
		return why;
	}
	desk_audit(v, db, change->remove ? "practice.remove" : "practice.add",
	    0, at->address);
	return NULL;
}

static json_t *
change_practice(struct visit *v, struct db *db)
{
	const struct practice_asked	*asked = v->wanted;
	const char			*why = desk_change_practice(v, db,
					    &asked->change);

	return why == NULL ? desk_practice(v, db) :
	    api_no(v, asked->remove ? 404 : 409, why);
}

static void
ask_practice(struct visit *v)
{
	api_read(v, desk_practice);
}

static void
ask_change_practice(struct visit *v)
{
	static const struct body_member members[] = {
		{ "address", BODY_TEXT, true,
		    offsetof(struct practice_asked, typed) },
		BODY(note, BODY_LINE, false, practice_asked),
		BODY(remove, BODY_FLAG, false, practice_asked),
		{ .name = NULL },
	};
	struct practice_asked	*asked = NEW(v->arena, struct practice_asked);
	const char		*why;

	v->wanted = asked;
	v->kept = desk_recall;
	if (!body_read(v, members, asked))
		return;
	asked->change.note = asked->note;
	asked->change.remove = asked->remove;
	if ((why = desk_address(v, asked->typed, &asked->change.at)) != NULL)
		api_problem(v, 422, why);
	else if (asked->note != NULL && strlen(asked->note) > PRACTICE_NOTE)
		api_problem(v, 422, "The note is longer than 100 bytes. Say "
		    "whose number it is.");
	else
		api_change(v, change_practice);
}

static json_t *
languages_json(struct visit *v, struct db *db, int64_t *all)
{
	struct reached	*list;
	unsigned	 n = reached_languages(db, v->viewer.now, &list);
	json_t		*languages = json_array();

	*all = 0;
	for (unsigned i = 0; i < n; i++) {
		*all += list[i].guardians;
		json_array_append_new(languages, json_pack("{s:s, s:I}",
		    "language", list[i].language,
		    "guardians", (json_int_t)list[i].guardians));
	}
	return languages;
}

/* Why it cannot go live; NULL: it can. */
static const char *
obstacle(struct visit *v, struct db *db, int64_t guardians)
{
	const struct configured	*c = v->web->gateway->configured;
	struct sender		*numbers;

	if (practice_mode(db) == MODE_SAMPLE)
		return "A sample district never goes live. Make a district "
		    "of your own with `homeline init`.";
	if (practice_mode(db) == MODE_LIVE)
		return "The district is live already.";
	for (unsigned i = 0; i < c->count; i++)
		if (c->use[i].simulated)
			return arena_print(v->arena, "The account %s is "
			    "simulated, so nobody would be reached. Write a "
			    "real one in the configuration, and restart.",
			    c->accounts[i].name);
	if (sender_list(db, &numbers) == 0)
		return "The district has no number to text from. Add one: "
		    "homeline numbers add NUMBER --account NAME.";
	if (guardians == 0)
		return "There is no guardian who can be texted. Import a "
		    "roster first.";
	return NULL;
}

json_t *
desk_live(struct visit *v, struct db *db)
{
	struct district	 d;
	int64_t		 guardians;
	json_t		*languages;

	if (!district_get(db, &d))
		return api_no(v, 503, "There is no district yet.");
	languages = languages_json(v, db, &guardians);
	return json_pack("{s:s, s:s, s:I, s:o, s:o, s:o}",
	    "district", d.name, "mode", practice_word(practice_mode(db)),
	    "guardians", (json_int_t)guardians, "languages", languages,
	    "numbers", desk_numbers(db), "obstacle",
	    api_text(obstacle(v, db, guardians)));
}

const char *
desk_go_live(struct visit *v, struct db *db, const char *typed)
{
	struct district	 d;
	const char	*why;
	int64_t		 guardians;

	json_decref(languages_json(v, db, &guardians));
	if ((why = obstacle(v, db, guardians)) != NULL)
		return why;
	if (!district_get(db, &d) || strcmp(d.name, typed) != 0)
		return arena_print(v->arena, "This is not the name of the "
		    "district. Write it as it is: %s.", d.name);
	if (!practice_live(db, &why))
		return why;
	desk_audit(v, db, "district.live", d.id, typed);
	return NULL;
}

static json_t *
go_live(struct visit *v, struct db *db)
{
	const struct live_asked	*asked = v->wanted;
	const char		*why;

	if (!desk_sits(v, db))
		return desk_only(v);
	if ((why = desk_go_live(v, db, asked->district)) != NULL)
		return api_no(v, 409, why);
	return json_pack("{s:s, s:s}", "district", asked->district, "mode",
	    practice_word(practice_mode(db)));
}

static void
ask_live(struct visit *v)
{
	api_read(v, desk_live);
}

static void
ask_go_live(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(district, BODY_TEXT, true, live_asked),
		{ .name = NULL },
	};
	struct live_asked *asked = NEW(v->arena, struct live_asked);

	v->wanted = asked;
	v->kept = desk_recall;
	if (body_read(v, members, asked))
		api_change(v, go_live);
}

void
local_practice(struct exchange *x, void *web)
{
	api_enter(x, web, ask_practice);
}

void
local_change_practice(struct exchange *x, void *web)
{
	api_enter(x, web, ask_change_practice);
}

void
local_live(struct exchange *x, void *web)
{
	api_enter(x, web, ask_live);
}

void
local_go_live(struct exchange *x, void *web)
{
	api_enter(x, web, ask_go_live);
}
