/*
 * One talk: its places, its people, and what is around what was said.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "store/away.h"
#include "store/db.h"
#include "store/talk.h"
#include "store/word.h"

static void
read_places(struct db *db, const struct rows *rows, struct talk *t)
{
	t->talk.id = db_int(rows, 0);
	t->talk.contact = t->contact.id = db_int(rows, 1);
	t->talk.school = db_int(rows, 2);
	t->talk.seat = db_int(rows, 3);
	t->talk.asked = db_int(rows, 5);
	t->talk.answered = db_int(rows, 6);
	t->contact.address = db_text(rows, 8);
	t->contact.language = db_text(rows, 9);
	t->school = db_text(rows, 11);
	t->seat = db_text(rows, 12);
	t->part = db_int(rows, 13) != 0;
	t->office = db_int(rows, 14) != 0;
	t->own_class = db_int(rows, 15) != 0;
	t->others = db_int(rows, 16) != 0;
	if (!conversation_state_read(db_text(rows, 4), &t->talk.state) ||
	    !channel_read(db_text(rows, 7), &t->contact.channel) ||
	    !contact_state_read(db_text(rows, 10), &t->contact.state))
		db_fail(db, "a conversation has a word that is not ours");
}

/* Viewer $1 is at $2 on the team of a class of one whom talk c is about; and
 * somebody else reads it. */
#define OF_CLASS							\
	"EXISTS (SELECT 1 FROM conversation_student a "			\
	"JOIN enrolment e ON e.student = a.student "			\
	"JOIN seat x ON x.class = e.class AND x.kind = 'class' "	\
	"JOIN seat_member m ON m.seat = x.id "				\
	"WHERE a.conversation = c.id AND e.class <> 0 "			\
	"AND m.person IN " STANDS_FOR("$1", "$2") " AND "		\
	IS_NOW("e", "$2") " AND " IS_NOW("m", "$2") ")"
#define OTHERS_READ							\
	"EXISTS (SELECT 1 FROM seat_member m WHERE m.seat = c.seat "	\
	"AND m.person <> $1 AND " IS_NOW("m", "$2") ")"

bool
talk_get(struct db *db, const struct viewer *v, int64_t id,
    struct talk *talk)
{
	struct rows *rows = db_query(db,
	    "SELECT c.id, c.contact, c.school, c.seat, c.state, c.asked, "
	    "c.answered, t.channel, t.address, t.language, t.state, s.name, "
	    "e.name, CASE WHEN EXISTS (SELECT 1 FROM seat_member m "
	    "WHERE m.seat = c.seat AND m.person IN " STANDS_FOR("$1", "$2")
	    " AND " IS_NOW("m", "$2") ") THEN 1 ELSE 0 END, "
	    "CASE WHEN " AT_OFFICE_OF("$1", "c.school", "$2")
	    " THEN 1 ELSE 0 END, CASE WHEN " OF_CLASS " THEN 1 ELSE 0 END, "
	    "CASE WHEN " OTHERS_READ " THEN 1 ELSE 0 END FROM conversation c "
	    "JOIN contact t ON t.id = c.contact "
	    "LEFT JOIN school s ON s.id = c.school "
	    "LEFT JOIN seat e ON e.id = c.seat WHERE c.id = $3",
	    INT(v->person), INT(v->now), INT(id));

	if (!db_row(rows))
		return false;
	read_places(db, rows, talk);
	return sight_talk(db, v, &talk->talk);
}

unsigned
talk_people(struct db *db, const struct talk *talk, int64_t now,
    struct talk_person **list, bool *known)
{
	struct rows		*rows = db_query(db,
	    "SELECT p.id, p.name, p.language, CASE WHEN "
	    RESTRICTED_IN("p.id", "$2", "$3") " THEN 1 ELSE 0 END, "
	    "(SELECT t.address FROM reach o JOIN contact t "
	    "ON t.id = o.contact WHERE o.person = p.id "
	    "AND t.channel = 'email' AND t.id <> $1 "
	    "AND t.state IN ('ok', 'unconfirmed') "
	    "ORDER BY o.place, t.id LIMIT 1) "
	    "FROM reach r JOIN person p ON p.id = r.person "
	    "WHERE r.contact = $1 ORDER BY p.id LIMIT 20",
	    INT(talk->contact.id), INT(talk->talk.id), INT(now));
	struct talk_person	*p;
	unsigned		 n = 0;

	*known = db_rows(rows) > 0;
	*list = NEW_LIST(db_arena(db), struct talk_person, db_rows(rows));
	while (db_row(rows)) {
		p = &(*list)[n];
		p->id = db_int(rows, 0);
		p->name = db_text(rows, 1);
		p->language = db_text(rows, 2);
		p->restricted = db_int(rows, 3) != 0;
		p->mail = db_text(rows, 4);
		n += !p->restricted || talk->office;
	}
	return n;
}

unsigned
talk_students(struct db *db, const struct talk *talk, int64_t now,
    struct talk_student **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT s.id, s.name, (SELECT c.name FROM enrolment e "
	    "JOIN class c ON c.id = e.class WHERE e.student = s.id "
	    "AND e.school = $2 AND " IS_NOW("e", "$3")
	    " ORDER BY e.place, e.class LIMIT 1) "
	    "FROM conversation_student a JOIN student s ON s.id = a.student "
	    "WHERE a.conversation = $1 ORDER BY s.id LIMIT 32",
	    INT(talk->talk.id), INT(talk->talk.school), INT(now));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct talk_student, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].id = db_int(rows, 0);
		(*list)[n].name = db_text(rows, 1);
		(*list)[n].class = db_text(rows, 2);
	}
	return n;
}

bool
talk_answered(struct db *db, int64_t talk, int64_t seen, int64_t person,
    struct talk_answer *answer)
{
	struct rows *rows = db_query(db, "SELECT m.id, m.created, p.name, "
	    "m.words FROM message m JOIN person p ON p.id = m.author "
	    "WHERE m.conversation = $1 AND m.conversation <> 0 "
	    "AND m.id > $2 AND m.author <> $3 AND m.state <> 'cancelled' "
	    "ORDER BY m.id DESC LIMIT 1", INT(talk), INT(seen), INT(person));

	if (!db_row(rows))
		return false;
	answer->message = db_int(rows, 0);
	answer->at = db_int(rows, 1);
	answer->author = db_text(rows, 2);
	answer->words = db_text(rows, 3);
	return true;
}

unsigned
talk_seats(struct db *db, const struct talk *talk, int64_t now,
    struct sighted **list)
{
	return sight_places(db, db_query(db,
	    "SELECT s.id, s.school, s.name, s.kind FROM seat s "
	    "WHERE s.school IN ($1, 0) AND s.id <> $2 "
	    "AND EXISTS (SELECT 1 FROM seat_member m WHERE m.seat = s.id "
	    "AND " IS_NOW("m", "$3") " AND " IS_READ("m.person", "$3") ") "
	    "ORDER BY CASE s.kind WHEN 'office' THEN 0 WHEN 'desk' THEN 1 "
	    "ELSE 2 END, s.name, s.id LIMIT 200", INT(talk->talk.school),
	    INT(talk->talk.seat), INT(now)), list);
}

void
talk_note(struct db *db, int64_t talk, int64_t author, const char *words,
    int64_t now)
{
	db_run(db, "INSERT INTO note (id, conversation, author, words, at) "
	    "VALUES ($1, $2, $3, $4, $5)", INT(id_new()), INT(talk),
	    INT(author), TEXT(words), INT(now));
}

unsigned
talk_looks(struct db *db, int64_t talk, int64_t person, int64_t now,
    struct talk_look **list)
{
	struct rows	*rows = db_query(db, "SELECT max(a.at), p.name "
	    "FROM audit a JOIN person p ON p.id = a.person "
	    "WHERE a.object = $1 AND a.deed = 'talk.view' AND a.at > $2 "
	    "AND a.person <> $3 GROUP BY p.id, p.name "
	    "ORDER BY max(a.at) DESC LIMIT 20",
	    INT(talk), INT(now - DAYS(30)), INT(person));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct talk_look, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].at = db_int(rows, 0);
		(*list)[n].name = db_text(rows, 1);
	}
	return n;
}

bool
talk_looked(struct db *db, int64_t talk, int64_t person, int64_t now)
{
	return db_row(db_query(db, "SELECT 1 FROM audit "
	    "WHERE object = $1 AND deed = 'talk.view' AND person = $2 "
	    "AND at > $3 LIMIT 1", INT(talk), INT(person),
	    INT(now - HOURS(1))));
}
