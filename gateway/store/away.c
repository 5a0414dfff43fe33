/*
 * Absences.  Whether one leaves the desk without a reader is asked at each
 * moment within it at which somebody begins or ceases to sit there or to be
 * away; between two of them nothing changes.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/away.h"
#include "store/db.h"
#include "store/seat.h"

static bool
is_staff(struct db *db, int64_t person)
{
	return db_row(db_query(db,
	    "SELECT 1 FROM person WHERE id = $1 AND staff = 1", INT(person)));
}

static const char *
wrong(struct db *db, const struct absence *a)
{
	if (!is_staff(db, a->person))
		return "This is nobody of the staff.";
	if (a->cover != 0 && !is_staff(db, a->cover))
		return "Who stands in has to be of the staff.";
	if (a->cover == a->person)
		return "Nobody can stand in for themselves. Name another one, "
		    "or nobody.";
	if (a->until != 0 && a->until <= a->since)
		return "The last day is before the first.";
	return NULL;
}

/* The moments within an absence at which the desk may lose a reader. */
static unsigned
changes(struct db *db, const struct absence *a, int64_t **times)
{
	return db_ids(db, db_query(db, "SELECT t FROM "
	    "(SELECT $1 AS t UNION SELECT since FROM away "
	    "UNION SELECT until FROM away "
	    "UNION SELECT m.until FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat WHERE s.kind = 'desk') x "
	    "WHERE t >= $1 AND ($2 = 0 OR t < $2) ORDER BY t LIMIT 500",
	    INT(a->since), INT(a->until)), times);
}

static void
insert(struct db *db, const struct absence *a)
{
	db_run(db, "INSERT INTO away (id, person, cover, since, until) "
	    "VALUES ($1, $2, $3, $4, $5)", INT(a->id), INT(a->person),
	    INT(a->cover), INT(a->since), INT(a->until));
}

/* Inserts it; false: the desk would be left alone, and it is not there. */
static bool
leaves_a_reader(struct db *db, const struct absence *a)
{
	int64_t		*times, desk = seat_of_desk(db);
	unsigned	 n = changes(db, a, &times);
	bool		*was = NEW_LIST(db_arena(db), bool, n);

	for (unsigned i = 0; i < n; i++)
		was[i] = seat_has_reader(db, desk, times[i]);
	insert(db, a);
	for (unsigned i = 0; i < n; i++)
		if (was[i] && !seat_has_reader(db, desk, times[i])) {
			db_run(db, "DELETE FROM away WHERE id = $1",
			    INT(a->id));
			return false;
		}
	return true;
}

const char *
away_add(struct db *db, struct absence *a)
{
	const char *why = wrong(db, a);

	if (why != NULL)
		return why;
	a->id = id_new();
	return leaves_a_reader(db, a) ? NULL : "Nobody would read at the "
	    "district's desk. Name who stands in, and who is there.";
}

unsigned
away_list(struct db *db, int64_t person, int64_t now, struct absence **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT w.id, w.person, w.cover, w.since, w.until, p.name, c.name "
	    "FROM away w JOIN person p ON p.id = w.person "
	    "LEFT JOIN person c ON c.id = w.cover "
	    "WHERE (w.until = 0 OR w.until > $2) AND w.until <> w.since "
	    "AND ($1 = 0 OR w.person = $1) "
	    "ORDER BY w.since, w.id LIMIT 500", INT(person), INT(now));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct absence, db_rows(rows));
	while (db_row(rows)) {
		(*list)[n++] = (struct absence){ .id = db_int(rows, 0),
		    .person = db_int(rows, 1), .cover = db_int(rows, 2),
		    .since = db_int(rows, 3), .until = db_int(rows, 4),
		    .name = db_text(rows, 5),
		    .cover_name = db_text(rows, 6) };
	}
	return n;
}

bool
away_end(struct db *db, int64_t id, int64_t now)
{
	return db_run(db, "UPDATE away SET until = "
	    "CASE WHEN since > $2 THEN since ELSE $2 END "
	    "WHERE id = $1 AND (until = 0 OR until > $2) AND until <> since",
	    INT(id), INT(now)) > 0;
}
