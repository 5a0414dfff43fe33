/*
 * A roster of one school that no hand has entered: in by slices, each asked
 * for until it is kept, and out again by its undo.
 */

#include <stdio.h>

#include "base/clock.h"
#include "flow/import.h"
#include "store/db.h"
#include "tests/scenarios/stage.h"
#include "tests/torture/round.h"

#define SLICE	2

static const struct roster_given roster[] = {
	{ .noun = ROSTER_SCHOOL, .name = "fir",
	    .content = "{\"name\":\"Fir School\"}" },
	{ .noun = ROSTER_STAFF, .name = "fay", .content = "{\"desk\":false,"
	    "\"email\":\"\",\"language\":\"\",\"name\":\"Fay\","
	    "\"offices\":[\"fir\"],\"phones\":[]}" },
	{ .noun = ROSTER_CLASS, .name = "f1", .content = "{\"name\":\"F1\","
	    "\"school\":\"fir\",\"team\":[\"fay\"]}" },
	{ .noun = ROSTER_STUDENT, .name = "pia", .content = "{\"classes\":"
	    "[\"f1\"],\"language\":\"\",\"name\":\"Pia\",\"school\":\"fir\"}" },
	{ .noun = ROSTER_GUARDIAN, .name = "gil", .content = "{\"emails\":[],"
	    "\"language\":\"es-US\",\"name\":\"Gil\",\"phones\":"
	    "[\"+15085550188\"],\"students\":[{\"relation\":\"father\","
	    "\"restricted\":false,\"student\":\"pia\",\"write_to\":true}]}" },
};

struct coming {
	struct import_begun	 begun;
	struct imported		 is, was;	/* After a visit, before it. */
	unsigned		 from;		/* Of the slice. */
};

static void
begin_work(struct db *db, void *arg)
{
	struct coming	*c = arg;
	const char	*why = "";

	if (!import_begin(db, &c->begun, &c->is, &why))
		db_fail(db, why);
}

static void
slice_work(struct db *db, void *arg)
{
	struct coming		*c = arg;
	struct roster_given	 rows[SLICE];
	unsigned		 count = 0;
	const char		*why = "";

	while (count < SLICE && c->from + count < COUNT(roster)) {
		rows[count] = roster[c->from + count];
		count++;
	}
	c->is = c->was;
	if (!import_slice(db, &c->begun, &c->is, rows, count, &why))
		db_fail(db, why);
}

static void
end_work(struct db *db, void *arg)
{
	struct coming *c = arg;

	c->is = c->was;
	import_end(db, &c->is);
}

static void
undo_work(struct db *db, void *arg)
{
	struct coming	*c = arg;
	const char	*why = "";

	if (!import_undo(db, &c->begun, c->was.id, &c->is, &why))
		db_fail(db, why);
}

static void
count_work(struct db *db, void *arg)
{
	int64_t *count = arg;

	count[0] = db_number(db_query(db, "SELECT count(*) FROM roster_row "
	    "WHERE gone = 0", NONE));
	count[1] = db_number(db_query(db, "SELECT count(*) FROM guardianship g "
	    "JOIN reach r ON r.person = g.guardian JOIN contact c "
	    "ON c.id = r.contact WHERE c.address = '+15085550188' "
	    "AND g.until = 0", NONE));
}

static void
expect_rows(struct stage *stage, int64_t rows, int64_t guardians)
{
	int64_t count[2];

	stage_read(stage, count_work, count);
	if (count[0] != rows || count[1] != guardians)
		stage_fail(stage, "the roster has %lld rows, %lld guardians",
		    (long long)count[0], (long long)count[1]);
}

static void
keep(struct stage *stage, struct coming *c, void (*work)(struct db *, void *))
{
	c->begun.now = clock_now();
	round_visit(stage, work, c);
	c->was = c->is;
}

void
round_roster(struct stage *stage, unsigned n)
{
	char		 digest[32];
	struct coming	 c = { .begun = { .source = "fir.zip",
			    .digest = digest, .node = stage->node,
			    .gateway = stage->gateway, .desk = true } };

	snprintf(digest, sizeof digest, "torture %u", n);
	keep(stage, &c, begin_work);
	for (c.from = 0; c.from < COUNT(roster); c.from += SLICE)
		keep(stage, &c, slice_work);
	keep(stage, &c, end_work);
	expect_rows(stage, COUNT(roster), 1);
	do
		keep(stage, &c, undo_work);
	while (c.was.state == IMPORT_UNDOING);
	expect_rows(stage, 0, 0);
}
