/*
 * Who can be reached by text and who cannot, page by page, on both
 * databases.
 */

#include <string.h>

#include "base/id.h"
#include "store/contact.h"
#include "store/reached.h"
#include "store/roster.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, elm;
static struct unreached	*list;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	elm = rig_school(r, "Elm School");
}

/* All of a part, by pages of that size. */
static unsigned
count(enum unreached_part part, int64_t school, int64_t most)
{
	struct unreached_page	 page = { .part = part, .school = school,
				    .now = clock_now(), .most = most };
	unsigned		 n = 0;

	do {
		n += unreached_list(rig_visit(r), &page, &list, &page.after);
		rig_keep(r);
	} while (page.after != 0);
	return n;
}

static void
mark(const char *phone, const char *state)
{
	db_run(rig_visit(r), "UPDATE contact SET state = $2 "
	    "WHERE address = $1", TEXT(phone), TEXT(state));
	rig_keep(r);
}

static void
test_by_state_of_the_phone(void **state)
{
	static const struct {
		const char	*state;
		unsigned	 found;
	} rows[] = {
		{ "unconfirmed", 0 }, { "ok", 0 }, { "stopped", 1 },
		{ "landline", 1 }, { "invalid", 1 }, { "wrong", 1 },
	};
	const char *phone;

	open_oak(state);
	phone = rig_phone(r);
	(void)rig_family(r, oak, phone);
	for (size_t i = 0; i < COUNT(rows); i++) {
		mark(phone, rows[i].state);
		assert_int_equal(count(UNREACHED_ALONE, 0, 10),
		    rows[i].found);
		assert_int_equal(count(UNREACHED_ALONE, elm, 10), 0);
		assert_int_equal(count(UNREACHED_OTHERS, 0, 10), 0);
	}
}

static void
test_nobody_else_comes_first(void **state)
{
	int64_t	ivy, ana, bob;

	open_oak(state);
	ivy = rig_student(r, oak, 0);
	assert_int_equal(count(UNREACHED_STUDENTS, 0, 10), 1);
	assert_int_equal(list[0].id, ivy);
	ana = rig_guardian(r, "es-US", NULL);
	rig_relate(r, ana, ivy);
	assert_int_equal(count(UNREACHED_STUDENTS, 0, 10), 0);
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 1);
	assert_int_equal(list[0].id, ana);
	assert_string_equal(list[0].language, "es-US");
	bob = rig_guardian(r, "en-US", rig_phone(r));
	rig_relate(r, bob, ivy);
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 0);
	assert_int_equal(count(UNREACHED_OTHERS, 0, 10), 1);
	assert_int_equal(list[0].id, ana);
	/* Who is restricted reaches nobody, and is no gap either. */
	db_run(rig_visit(r), "UPDATE guardianship SET restricted = 1 "
	    "WHERE guardian = $1", INT(bob));
	rig_keep(r);
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 1);
	/* Also when another row does not say so. */
	rig_relate(r, bob, ivy);
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 1);
	db_run(rig_visit(r), "UPDATE guardianship SET restricted = 1", NONE);
	rig_keep(r);
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 0);
	assert_int_equal(count(UNREACHED_OTHERS, 0, 10), 0);
	assert_int_equal(count(UNREACHED_STUDENTS, 0, 10), 1);
	/* And who has left is nobody's. */
	db_run(rig_visit(r), "UPDATE enrolment SET until = 1", NONE);
	rig_keep(r);
	assert_int_equal(count(UNREACHED_STUDENTS, 0, 10), 0);
}

/* The last attempt to the only contact there is. */
static void
attempt(const char *state, const char *class)
{
	db_run(rig_visit(r), "INSERT INTO attempt (id, delivery, message, "
	    "contact, account, sender, rank, turn, due, state, launch_by, "
	    "node, tries, looks, class, reason, parts, began, handed, ended) "
	    "VALUES ($1, 1, 1, (SELECT id FROM contact), 'main', '+1', 4, 0, "
	    "0, $2, 0, 0, 1, 0, $3, 'No such phone.', 1, 0, 0, 0)",
	    INT(id_new()), TEXT(state), TEXT(class));
	rig_keep(r);
}

static void
test_texts_that_always_fail(void **state)
{
	const char	*phone;
	int64_t		 contact, failed;

	open_oak(state);
	phone = rig_phone(r);
	(void)rig_family(r, oak, phone);
	for (int i = 0; i < UNREACHED_FAILS; i++) {
		assert_int_equal(count(UNREACHED_ALONE, 0, 10), 0);
		attempt("failed", "rcpt_temp");
		attempt("failed", "content_perm");	/* Not the phone's. */
		attempt("dropped", NULL);
	}
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 1);
	contact = db_number(db_query(rig_visit(r), "SELECT id FROM contact",
	    NONE));
	assert_string_equal(unreached_why(r->db, contact, &failed),
	    "No such phone.");
	assert_int_equal(failed, 3);
	rig_keep(r);
	/* They have answered from it once. */
	mark(phone, "ok");
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 0);
	mark(phone, "unconfirmed");
	attempt("delivered", NULL);
	assert_int_equal(count(UNREACHED_ALONE, 0, 10), 0);
	(void)unreached_why(rig_visit(r), contact, &failed);
	rig_keep(r);
	assert_int_equal(failed, 2);
}

static void
test_pages(void **state)
{
	struct unreached_page	 page = { .part = UNREACHED_ALONE,
				    .most = 3 };
	struct reached		*reached;
	int64_t			*students;

	open_oak(state);
	rig_visit(r);
	for (int i = 0; i < 7; i++) {
		(void)rig_family(r, oak, NULL);
		(void)rig_family(r, elm, rig_phone(r));
	}
	rig_keep(r);
	assert_int_equal(count(UNREACHED_ALONE, 0, 3), 7);
	assert_int_equal(count(UNREACHED_ALONE, 0, 7), 7);
	assert_int_equal(count(UNREACHED_ALONE, oak, 100), 7);
	assert_int_equal(count(UNREACHED_ALONE, elm, 100), 0);
	page.now = clock_now();
	page.language = "es-US";
	assert_int_equal(unreached_list(rig_visit(r), &page, &list,
	    &page.after), 3);
	assert_int_equal(unreached_students(r->db, list[0].id, page.now,
	    &students), 1);
	page.language = "vi";
	page.after = 0;
	assert_int_equal(unreached_list(r->db, &page, &list, &page.after), 0);
	page.part = UNREACHED_STUDENTS;
	assert_int_equal(unreached_list(r->db, &page, &list, &page.after), 0);
	assert_int_equal(reached_languages(r->db, page.now, &reached), 1);
	assert_string_equal(reached[0].language, "es-US");
	assert_int_equal(reached[0].guardians, 7);
	rig_keep(r);
}

/* More than one call looks at, and nobody is missed. */
static void
test_a_long_stretch(void **state)
{
	struct unreached_page	page = { .part = UNREACHED_ALONE,
				    .most = 10 };
	struct db		*db;

	open_oak(state);
	db = rig_visit(r);
	for (int i = 0; i < UNREACHED_LOOK; i++)
		roster_add_person(db, &(struct person){ .id = id_new(),
		    .name = "A", .language = "vi", .guardian = true });
	(void)rig_family(r, oak, NULL);
	page.now = clock_now();
	assert_int_equal(unreached_list(db, &page, &list, &page.after), 0);
	assert_int_not_equal(page.after, 0);
	assert_int_equal(unreached_list(db, &page, &list, &page.after), 1);
	assert_int_equal(page.after, 0);
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_by_state_of_the_phone),
		RIG_TEST(test_nobody_else_comes_first),
		RIG_TEST(test_texts_that_always_fail),
		RIG_TEST(test_pages),
		RIG_TEST(test_a_long_stretch),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
