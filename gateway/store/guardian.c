/*
 * Guardians for the office.  What is to be fixed is found by an index of the
 * contacts that cannot be used, which are few; its condition has to stand in
 * a statement as it stands in the schema.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/guardian.h"
#include "store/seat.h"
#include "store/sits.h"

/* A student of person p in a school in whose office viewer $1 sits at $2. */
#define OURS(more)							\
	"EXISTS (SELECT 1 FROM guardianship g "				\
	"JOIN enrolment e ON e.student = g.student "			\
	"WHERE g.guardian = p.id " more "AND " IS_NOW("g", "$2")	\
	" AND " IS_NOW("e", "$2") " AND "				\
	OFFICE_IN("$1", "$2", "e.school") ") "

#define MEANT	"AND g.write_to = 1 AND g.restricted = 0 "

#define UNUSABLE							\
	"c.state IN ('stopped', 'landline', 'invalid', 'wrong') "

/* person, contact, name, folded, language. */
static unsigned
guardians(struct db *db, struct rows *rows, struct listed_guardian **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct listed_guardian,
	    db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct listed_guardian){ db_int(rows, 0),
		    db_int(rows, 1), db_text(rows, 2), db_text(rows, 3),
		    db_text(rows, 4) };
	return n;
}

/* At the desk along the names; else from the students of the schools. */
static struct rows *
by_name(struct db *db, const struct guardian_page *p)
{
	const struct viewer *v = &p->viewer;

	if (seat_may(db, v->person, 0, v->now))
		return db_query(db, "SELECT p.id, 0, p.name, p.folded, "
		    "p.language FROM person p WHERE p.guardian = 1 "
		    "AND p.folded >= $4 "
		    "AND (p.folded > $4 OR (p.folded = $4 AND p.id > $5)) "
		    "AND ($3 = '' OR " BEGINS("p.folded", "$3") ") AND "
		    OURS("") "ORDER BY p.folded, p.id LIMIT $6",
		    INT(v->person), INT(v->now), TEXT(p->typed),
		    TEXT(p->after_name), INT(p->after), INT(p->most));
	return db_query(db, "SELECT DISTINCT p.id, 0, p.name, p.folded, "
	    "p.language FROM enrolment e "
	    "JOIN guardianship g ON g.student = e.student "
	    "JOIN person p ON p.id = g.guardian "
	    "WHERE e.school IN (SELECT x.school FROM seat_member m "
	    "JOIN seat x ON x.id = m.seat "
	    "WHERE m.person IN " STANDS_FOR("$1", "$2")
	    " AND x.kind = 'office' AND " IS_NOW("m", "$2") ") "
	    "AND " IS_NOW("e", "$2") " AND " IS_NOW("g", "$2") " "
	    "AND (p.folded > $4 OR (p.folded = $4 AND p.id > $5)) "
	    "AND ($3 = '' OR " BEGINS("p.folded", "$3") ") "
	    "ORDER BY p.folded, p.id LIMIT $6",
	    INT(v->person), INT(v->now), TEXT(p->typed),
	    TEXT(p->after_name), INT(p->after), INT(p->most));
}

unsigned
guardian_list(struct db *db, const struct guardian_page *p,
    struct listed_guardian **list)
{
	const struct viewer *v = &p->viewer;

	if (p->tab == GUARDIANS_ALL)
		return guardians(db, by_name(db, p), list);
	if (p->tab == GUARDIANS_STOPPED)
		return guardians(db, db_query(db, "SELECT p.id, c.id, "
		    "p.name, p.folded, p.language FROM contact c "
		    "JOIN reach r ON r.contact = c.id "
		    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
		    "AND c.state = 'stopped' AND c.id > $3 AND " OURS("")
		    "ORDER BY c.id, p.id LIMIT $4", INT(v->person),
		    INT(v->now), INT(p->after), INT(p->most)), list);
	return guardians(db, db_query(db, "SELECT p.id, c.id, p.name, "
	    "p.folded, p.language FROM contact c "
	    "JOIN reach r ON r.contact = c.id "
	    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
	    "AND c.state <> 'stopped' AND c.id > $3 AND " OURS(MEANT)
	    "ORDER BY c.id, p.id LIMIT $4", INT(v->person), INT(v->now),
	    INT(p->after), INT(p->most)), list);
}

unsigned
guardian_at(struct db *db, const struct viewer *v, const char *part,
    struct listed_guardian **list)
{
	return guardians(db, db_query(db, "SELECT p.id, c.id, p.name, "
	    "p.folded, p.language FROM contact c "
	    "JOIN reach r ON r.contact = c.id "
	    "JOIN person p ON p.id = r.person "
	    "WHERE replace(c.address, $3, '') <> c.address AND " OURS("")
	    "ORDER BY p.folded, p.id, c.id LIMIT 50", INT(v->person),
	    INT(v->now), TEXT(part)), list);
}

int64_t
guardian_count(struct db *db, const struct viewer *v, enum guardian_tab tab)
{
	if (tab == GUARDIANS_STOPPED)
		return db_number(db_query(db, "SELECT count(*) FROM (SELECT "
		    "DISTINCT c.id FROM contact c "
		    "JOIN reach r ON r.contact = c.id "
		    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
		    "AND c.state = 'stopped' AND " OURS("") "LIMIT 1000) x",
		    INT(v->person), INT(v->now)));
	return db_number(db_query(db, "SELECT count(*) FROM (SELECT "
	    "DISTINCT c.id FROM contact c "
	    "JOIN reach r ON r.contact = c.id "
	    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
	    "AND c.state <> 'stopped' AND " OURS(MEANT) "LIMIT 1000) x",
	    INT(v->person), INT(v->now)));
}

bool
guardian_seen(struct db *db, const struct viewer *v, int64_t person)
{
	return db_row(db_query(db, "SELECT 1 FROM person p "
	    "WHERE p.id = $3 AND " OURS(""), INT(v->person), INT(v->now),
	    INT(person)));
}
