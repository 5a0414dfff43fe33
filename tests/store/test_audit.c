/*
 * The chain of the audit: it fits after what the gateway does, from several
 * connections too; and whatever somebody alters by SQL is found, at the row
 * where it was done.  On PostgreSQL the digests are counted again by the
 * database's own sha256().
 */

#include <string.h>

#include "store/audit.h"
#include "tests/flow/rig.h"

static struct rig	*r;

static void
add(int64_t person, const char *deed, const char *note)
{
	audit_add(rig_visit(r), &(struct deed){ .person = person,
	    .deed = deed, .object = 7, .note = note }, clock_now());
	rig_keep(r);
}

static void
open_with(void **state, unsigned rows)
{
	static const char *const notes[] = { NULL, "a line\nand another",
	    "\xd8\xa3\xd9\x87\xd9\x84\xd8\xa7" };

	r = rig_open(*state);
	for (unsigned i = 0; i < rows; i++)
		add(i % 2, "test.deed", notes[i % COUNT(notes)]);
}

/* All of it; and its end is written down. */
static struct audit_check
check(void)
{
	struct audit_check c;

	audit_check_begin(rig_visit(r), &c);
	while (audit_check(r->db, &c))
		continue;
	audit_check_keep(r->db, &c, clock_now());
	rig_keep(r);
	return c;
}

static int64_t
id_of(int64_t turn)
{
	int64_t id = db_number(db_query(rig_visit(r),
	    "SELECT id FROM audit WHERE turn = $1", INT(turn)));

	rig_keep(r);
	return id;
}

static void
fits(int64_t rows)
{
	struct audit_checked	 last = { 0 };
	struct audit_check	 c = check();

	assert_int_equal(c.wrong, 0);
	assert_false(c.cut);
	assert_int_equal(c.rows, rows);
	assert_true(audit_checked(rig_visit(r), &last));
	rig_keep(r);
	assert_int_equal(last.rows, rows);
	assert_int_equal(last.wrong, 0);
	assert_int_equal(last.at, clock_now());
}

static void
test_fits(void **state)
{
	open_with(state, 0);
	fits(0);
	add(1, "test.deed", "first");
	fits(1);
	for (unsigned i = 0; i < 5; i++)
		add(0, "test.deed", NULL);
	fits(6);
	fits(6);
}

/* Another node, which has not seen what this one has in hand. */
static void
test_several_nodes(void **state)
{
	const char	*why = NULL;
	struct db	*other;

	open_with(state, 1);
	other = db_open(r->place.driver, r->place.where, true, &why);
	assert_non_null(other);
	for (unsigned i = 0; i < 4; i++) {
		assert_true(db_begin(other));
		audit_add(other, &(struct deed){ .deed = "test.other" },
		    clock_now());
		assert_true(db_commit(other));
		add(1, "test.deed", NULL);
	}
	db_close(other);
	fits(9);
}

static void
test_pages(void **state)
{
	open_with(state, 0);
	(void)rig_visit(r);
	for (unsigned i = 0; i < AUDIT_CHECKED + 3; i++)
		audit_add(r->db, &(struct deed){ .deed = "test.deed" },
		    clock_now());
	rig_keep(r);
	fits(AUDIT_CHECKED + 3);
	place_sql(&r->place, "UPDATE audit SET object = 1 WHERE turn = 1002");
	assert_int_equal(check().wrong, id_of(1002));
}

/* Each field of a row in the middle. */
static void
test_altered(void **state)
{
	static const char *const sql[] = {
	    "UPDATE audit SET at = at + 1 WHERE turn = 3",
	    "UPDATE audit SET person = 99 WHERE turn = 3",
	    "UPDATE audit SET api_key = 99 WHERE turn = 3",
	    "UPDATE audit SET deed = 'test.none' WHERE turn = 3",
	    "UPDATE audit SET object = 8 WHERE turn = 3",
	    "UPDATE audit SET note = 'x' WHERE turn = 3",
	    "UPDATE audit SET chain = '' WHERE turn = 3",
	};

	for (size_t i = 0; i < COUNT(sql); i++) {
		open_with(state, 6);
		fits(6);
		place_sql(&r->place, sql[i]);
		assert_int_equal(check().wrong, id_of(3));
		rig_shut(state);
	}
}

static void
test_taken_out(void **state)
{
	open_with(state, 6);
	place_sql(&r->place, "DELETE FROM audit WHERE turn = 3");
	assert_int_equal(check().wrong, id_of(4));
}

static void
test_put_between(void **state)
{
	open_with(state, 6);
	place_sql(&r->place, "INSERT INTO audit (id, at, person, api_key, "
	    "deed, object, note, chain, turn) SELECT id + 4096, at, "
	    "person, api_key, deed, object, note, '', 0 FROM audit "
	    "WHERE turn = 4");
	assert_true(check().wrong > id_of(4));
}

/* From the end: what the last check saw is there no more, and it is said
 * until it is. */
static void
test_cut(void **state)
{
	open_with(state, 6);
	fits(6);
	place_sql(&r->place, "DELETE FROM audit WHERE turn > 4");
	assert_true(check().cut);
	assert_true(check().cut);
	add(1, "test.deed", NULL);
	add(1, "test.deed", NULL);
	assert_int_equal(check().wrong, id_of(6));
}

/* Whoever alters a row and makes all the digests behind it anew. */
static void
test_made_anew(void **state)
{
	open_with(state, 6);
	fits(6);
	place_sql(&r->place, "DELETE FROM audit WHERE turn > 2");
	for (unsigned i = 0; i < 5; i++)
		add(5, "test.forged", NULL);
	assert_int_equal(check().wrong, id_of(6));
}

/* Rows of before there was a chain. */
static void
test_older_rows(void **state)
{
	open_with(state, 0);
	place_sql(&r->place, "INSERT INTO audit (id, at, person, api_key, "
	    "deed, object) VALUES (5, 5, 0, 0, 'test.old', 0)");
	fits(0);
	add(1, "test.deed", NULL);
	fits(1);
}

/* Counted by another. */
static void
test_digests(void **state)
{
	open_with(state, 7);
	if (r->place.driver == &db_sqlite)
		return;
	assert_int_equal(place_sql(&r->place, "SELECT count(*) FROM (SELECT "
	    "chain, encode(sha256(convert_to(turn || E'\\n' || id || E'\\n' "
	    "|| at || E'\\n' || person || E'\\n' || api_key || E'\\n' || deed "
	    "|| E'\\n' || object || E'\\n' || octet_length(note) || E'\\n' || "
	    "note || E'\\n' || coalesce(lag(chain) OVER (ORDER BY turn), ''), "
	    "'UTF8')), 'hex') AS again FROM audit) x WHERE chain = again"), 7);
}

static void
test_list(void **state)
{
	struct audit_page	 page = { .before = INT64_MAX, .most = 4 };
	struct audit_row	*list;
	unsigned		 n;

	open_with(state, 6);
	n = audit_list(rig_visit(r), &page, &list);
	rig_keep(r);
	assert_int_equal(n, 4);
	assert_int_equal(list[0].turn, 6);
	page.before = list[3].at;
	page.before_id = list[3].id;
	n = audit_list(rig_visit(r), &page, &list);
	rig_keep(r);
	assert_int_equal(n, 2);
	assert_int_equal(list[1].turn, 1);
	page = (struct audit_page){ .before = INT64_MAX, .most = 10,
	    .person = 1, .deed = "test.deed" };
	n = audit_list(rig_visit(r), &page, &list);
	rig_keep(r);
	assert_int_equal(n, 3);
	page.deed = "test.none";
	n = audit_list(rig_visit(r), &page, &list);
	page.person = 0;
	n += audit_list(r->db, &page, &list);
	rig_keep(r);
	assert_int_equal(n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_fits),
		RIG_TEST(test_several_nodes),
		RIG_TEST(test_pages),
		RIG_TEST(test_altered),
		RIG_TEST(test_taken_out),
		RIG_TEST(test_put_between),
		RIG_TEST(test_cut),
		RIG_TEST(test_made_anew),
		RIG_TEST(test_older_rows),
		RIG_TEST(test_digests),
		RIG_TEST(test_list),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
