/*
 * The table setting.
 */

#include <stddef.h>

#include "base/arena.h"
#include "store/choice.h"
#include "store/db.h"

const char *
choice_get(struct db *db, const char *name, struct choice *choice)
{
	struct rows	*rows = db_query(db, "SELECT value, person, at "
			    "FROM setting WHERE name = $1", TEXT(name));
	struct choice	 none = { .value = NULL };

	if (choice == NULL)
		choice = &none;
	*choice = (struct choice){ .value = NULL };
	if (!db_row(rows))
		return NULL;
	choice->value = db_text(rows, 0);
	choice->person = db_int(rows, 1);
	choice->at = db_int(rows, 2);
	return choice->value;
}

void
choice_set(struct db *db, const char *name, const struct choice *choice)
{
	db_run(db, "INSERT INTO setting (name, value, person, at) "
	    "VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE "
	    "SET value = $2, person = $3, at = $4", TEXT(name),
	    TEXT(choice->value), INT(choice->person), INT(choice->at));
}

void
choice_drop(struct db *db, const char *name)
{
	db_run(db, "DELETE FROM setting WHERE name = $1", TEXT(name));
}

unsigned
choice_list(struct db *db, const char *prefix, struct chosen **list)
{
	struct rows	*rows = db_query(db, "SELECT name, value, person, at "
			    "FROM setting WHERE name >= $1 "
			    "AND substr(name, 1, length($1)) = $1 "
			    "ORDER BY name LIMIT 500", TEXT(prefix));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct chosen, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct chosen){ db_text(rows, 0),
		    { db_text(rows, 1), db_int(rows, 2), db_int(rows, 3) } };
	return n;
}
