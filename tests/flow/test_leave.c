/*
 * Somebody leaves: their seats, their keys, and who reads their talks then;
 * on both databases.
 */

#include <string.h>

#include "base/id.h"
#include "flow/leave.h"
#include "store/conversation.h"
#include "store/person.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/staff.h"
#include "store/user.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, class, desk_reader, teacher;

/* A teacher sits alone on a class team, and nobody in the office. */
static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	class = rig_class(r, oak);
	desk_reader = rig_staff(r, rig_seat(r, 0));
	teacher = rig_staff(r, rig_team(r, class));
}

/* Talks that wait for the class team. */
static void
talks(unsigned count)
{
	struct db		*db = rig_visit(r);
	struct conversation	 talk;

	for (unsigned i = 0; i < count; i++) {
		conversation_open(db, &(struct conversation){
		    .contact = id_new(), .school = oak,
		    .seat = seat_of_class(db, class) }, &talk);
		conversation_asked(db, talk.id, talk.seat, clock_now());
	}
	/* And one that waits for nothing. */
	conversation_open(db, &(struct conversation){ .contact = id_new(),
	    .school = oak, .seat = seat_of_class(db, class) }, &talk);
	rig_keep(r);
}

static long long
waiting(int64_t seat)
{
	long long n = db_number(db_query(rig_visit(r), "SELECT count(*) "
	    "FROM conversation WHERE seat = $1 AND state = 'asked'",
	    INT(seat)));

	rig_keep(r);
	return n;
}

static void
test_talks_go_to_the_desk(void **state)
{
	struct left	 left;
	int64_t		 desk;

	open_oak(state);
	desk = rig_seat(r, 0);
	talks(3);
	assert_null(leave_all(rig_visit(r), teacher, clock_now(), &left));
	rig_keep(r);
	assert_int_equal(left.seats, 1);
	assert_int_equal(left.moved, 3);
	assert_int_equal(left.count, 1);
	assert_int_equal(left.to[0].seat, desk);
	assert_int_equal(left.to[0].talks, 3);
	assert_string_equal(left.to[0].name, "Desk");
	assert_int_equal(waiting(desk), 3);
	assert_int_equal(waiting(rig_team(r, class)), 0);
}

static void
test_who_is_left_reads_on(void **state)
{
	struct left	 left;
	int64_t		 team;

	open_oak(state);
	team = rig_team(r, class);
	(void)rig_staff(r, team);
	talks(2);
	assert_null(leave_seat(rig_visit(r), team, teacher, clock_now(),
	    &left));
	assert_non_null(strstr(leave_seat(r->db, team, teacher, clock_now(),
	    &left), "do not sit"));
	rig_keep(r);
	assert_int_equal(left.moved, 0);
	assert_int_equal(waiting(team), 2);
}

static void
test_keys_are_revoked(void **state)
{
	struct left		 left;
	struct api_key		 key = { .person = 0, .name = "theirs" };
	struct staff_key	*keys;
	struct db		*db;

	open_oak(state);
	db = rig_visit(r);
	key.id = id_new();
	key.person = teacher;
	api_key_add(db, &key, "digest", clock_now());
	key.id = id_new();
	key.person = desk_reader;
	api_key_add(db, &key, "other", clock_now());
	assert_int_equal(staff_keys(db, 0, 0, 10, &keys), 2);
	assert_null(leave_all(db, teacher, clock_now(), &left));
	assert_int_equal(left.keys, 1);
	assert_false(api_key_find(db, "digest", &key));
	assert_true(api_key_find(db, "other", &key));
	assert_int_equal(staff_keys(db, 0, 0, 10, &keys), 1);
	assert_string_equal(keys[0].of, "Lee Kim");
	assert_true(staff_revoke(db, keys[0].id, clock_now()));
	assert_false(staff_revoke(db, keys[0].id, clock_now()));
	assert_false(api_key_find(db, "other", &key));
	rig_keep(r);
}

static void
test_the_desk_keeps_a_reader(void **state)
{
	struct left	 left;
	struct seated	*seats;
	struct person	 person;
	int64_t		 desk, second, later;
	struct db	*db;

	open_oak(state);
	desk = rig_seat(r, 0);
	db = rig_visit(r);
	assert_non_null(strstr(leave_seat(db, desk, desk_reader, clock_now(),
	    &left), "desk"));
	assert_non_null(leave_all(db, desk_reader, clock_now(), &left));
	assert_true(person_get(db, desk_reader, &person) && person.staff);
	assert_true(seat_has_reader(db, desk, clock_now()));
	assert_int_equal(staff_seats(db, desk_reader, clock_now(), &seats),
	    1);
	second = rig_staff(r, desk);
	later = clock_now() + DAYS(3);
	/* The other one goes in three days: then there is nobody. */
	db_run(db, "UPDATE seat_member SET until = $2 WHERE person = $1",
	    INT(second), INT(later));
	assert_non_null(leave_all(db, desk_reader, clock_now(), &left));
	assert_true(seat_has_reader(db, desk, later));
	db_run(db, "UPDATE seat_member SET until = 0 WHERE person = $1",
	    INT(second));
	assert_null(leave_all(db, desk_reader, clock_now(), &left));
	assert_true(seat_has_reader(db, desk, later));
	rig_keep(r);
}

static void
test_to_sit_again(void **state)
{
	struct left	 left;
	struct seated	*seats;
	int64_t		 team, before;
	struct db	*db;

	open_oak(state);
	team = rig_team(r, class);
	db = rig_visit(r);
	before = clock_now();
	assert_int_equal(staff_seats(db, teacher, before, &seats), 1);
	assert_int_equal(seats[0].class, class);
	assert_string_equal(seats[0].school_name, "Oak School");
	staff_sit(db, team, teacher, before);
	(void)staff_seats(db, teacher, before, &seats);
	assert_int_equal(seats[0].since, 0);	/* They sat there already. */
	assert_null(leave_seat(db, team, teacher, before, &left));
	assert_int_equal(staff_seats(db, teacher, before, &seats), 0);
	clock_pass(HOURS(1));
	staff_sit(db, team, teacher, clock_now());
	assert_int_equal(staff_seats(db, teacher, clock_now(), &seats), 1);
	assert_int_equal(seats[0].since, clock_now());
	rig_keep(r);
}

static void
test_the_list_of_staff(void **state)
{
	struct staff_page	 page = { .most = 2 };
	struct staff		*list;
	struct db		*db;

	open_oak(state);
	page.now = clock_now();
	(void)rig_staff(r, 0);
	(void)rig_guardian(r, "en-US", NULL);
	db = rig_visit(r);
	assert_int_equal(staff_list(db, &page, &list), 2);
	page.after = list[1].id;
	assert_int_equal(staff_list(db, &page, &list), 1);
	page.after = list[0].id;
	assert_int_equal(staff_list(db, &page, &list), 0);
	page.after = 0;
	page.school = oak;
	assert_int_equal(staff_list(db, &page, &list), 1);
	assert_int_equal(list[0].id, teacher);
	assert_int_equal(list[0].seats, 1);
	assert_int_equal(list[0].keys, 0);
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_talks_go_to_the_desk),
		RIG_TEST(test_who_is_left_reads_on),
		RIG_TEST(test_keys_are_revoked),
		RIG_TEST(test_the_desk_keeps_a_reader),
		RIG_TEST(test_to_sit_again),
		RIG_TEST(test_the_list_of_staff),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
