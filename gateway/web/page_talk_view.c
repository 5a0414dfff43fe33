/*
 * The view of a talk: who it is with, what was said, what can be done.
 *
 * Whoever is not part of it and looks is written down, at most once an hour,
 * and those who are part of it see that.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "flow/route.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/language.h"
#include "store/draft.h"
#include "store/held.h"
#include "store/message.h"
#include "store/word.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/lengthy.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_talk.h"
#include "web/translating.h"
#include "web/whom.h"

bool
talk_find(struct visit *v, struct db *db, struct talk *talk)
{
	if (talk_get(db, &v->viewer, v->id, talk))
		return true;
	(void)api_no(v, 404, NO_TALK);
	return false;
}

const char *
talk_path(struct visit *v, int64_t talk, const char *more)
{
	char id[ID_TEXT];

	return arena_print(v->arena, "/inbox/%s%s", id_text(talk, id), more);
}

/* ----------------------------------------------------------------- drafts */

const char *
talk_place(struct visit *v, int64_t talk)
{
	char id[ID_TEXT];

	return arena_print(v->arena, "talk:%s", id_text(talk, id));
}

void
talk_keep_draft(struct visit *v, struct db *db, int64_t talk,
    const char *words)
{
	const char	*place = talk_place(v, talk);
	json_t		*content;
	char		*text;

	if (*words == '\0') {
		draft_drop(db, v->viewer.person, place);
		return;
	}
	content = json_pack("{s:s}", "words", words);
	text = json_dumps(content, JSON_COMPACT);
	if (strlen(text) <= DRAFT_MOST)
		draft_keep(db, v->viewer.person, place, text, v->viewer.now);
	free(text);
	json_decref(content);
}

const char *
talk_draft(struct visit *v, struct db *db, int64_t talk)
{
	const char	*text, *words;
	json_t		*content;

	if (!draft_find(db, v->viewer.person, talk_place(v, talk), &text))
		return "";
	content = json_loads(text, 0, NULL);
	words = json_string_value(json_object_get(content, "words"));
	words = words == NULL ? "" : arena_text(v->arena, words);
	json_decref(content);
	return words;
}

/* ---------------------------------------------------------------- people */

/* "Rosa Martinez or Luis Martinez"; or what is known of a stranger. */
static const char *
names_of(struct visit *v, const struct talk *t,
    const struct talk_person *people, unsigned n)
{
	const char *all = "";

	for (unsigned i = 0; i < n && i < 3; i++)
		all = arena_print(v->arena, "%s%s%s", all,
		    i == 0 ? "" : " or ", people[i].name);
	return n > 0 ? all : whom_address(v->arena, &t->contact, false);
}

static json_t *
people_json(const struct talk_person *people, unsigned n)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:b, s:b}",
		    "name", people[i].name, "further", (int)(i > 0),
		    "restricted", (int)people[i].restricted));
	return all;
}

static json_t *
students_json(struct visit *v, struct db *db, const struct talk *t)
{
	struct talk_student	*list;
	unsigned		 n = talk_students(db, t, v->viewer.now,
				    &list);
	json_t			*all = json_array(), *one;
	char			 id[ID_TEXT];

	for (unsigned i = 0; i < n; i++) {
		one = json_pack("{s:s, s:b, s:o}", "student", list[i].name,
		    "further", (int)(i > 0), "pupil_url",
		    page_url(v, "/students/%s", id_text(list[i].id, id)));
		if (list[i].class != NULL)
			json_object_set_new(one, "class",
			    json_string(list[i].class));
		json_array_append_new(all, one);
	}
	return all;
}

/* To the form that writes to the family of the first student. */
static json_t *
write_url(struct visit *v, json_t *students)
{
	json_t		*first = json_array_get(students, 0);
	const char	*url = json_string_value(json_object_get(first,
			    "pupil_url"));

	return url == NULL ? json_string("/write") : page_url(v,
	    "/write?student=%s", url + strlen("/students/"));
}

/* --------------------------------------------------------------- writing */

/* Why nobody can answer here, as a key; NULL: they can. */
static const char *
closed_because(const struct talk *t)
{
	bool text = t->contact.channel == CHANNEL_SMS;

	switch (t->contact.state) {
	case CONTACT_STOPPED:
		return text ? "stopped" : "stopped_mail";
	case CONTACT_WRONG:
		return "wrong";
	case CONTACT_INVALID:
		return text ? "invalid" : "invalid_mail";
	case CONTACT_LANDLINE:
		return "landline";
	default:
		return NULL;
	}
}

static void
add_closed(struct visit *v, struct db *db, const struct talk *t,
    const struct talk_person *people, unsigned n, json_t *view)
{
	const char	*why = closed_because(t);
	json_t		*closed;

	if (why == NULL)
		return;
	closed = json_pack("{s:s}", "why", why);
	if (t->contact.state == CONTACT_STOPPED)
		json_object_set_new(closed, "since", page_when(v,
		    contact_consent_at(db, t->contact.id)));
	for (unsigned i = 0; i < n; i++)
		if (people[i].mail != NULL && !people[i].restricted) {
			json_object_set_new(closed, "mail",
			    json_string(people[i].name));
			break;
		}
	json_object_set_new(view, "shut", closed);
}

/* When an answer that is sent now would go. */
static int64_t
goes_at(struct visit *v, struct db *db, const struct talk *t)
{
	struct rule rule;

	kind_rule(db, t->talk.school, KIND_DIRECT, &rule);
	return route_when(&rule, true, v->web->gateway->zone, v->viewer.now);
}

/* The next morning is told by its hour. */
static json_t *
goes_json(struct visit *v, int64_t due)
{
	return due < v->viewer.now + DAYS(1) ? talk_hour(v, due) :
	    page_when(v, due);
}

static json_t *
sample_json(const struct preview *p)
{
	const struct preview_sample *s = &p->samples[0];
	json_t *json = json_pack("{s:s, s:o, s:b, s:b, s:b}", "text", s->text,
	    "lang", page_language(s->language),
	    "by_mail", (int)(s->channel == CHANNEL_EMAIL),
	    "introduces", (int)s->introduces,
	    "english_only", (int)(s->words == NULL &&
	    strncmp(s->language, "en", 2) != 0));

	json_object_set_new(json, "saying", translating_json(p, s->language));
	if (s->subject != NULL && s->channel == CHANNEL_EMAIL)
		json_object_set_new(json, "subject", json_string(s->subject));
	if (s->channel == CHANNEL_SMS)
		json_object_set_new(json, "parts",
		    json_integer((json_int_t)s->sms.parts));
	return json;
}

json_t *
talk_preview(struct visit *v, const struct preview *p)
{
	json_t *json = json_object();

	if (p->sample_count > 0)
		json_object_set_new(json, "sample", sample_json(p));
	else if (p->reason_count > 0)
		json_object_set_new(json, "reason",
		    json_string(p->reasons[0].reason));
	if (p->due > v->viewer.now + MINUTES(1))
		json_object_set_new(json, "goes", goes_json(v, p->due));
	if (p->practice)
		json_object_set_new(json, "practised", json_true());
	if (p->warning != NULL)
		json_object_set_new(json, "warning", json_string(p->warning));
	json_object_set_new(json, "lengthy", lengthy_json(v->arena, p));
	return json;
}

/* Somebody was faster: both versions, and the way on. */
static void
add_collision(struct visit *v, struct db *db, const struct answering *a,
    int64_t newest, json_t *view)
{
	struct talk_answer other;

	if (a == NULL || a->status != 409 || !talk_answered(db, v->id,
	    a->seen, v->viewer.person, &other))
		return;
	json_object_set_new(view, "collision", json_pack(
	    "{s:s, s:s, s:o, s:i, s:o}", "name", other.author,
	    "theirs", other.words, "when", page_when(v, other.at),
	    "seconds", (int)((v->viewer.now - other.at) / 1000),
	    "seen", api_id_text(newest)));
	if (v->viewer.now - other.at < MINUTES(10))
		json_object_set_new(json_object_get(view, "collision"),
		    "lately", json_true());
	v->status = 409;
}

static void
add_answer(struct visit *v, struct db *db, const struct talk *t,
    int64_t newest, json_t *view)
{
	const struct answering	*a = v->wanted;
	int64_t			 due = goes_at(v, db, t);
	const char		*words = a != NULL && a->words != NULL ?
				    a->words : talk_draft(v, db, t->talk.id);
	char			 id[ID_TEXT];

	json_object_set_new(view, "draft", json_string(words));
	json_object_set_new(view, "drafted", json_boolean(*words != '\0' &&
	    (a == NULL || a->wrong == NULL)));
	json_object_set_new(view, "seen", api_id_text(a != NULL &&
	    a->seen != 0 ? a->seen : newest));
	if (due > v->viewer.now + MINUTES(1))
		json_object_set_new(view, "quiet", json_pack("{s:o, s:o}",
		    "now", talk_hour(v, v->viewer.now),
		    "goes", goes_json(v, due)));
	if (a == NULL)
		return;
	if (a->preview != NULL)
		json_object_set_new(view, "preview", talk_preview(v,
		    a->preview));
	if (a->same.message != 0)
		json_object_set_new(view, "same", same_json(v, &a->same,
		    json_string(talk_path(v, t->talk.id, arena_print(
		    v->arena, "#m%s", id_text(a->same.message, id))))));
	if (a->wrong != NULL && a->status != 409) {
		page_wrong(v, a->field, a->wrong);
		json_object_set_new(view, "wrong", json_true());
	}
}

/* --------------------------------------------------------- around the talk */

static json_t *
seats_json(struct visit *v, struct db *db, const struct talk *t)
{
	struct sighted	*list;
	unsigned	 n = talk_seats(db, t, v->viewer.now, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:s}",
		    "seat", api_id_text(list[i].id),
		    "seat_name", list[i].name));
	return all;
}

static json_t *
looks_json(struct visit *v, struct db *db, const struct talk *t)
{
	struct talk_look	*list;
	unsigned		 n = talk_looks(db, t->talk.id,
				    v->viewer.person, v->viewer.now, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:o}",
		    "name", list[i].name, "when", page_when(v, list[i].at)));
	return all;
}

/* What was sent a moment ago can be taken back for some seconds. */
static void
add_sent(struct visit *v, struct db *db, const struct talk *t, json_t *view)
{
	const char	*text = form_get(&v->query, "sent");
	struct message	 m;
	int64_t		 id, left;

	if (text == NULL || !id_parse(text, &id) ||
	    !message_get(db, id, &m) || m.conversation != t->talk.id ||
	    m.author != v->viewer.person || m.state != MESSAGE_WAITING)
		return;
	left = (m.send_at - v->viewer.now + 999) / 1000;
	json_object_set_new(view, "sent", json_pack("{s:s, s:i}",
	    "message", text, "seconds", (int)(left > 0 ? left : 1)));
}

static void
add_ways(struct visit *v, const struct talk *t, int64_t before, json_t *view)
{
	static const struct {
		const char *name, *path;
	} ways[] = {
		{ "talk_url", "" }, { "preview_url", "/preview" },
		{ "draft_url", "/draft" }, { "note_url", "/note" },
		{ "close_url", "/close" }, { "hand_over_url", "/hand-over" },
		{ "ours_url", "/not-ours" }, { "language_url", "/language" },
	};
	char id[ID_TEXT];

	for (size_t i = 0; i < COUNT(ways); i++)
		json_object_set_new(view, ways[i].name, json_string(
		    talk_path(v, t->talk.id, ways[i].path)));
	if (before != 0)
		json_object_set_new(view, "earlier_url", page_url(v,
		    "/inbox/%s?before=%s", id_text(t->talk.id, id),
		    arena_print(v->arena, "%s", id_text(before,
		    (char [ID_TEXT]){ 0 }))));
	json_object_set_new(view, "later", json_boolean(
	    form_get(&v->query, "before") != NULL));
}

static json_t *
head_json(struct visit *v, struct db *db, const struct talk *t,
    const char *who, bool known)
{
	json_t *view = json_pack("{s:s, s:s, s:b, s:b, s:s, s:o, s:b, s:b, "
	    "s:o, s:o}", "title", who, "who", who,
	    "stranger", (int)!known,
	    "text", (int)(t->contact.channel == CHANNEL_SMS),
	    "ends", whom_address(v->arena, &t->contact, false),
	    "tongue", page_language(t->contact.language),
	    "asked", (int)(t->talk.state == CONVERSATION_ASKED),
	    "office", (int)t->office,
	    "school", api_text(t->school), "seat_name", api_text(t->seat));

	json_object_set_new(view, "held", json_boolean(
	    held_open(db, t->contact.id) != 0));
	if (!t->part && t->others)
		json_object_set_new(view, t->own_class ? "beside" : "apart",
		    json_true());
	json_object_set_new(view, "state", json_string(t->talk.asked == 0 ?
	    "closed" : conversation_state_word(t->talk.state)));
	json_object_set_new(view, "students", students_json(v, db, t));
	json_object_set_new(view, "write_url", write_url(v,
	    json_object_get(view, "students")));
	return view;
}

static json_t *
view_of(struct visit *v, struct db *db, const struct talk *t)
{
	struct talk_person	*people;
	bool			 known;
	unsigned		 n = talk_people(db, t, v->viewer.now,
				    &people, &known);
	const char		*who = names_of(v, t, people, n);
	const char		*text = form_get(&v->query, "before");
	int64_t			 before, newest;
	json_t			*view = head_json(v, db, t, who, known);

	if (text == NULL || !id_parse(text, &before))
		before = INT64_MAX;
	json_object_set_new(view, "people", people_json(people, n));
	json_object_set_new(view, "days", talk_days(v, db, t, who, &before,
	    &newest));
	json_object_set_new(view, "seats", seats_json(v, db, t));
	json_object_set_new(view, "looks", looks_json(v, db, t));
	text = !known ? NULL : language_suggested(db, t->talk.id,
	    t->contact.language);
	if (text != NULL)
		json_object_set_new(view, "suggested", page_language(text));
	add_closed(v, db, t, people, n, view);
	add_answer(v, db, t, newest, view);
	add_collision(v, db, v->wanted, newest, view);
	add_sent(v, db, t, view);
	add_ways(v, t, before, view);
	if (form_get(&v->query, "late") != NULL)
		json_object_set_new(view, "late", json_true());
	return view;
}

json_t *
talk_view(struct visit *v, struct db *db)
{
	struct talk talk;

	return talk_find(v, db, &talk) ? view_of(v, db, &talk) : NULL;
}

void
talk_tell_look(struct visit *v, struct db *db, const struct talk *talk)
{
	if (!talk->part && !talk_looked(db, v->id, v->viewer.person,
	    v->viewer.now))
		audit_add(db, &(struct deed){ .person = v->viewer.person,
		    .deed = "talk.view", .object = v->id }, v->viewer.now);
}

json_t *
talk_view_kept(struct visit *v, struct db *db)
{
	const struct answering	*a = v->wanted;
	struct talk		 talk;

	if (!talk_find(v, db, &talk))
		return NULL;
	if (a != NULL && a->words != NULL)
		talk_keep_draft(v, db, v->id, a->words);
	talk_tell_look(v, db, &talk);
	return view_of(v, db, &talk);
}
