/*
 * Kinds: their hours at the edges, their ranks, when they are useless and as
 * what they count; also in the two nights in which the clocks change.
 */

#include <string.h>

#include "base/zone.h"
#include "flow/kind.h"
#include "flow/route.h"
#include "tests/flow/rig.h"

static struct zone *zone;

static int64_t
at(int year, int month, int day, int minute)
{
	return zone_utc(zone, &(struct wall){ .year = year, .month = month,
	    .day = day, .minute = minute });
}

#define CLOCK(hour, minute)	((hour) * 60 + (minute))

static int64_t
goes(enum kind kind, bool answer, int64_t when)
{
	struct rule rule;

	kind_default(kind, &rule);
	return route_when(&rule, answer, zone, when);
}

static int64_t
useless_after(enum kind kind, int64_t when)
{
	struct rule rule;

	kind_default(kind, &rule);
	return kind_not_after(&rule, zone, when);
}

/* The hours of each kind, and of an answer. */
static const struct {
	enum kind	 kind;
	bool		 answer;
	int		 opens, closes;		/* Equal: any hour. */
	int64_t		 rank;
} kinds[] = {
	{ KIND_EMERGENCY, false, 0, 0, 0 },
	{ KIND_CLOSING, false, 0, 0, 1 },
	{ KIND_TODAY, false, CLOCK(5, 30), CLOCK(21, 0), 2 },
	{ KIND_ATTENDANCE, false, CLOCK(7, 0), CLOCK(20, 0), 3 },
	{ KIND_DIRECT, false, CLOCK(7, 0), CLOCK(20, 0), 4 },
	{ KIND_DIRECT, true, CLOCK(7, 0), CLOCK(21, 0), 1 },
	{ KIND_ANNOUNCEMENT, false, CLOCK(8, 0), CLOCK(20, 0), 5 },
	{ KIND_ANNOUNCEMENT, true, CLOCK(8, 0), CLOCK(20, 0), 5 },
	{ KIND_SYSTEM, false, 0, 0, 1 },
};

/* A plain day, and the days whose night is an hour longer or shorter. */
static const struct {
	int	 year, month, day;
} days[] = { { 2026, 11, 17 }, { 2026, 11, 1 }, { 2026, 10, 31 },
    { 2027, 3, 14 }, { 2027, 3, 13 } };

static void
test_hours_at_their_edges(void **state)
{
	int64_t opens, closes, next;

	(void)state;
	for (size_t d = 0; d < COUNT(days); d++)
		for (size_t i = 0; i < COUNT(kinds); i++) {
#define GOES(when)	goes(kinds[i].kind, kinds[i].answer, (when))
			opens = at(days[d].year, days[d].month, days[d].day,
			    kinds[i].opens);
			closes = at(days[d].year, days[d].month, days[d].day,
			    kinds[i].closes);
			next = at(days[d].year, days[d].month,
			    days[d].day + 1, kinds[i].opens);
			assert_int_equal(GOES(opens), opens);
			if (kinds[i].opens == kinds[i].closes) {
				assert_int_equal(GOES(opens - 1), opens - 1);
				continue;
			}
			assert_int_equal(GOES(opens - 1), opens);
			assert_int_equal(GOES(closes - 1), closes - 1);
			assert_int_equal(GOES(closes), next);
			assert_int_equal(GOES(next - HOURS(6)), next);
		}
}

static void
test_nights_the_clocks_change(void **state)
{
	int64_t evening, morning;

	(void)state;
	/* From 20:00 to 08:00 is 13 hours in November, 11 in March. */
	evening = at(2026, 10, 31, CLOCK(20, 0));
	morning = goes(KIND_ANNOUNCEMENT, false, evening);
	assert_int_equal(morning - evening, HOURS(13));
	evening = at(2027, 3, 13, CLOCK(20, 0));
	morning = goes(KIND_ANNOUNCEMENT, false, evening);
	assert_int_equal(morning - evening, HOURS(11));
	/* Within the hour that comes twice, and at the one that is skipped. */
	morning = at(2026, 11, 1, CLOCK(5, 30));
	assert_int_equal(morning - at(2026, 11, 1, 0), HOURS(6) +
	    MINUTES(30));
	assert_int_equal(goes(KIND_TODAY, false,
	    morning - HOURS(4)), morning);
	assert_int_equal(goes(KIND_TODAY, false,
	    morning - HOURS(5)), morning);
	morning = at(2027, 3, 14, CLOCK(5, 30));
	assert_int_equal(morning - at(2027, 3, 14, 0), HOURS(4) +
	    MINUTES(30));
	assert_int_equal(goes(KIND_TODAY, false,
	    at(2027, 3, 14, CLOCK(2, 30))), morning);
}

static void
test_ranks_put_what_presses_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		assert_int_equal(kind_rank(kinds[i].kind, kinds[i].answer),
		    kinds[i].rank);
		assert_true(kinds[i].rank <= RANK_MOST);
	}
	assert_true(kind_rank(KIND_ANNOUNCEMENT, false) >= RANK_BULK);
	assert_true(kind_rank(KIND_DIRECT, false) < RANK_BULK);
}

/* Written then, and useless from then on. */
static const struct {
	enum kind	 kind;
	int		 written, until;	/* Minutes of 2026-11-17. */
} useless[] = {
	{ KIND_EMERGENCY, CLOCK(10, 0), CLOCK(12, 0) },
	{ KIND_CLOSING, CLOCK(5, 31), CLOCK(8, 30) },
	{ KIND_CLOSING, CLOCK(8, 29), CLOCK(8, 30) },
	{ KIND_CLOSING, CLOCK(8, 30), CLOCK(24 + 8, 30) },
	{ KIND_CLOSING, CLOCK(21, 0), CLOCK(24 + 8, 30) },
	{ KIND_TODAY, CLOCK(14, 0), CLOCK(24, 0) },
	{ KIND_TODAY, CLOCK(0, 0), CLOCK(24, 0) },
	{ KIND_ATTENDANCE, CLOCK(9, 0), CLOCK(24, 0) },
	{ KIND_DIRECT, CLOCK(9, 0), CLOCK(72 + 9, 0) },
	{ KIND_ANNOUNCEMENT, CLOCK(9, 0), CLOCK(7 * 24 + 9, 0) },
	{ KIND_SYSTEM, CLOCK(9, 0), CLOCK(24 + 9, 0) },
};

static void
test_each_kind_is_useless_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(useless); i++)
		assert_int_equal(useless_after(useless[i].kind,
		    at(2026, 11, 17, useless[i].written)),
		    at(2026, 11, 17, useless[i].until));
}

static void
test_the_end_of_a_day_that_is_longer(void **state)
{
	(void)state;
	/* Both days end at midnight, 25 and 23 hours after they began. */
	assert_int_equal(useless_after(KIND_TODAY,
	    at(2026, 11, 1, 0)) - at(2026, 11, 1, 0), HOURS(25));
	assert_int_equal(useless_after(KIND_TODAY,
	    at(2027, 3, 14, 0)) - at(2027, 3, 14, 0), HOURS(23));
	assert_int_equal(useless_after(KIND_CLOSING,
	    at(2026, 11, 1, 0)), at(2026, 11, 1, CLOCK(8, 30)));
	assert_int_equal(useless_after(KIND_CLOSING,
	    at(2027, 3, 14, 0)), at(2027, 3, 14, CLOCK(8, 30)));
}

static void
test_only_what_people_write_counts_as_theirs(void **state)
{
	(void)state;
	for (int k = 0; k < KINDS; k++) {
		enum kind kind = (enum kind)k;

		assert_int_equal(kind_counts(kind, true),
		    kind == KIND_DIRECT ? COUNTS_DIRECT :
		    kind == KIND_ANNOUNCEMENT ? COUNTS_ANNOUNCEMENT :
		    kind == KIND_SYSTEM ? COUNTS_NOT : COUNTS_AUTOMATIC);
		assert_int_equal(kind_counts(kind, false),
		    kind == KIND_SYSTEM ? COUNTS_NOT : COUNTS_AUTOMATIC);
	}
}

static void
test_what_a_rule_may_say(void **state)
{
	static const struct {
		struct rule	 rule;
		const char	*why;
	} rules[] = {
#define RULE(k, a, b, ...) { .kind = KIND_##k, .hours = { a, b }, __VA_ARGS__ }
		{ RULE(DIRECT, 480, 1080, .useful = HOURS(2)), NULL },
		{ RULE(DIRECT, 0, 1440, .until = 1439), NULL },
		{ RULE(CLOSING, 0, 0, .until = 0), NULL },
		{ RULE(EMERGENCY, 0, 1440, .useful = HOURS(1)), NULL },
		{ RULE(EMERGENCY, 480, 1080, .useful = HOURS(1)),
		    "any hour" },
		{ RULE(SYSTEM, 480, 1080, .useful = HOURS(1)), "at once" },
		{ RULE(DIRECT, 1080, 480, .useful = HOURS(1)), "begin" },
		{ RULE(DIRECT, 480, 480, .useful = HOURS(1)), "begin" },
		{ RULE(DIRECT, -1, 480, .useful = HOURS(1)), "begin" },
		{ RULE(DIRECT, 480, 1441, .useful = HOURS(1)), "begin" },
		{ RULE(DIRECT, 480, 1080, .useful = -1), "useful" },
		{ RULE(DIRECT, 480, 1080, .useful = MINUTES(4)), "useful" },
		{ RULE(DIRECT, 480, 1080, .useful = DAYS(31)), "useful" },
		{ RULE(DIRECT, 480, 1080, .until = 1440), "until" },
		{ RULE(DIRECT, 480, 1080, .until = -1), "until" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		const char *why = rule_wrong(&rules[i].rule);

		assert_int_equal(why == NULL, rules[i].why == NULL);
		if (why != NULL)
			assert_non_null(strstr(why, rules[i].why));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hours_at_their_edges),
		cmocka_unit_test(test_nights_the_clocks_change),
		cmocka_unit_test(test_ranks_put_what_presses_first),
		cmocka_unit_test(test_each_kind_is_useless_once),
		cmocka_unit_test(test_the_end_of_a_day_that_is_longer),
		cmocka_unit_test(test_only_what_people_write_counts_as_theirs),
		cmocka_unit_test(test_what_a_rule_may_say),
	};
	const char	*why = NULL;
	int		 failed;

	zone = zone_open("America/New_York", &why);
	assert_non_null(zone);
	failed = cmocka_run_group_tests_name("kind", tests, NULL, NULL);
	zone_close(zone);
	return failed;
}
