/*
 * Who is signed in and for how long; names, passwords, invitations, tries.
 */

#include <string.h>

#include "store/login.h"
#include "store/preference.h"
#include "store/session.h"
#include "store/staff.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 desk, lee, dora;

static void
open_desk(void **state)
{
	r = rig_open(*state);
	desk = rig_seat(r, 0);
	lee = rig_staff(r, 0);
	dora = rig_staff(r, desk);
}

static bool
signed_in(const char *digest)
{
	struct session	s;
	bool		found = session_find(rig_visit(r), digest, clock_now(),
			    &s);

	if (found)
		assert_int_equal(s.person, lee);
	rig_keep(r);
	return found;
}

static void
begin(const char *digest)
{
	session_begin(rig_visit(r), digest, lee, clock_now());
	rig_keep(r);
}

static void
seen(const char *digest)
{
	session_seen(rig_visit(r), digest, clock_now());
	rig_keep(r);
}

static void
test_it_ends_when_it_is_not_used(void **state)
{
	open_desk(state);
	assert_false(signed_in("a"));
	begin("a");
	assert_true(signed_in("a"));
	assert_false(signed_in("b"));
	clock_pass(SESSION_IDLE);
	assert_true(signed_in("a"));
	clock_pass(SESSION_NOTED);
	assert_false(signed_in("a"));
	seen("a");
	assert_false(signed_in("a"));
}

/* Whoever asks for a page at least every 20 minutes stays, for 12 hours. */
static void
test_it_ends_after_twelve_hours(void **state)
{
	int64_t steps = SESSION_MOST / (SESSION_IDLE - 1000);

	open_desk(state);
	begin("a");
	for (int64_t i = 0; i < steps; i++) {
		clock_pass(SESSION_IDLE - 1000);
		assert_true(signed_in("a"));
		seen("a");
	}
	clock_pass(SESSION_MOST - steps * (SESSION_IDLE - 1000) - 1);
	assert_true(signed_in("a"));
	clock_pass(1);
	assert_false(signed_in("a"));
}

/* A use a moment after another one writes nothing. */
static void
test_use_is_noted_seldom(void **state)
{
	struct session s;

	open_desk(state);
	begin("a");
	clock_pass(SESSION_NOTED - 1);
	session_seen(rig_visit(r), "a", clock_now());
	assert_true(session_find(r->db, "a", clock_now(), &s));
	assert_int_equal(s.seen, s.created);
	clock_pass(1);
	session_seen(r->db, "a", clock_now());
	assert_true(session_find(r->db, "a", clock_now(), &s));
	assert_int_equal(s.seen, clock_now());
	rig_keep(r);
}

static void
test_who_they_are_is_looked_up(void **state)
{
	struct session s;

	open_desk(state);
	begin("a");
	assert_true(session_find(rig_visit(r), "a", clock_now(), &s));
	assert_int_equal(s.standing.rights, RIGHT_NONE);
	assert_string_equal(s.language, "");
	assert_null(role_give(r->db, lee, ROLE_AUDITOR, 0, clock_now()));
	db_run(r->db, "INSERT INTO preference (person, name, value) "
	    "VALUES ($1, 'language', 'es-US')", INT(lee));
	assert_true(session_find(r->db, "a", clock_now(), &s));
	assert_int_equal(s.standing.roles, 1u << ROLE_AUDITOR);
	assert_string_equal(s.language, "es-US");
	rig_keep(r);
}

static void
test_it_ends_when_they_say_so(void **state)
{
	open_desk(state);
	begin("a");
	begin("b");
	begin("c");
	session_end(rig_visit(r), "a");
	rig_keep(r);
	assert_false(signed_in("a"));
	assert_true(signed_in("b"));
	assert_int_equal(session_count(rig_visit(r), lee, clock_now()), 2);
	session_end_all(r->db, lee);
	assert_int_equal(session_count(r->db, lee, clock_now()), 0);
	rig_keep(r);
	assert_false(signed_in("b"));
}

static void
test_who_left_is_out(void **state)
{
	struct login	login;
	int64_t		person;

	open_desk(state);
	begin("a");
	assert_true(login_name(rig_visit(r), lee, "lee@oak.example",
	    clock_now()));
	invitation_make(r->db, "i", lee, dora, clock_now());
	assert_null(staff_left(r->db, lee, clock_now()));
	assert_false(login_find(r->db, "lee@oak.example", &login));
	assert_false(invitation_find(r->db, "i", clock_now(), &person));
	rig_keep(r);
	assert_false(signed_in("a"));
}

/* One whom a roster took off the staff left everything else behind. */
static void
test_who_is_no_staff_is_out(void **state)
{
	struct login	login;
	int64_t		person;

	open_desk(state);
	begin("a");
	assert_true(login_name(rig_visit(r), lee, "lee@oak.example",
	    clock_now()));
	invitation_make(r->db, "i", lee, dora, clock_now());
	db_run(r->db, "UPDATE person SET staff = 0 WHERE id = $1", INT(lee));
	assert_false(login_find(r->db, "lee@oak.example", &login));
	assert_false(invitation_find(r->db, "i", clock_now(), &person));
	assert_true(login_name(r->db, dora, "lee@oak.example", clock_now()));
	rig_keep(r);
	assert_false(signed_in("a"));
}

static void
test_a_name_is_one_persons(void **state)
{
	struct login login;

	open_desk(state);
	assert_false(login_password(rig_visit(r), lee, "x", clock_now()));
	assert_true(login_name(r->db, lee, "lee@oak.example", clock_now()));
	assert_false(login_name(r->db, dora, "lee@oak.example",
	    clock_now()));
	assert_true(login_find(r->db, "lee@oak.example", &login));
	assert_int_equal(login.person, lee);
	assert_string_equal(login.password, "");
	assert_true(login_password(r->db, lee, "x", clock_now()));
	assert_true(login_name(r->db, lee, "lee", clock_now()));
	assert_false(login_find(r->db, "lee@oak.example", &login));
	assert_true(login_find(r->db, "lee", &login));
	assert_string_equal(login.password, "x");
	assert_true(login_of(r->db, lee, &login));
	assert_false(login_of(r->db, dora, &login));
	rig_keep(r);
}

static void
test_a_new_password_ends_all(void **state)
{
	int64_t person;

	open_desk(state);
	begin("a");
	assert_true(login_name(rig_visit(r), lee, "lee", clock_now()));
	invitation_make(r->db, "i", lee, 0, clock_now());
	assert_true(login_password(r->db, lee, "x", clock_now()));
	assert_false(invitation_find(r->db, "i", clock_now(), &person));
	rig_keep(r);
	assert_false(signed_in("a"));
}

static void
test_an_invitation_is_for_three_days(void **state)
{
	int64_t person;

	open_desk(state);
	invitation_make(rig_visit(r), "i", lee, dora, clock_now());
	clock_pass(DAYS(3) - 1);
	assert_true(invitation_find(r->db, "i", clock_now(), &person));
	assert_int_equal(person, lee);
	clock_pass(1);
	assert_false(invitation_find(r->db, "i", clock_now(), &person));
	invitation_make(r->db, "j", lee, dora, clock_now());
	invitation_make(r->db, "k", lee, dora, clock_now());
	assert_false(invitation_find(r->db, "j", clock_now(), &person));
	assert_true(invitation_find(r->db, "k", clock_now(), &person));
	assert_true(invitation_open(r->db, lee, clock_now()));
	assert_false(invitation_open(r->db, dora, clock_now()));
	rig_keep(r);
}

static int64_t
wait(struct db *db)
{
	int64_t at = try_again_at(db, "n", 2, clock_now());

	return at <= clock_now() ? 0 : at - clock_now();
}

static void
test_tries_take_longer_and_longer(void **state)
{
	static const int64_t waits[] = { 0, 0, 4, 8, 16, 32, 64, 128, 256,
		512, 900, 900 };
	struct db *db;

	open_desk(state);
	db = rig_visit(r);
	for (size_t i = 0; i < COUNT(waits); i++) {
		assert_int_equal(wait(db), SECONDS(waits[i]));
		clock_pass(wait(db));
		assert_int_equal(wait(db), 0);
		try_failed(db, "n", clock_now());
	}
	assert_int_equal(try_again_at(db, "other", 2, clock_now()), 0);
	clock_pass(TRIES_AGE);
	assert_int_equal(wait(db), 0);
	try_failed(db, "n", clock_now());
	assert_int_equal(wait(db), 0);
	try_failed(db, "n", clock_now());
	assert_int_equal(wait(db), SECONDS(4));
	try_forget(db, "n");
	assert_int_equal(wait(db), 0);
	rig_keep(r);
}

static void
test_what_is_old_goes(void **state)
{
	struct db *db;

	open_desk(state);
	begin("a");
	db = rig_visit(r);
	invitation_make(db, "i", lee, dora, clock_now());
	try_failed(db, "n", clock_now());
	session_tidy(db, clock_now());
	assert_int_equal(db_number(db_query(db, "SELECT (SELECT count(*) "
	    "FROM session) + (SELECT count(*) FROM invitation) + "
	    "(SELECT count(*) FROM sign_in_try)", NONE)), 3);
	clock_pass(DAYS(3));
	session_tidy(db, clock_now());
	assert_int_equal(db_number(db_query(db, "SELECT (SELECT count(*) "
	    "FROM session) + (SELECT count(*) FROM invitation) + "
	    "(SELECT count(*) FROM sign_in_try)", NONE)), 0);
	rig_keep(r);
}

static void
test_what_they_chose(void **state)
{
	int	from, to;

	open_desk(state);
	assert_null(preference_get(rig_visit(r), lee, "told"));
	preference_put(r->db, lee, "told", "off");
	preference_put(r->db, lee, "told", "off");
	preference_put(r->db, dora, "told", "on");
	assert_string_equal(preference_get(r->db, lee, "told"), "off");
	preference_put(r->db, lee, "told", NULL);
	assert_null(preference_get(r->db, lee, "told"));
	assert_string_equal(preference_get(r->db, dora, "told"), "on");
	rig_keep(r);
	assert_true(preference_hours(PREFERENCE_HOURS, &from, &to));
	assert_int_equal(from, 450);
	assert_int_equal(to, 990);
	assert_false(preference_hours("990-450", &from, &to));
	assert_false(preference_hours("0-1441", &from, &to));
	assert_false(preference_hours("", &from, &to));
	assert_false(preference_hours("1-2x", &from, &to));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_it_ends_when_it_is_not_used),
		RIG_TEST(test_it_ends_after_twelve_hours),
		RIG_TEST(test_use_is_noted_seldom),
		RIG_TEST(test_who_they_are_is_looked_up),
		RIG_TEST(test_it_ends_when_they_say_so),
		RIG_TEST(test_who_left_is_out),
		RIG_TEST(test_who_is_no_staff_is_out),
		RIG_TEST(test_a_name_is_one_persons),
		RIG_TEST(test_a_new_password_ends_all),
		RIG_TEST(test_an_invitation_is_for_three_days),
		RIG_TEST(test_tries_take_longer_and_longer),
		RIG_TEST(test_what_is_old_goes),
		RIG_TEST(test_what_they_chose),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
