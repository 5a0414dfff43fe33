/*
 * What stops, what starts, what asks for help, and what is only something a
 * family wrote; to contacts who speak English and Spanish.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/optout.h"
#include "provider.h"

#define STOP	REPLY_STOP
#define START	REPLY_START
#define HELP	REPLY_HELP
#define TEXT	REPLY_MESSAGE

static const struct {
	const char	*text;
	enum reply_what	 en, es, stopped;	/* stopped: English, too. */
} texts[] = {
	/* The words of the law, in any dress. */
	{ "STOP", STOP, STOP, STOP },
	{ "stop", STOP, STOP, STOP },
	{ " Stop. ", STOP, STOP, STOP },
	{ "S.T.O.P.", STOP, STOP, STOP },
	{ "\"STOP\"", STOP, STOP, STOP },
	{ "stop!!!", STOP, STOP, STOP },
	{ "STOP \xf0\x9f\x9b\x91", STOP, STOP, STOP },
	{ "\xef\xbc\xb3\xef\xbc\xb4\xef\xbc\xaf\xef\xbc\xb0", STOP, STOP,
	    STOP },				/* Wide letters. */
	{ "\xe2\x80\x8estop\xe2\x80\x8f", STOP, STOP, STOP },
	{ "stop\n", STOP, STOP, STOP },
	{ "quit", STOP, STOP, STOP },
	{ "END", STOP, STOP, STOP },
	{ "revoke", STOP, STOP, STOP },
	{ "opt out", STOP, STOP, STOP },
	{ "Opt-Out", STOP, STOP, STOP },
	{ "OPTOUT", STOP, STOP, STOP },
	{ "cancel", STOP, STOP, STOP },
	{ "Unsubscribe", STOP, STOP, STOP },
	{ "stopall", STOP, STOP, STOP },
	{ "STOP  ALL", STOP, STOP, STOP },
	{ "Stop texting me.", STOP, STOP, STOP },
	{ "Don't text me!", STOP, STOP, STOP },
	{ "Do not text me", STOP, STOP, STOP },

	/* Not in the middle of a sentence, and no other word. */
	{ "please stop by the office", TEXT, TEXT, TEXT },
	{ "Stop please, he is ill", TEXT, TEXT, TEXT },
	{ "the bus stop", TEXT, TEXT, TEXT },
	{ "When does it end?", TEXT, TEXT, TEXT },
	{ "Is school cancelled", TEXT, TEXT, TEXT },
	{ "nonstop", TEXT, TEXT, TEXT },
	{ "no", TEXT, TEXT, TEXT },
	{ "", TEXT, TEXT, TEXT },
	{ "?", TEXT, TEXT, TEXT },
	{ "\xf0\x9f\x91\x8d", TEXT, TEXT, TEXT },

	/* Of Spanish, to those who speak it. */
	{ "ALTO", TEXT, STOP, TEXT },
	{ "Parar", TEXT, STOP, TEXT },
	{ "pare", TEXT, STOP, TEXT },
	{ "Cancelar", TEXT, TEXT, TEXT },
	{ "No m\xc3\xa1s", TEXT, STOP, TEXT },
	{ "no mas!", TEXT, STOP, TEXT },
	{ "No ma\xcc\x81s mensajes", TEXT, STOP, TEXT },	/* Apart. */
	{ "darme de baja", TEXT, STOP, TEXT },
	{ "basta", TEXT, TEXT, TEXT },
	{ "baja", TEXT, TEXT, TEXT },
	{ "No puedo m\xc3\xa1s", TEXT, TEXT, TEXT },
	{ "Mi hijo es alto", TEXT, TEXT, TEXT },

	{ "START", START, START, START },
	{ "unstop", START, START, START },
	{ "Empezar", TEXT, START, TEXT },
	{ "iniciar", TEXT, START, TEXT },
	{ "start the bus", TEXT, TEXT, TEXT },

	/* YES answers many questions. */
	{ "yes", TEXT, TEXT, START },
	{ "YES!", TEXT, TEXT, START },
	{ "yes, he is ill", TEXT, TEXT, TEXT },

	{ "HELP", HELP, HELP, HELP },
	{ "info", HELP, HELP, HELP },
	{ "ayuda", TEXT, HELP, TEXT },
	{ "I need help", TEXT, TEXT, TEXT },
};

static enum reply_what
read(struct arena *arena, const char *text, const char *language,
    bool stopped)
{
	return optout_read(arena, &(struct written){ .text = text,
	    .language = language, .stopped = stopped });
}

static void
test_words_of_consent(void **state)
{
	struct arena	*arena = arena_new();
	const char	*t;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		t = texts[i].text;
		if (read(arena, t, "en-US", false) != texts[i].en ||
		    read(arena, t, "es-US", false) != texts[i].es ||
		    read(arena, t, "es", false) != texts[i].es ||
		    read(arena, t, "en-US", true) != texts[i].stopped)
			fail_msg("\"%s\" was understood as something else",
			    t);
	}
	/* Spanish words say nothing in other languages. */
	assert_int_equal(read(arena, "alto", "pt-BR", false), TEXT);
	assert_int_equal(read(arena, "alto", "so", false), TEXT);
	arena_free(arena);
}

/* A provider takes the whole text, and no other dress of it. */
static void
test_who_answers_them(void **state)
{
	static const char *const own[] = { "STOP", "HELP", NULL };
	struct provider	 provider = { .answers_itself = own }, silent = { 0 };

	(void)state;
	assert_true(optout_answered(&provider, "STOP"));
	assert_true(optout_answered(&provider, " stop\n"));
	assert_true(optout_answered(&provider, "Help"));
	assert_false(optout_answered(&provider, "Stop."));
	assert_false(optout_answered(&provider, "stop all"));
	assert_false(optout_answered(&provider, "sto"));
	assert_false(optout_answered(&provider, ""));
	assert_false(optout_answered(&provider, "ALTO"));
	assert_false(optout_answered(&silent, "STOP"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_of_consent),
		cmocka_unit_test(test_who_answers_them),
	};

	return cmocka_run_group_tests_name("optout", tests, NULL, NULL);
}
