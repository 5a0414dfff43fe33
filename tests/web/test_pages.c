/*
 * Each page for each role.  What is expected follows from the right in the
 * page's row; the list below says once more which right that is, so nobody
 * opens a page to others by a slip, and no page is there that is not listed.
 *
 * Whoever adds a page adds its line.
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
#include "store/db.h"
#include "store/role.h"
#include "store/roster.h"
#include "store/seat.h"
#include "model.h"
#include "tests/web/browser.h"
#include "web/page.h"

static const struct listed {
	const char	*method, *path;
	unsigned	 right;
} listed[] = {
	{ "GET", "/", RIGHT_NONE },
	{ "GET", "/help", RIGHT_OPEN },
	{ "GET", "/accessibility", RIGHT_OPEN },
	{ "GET", "/signin", RIGHT_OPEN },
	{ "POST", "/signin", RIGHT_OPEN },
	{ "POST", "/signout", RIGHT_OPEN },
	{ "GET", "/welcome/:token", RIGHT_OPEN },
	{ "POST", "/welcome/:token", RIGHT_OPEN },
	{ "GET", "/me", RIGHT_NONE },
	{ "POST", "/me", RIGHT_NONE },
	{ "POST", "/me/password", RIGHT_NONE },
	{ "POST", "/me/signout", RIGHT_NONE },
	{ "GET", "/users", RIGHT_USERS },
	{ "POST", "/users", RIGHT_USERS },
	{ "GET", "/users/new", RIGHT_USERS },
	{ "GET", "/users/:id", RIGHT_USERS },
	{ "POST", "/users/:id/link", RIGHT_USERS },
	{ "POST", "/users/:id/login", RIGHT_USERS },
	{ "POST", "/users/:id/roles", RIGHT_USERS },
	{ "POST", "/users/:id/roles/:role/end", RIGHT_USERS },
	{ "POST", "/users/:id/roles/:role/again", RIGHT_USERS },
	{ "POST", "/users/:id/seats/:seat/again", RIGHT_USERS },
	{ "POST", "/users/:id/seats", RIGHT_USERS },
	{ "POST", "/users/:id/seats/:seat/end", RIGHT_USERS },
	{ "POST", "/users/:id/languages", RIGHT_USERS },
	{ "POST", "/users/:id/languages/:language/end", RIGHT_USERS },
	{ "POST", "/users/:id/signout", RIGHT_USERS },
	{ "POST", "/users/:id/left", RIGHT_USERS },
	{ "GET", "/audit", RIGHT_AUDIT },
	{ "GET", "/audit.csv", RIGHT_AUDIT },
	{ "POST", "/audit/check", RIGHT_AUDIT },
	{ "GET", "/settings", RIGHT_SETTINGS },
	{ "GET", "/settings/district", RIGHT_SETTINGS },
	{ "POST", "/settings/district", RIGHT_SETTINGS },
	{ "POST", "/settings/office", RIGHT_SETTINGS },
	{ "POST", "/settings/practice", RIGHT_SETTINGS },
	{ "POST", "/settings/live", RIGHT_SETTINGS },
	{ "GET", "/settings/numbers", RIGHT_SETTINGS },
	{ "POST", "/settings/numbers", RIGHT_SETTINGS },
	{ "GET", "/settings/accounts", RIGHT_SETTINGS },
	{ "POST", "/settings/accounts", RIGHT_SETTINGS },
	{ "GET", "/settings/hours", RIGHT_SETTINGS },
	{ "POST", "/settings/hours", RIGHT_SETTINGS },
	{ "GET", "/settings/mail", RIGHT_SETTINGS },
	{ "GET", "/settings/words", RIGHT_SETTINGS },
	{ "GET", "/settings/translation", RIGHT_SETTINGS },
	{ "GET", "/settings/report", RIGHT_SETTINGS },
	{ "POST", "/settings/report", RIGHT_SETTINGS },
	{ "GET", "/health", RIGHT_SETTINGS },
	{ "GET", "/write", RIGHT_WRITE },
	{ "POST", "/write", RIGHT_WRITE },
	{ "POST", "/write/preview", RIGHT_WRITE },
	{ "GET", "/write/:id", RIGHT_WRITE },
	{ "POST", "/write/:id/cancel", RIGHT_WRITE },
	{ "GET", "/students", RIGHT_WRITE },
	{ "GET", "/students/:id", RIGHT_WRITE },
	{ "GET", "/contacts", RIGHT_OFFICE },
	{ "GET", "/contacts/held", RIGHT_OFFICE },
	{ "POST", "/contacts/held/:id", RIGHT_OFFICE },
	{ "GET", "/contacts/:id", RIGHT_OFFICE },
	{ "POST", "/contacts/:id/enter", RIGHT_OFFICE },
	{ "GET", "/contacts/people/:id", RIGHT_OFFICE },
	{ "POST", "/contacts/people/:id/add", RIGHT_OFFICE },
	{ "POST", "/contacts/people/:id/remove", RIGHT_OFFICE },
	{ "POST", "/contacts/people/:id/put-back", RIGHT_OFFICE },
	{ "POST", "/contacts/people/:id/prefers", RIGHT_OFFICE },
	{ "GET", "/announce", RIGHT_WRITE },
	{ "GET", "/announce/:id/message", RIGHT_WRITE },
	{ "POST", "/announce/:id/message", RIGHT_WRITE },
	{ "GET", "/announce/:id/who", RIGHT_WRITE },
	{ "POST", "/announce/:id/who", RIGHT_WRITE },
	{ "POST", "/announce/:id/count", RIGHT_WRITE },
	{ "GET", "/announce/:id/languages", RIGHT_WRITE },
	{ "POST", "/announce/:id/languages", RIGHT_WRITE },
	{ "GET", "/announce/:id/when", RIGHT_WRITE },
	{ "POST", "/announce/:id/when", RIGHT_WRITE },
	{ "GET", "/announce/:id/confirm", RIGHT_WRITE },
	{ "POST", "/announce/:id/confirm", RIGHT_WRITE },
	{ "POST", "/announce/:id/draft", RIGHT_WRITE },
	{ "POST", "/announce/:id/discard", RIGHT_WRITE },
	{ "GET", "/sent", RIGHT_WRITE },
	{ "GET", "/messages/:id", RIGHT_WRITE },
	{ "GET", "/messages/:id/results.csv", RIGHT_WRITE },
	{ "POST", "/messages/:id/cancel", RIGHT_WRITE },
	{ "GET", "/templates", RIGHT_WRITE | RIGHT_LANGUAGE },
	{ "POST", "/templates/begin", RIGHT_SETTINGS },
	{ "GET", "/templates/new", RIGHT_WRITE },
	{ "POST", "/templates/new", RIGHT_WRITE },
	{ "POST", "/templates/look", RIGHT_WRITE | RIGHT_LANGUAGE },
	{ "GET", "/templates/archived", RIGHT_WRITE },
	{ "GET", "/templates/waiting", RIGHT_LANGUAGE },
	{ "GET", "/templates/:id", RIGHT_WRITE | RIGHT_LANGUAGE },
	{ "POST", "/templates/:id", RIGHT_WRITE },
	{ "POST", "/templates/:id/words", RIGHT_WRITE | RIGHT_LANGUAGE },
	{ "GET", "/templates/:id/history", RIGHT_WRITE | RIGHT_LANGUAGE },
	{ "POST", "/templates/:id/copy", RIGHT_WRITE },
	{ "POST", "/templates/:id/back", RIGHT_WRITE },
	{ "POST", "/templates/:id/end", RIGHT_WRITE },
	{ "GET", "/inbox", RIGHT_WRITE },
	{ "POST", "/inbox", RIGHT_WRITE },
	{ "GET", "/inbox/:id", RIGHT_WRITE },
	{ "POST", "/inbox/:id", RIGHT_WRITE },
	{ "POST", "/inbox/:id/preview", RIGHT_WRITE },
	{ "POST", "/inbox/:id/draft", RIGHT_WRITE },
	{ "POST", "/inbox/:id/note", RIGHT_WRITE },
	{ "POST", "/inbox/:id/close", RIGHT_WRITE },
	{ "POST", "/inbox/:id/hand-over", RIGHT_WRITE },
	{ "POST", "/inbox/:id/ask", RIGHT_WRITE },
	{ "POST", "/inbox/:id/language", RIGHT_WRITE },
	{ "POST", "/inbox/:id/retry", RIGHT_WRITE },
	{ "POST", "/inbox/:id/take-back", RIGHT_WRITE },
	{ "POST", "/inbox/:id/not-ours", RIGHT_OFFICE },
	{ "GET", "/inbox/:id/move", RIGHT_WRITE },
	{ "POST", "/inbox/:id/move", RIGHT_WRITE },
	{ "GET", "/files/:id", RIGHT_WRITE },
	{ "GET", "/language", RIGHT_LANGUAGE },
	{ "POST", "/language", RIGHT_LANGUAGE },
	{ "GET", "/language/said", RIGHT_LANGUAGE },
	{ "POST", "/language/said", RIGHT_LANGUAGE },
	{ "GET", "/language/terms", RIGHT_LANGUAGE },
	{ "POST", "/language/terms", RIGHT_LANGUAGE },
	{ "POST", "/language/terms/end", RIGHT_LANGUAGE },
	{ "GET", "/report", RIGHT_REPORT },
	{ "GET", "/report.csv", RIGHT_REPORT },
	{ "GET", "/report/rows", RIGHT_ROWS },
};

enum who { NOBODY, NO_ROLE, TEACHER, OFFICE, DESK, SCHOOL_ADMIN, LANGUAGE,
	ANALYST, DISTRICT_ADMIN, AUDITOR, ALL };
#define PEOPLE	(ALL + 1)

/* What each may, besides that they are signed in. */
static const struct {
	const char	*name;
	unsigned	 rights;
} people[PEOPLE] = {
	[NOBODY] = { "nobody", 0 },
	[NO_ROLE] = { "no role", 0 },
	[TEACHER] = { "teacher", RIGHT_WRITE | RIGHT_REPORT },
	[OFFICE] = { "office", RIGHT_WRITE | RIGHT_OFFICE | RIGHT_REPORT },
	[DESK] = { "desk", RIGHT_WRITE | RIGHT_OFFICE | RIGHT_REPORT },
	[SCHOOL_ADMIN] = { "school administrator", RIGHT_WRITE |
	    RIGHT_OFFICE | RIGHT_REPORT | RIGHT_USERS },
	[LANGUAGE] = { "language services", RIGHT_LANGUAGE },
	[ANALYST] = { "analyst", RIGHT_REPORT | RIGHT_BUDGET | RIGHT_ROWS },
	[DISTRICT_ADMIN] = { "district administrator", RIGHT_WRITE |
	    RIGHT_OFFICE | RIGHT_REPORT | RIGHT_BUDGET | RIGHT_USERS |
	    RIGHT_SETTINGS | RIGHT_AUDIT | RIGHT_ROWS },
	[AUDITOR] = { "auditor", RIGHT_REPORT | RIGHT_AUDIT | RIGHT_ROWS },
	[ALL] = { "all of it", ~RIGHT_OPEN },
};

static struct counter	 c;
static struct browser	 b;
static int64_t		 ids[PEOPLE];

static void
role(struct db *db, enum who who, enum role held, int64_t school)
{
	assert_null(role_give(db, ids[who], held, school, 0));
}

static void
seat(struct db *db, enum who who, int64_t at)
{
	assert_int_not_equal(at, 0);
	roster_add_member(db, at, ids[who]);
}

static int64_t
make(struct db *db, const void *unused)
{
	int64_t oak = db_number(db_query(db, "SELECT id FROM school "
		    "WHERE name = 'Oak Elementary School'", NONE));
	int64_t class = db_number(db_query(db, "SELECT min(id) FROM class "
		    "WHERE school = $1", INT(oak)));

	(void)unused;
	for (enum who i = NO_ROLE; i < PEOPLE; i++) {
		ids[i] = id_new();
		roster_add_person(db, &(struct person){ .id = ids[i],
		    .name = people[i].name, .language = "en-US",
		    .staff = true });
	}
	seat(db, TEACHER, seat_of_class(db, class));
	seat(db, OFFICE, seat_of_office(db, oak));
	seat(db, DESK, seat_of_desk(db));
	role(db, SCHOOL_ADMIN, ROLE_SCHOOL_ADMIN, oak);
	role(db, LANGUAGE, ROLE_LANGUAGE, 0);
	role(db, ANALYST, ROLE_ANALYST, 0);
	role(db, DISTRICT_ADMIN, ROLE_DISTRICT_ADMIN, 0);
	role(db, AUDITOR, ROLE_AUDITOR, 0);
	seat(db, ALL, seat_of_class(db, class));
	role(db, ALL, ROLE_SCHOOL_ADMIN, oak);
	for (enum role i = ROLE_LANGUAGE; i < ROLES; i++)
		role(db, ALL, i, 0);
	return 0;
}

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	b = (struct browser){ .counter = &c };
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

static const struct listed *
find_listed(const struct page *p)
{
	for (size_t i = 0; i < COUNT(listed); i++)
		if (strcmp(listed[i].method, p->method) == 0 &&
		    strcmp(listed[i].path, p->path) == 0)
			return &listed[i];
	return NULL;
}

static void
test_each_page_is_listed(void **state)
{
	const struct listed	*l;
	size_t			 n = 0;

	(void)state;
	for (const struct page *p = pages; p->method != NULL; p++, n++) {
		l = find_listed(p);
		if (l == NULL)
			fail_msg("%s %s: add its line to the list of this "
			    "test", p->method, p->path);
		else if (l->right != p->right)
			fail_msg("%s %s needs another right than the list "
			    "says", p->method, p->path);
	}
	if (n != COUNT(listed))
		fail_msg("%zu pages are listed, %zu are there",
		    COUNT(listed), n);
}

/* An address of that page; of nothing that is there. */
static const char *
path_of(const struct page *p)
{
	const char	*path = p->path, *out = "", *colon;

	while ((colon = strchr(path, ':')) != NULL) {
		out = arena_print(c.arena, "%s%.*s0ZZZZZZZZZZZZ", out,
		    (int)(colon - path), path);
		path = colon + strcspn(colon, "/.");
	}
	return arena_print(c.arena, "%s%s", out, path);
}

static bool
is_post(const struct page *p)
{
	return strcmp(p->method, "POST") == 0;
}

static int
ask(const struct page *p)
{
	return is_post(p) ? browser_post(&b, path_of(p), "") :
	    browser_get(&b, path_of(p));
}

static void
be(enum who who)
{
	if (who == NOBODY)
		b.cookie[0] = b.csrf[0] = '\0';
	else
		browser_is(&b, ids[who]);
}

static bool
goes_to_sign_in(int status)
{
	return status == 303 && strncmp(b.location, "/signin", 7) == 0;
}

/* Whether the answer is one for somebody who may, may not, is not there. */
static bool
is_expected(const struct page *p, enum who who, int status)
{
	bool ends = strstr(p->path, "sign") != NULL;

	if (p->right == RIGHT_OPEN)
		return status != 401 && status != 403 && status < 500;
	if (who == NOBODY)
		return goes_to_sign_in(status);
	if (p->right != RIGHT_NONE && !(p->right & people[who].rights))
		return status == 403;
	return status != 401 && status != 403 && status < 500 &&
	    (ends || !goes_to_sign_in(status));
}

static void
test_each_page_for_each_role(void **state)
{
	int status;

	(void)state;
	for (enum who who = NOBODY; who < PEOPLE; who++) {
		be(who);
		for (const struct page *p = pages; p->method != NULL; p++) {
			status = ask(p);
			if (!is_expected(p, who, status))
				fail_msg("%s: %s %s: %d %s", people[who].name,
				    p->method, p->path, status, b.location);
			if (strstr(p->path, "sign") != NULL)
				be(who);
		}
	}
}

/* Where they wanted to go is where they come after they signed in. */
static void
test_who_comes_back_after_signing_in(void **state)
{
	(void)state;
	be(NOBODY);
	assert_int_equal(browser_get(&b, "/users?q=a%26b"), 303);
	assert_string_equal(b.location, "/signin?next=%2Fusers%3Fq%3Da%2526b");
	b.fragment = "users";
	assert_int_equal(browser_get(&b, "/users"), 401);
	b.fragment = NULL;
}

/* What no browser of ours asks is told so, and nothing of it is a mistake of
 * the gateway's. */
static void
test_what_cannot_be_meant(void **state)
{
	static const char *const paths[] = { "/audit?from=%FF&to=%C3",
	    "/audit?deed=%FF&person=%FF", "/audit.csv?deed=%FF",
	    "/report?sort=%FF&language=%FF", "/report.csv?by=%FF",
	    "/sent?search=%FF", "/inbox?q=%FF&tab=%FF",
	    "/students?q=%FF&name=%FF", "/contacts?q=%FF&name=%FF",
	    "/settings?saved=%FF", "/settings/report?language=%FF" };

	(void)state;
	be(ALL);
	for (size_t i = 0; i < COUNT(paths); i++)
		if (browser_get(&b, paths[i]) != 200)
			fail_msg("%s", paths[i]);
	b.fragment = "no_such_part";
	assert_int_equal(browser_get(&b, "/inbox"), 404);
	b.fragment = NULL;
}

/* A form of somebody else's page, or of no page of ours. */
static void
test_a_form_that_is_not_ours(void **state)
{
	const char *own, *path;

	(void)state;
	for (const struct page *p = pages; p->method != NULL; p++) {
		if (!is_post(p))
			continue;
		path = path_of(p);
		be(ALL);
		own = arena_print(c.arena, "csrf=%s", b.csrf);
		if (browser_post_bare(&b, path, "") != 403)
			fail_msg("%s: without a token", p->path);
		if (browser_post_bare(&b, path, "csrf=") != 403)
			fail_msg("%s: with an empty token", p->path);
		b.site = "cross-site";
		if (browser_post_bare(&b, path, own) != 403)
			fail_msg("%s: from another site", p->path);
		b.site = "same-site";
		if (browser_post_bare(&b, path, own) != 403)
			fail_msg("%s: from a neighbour", p->path);
		b.site = NULL;
		b.origin = "https://evil.example";
		if (browser_post_bare(&b, path, own) != 403)
			fail_msg("%s: from another origin", p->path);
		b.origin = NULL;
		be(ALL);
		if (browser_post_bare(&b, path, own) != 403)
			fail_msg("%s: with the token of another session",
			    p->path);
	}
}

/* What is no form is read by nobody. */
static void
test_a_body_that_is_no_form(void **state)
{
	struct asking a = { .method = "POST", .path = "/me", .body = "{}",
	    .headers = { { "Content-Type", "application/json" } },
	    .header_count = 1 };

	(void)state;
	be(ALL);
	a.headers[a.header_count++] = (struct header){ "Cookie", b.cookie };
	assert_int_equal(counter_ask(&c, &a), 400);
	a.header_count = 0;
	assert_int_equal(counter_ask(&c, &a), 400);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test(f)
	const struct CMUnitTest tests[] = {
		CASE(test_each_page_is_listed),
		CASE(test_each_page_for_each_role),
		CASE(test_who_comes_back_after_signing_in),
		CASE(test_what_cannot_be_meant),
		CASE(test_a_form_that_is_not_ours),
		CASE(test_a_body_that_is_no_form),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
