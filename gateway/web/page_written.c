/*
 * What became of a message to a family: for ten seconds it can be taken back,
 * then it says for each guardian where it is.
 *
 *	GET  /write/:id
 *	POST /write/:id/cancel
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/sight.h"
#include "store/word.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_message.h"
#include "web/page_write.h"
#include "web/pages.h"
#include "web/told.h"
#include "web/whom.h"

#define SHOWN		50	/* Deliveries on the page. */
#define STUDENTS_SHOWN	20

static const char *
tone(enum delivery_state state)
{
	static const char *const tones[] = {
		[DELIVERY_WAITING] = "", [DELIVERY_UNKNOWN] = "warn",
		[DELIVERY_SENT] = "info", [DELIVERY_DELIVERED] = "ok",
		[DELIVERY_FAILED] = "danger", [DELIVERY_DROPPED] = "warn",
		[DELIVERY_COVERED] = "info", [DELIVERY_PRACTICE] = "",
	};

	return tones[state];
}

/* The talk with that contact, where the viewer may read it, and whether they
 * answered since; null: nobody there has written yet. */
static json_t *
talk_json(struct visit *v, struct db *db, const struct message *m,
    const struct delivery *d)
{
	struct conversation	talk;
	char			text[ID_TEXT];

	if (d->contact == 0 || !conversation_with(db, d->contact, d->school,
	    &talk) || !sight_talk(db, &v->viewer, &talk))
		return json_null();
	return json_pack("{s:o, s:b}", "talk_url", page_url(v, "/inbox/%s",
	    id_text(talk.id, text)), "answered", (int)(talk.asked >=
	    m->send_at));
}

/* A mail that was taken is told nothing more of. */
static const char *
state_of(const struct delivery *d, const struct contact *c)
{
	return d->state == DELIVERY_SENT && c->channel == CHANNEL_EMAIL ?
	    "mailed" : delivery_state_word(d->state);
}

static json_t *
delivery_json(struct visit *v, struct db *db, const struct message *m,
    const struct told_delivery *t)
{
	const struct delivery	*d = &t->delivery;
	bool			 office = seat_at_office(db, v->viewer.person,
				    m->school, v->viewer.now);
	struct attempt		*attempts;
	unsigned		 n = attempt_of(db, d->id, &attempts);
	const struct attempt	*last = n == 0 ? NULL : &attempts[n - 1];
	struct plain		 plain = told_delivery_words(t, last,
				    v->viewer.now);
	struct contact		 c = { .id = 0 };
	bool			 waits, bad, known;
	char			 text[ID_TEXT];

	waits = d->state == DELIVERY_WAITING && last != NULL &&
	    last->due > v->viewer.now;
	bad = d->state == DELIVERY_FAILED || d->state == DELIVERY_DROPPED ||
	    d->state == DELIVERY_UNKNOWN;
	known = d->contact != 0 && contact_get(db, d->contact, &c);
	return json_pack("{s:s, s:o, s:s, s:s, s:o, s:b, s:s, s:s, s:o, s:o, "
	    "s:o}", "id", id_text(d->id, text), "name", api_text(t->person),
	    "state", state_of(d, &c), "tone", tone(d->state),
	    "language", page_language(d->language), "bad", (int)bad,
	    "sentence", plain.sentence, "next", plain.next,
	    "goes", waits ? page_when(v, last->due) : json_null(),
	    "talk", talk_json(v, db, m, d),
	    "contact", known ? whom_contact(v, db, &c, office) :
	    json_null());
}

/* An attempt of it, or 0. */
static int64_t
attempt_to(struct db *db, int64_t delivery)
{
	struct attempt	*list;
	unsigned	 n = attempt_of(db, delivery, &list);

	return n == 0 ? 0 : list[n - 1].id;
}

static json_t *
deliveries_json(struct visit *v, struct db *db, const struct message *m,
    bool *waits, int64_t *example)
{
	struct told_delivery	*list;
	unsigned		 n = delivery_list(db, &(struct delivery_page){
				    .message = m->id, .most = SHOWN }, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++) {
		if (sight_restricted(db, list[i].delivery.person, m->id,
		    v->viewer.now) || !sight_delivery(db, &v->viewer, m,
		    list[i].delivery.family))
			continue;
		if (*example == 0)
			*example = attempt_to(db, list[i].delivery.id);
		*waits = *waits || list[i].delivery.state == DELIVERY_WAITING;
		json_array_append_new(all, delivery_json(v, db, m,
		    &list[i]));
	}
	return all;
}

/* Whom it is for, as long as it has not been expanded. */
static json_t *
people_json(struct visit *v, struct db *db, const struct message *m)
{
	struct person	 p;
	int64_t		*ids;
	unsigned	 n = message_people(db, m->id, &ids);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		if (person_get(db, ids[i], &p) && !sight_restricted(db,
		    p.id, m->id, v->viewer.now))
			json_array_append_new(all, json_pack("{s:s, s:o}",
			    "name", p.name,
			    "language", page_language(p.language)));
	return all;
}

static json_t *
students_json(struct visit *v, struct db *db, const struct message *m)
{
	const char	*name;
	int64_t		*ids;
	unsigned	 n = message_students(db, m->id, 0, STUDENTS_SHOWN,
			    &ids);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		if (pupil_seen(db, &v->viewer, ids[i]) &&
		    student_name(db, ids[i], &name))
			json_array_append_new(all, whom_student(v, db,
			    ids[i], name));
	return whom_row(all);
}

static json_t *
ids_json(unsigned n, const int64_t *ids)
{
	json_t	*all = json_array();
	char	 text[ID_TEXT];

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_string(id_text(ids[i],
		    text)));
	return all;
}

/* The fields of a form that writes it once more: the same students, and of
 * their guardians the same. */
static json_t *
again_json(struct visit *v, struct db *db, const struct message *m)
{
	struct person	*list;
	int64_t		*students, *people, *shown;
	unsigned	 n = message_students(db, m->id, 0, WRITE_ABOUT,
			    &students), chosen, k, all = 0;

	if (n == 0)
		return json_null();
	chosen = message_people(db, m->id, &people);
	shown = NEW_LIST(v->arena, int64_t, (size_t)n * SHOWN);
	for (unsigned i = 0; i < n; i++) {
		k = student_guardians(db, students[i], v->viewer.now, &list);
		for (unsigned g = 0; g < k && chosen > 0 && g < SHOWN; g++)
			shown[all++] = list[g].id;
	}
	return json_pack("{s:o, s:o, s:o}", "about", ids_json(n, students),
	    "to", ids_json(chosen, people), "shown", ids_json(all, shown));
}

static bool
may_cancel(struct visit *v, struct db *db, const struct message *m)
{
	return m->author == v->viewer.person || seat_at_office(db,
	    v->viewer.person, m->school, v->viewer.now);
}

/* Where it stands, one of "soon", "going", "cancelled", "done". */
static const char *
stage_of(struct visit *v, const struct message *m, bool waits)
{
	if (m->state == MESSAGE_CANCELLED)
		return "cancelled";
	if (m->state == MESSAGE_WAITING && m->send_at > v->viewer.now)
		return "soon";
	return m->state == MESSAGE_DONE || (m->state == MESSAGE_SENDING &&
	    !waits) ? "done" : "going";
}

static json_t *
show(struct visit *v, struct db *db)
{
	struct message	 m;
	struct person	 author;
	json_t		*view, *deliveries;
	const char	*stage;
	bool		 waits = false, open;
	int64_t		 example = 0;
	char		 text[ID_TEXT];

	if (!message_get(db, v->id, &m) || m.audience != AUDIENCE_STUDENTS ||
	    !sight_message(db, &v->viewer, &m))
		return api_no(v, 404, "There is no such message.");
	deliveries = deliveries_json(v, db, &m, &waits, &example);
	stage = stage_of(v, &m, waits);
	id_text(m.id, text);
	open = strcmp(stage, "soon") == 0 || (waits &&
	    strcmp(stage, "cancelled") != 0);
	view = json_pack("{s:s, s:o, s:o, s:b, s:s, s:s, s:o, s:o, s:b, s:b, "
	    "s:o}", "id", text,
	    "deliveries", deliveries, "students", students_json(v, db, &m),
	    "expanded", (int)(json_array_size(deliveries) > 0),
	    "words", m.words, "subject", m.subject == NULL ? "" : m.subject,
	    "at", page_when(v, m.send_at), "people", people_json(v, db, &m),
	    "mine", (int)(m.author == v->viewer.person),
	    "was_practice", (int)m.practice,
	    "cancel_url", open && may_cancel(v, db, &m) ?
	    page_url(v, "/write/%s/cancel", text) : json_null());
	message_words(v, db, &m, example, view);
	json_object_set_new(view, stage, json_true());
	if (m.state == MESSAGE_CANCELLED && m.author == v->viewer.person)
		json_object_set_new(view, "again", again_json(v, db, &m));
	if (m.author != 0 && person_get(db, m.author, &author))
		json_object_set_new(view, "author",
		    json_string(author.name));
	if (strcmp(stage, "soon") == 0)
		json_object_set_new(view, "seconds", json_integer(
		    (m.send_at - v->viewer.now + 999) / 1000));
	json_object_set_new(view, "late", json_boolean(form_get(&v->query,
	    "late") != NULL));
	return view;
}

void
page_written(struct visit *v)
{
	if (api_id(v))
		api_read(v, show);
}

void
page_write_cancel(struct visit *v)
{
	message_take_back(v, "/write");
}
