/*
 * The queue: the order of claims, the limit of ranks, fairness between small
 * sends and large ones; and what is looked for, forgotten or asked about.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/contact.h"
#include "store/introduction.h"
#include "store/practice.h"
#include "tests/flow/rig.h"

#define OTHER	"other"

static struct rig	*r;
static int64_t		 oak, clerk;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	clerk = rig_staff(r, rig_seat(r, oak));
}

/* An attempt of its own, without a message. */
static int64_t
plan(const char *account, int64_t rank, int64_t turn, int64_t due)
{
	struct attempt a = { .id = id_new(), .delivery = 1, .message = 1,
	    .contact = 1, .account = account, .sender = RIG_NUMBER,
	    .rank = rank, .turn = turn, .due = due };

	attempt_plan(rig_visit(r), &a);
	rig_keep(r);
	return a.id;
}

static unsigned
claim(int64_t rank, int64_t room, int64_t **ids)
{
	unsigned n = attempt_claim(rig_visit(r), &(struct claim){
	    .account = RIG_ACCOUNT, .now = clock_now(),
	    .launch_by = clock_now() + MINUTES(2), .node = 1, .rank = rank,
	    .room = room }, ids);

	rig_keep(r);
	return n;
}

static void
test_order_of_rank_and_turn(void **state)
{
	static const struct {
		int64_t	 rank, turn, due;	/* From now. */
		int	 place;			/* -1: not yet. */
	} planned[] = {
		{ 5, 1, -9, 5 }, { 4, 7, -1, 4 }, { 4, 2, -1, 3 },
		{ 0, 900, 0, 0 }, { 1, 3, -5, 1 }, { 4, 1, 1, -1 },
		{ 2, 1, 0, 2 }, { 5, 2, -99, 6 }, { 0, 1, 1, -1 },
	};
	int64_t	 ids[COUNT(planned)], *claimed;

	open_oak(state);
	for (size_t i = 0; i < COUNT(planned); i++)
		ids[i] = plan(RIG_ACCOUNT, planned[i].rank, planned[i].turn,
		    clock_now() + planned[i].due);
	plan(OTHER, 0, 0, clock_now());		/* Another lane's. */
	assert_int_equal(claim(9, 100, &claimed), 7);
	for (size_t i = 0; i < COUNT(planned); i++)
		if (planned[i].place >= 0)
			assert_int_equal(claimed[planned[i].place], ids[i]);
	assert_int_equal(claim(9, 100, &claimed), 0);
	clock_pass(1);
	assert_int_equal(claim(9, 100, &claimed), 2);
}

static void
test_room_and_rank_limit(void **state)
{
	int64_t *ids;

	open_oak(state);
	for (int64_t i = 0; i < 10; i++)
		plan(RIG_ACCOUNT, i % 2 == 0 ? 5 : 4, i, clock_now());
	assert_int_equal(claim(4, 3, &ids), 3);
	assert_int_equal(claim(4, 30, &ids), 2);
	assert_int_equal(claim(4, 30, &ids), 0);	/* The rest is bulk. */
	assert_int_equal(claim(9, 0, &ids), 0);
	assert_int_equal(claim(9, 30, &ids), 5);
}

/* What is claimed says by whom and until when. */
static void
test_a_claim_is_signed(void **state)
{
	struct attempt	 a;
	int64_t		*ids;

	open_oak(state);
	plan(RIG_ACCOUNT, 4, 1, clock_now());
	assert_int_equal(claim(9, 1, &ids), 1);
	assert_true(attempt_get(rig_visit(r), ids[0], &a));
	rig_keep(r);
	assert_int_equal(a.state, ATTEMPT_CLAIMED);
	assert_int_equal(a.node, 1);
	assert_int_equal(a.launch_by, clock_now() + MINUTES(2));
	assert_int_equal(a.began, clock_now());
	assert_int_equal(a.tries, 0);
}

static void
announce(unsigned families)
{
	int64_t school = rig_school(r, "Elm School");
	int64_t author = rig_staff(r, rig_seat(r, school));

	rig_visit(r);
	while (families-- > 0)
		rig_family(r, school, rig_phone(r));
	rig_keep(r);
	assert_int_equal(rig_write(r, (struct draft){ .key.person = author,
	    .audience = AUDIENCE_SCHOOL, .target = school,
	    .kind = KIND_ANNOUNCEMENT, .words = "Hello" }), 202);
	rig_tick(r);
}

/* How many of a message are still planned. */
static int64_t
left(int64_t message)
{
	struct rows	*rows = db_query(rig_visit(r), "SELECT count(*) "
			    "FROM attempt WHERE message = $1 "
			    "AND state = 'planned'", INT(message));
	int64_t		 n = db_row(rows) ? db_int(rows, 0) : -1;

	rig_keep(r);
	return n;
}

/* The small one came when 100 of the large one's 300 were out; it has gone
 * when 30 more have, 10 of them its own. */
static void
test_a_small_send_passes_through_a_large_one(void **state)
{
	int64_t large, small, *ids;

	open_oak(state);
	announce(300);
	large = r->composed.message.id;
	assert_int_equal(claim(9, 50, &ids), 50);
	assert_int_equal(claim(9, 50, &ids), 50);
	clock_pass(SECONDS(1));
	announce(10);
	small = r->composed.message.id;
	assert_int_equal(claim(9, 30, &ids), 30);
	assert_int_equal(left(small), 0);
	assert_int_equal(left(large), 180);
	/* And nothing of the large one is left behind. */
	assert_int_equal(claim(9, 1000, &ids), 180);
}

/* Large ones that come one after another do not starve the first. */
static void
test_a_large_send_is_not_starved(void **state)
{
	int64_t first, before, *ids;

	open_oak(state);
	announce(200);
	first = r->composed.message.id;
	for (int i = 0; i < 6; i++) {
		assert_int_equal(claim(9, 10, &ids), 10);
		announce(100);
		before = left(first);
		assert_int_equal(claim(9, 20, &ids), 20);
		assert_true(left(first) < before);
	}
}

/* An answer within a talk goes before all that is bulk. */
static void
test_a_direct_message_goes_first(void **state)
{
	struct attempt	 a;
	int64_t		*ids, ivy;

	open_oak(state);
	ivy = rig_family(r, oak, rig_phone(r));
	announce(50);
	assert_int_equal(rig_direct(r, clerk, "Hello", ivy), 202);
	assert_int_equal(claim(9, 1, &ids), 1);
	assert_true(attempt_get(rig_visit(r), ids[0], &a));
	rig_keep(r);
	assert_int_equal(a.message, r->composed.message.id);
}

/* One text to somebody new, claimed. */
static int64_t
one(struct attempt *a)
{
	assert_int_equal(rig_direct(r, clerk, "Hello", rig_family(r, oak,
	    rig_phone(r))), 202);
	assert_int_equal(rig_claim(r), 1);
	assert_true(attempt_get(rig_visit(r), r->claimed[0], a));
	rig_keep(r);
	return a->id;
}

static unsigned
unknown(int64_t **ids)
{
	unsigned n = attempt_unknown(rig_visit(r), &(struct claim){
	    .account = RIG_ACCOUNT, .now = clock_now(), .room = 10 },
	    MINUTES(1), ids);

	rig_keep(r);
	return n;
}

static void
test_what_is_unknown_is_looked_for(void **state)
{
	struct attempt	 a;
	int64_t		*ids;

	open_oak(state);
	one(&a);
	assert_int_equal(unknown(&ids), 0);
	assert_true(rig_move(r, a.id, ATTEMPT_UNKNOWN));
	assert_int_equal(unknown(&ids), 1);
	assert_int_equal(ids[0], a.id);
	assert_int_equal(unknown(&ids), 0);	/* Somebody looks already. */
	clock_pass(MINUTES(1));
	assert_int_equal(unknown(&ids), 1);
	attempt_looked(rig_visit(r), a.id, clock_now() + MINUTES(3));
	rig_keep(r);
	clock_pass(MINUTES(2));
	assert_int_equal(unknown(&ids), 0);
	clock_pass(MINUTES(1));
	assert_int_equal(unknown(&ids), 1);
	assert_true(attempt_get(rig_visit(r), a.id, &a));
	assert_int_equal(attempt_count(r->db, ATTEMPT_UNKNOWN), 1);
	rig_keep(r);
	assert_int_equal(a.looks, 1);
	assert_true(rig_move(r, a.id, ATTEMPT_SENT));
	clock_pass(HOURS(1));
	assert_int_equal(unknown(&ids), 0);
}

static void
test_what_nobody_will_settle(void **state)
{
	struct attempt	 a;
	int64_t		*ids, node;

	open_oak(state);
	node = r->gateway.node;
	one(&a);
#define FORGOTTEN(who, before)						\
	(attempt_forgotten(rig_visit(r), (who), (before), &ids))
	assert_int_equal(FORGOTTEN(node, 0), 1);	/* It starts again. */
	assert_int_equal(ids[0], a.id);
	rig_keep(r);
	assert_int_equal(FORGOTTEN(node + 1, a.launch_by), 0);
	rig_keep(r);
	assert_int_equal(FORGOTTEN(0, a.launch_by + 1), 1);
	rig_keep(r);
	assert_true(rig_move(r, a.id, ATTEMPT_SENT));
	assert_int_equal(FORGOTTEN(node, INT64_MAX), 0);
	rig_keep(r);
#undef FORGOTTEN
}

static void
test_the_last_text_to_a_contact(void **state)
{
	struct attempt	 a;
	int64_t		 message = 0;

	open_oak(state);
	one(&a);
#define LAST(number)							\
	attempt_last_to(rig_visit(r), a.contact, (number), &message)
	assert_int_equal(LAST(RIG_NUMBER), a.id);
	rig_keep(r);
	assert_int_equal(message, a.message);
	assert_int_equal(LAST("+15085550199"), 0);
	rig_keep(r);
	for (int i = 0; i < 60; i++) {	/* They wait behind it. */
		attempt_plan(rig_visit(r), &(struct attempt){ .id = id_new(),
		    .delivery = 1, .message = 1, .contact = a.contact,
		    .account = RIG_ACCOUNT, .sender = RIG_NUMBER });
		rig_keep(r);
	}
	assert_int_equal(LAST(RIG_NUMBER), a.id);
	rig_keep(r);
	/* What went back to the queue was not said. */
	assert_true(rig_move(r, a.id, ATTEMPT_PLANNED));
	assert_int_equal(LAST(RIG_NUMBER), 0);
	rig_keep(r);
#undef LAST
}

static void
test_the_queue_by_rank(void **state)
{
	struct queued	*list;
	int64_t		 now;

	open_oak(state);
	now = clock_now();
	plan(RIG_ACCOUNT, 4, 1, now - 5);
	plan(RIG_ACCOUNT, 4, 2, now - 9);
	plan(OTHER, 5, 1, now + 100);
	assert_int_equal(attempt_queued(rig_visit(r), now, &list), 2);
	rig_keep(r);
	assert_int_equal(list[0].rank, 4);
	assert_int_equal(list[0].count, 2);
	assert_int_equal(list[0].oldest, now - 9);
	assert_int_equal(list[1].count, 1);
	assert_int_equal(list[1].oldest, 0);	/* Nothing is due. */
}

static unsigned
recalled(bool real)
{
	int64_t		*ids;
	unsigned	 n = attempt_recalled(rig_visit(r), &(struct claim){
			    .account = RIG_ACCOUNT,
			    .node = r->gateway.node }, real, &ids);

	rig_keep(r);
	return n;
}

/* What is in hand and not for a phone of the list must not go, also when
 * another node changes the list. */
static void
test_what_practice_takes_back(void **state)
{
	struct practice_contact	 own = { .address = "+17745550001",
				    .note = "" };
	struct db		*db;
	const char		*why;

	open_oak(state);
	db = rig_visit(r);
	db_run(db, "UPDATE district SET practice = 1", NONE);
	assert_true(practice_add(db, &own, &why));
	rig_keep(r);
	assert_int_equal(rig_direct(r, clerk, "Hello", rig_family(r, oak,
	    own.address)), 202);
	assert_int_equal(rig_claim(r), 1);
	assert_int_equal(recalled(true), 0);
	assert_true(practice_remove(rig_visit(r), CHANNEL_SMS, own.address));
	rig_keep(r);
	assert_int_equal(recalled(true), 1);
	assert_int_equal(recalled(false), 0);
	assert_true(practice_live(rig_visit(r), &why));
	rig_keep(r);
	assert_int_equal(recalled(true), 1);
	assert_int_equal(rig_direct(r, clerk, "Live", rig_family(r, oak,
	    "+17745550002")), 202);
	assert_int_equal(rig_claim(r), 1);
	assert_int_equal(recalled(true), 1);
}

/* Twenty, and no more; one that is there may have another note. */
static void
test_the_list_has_room_for_twenty(void **state)
{
	struct practice_contact	 c = { .note = "" }, *list;
	const char		*why = NULL;
	struct db		*db;

	open_oak(state);
	db = rig_visit(r);
	c.address = "+17745550001";
	assert_false(practice_add(db, &c, &why));
	db_run(db, "UPDATE district SET practice = 1", NONE);
	for (int i = 0; i < PRACTICE_MOST; i++) {
		c.address = arena_print(r->arena, "+1774555%04d", i);
		assert_true(practice_add(db, &c, &why));
	}
	c.address = "+17745559999";
	assert_false(practice_add(db, &c, &why));
	assert_non_null(strstr(why, "20"));
	c.address = "+17745550007";
	c.note = "Dora";
	assert_true(practice_add(db, &c, &why));
	assert_int_equal(practice_list(db, &list), PRACTICE_MOST);
	assert_string_equal(list[7].note, "Dora");
	assert_false(practice_remove(db, CHANNEL_EMAIL, c.address));
	assert_true(practice_remove(db, CHANNEL_SMS, c.address));
	assert_int_equal(practice_mode(db), MODE_PRACTICE);
	assert_true(practice_live(db, &why));
	assert_int_equal(practice_mode(db), MODE_LIVE);
	assert_int_equal(practice_list(db, &list), 0);
	assert_false(practice_live(db, &why));
	db_run(db, "UPDATE district SET sample = 1", NONE);
	assert_false(practice_live(db, &why));
	assert_non_null(strstr(why, "never"));
	rig_keep(r);
}

/* Brought there by the shortest way, and whether its introduction stands. */
static const struct {
	enum attempt_state	 moves[3];	/* From CLAIMED on. */
	unsigned		 count;
	bool			 tried, stands;
} introducing[] = {
	{ { 0 }, 0, false, true },
	{ { ATTEMPT_PLANNED }, 1, false, false },
	{ { ATTEMPT_PLANNED }, 1, true, true },
	{ { ATTEMPT_UNKNOWN }, 1, false, true },
	{ { ATTEMPT_UNKNOWN, ATTEMPT_PLANNED }, 2, false, false },
	{ { ATTEMPT_SENT }, 1, true, true },
	{ { ATTEMPT_DELIVERED }, 1, true, true },
	{ { ATTEMPT_SENT, ATTEMPT_FAILED }, 2, false, false },
	{ { ATTEMPT_DROPPED }, 1, false, false },
	{ { ATTEMPT_PRACTICE }, 1, false, false },
};

static void
test_whose_introduction_stands(void **state)
{
	const char	*phone;
	int64_t		 ivy, one;
	struct errand	 e;
	struct db	*db;

	open_oak(state);
	for (size_t i = 0; i < COUNT(introducing); i++) {
		phone = rig_phone(r);
		ivy = rig_family(r, oak, phone);
		assert_int_equal(rig_direct(r, clerk, phone, ivy), 202);
		assert_int_equal(rig_claim(r), 1);
		one = r->claimed[0];
		db = rig_visit(r);
		assert_true(attempt_errand(db, one, &e));
		introduction_take(db, &e.attempt, "We are the school.");
		for (unsigned m = 0; m < introducing[i].count; m++)
			assert_true(delivery_advance(db, &(struct move){
			    .attempt = one, .to = introducing[i].moves[m],
			    .tried = introducing[i].tried,
			    .due = clock_now() + DAYS(1) }, rig_moment(r)));
		assert_true(attempt_errand(db, one, &e));
		assert_string_equal(e.introduction, "We are the school.");
		assert_false(e.introduced);
		assert_int_equal(introduction_stands(db, e.contact.id,
		    RIG_NUMBER), introducing[i].stands);
		assert_false(introduction_stands(db, e.contact.id, "+1"));
		rig_keep(r);
		assert_int_equal(rig_direct(r, clerk, "Next", ivy), 202);
		assert_int_equal(rig_claim(r), 1);
		db = rig_visit(r);
		assert_true(attempt_errand(db, r->claimed[0], &e));
		assert_null(e.introduction);
		assert_int_equal(e.introduced, introducing[i].stands);
		rig_keep(r);
	}
}

static void
test_where_they_stand(void **state)
{
	int64_t		 ids[3];
	struct standing	 s[3];

	open_oak(state);
	ids[0] = ids[2] = plan(RIG_ACCOUNT, 1, 1, clock_now());
	ids[1] = 1;
	attempt_standings(rig_visit(r), ids, 3, s);
	assert_true(s[0].id == ids[0] && s[1].id == 0 && s[2].id == ids[2]);
	assert_string_equal(s[2].account, RIG_ACCOUNT);
	assert_true(s[2].state == ATTEMPT_PLANNED && !s[2].follows);
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_order_of_rank_and_turn),
		RIG_TEST(test_room_and_rank_limit),
		RIG_TEST(test_a_claim_is_signed),
		RIG_TEST(test_a_small_send_passes_through_a_large_one),
		RIG_TEST(test_a_large_send_is_not_starved),
		RIG_TEST(test_a_direct_message_goes_first),
		RIG_TEST(test_what_is_unknown_is_looked_for),
		RIG_TEST(test_what_nobody_will_settle),
		RIG_TEST(test_the_last_text_to_a_contact),
		RIG_TEST(test_the_queue_by_rank),
		RIG_TEST(test_whose_introduction_stands),
		RIG_TEST(test_where_they_stand),
		RIG_TEST(test_what_practice_takes_back),
		RIG_TEST(test_the_list_has_room_for_twenty),
	};

	return cmocka_run_group_tests_name("attempt", tests, NULL, rig_end);
}
