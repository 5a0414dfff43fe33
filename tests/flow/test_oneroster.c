/* What of a OneRoster export becomes which row. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tests/flow/export.h"

/* A guardian with one phone and one student, and its relation. */
#define GUARDIAN(name, language, phones, students)			\
	"{\"emails\":[],\"language\":\"" language "\",\"name\":\""	\
	name "\",\"phones\":[" phones "],\"students\":[" students "]}"
#define KIN(student, relation, restricted, write_to)			\
	"{\"relation\":\"" relation "\",\"restricted\":" restricted	\
	",\"student\":\"" student "\",\"write_to\":" write_to "}"

static void
a_right_export_has_its_rows_and_no_notes(void **state)
{
	(void)state;
	assert_true(export_read(&(struct export){ .orgs = NULL }));
	export_expect_right();
	export_expect_weights(0, 0);
	assert_string_equal(export_file.version, "1.2");
	assert_string_equal(export_file.system, "Aspen");
	assert_string_equal(export_file.district, "Town");
	assert_false(export_file.delta);
	assert_int_equal(export_file.nouns[ROSTER_SCHOOL], 2);
	assert_int_equal(export_file.nouns[ROSTER_STAFF], 3);
	assert_int_equal(export_file.nouns[ROSTER_GUARDIAN], 2);
}

/* Rows know where they are from. */
static void
a_row_has_its_place(void **state)
{
	(void)state;
	assert_true(export_read(&(struct export){ .orgs = NULL }));
	for (unsigned i = 0; i < export_file.row_count; i++)
		if (strcmp(export_file.rows[i].name, "rosa") == 0) {
			assert_string_equal(export_file.rows[i].file,
			    "users.csv");
			assert_int_equal(export_file.rows[i].line, 7);
			return;
		}
	fail();
}

#define USERS_11 "sourcedId,status,dateLastModified,enabledUser,"	\
	"orgSourcedIds,role,username,userIds,givenName,familyName,"	\
	"middleName,identifier,email,sms,phone,agentSourcedIds,grades,"	\
	"password,metadata.preferredLanguage\n"

/* Version 1.1 has no roles.csv; a person may stand in a row per school. */
static void
version_1_1_has_its_roles_in_users(void **state)
{
	const struct export e = {
		.manifest = MANIFEST("") "oneroster.version,1.1\n",
		.roles = LEFT_OUT,
		.users = USERS_11
		    "ana,,,true,oak,teacher,a,,Ana,Lima,,,ana@town.example,,"
		    "508-799-3101,,,,\n"
		    "pat,,,true,oak,administrator,a,,Pat,Chen,,,"
		    "pat@town.example,,,,,,\n"
		    "dot,,,true,d,administrator,a,,Dot,Reed,,,"
		    "dot@town.example,,,,,,\n"
		    "ivy,,,true,\"oak,elm\",student,a,,Ivy,Cruz,,,,,,rosa,,,"
		    "Spanish\n"
		    "max,,,true,oak,student,a,,Max,Diaz,,,,,,,,,\n"
		    "rosa,,,true,oak,parent,a,,Rosa,Cruz,,,"
		    "rosa@mail.example,508-799-3116,774-799-3117,,,,es\n"
		    "rosa,,,true,elm,parent,a,,Rosa,Cruz,,,"
		    "rosa@mail.example,508-799-3116,774-799-3117,,,,es\n"
		    "leo,,,true,oak,guardian,a,,Leo,Diaz,,,,617-799-3118,,"
		    "\"ivy,max\",,,\n",
	};

	(void)state;
	assert_true(export_read(&e));
	export_expect_right();
	assert_string_equal(export_file.version, "1.1");
	export_expect_weights(0, 1);
	export_expect_note(NOTE_TOLERATED, "users.csv:8:sourcedId",
	    "there again (the first is in row 7)");
}

static void
the_school_of_a_student_is_the_primary_one(void **state)
{
	static const struct {
		const char *roles, *enrollments, *school;
	} cases[] = {
		{ "a,,,ivy,secondary,student,,,elm\n"
		  "b,,,ivy,primary,student,,,oak\n", "", "oak" },
		{ "a,,,ivy,primary,student,,,elm\n"
		  "b,,,ivy,secondary,student,,,oak\n", "", "elm" },
		{ "a,,,ivy,secondary,student,,,elm\n",
		  "e,,,o1,oak,ivy,student,,,\n", "elm" },
		{ "a,,,ivy,primary,student,,,d\n",
		  "e,,,o1,oak,ivy,student,,,\n", "oak" },
		{ "a,,,ivy,primary,student,,,dept\n", "", "elm" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct export e = {
			.orgs = arena_print(export_place.arena, "%s%s",
			    ORGS ORG_ROWS,
			    "dept,,,Science,department,,elm\n"),
			.roles = arena_print(export_place.arena, "%s%s",
			    ROLES, cases[i].roles),
			.users = USERS IVY_ROW,
			.enrollments = arena_print(export_place.arena,
			    "%s%s", ENROLLMENTS, cases[i].enrollments),
		};

		assert_true(export_read(&e));
		assert_non_null(strstr(export_row(ROSTER_STUDENT, "ivy"),
		    arena_print(export_place.arena, "\"school\":\"%s\"",
		    cases[i].school)));
	}
}

/* Oak has the principal and the site administrator, the desk those of the
 * district; a counselor and a system administrator sit in no office. */
static void
offices_are_of_those_who_lead(void **state)
{
	static const struct {
		const char *role, *org, *offices, *desk;
	} cases[] = {
		{ "principal", "oak", "[\"oak\"]", "false" },
		{ "siteAdministrator", "elm", "[\"elm\"]", "false" },
		{ "administrator", "elm", "[\"elm\"]", "false" },
		{ "administrator", "d", "[]", "true" },
		{ "districtAdministrator", "d", "[]", "true" },
		{ "systemAdministrator", "d", "[]", "false" },
		{ "counselor", "oak", "[]", "false" },
		{ "teacher", "oak", "[]", "false" },
		{ "aide", "oak", "[]", "false" },
		{ "proctor", "oak", "[]", "false" },
		{ "principal", "d", "[]", "false" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct export e = {
			.roles = arena_print(export_place.arena,
			    "%sr,,,dot,primary,%s,,,%s\n", ROLES,
			    cases[i].role, cases[i].org),
			.users = USERS "dot,,,true,dot,Dot,Reed,,,,,\n",
			.enrollments = ENROLLMENTS,
		};

		assert_true(export_read(&e));
		export_expect(ROSTER_STAFF, "dot", arena_print(
		    export_place.arena, "{\"desk\":%s,\"email\":\"\","
		    "\"language\":\"\",\"name\":\"Dot Reed\",\"offices\":%s,"
		    "\"phones\":[]}", cases[i].desk, cases[i].offices));
	}
	export_expect_note(NOTE_TOLERATED, "roles.csv:2:orgSourcedId",
	    "sits in no office");
}

static void
teachers_and_aides_are_the_team_of_a_class(void **state)
{
	const struct export e = {
		.enrollments = ENROLLMENTS
		    "e1,,,o1,oak,pat,teacher,,,\ne2,,,o1,oak,ana,aide,,,\n"
		    "e3,,,o1,oak,dot,proctor,,,\ne4,,,o1,oak,pat,aide,,,\n"
		    "e5,,,o1,oak,dot,administrator,,,\n",
	};

	(void)state;
	assert_true(export_read(&e));
	export_expect_weights(0, 0);
	export_expect(ROSTER_CLASS, "o1", "{\"name\":\"1A\",\"school\":"
	    "\"oak\",\"team\":[\"ana\",\"pat\"]}");
	export_expect(ROSTER_CLASS, "o0", "{\"name\":\"Music\",\"school\":"
	    "\"oak\",\"team\":[]}");
}

/* A parent who teaches is both, with one name. */
static void
staff_may_be_guardians_too(void **state)
{
	const struct export e = {
		.users = "sourcedId,givenName,familyName,phone,"
		    "agentSourcedIds,preferredGivenName\n"
		    "ana,Anabela,Lima,508-799-3101,,Ana\n"
		    "ivy,Ivy,Cruz,,ana,Ivo\n",
		.roles = ROLES "r1,,,ana,primary,teacher,,,oak\n"
		    "r2,,,ana,secondary,parent,,,oak\n"
		    "r3,,,ivy,primary,student,,,oak\n",
		.enrollments = ENROLLMENTS,
	};

	(void)state;
	assert_true(export_read(&e));
	export_expect_weights(0, 1);		/* No enrollments. */
	export_expect(ROSTER_STAFF, "ana", "{\"desk\":false,\"email\":\"\","
	    "\"language\":\"\",\"name\":\"Ana Lima\",\"offices\":[],"
	    "\"phones\":[\"+15087993101\"]}");
	export_expect(ROSTER_GUARDIAN, "ana", GUARDIAN("Ana Lima", "",
	    "\"+15087993101\"", KIN("ivy", "parent", "false", "true")));
	/* What a student is called at school stays there. */
	export_expect(ROSTER_STUDENT, "ivy", "{\"classes\":[],\"language\":"
	    "\"\",\"name\":\"Ivy Cruz\",\"school\":\"oak\"}");
}

/* A given name of two words is kept; one that the name begins with, or that
 * has no family name beside it, needs no keeping. */
static void
a_given_name_is_kept_where_it_says_more(void **state)
{
	static const struct {
		const char *names, *given;
	} cases[] = {
		{ "Ivy,Cruz", NULL }, { "Mary  Ann,Cruz", "Mary Ann" },
		{ "Van Dung,Nguyen", "Van Dung" }, { "Mary Ann,", NULL },
		{ ",Nguyen Van Dung", NULL },
	};
	const char *row, *at;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct export e = { .users = arena_print(
		    export_place.arena, "%sivy,,,true,i,%s,,,,rosa,spa\n",
		    USERS STAFF_ROWS MAX_ROW ROSA_ROW LEO_ROW,
		    cases[i].names) };

		assert_true(export_read(&e));
		row = export_row(ROSTER_STUDENT, "ivy");
		at = strstr(row, "\"given\":\"");
		assert_true((at == NULL) == (cases[i].given == NULL));
		if (at != NULL)
			assert_memory_equal(at + strlen("\"given\":\""),
			    cases[i].given, strlen(cases[i].given));
	}
}

/* Columns of users.csv beside OneRoster's. */
static void
side_columns_are_read(void **state)
{
	static const struct {
		const char *header, *cell, *kin;
	} cases[] = {
		{ "metadata.contactRestricted", "true",
		    KIN("ivy", "parent", "true", "false") },
		{ "metadata.contactRestricted", "No",
		    KIN("ivy", "parent", "false", "true") },
		{ "metadata.contactRestricted", "see file",
		    KIN("ivy", "parent", "true", "false") },
		{ "ext_restricted", "Y",
		    KIN("ivy", "parent", "true", "false") },
		{ "metadata.relation", "Grandmother",
		    KIN("ivy", "Grandmother", "false", "true") },
		{ "metadata.writeTo", "no",
		    KIN("ivy", "parent", "false", "false") },
		{ "metadata.writeTo", "perhaps",
		    KIN("ivy", "parent", "false", "false") },
		{ "metadata.contactPriority", "2",
		    KIN("ivy", "parent", "false", "true") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct export e = {
			.users = arena_print(export_place.arena,
			    "sourcedId,givenName,familyName,"
			    "agentSourcedIds,%s\nrosa,Rosa,Cruz,,%s\n"
			    "ivy,Ivy,Cruz,rosa,\n", cases[i].header,
			    cases[i].cell),
			.roles = ROLES "r1,,,rosa,primary,parent,,,oak\n"
			    "r3,,,ivy,primary,student,,,oak\n",
			.enrollments = ENROLLMENTS,
		};

		assert_true(export_read(&e));
		export_expect(ROSTER_GUARDIAN, "rosa", arena_print(
		    export_place.arena, GUARDIAN("Rosa Cruz", "", "", "%s"),
		    cases[i].kin));
	}
}

/* Nobody may be written to about a student whose own row says so. */
static void
a_restricted_student_restricts_all(void **state)
{
	const struct export e = {
		.users = "sourcedId,givenName,familyName,agentSourcedIds,"
		    "metadata.contactRestricted\nrosa,Rosa,Cruz,\"ivy,max\","
		    "false\nivy,Ivy,Cruz,,yes\nmax,Max,Diaz,,\n",
		.roles = ROLES "r1,,,rosa,primary,parent,,,oak\n"
		    "r2,,,ivy,primary,student,,,oak\n"
		    "r3,,,max,primary,student,,,oak\n",
		.enrollments = ENROLLMENTS,
	};

	(void)state;
	assert_true(export_read(&e));
	export_expect(ROSTER_GUARDIAN, "rosa", GUARDIAN("Rosa Cruz", "", "",
	    KIN("ivy", "parent", "true", "false") ","
	    KIN("max", "parent", "false", "true")));
}

static void
family_contacts_win_over_columns(void **state)
{
	const struct export e = { .contacts = CONTACTS
	    "ivy,rosa,mother,,,1,pt,508-799-3120,new@mail.example\n"
	    "ivy,leo,uncle,x,,2,,,\nmax,ana,aunt,,no,3,vi,,\n" };

	(void)state;
	assert_true(export_read(&e));
	export_expect_weights(0, 0);
	export_expect(ROSTER_GUARDIAN, "rosa", "{\"emails\":"
	    "[\"new@mail.example\"],\"language\":\"pt-BR\",\"name\":"
	    "\"Rosa Cruz\",\"phones\":[\"+15087993120\"],\"students\":["
	    KIN("ivy", "mother", "false", "true") "]}");
	export_expect(ROSTER_GUARDIAN, "leo", GUARDIAN("Leo Diaz", "es-US",
	    "\"+16177993118\"", KIN("ivy", "uncle", "true", "false") ","
	    KIN("max", "guardian", "false", "true")));
	/* A row of its own makes a guardian of a teacher. */
	export_expect(ROSTER_GUARDIAN, "ana", "{\"emails\":"
	    "[\"ana@town.example\"],\"language\":\"vi\",\"name\":"
	    "\"Ana Lima\",\"phones\":[\"+15087993101\"],\"students\":["
	    KIN("max", "aunt", "false", "false") "]}");
}

static void
family_contacts_can_lift_a_column(void **state)
{
	const struct export e = {
		.users = "sourcedId,givenName,familyName,agentSourcedIds,"
		    "metadata.contactRestricted\nrosa,Rosa,Cruz,\"ivy,max\","
		    "true\nivy,Ivy,Cruz,,\nmax,Max,Diaz,,\n",
		.roles = ROLES "r1,,,rosa,primary,parent,,,oak\n"
		    "r2,,,ivy,primary,student,,,oak\n"
		    "r3,,,max,primary,student,,,oak\n",
		.enrollments = ENROLLMENTS,
		.contacts = CONTACTS "ivy,rosa,,false,,,,,\n",
	};

	(void)state;
	assert_true(export_read(&e));
	export_expect(ROSTER_GUARDIAN, "rosa", GUARDIAN("Rosa Cruz", "", "",
	    KIN("ivy", "parent", "false", "true") ","
	    KIN("max", "parent", "true", "false")));
}

/* Of two rows about the same the one that restricts counts. */
static void
family_contacts_that_differ_restrict(void **state)
{
	static const char *const rows[] = {
		"ivy,rosa,,no,yes,,,,\nivy,rosa,,yes,yes,,,,\n",
		"ivy,rosa,,yes,yes,,,,\nivy,rosa,,no,yes,,,,\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct export e = { .contacts = arena_print(
		    export_place.arena, "%s%s", CONTACTS, rows[i]) };

		assert_true(export_read(&e));
		assert_non_null(strstr(export_row(ROSTER_GUARDIAN, "rosa"),
		    KIN("ivy", "parent", "true", "false")));
	}
}

static void
relationships_csv_says_what_somebody_is(void **state)
{
	const struct export e = { .relationships =
	    "userSourcedId,relationshipUserSourcedId,relationshipRole\n"
	    "ivy,rosa,mother\nmax,rosa,relative\n" };

	(void)state;
	assert_true(export_read(&e));
	export_expect_weights(0, 0);
	assert_non_null(strstr(export_row(ROSTER_GUARDIAN, "rosa"),
	    KIN("ivy", "mother", "false", "true") ","
	    KIN("max", "relative", "false", "true")));
}

static void
languages_become_our_tags(void **state)
{
	static const struct {
		const char *word, *tag;
	} cases[] = {
		{ "Spanish", "es-US" }, { "spa", "es-US" }, { "ES", "es-US" },
		{ "es_MX", "es-US" }, { "tw", "ak" }, { "Twi", "ak" },
		{ "Haitian Creole", "ht" }, { "hat", "ht" },
		{ "Portuguese", "pt-BR" }, { "\xc4\x90\xe1\xbb\x99", "en-US" },
		{ "Dari", "fa-AF" }, { "zh-CN", "zh-Hans" },
		{ "English", "en-US" }, { "Klingon", "en-US" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct export e = { .users = arena_print(
		    export_place.arena, "%smax,,,true,m,Max,Diaz,,,,,%s\n",
		    USERS STAFF_ROWS IVY_ROW ROSA_ROW LEO_ROW,
		    cases[i].word) };

		assert_true(export_read(&e));
		export_expect(ROSTER_STUDENT, "max", arena_print(
		    export_place.arena, "{\"classes\":[\"o1\"],\"language\":"
		    "\"%s\",\"name\":\"Max Diaz\",\"school\":\"oak\"}",
		    cases[i].tag));
		if (strcmp(cases[i].word, "Klingon") == 0)
			export_expect_note(NOTE_TOLERATED,
			    "users.csv:8:metadata.preferredLanguage",
			    "we do not know the language \"Klingon\"");
	}
}

static void
fictitious_numbers_are_for_practice(void **state)
{
	const struct export e = { .users = USERS STAFF_ROWS IVY_ROW MAX_ROW
	    LEO_ROW "rosa,,,,r,Rosa,Cruz,,508-555-0123,,,\n" };

	(void)state;
	assert_true(export_read(&e));
	export_expect_weights(1, 0);
	export_expect_note(NOTE_SKIPPED, "users.csv:8:sms", "555-01");
	export_expect(ROSTER_GUARDIAN, "rosa", GUARDIAN("Rosa Cruz", "es-US",
	    "", KIN("ivy", "parent", "false", "true")));
	export_options.fictitious = true;
	assert_true(export_read(&e));
	export_expect_weights(0, 0);
	export_expect(ROSTER_GUARDIAN, "rosa", GUARDIAN("Rosa Cruz", "es-US",
	    "\"+15085550123\"", KIN("ivy", "parent", "false", "true")));
}

/* What ended before today is over; what ends later is not. */
static void
what_has_ended_is_left_out(void **state)
{
	const struct export e = { .enrollments = ENROLLMENTS
	    "e1,,,o1,oak,ana,teacher,true,2026-09-01,2027-06-20\n"
	    "e2,,,o1,oak,ivy,student,,2026-09-01,2026-12-07\n"
	    "e3,,,o1,oak,max,student,,,2026-12-08\n"
	    "e4,,,o0,oak,ivy,student,,,06/20/2026\n" };

	(void)state;
	assert_true(export_read(&e));
	assert_non_null(strstr(export_row(ROSTER_STUDENT, "ivy"),
	    "\"classes\":[]"));
	assert_non_null(strstr(export_row(ROSTER_STUDENT, "max"),
	    "\"classes\":[\"o1\"]"));
	export_expect_weights(0, 2);
	assert_int_equal(export_file.note_count, 1);
	assert_int_equal(export_file.notes[0].times, 2);
	export_options.today = 0;
	assert_true(export_read(&e));
	assert_non_null(strstr(export_row(ROSTER_STUDENT, "ivy"),
	    "\"classes\":[\"o1\",\"o0\"]"));
}

static void
the_order_of_rows_and_columns_changes_nothing(void **state)
{
	const struct export e = {
		.users = "metadata.preferredLanguage,agentSourcedIds,phone,"
		    "sms,email,familyName,givenName,username,sourcedId\n"
		    ",\"max,ivy\",,617-799-3118,,Diaz,Leo,l,leo\n"
		    ",,,,dot@town.example,Reed,Dot,d,dot\n"
		    "spa,rosa,,,,Cruz,Ivy,i,ivy\n,,,,,Diaz,Max,m,max\n"
		    ",,508-799-3101,,ana@Town.Example,Lima,Ana,a,ana\n"
		    ",,,,pat@town.example,Chen,Pat,p,pat\n"
		    "es,,774-799-3117,508-799-3116,rosa@mail.example,Cruz,"
		    "Rosa,r,rosa\n",
		.orgs = "type,name,sourcedId\nschool,Elm School,elm\n"
		    "school,Oak School,oak\ndistrict,Town,d\n",
		.enrollments = ENROLLMENTS "e5,,,o0,oak,ana,teacher,,,\n"
		    "e4,,,o0,oak,ivy,student,,,\ne3,,,o1,oak,max,student,,,"
		    "\ne2,,,o1,oak,ivy,student,,,\n"
		    "e1,,,o1,oak,ana,teacher,,,\n",
	};

	(void)state;
	assert_true(export_read(&e));
	export_expect_right();
	export_expect_weights(0, 0);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, export_setup,	\
			    export_teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_right_export_has_its_rows_and_no_notes),
		CASE(a_row_has_its_place),
		CASE(version_1_1_has_its_roles_in_users),
		CASE(the_school_of_a_student_is_the_primary_one),
		CASE(offices_are_of_those_who_lead),
		CASE(teachers_and_aides_are_the_team_of_a_class),
		CASE(staff_may_be_guardians_too),
		CASE(a_given_name_is_kept_where_it_says_more),
		CASE(side_columns_are_read),
		CASE(a_restricted_student_restricts_all),
		CASE(family_contacts_win_over_columns),
		CASE(family_contacts_can_lift_a_column),
		CASE(family_contacts_that_differ_restrict),
		CASE(relationships_csv_says_what_somebody_is),
		CASE(languages_become_our_tags),
		CASE(fictitious_numbers_are_for_practice),
		CASE(what_has_ended_is_left_out),
		CASE(the_order_of_rows_and_columns_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
