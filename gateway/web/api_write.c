/*
 * Writing: a message, an answer in a conversation, and taking a message
 * back.
 */

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/compose.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/message.h"
#include "store/seat.h"
#include "store/word.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/asked.h"
#include "web/inside.h"
#include "web/page_write.h"
#include "web/when.h"

/* How many there are is known when a class or school has been expanded. */
static json_t *
number_of(const struct composed *c, int64_t n)
{
	if (c->message.audience == AUDIENCE_CLASS ||
	    c->message.audience == AUDIENCE_SCHOOL ||
	    c->message.audience == AUDIENCE_DISTRICT)
		return json_null();
	return json_integer(n);
}

/* The answer that is kept, made within the visit. */
static const char *
say(struct arena *arena, const struct composed *c)
{
	const struct message	*m = &c->message;
	json_t			*json;
	char			*text;
	const char		*kept;

	json = json_pack("{s:o, s:s, s:s, s:s, s:o, s:o, s:I, s:o, s:o, "
	    "s:o}",
	    "id", api_id_text(m->id),
	    "state", message_state_word(m->state),
	    "kind", kind_word(m->kind),
	    "counts", counts_word(m->counts),
	    "families", number_of(c, c->families),
	    "students", number_of(c, c->students),
	    "by_repetition", (json_int_t)c->repeated,
	    "goes_at", api_text(when_text(arena, c->due)),
	    "not_after", api_text(when_text(arena, m->not_after)),
	    "conversation", api_id_text(c->conversation));
	text = json_dumps(json, JSON_COMPACT);
	kept = arena_text(arena, text);
	free(text);
	json_decref(json);
	return kept;
}

static void
composed(struct composing *c)
{
	struct visit *v = c->arg;

	if (c->status >= 400)
		api_problem(v, c->status, c->answer);
	else
		api_answer(v, c->status, c->answer);
}

static void
begin(struct visit *v, struct composing *c)
{
	c->job.arena = v->arena;
	c->gateway = v->web->gateway;
	c->id = id_new();
	c->now = v->viewer.now;
	c->digest = asked_digest(v->arena, exchange_request(v->exchange));
	c->say = say;
	c->then = composed;
	c->arg = v;
	c->draft.key = v->key;
	compose(c);
}

/* False: it is missing or wrong, and that was answered. */
static bool
named(struct visit *v, struct composing *c)
{
	c->name = asked_key(exchange_request(v->exchange));
	if (c->name != NULL)
		return true;
	api_problem(v, 400, "The header Idempotency-Key is missing, or is "
	    "not 1 to 255 printable characters. Send a new one with each new "
	    "message, and the same to try again.");
	return false;
}

static void
write_message(struct visit *v)
{
	struct composing	*c = NEW(v->arena, struct composing);
	struct refusal		 refusal;

	if (!api_signed(v) || !named(v, c))
		return;
	if (asked_message(v->arena, exchange_request(v->exchange),
	    v->viewer.now, &c->draft, &refusal))
		begin(v, c);
	else
		api_problem(v, refusal.status, refusal.sentence);
}

static void
write_reply(struct visit *v)
{
	struct composing	*c = NEW(v->arena, struct composing);
	struct refusal		 refusal;

	if (!api_id(v) || !api_signed(v) || !named(v, c))
		return;
	if (v->viewer.person == 0) {
		api_problem(v, 403, "This API key belongs to nobody, so it "
		    "answers nobody. Use the key of a member of staff.");
		return;
	}
	c->draft.kind = KIND_DIRECT;
	c->draft.readers = READERS_AUTHOR;
	c->draft.audience = AUDIENCE_CONTACT;
	c->draft.target = v->id;
	if (asked_reply(v->arena, exchange_request(v->exchange), &c->draft,
	    &refusal))
		begin(v, c);
	else
		api_problem(v, refusal.status, refusal.sentence);
}

json_t *
write_cancel(struct visit *v, struct db *db)
{
	const struct gateway	*g = v->web->gateway;
	struct message		 m;

	if (!message_get(db, v->id, &m) || !sight_message(db, &v->viewer, &m))
		return api_no(v, 404, "There is no message with that id. See "
		    "GET /api/v1/messages, or homeline sent.");
	if (!v->viewer.operator && m.author != v->key.person &&
	    (v->key.id == 0 || m.api_key != v->key.id) && !seat_at_office(db,
	    v->key.person, m.school, v->viewer.now))
		return api_no(v, 403, "Only its author, the office of the "
		    "school and the district's desk may take a message back.");
	if (m.state != MESSAGE_CANCELLED && !compose_cancel(db, v->id,
	    gateway_moment(g->zone, v->viewer.now)))
		return api_no(v, 409, "All of it is done already; nothing is "
		    "left to be taken back.");
	if (m.state != MESSAGE_CANCELLED)
		audit_add(db, &(struct deed){ .person = v->key.person,
		    .api_key = v->key.id, .deed = "message.cancel",
		    .object = v->id,
		    .note = v->local ? v->key.name : NULL }, v->viewer.now);
	return json_pack("{s:o, s:s}", "id", api_id_text(v->id),
	    "state", message_state_word(MESSAGE_CANCELLED));
}

static void
cancel_message(struct visit *v)
{
	if (api_id(v))
		api_change(v, write_cancel);
}

void
api_write_message(struct exchange *x, void *web)
{
	api_enter(x, web, write_message);
}

void
api_write_reply(struct exchange *x, void *web)
{
	api_enter(x, web, write_reply);
}

void
api_cancel_message(struct exchange *x, void *web)
{
	api_enter(x, web, cancel_message);
}
