/*
 * Guardians, families and contacts of many students.  Most families are one
 * student, whom nobody's guardian leads to another one; only the others are
 * followed one by one.
 */

#include "base/arena.h"
#include "store/away.h"
#include "store/db.h"
#include "store/kin.h"
#include "store/many.h"
#include "store/person.h"
#include "store/word.h"

static void
list_ids(struct many *m, const int64_t *ids, unsigned count)
{
	many_init(m);
	for (unsigned i = 0; i < count; i++)
		many_id(m, ids[i]);
}

unsigned
kin_guardians(struct db *db, const int64_t *students, unsigned count,
    int64_t now, struct kin_guardian **list)
{
	struct many	 m;
	struct rows	*rows;
	unsigned	 n = 0;

	list_ids(&m, students, count);
	rows = db_query(db, "SELECT DISTINCT g.student, p.id, p.name, "
	    "p.language, p.guardian, p.staff, p.prefers" MANY_FROM
	    "CROSS JOIN guardianship g JOIN person p ON p.id = g.guardian "
	    "WHERE g.student = " MANY_ID " AND g.write_to = 1 "
	    "AND g.restricted = 0 AND " IS_NOW("g", "$2")
	    " AND NOT EXISTS (SELECT 1 FROM guardianship r "
	    "WHERE r.student = g.student AND r.guardian = g.guardian "
	    "AND r.restricted = 1 AND " IS_NOW("r", "$2") ") "
	    "ORDER BY g.student, p.id", TEXT(many_value(&m)), INT(now));
	*list = NEW_LIST(db_arena(db), struct kin_guardian, db_rows(rows));
	for (; db_row(rows); n++) {
		struct kin_guardian *k = &(*list)[n];

		k->student = db_int(rows, 0);
		k->person = (struct person){ .id = db_int(rows, 1),
		    .name = db_text(rows, 2), .language = db_text(rows, 3),
		    .guardian = db_int(rows, 4) != 0,
		    .staff = db_int(rows, 5) != 0 };
		if (!prefers_read(db_text(rows, 6), &k->person.prefers))
			db_fail(db, "a person has a word that is not ours");
	}
	many_free(&m);
	return n;
}

int64_t *
kin_families(struct db *db, const int64_t *students, unsigned count,
    int64_t now)
{
	int64_t		*families = NEW_LIST(db_arena(db), int64_t, count);
	int64_t		*shared;
	struct many	 m;
	unsigned	 n, at = 0;

	list_ids(&m, students, count);
	n = db_ids(db, db_query(db, "SELECT DISTINCT g.student" MANY_FROM
	    "CROSS JOIN guardianship g JOIN guardianship o "
	    "ON o.guardian = g.guardian AND o.student <> g.student "
	    "WHERE g.student = " MANY_ID " AND g.restricted = 0 AND "
	    IS_NOW("g", "$2") " AND o.restricted = 0 AND "
	    IS_NOW("o", "$2") " ORDER BY g.student", TEXT(many_value(&m)),
	    INT(now)), &shared);
	many_free(&m);
	for (unsigned i = 0; i < count; i++) {
		while (at < n && shared[at] < students[i])
			at++;
		families[i] = at < n && shared[at] == students[i] ?
		    student_family(db, students[i], now) : students[i];
	}
	return families;
}

unsigned
kin_contacts(struct db *db, const int64_t *people, unsigned count,
    struct kin_contact **list)
{
	struct many	 m;
	struct rows	*rows;
	unsigned	 n = 0;

	list_ids(&m, people, count);
	rows = db_query(db, "SELECT DISTINCT r.person, c.id, c.channel, "
	    "c.address, c.language, c.state, r.place" MANY_FROM
	    "CROSS JOIN reach r JOIN contact c ON c.id = r.contact "
	    "WHERE r.person = " MANY_ID " ORDER BY r.person, r.place, c.id",
	    TEXT(many_value(&m)));
	*list = NEW_LIST(db_arena(db), struct kin_contact, db_rows(rows));
	for (; db_row(rows); n++) {
		struct contact *c = &(*list)[n].contact;

		(*list)[n].person = db_int(rows, 0);
		*c = (struct contact){ .id = db_int(rows, 1),
		    .address = db_text(rows, 3),
		    .language = db_text(rows, 4) };
		if (!channel_read(db_text(rows, 2), &c->channel) ||
		    !contact_state_read(db_text(rows, 5), &c->state))
			db_fail(db, "a contact has a word that is not ours");
	}
	many_free(&m);
	return n;
}
