/*
 * Names and languages of those whom a text concerns.  Its students are made
 * into one list of ids first, and the rest is joined to that.
 */

#include <string.h>

#include "base/arena.h"
#include "store/concerned.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/many.h"
#include "store/person.h"

/* A list that grows: the next ones go behind the last. */
struct names {
	const char	**list;
	unsigned	 count;
};

static void
add_rows(struct db *db, struct names *names, struct rows *rows)
{
	const char **list = NEW_LIST(db_arena(db), const char *,
	    names->count + db_rows(rows));

	if (names->count > 0)
		memcpy(list, names->list, names->count * sizeof *list);
	names->list = list;
	while (db_row(rows))
		names->list[names->count++] = db_text(rows, 0);
}

static unsigned
students_of(struct db *db, const struct concern *c, unsigned most,
    const int64_t **students)
{
	int64_t		*list;
	unsigned	 n;

	if (c->audience == AUDIENCE_STUDENTS) {
		*students = c->students;
		return c->count;
	}
	if (c->audience == AUDIENCE_CONTACT)
		n = conversation_students(db, c->conversation, &list);
	else
		n = group_students(db, &(struct group){
		    .audience = c->audience, .target = c->target,
		    .most = most, .now = c->now }, &list);
	*students = list;
	return n;
}

static const char *
id_list(struct db *db, const int64_t *ids, unsigned count)
{
	struct many	 m;
	const char	*list;

	many_init(&m);
	for (unsigned i = 0; i < count; i++)
		many_id(&m, ids[i]);
	list = arena_text(db_arena(db), many_value(&m));
	many_free(&m);
	return list;
}

unsigned
concerned_names(struct db *db, const struct concern *c, const char ***list)
{
	struct names	 names = { .count = 0 };
	const int64_t	*students;
	unsigned	 n = students_of(db, c, CONCERNED_MOST + 1, &students);
	const char	*ids;

	add_rows(db, &names, db_query(db, "SELECT name FROM person "
	    "WHERE id = $1", INT(c->author)));
	if (c->audience == AUDIENCE_CONTACT) {
		add_rows(db, &names, db_query(db, "SELECT p.name FROM reach r "
		    "JOIN person p ON p.id = r.person WHERE r.contact = $1 "
		    "ORDER BY p.id LIMIT 50", INT(c->target)));
		add_rows(db, &names, db_query(db, "SELECT p.name "
		    "FROM conversation c JOIN seat_member m ON m.seat = "
		    "c.seat JOIN person p ON p.id = m.person WHERE c.id = $1 "
		    "ORDER BY p.id LIMIT 50", INT(c->conversation)));
	}
	*list = names.list;
	if (n == 0 || n > CONCERNED_MOST)
		return names.count;
	ids = id_list(db, students, n);
	add_rows(db, &names, db_query(db, "SELECT s.name" MANY_FROM
	    "CROSS JOIN student s WHERE s.id = " MANY_ID " ORDER BY s.id",
	    TEXT(ids)));
	add_rows(db, &names, db_query(db, "SELECT DISTINCT p.name" MANY_FROM
	    "CROSS JOIN guardianship g JOIN person p ON p.id = g.guardian "
	    "WHERE g.student = " MANY_ID
	    " ORDER BY p.name LIMIT 9000", TEXT(ids)));
	*list = names.list;
	return names.count;
}

bool
concerned_school(struct db *db, int64_t school, const char ***list,
    unsigned *count)
{
	struct names	 names = { .count = 0 };
	const int64_t	 most = CONCERNED_ALL + 1;

	if (school == 0)
		add_rows(db, &names, db_query(db, "SELECT name FROM student "
		    "UNION SELECT given FROM student UNION "
		    "SELECT p.name FROM guardianship g "
		    "JOIN person p ON p.id = g.guardian LIMIT $1",
		    INT(most)));
	else
		add_rows(db, &names, db_query(db, "SELECT s.name "
		    "FROM enrolment e JOIN student s ON s.id = e.student "
		    "WHERE e.school = $1 UNION SELECT s.given "
		    "FROM enrolment e JOIN student s ON s.id = e.student "
		    "WHERE e.school = $1 UNION SELECT p.name "
		    "FROM enrolment e JOIN guardianship g "
		    "ON g.student = e.student "
		    "JOIN person p ON p.id = g.guardian "
		    "WHERE e.school = $1 LIMIT $2", INT(school), INT(most)));
	*list = names.list;
	*count = names.count;
	return names.count <= CONCERNED_ALL;
}

/* Of students by their ids, or of a class or a school. */
static struct rows *
query_languages(struct db *db, const struct concern *c)
{
	const int64_t	*students;
	unsigned	 n;

	switch (c->audience) {
	case AUDIENCE_CONTACT:
		return db_query(db, "SELECT language FROM contact "
		    "WHERE id = $1", INT(c->target));
	case AUDIENCE_STUDENTS:
		n = students_of(db, c, 0, &students);
		return db_query(db, "SELECT DISTINCT k.language" MANY_FROM
		    "CROSS JOIN guardianship g "
		    "JOIN reach r ON r.person = g.guardian "
		    "JOIN contact k ON k.id = r.contact "
		    "WHERE g.student = " MANY_ID " AND g.restricted = 0 "
		    "ORDER BY k.language LIMIT 64",
		    TEXT(id_list(db, students, n)));
	case AUDIENCE_CLASS:
		return db_query(db, "SELECT DISTINCT k.language "
		    "FROM enrolment e "
		    "JOIN guardianship g ON g.student = e.student "
		    "JOIN reach r ON r.person = g.guardian "
		    "JOIN contact k ON k.id = r.contact "
		    "WHERE e.class = $1 AND e.since <= $2 "
		    "AND (e.until = 0 OR e.until > $2) "
		    "AND g.restricted = 0 ORDER BY k.language LIMIT 64",
		    INT(c->target), INT(c->now));
	default:
		return db_query(db, "SELECT DISTINCT k.language "
		    "FROM enrolment e "
		    "JOIN guardianship g ON g.student = e.student "
		    "JOIN reach r ON r.person = g.guardian "
		    "JOIN contact k ON k.id = r.contact "
		    "WHERE e.school = $1 AND e.since <= $2 "
		    "AND (e.until = 0 OR e.until > $2) "
		    "AND g.restricted = 0 ORDER BY k.language LIMIT 64",
		    INT(c->target), INT(c->now));
	}
}

unsigned
concerned_languages(struct db *db, const struct concern *c,
    const char ***list)
{
	struct names tags = { .count = 0 };

	if (c->audience == AUDIENCE_DISTRICT)
		return contact_languages(db, list);
	add_rows(db, &tags, query_languages(db, c));
	*list = tags.list;
	return tags.count;
}
