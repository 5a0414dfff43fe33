/* A copy of a database that is written meanwhile is of one moment, and is
 * never written over another file. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/crew.h"
#include "base/list.h"
#include "store/copy.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "tests/store/place.h"

#define ROWS	"20000"

static struct place	place;
static char		to[320], name[320];
static atomic_bool	enough;

/* Two tables that grow together, and what makes the copy last. */
static int
setup(void **state)
{
	static const char *const all[] = {
		"PRAGMA journal_mode = WAL",
		"CREATE TABLE one (n INTEGER PRIMARY KEY, words TEXT)",
		"CREATE TABLE other (n INTEGER PRIMARY KEY)",
		"CREATE TRIGGER both AFTER INSERT ON one BEGIN "
		    "INSERT INTO other VALUES (new.n); END",
		"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
		    "FROM c WHERE n < " ROWS ") INSERT INTO one SELECT n, "
		    "hex(zeroblob(500)) FROM c",
	};

	(void)state;
	place_make(&place, &db_sqlite);
	for (size_t i = 0; i < COUNT(all); i++)
		(void)place_sql(&place, all[i]);
	snprintf(to, sizeof to, "%s.copy", place.where);
	snprintf(name, sizeof name, "%s.name", place.where);
	return 0;
}

static int
teardown(void **state)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	char path[340];

	(void)state;
	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(path, sizeof path, "%s%s", to, tails[i]);
		unlink(path);
	}
	unlink(name);
	place_remove(&place);
	return 0;
}

static void
grow(void *hand)
{
	(void)hand;
	while (!atomic_load(&enough))
		(void)place_sql(&place, "INSERT INTO one (words) "
		    "VALUES (hex(randomblob(500)))");
}

static long long
in_copy(const char *sql)
{
	struct place copy = place;

	snprintf(copy.where, sizeof copy.where, "%.290s", to);
	return place_sql(&copy, sql);
}

static void
it_is_of_one_moment(void **state)
{
	struct copy copy = { .from = place.where, .to = to };
	void *hand = NULL;
	struct crew *crew;
	struct stat about;
	long long rows;

	(void)state;
	atomic_store(&enough, false);
	crew = crew_start("grow", grow, &hand, 1);
	while (place_sql(&place, "SELECT count(*) FROM one WHERE n > " ROWS)
	    == 0)
		continue;
	assert_null(copy_make(&copy));
	rows = in_copy("SELECT count(*) FROM one");
	while (place_sql(&place, "SELECT count(*) FROM one") <= rows)
		continue;
	atomic_store(&enough, true);
	crew_join(crew);
	assert_true(rows > 20000);
	assert_int_equal(in_copy("SELECT count(*) FROM other"), rows);
	assert_int_equal(in_copy("SELECT max(n) FROM one"), rows);
	assert_int_equal(atomic_load(&copy.done), atomic_load(&copy.total));
	assert_true(atomic_load(&copy.total) > 20000000);
	assert_null(copy_check(&copy));
	assert_null(copy_settle(&copy));
	assert_int_equal(stat(to, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_int_equal(copy_size(to), about.st_size);
}

static void
none_is_written_over(void **state)
{
	struct copy copy = { .from = place.where, .to = to };
	FILE *file = fopen(to, "w");

	(void)state;
	assert_non_null(file);
	fputs("mine", file);
	fclose(file);
	assert_non_null(strstr(copy_make(&copy), "a file of that name"));
	assert_int_equal(copy_size(to), 4);
	assert_null(copy_place(to, name));
	assert_int_not_equal(access(to, F_OK), 0);
	assert_int_equal(copy_size(name), 4);
	assert_null(copy_make(&copy));
	assert_non_null(strstr(copy_place(to, name), "a file of that name"));
	assert_int_equal(copy_size(name), 4);
	assert_true(copy_size(to) > 4);
}

static void
it_can_be_stopped(void **state)
{
	struct copy copy = { .from = place.where, .to = to };

	(void)state;
	assert_null(copy_make(&copy));
	atomic_store(&copy.stop, true);
	assert_string_equal(copy_check(&copy), "it was stopped");
	unlink(to);
	assert_string_equal(copy_make(&copy), "it was stopped");
}

static void
what_is_damaged_is_found(void **state)
{
	struct copy copy = { .from = place.where, .to = to };
	FILE *file;

	(void)state;
	assert_null(copy_make(&copy));
	file = fopen(to, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, 4096 * 50, SEEK_SET), 0);
	for (int i = 0; i < 4096; i++)
		fputc('x', file);
	fclose(file);
	assert_non_null(strstr(copy_check(&copy), "not whole"));
}

static void
what_cannot_be_copied_is_said(void **state)
{
	struct copy copy = { .from = name, .to = to };
	FILE *file;

	(void)state;
	assert_non_null(copy_make(&copy));
	unlink(to);
	file = fopen(name, "w");
	assert_non_null(file);
	for (int i = 0; i < 1000; i++)
		fputs("This is no database.\n", file);
	fclose(file);
	assert_string_equal(copy_make(&copy), "it is no database of SQLite");
	unlink(to);
	copy = (struct copy){ .from = place.where, .to = "/no/such/folder/x" };
	assert_non_null(strstr(copy_make(&copy), "cannot be written"));
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(it_is_of_one_moment),
		CASE(none_is_written_over),
		CASE(it_can_be_stopped),
		CASE(what_is_damaged_is_found),
		CASE(what_cannot_be_copied_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
