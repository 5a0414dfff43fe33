/*
 * Names for messages.
 */

#include "base/arena.h"
#include "store/away.h"
#include "store/called.h"
#include "store/db.h"

bool
called_student(struct db *db, int64_t student, int64_t now,
    struct called *called)
{
	struct rows *rows = db_query(db, "SELECT s.id, s.name, k.id, k.name, "
	    "c.id, c.name, s.given FROM student s "
	    "LEFT JOIN enrolment e ON e.id = "
	    "(SELECT x.id FROM enrolment x WHERE x.student = $1 "
	    "AND x.since <= $2 AND (x.until = 0 OR x.until > $2) "
	    "ORDER BY x.place, x.school, x.class DESC LIMIT 1) "
	    "LEFT JOIN school k ON k.id = e.school "
	    "LEFT JOIN class c ON c.id = e.class WHERE s.id = $1",
	    INT(student), INT(now));

	if (!db_row(rows))
		return false;
	*called = (struct called){ .student = db_int(rows, 0),
	    .name = db_text(rows, 1), .school_id = db_int(rows, 2),
	    .school = db_text(rows, 3), .class_id = db_int(rows, 4),
	    .class = db_text(rows, 5), .given = db_text(rows, 6) };
	return true;
}

const char *
called_teacher(struct db *db, int64_t class, int64_t person, int64_t now)
{
	struct rows *rows = db_query(db, "SELECT p.name FROM seat x "
	    "JOIN seat_member m ON m.seat = x.id "
	    "JOIN person p ON p.id = m.person "
	    "WHERE x.class = $1 AND x.class <> 0 AND x.kind = 'class' "
	    "AND " IS_NOW("m", "$3") " ORDER BY "
	    "CASE WHEN p.id = $2 THEN 0 ELSE 1 END, m.since, p.id LIMIT 1",
	    INT(class), INT(person), INT(now));

	return db_row(rows) ? db_text(rows, 0) : NULL;
}

/* A guardianship g of guardian $1 by which they may be written to at $2. */
#define MAY_WRITE							\
	"g.guardian = $1 AND g.write_to = 1 AND g.restricted = 0 "	\
	"AND g.since <= $2 AND (g.until = 0 OR g.until > $2) "		\
	"AND NOT EXISTS (SELECT 1 FROM guardianship r "			\
	"WHERE r.student = g.student AND r.guardian = $1 "		\
	"AND r.restricted = 1 "						\
	"AND r.since <= $2 AND (r.until = 0 OR r.until > $2)) "

#define ENROLLED							\
	"EXISTS (SELECT 1 FROM enrolment e "				\
	"WHERE e.student = g.student "					\
	"AND e.since <= $2 AND (e.until = 0 OR e.until > $2) "

unsigned
called_about(struct db *db, const struct about *a, int64_t **students)
{
	if (a->audience == AUDIENCE_CLASS)
		return db_ids(db, db_query(db, "SELECT DISTINCT g.student "
		    "FROM guardianship g WHERE " MAY_WRITE "AND " ENROLLED
		    "AND e.class = $3) ORDER BY g.student LIMIT 50",
		    INT(a->guardian), INT(a->now), INT(a->target)), students);
	if (a->audience == AUDIENCE_SCHOOL)
		return db_ids(db, db_query(db, "SELECT DISTINCT g.student "
		    "FROM guardianship g WHERE " MAY_WRITE "AND " ENROLLED
		    "AND e.school = $3) ORDER BY g.student LIMIT 50",
		    INT(a->guardian), INT(a->now), INT(a->target)), students);
	if (a->audience != AUDIENCE_DISTRICT)
		return db_ids(db, db_query(db, "SELECT DISTINCT g.student "
		    "FROM guardianship g WHERE " MAY_WRITE
		    "ORDER BY g.student LIMIT 50", INT(a->guardian),
		    INT(a->now)), students);
	return db_ids(db, db_query(db, "SELECT DISTINCT g.student "
	    "FROM guardianship g WHERE " MAY_WRITE "AND " ENROLLED
	    ") ORDER BY g.student LIMIT 50", INT(a->guardian), INT(a->now)),
	    students);
}
