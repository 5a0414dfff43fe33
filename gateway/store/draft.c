/*
 * Drafts.  Two pages of one person that keep the same draft at the same time
 * are rare, and the later one is right.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/draft.h"

void
draft_keep(struct db *db, int64_t person, const char *place,
    const char *content, int64_t now)
{
	if (db_run(db, "UPDATE draft SET content = $3, at = $4 "
	    "WHERE person = $1 AND place = $2", INT(person), TEXT(place),
	    TEXT(content), INT(now)) > 0)
		return;
	db_run(db, "INSERT INTO draft (id, person, place, content, at) "
	    "VALUES ($1, $2, $3, $4, $5)", INT(id_new()), INT(person),
	    TEXT(place), TEXT(content), INT(now));
}

bool
draft_find(struct db *db, int64_t person, const char *place,
    const char **content)
{
	struct rows *rows = db_query(db, "SELECT content FROM draft "
	    "WHERE person = $1 AND place = $2 ORDER BY id LIMIT 1",
	    INT(person), TEXT(place));

	if (!db_row(rows))
		return false;
	*content = db_text(rows, 0);
	return true;
}

void
draft_drop(struct db *db, int64_t person, const char *place)
{
	db_run(db, "DELETE FROM draft WHERE person = $1 AND place = $2",
	    INT(person), TEXT(place));
}

unsigned
draft_places(struct db *db, int64_t person, const char ***places)
{
	struct rows	*rows = db_query(db, "SELECT place FROM draft "
	    "WHERE person = $1 ORDER BY at DESC, id DESC LIMIT 500",
	    INT(person));
	unsigned	 n = 0;

	*places = NEW_LIST(db_arena(db), const char *, db_rows(rows));
	while (db_row(rows))
		(*places)[n++] = db_text(rows, 0);
	return n;
}
