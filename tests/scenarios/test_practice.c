/*
 * Whatever is done in practice, by whatever path: the carrier, which the
 * gateway takes for a real one, gets nothing to a number that is not on the
 * list; and nothing of practice gets to it after the district went live.
 *
 * What is done is made up from a seed, as sentences of scenarios.  A failure
 * names the seed and prints the sentences.
 *
 *	HOMELINE_SEEDS=100	so many for each database
 *	HOMELINE_SEED=7		only that one
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/list.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/practice.h"
#include "tests/scenarios/stage.h"

#define SEEDS		8
#define STEPS		60
#define PHONES		24
#define LIST_MOST	20
#define TOLD_MOST	100000

static struct stage	 stage;
static uint64_t		 dice;
static unsigned		 written, people, text_count, first_live;
static bool		 listed[PHONES], live, up, open;
static char		 told[TOLD_MOST];

static unsigned
roll(unsigned sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (unsigned)(dice % sides);
}

static const char *
phone(unsigned i)
{
	return arena_print(stage.arena, "+1508555%04u", 101 + i);
}

static const char *
any_phone(void)
{
	return phone(roll(PHONES));
}

static const char *
any_student(void)
{
	static const char *const names[] = { "Ivy", "Theodore", "Cyrus" };
	unsigned i = roll(3 + people);

	return i < 3 ? names[i] : arena_print(stage.arena, "Pupil-%u",
	    i - 3);
}

static void
play(const char *text)
{
	size_t used = strlen(told);

	snprintf(told + used, sizeof told - used, "%s\n", text);
	stage_play_on(&stage, "made up", text);
}

static void
somebody_comes(void)
{
	play(arena_print(stage.arena, "student Pupil-%u in Oak class Oak-1A",
	    people));
	play(arena_print(stage.arena, "guardian Parent-%u of Pupil-%u phone "
	    "%s, %s", people, people, any_phone(), any_phone()));
	people++;
}

static void
somebody_writes(void)
{
	static const char *const tos[] = { "Oak", "Oak-1A", "Oak-2B" };
	static const char *const kinds[] = { "emergency", "closing", "today",
	    "direct", "announcement", "attendance" };
	static const char *const when[] = { "", "", "", " at 15:00" };
	const char *to = roll(2) == 0 ? any_student() : tos[roll(3)];

	play(arena_print(stage.arena, "write m%u by %s to %s: \"w%u.\" "
	    "kind %s%s readers %s anyhow", written,
	    roll(3) == 0 ? "Lee" : "Clerk", to, written, kinds[roll(6)],
	    when[roll(4)], roll(2) == 0 ? "nobody" : "author"));
	written++;
}

static void
a_family_writes(void)
{
	static const char *const words[] = { "\"Hello.\"", "\"STOP\"",
	    "\"START\"", "\"HELP\"", "\"Thank you\"",
	    "\"Liked \\\"w1.\\\"\"" };
	const char *from = roll(4) == 0 ? arena_print(stage.arena,
	    "+1774555%04u", 100 + roll(40)) : any_phone();

	play(arena_print(stage.arena, "phone %s writes %s to +15085550100",
	    from, words[roll(6)]));
}

static void
staff_answers(void)
{
	play(arena_print(stage.arena, "reply m%u by Clerk to %s for Oak: "
	    "\"w%u.\" anyhow", written, any_phone(), written));
	written++;
}

static void
the_list_changes(void)
{
	unsigned i = roll(PHONES), count = 0;

	for (unsigned p = 0; p < PHONES; p++)
		count += listed[p];
	if (listed[i]) {
		play(arena_print(stage.arena, "practice removes %s",
		    phone(i)));
	} else {
		play(arena_print(stage.arena, "practice adds %s%s", phone(i),
		    live || count == LIST_MOST ? " refused" : ""));
		listed[i] = !live && count < LIST_MOST;
		return;
	}
	listed[i] = false;
}

static void
the_carrier_breaks(void)
{
	static const char *const faults[] = { "drop-after", "drop-before",
	    "429", "503", "500", "receipt-lost", "drop-after" };

	if (roll(3) == 0)
		play("carrier is well");
	else
		play(arena_print(stage.arena, "fault %s times %u",
		    faults[roll(7)], 1 + roll(4)));
}

static void
the_gateway_ends(void)
{
	if (up)
		play(roll(2) == 0 ? "gateway crashes" : "gateway stops");
	else
		play("gateway starts");
	up = !up;
}

static void
time_passes(void)
{
	static const char *const spans[] = { "1 s", "11 s", "40 s", "3 min",
	    "20 min", "2 h" };

	play(arena_print(stage.arena, "after %s", spans[roll(6)]));
}

static void
step(void)
{
	unsigned i = roll(20);

	if (!up && i < 14)
		i = 19;
	if (i < 5)
		somebody_writes();
	else if (i < 8)
		a_family_writes();
	else if (i < 10)
		staff_answers();
	else if (i < 12)
		the_list_changes();
	else if (i < 13)
		somebody_comes();
	else if (i < 15)
		the_carrier_breaks();
	else if (i < 18)
		time_passes();
	else
		the_gateway_ends();
}

/* The number of a message in a text; those we say by ourselves have none. */
static unsigned
number_in(const char *body)
{
	for (; (body = strstr(body, " w")) != NULL; body++)
		if (body[2] >= '0' && body[2] <= '9')
			return (unsigned)strtoul(body + 2, NULL, 10);
	return UINT32_MAX;
}

/* What the carrier got since the last look: only to those who were on the
 * list, before or after; or only what was written live. */
static void
look(const bool before[PHONES], bool was_live)
{
	json_t		*record = far_ask(&stage.far, "GET",
			    "/carrier/record?most=10000", NULL), *text;
	json_t		*texts = json_object_get(record, "texts");
	const char	*to, *body;
	bool		 good;

	while ((text = json_array_get(texts, text_count)) != NULL) {
		to = json_string_value(json_object_get(text, "to"));
		body = json_string_value(json_object_get(text, "body"));
		good = was_live && number_in(body) >= first_live;
		for (unsigned i = 0; i < PHONES && !was_live; i++)
			good |= before[i] && strcmp(to, phone(i)) == 0;
		if (!good) {
			fputs(told, stderr);
			fail_msg("to %s: %s", to, body);
		}
		text_count++;
	}
	json_decref(record);
}

struct left {
	int64_t	 since, count;
};

/* Of what was written in practice nothing was claimed since then and not
 * held. */
static void
left_work(struct db *db, void *arg)
{
	struct left *left = arg;

	left->count = db_number(db_query(db, "SELECT count(*) "
	    "FROM attempt a JOIN message m ON m.id = a.message "
	    "WHERE m.created <= $1 AND a.began > $1 AND a.state NOT IN "
	    "('practice', 'dropped', 'planned')", INT(left->since)));
}

static void
counted_work(struct db *db, void *arg)
{
	*(int64_t *)arg = db_number(db_query(db, "SELECT count(*) "
	    "FROM ledger WHERE what <> 'not_counted'", NONE));
}

/* The lane rests, so what is written now waits, also what we say ourselves,
 * until after the district went live. */
static void
let_it_wait(void)
{
	play("fault 503 times 20");
	play(arena_print(stage.arena, "write m%u by Clerk to Oak: \"w%u.\" "
	    "kind emergency anyhow", written, written));
	written++;
	play("after 1 s");
	play(arena_print(stage.arena, "write m%u by Clerk to Ivy: \"w%u.\" "
	    "anyhow", written, written));
	written++;
	play("phone +17745550199 writes \"Who is this?\" to +15085550100");
}

static void
go_live(int64_t *since)
{
	bool	before[PHONES];
	int64_t counted;

	let_it_wait();
	memcpy(before, listed, sizeof before);
	stage_read(&stage, counted_work, &counted);
	assert_int_equal(counted, 0);
	*since = clock_now();
	play("practice ends");
	look(before, false);
	memset(listed, 0, sizeof listed);
	live = true;
	first_live = written;
	clock_pass(1);
	play("practice ends refused");
}

static void
one_seed(const struct db_driver *driver, unsigned seed)
{
	bool	before[PHONES];
	struct left left = { 0 };

	dice = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	written = people = text_count = first_live = 0;
	memset(listed, 0, sizeof listed);
	live = false;
	snprintf(told, sizeof told, "seed %u\n", seed);
	stage_open(&stage, driver, driver == &db_sqlite);
	open = true;
	watch_allow(" ");
	play("like oak.inc\npractice begins\nstart");
	up = true;
	for (unsigned i = 0; i < STEPS; i++) {
		if (i == STEPS * 2 / 3 && up)
			go_live(&left.since);
		memcpy(before, listed, sizeof before);
		step();
		look(before, live);
	}
	play("carrier is well");
	if (!up)
		play("gateway starts");
	play("after 3 h");
	look(listed, live);
	if (live) {
		stage_read(&stage, left_work, &left);
		assert_int_equal(left.count, 0);
	}
	recount_agrees(&stage);
	stage_close(&stage);
	open = false;
}

static int
shut(void **state)
{
	(void)state;
	if (open)
		stage_close(&stage);
	open = false;
	return 0;
}

static void
nobody_else_is_reached(void **state)
{
	const char	*seeds = getenv("HOMELINE_SEEDS");
	const char	*seed = getenv("HOMELINE_SEED");
	unsigned	 most = seeds == NULL ? SEEDS : (unsigned)strtoul(
			    seeds, NULL, 10);

	if (*state == NULL)
		skip();
	if (seed != NULL) {
		one_seed(*state, (unsigned)strtoul(seed, NULL, 10));
		return;
	}
	for (unsigned i = 1; i <= most; i++)
		one_seed(*state, i);
}

int
main(int argc, char **argv)
{
	const char		*cluster = getenv("HOMELINE_TEST_POSTGRES");
	bool			 there = cluster != NULL && *cluster != '\0';
	const struct CMUnitTest	 tests[] = {
		{ "nobody_else_is_reached (sqlite)", nobody_else_is_reached,
		    NULL, shut, (void *)(uintptr_t)&db_sqlite },
		{ "nobody_else_is_reached (postgres)",
		    nobody_else_is_reached, NULL, shut,
		    there ? (void *)(uintptr_t)PLACE_POSTGRES : NULL },
	};

	if (argc > 1 && strcmp(argv[1], "carrier") == 0)
		return far_main(argc - 1, argv + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
