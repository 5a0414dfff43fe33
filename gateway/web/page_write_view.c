/*
 * The view of "write to a family": {search, found} until there is a student,
 * then {family, students, guardians, quiet, meanwhile, preview} and what was
 * typed.
 *
 * A guardian is listed who may be written to about one of the students that
 * are shown; whoever must not be is in no list, and is a number for the
 * office alone.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/choose.h"
#include "flow/compose.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "flow/preview.h"
#include "flow/route.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/seat.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/asks.h"
#include "web/inside.h"
#include "web/lengthy.h"
#include "web/page.h"
#include "web/page_speech.h"
#include "web/page_write.h"
#include "web/translating.h"
#include "web/whom.h"

#define KIN_MOST	(WRITE_ABOUT + 20)

/* One of the students on the page, and a guardian of some of them. */
struct kin {
	int64_t		 id;
	const char	*name;
	bool		 about;
};

struct adult {
	struct person	 person;
	const char	*students;	/* Names, of whom. */
	bool		 about;		/* Of one it is about. */
};

/* What the form shows, while it is made. */
struct sheet {
	struct visit	*v;
	struct db	*db;
	struct writing	*w;
	int64_t		 school;
	bool		 office;
	struct kin	 kin[KIN_MOST];
	unsigned	 kin_count;
	struct adult	 adults[PEOPLE_MOST];
	unsigned	 adult_count;
	unsigned	 barred, ticked, open;
	bool		 mail;		/* One of them may get a mail. */
};

static bool
among(int64_t id, const int64_t *ids, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* ------------------------------------------------------------ the search */

static json_t *
found_json(struct visit *v, struct db *db, const char *typed)
{
	struct pupil	*list;
	unsigned	 n = pupil_search(db, &v->viewer,
			    pupil_typed(v->arena, typed), &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, whom_student(v, db, list[i].id,
		    list[i].name));
	return json_pack("{s:o, s:b, s:b}", "students", all,
	    "none", (int)(n == 0), "more", (int)(n == PUPILS_FOUND));
}

static json_t *
search(struct visit *v, struct db *db, const char *typed)
{
	return json_pack("{s:s, s:o, s:b}", "typed", typed,
	    "found", *typed == '\0' ? json_null() : found_json(v, db, typed),
	    "search", 1);
}

/* ---------------------------------------------------------- the students */

static void
add_kin(struct sheet *s, int64_t id, const char *name)
{
	for (unsigned i = 0; i < s->kin_count; i++)
		if (s->kin[i].id == id)
			return;
	if (s->kin_count < KIN_MOST)
		s->kin[s->kin_count++] = (struct kin){ id, name,
		    among(id, s->w->about, s->w->about_count) };
}

/* False: one of them is not there for the viewer. */
static bool
find_students(struct sheet *s)
{
	struct writing	*w = s->w;
	struct pupil	*list;
	const char	*name;
	int64_t		 class;
	unsigned	 n;

	for (unsigned i = 0; i <= w->about_count; i++) {
		int64_t id = i == 0 ? w->base : w->about[i - 1];

		if (!pupil_seen(s->db, &s->v->viewer, id) ||
		    !student_name(s->db, id, &name))
			return false;
		add_kin(s, id, name);
	}
	n = pupil_siblings(s->db, &s->v->viewer, w->base, &list);
	for (unsigned i = 0; i < n; i++)
		add_kin(s, list[i].id, list[i].name);
	if (!student_place(s->db, w->base, s->v->viewer.now, &s->school,
	    &class))
		s->school = 0;
	s->office = seat_at_office(s->db, s->v->viewer.person, s->school,
	    s->v->viewer.now);
	return true;
}

static json_t *
students_json(struct sheet *s)
{
	json_t *all = json_array(), *one;

	for (unsigned i = 0; i < s->kin_count; i++) {
		one = whom_student(s->v, s->db, s->kin[i].id, s->kin[i].name);
		json_object_set_new(one, "ticked",
		    json_boolean(s->kin[i].about));
		json_array_append_new(all, one);
	}
	return all;
}

/* --------------------------------------------------------- the guardians */

static void
add_adult(struct sheet *s, const struct person *p, const struct kin *of)
{
	struct adult	*a;
	unsigned	 i = 0;

	while (i < s->adult_count && s->adults[i].person.id != p->id)
		i++;
	if (i == PEOPLE_MOST)
		return;
	a = &s->adults[i];
	if (i == s->adult_count) {
		s->adult_count++;
		*a = (struct adult){ .person = *p, .students = "" };
	}
	a->about = a->about || of->about;
	a->students = whom_names(s->v->arena, a->students, of->name);
}

static void
find_guardians(struct sheet *s)
{
	struct person	*list;
	struct pupil	*barred;
	unsigned	 n;

	for (unsigned k = 0; k < s->kin_count; k++) {
		n = student_guardians(s->db, s->kin[k].id, s->v->viewer.now,
		    &list);
		for (unsigned i = 0; i < n; i++)
			if (!write_barred(s->w, s->db, list[i].id))
				add_adult(s, &list[i], &s->kin[k]);
		if (s->office && s->kin[k].about)
			s->barred += pupil_barred(s->db, s->kin[k].id,
			    s->v->viewer.now, &barred);
	}
}

/* At first all who may be written to about the students; then who was ticked,
 * and who was not there to be. */
static bool
is_ticked(const struct sheet *s, const struct adult *a)
{
	const struct writing *w = s->w;

	if (!w->posted)
		return a->about;
	return among(a->person.id, w->to, w->to_count) || (a->about &&
	    !among(a->person.id, w->shown, w->shown_count));
}

static json_t *
guardian_json(struct sheet *s, struct choosing *c, const struct adult *a)
{
	struct chosen	 chosen;
	bool		 open, ticked;
	char		 text[ID_TEXT];

	choose(c, &a->person, NULL, &chosen);
	open = chosen.contact != NULL;
	ticked = open && is_ticked(s, a);
	s->ticked += ticked;
	s->open += open;
	s->mail = s->mail || a->person.prefers == PREFERS_TEXT_SHORT ||
	    (open && chosen.contact->channel == CHANNEL_EMAIL);
	return json_pack("{s:s, s:s, s:s, s:b, s:o, s:b, s:b, s:o, s:o}",
	    "id", id_text(a->person.id, text), "name", a->person.name,
	    "students", a->students, "several", (int)(s->kin_count > 1),
	    "language", page_language(open ? chosen.contact->language :
	    a->person.language),
	    "open", (int)open, "ticked", (int)ticked,
	    "contact", open ? whom_contact(s->v, s->db, chosen.contact,
	    s->office) : json_null(), "why", api_text(chosen.why));
}

static json_t *
guardians_json(struct sheet *s)
{
	const struct message	 m = { .kind = KIND_DIRECT,
				    .school = s->school, .words = s->w->words,
				    .author = s->v->viewer.person };
	struct choosing		 c = { .db = s->db, .message = &m,
				    .gateway = s->v->web->gateway,
				    .now = s->v->viewer.now };
	json_t			*all = json_array();

	choose_start(&c);
	for (unsigned i = 0; i < s->adult_count; i++)
		json_array_append_new(all, guardian_json(s, &c,
		    &s->adults[i]));
	return all;
}

/* ------------------------------------------------------------ when it goes */

/* When its hours hold it back: what the time is, when it goes, and the hours
 * of messages to one family. */
static json_t *
quiet_json(struct sheet *s)
{
	int64_t		now = s->v->viewer.now, due;
	struct rule	rule;

	kind_rule(s->db, s->school, KIND_DIRECT, &rule);
	due = route_when(&rule, false, s->v->web->gateway->zone,
	    now + WRITE_DELAY);
	if (due <= now + WRITE_DELAY)
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:o}", "now", page_when(s->v, now),
	    "goes", page_when(s->v, due),
	    "from", json_string(page_clock(s->v, rule.hours.from)),
	    "to", json_string(page_clock(s->v, rule.hours.to)));
}

/* Where the viewer may read it; null: nowhere. */
static json_t *
read_url(struct sheet *s, const struct meanwhile *found)
{
	struct message	m;
	char		text[ID_TEXT];

	if (!message_get(s->db, found->message, &m) ||
	    !sight_message(s->db, &s->v->viewer, &m))
		return json_null();
	if (found->conversation != 0)
		return page_url(s->v, "/inbox/%s",
		    id_text(found->conversation, text));
	return page_url(s->v, "/write/%s", id_text(found->message, text));
}

static void
add_meanwhile(struct sheet *s, json_t *view)
{
	struct meanwhile	m;
	char			text[ID_TEXT];

	if (!pupil_meanwhile(s->db, &s->v->viewer, s->w->about,
	    s->w->about_count, s->v->viewer.now - WRITE_LATELY, &m))
		return;
	json_object_set_new(view, "seen", json_string(id_text(m.message,
	    text)));
	json_object_set_new(view, "meanwhile", json_pack("{s:s, s:o, s:o}",
	    "name", m.name, "at", page_when(s->v, m.at),
	    "message_url", read_url(s, &m)));
}

/* ------------------------------------------------------ what each would get */

static const char *
name_of(const struct sheet *s, int64_t person)
{
	for (unsigned i = 0; i < s->adult_count; i++)
		if (s->adults[i].person.id == person)
			return s->adults[i].person.name;
	return "";
}

/* Who gets that text; on another one's phone, too. */
static json_t *
readers_json(const struct sheet *s, const struct preview_sample *sample)
{
	const struct preview	*p = &s->w->preview->told;
	json_t			*all = json_array();

	for (unsigned i = 0; i < p->shown_count; i++)
		if (p->shown[i].sample == sample)
			json_array_append_new(all, json_pack(
			    "{s:s, s:b, s:o}", "name", name_of(s,
			    p->shown[i].person), "shared",
			    (int)p->shown[i].shared,
			    "why", api_text(p->shown[i].reason)));
	return whom_row(all);
}

static json_t *
samples_json(const struct sheet *s)
{
	const struct preview		*p = &s->w->preview->told;
	const struct preview_sample	*one;
	json_t				*all = json_array();

	for (unsigned i = 0; i < p->sample_count; i++) {
		one = &p->samples[i];
		json_array_append_new(all, json_pack("{s:b, s:o, s:s, s:o, "
		    "s:b, s:b, s:b, s:I, s:o, s:o, s:o}",
		    "by_text", (int)(one->channel == CHANNEL_SMS),
		    "language", page_language(one->language),
		    "text", one->text, "subject", api_text(one->subject),
		    "introduces", (int)one->introduces,
		    "english", (int)(strncmp(one->language, "en", 2) == 0),
		    "translated", (int)(one->words != NULL ||
			one->policy == POLICY_CALL),
		    "parts", (json_int_t)one->sms.parts,
		    "people", readers_json(s, one), "policy",
		    one->policy != POLICY_CALL && one->policy !=
		    POLICY_INTERPRETER ? json_null() :
		    json_string(policy_word(one->policy)),
		    "saying", translating_json(p, one->language)));
	}
	return all;
}

static json_t *
unreached_json(const struct sheet *s)
{
	const struct preview	*p = &s->w->preview->told;
	json_t			*all = json_array();

	for (unsigned i = 0; i < p->shown_count; i++)
		if (p->shown[i].sample == NULL)
			json_array_append_new(all, json_pack("{s:s, s:o}",
			    "name", name_of(s, p->shown[i].person),
			    "why", api_text(p->shown[i].reason)));
	return all;
}

/* The number of texts that are paid for stands once, of all of them. */
static json_t *
preview_json(const struct sheet *s)
{
	const struct writing	*w = s->w;
	const struct preview	*p = &w->preview->told;

	if (w->preview->status != 200)
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:b, s:b, "
	    "s:b, s:o}", "warning", api_text(p->warning),
	    "samples", samples_json(s), "unreached", unreached_json(s),
	    "people", (json_int_t)p->reached, "parts", (json_int_t)p->parts,
	    "units", (json_int_t)text_units(w->words),
	    "left", (json_int_t)WORDS_MOST -
	    (json_int_t)text_units(w->words),
	    "repeated", (int)(p->repeated > 0),
	    "practice", (int)p->practice,
	    "announcement", (int)(p->kind == KIND_ANNOUNCEMENT),
	    "lengthy", lengthy_json(s->v->arena, p));
}

/* -------------------------------------------------------------- all of it */

static json_t *
form(struct sheet *s)
{
	struct writing	*w = s->w;
	json_t		*guardians, *view;
	const char	*about = "";
	char		 text[ID_TEXT];

	find_guardians(s);
	guardians = guardians_json(s);
	for (unsigned i = 0; i < s->kin_count; i++)
		if (s->kin[i].about)
			about = whom_names(s->v->arena, about,
			    s->kin[i].name);
	view = json_pack("{s:b, s:s, s:s, s:o, s:b, s:o, s:b, s:b, s:s, s:s, "
	    "s:o, s:o, s:b}", "family", 1,
	    "about", *about == '\0' ? s->kin[0].name : about,
	    "base", id_text(w->base, text), "students", students_json(s),
	    "siblings", (int)(s->kin_count > 1), "guardians", guardians,
	    "nobody", (int)(s->adult_count == 0),
	    "unreachable", (int)(s->adult_count > 0 && s->open == 0),
	    "words", w->words, "subject", w->subject,
	    "quiet", quiet_json(s),
	    "preview", w->preview == NULL ? json_null() : preview_json(s),
	    "mail", (int)(s->mail || *w->subject != '\0'));
	asks_view(s->v, view, &(struct draft){ .words = w->words,
	    .subject = w->subject, .values = w->values,
	    .value_count = w->value_count });
	if (s->open > 0)
		json_object_set_new(view, "sendable", json_true());
	if (s->barred > 0)
		json_object_set_new(view, "barred", json_integer(s->barred));
	json_object_update_new(view, json_pack("{s:o, s:b}", "topics",
	    announce_topics(w->topic), "special",
	    (int)(w->topic != TOPIC_GENERAL)));
	add_meanwhile(s, view);
	if (w->same.message != 0)
		json_object_set_new(view, "same", same_json(s->v, &w->same,
		    page_url(s->v, "/write/%s", id_text(w->same.message,
		    text))));
	if (w->posted && *w->key != '\0')
		json_object_set_new(view, "key", json_string(w->key));
	return view;
}

/* A sole student that is found is the one that was meant. */
static bool
is_sole(struct visit *v, struct db *db, struct writing *w)
{
	struct pupil	*list;
	int64_t		*one = NEW(v->arena, int64_t);

	if (w->base != 0 || v->fragment != NULL || *w->typed == '\0' ||
	    pupil_search(db, &v->viewer, pupil_typed(v->arena, w->typed),
	    &list) != 1)
		return false;
	*one = w->base = list[0].id;
	w->about = one;
	w->about_count = 1;
	return true;
}

json_t *
write_view(struct visit *v, struct db *db)
{
	/* What a first run found is not kept for a second one. */
	struct writing	*w = NEW(v->arena, struct writing);
	struct sheet	*s = NEW(v->arena, struct sheet);

	*w = *(const struct writing *)v->wanted;
	*s = (struct sheet){ .v = v, .db = db, .w = w };
	if (w->wrong != NULL)
		page_wrong(v, w->wrong_field, w->wrong);
	if ((w->base != 0 || is_sole(v, db, w)) && find_students(s))
		return form(s);
	if (w->posted || *w->typed == '\0') {
		if (w->base != 0)
			return api_no(v, 404, "There is no such student, or "
			    "they are not of a school of yours. Search for "
			    "the name.");
	}
	return search(v, db, w->typed);
}
