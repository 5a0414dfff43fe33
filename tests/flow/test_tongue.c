/*
 * In which language a family wrote: the texts of domain.md 9.3, and what the
 * detector takes for something else.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ctype.h>

#include "base/lang.h"
#include "base/list.h"
#include "flow/tongue.h"

/* Who reads what, in this district. */
static bool
spoken(void *arg, const char *tag)
{
	static const char *const tags[] = { "en-US", "es-US", "pt-BR", "vi",
		"ht", "ak", "ar", "sq", "ne", "ps", "sw", "fa-AF", "rw",
		"zh-Hans", "uk" };

	(void)arg;
	for (size_t i = 0; i < COUNT(tags); i++)
		if (strcmp(tags[i], tag) == 0)
			return true;
	return false;
}

static const struct {
	const char *registered, *text, *language, *by;
} texts[] = {
/* What is registered is believed. */
{ "es-US", "Gracias maestra, mi hijo va a llegar tarde mañana", "es-US",
  "registered" },
{ "es-US", "si", "es-US", "registered" },
{ "es-US", "Ok gracias", "es-US", "registered" },
{ "vi", "Cam on co, mai con toi nghi hoc", "vi", "registered" },
{ "ht", "Mesi anpil", "ht", "registered" },
{ "ps", "مننه ښوونکې، زما زوی به سبا ناوخته راشي", "ps", "registered" },
{ "ne", "धन्यवाद शिक्षक, मेरो छोरा भोलि ढिलो आउँछ", "ne", "registered" },
{ "es-US", "👍", "es-US", "registered" },
{ "es-US", "508-555-0100", "es-US", "registered" },
/* Twi is Kinyarwanda to the detector, and nobody believes it. */
{ "ak", "Me da wo ase paa, me ba no yare nnɛ", "ak", "registered" },
{ "ak", "Meda wo ase ɔkyerɛkyerɛni, me ba no bɛka akyi ɔkyena", "ak",
  "registered" },
/* Near ones: what is registered is likely. */
{ "es-US", "Voy quince minutos tarde a recoger, disculpe.", "es-US",
  "registered" },
{ "pt-BR", "Podemos conversar amanhã sobre a leitura de Beatriz?", "pt-BR",
  "registered" },
/* Another one, for sure. */
{ "es-US", "Obrigada professora, meu filho vai chegar atrasado amanhã",
  "pt-BR", "detected" },
{ "es-US", "Ele está doente", "es-US", "registered" },	/* Too short. */
/* English to the detector, without a word of English. */
{ "pt-BR", "Segue o atestado do médico.", "pt-BR", "registered" },
{ "es-US", "Segue o atestado do médico.", "es-US", "registered" },
{ "es-US", "Thanks, he will be late tomorrow because of the bus", "en-US",
  "detected" },
{ "ak", "Thanks, he will be late tomorrow because of the bus", "en-US",
  "detected" },
{ "pt-BR", "Faleminderit mësuese, djali im do të vonohet nesër", "sq",
  "detected" },
/* Nobody here reads French. */
{ "es-US", "Merci madame, mon fils sera en retard demain matin", "es-US",
  "registered" },
/* The letters say so. */
{ "es-US", "धन्यवाद शिक्षक, मेरो छोरा भोलि ढिलो आउँछ", "ne", "script" },
{ "en-US", "谢谢老师，我儿子明天会迟到", "zh-Hans", "script" },
{ "es-US", "Дякую вчителю, мій син завтра запізниться", "uk", "script" },
{ "es-US", "تشکر معلم صاحب، بچه من فردا ناوقت می‌آید", "fa-AF", "script" },
{ "es-US", "شكرا", "ar", "script" },
{ "es-US", "អរគុណលោកគ្រូ", "es-US", "unsure" },		/* Read by nobody. */
/* Typed with the letters of another keyboard. */
{ "ar", "shukran ustaza ibni mareed al yawm", "ar", "unsure" },
{ "ne", "Dhanyabad sir mero chora birami cha", "ne", "unsure" },
{ "ar", "Thank you teacher, my son is sick today", "en-US", "detected" },
};

static void
each_is_read_as_its_language(void **state)
{
	struct tongue t;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		tongue_read(texts[i].text, texts[i].registered, spoken, NULL,
		    &t);
		if (strcmp(t.language, texts[i].language) != 0 ||
		    strcmp(t.by, texts[i].by) != 0)
			fail_msg("%s: %s %s", texts[i].text, t.language,
			    t.by);
	}
}

static void
assert_own(const char *registered, const char *text)
{
	struct tongue t;

	tongue_read(text, registered, spoken, NULL, &t);
	if (strcmp(t.language, registered) != 0)
		fail_msg("%s: %s was read as %s", registered, text,
		    t.language);
}

/* Who writes in the language they have is never read in another one: what
 * families answer on any day, line by line and two at a time. */
static void
everyday_answers_are_what_is_registered(void **state)
{
	const char	*folder = getenv("srcdir"), *tag;
	char		 path[500], line[600], two[1300], last[600] = "",
			 code[600] = "", *tab;
	unsigned	 lines = 0;
	FILE		*f;

	(void)state;
	snprintf(path, sizeof path, "%s/tests/flow/everyday.txt",
	    folder == NULL ? "." : folder);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		tab = strchr(line, '\t');
		if (line[0] == '#' || tab == NULL)
			continue;
		*tab++ = '\0';
		tag = lang_tag(line);
		assert_non_null(tag);
		assert_own(tag, tab);
		snprintf(two, sizeof two, "%s. %s", last, tab);
		if (strcmp(code, line) == 0 && islower((unsigned char)*last))
			assert_own(tag, two);
		snprintf(code, sizeof code, "%s", line);
		snprintf(last, sizeof last, "%s", tab);
		lines++;
	}
	fclose(f);
	assert_true(lines > 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_read_as_its_language),
		cmocka_unit_test(everyday_answers_are_what_is_registered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
