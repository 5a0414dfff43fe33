/* A buffer grows up to its limit and says when something did not fit. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"

static void
an_empty_buffer_is_empty_text(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(b.data, "");
	assert_int_equal(b.length, 0);
	assert_false(b.over);
	buf_add(&b, "", 0);
	buf_text(&b, "");
	buf_print(&b, "%s", "");
	buf_url(&b, "");
	buf_html(&b, "");
	assert_string_equal(b.data, "");
	assert_false(b.over);
	buf_free(&b);
	assert_string_equal(b.data, "");
	buf_free(&b);
}

static void
additions_follow_each_other(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100000);
	buf_text(&b, "one");
	buf_char(&b, ' ');
	buf_print(&b, "%d%s", 2, "!");
	buf_add(&b, "\0x", 2);
	assert_int_equal(b.length, 8);
	assert_memory_equal(b.data, "one 2!\0x", 9);
	for (int i = 0; i < 20000; i++)
		buf_print(&b, "%c%c%c", 'a', 'b', 'c');
	assert_int_equal(b.length, 60008);
	assert_string_equal(b.data + 60002, "abcabc");
	buf_free(&b);
}

static void
exactly_the_limit_fits(void **state)
{
	struct buf b;

	(void)state;
	for (size_t limit = 0; limit < 1100; limit += 7) {
		buf_init(&b, limit);
		for (size_t i = 0; i < limit; i++)
			buf_char(&b, 'x');
		assert_false(b.over);
		assert_int_equal(b.length, limit);
		buf_char(&b, 'y');
		assert_true(b.over);
		assert_int_equal(b.length, limit);
		assert_null(strchr(b.data, 'y'));
		buf_free(&b);
	}
}

static void
what_does_not_fit_is_left_out_whole(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	buf_text(&b, "abc");
	buf_text(&b, "defg");
	assert_true(b.over);
	buf_char(&b, 'h');
	buf_print(&b, "%d", 1);
	assert_string_equal(b.data, "abc");
	buf_free(&b);

	buf_init(&b, 5);
	buf_print(&b, "%s", "abcdef");
	assert_true(b.over);
	assert_string_equal(b.data, "");
	buf_free(&b);

	buf_init(&b, 5);
	buf_text(&b, "abc");
	buf_add(&b, "x", SIZE_MAX);
	assert_true(b.over);
	buf_free(&b);
}

static void
a_cleared_buffer_starts_again(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	buf_clear(&b);
	buf_text(&b, "abcdef");
	assert_true(b.over);
	buf_clear(&b);
	assert_false(b.over);
	assert_string_equal(b.data, "");
	buf_text(&b, "abcde");
	buf_clear(&b);
	assert_string_equal(b.data, "");
	buf_text(&b, "fg");
	assert_string_equal(b.data, "fg");
	buf_free(&b);
}

struct escape {
	const char	*from, *to;
};

static void
urls_keep_only_plain_letters(void **state)
{
	static const struct escape cases[] = {
		{ "azAZ09-._~", "azAZ09-._~" },
		{ "a b+c", "a%20b%2Bc" },
		{ "+15551234567", "%2B15551234567" },
		{ "a=b&c", "a%3Db%26c" },
		{ "\xc3\xa9", "%C3%A9" },
		{ "\x01\xff%", "%01%FF%25" },
		{ "/?#[]@!$'()*,;:", "%2F%3F%23%5B%5D%40%21%24%27%28%29%2A%2C"
		    "%3B%3A" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		buf_url(&b, cases[i].from);
		assert_string_equal(b.data, cases[i].to);
	}
	buf_free(&b);
}

static void
html_has_no_live_marks(void **state)
{
	static const struct escape cases[] = {
		{ "plain words", "plain words" },
		{ "<script>", "&lt;script&gt;" },
		{ "a & b", "a &amp; b" },
		{ "\"it's\"", "&quot;it&#39;s&quot;" },
		{ "&amp;", "&amp;amp;" },
		{ "\xc3\xa9", "\xc3\xa9" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		buf_html(&b, cases[i].from);
		assert_string_equal(b.data, cases[i].to);
	}
	buf_free(&b);
}

static void
an_escape_is_never_cut(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	buf_url(&b, "ab c");
	assert_true(b.over);
	assert_string_equal(b.data, "ab");
	buf_clear(&b);
	buf_html(&b, "a&b");
	assert_true(b.over);
	assert_string_equal(b.data, "a");
	buf_free(&b);
}

static void
what_is_kept_outlives_the_buffer(void **state)
{
	struct arena *arena = arena_new();
	struct buf b;
	char *kept, *none;

	(void)state;
	buf_init(&b, 100);
	none = buf_keep(&b, arena);
	buf_add(&b, "a\0b", 3);
	kept = buf_keep(&b, arena);
	buf_free(&b);
	assert_string_equal(none, "");
	assert_memory_equal(kept, "a\0b", 4);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buffer_is_empty_text),
		cmocka_unit_test(additions_follow_each_other),
		cmocka_unit_test(exactly_the_limit_fits),
		cmocka_unit_test(what_does_not_fit_is_left_out_whole),
		cmocka_unit_test(a_cleared_buffer_starts_again),
		cmocka_unit_test(urls_keep_only_plain_letters),
		cmocka_unit_test(html_has_no_live_marks),
		cmocka_unit_test(an_escape_is_never_cut),
		cmocka_unit_test(what_is_kept_outlives_the_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
