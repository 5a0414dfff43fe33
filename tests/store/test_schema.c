/*
 * Versions of the schema, on both databases: each is applied once and whole.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/crew.h"
#include "net/loop.h"
#include "store/db_driver.h"
#include "store/job.h"
#include "store/schema.h"
#include "tests/store/place.h"

static struct place	 place;
static struct db	*db;

static const char *const versions[] = {
	"-- A comment; it isn't a statement.\n"
	"CREATE TABLE one (\n"
	"    id   @id@,		-- the first's; with a semicolon\n"
	"    name @text@ NOT NULL,\n"
	"    body @blob@\n"
	") @strict@;\n"
	"CREATE INDEX one_name ON one (name);\n"
	"INSERT INTO one (id, name) VALUES (1, 'a; b -- c');\n",

	"CREATE TABLE two (id @id@) @strict@;\n"
	"INSERT INTO one (id, name) VALUES (2, 'it''s; two')",

	"CREATE TABLE three (id @id@) @strict@;\n"
	"INSERT INTO one (id, name) VALUES (1, 'is there already');\n"
	"-- The end.\n",

	NULL
};

static struct db *
open_db(void)
{
	const char	*why = NULL;
	struct db	*opened;

	opened = db_open(place.driver, place.where, true, &why);
	if (opened == NULL)
		fail_msg("%s", why);
	return opened;
}

static void
begin(void **state)
{
	place_make(&place, *state);
	db = open_db();
}

static int
tear_down(void **state)
{
	(void)state;
	db_close(db);
	db = NULL;
	if (place.where[0] != '\0')
		place_remove(&place);
	place.where[0] = '\0';
	return 0;
}

/* The first so many of the versions. */
static bool
migrate(struct db *to, unsigned count, const char **why)
{
	const char *some[4] = { NULL };

	for (unsigned i = 0; i < count; i++)
		some[i] = versions[i];
	return schema_migrate_to(to, some, why);
}

static void
ours_is_applied_once(void **state)
{
	const char *why;

	begin(state);
	assert_true(schema_needed() > 0);
	assert_int_equal(schema_version(db), 0);
	assert_non_null(strstr(schema_complaint(db), "homeline init"));
	assert_true(schema_migrate(db, &why));
	assert_int_equal(schema_version(db), schema_needed());
	assert_null(schema_complaint(db));
	assert_true(schema_migrate(db, &why));
	assert_int_equal(place_sql(&place, "SELECT count(*) FROM version"),
	    schema_needed());
}

static void
versions_follow_each_other(void **state)
{
	const char *why;

	begin(state);
	assert_true(migrate(db, 1, &why));
	assert_int_equal(schema_version(db), 1);
	assert_true(migrate(db, 2, &why));
	assert_int_equal(schema_version(db), 2);
	assert_int_equal(place_sql(&place, "SELECT count(*) FROM one "
	    "WHERE name IN ('a; b -- c', 'it''s; two')"), 2);
	assert_int_equal(place_sql(&place, "SELECT count(*) FROM two"), 0);
}

static void
a_version_is_applied_whole_or_not(void **state)
{
	const char *why = NULL;

	begin(state);
	assert_false(migrate(db, 3, &why));
	assert_non_null(why);
	assert_int_equal(schema_version(db), 2);
	assert_int_equal(place_sql(&place, "SELECT count(*) FROM one"), 2);
	assert_true(db_begin(db));
	db_run(db, "CREATE TABLE three (id @id@) @strict@", NONE);
	assert_true(db_commit(db));
}

static void
a_newer_database_is_left_alone(void **state)
{
	const char *why = NULL;

	begin(state);
	assert_true(migrate(db, 2, &why));
	assert_false(migrate(db, 1, &why));
	assert_non_null(strstr(why, "newer"));
	assert_int_equal(schema_version(db), 2);
}

static void
opens(const char *words)
{
	struct loop	*loop = loop_new();
	struct store	*store;
	const char	*why = NULL;

	store = store_open(loop, place.driver, place.where, 1, &why);
	if (words == NULL) {
		assert_non_null(store);
		store_close(store);
	} else {
		assert_null(store);
		assert_non_null(strstr(why, words));
	}
	loop_free(loop);
}

static void
a_store_opens_its_own_version_only(void **state)
{
	const char *why;

	begin(state);
	opens("empty");
	assert_true(schema_migrate(db, &why));
	opens(NULL);
	assert_true(db_begin(db));
	db_run(db, "INSERT INTO version (number) VALUES ($1)",
	    INT(schema_needed() + 1));
	assert_true(db_commit(db));
	opens("newer");
	assert_true(db_begin(db));
	db_run(db, "DELETE FROM version", NONE);
	db_run(db, "INSERT INTO version (number) VALUES (0)", NONE);
	assert_true(db_commit(db));
	opens("empty");
}

struct migrant {
	struct db	*db;
	const char	*why;
	bool		 done;
};

static void
migrate_ours(void *arg)
{
	struct migrant *m = arg;

	m->done = schema_migrate(m->db, &m->why);
}

static void
two_at_once_apply_it_once(void **state)
{
	struct migrant	 m[2];
	void		*hands[2] = { &m[0], &m[1] };

	begin(state);
	for (int i = 0; i < 2; i++)
		m[i] = (struct migrant){ .db = open_db() };
	crew_join(crew_start("migrant", migrate_ours, hands, 2));
	for (int i = 0; i < 2; i++) {
		db_close(m[i].db);
		assert_true(m[i].done);
	}
	assert_int_equal(schema_version(db), schema_needed());
	assert_int_equal(place_sql(&place, "SELECT count(*) FROM version"),
	    schema_needed());
}

static void
what_cannot_be_read_has_no_version(void **state)
{
	begin(state);
	assert_true(db_begin(db));
	db_run(db, "CREATE TABLE version (word @text@) @strict@", NONE);
	assert_true(db_commit(db));
	assert_int_equal(schema_version(db), -1);
	assert_non_null(strstr(schema_complaint(db), "cannot be read"));
}

#define BOTH(test)							\
	{ #test ", SQLite", test, NULL, tear_down,			\
	    (void *)&db_sqlite },					\
	{ #test ", PostgreSQL", test, NULL, tear_down, (void *)PLACE_POSTGRES }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(ours_is_applied_once),
		BOTH(versions_follow_each_other),
		BOTH(a_version_is_applied_whole_or_not),
		BOTH(a_newer_database_is_left_alone),
		BOTH(a_store_opens_its_own_version_only),
		BOTH(two_at_once_apply_it_once),
		BOTH(what_cannot_be_read_has_no_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
