/*
 * Contents of roster rows, the difference of two rosters, and how it is told.
 * Pure.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "flow/roster_diff.h"
#include "flow/roster_tell.h"

static struct arena *arena;

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

#define OAK	"{\"name\":\"Oak\"}"
#define ANA	"{\"desk\":true,\"email\":\"\",\"language\":\"\"," \
		"\"name\":\"Ana\",\"offices\":[\"oak\"],\"phones\":[]}"
#define BEN	"{\"desk\":false,\"email\":\"\",\"language\":\"\"," \
		"\"name\":\"Ben\",\"offices\":[],\"phones\":[]}"
#define R5A	"{\"name\":\"5A\",\"school\":\"oak\",\"team\":[\"ana\"]}"
#define R5B	"{\"name\":\"5B\",\"school\":\"oak\",\"team\":[]}"
#define IVY(c)	"{\"classes\":[\"" c "\"],\"language\":\"\"," \
		"\"name\":\"Ivy\",\"school\":\"oak\"}"
#define ROSA(p, r) "{\"emails\":[],\"language\":\"es-US\"," \
		"\"name\":\"Rosa\",\"phones\":[" p "],\"students\":[" \
		"{\"relation\":\"mother\",\"restricted\":" r "," \
		"\"student\":\"ivy\",\"write_to\":true}]}"

static const struct roster_row before_rows[] = {
	{ .noun = ROSTER_SCHOOL, .name = "oak", .content = OAK },
	{ .noun = ROSTER_STAFF, .name = "ana", .content = ANA },
	{ .noun = ROSTER_CLASS, .name = "a", .content = R5A },
	{ .noun = ROSTER_CLASS, .name = "b", .content = R5B },
	{ .noun = ROSTER_STUDENT, .name = "ivy", .content = IVY("a") },
	{ .noun = ROSTER_GUARDIAN, .name = "rosa",
	    .content = ROSA("\"+15085550120\"", "false") },
};
static const struct roster_was was = { before_rows, COUNT(before_rows) };

static struct roster_file
file_of(struct roster_row *rows, unsigned count, bool delta)
{
	return (struct roster_file){ .rows = rows, .row_count = count,
	    .delta = delta, .version = "", .system = "", .district = "" };
}
#define FILE_OF(rows, delta)	file_of((rows), COUNT(rows), (delta))

static void
a_content_is_whole_or_refused(void **state)
{
	static const struct {
		enum roster_noun	 noun;
		const char		*text, *why;
	} cases[] = {
		{ ROSTER_SCHOOL, OAK, NULL },
		{ ROSTER_SCHOOL, "{}", "members" },
		{ ROSTER_SCHOOL, "{\"name\":\"\"}", "1 to 300" },
		{ ROSTER_SCHOOL, "{\"name\":\"Oak\",\"x\":1}", "members" },
		{ ROSTER_SCHOOL, "[]", "members" },
		{ ROSTER_SCHOOL, "{\"name\":", "members" },
		{ ROSTER_STAFF, ANA, NULL },
		{ ROSTER_STAFF, OAK, "members" },
		{ ROSTER_CLASS, "{\"name\":\"5A\",\"school\":\"\","
		    "\"team\":[]}", "sourcedId" },
		{ ROSTER_CLASS, "{\"name\":\"5A\",\"school\":\"o\","
		    "\"team\":[\"a\",\"a\"]}", "twice" },
		{ ROSTER_CLASS, "{\"name\":\"5A\",\"school\":\"o\","
		    "\"team\":[7]}", "twice" },
		{ ROSTER_STUDENT, "{\"classes\":[],\"language\":\"xx-YY\","
		    "\"name\":\"I\",\"school\":\"o\"}", "language" },
		{ ROSTER_GUARDIAN, ROSA("\"+15085550120\"", "false"), NULL },
		{ ROSTER_GUARDIAN, ROSA("\"15085550120\"", "false"),
		    "phone" },
		{ ROSTER_GUARDIAN, ROSA("\"+1508555012x\"", "false"),
		    "phone" },
		{ ROSTER_GUARDIAN, ROSA("", "1"), "restricted" },
		{ ROSTER_GUARDIAN, ROSA("\"+15085550120\",\"+15085550121\","
		    "\"+15085550122\",\"+15085550123\",\"+15085550124\","
		    "\"+15085550125\",\"+15085550126\",\"+15085550127\","
		    "\"+15085550128\",\"+15085550129\"", "false"),
		    "too many" },
	};
	struct roster_content	 c;
	const char		*why;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool good = roster_content_read(arena, cases[i].noun,
		    cases[i].text, &c, &why);

		assert_int_equal(good, cases[i].why == NULL);
		if (!good)
			assert_non_null(strstr(why, cases[i].why));
		else
			assert_string_equal(roster_content_text(arena,
			    cases[i].noun, &c), cases[i].text);
	}
}

static void
the_same_is_no_difference(void **state)
{
	struct roster_row	 rows[COUNT(before_rows)];
	struct roster_file	 file = FILE_OF(rows, false);
	struct roster_diff	 d;
	const char		*problems[ROSTER_PROBLEMS];

	(void)state;
	memcpy(rows, before_rows, sizeof rows);
	roster_diff_make(arena, &was, &file, &d);
	assert_int_equal(d.count, 0);
	assert_int_equal(d.nouns[ROSTER_CLASS].same, 2);
	assert_int_equal(roster_diff_check(arena, &was, &file, &d, problems),
	    0);
	assert_null(roster_diff_brake(arena, &d, 0));
}

static void
new_then_changed_then_gone_from_behind(void **state)
{
	static struct roster_row rows[] = {
		{ .noun = ROSTER_SCHOOL, .name = "oak", .content = OAK },
		{ .noun = ROSTER_STAFF, .name = "ben", .content = BEN },
		{ .noun = ROSTER_CLASS, .name = "b", .content = R5B },
		{ .noun = ROSTER_STUDENT, .name = "ivy",
		    .content = IVY("b") },
		{ .noun = ROSTER_STUDENT, .name = "leo",
		    .content = IVY("b") },
	};
	static const struct {
		const char	*name;
		bool		 fresh, gone;
	} wanted[] = {
		{ "ben", true, false }, { "ivy", false, false },
		{ "leo", true, false }, { "rosa", false, true },
		{ "a", false, true }, { "ana", false, true },
	};
	struct roster_file	 file = FILE_OF(rows, false);
	struct roster_diff	 d;

	(void)state;
	roster_diff_make(arena, &was, &file, &d);
	assert_int_equal(d.count, COUNT(wanted));
	for (size_t i = 0; i < COUNT(wanted); i++) {
		assert_string_equal(d.changes[i].name, wanted[i].name);
		assert_int_equal(d.changes[i].before == NULL,
		    wanted[i].fresh);
		assert_int_equal(d.changes[i].content == NULL,
		    wanted[i].gone);
	}
	/* Ana leaves, and nobody is named for the desk. */
	assert_int_equal(d.leave.count, 1);
	assert_string_equal(d.leave.list[0], "ana");
	assert_false(d.desk);
	assert_string_equal(roster_diff_brake(arena, &d, ROSTER_DROP),
	    "1 of 1 guardians would be gone, which is more than 10 %. If the "
	    "file is whole and they have left, say --drop 100.");
	assert_null(roster_diff_brake(arena, &d, 100));
}

static void
a_delta_is_what_it_names(void **state)
{
	static struct roster_row rows[] = {
		{ .noun = ROSTER_STAFF, .name = "ana", .gone = true },
		{ .noun = ROSTER_STAFF, .name = "zoe", .gone = true },
		{ .noun = ROSTER_STUDENT, .name = "ivy",
		    .content = IVY("b") },
	};
	struct roster_file	 file = FILE_OF(rows, true);
	struct roster_diff	 d;
	const char		*problems[ROSTER_PROBLEMS];

	(void)state;
	roster_diff_make(arena, &was, &file, &d);
	assert_int_equal(d.count, 2);
	assert_string_equal(d.changes[0].name, "ivy");
	assert_string_equal(d.changes[1].name, "ana");
	assert_int_equal(d.nouns[ROSTER_CLASS].same, 2);
	assert_int_equal(d.nouns[ROSTER_STAFF].gone, 1);
	/* The team of 5A, of which the delta says nothing, has her still. */
	assert_int_equal(roster_diff_check(arena, &was, &file, &d, problems),
	    1);
	assert_non_null(strstr(problems[0], "class \"a\": it names the staff "
	    "\"ana\""));
}

static void
what_it_names_has_to_be_there(void **state)
{
	static struct roster_row rows[] = {
		{ .noun = ROSTER_SCHOOL, .name = "oak", .content = OAK },
		{ .noun = ROSTER_CLASS, .name = "a", .content = R5A,
		    .file = "classes.csv", .line = 2 },
		{ .noun = ROSTER_STUDENT, .name = "ivy", .content = IVY("x"),
		    .file = "users.csv", .line = 7 },
		{ .noun = ROSTER_STUDENT, .name = "leo", .content = "{}",
		    .file = "users.csv", .line = 8 },
	};
	const struct roster_was	 nothing = { NULL, 0 };
	struct roster_file	 file = FILE_OF(rows, false);
	struct roster_diff	 d;
	const char		*problems[ROSTER_PROBLEMS];

	(void)state;
	roster_diff_make(arena, &nothing, &file, &d);
	assert_int_equal(roster_diff_check(arena, &nothing, &file, &d,
	    problems), 3);
	assert_string_equal(problems[0], "classes.csv row 2 (class \"a\"): it "
	    "names the staff \"ana\", which is not in the roster. Export that "
	    "too, or take the name out.");
	assert_non_null(strstr(problems[1], "users.csv row 7"));
	assert_non_null(strstr(problems[1], "class \"x\""));
	assert_non_null(strstr(problems[2], "users.csv row 8"));
}

static void
a_change_is_told_by_field(void **state)
{
	static struct roster_row rows[COUNT(before_rows)];
	struct roster_file	 file = FILE_OF(rows, false);
	static const struct {
		unsigned	 row;
		const char	*content, *told;
	} cases[] = {
		{ 4, IVY("b"), "student ivy (Ivy): classes 5A -> 5B" },
		{ 5, ROSA("\"+16175550188\"", "false"),
		    "guardian rosa (Rosa): phones +15085550120 -> "
		    "+16175550188" },
		{ 5, ROSA("\"+15085550120\",\"+16175550188\"", "false"),
		    "guardian rosa (Rosa): phones none -> +16175550188" },
		{ 5, ROSA("\"+15085550120\"", "true"),
		    "guardian rosa (Rosa): students Ivy as mother -> Ivy as "
		    "mother, restricted" },
		{ 3, R5A, "class b (5A): name 5B -> 5A; team none -> Ana" },
		{ 1, BEN, "staff ana (Ben): name Ana -> Ben; offices Oak -> "
		    "none; desk yes -> no" },
		{ 0, NULL, "school oak (Oak): gone" },
	};

	(void)state;
	memcpy(rows, before_rows, sizeof rows);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct roster_row *row = &before_rows[cases[i].row];

		assert_string_equal(roster_tell(arena, &was, &file,
		    &(struct roster_given){ .noun = row->noun,
		    .name = row->name, .before = row->content,
		    .content = cases[i].content }), cases[i].told);
	}
	assert_string_equal(roster_tell(arena, &was, &file,
	    &(struct roster_given){ .noun = ROSTER_SCHOOL, .name = "elm",
	    .content = OAK }), "school elm (Oak): new");
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_content_is_whole_or_refused),
		CASE(the_same_is_no_difference),
		CASE(new_then_changed_then_gone_from_behind),
		CASE(a_delta_is_what_it_names),
		CASE(what_it_names_has_to_be_there),
		CASE(a_change_is_told_by_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
