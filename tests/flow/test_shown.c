/*
 * What staff see of a text with pictures; and what the gateway says by itself
 * about consent, in the room of one text.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/sms.h"
#include "flow/shown.h"
#include "store/conversation.h"

static struct arena	*arena;
static struct locales	*locales;

static int
open_locales(void **state)
{
	const char	*folder = getenv("srcdir");
	char		 why[200];

	(void)state;
	arena = arena_new();
	locales = locales_open(arena_print(arena, "%s/locales",
	    folder != NULL ? folder : "."), why, sizeof why);
	return locales == NULL;
}

static int
close_locales(void **state)
{
	(void)state;
	locales_close(locales);
	arena_free(arena);
	return 0;
}

static const char *
say(const struct shown *shown, const char *words, const char *media,
    int64_t files)
{
	return shown_say(shown, arena, &(struct reply){ .words = words,
	    .media = media, .files = files });
}

static void
test_what_is_shown(void **state)
{
	struct shown *shown = shown_read(arena, locales);

	(void)state;
	assert_string_equal(say(shown, "Hello", NULL, 0), "Hello");
	assert_string_equal(say(shown, "", "[\"a\"]", 0), "Sent a picture");
	assert_string_equal(say(shown, " \n", "[\"a\"]", 0),
	    "Sent a picture");
	assert_string_equal(say(shown, "", "[\"a\",\"b\"]", 0),
	    "Sent 2 pictures");
	assert_string_equal(say(shown, "Look!", "[\"a\"]", 0),
	    "Look!\nSent a picture");
	assert_string_equal(say(shown, "", "[\"a\"]", 1), "Sent a file");
	assert_string_equal(say(shown, "Look!", "[\"a\",\"b\",\"c\"]", 2),
	    "Look!\nSent a picture\nSent 2 files");
	assert_string_equal(say(shown, "", NULL, 0), "Sent an empty text");
	assert_string_equal(say(shown, "", "no list", 7),
	    "Sent an empty text");
	assert_string_equal(say(shown, "", "[1,2,3,4,5,6,7,8,9,0,1,2]", 0),
	    "Sent 10 pictures");
}

static const char *
fill(const char *language, const char *key)
{
	const struct bridge_value values[] = {
		{ .name = "school", .text = "Norrback Avenue Primary School" },
		{ .name = "words", .text =
		    "call 508-555-0100 or oak@example.org" },
	};

	return locales_say(locales, arena, language, key, values,
	    COUNT(values));
}

/* The phone companies want the name of the sender, and in the answers to
 * START and HELP what it costs and how to stop. */
static void
test_answers_to_words_of_consent(void **state)
{
	static const char *const keys[] = { "auto.stop_confirmed",
	    "auto.start_confirmed", "auto.help", "auto.help_at" };
	struct sms	 sms;
	const char	*said;

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++) {
		said = fill("en-US", keys[i]);
		sms_measure(said, &sms);
		assert_int_equal(sms.encoding, SMS_GSM7);
		assert_int_equal(sms.parts, 1);
		assert_non_null(strstr(said, "Norrback"));
		assert_non_null(strstr(fill("es-US", keys[i]), "Norrback"));
		assert_non_null(strstr(said, i == 0 ? "START" : "STOP"));
		assert_non_null(strstr(fill("es-US", keys[i]),
		    i == 0 ? "START" : "STOP"));
		if (i > 0)
			assert_non_null(strstr(said, "Msg&data rates"));
	}
	assert_non_null(strstr(fill("en-US", "auto.start_confirmed"),
	    "HELP"));
	assert_non_null(strstr(fill("en-US", "auto.help_at"),
	    "508-555-0100"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_shown),
		cmocka_unit_test(test_answers_to_words_of_consent),
	};

	return cmocka_run_group_tests_name("shown", tests, open_locales,
	    close_locales);
}
