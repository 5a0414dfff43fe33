/*
 * Families as components, seats and their readers, who sees which talks,
 * kept answers, and the pages of the raw rows.
 */

#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/export.h"
#include "store/message.h"
#include "store/person.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/translation.h"
#include "store/user.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
}

static int64_t
family_of(int64_t student)
{
	int64_t family = student_family(rig_visit(r), student, clock_now());

	rig_keep(r);
	return family;
}

/* From then until then, from now in ms; 0: open. */
static void
relate(int64_t guardian, int64_t student, int64_t since, int64_t until)
{
	db_run(rig_visit(r), "INSERT INTO guardianship (id, guardian, "
	    "student, relation, write_to, restricted, since, until) VALUES "
	    "($1, $2, $3, 'aunt', 1, 0, $4, $5)", INT(id_new()),
	    INT(guardian), INT(student),
	    INT(since == 0 ? 0 : clock_now() + since),
	    INT(until == 0 ? 0 : clock_now() + until));
	rig_keep(r);
}

static void
test_a_family_shares_guardians(void **state)
{
	int64_t s[6], ana, bob, cy;

	open_oak(state);
	for (size_t i = 0; i < COUNT(s); i++)
		s[i] = rig_student(r, oak, 0);
	ana = rig_guardian(r, "en-US", NULL);
	bob = rig_guardian(r, "en-US", NULL);
	cy = rig_guardian(r, "en-US", NULL);
	/* A chain: s3 - s1 - s4, and s0 alone. */
	rig_relate(r, ana, s[3]);
	rig_relate(r, ana, s[1]);
	rig_relate(r, bob, s[1]);
	rig_relate(r, bob, s[4]);
	rig_relate(r, cy, s[0]);
	for (int i = 1; i <= 4; i++)
		assert_int_equal(family_of(s[i]), i == 2 ? s[2] : s[1]);
	assert_int_equal(family_of(s[0]), s[0]);
	/* s5 was, and will be, a child of Cy, but is not now. */
	relate(cy, s[5], -2, 0);
	assert_int_equal(family_of(s[5]), s[0]);
	db_run(rig_visit(r), "DELETE FROM guardianship WHERE student = $1",
	    INT(s[5]));
	rig_keep(r);
	relate(cy, s[5], 1, 0);
	relate(cy, s[5], -2, -1);
	assert_int_equal(family_of(s[5]), s[5]);
	clock_pass(1);
	assert_int_equal(family_of(s[5]), s[0]);
}

static void
test_a_restricted_relation_joins_nobody(void **state)
{
	int64_t ida, roy, ivy, ron;

	open_oak(state);
	ida = rig_family(r, oak, NULL);
	roy = rig_student(r, oak, 0);
	ivy = rig_family(r, oak, NULL);
	ron = rig_guardian(r, "en-US", NULL);
	rig_relate(r, ron, roy);
	rig_visit(r);
	for (int i = 0; i < 2; i++)
		roster_add_guardianship(r->db, &(struct guardianship){
		    .guardian = ron, .student = i == 0 ? ida : ivy,
		    .relation = "father", .write_to = true,
		    .restricted = true });
	rig_keep(r);
	assert_int_equal(family_of(ida), ida);
	assert_int_equal(family_of(roy), roy);
	assert_int_equal(family_of(ivy), ivy);
}

/* An agency that is a guardian of very many. */
static void
test_a_family_has_an_end(void **state)
{
	int64_t agency, first, last = 0;

	open_oak(state);
	rig_visit(r);
	agency = rig_guardian(r, "en-US", NULL);
	first = rig_student(r, oak, 0);
	rig_relate(r, agency, first);
	for (int i = 0; i < FAMILY_MOST + 50; i++)
		rig_relate(r, agency, last = rig_student(r, oak, 0));
	rig_keep(r);
	assert_int_equal(family_of(first), first);
	assert_int_equal(family_of(last), first);
}

static void
test_seats_and_their_readers(void **state)
{
	int64_t class, office, team, desk, who, now;
	struct db *db;

	open_oak(state);
	class = rig_class(r, oak);
	office = rig_seat(r, oak);
	team = rig_team(r, class);
	desk = rig_seat(r, 0);
	now = clock_now();
	db = rig_visit(r);
	/* Nobody anywhere: the desk, all the same. */
	assert_false(seat_has_reader(db, 0, now));
	assert_false(seat_has_reader(db, team, now));
	assert_int_equal(seat_choose(db, team, oak, now), desk);
	assert_int_equal(seat_choose(db, 0, 0, now), desk);
	rig_keep(r);
	who = rig_staff(r, office);
	db = rig_visit(r);
	assert_int_equal(seat_choose(db, team, oak, now), office);
	assert_int_equal(seat_choose(db, id_new(), oak, now), office);
	assert_int_equal(seat_choose(db, team, id_new(), now), desk);
	assert_int_equal(seat_of_person(db, who, oak, class, now), office);
	roster_add_member(db, team, who);
	assert_int_equal(seat_choose(db, team, oak, now), team);
	assert_int_equal(seat_of_person(db, who, oak, class, now), team);
	assert_int_equal(seat_of_person(db, who, oak + 1, class, now), 0);
	assert_true(seat_may(db, who, oak, now));
	assert_false(seat_may(db, who, oak + 1, now));
	/* Until is not included any more, since is. */
	db_run(db, "UPDATE seat_member SET until = $1", INT(now + 10));
	assert_true(seat_has_reader(db, team, now + 9));
	assert_false(seat_has_reader(db, team, now + 10));
	assert_false(seat_may(db, who, oak, now + 10));
	db_run(db, "UPDATE seat_member SET since = $1, until = 0",
	    INT(now + 10));
	assert_false(seat_has_reader(db, team, now + 9));
	assert_true(seat_has_reader(db, team, now + 10));
	rig_keep(r);
}

/* Which talks of three schools' families a person sees. */
static unsigned
sees(int64_t person, const char *state)
{
	struct conversation_page	 page = { .person = person,
					    .now = clock_now(),
					    .before = INT64_MAX, .most = 50,
					    .state = state };
	struct told_conversation	*list;
	unsigned			 n = conversation_list(rig_visit(r),
					    &page, &list);

	rig_keep(r);
	for (unsigned i = 1; i < n; i++)
		assert_true(list[i - 1].talk.asked >= list[i].talk.asked);
	return n;
}

static void
test_who_sees_which_talks(void **state)
{
	int64_t		 elm, clerk, other, both, dora, nobody, office;
	const char	*phones[3];

	open_oak(state);
	elm = rig_school(r, "Elm School");
	clerk = rig_staff(r, rig_seat(r, oak));
	other = rig_staff(r, rig_seat(r, elm));
	both = rig_staff(r, rig_seat(r, elm));
	dora = rig_staff(r, rig_seat(r, 0));
	nobody = rig_staff(r, 0);
	office = rig_seat(r, oak);
	roster_add_member(rig_visit(r), office, both);
	rig_keep(r);
	for (int i = 0; i < 3; i++) {
		phones[i] = rig_phone(r);
		rig_family(r, i == 2 ? elm : oak, phones[i]);
		rig_text(r, phones[i], "Hello");
		clock_pass(SECONDS(1));
	}
	rig_text(r, rig_phone(r), "Who is this?");	/* The district's. */
	assert_int_equal(sees(clerk, NULL), 2);
	assert_int_equal(sees(other, NULL), 1);
	assert_int_equal(sees(both, NULL), 3);
	assert_int_equal(sees(dora, NULL), 4);
	assert_int_equal(sees(nobody, NULL), 0);
	assert_int_equal(sees(0, NULL), 4);
	assert_int_equal(sees(clerk, "asked"), 2);
	assert_int_equal(sees(clerk, "answered"), 0);
	/* Who leaves sees nothing from then on. */
	db_run(rig_visit(r), "UPDATE seat_member SET until = $2 "
	    "WHERE person = $1", INT(clerk), INT(clock_now()));
	rig_keep(r);
	assert_int_equal(sees(clerk, NULL), 0);
}

static void
test_a_talk_is_one_of_contact_and_school(void **state)
{
	struct conversation	 wanted = { .contact = 7, .school = 8,
				    .seat = 9 }, talk, again;
	struct db		*db;

	open_oak(state);
	db = rig_visit(r);
	conversation_open(db, &wanted, &talk);
	assert_int_equal(talk.state, CONVERSATION_ANSWERED);
	wanted.seat = 10;
	conversation_open(db, &wanted, &again);
	assert_int_equal(again.id, talk.id);
	assert_int_equal(again.seat, 9);
	wanted.school = 11;
	conversation_open(db, &wanted, &again);
	assert_int_not_equal(again.id, talk.id);
	conversation_asked(db, talk.id, 12, 500);
	assert_true(conversation_get(db, talk.id, &talk));
	assert_int_equal(talk.state, CONVERSATION_ASKED);
	assert_int_equal(talk.seat, 12);
	conversation_answered(db, talk.id, 600);
	assert_true(conversation_get(db, talk.id, &talk));
	assert_int_equal(talk.state, CONVERSATION_ANSWERED);
	assert_int_equal(talk.asked, 500);
	assert_int_equal(talk.answered, 600);
	assert_false(conversation_get(db, id_new(), &talk));
	rig_keep(r);
}

static void
test_kept_answers(void **state)
{
	struct kept_answer	 kept = { .api_key = 5, .name = "a",
				    .digest = "d", .status = 202,
				    .answer = "{}" }, found;
	struct db		*db;

	open_oak(state);
	db = rig_visit(r);
	kept_answer_add(db, &kept, 1000);
	found = (struct kept_answer){ .api_key = 5, .name = "a" };
	assert_true(kept_answer_find(db, &found));
	assert_string_equal(found.digest, "d");
	assert_string_equal(found.answer, "{}");
	assert_int_equal(found.status, 202);
	found = (struct kept_answer){ .api_key = 6, .name = "a" };
	assert_false(kept_answer_find(db, &found));
	found = (struct kept_answer){ .api_key = 5, .name = "A" };
	assert_false(kept_answer_find(db, &found));
	kept_answer_tidy(db, 1000);
	found.name = "a";
	assert_true(kept_answer_find(db, &found));
	kept_answer_tidy(db, 1001);
	assert_false(kept_answer_find(db, &found));
	rig_keep(r);
}

/* The second to come under one name is refused by the database itself. */
static void
test_a_kept_answer_is_not_replaced(void **state)
{
	struct kept_answer kept = { .api_key = 5, .name = "a",
	    .digest = "d", .status = 202, .answer = "{}" };

	open_oak(state);
	kept_answer_add(rig_visit(r), &kept, 1000);
	rig_keep(r);
	kept_answer_add(rig_visit(r), &kept, 1000);
	assert_false(db_commit(r->db));
	r->depth = 0;
}

static void
test_keys_that_were_revoked(void **state)
{
	struct api_key	 key = { .id = id_new(), .person = 7, .name = "sis" };
	struct db	*db;

	open_oak(state);
	db = rig_visit(r);
	api_key_add(db, &key, "digest", 1000);
	assert_true(api_key_find(db, "digest", &key));
	assert_int_equal(key.person, 7);
	assert_false(api_key_find(db, "Digest", &key));
	db_run(db, "UPDATE api_key SET revoked = 2000", NONE);
	assert_false(api_key_find(db, "digest", &key));
	rig_keep(r);
}

/* All rows of a noun, page by page: how many, and none of them twice. */
static int64_t
export_all(const char *noun, unsigned *pages)
{
	struct export	 e;
	struct rows	*rows;
	int64_t		 n = 0, after = 0, id = 0, student = 0;

	for (*pages = 0;; ++*pages) {
		rows = export_rows(rig_visit(r), noun, after, &e);
		assert_non_null(rows);
		rig_keep(r);
		if (!db_row(rows))
			return n;
		do {
			assert_true(db_int(rows, 0) > id ||
			    (strcmp(noun, "family") == 0 &&
			    db_int(rows, 0) == id &&
			    db_int(rows, 1) > student));
			id = db_int(rows, 0);
			student = db_int(rows, 1);
			n++;
		} while (db_row(rows));
		after = id;
	}
}

/* Messages of three families each; a page of families ends between two. */
static void
test_pages_of_raw_rows(void **state)
{
	const int64_t	 many = 5003;
	struct message	 m = { .words = "", .digest = "d", .send_at = 1,
			    .state = MESSAGE_DONE };
	unsigned	 pages;
	struct export	 e;
	struct db	*db;

	open_oak(state);
	db = rig_visit(r);
	for (int64_t i = 0; i < many; i++) {
		m.id = id_new();
		message_insert(db, &m);
		for (int64_t f = 1; f <= 3; f++)
			message_add_family(db, m.id, &(struct family){
			    .student = f, .family = f });
	}
	rig_keep(r);
	assert_int_equal(export_all("message", &pages), many);
	assert_int_equal(pages, 2);
	assert_int_equal(export_all("family", &pages), many * 3);
	assert_true(pages > 1);
	assert_int_equal(export_all("attempt", &pages), 0);
	assert_int_equal(export_all("covered", &pages), 0);
	assert_int_equal(export_all("reply", &pages), 0);
	assert_int_equal(export_all("ledger", &pages), 0);
	assert_null(export_rows(rig_visit(r), "person", 0, &e));
	rig_keep(r);
}

/* A text that never came has told nobody that a computer translated it. */
static void
test_a_note_that_failed(void **state)
{
	const char	*phone;
	int64_t		 clerk, contact, now;

	open_oak(state);
	clerk = rig_staff(r, rig_seat(r, oak));
	phone = rig_phone(r);
	assert_int_equal(rig_direct(r, clerk, "Good day.", rig_family(r, oak,
	    phone)), 202);
	assert_int_equal(rig_claim(r), 1);
	now = clock_now();
	contact = db_number(db_query(rig_visit(r), "SELECT contact "
	    "FROM attempt WHERE id = $1", INT(r->claimed[0])));
	translation_note(r->db, r->claimed[0], contact, now);
	assert_true(translation_noted(r->db, contact, now - 1));
	assert_false(translation_noted(r->db, contact, now));
	rig_keep(r);
	assert_true(rig_move(r, r->claimed[0], ATTEMPT_FAILED));
	assert_false(translation_noted(rig_visit(r), contact, now - 1));
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_a_family_shares_guardians),
		RIG_TEST(test_a_restricted_relation_joins_nobody),
		RIG_TEST(test_a_family_has_an_end),
		RIG_TEST(test_seats_and_their_readers),
		RIG_TEST(test_who_sees_which_talks),
		RIG_TEST(test_a_talk_is_one_of_contact_and_school),
		RIG_TEST(test_kept_answers),
		RIG_TEST(test_a_kept_answer_is_not_replaced),
		RIG_TEST(test_keys_that_were_revoked),
		RIG_TEST(test_pages_of_raw_rows),
		RIG_TEST(test_a_note_that_failed),
	};

	return cmocka_run_group_tests_name("nouns", tests, NULL, rig_end);
}
