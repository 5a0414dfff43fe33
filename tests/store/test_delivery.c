/*
 * Moves of attempts: from every state to every other, in random orders, from
 * claims of another node; and what they mean for the delivery and the
 * ledger.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/attempt.h"
#include "store/ledger.h"
#include "tests/flow/rig.h"

#define STATES	(ATTEMPT_PRACTICE + 1)
#define MOVES	4000

static struct rig	*r;
static int64_t		 oak, clerk;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	clerk = rig_staff(r, rig_seat(r, oak));
}

/* From the row to the columns. */
static const char *const legal[STATES] = {
	/*			  plan claim unkn sent dlvd fail drop prct */
	[ATTEMPT_PLANNED]	= "   -    -    -    x    x    x    x    - ",
	[ATTEMPT_CLAIMED]	= "   x    -    x    x    x    x    x    x ",
	[ATTEMPT_UNKNOWN]	= "   x    -    x    x    x    x    -    - ",
	[ATTEMPT_SENT]		= "   -    -    -    -    x    x    -    - ",
	[ATTEMPT_DELIVERED]	= "   -    -    -    -    -    -    -    - ",
	[ATTEMPT_FAILED]	= "   -    -    -    -    x    -    -    - ",
	[ATTEMPT_DROPPED]	= "   -    -    -    x    x    -    -    - ",
	[ATTEMPT_PRACTICE]	= "   -    -    -    x    x    -    -    - ",
};

/* What a delivery with one attempt says. */
static const enum delivery_state says[STATES] = {
	[ATTEMPT_PLANNED] = DELIVERY_WAITING,
	[ATTEMPT_CLAIMED] = DELIVERY_WAITING,
	[ATTEMPT_UNKNOWN] = DELIVERY_UNKNOWN,
	[ATTEMPT_SENT] = DELIVERY_SENT,
	[ATTEMPT_DELIVERED] = DELIVERY_DELIVERED,
	[ATTEMPT_FAILED] = DELIVERY_FAILED,
	[ATTEMPT_DROPPED] = DELIVERY_DROPPED,
	[ATTEMPT_PRACTICE] = DELIVERY_PRACTICE,
};

static enum attempt_state
state_of(int64_t attempt)
{
	struct attempt a;

	assert_true(attempt_get(rig_visit(r), attempt, &a));
	rig_keep(r);
	return a.state;
}

/* Brings a new text to a state by the shortest way; its attempt.  Its words
 * are new, too: the same ones to a sixth family would count otherwise. */
static int64_t
brought_to(enum attempt_state state, int64_t *message)
{
	static unsigned texts;

	assert_int_equal(rig_direct(r, clerk, arena_print(r->arena,
	    "Hello %u", ++texts), rig_family(r, oak, rig_phone(r))), 202);
	*message = r->composed.message.id;
	assert_int_equal(rig_claim(r), 1);
	if (state == ATTEMPT_CLAIMED)
		return r->claimed[0];
	assert_true(rig_move(r, r->claimed[0], state));
	return r->claimed[0];
}

static void
assert_delivery(int64_t message, enum attempt_state state)
{
	struct told_delivery *list;

	assert_int_equal(delivery_list(rig_visit(r), &(struct delivery_page){
	    .message = message, .most = 2 }, &list), 1);
	rig_keep(r);
	assert_int_equal(list[0].delivery.state, says[state]);
}

static int64_t
sum(void)
{
	return rig_figure(r, "direct_out") - rig_figure(r, "direct_out_back");
}

static bool
is_handed(enum attempt_state state)
{
	return state == ATTEMPT_SENT || state == ATTEMPT_DELIVERED;
}

static void
test_every_pair_of_states(void **state)
{
	int64_t	 attempt, message, before;
	bool	 may;

	open_oak(state);
	for (int from = 0; from < STATES; from++)
		for (int to = 0; to < STATES; to++) {
			attempt = brought_to((enum attempt_state)from,
			    &message);
			before = sum() - is_handed((enum attempt_state)from);
			may = legal[from][3 + 5 * to] == 'x';
			if (rig_move(r, attempt, (enum attempt_state)to) !=
			    may)
				fail_msg("%d to %d was %sdone", from, to,
				    may ? "not " : "");
			assert_int_equal(state_of(attempt), may ? to : from);
			assert_delivery(message, (enum attempt_state)
			    (may ? to : from));
			assert_int_equal(sum() - before,
			    is_handed((enum attempt_state)(may ? to : from)));
			/* Out of the way of the next claim. */
			rig_move(r, attempt, ATTEMPT_DELIVERED);
		}
	rig_agrees(r);
}

/* How far a family can tell that a text has come. */
static int
height(enum attempt_state state)
{
	static const int heights[] = { [ATTEMPT_SENT] = 2,
	    [ATTEMPT_DELIVERED] = 3, [ATTEMPT_FAILED] = 2 };

	return state >= ATTEMPT_SENT && state <= ATTEMPT_FAILED ?
	    heights[state] : 1;
}

/* Three texts to two guardians each, and what news comes of them. */
static void
test_news_in_any_order(void **state)
{
	uint32_t		 seed = 77;
	unsigned		 n, pick;
	int64_t			 ivy;
	struct recount		 recount;
	enum attempt_state	 was, to;

	open_oak(state);
	for (int i = 0; i < 3; i++) {
		ivy = rig_family(r, oak, rig_phone(r));
		rig_relate(r, rig_guardian(r, "en-US", rig_phone(r)), ivy);
		assert_int_equal(rig_direct(r, clerk, "Hello", ivy), 202);
	}
	assert_int_equal(n = rig_claim(r), 6);
	for (int i = 0; i < MOVES; i++) {
		seed = seed * 1103515245 + 12345;
		pick = seed / 65536 % n;
		to = (enum attempt_state)(seed / 1048576 % STATES);
		/* Those that are delivered stay so; begin with the others. */
		if (to == ATTEMPT_DELIVERED && i < MOVES / 2)
			continue;
		was = state_of(r->claimed[pick]);
		if (rig_move(r, r->claimed[pick], to))
			assert_true(height(to) >= height(was));
		else
			assert_int_equal(state_of(r->claimed[pick]), was);
		clock_pass(i % 7);
		ledger_recount(rig_visit(r), &recount);
		rig_keep(r);
		assert_int_equal(recount.sum_wrong, 0);
		assert_int_equal(recount.tally_wrong, 0);
		assert_in_range(sum(), 0, 3);
		rig_clear(r);
	}
	for (unsigned i = 0; i < n; i++)
		assert_int_equal(state_of(r->claimed[i]), ATTEMPT_DELIVERED);
	assert_int_equal(sum(), 3);
	rig_agrees(r);
}

static bool
settle(int64_t attempt, enum attempt_state to, int64_t node,
    int64_t launch_by)
{
	bool moved = delivery_advance(rig_visit(r), &(struct move){
		    .attempt = attempt, .to = to, .due = clock_now(),
		    .node = node, .launch_by = launch_by }, rig_moment(r));

	rig_keep(r);
	return moved;
}

/* What a claim that is over has to say is no news, unless it was sent. */
static void
test_an_older_claim(void **state)
{
	static const struct {
		enum attempt_state	 to;
		bool			 news;
	} told[] = { { ATTEMPT_PLANNED, false }, { ATTEMPT_UNKNOWN, false },
	    { ATTEMPT_FAILED, false }, { ATTEMPT_DROPPED, false },
	    { ATTEMPT_SENT, true } };
	int64_t	 attempt, message, node, launch_by;

	open_oak(state);
	attempt = brought_to(ATTEMPT_CLAIMED, &message);
	node = r->gateway.node;
	launch_by = clock_now() + MINUTES(2);
	clock_pass(MINUTES(5));
	/* Another node has it now. */
	assert_true(rig_move(r, attempt, ATTEMPT_UNKNOWN));
	assert_true(rig_move(r, attempt, ATTEMPT_PLANNED));
	r->gateway.node = node + 1;
	assert_int_equal(rig_claim(r), 1);
	for (size_t i = 0; i < COUNT(told); i++) {
		assert_int_equal(settle(attempt, told[i].to, node,
		    launch_by), told[i].news);
		assert_int_equal(state_of(attempt), told[i].news ?
		    told[i].to : ATTEMPT_CLAIMED);
	}
	/* The other one is told so, and changes nothing. */
	assert_false(settle(attempt, ATTEMPT_SENT, node + 1,
	    clock_now() + MINUTES(2)));
	assert_int_equal(sum(), 1);
	assert_int_equal(rig_figure(r, "copy"), 1);
}

/* The same node, but an earlier claim. */
static void
test_an_older_claim_of_the_same_node(void **state)
{
	int64_t attempt, message, launch_by;

	open_oak(state);
	attempt = brought_to(ATTEMPT_CLAIMED, &message);
	launch_by = clock_now() + MINUTES(2);
	assert_true(settle(attempt, ATTEMPT_PLANNED, r->gateway.node,
	    launch_by));
	clock_pass(SECONDS(1));
	assert_int_equal(rig_claim(r), 1);
	assert_false(settle(attempt, ATTEMPT_FAILED, r->gateway.node,
	    launch_by));
	assert_true(settle(attempt, ATTEMPT_FAILED, r->gateway.node,
	    launch_by + SECONDS(1)));
}

static void
test_what_is_known_of_an_attempt(void **state)
{
	struct attempt	 a;
	int64_t		 attempt, message, sent;

	open_oak(state);
	attempt = brought_to(ATTEMPT_CLAIMED, &message);
	sent = clock_now();
	assert_true(delivery_advance(rig_visit(r), &(struct move){
	    .attempt = attempt, .to = ATTEMPT_SENT, .reference = "SM1",
	    .parts = 3, .tried = true }, rig_moment(r)));
	rig_keep(r);
	clock_pass(SECONDS(4));
	assert_true(rig_move(r, attempt, ATTEMPT_DELIVERED));
	assert_true(attempt_get(rig_visit(r), attempt, &a));
	assert_int_equal(attempt_by_reference(r->db, a.contact, "SM1"),
	    attempt);
	assert_int_equal(attempt_by_reference(r->db, a.contact, "SM2"), 0);
	assert_int_equal(attempt_by_reference(r->db, a.contact + 1, "SM1"),
	    0);
	rig_keep(r);
	assert_string_equal(a.reference, "SM1");
	assert_int_equal(a.parts, 3);
	assert_int_equal(a.tries, 1);
	assert_int_equal(a.handed, sent);
	assert_int_equal(a.ended, sent + SECONDS(4));
	assert_false(rig_move(r, id_new(), ATTEMPT_SENT));
}

static void
test_dropping_only_what_is_planned(void **state)
{
	int64_t attempt, message, other;

	open_oak(state);
	attempt = brought_to(ATTEMPT_SENT, &message);
	assert_int_equal(delivery_drop_message(rig_visit(r), message, "Why.",
	    rig_moment(r)), 0);
	rig_keep(r);
	assert_int_equal(state_of(attempt), ATTEMPT_SENT);
	assert_int_equal(rig_direct(r, clerk, "Bye", rig_family(r, oak,
	    rig_phone(r))), 202);
	other = r->composed.message.id;
	assert_int_equal(delivery_drop_message(rig_visit(r), message, "Why.",
	    rig_moment(r)), 0);
	assert_int_equal(delivery_drop_message(r->db, other, "Why.",
	    rig_moment(r)), 1);
	rig_keep(r);
	assert_delivery(other, ATTEMPT_DROPPED);
	assert_int_equal(rig_claim(r), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_every_pair_of_states),
		RIG_TEST(test_news_in_any_order),
		RIG_TEST(test_an_older_claim),
		RIG_TEST(test_an_older_claim_of_the_same_node),
		RIG_TEST(test_what_is_known_of_an_attempt),
		RIG_TEST(test_dropping_only_what_is_planned),
	};

	return cmocka_run_group_tests_name("delivery", tests, NULL, rig_end);
}
