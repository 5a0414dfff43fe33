/*
 * Replies that were for somebody else.
 */

#include "base/arena.h"
#include "store/away.h"
#include "store/db.h"
#include "store/moved.h"

unsigned
moved_students(struct db *db, const struct viewer *v, int64_t contact,
    struct moved_student **list)
{
	struct rows		*rows = db_query(db,
	    "SELECT DISTINCT s.id, e.school, e.class, s.name FROM reach r "
	    "JOIN guardianship g ON g.guardian = r.person "
	    "AND g.restricted = 0 AND " IS_NOW("g", "$2")
	    " JOIN student s ON s.id = g.student "
	    "JOIN enrolment e ON e.student = s.id AND " IS_NOW("e", "$2")
	    " WHERE r.contact = $3 AND e.class <> 0 "
	    "AND EXISTS (SELECT 1 FROM seat_member m JOIN seat x "
	    "ON x.id = m.seat WHERE m.person IN " STANDS_FOR("$1", "$2")
	    " AND x.school IN (e.school, 0) AND " IS_NOW("m", "$2") ") "
	    "ORDER BY s.id, e.school, e.class LIMIT 100", INT(v->person),
	    INT(v->now), INT(contact));
	struct moved_student	*s;
	unsigned		 n = 0;

	*list = NEW_LIST(db_arena(db), struct moved_student, db_rows(rows));
	while (db_row(rows)) {
		s = &(*list)[n++];
		s->student = db_int(rows, 0);
		s->school = db_int(rows, 1);
		s->class = db_int(rows, 2);
		s->name = db_text(rows, 3);
	}
	return n;
}

unsigned
moved_offices(struct db *db, int64_t now, struct sighted **list)
{
	return sight_places(db, db_query(db,
	    "SELECT s.id, s.school, s.name, s.kind FROM seat s "
	    "WHERE s.kind IN ('office', 'desk') AND EXISTS (SELECT 1 "
	    "FROM seat_member m WHERE m.seat = s.id AND " IS_NOW("m", "$1")
	    " AND " IS_READ("m.person", "$1") ") "
	    "ORDER BY s.school = 0, s.name, s.id LIMIT 500", INT(now)), list);
}

bool
moved_find(struct db *db, int64_t reply, struct moved *moved)
{
	struct rows *rows = db_query(db, "SELECT r.conversation, "
	    "r.moved_from, r.at, CASE WHEN m.readers = 'nobody' THEN 1 "
	    "ELSE 0 END, CASE WHEN r.counts = 'notice_answer' THEN 1 "
	    "ELSE 0 END FROM reply r LEFT JOIN message m "
	    "ON m.id = r.answers WHERE r.id = $1 "
	    "AND r.what IN ('message', 'thanks')", INT(reply));

	if (!db_row(rows))
		return false;
	moved->talk = db_int(rows, 0);
	moved->from = db_int(rows, 1);
	moved->at = db_int(rows, 2);
	moved->notice = db_int(rows, 3) != 0;
	moved->apart = db_int(rows, 4) != 0;
	return true;
}

void
moved_on(struct db *db, int64_t reply, int64_t from, int64_t to)
{
	db_run(db, "UPDATE reply SET conversation = $3, moved_from = $2 "
	    "WHERE id = $1 AND conversation = $2", INT(reply), INT(from),
	    INT(to));
}

void
moved_about(struct db *db, int64_t talk, int64_t student)
{
	db_run(db, "INSERT INTO conversation_student (conversation, student) "
	    "VALUES ($1, $2) ON CONFLICT (conversation, student) DO NOTHING",
	    INT(talk), INT(student));
}

void
moved_about_as(struct db *db, int64_t talk, int64_t other)
{
	db_run(db, "INSERT INTO conversation_student (conversation, student) "
	    "SELECT $1, student FROM conversation_student "
	    "WHERE conversation = $2 "
	    "ON CONFLICT (conversation, student) DO NOTHING", INT(talk),
	    INT(other));
}

bool
moved_all(struct db *db, int64_t talk)
{
	return !db_row(db_query(db, "SELECT 1 FROM reply r "
	    "JOIN conversation c ON c.id = r.conversation "
	    "WHERE r.conversation = $1 AND r.what = 'message' "
	    "AND r.at > c.answered LIMIT 1", INT(talk)));
}
