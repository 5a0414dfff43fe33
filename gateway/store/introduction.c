/*
 * Introductions, and the evidence of them.  attempt_errand() reads the same
 * rows; what stands there stands here.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/introduction.h"

void
introduction_take(struct db *db, const struct attempt *a, const char *words)
{
	db_run(db, "INSERT INTO introduction "
	    "(contact, sender, attempt, words, at) "
	    "VALUES ($1, $2, $3, $4, 0) ON CONFLICT (contact, sender) "
	    "DO UPDATE SET attempt = $3, words = $4, at = 0",
	    INT(a->contact), TEXT(a->sender), INT(a->id), TEXT(words));
}

void
introduction_handed(struct db *db, int64_t attempt, int64_t now)
{
	struct rows *rows = db_query(db,
	    "SELECT i.contact, i.words, m.practice FROM introduction i "
	    "JOIN attempt a ON a.id = i.attempt "
	    "JOIN message m ON m.id = a.message "
	    "WHERE i.attempt = $1 AND i.at = 0", INT(attempt));

	if (!db_row(rows))
		return;
	db_run(db, "UPDATE introduction SET at = $2 WHERE attempt = $1",
	    INT(attempt), INT(now));
	if (db_int(rows, 2) != 0)
		return;
	db_run(db, "INSERT INTO consent "
	    "(id, contact, what, source, at, note) "
	    "VALUES ($1, $2, 'introduced', 'text', $3, $4)", INT(id_new()),
	    INT(db_int(rows, 0)), INT(now), TEXT(db_text(rows, 1)));
}

bool
introduction_stands(struct db *db, int64_t contact, const char *sender)
{
	return db_row(db_query(db, "SELECT 1 FROM introduction i "
	    "LEFT JOIN attempt a ON a.id = i.attempt "
	    "WHERE i.contact = $1 AND i.sender = $2 AND (a.state IN "
	    "('claimed', 'unknown', 'sent', 'delivered') "
	    "OR (a.state = 'planned' AND a.tries + a.looks > 0) "
	    "OR (a.id IS NULL AND i.at <> 0))", INT(contact), TEXT(sender)));
}
