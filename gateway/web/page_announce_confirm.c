/*
 * An announcement, the last step: what will happen, and then it does.
 *
 *	GET  /announce/:id/confirm	POST: it is sent
 *
 * The name of what is sent is that of the draft, so one draft is sent once,
 * however often its button is pressed; afterwards it leads to the message.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/list.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/unsent.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/inside.h"
#include "web/lengthy.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/whom.h"

#define TYPED_FROM	500	/* People: so many are typed to confirm. */

static struct announcing *
going(struct visit *v)
{
	return (void *)(uintptr_t)v->wanted;
}

/* Whether the number of people has to be typed. */
static bool
is_large(const struct announcing *g)
{
	return g->preview.told.reached >= TYPED_FROM ||
	    g->draft.audience == AUDIENCE_SCHOOL ||
	    g->draft.audience == AUDIENCE_DISTRICT;
}

/* Each language once, with who answers for its words. */
static json_t *
languages(struct visit *v, struct db *db, const struct preview *p)
{
	const struct preview_tongue	*t;
	json_t				*all = json_array();

	for (unsigned i = 0; i < p->tongue_count; i++) {
		t = &p->tongues[i];
		json_array_append_new(all, json_pack("{s:o, s:I, s:I, s:o, "
		    "s:b}", "language", page_language(t->language),
		    "families", (json_int_t)t->families,
		    "parts", (json_int_t)t->parts,
		    "by", announce_by(v, db, t->words), "english_only",
		    t->words == NULL && strcmp(t->language, "en-US") != 0));
	}
	return all;
}

static void
same(struct visit *v, json_t *view, const struct announcing *g)
{
	char id[ID_TEXT];

	if (g->same != 0)
		json_object_set_new(view, "same", json_pack("{s:o, s:o}",
		    "at", page_when(v, g->same_at), "message_url",
		    page_url(v, "/messages/%s", id_text(g->same, id))));
}

static void
tell_reach(struct visit *v, struct db *db, json_t *view,
    const struct announcing *g)
{
	const struct preview *p = &g->preview.told;

	json_object_set_new(view, "reach", announce_reach(v, db, g));
	json_object_set_new(view, "warning", api_text(p->warning));
	json_object_set_new(view, "languages", languages(v, db, p));
	json_object_set_new(view, "parts", json_integer(p->parts));
	json_object_set_new(view, "people", json_integer(p->reached));
	json_object_set_new(view, "lengthy", lengthy_json(v->arena, p));
	json_object_set_new(view, "goes", page_when(v, p->due));
	json_object_set_new(view, "until", page_when(v, p->not_after));
	json_object_set_new(view, "at_once", json_boolean(g->a.send_at == 0 &&
	    p->due <= p->send_at + MINUTES(1)));
	json_object_set_new(view, "waits", json_boolean(p->due >
	    p->send_at + MINUTES(1)));
	json_object_set_new(view, "from", api_text(p->sender == NULL ? NULL :
	    whom_address(v->arena, &(struct contact){ .channel = CHANNEL_SMS,
	    .address = p->sender }, true)));
	json_object_set_new(view, "mail_from", api_text(p->by_mail > 0 ?
	    p->mailbox : NULL));
	json_object_set_new(view, "counts", json_string(counts_word(
	    p->counts)));
	json_object_set_new(view, "nobody", json_boolean(p->reached == 0));
	if (is_large(g))
		json_object_set_new(view, "type",
		    json_integer(p->reached));
}

static json_t *
confirm_view(struct visit *v, struct db *db)
{
	const struct announcing	*g = going(v);
	const struct announcement *a = &g->a;
	json_t			*view;

	view = json_pack("{s:s, s:s, s:s, s:s, s:s}",
	    "words", a->words, "subject", a->subject,
	    "whom", announce_whom(v, db, a), "kind", kind_word(a->kind),
	    "readers", readers_word(a->readers));
	if (g->preview.status == 200)
		tell_reach(v, db, view, g);
	else
		json_object_set_new(view, "problem", json_string(
		    g->preview.answer));
	json_object_set_new(view, "whole_school", json_boolean(
	    g->draft.audience == AUDIENCE_SCHOOL));
	same(v, view, g);
	announce_frame(v, view, g, 4);
	if (g->wrong != NULL)
		page_wrong(v, g->field, g->wrong);
	return view;
}

void
page_announce_confirm(struct visit *v)
{
	static const struct announce_way way = { .look = confirm_view,
	    .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE | ANNOUNCE_TO };

	announce_open(v, &way);
}

/* ---------------------------------------------------------------- sent */

struct sending {
	struct job		 job;
	struct announcing	*g;
	struct composing	 c;
};

static const char *
say(struct arena *arena, const struct composed *c)
{
	char id[ID_TEXT];

	return arena_text(arena, id_text(c->message.id, id));
}

static void
drop(struct job *job, struct db *db)
{
	struct sending *s = CONTAINER(job, struct sending, job);

	unsent_drop(db, s->g->a.id, s->g->v->viewer.person);
}

/* Whether or not the draft is gone, the message is kept. */
static void
dropped(struct job *job, bool kept)
{
	struct sending *s = CONTAINER(job, struct sending, job);

	(void)kept;
	page_leave(s->g->v, page_print(s->g->v, "/messages/%s",
	    s->c.answer));
}

static void
composed(struct composing *c)
{
	struct sending	*s = c->arg;
	struct visit	*v = s->g->v;

	if (c->status >= 400) {
		s->g->field = "";
		s->g->wrong = c->answer;
		api_read(v, confirm_view);
		return;
	}
	s->job = (struct job){ .work = drop, .done = dropped,
	    .arena = v->arena };
	store_write(v->web->gateway->store, &s->job);
}

static void
compose_it(struct announcing *g)
{
	struct visit	*v = g->v;
	struct sending	*s = NEW(v->arena, struct sending);
	int64_t		 first = v->viewer.now + TAKE_BACK;

	s->g = g;
	s->c = (struct composing){ .job.arena = v->arena,
	    .gateway = v->web->gateway, .draft = g->draft, .id = id_new(),
	    .now = v->viewer.now, .name = announce_path(v, g->a.id, ""),
	    .digest = ANNOUNCE_PLACE, .say = say, .then = composed,
	    .arg = s };
	if (s->c.draft.send_at < first)
		s->c.draft.send_at = first;
	compose(&s->c);
}

/* The number as somebody types it: 1,204 is 1204. */
static int64_t
typed_number(const char *text)
{
	int64_t n = 0;

	for (; *text != '\0' && n < 1000000000; text++)
		if (*text >= '0' && *text <= '9')
			n = n * 10 + (*text - '0');
		else if (*text != ',' && *text != ' ')
			return -1;
	return n;
}

static void
send_it(struct announcing *g)
{
	struct visit		*v = g->v;
	const struct preview	*p = &g->preview.told;

	if (g->preview.status != 200) {
		api_read(v, confirm_view);
		return;
	}
	if (p->reached == 0) {
		g->field = "";
		g->wrong = "Nobody you chose can be reached. Choose others, "
		    "or call them.";
	} else if (g->same != 0 && *page_field(v, "again") == '\0') {
		g->field = "again";
		g->wrong = "You sent this already. Tick the box to send it "
		    "again.";
	} else if (is_large(g) &&
	    typed_number(page_field(v, "typed")) != p->reached) {
		g->field = "typed";
		g->wrong = arena_print(v->arena, "Type %s to confirm that it "
		    "goes to so many people.", chart_number(v->arena,
		    p->reached));
	}
	if (g->wrong != NULL)
		api_read(v, confirm_view);
	else
		compose_it(g);
}

void
page_announce_send(struct visit *v)
{
	static const struct announce_way way = { .then = send_it,
	    .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE | ANNOUNCE_TO };

	announce_open(v, &way);
}
