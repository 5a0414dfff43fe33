/*
 * The n-th call of the database fails, for every n of a round, in every way
 * it can; or for as many of them as HOMELINE_TORTURE says ("all": all of
 * them), as far apart from each other as they can be.
 *
 * One life of the gateway sees them all, and goes on.  At the end of it the
 * independent tests/recount.py counts everything again.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/db_driver.h"
#include "tests/scenarios/stage.h"
#include "tests/torture/faulty.h"
#include "tests/torture/round.h"

#define ROUNDS		20	/* Of make check. */
#define MORNING		HOURS(10)

static struct stage	 stage;
static char		 torturing[100];

/* The next round begins in the morning: it takes two hours. */
static void
next_morning(void)
{
	static int64_t	began = BEGIN;
	int64_t		day = (clock_now() - began) / DAYS(1);

	if (clock_now() - began - day * DAYS(1) > HOURS(5))
		clock_pass(began + (day + 1) * DAYS(1) - clock_now());
	stage_until(&stage, clock_now() + SECONDS(5));
}

static void
one_round(enum fault fault, unsigned n, unsigned number)
{
	next_morning();
	snprintf(torturing, sizeof torturing, "%s at the %u-th call",
	    fault_names[fault], n);
	faulty_arm(fault, n);
	round_play(&stage, number);
	faulty_mend();
	round_check(&stage, number);
	if (n > 0 && getenv("HOMELINE_TORTURE_SAY") != NULL)
		print_message("# %s: %s\n", torturing,
		    faulty_fired() != NULL ? faulty_fired() : "not met");
}

static void
torture(const struct db_driver *driver)
{
	const char	*rounds = getenv("HOMELINE_TORTURE");
	unsigned	 calls, ways, wanted, step, number = 1, met = 0;

	stage_open(&stage, faulty_over(driver), false);
	round_town(&stage);
	one_round(FAULT_OWN, 0, number++);
	calls = faulty_count();
	assert_true(calls > 100);
	ways = calls * FAULTS;
	wanted = rounds == NULL ? ROUNDS : strcmp(rounds, "all") == 0 ? ways :
	    (unsigned)strtoul(rounds, NULL, 10);
	step = wanted >= ways ? 1 : ways / wanted | 1;
	while (step > 1 && step % FAULTS == 0)
		step += 2;
	for (unsigned i = step / 2; i < ways; i += step) {
		one_round((enum fault)(i % FAULTS), i / FAULTS + 1, number++);
		met += faulty_fired() != NULL;
	}
	recount_agrees(&stage);
	print_message("# %s: %u calls, %u rounds, %u of them met a failure\n",
	    driver->name, calls, number - 2, met);
	assert_true(met > (number - 2) / 2);
}

static void
test_sqlite(void **state)
{
	(void)state;
	torture(&db_sqlite);
}

static void
test_postgres(void **state)
{
	const char *cluster = getenv("HOMELINE_TEST_POSTGRES");

	if (*state == NULL || cluster == NULL || *cluster == '\0')
		skip();
	torture(*state);
}

static int
end(void **state)
{
	(void)state;
	faulty_mend();
	stage_close(&stage);
	memset(&stage, 0, sizeof stage);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		{ "sqlite", test_sqlite, NULL, end, NULL },
		{ "postgres", test_postgres, NULL, end,
		    (void *)(uintptr_t)PLACE_POSTGRES },
	};

	if (argc > 1 && strcmp(argv[1], "carrier") == 0)
		return far_main(argc - 1, argv + 1);
	return cmocka_run_group_tests_name("torture", tests, NULL, NULL);
}
