/*
 * What is done with a talk besides answering: each is a small form, and done
 * twice it has one effect.
 *
 *	POST /inbox/:id/note		beside the talk, not sent
 *	POST /inbox/:id/close		no reply needed
 *	POST /inbox/:id/hand-over	to another seat of its school
 *	POST /inbox/:id/ask		English, by language services
 *	POST /inbox/:id/take-back	an answer that has not gone yet
 *	POST /inbox/:id/not-ours	nobody of ours writes there
 *	GET and POST /inbox/:id/move	"this was for somebody else"
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/compose.h"
#include "flow/gateway.h"
#include "flow/move.h"
#include "flow/shown.h"
#include "net/server.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/draft.h"
#include "store/language.h"
#include "store/message.h"
#include "store/user.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_talk.h"
#include "web/pages.h"
#include "web/whom.h"

void
talk_change(struct visit *v, json_t *(*look)(struct visit *, struct db *))
{
	if (id_parse(exchange_param(v->exchange, "id"), &v->id))
		api_change(v, look);
	else
		page_problem(v, 404, NO_TALK);
}

static json_t *
back(struct visit *v, const char *more)
{
	return page_go(v, talk_path(v, v->id, more));
}

/* Whether this form was done before with those words; if not, it is from now
 * on. */
static bool
was_done(struct visit *v, struct db *db, const char *what, const char *words)
{
	const char		*all = arena_print(v->arena, "%lld %lld %s %s",
				    (long long)v->viewer.person,
				    (long long)v->id, whom_typed(v, "key"),
				    words);
	const char		*name = arena_print(v->arena, "%s %s", what,
				    crypt_digest(v->arena, all, strlen(all)));
	struct kept_answer	 kept = { .name = name };

	if (*whom_typed(v, "key") == '\0')
		return false;
	if (kept_answer_find(db, &kept))
		return true;
	kept_answer_add(db, &(struct kept_answer){ .name = name,
	    .digest = "", .status = 303, .answer = "" }, v->viewer.now);
	return false;
}

/* The talk again, with what is wrong in that field. */
static json_t *
again(struct visit *v, struct db *db, const char *field, const char *sentence)
{
	json_t		*view = talk_view(v, db);
	struct talk	 talk;

	if (view == NULL || !talk_find(v, db, &talk))
		return NULL;
	talk_tell_look(v, db, &talk);
	page_wrong(v, field, sentence);
	json_object_set_new(view, "wrong", json_true());
	json_object_set_new(view, "note_typed", json_string(
	    whom_typed(v, "note")));
	return view;
}

static json_t *
note(struct visit *v, struct db *db)
{
	const char	*words = whom_typed(v, "note");
	struct talk	 talk;

	if (!talk_find(v, db, &talk))
		return NULL;
	if (*words == '\0')
		return again(v, db, "note", "Write some words for the note.");
	if (text_units(words) > NOTE_MOST)
		return again(v, db, "note", "The note is too long. Write at "
		    "most 2000 characters.");
	if (!was_done(v, db, "note", words))
		talk_note(db, v->id, v->viewer.person, words, v->viewer.now);
	return back(v, "#latest");
}

static json_t *
close_talk(struct visit *v, struct db *db)
{
	struct talk talk;

	if (!talk_find(v, db, &talk))
		return NULL;
	conversation_close(db, v->id, v->viewer.person, v->viewer.now);
	return back(v, "");
}

static json_t *
hand_over(struct visit *v, struct db *db)
{
	struct talk	 talk;
	int64_t		 seat;
	const char	*why;

	if (!talk_find(v, db, &talk))
		return NULL;
	if (!id_parse(page_field(v, "seat"), &seat))
		return again(v, db, "seat", "Choose who reads it from now "
		    "on.");
	if (seat == talk.talk.seat)
		return back(v, "");
	why = conversation_hand_over(db, v->id, seat, v->viewer.person,
	    v->viewer.now);
	return why == NULL ? back(v, "") : again(v, db, "seat", why);
}

/* The reply of the form, when it is in this talk and was written to be
 * read. */
static bool
is_here(struct visit *v, struct db *db, const char *text, int64_t *reply)
{
	struct reply *list;

	return id_parse(text, reply) && reply_list(db, v->id, *reply - 1, 1,
	    &list) == 1 && list[0].id == *reply &&
	    (list[0].what == REPLY_MESSAGE || list[0].what == REPLY_THANKS);
}

static json_t *
ask_english(struct visit *v, struct db *db)
{
	struct talk	talk;
	int64_t		reply;

	if (!talk_find(v, db, &talk))
		return NULL;
	if (!is_here(v, db, page_field(v, "reply"), &reply))
		return api_no(v, 404, "That message is not in this "
		    "conversation any "
		    "more. Go back, and load the page again.");
	language_ask(db, reply, talk.contact.language, v->viewer.person,
	    v->viewer.now);
	return back(v, arena_print(v->arena, "#m%s",
	    page_field(v, "reply")));
}

/* What was taken back is a draft again. */
static json_t *
take_back(struct visit *v, struct db *db)
{
	const struct gateway	*g = v->web->gateway;
	struct talk		 talk;
	struct message		 m;
	int64_t			 id;

	if (!talk_find(v, db, &talk))
		return NULL;
	if (!id_parse(page_field(v, "message"), &id) ||
	    !message_get(db, id, &m) || m.conversation != v->id)
		return api_no(v, 404, "That answer is not in this "
		    "conversation. Go "
		    "back, and load the page again.");
	if (m.author != v->viewer.person && !talk.office)
		return api_no(v, 403, "Only who wrote it, or the office, may "
		    "take it back.");
	if (m.state == MESSAGE_CANCELLED)
		return back(v, "#latest");
	if (!compose_cancel(db, id, gateway_moment(g->zone, v->viewer.now)))
		return back(v, "?late=1#latest");
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .deed = "message.cancel", .object = id }, v->viewer.now);
	if (m.author == v->viewer.person &&
	    *talk_draft(v, db, v->id) == '\0')
		talk_keep_draft(v, db, v->id, m.words);
	return back(v, "#words");
}

static json_t *
not_ours(struct visit *v, struct db *db)
{
	struct talk_person	*people;
	struct talk		 talk;
	bool			 known;

	if (!talk_find(v, db, &talk))
		return NULL;
	(void)talk_people(db, &talk, v->viewer.now, &people, &known);
	if (known)
		return again(v, db, "", "Somebody has this number now. Load "
		    "the page again.");
	if (conversation_close(db, v->id, v->viewer.person, v->viewer.now))
		audit_add(db, &(struct deed){ .person = v->viewer.person,
		    .deed = "conversation.not_ours", .object = v->id },
		    v->viewer.now);
	return page_go(v, "/inbox?closed=1");
}

/* --------------------------------------------------------- somebody else */

/* "SEAT" or "SEAT-STUDENT", as a form says it. */
static const char *
place_value(struct visit *v, const struct move_place *p)
{
	char seat[ID_TEXT], student[ID_TEXT];

	(void)id_text(p->seat, seat);
	return p->student == 0 ? arena_text(v->arena, seat) :
	    arena_print(v->arena, "%s-%s", seat, id_text(p->student,
	    student));
}

static json_t *
places_json(struct visit *v, const struct move_place *list, unsigned n,
    bool students)
{
	json_t		*all = json_array(), *one;
	const char	*chosen = page_field(v, "place");

	for (unsigned i = 0; i < n; i++) {
		const struct move_place *p = &list[i];

		if ((p->student != 0) != students)
			continue;
		one = json_pack("{s:s, s:s, s:b}", "place", place_value(v, p),
		    "seat_name", p->seat_name == NULL ? "" : p->seat_name,
		    "chosen", (int)(strcmp(chosen, place_value(v, p)) == 0));
		if (p->student_name != NULL)
			json_object_set_new(one, "student",
			    json_string(p->student_name));
		if (p->school_name != NULL)
			json_object_set_new(one, "at_school",
			    json_string(p->school_name));
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *
move_view(struct visit *v, struct db *db, const struct talk *talk,
    const char *reply)
{
	struct move_place	*places;
	struct reply		*list;
	int64_t			 id;
	unsigned		 n = move_places(db, &v->viewer, talk,
				    &places);

	if (!is_here(v, db, reply, &id) ||
	    reply_list(db, v->id, id - 1, 1, &list) != 1)
		return api_no(v, 404, "That message is not in this "
		    "conversation any "
		    "more. Go back, and load the page again.");
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:s}",
	    "title_key", "inbox.move_title",
	    "reply", reply,
	    "words", shown_say(v->web->gateway->shown, v->arena, list),
	    "lang", page_language(talk->contact.language),
	    "when", page_when(v, list->at),
	    "teams", places_json(v, places, n, true),
	    "offices", places_json(v, places, n, false),
	    "talk_url", talk_path(v, v->id, ""),
	    "move_url", talk_path(v, v->id, "/move"));
}

static json_t *
ask_move(struct visit *v, struct db *db)
{
	struct talk talk;

	if (!talk_find(v, db, &talk))
		return NULL;
	return move_view(v, db, &talk, whom_asked(v, "reply"));
}

static json_t *
move_again(struct visit *v, struct db *db, const struct talk *talk,
    const char *sentence)
{
	json_t *view = move_view(v, db, talk, page_field(v, "reply"));

	if (view == NULL)
		return NULL;
	page_wrong(v, "place", sentence);
	json_object_set_new(view, "wrong", json_true());
	return view;
}

static json_t *
move(struct visit *v, struct db *db)
{
	const struct gateway	*g = v->web->gateway;
	struct moving		 m = { .viewer = &v->viewer,
				    .now = gateway_moment(g->zone,
				    v->viewer.now) };
	const char		*place = page_field(v, "place"), *why;
	struct move_place	*list;
	struct talk		 talk;
	int64_t			 there;
	unsigned		 n, i = 0;

	if (!talk_find(v, db, &talk))
		return NULL;
	if (!id_parse(page_field(v, "reply"), &m.reply))
		return api_no(v, 404, "That message is not in this "
		    "conversation. Go "
		    "back, and load the page again.");
	m.talk = &talk;
	n = move_places(db, &v->viewer, &talk, &list);
	while (i < n && strcmp(place_value(v, &list[i]), place) != 0)
		i++;
	if (i == n)
		return move_again(v, db, &talk, "Choose whom it was for.");
	why = move_reply(db, &m, &list[i], &there);
	return why == NULL ? back(v, "") : move_again(v, db, &talk, why);
}

void
page_talk_note(struct visit *v)
{
	talk_change(v, note);
}

void
page_talk_close(struct visit *v)
{
	talk_change(v, close_talk);
}

void
page_talk_hand_over(struct visit *v)
{
	talk_change(v, hand_over);
}

void
page_talk_ask(struct visit *v)
{
	talk_change(v, ask_english);
}

void
page_talk_take_back(struct visit *v)
{
	talk_change(v, take_back);
}

void
page_talk_not_ours(struct visit *v)
{
	talk_change(v, not_ours);
}

void
page_talk_move(struct visit *v)
{
	if (id_parse(exchange_param(v->exchange, "id"), &v->id))
		api_read(v, ask_move);
	else
		page_problem(v, 404, NO_TALK);
}

void
page_talk_moved(struct visit *v)
{
	talk_change(v, move);
}
