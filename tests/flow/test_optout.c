/*
 * What stops, what starts, what asks for help, and what is only something a
 * family wrote: to contacts who speak English and Spanish word by word; in
 * all languages by the list of words that the design was given
 * (optout_keywords.json), and by everyday answers (everyday.txt).
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "flow/keyword.h"
#include "flow/optout.h"
#include "provider.h"
#include "tests/flow/rig.h"

#define STOP	REPLY_STOP
#define START	REPLY_START
#define HELP	REPLY_HELP
#define READ	REPLY_MESSAGE
#define HOLD	(REPLY_AUTOMATIC + 1)	/* Read, and held besides. */

static const struct {
	const char	*text;
	int		 en, es, stopped;	/* stopped: English, too. */
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
	{ "please stop by the office", READ, READ, READ },
	{ "Stop please, he is ill", READ, READ, READ },
	{ "the bus stop", READ, READ, READ },
	{ "When does it end?", READ, READ, READ },
	{ "Is school cancelled", READ, READ, READ },
	{ "nonstop", READ, READ, READ },
	{ "no", HOLD, HOLD, HOLD },
	{ "No!", HOLD, HOLD, HOLD },
	{ "no?", READ, READ, READ },
	{ "TD", HOLD, HOLD, HOLD },
	{ "", READ, READ, READ },
	{ "?", READ, READ, READ },
	{ "\xf0\x9f\x91\x8d", READ, READ, READ },

	/* Of Spanish, to those who speak it. */
	{ "ALTO", READ, STOP, READ },
	{ "Parar", READ, STOP, READ },
	{ "pare", READ, HOLD, READ },
	{ "Cancelar", READ, HOLD, READ },
	{ "No m\xc3\xa1s", READ, STOP, READ },
	{ "no mas!", READ, STOP, READ },
	{ "No ma\xcc\x81s mensajes", READ, STOP, READ },	/* Apart. */
	{ "darme de baja", READ, STOP, READ },
	{ "basta", READ, HOLD, READ },
	{ "baja", READ, HOLD, READ },
	{ "\u00bfBaja?", READ, READ, READ },
	{ "\u00bfAlto?", READ, HOLD, READ },
	{ "STOP?", STOP, STOP, STOP },
	{ "No puedo m\xc3\xa1s", READ, READ, READ },
	{ "Mi hijo es alto", READ, READ, READ },

	{ "START", START, START, START },
	{ "unstop", START, START, START },
	{ "Empezar", READ, START, READ },
	{ "iniciar", READ, START, READ },
	{ "start the bus", READ, READ, READ },

	/* YES answers many questions. */
	{ "yes", READ, READ, START },
	{ "YES!", READ, READ, START },
	{ "yes, he is ill", READ, READ, READ },

	{ "HELP", HELP, HELP, HELP },
	{ "info", HELP, HELP, HELP },
	{ "ayuda", READ, HELP, READ },
	{ "I need help", READ, READ, READ },
};

static int
take(struct arena *arena, const struct written *w)
{
	bool		held;
	enum reply_what	what = optout_read(rig_keywords(), arena, w, &held);

	return held ? HOLD : (int)what;
}

static int
judge(struct arena *arena, const char *text, const char *language,
    bool stopped)
{
	return take(arena, &(struct written){ .text = text,
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
		if (judge(arena, t, "en-US", false) != texts[i].en ||
		    judge(arena, t, "es-US", false) != texts[i].es ||
		    judge(arena, t, "es", false) != texts[i].es ||
		    judge(arena, t, "en-US", true) != texts[i].stopped)
			fail_msg("\"%s\" was understood as something else",
			    t);
	}
	/* Spanish words say nothing in other languages. */
	assert_int_equal(judge(arena, "alto", "pt-BR", false), READ);
	assert_int_equal(judge(arena, "alto", "so", false), READ);
	arena_free(arena);
}

/* Of the language of our last text, and what answers its question. */
static void
test_the_last_text(void **state)
{
	struct arena	*arena = arena_new();
	struct written	 w = { .text = "alto", .language = "en-US",
			    .last = "es-US" };

	(void)state;
	assert_int_equal(take(arena, &w), STOP);
	w.asked = true;
	assert_int_equal(take(arena, &w), STOP);
	w.text = "Ya no.";
	assert_int_equal(take(arena, &w), HOLD);
	w.text = "No";
	assert_int_equal(take(arena, &w), READ);
	w.text = "Cancelar";
	assert_int_equal(take(arena, &w), HOLD);
	w.asked = false;
	w.text = "ya no";
	assert_int_equal(take(arena, &w), STOP);
	/* Ready in one of the languages, perhaps a stop in the other. */
	w = (struct written){ .text = "Pare", .language = "ht",
	    .last = "pt-BR" };
	assert_int_equal(take(arena, &w), HOLD);
	w.last = "ht";
	assert_int_equal(take(arena, &w), READ);
	arena_free(arena);
}

static const char *
source(struct arena *arena, const char *name)
{
	const char *folder = getenv("srcdir");

	return arena_print(arena, "%s/tests/flow/%s", folder != NULL ?
	    folder : ".", name);
}

/* "mepɛ bio" says "I want again", so it is held; who wants no more writes
 * "mempɛ bio", which stops. */
static bool
is_ambiguous(const json_t *ambiguous, const char *word)
{
	return json_object_get(ambiguous, word) != NULL ||
	    strcmp(word, "mep\u025b bio") == 0;
}

/* Each list of proposals: what a contact of the language says with them. */
static unsigned
try_proposals(struct arena *arena, json_t *lists, const json_t *ambiguous,
    int what)
{
	const char	*language;
	json_t		*list, *word;
	size_t		 i;
	unsigned	 wrong = 0;
	int		 is;

	json_object_foreach(lists, language, list)
		json_array_foreach(list, i, word) {
			is = judge(arena, json_string_value(word),
			    lang_tag(strcmp(language, "zh") == 0 ? "zh-Hans" :
			    language), what == START);
			if (is == (is_ambiguous(ambiguous,
			    json_string_value(word)) ? HOLD : what))
				continue;
			wrong++;
			print_error("%s: \"%s\" is %d, not %d\n", language,
			    json_string_value(word), is, what);
		}
	return wrong;
}

/* Of what is ambiguous each is held in some language, and stops in none. */
static unsigned
try_ambiguous(struct arena *arena, json_t *ambiguous)
{
	const char	*word, *language;
	json_t		*why;
	unsigned	 wrong = 0;
	bool		 held;
	int		 is;

	json_object_foreach(ambiguous, word, why) {
		held = false;
		for (unsigned i = 0; (language = keyword_language(
		    rig_keywords(), i)) != NULL; i++) {
			is = judge(arena, word, language, false);
			held |= is == HOLD;
			wrong += is == STOP;
		}
		wrong += !held;
		if (!held)
			print_error("\"%s\" is not held\n", word);
	}
	return wrong;
}

static void
test_the_given_words(void **state)
{
	static const char *const of_all[] = { "law_fcc_64_1200_a_10",
	    "twilio_default_long_code", "telnyx_default", "aws_required",
	    "phrases_en_to_honour" };
	struct arena	*arena = arena_new();
	json_t		*all, *out, *ambiguous, *word;
	size_t		 n;
	unsigned	 wrong = 0;

	(void)state;
	all = json_load_file(source(arena, "optout_keywords.json"), 0, NULL);
	assert_non_null(all);
	out = json_object_get(all, "opt_out");
	ambiguous = json_object_get(out, "ambiguous_hold");
	wrong += try_proposals(arena, json_object_get(out, "proposed"),
	    ambiguous, STOP);
	wrong += try_proposals(arena, json_object_get(json_object_get(all,
	    "start"), "proposed"), ambiguous, START);
	wrong += try_proposals(arena, json_object_get(json_object_get(all,
	    "help"), "proposed"), ambiguous, HELP);
	wrong += try_ambiguous(arena, ambiguous);
	for (size_t i = 0; i < COUNT(of_all); i++)
		json_array_foreach(json_object_get(out, of_all[i]), n, word) {
			if (strcmp(json_string_value(word), "wrong number") ==
			    0)
				continue;	/* test_phrase has it. */
			wrong += judge(arena, json_string_value(word), "ne",
			    false) != (is_ambiguous(ambiguous,
			    json_string_value(word)) ? HOLD : STOP);
		}
	json_decref(all);
	assert_int_equal(wrong, 0);
	arena_free(arena);
}

/* All our own words do what their list says, with their marks and without. */
static void
test_our_words(void **state)
{
	static const int	 does[KEYWORDS] = { STOP, HOLD, -1, START,
				    START, HELP, -1, -1 };
	const struct keywords	*k = rig_keywords();
	const char		*language, *const *words;
	struct arena		*arena = arena_new();
	unsigned		 marked, n, wrong = 0;
	int			 is;

	(void)state;
	for (unsigned i = 0; (language = keyword_language(k, i)) != NULL; i++)
		for (enum keyword what = 0; what < KEYWORDS; what++) {
			n = keyword_list(k, i, what, &words, &marked);
			assert_true(marked <= n);
			for (unsigned w = 0; w < n; w++) {
				is = judge(arena, words[w], language, true);
				if (does[what] == -1 || is == does[what] ||
				    (is == HOLD && w >= marked))
					continue;
				wrong++;
				print_error("%s: \"%s\" is %d\n", language,
				    words[w], is);
			}
		}
	assert_int_equal(wrong, 0);
	arena_free(arena);
}

/* How many contacts, one for each language, that answer would stop. */
static unsigned
try_everyday(struct arena *arena, const char *language, const char *text,
    unsigned *held)
{
	struct written	w = { .text = text, .last = language };
	const char	*tag;
	unsigned	stopped = 0;
	int		is;

	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++) {
		w.language = tag;
		is = take(arena, &w);
		stopped += is == STOP;
		w.language = w.last = language;
		if (i == 0)
			*held += take(arena, &w) == HOLD;
	}
	/* Who says that it is not their number gets nothing more, either. */
	return stopped + phrase_wrong_number(arena, &w);
}

static void
test_everyday_answers(void **state)
{
	struct arena	*arena;
	char		 line[400], *text;
	unsigned	 count = 0, stopped = 0, held = 0, n;
	FILE		*file;

	(void)state;
	arena = arena_new();
	file = fopen(source(arena, "everyday.txt"), "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		text = strchr(line, '\t');
		assert_non_null(text);
		*text++ = '\0';
		arena_clear(arena);
		n = try_everyday(arena, line, text, &held);
		if (n > 0)
			print_error("%s: \"%s\" stops %u\n", line, text, n);
		stopped += n;
		count++;
	}
	fclose(file);
	arena_free(arena);
	assert_int_equal(stopped, 0);
	assert_true(count > 2000);
	/* And of a hundred less than one is held in its own language. */
	print_message("%u answers, %u held\n", count, held);
	assert_true(held * 100 < count);
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
		cmocka_unit_test(test_the_last_text),
		cmocka_unit_test(test_the_given_words),
		cmocka_unit_test(test_our_words),
		cmocka_unit_test(test_everyday_answers),
		cmocka_unit_test(test_who_answers_them),
	};

	return cmocka_run_group_tests_name("optout", tests, NULL, NULL);
}
