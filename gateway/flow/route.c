/*
 * Routing.
 */

#include <stddef.h>
#include <string.h>

#include "base/zone.h"
#include "flow/kind.h"
#include "flow/route.h"
#include "store/attempt.h"

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

const struct contact *
route_contact(const struct contact *contacts, unsigned count,
    const int64_t *tried, unsigned tries)
{
	for (unsigned i = 0; i < count; i++)
		if (route_open(contacts[i].state) &&
		    !among(contacts[i].id, tried, tries))
			return &contacts[i];
	return NULL;
}

const char *
route_none(const struct contact *contacts, unsigned count)
{
	if (count == 0)
		return "There is no phone number. Ask the family for one.";
	switch (contacts[0].state) {
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

int64_t
route_when(const struct rule *rule, bool answer, const struct zone *zone,
    int64_t now)
{
	return zone_open_at(zone, kind_hours(rule, answer), now);
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
	*due = route_when(&rule, e->answer, zone, now);
	if (*due >= e->not_after) {
		*reason = "It was too late to be useful.";
		return ROUTE_DROP;
	}
	return *due > now ? ROUTE_WAIT : ROUTE_GO;
}
