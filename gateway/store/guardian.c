/*
 * Guardians for the office.  At the desk what is to be fixed is found by an
 * index of the contacts that cannot be used, which are few; its condition has
 * to stand in a statement as it stands in the schema.  For the office of a
 * school all begins with its students, who are fewer still.
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

/* The same for who sits at the desk: a student of any school; $1 is now. */
#define ANYBODYS(more)							\
	"EXISTS (SELECT 1 FROM guardianship g "				\
	"JOIN enrolment e ON e.student = g.student "			\
	"WHERE g.guardian = p.id " more "AND " IS_NOW("g", "$1")	\
	" AND " IS_NOW("e", "$1") ") "

/* The other way round: the people p of such schools. */
#define FROM_OURS							\
	"FROM enrolment e JOIN guardianship g ON g.student = e.student " \
	"JOIN person p ON p.id = g.guardian "
#define IN_OURS								\
	"WHERE e.school IN (SELECT x.school FROM seat_member m "	\
	"JOIN seat x ON x.id = m.seat "					\
	"WHERE m.person IN " STANDS_FOR("$1", "$2")			\
	" AND x.kind = 'office' AND " IS_NOW("m", "$2") ") "		\
	"AND " IS_NOW("e", "$2") " AND " IS_NOW("g", "$2") " "

/* Their contacts c. */
#define AND_CONTACTS							\
	"JOIN reach r ON r.person = p.id JOIN contact c ON c.id = r.contact "

/* Whoever has another phone for it, or another mailbox, is fixed. */
#define NO_OTHER							\
	"AND NOT EXISTS (SELECT 1 FROM reach n "			\
	"JOIN contact k ON k.id = n.contact WHERE n.person = p.id "	\
	"AND k.channel = c.channel AND k.state IN ('ok', 'unconfirmed')) "

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

static bool
at_desk(struct db *db, const struct viewer *v)
{
	return seat_may(db, v->person, 0, v->now);
}

/* At the desk along the names; else from the students of the schools. */
static struct rows *
by_name(struct db *db, const struct guardian_page *p)
{
	const struct viewer *v = &p->viewer;

	if (at_desk(db, v))
		return db_query(db, "SELECT p.id, 0, p.name, p.folded, "
		    "p.language FROM person p WHERE p.guardian = 1 "
		    "AND p.folded >= $3 "
		    "AND (p.folded > $3 OR (p.folded = $3 AND p.id > $4)) "
		    "AND ($2 = '' OR " BEGINS("p.folded", "$2") ") AND "
		    ANYBODYS("") "ORDER BY p.folded, p.id LIMIT $5",
		    INT(v->now), TEXT(p->typed),
		    TEXT(p->after_name), INT(p->after), INT(p->most));
	return db_query(db, "SELECT DISTINCT p.id, 0, p.name, p.folded, "
	    "p.language " FROM_OURS IN_OURS
	    "AND (p.folded > $4 OR (p.folded = $4 AND p.id > $5)) "
	    "AND ($3 = '' OR " BEGINS("p.folded", "$3") ") "
	    "ORDER BY p.folded, p.id LIMIT $6",
	    INT(v->person), INT(v->now), TEXT(p->typed),
	    TEXT(p->after_name), INT(p->after), INT(p->most));
}

static struct rows *
stopped(struct db *db, const struct guardian_page *p)
{
	const struct viewer *v = &p->viewer;

	if (at_desk(db, v))
		return db_query(db, "SELECT p.id, c.id, p.name, p.folded, "
		    "p.language FROM contact c "
		    "JOIN reach r ON r.contact = c.id "
		    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
		    "AND c.state = 'stopped' AND c.id > $2 AND " ANYBODYS("")
		    "ORDER BY c.id, p.id LIMIT $3", INT(v->now),
		    INT(p->after), INT(p->most));
	return db_query(db, "SELECT DISTINCT p.id, c.id, p.name, p.folded, "
	    "p.language " FROM_OURS AND_CONTACTS IN_OURS
	    "AND c.state = 'stopped' AND c.id > $3 "
	    "ORDER BY 2, 1 LIMIT $4", INT(v->person), INT(v->now),
	    INT(p->after), INT(p->most));
}

static struct rows *
to_fix(struct db *db, const struct guardian_page *p)
{
	const struct viewer *v = &p->viewer;

	if (at_desk(db, v))
		return db_query(db, "SELECT p.id, c.id, p.name, p.folded, "
		    "p.language FROM contact c "
		    "JOIN reach r ON r.contact = c.id "
		    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
		    "AND c.state <> 'stopped' AND c.id > $2 " NO_OTHER
		    "AND " ANYBODYS(MEANT) "ORDER BY c.id, p.id LIMIT $3",
		    INT(v->now), INT(p->after), INT(p->most));
	return db_query(db, "SELECT DISTINCT p.id, c.id, p.name, p.folded, "
	    "p.language " FROM_OURS AND_CONTACTS IN_OURS MEANT
	    "AND c.state IN ('landline', 'invalid', 'wrong') AND c.id > $3 "
	    NO_OTHER
	    "ORDER BY 2, 1 LIMIT $4", INT(v->person), INT(v->now),
	    INT(p->after), INT(p->most));
}

static struct rows *
bare(struct db *db, const struct guardian_page *p)
{
	const struct viewer *v = &p->viewer;

	if (at_desk(db, v))
		return db_query(db, "SELECT p.id, 0, p.name, p.folded, "
		    "p.language FROM person p WHERE p.guardian = 1 "
		    "AND p.folded >= $2 "
		    "AND (p.folded > $2 OR (p.folded = $2 AND p.id > $3)) "
		    "AND NOT EXISTS (SELECT 1 FROM reach r "
		    "WHERE r.person = p.id) AND " ANYBODYS(MEANT)
		    "ORDER BY p.folded, p.id LIMIT $4", INT(v->now),
		    TEXT(p->after_name), INT(p->after), INT(p->most));
	return db_query(db, "SELECT DISTINCT p.id, 0, p.name, p.folded, "
	    "p.language " FROM_OURS IN_OURS MEANT
	    "AND (p.folded > $3 OR (p.folded = $3 AND p.id > $4)) "
	    "AND NOT EXISTS (SELECT 1 FROM reach r WHERE r.person = p.id) "
	    "ORDER BY p.folded, p.id LIMIT $5", INT(v->person),
	    INT(v->now), TEXT(p->after_name), INT(p->after), INT(p->most));
}

unsigned
guardian_list(struct db *db, const struct guardian_page *p,
    struct listed_guardian **list)
{
	switch (p->tab) {
	case GUARDIANS_ALL:
		return guardians(db, by_name(db, p), list);
	case GUARDIANS_TO_FIX:
		return guardians(db, to_fix(db, p), list);
	case GUARDIANS_BARE:
		return guardians(db, bare(db, p), list);
	default:
		return guardians(db, stopped(db, p), list);
	}
}

unsigned
guardian_at(struct db *db, const struct viewer *v, const char *part,
    struct listed_guardian **list)
{
	if (!at_desk(db, v))
		return guardians(db, db_query(db, "SELECT DISTINCT p.id, "
		    "c.id, p.name, p.folded, p.language " FROM_OURS
		    AND_CONTACTS IN_OURS
		    "AND replace(c.address, $3, '') <> c.address "
		    "ORDER BY p.folded, p.id, c.id LIMIT 50", INT(v->person),
		    INT(v->now), TEXT(part)), list);
	return guardians(db, db_query(db, "SELECT p.id, c.id, p.name, "
	    "p.folded, p.language FROM contact c "
	    "JOIN reach r ON r.contact = c.id "
	    "JOIN person p ON p.id = r.person "
	    "WHERE replace(c.address, $2, '') <> c.address "
	    "AND " ANYBODYS("") "ORDER BY p.folded, p.id, c.id LIMIT 50",
	    INT(v->now), TEXT(part)), list);
}

static int64_t
count_all(struct db *db, int64_t now, enum guardian_tab tab)
{
	if (tab == GUARDIANS_STOPPED)
		return db_number(db_query(db, "SELECT count(*) FROM (SELECT "
		    "DISTINCT c.id FROM contact c "
		    "JOIN reach r ON r.contact = c.id "
		    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
		    "AND c.state = 'stopped' AND " ANYBODYS("")
		    "LIMIT 1000) x", INT(now)));
	return db_number(db_query(db, "SELECT count(*) FROM (SELECT "
	    "DISTINCT c.id FROM contact c "
	    "JOIN reach r ON r.contact = c.id "
	    "JOIN person p ON p.id = r.person WHERE " UNUSABLE
	    "AND c.state <> 'stopped' " NO_OTHER "AND " ANYBODYS(MEANT)
	    "LIMIT 1000) x", INT(now)));
}

int64_t
guardian_count(struct db *db, const struct viewer *v, enum guardian_tab tab)
{
	if (at_desk(db, v))
		return count_all(db, v->now, tab);
	if (tab == GUARDIANS_STOPPED)
		return db_number(db_query(db, "SELECT count(DISTINCT c.id) "
		    FROM_OURS AND_CONTACTS IN_OURS "AND c.state = 'stopped'",
		    INT(v->person), INT(v->now)));
	return db_number(db_query(db, "SELECT count(DISTINCT c.id) "
	    FROM_OURS AND_CONTACTS IN_OURS MEANT
	    "AND c.state IN ('landline', 'invalid', 'wrong') " NO_OTHER,
	    INT(v->person), INT(v->now)));
}

bool
guardian_seen(struct db *db, const struct viewer *v, int64_t person)
{
	return db_row(db_query(db, "SELECT 1 FROM person p "
	    "WHERE p.id = $3 AND " OURS(""), INT(v->person), INT(v->now),
	    INT(person)));
}
