/*
 * Routing.
 */

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/zone.h"
#include "flow/hold.h"
#include "flow/kind.h"
#include "flow/route.h"
#include "flow/settings.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/held.h"

#define HELD_AGAIN	HOURS(1)	/* Looked at so often. */

bool
route_open(enum contact_state state)
{
	return state == CONTACT_UNCONFIRMED || state == CONTACT_OK;
}

bool
route_may(enum contact_state state, const char *template)
{
	return route_open(state) || (state == CONTACT_STOPPED &&
	    template != NULL && (strcmp(template, "auto.stop_confirmed") == 0 ||
	    strncmp(template, "auto.help", 9) == 0));
}

static bool
among(int64_t id, const int64_t *ids, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* The first contact of a channel that may be written to. */
static const struct contact *
first(const struct routing *r, enum channel channel)
{
	if (!r->sends[channel] || r->except[channel])
		return NULL;
	for (unsigned i = 0; i < r->count; i++)
		if (r->contacts[i].channel == channel &&
		    route_open(r->contacts[i].state) &&
		    !among(r->contacts[i].id, r->tried, r->tries))
			return &r->contacts[i];
	return NULL;
}

/* Why no text can go: what is the matter with the first number. */
static enum instead
no_text(const struct routing *r)
{
	unsigned i = 0;

	while (i < r->count && r->contacts[i].channel != CHANNEL_SMS)
		i++;
	if (i == r->count || !r->sends[CHANNEL_SMS])
		return INSTEAD_NONE;
	switch (r->contacts[i].state) {
	case CONTACT_STOPPED:
		return INSTEAD_STOPPED;
	case CONTACT_LANDLINE:
		return INSTEAD_LANDLINE;
	case CONTACT_WRONG:
		return INSTEAD_WRONG;
	default:
		return r->unknown ? INSTEAD_UNKNOWN : INSTEAD_FAILED;
	}
}

static const char *
why_mail(const struct routing *r)
{
	static const char *const reasons[] = {
		[INSTEAD_LANDLINE] = "The number is a landline.",
		[INSTEAD_STOPPED] = "They asked for no texts.",
		[INSTEAD_WRONG] = "Somebody else has the number.",
		[INSTEAD_FAILED] = "The number does not work.",
		[INSTEAD_UNKNOWN] = "A text may not have arrived.",
		[INSTEAD_NONE] = "There is no number to text.",
	};

	if (r->prefers == PREFERS_MAIL)
		return "They want mail.";
	if (r->prefers == PREFERS_TEXT_SHORT)
		return "They want mail for long words and at night.";
	return reasons[no_text(r)];
}

static const char *
mailbox_none(enum contact_state state)
{
	switch (state) {
	case CONTACT_STOPPED:
		return "They asked for no mail. Call, or ask them to write "
		    "START.";
	case CONTACT_WRONG:
		return "Somebody else has this mailbox. Ask for the right "
		    "one.";
	case CONTACT_UNCONFIRMED:
	case CONTACT_OK:
		return "There is no phone number. Ask the family for one.";
	default:
		return "The mailbox does not work. Ask for the right one.";
	}
}

/* Numbers go first: most families are written to by text. */
const char *
route_none(const struct contact *contacts, unsigned count)
{
	unsigned i = 0;

	if (count == 0)
		return "There is no phone number or mailbox. Ask the family "
		    "for one.";
	while (i < count && contacts[i].channel != CHANNEL_SMS)
		i++;
	if (i == count)
		return mailbox_none(contacts[0].state);
	switch (contacts[i].state) {
	case CONTACT_STOPPED:
		return "They asked for no texts. Call, or ask them to text "
		    "START.";
	case CONTACT_LANDLINE:
		return "The number is a landline. Ask for a mobile number.";
	case CONTACT_WRONG:
		return "Somebody else has this number. Ask for the new one.";
	default:
		return "The number does not work. Ask for the new one.";
	}
}

/* Whether there is a contact of that channel that could be written to, had we
 * an address of ours for it. */
static bool
is_open(const struct routing *r, enum channel channel)
{
	struct routing could = *r;

	could.sends[channel] = true;
	return first(&could, channel) != NULL;
}

static const char *
why_none(const struct routing *r)
{
	if (!r->sends[CHANNEL_SMS] && is_open(r, CHANNEL_SMS))
		return ROUTE_NO_NUMBER;
	return route_none(r->contacts, r->count);
}

const struct contact *
route_choose(const struct routing *r, const char **why)
{
	const struct contact *text = first(r, CHANNEL_SMS);
	const struct contact *mail = first(r, CHANNEL_EMAIL), *chosen = NULL;

	switch (r->prefers) {
	case PREFERS_TEXT:
		if (text == NULL && (r->instead & 1u << no_text(r)) == 0)
			mail = NULL;
		chosen = text != NULL ? text : mail;
		break;
	case PREFERS_MAIL:
		chosen = mail != NULL ? mail : text;
		break;
	case PREFERS_TEXT_SHORT:
		chosen = mail == NULL || (text != NULL && r->fits) ? text :
		    mail;
		break;
	}
	if (chosen == NULL)
		*why = why_none(r);
	else
		*why = chosen == mail ? why_mail(r) : NULL;
	return chosen;
}

int64_t
route_when(const struct rule *rule, bool answer, const struct zone *zone,
    int64_t now)
{
	return zone_open_at(zone, kind_hours(rule, answer), now);
}

/* Until the office has said, which pokes it, or it is useless. */
static enum route_now
wait_for_office(const struct errand *e, int64_t now, int64_t *due,
    const char **reason)
{
	*reason = HELD_WAITS;
	*due = now + HELD_AGAIN < e->not_after ? now + HELD_AGAIN :
	    e->not_after - 1;
	return *due > now ? ROUTE_WAIT : ROUTE_DROP;
}

enum route_now
route_launch(const struct errand *e, const struct zone *zone, int64_t now,
    int64_t *due, const char **reason)
{
	struct rule rule = e->rule;

	if (!e->ruled)
		kind_default(e->kind, &rule);
	if (e->state == MESSAGE_CANCELLED) {
		*reason = "It was taken back.";
		return ROUTE_DROP;
	}
	if (!route_may(e->contact.state, e->template)) {
		*reason = route_none(&e->contact, 1);
		return ROUTE_DROP;
	}
	if (e->held && hold_waits(e->kind, e->answer))
		return wait_for_office(e, now, due, reason);
	*due = e->at_once ? now : route_when(&rule, e->answer, zone, now);
	if (*due >= e->not_after) {
		*reason = "It was too late to be useful.";
		return ROUTE_DROP;
	}
	return *due > now ? ROUTE_WAIT : ROUTE_GO;
}
