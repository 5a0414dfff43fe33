/*
 * The published figures: sums under every filter, targets, what was closed
 * and what came since; and how long they take of five years, 80 schools and 30
 * languages (HOMELINE_BENCH=1, on SQLite; the aim is 50 ms for a school year).
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/zone.h"
#include "flow/kpi.h"
#include "store/choice.h"
#include "store/ledger.h"
#include "store/month.h"
#include "tests/flow/rig.h"

#define SCHOOLS		80
#define LANGUAGES	30
#define YEARS		5

static struct rig *r;

static void
line(const char *what, const char *channel, int64_t school, int64_t day)
{
	static int64_t	 next = 1;
	bool		 in = strcmp(what, "direct_in") == 0 ||
			    strcmp(what, "not_counted") == 0;

	db_run(rig_visit(r), "INSERT INTO ledger (id, at, day, what, message, "
	    "family, round, reason, person, school, language, channel, "
	    "direction, kind, author) VALUES ($1, 1, $2, $3, $1, 1, 0, $4, 0, "
	    "$5, 'es-US', $6, $7, 'attendance', 'staff')", INT(next),
	    INT(day), TEXT(what), TEXT(strcmp(what, "not_counted") == 0 ?
	    "reaction" : ""), INT(school), TEXT(channel),
	    TEXT(in ? "in" : "out"));
	rig_keep(r);
	next++;
}

/* It is November 2026 or later in the district. */
static struct kpi
read_kpi(struct kpi_ask ask)
{
	struct kpi kpi;

	ask.now = clock_now();
	ask.zone = r->zone;
	if (ask.language == NULL)
		ask.language = "*";
	if (ask.school == 0)
		ask.school = -1;
	kpi_read(rig_visit(r), &ask, r->arena, &kpi);
	rig_keep(r);
	return kpi;
}

static void
test_every_filter(void **state)
{
	struct kpi kpi;

	r = rig_open(*state);
	line("direct_out", "sms", 7, 20261001);
	line("direct_out", "email", 7, 20261031);
	line("direct_out", "sms", 8, 20261101);
	line("direct_out_back", "sms", 8, 20261101);
	line("direct_in", "email", 8, 20261102);
	line("copy", "sms", 8, 20261102);
	line("automatic", "sms", 8, 20261103);
	line("not_counted", "sms", 8, 20261103);
	line("announcement", "sms", 8, 20260630);
	kpi = read_kpi((struct kpi_ask){ .from = 202607, .to = 202611 });
	assert_int_equal(kpi.total.n[KPI_STAFF], 2);
	assert_int_equal(kpi.total.n[KPI_FAMILIES], 1);
	assert_int_equal(kpi.total.n[KPI_BACK], 1);
	assert_int_equal(kpi.total.n[KPI_COPIES], 1);
	assert_int_equal(kpi.total.n[KPI_ANNOUNCED], 0);
	assert_int_equal(kpi.month_count, 5);
	assert_int_equal(kpi_direct(&kpi.months[3]), 2);
	assert_int_equal(kpi_direct(&kpi.months[4]), 1);
	assert_int_equal(kpi.why_count, 2);
	assert_int_equal(kpi.school_count, 2);
	assert_int_equal(kpi.schools[0].hidden, SUPPRESS_SMALL);
	assert_int_equal(kpi.language_count, 1);
	assert_int_equal(kpi.languages[0].pooled, 1);
	kpi = read_kpi((struct kpi_ask){ .from = 202611, .to = 202611,
	    .channel = "email" });
	assert_int_equal(kpi_direct(&kpi.total), 1);
	kpi = read_kpi((struct kpi_ask){ .from = 202610, .to = 202611,
	    .direction = "staff" });
	assert_int_equal(kpi_direct(&kpi.total), 2);
	assert_int_equal(kpi.total.n[KPI_OTHER], 0);
	kpi = read_kpi((struct kpi_ask){ .from = 202610, .to = 202611,
	    .school = 7 });
	assert_int_equal(kpi.total.hidden, SUPPRESS_SMALL);
	assert_int_equal(kpi_direct(&kpi.total), 0);
}

static void
test_targets(void **state)
{
	struct kpi kpi;

	r = rig_open(*state);
	choice_set(rig_visit(r), KPI_TARGET,
	    &(struct choice){ .value = "40" });
	choice_set(r->db, KPI_TARGET ".202611",
	    &(struct choice){ .value = "60" });
	rig_keep(r);
	kpi = read_kpi((struct kpi_ask){ .from = 202610, .to = 202611 });
	assert_int_equal(kpi.months[0].target, 40);
	assert_int_equal(kpi.total.target, 100);
	kpi = read_kpi((struct kpi_ask){ .from = 202609, .to = 202611 });
	assert_int_equal(kpi.total.target, 140);
	choice_drop(rig_visit(r), KPI_TARGET);
	rig_keep(r);
	kpi = read_kpi((struct kpi_ask){ .from = 202610, .to = 202611 });
	assert_int_equal(kpi.months[1].target, 60);
	assert_int_equal(kpi.total.target, 0);
	kpi = read_kpi((struct kpi_ask){ .from = 202610, .to = 202611,
	    .channel = "sms" });
	assert_int_equal(kpi.total.target, 0);
}

static void
test_what_was_closed(void **state)
{
	struct kpi kpi;

	r = rig_open(*state);
	line("direct_out", "sms", 7, 20261001);
	line("direct_out", "sms", 7, 20261002);
	line("direct_out", "sms", 7, 20261003);
	month_close(rig_visit(r), &(struct closed_month){ .month = 202610,
	    .frozen = 1, .last_id = 3, .n = 3, .digest = "",
	    .figures = "{\"direct_out\":3}" });
	rig_keep(r);
	kpi = read_kpi((struct kpi_ask){ .from = 202610, .to = 202610 });
	assert_int_equal(kpi.months[0].was, 3);
	assert_int_equal(kpi.months[0].back, 0);
	assert_int_equal(kpi.months[0].more, 0);
	line("direct_out_back", "sms", 7, 20261003);
	line("direct_in", "sms", 7, 20261004);
	line("direct_in", "sms", 7, 20261004);
	kpi = read_kpi((struct kpi_ask){ .from = 202610, .to = 202610 });
	assert_int_equal(kpi_direct(&kpi.months[0]), 4);
	assert_int_equal(kpi.months[0].was, 3);
	assert_int_equal(kpi.months[0].back, 1);
	assert_int_equal(kpi.months[0].more, 2);
	assert_true(kpi.months[0].closed > 0);
}

static void
fill_five_years(void)
{
	struct db *db = rig_visit(r);

	db_run(db, "CREATE TEMPORARY TABLE s (i @int@)", NONE);
	db_run(db, "INSERT INTO s WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
	    "SELECT i + 1 FROM n WHERE i < 80) SELECT i FROM n", NONE);
	db_run(db, "CREATE TEMPORARY TABLE m (i @int@)", NONE);
	db_run(db, "INSERT INTO m SELECT (2022 + (y.i - 1 + (q.i > 6)) ) * "
	    "100 + (q.i + 5) % 12 + 1 FROM s y, s q WHERE y.i <= 5 "
	    "AND q.i <= 12", NONE);
	db_run(db, "CREATE TEMPORARY TABLE w (what @text@, channel @text@)",
	    NONE);
	db_run(db, "INSERT INTO w SELECT a.v, b.v FROM (SELECT 'direct_out' "
	    "AS v UNION SELECT 'direct_in' UNION SELECT 'direct_out_back' "
	    "UNION SELECT 'announcement' UNION SELECT 'automatic' "
	    "UNION SELECT 'copy' UNION SELECT 'not_counted') a, "
	    "(SELECT 'sms' AS v UNION SELECT 'email') b", NONE);
	db_run(db, "INSERT INTO monthly SELECT CASE WHEN l.i = 1 THEN "
	    "'en-US' ELSE 'x' || l.i END, m.i, s.i, w.channel, w.what, '', "
	    "s.i + l.i FROM s, s l, m, w WHERE l.i <= 30", NONE);
	db_run(db, "INSERT INTO monthly SELECT '*', month, school, channel, "
	    "what, '', sum(n) FROM monthly GROUP BY month, school, channel, "
	    "what", NONE);
	db_run(db, "INSERT INTO monthly SELECT language, month, -1, channel, "
	    "what, '', sum(n) FROM monthly GROUP BY language, month, channel, "
	    "what", NONE);
	db_run(db, "INSERT INTO enrolled_count SELECT 2021 + y.i, s.i, CASE "
	    "WHEN l.i = 1 THEN 'en-US' ELSE 'x' || l.i END, "
	    "(s.i * l.i * 7) % 40 FROM s y, s, s l WHERE y.i <= 5 "
	    "AND l.i <= 30", NONE);
	db_run(db, "INSERT INTO enrolled SELECT 2026, s.i * 1000 + l.i * 20 + "
	    "q.i, s.i, CASE WHEN l.i = 1 THEN 'en-US' ELSE 'x' || l.i END, "
	    "20261001, 0, 0, 0 FROM s, s l, s q WHERE l.i <= 30 "
	    "AND q.i <= 10", NONE);
	db_run(db, "INSERT INTO enrolled_year VALUES (2026, 20261001, 1, 1)",
	    NONE);
	rig_keep(r);
	line("direct_out", "sms", 7, 20220905);
}

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
say_time(const char *what, struct kpi_ask ask)
{
	int64_t best = INT64_MAX, began;

	for (int i = 0; i < 5; i++) {
		began = now();
		(void)read_kpi(ask);
		if (now() - began < best)
			best = now() - began;
	}
	printf("# %s: %" PRId64 ".%03d ms\n", what, best / 1000,
	    (int)(best % 1000));
}

static void
test_five_years(void **state)
{
	if (getenv("HOMELINE_BENCH") == NULL)
		skip();
	r = rig_open(*state);
	fill_five_years();
	say_time("one school year", (struct kpi_ask){ .from = 202607,
	    .to = 202611 });
	say_time("a whole school year", (struct kpi_ask){ .from = 202507,
	    .to = 202606 });
	say_time("five years", (struct kpi_ask){ .from = 202207,
	    .to = 202611 });
	say_time("five years, one school", (struct kpi_ask){ .from = 202207,
	    .to = 202611, .school = 40 });
	say_time("five years, one language", (struct kpi_ask){
	    .from = 202207, .to = 202611, .language = "x7" });
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_every_filter),
		RIG_TEST(test_targets),
		RIG_TEST(test_what_was_closed),
		{ "test_five_years (sqlite)", test_five_years, NULL, rig_shut,
		    (void *)(uintptr_t)&db_sqlite },
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
