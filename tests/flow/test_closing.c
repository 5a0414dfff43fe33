/*
 * What the report needs behind everybody's back: sums by month that are those
 * of the ledger, the enrolment of 1 October, and months that are closed, once
 * and for good, whoever of several nodes does it.
 *
 * What is closed is counted again by tests/recount.py too, which shares no
 * line with the gateway (rig_agrees).
 */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/zone.h"
#include "flow/closed.h"
#include "flow/closing.h"
#include "flow/report.h"
#include "flow/tidy.h"
#include "net/loop.h"
#include "store/enrolled.h"
#include "store/export.h"
#include "store/ledger.h"
#include "store/month.h"
#include "store/monthly.h"
#include "tests/flow/rig.h"

extern char **environ;

struct town {
	struct rig	*rig;
	int64_t		 school, teacher, ivy, theo;
	const char	*phone;		/* Of Ivy's mother. */
};

static struct town	town;

/* Ids never step back: it is 10:00 behind those of the test before. */
static struct town *
open_town(void **state)
{
	struct rig	*r = rig_open(*state);
	int64_t		 at = zone_next(r->zone, id_time(id_new()) +
			    DAYS(1), 10 * 60);

	if (at > clock_now())
		clock_pass(at - clock_now());
	town = (struct town){ .rig = r, .school = rig_school(r, "Oak") };
	town.teacher = rig_staff(r, rig_seat(r, town.school));
	town.phone = rig_phone(r);
	town.ivy = rig_family(r, town.school, town.phone);
	town.theo = rig_family(r, town.school, rig_phone(r));
	return &town;
}

static void
write_to(struct town *t, int64_t student, const char *words)
{
	assert_int_equal(rig_direct(t->rig, t->teacher, words, student), 202);
	(void)rig_send(t->rig);
}

static void
pass(struct town *t, int64_t ms)
{
	clock_pass(ms);
	for (int i = 0; i < 3; i++) {
		rig_tick(t->rig);
		clock_pass(MINUTES(1));
	}
}

/* To a day and hour of this year. */
static void
go_to(struct town *t, int month, int day, int hour)
{
	struct wall wall;

	zone_wall(t->rig->zone, clock_now(), &wall);
	if (month < wall.month || (month == wall.month && day < wall.day))
		wall.year++;
	pass(t, zone_utc(t->rig->zone, &(struct wall){ .year = wall.year,
	    .month = month, .day = day, .hour = hour }) - clock_now());
}

static int64_t
sum(struct town *t, int64_t school, const char *language, const char *what)
{
	struct monthly	*list;
	struct monthly_ask ask = { 200001, 209912, school, language };
	unsigned	 n = monthly_by_month(rig_visit(t->rig), &ask, &list);
	int64_t		 total = 0;

	rig_keep(t->rig);
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].what, what) == 0)
			total += list[i].n;
	return total;
}

static int64_t
wrong(struct town *t)
{
	int64_t n = monthly_wrong(rig_visit(t->rig));

	rig_keep(t->rig);
	return n;
}

static int64_t
summed(struct town *t)
{
	int64_t n = db_number(db_query(rig_visit(t->rig),
	    "SELECT last_id FROM summed", NONE));

	rig_keep(t->rig);
	return n;
}

static void
test_sums_are_those_of_the_ledger(void **state)
{
	struct town *t = open_town(state);

	write_to(t, t->ivy, "Ivy did well.");
	assert_int_equal(sum(t, -1, "*", "direct_out"), 1);
	assert_int_equal(sum(t, t->school, "es-US", "direct_out"), 1);
	assert_int_equal(sum(t, t->school, "en-US", "direct_out"), 0);
	assert_int_equal(summed(t), 0);
	pass(t, MINUTES(2));
	assert_true(summed(t) > 0);
	assert_int_equal(sum(t, -1, "*", "direct_out"), 1);
	assert_int_equal(sum(t, -1, "es-US", "direct_out"), 1);
	assert_int_equal(sum(t, t->school, "*", "direct_out"), 1);
	rig_text(t->rig, t->phone, "Gracias");
	write_to(t, t->theo, "Theo did well.");
	assert_int_equal(sum(t, -1, "*", "direct_out"), 2);
	assert_int_equal(sum(t, t->school, "*", "direct_in"), 1);
	pass(t, MINUTES(2));
	assert_int_equal(sum(t, -1, "*", "direct_out"), 2);
	assert_int_equal(sum(t, -1, "es-US", "copy"), 2);
	assert_int_equal(wrong(t), 0);
	db_run(rig_visit(t->rig), "UPDATE monthly SET n = n + 1 "
	    "WHERE school = -1 AND language = '*' AND what = 'direct_in'",
	    NONE);
	rig_keep(t->rig);
	assert_int_equal(wrong(t), 1);
}

/* reached, wrote, talked */
static void
of_october(struct town *t, int64_t reached, int64_t wrote, int64_t talked)
{
	struct enrolled_count	*list;
	int64_t			 year = school_year(zone_day(t->rig->zone,
				    clock_now()));
	unsigned		 n = enrolled_by(rig_visit(t->rig), year,
				    zone_day(t->rig->zone, clock_now()), &list);

	rig_keep(t->rig);
	assert_int_equal(n, 1);
	assert_int_equal(list[0].n, 2);
	assert_string_equal(list[0].language, "es-US");
	assert_int_equal(list[0].reached, reached);
	assert_int_equal(list[0].wrote, wrote);
	assert_int_equal(list[0].talked, talked);
}

static void
test_students_who_were_reached(void **state)
{
	struct town *t = open_town(state);

	pass(t, MINUTES(1));
	of_october(t, 0, 0, 0);
	write_to(t, t->ivy, "Ivy did well.");
	write_to(t, t->theo, "Theo did well.");
	pass(t, MINUTES(2));
	of_october(t, 2, 0, 0);
	pass(t, DAYS(15));
	rig_text(t->rig, t->phone, "Gracias");
	pass(t, MINUTES(2));
	of_october(t, 2, 1, 0);
	write_to(t, t->ivy, "How is she?");
	rig_text(t->rig, t->phone, "Bien");
	pass(t, MINUTES(2));
	of_october(t, 2, 1, 1);
	assert_true(rig_move(t->rig, t->rig->claimed[0], ATTEMPT_FAILED));
	pass(t, MINUTES(2));
	of_october(t, 2, 1, 0);
}

static unsigned
closed(struct town *t, struct closed_month **list)
{
	unsigned n = month_list(rig_visit(t->rig), list);

	rig_keep(t->rig);
	return n;
}

static struct closed_check
check(struct town *t)
{
	struct closed_check c;

	closed_check(rig_visit(t->rig), &c);
	rig_keep(t->rig);
	return c;
}

/* Two months with rows, and the first of them is closed. */
static int64_t
close_one(struct town *t)
{
	struct closed_month	*list;
	int64_t			 month = zone_day(t->rig->zone,
				    clock_now()) / 100;

	write_to(t, t->ivy, "Ivy did well.");
	write_to(t, t->theo, "Theo did well.");
	go_to(t, (int)(closing_next(month) % 100), 2, 10);
	write_to(t, t->ivy, "Ivy did very well.");
	go_to(t, (int)(closing_next(month) % 100), 15, 0);
	assert_int_equal(closed(t, &list), 0);
	pass(t, HOURS(1));
	assert_int_equal(closed(t, &list), 1);
	assert_int_equal(list[0].month, month);
	assert_int_equal(list[0].n, sum(t, -1, "*", "direct_out") * 2 - 2);
	return month;
}

static void
test_a_month_is_closed_once(void **state)
{
	struct town		*t = open_town(state);
	struct closed_month	*list, *again;
	struct tidy		*other;
	const char		*digest;

	(void)close_one(t);
	(void)closed(t, &list);
	digest = list[0].digest;
	assert_int_equal(check(t).wrong, 0);
	assert_int_equal(check(t).months, 1);
	other = tidy_new(&t->rig->gateway);
	tidy_tick(other);
	while (!tidy_idle(other))
		loop_turn(t->rig->loop);
	tidy_free(other);
	pass(t, DAYS(1));
	assert_int_equal(closed(t, &again), 1);
	assert_string_equal(again[0].digest, digest);
	pass(t, DAYS(31));
	pass(t, MINUTES(2));
	assert_int_equal(closed(t, &list), 2);
	assert_int_equal(check(t).wrong, 0);
	rig_agrees(t->rig);
}

/* What comes later counts, and is no part of what was closed. */
static void
test_a_row_that_comes_later(void **state)
{
	struct town	*t = open_town(state);
	int64_t		 month = close_one(t);
	struct entry	 e = { .at = { clock_now(), month * 100 + 30 },
			    .message = 77, .family = t->ivy,
			    .school = t->school, .language = "es-US",
			    .in = true, .author = "family", .reason = "" };

	ledger_reply(rig_visit(t->rig), COUNTS_DIRECT, &e);
	rig_keep(t->rig);
	pass(t, MINUTES(3));
	assert_int_equal(sum(t, -1, "*", "direct_in"), 1);
	assert_int_equal(wrong(t), 0);
	assert_int_equal(check(t).wrong, 0);
}

static void
test_a_row_that_was_altered(void **state)
{
	struct town	*t = open_town(state);
	int64_t		 month = close_one(t);

	db_run(rig_visit(t->rig), "UPDATE ledger SET language = 'ht' "
	    "WHERE family = $1 AND what = 'copy' AND day < $2", INT(t->theo),
	    INT((month + 1) * 100));
	rig_keep(t->rig);
	assert_int_equal(check(t).wrong, month);
}

static void
test_a_row_that_was_taken_away(void **state)
{
	struct town	*t = open_town(state);
	int64_t		 month = close_one(t);

	db_run(rig_visit(t->rig), "DELETE FROM ledger WHERE family = $1 "
	    "AND what = 'copy'", INT(t->theo));
	rig_keep(t->rig);
	assert_int_equal(check(t).wrong, month);
}

/* What tests/recount.py says of raw rows. */
static const char *
recount(struct town *t, const char *rows)
{
	static char	 words[8192];
	struct arena	*arena = t->rig->arena;
	const char	*folder = getenv("srcdir");
	char		*said = arena_print(arena, "%s.said", rows);
	char		*argv[] = { arena_text(arena, "python3"),
			    arena_print(arena, "%s/tests/recount.py",
			    folder != NULL ? folder : "."),
			    arena_text(arena, rows), NULL };
	posix_spawn_file_actions_t actions;
	pid_t		 pid;
	FILE		*file;
	size_t		 got = 0;
	int		 status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) == 0 &&
	    waitpid(pid, &status, 0) == pid &&
	    (file = fopen(said, "r")) != NULL) {
		got = fread(words, 1, sizeof words - 1, file);
		(void)fclose(file);
		unlink(said);
	}
	posix_spawn_file_actions_destroy(&actions);
	words[got] = '\0';
	return words;
}

/* All raw rows, with one word of one row altered. */
static const char *
altered(struct town *t, const char *word, const char *other)
{
	const char	*tmp = getenv("TMPDIR"), *said;
	char		*bytes, *at, *path;
	size_t		 length;
	FILE		*out = open_memstream(&bytes, &length);

	(void)rig_visit(t->rig);
	for (unsigned i = 0; export_nouns[i] != NULL; i++) {
		struct rows_page page = { .noun = export_nouns[i],
		    .salt = "salt", .out = out };

		while (report_rows(t->rig->db, &page) > 0)
			continue;
	}
	rig_keep(t->rig);
	assert_int_equal(fclose(out), 0);
	if ((at = strstr(bytes, word)) != NULL)
		memcpy(at, other, strlen(other));
	path = arena_print(t->rig->arena, "%s/closing-%d",
	    tmp != NULL ? tmp : "/tmp", (int)getpid());
	out = fopen(path, "w");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, length, out), length);
	assert_int_equal(fclose(out), 0);
	free(bytes);
	said = recount(t, path);
	unlink(path);
	return said;
}

static void
test_an_altered_row_is_named(void **state)
{
	struct town *t = open_town(state);
	const char *said;

	(void)close_one(t);
	said = altered(t, "nothing of the kind", "");
	if (strstr(said, "direct messages:") == NULL)
		skip();
	assert_non_null(strstr(said, "they agree"));
	assert_null(strstr(said, "altered"));
	said = altered(t, "\"what\":\"direct_out\"",
	    "\"what\":\"direct_in_\"");
	assert_non_null(strstr(said, "THEY DIFFER"));
	assert_non_null(strstr(said, "altered: the row "));
	assert_non_null(strstr(said, "the digest of "));
	said = altered(t, "\"language\":\"es-US\",\"message\"",
	    "\"language\":\"ht-HT\",\"message\"");
	assert_non_null(strstr(said, "altered: the row "));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_students_who_were_reached),
		RIG_TEST(test_sums_are_those_of_the_ledger),
		RIG_TEST(test_a_month_is_closed_once),
		RIG_TEST(test_a_row_that_comes_later),
		RIG_TEST(test_a_row_that_was_altered),
		RIG_TEST(test_a_row_that_was_taken_away),
		RIG_TEST(test_an_altered_row_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
