/*
 * Routing: which of a person's contacts, and what is to be done with an
 * attempt that is about to be launched.
 */

#include <string.h>

#include "base/zone.h"
#include "flow/route.h"
#include "store/attempt.h"
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

	(void)state;
	for (size_t i = 0; i < COUNT(people); i++) {
		for (unsigned c = 0; c < 3; c++)
			contacts[c] = (struct contact){ .id = 10 + c,
			    .state = people[i].states[c] };
		found = route_contact(contacts, people[i].count, NULL, 0);
		assert_ptr_equal(found, people[i].chosen < 0 ? NULL :
		    &contacts[people[i].chosen]);
		if (found == NULL)
			assert_non_null(strstr(route_none(contacts,
			    people[i].count), people[i].why));
	}
}

static void
test_not_one_that_was_tried(void **state)
{
	const struct contact	 two[] = {
	    { .id = 10, .state = CONTACT_OK },
	    { .id = 11, .state = CONTACT_OK } };
	static const int64_t	 tried[] = { 10, 11 };

	(void)state;
	assert_ptr_equal(route_contact(two, 2, tried, 1), &two[1]);
	assert_ptr_equal(route_contact(two, 2, tried + 1, 1), &two[0]);
	assert_null(route_contact(two, 2, tried, 2));
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_contact_that_can_be_texted),
		cmocka_unit_test(test_not_one_that_was_tried),
		cmocka_unit_test(test_once_more_before_it_is_launched),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
