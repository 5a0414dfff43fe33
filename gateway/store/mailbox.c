/*
 * Mailboxes.
 */

#include "store/db.h"
#include "store/mailbox.h"

bool
mailbox_take(struct db *db, struct mailbox_mark *m, int64_t now)
{
	struct rows *rows;

	db_run(db, "INSERT INTO mailbox (account, validity, uid, looked, "
	    "node, held) VALUES ($1, 0, 0, 0, $2, 0) ON CONFLICT DO NOTHING",
	    TEXT(m->account), INT(m->node));
	if (db_run(db, "UPDATE mailbox SET node = $2, held = $3 "
	    "WHERE account = $1 AND (node = $2 OR held < $4)",
	    TEXT(m->account), INT(m->node), INT(m->held), INT(now)) == 0)
		return false;
	rows = db_query(db, "SELECT validity, uid, looked FROM mailbox "
	    "WHERE account = $1", TEXT(m->account));
	if (!db_row(rows))
		return false;
	m->validity = db_int(rows, 0);
	m->uid = db_int(rows, 1);
	m->looked = db_int(rows, 2);
	return true;
}

bool
mailbox_move(struct db *db, const struct mailbox_mark *m)
{
	return db_run(db, "UPDATE mailbox SET validity = $3, uid = $4, "
	    "looked = $5, held = $6 WHERE account = $1 AND node = $2",
	    TEXT(m->account), INT(m->node), INT(m->validity), INT(m->uid),
	    INT(m->looked), INT(m->held)) > 0;
}
