/*
 * Names, as people type them.
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/db.h"
#include "store/find.h"

#define HAS(column)	"replace(" column ", $1, '') <> " column " "
#define FIRST(column)	"ORDER BY CASE WHEN " column " = $1 THEN 0 ELSE 1 END, "
#define ENROLLED(time)							\
	"EXISTS (SELECT 1 FROM enrolment e WHERE e.student = s.id "	\
	"AND e.since <= " time " AND (e.until = 0 OR e.until > " time ")) "

/* Of person p, the one that is asked first. */
#define ADDRESS								\
	"(SELECT c.address FROM reach r JOIN contact c "		\
	"ON c.id = r.contact WHERE r.person = p.id "			\
	"ORDER BY r.place, c.id LIMIT 1) "

/* id, name, folded, school, address. */
static unsigned
read_rows(struct db *db, enum find_noun noun, struct rows *rows,
    struct found **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct found, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct found){ noun, db_int(rows, 0),
		    db_text(rows, 1), db_text(rows, 2), db_int(rows, 3),
		    db_text(rows, 4) };
	return n;
}

/* Classes have no folded names beside theirs, and are few. */
static unsigned
classes(struct db *db, const char *folded, struct found **list)
{
	struct found	*all;
	unsigned	 n = find_all(db, FIND_CLASS, 0, &all), kept = 0;

	for (unsigned i = 0; i < n; i++)
		if (strcmp(all[i].folded, folded) == 0)
			all[kept++] = all[i];
	if (kept == 0)
		for (unsigned i = 0; i < n && kept < FIND_MOST; i++)
			if (strstr(all[i].folded, folded) != NULL)
				all[kept++] = all[i];
	*list = all;
	return kept;
}

/* By the people at its contact, or by a student it is about. */
static struct rows *
talks(struct db *db, const char *folded)
{
	return db_query(db, "SELECT id, name, folded, school, address FROM ("
	    "SELECT t.id, p.name, p.folded, t.school, c.address "
	    "FROM person p JOIN reach r ON r.person = p.id "
	    "JOIN contact c ON c.id = r.contact "
	    "JOIN conversation t ON t.contact = c.id "
	    "WHERE " HAS("p.folded") "UNION ALL "
	    "SELECT t.id, 'the family of ' || s.name, s.folded, t.school, "
	    "c.address FROM student s "
	    "JOIN conversation_student k ON k.student = s.id "
	    "JOIN conversation t ON t.id = k.conversation "
	    "JOIN contact c ON c.id = t.contact "
	    "WHERE " HAS("s.folded") ") AS named "
	    FIRST("folded") "folded, id LIMIT 50", TEXT(folded));
}

unsigned
find_named(struct db *db, enum find_noun noun, const char *folded,
    int64_t now, struct found **list)
{
	struct rows *rows;

	switch (noun) {
	case FIND_STUDENT:
		rows = db_query(db, "SELECT s.id, s.name, s.folded, 0, NULL "
		    "FROM student s WHERE " HAS("s.folded") "AND "
		    ENROLLED("$2") FIRST("s.folded") "s.folded, s.id LIMIT 50",
		    TEXT(folded), INT(now));
		break;
	case FIND_CLASS:
		return classes(db, folded, list);
	case FIND_SCHOOL:
		rows = db_query(db, "SELECT id, name, folded, 0, NULL "
		    "FROM school WHERE until = 0 AND " HAS("folded")
		    FIRST("folded")
		    "folded, id LIMIT 50", TEXT(folded));
		break;
	case FIND_STAFF:
		rows = db_query(db, "SELECT id, name, folded, 0, NULL "
		    "FROM person WHERE staff = 1 AND " HAS("folded")
		    FIRST("folded") "folded, id LIMIT 50", TEXT(folded));
		break;
	case FIND_PERSON:
		rows = db_query(db, "SELECT p.id, p.name, p.folded, 0, "
		    ADDRESS "FROM person p WHERE " HAS("p.folded")
		    FIRST("p.folded") "p.folded, p.id LIMIT 50",
		    TEXT(folded));
		break;
	case FIND_CONTACT:
		rows = db_query(db, "SELECT c.id, p.name, p.folded, 0, "
		    "c.address FROM person p JOIN reach r ON r.person = p.id "
		    "JOIN contact c ON c.id = r.contact "
		    "WHERE " HAS("p.folded") FIRST("p.folded")
		    "p.folded, c.id LIMIT 50", TEXT(folded));
		break;
	default:
		rows = talks(db, folded);
		break;
	}
	return read_rows(db, noun, rows, list);
}

unsigned
find_numbered(struct db *db, enum find_noun noun, const char *digits,
    struct found **list)
{
	if (noun == FIND_CONTACT)
		return read_rows(db, noun, db_query(db, "SELECT id, address, "
		    "address, 0, address FROM contact WHERE " HAS("address")
		    "ORDER BY id LIMIT 50", TEXT(digits)), list);
	return read_rows(db, noun, db_query(db, "SELECT t.id, c.address, "
	    "c.address, t.school, c.address FROM contact c "
	    "JOIN conversation t ON t.contact = c.id "
	    "WHERE " HAS("c.address") "ORDER BY t.id LIMIT 50",
	    TEXT(digits)), list);
}

static struct rows *
row_of(struct db *db, enum find_noun noun, int64_t id)
{
	switch (noun) {
	case FIND_STUDENT:
		return db_query(db, "SELECT id, name, folded, 0, NULL "
		    "FROM student WHERE id = $1", INT(id));
	case FIND_CLASS:
		return db_query(db, "SELECT id, name, name, school, NULL "
		    "FROM class WHERE id = $1", INT(id));
	case FIND_SCHOOL:
		return db_query(db, "SELECT id, name, folded, 0, NULL "
		    "FROM school WHERE id = $1", INT(id));
	case FIND_STAFF:
		return db_query(db, "SELECT id, name, folded, 0, NULL "
		    "FROM person WHERE id = $1 AND staff = 1", INT(id));
	case FIND_PERSON:
		return db_query(db, "SELECT p.id, p.name, p.folded, 0, "
		    ADDRESS "FROM person p WHERE p.id = $1", INT(id));
	case FIND_CONTACT:
		return db_query(db, "SELECT id, address, address, 0, address "
		    "FROM contact WHERE id = $1", INT(id));
	default:
		return db_query(db, "SELECT t.id, c.address, c.address, "
		    "t.school, c.address FROM conversation t "
		    "JOIN contact c ON c.id = t.contact WHERE t.id = $1",
		    INT(id));
	}
}

bool
find_by_id(struct db *db, enum find_noun noun, int64_t id,
    struct found *found)
{
	struct found	*list;
	unsigned	 n = read_rows(db, noun, row_of(db, noun, id), &list);

	if (n > 0)
		*found = list[0];
	return n > 0;
}

int64_t
find_in_roster(struct db *db, enum find_noun noun, const char *name)
{
	static const char *const nouns[FIND_NOUNS] = {
		[FIND_STUDENT] = "student", [FIND_CLASS] = "class",
		[FIND_SCHOOL] = "school", [FIND_STAFF] = "staff",
		[FIND_PERSON] = "guardian",
	};

	if (nouns[noun] == NULL)
		return 0;
	return db_number(db_query(db, "SELECT id FROM roster_row "
	    "WHERE noun = $1 AND name = $2 AND gone = 0", TEXT(nouns[noun]),
	    TEXT(name)));
}

static struct rows *
all_of(struct db *db, enum find_noun noun, int64_t now)
{
	switch (noun) {
	case FIND_STUDENT:
		return db_query(db, "SELECT s.id, s.name, s.folded, 0, NULL "
		    "FROM student s WHERE " ENROLLED("$1")
		    "ORDER BY s.id LIMIT 50000", INT(now));
	case FIND_SCHOOL:
		return db_query(db, "SELECT id, name, folded, 0, NULL "
		    "FROM school WHERE until = 0 ORDER BY id LIMIT 500",
		    NONE);
	case FIND_STAFF:
		return db_query(db, "SELECT id, name, folded, 0, NULL "
		    "FROM person WHERE staff = 1 ORDER BY +id LIMIT 20000",
		    NONE);
	case FIND_PERSON:
		return db_query(db, "SELECT p.id, p.name, p.folded, 0, "
		    ADDRESS "FROM person p ORDER BY p.id LIMIT 50000", NONE);
	case FIND_CONTACT:
		return db_query(db, "SELECT c.id, p.name, p.folded, 0, "
		    "c.address FROM reach r JOIN person p ON p.id = r.person "
		    "JOIN contact c ON c.id = r.contact ORDER BY c.id, p.id "
		    "LIMIT 50000", NONE);
	case FIND_CONVERSATION:
		return db_query(db, "SELECT t.id, p.name, p.folded, t.school, "
		    "c.address FROM conversation t "
		    "JOIN contact c ON c.id = t.contact "
		    "JOIN reach r ON r.contact = c.id "
		    "JOIN person p ON p.id = r.person ORDER BY t.id, p.id "
		    "LIMIT 50000", NONE);
	default:
		return db_query(db, "SELECT id, name, name, school, NULL "
		    "FROM class WHERE until = 0 ORDER BY id LIMIT 5000",
		    NONE);
	}
}

unsigned
find_all(struct db *db, enum find_noun noun, int64_t now,
    struct found **list)
{
	unsigned n = read_rows(db, noun, all_of(db, noun, now), list);

	for (unsigned i = 0; i < n && noun == FIND_CLASS; i++)
		(*list)[i].folded = text_fold(db_arena(db), (*list)[i].name);
	return n;
}
