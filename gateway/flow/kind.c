/*
 * The table of kinds.
 */

#include <assert.h>

#include "base/clock.h"
#include "base/zone.h"
#include "flow/kind.h"

#define AT(hour, minute)	((hour) * 60 + (minute))

#define HOUR		60
#define DAY_MINUTES	1440

static const struct {
	int64_t		 rank;
	struct hours	 hours;		/* From where they end: any hour. */
	int64_t		 useful;	/* ms; 0: until a minute of the day. */
	int		 until;
} kinds[KINDS] = {
	[KIND_EMERGENCY] = { 0, { 0, 0 }, HOURS(2), 0 },
	[KIND_CLOSING] = { 1, { AT(5, 0), AT(22, 0) }, 0, AT(8, 30) },
	[KIND_TODAY] = { 2, { AT(5, 30), AT(21, 0) }, 0, 0 },
	[KIND_ATTENDANCE] = { 3, { AT(7, 0), AT(20, 0) }, 0, 0 },
	[KIND_DIRECT] = { 4, { AT(7, 0), AT(20, 0) }, DAYS(3), 0 },
	[KIND_ANNOUNCEMENT] = { 5, { AT(8, 0), AT(20, 0) }, DAYS(7), 0 },
	[KIND_SYSTEM] = { 1, { 0, 0 }, DAYS(1), 0 },
};

int64_t
kind_rank(enum kind kind, bool answer)
{
	assert(kind < KINDS);
	return answer && kind == KIND_DIRECT ? kinds[KIND_CLOSING].rank :
	    kinds[kind].rank;
}

void
kind_default(enum kind kind, struct rule *rule)
{
	assert(kind < KINDS);
	*rule = (struct rule){ .kind = kind, .hours = kinds[kind].hours,
	    .useful = kinds[kind].useful, .until = kinds[kind].until };
}

void
kind_rule(struct db *db, int64_t school, enum kind kind, struct rule *rule)
{
	if (!rule_find(db, school, kind, rule))
		kind_default(kind, rule);
}

struct hours
kind_hours(const struct rule *rule, bool answer)
{
	struct hours hours = rule->hours;

	if (rule->kind == KIND_CLOSING)
		return (struct hours){ 0, 0 };
	if (!answer || rule->kind != KIND_DIRECT || hours.from == hours.to)
		return hours;
	hours.to = hours.to + HOUR < DAY_MINUTES ? hours.to + HOUR :
	    DAY_MINUTES;
	return hours;
}

int64_t
kind_not_after(const struct rule *rule, const struct zone *zone,
    int64_t send_at)
{
	if (rule->useful != 0)
		return send_at + rule->useful;
	return zone_next(zone, send_at + 1, rule->until);
}

enum counts
kind_counts(enum kind kind, bool person)
{
	if (kind == KIND_SYSTEM)
		return COUNTS_NOT;
	if (!person)
		return COUNTS_AUTOMATIC;
	if (kind == KIND_DIRECT)
		return COUNTS_DIRECT;
	return kind == KIND_ANNOUNCEMENT ? COUNTS_ANNOUNCEMENT :
	    COUNTS_AUTOMATIC;
}
