/*
 * The n-th call of the database fails, for every n of a round, in every way
 * it can; then the n-th write to SQLite's disk finds it full.  Or so many of
 * each as HOMELINE_TORTURE says ("all": all of them), as far apart from each
 * other as they can be.  HOMELINE_TORTURE_SAY says what each of them met.
 *
 * One life of a gateway sees hundreds of them, and goes on.  At the end of it
 * the independent tests/recount.py counts everything again.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/db_driver.h"
#include "tests/scenarios/stage.h"
#include "tests/torture/disk.h"
#include "tests/torture/faulty.h"
#include "tests/torture/round.h"

#define ROUNDS		12	/* Of each, in make check. */
#define LIFE		100	/* Rounds of one gateway. */
#define EVENING		HOURS(5)	/* After the first morning's hour. */

static struct stage	 stage;
static unsigned		 number;	/* Of the round. */

/* Every `step`-th of `all`, that many in all. */
static unsigned
step_of(unsigned all, unsigned avoid)
{
	const char	*rounds = getenv("HOMELINE_TORTURE");
	unsigned	 wanted = ROUNDS, step;

	if (rounds != NULL && *rounds != '\0')
		wanted = strcmp(rounds, "all") == 0 ? all :
		    (unsigned)strtoul(rounds, NULL, 10);
	step = wanted == 0 || wanted >= all ? 1 : all / wanted;
	while (step > 1 && step % avoid == 0)
		step++;
	return step;
}

/* HOMELINE_TORTURE_FROM: there, to go on or to see one again. */
static unsigned
first_of(unsigned step)
{
	const char *from = getenv("HOMELINE_TORTURE_FROM");

	return from != NULL ? (unsigned)strtoul(from, NULL, 10) : step / 2;
}

static void
begin(const struct db_driver *driver)
{
	stage_open(&stage, driver, false);
	round_town(&stage);
}

/* A life that has seen much ends well, and another one begins. */
static void
live_again(const struct db_driver *driver, unsigned rounds)
{
	if (rounds % LIFE != LIFE - 1)
		return;
	recount_agrees(&stage);
	stage_close(&stage);
	memset(&stage, 0, sizeof stage);
	begin(driver);
}

/* A round takes two hours, and is one of a school day. */
static void
next_hours(void)
{
	static int64_t	began;
	int64_t		since;

	if (began == 0)
		began = clock_now();
	since = (clock_now() - began) % DAYS(1);
	if (since > EVENING)
		clock_pass(DAYS(1) - since);
	stage_until(&stage, clock_now() + SECONDS(5));
}

static void
play(const char *how, unsigned n)
{
	bool		 loud = getenv("HOMELINE_TORTURE_SAY") != NULL;
	const char	*met;

	if (loud && n > 0)
		print_message("# %s at %u\n", how, n);
	round_play(&stage, ++number);
	met = faulty_fired() != NULL ? faulty_fired() : disk_fired();
	faulty_mend();
	disk_mend();
	round_check(&stage, number);
	if (loud && n > 0)
		print_message("#   %s\n", met != NULL ? met : "not met");
}

static void
calls_fail(const struct db_driver *driver)
{
	unsigned calls, ways, step, rounds = 0, met = 0;

	next_hours();
	faulty_arm(FAULT_OWN, 0);
	play("nothing", 0);
	calls = faulty_count();
	assert_true(calls > 100);
	ways = calls * FAULTS;
	step = step_of(ways, FAULTS);
	for (unsigned i = first_of(step); i < ways; i += step, rounds++) {
		live_again(driver, rounds);
		next_hours();
		faulty_arm((enum fault)(i % FAULTS), i / FAULTS + 1);
		play(fault_names[i % FAULTS], i / FAULTS + 1);
		met += faulty_fired() != NULL;
	}
	print_message("# %s: %u calls in a round; %u rounds, in %u of them "
	    "one failed\n", driver->name, calls, rounds, met);
	assert_true(met > rounds / 2);
}

static void
disk_is_full(const struct db_driver *driver)
{
	unsigned writes, step, rounds = 0, met = 0;

	next_hours();
	disk_arm(0);
	play("nothing", 0);
	writes = disk_count();
	assert_true(writes > 50);
	step = step_of(writes, 2);
	for (unsigned n = step / 2 + 1; n <= writes; n += step, rounds++) {
		live_again(driver, rounds);
		next_hours();
		disk_arm(n);
		play("disk full", n);
		met += disk_fired() != NULL;
	}
	print_message("# %u writes in a round; %u rounds, in %u of them the "
	    "disk was full\n", writes, rounds, met);
	assert_true(met > rounds / 2);
}

static void
test_calls(void **state)
{
	const struct db_driver	*driver = *state;
	const char		*cluster = getenv("HOMELINE_TEST_POSTGRES");

	if (driver == NULL || (driver != &db_sqlite && (cluster == NULL ||
	    *cluster == '\0')))
		skip();
	driver = faulty_over(driver);
	begin(driver);
	calls_fail(driver);
	recount_agrees(&stage);
}

static void
test_disk(void **state)
{
	const struct db_driver *driver = faulty_over(&db_sqlite);

	(void)state;
	disk_install();
	begin(driver);
	disk_is_full(driver);
	recount_agrees(&stage);
}

static int
end(void **state)
{
	(void)state;
	faulty_mend();
	disk_mend();
	stage_close(&stage);
	memset(&stage, 0, sizeof stage);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		{ "the n-th call fails, SQLite", test_calls, NULL, end,
		    (void *)(uintptr_t)&db_sqlite },
		{ "the n-th call fails, PostgreSQL", test_calls, NULL, end,
		    (void *)(uintptr_t)PLACE_POSTGRES },
		{ "the n-th write finds the disk full", test_disk, NULL, end,
		    NULL },
	};

	if (argc > 1 && strcmp(argv[1], "carrier") == 0)
		return far_main(argc - 1, argv + 1);
	return cmocka_run_group_tests_name("torture", tests, NULL, NULL);
}
