/*
 * Jobs on both databases, in good days and with bad jobs among them.  What
 * happens when the world fails is in test_world.c.
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
#include "net/loop.h"
#include "store/db_driver.h"
#include "tests/store/shop.h"

#define JOBS	5000

static struct shop	 shop;
static struct reply	 replies[JOBS];
static struct arena	*arena;

static void
begin(void **state)
{
	shop_make(&shop, *state);
	shop_open(&shop, NULL);
}

/* A test says which warnings it expects; the rest are faults. */
static int
tear_down(void **state)
{
	(void)state;
	shop_remove(&shop);
	arena_free(arena);
	arena = NULL;
	return shop_warnings() + shop_errors() == 0 ? 0 : -1;
}

static void
put_all(unsigned count, unsigned bad_each)
{
	for (unsigned i = 0; i < count; i++)
		shop_reply(&shop, &replies[i], SHOP_ID + i,
		    bad_each != 0 && i % bad_each == bad_each / 2 ?
		    NULL : "Gracias, nos vemos");
	shop_wait(&shop);
}

static void
agree(unsigned rows)
{
	assert_int_equal(shop_rows(&shop), rows);
	assert_int_equal(shop_counted(&shop), rows);
}

static void
check_five_thousand(void)
{
	put_all(JOBS, 500);
	assert_int_equal(shop.kept, JOBS - 10);
	assert_int_equal(shop.refused, 10);
	for (unsigned i = 0; i < JOBS; i++) {
		assert_int_equal(replies[i].kept, i % 500 != 250);
		assert_false(replies[i].job.world);
	}
	agree(JOBS - 10);
	assert_int_equal(store_backlog(shop.store), 0);
	assert_int_equal(shop_warnings(), 10);
}

static void
bad_jobs_are_refused_and_the_others_kept(void **state)
{
	begin(state);
	check_five_thousand();
}

static void
the_same_when_each_batch_runs_twice(void **state)
{
	begin(state);
	store_twice(shop.store, true);
	check_five_thousand();
	for (unsigned i = 0; i < JOBS; i++)
		if (replies[i].kept)
			assert_true(replies[i].runs >= 2);
}

static void
many_bad_jobs_in_one_batch(void **state)
{
	begin(state);
	put_all(200, 2);
	assert_int_equal(shop.kept, 100);
	assert_int_equal(shop.refused, 100);
	for (unsigned i = 0; i < 200; i++)
		assert_true(replies[i].runs <= 10);
	agree(100);
	assert_int_equal(shop_warnings(), 100);
}

static void
a_refusal_is_logged_without_what_was_written(void **state)
{
	begin(state);
	shop_reply(&shop, &replies[0], SHOP_ID, "secreto de Ana");
	shop_wait(&shop);
	shop_reply(&shop, &replies[1], SHOP_ID, "secreto de Ana");
	shop_wait(&shop);
	assert_true(replies[0].kept);
	assert_false(replies[1].kept);
	assert_int_equal(shop_warnings(), 1);
	assert_true(shop_log_has("INSERT INTO test_reply"));
	assert_true(shop_log_has("shop.c:"));
	assert_false(shop_log_has("secreto"));
	assert_false(shop_log_has("117310464123801601"));
}

static void
each_sees_what_those_before_it_wrote(void **state)
{
	begin(state);
	put_all(300, 0);
	for (unsigned i = 0; i < 300; i++)
		assert_int_equal(replies[i].total, i + 1);
}

/* Only COMMIT notices that the parent is not there. */
static void
orphan(struct reply *r, struct db *db)
{
	db_run(db, "INSERT INTO test_child (id, parent) VALUES ($1, $2)",
	    INT(r->id), INT(r->id + 1000000));
}

static void
what_spoils_the_commit_is_found(void **state)
{
	begin(state);
	for (unsigned i = 0; i < 40; i++) {
		replies[i] = (struct reply){ .id = SHOP_ID + i, .body = "Hola",
		    .trouble = i == 17 ? orphan : NULL };
		shop_put(&shop, &replies[i]);
	}
	shop_wait(&shop);
	assert_int_equal(shop.kept, 39);
	assert_false(replies[17].kept);
	assert_false(replies[17].job.world);
	agree(39);
	assert_int_equal(shop_warnings(), 1);
}

/* On PostgreSQL a later job is running when this fails. */
static void
send_nothing(struct reply *r, struct db *db)
{
	(void)r;
	db_send(db, "INSERT INTO test_count (day, event, n) "
	    "VALUES (0, $1, $2)", TEXT("sent"), NO_INT);
}

static void
who_sent_what_fails_later_is_found(void **state)
{
	begin(state);
	for (unsigned i = 0; i < 40; i++) {
		replies[i] = (struct reply){ .id = SHOP_ID + i, .body = "Hola",
		    .trouble = i % 20 == 17 ? send_nothing : NULL };
		shop_put(&shop, &replies[i]);
	}
	shop_wait(&shop);
	assert_int_equal(shop.kept, 38);
	assert_false(replies[17].kept);
	assert_false(replies[37].kept);
	assert_false(replies[17].job.world);
	agree(38);
	assert_int_equal(shop_warnings(), 2);
}

static void
rows_wait_in_the_arena_of_the_job(void **state)
{
	begin(state);
	arena = arena_new();
	replies[0] = (struct reply){ .id = SHOP_ID, .body = "Hola",
	    .job.arena = arena };
	shop_put(&shop, &replies[0]);
	shop_wait(&shop);
	assert_true(replies[0].kept);
	assert_true(arena_size(arena) > 0);
}

struct look {
	struct job	 job;
	int64_t		 rows, counted;
	bool		 writes, done, kept;
};

static void
look_work(struct job *job, struct db *db)
{
	struct look	*look = CONTAINER(job, struct look, job);
	struct rows	*rows;

	if (look->writes)
		db_run(db, "DELETE FROM test_reply", NONE);
	rows = db_query(db, "SELECT count(*) FROM test_reply", NONE);
	look->rows = db_row(rows) ? db_int(rows, 0) : -1;
	rows = db_query(db, "SELECT n FROM test_count", NONE);
	look->counted = db_row(rows) ? db_int(rows, 0) : 0;
}

static void
look_done(struct job *job, bool kept)
{
	struct look *look = CONTAINER(job, struct look, job);

	look->done = true;
	look->kept = kept;
}

static void
look_at(struct look *look, bool writes)
{
	*look = (struct look){ .job = { .work = look_work, .done = look_done },
	    .writes = writes };
	store_read(shop.store, &look->job);
	assert_false(look->done);
}

/* Reads run beside the writer, each in a moment in which all agrees. */
static void
readers_see_whole_batches(void **state)
{
	static struct look looks[50];

	begin(state);
	for (unsigned i = 0; i < 2000; i++)
		shop_reply(&shop, &replies[i], SHOP_ID + i, "Hola");
	for (unsigned i = 0; i < COUNT(looks); i++)
		look_at(&looks[i], false);
	shop_wait(&shop);
	while (store_backlog(shop.store) > 0)
		loop_turn(shop.loop);
	for (unsigned i = 0; i < COUNT(looks); i++) {
		assert_true(looks[i].kept);
		assert_int_equal(looks[i].rows, looks[i].counted);
	}
	look_at(&looks[0], false);
	while (!looks[0].done)
		loop_turn(shop.loop);
	assert_int_equal(looks[0].rows, 2000);
}

static void
a_read_that_writes_is_refused(void **state)
{
	struct look look;

	begin(state);
	put_all(5, 0);
	look_at(&look, true);
	while (!look.done)
		loop_turn(shop.loop);
	assert_false(look.kept);
	assert_false(look.job.world);
	agree(5);
	assert_int_equal(shop_warnings(), 1);
}

static uint64_t
commits(void)
{
	struct store_figures figures;

	store_figures(shop.store, &figures);
	return figures.commits;
}

static void
put_patient(unsigned i)
{
	replies[i] = (struct reply){ .id = SHOP_ID + i, .body = "Hola",
	    .job.patient = true };
	shop_put(&shop, &replies[i]);
}

static void
the_patient_wait_for_company(void **state)
{
	begin(state);
	for (unsigned i = 0; i < 10; i++)
		put_patient(i);
	shop_wait(&shop);
	assert_int_equal(commits(), 1);
	for (unsigned i = 10; i < 15; i++)
		put_patient(i);
	shop_reply(&shop, &replies[15], SHOP_ID + 15, "now");
	shop_wait(&shop);
	assert_int_equal(commits(), 2);
	for (unsigned i = 0; i < 16; i++)
		assert_int_equal(replies[i].total, i + 1);
	put_patient(16);
	shop_wait(&shop);
	agree(17);
}

static void
full_batches_of_patients_do_not_wait(void **state)
{
	begin(state);
	for (unsigned i = 0; i < 600; i++)
		put_patient(i);
	shop_wait(&shop);
	agree(600);
	assert_true(commits() >= 3);
}

static void
figures_add_up(void **state)
{
	struct store_figures	 f;
	uint64_t		 sum = 0;

	begin(state);
	put_all(1000, 500);
	store_figures(shop.store, &f);
	assert_int_equal(f.jobs, 1000);
	assert_int_equal(f.refused, 2);
	assert_int_equal(f.world_errors, 0);
	assert_false(f.ill);
	assert_true(f.commits >= 4 && f.commits <= 1000);
	for (unsigned i = 0; i < STORE_BUCKETS; i++)
		sum += f.latency[i];
	assert_int_equal(sum, f.commits);
	assert_true(f.latency_sum > 0);
	assert_int_equal(f.wal_bytes > 0, shop.place.driver == &db_sqlite);
	assert_int_equal(shop_warnings(), 2);
}

static void
stopped(void *arg)
{
	*(unsigned *)arg = store_backlog(shop.store) + 1;
}

static void
stop_waits_until_nothing_is_left(void **state)
{
	unsigned then = 0;

	begin(state);
	store_stop(shop.store, stopped, &then);
	assert_int_equal(then, 0);
	while (then == 0)
		loop_turn(shop.loop);
	assert_int_equal(then, 1);

	then = 0;
	for (unsigned i = 0; i < 300; i++)
		shop_reply(&shop, &replies[i], SHOP_ID + i, "Hola");
	put_patient(300);
	store_stop(shop.store, stopped, &then);
	while (then == 0)
		loop_turn(shop.loop);
	assert_int_equal(then, 1);
	assert_int_equal(shop.left, 0);
	agree(301);
}

static void
close_finishes_what_it_has(void **state)
{
	begin(state);
	for (unsigned i = 0; i < 700; i++)
		shop_reply(&shop, &replies[i], SHOP_ID + i, "Hola");
	put_patient(700);
	shop_close(&shop);
	assert_int_equal(shop.left, 0);
	assert_int_equal(shop.kept, 701);
	agree(701);
}

static struct reply later;

static void
hand_over_more(struct job *job, bool kept)
{
	struct reply *r = CONTAINER(job, struct reply, job);

	r->kept = kept;
	shop_reply(r->shop, &later, SHOP_ID + 1, "too late");
}

static void
what_comes_after_the_end_is_refused(void **state)
{
	begin(state);
	shop_reply(&shop, &replies[0], SHOP_ID, "Hola");
	replies[0].job.done = hand_over_more;
	shop.left = 0;
	shop_close(&shop);
	assert_true(replies[0].kept);
	assert_true(later.done);
	assert_false(later.kept);
	assert_true(later.job.world);
	agree(1);
}

/* Two programs on one database read, and write what they read plus one:
 * the turn makes it right. */
static void
read_and_add(struct reply *r, struct db *db)
{
	struct rows *rows = db_query(db,
	    "SELECT n FROM test_count WHERE event = $1", TEXT("turn"));
	int64_t n = db_row(rows) ? db_int(rows, 0) : 0;

	(void)r;
	if (n == 0)
		db_run(db, "INSERT INTO test_count (day, event, n) "
		    "VALUES (0, $1, 1)", TEXT("turn"));
	else
		db_run(db, "UPDATE test_count SET n = $2 WHERE event = $1",
		    TEXT("turn"), INT(n + 1));
}

static void
two_programs_take_turns(void **state)
{
	struct store	*one, *two;

	begin(state);
	one = shop.store;
	shop_open(&shop, NULL);
	two = shop.store;
	for (unsigned i = 0; i < 1000; i++) {
		replies[i] = (struct reply){ .id = SHOP_ID + i, .body = "Hola",
		    .trouble = read_and_add };
		shop.store = i % 2 == 0 ? one : two;
		shop_put(&shop, &replies[i]);
		if (i % 20 == 0)
			loop_glance(shop.loop);
	}
	shop_wait(&shop);
	store_close(one);
	shop.store = two;
	assert_int_equal(shop.kept, 1000);
	assert_int_equal(place_sql(&shop.place,
	    "SELECT n FROM test_count WHERE event = 'turn'"), 1000);
}

#define BOTH(test)							\
	{ #test ", SQLite", test, NULL, tear_down,			\
	    (void *)&db_sqlite },					\
	{ #test ", PostgreSQL", test, NULL, tear_down, (void *)PLACE_POSTGRES }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(bad_jobs_are_refused_and_the_others_kept),
		BOTH(the_same_when_each_batch_runs_twice),
		BOTH(many_bad_jobs_in_one_batch),
		BOTH(a_refusal_is_logged_without_what_was_written),
		BOTH(each_sees_what_those_before_it_wrote),
		BOTH(what_spoils_the_commit_is_found),
		BOTH(who_sent_what_fails_later_is_found),
		BOTH(rows_wait_in_the_arena_of_the_job),
		BOTH(readers_see_whole_batches),
		BOTH(a_read_that_writes_is_refused),
		BOTH(the_patient_wait_for_company),
		BOTH(full_batches_of_patients_do_not_wait),
		BOTH(figures_add_up),
		BOTH(stop_waits_until_nothing_is_left),
		BOTH(close_finishes_what_it_has),
		BOTH(what_comes_after_the_end_is_refused),
		BOTH(two_programs_take_turns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
