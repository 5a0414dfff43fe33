/*
 * Reading conversations: who talks, and what was said by whom in the order
 * of time.
 */

#include <stdlib.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/gateway.h"
#include "flow/shown.h"
#include "net/server.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/person.h"
#include "store/talk.h"
#include "store/word.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/inside.h"
#include "web/reply.h"
#include "web/talk_told.h"
#include "web/told.h"

#define NO_TALK		"There is no conversation with that id. See "	\
			"GET /api/v1/conversations."
#define NOBODYS_KEY	"This API key belongs to nobody, so it reads no " \
			"conversations. Use the key of a member of staff."

static json_t *
students_json(struct db *db, int64_t talk)
{
	int64_t		*ids;
	unsigned	 n = conversation_students(db, talk, &ids);
	json_t		*all = json_array();
	const char	*name;

	for (unsigned i = 0; i < n; i++)
		if (student_name(db, ids[i], &name))
			json_array_append_new(all, api_place(ids[i], name));
	return all;
}

static json_t *
people_json(struct visit *v, struct db *db, const struct conversation *talk)
{
	struct person	*list;
	unsigned	 n = sight_people(db, &v->viewer, talk, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, api_place(list[i].id,
		    list[i].name));
	return all;
}

static json_t *
talk_json(struct visit *v, struct db *db, const struct told_conversation *t)
{
	const struct conversation *c = &t->talk;

	return json_pack("{s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}",
	    "id", api_id_text(c->id),
	    "state", conversation_state_word(c->state),
	    "address", t->address,
	    "language", t->language,
	    "school", api_place(c->school, t->school),
	    "seat", api_place(c->seat, t->seat),
	    "students", students_json(db, c->id),
	    "people", people_json(v, db, c),
	    "asked", api_time(v, c->asked),
	    "answered", api_time(v, c->answered));
}

/* Many may have been asked in one moment, so a page goes on after the moment
 * and the id of its last one, both written as ids are. */
static json_t *
next_talk(struct visit *v, const struct conversation *last)
{
	char moment[ID_TEXT], id[ID_TEXT];

	return json_string(arena_print(v->arena, "%s%s",
	    id_text(last->asked, moment), id_text(last->id, id)));
}

static json_t *
last_json(struct visit *v, struct db *db, int64_t talk)
{
	struct reply r;

	if (!reply_last(db, talk, &r))
		return json_null();
	return reply_tell(v, db, &r, json_pack("{s:o, s:o}",
	    "id", api_id_text(r.id), "at", api_time(v, r.at)));
}

static json_t *
list_talks(struct visit *v, struct db *db)
{
	struct told_conversation	*list;
	struct conversation_page	 page = { .person = v->viewer.person,
					    .now = v->viewer.now,
					    .before = v->before,
					    .before_id = v->before_id,
					    .most = v->most,
					    .state = v->wanted };
	unsigned	 n = conversation_list(db, &page, &list);
	json_t		*all = json_array(), *talk;

	for (unsigned i = 0; i < n; i++) {
		talk = talk_json(v, db, &list[i]);
		json_object_set_new(talk, "last_reply", last_json(v, db,
		    list[i].talk.id));
		json_array_append_new(all, talk);
	}
	return json_pack("{s:o, s:o}", "conversations", all,
	    "next", n == 0 || (int64_t)n < v->most ? json_null() :
	    next_talk(v, &list[n - 1].talk));
}

/* Something that was said: a message of ours or a reply of theirs. */
struct line {
	int64_t			 id, at;
	const struct message	*message;
	const struct reply	*reply;
};

static int
by_id(const void *one, const void *other)
{
	const struct line *a = one, *b = other;

	return (a->id > b->id) - (a->id < b->id);
}

static int
by_time(const void *one, const void *other)
{
	const struct line *a = one, *b = other;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return by_id(one, other);
}

/* Up to `most` after that id, of both, in the order of time.  Pages are by
 * id: what was listed late stands in the page in which it came. */
static unsigned
collect(struct visit *v, struct db *db, const struct conversation *talk,
    struct line **list)
{
	struct message	*messages;
	struct reply	*replies;
	unsigned	 n = conversation_messages(db, talk, v->after,
			    v->most, &messages);
	unsigned	 m = reply_list(db, talk->id, v->after, v->most,
			    &replies);

	*list = NEW_LIST(v->arena, struct line, n + m + 1);
	for (unsigned i = 0; i < n; i++)
		(*list)[i] = (struct line){ messages[i].id,
		    messages[i].created, &messages[i], NULL };
	for (unsigned i = 0; i < m; i++)
		(*list)[n + i] = (struct line){ replies[i].id,
		    replies[i].at, NULL, &replies[i] };
	qsort(*list, n + m, sizeof **list, by_id);
	return n + m < (uint64_t)v->most ? n + m : (unsigned)v->most;
}

static json_t *
author_json(struct db *db, int64_t id)
{
	struct person p;

	return id != 0 && person_get(db, id, &p) ? api_place(p.id, p.name) :
	    json_null();
}

/* What became of a message at the contact of the talk. */
static json_t *
became_json(struct visit *v, struct db *db, int64_t message, int64_t contact)
{
	int64_t			 id = delivery_at(db, message, contact);
	struct delivery_page	 page = { .message = message,
				    .after = id - 1, .most = 1 };
	struct told_delivery	*told;
	struct attempt		*attempts;
	struct plain		 plain;
	unsigned		 n;

	if (id == 0 || delivery_list(db, &page, &told) == 0)
		return json_null();
	n = attempt_of(db, id, &attempts);
	plain = told_delivery_words(told, n == 0 ? NULL : &attempts[n - 1],
	    v->viewer.now);
	return json_pack("{s:s, s:s, s:s}", "state",
	    delivery_state_word(told->delivery.state),
	    "sentence", plain.sentence, "next", plain.next);
}

/* One text, as the family has it. */
static json_t *
text_json(struct visit *v, struct db *db, const struct talk_line *l,
    const struct talk_told *told)
{
	const struct told_delivery	 delivery = { .delivery.state =
					    l->delivery,
					    .reason = l->reason };
	struct plain	 plain = told_delivery_words(&delivery, &l->attempt,
			    v->viewer.now);
	const char	*name;

	return json_pack("{s:o, s:s, s:o, s:s, s:o}",
	    "student", l->student != 0 && student_name(db, l->student,
	    &name) ? api_place(l->student, name) : json_null(),
	    "words", told->words, "translation", told->said == NULL ?
	    json_null() : json_pack("{s:s, s:s, s:s}",
	    "language", l->language, "words", told->said,
	    "state", words_state_word(told->state)),
	    "told", policy_word(told->policy),
	    "delivery", json_pack("{s:s, s:s, s:s}",
	    "state", delivery_state_word(l->delivery),
	    "sentence", plain.sentence, "next", plain.next));
}

/* What the gateway says by itself has no words of anybody. */
static json_t *
texts_json(struct visit *v, struct db *db, const struct talk *talk,
    const struct message *m, const char **words)
{
	struct talk_line	*list;
	struct talk_told	 told;
	unsigned		 n = m->kind == KIND_SYSTEM ? 0 :
				    talk_texts(db, talk, m->id, &list);
	json_t			*all = json_array();

	*words = m->words;
	for (unsigned i = 0; i < n; i++) {
		talk_told(v, &list[i], &told);
		if (i == 0)
			*words = told.words;
		json_array_append_new(all, text_json(v, db, &list[i],
		    &told));
	}
	return all;
}

static json_t *
said_json(struct visit *v, struct db *db, const struct line *s,
    const struct talk *talk)
{
	const char	*words;
	json_t		*texts;

	if (s->reply != NULL)
		return reply_tell(v, db, s->reply, json_pack(
		    "{s:o, s:s, s:o}", "id", api_id_text(s->id),
		    "from", "family", "at", api_time(v, s->at)));
	texts = texts_json(v, db, talk, s->message, &words);
	return json_pack("{s:o, s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o}",
	    "id", api_id_text(s->id),
	    "from", s->message->kind == KIND_SYSTEM ? "gateway" : "school",
	    "at", api_time(v, s->at),
	    "kind", kind_word(s->message->kind),
	    "words", words,
	    "template", api_text(s->message->template),
	    "author", author_json(db, s->message->author),
	    "delivery", became_json(v, db, s->id, talk->contact.id),
	    "texts", texts);
}

static json_t *
entries_json(struct visit *v, struct db *db, const struct talk *talk,
    json_t **next)
{
	struct line	*list;
	unsigned	 n = collect(v, db, &talk->talk, &list);
	json_t		*all = json_array();

	*next = api_next(v, n, n == 0 ? 0 : list[n - 1].id);
	qsort(list, n, sizeof *list, by_time);
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, said_json(v, db, &list[i], talk));
	return all;
}

static json_t *
tell_talk(struct visit *v, struct db *db)
{
	struct told_conversation t = { .address = "", .language = "" };
	struct talk	 talk = { .contact = { .address = "",
			    .language = "en-US" } };
	json_t		*json, *next;

	if (!conversation_get(db, v->id, &t.talk) ||
	    !sight_talk(db, &v->viewer, &t.talk))
		return api_no(v, 404, NO_TALK);
	talk.talk = t.talk;
	if (contact_get(db, t.talk.contact, &talk.contact)) {
		t.address = talk.contact.address;
		t.language = talk.contact.language;
	}
	if (t.talk.school == 0 || !school_get(db, t.talk.school, &t.school))
		t.school = NULL;
	if (!seat_name(db, t.talk.seat, &t.seat))
		t.seat = NULL;
	json = talk_json(v, db, &t);
	json_object_set_new(json, "entries", entries_json(v, db, &talk,
	    &next));
	json_object_set_new(json, "next", next);
	return json;
}

/* False: it was answered. */
static bool
somebody(struct visit *v)
{
	if (v->viewer.person != 0 || v->viewer.operator)
		return true;
	api_problem(v, 403, NOBODYS_KEY);
	return false;
}

static void
ask_talks(struct visit *v)
{
	static const char *const names[] = { "state", "before", "most", NULL };
	enum conversation_state	 state;

	if (!somebody(v) || !api_query(v, names))
		return;
	v->wanted = form_get(&v->query, "state");
	if (v->wanted != NULL && !conversation_state_read(v->wanted, &state))
		api_problem(v, 400, "state is one of: asked, answered, "
		    "closed.");
	else
		api_read(v, list_talks);
}

static void
ask_talk(struct visit *v)
{
	static const char *const names[] = { "after", "most", NULL };

	if (somebody(v) && api_id(v) && api_query(v, names))
		api_read(v, tell_talk);
}

void
api_list_talks(struct exchange *x, void *web)
{
	api_enter(x, web, ask_talks);
}

void
api_tell_talk(struct exchange *x, void *web)
{
	api_enter(x, web, ask_talk);
}
