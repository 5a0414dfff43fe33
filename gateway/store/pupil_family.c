/*
 * Who belongs to a student, and what was written to their family.  What goes
 * through a guardian goes through those who may be written to.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/pupil.h"
#include "store/sits.h"

#define LAST_MOST	20	/* Messages that are looked at, each contact. */

static unsigned
pupils(struct db *db, struct rows *rows, struct pupil **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct pupil, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct pupil){ db_int(rows, 0),
		    db_text(rows, 1) };
	return n;
}

unsigned
pupil_siblings(struct db *db, const struct viewer *v, int64_t student,
    struct pupil **list)
{
	return pupils(db, db_query(db, "SELECT DISTINCT s.id, s.name, "
	    "s.folded FROM guardianship g "
	    "JOIN guardianship o ON o.guardian = g.guardian "
	    "JOIN student s ON s.id = o.student "
	    "WHERE g.student = $3 AND o.student <> $3 "
	    "AND g.restricted = 0 AND o.restricted = 0 "
	    "AND " IS_NOW("g", "$2") " AND " IS_NOW("o", "$2")
	    " AND NOT EXISTS (SELECT 1 FROM guardianship b "
	    "WHERE b.guardian = g.guardian AND b.restricted = 1 "
	    "AND b.student IN (g.student, o.student) "
	    "AND " IS_NOW("b", "$2") ") "
	    "AND EXISTS (SELECT 1 FROM enrolment e WHERE e.student = s.id "
	    "AND " IS_NOW("e", "$2") " AND "
	    SITS_IN("$1", "$2", "e.school") ") "
	    "ORDER BY s.folded, s.id LIMIT 20", INT(v->person), INT(v->now),
	    INT(student)), list);
}

unsigned
pupil_barred(struct db *db, int64_t student, int64_t now,
    struct pupil **list)
{
	return pupils(db, db_query(db, "SELECT DISTINCT p.id, p.name, "
	    "p.folded FROM guardianship g "
	    "JOIN person p ON p.id = g.guardian "
	    "WHERE g.student = $1 AND g.restricted = 1 "
	    "AND " IS_NOW("g", "$2") " ORDER BY p.folded, p.id LIMIT 20",
	    INT(student), INT(now)), list);
}

/* An id has the time at which it was made, so this looks at the last few
 * messages alone. */
bool
pupil_meanwhile(struct db *db, const struct viewer *v,
    const int64_t *students, unsigned count, int64_t since,
    struct meanwhile *found)
{
	struct rows *rows;

	*found = (struct meanwhile){ .message = 0 };
	for (unsigned i = 0; i < count; i++) {
		rows = db_query(db, "SELECT m.id, m.conversation, m.author, "
		    "m.created, p.name "
		    "FROM message m JOIN message_family f "
		    "ON f.message = m.id AND f.family = $2 "
		    "JOIN person p ON p.id = m.author WHERE m.id >= $1 "
		    "AND m.author <> $3 AND m.state <> 'cancelled' "
		    "AND m.audience IN ('students', 'contact') "
		    "ORDER BY m.id DESC LIMIT 1",
		    INT(id_least(since)), INT(student_family(db, students[i],
		    v->now)), INT(v->person));
		if (db_row(rows) && db_int(rows, 0) > found->message)
			*found = (struct meanwhile){ db_int(rows, 0),
			    db_int(rows, 1), db_int(rows, 2),
			    db_int(rows, 3), db_text(rows, 4) };
	}
	return found->message != 0;
}

/* Ids, each once, the highest first. */
struct newest {
	int64_t		*ids;
	unsigned	 count;
};

static void
put_newest(struct newest *n, int64_t id)
{
	unsigned i = 0;

	while (i < n->count && n->ids[i] > id)
		i++;
	if (i < n->count && n->ids[i] == id)
		return;
	for (unsigned k = n->count++; k > i; k--)
		n->ids[k] = n->ids[k - 1];
	n->ids[i] = id;
}

static void
messages_to(struct db *db, int64_t contact, int64_t student,
    struct newest *newest)
{
	struct rows *rows = db_query(db, "SELECT a.message FROM attempt a "
	    "WHERE a.contact = $1 AND EXISTS (SELECT 1 FROM message_family f "
	    "WHERE f.message = a.message AND f.student = $2) "
	    "ORDER BY a.id DESC LIMIT 20", INT(contact), INT(student));

	while (db_row(rows))
		put_newest(newest, db_int(rows, 0));
}

unsigned
pupil_messages(struct db *db, const struct viewer *v, int64_t student,
    unsigned most, struct message **list)
{
	struct person	*people;
	struct contact	*contacts;
	unsigned	 n = student_guardians(db, student, v->now, &people);
	unsigned	 m, kept = 0;
	struct newest	 newest = { .count = 0 };

	newest.ids = NEW_LIST(db_arena(db), int64_t,
	    (size_t)n * 20 * LAST_MOST + 1);
	for (unsigned i = 0; i < n; i++) {
		m = contact_all(db, people[i].id, &contacts);
		for (unsigned c = 0; c < m; c++)
			messages_to(db, contacts[c].id, student, &newest);
	}
	*list = NEW_LIST(db_arena(db), struct message, most + 1);
	for (unsigned i = 0; i < newest.count && kept < most; i++)
		if (message_get(db, newest.ids[i], &(*list)[kept]) &&
		    sight_message(db, v, &(*list)[kept]))
			kept++;
	return kept;
}

/* The latest stands first. */
static void
put_talk(struct pupil_talk *list, unsigned *count, struct rows *rows,
    const char *who)
{
	struct pupil_talk	t = { db_int(rows, 0), db_int(rows, 1),
				    db_text(rows, 2), who,
				    db_text(rows, 3) };
	unsigned		i = 0;

	for (unsigned k = 0; k < *count; k++)
		if (list[k].id == t.id)
			return;
	while (i < *count && list[i].at >= t.at)
		i++;
	for (unsigned k = (*count)++; k > i; k--)
		list[k] = list[k - 1];
	list[i] = t;
}

unsigned
pupil_talks(struct db *db, const struct viewer *v, int64_t student,
    struct pupil_talk **list)
{
	struct person	*people;
	struct rows	*rows;
	unsigned	 n = student_guardians(db, student, v->now, &people);
	unsigned	 count = 0;

	*list = NEW_LIST(db_arena(db), struct pupil_talk, (size_t)n * 20 + 1);
	for (unsigned i = 0; i < n; i++) {
		rows = db_query(db, "SELECT t.id, CASE WHEN t.asked > "
		    "t.answered THEN t.asked ELSE t.answered END, t.state, "
		    "s.name FROM reach r "
		    "JOIN conversation t ON t.contact = r.contact "
		    "LEFT JOIN school s ON s.id = t.school "
		    "WHERE r.person = $3 AND t.asked > 0 AND "
		    SITS_IN("$1", "$2", "t.school") "AND "
		    TALK_SHOWN("t.id", "t.contact", "t.school", "$1", "$2")
		    " ORDER BY t.id LIMIT 20",
		    INT(v->person), INT(v->now), INT(people[i].id));
		while (db_row(rows))
			put_talk(*list, &count, rows, people[i].name);
	}
	return count < 20 ? count : 20;
}
