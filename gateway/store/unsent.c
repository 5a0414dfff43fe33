/*
 * What was written and not sent.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/unsent.h"

#define UNSENT	"id, person, place, content, at, template"

static void
read_row(const struct rows *rows, struct unsent *u)
{
	u->id = db_int(rows, 0);
	u->person = db_int(rows, 1);
	u->place = db_text(rows, 2);
	u->content = db_text(rows, 3);
	u->at = db_int(rows, 4);
	u->template = db_int(rows, 5);
}

void
unsent_keep(struct db *db, const struct unsent *u)
{
	db_run(db, "INSERT INTO draft (" UNSENT ") "
	    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE "
	    "SET content = $4, at = $5, template = $6 "
	    "WHERE draft.person = $2", INT(u->id), INT(u->person),
	    TEXT(u->place), TEXT(u->content), INT(u->at), INT(u->template));
	db_run(db, "DELETE FROM draft WHERE person = $1 AND id NOT IN "
	    "(SELECT id FROM draft WHERE person = $1 "
	    "ORDER BY at DESC, id DESC LIMIT 100)", INT(u->person));
}

bool
unsent_get(struct db *db, int64_t id, int64_t person, struct unsent *u)
{
	struct rows *rows = db_query(db, "SELECT " UNSENT " FROM draft "
	    "WHERE id = $1 AND person = $2", INT(id), INT(person));

	if (!db_row(rows))
		return false;
	read_row(rows, u);
	return true;
}

unsigned
unsent_list(struct db *db, int64_t person, const char *place, int64_t most,
    struct unsent **list)
{
	struct rows	*rows = db_query(db, "SELECT " UNSENT " FROM draft "
	    "WHERE person = $1 AND place = $2 ORDER BY at DESC, id DESC "
	    "LIMIT $3", INT(person), TEXT(place), INT(most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct unsent, db_rows(rows));
	while (db_row(rows))
		read_row(rows, &(*list)[n++]);
	return n;
}

bool
unsent_find(struct db *db, int64_t person, const char *place,
    struct unsent *u)
{
	struct unsent *list;

	if (unsent_list(db, person, place, 1, &list) == 0)
		return false;
	*u = list[0];
	return true;
}

int64_t
unsent_others(struct db *db, int64_t person, int64_t template)
{
	return db_number(db_query(db, "SELECT count(*) FROM draft "
	    "WHERE template = $2 AND template <> 0 AND person <> $1",
	    INT(person), INT(template)));
}

void
unsent_drop(struct db *db, int64_t id, int64_t person)
{
	db_send(db, "DELETE FROM draft WHERE id = $1 AND person = $2",
	    INT(id), INT(person));
}
