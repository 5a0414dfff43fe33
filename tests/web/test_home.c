/* The first page of each role, and what anybody may read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/gateway.h"
#include "store/job.h"
#include "tests/web/counter.h"

#define ROSA	"+15085550120"
#define FORM	"action=\"/write\""

static struct counter c;

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

static void
a_teacher_writes_first_and_sees_what_became_of_it(void **state)
{
	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, "/"), 200);
	assert_true(counter_says(&c, FORM));
	assert_true(counter_says(&c, "No family is waiting"));
	assert_true(counter_says(&c, "You have sent nothing yet"));
	assert_false(counter_says(&c, "Contacts to fix"));
	assert_false(counter_says(&c, "(("));
}

static void
an_office_sees_what_waits_and_what_is_to_be_fixed(void **state)
{
	(void)state;
	(void)counter_write(&c, counter_student(&c, "ben"), "1");
	assert_int_equal(counter_text(&c, ROSA, "Hello", "SM1", true), 200);
	(void)place_sql(&c.place, "UPDATE contact SET state = 'landline' "
	    "WHERE address = '" ROSA "'");
	gateway_tick(c.gateway);
	do
		(void)counter_get(&c, c.desk, "/api/v1/me");
	while (store_backlog(c.store) > 0);
	counter_sign_in(&c, "Carmen Lopez", NULL);
	assert_int_equal(counter_page(&c, "/"), 200);
	assert_true(counter_says(&c, FORM));
	assert_true(counter_says(&c, "Ben Walsh"));
	assert_true(counter_says(&c, "Waiting until"));
	assert_true(counter_says(&c, "1 phone number or mailbox does not "
	    "work"));
	assert_false(counter_says(&c, "(("));
}

static void
an_analyst_sees_the_number_and_no_family(void **state)
{
	(void)state;
	(void)counter_write(&c, counter_student(&c, "ben"), "1");
	counter_sign_in(&c, "Thomas Reed", "analyst");
	assert_int_equal(counter_page(&c, "/"), 200);
	assert_true(counter_says(&c, "this month so far"));
}

static void
an_auditor_sees_the_log(void **state)
{
	(void)state;
	counter_sign_in(&c, "Thomas Reed", "auditor");
	assert_int_equal(counter_page(&c, "/"), 200);
	assert_true(counter_says(&c, "Open the log"));
}

static void
only_what_has_changed_is_made_anew(void **state)
{
	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_ask(&c, &(struct asking){ .method = "GET",
	    .path = "/", .headers = { { "X-Fragment", "home_now" },
	    { "Cookie", arena_print(c.arena, "homeline=%s", c.cookie) } },
	    .header_count = 2 }), 200);
	assert_false(counter_says(&c, "<html"));
	assert_true(counter_says(&c, "No family is waiting"));
}

static void
who_is_not_signed_in_gets_help(void **state)
{
	(void)state;
	counter_sign_in(&c, NULL, NULL);
	assert_int_equal(counter_page(&c, "/help"), 200);
	assert_true(counter_says(&c, "What a status means"));
	assert_false(counter_says(&c, "(("));
	assert_int_equal(counter_page(&c, "/accessibility"), 200);
	assert_true(counter_says(&c, "WCAG"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define CASE(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
		CASE(a_teacher_writes_first_and_sees_what_became_of_it),
		CASE(an_office_sees_what_waits_and_what_is_to_be_fixed),
		CASE(an_analyst_sees_the_number_and_no_family),
		CASE(an_auditor_sees_the_log),
		CASE(only_what_has_changed_is_made_anew),
		CASE(who_is_not_signed_in_gets_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
