/*
 * The pages about the staff and about oneself: who may change whom, and that
 * what was taken is gone: at once on this node, within 10 s on others.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/password.h"
#include "store/db.h"
#include "store/login.h"
#include "store/preference.h"
#include "store/role.h"
#include "store/session.h"
#include "store/staff.h"
#include "tests/web/browser.h"

#define OLD	"violet tram seven owls"

static struct counter	 c;
static struct browser	 b, other;
static int64_t		 lopez, chen, park, silva, oak;

static int64_t
make(struct db *db, const void *unused)
{
	(void)unused;
	oak = db_number(db_query(db, "SELECT id FROM school "
	    "WHERE name = 'Oak Elementary School'", NONE));
	assert_null(role_give(db, lopez, ROLE_DISTRICT_ADMIN, 0, NOW));
	assert_null(role_give(db, chen, ROLE_SCHOOL_ADMIN, oak, NOW));
	assert_true(login_name(db, park, "min.park@oak.example", NOW));
	assert_true(login_password(db, park, password_made(c.arena, OLD),
	    NOW));
	return 0;
}

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	b = (struct browser){ .counter = &c };
	other = b;
	lopez = browser_staff(&b, "Carmen Lopez");
	chen = browser_staff(&b, "Grace Chen");
	park = browser_staff(&b, "Min Park");
	silva = browser_staff(&b, "Paula Silva");
	browser_ask(&b, make, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

static const char *
path(int64_t person, const char *rest)
{
	char id[ID_TEXT];

	return arena_print(c.arena, "/users/%s%s", id_text(person, id),
	    rest);
}

static int64_t
role_of(struct db *db, const void *person)
{
	return db_number(db_query(db, "SELECT max(id) FROM role "
	    "WHERE person = $1 AND until = 0",
	    INT(*(const int64_t *)person)));
}

static int64_t
sits(struct db *db, const void *person)
{
	return db_number(db_query(db, "SELECT max(seat) FROM seat_member "
	    "WHERE person = $1 AND until = 0",
	    INT(*(const int64_t *)person)));
}

static const char *
end_path(int64_t person, const char *what, int64_t id)
{
	char text[ID_TEXT];

	return path(person, arena_print(c.arena, "/%s/%s/end", what,
	    id_text(id, text)));
}

static void
test_the_list_is_of_ones_own_school(void **state)
{
	(void)state;
	browser_is(&b, lopez);
	assert_int_equal(browser_get(&b, "/users"), 200);
	assert_true(browser_sees(&b, "Min Park"));
	assert_true(browser_sees(&b, "Thomas Reed"));
	assert_true(browser_sees(&b, "District administrator"));
	assert_int_equal(browser_get(&b, "/users?q=PARK"), 200);
	assert_true(browser_sees(&b, "Min Park"));
	assert_false(browser_sees(&b, "Thomas Reed"));
	assert_int_equal(browser_get(&b, "/users?q=%FF%3Cb%3E"), 200);
	assert_true(browser_sees(&b, "Nobody has that in their name."));
	assert_false(browser_sees(&b, "<b>"));
	browser_is(&b, chen);
	assert_int_equal(browser_get(&b, "/users"), 200);
	assert_true(browser_sees(&b, "Min Park"));
	assert_false(browser_sees(&b, "Thomas Reed"));
	assert_false(browser_sees(&b, "All schools"));
	assert_int_equal(browser_get(&b, path(silva, "")), 404);
	assert_int_equal(browser_post(&b, path(silva, "/link"), ""), 404);
}

static int64_t
give_auditor(struct db *db, const void *person)
{
	assert_null(role_give(db, *(const int64_t *)person, ROLE_AUDITOR, 0,
	    NOW));
	return 0;
}

/* Or who may make a link for them could become them. */
static void
test_nobody_changes_whoever_is_more(void **state)
{
	(void)state;
	browser_is(&b, chen);
	assert_int_equal(browser_get(&b, path(park, "")), 200);
	assert_true(browser_sees(&b, "Make a link"));
	browser_ask(&b, give_auditor, &park);
	assert_int_equal(browser_get(&b, path(park, "")), 200);
	assert_false(browser_sees(&b, "Make a link"));
	assert_true(browser_sees(&b, "only an administrator of the district"));
	assert_int_equal(browser_post(&b, path(park, "/link"), ""), 404);
	assert_int_equal(browser_post(&b, path(park, "/left"), "sure=yes"),
	    422);
	assert_int_equal(browser_post(&b, end_path(park, "roles",
	    browser_ask(&b, role_of, &park)), ""), 422);
	assert_int_not_equal(browser_ask(&b, role_of, &park), 0);
	/* Lopez sits at the desk. */
	assert_int_equal(browser_get(&b, path(lopez, "")), 404);
	assert_int_equal(browser_post(&b, path(lopez, "/login"),
	    "mailbox=mine%40oak.example"), 404);
}

static void
test_roles_are_given_as_far_as_one_may(void **state)
{
	(void)state;
	browser_is(&b, chen);
	assert_int_equal(browser_post(&b, path(park, "/roles"),
	    "role=analyst"), 422);
	assert_true(browser_sees(&b, "not yours to give"));
	assert_int_equal(browser_post(&b, path(park, "/roles"),
	    "role=district_admin"), 422);
	assert_int_equal(browser_post(&b, path(park, "/roles"), "role="),
	    422);
	assert_int_equal(browser_post(&b, path(park, "/seats"), "seat=desk"),
	    422);
	assert_int_equal(browser_ask(&b, role_of, &park), 0);
	assert_int_equal(browser_post(&b, path(park, "/roles"),
	    arena_print(c.arena, "role=%s", id_text(oak,
	    arena_take(c.arena, ID_TEXT)))), 303);
	assert_int_not_equal(browser_ask(&b, role_of, &park), 0);
	browser_is(&b, lopez);
	assert_int_equal(browser_post(&b, path(silva, "/roles"),
	    "role=analyst"), 303);
	assert_int_equal(browser_get(&b, path(silva, "")), 200);
	assert_true(browser_sees(&b, "Analyst"));
	assert_int_equal(browser_post(&b, end_path(lopez, "roles",
	    browser_ask(&b, role_of, &lopez)), ""), 422);
	assert_true(browser_sees(&b, "without an administrator"));
}

static int64_t
ended_roles(struct db *db, const void *person)
{
	return db_number(db_query(db, "SELECT count(*) FROM role "
	    "WHERE person = $1 AND until <> 0",
	    INT(*(const int64_t *)person)));
}

/* The button of the banner, where the browser was sent. */
static void
undo(struct browser *who, const char *what, int64_t id)
{
	char text[ID_TEXT];

	assert_int_equal(browser_get(who, who->location), 200);
	assert_true(browser_sees(who, "Undo"));
	assert_int_equal(browser_sees(who, "one role less"),
	    strcmp(what, "roles") == 0);
	assert_int_equal(browser_post(who, path(silva, arena_print(c.arena,
	    "/%s/%s/again", what, id_text(id, text))), ""), 303);
}

static void
test_what_was_taken_is_given_back(void **state)
{
	int64_t role, seat, before;

	(void)state;
	browser_is(&b, lopez);
	assert_int_equal(browser_post(&b, path(silva, "/roles"),
	    "role=analyst"), 303);
	before = browser_ask(&b, ended_roles, &silva);
	role = browser_ask(&b, role_of, &silva);
	assert_int_not_equal(role, 0);
	assert_int_equal(browser_post(&b, end_path(silva, "roles", role), ""),
	    303);
	assert_int_equal(browser_ask(&b, ended_roles, &silva), before + 1);
	undo(&b, "roles", role);
	assert_int_not_equal(browser_ask(&b, role_of, &silva), 0);
	seat = browser_ask(&b, sits, &silva);
	assert_int_equal(browser_post(&b, end_path(silva, "seats", seat), ""),
	    303);
	assert_int_not_equal(browser_ask(&b, sits, &silva), seat);
	/* It is the district's to give, so not another school's. */
	browser_is(&other, chen);
	assert_int_equal(browser_post(&other, end_path(silva, "seats", seat),
	    ""), 404);
	undo(&b, "seats", seat);
	assert_int_equal(browser_ask(&b, sits, &silva), seat);
	assert_int_equal(browser_get(&b, path(silva, "")), 200);
	assert_false(browser_sees(&b, "Undo"));
}

/* Whoever has nobody left at their school is still told, and undoes it. */
static void
test_the_last_seat_is_given_back_too(void **state)
{
	int64_t	 seat;
	char	 id[ID_TEXT];

	(void)state;
	browser_is(&b, chen);
	seat = browser_ask(&b, sits, &park);
	assert_int_equal(browser_post(&b, end_path(park, "seats", seat), ""),
	    303);
	assert_int_equal(browser_get(&b, b.location), 200);
	assert_true(browser_sees(&b, "Undo"));
	assert_int_equal(browser_post(&b, path(park, arena_print(c.arena,
	    "/seats/%s/again", id_text(seat, id))), ""), 303);
	assert_int_equal(browser_ask(&b, sits, &park), seat);
	assert_int_equal(browser_post(&b, path(park, arena_print(c.arena,
	    "/seats/%s/again", id_text(seat, id))), ""), 409);
}

/* A substitute sits there until the day that was named, again. */
static void
test_a_seat_with_an_end_is_given_back_with_it(void **state)
{
	char	*sql, id[ID_TEXT];
	int64_t	 seat;

	(void)state;
	browser_is(&b, chen);
	seat = browser_ask(&b, sits, &park);
	sql = arena_print(c.arena, "UPDATE seat_member SET until = "
	    "4000000000000 WHERE person = %lld AND seat = %lld",
	    (long long)park, (long long)seat);
	(void)place_sql(&c.place, sql);
	assert_int_equal(browser_post(&b, end_path(park, "seats", seat), ""),
	    303);
	assert_int_equal(browser_post(&b, path(park, arena_print(c.arena,
	    "/seats/%s/again", id_text(seat, id))), ""), 303);
	assert_int_equal(place_sql(&c.place, arena_print(c.arena, "SELECT "
	    "until / 1000000000 FROM seat_member WHERE person = %lld "
	    "AND seat = %lld", (long long)park, (long long)seat)), 4000);
}

/* What is taken on this node is gone with the next page. */
static void
test_what_was_taken_is_gone_at_once(void **state)
{
	(void)state;
	browser_is(&b, lopez);
	browser_is(&other, chen);
	assert_int_equal(browser_get(&other, "/users"), 200);
	assert_int_equal(browser_post(&b, end_path(chen, "roles",
	    browser_ask(&b, role_of, &chen)), ""), 303);
	assert_int_equal(browser_get(&other, "/users"), 403);
	assert_true(browser_sees(&other, "ask your"));
	assert_int_equal(browser_get(&other, "/contacts"), 200);
	assert_int_equal(browser_post(&b, end_path(chen, "seats",
	    browser_ask(&b, sits, &chen)), ""), 303);
	assert_int_equal(browser_get(&other, "/contacts"), 403);
	assert_int_equal(browser_post(&b, path(chen, "/signout"), ""), 303);
	assert_int_equal(browser_get(&other, "/"), 303);
	browser_is(&other, park);
	assert_int_equal(browser_get(&other, "/"), 200);
	assert_int_equal(browser_post(&b, path(park, "/left"), ""), 422);
	assert_int_equal(browser_get(&other, "/"), 200);
	assert_int_equal(browser_post(&b, path(park, "/left"), "sure=yes"),
	    303);
	assert_string_equal(b.location, "/users");
	assert_int_equal(browser_get(&other, "/"), 303);
	assert_int_equal(browser_get(&b, path(park, "")), 404);
}

static int64_t
take_roles(struct db *db, const void *person)
{
	role_end_all(db, *(const int64_t *)person, clock_now());
	return 0;
}

static int64_t
end_sessions(struct db *db, const void *person)
{
	session_end_all(db, *(const int64_t *)person);
	return 0;
}

/* Another node, or a roster, took it: this one knows within 10 s. */
static void
test_what_others_took_is_gone_soon(void **state)
{
	(void)state;
	browser_is(&b, chen);
	assert_int_equal(browser_get(&b, "/users"), 200);
	browser_ask(&b, take_roles, &chen);
	clock_pass(SESSION_AGE);
	assert_int_equal(browser_get(&b, "/users"), 403);
	browser_ask(&b, end_sessions, &chen);
	clock_pass(SESSION_AGE);
	assert_int_equal(browser_get(&b, "/"), 303);
}

/* The link is on the page that made it, and no other one. */
static void
test_a_link_is_shown_once(void **state)
{
	char	link[200] = "";

	(void)state;
	browser_is(&b, chen);
	assert_int_equal(browser_post(&b, path(park, "/link"), ""), 200);
	assert_non_null(strstr(b.html, "/welcome/"));
	snprintf(link, sizeof link, "%.73s", strstr(b.html, "/welcome/"));
	assert_int_equal(browser_get(&b, path(park, "")), 200);
	assert_false(browser_sees(&b, "/welcome/"));
	assert_int_equal(browser_get(&other, link), 200);
	assert_true(browser_sees(&other, "min.park@oak.example"));
	/* Who has no mailbox gets none. */
	browser_is(&b, lopez);
	assert_int_equal(browser_post(&b, path(silva, "/link"), ""), 422);
	assert_int_equal(browser_post(&b, path(silva, "/login"),
	    "mailbox=nothing"), 422);
	assert_int_equal(browser_post(&b, path(silva, "/login"),
	    "mailbox=min.park%40oak.example"), 422);
	assert_int_equal(browser_post(&b, path(silva, "/login"),
	    "mailbox=paula%40oak.example"), 303);
	assert_int_equal(browser_post(&b, path(silva, "/link"), ""), 200);
}

static void
test_somebody_new(void **state)
{
	(void)state;
	browser_is(&b, chen);
	assert_int_equal(browser_post(&b, "/users", "name=&mailbox=x&seat="),
	    422);
	assert_int_equal(browser_post(&b, "/users", "name=Nina+Roy&"
	    "mailbox=nina%40oak.example&seat=desk"), 422);
	assert_true(browser_sees(&b, "Nina Roy"));
	assert_int_equal(browser_post(&b, "/users", arena_print(c.arena,
	    "name=Nina+Roy&mailbox=nina%%40oak.example&seat=%s", id_text(oak,
	    arena_take(c.arena, ID_TEXT)))), 303);
	assert_int_equal(browser_get(&b, b.location), 200);
	assert_true(browser_sees(&b, "nina@oak.example"));
	assert_true(browser_sees(&b, "Oak Elementary School office"));
	assert_int_equal(browser_post(&b, "/users", arena_print(c.arena,
	    "name=Nina+Roy&mailbox=nina%%40oak.example&seat=%s", id_text(oak,
	    arena_take(c.arena, ID_TEXT)))), 422);
}

static int64_t
told(struct db *db, const void *value)
{
	const char *kept = preference_get(db, park, "hours");

	return value == NULL ? kept == NULL : kept != NULL &&
	    strcmp(kept, value) == 0;
}

static void
test_what_one_chooses(void **state)
{
	(void)state;
	browser_is(&b, park);
	assert_int_equal(browser_get(&b, "/me"), 200);
	assert_true(browser_sees(&b, "value=\"07:30\""));
	assert_true(browser_sees(&b, "value=\"16:30\""));
	assert_int_equal(browser_post(&b, "/me", "from=08:00&to=07:00"), 422);
	assert_int_equal(browser_post(&b, "/me", "from=8&to="), 422);
	assert_true(browser_ask(&b, told, NULL));
	assert_int_equal(browser_post(&b, "/me",
	    "from=08:00&to=15:15&language=xx"), 303);
	assert_true(browser_ask(&b, told, "480-915"));
	assert_int_equal(browser_get(&b, b.location), 200);
	assert_true(browser_sees(&b, "value=\"15:15\""));
	assert_false(browser_sees(&b, " checked"));
	assert_int_equal(browser_post(&b, "/me",
	    "from=07:30&to=16:30&told=yes"), 303);
	assert_true(browser_ask(&b, told, NULL));
}

static void
test_a_new_password(void **state)
{
	(void)state;
	browser_is(&b, park);
	browser_is(&other, park);
	assert_int_equal(browser_post(&b, "/me/password",
	    "old=wrong+one&password=four+new+blue+cows&"
	    "again=four+new+blue+cows"), 422);
	assert_true(browser_sees(&b, "That is not your password."));
	assert_int_equal(browser_post(&b, "/me/password",
	    "old=violet+tram+seven+owls&password=short&again=short"), 422);
	assert_int_equal(browser_post(&b, "/me/password",
	    "old=violet+tram+seven+owls&password=four+new+blue+cows&"
	    "again=four+new+blue+cows"), 303);
	assert_int_equal(browser_get(&b, "/me"), 200);
	assert_true(browser_sees(&b, "In this browser only."));
	assert_int_equal(browser_get(&other, "/me"), 303);
}

static void
test_signing_out_everywhere(void **state)
{
	(void)state;
	browser_is(&b, park);
	browser_is(&other, park);
	assert_int_equal(browser_get(&other, "/me"), 200);
	assert_int_equal(browser_post(&b, "/me/signout", ""), 303);
	assert_int_equal(browser_get(&b, "/me"), 303);
	assert_int_equal(browser_get(&other, "/me"), 303);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(test_the_list_is_of_ones_own_school),
		CASE(test_nobody_changes_whoever_is_more),
		CASE(test_roles_are_given_as_far_as_one_may),
		CASE(test_what_was_taken_is_given_back),
		CASE(test_the_last_seat_is_given_back_too),
		CASE(test_a_seat_with_an_end_is_given_back_with_it),
		CASE(test_what_was_taken_is_gone_at_once),
		CASE(test_what_others_took_is_gone_soon),
		CASE(test_a_link_is_shown_once),
		CASE(test_somebody_new),
		CASE(test_what_one_chooses),
		CASE(test_a_new_password),
		CASE(test_signing_out_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
