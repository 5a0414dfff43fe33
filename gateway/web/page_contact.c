/*
 * The card of one number or mailbox, and what the office enters of it.
 *
 *	GET  /contacts/:id
 *	POST /contacts/:id/enter	deed: stop, start, ok, wrong, landline,
 *					language; note
 *
 * What somebody is told on the phone is kept with who entered it and their
 * note, as evidence (flow/enter.h).
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/enter.h"
#include "flow/gateway.h"
#include "store/attempt.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/held.h"
#include "store/person.h"
#include "store/pupil.h"
#include "store/reach.h"
#include "store/reached.h"
#include "store/word.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_contact.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/told.h"
#include "web/whom.h"

struct entering
contact_entering(struct visit *v, struct db *db, const char *note)
{
	return (struct entering){ .db = db, .gateway = v->web->gateway,
	    .now = v->viewer.now, .by = v->viewer.person, .note = note };
}

/* What was just done, as a key: only what is ours. */
const char *
contact_done(struct visit *v)
{
	static const char *const deeds[] = { "stop", "start", "ok", "wrong",
	    "landline", "language", "add", "remove", "back", "prefers",
	    "same" };
	const char *asked = whom_asked(v, "done");

	for (size_t i = 0; i < COUNT(deeds); i++)
		if (strcmp(deeds[i], asked) == 0)
			return deeds[i];
	return NULL;
}

json_t *
contact_students(struct visit *v, struct db *db, int64_t guardian)
{
	struct cared	*list;
	const char	*name;
	unsigned	 n = reach_students(db, guardian, v->viewer.now,
			    &list);
	json_t		*all = json_array(), *one;

	for (unsigned i = 0; i < n; i++) {
		if (!pupil_seen(db, &v->viewer, list[i].student) ||
		    !student_name(db, list[i].student, &name))
			continue;
		one = whom_student(v, db, list[i].student, name);
		json_object_set_new(one, "relation",
		    api_text(list[i].relation));
		json_object_set_new(one, "restricted",
		    json_boolean(list[i].restricted));
		json_object_set_new(one, "silent", json_boolean(
		    !list[i].write_to && !list[i].restricted));
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *
people_json(struct visit *v, struct db *db, int64_t contact)
{
	struct person	*list;
	unsigned	 n = person_at(db, contact, &list);
	json_t		*all = json_array();
	char		 text[ID_TEXT];

	for (unsigned i = 0; i < n; i++) {
		id_text(list[i].id, text);
		json_array_append_new(all, json_pack("{s:s, s:o, s:o, s:o}",
		    "name", list[i].name,
		    "language", page_language(list[i].language),
		    "students", contact_students(v, db, list[i].id),
		    "person_url", page_url(v, "/contacts/people/%s",
		    text)));
	}
	return all;
}

static json_t *
history_json(struct visit *v, struct db *db, int64_t contact)
{
	struct consent	*list;
	unsigned	 n = consent_list(db, contact, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack(
		    "{s:s, s:s, s:o, s:o, s:s, s:b}", "what", list[i].what,
		    "source", list[i].source, "at", page_when(v, list[i].at),
		    "by", api_text(list[i].name), "note", list[i].note,
		    "ours", (int)(strcmp(list[i].what, "introduced") == 0)));
	return all;
}

/* How many of the last texts did not arrive, and why the last one. */
static void
add_failures(struct db *db, int64_t contact, json_t *view)
{
	int64_t		 failed;
	const char	*why = unreached_why(db, contact, &failed);

	if (failed == 0)
		return;
	json_object_set_new(view, "failed", json_integer(failed));
	json_object_set_new(view, "failed_why", api_text(why));
}

static json_t *
last_json(struct visit *v, struct db *db, int64_t contact)
{
	struct attempt	last;
	struct plain	plain;

	if (!reach_last(db, contact, &last))
		return json_null();
	plain = told_attempt(&last, v->viewer.now);
	return json_pack("{s:o, s:s, s:s}", "at", page_when(v,
	    last.ended != 0 ? last.ended : last.began),
	    "sentence", plain.sentence, "next", plain.next);
}

/* What can be entered now. */
static void
add_forms(struct db *db, const struct contact *c, json_t *view)
{
	bool stopped = c->state == CONTACT_STOPPED;
	bool phone = c->channel == CHANNEL_SMS;

	json_object_set_new(view, "can_stop", json_boolean(!stopped));
	json_object_set_new(view, "can_start", json_boolean(stopped &&
	    !consent_theirs(db, c->id)));
	json_object_set_new(view, "theirs", json_boolean(stopped &&
	    consent_theirs(db, c->id)));
	json_object_set_new(view, "can_mark", json_boolean(!stopped && phone));
	json_object_set_new(view, "can_wrong", json_boolean(!stopped &&
	    phone && c->state != CONTACT_WRONG));
	json_object_set_new(view, "can_landline", json_boolean(!stopped &&
	    phone && c->state != CONTACT_LANDLINE));
	json_object_set_new(view, "can_ok", json_boolean(!stopped && phone &&
	    c->state != CONTACT_OK && c->state != CONTACT_UNCONFIRMED));
}

static json_t *
card(struct visit *v, struct db *db, const struct contact *c)
{
	json_t		*view = whom_contact(v, db, c, true), *history;
	const char	*done = contact_done(v);
	int64_t		*planned;
	unsigned	 n = reach_planned(db, c->id, &planned);
	char		 text[ID_TEXT];

	id_text(c->id, text);
	json_object_set_new(view, "title", json_string(whom_address(v->arena,
	    c, true)));
	json_object_set_new(view, "speaks", page_language(c->language));
	json_object_set_new(view, "people", people_json(v, db, c->id));
	history = history_json(v, db, c->id);
	json_object_set_new(view, "told", json_boolean(
	    json_array_size(history) > 0));
	json_object_set_new(view, "history", history);
	json_object_set_new(view, "last", last_json(v, db, c->id));
	if (n > 0)
		json_object_set_new(view, "planned", json_integer(n));
	add_failures(db, c->id, view);
	if (done != NULL)
		json_object_set_new(view, "done", json_string(done));
	json_object_set_new(view, "note", json_string(whom_typed(v, "note")));
	json_object_set_new(view, "enter_url", page_url(v,
	    "/contacts/%s/enter", text));
	add_forms(db, c, view);
	json_object_set_new(view, "held", json_boolean(
	    held_open(db, c->id) != 0));
	return view;
}

static json_t *
no_contact(struct visit *v)
{
	return api_no(v, 404, "There is no such number or mailbox, or it is "
	    "not of a family of your school.");
}

static json_t *
show(struct visit *v, struct db *db)
{
	struct entering e = contact_entering(v, db, NULL);

	if (!contact_get(db, v->id, &e.contact) || !enter_may(&e, 0))
		return no_contact(v);
	return card(v, db, &e.contact);
}

void
page_contact(struct visit *v)
{
	if (api_id(v))
		api_read(v, show);
}

/* Why not, in the words of a page; else it is done. */
static const char *
enter_deed(struct entering *e, const char *deed, const char *language)
{
	if (strcmp(deed, "stop") == 0)
		return enter_stop(e);
	if (strcmp(deed, "start") == 0 && (e->note == NULL ||
	    *e->note == '\0'))
		return "Write how the family asked for messages again.";
	if (strcmp(deed, "start") == 0)
		return enter_start(e);
	if (strcmp(deed, "language") == 0)
		return lang_tag(language) == NULL ? "We do not know this "
		    "language. Write its English name, such as Spanish or "
		    "Haitian Creole." : enter_language(e, lang_tag(language));
	if (e->contact.state == CONTACT_STOPPED)
		return "They asked us to stop, so nothing goes there, "
		    "whatever the number is.";
	if (strcmp(deed, "wrong") == 0)
		return enter_mark(e, CONTACT_WRONG);
	if (strcmp(deed, "landline") == 0)
		return enter_mark(e, CONTACT_LANDLINE);
	if (strcmp(deed, "ok") == 0)
		return enter_mark(e, CONTACT_OK);
	return "Choose what you want to enter.";
}

static json_t *
enter(struct visit *v, struct db *db)
{
	const char	*deed = whom_typed(v, "deed"), *why;
	struct entering	 e = contact_entering(v, db, text_cut(v->arena,
			    whom_typed(v, "note"), CONTACT_NOTE));
	char		 text[ID_TEXT];

	if (!contact_get(db, v->id, &e.contact) || !enter_may(&e, 0))
		return no_contact(v);
	why = enter_deed(&e, deed, whom_typed(v, "language"));
	if (why == NULL)
		return page_go(v, page_print(v, "/contacts/%s?done=%s",
		    id_text(v->id, text), e.changed ? deed : "same"));
	page_wrong(v, strcmp(deed, "language") == 0 ? "language" :
	    strcmp(deed, "start") == 0 ? "note" : "", why);
	return card(v, db, &e.contact);
}

void
page_contact_enter(struct visit *v)
{
	if (api_id(v))
		api_change(v, enter);
}
