/*
 * Exports as certain systems make them, by their manuals and samples: another
 * set of columns, other names of things, another program for the zip.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "tests/flow/export.h"

#define KIN(student, relation)						\
	"{\"relation\":\"" relation "\",\"restricted\":false,"		\
	"\"student\":\"" student "\",\"write_to\":true}"

static void
expect_kin(const char *guardian, const char *students)
{
	const char *content = export_row(ROSTER_GUARDIAN, guardian);

	if (content == NULL || strstr(content, students) == NULL)
		fail_msg("%s: %s", guardian, content == NULL ? "not there" :
		    content);
}

/* School Data Sync 2.1 by Microsoft: no manifest, columns of its own, and a
 * guardian has no role but in relationships.csv. */
#define SDS								\
	.manifest = LEFT_OUT,						\
	.orgs = "sourcedId,name,type,parentSourcedId\n"			\
	    "110003,School of Two,school,110004\n110004,Ministry,district,\n" \
	    "110005,School of One,school,110004\n",			\
	.users = "sourcedId,username,givenName,familyName,password,"	\
	    "activeDirectoryMatchId,email,phone,sms\n"			\
	    "114001,j,Jack,Craig,,,,,\n"				\
	    "114002,jean,Jean,Craig,,,jean@mail.example,,508-799-3111\n" \
	    "114003,f,Fred,Hutch,,,,,\n"				\
	    "114005,d,Dora,Hall,,,,,508-799-3112\n"			\
	    "114007,k,Kristen,Fein,,,,,\n",				\
	.roles = "userSourcedId,orgSourcedId,role,sessionSourcedId,grade," \
	    "isPrimary,roleStartDate,roleEndDate\n"			\
	    "114001,110003,student,S,10,FALSE,8/24/2026,6/11/2027\n"	\
	    "114001,110005,student,S,10,TRUE,8/24/2026,6/11/2027\n"	\
	    "114003,110003,student,S,10,TRUE,8/24/2025,6/11/2026\n"	\
	    "114007,110003,teacher,S,10,TRUE,8/24/2026,6/11/2027\n",	\
	.classes = "sourcedId,orgSourcedId,title,sessionSourcedIds,"	\
	    "courseSourcedId\n112002,110003,Biology 10,S,B\n",		\
	.enrollments = "classSourcedId,userSourcedId,role\n"		\
	    "112002,114001,student\n112002,114003,student\n"		\
	    "112002,114007,teacher\n"

static void
microsofts_guardians_have_no_role(void **state)
{
	const struct export e = { SDS, .relationships = "userSourcedId,"
	    "relationshipUserSourcedId,relationshipRole\n"
	    "114001,114002,guardian\n114003,114002,relative\n"
	    "114001,114005,doctor\n114001,114007,parent\n" };

	(void)state;
	assert_true(export_read(&e));
	expect_kin("114002", "\"students\":[" KIN("114001", "guardian") "]");
	export_expect_note(NOTE_TOLERATED,
	    "relationships.csv:2:relationshipRole", "of the relationship");
	/* What has ended, and who is no guardian by any word. */
	assert_null(export_row(ROSTER_STUDENT, "114003"));
	assert_null(export_row(ROSTER_GUARDIAN, "114005"));
	assert_null(export_row(ROSTER_GUARDIAN, "114007"));
	assert_non_null(strstr(export_row(ROSTER_STUDENT, "114001"),
	    "\"school\":\"110005\""));
	assert_int_equal(export_file.nouns[ROSTER_GUARDIAN], 1);
}

#define ONE	"{0A1B2C3D-0001-4000-8000-444455556666}"
#define TWO	"{0A1B2C3D-0002-4000-8000-444455556666}"
#define THREE	"{0A1B2C3D-0003-4000-8000-444455556666}"
#define THREE_SMALL "{0a1b2c3d-0003-4000-8000-444455556666}"

/* Names as some systems have them: with braces, with blanks.  A list may be
 * written as a list of another language, and by blanks alone. */
static void
names_may_have_braces_and_blanks(void **state)
{
	static const struct {
		const char	*ivy, *rosa, *leo;	/* Their names. */
		const char	*agents;		/* Of Ivy. */
	} cases[] = {
		{ ONE, TWO, THREE, TWO },
		{ ONE, TWO, THREE, "\"" TWO "," THREE "\"" },
		{ ONE, TWO, THREE, "\"" TWO ";" THREE_SMALL "\"" },
		{ ONE, TWO, THREE, "\"[" TWO ", " THREE "]\"" },
		{ ONE, TWO, THREE, TWO " " THREE },
		{ "S 1", "P 2", "P 3", "P 2" },
		{ "S 1", "P 2", "P 3", "\"P 2, P 3\"" },
		{ "S 1", "P 2", "P 3", "P 2|P 3" },
		{ "S 1", "P 2", "P 3", "\"[\"\"P 2\"\", \"\"P 3\"\"]\"" },
		{ "1", "2", "3", "\"{2,3}\"" },
		{ "1", "2", "3", "\"{\"\"2\"\",\"\"3\"\"}\"" },
		{ "1", "2", "3", "2 3" },
		{ "1", "2", "3", "\"['2' '3']\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct export e = {
			.users = arena_print(export_place.arena, USERS
			    STAFF_ROWS "%s,,,,i,Ivy,Cruz,,,,%s,spa\n"
			    "%s,,,,r,Rosa,Cruz,,508-799-3116,,,\n"
			    "%s,,,,l,Leo,Cruz,,508-799-3118,,,\n",
			    cases[i].ivy, cases[i].agents, cases[i].rosa,
			    cases[i].leo),
			.roles = arena_print(export_place.arena, ROLES
			    "r1,,,ana,primary,teacher,,,oak\n"
			    "r2,,,pat,primary,principal,,,oak\n"
			    "r3,,,dot,primary,districtAdministrator,,,d\n"
			    "r4,,,%s,primary,student,,,oak\n"
			    "r6,,,%s,primary,parent,,,oak\n"
			    "r7,,,%s,primary,parent,,,oak\n", cases[i].ivy,
			    cases[i].rosa, cases[i].leo),
			.enrollments = ENROLLMENTS,
		};
		bool two = strlen(cases[i].agents) >
		    strlen(cases[i].rosa) + 1;

		assert_true(export_read(&e));
		if (export_row(ROSTER_GUARDIAN, cases[i].rosa) == NULL ||
		    (export_row(ROSTER_GUARDIAN, cases[i].leo) != NULL) != two)
			fail_msg("%zu: %s", i, cases[i].agents);
	}
}

/* One that is not there is told by its whole name. */
static void
a_name_with_a_blank_is_told_whole(void **state)
{
	const struct export e = { .users = USERS STAFF_ROWS MAX_ROW ROSA_ROW
	    LEO_ROW "ivy,,,,i,Ivy,Cruz,,,,\"rosa,P 9\",spa\n" };

	(void)state;
	assert_true(export_read(&e));
	export_expect_note(NOTE_SKIPPED, "users.csv:8:agentSourcedIds",
	    "there is no user \"P 9\"");
	assert_non_null(export_row(ROSTER_GUARDIAN, "rosa"));
}

/* Students who name each other, and one who is a mother herself. */
static void
students_may_be_agents(void **state)
{
	const struct export e = {
		.users = USERS STAFF_ROWS "ivy,,,,i,Ivy,Cruz,,,,max,\n"
		    "max,,,,m,Max,Diaz,,,,ivy,\n"
		    "kim,,,,k,Kim,Lee,,508-799-3111,,\"bea,mom\",\n"
		    "bea,,,,b,Bea,Lee,,,,,\nmom,,,,o,Ma,Lee,,508-799-3112,,,\n",
		.roles = ROLES "r1,,,ana,primary,teacher,,,oak\n"
		    "r2,,,pat,primary,principal,,,oak\n"
		    "r3,,,dot,primary,districtAdministrator,,,d\n"
		    "r4,,,ivy,primary,student,,,oak\n"
		    "r5,,,max,primary,student,,,oak\n"
		    "r6,,,kim,primary,student,,,oak\n"
		    "r7,,,kim,secondary,parent,,,elm\n"
		    "r8,,,bea,primary,student,,,elm\n"
		    "r9,,,mom,primary,parent,,,oak\n",
	};

	(void)state;
	assert_true(export_read(&e));
	expect_kin("kim", "\"students\":[" KIN("bea", "parent") "]");
	expect_kin("mom", "\"students\":[" KIN("kim", "parent") "]");
	assert_int_equal(export_file.nouns[ROSTER_GUARDIAN], 2);
	export_expect_note(NOTE_SKIPPED, "users.csv:5:agentSourcedIds",
	    "\"max\" is no guardian here");
}

/* A spreadsheet of a Mac ends lines with CR; some programs put the mark of
 * UTF-8 before each part they write. */
static void
a_spreadsheet_may_have_saved_it(void **state)
{
	char		 users[] = USERS USER_ROWS;
	const struct export e = { .users = users,
	    .orgs = "\xef\xbb\xbf\xef\xbb\xbf\"sourcedId\",\"name\",\"type\"\n"
	    "\"oak\",\"Oak School\",\"school\"\n\"elm\",\"Elm School\","
	    "\"school\"\n\"d\",\"Town\",\"district\"\n" };

	(void)state;
	for (char *at = users; *at != '\0'; at++)
		if (*at == '\n')
			*at = '\r';
	assert_true(export_read(&e));
	export_expect_right();
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, export_setup,	\
		    export_teardown)
	const struct CMUnitTest tests[] = {
		CASE(microsofts_guardians_have_no_role),
		CASE(names_may_have_braces_and_blanks),
		CASE(a_name_with_a_blank_is_told_whole),
		CASE(students_may_be_agents),
		CASE(a_spreadsheet_may_have_saved_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
