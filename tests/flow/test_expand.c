/*
 * Expanding: who gets a delivery, to which contact, once; and what happens
 * when a contact fails, and between two chunks.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/expand.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/message.h"
#include "store/person.h"
#include "store/reach.h"
#include "store/roster.h"
#include "tests/flow/rig.h"

#define CROWD	(EXPAND_CHUNK * 2 + 101)

static struct rig	*r;
static int64_t		 oak, clerk;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	clerk = rig_staff(r, rig_seat(r, oak));
}

static int64_t
write_to(const int64_t *students, unsigned count)
{
	assert_int_equal(rig_write(r, (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_STUDENTS, .students = students,
	    .student_count = count, .kind = KIND_DIRECT, .words = "Hello" }),
	    202);
	return r->composed.message.id;
}

static unsigned
deliveries(int64_t message, struct told_delivery **list)
{
	unsigned n = delivery_list(rig_visit(r), &(struct delivery_page){
		    .message = message, .most = RIG_MOST }, list);

	rig_keep(r);
	return n;
}

static int64_t
count_attempts(int64_t message)
{
	struct rows	*rows = db_query(rig_visit(r),
			    "SELECT count(*) FROM attempt WHERE message = $1",
			    INT(message));
	int64_t		 n = db_row(rows) ? db_int(rows, 0) : -1;

	rig_keep(r);
	return n;
}

static void
test_a_guardian_of_two_students_gets_one(void **state)
{
	struct told_delivery	*list;
	struct message		 m;
	int64_t			 students[2], ana, message;

	open_oak(state);
	ana = rig_guardian(r, "es-US", rig_phone(r));
	for (int i = 0; i < 2; i++) {
		students[i] = rig_student(r, oak, 0);
		rig_relate(r, ana, students[i]);
	}
	message = write_to(students, 2);
	assert_int_equal(deliveries(message, &list), 1);
	assert_int_equal(list[0].delivery.person, ana);
	assert_string_equal(list[0].delivery.language, "es-US");
	assert_int_equal(list[0].delivery.turn, 1);
	assert_int_equal(count_attempts(message), 1);
	assert_true(message_get(rig_visit(r), message, &m));
	rig_keep(r);
	assert_int_equal(m.made, 1);
	assert_int_equal(r->composed.families, 1);
	assert_int_equal(r->composed.students, 2);
}

static void
test_whom_nobody_may_write_to_gets_nothing(void **state)
{
	static const struct {
		bool	 write_to, restricted;
		int64_t	 since, until;		/* From now, ms; 0: none. */
	} relations[] = {
		{ false, false, 0, 0 }, { true, true, 0, 0 },
		{ true, false, 1, 0 }, { true, false, -2, -1 },
		{ false, true, 0, 0 },
	};
	struct told_delivery	*list;
	struct db		*db;
	int64_t			 ivy, now, message;

	open_oak(state);
	ivy = rig_family(r, oak, rig_phone(r));
	now = clock_now();
	for (size_t i = 0; i < COUNT(relations); i++) {
		int64_t who = rig_guardian(r, "en-US", rig_phone(r));

		db = rig_visit(r);
		db_run(db, "INSERT INTO guardianship (id, guardian, student, "
		    "relation, write_to, restricted, since, until) VALUES "
		    "($1, $2, $3, 'uncle', $4, $5, $6, $7)", INT(id_new()),
		    INT(who), INT(ivy), INT(relations[i].write_to),
		    INT(relations[i].restricted),
		    INT(relations[i].since == 0 ? 0 :
			now + relations[i].since),
		    INT(relations[i].until == 0 ? 0 :
			now + relations[i].until + 1));
		rig_keep(r);
	}
	message = write_to(&ivy, 1);
	assert_int_equal(deliveries(message, &list), 1);
}

/* One row that restricts is enough, whatever another one says. */
static void
test_a_restriction_goes_before_a_relation(void **state)
{
	struct told_delivery	*list;
	int64_t			 ivy, ron;

	open_oak(state);
	ivy = rig_family(r, oak, rig_phone(r));
	ron = rig_guardian(r, "en-US", rig_phone(r));
	rig_relate(r, ron, ivy);
	assert_int_equal(deliveries(write_to(&ivy, 1), &list), 2);
	roster_add_guardianship(rig_visit(r), &(struct guardianship){
	    .guardian = ron, .student = ivy, .relation = "father",
	    .restricted = true });
	rig_keep(r);
	assert_int_equal(deliveries(write_to(&ivy, 1), &list), 1);
	assert_int_not_equal(list[0].delivery.person, ron);
}

static void
test_without_a_number_it_fails_with_a_reason(void **state)
{
	static const struct {
		enum contact_state	 state;
		const char		*why;
	} contacts[] = {
		{ CONTACT_STOPPED, "START" }, { CONTACT_LANDLINE, "landline" },
		{ CONTACT_WRONG, "Somebody else" },
		{ CONTACT_INVALID, "does not work" },
	};
	struct told_delivery	*list;
	struct contact		 contact;
	int64_t			 ivy;

	open_oak(state);
	ivy = rig_family(r, oak, NULL);
	assert_int_equal(deliveries(write_to(&ivy, 1), &list), 1);
	assert_int_equal(list[0].delivery.state, DELIVERY_FAILED);
	assert_non_null(strstr(list[0].reason, "no phone number"));
	for (size_t i = 0; i < COUNT(contacts); i++) {
		const char *phone = rig_phone(r);

		ivy = rig_family(r, oak, phone);
		assert_true(contact_find(rig_visit(r), CHANNEL_SMS, phone,
		    &contact));
		if (contacts[i].state == CONTACT_STOPPED)
			contact_stop(r->db, contact.id, "office", 1);
		else
			contact_mark(r->db, contact.id, contacts[i].state);
		rig_keep(r);
		assert_int_equal(deliveries(write_to(&ivy, 1), &list), 1);
		assert_int_equal(list[0].delivery.state, DELIVERY_FAILED);
		assert_non_null(strstr(list[0].reason, contacts[i].why));
		assert_int_equal(count_attempts(r->composed.message.id), 0);
	}
}

static void
test_without_a_number_of_ours_it_fails_too(void **state)
{
	struct told_delivery	*list;
	int64_t			 ivy;

	open_oak(state);
	ivy = rig_family(r, oak, rig_phone(r));
	db_run(rig_visit(r), "DELETE FROM sender", NONE);
	rig_keep(r);
	assert_int_equal(deliveries(write_to(&ivy, 1), &list), 1);
	assert_int_equal(list[0].delivery.state, DELIVERY_FAILED);
	assert_non_null(strstr(list[0].reason, "no number to text from"));
}

static void
test_a_shared_phone_gets_one_text(void **state)
{
	const char		*phone;
	struct told_delivery	*list;
	int64_t			 students[2], message;

	open_oak(state);
	phone = rig_phone(r);
	students[0] = rig_family(r, oak, phone);
	students[1] = rig_family(r, oak, phone);
	message = write_to(students, 2);
	assert_int_equal(deliveries(message, &list), 2);
	assert_int_equal(list[0].delivery.state, DELIVERY_WAITING);
	assert_int_equal(list[1].delivery.state, DELIVERY_COVERED);
	assert_int_equal(list[1].delivery.covered_by, list[0].delivery.id);
	assert_int_not_equal(list[0].delivery.family,
	    list[1].delivery.family);
	assert_int_equal(count_attempts(message), 1);
	/* Another message has nothing to do with it. */
	assert_int_equal(deliveries(write_to(students + 1, 1), &list), 1);
	assert_int_equal(list[0].delivery.state, DELIVERY_WAITING);
}

/* Its contact turns out not to work. */
static void
fail_for_good(int64_t id)
{
	struct db	*db = rig_visit(r);
	struct attempt	 a;

	assert_true(attempt_get(db, id, &a));
	assert_true(delivery_advance(db, &(struct move){ .attempt = id,
	    .to = ATTEMPT_FAILED, .class = ERROR_RCPT_PERM }, rig_moment(r)));
	contact_mark(db, a.contact, CONTACT_INVALID);
	expand_again(db, &r->gateway, &a, EXPAND_CONTACT);
	rig_keep(r);
}

static void
test_the_next_contact_after_a_failure(void **state)
{
	int64_t ivy, ana, message;

	open_oak(state);
	ana = rig_guardian(r, "es-US", rig_phone(r));
	rig_reach(r, ana, rig_phone(r));
	ivy = rig_student(r, oak, 0);
	rig_relate(r, ana, ivy);
	message = write_to(&ivy, 1);
	assert_int_equal(rig_send(r), 1);
	assert_int_equal(rig_figure(r, "direct_out"), 1);
	fail_for_good(r->claimed[0]);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_WAITING);
	assert_int_equal(rig_figure(r, "direct_out_back"), 1);
	assert_int_equal(rig_send(r), 1);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_SENT);
	assert_int_equal(rig_figure(r, "direct_out"), 2);
	fail_for_good(r->claimed[0]);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_FAILED);
	assert_int_equal(rig_send(r), 0);
	assert_int_equal(count_attempts(message), 2);
	rig_agrees(r);
}

/* Who was covered by a phone that failed has contacts of their own. */
static void
test_and_of_those_who_were_covered(void **state)
{
	const char	*shared;
	int64_t		 students[2], people[2], message;

	open_oak(state);
	shared = rig_phone(r);
	for (int i = 0; i < 2; i++) {
		people[i] = rig_guardian(r, "es-US", shared);
		students[i] = rig_student(r, oak, 0);
		rig_relate(r, people[i], students[i]);
		rig_reach(r, people[i], rig_phone(r));
	}
	message = write_to(students, 2);
	assert_int_equal(rig_send(r), 1);
	assert_int_equal(rig_figure(r, "direct_out"), 2);
	fail_for_good(r->claimed[0]);
	assert_int_equal(rig_figure(r, "direct_out_back"), 2);
	assert_int_equal(rig_send(r), 2);
	for (int i = 0; i < 2; i++)
		assert_int_equal(rig_state(r, message, people[i]),
		    DELIVERY_SENT);
	assert_int_equal(rig_figure(r, "direct_out"), 4);
	rig_agrees(r);
}

/* Many students, each with a guardian who has a phone. */
static void
fill_school(unsigned count)
{
	rig_visit(r);
	while (count-- > 0)
		rig_family(r, oak, rig_phone(r));
	rig_keep(r);
}

static struct message
whole_school(void)
{
	struct message m;

	assert_int_equal(rig_write(r, (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_SCHOOL, .target = oak,
	    .kind = KIND_ANNOUNCEMENT, .words = "Hello" }), 202);
	assert_true(message_get(rig_visit(r), r->composed.message.id, &m));
	rig_keep(r);
	return m;
}

static void
test_a_school_in_chunks(void **state)
{
	struct told_delivery	*list;
	struct message		 m;
	bool			 more = true;

	open_oak(state);
	fill_school(CROWD);
	m = whole_school();
	assert_int_equal(deliveries(m.id, &list), 0);
	for (unsigned chunk = 1; chunk <= 3; chunk++) {
		int64_t cursor = m.cursor;

		/* The node dies before the commit: as if it had not been. */
		assert_true(message_get(rig_visit(r), m.id, &m));
		assert_int_equal(expand_chunk(r->db, &r->gateway, &m,
		    clock_now()), chunk < 3);
		db_rollback(r->db);
		r->depth = 0;
		assert_true(message_get(rig_visit(r), m.id, &m));
		assert_int_equal(m.cursor, cursor);
		more = expand_chunk(r->db, &r->gateway, &m, clock_now());
		rig_keep(r);
		assert_int_equal(more, chunk < 3);
		assert_true(m.cursor > cursor);
		assert_int_equal(deliveries(m.id, &list),
		    chunk < 3 ? chunk * EXPAND_CHUNK : CROWD);
	}
	assert_int_equal(m.state, MESSAGE_SENDING);
	assert_int_equal(m.made, CROWD);
	assert_int_equal(count_attempts(m.id), CROWD);
	for (unsigned i = 0; i < CROWD; i++)
		assert_int_equal(list[i].delivery.turn, i + 1);
}

/* Somebody of a later chunk shares a phone that has its text already. */
static void
test_a_shared_phone_across_chunks(void **state)
{
	const char	*phone;
	struct message	 m;

	open_oak(state);
	phone = rig_phone(r);
	rig_family(r, oak, phone);
	fill_school(EXPAND_CHUNK - 1);
	rig_family(r, oak, phone);
	m = whole_school();
	assert_true(expand_chunk(rig_visit(r), &r->gateway, &m,
	    clock_now()));
	rig_keep(r);
	assert_int_equal(rig_claim(r), EXPAND_CHUNK);
	assert_true(rig_move(r, r->claimed[0], ATTEMPT_SENT));
	assert_int_equal(rig_figure(r, "announcement"), 1);
	assert_false(expand_chunk(rig_visit(r), &r->gateway, &m,
	    clock_now()));
	rig_keep(r);
	assert_int_equal(count_attempts(m.id), EXPAND_CHUNK);
	assert_int_equal(rig_figure(r, "announcement"), 2);
	rig_agrees(r);
}

static void
test_what_is_for_later_waits(void **state)
{
	struct told_delivery	*list;
	int64_t			 ivy;

	open_oak(state);
	ivy = rig_family(r, oak, rig_phone(r));
	assert_int_equal(rig_write(r, (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_STUDENTS, .students = &ivy,
	    .student_count = 1, .kind = KIND_DIRECT, .words = "Hello",
	    .send_at = clock_now() + HOURS(1) }), 202);
	rig_tick(r);
	assert_int_equal(deliveries(r->composed.message.id, &list), 0);
	clock_pass(HOURS(1) - 1);
	rig_tick(r);
	assert_int_equal(deliveries(r->composed.message.id, &list), 0);
	clock_pass(1);
	rig_tick(r);
	assert_int_equal(deliveries(r->composed.message.id, &list), 1);
}

static void
test_only_who_is_enrolled_then(void **state)
{
	struct told_delivery	*list;
	struct message		 m;
	struct db		*db;
	int64_t			 gone, coming;

	open_oak(state);
	rig_family(r, oak, rig_phone(r));
	gone = rig_family(r, oak, rig_phone(r));
	coming = rig_family(r, oak, rig_phone(r));
	db = rig_visit(r);
	db_run(db, "UPDATE enrolment SET until = $2 WHERE student = $1",
	    INT(gone), INT(clock_now()));
	db_run(db, "UPDATE enrolment SET since = $2 WHERE student = $1",
	    INT(coming), INT(clock_now() + 1));
	rig_keep(r);
	m = whole_school();
	rig_tick(r);
	assert_int_equal(deliveries(m.id, &list), 1);
}

/* Whose child it is no more is not written to about it, though they are about
 * another one of the same message. */
static void
test_told_apart_each_is_meant_for_its_own(void **state)
{
	int64_t		 students[2], guardian;
	struct unmeant	*list;

	open_oak(state);
	students[0] = rig_student(r, oak, 0);
	students[1] = rig_student(r, oak, 0);
	guardian = rig_guardian(r, "en-US", rig_phone(r));
	rig_relate(r, guardian, students[0]);
	rig_relate(r, guardian, students[1]);
	assert_int_equal(rig_write(r, (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_STUDENTS, .students = students,
	    .student_count = 2, .kind = KIND_DIRECT, .apart = true,
	    .words = "((student name)) was here." }), 202);
	db_run(rig_visit(r), "UPDATE guardianship SET until = $2 "
	    "WHERE student = $1", INT(students[0]), INT(clock_now() - 1));
	assert_int_equal(reach_unmeant(r->db, &guardian, 1, clock_now(),
	    &list), 1);
	assert_false(list[0].elsewhere);
	assert_int_equal(db_number(db_query(r->db, "SELECT d.student "
	    "FROM attempt a JOIN delivery d ON d.id = a.delivery "
	    "WHERE a.id = $1", INT(list[0].attempt))), students[0]);
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_a_guardian_of_two_students_gets_one),
		RIG_TEST(test_whom_nobody_may_write_to_gets_nothing),
		RIG_TEST(test_a_restriction_goes_before_a_relation),
		RIG_TEST(test_without_a_number_it_fails_with_a_reason),
		RIG_TEST(test_without_a_number_of_ours_it_fails_too),
		RIG_TEST(test_a_shared_phone_gets_one_text),
		RIG_TEST(test_the_next_contact_after_a_failure),
		RIG_TEST(test_and_of_those_who_were_covered),
		RIG_TEST(test_a_school_in_chunks),
		RIG_TEST(test_a_shared_phone_across_chunks),
		RIG_TEST(test_what_is_for_later_waits),
		RIG_TEST(test_only_who_is_enrolled_then),
		RIG_TEST(test_told_apart_each_is_meant_for_its_own),
	};

	return cmocka_run_group_tests_name("expand", tests, NULL, rig_end);
}
