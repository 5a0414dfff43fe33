/*
 * The ledger and its sum.  A row and the tally change together, here only.
 */

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "store/db.h"
#include "store/ledger.h"
#include "store/word.h"

/* What is written when something begins to count, and when it ends. */
static const struct {
	const char	*what, *back;
} out[] = {
	[COUNTS_DIRECT]		= { "direct_out", "direct_out_back" },
	[COUNTS_ANNOUNCEMENT]	= { "announcement", "announcement_back" },
	[COUNTS_REPETITION]	= { "announcement_by_repetition",
				    "announcement_by_repetition_back" },
	[COUNTS_AUTOMATIC]	= { "automatic", "automatic_back" },
};

static const char *
direction(const struct entry *e)
{
	return e->in ? "in" : "out";
}

static void
add_up(struct db *db, const struct sum *sum)
{
	const struct entry *e = &sum->entry;

	db_send(db, "INSERT INTO tally (day, school, language, channel, "
	    "direction, kind, what, n) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
	    "ON CONFLICT (day, school, language, channel, direction, kind, "
	    "what) DO UPDATE SET n = tally.n + $8", INT(e->at.day),
	    INT(e->school), TEXT(e->language), TEXT(channel_word(e->channel)),
	    TEXT(direction(e)), TEXT(kind_word(e->kind)), TEXT(sum->what),
	    INT(sum->n));
}

void
ledger_begin(struct ledger *ledger, struct db *db)
{
	ledger->db = db;
	ledger->passed = false;
	ledger->count = 0;
}

/* The sums by month know rows by their ids (monthly.h), and go on behind the
 * last: where another node's clock was ahead of ours, or ours was, a row that
 * comes now still has to come behind it. */
static void
pass_sums(struct ledger *ledger)
{
	if (!ledger->passed)
		id_pass(db_number(db_query(ledger->db,
		    "SELECT last_id FROM summed WHERE id = 1", NONE)));
	ledger->passed = true;
}

void
ledger_end(struct ledger *ledger)
{
	for (unsigned i = 0; i < ledger->count; i++)
		add_up(ledger->db, &ledger->sums[i]);
	ledger->count = 0;
}

static bool
same(const struct sum *sum, const char *what, const struct entry *e)
{
	const struct entry *of = &sum->entry;

	return of->at.day == e->at.day && of->school == e->school &&
	    of->channel == e->channel && of->in == e->in &&
	    of->kind == e->kind && strcmp(sum->what, what) == 0 &&
	    strcmp(of->language, e->language) == 0;
}

static void
sum_up(struct ledger *ledger, const char *what, const struct entry *e)
{
	for (unsigned i = 0; i < ledger->count; i++)
		if (same(&ledger->sums[i], what, e)) {
			ledger->sums[i].n++;
			return;
		}
	if (ledger->count == LEDGER_SUMS)
		ledger_end(ledger);
	ledger->sums[ledger->count++] = (struct sum){ *e, what, 1 };
}

static void
add(struct ledger *ledger, const char *what, int64_t round,
    const struct entry *e)
{
	pass_sums(ledger);
	db_send(ledger->db, "INSERT INTO ledger (id, at, day, what, message, "
	    "family, round, reason, person, school, language, channel, "
	    "direction, kind, author) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
	    "$9, $10, $11, $12, $13, $14, $15)", INT(id_new()),
	    INT(e->at.time), INT(e->at.day), TEXT(what), INT(e->message),
	    INT(e->family), INT(round), TEXT(e->reason), INT(e->person),
	    INT(e->school), TEXT(e->language), TEXT(channel_word(e->channel)),
	    TEXT(direction(e)), TEXT(kind_word(e->kind)), TEXT(e->author));
	sum_up(ledger, what, e);
}

int64_t
ledger_lines(struct db *db, int64_t message, int64_t family)
{
	return db_number(db_query(db, "SELECT count(*) FROM ledger "
	    "WHERE message = $1 AND family = $2 AND what <> 'copy'",
	    INT(message), INT(family)));
}

/* When it was first handed over: on that day it counts, and on that day it
 * is taken back or counted again. */
static struct moment
first(struct db *db, const struct entry *e, const char *what)
{
	struct rows *rows = db_query(db, "SELECT at, day FROM ledger "
	    "WHERE message = $1 AND family = $2 AND what = $3 "
	    "ORDER BY round LIMIT 1",
	    INT(e->message), INT(e->family), TEXT(what));

	if (!db_row(rows))
		return e->at;
	return (struct moment){ db_int(rows, 0), db_int(rows, 1) };
}

bool
ledger_handed(struct ledger *ledger, enum counts counts,
    const struct entry *e, int64_t lines)
{
	struct entry	 again = *e;
	struct moment	 begun;

	if (counts >= COUNT(out) || lines % 2 != 0)
		return false;
	if (lines > 0) {
		begun = first(ledger->db, e, out[counts].what);
		again.at.day = begun.day;
	}
	add(ledger, out[counts].what, lines / 2, &again);
	return true;
}

bool
ledger_back(struct ledger *ledger, enum counts counts,
    const struct entry *e, int64_t lines)
{
	struct entry	 back = *e;
	struct moment	 begun;

	if (counts >= COUNT(out) || lines % 2 == 0)
		return false;
	begun = first(ledger->db, e, out[counts].what);
	if (e->at.time - begun.time > LEDGER_BACK)
		return false;
	back.at.day = begun.day;
	add(ledger, out[counts].back, lines / 2, &back);
	return true;
}

void
ledger_copy(struct ledger *ledger, const struct entry *e, int64_t turn)
{
	add(ledger, "copy", turn, e);
}

void
ledger_reply(struct db *db, enum counts counts, const struct entry *e)
{
	struct ledger ledger;

	assert(e->in);
	ledger_begin(&ledger, db);
	if (counts == COUNTS_DIRECT)
		add(&ledger, "direct_in", 0, e);
	else if (counts == COUNTS_NOTICE_ANSWER)
		add(&ledger, "notice_answer", 0, e);
	else
		add(&ledger, "not_counted", 0, e);
	ledger_end(&ledger);
}

void
ledger_answered(struct db *db, int64_t reply, struct moment now)
{
	struct ledger	 ledger;
	struct entry	 e = { .message = reply, .in = true,
			    .author = "family", .reason = "answered" };
	struct rows	*rows = db_query(db,
	    "SELECT family, person, school, language, channel, kind, at, day "
	    "FROM ledger WHERE message = $1 AND what = 'notice_answer' LIMIT 1",
	    INT(reply));

	if (!db_row(rows))
		return;
	e.family = db_int(rows, 0);
	e.person = db_int(rows, 1);
	e.school = db_int(rows, 2);
	e.language = db_text(rows, 3);
	if (!channel_read(db_text(rows, 4), &e.channel) ||
	    !kind_read(db_text(rows, 5), &e.kind))
		db_fail(db, "the ledger has a word that is not ours");
	ledger_begin(&ledger, db);
	e.at = (struct moment){ now.time, db_int(rows, 7) };
	add(&ledger, "notice_answer_back", 0, &e);
	e.at.time = db_int(rows, 6);
	add(&ledger, "direct_in", 0, &e);
	ledger_end(&ledger);
}

unsigned
ledger_figures(struct db *db, int64_t from, int64_t to, struct figure **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT day, school, language, channel, direction, kind, what, n "
	    "FROM tally WHERE day >= $1 AND day <= $2 "
	    "ORDER BY day, school, language, channel, direction, kind, what "
	    "LIMIT 100000", INT(from), INT(to));
	struct figure	*f;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct figure, db_rows(rows));
	while (db_row(rows)) {
		f = &(*list)[n++];
		f->day = db_int(rows, 0);
		f->school = db_int(rows, 1);
		f->language = db_text(rows, 2);
		f->channel = db_text(rows, 3);
		f->direction = db_text(rows, 4);
		f->kind = db_text(rows, 5);
		f->what = db_text(rows, 6);
		f->n = db_int(rows, 7);
	}
	return n;
}

static int64_t
number(struct rows *rows)
{
	return db_row(rows) ? db_int(rows, 0) : -1;
}

void
ledger_recount(struct db *db, struct recount *recount)
{
	recount->rows = number(db_query(db,
	    "SELECT count(*) FROM ledger", NONE));
	recount->tally_wrong = number(db_query(db,
	    "SELECT count(*) FROM (SELECT day, school, language, channel, "
	    "direction, kind, what, count(*) AS n FROM ledger "
	    "GROUP BY day, school, language, channel, direction, kind, what "
	    "EXCEPT SELECT day, school, language, channel, direction, kind, "
	    "what, n FROM tally) AS missing", NONE)) + number(db_query(db,
	    "SELECT count(*) FROM (SELECT day, school, language, channel, "
	    "direction, kind, what, n FROM tally "
	    "EXCEPT SELECT day, school, language, channel, direction, kind, "
	    "what, count(*) FROM ledger GROUP BY day, school, language, "
	    "channel, direction, kind, what) AS surplus", NONE));
	recount->sum_wrong = number(db_query(db,
	    "SELECT count(*) FROM (SELECT message, family FROM ledger "
	    "WHERE direction = 'out' AND what <> 'copy' "
	    "GROUP BY message, family HAVING "
	    "count(*) - 2 * count(CASE WHEN what IN ('direct_out_back', "
	    "'announcement_back', 'announcement_by_repetition_back', "
	    "'automatic_back') THEN 1 END) NOT IN (0, 1)) AS wrong", NONE));
}
