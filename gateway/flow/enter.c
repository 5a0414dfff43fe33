/*
 * What the office enters.
 */

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/zone.h"
#include "flow/automatic.h"
#include "flow/enter.h"
#include "flow/expand.h"
#include "flow/gateway.h"
#include "flow/route.h"
#include "store/attempt.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/person.h"
#include "store/reach.h"
#include "store/seat.h"
#include "store/user.h"

/* Minutes of the day between which it is said (domain.md 3.2, system). */
#define SAID_FROM	(7 * 60)
#define SAID_TO		(20 * 60)

static bool
at_one_of(const struct entering *e, const int64_t *schools, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (seat_at_office(e->db, e->by, schools[i], e->now))
			return true;
	return false;
}

bool
enter_may(const struct entering *e, int64_t person)
{
	struct person	*people;
	int64_t		*schools;
	unsigned	 n;

	if (e->by == 0)
		return false;
	if (seat_at_office(e->db, e->by, 0, e->now))
		return true;
	n = person == 0 ? 0 : reach_schools(e->db, person, e->now, &schools);
	if (at_one_of(e, schools, n))
		return true;
	n = reach_talks(e->db, e->contact.id, &schools);
	if (at_one_of(e, schools, n))
		return true;
	for (unsigned i = person_at(e->db, e->contact.id, &people); i-- > 0;) {
		n = reach_schools(e->db, people[i].id, e->now, &schools);
		if (at_one_of(e, schools, n))
			return true;
	}
	return false;
}

static void
audit(struct entering *e, const char *deed)
{
	e->changed = true;
	audit_add(e->db, &(struct deed){ .person = e->by,
	    .api_key = e->api_key, .deed = deed, .object = e->contact.id,
	    .note = e->note }, e->now);
}

/* Why what is planned goes elsewhere, and for expand_again(). */
struct elsewhere {
	const char	*reason;
	enum expand_why	 why;
};

static void
says(struct entering *e, const char *what)
{
	contact_says(e->db, &(struct consent){ .contact = e->contact.id,
	    .what = what, .source = "office", .at = e->now, .person = e->by,
	    .note = e->note });
}

/* It is not, or no more, the number of somebody else. */
static void
is_right(struct entering *e)
{
	if (consent_wrong(e->db, e->contact.id))
		says(e, "right");
}

/* What is planned does not go there, but where expand_again() sends it. */
static void
go_elsewhere(struct entering *e, const int64_t *attempts, unsigned n,
    const struct elsewhere *to)
{
	struct moment	 now = gateway_moment(e->gateway->zone, e->now);
	struct attempt	 attempt;

	for (unsigned i = 0; i < n; i++) {
		if (!attempt_get(e->db, attempts[i], &attempt) ||
		    !delivery_advance(e->db, &(struct move){
		    .attempt = attempts[i], .to = ATTEMPT_DROPPED,
		    .reason = to->reason }, now))
			continue;
		e->dropped++;
		expand_again(e->db, e->gateway, &attempt, to->why);
	}
}

/* A person who said stop gets no text at another number of theirs either. */
void
enter_stopped(struct entering *e)
{
	const struct elsewhere	 to = { e->contact.channel == CHANNEL_SMS ?
				    "They asked for no texts." :
				    "They asked for no mail.", EXPAND_FAILED };
	int64_t			*planned;
	unsigned		 n;

	do {
		n = reach_planned(e->db, e->contact.id, &planned);
		go_elsewhere(e, planned, n, &to);
	} while (n == DROP_MOST);
}

const char *
enter_stop(struct entering *e)
{
	if (e->contact.state == CONTACT_STOPPED)
		return NULL;
	says(e, "stop");
	enter_stopped(e);
	e->contact.state = CONTACT_STOPPED;
	audit(e, "contact.stop");
	return NULL;
}

const char *
enter_start(struct entering *e)
{
	if (e->contact.state != CONTACT_STOPPED)
		return NULL;
	if (e->note == NULL || *e->note == '\0')
		return "Say how the family asked for texts again: --note "
		    "\"asked at the front desk\".";
	if (consent_theirs(e->db, e->contact.id))
		return "They stopped by a text of their own, and only their "
		    "phone can undo that. Ask the family to text START to "
		    "the school's number.";
	says(e, "start");
	e->contact.state = consent_wrong(e->db, e->contact.id) ?
	    CONTACT_WRONG : CONTACT_OK;
	audit(e, "contact.start");
	return NULL;
}

static const char *
deed_of(enum contact_state state)
{
	switch (state) {
	case CONTACT_WRONG:
		return "contact.wrong";
	case CONTACT_LANDLINE:
		return "contact.landline";
	default:
		return "contact.ok";
	}
}

void
enter_elsewhere(struct entering *e)
{
	const struct elsewhere	 to = { route_none(&e->contact, 1),
				    EXPAND_CONTACT };
	int64_t			*planned;
	unsigned		 n;

	do {
		n = reach_planned(e->db, e->contact.id, &planned);
		go_elsewhere(e, planned, n, &to);
	} while (n == DROP_MOST);
}

const char *
enter_mark(struct entering *e, enum contact_state state)
{
	if (e->contact.channel != CHANNEL_SMS)
		return "This is a mailbox. Only a phone number can be marked "
		    "so.";
	if (e->contact.state == CONTACT_STOPPED)
		return "They asked for no texts, so nothing goes there, "
		    "whatever the number is. If they want texts again: "
		    "homeline contact start; if it is another's: homeline "
		    "contact remove.";
	if (e->contact.state == state)
		return NULL;
	contact_mark(e->db, e->contact.id, state);
	if (state == CONTACT_WRONG)
		says(e, "wrong");
	else
		is_right(e);
	e->contact.state = state;
	audit(e, deed_of(state));
	if (!route_open(state))
		enter_elsewhere(e);
	return NULL;
}

/* In the name of a school of theirs; by day, because nobody has written. */
static void
say_language(struct entering *e)
{
	struct automatic a = { .template = "auto.language",
	    .words = lang_own(e->contact.language), .contact = e->contact.id,
	    .now = e->now, .not_before = zone_open_at(e->gateway->zone,
	    (struct hours){ SAID_FROM, SAID_TO }, e->now) };
	struct person	*people;
	int64_t		*schools;

	if (!route_open(e->contact.state) ||
	    person_at(e->db, e->contact.id, &people) == 0 ||
	    person_restricted_at(e->db, e->contact.id, e->now))
		return;
	if (reach_schools(e->db, people[0].id, e->now, &schools) == 1)
		a.school = schools[0];
	automatic_say(e->db, e->gateway, &a);
}

const char *
enter_language(struct entering *e, const char *tag)
{
	if (strcmp(e->contact.language, tag) == 0)
		return NULL;
	contact_chooses(e->db, e->contact.id, tag);
	e->contact.language = tag;
	audit(e, "contact.language");
	say_language(e);
	return NULL;
}

const char *
enter_reach(struct entering *e, const struct person *person, bool first)
{
	struct person	*people;
	unsigned	 n = person_at(e->db, e->contact.id, &people);

	if (!first && reach_has(e->db, person->id, e->contact.id))
		return NULL;
	if (e->contact.state == CONTACT_WRONG && n > 0)
		return arena_print(db_arena(e->db), "This number was marked "
		    "as somebody else's than that of %s. If it is so, first: "
		    "homeline contact remove \"%s\" %s.", people[0].name,
		    people[0].name, e->contact.address);
	if (n == 0) {
		is_right(e);
		contact_again(e->db, e->contact.id);
		contact_speaks(e->db, e->contact.id, person->language);
		if (!contact_get(e->db, e->contact.id, &e->contact))
			db_fail(e->db, "a contact is gone");
	}
	reach_put(e->db, person->id, e->contact.id, first);
	audit(e, "contact.add");
	return NULL;
}

const char *
enter_reach_again(struct entering *e, int64_t person)
{
	struct person *people;

	if (!reach_taken(e->db, person, e->contact.id, e->now))
		return NULL;
	if (e->contact.state == CONTACT_WRONG &&
	    person_at(e->db, e->contact.id, &people) > 0)
		return "This number was marked as somebody else’s. Take it "
		    "from the one who has it now first.";
	reach_put_back(e->db, person, e->contact.id);
	audit(e, "contact.add");
	return NULL;
}

const char *
enter_unreach(struct entering *e, int64_t person)
{
	const struct elsewhere	 to = { "The number was taken away.",
				    EXPAND_CONTACT };
	int64_t			*planned;
	unsigned		 n;

	if (!reach_remove(e->db, person, e->contact.id, e->now))
		return "They are not reached there. See homeline contact "
		    "show.";
	do {
		n = reach_planned_for(e->db, e->contact.id, person, &planned);
		go_elsewhere(e, planned, n, &to);
	} while (n == DROP_MOST);
	audit(e, "contact.remove");
	return NULL;
}
