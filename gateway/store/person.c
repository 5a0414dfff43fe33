/*
 * Schools, people and students.  Whether somebody may be written to about a
 * student is decided by the rows of guardianship alone.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/person.h"
#include "store/word.h"

bool
district_get(struct db *db, struct district *district)
{
	struct rows *rows = db_query(db,
	    "SELECT id, name, zone, sample, practice FROM district "
	    "LIMIT 1", NONE);

	if (!db_row(rows))
		return false;
	district->id = db_int(rows, 0);
	district->name = db_text(rows, 1);
	district->zone = db_text(rows, 2);
	district->sample = db_int(rows, 3) != 0;
	district->practice = db_int(rows, 4) != 0;
	return true;
}

void
district_add(struct db *db, const struct district *district)
{
	db_run(db, "INSERT INTO district (id, name, zone, sample, practice) "
	    "VALUES ($1, $2, $3, $4, $5)", INT(district->id),
	    TEXT(district->name), TEXT(district->zone), INT(district->sample),
	    INT(district->practice));
}

void
district_rename(struct db *db, const char *name)
{
	db_run(db, "UPDATE district SET name = $1", TEXT(name));
}

bool
school_get(struct db *db, int64_t id, const char **name)
{
	struct rows *rows = db_query(db,
	    "SELECT name FROM school WHERE id = $1", INT(id));

	if (!db_row(rows))
		return false;
	*name = db_text(rows, 0);
	return true;
}

bool
class_get(struct db *db, int64_t id, int64_t *school)
{
	struct rows *rows = db_query(db,
	    "SELECT school FROM class WHERE id = $1", INT(id));

	if (!db_row(rows))
		return false;
	*school = db_int(rows, 0);
	return true;
}

/* id, name, language, guardian, staff, prefers. */
static void
read_person(struct db *db, const struct rows *rows, struct person *person)
{
	person->id = db_int(rows, 0);
	person->name = db_text(rows, 1);
	person->language = db_text(rows, 2);
	person->guardian = db_int(rows, 3) != 0;
	person->staff = db_int(rows, 4) != 0;
	if (!prefers_read(db_text(rows, 5), &person->prefers))
		db_fail(db, "a person has a word that is not ours");
}

void
person_prefers(struct db *db, int64_t id, enum prefers prefers)
{
	db_run(db, "UPDATE person SET prefers = $2 WHERE id = $1", INT(id),
	    TEXT(prefers_word(prefers)));
}

bool
person_get(struct db *db, int64_t id, struct person *person)
{
	struct rows *rows = db_query(db,
	    "SELECT id, name, language, guardian, staff, prefers "
	    "FROM person WHERE id = $1", INT(id));

	if (!db_row(rows))
		return false;
	read_person(db, rows, person);
	return true;
}

static unsigned
people(struct db *db, struct rows *rows, struct person **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct person, db_rows(rows));
	while (db_row(rows))
		read_person(db, rows, &(*list)[n++]);
	return n;
}

unsigned
person_at(struct db *db, int64_t contact, struct person **list)
{
	return people(db, db_query(db,
	    "SELECT p.id, p.name, p.language, p.guardian, p.staff, "
	    "p.prefers "
	    "FROM reach r JOIN person p ON p.id = r.person "
	    "WHERE r.contact = $1 ORDER BY r.person LIMIT 50", INT(contact)),
	    list);
}

bool
person_restricted_at(struct db *db, int64_t contact, int64_t now)
{
	struct rows *rows = db_query(db,
	    "SELECT count(*), count(CASE WHEN EXISTS (SELECT 1 "
	    "FROM guardianship g WHERE g.guardian = r.person "
	    "AND g.restricted = 1 AND g.since <= $2 "
	    "AND (g.until = 0 OR g.until > $2)) THEN 1 END) "
	    "FROM reach r WHERE r.contact = $1", INT(contact), INT(now));

	return db_row(rows) && db_int(rows, 0) > 0 &&
	    db_int(rows, 0) == db_int(rows, 1);
}

unsigned
student_guardians(struct db *db, int64_t student, int64_t now,
    struct person **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT DISTINCT p.id, p.name, p.language, p.guardian, p.staff, "
	    "p.prefers "
	    "FROM guardianship g JOIN person p ON p.id = g.guardian "
	    "WHERE g.student = $1 AND g.write_to = 1 AND g.restricted = 0 "
	    "AND g.since <= $2 AND (g.until = 0 OR g.until > $2) "
	    "AND NOT EXISTS (SELECT 1 FROM guardianship r "
	    "WHERE r.student = $1 AND r.guardian = g.guardian "
	    "AND r.restricted = 1 "
	    "AND r.since <= $2 AND (r.until = 0 OR r.until > $2)) "
	    "ORDER BY p.id LIMIT 50", INT(student), INT(now));
	return people(db, rows, list);
}

bool
student_place(struct db *db, int64_t student, int64_t now, int64_t *school,
    int64_t *class)
{
	struct rows *rows = db_query(db,
	    "SELECT school, class FROM enrolment WHERE student = $1 "
	    "AND since <= $2 AND (until = 0 OR until > $2) "
	    "ORDER BY place, school, class DESC LIMIT 1", INT(student),
	    INT(now));

	if (!db_row(rows))
		return false;
	*school = db_int(rows, 0);
	*class = db_int(rows, 1);
	return true;
}

/* Ids that were met, each once, in the order they were met. */
struct met {
	int64_t		 ids[FAMILY_MOST];
	unsigned	 count;
};

static void
meet(struct met *met, int64_t id)
{
	for (unsigned i = 0; i < met->count; i++)
		if (met->ids[i] == id)
			return;
	if (met->count < FAMILY_MOST)
		met->ids[met->count++] = id;
}

int64_t
student_family(struct db *db, int64_t student, int64_t now)
{
	struct met	*met = NEW(db_arena(db), struct met);
	struct rows	*rows;
	int64_t		 least = student;

	meet(met, student);
	for (unsigned i = 0; i < met->count; i++) {
		rows = db_query(db,
		    "SELECT DISTINCT o.student FROM guardianship g "
		    "JOIN guardianship o ON o.guardian = g.guardian "
		    "WHERE g.student = $1 AND g.restricted = 0 "
		    "AND g.since <= $2 AND (g.until = 0 OR g.until > $2) "
		    "AND o.restricted = 0 "
		    "AND o.since <= $2 AND (o.until = 0 OR o.until > $2) "
		    "ORDER BY o.student LIMIT 200", INT(met->ids[i]), INT(now));
		while (db_row(rows))
			meet(met, db_int(rows, 0));
	}
	for (unsigned i = 0; i < met->count; i++)
		if (met->ids[i] < least)
			least = met->ids[i];
	return least;
}

unsigned
group_students(struct db *db, const struct group *group, int64_t **students)
{
	if (group->audience == AUDIENCE_CLASS)
		return db_ids(db, db_query(db,
		    "SELECT DISTINCT student FROM enrolment "
		    "WHERE class = $1 AND student > $2 "
		    "AND since <= $3 AND (until = 0 OR until > $3) "
		    "ORDER BY student LIMIT $4", INT(group->target),
		    INT(group->after), INT(group->now), INT(group->most)),
		    students);
	if (group->audience == AUDIENCE_DISTRICT)
		return db_ids(db, db_query(db,
		    "SELECT DISTINCT student FROM enrolment "
		    "WHERE student > $1 "
		    "AND since <= $2 AND (until = 0 OR until > $2) "
		    "ORDER BY student LIMIT $3", INT(group->after),
		    INT(group->now), INT(group->most)), students);
	return db_ids(db, db_query(db,
	    "SELECT DISTINCT student FROM enrolment "
	    "WHERE school = $1 AND student > $2 "
	    "AND since <= $3 AND (until = 0 OR until > $3) "
	    "ORDER BY student LIMIT $4", INT(group->target),
	    INT(group->after), INT(group->now), INT(group->most)), students);
}

unsigned
person_students(struct db *db, int64_t guardian, int64_t now,
    int64_t **students)
{
	return db_ids(db, db_query(db,
	    "SELECT DISTINCT student FROM guardianship "
	    "WHERE guardian = $1 AND restricted = 0 "
	    "AND since <= $2 AND (until = 0 OR until > $2) "
	    "ORDER BY student LIMIT 200", INT(guardian), INT(now)), students);
}
