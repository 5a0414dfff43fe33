/* What became of a message, in words: each state and each error has some. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/list.h"
#include "store/delivery.h"
#include "web/told.h"

#define NOW	INT64_C(1795316887000)

static void
a_sentence(const char *text)
{
	assert_non_null(text);
	assert_true(text[0] >= 'A' && text[0] <= 'Z');
	assert_int_equal(text[strlen(text) - 1], '.');
}

static void
each_state_and_each_error_has_sentences(void **state)
{
	struct plain plain;

	(void)state;
	for (int s = ATTEMPT_PLANNED; s <= ATTEMPT_PRACTICE; s++)
		for (int e = ERROR_NONE; e <= ERROR_UNKNOWN; e++) {
			plain = told_attempt(&(struct attempt){
			    .state = (enum attempt_state)s,
			    .class = (enum error_class)e, .due = NOW }, NOW);
			a_sentence(plain.sentence);
			a_sentence(plain.next);
		}
}

static void
each_delivery_has_sentences_also_without_an_attempt(void **state)
{
	struct plain plain;

	(void)state;
	for (int s = DELIVERY_WAITING; s <= DELIVERY_PRACTICE; s++) {
		plain = told_delivery_words(&(struct told_delivery){
		    .delivery.state = (enum delivery_state)s }, NULL, NOW);
		a_sentence(plain.sentence);
		a_sentence(plain.next);
	}
}

static void
what_the_carrier_said_is_told(void **state)
{
	struct attempt a = { .state = ATTEMPT_FAILED,
	    .class = ERROR_RCPT_PERM, .reason = "There is no such number." };

	(void)state;
	assert_string_equal(told_attempt(&a, NOW).sentence, a.reason);
	assert_string_equal(told_attempt(&a, NOW).next,
	    "Ask the family for another phone number.");
}

static void
what_waits_says_for_what(void **state)
{
	static const struct {
		int64_t		 due, tries;
		const char	*words;
	} cases[] = {
		{ NOW, 0, "turn" }, { NOW + HOURS(9), 0, "hour" },
		{ NOW, 1, "again" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_non_null(strstr(told_attempt(&(struct attempt){
		    .state = ATTEMPT_PLANNED, .due = cases[i].due,
		    .tries = cases[i].tries }, NOW).sentence,
		    cases[i].words));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_state_and_each_error_has_sentences),
		cmocka_unit_test(
		    each_delivery_has_sentences_also_without_an_attempt),
		cmocka_unit_test(what_the_carrier_said_is_told),
		cmocka_unit_test(what_waits_says_for_what),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
