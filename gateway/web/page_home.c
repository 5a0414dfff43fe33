/*
 * The first page of whoever has signed in: what waits for them, and what they
 * do most, first.  A teacher and an office write to a family, see who needs a
 * reply, and what became of what they sent; an office what is to be fixed; an
 * analyst the number; an auditor the log.  And the pages that say how things
 * are: help, accessibility.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "base/zone.h"
#include "flow/gateway.h"
#include "flow/report.h"
#include "flow/shown.h"
#include "store/db.h"
#include "store/guardian.h"
#include "store/held.h"
#include "store/inbox.h"
#include "store/result.h"
#include "store/sent.h"
#include "store/template.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/pages.h"

#define NEEDS_SHOWN	5
#define SAID_SHOWN	200	/* Bytes of the last words. */
#define SENT_SHOWN	5
#define HELD_LOOK	20
#define HELD_LEAST	MINUTES(2)	/* Less is no night. */

/* When the first copy that its hours hold back goes; 0: none is held. */
static int64_t
goes(struct visit *v, struct db *db, const struct message *m)
{
	struct result	*list;
	unsigned	 n;
	int64_t		 first = m->send_at > v->viewer.now ? m->send_at : 0;

	if (first != 0)
		return first;
	n = result_list(db, &(struct result_page){ .viewer = &v->viewer,
	    .message = m, .one_fate = true, .fate = FATE_ON_THE_WAY,
	    .most = HELD_LOOK }, &list);
	for (unsigned i = 0; i < n; i++)
		if (list[i].tried && list[i].last.state == ATTEMPT_PLANNED &&
		    list[i].last.due > v->viewer.now + HELD_LEAST &&
		    (first == 0 || list[i].last.due < first))
			first = list[i].last.due;
	return first;
}

/* What became of a message, as one badge: a word of "home.became_..." and
 * how it looks. */
static json_t *
became(struct visit *v, struct db *db, const struct message *m, int64_t until)
{
	struct results	 r;
	const char	*word = "sent", *tone = "ok";
	int64_t		 n, bad;

	result_sums(db, &v->viewer, m, &r);
	bad = r.fates[FATE_NOT_DELIVERED] + r.fates[FATE_NOT_SENT] +
	    r.fates[FATE_NOT_REACHED];
	n = bad;
	if (m->state == MESSAGE_CANCELLED) {
		word = "cancelled";
		tone = "";
	} else if (m->practice) {
		word = "practice";
		tone = "info";
	} else if (until > 0 && r.handed == 0) {
		word = "waits";
		tone = "info";
	} else if (r.people == 0 || r.waiting > 0) {
		word = "sending";
		tone = "info";
		n = r.handed;
	} else if (bad > 0) {
		word = "not_all";
		tone = "warn";
	} else if (r.fates[FATE_DELIVERED] == r.people) {
		word = "delivered";
	}
	return json_pack("{s:s, s:s, s:I, s:I}", "word", word, "tone", tone,
	    "n", (json_int_t)n, "people", (json_int_t)r.people);
}

static json_t *
sent_json(struct visit *v, struct db *db)
{
	struct message	*list;
	unsigned	 n = sent_list(db, &(struct sent_page){
			    .author = v->viewer.person, .before = INT64_MAX,
			    .most = SENT_SHOWN }, &list);
	json_t		*all = json_array();
	int64_t		 until;
	char		 id[ID_TEXT];

	for (unsigned i = 0; i < n; i++) {
		until = goes(v, db, &list[i]);
		json_array_append_new(all, json_pack(
		    "{s:o, s:s, s:s, s:o, s:o, s:o}",
		    "message_url", page_url(v, "/messages/%s",
		    id_text(list[i].id, id)),
		    "recipients", sight_recipients(db, &v->viewer,
		    &list[i]),
		    "words", list[i].words,
		    "at", page_when(v, list[i].created),
		    "until", page_when(v, until),
		    "became", became(v, db, &list[i], until)));
	}
	return all;
}

/* Names of who wrote, and the last words, cut. */
static json_t *
talk_json(struct visit *v, const struct inbox_row *r)
{
	json_t	*people = json_array();
	char	 id[ID_TEXT];

	for (unsigned i = 0; i < r->people_count; i++)
		json_array_append_new(people, json_pack("{s:s, s:b}",
		    "name", r->people[i].name, "further", (int)(i > 0)));
	return json_pack("{s:o, s:o, s:b, s:o, s:o, s:o}",
	    "talk_url", page_url(v, "/inbox/%s", id_text(r->talk.id, id)),
	    "people", people,
	    "nameless", (int)(r->people_count == 0),
	    "speaks", page_language(r->language),
	    "at", page_when(v, r->talk.asked),
	    "said", r->last.id == 0 ? json_null() : json_string(
	    text_cut(v->arena, shown_say(v->web->gateway->shown, v->arena,
	    &r->last), SAID_SHOWN)));
}

static json_t *
needs_json(struct visit *v, struct db *db)
{
	struct inbox_row	*list;
	unsigned		 n = inbox_list(db, &(struct inbox_page){
				    .viewer = v->viewer, .tab = INBOX_NEEDS,
				    .before = INT64_MAX,
				    .before_id = INT64_MAX,
				    .most = NEEDS_SHOWN }, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, talk_json(v, &list[i]));
	return all;
}

/* From the first of this month to today. */
static json_t *
number_json(struct visit *v, struct db *db)
{
	struct report	 r = { .by = BY_NOTHING };
	json_t		*report, *number;

	r.to = zone_day(v->web->gateway->zone, v->viewer.now);
	r.from = r.to - r.to % 100 + 1;
	report = json_loads(report_json(db, &r, v->arena), 0, NULL);
	number = json_incref(json_object_get(report, "total"));
	json_decref(report);
	return number;
}

static void
add_writing(struct visit *v, struct db *db, json_t *view)
{
	struct pupil	*students;
	json_t		*sent = sent_json(v, db);

	json_object_set_new(view, "has_sent",
	    json_boolean(json_array_size(sent) > 0));
	json_object_set_new(view, "sent", sent);
	json_object_set_new(view, "needs", needs_json(v, db));
	json_object_set_new(view, "no_students", json_boolean(
	    sight_students(db, &(struct student_page){ .viewer = v->viewer,
	    .folded = "", .most = 1 }, &students) == 0));
}

static json_t *
home(struct visit *v, struct db *db)
{
	unsigned	 rights = v->who.standing.rights;
	json_t		*view = json_object();
	int64_t		 fix;

	if (rights & RIGHT_WRITE)
		add_writing(v, db, view);
	if (rights & RIGHT_OFFICE) {
		fix = guardian_count(db, &v->viewer, GUARDIANS_TO_FIX);
		json_object_set_new(view, "office", json_pack("{s:I, s:b}",
		    "n", (json_int_t)fix, "some", fix > 0));
		fix = held_count(db, &v->viewer);
		if (fix > 0)
			json_object_set_new(view, "held", json_integer(fix));
	}
	if ((rights & RIGHT_LANGUAGE) && (fix = template_waiting_count(db,
	    v->viewer.person)) > 0)
		json_object_set_new(view, "words_waiting", json_integer(fix));
	if (rights & RIGHT_REPORT)
		json_object_set_new(view, "number", number_json(v, db));
	json_object_set_new(view, "nothing", json_boolean(rights == 0));
	return view;
}

void
page_home(struct visit *v)
{
	api_read(v, home);
}

static json_t *
plain(struct visit *v, struct db *db)
{
	(void)v;
	(void)db;
	return json_object();
}

void
page_plain(struct visit *v)
{
	api_read(v, plain);
}
