/*
 * A talk: it is read, and answered.
 *
 *	GET  /inbox/:id			the talk, a hundred lines of it
 *	POST /inbox/:id			an answer; it goes in 10 s
 *	POST /inbox/:id/preview		what the family gets
 *	POST /inbox/:id/draft		what was typed so far
 *	GET  /files/:id			a file that came with a mail
 *
 * The key of the form and its words are together the name of what is kept: a
 * form that is sent twice writes once, and one that is changed after Back
 * writes again.  The form says which line its page ended with; when a
 * colleague has answered after that, or they themselves have sent these words,
 * the page says so and nothing is sent.
 */

#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/compose.h"
#include "flow/gateway.h"
#include "flow/preview.h"
#include "net/server.h"
#include "store/db.h"
#include "store/draft.h"
#include "store/sent.h"
#include "store/user.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_talk.h"
#include "web/translating.h"
#include "web/pages.h"
#include "web/reply.h"
#include "web/whom.h"

/* False: it was answered. */
static bool
read_id(struct visit *v)
{
	if (id_parse(exchange_param(v->exchange, "id"), &v->id))
		return true;
	page_problem(v, 404, NO_TALK);
	return false;
}

/* ---------------------------------------------------------------- reading */

/* What the reader found out before the talk is shown. */
struct entering_talk {
	struct job	 job;
	struct visit	*visit;
	bool		 tell;		/* That they looked. */
};

static json_t *
view_told(struct visit *v, struct db *db)
{
	struct talk talk;

	if (talk_get(db, &v->viewer, v->id, &talk))
		talk_tell_look(v, db, &talk);
	return talk_view(v, db);
}

static void
find_part(struct job *job, struct db *db)
{
	struct entering_talk	*e = CONTAINER(job, struct entering_talk, job);
	struct visit		*v = e->visit;
	struct talk		 talk;

	e->tell = talk_get(db, &v->viewer, v->id, &talk) && !talk.part &&
	    !talk_looked(db, v->id, v->viewer.person, v->viewer.now);
}

static void
part_found(struct job *job, bool kept)
{
	struct entering_talk *e = CONTAINER(job, struct entering_talk, job);

	if (kept && e->tell)
		api_change(e->visit, view_told);
	else
		api_read(e->visit, talk_view);
}

void
page_talk(struct visit *v)
{
	struct entering_talk *e = NEW(v->arena, struct entering_talk);

	if (!read_id(v))
		return;
	*e = (struct entering_talk){ .job = { .work = find_part,
	    .done = part_found, .arena = v->arena }, .visit = v };
	store_read(v->web->gateway->store, &e->job);
}

void
page_file(struct visit *v)
{
	if (read_id(v))
		api_read(v, reply_file);
}

/* ---------------------------------------------------------------- writing */

static struct answering *
read_answer(struct visit *v)
{
	struct answering *a = NEW(v->arena, struct answering);

	*a = (struct answering){ .visit = v, .words = whom_typed(v, "words"),
	    .key = whom_typed(v, "key"), .field = "words" };
	if (!id_parse(page_field(v, "seen"), &a->seen))
		a->seen = 0;
	v->wanted = a;
	return a;
}

static struct draft
draft_of(const struct answering *a)
{
	return (struct draft){ .key = a->visit->key, .kind = KIND_DIRECT,
	    .readers = READERS_AUTHOR, .audience = AUDIENCE_CONTACT,
	    .target = a->visit->id, .words = a->words, .seen = a->seen,
	    .send_at = a->visit->viewer.now + TALK_DELAY };
}

/* What is wrong with the words; NULL: nothing. */
static const char *
wrong(const struct answering *a)
{
	if (a->words[0] == '\0')
		return "Write some words.";
	return whom_too_long(a->visit->arena, text_units(a->words));
}

/* The form again, and what was typed is kept. */
static void
again(struct answering *a, const char *sentence)
{
	a->wrong = sentence;
	api_change(a->visit, talk_view_kept);
}

/* It is sent, so nothing of it is a draft any more. */
static json_t *
sent(struct visit *v, struct db *db)
{
	const struct answering *a = v->wanted;

	draft_drop(db, v->viewer.person, talk_place(v, v->id));
	return page_go(v, talk_path(v, v->id, arena_print(v->arena,
	    "?sent=%s#latest", a->wrong)));
}

static void
composed(struct composing *c)
{
	struct answering *a = c->arg;

	a->status = c->status;
	if (c->status >= 400) {
		again(a, c->answer);
		return;
	}
	a->wrong = c->answer;
	api_change(a->visit, sent);
}

static const char *
say(struct arena *arena, const struct composed *c)
{
	char text[ID_TEXT];

	return arena_text(arena, id_text(c->message.id, text));
}

static void
keep(struct answering *a)
{
	struct visit		*v = a->visit;
	struct composing	*c = NEW(v->arena, struct composing);

	c->job.arena = v->arena;
	c->gateway = v->web->gateway;
	c->draft = draft_of(a);
	c->id = id_new();
	c->now = v->viewer.now;
	c->digest = a->digest;
	c->name = a->name;
	c->say = say;
	c->then = composed;
	c->arg = a;
	compose(c);
}

/* Whether they sent it just now; a talk is one contact's with one school. */
static void
find_same(struct job *job, struct db *db)
{
	struct answering	*a = CONTAINER(job, struct answering, job);
	struct visit		*v = a->visit;
	struct talk		 talk;

	a->same.message = 0;
	if (talk_get(db, &v->viewer, v->id, &talk))
		a->same = same_lately(v, db, &(struct sent_same){
		    .audience = AUDIENCE_CONTACT,
		    .target = talk.talk.contact }, a->words, a->name);
}

static void
same_found(struct job *job, bool kept)
{
	struct answering *a = CONTAINER(job, struct answering, job);

	if (kept && a->same.message != 0)
		again(a, NULL);
	else
		keep(a);
}

void
page_talk_answer(struct visit *v)
{
	struct answering	*a;
	const char		*all;

	if (!read_id(v))
		return;
	a = read_answer(v);
	if ((a->wrong = wrong(a)) != NULL) {
		again(a, a->wrong);
		return;
	}
	all = arena_print(v->arena, "%lld %lld %s",
	    (long long)v->viewer.person, (long long)v->id, a->words);
	a->digest = crypt_digest(v->arena, all, strlen(all));
	a->name = arena_print(v->arena, "answer %.64s %.32s", a->key,
	    a->digest);
	a->job = (struct job){ .work = find_same, .done = same_found,
	    .arena = v->arena };
	store_read(v->web->gateway->store, &a->job);
}

static void
previewed(struct previewing *p)
{
	struct answering *a = p->arg;

	if (p->status == 200)
		a->preview = &p->told;
	else
		a->wrong = p->answer;
	if (a->visit->fragment != NULL && a->preview != NULL)
		page_show(a->visit, 200, json_pack("{s:o}", "preview",
		    talk_preview(a->visit, a->preview)));
	else
		again(a, a->wrong);
}

void
page_talk_preview(struct visit *v)
{
	struct previewing	*p;
	struct answering	*a;

	if (!read_id(v))
		return;
	a = read_answer(v);
	if (v->fragment != NULL && a->words[0] == '\0') {
		page_show(v, 200, json_object());
		return;
	}
	if ((a->wrong = wrong(a)) != NULL) {
		again(a, a->wrong);
		return;
	}
	p = NEW(v->arena, struct previewing);
	p->arena = v->arena;
	p->gateway = v->web->gateway;
	p->draft = draft_of(a);
	p->draft.seen = 0;
	p->now = v->viewer.now;
	p->ask = translating_asks(v, a->words);
	p->then = previewed;
	p->arg = a;
	preview(p);
}

static json_t *
keep_draft(struct visit *v, struct db *db)
{
	struct talk talk;

	if (!talk_find(v, db, &talk))
		return NULL;
	talk_keep_draft(v, db, v->id, whom_typed(v, "words"));
	return page_go(v, talk_path(v, v->id, ""));
}

void
page_talk_draft(struct visit *v)
{
	if (read_id(v))
		api_change(v, keep_draft);
}
