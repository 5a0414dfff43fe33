/*
 * Choosing.  Only for who wants short texts alone the text is rendered here,
 * by what renders it when it is sent.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/choose.h"
#include "flow/fill.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/introduce.h"
#include "flow/kind.h"
#include "flow/render.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/introduction.h"
#include "store/office.h"
#include "store/person.h"
#include "store/translation.h"

#define PARTS_SHORT	3

/* A number that no account of the configuration has waits for one; mail only
 * goes where it can. */
static bool
can_send(const struct gateway *g, enum channel channel,
    const struct sender *sender)
{
	const struct configured *c = g->configured;

	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->accounts[i].name, sender->account) == 0)
			return c->accounts[i].provider->channel == channel;
	return channel == CHANNEL_SMS;
}

void
choose_start(struct choosing *c)
{
	const struct message	*m = c->message;
	bool			 answer = m->conversation != 0;
	struct rule		 rule;

	for (int i = 0; i < CHANNELS; i++)
		c->sends[i] = sender_for(c->db, m->school, (enum channel)i,
		    &c->senders[i]) && can_send(c->gateway, (enum channel)i,
		    &c->senders[i]);
	c->longest = !c->sends[CHANNEL_SMS] ? 0 : fit_longest(c->gateway,
	    c->senders[CHANNEL_SMS].account);
	kind_rule(c->db, m->school, m->kind, &rule);
	c->due = route_when(&rule, answer, c->gateway->zone, c->now);
	c->rank = kind_rank(m->kind, answer);
}

void
choose_sample(struct db *db, const struct message *m, struct errand *e)
{
	struct translation	*others;
	struct value		*values;
	struct district		 district;
	struct person		 author;

	*e = (struct errand){ .kind = m->kind, .template = m->template,
	    .words = m->words, .topic = m->topic, .discreet = m->discreet,
	    .phone = office_phone(db, m->school) };
	e->values.all_count = value_list(db, m->id, &values);
	e->values.all = values;
	if (!school_get(db, m->school, &e->school))
		e->school = NULL;
	e->author = person_get(db, m->author, &author) ? author.name :
	    NULL;
	e->other_count = translation_list(db, m->id, &others);
	e->others = others;
	e->district = district_get(db, &district) ? district.name : "";
}

/* Whether the text to a phone is short, and may go now. */
static bool
fits(struct choosing *c, const struct person *person,
    const struct contact *contact)
{
	const struct gateway	*g = c->gateway;
	struct arena		*arena = db_arena(c->db);
	struct outgoing		 out;
	struct sms		 sms;
	struct errand		*e = &c->sample;
	struct value		*own;

	if (c->due > c->now)
		return false;
	if (!c->sampled)
		choose_sample(c->db, c->message, e);
	c->sampled = true;
	e->contact = *contact;
	e->language = contact->language;
	if (c->filling != NULL) {
		e->values.own_count = value_read(arena, fill_for(c->filling,
		    &(struct fill_to){ .person = person }), &own);
		e->values.own = own;
	}
	e->introduction = introduction_stands(c->db, contact->id,
	    c->senders[CHANNEL_SMS].address) ? NULL :
	    introduce_say(g->introductions, arena, e->language, e->district);
	render(g->frames, e, NULL, arena, &out, &sms);
	return sms.parts <= PARTS_SHORT;
}

void
choose(struct choosing *c, const struct person *person,
    const struct tried *tried, struct chosen *chosen)
{
	struct contact	*contacts;
	struct routing	 r = { .prefers = person->prefers,
			    .instead = c->gateway->instead, .fits = true };

	r.contacts = c->contacts;
	r.count = c->contact_count;
	if (r.contacts == NULL) {
		r.count = contact_all(c->db, person->id, &contacts);
		r.contacts = contacts;
	}
	memcpy(r.sends, c->sends, sizeof r.sends);
	if (tried != NULL) {
		r.tried = tried->contacts;
		r.tries = tried->count;
		r.unknown = tried->unknown;
		memcpy(r.except, tried->except, sizeof r.except);
	}
	chosen->contact = route_choose(&r, &chosen->why);
	if (r.prefers == PREFERS_TEXT_SHORT && chosen->contact != NULL &&
	    chosen->contact->channel == CHANNEL_SMS) {
		r.fits = fits(c, person, chosen->contact);
		chosen->contact = route_choose(&r, &chosen->why);
	}
	chosen->at_once = r.prefers == PREFERS_TEXT_SHORT &&
	    chosen->contact != NULL &&
	    chosen->contact->channel == CHANNEL_EMAIL;
}

int64_t
choose_due(const struct choosing *c, const struct chosen *chosen)
{
	return chosen->at_once ? c->now : c->due;
}
