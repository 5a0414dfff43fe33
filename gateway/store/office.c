/*
 * Phones of offices: a column of school and of district.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/office.h"

static const char *
first(struct rows *rows)
{
	return db_row(rows) ? db_text(rows, 0) : "";
}

const char *
office_own_phone(struct db *db, int64_t school)
{
	if (school == 0)
		return first(db_query(db, "SELECT phone FROM district "
		    "LIMIT 1", NONE));
	return first(db_query(db, "SELECT phone FROM school WHERE id = $1",
	    INT(school)));
}

const char *
office_phone(struct db *db, int64_t school)
{
	const char *phone = school == 0 ? "" : office_own_phone(db, school);

	return *phone != '\0' ? phone : office_own_phone(db, 0);
}

void
office_set_phone(struct db *db, int64_t school, const char *phone)
{
	if (school == 0)
		db_run(db, "UPDATE district SET phone = $1", TEXT(phone));
	else
		db_run(db, "UPDATE school SET phone = $2 WHERE id = $1",
		    INT(school), TEXT(phone));
}

unsigned
office_list(struct db *db, struct office **list)
{
	struct rows	*rows = db_query(db, "SELECT id, name, phone "
			    "FROM school WHERE until = 0 "
			    "ORDER BY folded, id LIMIT 500", NONE);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct office, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct office){ db_int(rows, 0),
		    db_text(rows, 1), db_text(rows, 2) };
	return n;
}
