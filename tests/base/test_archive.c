/* Zips and folders are read whole, or refused with a sentence. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/archive.h"
#include "tests/base/pack.h"

static struct pack place;

static int
setup(void **state)
{
	(void)state;
	pack_open(&place);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	pack_close(&place);
	return 0;
}

static const struct packed two[] = {
	{ "orgs.csv", "sourcedId,name\no1,Oak\n", 0 },
	{ "in/users.csv", "sourcedId\nu1\n", 0 },
	{ NULL, NULL, 0 },
};

static struct archive *
opened(const char *path)
{
	const char	*why;
	struct archive	*a = archive_open(place.arena, path, &why);

	if (a == NULL)
		fail_msg("%s", why);
	assert_null(why);
	return a;
}

static const char *
text_of(struct archive *a, const char *name)
{
	const char *bytes, *why;

	for (unsigned i = 0; i < a->count; i++)
		if (strcmp(a->entries[i].name, name) == 0) {
			assert_true(archive_read(a, i, place.arena, &bytes,
			    &why));
			assert_int_equal(strlen(bytes), a->entries[i].size);
			return bytes;
		}
	fail_msg("%s is missing", name);
	return NULL;
}

static void
expect_refused(const char *path, const char *sentence)
{
	const char	*why;

	assert_null(archive_open(place.arena, path, &why));
	if (strstr(why, sentence) == NULL)
		fail_msg("%s", why);
}

static void
a_zip_has_its_files(void **state)
{
	struct archive *a = opened(pack_zip(&place, two));

	(void)state;
	assert_int_equal(a->count, 2);
	assert_string_equal(text_of(a, "orgs.csv"), two[0].text);
	assert_string_equal(text_of(a, "in/users.csv"), two[1].text);
	archive_close(a);
}

static void
a_folder_has_its_files(void **state)
{
	static const struct packed files[] = {
		{ "orgs.csv", "o", 0 }, { "users.csv", "uu", 0 },
		{ NULL, NULL, 0 },
	};
	struct archive *a = opened(pack_folder(&place, files));

	(void)state;
	assert_int_equal(a->count, 2);
	assert_string_equal(text_of(a, "users.csv"), "uu");
	archive_close(a);
}

static void
folders_in_a_zip_are_no_files(void **state)
{
	static const struct packed files[] = {
		{ "in/", "", 0 }, { "in/a.csv", "a", 0 }, { NULL, NULL, 0 },
	};
	struct archive *a = opened(pack_zip(&place, files));

	(void)state;
	assert_int_equal(a->count, 1);
	assert_string_equal(text_of(a, "in/a.csv"), "a");
	archive_close(a);
}

static void
what_is_no_zip_has_a_sentence(void **state)
{
	(void)state;
	expect_refused("/nowhere/at/all", "cannot be opened");
	expect_refused("/dev/null", "no file");
	expect_refused(pack_file(&place, "", 0), "the file is empty");
	expect_refused(pack_file(&place, "sourcedId,name\n", 15),
	    "this is no zip");
	expect_refused(pack_file(&place, "P", 1), "this is no zip");
	expect_refused(pack_locked(&place, two), "without a password");
}

/* However much of it is missing. */
static void
a_zip_that_was_cut_off_has_a_sentence(void **state)
{
	const char	*whole = pack_zip(&place, two);

	(void)state;
	for (size_t less = 1; less < 200; less++)
		expect_refused(pack_cut(&place, whole, less),
		    "cut off or damaged");
}

/* A byte in the middle of the packed text changes. */
static void
damage_is_noticed(void **state)
{
	static char	 text[50000];
	struct packed	 files[] = { { "a.csv", text, sizeof(text) },
			    { NULL, NULL, 0 } };
	struct archive	*a;
	const char	*bytes, *why;
	FILE		*file;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + i * i * 31 % 1013 % 26);
	files[0].length = sizeof(text);
	bytes = pack_zip(&place, files);
	file = fopen(bytes, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, 300, SEEK_SET), 0);
	assert_int_equal(fwrite("\x55\xaa\x55", 1, 3, file), 3);
	assert_int_equal(fclose(file), 0);
	a = opened(bytes);
	assert_false(archive_read(a, 0, place.arena, &bytes, &why));
	assert_non_null(strstr(why, "a.csv in the zip is cut off or damaged"));
	archive_close(a);
}

static void
a_bomb_is_refused_before_it_is_unpacked(void **state)
{
	size_t		 size = (size_t)20 << 20;
	struct packed	 files[] = { { "users.csv", NULL, size },
			    { NULL, NULL, 0 } };
	size_t		 before;
	char		*zeros = calloc(1, size);

	(void)state;
	assert_non_null(zeros);
	files[0].text = zeros;
	const char *path = pack_zip(&place, files);

	free(zeros);
	before = arena_size(place.arena);
	expect_refused(path, "unpacks to more than 250 times its size");
	assert_true(arena_size(place.arena) - before < (size_t)1 << 20);
}

static void
too_many_files_are_refused(void **state)
{
	static struct packed files[ARCHIVE_ENTRIES + 2];

	(void)state;
	for (unsigned i = 0; i <= ARCHIVE_ENTRIES; i++) {
		files[i].name = arena_print(place.arena, "%u.csv", i);
		files[i].text = "x";
	}
	expect_refused(pack_zip(&place, files), "more than 1000 files");
	files[ARCHIVE_ENTRIES].name = NULL;
	archive_close(opened(pack_zip(&place, files)));
}

static void
a_file_that_is_too_large_is_refused(void **state)
{
	static const struct packed files[] = { { "a.csv", "a", 0 },
	    { NULL, NULL, 0 } };
	const char	*path = pack_folder(&place, files);
	FILE		*file = fopen(arena_print(place.arena, "%s/a.csv",
			    path), "r+b");

	(void)state;
	assert_non_null(file);
	assert_int_equal(fseek(file, (long)ARCHIVE_ENTRY_MOST, SEEK_SET), 0);
	assert_int_equal(fwrite("x", 1, 1, file), 1);
	assert_int_equal(fclose(file), 0);
	expect_refused(path, "larger than a roster can be");
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_zip_has_its_files),
		CASE(a_folder_has_its_files),
		CASE(folders_in_a_zip_are_no_files),
		CASE(what_is_no_zip_has_a_sentence),
		CASE(a_zip_that_was_cut_off_has_a_sentence),
		CASE(damage_is_noticed),
		CASE(a_bomb_is_refused_before_it_is_unpacked),
		CASE(too_many_files_are_refused),
		CASE(a_file_that_is_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
