/*
 * Phone numbers in words that run from right to left.  How they are seen, ICU
 * says: it puts a line into the order of the screen (UAX #9), where the groups
 * of a number have to follow each other as they are dialed.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/guard.h"
#include "flow/phones.h"

#define LINE	400

static struct arena	*arena;

/* As people write them, and with dots. */
static const struct {
	const char	*phone, *dotted, *digits;
} numbers[] = {
	{ "508-555-0100", "508.555.0100", "5085550100" },
	{ "(508) 555-0100", "508.555.0100", "5085550100" },
	{ "(508)555-0100", "508.555.0100", "5085550100" },
	{ "508 555 0100", "508.555.0100", "5085550100" },
	{ "508.555.0100", "508.555.0100", "5085550100" },
	{ "5085550100", "5085550100", "5085550100" },
	{ "+1 508-555-0100", "508.555.0100", "5085550100" },
	{ "+1 (508) 555-0100", "508.555.0100", "5085550100" },
	{ "1-800-555-0100", "1.800.555.0100", "18005550100" },
	{ "555-0100", "555.0100", "5550100" },
	{ "+52 55 1234 5678", "+52.55.1234.5678", "525512345678" },
	{ "\u0665\u0660\u0668-\u0665\u0665\u0665-\u0660\u0661\u0660\u0660",
	    "\u0665\u0660\u0668.\u0665\u0665\u0665.\u0660\u0661\u0660\u0660",
	    "5085550100" },
};

/* Around them: Arabic, Pashto, Dari; and with Latin letters in between. */
static const char *const around[] = {
	"اتصل بنا على %s اليوم.", "%s رقم المدرسة", "الرقم %s",
	"مهرباني وکړئ %s ته زنګ ووهئ.", "لطفاً به %s زنگ بزنید",
	"اتصل بمدرسة Oak على الرقم %s من فضلك", "في الساعة 8:00 اتصل %s",
	"\u2068Oak\u2069 هاتف %s.",
};

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *
with(const char *sentence, const char *phone)
{
	const char *at = strstr(sentence, "%s");

	return arena_print(arena, "%.*s%s%s", (int)(at - sentence), sentence,
	    phone, at + 2);
}

/* The digits of a line as the eye meets them, from left to right. */
static const char *
seen(const char *line)
{
	UErrorCode	 status = U_ZERO_ERROR;
	UBiDi		*bidi = ubidi_open();
	UChar		 logical[LINE], visual[LINE];
	int32_t		 n, m;
	char		*digits, *end;

	u_strFromUTF8(logical, LINE, &n, line, -1, &status);
	ubidi_setPara(bidi, logical, n, UBIDI_DEFAULT_LTR, NULL, &status);
	m = ubidi_writeReordered(bidi, visual, LINE, 0, &status);
	assert_true(U_SUCCESS(status));
	digits = end = arena_take(arena, LINE + 1);
	for (int32_t i = 0; i < m; i++)
		if (u_isdigit(visual[i]))
			*end++ = (char)('0' + u_charDigitValue(visual[i]));
	ubidi_close(bidi);
	return digits;
}

static void
dots_keep_their_places(void **state)
{
	unsigned	 turned = 0;
	const char	*line;

	(void)state;
	for (size_t a = 0; a < COUNT(around); a++)
		for (size_t n = 0; n < COUNT(numbers); n++) {
			line = with(around[a], numbers[n].phone);
			turned += strstr(seen(line), numbers[n].digits) ==
			    NULL;
			assert_string_equal(phones_dotted(arena, line),
			    with(around[a], numbers[n].dotted));
			if (strstr(seen(phones_dotted(arena, line)),
			    numbers[n].digits) == NULL)
				fail_msg("%s is seen as %s", line, seen(
				    phones_dotted(arena, line)));
		}
	assert_true(turned > 40);	/* Or else there would be no need. */
}

static void
isolates_do_too(void **state)
{
	const char *line;

	(void)state;
	for (size_t a = 0; a < COUNT(around); a++)
		for (size_t n = 0; n < COUNT(numbers); n++) {
			line = phones_isolated(arena, with(around[a],
			    numbers[n].phone));
			if (strstr(seen(line), numbers[n].digits) == NULL)
				fail_msg("%s is seen as %s", line,
				    seen(line));
		}
	assert_string_equal(phones_isolated(arena,
	    "اتصل \u2068(508) 555-0100\u2069 أو 508-555-0101"),
	    "اتصل \u2068(508) 555-0100\u2069 أو \u2068508-555-0101\u2069");
}

/* Everything else stays to the letter. */
static void
what_is_no_phone_stays(void **state)
{
	static const char *const same[] = { "", "اهلا", "الساعة 8:00-9:30",
	    "2026-12-04", "https://oak.example/508-555-0100 انظر",
	    "a-508-555-0100@oak.example اكتب", "الصفوف 3-4 و 5-6",
	    "508.555.0100 و 5085550101", "12/04/2026 - 12/05/2026",
	    "$1,000.50 - $2,000.75", "من 100-2000", "X508-555-0100",
	    "508-555-0100.oak.example", "1234-55", "508-555-01001",
	    "الصفحات 200-2000", "textbook 200-2000 اقرأ", "اتصل. 200-2000",
	    "غرفة 101 305 2025", "غرفة 201 105 2025",
	    "oak.example/508-555-0100",
	    "www.oak.example/a/508-555-0100 انظر" };

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(phones_dotted(arena, same[i]), same[i]);
	assert_string_equal(phones_dotted(arena, "غرفة 3 508-555-0100"),
	    "غرفة 3 508.555.0100");
	assert_string_equal(phones_dotted(arena,
	    "الرقم (508) 555-0100 ext. 12, الآن"),
	    "الرقم 508.555.0100 ext. 12, الآن");
	assert_string_equal(phones_dotted(arena,
	    "أ 508-555-0100، 508-555-0101 ب"),
	    "أ 508.555.0100، 508.555.0101 ب");
	assert_string_equal(phones_dotted(arena,
	    "508-555-0100/508-555-0101، هاتف/508-555-0102"),
	    "508.555.0100/508.555.0101، هاتف/508.555.0102");
	assert_string_equal(phones_dotted(arena,
	    "phone/508-555-0103. الصفحات 200-2000. Call 555-0104 اليوم"),
	    "phone/508.555.0103. الصفحات 200-2000. Call 555.0104 اليوم");
}

/* What is a number here is one for flow/guard.h, which finds them by
 * expressions: a translator never gets it. */
static void
the_guard_knows_them(void **state)
{
	static const char *const pieces[] = { "508", "555", "0100", "-", " ",
	    ".", "(", ")", "+1", "1", "+52", "55", "3", " اتصل", "ab", "/",
	    "@", ", ", ": ", "2026-12-04", " 12 ", " 508-555-0100", " ",
	    " (508) 555-0100", " +1 508.555-0100", " ", " ", " 555-0100" };
	uint64_t	 dice = 88172645463325252u;
	unsigned	 found = 0;
	struct guarded	 g;
	const char	*line, *dotted, *why;

	(void)state;
	for (unsigned i = 0; i < 400; i++) {
		line = "";
		for (unsigned n = 0; n < 14; n++) {
			dice ^= dice << 13;
			dice ^= dice >> 7;
			dice ^= dice << 17;
			line = arena_print(arena, "%s%s", line,
			    pieces[dice % COUNT(pieces)]);
		}
		dotted = phones_dotted(arena, line);
		if (strcmp(dotted, line) == 0)
			continue;
		found++;
		assert_true(guard_protect(arena, line, &(struct guarding){
		    .from = "ar", .to = "en-US" }, &g, &why));
		if (strcmp(phones_dotted(arena, g.plain), g.plain) != 0)
			fail_msg("%s is %s, and %s", line, dotted, g.plain);
	}
	assert_true(found > 20);
}

static void
what_runs_from_right_to_left(void **state)
{
	(void)state;
	assert_true(phones_turn("Oak: اهلا"));
	assert_true(phones_turn("שלום"));
	assert_false(phones_turn("Ana, 508-555-0100 नमस्ते"));
	assert_false(phones_turn(""));
}

int
main(void)
{
#define TEST(test)							\
	cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(dots_keep_their_places),
		TEST(isolates_do_too),
		TEST(what_is_no_phone_stays),
		TEST(the_guard_knows_them),
		TEST(what_runs_from_right_to_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
