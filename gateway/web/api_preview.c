/*
 * What would become of a message, before it is written: the same body as
 * POST /api/v1/messages has, and nothing is kept.
 */

#include <stdlib.h>

#include "base/arena.h"
#include "flow/preview.h"
#include "net/server.h"
#include "store/word.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/asked.h"
#include "web/inside.h"

static json_t *
reasons_json(const struct preview_reason *reasons, unsigned count)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(all, json_pack("{s:s, s:I}",
		    "reason", reasons[i].reason,
		    "people", (json_int_t)reasons[i].people));
	return all;
}

static json_t *
mails_json(const struct preview *p)
{
	const struct preview_sample	*s;
	json_t				*all = json_array();

	for (unsigned i = 0; i < p->sample_count; i++) {
		s = &p->samples[i];
		if (s->channel == CHANNEL_EMAIL)
			json_array_append_new(all, json_pack("{s:s, s:s, "
			    "s:s, s:s, s:b, s:I}", "language", s->language,
			    "subject", s->subject, "text", s->text,
			    "says", policy_word(s->policy),
			    "names", (int)s->filled,
			    "copies", (json_int_t)s->copies));
	}
	return all;
}

static json_t *
samples_json(const struct preview *p)
{
	const struct preview_sample	*s;
	json_t				*all = json_array();

	for (unsigned i = 0; i < p->sample_count; i++) {
		s = &p->samples[i];
		if (s->channel != CHANNEL_SMS)
			continue;
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:b, "
		    "s:b, s:s, s:I, s:I}", "language", s->language,
		    "text", s->text, "says", policy_word(s->policy),
		    "names", (int)s->filled,
		    "introduces", (int)s->introduces,
		    "encoding", s->sms.encoding == SMS_GSM7 ? "gsm7" : "ucs2",
		    "parts", (json_int_t)s->sms.parts,
		    "copies", (json_int_t)s->copies));
	}
	return all;
}

static json_t *
preview_json(struct visit *v, const struct preview *p)
{
	json_t *json = json_pack("{s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, "
	    "s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:b}",
	    "kind", kind_word(p->kind),
	    "counts", counts_word(p->counts),
	    "practice", (int)p->practice,
	    "warning", api_text(p->warning),
	    "send_at", api_time(v, p->send_at),
	    "due", api_time(v, p->due),
	    "not_after", api_time(v, p->not_after),
	    "from", api_text(p->sender),
	    "mail_from", api_text(p->mailbox),
	    "not_reached", reasons_json(p->reasons, p->reason_count),
	    "mail_because", reasons_json(p->mail_reasons,
	    p->mail_reason_count), "mails", mails_json(p),
	    "texts", samples_json(p), "topic", topic_word(p->topic),
	    "apart", (int)p->apart, "discreet", (int)p->discreet);

	json_object_update_new(json, json_pack("{s:I, s:I, s:I, s:I, s:I, "
	    "s:I, s:I, s:I, s:I, s:I, s:I}",
	    "students", (json_int_t)p->students,
	    "families", (json_int_t)p->families,
	    "by_repetition", (json_int_t)p->repeated,
	    "people", (json_int_t)p->people,
	    "reached", (json_int_t)p->reached,
	    "reached_by_mail", (json_int_t)p->by_mail,
	    "mail_copies", (json_int_t)p->mails,
	    "shared", (json_int_t)p->shared,
	    "copies", (json_int_t)p->copies,
	    "held", (json_int_t)p->held,
	    "parts", (json_int_t)p->parts));
	return json;
}

static void
previewed(struct previewing *p)
{
	struct visit	*v = p->arg;
	json_t		*json;
	char		*text;

	if (p->status != 200) {
		api_problem(v, p->status, p->answer);
		return;
	}
	json = preview_json(v, &p->told);
	text = json_dumps(json, JSON_COMPACT);
	api_answer(v, 200, text);
	free(text);
	json_decref(json);
}

static void
ask_preview(struct visit *v)
{
	struct previewing	*p = NEW(v->arena, struct previewing);
	struct refusal		 refusal;

	if (!api_signed(v))
		return;
	if (!asked_message(v->arena, exchange_request(v->exchange),
	    v->viewer.now, &p->draft, &refusal)) {
		api_problem(v, refusal.status, refusal.sentence);
		return;
	}
	p->arena = v->arena;
	p->gateway = v->web->gateway;
	p->draft.key = v->key;
	p->now = v->viewer.now;
	p->then = previewed;
	p->arg = v;
	preview(p);
}

void
api_preview(struct exchange *x, void *web)
{
	api_enter(x, web, ask_preview);
}
