/* Mails that nobody writes but to do harm, and the limits they meet. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/mime_inside.h"
#include "base/mime_write.h"
#include "base/text.h"

#define HEAD	"From: ana@example.org\nSubject: Hi\n"

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* begin, then the piece until there are so many bytes, then end. */
static struct mime_mail
read_long(struct arena *arena, const char *const texts[3], size_t length)
{
	struct mime_mail mail;
	struct buf b;
	const char *why;
	clock_t before = clock();

	buf_init(&b, MIME_MOST + 4096);
	buf_text(&b, texts[0]);
	while (b.length + strlen(texts[1]) < length)
		buf_text(&b, texts[1]);
	buf_text(&b, texts[2]);
	assert_true(mime_read(arena, b.data, b.length, &mail, &why));
	assert_null(why);
	buf_free(&b);
	/* A hundred times what it takes without a sanitizer. */
	assert_true((clock() - before) / CLOCKS_PER_SEC < 20);
	return mail;
}

static void
what_has_no_header_is_no_mail(void **state)
{
	static const char *const cases[] = {
		"", "\n\n", "Hello, this is no mail.", " From: x\n", ": x\n",
		"\377\376F", "From ana", "<html>", "-----BEGIN",
	};
	struct mime_mail mail;
	const char *why;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_false(mime_read(*state, cases[i], strlen(cases[i]),
		    &mail, &why));
		assert_non_null(strstr(why, "this is no mail"));
	}
	assert_true(mime_read(*state, "a: b", 4, &mail, &why));
	assert_string_equal(mail.words, "");
	assert_string_equal(mail.from, "");
	assert_string_equal(mail.report.status, "");
}

static void
a_header_is_read_as_far_as_its_limits(void **state)
{
	static const char *const fields[3] = { HEAD, "X-a: b\n", "\nwords" };
	static const char *const one[3] = { HEAD "To: ", "a@b.example, ",
		"\n\nwords" };
	static const char *const words[3] = { HEAD "Subject: ",
		"=?utf-8?Q?=61?= ", "\n\nwords" };
	struct mime_mail mail;

	mail = read_long(*state, fields, MIME_MOST);
	assert_true(mail.cut);
	assert_string_equal(mail.from, "ana@example.org");
	mail = read_long(*state, one, MIME_MOST - 100);
	assert_true(mail.cut);
	assert_string_equal(mail.words, "words");
	assert_int_equal(mail.address_count, 1);
	mail = read_long(*state, words, MIME_MOST - 100);
	assert_string_equal(mail.words, "words");
	assert_true(text_units(mail.subject) <= 500);
}

static void
parts_are_read_as_far_as_their_limits(void **state)
{
	static const char *const parts[3] = { HEAD
		"Content-Type: multipart/mixed; boundary=x\n\n",
		"--x\n\na\n", "--x--\n" };
	static const char *const digest[3] = { HEAD
		"Content-Type: multipart/digest; boundary=x\n\n",
		"--x\n\nSubject: a\n\nb\n", "--x--\n" };
	static const char *const nested[3] = { HEAD,
		"Content-Type: message/rfc822\n\n", "Subject: x\n\ny" };
	static const char *const same[3] = { HEAD
		"Content-Type: multipart/mixed; boundary=x\n\n",
		"--x\nContent-Type: multipart/mixed; boundary=x\n\n", "" };
	struct mime_mail mail;

	mail = read_long(*state, parts, MIME_MOST - 100);
	assert_true(mail.cut);
	assert_true(strlen(mail.words) > 900);
	mail = read_long(*state, digest, MIME_MOST - 100);
	assert_true(mail.cut);
	assert_int_equal(mail.file_count, MIME_FILES);
	assert_true(mail.more_files > 0);
	assert_true(read_long(*state, nested, MIME_MOST - 100).cut);
	assert_true(read_long(*state, same, MIME_MOST - 100).cut);
}

static void
text_is_read_as_far_as_its_limit(void **state)
{
	static const char *const lines[3] = { HEAD "\n", "hello\n", "end" };
	static const char *const letters[3] = { HEAD
		"Content-Type: text/plain; charset=utf-8\n\n",
		"\xe2\x82\xac", "" };
	static const char *const photo[3] = { HEAD
		"Content-Type: image/jpeg\n"
		"Content-Transfer-Encoding: base64\n\n", "AAAAAAAA\n", "" };
	struct mime_mail mail;

	mail = read_long(*state, lines, MIME_MOST + 2000);
	assert_true(mail.cut);
	assert_true(strlen(mail.words) <= MIME_TEXT);
	mail = read_long(*state, letters, MIME_MOST - 100);
	assert_true(strlen(mail.words) > MIME_TEXT - 10);
	assert_null(strstr(mail.words, "\xef\xbf\xbd"));
	mail = read_long(*state, photo, MIME_MOST - 100);
	assert_false(mail.cut);
	assert_true(mail.files[0].length > MIME_MOST / 2);
}

static void
pages_are_read_in_time(void **state)
{
	static const char *const pages[][3] = {
		{ HEAD "Content-Type: text/html\n\n", "<b>", "" },
		{ HEAD "Content-Type: text/html\n\n<p ", "aa=b ", ">x" },
		{ HEAD "Content-Type: text/html\n\n", "<p><i></b>", "" },
		{ HEAD "Content-Type: text/html\n\n", "<br>", "x" },
		{ HEAD "Content-Type: text/html\n\n", "&lt;<!--", "x" },
	};

	for (size_t i = 0; i < COUNT(pages); i++)
		(void)read_long(*state, pages[i], 2 << 20);
}

/* Each has one attribute more than the last, so each is compared. */
static void
many_attributes_are_not_compared(void **state)
{
	struct buf b;
	bool cut = false;
	const char *text;

	buf_init(&b, 2 << 20);
	buf_text(&b, "<p>before<p");
	for (unsigned i = 0; !b.over && i < 150000; i++)
		buf_print(&b, " a%u=b", i);
	buf_text(&b, ">behind");
	text = mime_html(*state, b.data, &cut);
	assert_string_equal(text, "before");
	assert_true(cut);
	buf_free(&b);
}

static void
lines_are_folded_in_time(void **state)
{
	static const char *const texts[][3] = {
		{ HEAD "\n", "a:\n", "" }, { HEAD "\n", "From:\n", "" },
		{ HEAD "\n", ">\nx\n", "" }, { HEAD "\n", "--\n", "" },
		{ HEAD "\n", "On 12/12/2026 10:00 <a@b> wrote:\n", "" },
		{ HEAD "Content-Type: text/plain; charset=utf-8\n\na",
		    "\xcc\x81\xcc\xa3", "" },
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		(void)read_long(*state, texts[i], MIME_TEXT);
}

/* What we write ourselves comes back, word for word. */
static void
our_own_mail_is_read(void **state)
{
	static const char *const texts[] = {
		"Dear family,\n\nthe bus leaves at 7:30 \xf0\x9f\x9a\x8c",
		"\xd8\xa2\xd9\x86\xd8\xa7 \xd8\xba\xd8\xaf\xd9\x8b\xd8\xa7",
		"C\xe1\xba\xa3m \xc6\xa1n c\xc3\xb4.\n\nFrom: here to there",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct letter letter = {
			.from_name = "Se\xc3\xb1ora Park, Oak School",
			.from = "messages@school.example",
			.to = "ana@example.org",
			.reply_to = "replies+r7k2@school.example",
			.subject = texts[i], .text = texts[i],
			.html = "<p>other</p>", .language = "en-US",
			.message_id = "m7k2@school.example",
			.in_reply_to = "a1@example.org",
			.date = INT64_C(1796742121000), .automatic = i == 1,
		};
		struct mime_mail mail;
		const char *why;
		size_t length;
		char *bytes = mime_write(*state, &letter, &length);

		assert_true(mime_read(*state, bytes, length, &mail, &why));
		assert_string_equal(mail.words, texts[i]);
		assert_string_equal(mail.folded, "");
		assert_string_equal(mail.from, letter.from);
		assert_string_equal(mail.from_name, letter.from_name);
		assert_string_equal(mail.addresses[0], letter.to);
		assert_string_equal(mail.message_id, letter.message_id);
		assert_string_equal(mail.answers[0], letter.in_reply_to);
		assert_int_equal(mail.date, letter.date);
		assert_int_equal(mail.automatic != NULL, i == 1);
		assert_int_equal(mail.file_count, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(what_has_no_header_is_no_mail),
		TEST(a_header_is_read_as_far_as_its_limits),
		TEST(parts_are_read_as_far_as_their_limits),
		TEST(text_is_read_as_far_as_its_limit),
		TEST(pages_are_read_in_time),
		TEST(many_attributes_are_not_compared),
		TEST(lines_are_folded_in_time),
		TEST(our_own_mail_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
