/* A database that was put back from a copy: what may have been sent since. */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/restored.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, clerk;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	clerk = rig_staff(r, rig_seat(r, oak));
}

/* A new text to a new family; its attempt. */
static int64_t
written(const char *words)
{
	int64_t id, message;

	assert_int_equal(rig_direct(r, clerk, words, rig_family(r, oak,
	    rig_phone(r))), 202);
	message = r->composed.message.id;
	rig_tick(r);
	id = place_sql(&r->place, arena_print(r->arena, "SELECT id FROM "
	    "attempt WHERE message = %lld", (long long)message));
	assert_int_not_equal(id, 0);
	return id;
}

static struct attempt
attempt(int64_t id)
{
	struct attempt a;

	assert_true(attempt_get(rig_visit(r), id, &a));
	rig_keep(r);
	return a;
}

/* Put back now from a copy that was made then; how many are in doubt. */
static unsigned
put_back(int64_t made)
{
	struct db *db = rig_visit(r);
	unsigned n;

	restored_copy(db, made);
	assert_true(restored_is_copy(db));
	assert_int_equal(restored_begin(db, clock_now()), made);
	assert_false(restored_is_copy(db));
	n = restored_doubt(db, made, clock_now(), clock_now());
	rig_keep(r);
	return n;
}

static void
test_what_was_due_is_unknown(void **state)
{
	int64_t made, sent, claimed, due, later;
	struct attempt a;

	open_oak(state);
	sent = written("one");
	assert_int_equal(rig_send(r), 1);
	claimed = written("two");
	assert_int_equal(rig_claim(r), 1);
	due = written("three");
	later = written("four");
	(void)place_sql(&r->place, arena_print(r->arena, "UPDATE attempt "
	    "SET due = %lld WHERE id = %lld", (long long)clock_now() +
	    HOURS(5), (long long)later));
	made = clock_now();
	clock_pass(HOURS(1));
	assert_int_equal(put_back(made), 2);
	assert_int_equal(attempt(sent).state, ATTEMPT_SENT);
	assert_int_equal(attempt(later).state, ATTEMPT_PLANNED);
	assert_int_equal(attempt(claimed).state, ATTEMPT_UNKNOWN);
	a = attempt(due);
	assert_int_equal(a.state, ATTEMPT_UNKNOWN);
	assert_int_equal(a.began, made);
	assert_int_equal(a.due, clock_now());
	assert_int_equal(a.node, 0);
	assert_int_equal(a.looks, 0);
	rig_agrees(r);
}

static void
test_what_is_planned_for_older_messages_is_unknown(void **state)
{
	int64_t made = 0, before, after, message, student;

	open_oak(state);
	student = rig_family(r, oak, rig_phone(r));
	assert_int_equal(rig_write(r, (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_STUDENTS, .students = &student,
	    .student_count = 1, .kind = KIND_DIRECT, .words = "one",
	    .send_at = clock_now() + MINUTES(30) }), 202);
	message = r->composed.message.id;
	made = clock_now();
	clock_pass(HOURS(1));
	assert_int_equal(put_back(made), 0);
	clock_pass(SECONDS(1));
	rig_tick(r);
	before = place_sql(&r->place, arena_print(r->arena, "SELECT id FROM "
	    "attempt WHERE message = %lld", (long long)message));
	assert_int_equal(attempt(before).state, ATTEMPT_UNKNOWN);
	assert_int_equal(attempt(before).began, made);
	after = written("two");
	assert_int_equal(attempt(after).state, ATTEMPT_PLANNED);
	assert_int_equal(rig_claim(r), 1);
	rig_agrees(r);
}

static void
test_what_families_wrote_since_is_listed(void **state)
{
	int64_t made, now;
	struct db *db;

	open_oak(state);
	made = clock_now();
	clock_pass(DAYS(3));
	now = clock_now();
	assert_int_equal(put_back(made), 0);
	assert_int_equal(place_sql(&r->place, "SELECT listed FROM sender"),
	    made);
	db = rig_visit(r);
	assert_true(restored_after(db, now - 1));
	assert_false(restored_after(db, now));
	rig_keep(r);
}

/* Somebody copied the file by hand: then the last sign of life counts. */
static void
test_without_a_row_the_last_sign_of_life_counts(void **state)
{
	int64_t began;
	struct db *db;

	open_oak(state);
	(void)written("one");
	clock_pass(MINUTES(7));
	assert_int_equal(rig_send(r), 1);
	began = clock_now();
	clock_pass(HOURS(9));
	db = rig_visit(r);
	assert_false(restored_is_copy(db));
	assert_int_equal(restored_begin(db, clock_now()), began);
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_what_was_due_is_unknown),
		RIG_TEST(test_what_is_planned_for_older_messages_is_unknown),
		RIG_TEST(test_what_families_wrote_since_is_listed),
		RIG_TEST(test_without_a_row_the_last_sign_of_life_counts),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
