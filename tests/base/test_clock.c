/* The clocks go on by themselves, and stand still when a test holds them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"

static void
real_time_is_that_of_the_system(void **state)
{
	int64_t before = (int64_t)time(NULL) * 1000, now = clock_now();

	(void)state;
	assert_in_range(now, before - 1000, before + 60000);
}

static void
the_boot_clock_never_goes_back(void **state)
{
	int64_t before = clock_boot(), now;

	(void)state;
	assert_true(before > 0);
	for (int i = 0; i < 1000; i++) {
		now = clock_boot();
		assert_true(now >= before);
		before = now;
	}
}

static void
a_held_clock_stands_still(void **state)
{
	int64_t boot;

	(void)state;
	clock_hold(1000000);
	boot = clock_boot();
	for (int i = 0; i < 100000; i++) {
		assert_int_equal(clock_now(), 1000000);
		assert_int_equal(clock_boot(), boot);
	}
	clock_release();
}

static void
time_that_passes_moves_both(void **state)
{
	int64_t boot;

	(void)state;
	clock_hold(5);
	boot = clock_boot();
	clock_pass(HOURS(2) + MINUTES(3) + SECONDS(4));
	assert_int_equal(clock_now(), 5 + 7384000);
	assert_int_equal(clock_boot(), boot + 7384000);
	clock_release();
}

static void
a_wall_clock_that_jumps_leaves_the_boot_clock(void **state)
{
	int64_t boot;

	(void)state;
	clock_hold(DAYS(2));
	clock_pass(HOURS(1));
	boot = clock_boot();
	clock_hold(DAYS(1));
	assert_int_equal(clock_now(), 86400000);
	assert_int_equal(clock_boot(), boot);
	clock_release();
}

static void
a_released_clock_is_real_again(void **state)
{
	int64_t boot = clock_boot();

	(void)state;
	clock_hold(0);
	clock_pass(DAYS(1000));
	clock_release();
	assert_true(clock_now() > DAYS(1000));
	assert_true(clock_boot() < boot + DAYS(1));
}

static void
a_shifted_clock_is_ahead_of_the_true_one(void **state)
{
	int64_t before = clock_true(), boot = clock_boot();

	(void)state;
	clock_shift(DAYS(16));
	assert_in_range(clock_now(), before + DAYS(16),
	    before + DAYS(16) + MINUTES(1));
	assert_in_range(clock_true(), before, before + MINUTES(1));
	assert_in_range(clock_boot(), boot, boot + MINUTES(1));
	clock_shift(-DAYS(2));
	assert_in_range(clock_now(), before - DAYS(2),
	    before - DAYS(2) + MINUTES(1));
	clock_shift(0);
	assert_in_range(clock_now(), before, before + MINUTES(1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_time_is_that_of_the_system),
		cmocka_unit_test(the_boot_clock_never_goes_back),
		cmocka_unit_test(a_held_clock_stands_still),
		cmocka_unit_test(time_that_passes_moves_both),
		cmocka_unit_test(a_wall_clock_that_jumps_leaves_the_boot_clock),
		cmocka_unit_test(a_released_clock_is_real_again),
		cmocka_unit_test(a_shifted_clock_is_ahead_of_the_true_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
