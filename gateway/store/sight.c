/*
 * Lists cut down to what a member of staff may see.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/sight.h"
#include "store/sits.h"
#include "store/word.h"

/* Viewer $1 sits at time $2 in the school of a row, or is nobody. */
#define SITS(school)	"($1 = 0 OR " SITS_IN("$1", "$2", school) ") "

unsigned
sight_places(struct db *db, struct rows *rows, struct sighted **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct sighted, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].id = db_int(rows, 0);
		(*list)[n].school = db_int(rows, 1);
		(*list)[n].name = db_text(rows, 2);
		(*list)[n].kind = db_text(rows, 3);
	}
	return n;
}

unsigned
sight_schools(struct db *db, const struct viewer *v, struct sighted **list)
{
	return sight_places(db, db_query(db,
	    "SELECT s.id, s.id, s.name, '' FROM school s "
	    "WHERE (s.until = 0 OR s.until > $2) AND " SITS("s.id")
	    "ORDER BY s.id LIMIT 500", INT(v->person), INT(v->now)), list);
}

unsigned
sight_classes(struct db *db, int64_t school, struct sighted **list)
{
	return sight_places(db, db_query(db,
	    "SELECT id, school, name, '' FROM class WHERE school = $1 "
	    "AND until = 0 ORDER BY id LIMIT 1000", INT(school)), list);
}

unsigned
sight_seats(struct db *db, const struct viewer *v, struct sighted **list)
{
	return sight_places(db, db_query(db,
	    "SELECT DISTINCT s.id, s.school, s.name, s.kind "
	    "FROM seat_member m JOIN seat s ON s.id = m.seat "
	    "WHERE m.person IN " STANDS_FOR("$1", "$2")
	    " AND " IS_NOW("m", "$2") " ORDER BY s.id LIMIT 500",
	    INT(v->person), INT(v->now)), list);
}

unsigned
sight_students(struct db *db, const struct student_page *page,
    struct pupil **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT s.id, s.name FROM student s WHERE s.id > $3 "
	    "AND ($4 = '' OR replace(s.folded, $4, '') <> s.folded) "
	    "AND EXISTS (SELECT 1 FROM enrolment e WHERE e.student = s.id "
	    "AND e.since <= $2 AND (e.until = 0 OR e.until > $2) "
	    "AND " SITS("e.school") ") ORDER BY s.id LIMIT $5",
	    INT(page->viewer.person), INT(page->viewer.now), INT(page->after),
	    TEXT(page->folded), INT(page->most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct pupil, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].id = db_int(rows, 0);
		(*list)[n].name = db_text(rows, 1);
	}
	return n;
}

unsigned
sight_enrolled(struct db *db, const struct viewer *v, int64_t student,
    struct enrolled **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT e.school, s.name, e.class, c.name FROM enrolment e "
	    "JOIN school s ON s.id = e.school "
	    "LEFT JOIN class c ON c.id = e.class "
	    "WHERE e.student = $3 AND e.since <= $2 "
	    "AND (e.until = 0 OR e.until > $2) AND " SITS("e.school")
	    "ORDER BY e.place, e.school, e.class LIMIT 20", INT(v->person),
	    INT(v->now), INT(student));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct enrolled, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].school = db_int(rows, 0);
		(*list)[n].school_name = db_text(rows, 1);
		(*list)[n].class = db_int(rows, 2);
		(*list)[n].class_name = db_text(rows, 3);
	}
	return n;
}

static bool
name_in(struct rows *rows, const char **name)
{
	if (!db_row(rows))
		return false;
	*name = db_text(rows, 0);
	return true;
}

bool
student_name(struct db *db, int64_t id, const char **name)
{
	return name_in(db_query(db, "SELECT name FROM student WHERE id = $1",
	    INT(id)), name);
}

bool
class_name(struct db *db, int64_t id, const char **name)
{
	return name_in(db_query(db, "SELECT name FROM class WHERE id = $1",
	    INT(id)), name);
}

bool
seat_name(struct db *db, int64_t id, const char **name)
{
	return name_in(db_query(db, "SELECT name FROM seat WHERE id = $1",
	    INT(id)), name);
}

/* What was said in a talk is seen by whoever may see the talk. */
static bool
contact_shown(struct db *db, const struct viewer *v, const struct message *m)
{
	return db_row(db_query(db, "SELECT 1 WHERE " TALK_SHOWN("$3", "$4",
	    "$5", "$1", "$2"), INT(v->person), INT(v->now),
	    INT(m->conversation), INT(m->target), INT(m->school)));
}

bool
sight_message(struct db *db, const struct viewer *v, const struct message *m)
{
	if (v->person == 0)
		return v->operator || m->api_key == v->api_key;
	return m->author == v->person ||
	    (seat_may(db, v->person, m->school, v->now) &&
	    (m->audience != AUDIENCE_CONTACT || contact_shown(db, v, m)));
}

static const char *
students_of(struct db *db, int64_t message)
{
	struct rows	*rows = db_query(db, "SELECT s.name FROM "
	    "message_student m JOIN student s ON s.id = m.student "
	    "WHERE m.message = $1 ORDER BY s.id LIMIT 3", INT(message));
	const char	*all = "";
	int64_t		 count;

	while (db_row(rows))
		all = arena_print(db_arena(db), "%s%s%s", all,
		    *all == '\0' ? "" : ", ", db_text(rows, 0));
	if (db_rows(rows) < 3)
		return all;
	count = db_number(db_query(db, "SELECT count(*) FROM message_student "
	    "WHERE message = $1", INT(message)));
	return count == 3 ? all : arena_print(db_arena(db),
	    "%s and %lld more", all, (long long)count - 3);
}

/* One of those at the contact of a message whom the viewer may know of. */
static const char *
person_of(struct db *db, const struct viewer *v, const struct message *m)
{
	struct rows *rows = db_query(db, "SELECT p.name FROM reach r "
	    "JOIN person p ON p.id = r.person WHERE r.contact = $4 "
	    "AND ($6 = 1 OR NOT " RESTRICTED_IN("p.id", "$3", "$2") " OR "
	    AT_OFFICE_OF("$1", "$5", "$2") ") ORDER BY p.id LIMIT 1",
	    INT(v->person), INT(v->now), INT(m->conversation),
	    INT(m->target), INT(m->school), INT(v->person == 0));

	return db_row(rows) ? db_text(rows, 0) : "";
}

const char *
sight_recipients(struct db *db, const struct viewer *v,
    const struct message *m)
{
	struct district	 district;
	const char	*name;

	switch (m->audience) {
	case AUDIENCE_STUDENTS:
		return students_of(db, m->id);
	case AUDIENCE_CLASS:
		return name_in(db_query(db, "SELECT name FROM class "
		    "WHERE id = $1", INT(m->target)), &name) ? name : "";
	case AUDIENCE_DISTRICT:
		return district_get(db, &district) ? district.name : "";
	case AUDIENCE_SCHOOL:
		return school_get(db, m->target, &name) ? name : "";
	default:
		return person_of(db, v, m);
	}
}

unsigned
sight_messages(struct db *db, const struct viewer *v, int64_t before,
    int64_t most, struct message **list)
{
	struct rows	*rows;
	unsigned	 n = 0;

	if (v->person != 0 || v->operator)
		return message_list(db, &(struct message_page){
		    .author = v->person, .before = before, .most = most },
		    list);
	rows = db_query(db, "SELECT id FROM message WHERE author = 0 "
	    "AND api_key = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
	    INT(v->api_key), INT(before), INT(most));
	*list = NEW_LIST(db_arena(db), struct message, db_rows(rows));
	while (db_row(rows))
		n += message_get(db, db_int(rows, 0), &(*list)[n]);
	return n;
}

bool
sight_delivery(struct db *db, const struct viewer *v, const struct message *m,
    int64_t family)
{
	if (v->person == 0 || m->author == v->person ||
	    m->audience != AUDIENCE_STUDENTS)
		return true;
	return db_row(db_query(db, "SELECT 1 FROM message_family f "
	    "JOIN enrolment e ON e.student = f.student "
	    "WHERE f.message = $3 AND f.family = $4 AND e.since <= $2 "
	    "AND (e.until = 0 OR e.until > $2) AND " SITS("e.school")
	    "LIMIT 1", INT(v->person), INT(v->now), INT(m->id), INT(family)));
}

unsigned
sight_states(struct db *db, int64_t message, int64_t now,
    struct state_count **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT d.state, count(*) FROM delivery d WHERE d.message = $1 "
	    "AND NOT EXISTS (SELECT 1 FROM guardianship g "
	    "JOIN message_family f ON f.message = d.message "
	    "AND f.student = g.student WHERE g.guardian = d.person "
	    "AND g.restricted = 1 AND " IS_NOW("g", "$2") ") "
	    "GROUP BY d.state LIMIT 20", INT(message), INT(now));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct state_count, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].state = db_text(rows, 0);
		(*list)[n].count = db_int(rows, 1);
	}
	return n;
}

bool
sight_talk(struct db *db, const struct viewer *v,
    const struct conversation *talk)
{
	if (v->operator)
		return true;
	return v->person != 0 && seat_may(db, v->person, talk->school,
	    v->now) && db_row(db_query(db, "SELECT 1 FROM conversation c "
	    "WHERE c.id = $3 AND " TALK_SHOWN("c.id", "c.contact", "c.school",
	    "$1", "$2"), INT(v->person), INT(v->now), INT(talk->id)));
}

unsigned
sight_replies(struct db *db, const struct viewer *v, int64_t after,
    int64_t most, struct reply **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT r.id, r.conversation, r.contact, r.what, r.words, "
	    "r.media, r.answers, r.at, r.files, r.attached, r.subject, "
	    "r.folded, r.written_from FROM reply r "
	    "JOIN conversation c ON c.id = r.conversation "
	    "WHERE r.id > $3 AND $5 = 1 AND " SITS("c.school")
	    "AND ($1 = 0 OR " TALK_SHOWN("c.id", "c.contact", "c.school",
	    "$1", "$2") ") ORDER BY r.id LIMIT $4", INT(v->person),
	    INT(v->now), INT(after), INT(most),
	    INT(v->person != 0 || v->operator));
	struct reply	*r;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct reply, db_rows(rows));
	while (db_row(rows)) {
		r = &(*list)[n++];
		r->id = db_int(rows, 0);
		r->conversation = db_int(rows, 1);
		r->contact = db_int(rows, 2);
		r->words = db_text(rows, 4);
		r->media = db_text(rows, 5);
		r->answers = db_int(rows, 6);
		r->at = db_int(rows, 7);
		r->files = db_int(rows, 8);
		r->attached = db_int(rows, 9);
		r->subject = db_text(rows, 10);
		r->folded = db_text(rows, 11);
		r->written_from = db_text(rows, 12);
		if (!reply_what_read(db_text(rows, 3), &r->what))
			db_fail(db, "a reply has a word that is not ours");
	}
	return n;
}

unsigned
sight_people(struct db *db, const struct viewer *v,
    const struct conversation *talk, struct person **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT p.id, p.name, p.language FROM reach r "
	    "JOIN person p ON p.id = r.person WHERE r.contact = $1 "
	    "AND NOT EXISTS (SELECT 1 FROM guardianship g "
	    "WHERE g.guardian = p.id AND g.restricted = 1 "
	    "AND g.since <= $3 AND (g.until = 0 OR g.until > $3) "
	    "AND (EXISTS (SELECT 1 FROM conversation_student s "
	    "WHERE s.conversation = $2 AND s.student = g.student) "
	    "OR NOT EXISTS (SELECT 1 FROM conversation_student s "
	    "WHERE s.conversation = $2))) ORDER BY p.id LIMIT 20",
	    INT(talk->contact), INT(talk->id), INT(v->now));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct person, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].id = db_int(rows, 0);
		(*list)[n].name = db_text(rows, 1);
		(*list)[n].language = db_text(rows, 2);
	}
	return n;
}

bool
sight_restricted(struct db *db, int64_t person, int64_t message, int64_t now)
{
	return db_row(db_query(db, "SELECT 1 FROM guardianship g "
	    "JOIN message_family f ON f.student = g.student "
	    "WHERE f.message = $2 AND g.guardian = $1 AND g.restricted = 1 "
	    "AND g.since <= $3 AND (g.until = 0 OR g.until > $3) LIMIT 1",
	    INT(person), INT(message), INT(now)));
}

unsigned
sight_restricted_for(struct db *db, int64_t person, int64_t now,
    int64_t **students)
{
	return db_ids(db, db_query(db, "SELECT student FROM guardianship "
	    "WHERE guardian = $1 AND restricted = 1 AND since <= $2 "
	    "AND (until = 0 OR until > $2) ORDER BY student LIMIT 500",
	    INT(person), INT(now)), students);
}
