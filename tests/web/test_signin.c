/*
 * Signing in and out by the real server: who gets a session, when, and for
 * how long; and that nobody learns who there is.
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
#include "base/crypt.h"
#include "base/id.h"
#include "base/password.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/login.h"
#include "store/session.h"
#include "store/staff.h"
#include "tests/web/browser.h"
#include "web/door.h"

#define RIGHT_ONE	"violet tram seven owls"
#define AS_PARK		"name=min.park%40oak.example&password="
#define PARK_IN		AS_PARK "violet+tram+seven+owls"
#define NOT_RIGHT	"The name or the password is not right."

static struct counter	 c;
static struct browser	 b;
static int64_t		 park;

static int64_t
add_login(struct db *db, const void *person)
{
	int64_t id = *(const int64_t *)person;

	assert_true(login_name(db, id, "min.park@oak.example", NOW));
	assert_true(login_password(db, id, password_made(c.arena, RIGHT_ONE),
	    NOW));
	return 0;
}

/* From now on nothing of the district is a sample. */
static int64_t
make_real(struct db *db, const void *unused)
{
	(void)unused;
	return db_run(db, "UPDATE district SET sample = 0", NONE);
}

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	b = (struct browser){ .counter = &c };
	park = browser_staff(&b, "Min Park");
	browser_ask(&b, add_login, &park);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

static int64_t
count(struct db *db, const void *unused)
{
	(void)unused;
	return db_number(db_query(db, "SELECT count(*) FROM session", NONE));
}

static int64_t
sessions(void)
{
	return browser_ask(&b, count, NULL);
}

static void
test_a_name_and_a_password(void **state)
{
	(void)state;
	assert_int_equal(browser_get(&b, "/"), 303);
	assert_string_equal(b.location, "/signin");
	assert_int_equal(browser_get(&b, "/inbox/3T5?a=b"), 303);
	assert_string_equal(b.location,
	    "/signin?next=%2Finbox%2F3T5%3Fa%3Db");
	assert_int_equal(browser_get(&b, "/nowhere"), 404);
	assert_int_equal(browser_get(&b, "/signin"), 200);
	assert_true(browser_sees(&b, "<h1>Sign in</h1>"));
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 303);
	assert_string_equal(b.location, "/");
	assert_memory_equal(b.cookie, "homeline=", 9);
	assert_int_equal(sessions(), 1);
	assert_int_equal(browser_get(&b, "/"), 200);
	assert_true(browser_sees(&b, "Min Park"));
	assert_int_equal(browser_get(&b, "/signin"), 303);
	assert_string_equal(b.location, "/");
}

/* The name is folded, the password is not. */
static void
test_letters(void **state)
{
	(void)state;
	assert_int_equal(browser_post(&b, "/signin", "name=+MIN.Park"
	    "%40Oak.example+&password=violet+tram+seven+owls"), 303);
	assert_int_equal(browser_post(&b, "/signout", ""), 403);
	b.cookie[0] = '\0';
	assert_int_equal(browser_post(&b, "/signin", AS_PARK
	    "Violet+tram+seven+owls"), 422);
	assert_true(browser_sees(&b, NOT_RIGHT));
	assert_string_equal(b.cookie, "");
}

static void
test_the_cookie(void **state)
{
	const char *set;

	(void)state;
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 303);
	set = headers_get(&c.response.headers, "Set-Cookie");
	assert_non_null(strstr(set, "; Path=/; HttpOnly; SameSite=Lax"));
	assert_null(strstr(set, "Secure"));
	assert_null(strstr(set, "Domain"));
	c.configured.settings.public_url = "https://messages.oak.example";
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 303);
	set = headers_get(&c.response.headers, "Set-Cookie");
	assert_memory_equal(set, "__Host-homeline=", 16);
	assert_non_null(strstr(set, "; Path=/; HttpOnly; SameSite=Lax; "
	    "Secure"));
	assert_non_null(headers_get(&c.response.headers,
	    "Strict-Transport-Security"));
}

/* Who knows no name learns none: the same words, the same work. */
static void
test_an_unknown_name(void **state)
{
	const char *known, *unknown;

	(void)state;
	assert_int_equal(browser_post(&b, "/signin", AS_PARK
	    "something+else+here"), 422);
	known = strstr(b.html, NOT_RIGHT);
	assert_non_null(known);
	assert_int_equal(browser_post(&b, "/signin",
	    "name=nobody%40oak.example&password=something+else+here"), 422);
	unknown = strstr(b.html, NOT_RIGHT);
	assert_non_null(unknown);
	assert_memory_equal(known, unknown, strlen(NOT_RIGHT));
	assert_int_equal(sessions(), 0);
}

/* So many tries in vain, just now, of a name or an address. */
struct tries {
	const char	*of;
	int		 count;
};

static int64_t
have_tried(struct db *db, const void *arg)
{
	const struct tries *t = arg;

	for (int i = 0; i < t->count; i++)
		try_failed(db, crypt_digest(c.arena, t->of, strlen(t->of)),
		    clock_now());
	return 0;
}

static void
tried(const char *of, int times)
{
	browser_ask(&b, have_tried, &(struct tries){ of, times });
}

/* Not even by how often they may try. */
static void
try_too_often(const char *of, const char *form)
{
	tried(of, DOOR_NAME - 1);
	assert_int_equal(browser_post(&b, "/signin", form), 422);
	assert_int_equal(browser_post(&b, "/signin", form), 429);
	assert_true(browser_sees(&b, "There were too many tries. Wait until "
	    "10:09 PM, then try again."));
	assert_false(browser_sees(&b, NOT_RIGHT));
}

static void
test_tries_are_counted_for_any_name(void **state)
{
	(void)state;
	try_too_often("name min.park@oak.example", AS_PARK "not+this+one");
	/* The right one is not even looked at. */
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 429);
	assert_int_equal(sessions(), 0);
	clock_pass(SECONDS(4));
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 303);
	assert_int_equal(sessions(), 1);
	/* And then all is forgotten. */
	b.cookie[0] = '\0';
	assert_int_equal(browser_post(&b, "/signin", AS_PARK "not+it"), 422);
	try_too_often("name nobody", "name=Nobody&password=not+this+one");
}

/* The address, which a proxy on this machine says. */
static void
test_tries_of_one_address(void **state)
{
	struct asking a = { .method = "POST", .path = "/signin",
	    .headers = { { "Content-Type",
	    "application/x-www-form-urlencoded" },
	    { "X-Forwarded-For", "10.0.0.1, 192.0.2.7" } },
	    .header_count = 2, .body = "name=who&password=x" };

	(void)state;
	tried("peer 192.0.2.7", DOOR_PEER - 1);
	assert_int_equal(counter_ask(&c, &a), 422);
	a.body = "name=another&password=x";
	assert_int_equal(counter_ask(&c, &a), 429);
	a.headers[1].value = "192.0.2.7, 192.0.2.8";
	assert_int_equal(counter_ask(&c, &a), 422);
}

static void
test_where_they_go(void **state)
{
	static const char *const ways[][2] = {
		{ "%2Finbox%2F3T5%3Fa%3Db", "/inbox/3T5?a=b" },
		{ "", "/" }, { "%2F%2Fevil.example", "/" },
		{ "https%3A%2F%2Fevil.example", "/" },
		{ "%2F%5Cevil.example", "/" }, { "%2F%09%2Fevil", "/" },
		{ "%2Fa%0D%0AEvil%3A+yes", "/" }, { "%2Fsignout", "/" },
		{ "%FF", "/" }, { "%2Fcaf%C3%A9", "/" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		b.cookie[0] = '\0';
		assert_int_equal(browser_get(&b, arena_print(c.arena,
		    "/signin?next=%s", ways[i][0])), 200);
		assert_int_equal(browser_post(&b, "/signin", arena_print(
		    c.arena, "as=%s&next=%s", id_text(park,
		    arena_take(c.arena, ID_TEXT)), ways[i][0])), 303);
		assert_string_equal(b.location, ways[i][1]);
	}
}

static void
test_signing_out(void **state)
{
	char	before[200];

	(void)state;
	browser_as(&b, "Min Park");
	assert_int_equal(browser_get(&b, "/"), 200);
	snprintf(before, sizeof before, "%s", b.cookie);
	assert_int_equal(browser_post(&b, "/signout", ""), 303);
	assert_string_equal(b.location, "/signin?out=1");
	assert_string_equal(b.cookie, "");
	assert_int_equal(sessions(), 0);
	assert_int_equal(browser_get(&b, b.location), 200);
	assert_true(browser_sees(&b, "You are signed out."));
	/* Also for whoever kept the cookie. */
	snprintf(b.cookie, sizeof b.cookie, "%s", before);
	assert_int_equal(browser_get(&b, "/"), 303);
	assert_int_equal(browser_get(&b, "/signin"), 200);
	assert_true(browser_sees(&b, "20 minutes"));
}

/* A second session of the same browser takes the place of the first. */
static void
test_one_session_of_a_browser(void **state)
{
	(void)state;
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 303);
	assert_int_equal(browser_get(&b, "/"), 200);
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 303);
	assert_int_equal(sessions(), 1);
}

static void
test_only_a_sample_has_buttons(void **state)
{
	const char *form;

	(void)state;
	form = arena_print(c.arena, "as=%s", id_text(park,
	    arena_take(c.arena, ID_TEXT)));
	assert_int_equal(browser_get(&b, "/signin"), 200);
	assert_true(browser_sees(&b, "Sign in as Min Park, teacher"));
	assert_int_equal(browser_get(&b, arena_print(c.arena, "/signin?%s",
	    form)), 200);
	assert_true(browser_sees(&b, "Sign in as Min Park, teacher"));
	assert_int_equal(browser_post(&b, "/signin", "as=0000000000001"), 404);
	browser_ask(&b, make_real, NULL);
	assert_int_equal(browser_get(&b, "/signin"), 200);
	assert_false(browser_sees(&b, "Min Park"));
	assert_int_equal(browser_get(&b, arena_print(c.arena, "/signin?%s",
	    form)), 200);
	assert_false(browser_sees(&b, "Min Park"));
	assert_int_equal(browser_post(&b, "/signin", form), 403);
	assert_string_equal(b.cookie, "");
	assert_int_equal(sessions(), 0);
}

static void
test_a_form_of_another_site(void **state)
{
	(void)state;
	b.site = "cross-site";
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 403);
	b.site = "same-site";
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 403);
	b.site = NULL;
	b.origin = "https://evil.example";
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 403);
	b.origin = "null";
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 403);
	assert_int_equal(sessions(), 0);
}

static void
test_what_is_empty(void **state)
{
	(void)state;
	assert_int_equal(browser_post(&b, "/signin", "name=&password=x"),
	    422);
	assert_true(browser_sees(&b, "Type your sign-in name."));
	assert_int_equal(browser_post(&b, "/signin", "name=min%40a&password="),
	    422);
	assert_true(browser_sees(&b, "Type your password."));
	assert_true(browser_sees(&b, "value=\"min@a\""));
	assert_int_equal(browser_post(&b, "/signin",
	    "name=%FF%3Cb%3E&password=%FF"), 422);
	assert_false(browser_sees(&b, "<b>"));
}

/* ------------------------------------------------------------ invitations */

static int64_t
invite(struct db *db, const void *token)
{
	invitation_make(db, crypt_digest(c.arena, token, strlen(token)), park,
	    0, clock_now());
	return 0;
}

static int64_t
leave(struct db *db, const void *unused)
{
	(void)unused;
	assert_null(staff_left(db, park, clock_now()));
	return 0;
}

static void
test_choosing_a_password(void **state)
{
	(void)state;
	assert_int_equal(browser_get(&b, "/welcome/none"), 404);
	browser_ask(&b, invite, "t1");
	assert_int_equal(browser_get(&b, "/welcome/t1"), 200);
	assert_true(browser_sees(&b, "min.park@oak.example"));
	assert_int_equal(browser_post(&b, "/welcome/t1",
	    "password=short&again=short"), 422);
	assert_true(browser_sees(&b, "at least 12 characters"));
	assert_int_equal(browser_post(&b, "/welcome/t1",
	    "password=Min+Park+2026&again=Min+Park+2026"), 422);
	assert_int_equal(browser_post(&b, "/welcome/t1",
	    "password=four+new+blue+cows&again=four+new+blue+cow"), 422);
	assert_true(browser_sees(&b, "are not the same"));
	assert_int_equal(sessions(), 0);
	assert_int_equal(browser_post(&b, "/welcome/t1",
	    "password=four+new+blue+cows&again=four+new+blue+cows"), 303);
	assert_int_equal(browser_get(&b, "/"), 200);
	assert_true(browser_sees(&b, "Min Park"));
	/* Once only; and the one before is good for nothing. */
	b.cookie[0] = '\0';
	assert_int_equal(browser_get(&b, "/welcome/t1"), 404);
	assert_int_equal(browser_post(&b, "/welcome/t1",
	    "password=four+new+red+cows&again=four+new+red+cows"), 404);
	assert_int_equal(browser_post(&b, "/signin", PARK_IN), 422);
	assert_int_equal(browser_post(&b, "/signin", AS_PARK
	    "four+new+blue+cows"), 303);
}

static void
test_a_link_ends(void **state)
{
	(void)state;
	browser_ask(&b, invite, "t1");
	clock_pass(DAYS(3));
	assert_int_equal(browser_get(&b, "/welcome/t1"), 404);
	browser_ask(&b, invite, "t2");
	assert_int_equal(browser_get(&b, "/welcome/t2"), 200);
	browser_ask(&b, leave, NULL);
	assert_int_equal(browser_get(&b, "/welcome/t2"), 404);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(test_a_name_and_a_password),
		CASE(test_letters),
		CASE(test_the_cookie),
		CASE(test_an_unknown_name),
		CASE(test_tries_are_counted_for_any_name),
		CASE(test_tries_of_one_address),
		CASE(test_where_they_go),
		CASE(test_signing_out),
		CASE(test_one_session_of_a_browser),
		CASE(test_only_a_sample_has_buttons),
		CASE(test_a_form_of_another_site),
		CASE(test_what_is_empty),
		CASE(test_choosing_a_password),
		CASE(test_a_link_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
