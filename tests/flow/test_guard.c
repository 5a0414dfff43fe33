/*
 * What a translator never gets, and what of it never leaves.  The tables say
 * what becomes a token and which answers are blocked; then a translator that
 * drops, doubles, alters and adds at random is let loose, and what passes is
 * looked at again by other means than those of the guard.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glob.h>

#include <jansson.h>

#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/guard.h"

#define SEED	20261122u
#ifndef HOSTILE
#define HOSTILE	300		/* Answers; by hand a hundred thousand. */
#endif

static struct arena	*arena;

static const char *const names[] = {
	"Rosa Martinez", "Leo Martinez", "Ms. Park", "Ama de Souza",
	"أحمد حسن", "Bo", "José Pérez", "Nguyễn Thị Hồng", "김민준",
	"Will Adams", "Zoë Smit", "MARIA LOPEZ",
};
static const struct guard_term terms[] = {
	{ "IEP", NULL }, { "MCAS", NULL }, { "Elm Park School", NULL },
	{ "report card", "boleta de calificaciones" },
};
static struct guard_forms *ready;
static struct guarding spanish = { "en-US", "es-US", names,
	COUNT(names), terms, COUNT(terms), .forms = NULL };

static struct guarded
protect(const char *text, const struct guarding *by)
{
	struct guarded	 g;
	const char	*why;

	if (!guard_protect(arena, text, by, &g, &why))
		fail_msg("%s: %s", text, why);
	return g;
}

/* What is hidden, and how the text looks then; "1" for U+27E6 1 U+27E7. */
static const struct {
	const char *text, *plain;
} hidden[] = {
{ "Hello ((guardian name)), picture day is ((date)).",
  "Hello ⟦1⟧, picture day is ⟦2⟧." },
{ "Come. ((late??Come by 9 AM, Rosa. ))Thanks.",
  "Come. ⟦1⟧Come by ⟦2⟧, ⟦3⟧. ⟦4⟧Thanks." },
{ "(We meet (again)) at noon.", "(We meet (again)) at noon." },
{ "Rosa Martinez, Rosa and rosa.", "⟦1⟧, ⟦2⟧ and ⟦3⟧." },
{ "LEO was here, leo was not; Leo's hat.", "⟦1⟧ was here, ⟦2⟧ was not; "
  "⟦3⟧'s hat." },
{ "Will Will come? WILL he? will he?", "⟦1⟧ ⟦2⟧ come? WILL he? will he?" },
{ "Zoe, zoe, Zoë; smit, Smit", "⟦1⟧, ⟦2⟧, ⟦3⟧; smit, ⟦4⟧" },
{ "Maria, maria, MARIA: lopez", "⟦1⟧, ⟦2⟧, ⟦3⟧: ⟦4⟧" },
{ "Dear martinez family", "Dear ⟦1⟧ family" },
{ "Ms. Park and Ms. Lee; Park.", "⟦1⟧ and Ms. Lee; ⟦2⟧." },
{ "Ama de Souza, de nada, Amazing", "⟦1⟧, de nada, Amazing" },
{ "Bo and Bob", "⟦1⟧ and Bob" },
{ "jose perez esta enfermo, Jose no", "⟦1⟧ esta enfermo, ⟦2⟧ no" },
{ "Nguyen Thi Hong va Hong", "⟦1⟧ va ⟦2⟧" },
{ "ابني احمد مريض", "ابني ⟦1⟧ مريض" },
{ "김밥 김민준", "김밥 ⟦1⟧" },
{ "ابني أحمد مريض", "ابني ⟦1⟧ مريض" },
{ "IEP, iep and IEPs", "⟦1⟧, iep and IEPs" },
{ "The Report Card is at Elm Park  School.", "The ⟦1⟧ is at ⟦2⟧." },
{ "elm park school", "⟦1⟧" },
{ "Call 508-799-3116, or (508) 799-3116 x12.", "Call ⟦1⟧, or ⟦2⟧." },
{ "Call +233 24 123 4567 or 7993116", "Call ⟦1⟧ or ⟦2⟧" },
{ "٥٠٨-٧٩٩-٣١١٦", "⟦1⟧" },
{ "See https://example.org/a?b=1. Or (www.example.org).",
  "See ⟦1⟧. Or (⟦2⟧)." },
{ "See example.org/forms, and https://e.org/a_(b)!",
  "See ⟦1⟧, and ⟦2⟧!" },
{ "I am sick.thanks", "I am sick.thanks" },
{ "Write to office@oak.example.org.", "Write to ⟦1⟧." },
{ "At 3:30 PM. At 15:30. At 3 p.m. sharp. At 3pm.",
  "At ⟦1⟧. At ⟦2⟧. At ⟦3⟧ sharp. At ⟦4⟧." },
{ "On 11/22/2026, 2026-11-22 or 11/22", "On ⟦1⟧, ⟦2⟧ or ⟦3⟧" },
{ "$3.50, 20% or 1,250 of 24 in grade 3", "⟦1⟧, ⟦2⟧ or ⟦3⟧ of 24 in "
  "grade 3" },
{ "Student 48213, code 4821, in 2026, of 104 in room 12",
  "Student ⟦1⟧, code ⟦2⟧, in ⟦3⟧, of 104 in room 12" },
{ "Room B12, class 3B, 5th grade", "Room ⟦1⟧, class ⟦2⟧, 5th grade" },
{ "What is ⟦1⟧?", "What is ⟦1⟧1⟦2⟧?" },
};

static void
what_must_not_change_is_hidden(void **state)
{
	struct guarded g;

	(void)state;
	for (size_t i = 0; i < COUNT(hidden); i++) {
		g = protect(hidden[i].text, &spanish);
		assert_string_equal(g.plain, hidden[i].plain);
	}
}

/* A short name in small letters is one where that is no word. */
static void
a_word_of_the_language_is_no_name(void **state)
{
	static const struct {
		const char *from, *text, *plain;
	} rows[] = {
	{ "es-US", "Yo leo con leo y Leo; will y will.",
	  "Yo leo con leo y ⟦1⟧; ⟦2⟧ y ⟦3⟧." },
	{ "es", "una rosa para Rosa", "una rosa para ⟦1⟧" },
	{ "sw", "leo ni zoe", "leo ni ⟦1⟧" },
	{ "vi", "leo cây với leo và Leo", "leo cây với leo và ⟦1⟧" },
	{ "en-US", "zoe had leo's hat", "⟦1⟧ had ⟦2⟧'s hat" },
	};
	struct guarding by = spanish;

	(void)state;
	by.to = "en-US";
	for (size_t i = 0; i < COUNT(rows); i++) {
		by.from = rows[i].from;
		assert_string_equal(protect(rows[i].text, &by).plain,
		    rows[i].plain);
	}
}

/* Of a thousand students only those who are named are looked for. */
static void
many_names_are_all_hidden(void **state)
{
	const char	**many = NEW_LIST(arena, const char *, 3000), **there;
	struct guarding	 by = spanish;

	(void)state;
	for (unsigned i = 0; i < 3000; i++)
		many[i] = arena_print(arena, "First%u Last%u", i, i % 700);
	by.names = many;
	by.name_count = 3000;
	assert_string_equal(protect("first2999 and FIRST17 Last17; Last8 too, "
	    "Lastly", &by).plain, "⟦1⟧ and ⟦2⟧; ⟦3⟧ too, Lastly");
	assert_in_range(guard_names(arena, "First12 is here.", many, 3000,
	    &there), 1, 40);
	many[0] = "李明";
	assert_string_equal(protect("今天李明生病了", &by).plain,
	    "今天⟦1⟧生病了");
}

static void
there_is_a_limit(void **state)
{
	struct guarded	 g;
	struct buf	 b;
	const char	*why;

	(void)state;
	buf_init(&b, 1 << 20);
	for (unsigned i = 0; i < GUARD_TOKENS + 1; i++)
		buf_text(&b, "3:30 and ");
	assert_false(guard_protect(arena, b.data, &spanish, &g, &why));
	assert_non_null(strstr(why, "too many"));
	while (b.length < GUARD_BYTES)
		buf_text(&b, "Good morning. ");
	assert_false(guard_protect(arena, b.data, &spanish, &g, &why));
	assert_non_null(strstr(why, "too long"));
	buf_free(&b);
}

static void
what_has_no_words_needs_none(void **state)
{
	struct guarded g;

	(void)state;
	g = protect("Rosa! 508-799-3116 :)", &spanish);
	assert_false(guard_speaks(&g));
	g = protect("Rosa, ok", &spanish);
	assert_true(guard_speaks(&g));
}

/* A source, an answer with tokens, and what a family would get; NULL: it is
 * blocked. */
static const struct answer_row {
	const char *to, *source, *answer, *words;
} answers[] = {
{ "es-US", "Call Rosa at 508-799-3116 by 3:30 PM.",
  "Llame a ⟦1⟧ al ⟦2⟧ antes de las ⟦3⟧.",
  "Llame a Rosa al 508-799-3116 antes de las 3:30 PM." },
{ "es-US", "Call Rosa at 508-799-3116 by 3:30 PM.",	/* Another order. */
  "Antes de las ⟦3⟧, llame a ⟦1⟧ al ⟦2⟧.",
  "Antes de las 3:30 PM, llame a Rosa al 508-799-3116." },
{ "es-US", "The report card is ready.", "La ⟦1⟧ está lista.",
  "La boleta de calificaciones está lista." },
{ "es-US", "Grade 3 has 24 places.", "El grado 3 tiene 24 lugares.",
  "El grado 3 tiene 24 lugares." },
{ "ar", "Grade 3 has 24 places.", "الصف ٣ فيه ٢٤ مقعدا.",
  "الصف ٣ فيه ٢٤ مقعدا." },
{ "ar", "Give it to Leo.", "أعطها ل⟦1⟧.", "أعطها لLeo." },
{ "sq", "Leo is here.", "⟦1⟧-in e kemi këtu.", "Leo-in e kemi këtu." },
{ "zh-Hans", "School is closed tomorrow.", "明天学校放假。",
  "明天学校放假。" },
{ "ne", "Rosa is sick today, sorry.", "⟦1⟧ आज बिरामी छ।",
  "Rosa आज बिरामी छ।" },
{ "am", "School is closed tomorrow.", "ነገ ትምህርት ቤት ዝግ ነው።",
  "ነገ ትምህርት ቤት ዝግ ነው።" },
{ "es-US", "No.", "No.", "No." },
{ "pt-BR", "Hi, ((guardian name)). ((late??Come by 9 AM.))",
  "Oi, ⟦1⟧. ⟦2⟧Venha até ⟦3⟧.⟦4⟧",
  "Oi, ((guardian name)). ((late??Venha até 9 AM.))" },

/* Tokens. */
{ "es-US", "Call Rosa at 508-799-3116.", "Llame al ⟦2⟧.", NULL },
{ "es-US", "Call Rosa at 508-799-3116.", "Llame a ⟦1⟧ y ⟦1⟧ al ⟦2⟧.", NULL },
{ "es-US", "Call Rosa at 508-799-3116.", "Llame a ⟦1⟧ al ⟦3⟧.", NULL },
{ "es-US", "Call Rosa at 508-799-3116.", "Llame a ⟦1⟧ al ⟦2⟧ ⟦3⟧.", NULL },
{ "es-US", "Call Rosa at 508-799-3116.", "Llame a ⟦1⟧ al ⟦2 ⟧.", NULL },
{ "es-US", "Call Rosa at 508-799-3116.", "Llame a ⟦1⟧ al ⟦2⟧⟧.", NULL },
{ "es-US", "Call Rosa at 508-799-3116.", "Llame a ⟦1⟧ al ⟦.", NULL },
{ "pt-BR", "Hi. ((late??Come by 9 AM.)) Bye.",
  "Oi. ⟦1⟧(Venha) até ⟦2⟧.⟦3⟧ Tchau.", NULL },
{ "pt-BR", "Hi, ((name)). ((late??Come by 9 AM.)) Bye.",
  "Oi. ⟦2⟧Venha ⟦1⟧ até ⟦3⟧.⟦4⟧ Tchau.", NULL },
{ "pt-BR", "Hi. ((late??Come by 9 AM.)) Bye.",
  "Oi. ⟦3⟧Venha até ⟦2⟧.⟦1⟧ Tchau.", NULL },
/* Numbers. */
{ "es-US", "Grade 3 has 24 places.", "El grado 4 tiene 24 lugares.", NULL },
{ "es-US", "Grade 3 has 24 places.", "El grado tres tiene 24 lugares.",
  NULL },
{ "es-US", "Grade 3 has 24 places.", "El grado 32 tiene 4 lugares.", NULL },
{ "es-US", "Call 508-799-3116 for room 5.", "Llame al ⟦1⟧5 por la sala.",
  NULL },
{ "es-US", "Half a cup.", "½ taza.", NULL },
/* What is added. */
{ "es-US", "Pay at the office.", "Pague en paga-ya.xyz/oficina.", NULL },
{ "es-US", "Pay at the office.", "Pague en pagaya.com hoy.", NULL },
{ "es-US", "Write to us.", "Escriba a x@y.org ya.", NULL },
{ "es-US", "See https://oak.example.org/a now.", "Vea ⟦1⟧/evil ahora.",
  NULL },
{ "es-US", "See https://oak.example.org/a now.", "Vea evil.⟦1⟧ ahora.",
  NULL },
{ "es-US", "See oak.example.org now.", "Vea evil.⟦1⟧ ahora.", NULL },
{ "es-US", "Good morning to all.", "Buenos días a ((guardian name)).", NULL },
{ "es-US", "Good morning to all.", "Buenos días a <b>todos</b>.", NULL },
{ "es-US", "Good morning to all.", "Buenos días a &lt;todos&gt;.", NULL },
{ "es-US", "Good morning to all.", "Buenos días a \u202Etodos.", NULL },
{ "es-US", "Hello Leo.", "Hola ⟦1⟧nardo.", NULL },
{ "es-US", "Come at 3:30.", "Venga a las ⟦1⟧:30.", NULL },
{ "es-US", "Good morning to all.", "Buenos días a todos. Por favor manden "
  "dinero a la escuela hoy mismo, es muy urgente.", NULL },
{ "es-US", "School is closed tomorrow because of the snow. Please stay at "
  "home and look at our page for news.", "Cerrado.", NULL },
{ "es-US", "Good morning to all.", "", NULL },
/* Another language. */
{ "ar", "School is closed tomorrow.", "La escuela cierra mañana.", NULL },
{ "ne", "School is closed tomorrow.", "المدرسة مغلقة غدا.", NULL },
{ "es-US", "School is closed tomorrow.", "غدا المدرسة مغلقة.", NULL },
{ "es-US", "School is closed tomorrow.", "School is closed tomorrow.", NULL },
{ "es-US", "The school is closed tomorrow, please stay at home.",
  "The escuela is closed tomorrow, please stay at home.", NULL },
};

static void
an_answer_is_looked_at(void **state)
{
	const struct answer_row	*row;
	struct guarding		 by = spanish;
	struct guarded		 g;
	const char		*words, *why;

	(void)state;
	for (row = answers; row < answers + COUNT(answers); row++) {
		by.to = row->to;
		g = protect(row->source, &by);
		words = guard_restore(arena, &g, row->answer, &why);
		if (row->words == NULL && words != NULL)
			fail_msg("'%s' passed: %s", row->answer, words);
		if (row->words != NULL && words == NULL)
			fail_msg("'%s' was blocked: %s", row->answer, why);
		if (words != NULL)
			assert_string_equal(words, row->words);
		else
			assert_true(strlen(why) > 10);
	}
}

/* An answer in the form of a translator; NULL: it is mangled. */
static const struct {
	enum token_form	 form;
	const char	*answer, *plain;
} forms[] = {
{ TOKEN_BRACKETS, "Hola ⟦1⟧", "Hola ⟦1⟧" },
{ TOKEN_BRACKETS, "Hola ⟦ 1 ⟧, a < b & c", "Hola ⟦1⟧, a < b & c" },
{ TOKEN_BRACKETS, "مرحبا ⟦١⟧", "مرحبا ⟦1⟧" },
{ TOKEN_BRACKETS, "Hola ⟦1", NULL },
{ TOKEN_BRACKETS, "Hola ⟦uno⟧", NULL },
{ TOKEN_BRACKETS, "Hola 1⟧", NULL },
{ TOKEN_BRACKETS, "a\u00A0b\u202Fc\u200Ed", "a b cd" },
{ TOKEN_XML, "Hola <x id=\"1\"/> &amp; &#x41;&#66;",
  "Hola ⟦1⟧ & AB" },
{ TOKEN_XML, "Hola <x id='1' />", "Hola ⟦1⟧" },
{ TOKEN_XML, "Hola <x id=\"1\"></x>", "Hola ⟦1⟧" },
{ TOKEN_XML, "Hola <x id=\"1\">Leo</x>", NULL },
{ TOKEN_XML, "Hola <x id=\"uno\"/>", NULL },
{ TOKEN_XML, "Hola <x/>", NULL },
{ TOKEN_XML, "Hola <b>1</b>", NULL },
{ TOKEN_XML, "Hola ⟦1⟧", NULL },
{ TOKEN_XML, "Hola &#x27E6;1&#x27E7;", NULL },
{ TOKEN_XML, "Hola &evil;", NULL },
{ TOKEN_XML, "Hola &#0;", NULL },
{ TOKEN_SPAN, "Hola <span class=\"notranslate\">1</span>&#39;s<br>a\nb",
  "Hola ⟦1⟧'s\na b" },
{ TOKEN_SPAN, "Hola <span translate=\"no\" class='notranslate'> 1 </span>",
  "Hola ⟦1⟧" },
{ TOKEN_SPAN, "Hola <span>1</span>", NULL },
{ TOKEN_SPAN, "Hola <span class=\"notranslate\">uno</span>", NULL },
{ TOKEN_SPAN, "Hola <span class=\"notranslate\">1", NULL },
{ TOKEN_SPAN, "Hola <script>1</script>", NULL },
{ TOKEN_SPAN, "Hola <span class=\"notranslate", NULL },
};

static void
answers_have_the_form_of_their_translator(void **state)
{
	const char *plain;

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		plain = guard_undress(arena, forms[i].answer, forms[i].form);
		if ((plain == NULL) != (forms[i].plain == NULL))
			fail_msg("%s: %s", forms[i].answer, plain);
		if (plain != NULL)
			assert_string_equal(plain, forms[i].plain);
	}
}

static void
what_is_dressed_is_undressed(void **state)
{
	static const char text[] = "Rosa & Leo <3 \"at\" 3:30 PM\n\n'ok' "
	    "((a??b c)) ((name)) é 谢";
	struct guarded	 g;
	const char	*dressed;

	(void)state;
	g = protect(text, &spanish);
	for (int form = TOKEN_BRACKETS; form <= TOKEN_SPAN; form++) {
		dressed = guard_dress(arena, g.plain, (enum token_form)form);
		assert_null(strstr(dressed, "Rosa"));
		assert_string_equal(guard_undress(arena, dressed,
		    (enum token_form)form), g.plain);
	}
	assert_string_equal(guard_dress(arena, "a <b> ⟦1⟧", TOKEN_XML),
	    "a &lt;b&gt; <x id=\"1\"/>");
	assert_string_equal(guard_dress(arena, "a\n⟦1⟧", TOKEN_SPAN),
	    "a<br><span class=\"notranslate\">1</span>");
}

/* Good answers, for a translator to spoil. */
static const struct answer_row pairs[] = {
{ "es-US", "Rosa, the field trip is on 11/22/2026. Call 508-799-3116 or see "
  "https://oak.example.org/trip by 3:30 PM. It costs $12.50 for 2 of 24.",
  "⟦1⟧, la excursión es el ⟦2⟧. Llame al ⟦3⟧ o vea ⟦4⟧ antes de las ⟦5⟧. "
  "Cuesta ⟦6⟧ para 2 de 24.", NULL },
{ "ar", "Hello ((guardian name)), ((student first name)) was late 3 times. "
  "Please write to office@oak.example.org.",
  "مرحبا ⟦1⟧، تأخر ⟦2⟧ 3 مرات. يرجى الكتابة إلى ⟦3⟧.", NULL },
{ "vi", "Leo has an IEP meeting in room B12 at 9 AM. Bring 2 forms.",
  "⟦1⟧ có cuộc họp ⟦2⟧ tại phòng ⟦3⟧ lúc ⟦4⟧. Mang theo 2 mẫu đơn.", NULL },
{ "ne", "The bus is 20 minutes late. Call 508-799-3116.",
  "बस २० मिनेट ढिलो छ। ⟦1⟧ मा फोन गर्नुहोस्।", NULL },
{ "ht", "((late??Come by 9 AM, )) Rosa. Thank you for 5 books.",
  "⟦1⟧Vini anvan ⟦2⟧, ⟦3⟧ ⟦4⟧. Mèsi pou 5 liv yo.", NULL },
};

static uint32_t
next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static const char *const spoils[] = {
	"⟦1⟧", "⟦2⟧", "⟦9⟧", "⟦", "⟧", "1", "٣", "12", "508-799-3117",
	"https://evil.example/", "evil.com", "x@evil.org", "((name))", "((",
	"))", "??", "$9", "3:45 PM", "/", ".", "-", "<b>", "&amp;", "x",
	" Rosa", "\u202E", "²", "@",
};

/* The pieces of an answer: its tokens and letters. */
struct letters {
	const char	*at[2048];
	size_t		 length[2048];
	unsigned	 count;
};

static void
take_apart(const char *answer, struct letters *l)
{
	const char *p = answer, *from, *end;

	l->count = 0;
	while (*p != '\0') {
		from = p;
		end = strncmp(p, "⟦", 3) == 0 ? strstr(p, "⟧") : NULL;
		if (end != NULL)
			p = end + 3;
		else
			(void)text_next(&p);
		l->at[l->count] = from;
		l->length[l->count++] = (size_t)(p - from);
	}
}

/* One or two pieces are dropped, doubled, swapped, or get company. */
static const char *
spoil(const char *answer, uint32_t *seed)
{
	struct letters	 l;
	struct buf	 b;
	const char	*spoiled;
	unsigned	 i, k, deed = next(seed) % 4;

	take_apart(answer, &l);
	i = next(seed) % l.count;
	k = next(seed) % l.count;
	buf_init(&b, 1 << 16);
	for (unsigned n = 0; n < l.count; n++) {
		if (n == i && deed == 0)
			continue;
		if (n == i && deed == 3)
			buf_text(&b, spoils[next(seed) % COUNT(spoils)]);
		if (deed == 2 && (n == i || n == k))
			buf_add(&b, l.at[n == i ? k : i],
			    l.length[n == i ? k : i]);
		else
			buf_add(&b, l.at[n], l.length[n]);
		if (n == i && deed == 1)
			buf_add(&b, l.at[n], l.length[n]);
	}
	spoiled = buf_keep(&b, arena);
	buf_free(&b);
	return spoiled;
}

static void
count_digits(const char *text, unsigned digits[10])
{
	uint32_t c;

	memset(digits, 0, sizeof *digits * 10);
	while ((c = text_next(&text)) != 0)
		if (u_isdigit((UChar32)c))
			digits[u_charDigitValue((UChar32)c)]++;
}

static unsigned
count_of(const char *text, const char *what)
{
	unsigned n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

/* Looked at by other means than the guard's. */
static void
assert_nothing_lost(const char *source, const char *words,
    const struct guarded *g)
{
	static const char *const same[] = { "://", "@", "((", "))", "??", "$",
		"⟦", "⟧", "<", "&", "www.", ".com", "\u202E" };
	unsigned	 had[10], has[10];

	count_digits(source, had);
	count_digits(words, has);
	assert_memory_equal(had, has, sizeof had);
	for (unsigned i = 0; i < g->count; i++)
		if (count_of(words, g->tokens[i].back) <
		    count_of(source, g->tokens[i].is))
			fail_msg("%s is lost: %s", g->tokens[i].is, words);
	for (size_t i = 0; i < COUNT(same); i++)
		if (count_of(words, same[i]) != count_of(source, same[i]))
			fail_msg("%s is not as often there: %s", same[i],
			    words);
}

static void
nothing_bad_ever_passes(void **state)
{
	const struct answer_row	*pair;
	struct guarding		 by = spanish;
	struct guarded		 g;
	const char		*words, *why, *answer;
	uint32_t		 seed = SEED;
	unsigned		 passed = 0;

	(void)state;
	for (unsigned i = 0; i < HOSTILE; i++) {
		pair = &pairs[i % COUNT(pairs)];
		by.to = pair->to;
		g = protect(pair->source, &by);
		answer = pair->answer;
		for (unsigned n = next(&seed) % 3; i >= COUNT(pairs) &&
		    n < 3; n++)
			answer = spoil(answer, &seed);
		words = guard_restore(arena, &g, answer, &why);
		if (words == NULL && i < COUNT(pairs))
			fail_msg("%s: %s", pair->answer, why);
		if (words != NULL) {
			assert_nothing_lost(pair->source, words, &g);
			passed++;
		}
		arena_clear(arena);
	}
	print_message("of %u answers %u passed\n", HOSTILE, passed);
	assert_in_range(passed, HOSTILE / 20, HOSTILE * 9 / 10);
}

static void
assert_translates(const char *text, const char *answer,
    const struct guarding *by)
{
	struct guarded	 g = protect(text, by);
	const char	*why;

	if (guard_learn(arena, by, &g, answer, &why) == NULL)
		fail_msg("%s to %s: %s\n%s\n%s", by->from, by->to, why, text,
		    answer);
}

/* What people wrote passes, in each direction, alone and after others. */
static void
the_bank_may_pass(const char *language, json_t *english, json_t *theirs)
{
	struct guarding	 there = { .from = "en-US", .to = language,
			    .forms = ready };
	struct guarding	 back = { .from = language, .to = "en-US",
			    .forms = ready };
	const char	*key, *one, *other, *ours = "", *all = "";
	json_t		*words;

	json_object_foreach(theirs, key, words) {
		other = json_string_value(words);
		one = json_string_value(json_object_get(english, key));
		assert_translates(one, other, &there);
		assert_translates(other, one, &back);
		if (strlen(all) > 600)
			ours = all = "";
		ours = arena_print(arena, "%s %s", ours, one);
		all = arena_print(arena, "%s %s", all, other);
		assert_translates(ours, all, &there);
		assert_translates(all, ours, &back);
	}
}

static void
our_own_translations_pass(void **state)
{
	const char	*folder = getenv("srcdir"), *path, *tag;
	json_t		*english = NULL, *theirs;
	glob_t		 found;
	unsigned	 n = 0;

	(void)state;
	folder = arena_print(arena, "%s/locales/messages", folder == NULL ?
	    "." : folder);
	english = json_load_file(arena_print(arena, "%s/en-US.json", folder),
	    0, NULL);
	assert_non_null(english);
	assert_int_equal(glob(arena_print(arena, "%s/*.json", folder), 0,
	    NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		path = found.gl_pathv[i];
		tag = arena_copy(arena, path + strlen(folder) + 1,
		    strlen(path) - strlen(folder) - 1 - strlen(".json"));
		if (strcmp(tag, "en-US") == 0)
			continue;
		theirs = json_load_file(path, 0, NULL);
		the_bank_may_pass(tag, english, theirs);
		json_decref(theirs);
		n++;
	}
	assert_true(n >= 10);
	globfree(&found);
	json_decref(english);
}

/* Each language is looked at in a script that somebody writes it in. */
static void
every_language_has_a_script(void **state)
{
	struct guarding	 by = { .from = "en-US" };
	struct guarded	 g;
	const char	*why;
	unsigned	 n;

	(void)state;
	for (n = 0; (by.to = lang_at(n)) != NULL; n++) {
		if (strcmp(by.to, "en-US") == 0)
			continue;
		g = protect("Good day.", &by);
		if (guard_restore(arena, &g, lang_own(by.to), &why) == NULL)
			fail_msg("%s: %s", by.to, why);
	}
	assert_true(n > 40);
}

static int
start(void **state)
{
	(void)state;
	arena = arena_new();
	ready = guard_forms_new();
	spanish.forms = ready;
	return 0;
}

static int
end(void **state)
{
	(void)state;
	guard_forms_free(ready);
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_must_not_change_is_hidden),
		cmocka_unit_test(a_word_of_the_language_is_no_name),
		cmocka_unit_test(many_names_are_all_hidden),
		cmocka_unit_test(there_is_a_limit),
		cmocka_unit_test(what_has_no_words_needs_none),
		cmocka_unit_test(an_answer_is_looked_at),
		cmocka_unit_test(answers_have_the_form_of_their_translator),
		cmocka_unit_test(what_is_dressed_is_undressed),
		cmocka_unit_test(nothing_bad_ever_passes),
		cmocka_unit_test(our_own_translations_pass),
		cmocka_unit_test(every_language_has_a_script),
	};

	return cmocka_run_group_tests(tests, start, end);
}
