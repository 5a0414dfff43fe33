/*
 * How words may be said: every kind, topic and state of words there is,
 * against the rules as domain.md 4 has them in sentences.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow/policy.h"
#include "store/translation.h"
#include "store/word.h"

static bool
in(const char *word, const char *words)
{
	const char *at = strstr(words, word);

	return at != NULL && (at == words || at[-1] == ' ') &&
	    (at[strlen(word)] == ' ' || at[strlen(word)] == '\0');
}

static bool
essential(enum kind kind, enum topic topic)
{
	return in(kind_word(kind), "emergency closing attendance") ||
	    in(topic_word(topic), "discipline special_education health "
	    "attendance enrolment");
}

static bool
private(enum topic topic)
{
	return in(topic_word(topic), "grades discipline special_education "
	    "health");
}

static void
see(enum kind kind, enum topic topic, enum policy_words words)
{
	bool		 discreet = policy_discreet(kind, topic, false);
	enum policy	 says = policy_say(kind, topic, false, words);

	assert_int_equal(policy_essential(kind, topic),
	    essential(kind, topic));
	assert_int_equal(discreet, private(topic) &&
	    kind != KIND_EMERGENCY);
	assert_false(policy_discreet(kind, topic, true));
	assert_int_equal(policy_say(kind, topic, true, words), POLICY_CALL);
	if (words == POLICY_ENGLISH_READER || words == POLICY_ORIGINAL ||
	    words == POLICY_APPROVED)
		assert_int_equal(says, POLICY_WORDS);
	else if (essential(kind, topic))
		assert_int_equal(says, POLICY_INTERPRETER);
	else
		assert_int_equal(says, words == POLICY_NONE ? POLICY_ENGLISH :
		    words == POLICY_DRAFT ? POLICY_WORDS : POLICY_NOTED);
}

static void
each_kind_topic_and_state_is_said_by_the_rules(void **state)
{
	(void)state;
	for (int k = 0; k < KINDS; k++)
		for (int t = 0; t < TOPICS; t++)
			for (int w = POLICY_ENGLISH_READER;
			    w <= POLICY_MACHINE; w++)
				see((enum kind)k, (enum topic)t,
				    (enum policy_words)w);
}

static void
who_reads_english_is_not_told_of_an_interpreter(void **state)
{
	static const enum policy_words words[] = {
		[WORDS_ORIGINAL] = POLICY_ORIGINAL,
		[WORDS_APPROVED] = POLICY_APPROVED,
		[WORDS_DRAFT] = POLICY_DRAFT,
		[WORDS_MACHINE] = POLICY_MACHINE,
	};
	struct translation t = { .language = "es" };

	(void)state;
	assert_int_equal(policy_words_of("en-US", NULL),
	    POLICY_ENGLISH_READER);
	assert_int_equal(policy_words_of("en", NULL), POLICY_ENGLISH_READER);
	assert_int_equal(policy_words_of("es-US", NULL), POLICY_NONE);
	assert_int_equal(policy_words_of("und", NULL), POLICY_NONE);
	for (int s = WORDS_ORIGINAL; s <= WORDS_MACHINE; s++) {
		t.state = (enum words_state)s;
		assert_int_equal(policy_words_of("es-US", &t), words[s]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_kind_topic_and_state_is_said_by_the_rules),
		cmocka_unit_test(
		    who_reads_english_is_not_told_of_an_interpreter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
