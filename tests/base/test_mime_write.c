/* Mails of ours, read back by GMime. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/mime_write.h"

#define AT	INT64_C(1764835200000)	/* 2025-12-04 08:00:00 UTC. */

static const struct letter plain = {
	.from_name = "Oak School", .from = "messages@school.example",
	.to = "ana@family.example", .subject = "Picture day",
	.message_id = "m0123456789abcdefghjkmnpqrstv@school.example",
	.text = "Picture day is on Friday.\n", .date = AT,
};

static int
setup(void **state)
{
	*state = arena_new();
	mime_begin();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* No line is long, none ends otherwise than by CRLF, all of it is ASCII. */
static void
assert_sound(const char *mail, size_t length)
{
	size_t column = 0;

	assert_int_equal(strlen(mail), length);
	assert_string_equal(mail + length - 2, "\r\n");
	for (size_t i = 0; i < length; i++) {
		assert_true((unsigned char)mail[i] < 0x80);
		column = mail[i] == '\n' ? 0 : column + 1;
		assert_true(column <= 120);
		if (mail[i] == '\n')
			assert_true(i > 0 && mail[i - 1] == '\r');
		if (mail[i] == '\r')
			assert_int_equal(mail[i + 1], '\n');
	}
}

static GMimeMessage *
written(void **state, const struct letter *letter)
{
	GMimeParser	*parser;
	GMimeMessage	*message;
	GMimeStream	*stream;
	size_t		 length;
	char		*mail = mime_write(*state, letter, &length);

	assert_sound(mail, length);
	stream = g_mime_stream_mem_new_with_buffer(mail, length);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	assert_non_null(message);
	return message;
}

static const char *
header(GMimeMessage *message, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

/* The words of a part with LF at the ends of lines. */
static char *
words(void **state, GMimeObject *part)
{
	char	*text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	char	*kept = arena_text(*state, text), *to = kept;

	for (char *at = kept; *at != '\0'; at++)
		if (*at != '\r')
			*to++ = *at;
	*to = '\0';
	g_free(text);
	return kept;
}

static void
a_plain_mail_is_this_to_the_letter(void **state)
{
	struct letter	 letter = plain;
	size_t		 length;

	letter.reply_to = "replies+r1@school.example";
	letter.in_reply_to = "a@b.example";
	letter.references = "c@d.example a@b.example";
	letter.language = "es-US";
	letter.automatic = 1;
	letter.unsubscribe_url = "https://home.example/u/u1";
	letter.unsubscribe_to = "replies+u1@school.example";
	assert_string_equal(mime_write(*state, &letter, &length),
	    "Date: Thu, 4 Dec 2025 08:00:00 +0000\r\n"
	    "From: \"Oak School\" <messages@school.example>\r\n"
	    "To: ana@family.example\r\n"
	    "Reply-To: replies+r1@school.example\r\n"
	    "Subject: Picture day\r\n"
	    "Message-ID: <m0123456789abcdefghjkmnpqrstv@school.example>\r\n"
	    "In-Reply-To: <a@b.example>\r\n"
	    "References: <c@d.example> <a@b.example>\r\n"
	    "Content-Language: es-US\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "X-Auto-Response-Suppress: OOF, AutoReply\r\n"
	    "List-Unsubscribe: <https://home.example/u/u1>,\r\n"
	    " <mailto:replies+u1@school.example>\r\n"
	    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Picture day is on Friday.\r\n");
}

static void
headers_say_it_in_any_script(void **state)
{
	static const char *const cases[] = {
		"Ms. Park, Oak School", "Escuela \"El Roble\"", "a\\b",
		"José Núñez", "مدرسة البلوط", "Trường Tiểu học Cây Sồi",
		"橡树学校", "学校 📣 Oak", "=?UTF-8?Q?no?=", "Đ", "a  b é",
		("Ангелина из очень длинной школы имени святого Патрика в "
		"городе Вустере, штат Массачусетс, Соединённые Штаты"),
		"ይህ በጣም ረጅም ርዕስ ነው ስለዚህ በበርካታ መስመሮች መከፈል አለበት እና ሌሎችም",
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct letter		 letter = plain;
		GMimeMessage		*message;
		InternetAddress		*from;

		letter.from_name = letter.subject = cases[i];
		message = written(state, &letter);
		assert_string_equal(g_mime_message_get_subject(message),
		    cases[i]);
		from = internet_address_list_get_address(
		    g_mime_message_get_from(message), 0);
		assert_string_equal(internet_address_get_name(from),
		    cases[i]);
		assert_string_equal(internet_address_mailbox_get_addr(
		    INTERNET_ADDRESS_MAILBOX(from)), plain.from);
		assert_int_equal(internet_address_list_length(
		    g_mime_message_get_from(message)), 1);
		g_object_unref(message);
	}
}

static void
no_header_begins_another(void **state)
{
	struct letter	 letter = plain;
	GMimeMessage	*message;

	letter.from_name = "Oak\r\nBcc: a@b.example";
	letter.subject = "Hi\nBcc: a@b.example\r\n\r\nBody";
	letter.language = "en\r\nBcc: a@b.example";
	letter.reply_to = "a@b.example\r\nBcc: a@b.example";
	letter.unsubscribe_url = "https://x.example/\r\nBcc: a@b.example";
	message = written(state, &letter);
	assert_null(header(message, "Bcc"));
	assert_string_equal(g_mime_message_get_subject(message),
	    "Hi Bcc: a@b.example    Body");
	g_object_unref(message);
}

static const char *const bodies[] = {
	"One line.\n",
	"No end",
	"",
	".\n..\n.leading dots\n\n\nFrom me\n--\n-- \nJ. Park\n",
	"A trailing space \nand a tab\t\nand = signs =3D ==\n",
	"¿A qué hora abre mañana? Está en la página.\n",
	"موعد الصور يوم الجمعة.\nشكراً\n",
	"Ngày chụp ảnh là thứ Sáu tuần này.\n\nCảm ơn quý vị!\n",
	"A line that goes on and on, much longer than any line of a mail may "
	"be, because nobody at a keyboard breaks lines by themselves, and the "
	"screen does it for them; so it is for us to break it and to join it "
	"again without a trace of where it was broken, whatever it says.\n",
	"学校照片日是星期五。学校照片日是星期五。学校照片日是星期五。学校照片日是星期五。\n",
	("--=_m0123456789abcdefghjkmnpqrstv\n"
	"--=_m0123456789abcdefghjkmnpqrstv--\n"),
};

static void
words_come_back_as_they_were(void **state)
{
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct letter	 letter = plain;
		GMimeMessage	*message;
		const char	*end = "";

		letter.text = bodies[i];
		message = written(state, &letter);
		if (*letter.text != '\0' &&
		    letter.text[strlen(letter.text) - 1] != '\n')
			end = "\n";
		assert_string_equal(words(state,
		    g_mime_message_get_mime_part(message)),
		    arena_print(*state, "%s%s", letter.text, end));
		g_object_unref(message);
	}
}

static void
html_stands_beside_the_text(void **state)
{
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct letter	 letter = plain;
		GMimeMessage	*message;
		GMimeMultipart	*both;

		if (bodies[i][0] == '\0')
			continue;
		letter.text = bodies[i];
		letter.html = arena_print(*state, "<html lang=\"ar\" "
		    "dir=\"rtl\"><body>%s</body></html>\n", bodies[i]);
		message = written(state, &letter);
		both = GMIME_MULTIPART(g_mime_message_get_mime_part(message));
		assert_int_equal(g_mime_multipart_get_count(both), 2);
		assert_true(g_mime_content_type_is_type(
		    g_mime_object_get_content_type(GMIME_OBJECT(both)),
		    "multipart", "alternative"));
		assert_memory_equal(words(state,
		    g_mime_multipart_get_part(both, 0)), bodies[i],
		    strlen(bodies[i]));
		assert_string_equal(words(state,
		    g_mime_multipart_get_part(both, 1)), letter.html);
		g_object_unref(message);
	}
}

static void
the_same_letter_is_the_same_mail(void **state)
{
	struct letter	 letter = plain;
	size_t		 length;
	char		*first;

	letter.html = "<p>Día de fotos</p>";
	letter.subject = "Día de fotos";
	first = mime_write(*state, &letter, &length);
	assert_string_equal(mime_write(*state, &letter, &length), first);
	letter.message_id = "m2@school.example";
	assert_string_not_equal(mime_write(*state, &letter, &length), first);
}

static void
the_day_is_that_of_the_date(void **state)
{
	static const struct {
		int64_t		 at;
		const char	*date;
	} cases[] = {
		{ 0, "Thu, 1 Jan 1970 00:00:00 +0000" },
		{ INT64_C(951782399999), "Mon, 28 Feb 2000 23:59:59 +0000" },
		{ INT64_C(1709164800000), "Thu, 29 Feb 2024 00:00:00 +0000" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct letter	 letter = plain;
		GMimeMessage	*message;

		letter.date = cases[i].at;
		message = written(state, &letter);
		assert_string_equal(header(message, "Date"), cases[i].date);
		g_object_unref(message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_mail_is_this_to_the_letter),
		cmocka_unit_test(headers_say_it_in_any_script),
		cmocka_unit_test(no_header_begins_another),
		cmocka_unit_test(words_come_back_as_they_were),
		cmocka_unit_test(html_stands_beside_the_text),
		cmocka_unit_test(the_same_letter_is_the_same_mail),
		cmocka_unit_test(the_day_is_that_of_the_date),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
