/*
 * What somebody may do on the pages, by where they sit and by their roles.
 */

#include <string.h>

#include "store/authority.h"
#include "store/away.h"
#include "store/role.h"
#include "store/seat.h"
#include "store/staff.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, elm, desk, team;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	elm = rig_school(r, "Elm School");
	team = rig_team(r, rig_class(r, oak));
	desk = rig_seat(r, 0);
}

static struct allowed
standing(int64_t person, int64_t in)
{
	struct allowed s;

	role_standing(rig_visit(r), person, clock_now() + in, &s);
	rig_keep(r);
	return s;
}

static const char *
give(int64_t person, enum role role, int64_t school)
{
	const char *why = role_give(rig_visit(r), person, role, school,
	    clock_now());

	rig_keep(r);
	return why;
}

/* Takes their only role. */
static const char *
take(int64_t person)
{
	struct held_role	*list;
	const char		*why = NULL;

	if (role_list(rig_visit(r), person, &list) == 1)
		why = role_take(r->db, list[0].id, person, clock_now());
	rig_keep(r);
	return why;
}

static unsigned
held(int64_t person)
{
	struct held_role	*list;
	unsigned		 n = role_list(rig_visit(r), person, &list);

	rig_keep(r);
	return n;
}

static void
test_words_are_roles(void **state)
{
	enum role role;

	(void)state;
	for (unsigned i = 0; i < ROLES; i++) {
		assert_true(role_parse(role_word(i), &role));
		assert_int_equal(role, i);
	}
	assert_false(role_parse("principal", &role));
}

static void
test_where_they_sit(void **state)
{
	int64_t lee, clerk, dora, nobody;

	open_oak(state);
	lee = rig_staff(r, team);
	clerk = rig_staff(r, rig_seat(r, oak));
	dora = rig_staff(r, desk);
	nobody = rig_staff(r, 0);
	assert_int_equal(standing(lee, 0).rights, RIGHT_WRITE |
	    RIGHT_REPORT);
	assert_true(standing(lee, 0).teacher);
	assert_int_equal(standing(clerk, 0).rights, RIGHT_WRITE |
	    RIGHT_OFFICE | RIGHT_REPORT);
	assert_true(standing(clerk, 0).office);
	assert_int_equal(standing(dora, 0).rights, RIGHT_WRITE |
	    RIGHT_OFFICE | RIGHT_REPORT);
	assert_true(standing(dora, 0).desk);
	assert_int_equal(standing(nobody, 0).rights, RIGHT_NONE);
}

/* Rights of a role are those of the table in the issue, no more. */
static void
test_what_a_role_may(void **state)
{
	static const struct {
		enum role	role;
		unsigned	rights;
	} table[] = {
		{ ROLE_LANGUAGE, RIGHT_LANGUAGE },
		{ ROLE_ANALYST, RIGHT_REPORT | RIGHT_BUDGET | RIGHT_ROWS },
		{ ROLE_AUDITOR, RIGHT_REPORT | RIGHT_AUDIT | RIGHT_ROWS },
	};

	open_oak(state);
	for (size_t i = 0; i < COUNT(table); i++) {
		int64_t person = rig_staff(r, 0);

		assert_null(give(person, table[i].role, 0));
		assert_int_equal(standing(person, 0).rights, table[i].rights);
		assert_int_equal(standing(person, 0).roles,
		    1u << table[i].role);
		assert_null(take(person));
		assert_int_equal(standing(person, 0).rights, RIGHT_NONE);
	}
}

/* An administrator sits where they administer. */
static void
test_an_administrator_sits(void **state)
{
	int64_t ann, bo;

	open_oak(state);
	ann = rig_staff(r, 0);
	bo = rig_staff(r, 0);
	assert_null(give(ann, ROLE_SCHOOL_ADMIN, elm));
	assert_int_equal(standing(ann, 0).rights, RIGHT_WRITE |
	    RIGHT_OFFICE | RIGHT_REPORT | RIGHT_USERS);
	assert_true(seat_at_office(rig_visit(r), ann, elm, clock_now()));
	assert_false(seat_may(r->db, ann, oak, clock_now()));
	rig_keep(r);
	assert_null(give(bo, ROLE_DISTRICT_ADMIN, 0));
	assert_int_equal(standing(bo, 0).rights, RIGHT_WRITE | RIGHT_OFFICE |
	    RIGHT_REPORT | RIGHT_BUDGET | RIGHT_USERS | RIGHT_SETTINGS |
	    RIGHT_AUDIT | RIGHT_ROWS);
	assert_true(seat_may(rig_visit(r), bo, oak, clock_now()));
	rig_keep(r);
}

static void
test_what_is_refused(void **state)
{
	int64_t ann, guardian, role;

	open_oak(state);
	ann = rig_staff(r, 0);
	guardian = rig_guardian(r, "es-US", NULL);
	assert_non_null(give(ann, ROLE_SCHOOL_ADMIN, 0));
	assert_non_null(give(ann, ROLE_ANALYST, oak));
	assert_non_null(give(ann, ROLE_SCHOOL_ADMIN, 12345));
	assert_non_null(give(guardian, ROLE_ANALYST, 0));
	assert_non_null(give(12345, ROLE_ANALYST, 0));
	assert_int_equal(held(ann), 0);
	assert_null(give(ann, ROLE_ANALYST, 0));
	assert_null(give(ann, ROLE_ANALYST, 0));
	assert_int_equal(held(ann), 1);
	/* Nobody takes a role of somebody else by its id. */
	role = db_number(db_query(rig_visit(r),
	    "SELECT id FROM role WHERE person = $1", INT(ann)));
	assert_non_null(role_take(r->db, role, guardian, clock_now()));
	rig_keep(r);
	assert_int_equal(held(ann), 1);
}

/* Once there was one, the district keeps an administrator. */
static void
test_the_last_administrator(void **state)
{
	int64_t ann, bo;

	open_oak(state);
	rig_staff(r, desk);
	ann = rig_staff(r, 0);
	bo = rig_staff(r, 0);
	assert_null(give(ann, ROLE_DISTRICT_ADMIN, 0));
	assert_string_equal(take(ann), ROLE_LAST);
	assert_string_equal(staff_left(rig_visit(r), ann, clock_now()),
	    ROLE_LAST);
	rig_keep(r);
	assert_null(give(bo, ROLE_DISTRICT_ADMIN, 0));
	assert_null(staff_left(rig_visit(r), ann, clock_now()));
	rig_keep(r);
	assert_int_equal(held(ann), 0);
	assert_int_equal(standing(ann, 0).rights, RIGHT_NONE);
	assert_string_equal(take(bo), ROLE_LAST);
}

/* Who stands in has the seats of whom they stand in for, never the roles. */
static void
test_a_role_is_nobody_elses(void **state)
{
	struct absence	a = { .since = clock_now() };
	int64_t		ann, moss;

	open_oak(state);
	ann = rig_staff(r, 0);
	moss = rig_staff(r, team);
	rig_staff(r, desk);
	assert_null(give(ann, ROLE_SCHOOL_ADMIN, oak));
	a = (struct absence){ .person = ann, .cover = moss,
	    .since = clock_now() + 10, .until = clock_now() + 20 };
	assert_null(away_add(rig_visit(r), &a));
	rig_keep(r);
	assert_int_equal(standing(moss, 9).rights, RIGHT_WRITE |
	    RIGHT_REPORT);
	assert_int_equal(standing(moss, 10).rights, RIGHT_WRITE |
	    RIGHT_OFFICE | RIGHT_REPORT);
	assert_int_equal(standing(moss, 10).roles, 0);
	assert_int_equal(standing(moss, 20).rights, RIGHT_WRITE |
	    RIGHT_REPORT);
}

static void
assert_over(int64_t administrator, int64_t person, enum authority over)
{
	assert_int_equal(authority_over(rig_visit(r), administrator, person,
	    clock_now()), over);
	rig_keep(r);
}

static unsigned
listed(int64_t school, const char *folded)
{
	struct staff	*list;
	unsigned	 n = staff_list(rig_visit(r), &(struct staff_page){
			    .school = school, .most = 50,
			    .now = clock_now(), .folded = folded }, &list);

	rig_keep(r);
	return n;
}

/* Of a school only whom they could have made. */
static void
test_who_changes_whom(void **state)
{
	struct administered	*schools;
	int64_t			 ann, bo, lee, clerk, dora, nobody;

	open_oak(state);
	ann = rig_staff(r, 0);
	bo = rig_staff(r, 0);
	lee = rig_staff(r, team);
	clerk = rig_staff(r, rig_seat(r, elm));
	dora = rig_staff(r, desk);
	nobody = rig_staff(r, 0);
	assert_null(give(ann, ROLE_SCHOOL_ADMIN, oak));
	assert_null(give(bo, ROLE_DISTRICT_ADMIN, 0));
	assert_over(ann, lee, AUTHORITY_CHANGES);
	assert_over(ann, ann, AUTHORITY_CHANGES);
	assert_over(ann, clerk, AUTHORITY_NONE);
	assert_over(ann, dora, AUTHORITY_NONE);
	assert_over(ann, nobody, AUTHORITY_NONE);
	assert_over(bo, nobody, AUTHORITY_CHANGES);
	assert_over(lee, lee, AUTHORITY_NONE);
	staff_sit(rig_visit(r), rig_seat(r, elm), lee, clock_now());
	rig_keep(r);
	assert_over(ann, lee, AUTHORITY_SEES);
	assert_null(give(ann, ROLE_AUDITOR, 0));
	assert_over(ann, ann, AUTHORITY_SEES);
	assert_int_equal(authority_schools(rig_visit(r), ann, clock_now(),
	    &schools), 1);
	assert_int_equal(schools[0].id, oak);
	assert_int_equal(authority_schools(r->db, bo, clock_now(), &schools),
	    2);
	assert_true(authority_at(r->db, ann, oak, clock_now()));
	assert_false(authority_at(r->db, ann, elm, clock_now()));
	assert_false(authority_at(r->db, ann, 0, clock_now()));
	assert_true(authority_at(r->db, bo, 0, clock_now()));
	rig_keep(r);
	assert_int_equal(listed(0, NULL), 6);
	assert_int_equal(listed(oak, ""), 2);
	assert_int_equal(listed(0, "kim"), 6);
	assert_int_equal(listed(0, "kam"), 0);
	assert_int_equal(listed(0, "%"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_are_roles),
		RIG_TEST(test_where_they_sit),
		RIG_TEST(test_what_a_role_may),
		RIG_TEST(test_an_administrator_sits),
		RIG_TEST(test_what_is_refused),
		RIG_TEST(test_the_last_administrator),
		RIG_TEST(test_a_role_is_nobody_elses),
		RIG_TEST(test_who_changes_whom),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
