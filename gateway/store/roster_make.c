/*
 * The statements of a change.  What ends comes before what begins, people
 * and places before what joins them, languages last.
 *
 * A row to end or to open again is found by its key first and changed by its
 * id then: so both databases go over the list and look each up.
 */

#include "store/db.h"
#include "store/roster_inside.h"

/* The list of a sort; nothing happens when it is empty. */
#define LIST(c, sort)	TEXT(many_value(&(c)->lists[sort]))
#define NO(c, sort)	((c)->lists[sort].count == 0)

static void
make_people(struct roster_change *c)
{
	if (NO(c, SORT_PERSON))
		return;
	db_run(c->db, "INSERT INTO person "
	    "(id, name, folded, language, guardian, staff) SELECT "
	    MANY_INT(0) ", " MANY_TEXT(1) ", " MANY_TEXT(2) ", " MANY_TEXT(3)
	    ", " MANY_INT(4) ", " MANY_INT(5) MANY_FROM "WHERE true "
	    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
	    "folded = excluded.folded, language = excluded.language, "
	    "guardian = CASE WHEN excluded.guardian < 0 THEN person.guardian "
	    "ELSE excluded.guardian END, staff = CASE WHEN excluded.staff < 0 "
	    "THEN person.staff ELSE excluded.staff END",
	    LIST(c, SORT_PERSON));
}

static void
make_work_mails(struct roster_change *c)
{
	if (NO(c, SORT_WORK_MAIL))
		return;
	db_run(c->db, "UPDATE person SET work_mail = n.mailbox FROM (SELECT "
	    MANY_INT(0) " AS id, " MANY_TEXT(1) " AS mailbox, " MANY_TEXT(2)
	    " AS former" MANY_FROM ") AS n WHERE person.id = n.id "
	    "AND person.work_mail IN (n.former, '')",
	    LIST(c, SORT_WORK_MAIL));
}

static void
make_students(struct roster_change *c)
{
	if (NO(c, SORT_STUDENT))
		return;
	db_run(c->db, "INSERT INTO student (id, name, folded, given) SELECT "
	    MANY_INT(0) ", " MANY_TEXT(1) ", " MANY_TEXT(2) ", " MANY_TEXT(3)
	    MANY_FROM "WHERE true "
	    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
	    "folded = excluded.folded, given = excluded.given",
	    LIST(c, SORT_STUDENT));
}

static void
make_schools(struct roster_change *c)
{
	if (NO(c, SORT_SCHOOL))
		return;
	db_run(c->db, "INSERT INTO school (id, name, folded, until) SELECT "
	    MANY_INT(0) ", " MANY_TEXT(1) ", " MANY_TEXT(2) ", " MANY_INT(3)
	    MANY_FROM "WHERE true "
	    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
	    "folded = excluded.folded, until = excluded.until",
	    LIST(c, SORT_SCHOOL));
}

static void
make_classes(struct roster_change *c)
{
	if (NO(c, SORT_CLASS))
		return;
	db_run(c->db, "INSERT INTO class (id, school, name, until) SELECT "
	    MANY_INT(0) ", " MANY_INT(1) ", " MANY_TEXT(2) ", " MANY_INT(3)
	    MANY_FROM "WHERE true "
	    "ON CONFLICT (id) DO UPDATE SET school = excluded.school, "
	    "name = excluded.name, until = excluded.until",
	    LIST(c, SORT_CLASS));
}

static void
make_moves(struct roster_change *c)
{
	if (NO(c, SORT_MOVE))
		return;
	db_run(c->db, "UPDATE seat SET school = n.school FROM (SELECT "
	    MANY_INT(0) " AS class, " MANY_INT(1) " AS school" MANY_FROM
	    ") AS n WHERE seat.class = n.class AND seat.kind = 'class'",
	    LIST(c, SORT_MOVE));
}

/* A seat is known by its kind and its class, or its school: +s.school, so
 * that nobody goes over all the seats of a school. */
#define SEAT								\
	"CROSS JOIN seat s WHERE s.kind = " MANY_TEXT(0)		\
	" AND s.class = " MANY_INT(2)					\
	" AND +s.school = " MANY_INT(1) " "

static void
make_seats(struct roster_change *c)
{
	if (!NO(c, SORT_SEAT))
		db_run(c->db, "INSERT INTO seat "
		    "(id, kind, school, class, name) SELECT " MANY_INT(0)
		    ", " MANY_TEXT(1) ", " MANY_INT(2) ", " MANY_INT(3) ", "
		    MANY_TEXT(4) MANY_FROM, LIST(c, SORT_SEAT));
	if (!NO(c, SORT_RENAME))
		db_run(c->db, "UPDATE seat SET name = n.name FROM (SELECT "
		    MANY_TEXT(0) " AS kind, " MANY_INT(1) " AS school, "
		    MANY_INT(2) " AS class, " MANY_TEXT(3) " AS name, "
		    MANY_TEXT(4) " AS former" MANY_FROM ") AS n "
		    "WHERE seat.kind = n.kind AND seat.class = n.class "
		    "AND +seat.school = n.school AND seat.name = n.former",
		    LIST(c, SORT_RENAME));
}

/* Who is gone leaves all seats, also those they have by hand. */
static void
make_ends(struct roster_change *c)
{
	if (!NO(c, SORT_END + ROSTER_ALL_STAFF)) {
		db_run(c->db, "UPDATE seat_member SET until = $2 "
		    "WHERE (until = 0 OR until > $2) AND person IN (SELECT "
		    MANY_INT(0) MANY_FROM ")",
		    LIST(c, SORT_END + ROSTER_ALL_STAFF), INT(c->now));
		db_run(c->db, "UPDATE api_key SET revoked = $2 "
		    "WHERE revoked = 0 AND person IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_END + ROSTER_ALL_STAFF),
		    INT(c->now));
		db_run(c->db, "UPDATE role SET until = $2 "
		    "WHERE until = 0 AND person IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_END + ROSTER_ALL_STAFF),
		    INT(c->now));
	}
	if (!NO(c, SORT_END + ROSTER_ALL_GUARDIAN))
		db_run(c->db, "UPDATE guardianship SET until = $2 "
		    "WHERE until = 0 AND guardian IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_END + ROSTER_ALL_GUARDIAN),
		    INT(c->now));
	if (!NO(c, SORT_END + ROSTER_ALL_STUDENT))
		db_run(c->db, "UPDATE enrolment SET until = $2 "
		    "WHERE until = 0 AND student IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_END + ROSTER_ALL_STUDENT),
		    INT(c->now));
	if (!NO(c, SORT_END + ROSTER_ALL_CLASS))
		db_run(c->db, "UPDATE seat_member SET until = $2 "
		    "WHERE (until = 0 OR until > $2) AND seat IN (SELECT s.id"
		    MANY_FROM "CROSS JOIN seat s WHERE s.kind = 'class' "
		    "AND s.class = " MANY_INT(0) ")",
		    LIST(c, SORT_END + ROSTER_ALL_CLASS), INT(c->now));
}

/* What the import of that time ended is open again. */
static void
make_agains(struct roster_change *c)
{
	if (c->undo == 0)
		return;
	if (!NO(c, SORT_AGAIN + ROSTER_ALL_STAFF)) {
		db_run(c->db, "UPDATE seat_member SET until = 0 "
		    "WHERE until = $2 AND person IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_AGAIN + ROSTER_ALL_STAFF),
		    INT(c->undo));
		db_run(c->db, "UPDATE api_key SET revoked = 0 "
		    "WHERE revoked = $2 AND person IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_AGAIN + ROSTER_ALL_STAFF),
		    INT(c->undo));
		db_run(c->db, "UPDATE role SET until = 0 "
		    "WHERE until = $2 AND person IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_AGAIN + ROSTER_ALL_STAFF),
		    INT(c->undo));
	}
	if (!NO(c, SORT_AGAIN + ROSTER_ALL_GUARDIAN))
		db_run(c->db, "UPDATE guardianship SET until = 0 "
		    "WHERE until = $2 AND guardian IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_AGAIN + ROSTER_ALL_GUARDIAN),
		    INT(c->undo));
	if (!NO(c, SORT_AGAIN + ROSTER_ALL_STUDENT))
		db_run(c->db, "UPDATE enrolment SET until = 0 "
		    "WHERE until = $2 AND student IN (SELECT " MANY_INT(0)
		    MANY_FROM ")", LIST(c, SORT_AGAIN + ROSTER_ALL_STUDENT),
		    INT(c->undo));
	if (!NO(c, SORT_AGAIN + ROSTER_ALL_CLASS))
		db_run(c->db, "UPDATE seat_member SET until = 0 "
		    "WHERE until = $2 AND seat IN (SELECT s.id" MANY_FROM
		    "CROSS JOIN seat s WHERE s.kind = 'class' "
		    "AND s.class = " MANY_INT(0) ")",
		    LIST(c, SORT_AGAIN + ROSTER_ALL_CLASS), INT(c->undo));
}

/* The enrolments of student, school and class in columns 0 to 2. */
#define PLACED(student, school, class)					\
	"CROSS JOIN enrolment x WHERE x.student = " MANY_INT(student)	\
	" AND +x.school = " MANY_INT(school)				\
	" AND +x.class = " MANY_INT(class) " "

static void
make_enrolments(struct roster_change *c)
{
	if (!NO(c, SORT_DROP))
		db_run(c->db, "UPDATE enrolment SET until = $2 "
		    "WHERE id IN (SELECT x.id" MANY_FROM PLACED(0, 1, 2)
		    "AND x.until = 0)", LIST(c, SORT_DROP), INT(c->now));
	if (NO(c, SORT_ENROL))
		return;
	if (c->undo != 0)
		db_run(c->db, "UPDATE enrolment SET until = 0 "
		    "WHERE id IN (SELECT x.id" MANY_FROM PLACED(1, 2, 3)
		    "AND x.until = $2)", LIST(c, SORT_ENROL), INT(c->undo));
	db_run(c->db, "UPDATE enrolment SET place = n.place FROM (SELECT "
	    MANY_INT(1) " AS student, " MANY_INT(2) " AS school, "
	    MANY_INT(3) " AS class, " MANY_INT(4) " AS place" MANY_FROM
	    ") AS n WHERE enrolment.student = n.student "
	    "AND +enrolment.school = n.school "
	    "AND +enrolment.class = n.class AND enrolment.until = 0 "
	    "AND enrolment.place <> n.place", LIST(c, SORT_ENROL));
	db_run(c->db, "INSERT INTO enrolment "
	    "(id, student, school, class, since, until, place) SELECT "
	    MANY_INT(0) ", " MANY_INT(1) ", " MANY_INT(2) ", " MANY_INT(3)
	    ", $2, 0, " MANY_INT(4) MANY_FROM "WHERE NOT EXISTS (SELECT 1 "
	    "FROM enrolment x WHERE x.student = " MANY_INT(1)
	    " AND +x.school = " MANY_INT(2) " AND +x.class = " MANY_INT(3)
	    " AND x.until = 0)", LIST(c, SORT_ENROL), INT(c->now));
}

/* The relations of guardian and student. */
#define RELATED(guardian, student)					\
	"CROSS JOIN guardianship x WHERE x.guardian = "			\
	MANY_INT(guardian) " AND +x.student = " MANY_INT(student) " "

/* What is NULL or -1 stays; and what is not said of a new one is false, but
 * for the restriction, which fails closed. */
static void
make_relations(struct roster_change *c)
{
	if (!NO(c, SORT_PART))
		db_run(c->db, "UPDATE guardianship SET until = $2 "
		    "WHERE id IN (SELECT x.id" MANY_FROM RELATED(0, 1)
		    "AND x.until = 0)", LIST(c, SORT_PART), INT(c->now));
	if (NO(c, SORT_RELATE))
		return;
	if (c->undo != 0)
		db_run(c->db, "UPDATE guardianship SET until = 0 "
		    "WHERE id IN (SELECT x.id" MANY_FROM RELATED(1, 2)
		    "AND x.until = $2)", LIST(c, SORT_RELATE), INT(c->undo));
	db_run(c->db, "UPDATE guardianship SET "
	    "relation = coalesce(n.relation, guardianship.relation), "
	    "write_to = CASE WHEN n.write_to < 0 THEN guardianship.write_to "
	    "ELSE n.write_to END, restricted = CASE WHEN n.restricted < 0 "
	    "THEN guardianship.restricted ELSE n.restricted END "
	    "FROM (SELECT " MANY_INT(1) " AS guardian, " MANY_INT(2)
	    " AS student, " MANY_TEXT(3) " AS relation, " MANY_INT(4)
	    " AS write_to, " MANY_INT(5) " AS restricted" MANY_FROM
	    ") AS n WHERE guardianship.guardian = n.guardian "
	    "AND +guardianship.student = n.student "
	    "AND guardianship.until = 0", LIST(c, SORT_RELATE));
	db_run(c->db, "INSERT INTO guardianship (id, guardian, student, "
	    "relation, write_to, restricted, since, until) SELECT "
	    MANY_INT(0) ", " MANY_INT(1) ", " MANY_INT(2)
	    ", coalesce(" MANY_TEXT(3) ", ''), CASE WHEN " MANY_INT(4)
	    " = 1 THEN 1 ELSE 0 END, CASE WHEN " MANY_INT(5)
	    " = 0 THEN 0 ELSE 1 END, $2, 0" MANY_FROM "WHERE NOT EXISTS "
	    "(SELECT 1 FROM guardianship x WHERE x.guardian = " MANY_INT(1)
	    " AND +x.student = " MANY_INT(2) " AND x.until = 0)",
	    LIST(c, SORT_RELATE), INT(c->now));
}

/* The contact of channel and address. */
#define AT(channel, address)						\
	"CROSS JOIN contact x WHERE x.channel = " MANY_TEXT(channel)	\
	" AND x.address = " MANY_TEXT(address) " "

/* One of our own numbers is nobody's. */
static void
make_reaches(struct roster_change *c)
{
	if (!NO(c, SORT_UNREACH))
		db_run(c->db, "DELETE FROM reach WHERE roster = 1 "
		    "AND (person, contact) IN (SELECT " MANY_INT(0) ", x.id"
		    MANY_FROM AT(1, 2) ")", LIST(c, SORT_UNREACH));
	if (NO(c, SORT_REACH))
		return;
	db_run(c->db, "INSERT INTO contact "
	    "(id, channel, address, language, state) SELECT " MANY_INT(0)
	    ", " MANY_TEXT(1) ", " MANY_TEXT(2) ", " MANY_TEXT(3)
	    ", 'unconfirmed'" MANY_FROM "WHERE NOT EXISTS (SELECT 1 "
	    "FROM sender o WHERE o.address = " MANY_TEXT(2) ") "
	    "ON CONFLICT (channel, address) DO NOTHING",
	    LIST(c, SORT_CONTACT));
	db_run(c->db, "INSERT INTO reach (person, contact, place, roster) "
	    "SELECT " MANY_INT(0) ", x.id, " MANY_INT(3) ", 1" MANY_FROM
	    AT(1, 2) "AND NOT EXISTS (SELECT 1 FROM sender o "
	    "WHERE o.address = x.address) "
	    "ON CONFLICT (person, contact) DO UPDATE "
	    "SET place = excluded.place WHERE reach.roster = 1",
	    LIST(c, SORT_REACH));
}

static void
make_members(struct roster_change *c)
{
	if (!NO(c, SORT_LEAVE))
		db_run(c->db, "UPDATE seat_member SET until = $2 "
		    "WHERE roster = 1 AND (until = 0 OR until > $2) "
		    "AND (seat, person) IN (SELECT s.id, " MANY_INT(3)
		    MANY_FROM SEAT ")", LIST(c, SORT_LEAVE), INT(c->now));
	if (!NO(c, SORT_JOIN))
		db_run(c->db, "INSERT INTO seat_member "
		    "(seat, person, since, until, roster) SELECT s.id, "
		    MANY_INT(3) ", $2, 0, 1" MANY_FROM SEAT
		    "ON CONFLICT (seat, person) DO UPDATE SET since = CASE "
		    "WHEN seat_member.until = $3 THEN seat_member.since "
		    "ELSE excluded.since END, until = 0, roster = 1 "
		    "WHERE seat_member.until <> 0 "
		    "AND (seat_member.until = $3 OR seat_member.until <= $2)",
		    LIST(c, SORT_JOIN), INT(c->now), INT(c->undo));
}

/* The first guardian there decides, unless somebody chose. */
#define FIRST								\
	"(SELECT p.language FROM reach r JOIN person p "		\
	"ON p.id = r.person WHERE r.contact = contact.id "		\
	"AND p.guardian = 1 ORDER BY p.id LIMIT 1)"

#define FOLLOW								\
	"UPDATE contact SET language = " FIRST " WHERE chosen = 0 "	\
	"AND language <> coalesce(" FIRST ", language) AND id IN (SELECT "

static void
make_languages(struct roster_change *c)
{
	if (!NO(c, SORT_SPEAK))
		db_run(c->db, FOLLOW "x.id" MANY_FROM AT(0, 1)
		    "AND x.id < " MANY_INT(2) ")",
		    LIST(c, SORT_SPEAK));
	if (!NO(c, SORT_SPEAKER))
		db_run(c->db, FOLLOW "y.contact" MANY_FROM "CROSS JOIN reach "
		    "y WHERE y.person = " MANY_INT(0) ")",
		    LIST(c, SORT_SPEAKER));
}

void
roster_make(struct roster_change *c)
{
	make_people(c);
	make_work_mails(c);
	make_students(c);
	make_schools(c);
	make_classes(c);
	make_moves(c);
	make_seats(c);
	make_ends(c);
	make_agains(c);
	make_enrolments(c);
	make_relations(c);
	make_reaches(c);
	make_members(c);
	make_languages(c);
}
