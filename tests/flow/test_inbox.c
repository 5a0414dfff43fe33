/*
 * The inbox below its pages: which talks are whose, what a talk holds, and
 * what becomes of a reply that was for somebody else, on both databases.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/move.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/draft.h"
#include "store/inbox.h"
#include "store/language.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/talk.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, elm, class, clerk, teacher, desk, aide, child;
static const char	*phone;

static void
open_district(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	elm = rig_school(r, "Elm School");
	class = rig_class(r, oak);
	clerk = rig_staff(r, rig_seat(r, oak));
	aide = rig_staff(r, rig_seat(r, elm));
	teacher = rig_staff(r, rig_team(r, class));
	desk = rig_staff(r, rig_seat(r, 0));
	phone = rig_phone(r);
	child = rig_family(r, oak, phone);
}

static struct viewer
viewer(int64_t person)
{
	return (struct viewer){ .person = person, .now = clock_now() };
}

static unsigned
list(int64_t person, enum inbox_tab tab, const char *words,
    struct inbox_row **rows)
{
	struct db	*db = rig_visit(r);
	unsigned	 n = inbox_list(db, &(struct inbox_page){
			    .viewer = viewer(person), .tab = tab,
			    .before = INT64_MAX, .before_id = INT64_MAX,
			    .most = 50, .digits = words == NULL ? "" : words,
			    .folded = words == NULL ? NULL :
			    text_fold(r->arena, words) }, rows);

	rig_keep(r);
	return n;
}

static unsigned
count(int64_t person, enum inbox_tab tab)
{
	struct inbox_row *rows;

	return list(person, tab, NULL, &rows);
}

static unsigned
found(int64_t person, const char *words)
{
	struct inbox_row *rows;

	return list(person, INBOX_ALL, words, &rows);
}

static int64_t
talk_of(int64_t person)
{
	struct inbox_row *rows;

	assert_true(list(person, INBOX_ALL, NULL, &rows) > 0);
	return rows[0].talk.id;
}

static unsigned
lines(int64_t person, int64_t id, int64_t *before, struct talk_line **all)
{
	struct db	*db = rig_visit(r);
	struct viewer	 v = viewer(person);
	struct talk	 talk;
	int64_t		 newest;
	unsigned	 n;

	assert_true(talk_get(db, &v, id, &talk));
	n = talk_lines(db, &talk, before, &newest, all);
	rig_keep(r);
	return n;
}

static void
run(void (*what)(struct db *))
{
	what(rig_visit(r));
	rig_keep(r);
}

static void
each_tab_has_its_talks(void **state)
{
	struct inbox_row *rows;

	open_district(state);
	assert_int_equal(rig_direct(r, teacher, "Hello", child), 202);
	(void)rig_send(r);
	rig_text(r, phone, "Thank you for the book.");
	rig_text(r, "+15085559001", "Wrong door");
	assert_int_equal(count(teacher, INBOX_NEEDS), 1);
	assert_int_equal(count(teacher, INBOX_MINE), 1);
	assert_int_equal(count(clerk, INBOX_NEEDS), 0);
	assert_int_equal(count(clerk, INBOX_ALL), 1);
	assert_int_equal(count(desk, INBOX_OFFICE), 1);
	assert_int_equal(count(desk, INBOX_ALL), 2);
	assert_int_equal(count(aide, INBOX_ALL), 0);
	assert_int_equal(conversation_waiting(rig_visit(r), teacher,
	    clock_now()), 1);
	rig_keep(r);
	assert_int_equal(list(teacher, INBOX_NEEDS, NULL, &rows), 1);
	assert_true(rows->known);
	assert_int_equal(rows->people_count, 1);
	assert_int_equal(rows->student_count, 1);
	assert_string_equal(rows->last.words, "Thank you for the book.");
	assert_int_equal(list(desk, INBOX_OFFICE, NULL, &rows), 1);
	assert_false(rows->known);
}

static void
restrict_all(struct db *db)
{
	db_run(db, "UPDATE guardianship SET restricted = 1", NONE);
}

static void
who_is_restricted_is_the_offices(void **state)
{
	struct inbox_row *rows;
	const char	 *why;
	int64_t		  talk, team;

	open_district(state);
	assert_int_equal(rig_direct(r, teacher, "Hello", child), 202);
	(void)rig_send(r);
	rig_text(r, phone, "A xylophone");
	talk = talk_of(teacher);
	assert_int_equal(found(teacher, "xylophone"), 1);
	run(restrict_all);
	assert_int_equal(count(teacher, INBOX_NEEDS), 0);
	assert_int_equal(count(teacher, INBOX_ALL), 0);
	assert_int_equal(found(teacher, "xylophone"), 0);
	assert_int_equal(conversation_waiting(rig_visit(r), teacher,
	    clock_now()), 0);
	assert_false(sight_talk(r->db, &(struct viewer){ .person = teacher,
	    .now = clock_now() }, &(struct conversation){ .id = talk,
	    .school = oak }));
	rig_keep(r);
	assert_int_equal(list(clerk, INBOX_ALL, NULL, &rows), 1);
	assert_true(rows->people[0].restricted);
	assert_int_equal(found(clerk, "xylophone"), 1);
	rig_text(r, phone, "Are you there?");
	assert_int_equal(count(clerk, INBOX_NEEDS), 1);
	team = rig_team(r, class);
	why = conversation_hand_over(rig_visit(r), talk, team, clerk,
	    clock_now());
	assert_string_equal(why, "Only an office may read this. "
	    "Choose the office or the district's desk.");
	rig_keep(r);
}

/* One of two at a phone is restricted: the other one is seen. */
static void
a_shared_phone_names_who_may_be_named(void **state)
{
	struct inbox_row *rows;
	int64_t		  other;

	open_district(state);
	other = rig_guardian(r, "en-US", phone);
	rig_relate(r, other, child);
	db_run(rig_visit(r), "UPDATE guardianship SET restricted = 1 "
	    "WHERE guardian = $1", INT(other));
	rig_keep(r);
	rig_text(r, phone, "Good morning");
	assert_int_equal(list(teacher, INBOX_ALL, NULL, &rows), 1);
	assert_int_equal(rows->people_count, 1);
	assert_true(rows->people[0].id != other);
	assert_int_equal(list(clerk, INBOX_ALL, NULL, &rows), 1);
	assert_int_equal(rows->people_count, 2);
}

static void
a_search_knows_no_case_and_no_wildcards(void **state)
{
	static const char *const here[] = { "\xc3\x89T\xc3\x89", "Ivy",
	    "100%", "an answer" };
	static const char *const nowhere[] = { "ete", "%", "_", "1%0" };

	open_district(state);
	rig_text(r, phone, "Bon \xc3\xa9t\xc3\xa9!");
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = clerk }, .kind = KIND_DIRECT,
	    .audience = AUDIENCE_CONTACT, .target = talk_of(clerk),
	    .words = "An ANSWER 100%" }), 202);
	for (size_t i = 0; i < COUNT(here); i++)
		assert_int_equal(found(teacher, here[i]), 1);
	for (size_t i = 0; i < COUNT(nowhere); i++)
		assert_int_equal(found(teacher, nowhere[i]),
		    strcmp(nowhere[i], "%") == 0);
	assert_int_equal(found(clerk, phone + strlen(phone) - 4), 1);
	assert_int_equal(found(teacher, phone + strlen(phone) - 4), 0);
}

static void
note_one(struct db *db)
{
	talk_note(db, 7, teacher, "Called.", clock_now());
}

static void
a_talk_has_its_lines_in_pages(void **state)
{
	struct talk_line *all;
	int64_t		  talk, before = INT64_MAX;

	open_district(state);
	for (int i = 0; i < TALK_PAGE + 20; i++) {
		clock_pass(1000);
		rig_text(r, phone, "One more");
	}
	talk = talk_of(clerk);
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = clerk }, .kind = KIND_DIRECT,
	    .audience = AUDIENCE_CONTACT, .target = talk,
	    .words = "Later", .send_at = clock_now() + 10000 }), 202);
	run(note_one);
	assert_int_equal(lines(clerk, talk, &before, &all), TALK_PAGE);
	assert_int_equal(all[TALK_PAGE - 1].what, TALK_MESSAGE);
	assert_false(all[TALK_PAGE - 1].attempted);
	assert_true(before != 0);
	assert_int_equal(lines(clerk, talk, &before, &all), 21);
	assert_int_equal(before, 0);
	clock_pass(11000);
	rig_tick(r);
	(void)rig_send(r);
	before = INT64_MAX;
	assert_int_equal(lines(clerk, talk, &before, &all), TALK_PAGE);
	assert_true(all[TALK_PAGE - 1].attempted);
	assert_int_equal(all[TALK_PAGE - 1].attempt.state, ATTEMPT_SENT);
}

static void
a_draft_is_one(void **state)
{
	const char	*content;
	struct db	*db;

	open_district(state);
	db = rig_visit(r);
	assert_false(draft_find(db, clerk, "talk:1", &content));
	draft_keep(db, clerk, "talk:1", "one", 5);
	draft_keep(db, clerk, "talk:1", "two", 6);
	draft_keep(db, teacher, "talk:1", "three", 6);
	assert_true(draft_find(db, clerk, "talk:1", &content));
	assert_string_equal(content, "two");
	draft_drop(db, clerk, "talk:1");
	assert_false(draft_find(db, clerk, "talk:1", &content));
	assert_true(draft_find(db, teacher, "talk:1", &content));
	rig_keep(r);
}

static void
english_is_said_once(void **state)
{
	struct asked	*asked;
	struct talk_line *all;
	int64_t		 talk, before = INT64_MAX;

	open_district(state);
	rig_text(r, phone, "Hola");
	talk = talk_of(clerk);
	assert_int_equal(lines(clerk, talk, &before, &all), 1);
	language_ask(rig_visit(r), all[0].id, "es-US", clerk, 5);
	language_ask(r->db, all[0].id, "es-US", teacher, 6);
	assert_int_equal(language_waiting(r->db), 1);
	assert_int_equal(language_list(r->db, 5, &asked), 1);
	assert_string_equal(asked->words, "Hola");
	assert_true(language_say(r->db, all[0].id, "Hello", desk, 7));
	assert_false(language_say(r->db, all[0].id, "Hi", teacher, 8));
	assert_true(language_say(r->db, all[0].id, "Hello", desk, 9));
	assert_int_equal(language_waiting(r->db), 0);
	rig_keep(r);
	before = INT64_MAX;
	assert_int_equal(lines(clerk, talk, &before, &all), 1);
	assert_string_equal(all[0].english, "Hello");
}

/* Moves the last reply of a talk to a place of that school; where it is. */
static int64_t
move(int64_t person, int64_t id, int64_t school, bool student)
{
	struct viewer		 v = viewer(person);
	struct talk_line	*all;
	struct move_place	*places;
	struct talk		 talk;
	int64_t			 before = INT64_MAX, there = 0;
	unsigned		 n = lines(person, id, &before, &all), m;
	const char		*why = "there is no such place";

	while (n > 0 && all[n - 1].what != TALK_REPLY)
		n--;
	assert_true(n > 0);
	assert_true(talk_get(rig_visit(r), &v, id, &talk));
	m = move_places(r->db, &v, &talk, &places);
	for (unsigned i = 0; i < m && there == 0; i++)
		if (places[i].school == school &&
		    (places[i].student != 0) == student)
			why = move_reply(r->db, &(struct moving){
			    .viewer = &v, .talk = &talk,
			    .reply = all[n - 1].id, .now = rig_moment(r) },
			    &places[i], &there);
	rig_keep(r);
	return why == NULL ? there : 0;
}

static int64_t
asked(const char *sql, int64_t id)
{
	int64_t n;

	n = strcmp(sql, "students") == 0 ?
	    db_number(db_query(rig_visit(r), "SELECT count(*) FROM "
	    "conversation_student WHERE conversation = $1", INT(id))) :
	    db_number(db_query(rig_visit(r), "SELECT count(*) FROM reply "
	    "WHERE conversation = $1", INT(id)));
	rig_keep(r);
	return n;
}

static void
what_is_moved_counts_once_where_it_did(void **state)
{
	struct talk_line *all;
	int64_t		  talk, there, before = INT64_MAX;

	open_district(state);
	rig_text(r, phone, "For Elm");
	talk = talk_of(clerk);
	there = move(clerk, talk, elm, false);
	assert_true(there != 0 && there != talk);
	assert_int_equal(asked("replies", talk), 0);
	assert_int_equal(asked("replies", there), 1);
	assert_int_equal(asked("students", there), 1);
	assert_int_equal(count(aide, INBOX_NEEDS), 1);
	assert_int_equal(count(clerk, INBOX_NEEDS), 0);
	assert_int_equal(lines(clerk, talk, &before, &all), 1);
	assert_int_equal(all[0].moved_to, there);
	before = INT64_MAX;
	assert_int_equal(lines(aide, there, &before, &all), 1);
	assert_int_equal(all[0].moved_from, talk);
	assert_int_equal(rig_figure(r, "direct_in"), 1);
	rig_agrees(r);
}

static void
to_a_class_of_the_school_is_handing_over(void **state)
{
	struct inbox_row *rows;
	int64_t		  talk, kid;

	open_district(state);
	kid = rig_student(r, oak, class);
	rig_text(r, phone, "For the class");
	talk = talk_of(clerk);
	assert_int_equal(move(clerk, talk, oak, true), 0);
	assert_int_equal(list(clerk, INBOX_ALL, NULL, &rows), 1);
	rig_relate(r, rows->people[0].id, kid);
	assert_int_equal(move(clerk, talk, oak, true), talk);
	assert_int_equal(count(teacher, INBOX_NEEDS), 1);
	assert_int_equal(asked("students", talk), 2);
	db_run(rig_visit(r), "UPDATE guardianship SET restricted = 1 "
	    "WHERE student = $1", INT(kid));
	conversation_move(r->db, talk, seat_of_office(r->db, oak));
	rig_keep(r);
	assert_int_equal(move(clerk, talk, oak, true), 0);
}

static void
notice_and_answer(void)
{
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = clerk }, .kind = KIND_ANNOUNCEMENT,
	    .readers = READERS_NOBODY, .words = "A notice",
	    .audience = AUDIENCE_SCHOOL, .target = oak }), 202);
	rig_tick(r);
	(void)rig_send(r);
	clock_pass(1000);
	rig_text(r, phone, "An answer");
	clock_pass(1000);
}

static void
reply_in(int64_t person, int64_t talk)
{
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = person }, .kind = KIND_DIRECT,
	    .audience = AUDIENCE_CONTACT, .target = talk,
	    .words = "Yes" }), 202);
}

/* Rule 4: it counts when somebody answers, in whichever talk. */
static void
an_answer_to_a_notice_counts_in_either_talk(void **state)
{
	int64_t talk, there;

	open_district(state);
	for (int i = 0; i < 2; i++) {
		notice_and_answer();
		talk = talk_of(clerk);
		assert_int_equal(rig_figure(r, "direct_in"), i);
		there = move(clerk, talk, elm, false);
		assert_true(there != 0 && there != talk);
		rig_agrees(r);
		reply_in(i == 0 ? aide : clerk, i == 0 ? there : talk);
		assert_int_equal(rig_figure(r, "direct_in"), i + 1);
		rig_agrees(r);
	}
	notice_and_answer();
	reply_in(aide, there);
	assert_int_equal(rig_figure(r, "direct_in"), 2);
	assert_int_equal(move(clerk, talk, elm, false), there);
	assert_int_equal(rig_figure(r, "direct_in"), 3);
	rig_agrees(r);
}

static void
who_answers_later_is_told(void **state)
{
	int64_t talk;
	struct talk_line *all;
	int64_t before = INT64_MAX, seen;

	open_district(state);
	rig_text(r, phone, "Hello?");
	talk = talk_of(clerk);
	assert_int_equal(lines(clerk, talk, &before, &all), 1);
	seen = all[0].id;
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = desk }, .kind = KIND_DIRECT,
	    .audience = AUDIENCE_CONTACT, .target = talk,
	    .words = "Yes", .seen = seen }), 202);
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = clerk }, .kind = KIND_DIRECT,
	    .audience = AUDIENCE_CONTACT, .target = talk,
	    .words = "No", .seen = seen }), 409);
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = desk }, .kind = KIND_DIRECT,
	    .audience = AUDIENCE_CONTACT, .target = talk,
	    .words = "And more", .seen = seen }), 202);
	assert_int_equal(rig_write(r, (struct draft){
	    .key = { .person = clerk }, .kind = KIND_DIRECT,
	    .audience = AUDIENCE_CONTACT, .target = talk,
	    .words = "No" }), 202);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(each_tab_has_its_talks),
		RIG_TEST(who_is_restricted_is_the_offices),
		RIG_TEST(a_shared_phone_names_who_may_be_named),
		RIG_TEST(a_search_knows_no_case_and_no_wildcards),
		RIG_TEST(a_talk_has_its_lines_in_pages),
		RIG_TEST(a_draft_is_one),
		RIG_TEST(english_is_said_once),
		RIG_TEST(what_is_moved_counts_once_where_it_did),
		RIG_TEST(to_a_class_of_the_school_is_handing_over),
		RIG_TEST(an_answer_to_a_notice_counts_in_either_talk),
		RIG_TEST(who_answers_later_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
