/* Ids are ordered, never the same twice, and text that people can read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/crew.h"
#include "base/id.h"

#define EPOCH		INT64_C(1767225600000)
#define THREADS		4
#define EACH		50000

/* Later than any time another case used: ids never step back. */
static int64_t later = EPOCH + DAYS(365);

static int64_t
hold_later(void)
{
	later += DAYS(1);
	clock_hold(later);
	return later;
}

static int
release(void **state)
{
	(void)state;
	clock_release();
	id_node(0);
	return 0;
}

static void
an_id_says_when_and_where_it_was_made(void **state)
{
	int64_t now = hold_later(), id;

	(void)state;
	id_node(1023);
	id = id_new();
	assert_true(id > 0);
	assert_int_equal(id_time(id), now);
	assert_int_equal(id >> 12 & 1023, 1023);
	assert_int_equal(id & 4095, 0);
	assert_int_equal(id_new(), id + 1);
}

static void
a_used_up_millisecond_borrows_the_next(void **state)
{
	int64_t now = hold_later(), id = 0, before = 0;

	(void)state;
	for (int i = 0; i < 3 * 4096; i++) {
		id = id_new();
		assert_true(id > before);
		assert_int_equal(id_time(id), now + i / 4096);
		before = id;
	}
	clock_pass(1);			/* Less than what was borrowed. */
	assert_int_equal(id_time(id_new()), now + 3);
	clock_pass(10);
	assert_int_equal(id_time(id_new()), now + 11);
}

static void
ids_never_step_back_when_the_clock_does(void **state)
{
	int64_t now = hold_later(), before = id_new(), id;

	(void)state;
	clock_hold(now - DAYS(100));
	for (int i = 0; i < 10000; i++) {
		id = id_new();
		assert_true(id > before);
		before = id;
	}
	clock_hold(0);
	assert_true(id_new() > before);
}

static int64_t made[THREADS][EACH];

static void
make(void *hand)
{
	int64_t *ids = hand;

	for (int i = 0; i < EACH; i++)
		ids[i] = id_new();
}

static int
compare(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

static void
threads_never_make_the_same_id(void **state)
{
	void *hands[] = { made[0], made[1], made[2], made[3] };
	int64_t *all = made[0];

	(void)state;
	crew_join(crew_start("make", make, hands, THREADS));
	for (int i = 0; i < THREADS; i++)
		for (int j = 1; j < EACH; j++)
			assert_true(made[i][j] > made[i][j - 1]);
	qsort(all, THREADS * EACH, sizeof *all, compare);
	for (int i = 1; i < THREADS * EACH; i++)
		assert_true(all[i] != all[i - 1]);
}

static void
text_is_thirteen_letters_in_order(void **state)
{
	char one[ID_TEXT], other[ID_TEXT];

	(void)state;
	assert_string_equal(id_text(0, one), "0000000000000");
	assert_string_equal(id_text(1, one), "0000000000001");
	assert_string_equal(id_text(31, one), "000000000000Z");
	assert_string_equal(id_text(32, one), "0000000000010");
	assert_string_equal(id_text(INT64_MAX, one), "7ZZZZZZZZZZZZ");
	for (int64_t id = 1; id < INT64_MAX / 3; id *= 3)
		assert_true(strcmp(id_text(id, one),
		    id_text(id + 1, other)) < 0);
}

static void
text_is_read_back(void **state)
{
	char text[ID_TEXT];
	int64_t id = 1, read;

	(void)state;
	for (int i = 0; i < 62; i++, id = id << 1 | (i & 1)) {
		assert_true(id_parse(id_text(id, text), &read));
		assert_int_equal(read, id);
	}
	assert_true(id_parse("7ZZZZZZZZZZZZ", &read));
	assert_int_equal(read, INT64_MAX);
	assert_true(id_parse("0o0O00000abcI", &read));
	assert_true(id_parse("00000000LABC1", &id));
	assert_true(id_parse("00000000labci", &read));
	assert_int_equal(read, id);
}

static void
what_is_no_id_is_refused(void **state)
{
	static const char *const cases[] = {
		"", "1", "000000000001", "00000000000011", "0000000000000",
		"8000000000000", "ZZZZZZZZZZZZZ", "000000000000U",
		"00000000000-1", "000000000000 ", " 000000000001",
		"00000000000\xc3\xa9", "+000000000001", "000000000000u",
	};
	int64_t id = 77;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_false(id_parse(cases[i], &id));
		assert_int_equal(id, 77);
	}
}

static void
times_have_a_least_id(void **state)
{
	int64_t now = hold_later(), id;

	(void)state;
	id_node(0);
	id = id_new();
	assert_true(id_least(now) <= id);
	assert_true(id_least(now + 1) > id);
	assert_int_equal(id_time(id_least(now)), now);
	assert_int_equal(id_least(0), 0);
	assert_int_equal(id_least(EPOCH), 0);
	assert_int_equal(id_least(INT64_MAX), INT64_MAX);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_teardown(f, release)
	const struct CMUnitTest tests[] = {
		CASE(an_id_says_when_and_where_it_was_made),
		CASE(a_used_up_millisecond_borrows_the_next),
		CASE(ids_never_step_back_when_the_clock_does),
		CASE(threads_never_make_the_same_id),
		CASE(text_is_thirteen_letters_in_order),
		CASE(text_is_read_back),
		CASE(what_is_no_id_is_refused),
		CASE(times_have_a_least_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
