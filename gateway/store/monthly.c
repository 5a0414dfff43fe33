/*
 * The sums by month.  Each group of the ledger is added to four rows: of its
 * school and language, of all schools, of all languages, and of both.
 *
 * The groups of 5,000 rows are few, and to find them is most of the work: a
 * reader does it, so that texts do not wait for sums.  The writer counts the
 * rows once more, which costs little and says that none came in between.
 */

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "store/db.h"
#include "store/enrolled.h"
#include "store/many.h"
#include "store/monthly.h"

#define AT_ONCE		5000
#define AT_ONCE_SQL	"5000"

/* Columns of a ledger row as the sums have them. */
#define DETAIL								\
	"CASE WHEN what = 'not_counted' THEN reason "			\
	"WHEN what IN ('automatic', 'automatic_back') THEN kind "	\
	"ELSE '' END"
#define ADDED								\
	" ON CONFLICT (language, month, school, channel, what, detail) " \
	"DO UPDATE SET n = monthly.n + excluded.n"
#define INTO								\
	"INSERT INTO monthly (language, month, school, channel, what, "	\
	"detail, n) "
#define COLUMNS								\
	"day / 100, school, language, channel, what, " DETAIL ", count(*)"

int64_t
school_year(int64_t day)
{
	int64_t month = day > 999999 ? day / 100 : day;

	return month / 100 - (month % 100 < 7);
}

static int64_t
summed_up_to(struct db *db)
{
	return db_number(db_query(db,
	    "SELECT last_id FROM summed WHERE id = 1", NONE));
}

#define YEAR								\
	"CASE WHEN l.day / 100 % 100 < 7 THEN l.day / 10000 - 1 "	\
	"ELSE l.day / 10000 END"

/* Whole, for another job: it lives in the arena. */
static const char *
finish(struct db *db, struct many *m)
{
	const char *value = arena_text(db_arena(db), many_value(m));

	many_free(m);
	return value;
}

/* Who wrote for which school: never how often. */
static const char *
read_authors(struct db *db, const struct monthly_page *page)
{
	struct rows	*rows = db_query(db, "SELECT DISTINCT " YEAR ", "
			    "l.school, m.author FROM ledger l JOIN message m "
			    "ON m.id = l.message WHERE l.id > $1 "
			    "AND l.id <= $2 AND l.what = 'direct_out' "
			    "LIMIT " AT_ONCE_SQL, INT(page->after),
			    INT(page->to));
	struct many	 m;

	many_init(&m);
	while (db_row(rows)) {
		many_row(&m);
		for (int i = 0; i < 3; i++)
			many_int(&m, db_int(rows, i));
	}
	return finish(db, &m);
}

static const char *
read_sums(struct db *db, struct rows *rows, struct monthly_page *page)
{
	struct many m;

	many_init(&m);
	while (db_row(rows)) {
		many_row(&m);
		many_int(&m, db_int(rows, 0));
		many_int(&m, db_int(rows, 1));
		for (int i = 2; i < 6; i++)
			many_text(&m, db_text(rows, i));
		many_int(&m, db_int(rows, 6));
		page->rows += db_int(rows, 6);
		if (db_int(rows, 7) > page->to)
			page->to = db_int(rows, 7);
		if (strncmp(db_text(rows, 4), "direct_", 7) == 0)
			page->direct = true;
	}
	return finish(db, &m);
}

void
monthly_read(struct db *db, int64_t before, struct monthly_page *page)
{
	*page = (struct monthly_page){ .after = summed_up_to(db) };
	page->sums = read_sums(db, db_query(db, "SELECT " COLUMNS ", max(id) "
	    "FROM (SELECT id, day, school, language, channel, what, reason, "
	    "kind FROM ledger WHERE id > $1 AND id < $2 ORDER BY id "
	    "LIMIT " AT_ONCE_SQL ") AS page GROUP BY 1, 2, 3, 4, 5, 6",
	    INT(page->after), INT(before)), page);
	page->more = page->rows == AT_ONCE;
	if (!page->direct)
		return;
	page->authors = read_authors(db, page);
	page->students = enrolled_told(db, page->after, page->to);
}

/* Nobody else has moved it on meanwhile, and no row has come where it was
 * read already. */
static bool
move_on(struct db *db, const struct monthly_page *page, int64_t now)
{
	if (db_number(db_query(db, "SELECT count(*) FROM ledger "
	    "WHERE id > $1 AND id <= $2", INT(page->after),
	    INT(page->to))) != page->rows)
		return false;
	if (page->after == 0)
		db_run(db, "INSERT INTO summed (id, last_id, at) "
		    "VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING", NONE);
	return db_run(db, "UPDATE summed SET last_id = $1, at = $2 "
	    "WHERE id = 1 AND last_id = $3", INT(page->to), INT(now),
	    INT(page->after)) == 1;
}

#define GROUPS								\
	", channel, what, detail, CAST(sum(n) AS @int@) FROM (SELECT "	\
	MANY_INT(0) " AS month, " MANY_INT(1) " AS school, "		\
	MANY_TEXT(2) " AS language, " MANY_TEXT(3) " AS channel, "	\
	MANY_TEXT(4) " AS what, " MANY_TEXT(5) " AS detail, "		\
	MANY_INT(6) " AS n" MANY_FROM ") AS g GROUP BY "

static void
add_up(struct db *db, const char *sums)
{
	db_send(db, INTO "SELECT language, month, school" GROUPS
	    "1, 2, 3, 4, 5, 6" ADDED, TEXT(sums));
	db_send(db, INTO "SELECT '*', month, school" GROUPS
	    "2, 3, 4, 5, 6" ADDED, TEXT(sums));
	db_send(db, INTO "SELECT language, month, -1" GROUPS
	    "1, 2, 4, 5, 6" ADDED, TEXT(sums));
	db_send(db, INTO "SELECT '*', month, -1" GROUPS
	    "2, 4, 5, 6" ADDED, TEXT(sums));
}

static void
note_places(struct db *db, const char *sums)
{
	db_send(db, "INSERT INTO summed_place (year, school, language) "
	    "SELECT DISTINCT CASE WHEN g.month % 100 < 7 THEN g.month / 100 "
	    "- 1 ELSE g.month / 100 END, g.school, g.language FROM (SELECT "
	    MANY_INT(0) " AS month, " MANY_INT(1) " AS school, "
	    MANY_TEXT(2) " AS language" MANY_FROM ") AS g WHERE 1 = 1 "
	    "ON CONFLICT (year, school, language) DO NOTHING", TEXT(sums));
}

static void
note_authors(struct db *db, const char *authors)
{
	db_send(db, "INSERT INTO school_author (year, school, person) "
	    "SELECT " MANY_INT(0) ", " MANY_INT(1) ", " MANY_INT(2) MANY_FROM
	    "WHERE 1 = 1 ON CONFLICT (year, school, person) DO NOTHING",
	    TEXT(authors));
}

bool
monthly_add(struct db *db, const struct monthly_page *page, int64_t now)
{
	bool moved;

	if (page->rows == 0)
		return true;
	db_aside(db, true);	/* Who reads adds what is not summed. */
	moved = move_on(db, page, now);
	if (moved) {
		add_up(db, page->sums);
		note_places(db, page->sums);
		if (page->direct) {
			note_authors(db, page->authors);
			enrolled_stale(db, page->students);
		}
	}
	db_aside(db, false);
	return moved;
}

static unsigned
read_all(struct db *db, struct rows *sums, struct rows *since,
    struct monthly **list)
{
	unsigned	 n = 0;
	struct rows	*both[] = { sums, since };
	struct monthly	*m;

	*list = NEW_LIST(db_arena(db), struct monthly,
	    db_rows(sums) + db_rows(since) + 1);
	for (size_t i = 0; i < COUNT(both); i++)
		while (db_row(both[i])) {
			m = &(*list)[n++];
			m->month = db_int(both[i], 0);
			m->school = db_int(both[i], 1);
			m->language = db_text(both[i], 2);
			m->channel = db_text(both[i], 3);
			m->what = db_text(both[i], 4);
			m->detail = db_text(both[i], 5);
			m->n = db_int(both[i], 6);
		}
	return n;
}

/* What came since of all that was asked for, by school and language. */
static struct rows *
since(struct db *db, const struct monthly_ask *ask, int64_t school,
    const char *language)
{
	return db_query(db, "SELECT " COLUMNS " FROM ledger WHERE id > $1 "
	    "AND day >= $2 AND day <= $3 AND ($4 = -1 OR school = $4) "
	    "AND ($5 = '*' OR language = $5) GROUP BY 1, 2, 3, 4, 5, 6 "
	    "LIMIT 100000", INT(summed_up_to(db)), INT(ask->from * 100),
	    INT(ask->to * 100 + 31), INT(school), TEXT(language));
}

unsigned
monthly_by_month(struct db *db, const struct monthly_ask *ask,
    struct monthly **list)
{
	struct rows *rows = db_query(db, "SELECT month, school, language, "
	    "channel, what, detail, n FROM monthly WHERE language = $1 "
	    "AND month >= $2 AND month <= $3 AND school = $4 LIMIT 100000",
	    TEXT(ask->language), INT(ask->from), INT(ask->to),
	    INT(ask->school));

	return read_all(db, rows, since(db, ask, ask->school, ask->language),
	    list);
}

unsigned
monthly_by_school(struct db *db, const struct monthly_ask *ask,
    struct monthly **list)
{
	struct rows *rows = db_query(db, "SELECT 0, school, language, "
	    "channel, what, detail, CAST(sum(n) AS @int@) FROM monthly "
	    "WHERE language = $1 "
	    "AND month >= $2 AND month <= $3 AND school >= 0 "
	    "GROUP BY school, language, channel, what, detail LIMIT 100000",
	    TEXT(ask->language), INT(ask->from), INT(ask->to));

	return read_all(db, rows, since(db, ask, MONTHLY_ALL_SCHOOLS,
	    ask->language), list);
}

unsigned
monthly_by_language(struct db *db, const struct monthly_ask *ask,
    struct monthly **list)
{
	struct rows *rows = db_query(db, "SELECT 0, school, language, "
	    "channel, what, detail, CAST(sum(n) AS @int@) FROM monthly "
	    "WHERE school = $1 "
	    "AND month >= $2 AND month <= $3 AND language <> '*' "
	    "GROUP BY school, language, channel, what, detail LIMIT 100000",
	    INT(ask->school), INT(ask->from), INT(ask->to));

	return read_all(db, rows, since(db, ask, ask->school,
	    MONTHLY_ALL_LANGUAGES), list);
}

unsigned
monthly_places(struct db *db, int64_t from, int64_t to,
    struct summed_place **list)
{
	struct rows	*rows = db_query(db, "SELECT year, school, language "
			    "FROM summed_place WHERE year >= $1 "
			    "AND year <= $2 UNION SELECT " YEAR ", l.school, "
			    "l.language FROM ledger l WHERE l.id > $3 "
			    "AND l.day > $1 * 10000 LIMIT 100000",
			    INT(from), INT(to), INT(summed_up_to(db)));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct summed_place,
	    db_rows(rows) + 1);
	while (db_row(rows))
		(*list)[n++] = (struct summed_place){ db_int(rows, 0),
		    db_int(rows, 1), db_text(rows, 2) };
	return n;
}

unsigned
monthly_authors(struct db *db, int64_t year, struct school_authors **list)
{
	struct rows	*rows = db_query(db, "SELECT school, count(*) "
			    "FROM school_author WHERE year = $1 "
			    "GROUP BY school LIMIT 5000", INT(year));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct school_authors,
	    db_rows(rows) + 1);
	while (db_row(rows))
		(*list)[n++] = (struct school_authors){ db_int(rows, 0),
		    db_int(rows, 1) };
	return n;
}

/* The sums of one sort that the ledger does not have, and the other way
 * round; and of those of all, which the others have to be the sum of. */
int64_t
monthly_wrong(struct db *db)
{
	int64_t to = summed_up_to(db);

	return db_number(db_query(db, "SELECT count(*) FROM "
	    "(SELECT " COLUMNS " FROM ledger WHERE id <= $1 "
	    "GROUP BY 1, 2, 3, 4, 5, 6 EXCEPT SELECT month, school, language, "
	    "channel, what, detail, n FROM monthly WHERE school >= 0 "
	    "AND language <> '*') AS missing", INT(to))) +
	    db_number(db_query(db, "SELECT count(*) FROM "
	    "(SELECT month, school, language, channel, what, detail, n "
	    "FROM monthly WHERE school >= 0 AND language <> '*' "
	    "EXCEPT SELECT " COLUMNS " FROM ledger WHERE id <= $1 "
	    "GROUP BY 1, 2, 3, 4, 5, 6) AS surplus", INT(to))) +
	    db_number(db_query(db, "SELECT count(*) FROM "
	    "(SELECT a.month FROM monthly a WHERE a.school = -1 "
	    "AND a.n <> (SELECT coalesce(sum(b.n), 0) FROM monthly b "
	    "WHERE b.language = a.language AND b.month = a.month "
	    "AND b.school >= 0 AND b.channel = a.channel AND b.what = a.what "
	    "AND b.detail = a.detail)) AS unlike", NONE));
}
