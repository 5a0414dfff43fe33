/*
 * What a family gets by mail.  The same errand is the same mail; and the
 * texts of frames are those that the locales say.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/locale.h"
#include "flow/frame.h"
#include "flow/render.h"
#include "flow/token.h"
#include "store/errand.h"
#include "store/translation.h"

#define KEY	"a key"

static struct arena		*arena;
static struct locales		*locales;
static const struct frames	*frames;

static const struct letterhead	 head = { KEY, "replies@oak.example",
				    "https://home.example" };

static int
open_locales(void **state)
{
	const char	*folder = getenv("srcdir");
	char		 why[200];

	(void)state;
	arena = arena_new();
	locales = locales_open(arena_print(arena, "%s/locales",
	    folder != NULL ? folder : "."), why, sizeof why);
	if (locales != NULL)
		frames = frames_read(arena, locales);
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

static struct errand
errand(void)
{
	return (struct errand){ .attempt = { .id = 12345,
	    .sender = "messages@oak.example" }, .kind = KIND_DIRECT,
	    .readers = READERS_AUTHOR, .words = "Ana was late <twice>.\n"
	    "See https://oak.example/a?b=1&c=2.\n\nThank you & good night",
	    .school = "Oak School", .author = "Ms. Park",
	    .district = "Millbrook", .language = "en-US",
	    .created = 1794927600000, .not_after = 1794927700000,
	    .subject = "", .contact = { .id = 7, .channel = CHANNEL_EMAIL,
	    .address = "ana@home.example" } };
}

static struct outgoing
mail(const struct errand *e)
{
	struct outgoing	out;
	struct sms	sms;

	render(frames, e, &head, arena, &out, &sms);
	assert_int_equal(sms.parts, 1);
	return out;
}

static void
has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static void
has_not(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("\"%s\" in:\n%s", part, text);
}

/* In the language of the family, its variant's words first, and marked so. */
static void
test_other_words(void **state)
{
	const struct translation list[] = {
		{ "es", "Ana lleg\u00f3 tarde.", WORDS_ORIGINAL, 1 },
		{ "es-MX", "Ana tarde.", WORDS_ORIGINAL, 1 },
		{ "fa-AF", "\u0622\u0646\u0627", WORDS_DRAFT, 0 },
	};
	struct errand	 e = errand();
	struct outgoing	 out;
	struct sms	 sms;

	(void)state;
	e.others = list;
	e.other_count = COUNT(list);
	assert_null(translation_for(list, 3, "en-US"));
	assert_null(translation_for(list, 3, "e"));
	assert_null(translation_for(list, 3, "fa"));
	assert_null(translation_for(list, 0, "es"));
	assert_ptr_equal(translation_for(list, 3, "es-US"), &list[0]);
	assert_ptr_equal(translation_for(list, 3, "es-MX"), &list[1]);
	e.language = "es-US";
	out = mail(&e);
	has(out.text, "Ana lleg\u00f3 tarde.");
	has_not(out.text, "Ana was late");
	has(out.html, "<div lang=\"es\" dir=\"auto\">\n<p dir=\"auto\">Ana");
	e.language = "vi";
	out = mail(&e);
	has(out.text, "Ana was late");
	has(out.html, "<div lang=\"\" dir=\"auto\">");
	e.contact.channel = CHANNEL_SMS;
	e.language = "fa-AF";
	render(frames, &e, NULL, arena, &out, &sms);
	has(out.text, list[2].words);
	assert_int_equal(sms.encoding, SMS_UCS2);
}

static void
test_a_mail(void **state)
{
	struct errand	 e = errand();
	struct outgoing	 m = mail(&e);
	int64_t		 id;

	(void)state;
	assert_string_equal(m.from, "messages@oak.example");
	assert_string_equal(m.to, "ana@home.example");
	assert_string_equal(m.from_name, "Ms. Park, Oak School");
	assert_string_equal(m.subject, "Oak School: message from Ms. Park");
	assert_int_equal(m.date, e.created);
	assert_false(m.automatic);
	assert_null(m.in_reply_to);
	assert_null(m.references);
	assert_true(token_read(KEY, TOKEN_REPLY, token_in(m.reply_to), &id));
	assert_int_equal(id, 12345);
	assert_true(token_read(KEY, TOKEN_BOUNCE, token_in(m.bounce), &id));
	assert_true(token_read(KEY, TOKEN_UNSUBSCRIBE,
	    token_in(m.unsubscribe_to), &id));
	assert_true(token_read(KEY, TOKEN_MESSAGE, m.message_id, &id));
	assert_string_equal(strchr(m.message_id, '@'), "@oak.example");
	assert_int_equal(strncmp(m.unsubscribe, "https://home.example/u/u",
	    24), 0);
	assert_string_equal(m.text, arena_print(arena, "%s\n\n-- \n"
	    "Ms. Park of Oak School wrote you this mail.\n"
	    "To answer, just reply to it: Ms. Park reads what you write.\n"
	    "To get no more mail from Millbrook: %s", e.words,
	    m.unsubscribe));
}

static void
test_the_same_errand_is_the_same_mail(void **state)
{
	struct errand	 e = errand();
	struct outgoing	 one = mail(&e), other = mail(&e);

	(void)state;
	assert_string_equal(one.text, other.text);
	assert_string_equal(one.html, other.html);
	assert_string_equal(one.message_id, other.message_id);
	assert_string_equal(one.reply_to, other.reply_to);
}

static void
test_html(void **state)
{
	struct errand	 e = errand();
	const char	*html = mail(&e).html;

	(void)state;
	has(html, "<html lang=\"en-US\" dir=\"ltr\">");
	has(html, "<div lang=\"\" dir=\"auto\">\n<p dir=\"auto\">Ana was late "
	    "&lt;twice&gt;.<br>\nSee <a href=\"https://oak.example/a?b=1"
	    "&amp;c=2\">https://oak.example/a?b=1&amp;c=2</a>.</p>\n"
	    "<p dir=\"auto\">Thank you &amp; good night</p>\n</div>");
	has(html, "<p lang=\"en-US\" dir=\"ltr\"><bdi>Ms. Park</bdi> of "
	    "<bdi>Oak School</bdi> wrote you this mail.</p>");
	has(html, "<a href=\"https://home.example/u/u");
	has_not(html, "<img");
	has_not(html, "color:");
	e.author = "<script>\"'&";
	has_not(mail(&e).html, "<script>");
	has(mail(&e).html, "&lt;script&gt;");
}

/* What we have no words for we say in English, and say that it is. */
/* The same as a text. */
static const char *
text_of(struct errand e)
{
	struct outgoing	out;
	struct sms	sms;

	e.contact.channel = CHANNEL_SMS;
	render(frames, &e, NULL, arena, &out, &sms);
	return out.text;
}

static void
test_right_to_left(void **state)
{
	struct errand	 e = errand();
	const char	*html;

	(void)state;
	e.language = "ar";
	e.words = "مرحبا 508-555-0100";
	html = mail(&e).html;
	has(html, "<html lang=\"ar\" dir=\"rtl\">");
	has(html, "<div lang=\"ar\" dir=\"rtl\"");
	has(html, "<p dir=\"auto\">مرحبا <bdi>508-555-0100</bdi></p>");
	has(mail(&e).text, "مرحبا \u2068508-555-0100\u2069");
	has(html, "<p lang=\"ar\" dir=\"rtl\">كتب إليكم <bdi>Ms. Park");
	assert_string_equal(text_of(e), "Oak School، Ms. Park: مرحبا "
	    "508.555.0100");
	e.words = "Call 508-555-0100.";	/* English, to who reads Arabic. */
	assert_string_equal(text_of(e), "Oak School, Ms. Park: Call "
	    "508-555-0100.");
	e.author = "منى";
	has(text_of(e), "Call 508.555.0100.");
	e.author = "Ms. Park";
	e.language = "ckb";		/* Which has no words of ours. */
	has(mail(&e).html, "<p lang=\"en-US\" dir=\"ltr\"><bdi>Ms. Park");
	e.language = "es-US";
	has(mail(&e).html, "<p lang=\"es-US\" dir=\"ltr\"><bdi>Ms. Park");
	assert_string_equal(mail(&e).subject,
	    "Oak School: mensaje de Ms. Park");
}

static void
test_on_top(void **state)
{
	struct errand e = errand();

	(void)state;
	e.kind = KIND_ATTENDANCE;
	assert_string_equal(mail(&e).subject, "A message from Oak School");
	assert_string_equal(mail(&e).from_name, "Oak School");
	has(mail(&e).text, "Oak School sent you this mail.");
	e.author = NULL;
	assert_true(mail(&e).automatic);
	e.kind = KIND_EMERGENCY;
	assert_string_equal(mail(&e).subject, "EMERGENCY: Oak School");
	e.subject = "Picture day";
	assert_string_equal(mail(&e).subject, "Picture day");
	e.subject = "";
	e.thread.subject = "Ana is ill";
	assert_string_equal(mail(&e).subject, "Re: Ana is ill");
	e.thread.subject = "RE: Ana is ill";
	assert_string_equal(mail(&e).subject, "RE: Ana is ill");
	e.school = NULL;
	e.kind = KIND_ANNOUNCEMENT;
	e.thread.subject = "";
	assert_string_equal(mail(&e).subject, "A message from Millbrook");
}

static void
test_who_reads(void **state)
{
	struct errand e = errand();

	(void)state;
	e.readers = READERS_NOBODY;
	has(mail(&e).text, "It needs no answer.");
	e.readers = READERS_CLASS_TEAM;
	has(mail(&e).text, "the teachers of the class read");
	e.readers = READERS_OFFICE;
	has(mail(&e).text, "the office of Oak School reads");
	e.readers = READERS_AUTHOR;
	e.author = NULL;
	has(mail(&e).text, "the office of Oak School reads");
}

static void
test_threads(void **state)
{
	struct errand	 e = errand();
	struct outgoing	 m;
	const char	*ours = arena_print(arena, "%s@elm.example",
			    token_make(arena, KEY, TOKEN_MESSAGE, 99));

	(void)state;
	e.thread.attempt = 99;
	e.thread.sender = "messages@elm.example";
	m = mail(&e);
	assert_null(m.in_reply_to);
	assert_string_equal(m.references, ours);
	e.thread.reference = "a1@phone.example";
	m = mail(&e);
	assert_string_equal(m.in_reply_to, "a1@phone.example");
	assert_string_equal(m.references, arena_print(arena,
	    "%s a1@phone.example", ours));
	e.thread.attempt = 0;
	assert_string_equal(mail(&e).references, "a1@phone.example");
}

static void
test_without_a_page(void **state)
{
	struct letterhead	 bare = { KEY, "replies@oak.example", "" };
	struct errand		 e = errand();
	struct outgoing		 out;
	struct sms		 sms;

	(void)state;
	render(frames, &e, &bare, arena, &out, &sms);
	assert_null(out.unsubscribe);
	assert_non_null(out.unsubscribe_to);
	has(out.text, "reply with the word STOP.");
}

/* What the gateway says by itself. */
static void
test_templates(void **state)
{
	struct errand	 e = errand();
	struct outgoing	 m;

	(void)state;
	e.kind = KIND_SYSTEM;
	e.author = NULL;
	e.template = "auto.help_at";
	e.words = "508-555-0100";
	m = mail(&e);
	assert_true(m.automatic);
	assert_string_equal(m.text, "This is the mail of Oak School. Help: "
	    "508-555-0100. Reply STOP to get no more of it.");
	has(m.html, "Help: <bdi>508-555-0100</bdi>.");
	has_not(m.html, "<hr>");
}

/* A frame says what the locales say, to the letter. */
static void
test_frames_are_the_locales(void **state)
{
	static const char *const keys[] = { "text.direct", "text.notice",
	    "text.emergency", "auto.unknown_sender", "auto.nobody_reads",
	    "auto.stop_confirmed", "auto.start_confirmed", "auto.help",
	    "auto.help_at", "mail.stop", "leave.question" };
	const struct bridge_value values[] = {
		{ .name = "school", .text = "L'Oak {words} 100%" },
		{ .name = "author", .text = "Ms. \"Park\"" },
		{ .name = "words", .text = "it''s {school} # <b>" },
		{ .name = "district", .text = "Millbrook" },
		{ .name = "url", .text = "https://x.example" },
		{ .name = "mailbox", .text = "a@x.example" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++)
		for (unsigned l = 0; l < locales_count(locales); l++)
			assert_string_equal(frame_say(frames, arena,
			    locales_language(locales, l), keys[i], values,
			    COUNT(values)), locales_say(locales, arena,
			    locales_language(locales, l), keys[i], values,
			    COUNT(values)));
	assert_string_equal(frame_language(frames, "gaa", "mail.stop"),
	    "en-US");
	assert_string_equal(frame_language(frames, "es-US", "mail.stop"),
	    "es-US");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_other_words),
		cmocka_unit_test(test_a_mail),
		cmocka_unit_test(test_the_same_errand_is_the_same_mail),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_right_to_left),
		cmocka_unit_test(test_on_top),
		cmocka_unit_test(test_who_reads),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_without_a_page),
		cmocka_unit_test(test_templates),
		cmocka_unit_test(test_frames_are_the_locales),
	};

	return cmocka_run_group_tests_name("render", tests, open_locales,
	    close_locales);
}
