/*
 * Introductions, and the evidence of them.  attempt_errand() reads the same
 * rows; what stands there stands here.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/introduction.h"

void
introduction_take(struct db *db, const struct attempt *a, const char *words)
{
	db_send(db, "INSERT INTO introduction "
	    "(contact, sender, attempt, words, at) "
	    "VALUES ($1, $2, $3, $4, 0) ON CONFLICT (contact, sender) "
	    "DO UPDATE SET attempt = $3, words = $4, at = 0",
	    INT(a->contact), TEXT(a->sender), INT(a->id), TEXT(words));
}

void
introduction_handed(struct db *db, int64_t attempt, int64_t now)
{
	db_send(db, "INSERT INTO consent "
	    "(id, contact, what, source, at, note) "
	    "SELECT $3, i.contact, 'introduced', 'text', $2, i.words "
	    "FROM introduction i JOIN attempt a ON a.id = i.attempt "
	    "JOIN message m ON m.id = a.message "
	    "WHERE i.attempt = $1 AND i.at = 0 AND m.practice = 0 LIMIT 1",
	    INT(attempt), INT(now), INT(id_new()));
	db_send(db, "UPDATE introduction SET at = $2 "
	    "WHERE attempt = $1 AND at = 0", INT(attempt), INT(now));
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
