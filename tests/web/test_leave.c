/*
 * The page of who wants no more mail: GET changes nothing; a button, or a mail
 * program by itself (RFC 8058), ends it for that mailbox; it may begin again.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/gateway.h"
#include "flow/token.h"
#include "store/attempt.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/db.h"
#include "tests/web/counter.h"

static struct counter	 c;
static struct db	*db;
static struct contact	 ana;
static const char	*path;

static void
begin(void)
{
	assert_true(db_begin(db));
	db_use(db, c.arena);
}

static int64_t
attempt_to(enum channel channel, const char *address, const char *language)
{
	struct attempt a = { .id = id_new(), .delivery = 1, .message = 1,
	    .account = "mail", .sender = "messages@oak.example",
	    .due = NOW * 2 };

	begin();
	(void)contact_find_or_add(db, channel, address, language, &ana);
	a.contact = ana.id;
	attempt_plan(db, &a);
	assert_true(db_commit(db));
	return a.id;
}

static const char *
path_of(int64_t attempt)
{
	return arena_print(c.arena, "/u/%s", token_make(c.arena,
	    c.gateway->token_key, TOKEN_UNSUBSCRIBE, attempt));
}

static int
setup(void **state)
{
	const char *why;

	(void)state;
	counter_open(&c);
	db = db_open(c.place.driver, c.place.where, true, &why);
	assert_non_null(db);
	path = path_of(attempt_to(CHANNEL_EMAIL, "ana@home.example",
	    "es-US"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	db_close(db);
	counter_close(&c);
	return 0;
}

static enum contact_state
state_now(void)
{
	struct contact now;

	begin();
	assert_true(contact_get(db, ana.id, &now));
	db_rollback(db);
	return now.state;
}

static unsigned
consents(struct consent **list)
{
	unsigned n;

	begin();
	n = consent_list(db, ana.id, list);
	db_rollback(db);
	return n;
}

static int
post(const char *to, const char *body)
{
	return counter_ask(&c, &(struct asking){ .method = "POST",
	    .path = to, .body = body });
}

static void
to_look_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(counter_get(&c, NULL, path), 200);
	assert_true(counter_says(&c, "<html lang=\"es-US\" dir=\"ltr\">"));
	assert_true(counter_says(&c, "<title>Correos de Millbrook"));
	assert_true(counter_says(&c, "<bdi>a...@home.example</bdi>"));
	assert_false(counter_says(&c, "ana@"));
	assert_true(counter_says(&c, "No más correos"));
	assert_int_equal(state_now(), CONTACT_UNCONFIRMED);
	assert_non_null(headers_get(&c.response.headers,
	    "Content-Security-Policy"));
	assert_string_equal(headers_get(&c.response.headers,
	    "Referrer-Policy"), "no-referrer");
	assert_string_equal(headers_get(&c.response.headers,
	    "Cache-Control"), "no-store");
}

static void
a_button_ends_it_and_another_begins_again(void **state)
{
	struct consent *list;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(post(path, "leave=yes"), 200);
		assert_true(counter_says(&c, "Ya no recibirá correos"));
		assert_int_equal(state_now(), CONTACT_STOPPED);
	}
	assert_int_equal(consents(&list), 1);
	assert_string_equal(list[0].what, "stop");
	assert_string_equal(list[0].source, "mail");
	assert_int_equal(counter_get(&c, NULL, path), 200);
	assert_true(counter_says(&c, "Mándenme correos otra vez"));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(post(path, "again=yes"), 200);
		assert_true(counter_says(&c, "otra vez"));
		assert_int_equal(state_now(), CONTACT_OK);
	}
	assert_int_equal(consents(&list), 2);
	assert_string_equal(list[0].what, "start");
}

static void
a_mail_program_does_it_with_one_request(void **state)
{
	(void)state;
	assert_int_equal(post(path, "List-Unsubscribe=One-Click"), 200);
	assert_int_equal(state_now(), CONTACT_STOPPED);
	assert_null(headers_get(&c.response.headers, "Location"));
	assert_null(headers_get(&c.response.headers, "Set-Cookie"));
}

static void
other_forms_do_nothing(void **state)
{
	static const char *const forms[] = { "", "x=1",
	    "List-Unsubscribe=Two-Clicks", "List-Unsubscribe=", "%zz",
	    "One-Click", "{\"leave\":\"yes\"}" };

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++)
		assert_int_equal(post(path, forms[i]), 400);
	assert_int_equal(state_now(), CONTACT_UNCONFIRMED);
}

static void
a_link_that_is_not_ours_says_so(void **state)
{
	int64_t		 text;
	const char	*wrong[5];

	(void)state;
	text = attempt_to(CHANNEL_SMS, "+17745550199", "en-US");
	wrong[0] = "/u/u";
	wrong[1] = arena_print(c.arena, "/u/%.30s0", path + 3);
	wrong[2] = arena_print(c.arena, "/u/%s", token_make(c.arena,
	    c.gateway->token_key, TOKEN_REPLY, text));
	wrong[3] = path_of(text);
	wrong[4] = path_of(id_new());
	for (size_t i = 0; i < COUNT(wrong); i++) {
		if (i == 1)
			continue;	/* What stands behind is not read. */
		assert_int_equal(post(wrong[i], "leave=yes"), 404);
		assert_true(counter_says(&c, "This link does not work."));
	}
	assert_int_equal(post(wrong[1], "leave=yes"), 200);
}

static void
words_we_have_not_are_said_in_english(void **state)
{
	(void)state;
	path = path_of(attempt_to(CHANNEL_EMAIL, "nur@home.example", "ckb"));
	assert_int_equal(counter_get(&c, NULL, path), 200);
	assert_true(counter_says(&c, "<html lang=\"en-US\" dir=\"ltr\">"));
	path = path_of(attempt_to(CHANNEL_EMAIL, "nura@home.example", "ar"));
	assert_int_equal(counter_get(&c, NULL, path), 200);
	assert_true(counter_says(&c, "<html lang=\"ar\" dir=\"rtl\">"));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(to_look_changes_nothing),
		TEST(a_button_ends_it_and_another_begins_again),
		TEST(a_mail_program_does_it_with_one_request),
		TEST(other_forms_do_nothing),
		TEST(a_link_that_is_not_ours_says_so),
		TEST(words_we_have_not_are_said_in_english),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
