/*
 * Who is away, who stands in, and what that means for who reads, sees and
 * writes; and talks that are handed over.
 */

#include <string.h>

#include "base/id.h"
#include "store/away.h"
#include "store/conversation.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/sight.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, elm, team, office, desk;	/* Seats of Oak, and */
static int64_t		 lee, clerk, dora, moss;	/* who sits there. */

/* Lee is Oak's team, Clerk its office, Dora the desk; Moss is Elm's. */
static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	elm = rig_school(r, "Elm School");
	team = rig_team(r, rig_class(r, oak));
	office = rig_seat(r, oak);
	desk = rig_seat(r, 0);
	lee = rig_staff(r, team);
	clerk = rig_staff(r, office);
	dora = rig_staff(r, desk);
	moss = rig_staff(r, rig_seat(r, elm));
}

/* From then until then, from now in ms; until 0: open. */
static const char *
away(int64_t person, int64_t cover, int64_t since, int64_t until)
{
	struct absence	 a = { .person = person, .cover = cover,
			    .since = clock_now() + since,
			    .until = until == 0 ? 0 : clock_now() + until };
	const char	*why = away_add(rig_visit(r), &a);

	rig_keep(r);
	return why;
}

static bool
reads(int64_t seat, int64_t in)
{
	bool has = seat_has_reader(rig_visit(r), seat, clock_now() + in);

	rig_keep(r);
	return has;
}

static int64_t
chosen(int64_t in)
{
	int64_t seat = seat_choose(rig_visit(r), team, oak, clock_now() + in);

	rig_keep(r);
	return seat;
}

static bool
may(int64_t person, int64_t school, int64_t in)
{
	bool it_may = seat_may(rig_visit(r), person, school,
	    clock_now() + in);

	rig_keep(r);
	return it_may;
}

static void
test_who_is_away_does_not_read(void **state)
{
	open_oak(state);
	assert_null(away(lee, 0, 10, 20));
	assert_true(reads(team, 9));
	assert_false(reads(team, 10));
	assert_false(reads(team, 19));
	assert_true(reads(team, 20));
	assert_int_equal(chosen(15), office);
	assert_null(away(clerk, 0, 15, 0));
	assert_int_equal(chosen(14), office);
	assert_int_equal(chosen(15), desk);
	assert_int_equal(chosen(20), team);
	assert_false(reads(office, 1000000));
	assert_true(may(lee, oak, 15));
}

static void
test_a_cover_reads_and_may(void **state)
{
	int64_t class;

	open_oak(state);
	class = db_number(db_query(rig_visit(r), "SELECT class FROM seat "
	    "WHERE id = $1", INT(team)));
	rig_keep(r);
	assert_false(may(moss, oak, 15));
	assert_null(away(lee, moss, 10, 20));
	assert_true(reads(team, 15));
	assert_int_equal(chosen(15), team);
	assert_false(may(moss, oak, 9));
	assert_true(may(moss, oak, 15));
	assert_false(may(moss, oak, 20));
	assert_int_equal(seat_of_person(rig_visit(r), moss, oak, class,
	    clock_now() + 15), team);
	assert_int_equal(seat_of_person(r->db, moss, oak, class,
	    clock_now() + 20), 0);
	assert_false(seat_at_office(r->db, moss, oak, clock_now() + 15));
	rig_keep(r);
	/* A stand-in who is away reads for nobody, nor does theirs. */
	assert_null(away(moss, clerk, 12, 14));
	assert_true(reads(team, 11));
	assert_false(reads(team, 12));
	assert_true(reads(team, 14));
	assert_null(away(clerk, moss, 16, 18));
	assert_true(seat_at_office(rig_visit(r), moss, oak,
	    clock_now() + 17));
	/* Who has left does not stand in. */
	db_run(r->db, "UPDATE person SET staff = 0 WHERE id = $1", INT(moss));
	rig_keep(r);
	assert_false(reads(team, 15));
	assert_false(may(moss, oak, 15));
}

/* What a cover sees: schools, seats, talks and replies. */
static void
test_a_cover_sees(void **state)
{
	struct viewer			 v;
	struct sighted			*places;
	struct reply			*replies;
	struct told_conversation	*talks;
	struct conversation_page	 page;
	const char			*phone;

	open_oak(state);
	phone = rig_phone(r);
	rig_family(r, oak, phone);
	rig_text(r, phone, "Hello");
	v = (struct viewer){ .person = moss, .now = clock_now() + 15 };
	page = (struct conversation_page){ .person = moss, .now = v.now,
	    .before = INT64_MAX, .most = 50 };
	assert_int_equal(sight_schools(rig_visit(r), &v, &places), 1);
	assert_int_equal(conversation_list(r->db, &page, &talks), 0);
	assert_int_equal(sight_replies(r->db, &v, 0, 50, &replies), 0);
	rig_keep(r);
	assert_null(away(lee, moss, 10, 20));
	assert_null(away(lee, moss, 12, 20));		/* Told twice. */
	assert_int_equal(sight_schools(rig_visit(r), &v, &places), 2);
	assert_int_equal(sight_seats(r->db, &v, &places), 2);
	assert_int_equal(conversation_list(r->db, &page, &talks), 1);
	assert_true(sight_talk(r->db, &v, &talks[0].talk));
	assert_int_equal(sight_replies(r->db, &v, 0, 50, &replies), 1);
	rig_keep(r);
}

static void
test_what_is_no_absence(void **state)
{
	int64_t guardian, dan;

	open_oak(state);
	guardian = rig_guardian(r, "en-US", NULL);
	assert_non_null(away(guardian, 0, 10, 20));
	assert_non_null(away(lee, guardian, 10, 20));
	assert_non_null(away(lee, lee, 10, 20));
	assert_non_null(away(lee, 0, 20, 20));
	/* The desk is not left alone: not at once, not in the middle. */
	assert_non_null(away(dora, 0, 10, 20));
	assert_true(reads(desk, 15));
	assert_null(away(dora, moss, 10, 20));
	assert_non_null(away(moss, 0, 5, 12));
	assert_non_null(away(moss, 0, 19, 0));
	assert_null(away(moss, 0, 20, 30));
	dan = rig_staff(r, desk);
	assert_null(away(moss, 0, 11, 12));
	assert_non_null(away(dan, 0, 5, 0));
	/* Nor when who stays leaves meanwhile. */
	assert_null(away(dora, 0, 40, 60));
	db_run(rig_visit(r), "UPDATE seat_member SET until = $2 "
	    "WHERE person = $1", INT(lee), INT(clock_now() + 100));
	roster_add_member(r->db, desk, lee);
	db_run(r->db, "UPDATE seat_member SET until = $2 "
	    "WHERE person = $1", INT(lee), INT(clock_now() + 50));
	rig_keep(r);
	assert_non_null(away(dan, 0, 45, 55));
	assert_null(away(dan, 0, 45, 50));
}

static void
test_absences_are_listed_and_end(void **state)
{
	struct absence	*list;
	int64_t		 first, later;

	open_oak(state);
	assert_null(away(lee, clerk, 10, 20));
	assert_null(away(clerk, 0, 5, 0));
	assert_int_equal(away_list(rig_visit(r), 0, clock_now(), &list), 2);
	assert_int_equal(list[0].person, clerk);
	assert_int_equal(list[0].cover, 0);
	assert_null(list[0].cover_name);
	assert_int_equal(list[1].cover, clerk);
	assert_non_null(list[1].name);
	assert_non_null(list[1].cover_name);
	first = list[0].id;
	later = list[1].id;
	assert_int_equal(away_list(r->db, lee, clock_now(), &list), 1);
	assert_int_equal(away_list(r->db, lee, clock_now() + 20, &list), 0);
	/* One ends, the other never begins. */
	assert_true(away_end(r->db, first, clock_now() + 8));
	assert_false(away_end(r->db, first, clock_now() + 9));
	assert_true(away_end(r->db, later, clock_now() + 8));
	assert_false(away_end(r->db, later, clock_now() + 8));
	assert_int_equal(away_list(r->db, 0, clock_now(), &list), 1);
	assert_int_equal(away_list(r->db, 0, clock_now() + 8, &list), 0);
	assert_false(away_end(r->db, id_new(), clock_now()));
	rig_keep(r);
	assert_false(reads(office, 7));
	assert_true(reads(office, 8));
	assert_true(reads(team, 15));
}

static int64_t
asked_by(const char *phone)
{
	int64_t id;

	rig_text(r, phone, "And how is it?");
	id = db_number(db_query(rig_visit(r), "SELECT max(id) "
	    "FROM conversation WHERE state = 'asked'", NONE));
	rig_keep(r);
	return id;
}

static struct conversation
talk_of(int64_t id)
{
	struct conversation talk;

	assert_true(conversation_get(rig_visit(r), id, &talk));
	rig_keep(r);
	return talk;
}

static const char *
hand(int64_t talk, int64_t seat)
{
	const char *why = conversation_hand_over(rig_visit(r), talk, seat,
	    lee, clock_now());

	rig_keep(r);
	return why;
}

/* It stays there for what is written next, until somebody else writes. */
static void
test_a_talk_is_handed_over(void **state)
{
	const char	*phone;
	int64_t		 student, talk;

	open_oak(state);
	phone = rig_phone(r);
	student = rig_family(r, oak, phone);
	rig_direct(r, lee, "Your child is well.", student);
	rig_send(r);
	clock_pass(SECONDS(1));
	talk = asked_by(phone);
	assert_int_equal(talk_of(talk).seat, team);
	assert_null(hand(talk, office));
	assert_int_equal(talk_of(talk).seat, office);
	assert_int_equal(talk_of(talk).state, CONVERSATION_ASKED);
	assert_int_equal(db_number(db_query(rig_visit(r), "SELECT count(*) "
	    "FROM audit WHERE deed = 'conversation.hand_over' "
	    "AND object = $1 AND person = $2", INT(talk), INT(lee))), 1);
	rig_keep(r);
	clock_pass(SECONDS(1));
	assert_int_equal(asked_by(phone), talk);
	assert_int_equal(talk_of(talk).seat, office);
	clock_pass(SECONDS(1));
	rig_direct(r, lee, "Now about something else.", student);
	rig_send(r);
	assert_int_equal(asked_by(phone), talk);
	assert_int_equal(talk_of(talk).seat, team);
}

static void
test_where_no_talk_is_handed_over(void **state)
{
	const char	*phone, *stranger;
	int64_t		 talk;

	open_oak(state);
	phone = rig_phone(r);
	rig_family(r, oak, phone);
	talk = asked_by(phone);
	assert_int_equal(talk_of(talk).seat, office);
	assert_non_null(hand(talk, rig_seat(r, elm)));
	assert_non_null(hand(talk, id_new()));
	assert_non_null(hand(id_new(), team));
	assert_null(away(lee, 0, 0, 0));
	assert_non_null(hand(talk, team));
	assert_int_equal(talk_of(talk).seat, office);
	assert_null(hand(talk, desk));
	stranger = rig_phone(r);
	talk = asked_by(stranger);
	assert_int_equal(talk_of(talk).school, 0);
	assert_non_null(hand(talk, office));
}

/* Somebody goes away with talks that are asked, and is the last. */
static void
test_talks_move_on(void **state)
{
	struct conversation	*list;
	const char		*phone;
	int64_t			 talk;

	open_oak(state);
	phone = rig_phone(r);
	rig_family(r, oak, phone);
	talk = asked_by(phone);
	assert_null(away(clerk, 0, 10, 20));
	assert_int_equal(conversation_unread(rig_visit(r), clock_now() + 9,
	    10, &list), 0);
	assert_int_equal(conversation_unread(r->db, clock_now() + 10, 10,
	    &list), 1);
	assert_int_equal(list[0].id, talk);
	rig_keep(r);
	clock_pass(10);
	rig_tick(r);
	assert_int_equal(talk_of(talk).seat, desk);
	assert_null(away(dora, lee, 0, 10));
	rig_tick(r);
	assert_int_equal(talk_of(talk).seat, desk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_who_is_away_does_not_read),
		RIG_TEST(test_a_cover_reads_and_may),
		RIG_TEST(test_a_cover_sees),
		RIG_TEST(test_what_is_no_absence),
		RIG_TEST(test_absences_are_listed_and_end),
		RIG_TEST(test_a_talk_is_handed_over),
		RIG_TEST(test_where_no_talk_is_handed_over),
		RIG_TEST(test_talks_move_on),
	};

	return cmocka_run_group_tests_name("away", tests, NULL, rig_end);
}
