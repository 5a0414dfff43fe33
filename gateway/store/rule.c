/*
 * Rules of kinds.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "store/db.h"
#include "store/rule.h"
#include "store/word.h"

#define DAY_MINUTES	1440
#define USEFUL_LEAST	MINUTES(5)
#define USEFUL_MOST	DAYS(30)

const char *
rule_wrong(const struct rule *r)
{
	bool any = r->hours.from == 0 && (r->hours.to == DAY_MINUTES ||
	    r->hours.to == 0);

	if (r->kind == KIND_SYSTEM)
		return "What the gateway says by itself only answers, so it "
		    "goes at once. Choose another kind.";
	if (r->kind == KIND_EMERGENCY && !any)
		return "An emergency goes at any hour. Leave its hours as "
		    "they are.";
	if (!any && (r->hours.from < 0 || r->hours.to > DAY_MINUTES ||
	    r->hours.from >= r->hours.to))
		return "The hours must begin before they end, on one day, "
		    "between 00:00 and 24:00.";
	if (r->useful < 0 || (r->useful != 0 &&
	    (r->useful < USEFUL_LEAST || r->useful > USEFUL_MOST)))
		return "A message must be useful for at least 5 minutes and "
		    "at most 30 days.";
	if (r->useful == 0 && (r->until < 0 || r->until >= DAY_MINUTES))
		return "Say for how long a message is useful, or until which "
		    "time of the day, from 00:00 to 23:59.";
	return NULL;
}

/* school, kind, opens, closes, useful, until. */
static void
read_rule(struct db *db, const struct rows *rows, struct rule *r)
{
	r->school = db_int(rows, 0);
	r->hours.from = (int)db_int(rows, 2);
	r->hours.to = (int)db_int(rows, 3);
	r->useful = db_int(rows, 4);
	r->until = (int)db_int(rows, 5);
	if (!kind_read(db_text(rows, 1), &r->kind))
		db_fail(db, "a rule has a word that is not ours");
}

bool
rule_find(struct db *db, int64_t school, enum kind kind, struct rule *rule)
{
	struct rows *rows = db_query(db,
	    "SELECT school, kind, opens, closes, useful, until FROM kind_rule "
	    "WHERE school IN (0, $1) AND kind = $2 "
	    "ORDER BY school DESC LIMIT 1", INT(school),
	    TEXT(kind_word(kind)));

	if (!db_row(rows))
		return false;
	read_rule(db, rows, rule);
	return true;
}

void
rule_set(struct db *db, const struct rule *r)
{
	db_run(db, "INSERT INTO kind_rule "
	    "(school, kind, opens, closes, useful, until) "
	    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (school, kind) "
	    "DO UPDATE SET opens = $3, closes = $4, useful = $5, until = $6",
	    INT(r->school), TEXT(kind_word(r->kind)), INT(r->hours.from),
	    INT(r->hours.to), INT(r->useful), INT(r->until));
}

bool
rule_remove(struct db *db, int64_t school, enum kind kind)
{
	return db_run(db, "DELETE FROM kind_rule "
	    "WHERE school = $1 AND kind = $2", INT(school),
	    TEXT(kind_word(kind))) == 1;
}
