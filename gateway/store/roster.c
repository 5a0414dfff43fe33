/*
 * The rows of a district, one statement each.
 */

#include <string.h>

#include "base/id.h"
#include "base/text.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/roster.h"

void
roster_add_school(struct db *db, int64_t id, const char *name)
{
	db_run(db, "INSERT INTO school (id, name, folded) VALUES ($1, $2, $3)",
	    INT(id), TEXT(name), TEXT(text_fold(db_arena(db), name)));
}

void
roster_add_class(struct db *db, int64_t id, int64_t school, const char *name)
{
	db_run(db, "INSERT INTO class (id, school, name) VALUES ($1, $2, $3)",
	    INT(id), INT(school), TEXT(name));
}

void
roster_add_person(struct db *db, const struct person *p)
{
	db_run(db, "INSERT INTO person "
	    "(id, name, folded, language, guardian, staff) "
	    "VALUES ($1, $2, $3, $4, $5, $6)", INT(p->id), TEXT(p->name),
	    TEXT(text_fold(db_arena(db), p->name)), TEXT(p->language),
	    INT(p->guardian), INT(p->staff));
}

void
roster_add_student(struct db *db, int64_t id, const char *name)
{
	db_run(db, "INSERT INTO student (id, name, folded) "
	    "VALUES ($1, $2, $3)", INT(id), TEXT(name),
	    TEXT(text_fold(db_arena(db), name)));
}

void
roster_given(struct db *db, int64_t student, const char *given)
{
	db_run(db, "UPDATE student SET given = $2 WHERE id = $1",
	    INT(student), TEXT(given));
}

void
roster_add_enrolment(struct db *db, const struct enrolment *e)
{
	db_run(db, "INSERT INTO enrolment "
	    "(id, student, school, class, since, until) "
	    "VALUES ($1, $2, $3, $4, $5, 0)", INT(id_new()), INT(e->student),
	    INT(e->school), INT(e->class), INT(e->since));
}

void
roster_add_guardianship(struct db *db, const struct guardianship *g)
{
	db_run(db, "INSERT INTO guardianship (id, guardian, student, "
	    "relation, write_to, restricted, since, until) "
	    "VALUES ($1, $2, $3, $4, $5, $6, 0, 0)", INT(id_new()),
	    INT(g->guardian), INT(g->student), TEXT(g->relation),
	    INT(g->write_to), INT(g->restricted));
}

void
roster_add_reach(struct db *db, int64_t person, int64_t contact,
    int64_t place)
{
	db_run(db, "INSERT INTO reach (person, contact, place) "
	    "VALUES ($1, $2, $3) ON CONFLICT (person, contact) DO NOTHING",
	    INT(person), INT(contact), INT(place));
}

void
roster_add_sender(struct db *db, const struct sender *s)
{
	db_run(db, "INSERT INTO sender "
	    "(address, channel, account, school, listed) "
	    "VALUES ($1, $4, $2, $3, 0)", TEXT(s->address),
	    TEXT(s->account), INT(s->school),
	    TEXT(strchr(s->address, '@') != NULL ? "email" : "sms"));
}

void
roster_add_seat(struct db *db, const struct seat *s)
{
	db_run(db, "INSERT INTO seat (id, kind, school, class, name) "
	    "VALUES ($1, $2, $3, $4, $5)", INT(s->id), TEXT(s->kind),
	    INT(s->school), INT(s->class), TEXT(s->name));
}

void
roster_add_member(struct db *db, int64_t seat, int64_t person)
{
	db_run(db, "INSERT INTO seat_member (seat, person, since, until) "
	    "VALUES ($1, $2, 0, 0) ON CONFLICT (seat, person) DO NOTHING",
	    INT(seat), INT(person));
}
