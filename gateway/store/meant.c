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
	    "m.school, m.seat, a.began FROM (SELECT id, message, began, state "
	    "FROM attempt WHERE contact = $1 AND sender = $2 "
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
		    .seat = db_int(rows, 3), .began = db_int(rows, 4) };
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

int64_t
meant_asked(struct db *db, int64_t contact, int64_t since, int64_t *at)
{
	struct rows *rows = db_query(db, "SELECT reply, at, told "
	    "FROM asked_whom WHERE contact = $1 AND at > $2 "
	    "ORDER BY at DESC LIMIT 1", INT(contact), INT(since));

	if (!db_row(rows) || db_int(rows, 2) != 0)
		return 0;
	*at = db_int(rows, 1);
	return db_int(rows, 0);
}

void
meant_told(struct db *db, int64_t reply, int64_t by)
{
	db_run(db, "UPDATE asked_whom SET told = $2 WHERE reply = $1",
	    INT(reply), INT(by));
}

unsigned
meant_since(struct db *db, int64_t contact, const char *sender, int64_t from,
    int64_t before, struct meant_line **list)
{
	struct rows	*rows = db_query(db, "SELECT r.id, c.id "
	    "FROM conversation c JOIN reply r ON r.conversation = c.id "
	    "WHERE c.contact = $1 AND r.sender = $2 AND r.id >= $3 "
	    "AND r.id < $4 AND r.what IN ('message', 'thanks') "
	    "ORDER BY r.id LIMIT 100", INT(contact), TEXT(sender), INT(from),
	    INT(before));
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
