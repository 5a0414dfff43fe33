/*
 * Rows of held.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/held.h"
#include "store/sits.h"

void
held_add(struct db *db, const struct held *h)
{
	db_run(db, "INSERT INTO held "
	    "(reply, contact, school, state, at, person, ended) "
	    "SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), "
	    "CAST($3 AS BIGINT), 'open', CAST($4 AS BIGINT), 0, 0 "
	    "WHERE NOT EXISTS (SELECT 1 FROM held "
	    "WHERE contact = $2 AND state = 'open')", INT(h->reply),
	    INT(h->contact), INT(h->school), INT(h->at));
}

int64_t
held_open(struct db *db, int64_t contact)
{
	return db_number(db_query(db, "SELECT reply FROM held "
	    "WHERE contact = $1 AND state = 'open' LIMIT 1", INT(contact)));
}

bool
held_end(struct db *db, int64_t contact, bool stop, int64_t person,
    int64_t now)
{
	if (held_open(db, contact) == 0)
		return false;
	db_run(db, "UPDATE held SET state = $2, person = $3, ended = $4 "
	    "WHERE contact = $1 AND state = 'open'", INT(contact),
	    TEXT(stop ? "stop" : "no"), INT(person), INT(now));
	if (!stop)
		db_run(db, "UPDATE attempt SET due = $2, reason = NULL "
		    "WHERE contact = $1 AND state = 'planned' "
		    "AND reason = $3", INT(contact), INT(now),
		    TEXT(HELD_WAITS));
	return true;
}

#define OPEN								\
	"FROM held h JOIN reply r ON r.id = h.reply "			\
	"JOIN contact c ON c.id = h.contact "				\
	"LEFT JOIN message m ON m.id = r.answers "			\
	"WHERE h.state = 'open' AND ($3 = 1 OR "			\
	OFFICE_IN("$1", "$2", "h.school") ") "

#define VIEWER(v) INT((v)->person), INT((v)->now), INT((v)->operator)

static struct held
read_held(const struct rows *rows)
{
	return (struct held){ .reply = db_int(rows, 0),
	    .contact = db_int(rows, 1), .school = db_int(rows, 2),
	    .at = db_int(rows, 3), .talk = db_int(rows, 4),
	    .words = db_text(rows, 5), .language = db_text(rows, 6),
	    .after = db_text(rows, 7) };
}

#define COLUMNS								\
	"h.reply, h.contact, h.school, h.at, r.conversation, r.words, "	\
	"c.language, m.words "

unsigned
held_list(struct db *db, const struct viewer *v, struct held **list)
{
	struct rows	*rows = db_query(db, "SELECT " COLUMNS OPEN
	    "ORDER BY h.at, h.reply LIMIT 100", VIEWER(v));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct held, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = read_held(rows);
	return n;
}

int64_t
held_count(struct db *db, const struct viewer *v)
{
	return db_number(db_query(db, "SELECT count(*) " OPEN, VIEWER(v)));
}

bool
held_get(struct db *db, const struct viewer *v, int64_t reply,
    struct held *held)
{
	struct rows *rows = db_query(db, "SELECT " COLUMNS OPEN
	    "AND h.reply = $4", VIEWER(v), INT(reply));

	if (!db_row(rows))
		return false;
	*held = read_held(rows);
	return true;
}
