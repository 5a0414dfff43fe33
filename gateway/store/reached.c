/*
 * Who can be reached, by text or, where we have a mailbox, by mail.  A page
 * looks at a limited stretch of people, so that a large district is read in
 * many short visits and nobody waits.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/reached.h"

/* True at $1. */
#define VALID(row)							\
	row ".since <= $1 AND (" row ".until = 0 OR " row ".until > $1) "

/* That guardianship lets them be written to; see student_guardians(). */
#define MAY(row)							\
	row ".write_to = 1 AND " row ".restricted = 0 AND " VALID(row)	\
	"AND NOT EXISTS (SELECT 1 FROM guardianship no "		\
	"WHERE no.student = " row ".student "				\
	"AND no.guardian = " row ".guardian "				\
	"AND no.restricted = 1 AND " VALID("no") ") "

/* At a school now: of $2, or (0) of any. */
#define ENROLLED(student)						\
	"EXISTS (SELECT 1 FROM enrolment e WHERE e.student = " student	\
	" AND ($2 = 0 OR e.school = $2) AND " VALID("e") ") "

/* What came of the texts to contact c, the last ones: an error of the
 * provider's or of the words is not the phone's. */
#define LAST_TEXTS(contact)						\
	"(SELECT a.state FROM attempt a WHERE a.contact = " contact	\
	" AND (a.state IN ('unknown', 'sent', 'delivered') "		\
	"OR a.state = 'failed' "					\
	"AND a.class IN "						\
	"('rcpt_perm', 'rcpt_landline', 'rcpt_temp', 'unknown')) "	\
	"ORDER BY a.id DESC LIMIT 3) "

/* A phone that can be texted, or a mailbox that can be written to from one of
 * ours. */
#define REACHED(person)							\
	"EXISTS (SELECT 1 FROM reach r JOIN contact c "			\
	"ON c.id = r.contact WHERE r.person = " person			\
	" AND (c.channel = 'sms' OR EXISTS (SELECT 1 FROM sender o "	\
	"WHERE o.channel = 'email')) AND (c.state = 'ok' "		\
	"OR c.state = 'unconfirmed' AND 3 > (SELECT count(*) FROM "	\
	LAST_TEXTS("c.id") "x WHERE x.state = 'failed'))) "

/* One of their students has nobody who is reached. */
#define ALONE								\
	"EXISTS (SELECT 1 FROM guardianship g WHERE g.guardian = p.id "	\
	"AND " MAY("g") "AND " ENROLLED("g.student")			\
	"AND NOT EXISTS (SELECT 1 FROM guardianship o "			\
	"WHERE o.student = g.student AND " MAY("o")			\
	"AND " REACHED("o.guardian") ")) "

static struct rows *
students(struct db *db, const struct unreached_page *page)
{
	return db_query(db, "SELECT s.id, s.name FROM "
	    "(SELECT id, name FROM student WHERE id > $3 ORDER BY id "
	    "LIMIT 1000) s WHERE " ENROLLED("s.id") "AND NOT EXISTS "
	    "(SELECT 1 FROM guardianship g WHERE g.student = s.id AND "
	    MAY("g") ") ORDER BY s.id LIMIT $4", INT(page->now),
	    INT(page->school), INT(page->after), INT(page->most));
}

/* Most are reached: they go first, before anything else is asked. */
static struct rows *
guardians(struct db *db, const struct unreached_page *page)
{
	return db_query(db, "WITH near AS MATERIALIZED "
	    "(SELECT id, name, language FROM person WHERE id > $3 "
	    "AND guardian = 1 ORDER BY id LIMIT 1000), "
	    "p AS MATERIALIZED (SELECT id, name, language FROM near "
	    "WHERE (CAST($5 AS TEXT) IS NULL OR language = $5) "
	    "AND NOT " REACHED("near.id") ") "
	    "SELECT p.id, p.name, p.language FROM p "
	    "WHERE EXISTS (SELECT 1 FROM guardianship g "
	    "WHERE g.guardian = p.id AND " MAY("g") "AND "
	    ENROLLED("g.student") ") "
	    "AND CASE WHEN " ALONE "THEN 1 ELSE 0 END = $6 "
	    "ORDER BY p.id LIMIT $4", INT(page->now), INT(page->school),
	    INT(page->after), INT(page->most), TEXT(page->language),
	    INT(page->part == UNREACHED_ALONE));
}

/* Where the stretch that was looked at ends; 0: it is the last one. */
static int64_t
stretch(struct db *db, const struct unreached_page *page)
{
	struct rows *rows = page->part == UNREACHED_STUDENTS ? db_query(db,
	    "SELECT max(id), count(*) FROM (SELECT id FROM student "
	    "WHERE id > $1 ORDER BY id LIMIT 1000) s", INT(page->after)) :
	    db_query(db, "SELECT max(id), count(*) FROM (SELECT id "
	    "FROM person WHERE id > $1 AND guardian = 1 ORDER BY id "
	    "LIMIT 1000) p", INT(page->after));

	return db_row(rows) && db_int(rows, 1) == UNREACHED_LOOK ?
	    db_int(rows, 0) : 0;
}

unsigned
unreached_list(struct db *db, const struct unreached_page *page,
    struct unreached **list, int64_t *next)
{
	bool		 whole = page->part != UNREACHED_STUDENTS;
	int64_t		 end = stretch(db, page);
	struct rows	*rows;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct unreached,
	    (size_t)page->most);
	if (!whole && page->language != NULL) {
		*next = 0;		/* Nobody there speaks any. */
		return 0;
	}
	rows = whole ? guardians(db, page) : students(db, page);
	for (; db_row(rows); n++) {
		(*list)[n].id = db_int(rows, 0);
		(*list)[n].name = db_text(rows, 1);
		(*list)[n].language = whole ? db_text(rows, 2) : NULL;
	}
	*next = n == page->most ? (*list)[n - 1].id : end;
	return n;
}

unsigned
unreached_students(struct db *db, int64_t guardian, int64_t now,
    int64_t **list)
{
	return db_ids(db, db_query(db, "SELECT DISTINCT g.student "
	    "FROM guardianship g WHERE g.guardian = $3 AND " MAY("g")
	    "AND " ENROLLED("g.student") "ORDER BY g.student LIMIT 20",
	    INT(now), INT(0), INT(guardian)), list);
}

const char *
unreached_why(struct db *db, int64_t contact, int64_t *failed)
{
	struct rows *rows = db_query(db, "SELECT reason FROM attempt "
	    "WHERE contact = $1 AND state = 'failed' ORDER BY id DESC LIMIT 1",
	    INT(contact));

	*failed = db_number(db_query(db, "SELECT count(*) FROM "
	    LAST_TEXTS("$1") "x WHERE x.state = 'failed'", INT(contact)));
	return db_row(rows) ? db_text(rows, 0) : NULL;
}

unsigned
reached_languages(struct db *db, int64_t now, struct reached **list)
{
	struct rows	*rows = db_query(db, "SELECT x.language, count(*) "
	    "FROM (SELECT p.id, (SELECT c.language FROM reach r "
	    "JOIN contact c ON c.id = r.contact WHERE r.person = p.id "
	    "AND c.channel = 'sms' AND c.state IN ('unconfirmed', 'ok') "
	    "ORDER BY r.place, c.id LIMIT 1) AS language FROM person p "
	    "WHERE p.guardian = 1 AND EXISTS (SELECT 1 FROM guardianship g "
	    "WHERE g.guardian = p.id AND " MAY("g") "AND "
	    ENROLLED("g.student") ")) x GROUP BY x.language "
	    "HAVING x.language IS NOT NULL ORDER BY 2 DESC, 1 LIMIT 100",
	    INT(now),
	    INT(0));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct reached, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].language = db_text(rows, 0);
		(*list)[n].guardians = db_int(rows, 1);
	}
	return n;
}
