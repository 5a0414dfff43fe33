/*
 * "Messages with families": what it says, what it hides, and to whom, by the
 * real server.  The district of the counter has fewer than ten students in
 * each of its schools; so what of it is shown by school is nothing, unless the
 * test enrols more.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/gateway.h"
#include "store/job.h"
#include "tests/web/counter.h"

extern char **environ;

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

/* Sums, enrolment and what else is done behind everybody's back. */
static void
settle(void)
{
	for (int i = 0; i < 3; i++) {
		clock_pass(MINUTES(1));
		gateway_tick(c.gateway);
		do
			(void)counter_get(&c, c.desk, "/api/v1/me");
		while (store_backlog(c.store) > 0);
	}
}

/* So many lines of the ledger, as if they had been written then. */
static void
count(const char *what, int n, int school, const char *language)
{
	static int	 next = 1000;
	const char	*direction = strcmp(what, "direct_in") == 0 ? "in" :
			    "out";

	place_sql(&c.place, arena_print(c.arena, "INSERT INTO tally (day, "
	    "school, language, channel, direction, kind, what, n) VALUES "
	    "(20261105, (SELECT id FROM school ORDER BY name LIMIT 1 "
	    "OFFSET %d), '%s', 'sms', '%s', 'direct', '%s', %d)", school,
	    language, direction, what, n));
	for (int i = 0; i < n; i++, next++)
		place_sql(&c.place, arena_print(c.arena, "INSERT INTO ledger "
		    "(id, at, day, what, message, family, round, reason, "
		    "person, school, language, channel, direction, kind, "
		    "author) VALUES (%d, 1, 20261105, '%s', %d, 1, 0, '', 0, "
		    "(SELECT id FROM school ORDER BY name LIMIT 1 OFFSET %d), "
		    "'%s', 'sms', '%s', 'direct', 'staff')", next, what, next,
		    school, language, direction));
}

static void
enrol(int first, int n, int school, const char *language)
{
	for (int i = 0; i < n; i++)
		place_sql(&c.place, arena_print(c.arena, "INSERT INTO "
		    "enrolled (year, student, school, language, reached, "
		    "wrote, talked, stale) VALUES (2026, %d, (SELECT id FROM "
		    "school ORDER BY name LIMIT 1 OFFSET %d), '%s', %s, 0, "
		    "0, 0)", first + i, school, language,
		    i % 2 == 0 ? "20261105" : "0"));
	place_sql(&c.place, arena_print(c.arena, "INSERT INTO enrolled_count "
	    "(year, school, language, n) VALUES (2026, (SELECT id FROM "
	    "school ORDER BY name LIMIT 1 OFFSET %d), '%s', %d)", school,
	    language, n));
}

/* Two schools and five languages, of which three have too few students. */
static void
fill(void)
{
	place_sql(&c.place, "DELETE FROM enrolled");
	place_sql(&c.place, "DELETE FROM enrolled_count");
	place_sql(&c.place, "DELETE FROM enrolled_year");
	place_sql(&c.place, "INSERT INTO enrolled_year (year, day, final, "
	    "at) VALUES (2026, 20261001, 1, 1)");
	enrol(1, 120, 0, "en-US");
	enrol(1000, 60, 0, "es-US");
	enrol(2000, 4, 0, "ht");
	enrol(3000, 90, 1, "en-US");
	enrol(4000, 50, 1, "es-US");
	enrol(5000, 3, 1, "vi");
	enrol(6000, 5, 1, "ak");
	count("direct_out", 21, 0, "en-US");
	count("direct_in", 13, 0, "es-US");
	count("direct_out", 17, 1, "en-US");
	count("direct_in", 7, 0, "ht");
	count("direct_in", 2, 1, "vi");
	count("announcement", 19, 1, "es-US");
}

static bool
says(const char *words)
{
	return counter_says(&c, words);
}

static int
recount(const char *folder, const char *path)
{
	char	*script = arena_print(c.arena, "%s/tests/recount.py",
		    folder != NULL ? folder : ".");
	char	*argv[] = { arena_text(c.arena, "python3"), script,
		    arena_text(c.arena, path), NULL };
	pid_t	 pid;
	int	 status;

	if (posix_spawnp(&pid, "python3", NULL, NULL, argv, environ) != 0)
		skip();
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

static void
an_empty_report_says_so(void **state)
{
	(void)state;
	counter_sign_in(&c, "Thomas Reed", "analyst");
	assert_int_equal(counter_page(&c, "/report"), 200);
	assert_true(says("Messages with families"));
	assert_true(says("No data yet"));
	assert_true(says("Definition 1"));
	assert_false(says("(("));
}

static void
the_sentence_and_the_tables(void **state)
{
	(void)state;
	settle();
	fill();
	counter_sign_in(&c, "Thomas Reed", "analyst");
	assert_int_equal(counter_page(&c, "/report?from=202611&to=202611"),
	    200);
	assert_true(says("In November 2026 staff and families exchanged "
	    "60 messages."));
	assert_true(says("38 from staff, 22 from families"));
	assert_true(says("so far"));
	assert_true(says("Enrollment as of October 1, 2026"));
	assert_true(says("Other languages (3)"));
	assert_true(says("Spanish"));
	assert_false(says("Haitian"));
	assert_true(says("<svg"));
	assert_false(says("(("));
	assert_int_equal(counter_page(&c, "/report"), 200);
	assert_true(says("From July 2026 to November 2026"));
	assert_true(says("No data yet"));
}

/* The same seven messages of four students, asked for in every way. */
static void
a_small_group_is_hidden_in_every_way(void **state)
{
	static const char *const paths[] = {
		"/report?language=ht", "/report.csv?by=month&language=ht",
		"/report.csv?by=language", "/report.csv?by=channel&language=ht",
		"/report?language=ht&direction=families&from=202611&to=202611",
	};

	(void)state;
	fill();
	counter_sign_in(&c, "Thomas Reed", "analyst");
	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_int_equal(counter_page(&c, paths[i]), 200);
		assert_false(says(",7,"));
		assert_false(says(">7<"));
		assert_false(says("exchanged 7"));
	}
	assert_int_equal(counter_page(&c, "/report?language=ht"), 200);
	assert_true(says("fewer than 10 students"));
	assert_int_equal(counter_get(&c, c.teacher,
	    "/api/v1/figures?by=language&from=2026-07-01"), 200);
	assert_false(says("\"ht\""));
	assert_true(says("Other languages"));
}

static void
a_file_for_a_spreadsheet(void **state)
{
	(void)state;
	fill();
	place_sql(&c.place, "UPDATE school SET name = '=HYPERLINK(\"x\")' "
	    "WHERE id = (SELECT id FROM school ORDER BY name LIMIT 1)");
	counter_sign_in(&c, "Thomas Reed", "analyst");
	assert_int_equal(counter_page(&c, "/report.csv?by=school"), 200);
	assert_memory_equal(c.response.body, "\xef\xbb\xbf# ", 5);
	assert_true(says("# Definition 1: A direct message is"));
	assert_true(says("# Data through: 2026-"));
	assert_true(says("\"'=HYPERLINK(\"\"x\"\")\",41,"));
	assert_int_equal(counter_page(&c, "/report.csv?by=school&plain=1"),
	    200);
	assert_false(says("#"));
	assert_memory_equal(c.response.body, "\xef\xbb\xbf\"school\"", 11);
}

/* What the download says is what the district has, and counts the same. */
static void
raw_rows_to_count_again(void **state)
{
	const char	*path = arena_print(c.arena, "%s.rows", c.place.where);
	const char	*folder = getenv("srcdir");
	FILE		*rows = NULL;

	(void)state;
	(void)counter_write(&c, counter_student(&c, "ben"), "1");
	(void)counter_text(&c, "+15085550120", "Hello", "SM1", true);
	counter_sign_in(&c, "Thomas Reed", "auditor");
	assert_int_equal(counter_page(&c, "/report/rows"), 200);
	assert_true(says("{\"answers\":"));
	assert_true(says("\"noun\":\"ledger\""));
	assert_true(says("\"sum\":\""));
	assert_false(says("Hello"));
	assert_false(says("Ben"));
	rows = fopen(path, "w");
	assert_non_null(rows);
	assert_int_equal(fwrite(c.response.body, 1, c.response.length, rows),
	    c.response.length);
	assert_int_equal(fclose(rows), 0);
	assert_int_equal(recount(folder, path), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(counter_page(&c, "/audit"), 200);
	assert_true(says("Downloaded the raw rows"));
}

static void
who_may_not_see_it(void **state)
{
	(void)state;
	place_sql(&c.place, "UPDATE seat_member SET until = 1");
	counter_sign_in(&c, "Thomas Reed", "language");
	assert_int_equal(counter_page(&c, "/report"), 403);
	assert_int_equal(counter_page(&c, "/report.csv"), 403);
	assert_int_equal(counter_page(&c, "/report/rows"), 403);
	counter_sign_in(&c, NULL, NULL);
	assert_int_equal(counter_page(&c, "/report"), 303);
}

static void
what_is_asked_for_wrongly_is_not_there(void **state)
{
	static const char *const paths[] = {
		"/report?from=209912&to=209901", "/report?from=0&to=x",
		"/report?school=%27&language=%22&sort=%3Cscript%3E",
		"/report?from=200001&to=219912&direction=up&channel=fax",
		"/report?school=0000000000001", "/report.csv?by=person",
	};

	(void)state;
	fill();
	counter_sign_in(&c, "Thomas Reed", "analyst");
	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_int_equal(counter_page(&c, paths[i]), 200);
		assert_false(says("<script>"));
		assert_false(says("(("));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_empty_report_says_so,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(the_sentence_and_the_tables,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_small_group_is_hidden_in_every_way, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_for_a_spreadsheet,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(raw_rows_to_count_again,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(who_may_not_see_it, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_asked_for_wrongly_is_not_there, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
