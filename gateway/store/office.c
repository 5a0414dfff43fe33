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
