/*
 * Groups that somebody may write to as a whole.
 */

#include "base/arena.h"
#include "store/away.h"
#include "store/db.h"
#include "store/many.h"
#include "store/own.h"

/* A seat of viewer $1, or of whom they stand in for, at $2. */
#define SEATS								\
	"SELECT x.kind, x.school, x.class FROM seat_member m "		\
	"JOIN seat x ON x.id = m.seat "					\
	"WHERE m.person IN " STANDS_FOR("$1", "$2")			\
	" AND " IS_NOW("m", "$2")

#define CLASS								\
	"SELECT c.id, c.school, c.name, s.name, (SELECT count(DISTINCT " \
	"e.student) FROM enrolment e WHERE e.class = c.id "		\
	"AND e.since <= $2 AND (e.until = 0 OR e.until > $2)) "		\
	"FROM class c JOIN school s ON s.id = c.school "		\
	"WHERE (c.until = 0 OR c.until > $2) AND EXISTS (SELECT 1 "	\
	"FROM (" SEATS ") q WHERE (q.kind = 'class' AND q.class = c.id) " \
	"OR (q.kind <> 'class' AND q.school IN (c.school, 0))) "

static unsigned
places(struct db *db, struct rows *rows, struct own_place **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct own_place, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct own_place){ .id = db_int(rows, 0),
		    .school = db_int(rows, 1), .name = db_text(rows, 2),
		    .school_name = db_text(rows, 3),
		    .students = db_int(rows, 4) };
	return n;
}

unsigned
own_classes(struct db *db, const struct viewer *v, int64_t school,
    struct own_place **list)
{
	return places(db, db_query(db, CLASS "AND ($3 = 0 OR c.school = $3) "
	    "ORDER BY s.name, c.name, c.id LIMIT 500", INT(v->person),
	    INT(v->now), INT(school)), list);
}

unsigned
own_schools(struct db *db, const struct viewer *v, struct own_place **list)
{
	return places(db, db_query(db, "SELECT s.id, s.id, s.name, s.name, "
	    "(SELECT count(DISTINCT e.student) FROM enrolment e "
	    "WHERE e.school = s.id AND e.since <= $2 "
	    "AND (e.until = 0 OR e.until > $2)) FROM school s "
	    "WHERE (s.until = 0 OR s.until > $2) AND EXISTS (SELECT 1 "
	    "FROM (" SEATS ") q WHERE q.kind <> 'class' "
	    "AND q.school IN (s.id, 0)) ORDER BY s.name, s.id LIMIT 500",
	    INT(v->person), INT(v->now)), list);
}

bool
own_may(struct db *db, const struct viewer *v, enum audience audience,
    int64_t target)
{
	if (audience == AUDIENCE_CLASS)
		return db_row(db_query(db, CLASS "AND c.id = $3",
		    INT(v->person), INT(v->now), INT(target)));
	return audience == AUDIENCE_SCHOOL && db_row(db_query(db,
	    "SELECT 1 FROM school s WHERE s.id = $3 "
	    "AND (s.until = 0 OR s.until > $2) AND EXISTS (SELECT 1 "
	    "FROM (" SEATS ") q WHERE q.kind <> 'class' "
	    "AND q.school IN (s.id, 0))", INT(v->person), INT(v->now),
	    INT(target)));
}

#define BARRED								\
	"JOIN guardianship g ON g.student = e.student "			\
	"WHERE g.restricted = 1 AND g.since <= $2 "			\
	"AND (g.until = 0 OR g.until > $2) "

int64_t
own_barred(struct db *db, enum audience audience, int64_t target,
    const char *students, int64_t now)
{
	switch (audience) {
	case AUDIENCE_CLASS:
		return db_number(db_query(db, "SELECT count(DISTINCT "
		    "g.guardian) FROM enrolment e " BARRED
		    "AND e.class = $1 AND e.since <= $2 "
		    "AND (e.until = 0 OR e.until > $2)", INT(target),
		    INT(now)));
	case AUDIENCE_SCHOOL:
		return db_number(db_query(db, "SELECT count(DISTINCT "
		    "g.guardian) FROM enrolment e " BARRED
		    "AND e.school = $1 AND e.since <= $2 "
		    "AND (e.until = 0 OR e.until > $2)", INT(target),
		    INT(now)));
	case AUDIENCE_DISTRICT:
		return db_number(db_query(db, "SELECT count(DISTINCT "
		    "g.guardian) FROM enrolment e " BARRED
		    "AND e.student > $1 AND e.since <= $2 "
		    "AND (e.until = 0 OR e.until > $2)", INT(0), INT(now)));
	case AUDIENCE_STUDENTS:
		return db_number(db_query(db, "SELECT count(DISTINCT "
		    "g.guardian) FROM (SELECT " MANY_ID " AS student"
		    MANY_FROM ") AS e CROSS JOIN guardianship g "
		    "WHERE g.student = e.student AND g.restricted = 1 "
		    "AND g.since <= $2 AND (g.until = 0 OR g.until > $2)",
		    TEXT(students), INT(now)));
	default:
		return 0;
	}
}
