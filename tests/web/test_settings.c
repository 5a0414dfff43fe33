/* The pages of administrators: settings, with a test of a provider, health,
 * and the log. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/chain.h"
#include "flow/gateway.h"
#include "store/job.h"
#include "tests/web/counter.h"

static struct counter c;

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	counter_sign_in(&c, "Carmen Lopez", "district_admin");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

static long long
count(const char *sql)
{
	return place_sql(&c.place, sql);
}

static bool
page_says(const char *path, const char *words)
{
	assert_int_equal(counter_page(&c, path), 200);
	assert_false(counter_says(&c, "(("));
	return counter_says(&c, words);
}

static void
practice(void)
{
	count("UPDATE district SET sample = 0, practice = 1");
}

static void
each_page_is_there_and_has_no_secret(void **state)
{
	static const char *const paths[] = { "/settings",
	    "/settings/district", "/settings/numbers", "/settings/accounts",
	    "/settings/hours", "/settings/mail", "/settings/words",
	    "/settings/words?language=es-US", "/settings/report", "/health",
	    "/settings/translation",
	    "/audit" };

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_true(page_says(paths[i], "<h1>"));
		assert_false(counter_says(&c, c.twilio.auth_token));
	}
	assert_int_equal(counter_page(&c, "/settings/hours?school=0000000"
	    "00000Z"), 404);
}

static void
each_language_says_who_translates_it(void **state)
{
	const char *options[] = { "http://127.0.0.1:1", "", "ht ak" };
	struct configured *k = &c.configured;

	(void)state;
	assert_true(page_says("/settings/translation", "Spanish"));
	assert_true(counter_says(&c, "no translator yet"));
	assert_true(counter_says(&c, "Not available"));
	for (size_t i = 0; translators[i] != NULL; i++)
		if (strcmp(translators[i]->name, "libretranslate") == 0)
			k->translators[0].translator = translators[i];
	k->translators[0].name = "lingua";
	k->translators[0].options = options;
	k->translator_use[0].simulated = true;
	k->translator_count = 1;
	assert_true(page_says("/settings/translation", "lingua"));
	assert_true(counter_says(&c, "LibreTranslate"));
	assert_true(counter_says(&c, "simulated"));
	assert_false(counter_says(&c, "Not available"));
	options[2] = "ht";		/* Nobody else has Twi. */
	assert_true(page_says("/settings/translation", "Not available"));
	options[2] = "ht ak";
	for (unsigned i = 0; translators[i] != NULL; i++)
		k->translators[k->translator_count++] =
		    (struct translating_account){ "one more",
		    translators[i], options };
	assert_true(page_says("/settings/translation", "Azure Translator"));
	k->routes[0].translator = -1;
	k->route_count = 1;
	assert_true(page_says("/settings/translation", "Not available"));
}

static void
others_see_none_of_it(void **state)
{
	static const char *const paths[] = { "/settings",
	    "/settings/accounts", "/settings/translation", "/health",
	    "/audit", "/audit.csv" };

	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_int_equal(counter_page(&c, paths[i]), 403);
	assert_int_equal(counter_form(&c, "/settings/district",
	    "name=Mine"), 403);
	assert_int_equal(count("SELECT count(*) FROM district "
	    "WHERE name = 'Mine'"), 0);
}

static void
the_district_has_a_name(void **state)
{
	(void)state;
	assert_int_equal(counter_form(&c, "/settings/district", "name=+"),
	    422);
	assert_true(counter_says(&c, "Write the name of the district."));
	assert_int_equal(counter_form(&c, "/settings/district",
	    "name=Maple+Schools"), 303);
	assert_string_equal(counter_went(&c), "/settings/district?saved=1");
	assert_true(page_says("/settings/district", "Maple Schools"));
	assert_true(counter_says(&c, "Last changed"));
	assert_int_equal(count("SELECT count(*) FROM audit "
	    "WHERE deed = 'district.name'"), 1);
}

/* Numbers are checked before any is kept; the audit has what changed. */
static void
families_may_call_somebody(void **state)
{
	(void)state;
	assert_int_equal(counter_form(&c, "/settings/office",
	    "phone=508-555"), 422);
	assert_true(counter_says(&c, "A phone is a whole number"));
	assert_int_equal(counter_form(&c, "/settings/office",
	    "phone=508-799-3116&private=1"), 303);
	assert_true(page_says("/settings/district", "+15087993116"));
	assert_int_equal(count("SELECT count(*) FROM district "
	    "WHERE phone = '+15087993116'"), 1);
	assert_int_equal(count("SELECT count(*) FROM setting "
	    "WHERE name = 'words.private' AND value = 'yes'"), 1);
	assert_int_equal(counter_form(&c, "/settings/office",
	    "phone=508-799-3116"), 303);
	assert_int_equal(count("SELECT count(*) FROM audit "
	    "WHERE deed = 'office.phone'"), 1);
	assert_int_equal(count("SELECT count(*) FROM audit "
	    "WHERE deed = 'words.private'"), 2);
}

static void
practice_has_a_list(void **state)
{
	(void)state;
	practice();
	assert_int_equal(counter_form(&c, "/settings/practice",
	    "address=12"), 422);
	assert_true(counter_says(&c, "too few digits"));
	assert_int_equal(counter_form(&c, "/settings/practice",
	    "address=%2B15085550133&note=Mine"), 303);
	assert_true(page_says("/settings/district", "+15085550133"));
	assert_int_equal(counter_form(&c, "/settings/practice",
	    "address=%2B15085550133&remove=1"), 303);
	assert_false(page_says("/settings/district", "+15085550133"));
	/* A simulated account reaches nobody, so nothing goes live. */
	assert_int_equal(counter_form(&c, "/settings/live", "typed=x"), 422);
	assert_int_equal(count("SELECT practice FROM district"), 1);
}

/* Once, however often the form is sent; in practice to the list only. */
static void
a_provider_is_tried(void **state)
{
	(void)state;
	practice();
	assert_int_equal(counter_form(&c, "/settings/accounts",
	    "account=main&key=a&address=x%40y.example"), 422);
	assert_true(counter_says(&c, "This account carries texts."));
	assert_int_equal(counter_form(&c, "/settings/accounts",
	    "account=main&key=a&address=%2B15085550133"), 422);
	assert_true(counter_says(&c, "only to the practice list"));
	assert_int_equal(count("SELECT count(*) FROM aside"), 0);
	assert_int_equal(counter_form(&c, "/settings/practice",
	    "address=%2B15085550133"), 303);
	for (unsigned i = 0; i < 2; i++)
		assert_int_equal(counter_form(&c, "/settings/accounts",
		    "account=main&key=b&address=%2B15085550133"), 303);
	assert_int_equal(count("SELECT count(*) FROM aside "
	    "WHERE what = 'trial'"), 1);
	assert_int_equal(count("SELECT count(*) FROM contact "
	    "WHERE address = '+15085550133'"), 0);
	assert_true(page_says("/settings/accounts", "+15085550133"));
}

static void
whoever_said_stop_gets_no_test(void **state)
{
	(void)state;
	count("UPDATE contact SET state = 'stopped' "
	    "WHERE address = '+15085550120'");
	assert_int_equal(counter_form(&c, "/settings/accounts",
	    "account=main&key=a&address=%2B15085550120"), 422);
	assert_true(counter_says(&c, "asked us to send nothing more"));
	assert_int_equal(count("SELECT count(*) FROM aside"), 0);
}

static void
hours_are_set_and_taken_away(void **state)
{
	(void)state;
	assert_int_equal(counter_form(&c, "/settings/hours", "kind=direct&"
	    "opens=21:00&closes=07:00&use=hours&hours=48"), 422);
	assert_true(counter_says(&c, "must begin before they end"));
	assert_int_equal(counter_form(&c, "/settings/hours", "kind=direct&"
	    "opens=06:30&closes=21:00&use=hours&hours=48"), 303);
	assert_true(page_says("/settings/hours", "6:30 AM to 9:00 PM"));
	assert_true(counter_says(&c, "Too late after 2 days."));
	assert_int_equal(counter_form(&c, "/settings/hours", "kind=today&"
	    "any=1&use=until&until=18:00"), 303);
	assert_true(page_says("/settings/hours", "Too late after 6:00 PM."));
	assert_int_equal(counter_form(&c, "/settings/hours", "kind=direct&"
	    "reset=1"), 303);
	assert_false(page_says("/settings/hours", "6:30 AM to 9:00 PM"));
	assert_int_equal(counter_form(&c, "/settings/hours", "kind=system"),
	    422);
}

static void
a_target_is_of_each_month_or_of_one(void **state)
{
	(void)state;
	assert_int_equal(counter_form(&c, "/settings/report",
	    "target=many"), 422);
	assert_int_equal(counter_form(&c, "/settings/report",
	    "target=1200&month="), 303);
	assert_int_equal(counter_form(&c, "/settings/report",
	    "target=800&month=2026-12"), 303);
	assert_true(page_says("/settings/report", "1,200 messages"));
	assert_true(counter_says(&c, "800 messages"));
	assert_int_equal(counter_form(&c, "/settings/report",
	    "target=&month=2026-12"), 303);
	assert_false(page_says("/settings/report", "800 messages"));
	assert_int_equal(count("SELECT count(*) FROM setting "
	    "WHERE name = 'report.target' AND value = '1200'"), 1);
}

/* Until the chain was counted again. */
static void
count_again(void)
{
	assert_int_equal(counter_form(&c, "/audit/check", ""), 303);
	gateway_tick(c.gateway);
	do
		(void)counter_get(&c, c.desk, "/api/v1/me");
	while (!chain_idle(c.gateway->chain));
}

static void
the_log_says_who_did_what(void **state)
{
	(void)state;
	counter_sign_in(&c, "Carmen Lopez", "auditor");
	assert_true(page_says("/audit", "was not checked yet"));
	counter_sign_in(&c, "Carmen Lopez", "district_admin");
	assert_int_equal(counter_form(&c, "/settings/district",
	    "name=%3D1%2B1"), 303);
	assert_int_equal(counter_form(&c, "/settings/report",
	    "target=1200"), 303);
	counter_sign_in(&c, "Carmen Lopez", "auditor");
	assert_true(page_says("/audit?deed=district.name", "=1+1"));
	assert_false(counter_says(&c, "every month: 1200"));
	assert_false(page_says("/audit?from=2030-01-01", "=1+1, before"));
	assert_true(counter_says(&c, "Nothing fits."));
	assert_int_equal(counter_page(&c, "/audit.csv"), 200);
	assert_true(counter_says(&c, "\"district.name\""));
	assert_true(counter_says(&c, "\"'=1+1, before:"));
	assert_false(counter_says(&c, "\"=1+1"));
}

static void
a_row_that_was_altered_is_told(void **state)
{
	(void)state;
	assert_int_equal(counter_form(&c, "/settings/report", "target=1"),
	    303);
	counter_sign_in(&c, "Carmen Lopez", "auditor");
	count_again();
	assert_true(page_says("/audit", "Nothing was changed from outside"));
	count("UPDATE audit SET note = 'x' WHERE deed = 'report.target'");
	count_again();
	assert_true(page_says("/audit", "does not fit the one before"));
	counter_sign_in(&c, "Carmen Lopez", "district_admin");
	assert_true(page_says("/health", "The audit was altered"));
	assert_false(counter_says(&c, "All is well"));
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(each_page_is_there_and_has_no_secret),
		TEST(each_language_says_who_translates_it),
		TEST(others_see_none_of_it),
		TEST(the_district_has_a_name),
		TEST(families_may_call_somebody),
		TEST(practice_has_a_list),
		TEST(a_provider_is_tried),
		TEST(whoever_said_stop_gets_no_test),
		TEST(hours_are_set_and_taken_away),
		TEST(a_target_is_of_each_month_or_of_one),
		TEST(the_log_says_who_did_what),
		TEST(a_row_that_was_altered_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
