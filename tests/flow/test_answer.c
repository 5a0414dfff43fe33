/*
 * Texts that ask for a word of consent as an answer, and texts that do not.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/lang.h"
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
	{ "vi", "Trả lời HỦY nếu cháu không đến.", "\"hủy\"" },
	{ "vi", "Viết “HỦY” cho chúng tôi.", "\"hủy\"" },

	/* In the other languages, as their files have it. */
	{ "es-US", "Responda END si viene.", "\"end\"" },
	{ "es-US", "Mande ALTO cuando llegue.", "\"alto\"" },
	{ "pt-BR", "Responda com CANCELAR se não vier.", "\"cancelar\"" },
	{ "vi", "Trả lời END khi đến nơi.", "\"end\"" },
	{ "vi", "Soạn tin NGỪNG nếu cháu nghỉ học.", "\"ngừng\"" },
	{ "ht", "Reponn ANILE si ou pa ka vini.", "\"anile\"" },
	{ "ht", "Voye mo END lè li fini.", "\"end\"" },
	{ "ak", "Bua GYINA sɛ womma a.", "\"gyina\"" },
	{ "ar", "أجيبوا END عند الانتهاء", "\"end\"" },
	{ "ar", "أرسلوا كلمة إلغاء إذا لم تحضروا", "\"إلغاء\"" },
	{ "sq", "Përgjigjuni ANULO nëse nuk vini.", "\"anulo\"" },
	{ "sq", "Përgjigjuni me fjalën END kur të mbarojë.", "\"end\"" },
	{ "ne", "नआउने भए रद्द लेख्नुहोस्।", "\"रद्द\"" },
	{ "ne", "सकिएपछि END लेखेर पठाउनुहोस्।", "\"end\"" },
	{ "ne", "YES वा CANCEL लेखी जवाफ दिनुहोस्।", "\"cancel\"" },
	{ "ps", "که نه راځئ لغوه ولیکئ", "\"لغوه\"" },
	{ "ps", "کله چې پای ته ورسي END ولیکئ", "\"end\"" },
	/* Also where somebody writes them into the English words. */
	{ "en-US", "Reply YES. Responda CANCELAR si no viene.",
	    "\"cancelar\"" },
	{ "en-US", "Reply END when done.", "\"end\"" },
	{ "en-US", "Reply END to cancel the meeting.", "\"end\"" },

	{ "vi", "Trả lời STOP để ngừng nhận.", NULL },
	{ "vi", "Trả lời CÓ hoặc KHÔNG.", NULL },
	{ "ht", "Reponn STOP pou sispann.", NULL },
	{ "ht", "Reponn WI oswa NON.", NULL },
	{ "ar", "للإيقاف أجيبوا STOP", NULL },
	{ "ar", "أجيبوا نعم أو لا", NULL },
	{ "sq", "Përgjigjuni PO ose JO.", NULL },
	{ "ne", "रोक्न STOP लेखी जवाफ दिनुहोस्।", NULL },
	{ "ne", "हुन्छ वा हुँदैन लेख्नुहोस्।", NULL },
	{ "ps", "د بندولو لپاره STOP ولیکئ", NULL },
	{ "ps", "هو یا نه ولیکئ", NULL },
	{ "ak", "Bua AANE anaa DAABI.", NULL },
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

/* How many texts of a folder of words are warned of. */
static unsigned
warned_of(struct arena *arena, const char *folder)
{
	const char	*top = getenv("srcdir"), *tag, *key, *found;
	json_t		*file, *words;
	unsigned	 n = 0;

	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++) {
		file = json_load_file(arena_print(arena, "%s/locales%s/%s"
		    ".json", top != NULL ? top : ".", folder, tag), 0, NULL);
		json_object_foreach(file, key, words) {
			found = !json_is_string(words) ? NULL :
			    answer_warning(rig_keywords(), arena,
			    json_string_value(words), tag);
			if (found != NULL)
				print_error("%s: %s: %s: %s\n", tag, key,
				    json_string_value(words), found);
			n += found != NULL;
		}
		json_decref(file);
	}
	return n;
}

/* What we say ourselves, and what a district begins with, asks for no such
 * answer; "reply STOP to stop" is in most of it. */
static void
test_our_own_words_are_none(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_int_equal(warned_of(arena, "/messages"), 0);
	assert_int_equal(warned_of(arena, ""), 0);
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
		cmocka_unit_test(test_our_own_words_are_none),
		cmocka_unit_test(test_what_is_a_question),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
