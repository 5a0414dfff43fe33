/*
 * The sums of a ledger that has more rows than are added at once, as after a
 * new version; and rows that come while they are read.
 */

#include "base/id.h"
#include "store/monthly.h"
#include "tests/flow/rig.h"

#define ROWS	12000		/* Three pages. */

/* Rows of that many messages, by ten families at three schools in one of two
 * languages, in the order of their ids. */
static void
fill(struct rig *r, int64_t first, int64_t count)
{
	db_run(rig_visit(r), "INSERT INTO ledger (id, at, day, what, message, "
	    "family, round, reason, person, school, language, channel, "
	    "direction, kind, author) WITH RECURSIVE n (i) AS "
	    "(SELECT CAST(0 AS @int@) UNION ALL SELECT i + 1 FROM n "
	    "WHERE i + 1 < $2) SELECT $1 + i, 1, 20260900 + 7 * (i / 5000), "
	    "CASE WHEN i % 3 = 0 THEN 'announcement' ELSE 'copy' END, "
	    "$1 + i, i % 10, 0, 'handed', 1, i % 3, CASE WHEN i % 2 = 0 "
	    "THEN 'es-US' ELSE 'en-US' END, 'sms', 'out', 'announcement', "
	    "'person' FROM n", INT(first), INT(count));
	rig_keep(r);
}

/* So many are summed, and rightly. */
static void
summed(struct rig *r, int64_t count)
{
	struct db *db = rig_visit(r);

	assert_int_equal(db_number(db_query(db,
	    "SELECT CAST(coalesce(sum(n), 0) AS @int@) FROM monthly "
	    "WHERE school = -1 AND language = '*'", NONE)), count);
	if (count != 0)
		assert_int_equal(monthly_wrong(db), 0);
	rig_keep(r);
}

static void
test_many_pages(void **state)
{
	struct rig *r = rig_open(*state);

	fill(r, id_least(clock_now() - HOURS(1)), ROWS);
	rig_tick(r);
	summed(r, ROWS);
}

/* A transaction that began before it was read and ended after. */
static void
test_a_row_between(void **state)
{
	struct rig		*r = rig_open(*state);
	int64_t			 first = id_least(clock_now() - HOURS(1)),
				 now = clock_now();
	struct monthly_page	 page;

	fill(r, first, 10);
	fill(r, first + 20, 10);
	monthly_read(rig_visit(r), id_least(now), &page);
	rig_keep(r);
	assert_int_equal(page.rows, 20);
	fill(r, first + 15, 1);
	assert_false(monthly_add(rig_visit(r), &page, now));
	rig_keep(r);
	summed(r, 0);
	monthly_read(rig_visit(r), id_least(now), &page);
	assert_true(monthly_add(r->db, &page, now));
	assert_false(monthly_add(r->db, &page, now));
	rig_keep(r);
	summed(r, 21);
}

/* A node whose clock is ahead has summed what this one has not written yet. */
static void
test_a_clock_behind(void **state)
{
	struct rig		*r = rig_open(*state);
	int64_t			 school = rig_school(r, "Oak");
	int64_t			 author = rig_staff(r, rig_seat(r, school));
	int64_t			 student = rig_family(r, school, rig_phone(r));
	struct monthly_page	 page;

	fill(r, id_least(clock_now() + MINUTES(2)), 10);
	monthly_read(rig_visit(r), id_least(clock_now() + MINUTES(3)), &page);
	assert_true(monthly_add(r->db, &page, clock_now()));
	rig_keep(r);
	assert_int_equal(rig_direct(r, author, "Good day.", student), 202);
	rig_tick(r);
	assert_int_equal(rig_send(r), 1);
	assert_int_equal(rig_figure(r, "direct_out"), 1);
	assert_int_equal(db_number(db_query(rig_visit(r), "SELECT count(*) "
	    "FROM ledger, summed WHERE ledger.id <= last_id", NONE)), 10);
	assert_int_equal(monthly_wrong(r->db), 0);
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_many_pages),
		RIG_TEST(test_a_row_between),
		RIG_TEST(test_a_clock_behind),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
