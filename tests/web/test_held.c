/*
 * What may be a stop, on the pages: the office is asked and says which; and
 * whoever writes is warned of words that would make families stop.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tests/web/talks.h"

static const char *
say_path(void)
{
	return arena_print(c.arena, "/contacts/held/%s",
	    value("action=\"/contacts/held/"));
}

static int
said(const char *path, const char *key, const char *body)
{
	return counter_ask(&c, &(struct asking){ "POST", path, key, NULL,
	    body, .headers = { { "Content-Type", "application/json" } },
	    .header_count = 1 });
}

static void
the_office_is_asked_and_says_which(void **state)
{
	const char *path;

	(void)state;
	text(LINH, "Dung");
	as("Carmen Lopez");
	see("/");
	has("May want to stop");
	has("1 family has written a word");
	see("/contacts/held");
	has("Linh");
	has("lang=\"vi\" dir=\"auto\">Dung<");
	has("Yes, stop");
	path = say_path();
	see(first_talk("/inbox?tab=all"));
	has("They wrote a word that may mean stop");
	see("/contacts/held");
	post(422, path, "answer=maybe");
	post(303, path, "answer=no");
	see(counter_went(&c));
	has("What waited for them goes now");
	has("No family has written a word");
	see("/");
	has_not("May want to stop");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'contact.held_no'"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM contact "
	    "WHERE state = 'stopped'"), 0);
	post(303, path, "answer=stop");
	see(counter_went(&c));
	has("A colleague has said it already");

	text(LINH, "Thôi");
	see("/contacts/held");
	post(303, say_path(), "answer=stop");
	see(counter_went(&c));
	has("Nothing goes there any more");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM contact "
	    "WHERE state = 'stopped' AND address = '" LINH "'"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed IN ('contact.held_stop', 'contact.stop')"), 2);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM consent "
	    "WHERE what = 'stop' AND source = 'office'"), 1);
}

static void
no_other_school_and_no_teacher_sees_it(void **state)
{
	const char *path;

	(void)state;
	text(LINH, "huy");
	as("Grace Chen");
	see("/contacts/held");
	path = say_path();
	as("Thomas Reed");
	assert_int_equal(counter_page(&c, "/contacts/held"), 403);
	assert_int_equal(counter_form(&c, path, "answer=stop"), 403);
	as("Paula Silva");
	see("/contacts/held");
	has("No family has written a word");
	post(303, path, "answer=stop");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM held "
	    "WHERE state = 'open'"), 1);
}

/* The same by the API, with the same rights. */
static void
an_office_says_it_by_the_api(void **state)
{
	const char *path;

	(void)state;
	text(LINH, "huy");
	assert_int_equal(counter_get(&c, c.teacher, "/api/v1/held"), 403);
	assert_int_equal(counter_get(&c, c.nobody, "/api/v1/held"), 403);
	assert_int_equal(counter_get(&c, c.office, "/api/v1/held"), 200);
	assert_string_equal(json_string_value(json_object_get(json_array_get(
	    json_object_get(c.json, "held"), 0), "words")), "huy");
	path = arena_print(c.arena, "/api/v1/held/%s", json_string_value(
	    json_object_get(json_array_get(json_object_get(c.json, "held"),
	    0), "id")));
	assert_int_equal(said(path, c.teacher, "{\"answer\": \"stop\"}"), 403);
	assert_int_equal(said(path, c.nobody, "{\"answer\": \"stop\"}"), 403);
	assert_int_equal(said(path, c.office, "{\"answer\": \"yes\"}"), 422);
	/* She sits in another school's office from now on. */
	(void)place_sql(&c.place, "UPDATE seat SET school = (SELECT id FROM "
	    "school WHERE name LIKE '%High%') WHERE kind = 'office' AND "
	    "name LIKE 'Oak%'");
	assert_int_equal(counter_get(&c, c.office, "/api/v1/held"), 200);
	assert_int_equal(json_array_size(json_object_get(c.json, "held")), 0);
	assert_int_equal(said(path, c.office, "{\"answer\": \"stop\"}"), 404);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM held "
	    "WHERE state = 'open'"), 1);
	assert_int_equal(said(path, c.desk, "{\"answer\": \"stop\"}"), 200);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'contact.held_stop' AND person <> 0 "
	    "AND api_key <> 0"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM contact "
	    "WHERE state = 'stopped' AND address = '" LINH "'"), 1);
	assert_int_equal(said(path, c.desk, "{\"answer\": \"no\"}"), 404);
}

static void
what_asks_for_a_stop_is_warned_of(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, "STOP?");
	text(LINH, "Dạ có");
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	post(200, below(talk, "/preview"), "words=Reply+CANCEL+to+cancel."
	    "&key=a&seen=");
	has("gets no more messages");
	post(200, below(talk, "/preview"), "words=Reply+YES.&key=a&seen=");
	has_not("gets no more messages");
}

static void
the_phone_company_has_told_them(void **state)
{
	(void)state;
	text(ROSA, "stop");
	as("Grace Chen");
	see(first_talk("/inbox?tab=all"));
	has("The phone company has told this family.");
	text(LINH, "dừng");
	see(first_talk("/inbox?tab=all"));
	has("Asked for no more messages");
	has_not("The phone company has told this family.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define CASE(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
		CASE(the_office_is_asked_and_says_which),
		CASE(no_other_school_and_no_teacher_sees_it),
		CASE(an_office_says_it_by_the_api),
		CASE(what_asks_for_a_stop_is_warned_of),
		CASE(the_phone_company_has_told_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
