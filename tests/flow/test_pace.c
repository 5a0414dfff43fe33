/*
 * Pace: segments, not texts, and never more than the rate allows.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/pace.h"

#define BOOT	INT64_C(987654321)	/* Any time of the boot clock. */

/* Sends texts of so many parts as fast as it may, until then; how many
 * segments went. */
static int64_t
go_on(struct pace *pace, int64_t *now, int64_t until, int64_t parts)
{
	int64_t sent = 0;

	while (*now < until) {
		if (pace_wait(pace, *now) > 0) {
			*now += pace_wait(pace, *now);
			continue;
		}
		pace_spend(pace, parts);
		sent += parts;
	}
	return sent;
}

static void
test_without_a_rate_nothing_waits(void **state)
{
	struct pace pace;

	(void)state;
	pace_start(&pace, 0, BOOT);
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(pace_wait(&pace, BOOT), 0);
		pace_spend(&pace, 6);
	}
}

static void
test_rates_are_kept(void **state)
{
	static const int64_t rates[] = { 1, 3, 10, 75, 225, 1000 };
	struct pace	 pace;
	int64_t		 now, sent;

	(void)state;
	for (unsigned i = 0; i < 6; i++)
		for (int64_t parts = 1; parts <= 6; parts++) {
			now = BOOT;
			pace_start(&pace, rates[i], now);
			sent = go_on(&pace, &now, BOOT + 60000, parts);
			/* The bucket was full, and the last overdraws it. */
			assert_true(sent <= rates[i] * 61 + parts);
			assert_true(sent >= rates[i] * 60);
		}
}

static void
test_a_long_text_is_made_up_for(void **state)
{
	struct pace pace;

	(void)state;
	pace_start(&pace, 2, BOOT);
	pace_spend(&pace, 1);
	assert_int_equal(pace_wait(&pace, BOOT), 0);
	pace_spend(&pace, 6);		/* Five more than there were. */
	assert_in_range(pace_wait(&pace, BOOT), 2500, 2501);
	assert_true(pace_wait(&pace, BOOT + 2500) > 0);
	assert_int_equal(pace_wait(&pace, BOOT + 2501), 0);
}

static void
test_a_rest_saves_one_second_only(void **state)
{
	struct pace	 pace;
	int64_t		 now = BOOT;

	(void)state;
	pace_start(&pace, 10, now);
	go_on(&pace, &now, BOOT + 1000, 1);
	now += 3600000;
	assert_in_range(go_on(&pace, &now, now + 1, 1), 10, 11);
}

static void
test_a_clock_that_steps_back_gives_nothing(void **state)
{
	struct pace	 pace;
	int64_t		 now = BOOT;

	(void)state;
	pace_start(&pace, 10, now);
	go_on(&pace, &now, BOOT + 1000, 1);
	assert_true(pace_wait(&pace, now - 5000) > 0);
	assert_true(pace_wait(&pace, now - 5000) <= 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_a_rate_nothing_waits),
		cmocka_unit_test(test_rates_are_kept),
		cmocka_unit_test(test_a_long_text_is_made_up_for),
		cmocka_unit_test(test_a_rest_saves_one_second_only),
		cmocka_unit_test(test_a_clock_that_steps_back_gives_nothing),
	};

	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
