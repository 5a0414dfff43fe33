/*
 * The enrolment of 1 October, and what became of it.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/zone.h"
#include "store/db.h"
#include "store/enrolled.h"
#include "store/many.h"
#include "store/monthly.h"

#define NEAR		DAYS(14)	/* One answers the other. */

static int64_t
day_begins(const struct zone *zone, int64_t day)
{
	return zone_utc(zone, &(struct wall){ .year = (int)(day / 10000),
	    .month = (int)(day / 100 % 100), .day = (int)(day % 100) });
}

static int64_t
october(int64_t year)
{
	return year * 10000 + 1001;
}

bool
enrolled_day(struct db *db, int64_t year, int64_t *day)
{
	struct rows *rows = db_query(db,
	    "SELECT day FROM enrolled_year WHERE year = $1", INT(year));

	if (!db_row(rows))
		return false;
	*day = db_int(rows, 0);
	return true;
}

bool
enrolled_due(struct db *db, const struct zone *zone, int64_t now)
{
	struct rows *rows = db_query(db, "SELECT final, at "
	    "FROM enrolled_year WHERE year = $1",
	    INT(school_year(zone_day(zone, now))));

	return !db_row(rows) || (db_int(rows, 0) == 0 &&
	    (db_int(rows, 1) > now || now - db_int(rows, 1) >= HOURS(1)));
}

/* Whether it was looked up on a day before that one, and not in vain. */
static bool
known_before(struct db *db, int64_t year, int64_t day)
{
	return db_row(db_query(db, "SELECT 1 FROM enrolled_year y "
	    "WHERE y.year = $1 AND y.day < $2 AND y.day >= $3 AND EXISTS "
	    "(SELECT 1 FROM enrolled e WHERE e.year = $1)", INT(year),
	    INT(day), INT(october(year))));
}

/* Everybody who is enrolled at that time, with a place and a language. */
static int64_t
put(struct db *db, int64_t year, int64_t at)
{
	db_run(db, "DELETE FROM enrolled WHERE year = $1", INT(year));
	return db_run(db, "INSERT INTO enrolled (year, student, school, "
	    "language, reached, wrote, talked, stale) "
	    "SELECT $1, f.student, f.school, coalesce((SELECT p.language "
	    "FROM guardianship g JOIN person p ON p.id = g.guardian "
	    "WHERE g.student = f.student AND g.restricted = 0 "
	    "ORDER BY g.id LIMIT 1), 'en-US'), 0, 0, 0, 1 "
	    "FROM (SELECT student, school, row_number() OVER (PARTITION BY "
	    "student ORDER BY place, school, class DESC) AS nth "
	    "FROM enrolment WHERE since <= $2 AND (until = 0 OR until > $2)) "
	    "AS f WHERE f.nth = 1", INT(year), INT(at));
}

static void
count(struct db *db, int64_t year)
{
	db_run(db, "DELETE FROM enrolled_count WHERE year = $1", INT(year));
	db_run(db, "INSERT INTO enrolled_count (year, school, language, n) "
	    "SELECT year, school, language, count(*) FROM enrolled "
	    "WHERE year = $1 GROUP BY year, school, language", INT(year));
}

/* At noon, so that it is that day in whichever way somebody wrote dates. */
void
enrolled_look_up(struct db *db, const struct zone *zone, int64_t now)
{
	int64_t	 today = zone_day(zone, now), year = school_year(today);
	int64_t	 day = october(year);
	bool	 final = today >= day, before = known_before(db, year, today);

	if (!final || put(db, year, day_begins(zone, day) + HOURS(12)) == 0) {
		day = today;
		final = put(db, year, now) > 0 && before;
	}
	count(db, year);
	db_run(db, "INSERT INTO enrolled_year (year, day, final, at) "
	    "VALUES ($1, $2, $3, $4) ON CONFLICT (year) DO UPDATE SET "
	    "day = $2, final = $3, at = $4", INT(year), INT(day), INT(final),
	    INT(now));
}

#define LATE_YEARS							\
	"(SELECT year FROM enrolled_year "				\
	"WHERE year >= (SELECT max(year) - 1 FROM enrolled_year))"

/* Once one has answered the other, all days are known, and only what is older
 * or taken back changes them. */
const char *
enrolled_told(struct db *db, int64_t after, int64_t to)
{
	struct rows	*rows = db_query(db, "SELECT DISTINCT e.student "
			    "FROM ledger l CROSS JOIN message_family f "
			    "CROSS JOIN enrolled e WHERE l.id > $1 "
			    "AND l.id <= $2 AND l.what IN ('direct_out', "
			    "'direct_out_back', 'direct_in') "
			    "AND f.message = l.message AND f.family = l.family "
			    "AND e.student = f.student "
			    "AND e.year IN " LATE_YEARS " AND (e.talked = 0 "
			    "OR e.talked > l.day "
			    "OR l.what = 'direct_out_back') LIMIT 100000",
			    INT(after), INT(to));
	struct many	 ids;
	const char	*value;

	many_init(&ids);
	while (db_row(rows))
		many_id(&ids, db_int(rows, 0));
	value = arena_text(db_arena(db), many_value(&ids));
	many_free(&ids);
	return value;
}

/* Each year by itself: else SQLite would walk along all students of both. */
void
enrolled_stale(struct db *db, const char *students)
{
	db_send(db, "UPDATE enrolled SET stale = 1 WHERE stale = 0 "
	    "AND year IN " LATE_YEARS " AND student IN (SELECT " MANY_ID
	    MANY_FROM ")", TEXT(students));
}

struct days {
	int64_t	 reached, wrote, talked;
};

/* Messages that stand, in the order of their time. */
static struct days
days_of(struct rows *rows)
{
	struct days	 days = { 0 };
	int64_t		 at, day, last_out = 0, last_in = 0;
	bool		 in;

	while (db_row(rows)) {
		in = db_int(rows, 0) != 0;
		at = db_int(rows, 1);
		day = db_int(rows, 2);
		if (in && days.wrote == 0)
			days.wrote = day;
		if (!in && days.reached == 0)
			days.reached = day;
		if (days.talked == 0 && (in ? last_out : last_in) != 0 &&
		    at - (in ? last_out : last_in) <= NEAR)
			days.talked = day;
		*(in ? &last_in : &last_out) = at;
	}
	return days;
}

static struct rows *
messages_of(struct db *db, int64_t year, int64_t student)
{
	return db_query(db, "SELECT CASE WHEN l.direction = 'in' THEN 1 "
	    "ELSE 0 END, min(l.at), min(l.day) FROM message_family f "
	    "JOIN ledger l ON l.message = f.message AND l.family = f.family "
	    "WHERE f.student = $1 AND f.counts IN ('direct', 'notice_answer') "
	    "AND l.day > $2 AND l.day < $3 AND l.what IN ('direct_out', "
	    "'direct_out_back', 'direct_in') GROUP BY l.message, l.direction "
	    "HAVING sum(CASE WHEN l.what = 'direct_out_back' THEN -1 ELSE 1 "
	    "END) > 0 ORDER BY 2 LIMIT 5000", INT(student),
	    INT(year * 10000 + 700), INT(year * 10000 + 10700));
}

bool
enrolled_is_stale(struct db *db)
{
	return db_row(db_query(db, "SELECT 1 FROM enrolled WHERE stale = 1 "
	    "LIMIT 1", NONE));
}

bool
enrolled_freshen(struct db *db)
{
	struct rows	*rows = db_query(db, "SELECT year, student "
			    "FROM enrolled WHERE stale = 1 "
			    "ORDER BY year, student LIMIT 100", NONE);
	int64_t		 year, student;
	struct days	 days;

	while (db_row(rows)) {
		year = db_int(rows, 0);
		student = db_int(rows, 1);
		days = days_of(messages_of(db, year, student));
		db_send(db, "UPDATE enrolled SET reached = $1, wrote = $2, "
		    "talked = $3, stale = 0 WHERE year = $4 AND student = $5",
		    INT(days.reached), INT(days.wrote), INT(days.talked),
		    INT(year), INT(student));
	}
	return db_rows(rows) == 100;
}

unsigned
enrolled_counts(struct db *db, int64_t from, int64_t to,
    struct enrolled_count **list)
{
	struct rows	*rows = db_query(db, "SELECT year, school, language, "
			    "n FROM enrolled_count WHERE year >= $1 "
			    "AND year <= $2 LIMIT 100000", INT(from), INT(to));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct enrolled_count,
	    db_rows(rows) + 1);
	while (db_row(rows))
		(*list)[n++] = (struct enrolled_count){
		    .year = db_int(rows, 0), .school = db_int(rows, 1),
		    .language = db_text(rows, 2), .n = db_int(rows, 3) };
	return n;
}

unsigned
enrolled_by(struct db *db, int64_t year, int64_t day,
    struct enrolled_count **list)
{
	struct rows	*rows = db_query(db, "SELECT school, language, "
			    "count(*), count(CASE WHEN reached > 0 AND "
			    "reached <= $2 THEN 1 END), count(CASE WHEN "
			    "wrote > 0 AND wrote <= $2 THEN 1 END), "
			    "count(CASE WHEN talked > 0 AND talked <= $2 "
			    "THEN 1 END) FROM enrolled WHERE year = $1 "
			    "GROUP BY school, language LIMIT 100000",
			    INT(year), INT(day));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct enrolled_count,
	    db_rows(rows) + 1);
	while (db_row(rows))
		(*list)[n++] = (struct enrolled_count){ .year = year,
		    .school = db_int(rows, 0), .language = db_text(rows, 1),
		    .n = db_int(rows, 2), .reached = db_int(rows, 3),
		    .wrote = db_int(rows, 4), .talked = db_int(rows, 5) };
	return n;
}
