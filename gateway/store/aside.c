/*
 * The table aside, and who of the staff has families waiting.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/aside.h"
#include "store/away.h"
#include "store/db.h"
#include "store/word.h"

static const char *const words[] = {
	[ASIDE_BEGUN] = "begun", [ASIDE_SENT] = "sent",
	[ASIDE_REFUSED] = "refused", [ASIDE_UNKNOWN] = "unknown",
	[ASIDE_PRACTICE] = "practice",
};

static const char *const kinds[] = {
	[ASIDE_WAITING] = "waiting", [ASIDE_TRIAL] = "trial",
};

const char *
aside_word(enum aside_state state)
{
	return words[state];
}

void
aside_add(struct db *db, struct aside *a)
{
	a->id = id_new();
	db_run(db, "INSERT INTO aside (id, what, person, channel, account, "
	    "sender, address, n, at, state, reason, newest) VALUES "
	    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	    INT(a->id),
	    TEXT(kinds[a->what]), INT(a->person),
	    TEXT(channel_word(a->channel)), TEXT(a->account),
	    TEXT(a->sender), TEXT(a->address), INT(a->n), INT(a->at),
	    TEXT(words[a->state]), TEXT(a->reason == NULL ? "" : a->reason),
	    INT(a->newest));
}

void
aside_end(struct db *db, int64_t id, enum aside_state state,
    const char *reason)
{
	db_run(db, "UPDATE aside SET state = $2, reason = $3 "
	    "WHERE id = $1 AND state IN ('begun', 'sent')", INT(id),
	    TEXT(words[state]), TEXT(reason == NULL ? "" : reason));
}

static enum aside_state
state_of(struct db *db, const char *word)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i], word) == 0)
			return (enum aside_state)i;
	db_fail(db, "an aside has a word that is not ours");
	return ASIDE_BEGUN;
}

unsigned
aside_list(struct db *db, enum aside_what what, const char *account,
    struct aside **list)
{
	struct rows	*rows = db_query(db, "SELECT id, person, channel, "
			    "account, sender, address, n, at, state, reason "
			    "FROM aside WHERE what = $1 "
			    "AND ($2 = '' OR account = $2) "
			    "ORDER BY at DESC, id DESC LIMIT 20",
			    TEXT(kinds[what]),
			    TEXT(account == NULL ? "" : account));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct aside, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n] = (struct aside){ .id = db_int(rows, 0),
		    .what = what, .person = db_int(rows, 1),
		    .account = db_text(rows, 3), .sender = db_text(rows, 4),
		    .address = db_text(rows, 5), .n = db_int(rows, 6),
		    .at = db_int(rows, 7),
		    .state = state_of(db, db_text(rows, 8)),
		    .reason = db_text(rows, 9) };
		if (!channel_read(db_text(rows, 2), &(*list)[n].channel))
			db_fail(db, "an aside has a word that is not ours");
	}
	return n;
}

void
aside_tidy(struct db *db, int64_t before)
{
	db_run(db, "DELETE FROM aside WHERE at < $1", INT(before));
}

/* Talks that ask, and the members of their seats at time $1; since when, there:
 * one that was handed over is new to its readers. */
#define SINCE "CASE WHEN c.handed > c.asked THEN c.handed ELSE c.asked END"
#define ASKING "conversation c CROSS JOIN seat_member m "
#define OF_SEAT "c.state = 'asked' AND m.seat = c.seat AND "		\
	IS_NOW("m", "$1")
#define TOLD(a) a ".what = 'waiting' AND " a ".person = p.id "

unsigned
aside_readers(struct db *db, int64_t after, int64_t now,
    struct aside_reader **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT t.reader, t.mailbox, t.told, t.hours, t.tried, t.last, "
	    "count(*), min(CASE WHEN t.since > t.known THEN t.since END), "
	    "max(t.since) FROM (SELECT r.reader AS reader, "
	    "r.since AS since, p.work_mail AS mailbox, (SELECT f.value "
	    "FROM preference f WHERE f.person = p.id AND f.name = 'told') "
	    "AS told, (SELECT h.value FROM preference h "
	    "WHERE h.person = p.id AND h.name = 'hours') AS hours, "
	    "coalesce((SELECT max(a.at) FROM aside a WHERE " TOLD("a")
	    "AND a.state = 'refused'), 0) AS tried, "
	    "coalesce((SELECT max(b.at) FROM aside b WHERE " TOLD("b")
	    "AND b.state <> 'refused'), 0) AS last, "
	    "coalesce((SELECT max(k.newest) FROM aside k WHERE " TOLD("k")
	    "AND k.state <> 'refused'), 0) AS known "
	    "FROM (SELECT m.person AS reader, c.id AS talk, " SINCE
	    " AS since FROM " ASKING "WHERE " OF_SEAT " AND "
	    IS_HERE("m.person", "$1")
	    " UNION SELECT w.cover, c.id, " SINCE " FROM " ASKING
	    "JOIN away w ON w.person = m.person WHERE " OF_SEAT " AND "
	    IS_NOW("w", "$1") " AND " IS_HERE("w.cover", "$1") ") r "
	    "JOIN person p ON p.id = r.reader WHERE p.id > $2 "
	    "AND p.staff = 1 AND p.work_mail <> '') t "
	    "GROUP BY t.reader, t.mailbox, t.told, t.hours, t.tried, t.last "
	    "HAVING max(t.since) > max(t.known) "
	    "ORDER BY t.reader LIMIT 200", INT(now), INT(after));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct aside_reader, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct aside_reader){ .person = db_int(rows, 0),
		    .mailbox = db_text(rows, 1), .told = db_text(rows, 2),
		    .hours = db_text(rows, 3), .tried = db_int(rows, 4),
		    .last = db_int(rows, 5), .waiting = db_int(rows, 6),
		    .new_since = db_int(rows, 7),
		    .newest = db_int(rows, 8) };
	return n;
}
