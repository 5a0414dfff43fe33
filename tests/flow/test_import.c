/*
 * Rosters go in: what is said becomes what the district is, whichever way it
 * came there; what was entered by hand stays; and an undo leaves what was.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/contact.h"
#include "store/login.h"
#include "store/person.h"
#include "store/role.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/user.h"
#include "tests/flow/roll.h"

static struct rig	*r;
static struct roll	 one, two, three;

static void
begin(void **state)
{
	r = rig_open(*state);
	roll_oak(&one);
	two = one;
}

static int64_t
number(const struct statement *s)
{
	int64_t n = db_number(db_read(rig_visit(r), s,
	    (const struct arg[]){ NONE }));

	rig_keep(r);
	return n;
}
#define NUMBER(sql)	number(DB_STATEMENT(sql, NONE))
#define ROW_ID(name)	NUMBER("SELECT max(id) FROM roster_row "	\
	"WHERE name = '" name "'")

static void
run(const struct statement *s)
{
	db_start(rig_visit(r), s, (const struct arg[]){ NONE });
	rig_keep(r);
}
#define RUN(sql)	run(DB_STATEMENT(sql, NONE))

static void
test_a_roster_becomes_a_district(void **state)
{
	int64_t		 now, school, class, ivy, leo, *students;
	struct person	*people;
	struct contact	*contacts;
	struct db	*db;

	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	ivy = ROW_ID("ivy");
	leo = ROW_ID("leo");
	now = clock_now();
	db = rig_visit(r);
	assert_int_equal(student_guardians(db, ivy, now, &people), 2);
	assert_string_equal(people[0].name, "Rosa");
	assert_string_equal(people[0].language, "es-US");
	assert_int_equal(contact_of_person(db, people[0].id, CHANNEL_SMS,
	    &contacts), 2);
	assert_string_equal(contacts[0].address, "+15085550120");
	assert_string_equal(contacts[0].language, "es-US");
	assert_int_equal(contact_of_person(db, people[0].id, CHANNEL_EMAIL,
	    &contacts), 1);
	assert_int_equal(contact_of_person(db, people[1].id, CHANNEL_SMS,
	    &contacts), 1);
	assert_string_equal(contacts[0].address, "+15085550120");
	/* The homeroom goes first, whatever ids the classes have. */
	assert_true(student_place(db, leo, now, &school, &class));
	rig_keep(r);
	assert_int_equal(class, ROW_ID("5b"));
	db = rig_visit(r);
	assert_true(seat_has_reader(db, seat_of_class(db, class), now));
	assert_true(seat_has_reader(db, seat_of_office(db, school), now));
	assert_int_equal(student_family(db, leo, now),
	    student_family(db, ivy, now));
	assert_int_equal(person_students(db, people[0].id, now, &students), 2);
	rig_keep(r);
	/* Ben is one person: staff with a team, and a father. */
	assert_int_equal(NUMBER("SELECT count(*) FROM person "
	    "WHERE name = 'Ben' AND guardian = 1 AND staff = 1"), 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM reach r JOIN person p "
	    "ON p.id = r.person WHERE p.name = 'Ben'"), 2);
}

/* Said, said otherwise, and no more. */
static void
test_a_given_name_comes_and_goes(void **state)
{
	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	assert_int_equal(NUMBER("SELECT count(*) FROM student "
	    "WHERE given <> ''"), 0);
	roll_say(&two, ROSTER_STUDENT, "ivy", "{\"classes\":[\"5a\"],"
	    "\"given\":\"Mary Ann\",\"language\":\"\",\"name\":\"Ivy\","
	    "\"school\":\"oak\"}");
	roll_import(r, &one, &two, IMPORT_SLICE);
	assert_int_equal(NUMBER("SELECT count(*) FROM student "
	    "WHERE given = 'Mary Ann' AND name = 'Ivy'"), 1);
	roll_import(r, &two, &one, IMPORT_SLICE);
	assert_int_equal(NUMBER("SELECT count(*) FROM student "
	    "WHERE given <> ''"), 0);
}

static void
test_the_same_again_changes_nothing(void **state)
{
	struct imported	 imported;
	const char	*was;

	begin(state);
	imported = roll_import(r, NULL, &one, IMPORT_SLICE);
	assert_int_equal(imported.changes, one.count);
	was = roll_dump(r);
	/* Also when every row is given again. */
	imported = roll_import(r, NULL, &one, 5);
	assert_int_equal(imported.changes, 0);
	assert_int_equal(imported.state, IMPORT_UNDONE);
	roll_same(was, roll_dump(r));
}

/* What no roster says: a number, a seat, a language, a stop. */
static void
by_hand(void)
{
	struct contact	 contact;
	struct db	*db = rig_visit(r);

	(void)contact_find_or_add(db, CHANNEL_SMS, "+15085550130", "es-US",
	    &contact);
	roster_add_reach(db, ROW_ID("rosa"), contact.id, 3);
	roster_add_member(db, seat_of_class(db, ROW_ID("5a")),
	    ROW_ID("clerk"));
	assert_true(contact_find(db, CHANNEL_SMS, "+15085550121", &contact));
	contact_stop(db, contact.id, "office", clock_now());
	rig_keep(r);
	RUN("UPDATE contact SET language = 'vi', chosen = 1 "
	    "WHERE address = '+15085550121'");
}

static void
test_what_was_entered_by_hand_stays(void **state)
{
	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	by_hand();
	roll_say(&two, ROSTER_CLASS, "5a", "{\"name\":\"5A\",\"school\":"
	    "\"oak\",\"team\":[\"ben\"]}");
	roll_say(&two, ROSTER_GUARDIAN, "rosa", "{\"emails\":[],\"language\":"
	    "\"ht\",\"name\":\"Rosa\",\"phones\":[\"+15085550121\"],"
	    "\"students\":[]}");
	roll_import(r, &one, &two, IMPORT_SLICE);
	assert_int_equal(NUMBER("SELECT count(*) FROM reach r JOIN contact c "
	    "ON c.id = r.contact WHERE c.address = '+15085550130'"), 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat JOIN person p ON p.id = m.person "
	    "WHERE s.name = '5A' AND p.name IN ('Clerk', 'Ben') "
	    "AND m.until = 0"), 2);
	assert_int_equal(NUMBER("SELECT count(*) FROM contact WHERE address "
	    "= '+15085550121' AND language = 'vi' AND state = 'stopped'"), 1);
	/* The number Rosa gave up is Sam's alone, and speaks his language. */
	assert_int_equal(NUMBER("SELECT count(*) FROM contact WHERE address "
	    "= '+15085550120' AND language = 'pt-BR'"), 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM consent"), 1);
}

/* A roster that names somebody who sits there by hand, and then does not. */
static void
test_who_sits_by_hand_stays(void **state)
{
	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	by_hand();
	roll_say(&two, ROSTER_CLASS, "5a", "{\"name\":\"5A\",\"school\":"
	    "\"oak\",\"team\":[\"ana\",\"clerk\"]}");
	roll_import(r, &one, &two, IMPORT_SLICE);
	roll_import(r, &two, &one, IMPORT_SLICE);
	assert_int_equal(NUMBER("SELECT count(*) FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat JOIN person p ON p.id = m.person "
	    "WHERE s.name = '5A' AND p.name IN ('Ana', 'Clerk') "
	    "AND m.until = 0"), 2);
}

static void
speaks(const char *sentence, const char *language)
{
	int64_t n = db_number(db_query(rig_visit(r), "SELECT count(*) "
	    "FROM contact WHERE address = '+15085550120' AND language = $1",
	    TEXT(language)));

	rig_keep(r);
	if (n != 1)
		fail_msg("%s", sentence);
}

static void
test_a_family_phone_speaks_as_its_first_guardian(void **state)
{
	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	speaks("Rosa is the first", "es-US");
	roll_say(&two, ROSTER_GUARDIAN, "sam", "{\"emails\":[],\"language\":"
	    "\"vi\",\"name\":\"Sam\",\"phones\":[\"+15085550120\"],"
	    "\"students\":[]}");
	roll_import(r, &one, &two, IMPORT_SLICE);
	speaks("Sam is the second", "es-US");
	three = two;
	roll_say(&three, ROSTER_GUARDIAN, "rosa", "{\"emails\":[],"
	    "\"language\":\"ht\",\"name\":\"Rosa\",\"phones\":"
	    "[\"+15085550120\"],\"students\":[]}");
	roll_import(r, &two, &three, IMPORT_SLICE);
	speaks("it follows Rosa", "ht");
	two = three;
	roll_say(&two, ROSTER_GUARDIAN, "rosa", NULL);
	roll_import(r, &three, &two, IMPORT_SLICE);
	speaks("Sam is the only one", "vi");
	roll_undo(r);
	speaks("Rosa is back", "ht");
}

static void
test_who_leaves_has_left_everything(void **state)
{
	int64_t		 ana;
	struct api_key	 key;

	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	ana = ROW_ID("ana");
	api_key_add(rig_visit(r), &(struct api_key){ .id = id_new(),
	    .person = ana, .name = "ana" }, "digest", clock_now());
	rig_keep(r);
	assert_null(role_give(rig_visit(r), ana, ROLE_ANALYST, 0,
	    clock_now()));
	rig_keep(r);
	by_hand();
	roll_say(&two, ROSTER_STAFF, "ana", NULL);
	roll_say(&two, ROSTER_CLASS, "5a", "{\"name\":\"5A\",\"school\":"
	    "\"oak\",\"team\":[]}");
	roll_say(&two, ROSTER_CLASS, "5b", "{\"name\":\"5B\",\"school\":"
	    "\"oak\",\"team\":[\"ben\"]}");
	roll_say(&two, ROSTER_STUDENT, "ivy", NULL);
	roll_say(&two, ROSTER_GUARDIAN, "sam", NULL);
	roll_say(&two, ROSTER_GUARDIAN, "rosa", "{\"emails\":[],\"language\":"
	    "\"es-US\",\"name\":\"Rosa\",\"phones\":[],\"students\":[]}");
	roll_import(r, &one, &two, 3);
	assert_false(api_key_find(rig_visit(r), "digest", &key));
	rig_keep(r);
	assert_int_equal(NUMBER("SELECT count(*) FROM seat_member m "
	    "JOIN person p ON p.id = m.person WHERE p.name = 'Ana' "
	    "AND m.until = 0"), 0);
	assert_int_equal(NUMBER("SELECT count(*) FROM role "
	    "WHERE until = 0"), 0);
	assert_int_equal(NUMBER("SELECT count(*) FROM enrolment e "
	    "JOIN student s ON s.id = e.student WHERE s.name = 'Ivy' "
	    "AND e.until = 0"), 0);
	assert_int_equal(NUMBER("SELECT count(*) FROM guardianship g "
	    "JOIN person p ON p.id = g.guardian WHERE p.name = 'Sam' "
	    "AND g.until = 0"), 0);
	assert_int_equal(NUMBER("SELECT count(*) FROM person "
	    "WHERE name = 'Sam' AND guardian = 0"), 1);
	roll_undo(r);
	assert_true(api_key_find(rig_visit(r), "digest", &key));
	rig_keep(r);
	assert_int_equal(NUMBER("SELECT count(*) FROM role "
	    "WHERE until = 0"), 1);
}

static void
say_mail(const char *mailbox)
{
	roll_say(&two, ROSTER_STAFF, "ana", arena_print(r->arena,
	    "{\"desk\":false,\"email\":\"%s\",\"language\":\"\","
	    "\"name\":\"Ana\",\"offices\":[],\"phones\":[]}", mailbox));
}

static void
assert_mail(const char *mailbox)
{
	const char *mail = login_work_mail(rig_visit(r), ROW_ID("ana"));

	rig_keep(r);
	assert_string_equal(mail, mailbox);
}

/* The mailbox at work is the roster's, unless somebody entered another. */
static void
test_the_mailbox_at_work(void **state)
{
	begin(state);
	say_mail("");
	one = two;
	roll_import(r, NULL, &one, IMPORT_SLICE);
	assert_mail("");
	say_mail("ana@oak.example");
	roll_import(r, &one, &two, IMPORT_SLICE);
	assert_mail("ana@oak.example");
	three = two;
	say_mail("ana.diaz@oak.example");
	roll_import(r, &three, &two, IMPORT_SLICE);
	assert_mail("ana.diaz@oak.example");
	roll_undo(r);
	assert_mail("ana@oak.example");
	login_set_work_mail(rig_visit(r), ROW_ID("ana"), "a@home.example");
	rig_keep(r);
	roll_import(r, &three, &two, IMPORT_SLICE);
	assert_mail("a@home.example");
}

static void
test_a_restriction_is_never_open_for_a_moment(void **state)
{
	int64_t		 ivy;
	struct person	*people;

	begin(state);
	roll_say(&one, ROSTER_GUARDIAN, "sam", "{\"emails\":[],\"language\":"
	    "\"pt-BR\",\"name\":\"Sam\",\"phones\":[\"+15085550120\"],"
	    "\"students\":[{\"relation\":\"father\",\"restricted\":true,"
	    "\"student\":\"ivy\",\"write_to\":true}]}");
	roll_import(r, NULL, &one, 1);
	ivy = ROW_ID("ivy");
	assert_int_equal(student_guardians(rig_visit(r), ivy, clock_now(),
	    &people), 1);
	rig_keep(r);
	/* Lifted by one roster, it is back with the undo. */
	roll_say(&two, ROSTER_GUARDIAN, "sam", "{\"emails\":[],\"language\":"
	    "\"pt-BR\",\"name\":\"Sam\",\"phones\":[\"+15085550120\"],"
	    "\"students\":[{\"relation\":\"father\",\"restricted\":false,"
	    "\"student\":\"ivy\",\"write_to\":true}]}");
	roll_import(r, &one, &two, IMPORT_SLICE);
	assert_int_equal(student_guardians(rig_visit(r), ivy, clock_now(),
	    &people), 2);
	rig_keep(r);
	/* By hand it is restricted again; a roster that does not speak of it
	 * does not lift it. */
	RUN("UPDATE guardianship SET restricted = 1 WHERE relation = 'father' "
	    "AND since > 0 AND until = 0");
	three = two;
	roll_say(&three, ROSTER_GUARDIAN, "sam", "{\"emails\":[],\"language\":"
	    "\"pt-BR\",\"name\":\"Sam\",\"phones\":[\"+15085550120\"],"
	    "\"students\":[{\"relation\":\"stepfather\",\"restricted\":false,"
	    "\"student\":\"ivy\",\"write_to\":true}]}");
	roll_import(r, &two, &three, IMPORT_SLICE);
	assert_int_equal(student_guardians(rig_visit(r), ivy, clock_now(),
	    &people), 1);
	rig_keep(r);
}

static int64_t
planned_to(const char *address)
{
	int64_t n = db_number(db_query(rig_visit(r), "SELECT count(*) "
	    "FROM attempt a JOIN contact c ON c.id = a.contact "
	    "WHERE a.state = 'planned' AND c.address = $1", TEXT(address)));

	rig_keep(r);
	return n;
}

/* At night it waits for the morning; in between comes a roster. */
static void
test_what_waits_goes_to_who_is_meant_only(void **state)
{
	int64_t student;

	begin(state);
	roll_say(&one, ROSTER_GUARDIAN, "sam", "{\"emails\":[],\"language\":"
	    "\"pt-BR\",\"name\":\"Sam\",\"phones\":[\"+15085550125\"],"
	    "\"students\":[{\"relation\":\"father\",\"restricted\":false,"
	    "\"student\":\"ivy\",\"write_to\":true}]}");
	roll_import(r, NULL, &one, IMPORT_SLICE);
	student = ROW_ID("ivy");
	clock_pass(HOURS(11));
	assert_int_equal(rig_direct(r, ROW_ID("clerk"), "Hello", student),
	    202);
	rig_tick(r);
	assert_int_equal(planned_to("+15085550120"), 1);
	assert_int_equal(planned_to("+15085550125"), 1);
	two = one;
	roll_say(&two, ROSTER_GUARDIAN, "sam", "{\"emails\":[],\"language\":"
	    "\"pt-BR\",\"name\":\"Sam\",\"phones\":[\"+15085550125\"],"
	    "\"students\":[{\"relation\":\"father\",\"restricted\":true,"
	    "\"student\":\"ivy\",\"write_to\":true}]}");
	roll_say(&two, ROSTER_GUARDIAN, "rosa", "{\"emails\":[],\"language\":"
	    "\"es-US\",\"name\":\"Rosa\",\"phones\":[\"+15085550121\"],"
	    "\"students\":[{\"relation\":\"mother\",\"restricted\":false,"
	    "\"student\":\"ivy\",\"write_to\":true}]}");
	roll_import(r, &one, &two, IMPORT_SLICE);
	assert_int_equal(planned_to("+15085550125"), 0);
	assert_int_equal(planned_to("+15085550120"), 0);
	assert_int_equal(planned_to("+15085550121"), 1);
	rig_agrees(r);
	/* A number that changes hands takes nothing with it. */
	roll_say(&two, ROSTER_GUARDIAN, "rosa", NULL);
	roll_import(r, &one, &two, IMPORT_SLICE);
	assert_int_equal(NUMBER("SELECT count(*) FROM attempt "
	    "WHERE state = 'planned'"), 0);
}

static void
test_what_does_not_fit_is_refused(void **state)
{
	const char *was;

	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	was = roll_dump(r);
	roll_say(&two, ROSTER_CLASS, "5a", "{\"name\":\"5A\",\"school\":"
	    "\"elm\",\"team\":[]}");
	assert_non_null(strstr(roll_refused(r, &one, &two),
	    "A class names the school \"elm\""));
	two = one;
	roll_say(&two, ROSTER_STUDENT, "ivy", "{\"name\":\"Ivy\"}");
	assert_non_null(strstr(roll_refused(r, &one, &two), "members"));
	two = one;
	roll_say(&two, ROSTER_GUARDIAN, "sam", "{\"emails\":[],\"language\":"
	    "\"pt-BR\",\"name\":\"Sam\",\"phones\":[\"5550120\"],"
	    "\"students\":[]}");
	assert_non_null(strstr(roll_refused(r, &one, &two), "phone number"));
	/* Who is gone may not be named. */
	two = one;
	roll_say(&two, ROSTER_STAFF, "ana", NULL);
	roll_say(&two, ROSTER_CLASS, "5b", "{\"name\":\"5B\",\"school\":"
	    "\"oak\",\"team\":[\"ben\"]}");
	roll_say(&two, ROSTER_CLASS, "5a", "{\"name\":\"5A\",\"school\":"
	    "\"oak\",\"team\":[]}");
	roll_import(r, &one, &two, IMPORT_SLICE);
	three = two;
	roll_say(&three, ROSTER_CLASS, "5a", "{\"name\":\"5A\",\"school\":"
	    "\"oak\",\"team\":[\"ana\"]}");
	assert_non_null(strstr(roll_refused(r, &two, &three), "\"ana\""));
	roll_undo(r);
	roll_same(was, roll_dump(r));
}

/* False: refused; and the sentence. */
static bool
begin_at(int64_t node, const char *digest, struct imported *import,
    const char **why)
{
	struct import_begun	 b = { .source = "r.zip", .digest = digest,
				    .node = node, .now = clock_now(),
				    .gateway = &r->gateway, .desk = true };
	bool			 begun = import_begin(rig_visit(r), &b, import,
				    why);

	rig_keep(r);
	return begun;
}

static void
keep_school(struct imported *import, const char *name)
{
	struct roster_given	 given = { .noun = ROSTER_SCHOOL,
				    .name = name,
				    .content = "{\"name\":\"Oak\"}" };
	struct import_begun	 b = { .now = clock_now(),
				    .gateway = &r->gateway };
	const char		*why;

	assert_true(import_slice(rig_visit(r), &b, import, &given, 1, &why));
	rig_keep(r);
}

static void
test_one_import_at_a_time(void **state)
{
	struct imported	 first, other, list[1];
	const char	*why;

	begin(state);
	assert_true(begin_at(1, "a", &first, &why));
	keep_school(&first, "oak");
	/* Another gateway waits, until nothing was heard for a minute. */
	assert_false(begin_at(2, "a", &other, &why));
	assert_non_null(strstr(why, "another gateway"));
	clock_pass(IMPORT_SILENCE);
	assert_false(begin_at(2, "a", &other, &why));
	keep_school(&first, "elm");
	assert_int_equal(first.changes, 2);
	clock_pass(IMPORT_SILENCE + 1);
	assert_true(begin_at(2, "a", &other, &why));
	assert_true(other.id == first.id);
	assert_int_equal(other.changes, 2);
	/* Another file begins its own, and what was kept can be undone. */
	assert_true(begin_at(2, "b", &other, &why));
	assert_true(other.id != first.id);
	assert_true(imported_get(rig_visit(r), first.id, list));
	rig_keep(r);
	assert_int_equal(list->state, IMPORT_DONE);
	/* One that kept nothing is nothing to undo. */
	assert_true(begin_at(2, "c", &first, &why));
	assert_true(imported_get(rig_visit(r), other.id, list));
	rig_keep(r);
	assert_int_equal(list->state, IMPORT_UNDONE);
	/* After an hour the same file is a new import. */
	clock_pass(IMPORT_GO_ON);
	assert_true(begin_at(2, "c", &other, &why));
	assert_true(other.id != first.id);
}

/* Whether it may begin when those leave, and nobody comes to the desk. */
static bool
may_leave(const char *name, bool gone)
{
	struct import_begun	 b = { .now = clock_now(),
				    .node = r->gateway.node };
	const char		*why = NULL;
	bool			 may;

	roster_names_add(r->arena, gone ? &b.leave : &b.step_down, name);
	may = import_may(rig_visit(r), &b, &why);
	rig_keep(r);
	if (!may)
		assert_non_null(strstr(why, "desk"));
	return may;
}

static void
test_the_desk_is_never_left_alone(void **state)
{
	struct db *db;

	begin(state);
	roll_import(r, NULL, &one, IMPORT_SLICE);
	assert_true(may_leave("ana", true));
	assert_false(may_leave("clerk", true));
	assert_false(may_leave("clerk", false));
	/* By hand she stays there, unless she leaves the district. */
	RUN("UPDATE seat_member SET roster = 0");
	assert_true(may_leave("clerk", false));
	assert_false(may_leave("clerk", true));
	db = rig_visit(r);
	roster_add_member(db, seat_of_desk(db), ROW_ID("ana"));
	rig_keep(r);
	assert_true(may_leave("clerk", true));
}

/* Rosters made by chance, one after the other: in slices of any size, from
 * any district, the same roster makes the same district; and each undo
 * leaves what was there before, to the row. */
static void
test_any_roster_after_any_other(void **state)
{
	static struct roll	 rolls[6];
	const char		*was[6], *named;
	unsigned		 seed;

	for (seed = 1; seed <= 8; seed++) {
		begin(state);
		for (unsigned i = 0; i < COUNT(rolls); i++) {
			roll_chance(r, &rolls[i], seed * 100 + i);
			if (i == 1)
				RUN("UPDATE reach SET roster = 0 WHERE "
				    "person IN (SELECT min(person) FROM "
				    "reach)");
			was[i] = roll_dump(r);
			roll_import(r, i == 0 ? NULL : &rolls[i - 1],
			    &rolls[i], 1 + seed * 3);
			if (i == 0)
				continue;
			roll_undo(r);
			roll_same(was[i], roll_dump(r));
			roll_import(r, &rolls[i - 1], &rolls[i], 7);
		}
		for (unsigned i = COUNT(rolls); i-- > 1;) {
			roll_undo(r);
			roll_same(was[i], roll_dump(r));
		}
		rig_shut(NULL);
	}
	for (seed = 1; seed <= 8; seed++) {
		begin(state);
		roll_chance(r, &rolls[0], seed);
		roll_import(r, NULL, &rolls[0], IMPORT_SLICE);
		named = strdup(roll_names(r));
		rig_shut(NULL);
		begin(state);
		roll_chance(r, &rolls[0], seed);
		for (unsigned i = 1; i < COUNT(rolls); i++) {
			roll_chance(r, &rolls[i], seed * 50 + i);
			roll_import(r, i == 1 ? NULL : &rolls[i - 1],
			    &rolls[i], seed + 1);
		}
		roll_import(r, &rolls[COUNT(rolls) - 1], &rolls[0], 4);
		roll_same(named, roll_names(r));
		free((void *)(uintptr_t)named);
		if (seed < 8)
			rig_shut(NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_a_roster_becomes_a_district),
		RIG_TEST(test_a_given_name_comes_and_goes),
		RIG_TEST(test_the_same_again_changes_nothing),
		RIG_TEST(test_what_was_entered_by_hand_stays),
		RIG_TEST(test_who_sits_by_hand_stays),
		RIG_TEST(test_a_family_phone_speaks_as_its_first_guardian),
		RIG_TEST(test_who_leaves_has_left_everything),
		RIG_TEST(test_the_mailbox_at_work),
		RIG_TEST(test_a_restriction_is_never_open_for_a_moment),
		RIG_TEST(test_what_waits_goes_to_who_is_meant_only),
		RIG_TEST(test_what_does_not_fit_is_refused),
		RIG_TEST(test_one_import_at_a_time),
		RIG_TEST(test_the_desk_is_never_left_alone),
		RIG_TEST(test_any_roster_after_any_other),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
