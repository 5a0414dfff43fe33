/*
 * How people are reached.
 */

#include "base/arena.h"
#include "store/attempt.h"
#include "store/away.h"
#include "store/db.h"
#include "store/many.h"
#include "store/reach.h"

void
reach_put(struct db *db, int64_t person, int64_t contact, bool first)
{
	int64_t place = first ? db_number(db_query(db,
	    "SELECT min(place) - 1 FROM reach WHERE person = $1",
	    INT(person))) : db_number(db_query(db,
	    "SELECT max(place) + 1 FROM reach WHERE person = $1",
	    INT(person)));

	db_run(db, "INSERT INTO reach (person, contact, place) "
	    "VALUES ($1, $2, $3) "
	    "ON CONFLICT (person, contact) DO UPDATE SET place = $3, "
	    "roster = 0",
	    INT(person), INT(contact), INT(place));
}

bool
reach_remove(struct db *db, int64_t person, int64_t contact, int64_t now)
{
	db_run(db, "DELETE FROM reach_taken WHERE at <= $1 "
	    "OR person = $2 AND contact = $3", INT(now - REACH_TAKEN),
	    INT(person), INT(contact));
	db_run(db, "INSERT INTO reach_taken "
	    "(person, contact, place, roster, at) "
	    "SELECT person, contact, place, roster, $3 FROM reach "
	    "WHERE person = $1 AND contact = $2",
	    INT(person), INT(contact), INT(now));
	return db_run(db, "DELETE FROM reach WHERE person = $1 "
	    "AND contact = $2", INT(person), INT(contact)) > 0;
}

bool
reach_taken(struct db *db, int64_t person, int64_t contact, int64_t now)
{
	return db_row(db_query(db, "SELECT 1 FROM reach_taken "
	    "WHERE person = $1 AND contact = $2 AND at > $3",
	    INT(person), INT(contact), INT(now - REACH_TAKEN))) &&
	    !reach_has(db, person, contact);
}

void
reach_put_back(struct db *db, int64_t person, int64_t contact)
{
	db_run(db, "INSERT INTO reach (person, contact, place, roster) "
	    "SELECT person, contact, place, roster FROM reach_taken "
	    "WHERE person = $1 AND contact = $2 "
	    "ON CONFLICT (person, contact) DO NOTHING",
	    INT(person), INT(contact));
}

bool
reach_has(struct db *db, int64_t person, int64_t contact)
{
	return db_row(db_query(db, "SELECT 1 FROM reach "
	    "WHERE person = $1 AND contact = $2", INT(person), INT(contact)));
}

unsigned
reach_schools(struct db *db, int64_t person, int64_t now, int64_t **schools)
{
	return db_ids(db, db_query(db, "SELECT e.school FROM guardianship g "
	    "JOIN enrolment e ON e.student = g.student "
	    "WHERE g.guardian = $1 "
	    "AND g.since <= $2 AND (g.until = 0 OR g.until > $2) "
	    "AND e.since <= $2 AND (e.until = 0 OR e.until > $2) "
	    "UNION SELECT s.school FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat WHERE m.person = $1 "
	    "AND m.since <= $2 AND (m.until = 0 OR m.until > $2) LIMIT 50",
	    INT(person), INT(now)), schools);
}

unsigned
reach_students(struct db *db, int64_t guardian, int64_t now,
    struct cared **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT student, relation, write_to, restricted "
	    "FROM guardianship WHERE guardian = $1 "
	    "AND since <= $2 AND (until = 0 OR until > $2) "
	    "ORDER BY student, id LIMIT 50", INT(guardian), INT(now));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct cared, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = (struct cared){ db_int(rows, 0),
		    db_text(rows, 1), db_int(rows, 2) != 0,
		    db_int(rows, 3) != 0 };
	return n;
}

unsigned
reach_talks(struct db *db, int64_t contact, int64_t **schools)
{
	return db_ids(db, db_query(db, "SELECT school FROM conversation "
	    "WHERE contact = $1 ORDER BY school LIMIT 50", INT(contact)),
	    schools);
}

unsigned
reach_planned(struct db *db, int64_t contact, int64_t **attempts)
{
	return db_ids(db, db_query(db, "SELECT id FROM attempt "
	    "WHERE contact = $1 AND state = 'planned' ORDER BY id LIMIT 1000",
	    INT(contact)), attempts);
}

unsigned
reach_planned_for(struct db *db, int64_t contact, int64_t person,
    int64_t **attempts)
{
	return db_ids(db, db_query(db, "SELECT a.id FROM attempt a "
	    "JOIN delivery d ON d.id = a.delivery "
	    "WHERE a.contact = $1 AND a.state = 'planned' "
	    "AND d.person = $2 AND NOT EXISTS (SELECT 1 FROM delivery o "
	    "WHERE o.covered_by = d.id AND o.covered_by <> 0) "
	    "ORDER BY a.id LIMIT 1000", INT(contact), INT(person)),
	    attempts);
}

/* About a student of the message, or the one of a text that is told apart:
 * somebody may be written to, or not. */
#define MEANT								\
	"(m.audience = 'contact' OR EXISTS (SELECT 1 "			\
	"FROM message_family f JOIN guardianship g "			\
	"ON g.student = f.student WHERE f.message = d.message "		\
	"AND (d.student = 0 OR f.student = d.student) "			\
	"AND g.guardian = d.person AND g.write_to = 1 "			\
	"AND g.restricted = 0 AND " IS_NOW("g", "$2") ")) "		\
	"AND NOT EXISTS (SELECT 1 FROM message_family f "		\
	"JOIN guardianship g ON g.student = f.student "			\
	"WHERE f.message = d.message AND g.guardian = d.person "	\
	"AND g.restricted = 1 AND " IS_NOW("g", "$2") ")"

unsigned
reach_unmeant(struct db *db, const int64_t *people, unsigned count,
    int64_t now, struct unmeant **list)
{
	struct many	 m;
	struct rows	*rows;
	unsigned	 n = 0;

	many_init(&m);
	for (unsigned i = 0; i < count; i++) {
		many_row(&m);
		many_int(&m, people[i]);
	}
	rows = db_query(db, "SELECT id, meant FROM (SELECT a.id AS id, "
	    "CASE WHEN " MEANT " THEN 1 ELSE 0 END AS meant, "
	    "CASE WHEN EXISTS (SELECT 1 FROM reach r "
	    "WHERE r.person = d.person AND r.contact = a.contact) "
	    "THEN 1 ELSE 0 END AS reached FROM attempt a "
	    "JOIN delivery d ON d.id = a.delivery "
	    "JOIN message m ON m.id = d.message "
	    "WHERE a.state = 'planned' AND d.person IN (SELECT " MANY_INT(0)
	    MANY_FROM ") AND NOT EXISTS (SELECT 1 FROM delivery o "
	    "WHERE o.covered_by = d.id AND o.covered_by <> 0)) AS planned "
	    "WHERE meant = 0 OR reached = 0 ORDER BY +id LIMIT 1000",
	    TEXT(many_value(&m)), INT(now));
	many_free(&m);
	*list = NEW_LIST(db_arena(db), struct unmeant, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = (struct unmeant){ db_int(rows, 0),
		    db_int(rows, 1) != 0 };
	return n;
}

bool
reach_last(struct db *db, int64_t contact, struct attempt *attempt)
{
	int64_t id = db_number(db_query(db, "SELECT id FROM attempt "
	    "WHERE contact = $1 AND state <> 'planned' "
	    "ORDER BY id DESC LIMIT 1", INT(contact)));

	return id != 0 && attempt_get(db, id, attempt);
}

unsigned
reach_introductions(struct db *db, int64_t contact, struct introduced **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT sender, words, at FROM introduction WHERE contact = $1 "
	    "ORDER BY sender LIMIT 20", INT(contact));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct introduced, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = (struct introduced){ db_text(rows, 0),
		    db_text(rows, 1), db_int(rows, 2) };
	return n;
}
