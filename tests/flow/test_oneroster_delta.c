/*
 * A delta changes the roster there was: what it says is put upon the rows
 * before, and only what is different comes out.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tests/flow/export.h"

#define DELTA	MANIFEST("file.orgs,delta\nfile.users,delta\n"		\
    "file.roles,delta\nfile.classes,delta\nfile.enrollments,delta\n")
#define NOW	"active,2026-12-01T06:00:00.000Z"
#define BYE	"tobedeleted,2026-12-01T06:00:00.000Z"

/* A delta has only the files that it names. */
#define ONLY(file, text)						\
	{ .only = true, .manifest = MANIFEST("file." #file ",delta\n"),	\
	    .file = text }

/* The rows before are those of the right export. */
static int
setup(void **state)
{
	(void)export_setup(state);
	assert_true(export_read(&(struct export){ .orgs = NULL }));
	export_options.before = export_file.rows;
	export_options.before_count = export_file.row_count;
	return 0;
}

/* What a delta makes of the roster: "name: content" of each row. */
struct change {
	struct export	 delta;
	struct {
		enum roster_noun	 noun;
		const char		*name;
		const char		*piece;	/* Of its content, or "gone". */
	}		 rows[4];
};

static void
expect_change(const struct change *c, size_t number)
{
	unsigned count = 0;

	if (!export_read(&c->delta))
		fail_msg("%zu: %s", number, export_file.notes[0].sentence);
	assert_true(export_file.delta);
	for (; count < 4 && c->rows[count].name != NULL; count++) {
		const char *row = export_row(c->rows[count].noun,
		    c->rows[count].name);

		if (row == NULL || strstr(row, c->rows[count].piece) == NULL)
			fail_msg("%zu: %s: %s", number, c->rows[count].name,
			    row == NULL ? "nothing" : row);
	}
	if (export_file.row_count != count)
		fail_msg("%zu: %u rows, the first is %s", number,
		    export_file.row_count, export_file.rows[0].name);
}

static void
only_what_changes_comes_out(void **state)
{
	static const struct change cases[] = {
		{ ONLY(users, USERS), { { 0, NULL, NULL } } },
		{ ONLY(users, USERS "rosa," NOW ",,rosa,Rosa,Cruz,"
		    "rosa@mail.example,5087993116,774-799-3117,,spa\n"),
		    { { 0, NULL, NULL } } },
		{ ONLY(users, USERS "rosa," NOW ",,rosa,Rosa,Paz,"
		    ",508-799-3122,,,\n"),
		    { { ROSTER_GUARDIAN, "rosa", "{\"emails\":[],"
		    "\"language\":\"es-US\",\"name\":\"Rosa Paz\",\"phones\":"
		    "[\"+15087993122\"],\"students\":[{\"relation\":"
		    "\"parent\",\"restricted\":false,\"student\":\"ivy\","
		    "\"write_to\":true}]}" } } },
		{ ONLY(users, USERS "ana," BYE ",,ana,Ana,Lima,,,,,\n"),
		    { { ROSTER_STAFF, "ana", "gone" },
		    { ROSTER_CLASS, "o0", "\"team\":[]" },
		    { ROSTER_CLASS, "o1", "\"team\":[]" } } },
		{ ONLY(users, USERS "ivy," BYE ",,ivy,Ivy,Cruz,,,,rosa,\n"),
		    { { ROSTER_STUDENT, "ivy", "gone" },
		    { ROSTER_GUARDIAN, "rosa", "gone" },
		    { ROSTER_GUARDIAN, "leo", "[{\"relation\":\"guardian\","
		    "\"restricted\":false,\"student\":\"max\"" } } },
		{ ONLY(users, USERS "rosa,inactive,2026-12-01T06:00:00.000Z,"
		    ",,,,,,,,\n"), { { ROSTER_GUARDIAN, "rosa", "gone" } } },
		{ ONLY(users, USERS "nobody," BYE ",,n,No,Body,,,,,\n"),
		    { { 0, NULL, NULL } } },
		{ ONLY(orgs, ORGS "elm," BYE ",Elm School,school,,\n"),
		    { { ROSTER_SCHOOL, "elm", "gone" } } },
		{ ONLY(orgs, ORGS "ash," NOW ",Ash,school,,\n"),
		    { { ROSTER_SCHOOL, "ash", "{\"name\":\"Ash\"}" } } },
		{ ONLY(classes, CLASSES "o0," NOW ",Choir,c,,oak,t\n"),
		    { { ROSTER_CLASS, "o0", "{\"name\":\"Choir\",\"school\":"
		    "\"oak\",\"team\":[\"ana\"]}" } } },
		{ ONLY(classes, CLASSES "o1," BYE ",1A,c,homeroom,oak,t\n"),
		    { { ROSTER_CLASS, "o1", "gone" },
		    { ROSTER_STUDENT, "ivy", "\"classes\":[\"o0\"]" },
		    { ROSTER_STUDENT, "max", "\"classes\":[]" } } },
		{ ONLY(enrollments, ENROLLMENTS
		    "e4," BYE ",o0,oak,ivy,student,,,\n"
		    "e9," NOW ",o0,oak,max,student,,,\n"),
		    { { ROSTER_STUDENT, "ivy", "\"classes\":[\"o1\"]" },
		    { ROSTER_STUDENT, "max", "\"classes\":[\"o1\",\"o0\"]" },
		    } },
		{ ONLY(enrollments, ENROLLMENTS
		    "e5," BYE ",o0,oak,ana,teacher,,,\n"
		    "e8," NOW ",o0,oak,pat,teacher,,,\n"),
		    { { ROSTER_CLASS, "o0", "\"team\":[\"pat\"]" } } },
		/* An enrollment that ended and one that goes on. */
		{ ONLY(enrollments, ENROLLMENTS
		    "e4," BYE ",o0,oak,ivy,student,,,\n"
		    "e9," NOW ",o0,oak,ivy,student,,,\n"),
		    { { 0, NULL, NULL } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_change(&cases[i], i);
}

static void
roles_are_given_and_taken(void **state)
{
	static const struct change cases[] = {
		{ ONLY(roles, ROLES "r2," BYE ",pat,primary,principal,,,oak\n"
		    "r9," NOW ",pat,primary,principal,,,elm\n"),
		    { { ROSTER_STAFF, "pat", "\"offices\":[\"elm\"]" } } },
		{ ONLY(roles, ROLES
		    "r3," BYE ",dot,primary,districtAdministrator,,,d\n"),
		    { { ROSTER_STAFF, "dot", "\"desk\":false" } } },
		/* A student who moves, and one who leaves. */
		{ ONLY(roles, ROLES "r4," BYE ",ivy,primary,student,,,oak\n"
		    "r9," NOW ",ivy,primary,student,,,elm\n"),
		    { { ROSTER_STUDENT, "ivy", "\"school\":\"elm\"" } } },
		{ ONLY(roles, ROLES "r5," BYE ",max,primary,student,,,oak\n"),
		    { { ROSTER_STUDENT, "max", "gone" },
		    { ROSTER_GUARDIAN, "leo", "[{\"relation\":\"guardian\","
		    "\"restricted\":false,\"student\":\"ivy\"" } } },
		{ ONLY(roles, ROLES "r6," BYE ",rosa,primary,parent,,,oak\n"),
		    { { ROSTER_GUARDIAN, "rosa", "gone" } } },
		{ ONLY(roles, ROLES "r9," NOW ",rosa,primary,guardian,,,oak\n"
		    "r6," BYE ",rosa,primary,parent,,,oak\n"),
		    { { 0, NULL, NULL } } },
		/* A second school, where the student is not. */
		{ ONLY(roles, ROLES
		    "r9," BYE ",ivy,secondary,student,,,elm\n"),
		    { { 0, NULL, NULL } } },
		{ ONLY(roles, ROLES
		    "r9," NOW ",ana,secondary,parent,,,oak\n"),
		    { { 0, NULL, NULL } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_change(&cases[i], i);
}

static void
relations_are_named_anew(void **state)
{
	static const struct change cases[] = {
		{ ONLY(users, USERS "max," NOW ",,max,Max,Diaz,,,,rosa,\n"),
		    { { ROSTER_GUARDIAN, "rosa", "\"student\":\"max\"" },
		    { ROSTER_GUARDIAN, "leo", "[{\"relation\":\"guardian\","
		    "\"restricted\":false,\"student\":\"ivy\"" } } },
		{ ONLY(users, USERS "leo," NOW ",,leo,Leo,Diaz,,"
		    "617-799-3118,,max,\n"),
		    { { ROSTER_GUARDIAN, "leo", "{\"emails\":[],\"language\":"
		    "\"es-US\",\"name\":\"Leo Diaz\",\"phones\":"
		    "[\"+16177993118\"],\"students\":[{\"relation\":"
		    "\"guardian\",\"restricted\":false,\"student\":\"max\","
		    "\"write_to\":true}]}" } } },
		{ { .only = true, .manifest = DELTA, .orgs = ORGS,
		    .roles = ROLES, .classes = CLASSES,
		    .enrollments = ENROLLMENTS, .users = USERS,
		    .contacts = CONTACTS
		    "ivy,rosa,mother,yes,,,,,\n" },
		    { { ROSTER_GUARDIAN, "rosa", "\"relation\":\"mother\","
		    "\"restricted\":true" } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_change(&cases[i], i);
}

/* A restriction stays until somebody says that it is lifted. */
static void
a_restriction_is_not_lifted_by_silence(void **state)
{
	static const struct export restricted = { .contacts = CONTACTS
	    "ivy,rosa,mother,yes,,,,,\n" };
	static const struct change silent = { ONLY(users, USERS "rosa," NOW
	    ",,r,Rosa,Paz,,508-799-3122,,,\n"), { { ROSTER_GUARDIAN, "rosa",
	    "{\"relation\":\"mother\",\"restricted\":true,\"student\":"
	    "\"ivy\",\"write_to\":false}" } } };
	static const struct change lifted = {
	    { .manifest = DELTA, .orgs = ORGS, .roles = ROLES,
	    .classes = CLASSES, .enrollments = ENROLLMENTS, .users = USERS,
	    .contacts = CONTACTS "ivy,rosa,,no,,,,,\n" },
	    { { ROSTER_GUARDIAN, "rosa", "{\"relation\":\"mother\","
	    "\"restricted\":false,\"student\":\"ivy\",\"write_to\":true}" } }
	};

	(void)state;
	assert_true(export_read(&restricted));
	export_options.before = export_file.rows;
	export_options.before_count = export_file.row_count;
	expect_change(&silent, 0);
	expect_change(&lifted, 1);
}

/* The files win over a manifest that says they are whole. */
static void
rows_with_marks_are_a_delta(void **state)
{
	static const struct export e = {
		.only = true, .manifest = MANIFEST("file.users,bulk\n"),
		.users = USERS "rosa," NOW ",,r,Rosa,Paz,rosa@mail.example,"
		    "508-799-3116,774-799-3117,,spa\n"
		    "leo," BYE ",,l,Leo,Diaz,,,,,\n",
	};

	(void)state;
	assert_true(export_read(&e));
	assert_true(export_file.delta);
	export_expect_note(NOTE_TOLERATED, "manifest.csv:0:",
	    "taken for a delta");
	export_expect(ROSTER_GUARDIAN, "leo", "gone");
	assert_int_equal(export_file.row_count, 2);
}

/* One class that is to be deleted makes no delta of a roster whose other
 * rows do not say when they changed. */
static void
a_single_mark_makes_no_delta(void **state)
{
	static const struct export e = { .classes = CLASSES
	    "o1,active,2023-05-01T18:25:43.511Z,1A,c,homeroom,oak,t\n"
	    "o0,active,2023-05-01T18:25:43.511Z,Music,c,,oak,t\n"
	    "o2,tobedeleted,2023-05-01T18:25:43.511Z,Art,c,,oak,t\n" };

	(void)state;
	assert_true(export_read(&e));
	assert_false(export_file.delta);
	export_expect_right();
	export_expect_note(NOTE_TOLERATED, "classes.csv:4:status",
	    "left out");
}

/* Rows that say when they changed, and none is gone. */
static void
dates_make_no_delta(void **state)
{
	static const struct export e = { .only = true, .manifest = MANIFEST(""),
	    .orgs = ORGS "oak," NOW ",Oak,school,,\n",
	    .users = USERS "ana," NOW ",,a,Ana,Lima,,,,,\n",
	    .roles = ROLES "r," NOW ",ana,primary,teacher,,,oak\n" };

	(void)state;
	assert_true(export_read(&e));
	assert_false(export_file.delta);
	assert_int_equal(export_file.row_count, 2);
}

static void
a_delta_needs_no_dates(void **state)
{
	static const struct change c = { ONLY(users, USERS
	    "rosa,tobedeleted,,,r,Rosa,Cruz,,,,,\n"),
	    { { ROSTER_GUARDIAN, "rosa", "gone" } } };

	(void)state;
	expect_change(&c, 0);
}

static void
a_whole_roster_does_not_look_back(void **state)
{
	static const struct export e = { .users = USERS STAFF_ROWS IVY_ROW
	    MAX_ROW ROSA_ROW };

	(void)state;
	assert_true(export_read(&e));
	assert_false(export_file.delta);
	export_expect(ROSTER_GUARDIAN, "leo", NULL);
	assert_int_equal(export_file.row_count, 10);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, export_teardown)
	const struct CMUnitTest tests[] = {
		CASE(only_what_changes_comes_out),
		CASE(roles_are_given_and_taken),
		CASE(relations_are_named_anew),
		CASE(a_restriction_is_not_lifted_by_silence),
		CASE(rows_with_marks_are_a_delta),
		CASE(a_single_mark_makes_no_delta),
		CASE(dates_make_no_delta),
		CASE(a_delta_needs_no_dates),
		CASE(a_whole_roster_does_not_look_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
