/*
 * Routing: which of a person's contacts, and what is to be done with an
 * attempt that is about to be launched.
 */

#include <string.h>

#include "base/zone.h"
#include "flow/route.h"
#include "flow/settings.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "tests/flow/rig.h"

#define TEN	INT64_C(1794927600000)	/* Tue 2026-11-17 10:00 EST */

static const struct {
	enum contact_state	 states[3];
	unsigned		 count;
	int			 chosen;	/* -1: none. */
	const char		*why;
} people[] = {
	{ { 0 }, 0, -1, "no phone number" },
	{ { CONTACT_UNCONFIRMED }, 1, 0, NULL },
	{ { CONTACT_OK, CONTACT_OK }, 2, 0, NULL },
	{ { CONTACT_STOPPED }, 1, -1, "START" },
	{ { CONTACT_STOPPED, CONTACT_OK }, 2, 1, NULL },
	{ { CONTACT_LANDLINE }, 1, -1, "landline" },
	{ { CONTACT_INVALID }, 1, -1, "does not work" },
	{ { CONTACT_WRONG }, 1, -1, "Somebody else" },
	{ { CONTACT_LANDLINE, CONTACT_INVALID, CONTACT_UNCONFIRMED }, 3, 2,
	    NULL },
	{ { CONTACT_WRONG, CONTACT_STOPPED, CONTACT_INVALID }, 3, -1,
	    "Somebody else" },
};

static void
test_the_first_contact_that_can_be_texted(void **state)
{
	struct contact		 contacts[3];
	const struct contact	*found;
	const char		*why;

	(void)state;
	for (size_t i = 0; i < COUNT(people); i++) {
		for (unsigned c = 0; c < 3; c++)
			contacts[c] = (struct contact){ .id = 10 + c,
			    .state = people[i].states[c] };
		found = route_choose(&(struct routing){ .contacts = contacts,
		    .count = people[i].count, .sends = { true } }, &why);
		assert_ptr_equal(found, people[i].chosen < 0 ? NULL :
		    &contacts[people[i].chosen]);
		if (found == NULL)
			assert_non_null(strstr(why, people[i].why));
		else
			assert_null(why);
	}
}

static void
test_not_one_that_was_tried(void **state)
{
	const struct contact	 two[] = {
	    { .id = 10, .state = CONTACT_OK },
	    { .id = 11, .state = CONTACT_OK } };
	static const int64_t	 tried[] = { 10, 11 };
	struct routing		 r = { .contacts = two, .count = 2,
				    .sends = { true }, .tried = tried,
				    .tries = 1 };
	const char		*why;

	(void)state;
	assert_ptr_equal(route_choose(&r, &why), &two[1]);
	r.tried = tried + 1;
	assert_ptr_equal(route_choose(&r, &why), &two[0]);
	r.tried = tried;
	r.tries = 2;
	assert_null(route_choose(&r, &why));
}

#define ALL	0x3fu
#define BIT(i)	(1u << INSTEAD_##i)

/* Two numbers (-1: none) and a mailbox (the same); who has them, and what the
 * district's policy is. */
static const struct {
	int		 number, second, mailbox;	/* enum contact_state */
	enum prefers	 prefers;
	unsigned	 instead;
	bool		 no_texts, no_mail;	/* We cannot send any. */
	bool		 fits, tried, unknown, except;
	int		 chosen;		/* 0, 1, 2: the mailbox; -1. */
	const char	*why;
} routes[] = {
	/* Texts go first; mail by policy, for each reason its own word. */
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_TEXT, ALL, .chosen = 0 },
	{ CONTACT_STOPPED, CONTACT_OK, CONTACT_OK, PREFERS_TEXT, ALL,
	    .chosen = 1 },
	{ CONTACT_STOPPED, -1, CONTACT_OK, PREFERS_TEXT, BIT(STOPPED),
	    .chosen = 2, .why = "asked for no texts" },
	{ CONTACT_STOPPED, -1, CONTACT_OK, PREFERS_TEXT, ALL & ~BIT(STOPPED),
	    .chosen = -1, .why = "START" },
	{ CONTACT_LANDLINE, -1, CONTACT_OK, PREFERS_TEXT, BIT(LANDLINE),
	    .chosen = 2, .why = "landline" },
	{ CONTACT_LANDLINE, -1, CONTACT_OK, PREFERS_TEXT,
	    ALL & ~BIT(LANDLINE), .chosen = -1, .why = "landline" },
	{ CONTACT_WRONG, -1, CONTACT_OK, PREFERS_TEXT, BIT(WRONG),
	    .chosen = 2, .why = "Somebody else" },
	{ CONTACT_WRONG, -1, CONTACT_OK, PREFERS_TEXT, ALL & ~BIT(WRONG),
	    .chosen = -1, .why = "Somebody else" },
	{ CONTACT_INVALID, -1, CONTACT_OK, PREFERS_TEXT, BIT(FAILED),
	    .chosen = 2, .why = "does not work" },
	{ CONTACT_INVALID, -1, CONTACT_OK, PREFERS_TEXT, ALL & ~BIT(FAILED),
	    .chosen = -1, .why = "does not work" },
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_TEXT, BIT(FAILED),
	    .tried = true, .chosen = 2, .why = "does not work" },
	{ CONTACT_OK, CONTACT_OK, CONTACT_OK, PREFERS_TEXT, BIT(FAILED),
	    .tried = true, .chosen = 1 },
	{ CONTACT_OK, CONTACT_OK, CONTACT_OK, PREFERS_TEXT, BIT(FAILED),
	    .tried = true, .except = true, .chosen = 2, .why = "not work" },
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_TEXT, BIT(UNKNOWN),
	    .tried = true, .unknown = true, .except = true, .chosen = 2,
	    .why = "may not have arrived" },
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_TEXT, ALL & ~BIT(UNKNOWN),
	    .tried = true, .unknown = true, .except = true, .chosen = -1,
	    .why = "" },
	{ -1, -1, CONTACT_OK, PREFERS_TEXT, BIT(NONE), .chosen = 2,
	    .why = "no number" },
	{ -1, -1, CONTACT_OK, PREFERS_TEXT, ALL & ~BIT(NONE), .chosen = -1,
	    .why = "There is no phone number." },
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_TEXT, BIT(NONE),
	    .no_texts = true, .chosen = 2, .why = "no number" },
	{ CONTACT_OK, -1, -1, PREFERS_TEXT, ALL, .no_texts = true,
	    .chosen = -1, .why = "no number to text from" },

	/* Who wants mail gets it, and a text where none can go. */
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_MAIL, 0, .chosen = 2,
	    .why = "want mail" },
	{ CONTACT_OK, -1, -1, PREFERS_MAIL, 0, .chosen = 0 },
	{ CONTACT_OK, -1, CONTACT_STOPPED, PREFERS_MAIL, 0, .chosen = 0 },
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_MAIL, 0, .no_mail = true,
	    .chosen = 0 },
	{ -1, -1, CONTACT_STOPPED, PREFERS_MAIL, 0, .chosen = -1,
	    .why = "asked for no mail" },
	{ -1, -1, CONTACT_INVALID, PREFERS_TEXT, ALL, .chosen = -1,
	    .why = "mailbox does not work" },
	{ -1, -1, CONTACT_OK, PREFERS_MAIL, 0, .no_mail = true,
	    .chosen = -1, .why = "no phone number" },

	/* Short words by text, long ones and those at night by mail. */
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_TEXT_SHORT, 0, .fits = true,
	    .chosen = 0 },
	{ CONTACT_OK, -1, CONTACT_OK, PREFERS_TEXT_SHORT, 0, .chosen = 2,
	    .why = "long words" },
	{ CONTACT_OK, -1, -1, PREFERS_TEXT_SHORT, 0, .chosen = 0 },
	{ CONTACT_STOPPED, -1, CONTACT_OK, PREFERS_TEXT_SHORT, 0,
	    .fits = true, .chosen = 2, .why = "long words" },
	{ CONTACT_OK, -1, CONTACT_INVALID, PREFERS_TEXT_SHORT, 0,
	    .chosen = 0 },
};

static void
test_by_which_channel(void **state)
{
	static const int64_t	 first[] = { 10 };
	const struct contact	*found;
	struct contact		 contacts[3];
	const char		*why;

	(void)state;
	for (size_t i = 0; i < COUNT(routes); i++) {
		const int	 states[] = { routes[i].mailbox,
				    routes[i].number, routes[i].second };
		struct routing	 r = { .contacts = contacts,
				    .prefers = routes[i].prefers,
				    .instead = routes[i].instead,
				    .fits = routes[i].fits, .tried = first,
				    .tries = routes[i].tried,
				    .unknown = routes[i].unknown };

		r.sends[CHANNEL_SMS] = !routes[i].no_texts;
		r.sends[CHANNEL_EMAIL] = !routes[i].no_mail;
		r.except[CHANNEL_SMS] = routes[i].except;
		for (int c = 0; c < 3; c++)
			if (states[c] >= 0)
				contacts[r.count++] = (struct contact){
				    .id = c == 0 ? 12 : 9 + c,
				    .channel = c == 0 ? CHANNEL_EMAIL :
					CHANNEL_SMS,
				    .state = (enum contact_state)states[c] };
		found = route_choose(&r, &why);
		if ((found == NULL ? -1 : found->id - 10) !=
		    routes[i].chosen)
			fail_msg("route %zu", i);
		if (routes[i].why == NULL ? why != NULL :
		    strstr(why, routes[i].why) == NULL)
			fail_msg("route %zu says %s", i, why);
	}
}

static const struct {
	enum kind		 kind;
	enum message_state	 state;
	enum contact_state	 contact;
	int64_t			 after, not_after;	/* From 10:00, min. */
	enum route_now		 what;
	int64_t			 due;			/* WAIT: min. */
	const char		*why;			/* DROP. */
} launches[] = {
	{ KIND_DIRECT, MESSAGE_SENDING, CONTACT_OK, 0, 60, ROUTE_GO, 0,
	    NULL },
	{ KIND_DIRECT, MESSAGE_EXPANDING, CONTACT_UNCONFIRMED, 599, 4000,
	    ROUTE_GO, 0, NULL },
	/* 20:00: over until 07:00, if that is soon enough. */
	{ KIND_DIRECT, MESSAGE_SENDING, CONTACT_OK, 600, 4000, ROUTE_WAIT,
	    1260, NULL },
	{ KIND_DIRECT, MESSAGE_SENDING, CONTACT_OK, 600, 1261, ROUTE_WAIT,
	    1260, NULL },
	{ KIND_DIRECT, MESSAGE_SENDING, CONTACT_OK, 600, 1260, ROUTE_DROP, 0,
	    "too late" },
	{ KIND_CLOSING, MESSAGE_SENDING, CONTACT_OK, 900, 901, ROUTE_GO, 0,
	    NULL },
	{ KIND_CLOSING, MESSAGE_SENDING, CONTACT_OK, 900, 900, ROUTE_DROP, 0,
	    "too late" },
	{ KIND_DIRECT, MESSAGE_CANCELLED, CONTACT_OK, 0, 60, ROUTE_DROP, 0,
	    "taken back" },
	{ KIND_DIRECT, MESSAGE_SENDING, CONTACT_STOPPED, 0, 60, ROUTE_DROP,
	    0, "START" },
	{ KIND_EMERGENCY, MESSAGE_SENDING, CONTACT_STOPPED, 0, 60,
	    ROUTE_DROP, 0, "START" },
	{ KIND_DIRECT, MESSAGE_SENDING, CONTACT_INVALID, 0, 60, ROUTE_DROP,
	    0, "does not work" },
};

static void
test_once_more_before_it_is_launched(void **state)
{
	const char	*why = NULL;
	struct zone	*zone = zone_open("America/New_York", &why);
	int64_t		 due;

	(void)state;
	for (size_t i = 0; i < COUNT(launches); i++) {
		const struct errand errand = { .kind = launches[i].kind,
		    .state = launches[i].state,
		    .contact.state = launches[i].contact,
		    .not_after = TEN + MINUTES(launches[i].not_after) };

		assert_int_equal(route_launch(&errand, zone,
		    TEN + MINUTES(launches[i].after), &due, &why),
		    launches[i].what);
		if (launches[i].what == ROUTE_WAIT)
			assert_int_equal(due, TEN + MINUTES(launches[i].due));
		if (launches[i].what == ROUTE_DROP)
			assert_non_null(strstr(why, launches[i].why));
	}
	zone_close(zone);
}

static void
test_a_mail_at_night(void **state)
{
	const char	*why = NULL;
	struct zone	*zone = zone_open("America/New_York", &why);
	struct errand	 e = { .kind = KIND_DIRECT, .state = MESSAGE_SENDING,
			    .contact = { .channel = CHANNEL_EMAIL,
			    .state = CONTACT_OK },
			    .not_after = TEN + MINUTES(4000) };
	int64_t		 due;

	(void)state;
	assert_int_equal(route_launch(&e, zone, TEN + MINUTES(600), &due,
	    &why), ROUTE_WAIT);
	e.at_once = true;
	assert_int_equal(route_launch(&e, zone, TEN + MINUTES(600), &due,
	    &why), ROUTE_GO);
	assert_int_equal(route_launch(&e, zone, TEN + MINUTES(4000), &due,
	    &why), ROUTE_DROP);
	zone_close(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_contact_that_can_be_texted),
		cmocka_unit_test(test_not_one_that_was_tried),
		cmocka_unit_test(test_by_which_channel),
		cmocka_unit_test(test_a_mail_at_night),
		cmocka_unit_test(test_once_more_before_it_is_launched),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
