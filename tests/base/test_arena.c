/* An arena gives zeroed, aligned memory that dies at once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"

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

static void
assert_zero(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		assert_int_equal(bytes[i], 0);
}

static void
memory_is_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 15, 16, 17, 100, 4095, 4096,
	    4097, 16384, 16385, 65536, 65537, 1000000, 3 };
	struct arena *arena = *state;

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT(sizes); i++) {
			unsigned char *bytes = arena_take(arena, sizes[i]);

			assert_non_null(bytes);
			assert_int_equal((uintptr_t)bytes %
			    _Alignof(max_align_t), 0);
			assert_zero(bytes, sizes[i]);
			memset(bytes, 0xff, sizes[i]);
		}
		arena_clear(arena);
	}
}

static void
takes_do_not_overlap(void **state)
{
	enum { TAKES = 2000 };
	static unsigned char *takes[TAKES];
	struct arena *arena = *state;

	for (size_t i = 0; i < TAKES; i++) {
		takes[i] = arena_take(arena, i * 7 % 300);
		memset(takes[i], (int)(i % 251), i * 7 % 300);
	}
	for (size_t i = 0; i < TAKES; i++)
		for (size_t j = 0; j < i * 7 % 300; j++)
			assert_int_equal(takes[i][j], i % 251);
}

static void
a_small_arena_stays_small(void **state)
{
	struct arena *arena = *state;

	for (int i = 0; i < 30; i++)
		arena_take(arena, 100);
	assert_int_equal(arena_size(arena), 4096);
	arena_take(arena, 1000);
	assert_int_equal(arena_size(arena), 4096 + 8192);
}

static void
chunks_grow_up_to_a_limit(void **state)
{
	struct arena *arena = *state;
	size_t before = 0, step = 0, grown;

	for (int i = 0; i < 1000; i++) {
		before = arena_size(arena);
		arena_take(arena, 1000);
		grown = arena_size(arena) - before;
		if (grown == 0)
			continue;
		assert_true(grown > step || grown == 65536);
		step = grown;
	}
	assert_int_equal(step, 65536);
}

static void
a_big_take_leaves_the_chunk_in_use(void **state)
{
	static const size_t big[] = { 17000, 60000, 100000 };
	struct arena *arena = *state;
	size_t size;

	for (size_t i = 0; i < COUNT(big); i++) {
		arena_take(arena, 100);
		arena_take(arena, big[i]);
		size = arena_size(arena);
		assert_in_range(size, 4096 + big[i], 4096 + big[i] + 100);
		arena_take(arena, 3000);
		assert_int_equal(arena_size(arena), size);
		arena_clear(arena);
	}
}

static void
clearing_keeps_the_first_chunk(void **state)
{
	struct arena *arena = *state;
	void *first = arena_take(arena, 10);

	arena_take(arena, 50000);
	for (int i = 0; i < 100; i++)
		arena_take(arena, 1000);
	arena_clear(arena);
	assert_int_equal(arena_size(arena), 4096);
	assert_ptr_equal(arena_take(arena, 10), first);
}

static void
copies_end_with_nul(void **state)
{
	struct arena *arena = *state;
	char *copy = arena_copy(arena, "a\0bc", 3);

	assert_memory_equal(copy, "a\0b", 4);
	assert_string_equal(arena_copy(arena, "abc", 0), "");
	assert_string_equal(arena_text(arena, "hello"), "hello");
	assert_null(arena_text(arena, NULL));
	assert_null(arena_copy(arena, NULL, 0));
}

static void
printing_takes_what_it_needs(void **state)
{
	struct arena *arena = *state;
	char *text;

	assert_string_equal(arena_print(arena, "%d of %s", 3, "ten"),
	    "3 of ten");
	assert_string_equal(arena_print(arena, "%s", ""), "");
	text = arena_print(arena, "%*d", 70000, 7);
	assert_int_equal(strlen(text), 70000);
	assert_int_equal(text[69999], '7');
}

static void
lists_and_structs_are_typed(void **state)
{
	struct pair { int64_t one, two; } *pair = NEW(*state, struct pair);
	int *list = NEW_LIST(*state, int, 50);

	assert_int_equal(pair->one, 0);
	assert_int_equal(pair->two, 0);
	assert_zero((unsigned char *)list, 50 * sizeof(int));
	arena_free(NULL);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(memory_is_zeroed_and_aligned),
		CASE(takes_do_not_overlap),
		CASE(a_small_arena_stays_small),
		CASE(chunks_grow_up_to_a_limit),
		CASE(a_big_take_leaves_the_chunk_in_use),
		CASE(clearing_keeps_the_first_chunk),
		CASE(copies_end_with_nul),
		CASE(printing_takes_what_it_needs),
		CASE(lists_and_structs_are_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
