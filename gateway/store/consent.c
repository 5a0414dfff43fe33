/*
 * Rows of consent.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/consent.h"
#include "store/db.h"

void
consent_add(struct db *db, const struct consent *c)
{
	db_run(db, "INSERT INTO consent "
	    "(id, contact, what, source, at, person, note) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7)", INT(id_new()),
	    INT(c->contact), TEXT(c->what), TEXT(c->source), INT(c->at),
	    INT(c->person), TEXT(c->note != NULL ? c->note : ""));
}

unsigned
consent_list(struct db *db, int64_t contact, struct consent **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT c.what, c.source, c.at, c.person, c.note, p.name "
	    "FROM consent c LEFT JOIN person p ON p.id = c.person "
	    "WHERE c.contact = $1 ORDER BY c.id DESC LIMIT 50", INT(contact));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct consent, CONSENT_MOST);
	while (db_row(rows))
		(*list)[n++] = (struct consent){ .contact = contact,
		    .what = db_text(rows, 0), .source = db_text(rows, 1),
		    .at = db_int(rows, 2), .person = db_int(rows, 3),
		    .note = db_text(rows, 4), .name = db_text(rows, 5) };
	return n;
}

const char *
consent_stop_source(struct db *db, int64_t contact)
{
	struct rows *rows = db_query(db, "SELECT source FROM consent "
	    "WHERE contact = $1 AND what = 'stop' ORDER BY id DESC LIMIT 1",
	    INT(contact));

	return db_row(rows) ? db_text(rows, 0) : NULL;
}

bool
consent_wrong(struct db *db, int64_t contact)
{
	struct rows *rows = db_query(db, "SELECT what FROM consent "
	    "WHERE contact = $1 AND what IN ('wrong', 'right') "
	    "ORDER BY id DESC LIMIT 1", INT(contact));

	return db_row(rows) && strcmp(db_text(rows, 0), "wrong") == 0;
}

bool
consent_theirs(struct db *db, int64_t contact)
{
	return db_row(db_query(db, "SELECT 1 FROM consent c "
	    "WHERE c.contact = $1 AND c.what = 'stop' "
	    "AND c.source <> 'office' AND NOT EXISTS (SELECT 1 "
	    "FROM consent s WHERE s.contact = c.contact "
	    "AND s.what = 'start' AND s.id > c.id) LIMIT 1", INT(contact)));
}
