/*
 * Composing: what is refused and why, whom it goes to, who reads the
 * answers, the same request again, what is taken back, and how much the
 * gateway says by itself.  Every visit runs twice, the first rolled back.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/message.h"
#include "store/person.h"
#include "store/roster.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, elm, class, clerk, teacher, families[8];

static void
open_district(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	elm = rig_school(r, "Elm School");
	class = rig_class(r, oak);
	clerk = rig_staff(r, rig_seat(r, oak));
	teacher = rig_staff(r, rig_team(r, class));
	rig_staff(r, rig_seat(r, 0));
	for (size_t i = 0; i < COUNT(families); i++)
		families[i] = rig_family(r, oak, rig_phone(r));
}

static int64_t
number(struct rows *rows)
{
	int64_t n = db_row(rows) ? db_int(rows, 0) : -1;

	rig_keep(r);
	return n;
}

static int64_t
messages(void)
{
	return number(db_query(rig_visit(r),
	    "SELECT count(*) FROM message", NONE));
}

static const char *
long_words(size_t units)
{
	char *words = arena_take(r->arena, units + 1);

	memset(words, 'a', units);
	return words;
}

static void
refused(struct draft draft, int status, const char *why)
{
	int64_t before = messages();

	assert_int_equal(rig_write(r, draft), status);
	if (strstr(r->answer, why) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", r->answer, why);
	assert_int_equal(messages(), before);
}

static void
test_what_is_refused(void **state)
{
	struct draft	 d, good;
	int64_t		 stranger, pupil, none = 12345, many[501] = { 0 };

	open_district(state);
	stranger = rig_staff(r, rig_seat(r, elm));
	pupil = rig_student(r, elm, 0);
	good = (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_STUDENTS, .students = families,
	    .student_count = 1, .kind = KIND_DIRECT, .words = "Hello" };
#define REFUSED(status, why, ...)					\
	do {								\
		d = good;						\
		__VA_ARGS__;						\
		refused(d, (status), (why));				\
	} while (0)
	REFUSED(422, "between 1 and 500", d.student_count = 0);
	REFUSED(422, "between 1 and 500", d.students = many;
	    d.student_count = 501);
	REFUSED(422, "not enrolled", d.students = &none);
	REFUSED(403, "own", d.key.person = stranger);
	REFUSED(403, "own", d.students = &pupil);
	REFUSED(422, "no class", d.audience = AUDIENCE_CLASS;
	    d.target = none);
	REFUSED(422, "no school", d.audience = AUDIENCE_SCHOOL;
	    d.target = none);
	REFUSED(403, "own", d.audience = AUDIENCE_SCHOOL; d.target = elm);
	REFUSED(404, "no conversation", d.audience = AUDIENCE_CONTACT;
	    d.target = none);
	REFUSED(422, "system", d.kind = KIND_SYSTEM);
	REFUSED(422, "empty", d.words = "");
	REFUSED(422, "empty", d.words = " \n\t ");
	REFUSED(422, "too long", d.words = long_words(WORDS_MOST + 1));
	REFUSED(422, "not_after", d.not_after = clock_now());
	REFUSED(422, "not_after", d.send_at = clock_now() + HOURS(2);
	    d.not_after = clock_now() + HOURS(1));
#undef REFUSED
	good.words = long_words(WORDS_MOST);
	assert_int_equal(rig_write(r, good), 202);
}

/* Of two guardians the one who was chosen; nobody else's, and nobody who is
 * restricted: they are told of as somebody who does not exist. */
static void
test_only_who_was_chosen(void **state)
{
	struct draft	 d;
	int64_t		 pupil, one, other, barred, nobody = 77, *people;
	const char	*phone, *answer;

	open_district(state);
	pupil = rig_student(r, oak, class);
	one = rig_guardian(r, "es-US", rig_phone(r));
	other = rig_guardian(r, "en-US", phone = rig_phone(r));
	barred = rig_guardian(r, "en-US", rig_phone(r));
	rig_relate(r, one, pupil);
	rig_relate(r, other, pupil);
	rig_relate(r, barred, pupil);
	db_run(rig_visit(r), "UPDATE guardianship SET restricted = 1 "
	    "WHERE guardian = $1", INT(barred));
	rig_keep(r);
	d = (struct draft){ .key.person = teacher, .words = "Hello",
	    .audience = AUDIENCE_STUDENTS, .students = &pupil,
	    .student_count = 1, .people = &barred, .person_count = 1,
	    .kind = KIND_DIRECT };
	refused(d, 422, "no guardian who may be written to");
	answer = r->answer;
	d.people = &nobody;
	refused(d, 422, answer);
	d.people = &other;
	assert_int_equal(rig_write(r, d), 202);
	assert_int_equal(message_people(rig_visit(r),
	    r->composed.message.id, &people), 1);
	rig_keep(r);
	assert_int_equal(people[0], other);
	assert_int_equal(number(db_query(rig_visit(r), "SELECT count(*) "
	    "FROM delivery WHERE message = $1 AND person <> $2",
	    INT(r->composed.message.id), INT(other))), 0);
	assert_int_equal(rig_send(r), 1);
	assert_int_equal(rig_figure(r, "direct_out"), 1);
	rig_agrees(r);
}

/* The talk of a phone, by the newest reply. */
static int64_t
talk_of(const char *phone)
{
	struct conversation_page	 page = { .before = INT64_MAX,
					    .now = clock_now(), .most = 50 };
	struct told_conversation	*list;
	unsigned			 n = conversation_list(rig_visit(r),
					    &page, &list);

	rig_keep(r);
	while (n-- > 0)
		if (strcmp(list[n].address, phone) == 0)
			return list[n].talk.id;
	fail_msg("there is no such talk");
	return 0;
}

static void
test_who_said_stop_gets_no_answer(void **state)
{
	const char	*phone;
	struct draft	 d = { .audience = AUDIENCE_CONTACT,
			    .kind = KIND_DIRECT, .words = "At eight" };

	open_district(state);
	d.key.person = clerk;
	phone = rig_phone(r);
	rig_family(r, oak, phone);
	rig_text(r, phone, "When?");
	d.target = talk_of(phone);
	rig_text(r, phone, "stop");
	refused(d, 422, "START");
	rig_text(r, phone, "start");
	assert_int_equal(rig_write(r, d), 202);
}

static void
test_five_families_and_six(void **state)
{
	struct draft d = { .audience = AUDIENCE_STUDENTS,
	    .students = families, .kind = KIND_DIRECT, .words = "Hello" };

	open_district(state);
	d.key.person = clerk;
	d.student_count = FAMILIES_DIRECT + 1;
	assert_int_equal(rig_write(r, d), 202);
	assert_int_equal(r->composed.message.kind, KIND_ANNOUNCEMENT);
	assert_int_equal(r->composed.families, 6);
	assert_int_equal(r->composed.repeated, 0);
	d.student_count = FAMILIES_DIRECT;
	assert_int_equal(rig_write(r, d), 202);
	assert_int_equal(r->composed.message.kind, KIND_DIRECT);
	assert_int_equal(r->composed.repeated, 0);
	/* The author learns how many are no direct messages any more. */
	d.students = families + 4;
	d.student_count = 3;
	assert_int_equal(rig_write(r, d), 202);
	assert_int_equal(r->composed.message.kind, KIND_DIRECT);
	assert_int_equal(r->composed.repeated, 2);
}

static int64_t
seat_for(int64_t author, int64_t student, enum readers readers)
{
	assert_int_equal(rig_write(r, (struct draft){ .key.person = author,
	    .audience = AUDIENCE_STUDENTS, .students = &student,
	    .student_count = 1, .kind = KIND_DIRECT, .readers = readers,
	    .words = "Hello" }), 202);
	return r->composed.message.seat;
}

static void
test_who_reads_the_answers(void **state)
{
	int64_t ivy, office, team, desk;

	open_district(state);
	office = rig_seat(r, oak);
	team = rig_team(r, class);
	desk = rig_seat(r, 0);
	ivy = rig_student(r, oak, class);
	assert_int_equal(seat_for(teacher, ivy, READERS_AUTHOR), team);
	assert_int_equal(seat_for(teacher, ivy, READERS_OFFICE), office);
	assert_int_equal(seat_for(teacher, ivy, READERS_CLASS_TEAM), team);
	assert_int_equal(seat_for(teacher, ivy, READERS_NOBODY), 0);
	assert_int_equal(seat_for(clerk, ivy, READERS_AUTHOR), office);
	assert_int_equal(seat_for(clerk, ivy, READERS_CLASS_TEAM), team);
	/* In no class, or without an author. */
	assert_int_equal(seat_for(clerk, families[0], READERS_CLASS_TEAM),
	    office);
	assert_int_equal(seat_for(0, ivy, READERS_AUTHOR), office);
	/* The team is gone, then the office. */
	db_run(rig_visit(r), "UPDATE seat_member SET until = $2 "
	    "WHERE seat = $1", INT(team), INT(clock_now()));
	rig_keep(r);
	assert_int_equal(seat_for(clerk, ivy, READERS_CLASS_TEAM), office);
	db_run(rig_visit(r), "UPDATE seat_member SET until = $2 "
	    "WHERE seat = $1", INT(office), INT(clock_now()));
	rig_keep(r);
	assert_int_equal(seat_for(0, ivy, READERS_CLASS_TEAM), desk);
}

static void
test_the_same_request_again(void **state)
{
	const char *first;

	open_district(state);
	r->key = "a-key";
	r->digest = "digest-1";
	assert_int_equal(rig_direct(r, clerk, "Hello", families[0]), 202);
	first = r->answer;
	assert_int_equal(messages(), 1);
	clock_pass(DAYS(1));
	assert_int_equal(rig_direct(r, clerk, "Hello", families[0]), 202);
	assert_string_equal(r->answer, first);
	assert_int_equal(messages(), 1);
	r->digest = "digest-2";
	assert_int_equal(rig_direct(r, clerk, "Hello!", families[0]), 422);
	assert_non_null(strstr(r->answer, "Idempotency-Key"));
	assert_int_equal(messages(), 1);
	/* Another API key may use the same name. */
	r->by_key = true;
	assert_int_equal(rig_direct(r, clerk, "Hello!", families[0]), 202);
	assert_int_equal(messages(), 2);
	assert_int_equal(rig_send(r), 2);
	rig_agrees(r);
}

/* What was refused may be corrected and sent under the same name. */
static void
test_a_refusal_is_not_kept(void **state)
{
	open_district(state);
	r->key = "a-key";
	r->digest = "digest-1";
	assert_int_equal(rig_direct(r, clerk, "", families[0]), 422);
	r->digest = "digest-2";
	assert_int_equal(rig_direct(r, clerk, "Hello", families[0]), 202);
}

static void
test_what_is_the_same_words(void **state)
{
	static const struct {
		const char	*one, *other;
		bool		 same;
	} words[] = {
		{ "See you at 8", "see  you\nAT 8", true },
		/* NFC. */
		{ "\xc3\x89\x63ole", "\x65\xcc\x81\x63ole", true },
		{ "Stra\xc3\x9f\x65", "STRASSE", true },
		{ "See you at 8", "See you at 9", false },
		{ "ab", "abc", false },
		{ "papa", "pap\xc3\xa1", false },
	};

	open_district(state);
	for (size_t i = 0; i < COUNT(words); i++)
		assert_int_equal(strcmp(compose_digest(r->arena,
		    &(struct draft){ .words = words[i].one }),
		    compose_digest(r->arena, &(struct draft){
		    .words = words[i].other })) == 0, words[i].same);
}

static bool
take_back(int64_t message)
{
	bool done = compose_cancel(rig_visit(r), message, rig_moment(r));

	rig_keep(r);
	return done;
}

static void
test_taking_back(void **state)
{
	int64_t message;

	open_district(state);
	assert_int_equal(rig_write(r, (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_STUDENTS, .students = families,
	    .student_count = 3, .kind = KIND_DIRECT, .words = "Hello" }),
	    202);
	message = r->composed.message.id;
	r->room = 1;
	assert_int_equal(rig_send(r), 1);	/* One is out already. */
	assert_true(take_back(message));
	r->room = 0;
	assert_int_equal(rig_send(r), 0);
	assert_int_equal(number(db_query(rig_visit(r), "SELECT count(*) "
	    "FROM delivery WHERE state = 'dropped'", NONE)), 2);
	assert_int_equal(rig_figure(r, "direct_out"), 1);
	assert_false(take_back(message));
	rig_agrees(r);
}

static void
test_taking_back_what_is_done_or_not_begun(void **state)
{
	open_district(state);
	assert_int_equal(rig_direct(r, clerk, "Hello", families[0]), 202);
	assert_int_equal(rig_send(r), 1);
	rig_tick(r);
	assert_false(take_back(r->composed.message.id));
	assert_int_equal(rig_write(r, (struct draft){ .key.person = clerk,
	    .audience = AUDIENCE_STUDENTS, .students = families,
	    .student_count = 1, .kind = KIND_DIRECT, .words = "Bye",
	    .send_at = clock_now() + HOURS(1) }), 202);
	assert_true(take_back(r->composed.message.id));
	clock_pass(HOURS(2));
	assert_int_equal(rig_send(r), 0);
	assert_false(take_back(id_new()));
}

static int64_t
said_by_ourselves(void)
{
	return number(db_query(rig_visit(r), "SELECT count(*) FROM message "
	    "WHERE kind = 'system'", NONE));
}

/* Two auto-responders that meet do not talk for ever. */
static void
test_what_we_say_by_ourselves_has_an_end(void **state)
{
	const char *stranger;

	open_district(state);
	stranger = rig_phone(r);
	for (int i = 0; i < 5; i++)
		rig_text(r, stranger, "I am an auto-responder");
	assert_int_equal(said_by_ourselves(), 3);
	clock_pass(HOURS(1) + SECONDS(1));
	for (int i = 0; i < 5; i++)
		rig_text(r, stranger, "I am an auto-responder");
	assert_int_equal(said_by_ourselves(), 6);
	for (int hour = 0; hour < 10; hour++) {
		clock_pass(HOURS(1) + SECONDS(1));
		for (int i = 0; i < 5; i++)
			rig_text(r, stranger, "I am an auto-responder");
	}
	assert_int_equal(said_by_ourselves(), 10);
	/* It is theirs; another one has a cap of their own. */
	rig_text(r, rig_phone(r), "Who is this?");
	assert_int_equal(said_by_ourselves(), 11);
	clock_pass(DAYS(1));
	rig_text(r, stranger, "I am an auto-responder");
	assert_int_equal(said_by_ourselves(), 12);
	rig_agrees(r);
}

static void
test_who_said_stop_is_told_nothing(void **state)
{
	const char *stranger;

	open_district(state);
	stranger = rig_phone(r);
	rig_text(r, stranger, "stop");
	rig_text(r, stranger, "Who is this?");
	assert_int_equal(said_by_ourselves(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_what_is_refused),
		RIG_TEST(test_only_who_was_chosen),
		RIG_TEST(test_who_said_stop_gets_no_answer),
		RIG_TEST(test_five_families_and_six),
		RIG_TEST(test_who_reads_the_answers),
		RIG_TEST(test_the_same_request_again),
		RIG_TEST(test_a_refusal_is_not_kept),
		RIG_TEST(test_what_is_the_same_words),
		RIG_TEST(test_taking_back),
		RIG_TEST(test_taking_back_what_is_done_or_not_begun),
		RIG_TEST(test_what_we_say_by_ourselves_has_an_end),
		RIG_TEST(test_who_said_stop_is_told_nothing),
	};

	return cmocka_run_group_tests_name("compose", tests, NULL, rig_end);
}
