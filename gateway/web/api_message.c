/*
 * Reading messages, and what became of each for whom.
 */

#include "base/arena.h"
#include "net/server.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/person.h"
#include "store/word.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/inside.h"
#include "web/told.h"

#define NO_MESSAGE	"There is no message with that id. See "	\
			"GET /api/v1/messages, or homeline sent."

static json_t *
author_of(struct db *db, const struct message *m)
{
	struct person p;

	if (m->author == 0 || !person_get(db, m->author, &p))
		return json_null();
	return api_place(p.id, p.name);
}

static json_t *
school_of(struct db *db, int64_t id)
{
	const char *name;

	return id != 0 && school_get(db, id, &name) ? api_place(id, name) :
	    json_null();
}

static json_t *
message_json(struct visit *v, struct db *db, const struct message *m)
{
	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:s, s:s, "
	    "s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "id", api_id_text(m->id),
	    "state", message_state_word(m->state),
	    "kind", kind_word(m->kind),
	    "topic", topic_word(m->topic),
	    "counts", counts_word(m->counts),
	    "readers", readers_word(m->readers),
	    "audience", audience_word(m->audience),
	    "target", api_id_text(m->target),
	    "recipients", sight_recipients(db, &v->viewer, m),
	    "words", m->words,
	    "template", api_text(m->template),
	    "author", author_of(db, m),
	    "school", school_of(db, m->school),
	    "conversation", api_id_text(m->conversation),
	    "send_at", api_time(v, m->send_at),
	    "not_after", api_time(v, m->not_after),
	    "practice", (int)m->practice);
}

static json_t *
list_messages(struct visit *v, struct db *db)
{
	struct message	*list;
	unsigned	 n = sight_messages(db, &v->viewer, v->before, v->most,
			    &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, message_json(v, db, &list[i]));
	return json_pack("{s:o, s:o}", "messages", all,
	    "next", api_next(v, n, n == 0 ? 0 : list[n - 1].id));
}

/* How many deliveries are in each state. */
static json_t *
states_json(struct visit *v, struct db *db, int64_t message)
{
	struct state_count	*list;
	unsigned		 n = sight_states(db, message, v->viewer.now,
				    &list);
	json_t			*all = json_object();

	for (int i = DELIVERY_WAITING; i <= DELIVERY_PRACTICE; i++)
		json_object_set_new(all, delivery_state_word(
		    (enum delivery_state)i), json_integer(0));
	for (unsigned i = 0; i < n; i++)
		json_object_set_new(all, list[i].state,
		    json_integer(list[i].count));
	return all;
}

static json_t *
tell_message(struct visit *v, struct db *db)
{
	struct message	 m;
	json_t		*json;

	if (!message_get(db, v->id, &m) || !sight_message(db, &v->viewer, &m))
		return api_no(v, 404, NO_MESSAGE);
	json = message_json(v, db, &m);
	json_object_set_new(json, "deliveries", states_json(v, db, m.id));
	return json;
}

static json_t *
attempt_json(struct visit *v, const struct attempt *a)
{
	struct plain plain = told_attempt(a, v->viewer.now);

	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:o, "
	    "s:o, s:o}", "id", api_id_text(a->id),
	    "state", attempt_state_word(a->state),
	    "sentence", plain.sentence,
	    "next", plain.next,
	    "error", error_class_word(a->class),
	    "account", a->account,
	    "from", a->sender,
	    "tries", (json_int_t)a->tries,
	    "parts", (json_int_t)a->parts,
	    "due", api_time(v, a->due),
	    "began", api_time(v, a->began),
	    "ended", api_time(v, a->ended));
}

static json_t *
delivery_json(struct visit *v, struct db *db, const struct told_delivery *t)
{
	struct attempt	*attempts;
	unsigned	 n = attempt_of(db, t->delivery.id, &attempts);
	struct plain	 plain = told_delivery_words(t, n == 0 ? NULL :
			    &attempts[n - 1], v->viewer.now);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, attempt_json(v, &attempts[i]));
	return json_pack("{s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:s, s:o}",
	    "id", api_id_text(t->delivery.id),
	    "state", delivery_state_word(t->delivery.state),
	    "sentence", plain.sentence,
	    "next", plain.next,
	    "person", api_place(t->delivery.person, t->person),
	    "to", api_text(t->address),
	    "covered_by", api_id_text(t->delivery.covered_by),
	    "language", t->delivery.language,
	    "attempts", all);
}

static json_t *
list_deliveries(struct visit *v, struct db *db)
{
	struct told_delivery	*list;
	struct message		 m;
	json_t			*all;
	unsigned		 n;

	if (!message_get(db, v->id, &m) || !sight_message(db, &v->viewer, &m))
		return api_no(v, 404, NO_MESSAGE);
	n = delivery_list(db, &(struct delivery_page){ .message = v->id,
	    .after = v->after, .most = v->most }, &list);
	all = json_array();
	for (unsigned i = 0; i < n; i++)
		if (!sight_restricted(db, list[i].delivery.person, v->id,
		    v->viewer.now) && sight_delivery(db, &v->viewer, &m,
		    list[i].delivery.family))
			json_array_append_new(all, delivery_json(v, db,
			    &list[i]));
	return json_pack("{s:o, s:o}", "deliveries", all,
	    "next", api_next(v, n, n == 0 ? 0 : list[n - 1].delivery.id));
}

static void
ask_messages(struct visit *v)
{
	static const char *const names[] = { "before", "most", NULL };

	if (api_query(v, names))
		api_read(v, list_messages);
}

static void
ask_message(struct visit *v)
{
	if (api_id(v))
		api_read(v, tell_message);
}

static void
ask_deliveries(struct visit *v)
{
	static const char *const names[] = { "after", "most", NULL };

	if (api_id(v) && api_query(v, names))
		api_read(v, list_deliveries);
}

void
api_list_messages(struct exchange *x, void *web)
{
	api_enter(x, web, ask_messages);
}

void
api_tell_message(struct exchange *x, void *web)
{
	api_enter(x, web, ask_message);
}

void
api_list_deliveries(struct exchange *x, void *web)
{
	api_enter(x, web, ask_deliveries);
}
