/*
 * Attachments.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/attachment.h"
#include "store/db.h"

void
attachment_add(struct db *db, const struct attachment *a)
{
	db_run(db, "INSERT INTO attachment (id, reply, place, name, type, "
	    "size, kept, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	    INT(id_new()), INT(a->reply), INT(a->place), TEXT(a->name),
	    TEXT(a->type), INT(a->size), INT(a->kept),
	    BLOB(a->kept ? a->bytes : NULL, (size_t)a->size));
}

/* id, reply, place, name, type, size, kept. */
static void
read_attachment(const struct rows *rows, struct attachment *a)
{
	a->id = db_int(rows, 0);
	a->reply = db_int(rows, 1);
	a->place = db_int(rows, 2);
	a->name = db_text(rows, 3);
	a->type = db_text(rows, 4);
	a->size = db_int(rows, 5);
	a->kept = db_int(rows, 6) != 0;
	a->bytes = NULL;
}

unsigned
attachment_list(struct db *db, int64_t reply, struct attachment **list)
{
	struct rows	*rows = db_query(db, "SELECT id, reply, place, name, "
	    "type, size, kept FROM attachment WHERE reply = $1 "
	    "ORDER BY place LIMIT 100", INT(reply));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct attachment, db_rows(rows));
	while (db_row(rows))
		read_attachment(rows, &(*list)[n++]);
	return n;
}

bool
attachment_get(struct db *db, int64_t id, struct attachment *a)
{
	struct rows	*rows = db_query(db, "SELECT id, reply, place, name, "
	    "type, size, kept, bytes FROM attachment WHERE id = $1", INT(id));
	size_t		 length;

	if (!db_row(rows))
		return false;
	read_attachment(rows, a);
	a->bytes = db_blob(rows, 7, &length);
	if (a->kept && (a->bytes == NULL || (int64_t)length != a->size))
		db_fail(db, "an attachment has not the size it says");
	return true;
}

int64_t
attachment_talk(struct db *db, int64_t id)
{
	return db_number(db_query(db, "SELECT r.conversation "
	    "FROM attachment a JOIN reply r ON r.id = a.reply "
	    "WHERE a.id = $1", INT(id)));
}
