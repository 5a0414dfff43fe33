/*
 * For whom a text of a family may be.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/meant.h"

#define LOOKED_AT	40	/* Attempts, the last ones. */

unsigned
meant_said(struct db *db, int64_t contact, const char *sender, int64_t since,
    struct meant **list)
{
	struct rows	*rows = db_query(db, "SELECT a.id, a.message, "
	    "m.school, m.seat, a.began, m.conversation, m.words "
	    "FROM (SELECT id, message, began, state FROM attempt "
	    "WHERE contact = $1 AND sender = $2 "
	    "ORDER BY id DESC LIMIT $4) a "
	    "JOIN message m ON m.id = a.message WHERE a.began > $3 "
	    "AND a.state IN ('claimed', 'unknown', 'sent', 'delivered') "
	    "AND m.kind <> 'system' AND m.readers <> 'nobody' "
	    "AND m.seat <> 0 ORDER BY a.began DESC, a.id DESC LIMIT $4",
	    INT(contact), TEXT(sender), INT(since), INT(LOOKED_AT));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct meant, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = (struct meant){ .attempt = db_int(rows, 0),
		    .message = db_int(rows, 1), .school = db_int(rows, 2),
		    .seat = db_int(rows, 3), .began = db_int(rows, 4),
		    .conversation = db_int(rows, 5),
		    .words = db_text(rows, 6) };
	return n;
}

bool
meant_last(struct db *db, int64_t contact, const char *sender,
    struct meant_reply *last)
{
	struct rows *rows = db_query(db, "SELECT r.id, r.answers, c.school, "
	    "r.at FROM conversation c JOIN reply r ON r.id = ("
	    "SELECT x.id FROM reply x WHERE x.conversation = c.id "
	    "AND x.sender = $2 AND x.what IN ('message', 'thanks') "
	    "ORDER BY x.id DESC LIMIT 1) WHERE c.contact = $1 "
	    "ORDER BY r.id DESC LIMIT 1", INT(contact), TEXT(sender));

	if (!db_row(rows))
		return false;
	*last = (struct meant_reply){ .id = db_int(rows, 0),
	    .answers = db_int(rows, 1), .school = db_int(rows, 2),
	    .at = db_int(rows, 3) };
	return true;
}

int64_t
meant_attempt(struct db *db, int64_t contact, int64_t message)
{
	return db_number(db_query(db, "SELECT max(a.id) FROM delivery d "
	    "JOIN attempt a ON a.delivery = d.id WHERE d.message = $2 "
	    "AND a.contact = $1", INT(contact), INT(message)));
}

void
meant_ask(struct db *db, int64_t contact, int64_t reply, int64_t now)
{
	db_run(db, "INSERT INTO asked_whom (reply, contact, at, told) "
	    "VALUES ($1, $2, $3, 0)", INT(reply), INT(contact), INT(now));
}

/* Whether anything of ours began there since then that we did not say by
 * ourselves. */
static bool
has_gone_on(struct db *db, int64_t contact, int64_t since)
{
	return db_row(db_query(db, "SELECT 1 FROM (SELECT message, began "
	    "FROM attempt WHERE contact = $1 ORDER BY id DESC LIMIT $3) a "
	    "CROSS JOIN message m WHERE m.id = a.message AND a.began > $2 "
	    "AND m.kind <> 'system' LIMIT 1", INT(contact), INT(since),
	    INT(LOOKED_AT)));
}

bool
meant_asked(struct db *db, int64_t contact, const char *sender,
    int64_t since, struct meant_asked *asked)
{
	struct rows *rows = db_query(db, "SELECT w.reply, w.at, w.told, "
	    "CASE WHEN r.moved_from = 0 AND c.state = 'asked' "
	    "AND c.answered <= w.at AND c.handed <= w.at THEN 1 ELSE 0 END "
	    "FROM asked_whom w JOIN reply r ON r.id = w.reply "
	    "JOIN conversation c ON c.id = r.conversation "
	    "WHERE w.contact = $1 AND w.at > $2 AND r.sender = $3 "
	    "ORDER BY w.at DESC LIMIT 1", INT(contact), INT(since),
	    TEXT(sender));

	if (!db_row(rows) || db_int(rows, 2) != 0)
		return false;
	asked->reply = db_int(rows, 0);
	asked->at = db_int(rows, 1);
	asked->open = db_int(rows, 3) != 0 &&
	    !has_gone_on(db, contact, asked->at);
	return true;
}

void
meant_told(struct db *db, int64_t reply, int64_t by)
{
	db_run(db, "UPDATE asked_whom SET told = $2 WHERE reply = $1",
	    INT(reply), INT(by));
}

unsigned
meant_lines(struct db *db, int64_t asked, int64_t before,
    struct meant_line **list)
{
	struct rows	*rows = db_query(db, "SELECT r.id, r.conversation "
	    "FROM reply q JOIN reply r ON r.conversation = q.conversation "
	    "AND r.answers = q.answers AND r.sender = q.sender "
	    "WHERE q.id = $1 AND r.id >= $1 AND r.id < $2 "
	    "AND r.what IN ('message', 'thanks') AND r.moved_from = 0 "
	    "AND r.counts <> 'notice_answer' ORDER BY r.id LIMIT 100",
	    INT(asked), INT(before));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct meant_line, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = (struct meant_line){ db_int(rows, 0),
		    db_int(rows, 1) };
	return n;
}

void
meant_answers(struct db *db, int64_t reply, int64_t message)
{
	db_run(db, "UPDATE reply SET answers = $2 WHERE id = $1",
	    INT(reply), INT(message));
}
