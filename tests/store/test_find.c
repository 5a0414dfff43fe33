/*
 * Whom somebody means: students, classes, schools, staff, contacts and talks
 * by name, number, id and by what the roster calls them.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/find.h"
#include "store/message.h"
#include "store/person.h"
#include "store/roster.h"
#include "store/sight.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
}

/* Enrolled at Oak from then until then. */
static int64_t
student(const char *name, int64_t since, int64_t until)
{
	int64_t	   id = id_new();
	struct db *db = rig_visit(r);

	roster_add_student(db, id, name);
	roster_add_enrolment(db, &(struct enrolment){ .student = id,
	    .school = oak, .since = since });
	db_run(db, "UPDATE enrolment SET until = $2 WHERE student = $1",
	    INT(id), INT(until));
	rig_keep(r);
	return id;
}

static int64_t
person(const char *name, bool staff)
{
	struct person p = { .id = id_new(), .name = name,
	    .language = "en-US", .guardian = !staff, .staff = staff };

	roster_add_person(rig_visit(r), &p);
	rig_keep(r);
	return p.id;
}

/* The names that are found, with commas between them. */
static const char *
named(enum find_noun noun, const char *typed)
{
	struct db	*db = rig_visit(r);
	struct found	*list;
	const char	*all = "";
	unsigned	 n = find_named(db, noun, text_fold(r->arena, typed),
			    clock_now(), &list);

	for (unsigned i = 0; i < n; i++)
		all = arena_print(r->arena, "%s%s%s", all, i == 0 ? "" : ", ",
		    list[i].name);
	rig_keep(r);
	return all;
}

static void
test_names_that_contain_it_the_same_first(void **state)
{
	open_oak(state);
	student("Ann Riverstone", 0, 0);
	student("Ana RIVERA", 0, 0);
	student("River", 0, 0);
	student("Æsa Núñez", 0, 0);
	student("River Gone", 0, clock_now());
	student("River Later", clock_now() + 1000, 0);
	assert_string_equal(named(FIND_STUDENT, "rIVER"),
	    "River, Ana RIVERA, Ann Riverstone");
	assert_string_equal(named(FIND_STUDENT, "nu\xCC\x81" "\xC3\xB1"),
	    "Æsa Núñez");
	assert_string_equal(named(FIND_STUDENT, "100%"), "");
	assert_string_equal(named(FIND_STUDENT, "_"), "");
	assert_string_equal(named(FIND_SCHOOL, "oak"), "Oak School");
}

static void
test_staff_and_guardians_apart(void **state)
{
	open_oak(state);
	person("Sam Stone", true);
	person("Sam Stone", false);
	assert_string_equal(named(FIND_STAFF, "sam"), "Sam Stone");
	assert_string_equal(named(FIND_CONTACT, "sam"), "");
}

static void
test_classes_that_are_it_hide_the_others(void **state)
{
	struct db *db;

	open_oak(state);
	db = rig_visit(r);
	roster_add_class(db, id_new(), oak, "Room 4");
	roster_add_class(db, id_new(), oak, "Room 40");
	roster_add_class(db, id_new(), rig_school(r, "Elm"), "ROOM 4");
	rig_keep(r);
	assert_string_equal(named(FIND_CLASS, "room 4"), "Room 4, ROOM 4");
	assert_string_equal(named(FIND_CLASS, "room"),
	    "Room 4, Room 40, ROOM 4");
}

static void
test_contacts_and_talks_by_name_and_digits(void **state)
{
	struct found	*list;
	const char	*phone;
	int64_t		 rosa, ivy;
	struct db	*db;

	open_oak(state);
	phone = rig_phone(r);
	ivy = student("Ivy", 0, 0);
	rosa = person("Rosa Rivera", false);
	rig_reach(r, rosa, phone);
	rig_text(r, phone, "Hello?");
	db = rig_visit(r);
	assert_int_equal(find_named(db, FIND_CONTACT, "rosa", clock_now(),
	    &list), 1);
	assert_string_equal(list[0].address, phone);
	assert_int_equal(find_named(db, FIND_CONVERSATION, "rivera",
	    clock_now(), &list), 1);
	assert_int_equal(find_numbered(db, FIND_CONVERSATION, phone + 4,
	    &list), 1);
	assert_int_equal(find_numbered(db, FIND_CONTACT, "99999999", &list),
	    0);
	db_run(db, "INSERT INTO conversation_student (conversation, student) "
	    "SELECT max(id), $1 FROM conversation", INT(ivy));
	assert_int_equal(find_named(db, FIND_CONVERSATION, "ivy", clock_now(),
	    &list), 1);
	assert_string_equal(list[0].name, "the family of Ivy");
	assert_string_equal(list[0].folded, "ivy");
	rig_keep(r);
}

static void
test_ids_and_the_names_of_the_roster(void **state)
{
	struct found	 found;
	int64_t		 ivy;
	struct db	*db;

	open_oak(state);
	ivy = student("Ivy Rivera", 0, 0);
	db = rig_visit(r);
	assert_true(find_by_id(db, FIND_STUDENT, ivy, &found));
	assert_string_equal(found.name, "Ivy Rivera");
	for (int noun = 0; noun < FIND_NOUNS; noun++)
		if (noun != FIND_STUDENT)
			assert_false(find_by_id(db, (enum find_noun)noun, ivy,
			    &found));
	assert_true(find_by_id(db, FIND_SCHOOL, oak, &found));
	db_run(db, "INSERT INTO roster_row (noun, name, id, gone, content) "
	    "VALUES ('student', 'S-17', $1, 0, '{}'), "
	    "('student', 'S-18', 5, 1, '{}')", INT(ivy));
	assert_int_equal(find_in_roster(db, FIND_STUDENT, "S-17"), ivy);
	assert_int_equal(find_in_roster(db, FIND_STUDENT, "S-18"), 0);
	assert_int_equal(find_in_roster(db, FIND_STAFF, "S-17"), 0);
	assert_int_equal(find_in_roster(db, FIND_CONTACT, "S-17"), 0);
	rig_keep(r);
}

static void
test_all_names_of_those_who_are_there(void **state)
{
	struct found	*list;
	struct db	*db;

	open_oak(state);
	student("Here", 0, 0);
	student("Gone", 0, 1);
	person("Staff", true);
	person("Guardian", false);
	db = rig_visit(r);
	assert_int_equal(find_all(db, FIND_STUDENT, clock_now(), &list), 1);
	assert_string_equal(list[0].folded, "here");
	assert_int_equal(find_all(db, FIND_STAFF, clock_now(), &list), 1);
	assert_int_equal(find_all(db, FIND_SCHOOL, clock_now(), &list), 1);
	rig_keep(r);
	rig_family(r, oak, "+15085550171");
	rig_text(r, "+15085550171", "Hello");
	db = rig_visit(r);
	assert_int_equal(find_all(db, FIND_CONTACT, clock_now(), &list), 1);
	assert_string_equal(list[0].address, "+15085550171");
	assert_int_equal(find_all(db, FIND_CONVERSATION, clock_now(), &list),
	    1);
	assert_int_equal(list[0].school, oak);
	rig_keep(r);
}

static const char *
recipients(int64_t message)
{
	struct db	*db = rig_visit(r);
	struct message	 m;
	const char	*text;

	assert_true(message_get(db, message, &m));
	text = arena_text(r->arena, sight_recipients(db,
	    &(struct viewer){ .now = clock_now() }, &m));
	rig_keep(r);
	return text;
}

static void
test_to_whom_a_message_was(void **state)
{
	int64_t s[5], author;

	open_oak(state);
	for (size_t i = 0; i < COUNT(s); i++)
		s[i] = student(i == 0 ? "Ivy" : i == 1 ? "Leo" : "Ben", 0, 0);
	author = rig_staff(r, rig_seat(r, oak));
	rig_direct(r, author, "one", s[0]);
	assert_string_equal(recipients(r->composed.message.id), "Ivy");
	rig_write(r, (struct draft){ .key = { .person = author },
	    .audience = AUDIENCE_STUDENTS, .students = s, .student_count = 3,
	    .words = "three" });
	assert_string_equal(recipients(r->composed.message.id),
	    "Ivy, Leo, Ben");
	rig_write(r, (struct draft){ .key = { .person = author },
	    .audience = AUDIENCE_STUDENTS, .students = s, .student_count = 5,
	    .words = "five" });
	assert_string_equal(recipients(r->composed.message.id),
	    "Ivy, Leo, Ben and 2 more");
	rig_write(r, (struct draft){ .key = { .person = author },
	    .audience = AUDIENCE_SCHOOL, .target = oak, .words = "all" });
	assert_string_equal(recipients(r->composed.message.id),
	    "Oak School");
}

/* The last that a person wrote to be read. */
static void
test_what_a_family_wrote_last(void **state)
{
	struct found	*list;
	struct reply	 reply;
	const char	*phone;
	struct db	*db;

	open_oak(state);
	phone = rig_phone(r);
	rig_family(r, oak, phone);
	rig_text(r, phone, "First");
	rig_text(r, phone, "When does it begin?");
	rig_text(r, phone, "STOP");
	db = rig_visit(r);
	assert_int_equal(find_numbered(db, FIND_CONVERSATION, phone + 2,
	    &list), 1);
	assert_true(reply_last(db, list[0].id, &reply));
	assert_string_equal(reply.words, "When does it begin?");
	assert_false(reply_last(db, 1, &reply));
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_names_that_contain_it_the_same_first),
		RIG_TEST(test_staff_and_guardians_apart),
		RIG_TEST(test_classes_that_are_it_hide_the_others),
		RIG_TEST(test_contacts_and_talks_by_name_and_digits),
		RIG_TEST(test_ids_and_the_names_of_the_roster),
		RIG_TEST(test_all_names_of_those_who_are_there),
		RIG_TEST(test_to_whom_a_message_was),
		RIG_TEST(test_what_a_family_wrote_last),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
