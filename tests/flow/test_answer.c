/*
 * Texts that ask for a word of consent as an answer, and texts that do not.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/answer.h"
#include "tests/flow/rig.h"

static const struct {
	const char	*language, *text, *found;	/* NULL: nothing. */
} texts[] = {
	{ "en-US", "Reply CANCEL to cancel the meeting.", "\"cancel\"" },
	{ "en-US", "The meeting is at 3. Reply YES or CANCEL.", "\"cancel\"" },
	{ "en-US", "Please reply with \"end\" when it is over", "\"end\"" },
	{ "en-US", "Text back: quit, if he leaves soccer.", "\"quit\"" },
	{ "en-US", "Answer 1, 2 or opt out", "\"opt out\"" },
	{ "en-US", "Write “Remove” and we take him off.", "\"remove\"" },
	{ "en-US", "Reply INFO for the field trip.", "\"info\"" },
	{ "en-US", "reply stop if your child takes bus 4", "\"stop\"" },
	{ "es-US", "Responda CANCELAR para cancelar la cita.", "\"cancelar\"" },
	{ "es-US", "Responda con la palabra BAJA.", "\"baja\"" },
	{ "es-US", "Conteste ALTO si no viene.", "\"alto\"" },
	{ "pt-BR", "Responda SAIR para sair mais cedo.", "\"sair\"" },
	{ "vi", "Trả lời HỦY để hủy.", NULL },
	{ "vi", "Viết “HỦY” cho chúng tôi.", "\"hủy\"" },

	{ "en-US", "Reply STOP to stop.", NULL },
	{ "en-US", "Reply HELP for help, STOP to stop.", NULL },
	{ "en-US", "Reply END to end these messages.", NULL },
	{ "en-US", "Please answer by the end of the day.", NULL },
	{ "en-US", "Reply YES or NO.", NULL },
	{ "en-US", "Text me when you cancel the meeting.", NULL },
	{ "en-US", "Can you stop by the office? Please reply.", NULL },
	{ "en-US", "We will send the end-of-year report.", NULL },
	{ "en-US", "He wrote “the end” under it.", NULL },
	{ "en-US", "The bus does not stop at Elm. Write to us.", NULL },
	{ "en-US", "", NULL },
	{ "en-US", "reply", NULL },
	{ "en-US", "\"", NULL },
	{ "es-US", "Responda SI o NO.", NULL },
	{ "es-US", "Responda STOP para no recibir mensajes.", NULL },
	{ "es-US", "Escriba antes de salir.", NULL },
};

static void
test_what_is_asked_for(void **state)
{
	struct arena	*arena = arena_new();
	const char	*found, *wanted;
	unsigned	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		wanted = texts[i].found;
		found = answer_warning(rig_keywords(), arena, texts[i].text,
		    texts[i].language);
		if (wanted == NULL ? found == NULL : found != NULL &&
		    strstr(found, wanted) != NULL)
			continue;
		wrong++;
		print_error("%s: %s\n", texts[i].text, found == NULL ?
		    "nothing" : found);
	}
	assert_int_equal(wrong, 0);
	arena_free(arena);
}

static void
test_what_is_a_question(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_true(answer_wanted(arena, "Will you come?"));
	assert_true(answer_wanted(arena, "Reply YES or NO."));
	assert_true(answer_wanted(arena, "Responda antes del viernes."));
	assert_false(answer_wanted(arena, "Picture day is on Monday."));
	assert_false(answer_wanted(arena, "We replied to it."));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_asked_for),
		cmocka_unit_test(test_what_is_a_question),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
