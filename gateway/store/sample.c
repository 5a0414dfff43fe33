/*
 * Things of a sample district by name, and its newest and its next ones.
 */

#include "store/db.h"
#include "store/sample.h"

int64_t
sample_staff(struct db *db, const char *name)
{
	return db_number(db_query(db,
	    "SELECT id FROM person WHERE name = $1 AND staff = 1 LIMIT 1",
	    TEXT(name)));
}

int64_t
sample_student(struct db *db, const char *name)
{
	return db_number(db_query(db,
	    "SELECT id FROM student WHERE name = $1 LIMIT 1", TEXT(name)));
}

int64_t
sample_school(struct db *db, const char *name)
{
	return db_number(db_query(db,
	    "SELECT id FROM school WHERE name = $1 LIMIT 1", TEXT(name)));
}

int64_t
sample_class(struct db *db, int64_t school, const char *name)
{
	return db_number(db_query(db, "SELECT id FROM class "
	    "WHERE school = $1 AND name = $2 LIMIT 1", INT(school),
	    TEXT(name)));
}

int64_t
sample_talk(struct db *db, const char *phone, int64_t school)
{
	return db_number(db_query(db, "SELECT t.id FROM conversation t "
	    "JOIN contact c ON c.id = t.contact "
	    "WHERE c.channel = 'sms' AND c.address = $1 AND t.school = $2",
	    TEXT(phone), INT(school)));
}

int64_t
sample_due(struct db *db)
{
	return db_number(db_query(db, "SELECT min(due) FROM ("
	    "SELECT min(due) AS due FROM attempt WHERE state = 'planned' "
	    "UNION ALL "
	    "SELECT min(due) AS due FROM attempt WHERE state = 'unknown' "
	    "UNION ALL SELECT min(send_at) AS due FROM message "
	    "WHERE state IN ('waiting', 'expanding')) AS all_of_them", NONE));
}

int64_t
sample_handed(struct db *db)
{
	return db_number(db_query(db, "SELECT count(*) FROM attempt a "
	    "JOIN contact c ON c.id = a.contact "
	    "WHERE a.handed > 0 AND c.channel = 'sms'", NONE));
}

int64_t
sample_newest(struct db *db)
{
	return db_number(db_query(db, "SELECT max(id) FROM ("
	    "SELECT max(id) AS id FROM message "
	    "UNION ALL SELECT max(id) AS id FROM attempt "
	    "UNION ALL SELECT max(id) AS id FROM reply "
	    "UNION ALL SELECT max(id) AS id FROM ledger "
	    "UNION ALL SELECT max(id) AS id FROM consent "
	    "UNION ALL SELECT max(id) AS id FROM audit) AS all_of_them",
	    NONE));
}
