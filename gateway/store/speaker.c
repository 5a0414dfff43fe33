/*
 * Who may approve words in which languages.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/speaker.h"

unsigned
speaker_list(struct db *db, int64_t person, struct spoken **list)
{
	struct rows	*rows = db_query(db, "SELECT id, since, language "
	    "FROM speaker WHERE person = $1 AND until = 0 "
	    "ORDER BY since, id LIMIT 64", INT(person));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct spoken, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct spoken){ .id = db_int(rows, 0),
		    .since = db_int(rows, 1), .language = db_text(rows, 2) };
	return n;
}

bool
speaker_speaks(struct db *db, int64_t person, const char *language)
{
	return db_row(db_query(db, "SELECT 1 FROM speaker WHERE person = $1 "
	    "AND language = $2 AND until = 0 LIMIT 1", INT(person),
	    TEXT(language)));
}

void
speaker_add(struct db *db, int64_t person, const char *language, int64_t now)
{
	if (!speaker_speaks(db, person, language))
		db_run(db, "INSERT INTO speaker (id, person, language, "
		    "since, until) VALUES ($1, $2, $3, $4, 0)",
		    INT(id_new()), INT(person), TEXT(language), INT(now));
}

const char *
speaker_end(struct db *db, int64_t id, int64_t person, int64_t now)
{
	struct rows *rows = db_query(db, "SELECT language FROM speaker "
	    "WHERE id = $1 AND person = $2 AND until = 0", INT(id),
	    INT(person));

	if (!db_row(rows))
		return NULL;
	db_run(db, "UPDATE speaker SET until = $2 WHERE id = $1 "
	    "AND until = 0", INT(id), INT(now));
	return db_text(rows, 0);
}

void
speaker_end_all(struct db *db, int64_t person, int64_t now)
{
	db_run(db, "UPDATE speaker SET until = $2 WHERE person = $1 "
	    "AND until = 0", INT(person), INT(now));
}
