/*
 * Seats and who sits on them.
 */

#include "store/away.h"
#include "store/db.h"
#include "store/seat.h"

bool
seat_has_reader(struct db *db, int64_t seat, int64_t now)
{
	return seat != 0 && db_row(db_query(db,
	    "SELECT 1 FROM seat_member m WHERE m.seat = $1 "
	    "AND " IS_NOW("m", "$2") " AND " IS_READ("m.person", "$2")
	    " LIMIT 1",
	    INT(seat), INT(now)));
}

int64_t
seat_of_office(struct db *db, int64_t school)
{
	return db_number(db_query(db, "SELECT id FROM seat "
	    "WHERE school = $1 AND kind = 'office' ORDER BY id LIMIT 1",
	    INT(school)));
}

int64_t
seat_of_class(struct db *db, int64_t class)
{
	return class == 0 ? 0 : db_number(db_query(db, "SELECT id FROM seat "
	    "WHERE class = $1 AND kind = 'class' ORDER BY id LIMIT 1",
	    INT(class)));
}

int64_t
seat_of_desk(struct db *db)
{
	return db_number(db_query(db, "SELECT id FROM seat "
	    "WHERE school = 0 AND kind = 'desk' ORDER BY id LIMIT 1", NONE));
}

int64_t
seat_of_person(struct db *db, int64_t person, int64_t school, int64_t class,
    int64_t now)
{
	return db_number(db_query(db, "SELECT s.id FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat "
	    "WHERE m.person IN " STANDS_FOR("$1", "$4")
	    " AND s.school IN ($2, 0) AND " IS_NOW("m", "$4")
	    " ORDER BY CASE WHEN s.class = $3 AND $3 <> 0 THEN 0 ELSE 1 END, "
	    "CASE WHEN m.person = $1 THEN 0 ELSE 1 END, "
	    "CASE WHEN s.kind = 'class' THEN 1 WHEN s.kind = 'office' THEN 2 "
	    "ELSE 3 END, s.id LIMIT 1",
	    INT(person), INT(school), INT(class), INT(now)));
}

int64_t
seat_choose(struct db *db, int64_t wanted, int64_t school, int64_t now)
{
	int64_t office;

	if (seat_has_reader(db, wanted, now))
		return wanted;
	office = school == 0 ? 0 : seat_of_office(db, school);
	return seat_has_reader(db, office, now) ? office : seat_of_desk(db);
}

bool
seat_at_office(struct db *db, int64_t person, int64_t school, int64_t now)
{
	return db_row(db_query(db, "SELECT 1 FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat "
	    "WHERE m.person IN " STANDS_FOR("$1", "$3")
	    " AND s.school IN ($2, 0) AND s.kind IN ('office', 'desk') "
	    "AND " IS_NOW("m", "$3") " LIMIT 1",
	    INT(person), INT(school), INT(now)));
}

bool
seat_may(struct db *db, int64_t person, int64_t school, int64_t now)
{
	return db_row(db_query(db, "SELECT 1 FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat "
	    "WHERE m.person IN " STANDS_FOR("$1", "$3")
	    " AND s.school IN ($2, 0) AND " IS_NOW("m", "$3") " LIMIT 1",
	    INT(person), INT(school), INT(now)));
}
