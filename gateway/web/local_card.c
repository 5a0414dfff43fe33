/*
 * What the office sees of a contact, and of a person with all of theirs.
 *
 *	{"id", "address", "channel", "language", "state", "sentence",
 *	 "people": [{"id", "name", "students": [...]}],
 *	 "consent": [{"what", "source", "at", "by", "note"}],
 *	 "introductions": [{"number", "at", "words"}],
 *	 "last": {"message", "at", "state", "sentence", "next"}, "planned"}
 */

#include <string.h>

#include "base/arena.h"
#include "flow/route.h"
#include "net/server.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "store/reach.h"
#include "store/word.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/told.h"

const char *
desk_sentence(const struct contact *c)
{
	if (c->channel == CHANNEL_EMAIL && route_open(c->state))
		return "It is a mailbox.";
	if (c->state == CONTACT_OK)
		return "It can be texted.";
	if (c->state == CONTACT_UNCONFIRMED)
		return "It can be texted. Nobody has answered from it yet.";
	return route_none(c, 1);
}

static json_t *
students_json(struct visit *v, struct db *db, int64_t person)
{
	struct cared	*list;
	unsigned	 n = reach_students(db, person, v->viewer.now, &list);
	json_t		*all = json_array(), *one;

	for (unsigned i = 0; i < n; i++) {
		one = desk_student(v, db, list[i].student);
		json_object_set_new(one, "relation",
		    api_text(list[i].relation));
		json_object_set_new(one, "write_to",
		    json_boolean(list[i].write_to));
		json_object_set_new(one, "restricted",
		    json_boolean(list[i].restricted));
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *
person_json(struct visit *v, struct db *db, const struct person *p)
{
	return json_pack("{s:o, s:s, s:s, s:s, s:b, s:b, s:o}",
	    "id", api_id_text(p->id), "name", p->name,
	    "language", p->language, "prefers", prefers_word(p->prefers),
	    "guardian", (int)p->guardian,
	    "staff", (int)p->staff, "students", students_json(v, db, p->id));
}

static json_t *
people_json(struct visit *v, struct db *db, int64_t contact)
{
	struct person	*list;
	unsigned	 n = person_at(db, contact, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, person_json(v, db, &list[i]));
	return all;
}

static json_t *
consent_json(struct visit *v, struct db *db, int64_t contact)
{
	struct consent	*list;
	unsigned	 n = consent_list(db, contact, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack(
		    "{s:s, s:s, s:o, s:o, s:s}", "what", list[i].what,
		    "source", list[i].source, "at", api_time(v, list[i].at),
		    "by", api_place(list[i].person, list[i].name),
		    "note", list[i].note));
	return all;
}

static json_t *
introductions_json(struct visit *v, struct db *db, int64_t contact)
{
	struct introduced	*list;
	unsigned		 n = reach_introductions(db, contact, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:o, s:s}",
		    "number", list[i].sender, "at", api_time(v, list[i].at),
		    "words", list[i].words));
	return all;
}

static json_t *
last_json(struct visit *v, struct db *db, int64_t contact)
{
	struct attempt	last;
	struct plain	plain;
	int64_t		at;

	if (!reach_last(db, contact, &last))
		return json_null();
	plain = told_attempt(&last, v->viewer.now);
	at = last.ended != 0 ? last.ended : last.began;
	return json_pack("{s:o, s:o, s:s, s:s, s:s}",
	    "message", api_id_text(last.message), "at", api_time(v, at),
	    "state", attempt_state_word(last.state),
	    "sentence", plain.sentence, "next", plain.next);
}

json_t *
desk_card(struct visit *v, struct db *db, const struct contact *c)
{
	int64_t *planned;

	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, "
	    "s:I}", "id", api_id_text(c->id), "address", c->address,
	    "channel", channel_word(c->channel), "language", c->language,
	    "state", contact_state_word(c->state),
	    "sentence", desk_sentence(c), "people", people_json(v, db, c->id),
	    "consent", consent_json(v, db, c->id),
	    "introductions", introductions_json(v, db, c->id),
	    "last", last_json(v, db, c->id),
	    "planned", (json_int_t)reach_planned(db, c->id, &planned));
}

static void
add_cards(struct visit *v, struct db *db, enum channel channel, json_t *all)
{
	struct contact	*list;
	unsigned	 n = contact_of_person(db, v->id, channel, &list);

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, desk_card(v, db, &list[i]));
}

static json_t *
tell_person(struct visit *v, struct db *db)
{
	struct person	 person;
	json_t		*all, *one;

	if (!person_get(db, v->id, &person))
		return api_no(v, 404, "There is no such person.");
	all = json_array();
	add_cards(v, db, CHANNEL_SMS, all);
	add_cards(v, db, CHANNEL_EMAIL, all);
	one = person_json(v, db, &person);
	json_object_set_new(one, "contacts", all);
	return one;
}

static void
ask_person(struct visit *v)
{
	if (api_id(v))
		api_read(v, tell_person);
}

void
local_person(struct exchange *x, void *web)
{
	api_enter(x, web, ask_person);
}
