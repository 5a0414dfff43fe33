/*
 * What the gateway has said by itself to a contact.
 */

#include "base/id.h"
#include "store/db.h"
#include "store/itself.h"

int64_t
itself_count(struct db *db, int64_t contact, int64_t since)
{
	return db_number(db_query(db, "SELECT count(*) FROM attempt a "
	    "JOIN message m ON m.id = a.message "
	    "WHERE a.contact = $1 AND a.id >= $2 AND m.kind = 'system'",
	    INT(contact), INT(id_least(since))));
}

bool
itself_said(struct db *db, int64_t contact, const char *template,
    int64_t since)
{
	return db_row(db_query(db, "SELECT 1 FROM attempt a "
	    "JOIN message m ON m.id = a.message "
	    "WHERE a.contact = $1 AND a.id >= $2 AND m.template = $3 LIMIT 1",
	    INT(contact), INT(id_least(since)), TEXT(template)));
}
