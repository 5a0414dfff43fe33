/*
 * Hours and use of each kind of message.
 *
 *	GET  /local/v1/hours?school=ID
 *	POST /local/v1/hours {kind, school, opens, closes, useful, until,
 *			reset}
 *
 * opens, closes and until are minutes of the day, useful is ms; what is left
 * out stays as it holds now.  `of` is "default", "district" or "school".
 */

#include "base/arena.h"
#include "flow/kind.h"
#include "net/server.h"
#include "store/db.h"
#include "store/person.h"
#include "store/rule.h"
#include "store/word.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk_settings.h"

struct hours_asked {
	const char	*word;		/* The kind, as text. */
	int64_t		 school, opens, closes, useful, until;
	bool		 reset;
	enum kind	 kind;
};

/* The rule that holds, and whose it is. */
static const char *
rule_of(struct db *db, int64_t school, enum kind kind, struct rule *r)
{
	if (rule_find(db, school, kind, r))
		return r->school == 0 ? "district" : "school";
	kind_default(kind, r);
	return "default";
}

static json_t *
kind_json(struct db *db, int64_t school, enum kind kind)
{
	struct rule	 r;
	const char	*of = rule_of(db, school, kind, &r);
	bool		 any = r.hours.from == r.hours.to;

	return json_pack("{s:s, s:s, s:b, s:i, s:i, s:I, s:o}",
	    "kind", kind_word(kind), "of", of, "any_hour", (int)any,
	    "opens", r.hours.from, "closes", any ? 24 * 60 : r.hours.to,
	    "useful", (json_int_t)r.useful,
	    "until", r.useful != 0 ? json_null() : json_integer(r.until));
}

json_t *
desk_hours(struct visit *v, struct db *db, int64_t school)
{
	json_t		*all = json_array();
	const char	*name;

	if (school != 0 && !school_get(db, school, &name)) {
		json_decref(all);
		return api_no(v, 404, "There is no such school.");
	}
	for (int kind = 0; kind < KIND_SYSTEM; kind++)
		json_array_append_new(all, kind_json(db, school,
		    (enum kind)kind));
	return json_pack("{s:o, s:o}", "kinds", all, "school", school == 0 ?
	    json_null() : api_place(school, name));
}

static json_t *
tell_hours(struct visit *v, struct db *db)
{
	return desk_hours(v, db, v->id);
}

/* What holds now, with what is asked for. */
static void
change(struct rule *r, const struct desk_hours *asked)
{
	if (asked->opens >= 0)
		r->hours.from = (int)asked->opens;
	if (asked->closes >= 0)
		r->hours.to = (int)asked->closes;
	if (asked->useful > 0)
		r->useful = asked->useful;
	if (asked->until >= 0) {
		r->useful = 0;
		r->until = (int)asked->until;
	}
}

const char *
desk_set_hours(struct visit *v, struct db *db, const struct desk_hours *set)
{
	struct rule	 r;
	const char	*why, *name;

	if (set->school != 0 && !school_get(db, set->school, &name))
		return "There is no such school.";
	(void)rule_of(db, set->school, set->kind, &r);
	r.school = set->school;
	r.kind = set->kind;
	if (!set->reset) {
		change(&r, set);
		if ((why = rule_wrong(&r)) != NULL)
			return why;
		rule_set(db, &r);
	} else if (!rule_remove(db, set->school, set->kind)) {
		return "There are no hours of its own to take away. See "
		    "homeline hours.";
	}
	desk_audit(v, db, set->reset ? "hours.reset" : "hours.set",
	    set->school, kind_word(set->kind));
	return NULL;
}

static json_t *
set_hours(struct visit *v, struct db *db)
{
	const struct hours_asked	*asked = v->wanted;
	const char			*why, *name;

	if (asked->school != 0 && !school_get(db, asked->school, &name))
		return api_no(v, 404, "There is no such school.");
	why = desk_set_hours(v, db, &(struct desk_hours){
	    .kind = asked->kind, .school = asked->school,
	    .opens = asked->opens, .closes = asked->closes,
	    .until = asked->until, .useful = asked->useful,
	    .reset = asked->reset });
	return why == NULL ? desk_hours(v, db, asked->school) :
	    api_no(v, asked->reset ? 404 : 422, why);
}

static void
ask_hours(struct visit *v)
{
	static const char *const names[] = { "school", NULL };

	if (desk_query(v, names))
		api_read(v, tell_hours);
}

static void
ask_set_hours(struct visit *v)
{
	static const struct body_member members[] = {
		{ "kind", BODY_TEXT, true,
		    offsetof(struct hours_asked, word) },
		BODY(school, BODY_ID, false, hours_asked),
		BODY(opens, BODY_NUMBER, false, hours_asked),
		BODY(closes, BODY_NUMBER, false, hours_asked),
		BODY(useful, BODY_NUMBER, false, hours_asked),
		BODY(until, BODY_NUMBER, false, hours_asked),
		BODY(reset, BODY_FLAG, false, hours_asked),
		{ .name = NULL },
	};
	struct hours_asked *asked = NEW(v->arena, struct hours_asked);

	v->wanted = asked;
	if (!body_read(v, members, asked))
		return;
	if (!kind_read(asked->word, &asked->kind))
		api_problem(v, 422, "kind is one of: emergency, closing, "
		    "today, attendance, direct, announcement.");
	else if (asked->opens > 1440 || asked->closes > 1440 ||
	    asked->until > 1440)
		api_problem(v, 422, "A time of the day is from 00:00 to "
		    "24:00.");
	else
		api_change(v, set_hours);
}

void
local_hours(struct exchange *x, void *web)
{
	api_enter(x, web, ask_hours);
}

void
local_set_hours(struct exchange *x, void *web)
{
	api_enter(x, web, ask_set_hours);
}
