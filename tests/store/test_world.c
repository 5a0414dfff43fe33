/*
 * Jobs when the world fails: lines are lost, also in the middle of a COMMIT,
 * disks are full, locks are held, the database is gone.  Nothing is kept
 * twice, nothing that was told is lost, and all goes on without a restart.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "net/loop.h"
#include "store/db_driver.h"
#include "tests/store/relay.h"
#include "tests/store/shop.h"

#define JOBS	3000

static struct shop	 shop;
static struct reply	 replies[JOBS];
static struct relay	*relay;

static void
begin(void **state)
{
	shop_make(&shop, *state);
	shop_open(&shop, NULL);
}

/* The store speaks by the relay. */
static void
begin_by_relay(void **state)
{
	char where[200];

	shop_make(&shop, *state);
	relay = relay_open(shop.place.where, where, sizeof where);
	shop_open(&shop, where);
}

static int
tear_down(void **state)
{
	(void)state;
	shop_close(&shop);
	relay_close(relay);
	relay = NULL;
	shop_remove(&shop);
	return shop_warnings() + shop_errors() == 0 ? 0 : -1;
}

static void
put(unsigned from, unsigned count)
{
	for (unsigned i = from; i < from + count; i++)
		shop_reply(&shop, &replies[i], SHOP_ID + i, "Gracias");
}

static void
agree(unsigned rows)
{
	assert_int_equal(shop_rows(&shop), rows);
	assert_int_equal(shop_counted(&shop), rows);
}

static void
terminate_all(void)
{
	place_sql(&shop.place, "SELECT count(pg_terminate_backend(pid)) "
	    "FROM pg_stat_activity WHERE datname = current_database() "
	    "AND pid <> pg_backend_pid()");
}

static struct store_figures
figures(void)
{
	struct store_figures f;

	store_figures(shop.store, &f);
	return f;
}

static void
connections_end_between_jobs(void **state)
{
	begin(state);
	put(0, 16);
	shop_wait(&shop);
	terminate_all();
	put(16, 16);
	shop_wait(&shop);
	assert_int_equal(shop.kept, 32);
	agree(32);
	assert_true(figures().world_errors >= 1);
	assert_false(figures().ill);
}

/* By another connection, in the middle of its first run. */
static void
end_my_connection(struct reply *r, struct db *db)
{
	if (r->runs == 1) {
		db_run(db, "DELETE FROM test_count WHERE event = $1",
		    TEXT("none"));
		terminate_all();
	}
}

static void
the_connection_ends_in_a_transaction(void **state)
{
	begin(state);
	for (unsigned i = 0; i < 16; i++) {
		replies[i] = (struct reply){ .id = SHOP_ID + i, .body = "Hola",
		    .trouble = i == 9 ? end_my_connection : NULL };
		shop_put(&shop, &replies[i]);
	}
	shop_wait(&shop);
	assert_int_equal(shop.kept, 16);
	agree(16);
}

static void
the_server_ends_us_in_a_commit(void **state)
{
	begin(state);
	place_sql(&shop.place, "CREATE SEQUENCE once; "
	    "CREATE FUNCTION test_end() RETURNS trigger LANGUAGE plpgsql AS "
	    "$$ BEGIN IF nextval('once') = 1 THEN "
	    "PERFORM pg_terminate_backend(pg_backend_pid()); END IF; "
	    "RETURN NULL; END $$; "
	    "CREATE CONSTRAINT TRIGGER test_end AFTER INSERT ON test_reply "
	    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
	    "EXECUTE FUNCTION test_end()");
	put(0, 16);
	shop_wait(&shop);
	assert_int_equal(shop.kept, 16);
	assert_true(figures().world_errors >= 1);
	agree(16);
}

static void
a_commit_is_lost_on_its_way(void **state)
{
	begin_by_relay(state);
	put(0, 5);
	shop_wait(&shop);
	relay_lose_commit(relay);
	put(5, 20);
	shop_wait(&shop);
	assert_int_equal(shop.kept, 25);
	assert_true(figures().world_errors >= 1);
	agree(25);
}

/* What was kept must not be run again: its ids would clash, and the jobs be
 * refused though they are there. */
static void
the_answer_of_a_commit_is_lost(void **state)
{
	begin_by_relay(state);
	put(0, 5);
	shop_wait(&shop);
	relay_lose_answer(relay);
	put(5, 20);
	shop_wait(&shop);
	assert_int_equal(shop.kept, 25);
	agree(25);
}

/* The commit's end is not known until the database is back: its jobs wait,
 * others are refused. */
static void
lose_one_and_be_away(void)
{
	put(0, 1);
	while (!figures().ill)
		loop_turn(shop.loop);
	assert_false(replies[0].done);
	put(1, 3);
	while (shop.left > 1)
		loop_turn(shop.loop);
	for (unsigned i = 1; i < 4; i++) {
		assert_false(replies[i].kept);
		assert_true(replies[i].job.world);
	}
	assert_false(replies[0].done);
	assert_int_equal(shop_errors(), 1);
}

static void
nobody_can_be_asked_about_a_commit(void **state)
{
	begin_by_relay(state);
	relay_lose_answer(relay);
	relay_away_then(relay);
	lose_one_and_be_away();
	relay_away(relay, false);
	shop_wait(&shop);
	assert_true(replies[0].kept);
	assert_int_equal(replies[0].runs, 1);
	agree(1);
	put(4, 10);
	shop_wait(&shop);
	agree(11);
	assert_false(figures().ill);
	assert_true(shop_log_has("answers again"));
}

static void
nobody_can_be_asked_about_a_commit_that_was_lost(void **state)
{
	begin_by_relay(state);
	relay_lose_commit(relay);
	relay_away_then(relay);
	lose_one_and_be_away();
	relay_away(relay, false);
	shop_wait(&shop);
	assert_true(replies[0].kept);
	assert_int_equal(replies[0].runs, 2);
	agree(1);
}

static void
the_end_comes_before_the_answer(void **state)
{
	begin_by_relay(state);
	relay_lose_answer(relay);
	relay_away_then(relay);
	lose_one_and_be_away();
	shop_close(&shop);
	assert_true(replies[0].done);
	assert_false(replies[0].kept);
	assert_true(replies[0].job.world);
	assert_int_equal(shop_errors(), 1);
	agree(1);
}

static void
the_database_is_away_and_comes_back(void **state)
{
	begin_by_relay(state);
	put(0, 5);
	shop_wait(&shop);
	relay_away(relay, true);
	put(5, 5);
	shop_wait(&shop);
	for (unsigned i = 5; i < 10; i++) {
		assert_false(replies[i].kept);
		assert_true(replies[i].job.world);
	}
	assert_true(figures().ill);
	assert_int_equal(shop_errors(), 1);
	relay_away(relay, false);
	put(10, 5);
	shop_wait(&shop);
	assert_int_equal(shop.kept, 10);
	assert_false(figures().ill);
	agree(10);
}

/* The file is in another place: what is written now would be lost. */
static void
the_file_is_moved_and_comes_back(void **state)
{
	char away[sizeof shop.place.where + 16];

	begin(state);
	put(0, 5);
	shop_wait(&shop);
	snprintf(away, sizeof away, "%s.away", shop.place.where);
	assert_int_equal(rename(shop.place.where, away), 0);
	put(5, 5);
	shop_wait(&shop);
	for (unsigned i = 5; i < 10; i++)
		assert_true(replies[i].job.world);
	assert_true(figures().ill);
	assert_int_equal(shop_errors(), 1);
	assert_int_equal(rename(away, shop.place.where), 0);
	put(10, 5);
	shop_wait(&shop);
	assert_int_equal(shop.kept, 10);
	agree(10);
}

static void
limit_pages(struct reply *r, struct db *db)
{
	(void)r;
	/* The least it can be is what the file has now. */
	(void)db_query(db, "PRAGMA max_page_count = 1", NONE);
}

static void
allow_pages(struct reply *r, struct db *db)
{
	(void)r;
	(void)db_query(db, "PRAGMA max_page_count = 1000000", NONE);
}

static void
put_with(unsigned i, void (*trouble)(struct reply *, struct db *))
{
	replies[i] = (struct reply){ .id = SHOP_ID + i, .body = "Hola",
	    .trouble = trouble };
	shop_put(&shop, &replies[i]);
	shop_wait(&shop);
}

static void
the_disk_is_full_and_has_room_again(void **state)
{
	static char	 large[50000];
	unsigned	 i;

	begin(state);
	memset(large, 'x', sizeof large - 1);
	put_with(0, limit_pages);
	assert_true(replies[0].kept);
	shop_reply(&shop, &replies[1], SHOP_ID + 1, large);
	shop_wait(&shop);
	assert_false(replies[1].kept);
	assert_true(replies[1].job.world);
	assert_true(figures().ill);
	assert_int_equal(figures().world_errors, 3);
	assert_int_equal(shop_errors(), 1);
	put_with(2, allow_pages);
	for (i = 3; i < 10; i++) {
		shop_reply(&shop, &replies[i], SHOP_ID + i, large);
		shop_wait(&shop);
		assert_true(replies[i].kept);
	}
	assert_false(figures().ill);
	agree(9);
}

static void
be_impatient(struct reply *r, struct db *db)
{
	(void)r;
	if (shop.place.driver != &db_sqlite)
		db_run(db, "SET lock_timeout = '20ms'", NONE);
	else
		(void)db_query(db, "PRAGMA busy_timeout = 20", NONE);
}

/* Somebody else holds a lock for longer than we wait. */
static void
a_lock_is_held(void **state)
{
	struct db	*other;
	const char	*why;

	begin(state);
	put_with(0, be_impatient);
	other = db_open(shop.place.driver, shop.place.where, true, &why);
	assert_non_null(other);
	assert_true(db_begin(other));
	put(1, 3);
	shop_wait(&shop);
	for (unsigned i = 1; i < 4; i++) {
		assert_false(replies[i].kept);
		assert_true(replies[i].job.world);
	}
	db_rollback(other);
	db_close(other);
	assert_int_equal(shop_errors(), 1);
	put(4, 3);
	shop_wait(&shop);
	agree(4);
}

struct look {
	struct job	 job;
	unsigned	 runs, refused;
};

static bool looking;

/* Long enough that the next one begins before it ends. */
static void
look_work(struct job *job, struct db *db)
{
	(void)job;
	(void)db_query(db, "SELECT count(*) FROM test_reply", NONE);
	(void)db_query(db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
	    "SELECT i + 1 FROM n WHERE i < $1) SELECT max(i) FROM n",
	    INT(20000));
}

static void
look_done(struct job *job, bool kept)
{
	struct look *look = CONTAINER(job, struct look, job);

	look->runs++;
	look->refused += !kept;
	if (looking)
		store_read(shop.store, &look->job);
}

/* Without the gate the readers' snapshots, each begun before the last one
 * ended, would keep every page ever written in the WAL. */
static void
reading_without_pause_keeps_the_wal_small(void **state)
{
	static char	 large[100000];
	static struct look looks[3];
	int64_t		 most = 0, written = 0;

	begin(state);
	memset(large, 'x', sizeof large - 1);
	looking = true;
	for (unsigned i = 0; i < COUNT(looks); i++) {
		looks[i] = (struct look){ .job = { .work = look_work,
		    .done = look_done } };
		store_read(shop.store, &looks[i].job);
	}
	for (unsigned i = 0; i < JOBS; i++) {
		shop_reply(&shop, &replies[i], SHOP_ID + i, large);
		if (i % 20 == 19)
			shop_wait(&shop);
		if (figures().wal_bytes > most)
			most = figures().wal_bytes;
		written += (int64_t)sizeof large;
	}
	shop_wait(&shop);
	looking = false;
	while (store_backlog(shop.store) > 0)
		loop_turn(shop.loop);
	assert_true(written > 250000000);
	assert_in_range(most, 1000000, (64 << 20) + 3 * 20 * 100000);
	for (unsigned i = 0; i < COUNT(looks); i++) {
		assert_true(looks[i].runs > 2);
		assert_int_equal(looks[i].refused, 0);
	}
	agree(JOBS);
}

/* A reader from outside that does not end: emptying the WAL fails, jobs go
 * on, and it is not tried at each commit. */
static void
somebody_else_reads_for_long(void **state)
{
	static char	 large[100000];
	sqlite3		*other;

	begin(state);
	memset(large, 'x', sizeof large - 1);
	assert_int_equal(sqlite3_open(shop.place.where, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT count(*) "
	    "FROM test_reply", NULL, NULL, NULL), SQLITE_OK);
	for (unsigned i = 0; i < 900; i++) {
		shop_reply(&shop, &replies[i], SHOP_ID + i, large);
		if (i % 50 == 49)
			shop_wait(&shop);
	}
	assert_int_equal(shop_warnings(), 1);
	assert_true(figures().wal_bytes > 64 << 20);
	sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
	sqlite3_close(other);
	agree(900);
}

#define SQLITE(test)							\
	{ #test ", SQLite", test, NULL, tear_down, (void *)&db_sqlite }
#define POSTGRES(test)							\
	{ #test ", PostgreSQL", test, NULL, tear_down, (void *)PLACE_POSTGRES }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		POSTGRES(connections_end_between_jobs),
		POSTGRES(the_connection_ends_in_a_transaction),
		POSTGRES(the_server_ends_us_in_a_commit),
		POSTGRES(a_commit_is_lost_on_its_way),
		POSTGRES(the_answer_of_a_commit_is_lost),
		POSTGRES(nobody_can_be_asked_about_a_commit),
		POSTGRES(nobody_can_be_asked_about_a_commit_that_was_lost),
		POSTGRES(the_end_comes_before_the_answer),
		POSTGRES(the_database_is_away_and_comes_back),
		POSTGRES(a_lock_is_held),
		SQLITE(a_lock_is_held),
		SQLITE(the_file_is_moved_and_comes_back),
		SQLITE(the_disk_is_full_and_has_room_again),
		SQLITE(reading_without_pause_keeps_the_wal_small),
		SQLITE(somebody_else_reads_for_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
