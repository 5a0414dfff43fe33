/*
 * Exports as real systems make them: each mistake is understood, or leaves
 * one row out, or stops everything, and says so in the right place.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tests/flow/export.h"

/* An export that is read as if it were right, with these notes at most: one
 * that has this place and these words, when a place is given. */
struct tolerated {
	struct export	 export;
	const char	*where, *words;
};

static void
expect_tolerated(const struct tolerated *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct tolerated *c = &cases[i];

		assert_true(export_read(&c->export));
		export_expect_right();
		if (export_file.note_count != (c->where != NULL))
			fail_msg("%zu: %u notes, the first: %s", i,
			    export_file.note_count,
			    export_file.notes[0].sentence);
		if (c->where != NULL)
			export_expect_note(NOTE_TOLERATED, c->where,
			    c->words);
	}
}

#define CRLF(text)	text "\r\n"
#define DATED		"active,2026-09-01T06:00:00.000Z"

static void
small_mistakes_are_understood(void **state)
{
	static const struct tolerated cases[] = {
		/* Values in capitals. */
		{ { .users = USERS "ana,,,TRUE,ana,Ana,Lima,ana@Town.Example,,"
		    "508-799-3101,,\npat,,,True,pat,Pat,Chen,"
		    "pat@town.example,,,,\ndot,,,FALSE,dot,Dot,Reed,"
		    "dot@town.example,,,,\n" IVY_ROW MAX_ROW ROSA_ROW
		    LEO_ROW }, NULL, NULL },
		{ { .classes = CLASSES "o1,,,1A,c,Homeroom,oak,t\n"
		    "o0,,,Music,c,Scheduled,oak,t\n" }, NULL, NULL },
		{ { .roles = ROLES "r1,,,ana,PRIMARY,Teacher,,,oak\n"
		    "r2,,,pat,primary,PRINCIPAL,,,oak\n"
		    "r3,,,dot,primary,districtadministrator,,,d\n"
		    "r4,,,ivy,Primary,Student,,,oak\n"
		    "r5,,,max,primary,STUDENT,,,oak\n"
		    "r6,,,rosa,primary,Parent,,,oak\n"
		    "r7,,,leo,primary,Guardian,,,oak\n" }, NULL, NULL },
		{ { .orgs = ORGS "d,,,Town,District,,\n"
		    "oak,,,Oak School,School,,d\nelm,,,Elm School,School,,"
		    "d\n" }, "orgs.csv:2:type", "small letters" },
		/* Headers that are written wrong. */
		{ { .orgs = "sourcedId,status,dataLastModified,name,type\n"
		    "d,,,Town,district\noak,,,Oak School,school\n"
		    "elm,,,Elm School,school\n" },
		    "orgs.csv:1:dataLastModified", "dateLastModified" },
		{ { .users = "sourcedId,status,dateLastModified,enabledUser,"
		    "username,prefferedGivenName,familyName,email,sms,phone,"
		    "agentSourcedIds,metadata.preferredLanguage,givenName\n"
		    "ana,,,,a,Ana,Lima,ana@town.example,,508-799-3101,,,"
		    "Anabela\n"
		    "pat,,,,p,,Chen,pat@town.example,,,,,Pat\n"
		    "dot,,,,d,,Reed,dot@town.example,,,,,Dot\n"
		    "ivy,,,,i,Ivo,Cruz,,,,rosa,spa,Ivy\n"
		    "max,,,,m,,Diaz,,,,,,Max\n"
		    "rosa,,,,r,,Cruz,rosa@mail.example,508-799-3116,"
		    "774-799-3117,,es,Rosa\n"
		    "leo,,,,l,,Diaz,,617-799-3118,,\"ivy,max\",,Leo\n" },
		    "users.csv:1:prefferedGivenName",
		    "OneRoster calls this column preferredGivenName" },
		{ { .users = "sourcedid,status,dateLastModified,enabledUser,"
		    "username,givenName,familyName,email,sms,phone,"
		    "agentSourcedIds,metadata.preferredLanguage\n"
		    USER_ROWS }, "users.csv:1:sourcedid",
		    "OneRoster calls this column sourcedId" },
		/* Trailing empty columns. */
		{ { .orgs = "sourcedId,status,dateLastModified,name,type,"
		    "identifier,parentSourcedId,,\nd,,,Town,district,,,,\n"
		    "oak,,,Oak School,school,,d,,\n"
		    "elm,,,Elm School,school,,d,,\n" }, NULL, NULL },
		{ { .orgs = ORGS "d,,,Town,district,,,,,\n"
		    "oak,,,Oak School,school,,d,,,,,,,\n"
		    "elm,,,Elm School,school,,d\n" }, NULL, NULL },
		/* Rows that are too short. */
		{ { .orgs = ORGS "d,,,Town,district\n"
		    "oak,,,Oak School,school,,d\nelm,,,Elm School,school\n" },
		    "orgs.csv:2:", "fewer columns than the header" },
		/* Line ends, the last one missing. */
		{ { .orgs = CRLF("sourcedId,name,type") CRLF("d,Town,district")
		    CRLF("oak,Oak School,school") "elm,Elm School,school" },
		    NULL, NULL },
		{ { .orgs = "sourcedId,name,type\rd,Town,district\r"
		    "oak,Oak School,school\relm,Elm School,school" },
		    NULL, NULL },
		{ { .orgs = "\xef\xbb\xbf\"sourcedId\",\"name\",\"type\"\n"
		    "\"d\",\"Town\",\"district\"\n\n"
		    "\"oak\",\"Oak School\",\"school\"\n,,\n"
		    "\"elm\",\"Elm School\",\"school\"\n\n" }, NULL, NULL },
		{ { .orgs = "sourcedId,name,type\nd,Town,district\n"
		    "oak,\"Oak\r\nSchool\",school\nelm,Elm School,school\n" },
		    "orgs.csv:3:name", "line break" },
		/* Separators. */
		{ { .orgs = "sourcedId;name;type\nd;Town;district\n"
		    "oak;Oak School;school\nelm;Elm School;school\n" },
		    "orgs.csv:0:", "semicolons" },
		{ { .orgs = "sourcedId\tname\ttype\nd\tTown\tdistrict\n"
		    "oak\tOak School\tschool\nelm\tElm School\tschool\n" },
		    "orgs.csv:0:", "tabs" },
		/* Columns of vendors; a password. */
		{ { .orgs = "sourcedId,ext_region,name,type,metadata.x\n"
		    "d,1,Town,district,\noak,2,Oak School,school,y\n"
		    "elm,3,Elm School,school,\n" }, NULL, NULL },
		/* Names of columns that others have. */
		{ { .roles = "sourcedId,userId,roleType,role,orgSourcedId\n"
		    "r1,ana,primary,teacher,oak\n"
		    "r2,pat,primary,principal,oak\n"
		    "r3,dot,primary,districtAdministrator,d\n"
		    "r4,ivy,primary,student,oak\n"
		    "r5,max,primary,student,oak\n"
		    "r6,rosa,primary,parent,oak\n"
		    "r7,leo,primary,guardian,oak\n" },
		    "roles.csv:1:userId", "calls this column userSourcedId" },
		/* Cells that say nothing. */
		{ { .orgs = ORGS "d,NULL,,Town,district,NULL,\n"
		    "oak,NULL,,Oak School,school,NULL,d\n"
		    "elm,NULL,,Elm School,school,NULL,d\n" },
		    "orgs.csv:2:status", "\"NULL\" is read as empty" },
		/* Statuses and times of a whole roster. */
		{ { .orgs = ORGS "d,active,,Town,district,,\n"
		    "oak,active,,Oak School,school,,d\n"
		    "elm,active,,Elm School,school,,d\n"
		    "old,inactive,,Old School,school,,d\n" },
		    "orgs.csv:5:status", "\"inactive\"; it is left out" },
		{ { .orgs = ORGS "d,,1/05/2023,Town,district,,\n"
		    "oak,,2023-01-05,Oak School,school,,d\n"
		    "elm,,2023-01-05T06:00:00.000Z,Elm School,school,,d\n" },
		    "orgs.csv:2:dateLastModified", "is no time such as" },
		{ { .orgs = ORGS "oak,inactive,,Old Oak,school,,d\n" ORG_ROWS
		    }, "orgs.csv:2:status", "left out" },
		{ { .orgs = ORGS ORG_ROWS "oak,inactive,,Old Oak,school,,d\n"
		    }, "orgs.csv:5:status", "left out" },
		{ { .orgs = ORGS "d," DATED ",Town,district,,\n"
		    "oak," DATED ",Oak School,school,,d\n"
		    "elm," DATED ",Elm School,school,,d\n",
		    .users = USERS USER_ROWS, .manifest = MANIFEST("") },
		    NULL, NULL },
		/* The same row twice. */
		{ { .orgs = ORGS ORG_ROWS "oak,,,Oak School,school,,d\n" },
		    "orgs.csv:5:sourcedId", "there again" },
		{ { .classes = CLASSES CLASS_ROWS CLASS_ROWS },
		    "classes.csv:4:sourcedId", "there again" },
		{ { .enrollments = ENROLLMENTS ENROLLMENT_ROWS
		    ENROLLMENT_ROWS }, NULL, NULL },
		/* sourcedIds in other letters. */
		{ { .enrollments = ENROLLMENTS
		    "e1,,,O1,oak,ana,teacher,true,,\ne2,,,o1,oak,ivy,student,,"
		    ",\ne3,,,O1,oak,max,student,,,\ne4,,,o0,oak,ivy,student,"
		    ",,\ne5,,,o0,oak,ana,teacher,,,\n" },
		    "enrollments.csv:2:classSourcedId",
		    "\"O1\" is written \"o1\"" },
		/* Manifests. */
		{ { .manifest = LEFT_OUT }, "manifest.csv:0:",
		    "there is no manifest" },
		{ { .manifest = MANIFEST("file.orgs,absent\n") },
		    "orgs.csv:0:", "absent, and it is there" },
		{ { .manifest = MANIFEST("file.orgs,Bulk\nfile.users,BULK\n"
		    "file.demographics,bulk\n") }, NULL, NULL },
		{ { .manifest = "manifest.version,1.0\n"
		    "oneroster.version,1.2\nsource.systemName,Aspen\n" },
		    NULL, NULL },
		{ { .manifest = MANIFEST("file.users,full\n") },
		    "manifest.csv:0:", "none of absent, bulk and delta" },
		{ { .manifest = MANIFEST("oneroster.version,2.0\n") },
		    "manifest.csv:0:", "we know 1.1 and 1.2" },
		{ { .manifest = MANIFEST("file.users,delta\n") },
		    "manifest.csv:0:", "no row has a status" },
	};

	(void)state;
	expect_tolerated(cases, COUNT(cases));
}

static void
a_password_is_never_read(void **state)
{
	const struct export e = { .users = "sourcedId,givenName,familyName,"
	    "password\nana,Ana,Lima,hunter2\n", .roles = ROLES
	    "r,,,ana,primary,teacher,,,oak\n", .enrollments = ENROLLMENTS };

	(void)state;
	assert_true(export_read(&e));
	export_expect_note(NOTE_TOLERATED, "users.csv:2:password",
	    "export it without them");
	for (unsigned i = 0; i < export_file.note_count; i++)
		assert_null(strstr(export_file.notes[i].sentence, "hunter2"));
	for (unsigned i = 0; i < export_file.row_count; i++)
		assert_null(strstr(export_file.rows[i].content, "hunter2"));
}

/* The names of others for agentSourcedIds and for columns of names. */
static void
clever_like_columns_are_understood(void **state)
{
	const struct export e = { .users = "userId,First_Name,Last_Name,"
	    "Email_Address,agents,ext_home_language\n"
	    "ivy,Ivy,Cruz,,[rosa],Spanish\n"
	    "rosa,,Rosa Maria Cruz,rosa@mail.example,,\n",
	    .roles = ROLES "r4,,,ivy,primary,student,,,oak\n"
	    "r6,,,rosa,primary,Contact,,,oak\n", .enrollments = ENROLLMENTS };

	(void)state;
	assert_true(export_read(&e));
	export_expect(ROSTER_GUARDIAN, "rosa", "{\"emails\":"
	    "[\"rosa@mail.example\"],\"language\":\"es-US\",\"name\":"
	    "\"Rosa Maria Cruz\",\"phones\":[],\"students\":[{\"relation\":"
	    "\"contact\",\"restricted\":false,\"student\":\"ivy\","
	    "\"write_to\":true}]}");
	export_expect_note(NOTE_TOLERATED, "users.csv:1:agents",
	    "agentSourcedIds");
	export_expect_note(NOTE_TOLERATED, "roles.csv:3:role",
	    "\"Contact\" is no role of OneRoster; it is taken for a guardian");
	assert_int_equal(export_file.weights[NOTE_SKIPPED], 0);
}

static void
texts_of_other_encodings_are_read(void **state)
{
	static const char names[] = "sourcedId,givenName,familyName\n"
	    "ana,Jos\xe9,Nu\xf1" "ez\n";
	char	 wide[2 * sizeof(names)] = "\xff\xfe";
	struct packed	 files[] = {
		{ "orgs.csv", ORGS ORG_ROWS, 0 },
		{ "roles.csv", ROLES "r,,,ana,primary,teacher,,,oak\n", 0 },
		{ "users.csv", names, 0 }, { NULL, NULL, 0 },
	};
	static const char member[] = "{\"desk\":false,\"email\":\"\","
	    "\"language\":\"\",\"name\":\"Jos\xc3\xa9 Nu\xc3\xb1" "ez\","
	    "\"offices\":[],\"phones\":[]}";

	(void)state;
	assert_true(export_read_path(pack_zip(&export_place, files)));
	export_expect(ROSTER_STAFF, "ana", member);
	export_expect_note(NOTE_TOLERATED, "users.csv:0:",
	    "1 rows are not in UTF-8, the first near row 2");

	for (size_t i = 0; i + 1 < sizeof(names); i++) {
		wide[2 + 2 * i] = names[i];
		wide[3 + 2 * i] = '\0';
	}
	files[2] = (struct packed){ "users.csv", wide, 2 * sizeof(names) };
	assert_true(export_read_path(pack_zip(&export_place, files)));
	export_expect(ROSTER_STAFF, "ana", member);
	export_expect_note(NOTE_TOLERATED, "users.csv:0:", "UTF-16");
}

/* The files of an export, where and as some zips have them. */
static void
files_are_found(void **state)
{
	static const struct packed in_folder[] = {
		{ "export/manifest.csv", MANIFEST(""), 0 },
		{ "export/orgs.csv", ORGS ORG_ROWS, 0 },
		{ "export/Users.CSV", USERS USER_ROWS, 0 },
		{ "export\\roles.csv", ROLES ROLE_ROWS, 0 },
		{ "export/classes.csv", CLASSES CLASS_ROWS, 0 },
		{ "export/enrollments.csv", ENROLLMENTS ENROLLMENT_ROWS, 0 },
		{ "export/userprofiles.csv", "sourcedId\n", 0 },
		{ "export/courses.csv", "", 0 },
		{ "export/notes.txt", "hello", 0 },
		{ "__MACOSX/export/._users.csv", "\0\5\x16\7", 4 },
		{ "__MACOSX/export/users.csv", "\0\5\x16\7", 4 },
		{ "export/.DS_Store", "x", 0 },
		{ NULL, NULL, 0 },
	};

	(void)state;
	assert_true(export_read_path(pack_zip(&export_place, in_folder)));
	export_expect_right();
	export_expect_note(NOTE_TOLERATED, "users.csv:0:",
	    "the file is called Users.CSV");
	export_expect_note(NOTE_TOLERATED, "orgs.csv:0:",
	    "in a folder of the zip");
	assert_int_equal(export_file.weights[NOTE_SKIPPED], 0);
}

static void
a_folder_is_read_as_a_zip_is(void **state)
{
	static const struct packed files[] = {
		{ "manifest.csv", MANIFEST(""), 0 },
		{ "orgs.csv", ORGS ORG_ROWS, 0 },
		{ "users.csv", USERS USER_ROWS, 0 },
		{ "roles.csv", ROLES ROLE_ROWS, 0 },
		{ "classes.csv", CLASSES CLASS_ROWS, 0 },
		{ "enrollments.csv", ENROLLMENTS ENROLLMENT_ROWS, 0 },
		{ NULL, NULL, 0 },
	};

	(void)state;
	assert_true(export_read_path(pack_folder(&export_place, files)));
	export_expect_right();
	export_expect_weights(0, 0);
}

/* Each leaves something out, and reads the rest. */
struct skipped {
	struct export	 export;
	const char	*where, *words;
	enum roster_noun noun;
	const char	*name, *content;	/* NULL: it is not there. */
};

static void
expect_skipped(const struct skipped *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct skipped	*c = &cases[i];
		const char		*row;

		assert_true(export_read(&c->export));
		export_expect_note(NOTE_SKIPPED, c->where, c->words);
		row = export_row(c->noun, c->name);
		if (c->content == NULL ? row != NULL : row == NULL ||
		    strstr(row, c->content) == NULL)
			fail_msg("%s: %s", c->words, row);
	}
}

#define ROSA(sms, phone, email)						\
	{ .users = USERS STAFF_ROWS IVY_ROW MAX_ROW LEO_ROW		\
	    "rosa,,,,r,Rosa,Cruz," email "," sms "," phone ",,\n" }
#define ROSA_IS	ROSTER_GUARDIAN, "rosa"

static void
addresses_that_are_none_are_left_out(void **state)
{
	static const struct skipped cases[] = {
		{ ROSA("799-3116", "508-799-3117", ""), "users.csv:8:sms",
		    "\"799-3116\" is left out: this number has no area code",
		    ROSA_IS, "\"phones\":[\"+15087993117\"]" },
		{ ROSA("", "508-799-3117 x12", ""), "users.csv:8:phone",
		    "extension", ROSA_IS, "\"phones\":[]" },
		{ ROSA("", "800-555-1234", ""), "users.csv:8:phone",
		    "toll-free", ROSA_IS, "\"phones\":[]" },
		{ ROSA("", "111-111-1111", ""), "users.csv:8:phone",
		    "no such number", ROSA_IS, "\"phones\":[]" },
		{ ROSA("ask the office", "", ""), "users.csv:8:sms",
		    "words", ROSA_IS, "\"phones\":[]" },
		{ ROSA("508-799-3116/799-3117", "", ""), "users.csv:8:sms",
		    "\"799-3117\" is left out", ROSA_IS,
		    "\"phones\":[\"+15087993116\"]" },
		{ ROSA("508-799-3111/508-799-3112/508-799-3113/508-799-3114/"
		    "508-799-3115/508-799-3116", "", ""), "users.csv:8:sms",
		    "at most 5", ROSA_IS, "+15087993115\"]" },
		{ ROSA("", "", "rosa at mail.example"), "users.csv:8:email",
		    "no email address", ROSA_IS, "\"emails\":[]" },
		{ ROSA("", "", "a@b.example;b@c"), "users.csv:8:email",
		    "\"b@c\" is left out", ROSA_IS,
		    "\"emails\":[\"a@b.example\"]" },
	};

	(void)state;
	expect_skipped(cases, COUNT(cases));
}

static void
blanks_and_second_numbers_are_told_lightly(void **state)
{
	static const struct export e = ROSA("N/A",
	    "508-799-3116 / 774-799-3117; 5087993116", "none");

	(void)state;
	assert_true(export_read(&e));
	export_expect_weights(0, 3);
	export_expect_note(NOTE_TOLERATED, "users.csv:8:sms",
	    "\"N/A\" is read as empty");
	export_expect_note(NOTE_TOLERATED, "users.csv:8:phone",
	    "3 numbers in this field");
	assert_non_null(strstr(export_row(ROSTER_GUARDIAN, "rosa"),
	    "\"phones\":[\"+15087993116\",\"+17747993117\"]"));
}

static void
rows_that_cannot_be_are_left_out(void **state)
{
	static const struct skipped cases[] = {
		{ { .users = USERS USER_ROWS ",,,,x,No,Name,,,,,\n" },
		    "users.csv:9:sourcedId", "this row has no sourcedId",
		    ROSTER_STUDENT, "", NULL },
		{ { .users = USERS STAFF_ROWS MAX_ROW ROSA_ROW LEO_ROW
		    "ivy,,,,i,,,,,,rosa,spa\n" }, "users.csv:8:sourcedId",
		    "\"ivy\" has no name", ROSTER_STUDENT, "ivy", NULL },
		{ { .roles = ROLES ROLE_ROWS, .users = USERS USER_ROWS
		    "new,,,,n,New,Kid,,,,,\n" }, "users.csv:9:sourcedId",
		    "\"new\" has no role", ROSTER_STUDENT, "new", NULL },
		{ { .users = USERS USER_ROWS "new,,,,n,New,Kid,,,,,\n",
		    .roles = ROLES ROLE_ROWS
		    "r8,,,new,primary,student,,,d\n" },
		    "users.csv:9:sourcedId", "is at no school",
		    ROSTER_STUDENT, "new", NULL },
		{ { .users = USERS USER_ROWS "new,,,,n,New,Kid,,,,,\n",
		    .roles = ROLES ROLE_ROWS
		    "r8,,,new,primary,wizard,,,oak\n" },
		    "roles.csv:9:role", "nobody knows the role \"wizard\"",
		    ROSTER_STUDENT, "new", NULL },
		{ { .users = USERS USER_ROWS "eve,,,,e,Eve,Lone,,,,,\n",
		    .roles = ROLES ROLE_ROWS
		    "r8,,,eve,primary,parent,,,oak\n" },
		    "users.csv:9:sourcedId", "no student of the roster names "
		    "it", ROSTER_GUARDIAN, "eve", NULL },
		{ { .orgs = ORGS ORG_ROWS "ash,withheld,,Ash,school,,d\n" },
		    "orgs.csv:5:status", "nobody knows the status",
		    ROSTER_SCHOOL, "ash", NULL },
		/* A comma that is not quoted. */
		{ { .users = USERS USER_ROWS
		    "ned,,,true,n,Ned,Cruz, Jr.,,,508-799-3122,,\n" },
		    "users.csv:9:", "more columns than the header",
		    ROSTER_STUDENT, "ned", NULL },
		{ { .orgs = ORGS ORG_ROWS "ash,,,Ash, the new,school,,d\n" },
		    "orgs.csv:5:", "more columns than the header",
		    ROSTER_SCHOOL, "ash", NULL },
		{ { .orgs = ORGS ORG_ROWS "ash,,,Ash,academy,,d\n" },
		    "orgs.csv:5:type", "nobody knows the type \"academy\"",
		    ROSTER_SCHOOL, "ash", NULL },
		{ { .classes = CLASSES CLASS_ROWS "x,,,Art,c,,nowhere,t\n" },
		    "classes.csv:4:schoolSourcedId",
		    "there is no org \"nowhere\"", ROSTER_CLASS, "x", NULL },
		{ { .classes = CLASSES CLASS_ROWS "x,,,Art,c,,d,t\n" },
		    "classes.csv:4:schoolSourcedId", "is at no school",
		    ROSTER_CLASS, "x", NULL },
	};

	(void)state;
	expect_skipped(cases, COUNT(cases));
}

static void
references_to_nothing_are_left_out(void **state)
{
	static const struct skipped cases[] = {
		{ { .enrollments = ENROLLMENTS ENROLLMENT_ROWS
		    "e6,,,zz,oak,ivy,student,,,\n" },
		    "enrollments.csv:7:classSourcedId",
		    "there is no class \"zz\"", ROSTER_STUDENT, "ivy",
		    "[\"o1\",\"o0\"]" },
		{ { .enrollments = ENROLLMENTS ENROLLMENT_ROWS
		    "e6,,,o1,oak,zz,student,,,\n" },
		    "enrollments.csv:7:userSourcedId",
		    "there is no user \"zz\"", ROSTER_STUDENT, "zz", NULL },
		{ { .roles = ROLES ROLE_ROWS "r8,,,zz,primary,aide,,,oak\n" },
		    "roles.csv:9:userSourcedId", "there is no user \"zz\"",
		    ROSTER_STAFF, "zz", NULL },
		{ { .roles = ROLES ROLE_ROWS "r8,,,ana,primary,principal,,,"
		    "zz\n" }, "roles.csv:9:orgSourcedId",
		    "there is no org \"zz\"", ROSTER_STAFF, "ana",
		    "\"offices\":[]" },
		{ { .users = USERS STAFF_ROWS MAX_ROW ROSA_ROW LEO_ROW
		    "ivy,,,,i,Ivy,Cruz,,,,\"rosa,zz\",spa\n" },
		    "users.csv:8:agentSourcedIds", "there is no user \"zz\"",
		    ROSTER_GUARDIAN, "rosa", "\"student\":\"ivy\"" },
		{ { .users = USERS STAFF_ROWS MAX_ROW ROSA_ROW LEO_ROW
		    "ivy,,,,i,Ivy,Cruz,,,,\"rosa;ana\",spa\n" },
		    "users.csv:8:agentSourcedIds",
		    "\"ana\" is no guardian here", ROSTER_GUARDIAN, "ana",
		    NULL },
		{ { .users = USERS STAFF_ROWS MAX_ROW IVY_ROW ROSA_ROW
		    "leo,,,,l,Leo,Diaz,,,,rosa|max,\n" },
		    "users.csv:8:agentSourcedIds", "\"rosa\" is no student",
		    ROSTER_GUARDIAN, "leo", "\"student\":\"max\"" },
		{ { .contacts = CONTACTS "zz,rosa,,,,,,,\n" },
		    "family_contacts.csv:2:studentSourcedId",
		    "there is no user \"zz\"", ROSA_IS, "\"ivy\"" },
		{ { .contacts = CONTACTS "ana,rosa,,,,,,,\n" },
		    "family_contacts.csv:2:studentSourcedId",
		    "\"ana\" is no student", ROSA_IS, "\"ivy\"" },
		{ { .relationships = "userSourcedId,relationshipUserSourcedId"
		    ",relationshipRole\nivy,ana,aide\n" },
		    "relationships.csv:2:relationshipUserSourcedId",
		    "\"ana\" is no guardian here", ROSTER_GUARDIAN, "ana",
		    NULL },
		{ { .enrollments = ENROLLMENTS ENROLLMENT_ROWS
		    "e6,,,o1,oak,ana,student,,,\n" },
		    "enrollments.csv:7:role", "\"ana\" is enrolled as "
		    "student, and is none", ROSTER_STUDENT, "ana", NULL },
	};

	(void)state;
	expect_skipped(cases, COUNT(cases));
}

/* A user without a role has that of the enrollment. */
static void
an_enrollment_can_say_what_somebody_is(void **state)
{
	const struct export e = {
		.roles = ROLES "r3,,,dot,primary,districtAdministrator,,,d\n"
		    "r2,,,pat,primary,principal,,,oak\n"
		    "r6,,,rosa,primary,parent,,,oak\n"
		    "r7,,,leo,primary,guardian,,,oak\n",
	};

	(void)state;
	assert_true(export_read(&e));
	export_expect_right();
	export_expect_weights(0, 3);
	export_expect_note(NOTE_TOLERATED, "enrollments.csv:2:role",
	    "that of the enrollment is taken");
}

/* Schools that are called something else, and a district of one school. */
static void
something_is_a_school(void **state)
{
	static const struct export department = { .orgs = ORGS
	    "d,,,Town,district,,\noak,,,Oak,department,,gone\n"
	    "elm,,,Elm,campus,,d\n" };
	static const struct export district = { .orgs = ORGS
	    "oak,,,Oak Charter,district,,\n" };

	(void)state;
	assert_true(export_read(&department));
	assert_int_equal(export_file.nouns[ROSTER_SCHOOL], 2);
	export_expect(ROSTER_SCHOOL, "oak", "{\"name\":\"Oak\"}");
	export_expect_note(NOTE_TOLERATED, "orgs.csv:3:type",
	    "\"Oak\" is taken for one");
	assert_non_null(export_row(ROSTER_STUDENT, "ivy"));
	assert_true(export_read(&district));
	export_expect(ROSTER_SCHOOL, "oak", "{\"name\":\"Oak Charter\"}");
}

/* Each stops everything. */
struct refused {
	struct export	 export;
	const char	*where, *words;
};

static void
what_is_not_whole_is_refused(void **state)
{
	static const struct packed twice[] = {
		{ "old/users.csv", USERS USER_ROWS, 0 }, { NULL, NULL, 0 } };
	static const struct refused cases[] = {
		{ { .orgs = LEFT_OUT }, "orgs.csv:0:", "no such file" },
		{ { .users = LEFT_OUT }, "users.csv:0:", "it is not" },
		{ { .users = LEFT_OUT, .manifest = LEFT_OUT }, "users.csv:0:",
		    "no such file" },
		{ { .roles = LEFT_OUT }, "roles.csv:0:", "no column role" },
		{ { .manifest = MANIFEST("file.classes,bulk\n"),
		    .classes = LEFT_OUT }, "classes.csv:0:",
		    "the manifest says that the file is there" },
		{ { .users = "" }, "users.csv:0:", "without even a header" },
		{ { .enrollments = "\n\n" }, "enrollments.csv:0:",
		    "without even a header" },
		{ { .users = USERS }, "users.csv:0:", "there is nobody" },
		{ { .orgs = ORGS }, "orgs.csv:0:", "there is no school" },
		{ { .orgs = ORGS "oak,inactive,,Oak,school,,\n" },
		    "orgs.csv:0:", "there is no school" },
		{ { .users = "username,givenName,familyName\nana,Ana,Lima\n" },
		    "users.csv:0:", "no column sourcedId" },
		{ { .users = "sourcedId,username\nana,ana\n" },
		    "users.csv:0:", "givenName or familyName" },
		{ { .orgs = "sourcedId,name\noak,Oak\n" }, "orgs.csv:0:",
		    "no column type" },
		{ { .enrollments = "sourcedId,classSourcedId,role\n" },
		    "enrollments.csv:0:", "no column userSourcedId" },
		{ { .users = USERS USER_ROWS "ivy,,,,i,Eve,Cruz,,,,rosa,"
		    "spa\n" }, "users.csv:9:givenName", "the user \"ivy\" "
		    "stands in row 5 too, with another givenName" },
		{ { .orgs = ORGS ORG_ROWS "oak,,,Oak High,school,,d\n" },
		    "orgs.csv:5:name", "with another name" },
		{ { .users = USERS "ana,,,,a,\"Ana,Lima,,,,,\n" USER_ROWS },
		    "users.csv:2:", "is not closed" },
		{ { .more = twice }, "users.csv:0:", "the file is there twice "
		    "(users.csv, old/users.csv)" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (export_read(&cases[i].export))
			fail_msg("%s", cases[i].words);
		export_expect_note(NOTE_REFUSED, cases[i].where,
		    cases[i].words);
	}
}

static void
expect_refused(const char *path, const char *words)
{
	assert_false(export_read_path(path));
	export_expect_note(NOTE_REFUSED, ":0:", words);
}

static void
what_is_no_export_is_refused(void **state)
{
	static const struct packed inner[] = {
		{ "OneRoster.zip", "PK\3\4", 0 }, { NULL, NULL, 0 } };
	static const struct packed none[] = { { NULL, NULL, 0 } };
	/* A zip with nothing in it is its end alone. */
	static const char	 end[22] = "PK\5\6";
	const char		*zip = export_zip(&(struct export){
				    .orgs = NULL });

	(void)state;
	expect_refused("/nowhere", "cannot be opened");
	expect_refused(pack_file(&export_place, "", 0), "empty");
	expect_refused(pack_file(&export_place, end, sizeof(end)),
	    "none of the 0 files");
	expect_refused(pack_folder(&export_place, none),
	    "none of the 0 files");
	expect_refused(pack_zip(&export_place, inner),
	    "none of the 1 files");
	expect_refused(pack_file(&export_place, USERS, sizeof(USERS) - 1),
	    "this is no zip");
	expect_refused(pack_locked(&export_place, inner), "password");
	for (size_t less = 1; less < 1500; less += 61)
		expect_refused(pack_cut(&export_place, zip, less), "cut off");
}

/* A school system makes the same mistake in every row: what is understood
 * is told once, what is left out a thousand times, and all is counted. */
static void
notes_have_a_limit(void **state)
{
	size_t		 room = 200000, length;
	char		*users = malloc(room);
	struct export	 e = { .users = users };

	(void)state;
	assert_non_null(users);
	length = (size_t)snprintf(users, room, "%s", USERS USER_ROWS);
	for (unsigned i = 0; i < 1500; i++)
		length += (size_t)snprintf(users + length, room - length,
		    "x%u,inactive,,,x,X,Y,,,,,\ny%u,,,,y,Y,Z,,,,,\n", i, i);
	assert_true(export_read(&e));
	export_expect_weights(1500, 1500);
	assert_int_equal(export_file.note_count, NOTES_MOST + 1);
	assert_int_equal(export_file.notes[NOTES_MOST].weight,
	    NOTE_TOLERATED);
	assert_int_equal(export_file.notes[NOTES_MOST].times, 1500);
	assert_int_equal(export_file.notes[0].line, 10);
	export_expect_right();
	free(users);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, export_setup,	\
			    export_teardown)
	const struct CMUnitTest tests[] = {
		CASE(small_mistakes_are_understood),
		CASE(a_password_is_never_read),
		CASE(clever_like_columns_are_understood),
		CASE(texts_of_other_encodings_are_read),
		CASE(files_are_found),
		CASE(a_folder_is_read_as_a_zip_is),
		CASE(addresses_that_are_none_are_left_out),
		CASE(blanks_and_second_numbers_are_told_lightly),
		CASE(rows_that_cannot_be_are_left_out),
		CASE(references_to_nothing_are_left_out),
		CASE(an_enrollment_can_say_what_somebody_is),
		CASE(something_is_a_school),
		CASE(what_is_not_whole_is_refused),
		CASE(what_is_no_export_is_refused),
		CASE(notes_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
