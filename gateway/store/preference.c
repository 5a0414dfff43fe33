/*
 * What somebody chose for themselves.
 */

#include <stdlib.h>

#include "store/db.h"
#include "store/preference.h"

#define DAY	1440	/* Minutes. */

const char *
preference_get(struct db *db, int64_t person, const char *name)
{
	struct rows *rows = db_query(db, "SELECT value FROM preference "
	    "WHERE person = $1 AND name = $2", INT(person), TEXT(name));

	return db_row(rows) ? db_text(rows, 0) : NULL;
}

void
preference_put(struct db *db, int64_t person, const char *name,
    const char *value)
{
	if (value == NULL)
		db_run(db, "DELETE FROM preference WHERE person = $1 "
		    "AND name = $2", INT(person), TEXT(name));
	else
		db_run(db, "INSERT INTO preference (person, name, value) "
		    "VALUES ($1, $2, $3) ON CONFLICT (person, name) "
		    "DO UPDATE SET value = excluded.value", INT(person),
		    TEXT(name), TEXT(value));
}

bool
preference_hours(const char *value, int *from, int *to)
{
	char	*end;
	long	 opens = strtol(value, &end, 10), closes;

	if (end == value || *end != '-' || opens < 0)
		return false;
	value = end + 1;
	closes = strtol(value, &end, 10);
	if (end == value || *end != '\0' || closes > DAY || opens >= closes)
		return false;
	*from = (int)opens;
	*to = (int)closes;
	return true;
}
