/* A district from a file: every mistake has its path, and what is loaded can
 * be asked for. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "flow/district.h"
#include "flow/settings.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/login.h"
#include "store/office.h"
#include "store/person.h"
#include "store/role.h"
#include "store/schema.h"
#include "store/seat.h"
#include "store/sight.h"
#include "store/user.h"
#include "tests/store/place.h"

#define NOW	INT64_C(1795314091123)	/* 2026-11-22 */

/* The parts of a small district that is right. */
struct parts {
	const char	*head, *numbers, *schools, *desk, *staff, *students,
			*guardians;
};

static const struct parts right = {
	.head = "\"name\": \"Town\", \"zone\": \"America/New_York\"",
	.numbers = "{\"number\": \"+15085550100\", \"account\": \"main\"}",
	.schools = "{\"key\": \"oak\", \"name\": \"Oak\", "
	    "\"office\": [\"cl\"], \"classes\": [{\"key\": \"o1\", "
	    "\"name\": \"1A\", \"team\": [\"ana\"]}]}",
	.desk = "\"cl\"",
	.staff = "{\"key\": \"cl\", \"name\": \"Clerk\", \"api_key\": true}, "
	    "{\"key\": \"ana\", \"name\": \"Ana\"}",
	.students = "{\"key\": \"ivy\", \"name\": \"Ivy\", "
	    "\"school\": \"oak\", \"class\": \"o1\"}",
	.guardians = "{\"name\": \"Rosa\", \"language\": \"es\", "
	    "\"phones\": [\"+15085550120\"], \"students\": "
	    "[{\"student\": \"ivy\", \"relation\": \"mother\"}]}",
};

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

static const char *
together(struct arena *arena, const struct parts *p)
{
#define PART(name) (p->name != NULL ? p->name : right.name)
	return arena_print(arena, "{%s,\n\"numbers\": [%s],\n"
	    "\"schools\": [%s],\n\"desk\": [%s],\n\"staff\": [%s],\n"
	    "\"students\": [%s],\n\"guardians\": [%s]}", PART(head),
	    PART(numbers), PART(schools), PART(desk), PART(staff),
	    PART(students), PART(guardians));
}

static struct district_file *
read_text(struct arena *arena, const char *text,
    struct district_problems *problems)
{
	struct configured *configured = NEW(arena, struct configured);

	configured->count = 1;
	configured->accounts[0].name = "main";
	return district_read(arena, text, strlen(text), configured, problems);
}

/* A roster brings the rest. */
static void
a_district_may_begin_without_schools(void **state)
{
	struct district_problems problems;
	const char *text = arena_print(*state, "{%s, \"numbers\": [%s], "
	    "\"desk\": [%s], \"staff\": [%s]}", right.head, right.numbers,
	    right.desk, right.staff);

	assert_non_null(read_text(*state, text, &problems));
	text = arena_print(*state, "{%s, \"numbers\": [%s], "
	    "\"desk\": [], \"staff\": [%s]}", right.head, right.numbers,
	    right.staff);
	assert_null(read_text(*state, text, &problems));
	assert_int_equal(problems.count, 1);
	assert_non_null(strstr(problems.list[0], "nobody is at the desk"));
}

static void
each_mistake_has_its_path_and_what_to_do(void **state)
{
#define NUMBER(more) "{\"number\": \"+15085550100\", " more "}"
#define SCHOOL(more) "{\"key\": \"oak\", \"name\": \"Oak\", " more "}"
#define STAFF(more) "{\"key\": \"cl\", \"name\": \"Clerk\", " more "}, " \
	"{\"key\": \"ana\", \"name\": \"Ana\"}"
#define STUDENT(more) "{\"key\": \"ivy\", \"name\": \"Ivy\", " more "}"
#define GUARDIAN(more) "{\"name\": \"Rosa\", \"language\": \"es\", " more "}"
#define OF_IVY "\"students\": [{\"student\": \"ivy\", \"relation\": \"x\"}]"
	static const struct {
		struct parts	 parts;
		const char	*problem;
	} cases[] = {
		{ { .head = "\"name\": 5, \"zone\": \"America/New_York\"" },
		    "name: this is not right; write a text" },
		{ { .head = "\"zone\": \"America/New_York\"" },
		    "name: this is missing; write a text" },
		{ { .head = "\"name\": \"T\", \"zone\": \"Mars\"" },
		    "zone: there is no zone \"Mars\"" },
		{ { .head = "\"name\": \"T\", \"zone\": \"America/New_York\", "
		    "\"nmae\": 1" }, "nmae: there is no such member" },
		{ { .numbers = "" }, "numbers: 0 of them have no school" },
		{ { .numbers = "7" }, "numbers[0]: this is not an object" },
		{ { .numbers = NUMBER("\"account\": \"other\"") },
		    "numbers[0].account: the configuration has no [account "
		    "other]" },
		{ { .numbers = NUMBER("\"account\": \"main\", \"school\": "
		    "\"elm\"") ", {\"number\": \"+15085550101\", "
		    "\"account\": \"main\"}" },
		    "numbers[0].school: there is no \"elm\" in schools" },
		{ { .numbers = "{\"number\": \"5085550100\", \"account\": "
		    "\"main\"}" }, "numbers[0].number: this is not right; "
		    "write a phone number as +15085550100" },
		{ { .numbers = "{\"number\": \"+11115550100\", "
		    "\"account\": \"main\"}" }, "numbers[0].number: this "
		    "is not right; write a phone number as +15085550100" },
		{ { .schools = SCHOOL("\"office\": [\"bob\"], \"classes\": "
		    "[{\"key\": \"o1\", \"name\": \"1A\"}]") },
		    "schools[0].office[0]: there is no \"bob\" in staff" },
		{ { .schools = SCHOOL("\"classes\": [{\"key\": \"o1\", "
		    "\"name\": \"1A\"}, {\"key\": \"o1\", "
		    "\"name\": \"1B\"}]") },
		    "schools[0].classes[1]: the key \"o1\" is used twice" },
		{ { .desk = "" }, "desk: nobody is at the desk" },
		{ { .staff = "{\"key\": \"cl\", \"name\": \"Clerk\"}, "
		    "{\"key\": \"ana\", \"name\": \"Ana\", \"api_key\": "
		    "\"yes\"}" },
		    "staff[1].api_key: this is not right; write true or "
		    "false" },
		{ { .staff = "{\"key\": \"cl\", \"name\": \"Clerk\"}, "
		    "{\"key\": \"a na\", \"name\": \"Ana\"}" },
		    "staff[1].key: this is not right; write a key" },
		{ { .staff = STAFF("\"email\": \"clerk\"") },
		    "staff[0].email: this is not right; write a mailbox" },
		{ { .staff = STAFF("\"roles\": [\"analyst\", "
		    "\"school_admin\"]") }, "staff[0].roles[1]: this is no "
		    "role; write language" },
		{ { .staff = STAFF("\"admin_of\": [\"oak\", \"elm\"]") },
		    "staff[0].admin_of[1]: there is no \"elm\" in schools" },
		{ { .students = STUDENT("\"school\": \"elm\"") },
		    "students[0].school: there is no \"elm\" in schools" },
		{ { .students = STUDENT("\"school\": \"oak\", \"since\": "
		    "\"2026-02-30\"") },
		    "students[0].since: there is no such day" },
		{ { .students = STUDENT("\"school\": \"oak\", \"id\": "
		    "\"7\"") }, "students[0].id: this is not right" },
		{ { .guardians = GUARDIAN("\"phones\": [], \"students\": "
		    "[]") }, "guardians[0].students: a guardian needs a "
		    "student" },
		{ { .guardians = GUARDIAN("\"phones\": [\"+1508555012\"], "
		    OF_IVY) }, "guardians[0].phones[0]: this is not right" },
		{ { .guardians = GUARDIAN("\"phones\": [\"+15085550100\"], "
		    OF_IVY) }, "guardians[0].phones[0]: this is one of our "
		    "own numbers" },
		{ { .guardians = GUARDIAN("\"phones\": [], \"students\": "
		    "[{\"student\": \"joe\", \"relation\": \"x\"}]") },
		    "guardians[0].students[0].student: there is no \"joe\" in "
		    "students" },
		{ { .guardians = GUARDIAN("\"phones\": [], \"key\": \"ana\", "
		    OF_IVY) }, "guardians[0].name: ana has another name in "
		    "staff" },
		{ { .guardians = "{\"name\": \"R\", \"language\": \"xx\", "
		    "\"phones\": [], " OF_IVY "}" },
		    "guardians[0].language: this is not right; write a "
		    "language we know" },
	};
	struct district_problems problems;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_null(read_text(*state, together(*state,
		    &cases[i].parts), &problems));
		if (problems.count != 1 || strncmp(problems.list[0],
		    cases[i].problem, strlen(cases[i].problem)) != 0)
			fail_msg("%zu: %u: %s", i, problems.count,
			    problems.list[0]);
	}
}

static void
what_is_no_json_is_named_with_its_line(void **state)
{
	struct district_problems problems;

	assert_null(read_text(*state, "{\n\"name\": \n}", &problems));
	assert_int_equal(problems.count, 1);
	assert_non_null(strstr(problems.list[0], "line 3: this is not JSON"));
	assert_null(read_text(*state, "[]", &problems));
	assert_non_null(strstr(problems.list[0], "the file: this is not an "
	    "object"));
	assert_null(read_text(*state, "{\"name\": \"a\", \"name\": \"b\"}",
	    &problems));
	assert_int_equal(problems.count, 1);
}

static void
load_text(struct arena *arena, struct db *db, const char *text)
{
	struct district_problems problems;
	struct district_file	*file = read_text(arena, text, &problems);
	struct district_key	*keys;

	assert_non_null(file);
	assert_true(db_begin(db));
	(void)district_load(db, file, NOW, &keys);
	assert_true(db_commit(db));
}

/* Who signs in, and as what; and whom families call. */
static void
a_file_says_who_signs_in(void **state)
{
	const char	*why, *text = together(*state, &(struct parts){
			    .staff = "{\"key\": \"cl\", \"name\": "
			    "\"Clerk\", \"email\": \"Clerk@Oak.Example\", "
			    "\"admin_of\": [\"oak\"]}, {\"key\": \"ana\", "
			    "\"name\": \"Ana\"}, {\"key\": \"ina\", "
			    "\"name\": \"Ina\", \"roles\": [\"analyst\", "
			    "\"auditor\"], \"by_hand\": true}",
			    .head = "\"name\": \"Town\", \"phone\": "
			    "\"+15085550190\", \"zone\": "
			    "\"America/New_York\"", .schools =
			    "{\"key\": \"oak\", \"name\": \"Oak\", "
			    "\"phone\": \"+15085550191\", \"classes\": "
			    "[{\"key\": \"o1\", \"name\": \"1A\"}]}, "
			    "{\"key\": \"elm\", \"name\": \"Elm\"}" });
	struct allowed	 allowed;
	struct office	*offices;
	struct login	 login;
	struct place	 place;
	struct db	*db;

	place_make(&place, &db_sqlite);
	db = db_open(&db_sqlite, place.where, true, &why);
	assert_non_null(db);
	db_use(db, *state);
	assert_true(schema_migrate(db, &why));
	load_text(*state, db, text);
	assert_true(db_begin(db));
	assert_true(login_find(db, "clerk@oak.example", &login));
	assert_string_equal(login_work_mail(db, login.person),
	    "Clerk@oak.example");
	/* From the beginning, whenever the file is read. */
	role_standing(db, login.person, 1, &allowed);
	assert_int_equal(allowed.roles, 1u << ROLE_SCHOOL_ADMIN);
	role_standing(db, db_number(db_query(db, "SELECT id FROM person "
	    "WHERE name = 'Ina'", NONE)), 1, &allowed);
	assert_int_equal(allowed.roles, 1u << ROLE_ANALYST |
	    1u << ROLE_AUDITOR);
	assert_string_equal(office_own_phone(db, 0), "+15085550190");
	assert_int_equal(office_list(db, &offices), 2);
	assert_string_equal(offices[0].phone, "");
	assert_string_equal(offices[1].phone, "+15085550191");
	/* No roster is to name Ina. */
	assert_int_equal(db_number(db_query(db, "SELECT count(*) "
	    "FROM roster_row WHERE name IN ('cl', 'ana', 'ina')", NONE)), 2);
	db_rollback(db);
	db_close(db);
	place_remove(&place);
}

/* The sample, in a database of its own. */
struct loaded {
	struct place		 place;
	struct arena		*arena;
	struct db		*db;
	struct district_key	*keys;
	unsigned		 key_count;
};

static char *
sample(struct arena *arena)
{
	const char *top = getenv("srcdir");
	char *text = arena_take(arena, 1 << 20);
	FILE *file = fopen(arena_print(arena, "%s/tests/"
	    "district.json", top == NULL ? "." : top), "r");

	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
	fclose(file);
	return text;
}

static void
load(struct loaded *l, const struct db_driver *driver)
{
	struct district_problems problems;
	struct district_file *file;
	const char *why;

	place_make(&l->place, driver);
	l->arena = arena_new();
	l->db = db_open(driver, l->place.where, true, &why);
	assert_non_null(l->db);
	db_use(l->db, l->arena);
	assert_true(schema_migrate(l->db, &why));
	file = read_text(l->arena, sample(l->arena), &problems);
	if (file == NULL)
		fail_msg("%s", problems.list[0]);
	assert_true(db_begin(l->db));
	l->key_count = district_load(l->db, file, NOW, &l->keys);
	assert_true(db_commit(l->db));
	assert_true(db_begin(l->db));
}

static void
leave(struct loaded *l)
{
	db_rollback(l->db);
	db_close(l->db);
	arena_free(l->arena);
	place_remove(&l->place);
}

/* The only student whose name has that in it. */
static int64_t
student(struct loaded *l, const char *folded)
{
	struct pupil *list;

	assert_int_equal(sight_students(l->db, &(struct student_page){
	    .viewer = { .now = NOW }, .folded = folded, .most = 2 }, &list),
	    1);
	return list[0].id;
}

static void
a_key_is_told_once_and_is_of_its_staff(struct loaded *l)
{
	struct api_key key;
	struct person person;

	assert_int_equal(l->key_count, 3);
	assert_string_equal(l->keys[0].name, "lopez");
	assert_true(api_key_find(l->db, crypt_digest(l->arena,
	    l->keys[0].text, strlen(l->keys[0].text)), &key));
	assert_string_equal(key.name, "lopez");
	assert_true(person_get(l->db, key.person, &person));
	assert_string_equal(person.name, "Carmen Lopez");
	assert_true(person.staff);
	assert_false(person.guardian);
}

static void
a_family_phone_is_one_contact_in_the_language_of_the_first(struct loaded *l)
{
	struct person *people;
	struct contact *contacts;
	unsigned n = student_guardians(l->db, student(l, "noah"), NOW,
	    &people);

	assert_int_equal(n, 2);
	assert_int_equal(contact_of_person(l->db, people[0].id, CHANNEL_SMS,
	    &contacts), 1);
	assert_string_equal(contacts[0].address, "+16175550122");
	assert_string_equal(contacts[0].language, "vi");
	assert_int_equal(person_at(l->db, contacts[0].id, &people), 2);
}

static void
a_restricted_guardian_is_in_no_list(struct loaded *l)
{
	struct person *people;
	int64_t lucas = student(l, "lucas");

	assert_int_equal(student_guardians(l->db, lucas, NOW, &people), 1);
	assert_string_equal(people[0].name, "Joana Costa");
}

static void
one_of_the_staff_who_is_a_parent_is_one_person(struct loaded *l)
{
	struct person *people;
	struct contact *contacts;

	assert_int_equal(student_guardians(l->db, student(l, "sam"), NOW,
	    &people), 1);
	assert_true(people[0].staff);
	assert_true(people[0].guardian);
	assert_int_equal(contact_of_person(l->db, people[0].id, CHANNEL_SMS,
	    &contacts), 1);
}

static void
siblings_are_one_family(struct loaded *l)
{
	assert_int_equal(student_family(l->db, student(l, "ivy"), NOW),
	    student_family(l->db, student(l, "leo"), NOW));
	assert_int_not_equal(student_family(l->db, student(l, "ivy"), NOW),
	    student_family(l->db, student(l, "noah"), NOW));
}

static void
each_school_has_a_number_and_a_reader(struct loaded *l)
{
	struct viewer all = { .now = NOW };
	struct sighted *schools;
	struct sender sender;
	unsigned n = sight_schools(l->db, &all, &schools);

	assert_int_equal(n, 3);
	for (unsigned i = 0; i < n; i++) {
		assert_true(sender_for(l->db, schools[i].id, CHANNEL_SMS,
		    &sender));
		assert_string_equal(sender.address, i == 0 ?
		    "+17745550100" : "+15085550100");
		assert_true(seat_has_reader(l->db, seat_choose(l->db, 0,
		    schools[i].id, NOW), NOW));
	}
}

static void
who_sits_at_the_desk_may_all_and_a_team_its_school(struct loaded *l)
{
	struct api_key desk, teacher;
	struct sighted *seen;

	assert_true(api_key_find(l->db, crypt_digest(l->arena,
	    l->keys[0].text, strlen(l->keys[0].text)), &desk));
	assert_true(api_key_find(l->db, crypt_digest(l->arena,
	    l->keys[2].text, strlen(l->keys[2].text)), &teacher));
	assert_int_equal(sight_schools(l->db, &(struct viewer){
	    .person = desk.person, .now = NOW }, &seen), 3);
	assert_int_equal(sight_schools(l->db, &(struct viewer){
	    .person = teacher.person, .now = NOW }, &seen), 1);
	assert_string_equal(seen[0].name, "Oak Elementary School");
}

static void
the_sample_can_be_asked_for(const struct db_driver *driver)
{
	struct loaded l = { .arena = NULL };
	struct district district;

	load(&l, driver);
	assert_true(district_get(l.db, &district));
	assert_true(district.sample);
	assert_int_equal(student(&l, "ben"), 10);
	a_key_is_told_once_and_is_of_its_staff(&l);
	a_family_phone_is_one_contact_in_the_language_of_the_first(&l);
	a_restricted_guardian_is_in_no_list(&l);
	one_of_the_staff_who_is_a_parent_is_one_person(&l);
	siblings_are_one_family(&l);
	each_school_has_a_number_and_a_reader(&l);
	who_sits_at_the_desk_may_all_and_a_team_its_school(&l);
	leave(&l);
}

static void
the_sample_can_be_asked_for_on_sqlite(void **state)
{
	(void)state;
	the_sample_can_be_asked_for(&db_sqlite);
}

static void
the_sample_can_be_asked_for_on_postgresql(void **state)
{
	(void)state;
	the_sample_can_be_asked_for(PLACE_POSTGRES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_district_may_begin_without_schools, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    each_mistake_has_its_path_and_what_to_do, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_no_json_is_named_with_its_line, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_file_says_who_signs_in, setup, teardown),
		cmocka_unit_test(the_sample_can_be_asked_for_on_sqlite),
		cmocka_unit_test(the_sample_can_be_asked_for_on_postgresql),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
