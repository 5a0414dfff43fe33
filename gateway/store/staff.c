/*
 * The staff.  Whether the desk loses its last reader is found out by doing
 * it: the reader is asked for at each moment at which one may be missing,
 * before and after, and what would leave the desk alone is put back.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/login.h"
#include "store/role.h"
#include "store/seat.h"
#include "store/speaker.h"
#include "store/staff.h"

#define NOBODY_READS							\
	"Nobody would read at the district's desk. Seat somebody else "	\
	"there first: homeline user seat NAME --desk."

unsigned
staff_list(struct db *db, const struct staff_page *page, struct staff **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT p.id, p.name, p.language, (SELECT count(*) "
	    "FROM seat_member m WHERE m.person = p.id AND m.since <= $1 "
	    "AND (m.until = 0 OR m.until > $1)), (SELECT count(*) "
	    "FROM api_key k WHERE k.person = p.id AND k.revoked = 0) "
	    "FROM person p WHERE p.staff = 1 AND ($3 = 0 OR (p.folded, p.id) "
	    "> (SELECT a.folded, a.id FROM person a WHERE a.id = $3)) "
	    "AND ($2 = 0 OR EXISTS (SELECT 1 FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat WHERE m.person = p.id "
	    "AND s.school = $2 AND m.since <= $1 "
	    "AND (m.until = 0 OR m.until > $1)) OR EXISTS (SELECT 1 "
	    "FROM role r WHERE r.person = p.id AND r.school = $2 "
	    "AND r.until = 0)) "
	    "AND ($5 = '' OR replace(p.folded, $5, '') <> p.folded) "
	    "ORDER BY p.folded, p.id LIMIT $4", INT(page->now),
	    INT(page->school), INT(page->after), INT(page->most),
	    TEXT(page->folded == NULL ? "" : page->folded));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct staff, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = (struct staff){ .id = db_int(rows, 0),
		    .name = db_text(rows, 1), .language = db_text(rows, 2),
		    .seats = db_int(rows, 3), .keys = db_int(rows, 4) };
	return n;
}

unsigned
staff_seats(struct db *db, int64_t person, int64_t now, struct seated **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT s.id, s.school, s.class, m.since, s.kind, s.name, c.name "
	    "FROM seat_member m JOIN seat s ON s.id = m.seat "
	    "LEFT JOIN school c ON c.id = s.school "
	    "WHERE m.person = $1 AND m.since <= $2 "
	    "AND (m.until = 0 OR m.until > $2) "
	    "ORDER BY s.school, s.class, s.id LIMIT 100", INT(person),
	    INT(now));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct seated, STAFF_SEATS);
	while (db_row(rows))
		(*list)[n++] = (struct seated){ .seat = db_int(rows, 0),
		    .school = db_int(rows, 1), .class = db_int(rows, 2),
		    .since = db_int(rows, 3), .kind = db_text(rows, 4),
		    .name = db_text(rows, 5), .school_name = db_text(rows, 6) };
	return n;
}

void
staff_sit(struct db *db, int64_t seat, int64_t person, int64_t now)
{
	db_run(db, "INSERT INTO seat_member (seat, person, since, until) "
	    "VALUES ($1, $2, $3, 0) ON CONFLICT (seat, person) DO UPDATE "
	    "SET since = CASE WHEN seat_member.since <= $3 "
	    "AND (seat_member.until = 0 OR seat_member.until > $3) "
	    "THEN seat_member.since ELSE $3 END, until = 0, left_from = -1, "
	    "roster = 0",
	    INT(seat), INT(person), INT(now));
}

/* The desk at each moment from now on at which a reader may be missing. */
struct watch {
	struct db	*db;
	int64_t		 desk, *times;
	unsigned	 count;
	bool		*read;
};

static void
look(struct watch *w, struct db *db, int64_t now)
{
	w->db = db;
	w->desk = seat_of_desk(db);
	w->count = db_ids(db, db_query(db, "SELECT t FROM "
	    "(SELECT $1 AS t UNION SELECT since FROM away "
	    "UNION SELECT until FROM away "
	    "UNION SELECT m.since FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat WHERE s.kind = 'desk' "
	    "UNION SELECT m.until FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat WHERE s.kind = 'desk') x "
	    "WHERE t >= $1 ORDER BY t LIMIT 500", INT(now)), &w->times);
	w->read = NEW_LIST(db_arena(db), bool, w->count);
	for (unsigned i = 0; i < w->count; i++)
		w->read[i] = seat_has_reader(db, w->desk, w->times[i]);
}

static bool
alone(const struct watch *w)
{
	for (unsigned i = 0; i < w->count; i++)
		if (w->read[i] && !seat_has_reader(w->db, w->desk,
		    w->times[i]))
			return true;
	return false;
}

/* Until when somebody sits there; -1: they do not. */
static int64_t
sits_until(struct db *db, int64_t seat, int64_t person, int64_t now)
{
	struct rows *rows = db_query(db, "SELECT until FROM seat_member "
	    "WHERE seat = $1 AND person = $2 AND (until = 0 OR until > $3)",
	    INT(seat), INT(person), INT(now));

	return db_row(rows) ? db_int(rows, 0) : -1;
}

static void
sit_until(struct db *db, int64_t seat, int64_t person, int64_t until)
{
	db_run(db, "UPDATE seat_member SET until = $3 "
	    "WHERE seat = $1 AND person = $2", INT(seat), INT(person),
	    INT(until));
}

/* Until when they would have sat there; -1: nobody ended it. */
static void
left_from(struct db *db, int64_t seat, int64_t person, int64_t until)
{
	db_run(db, "UPDATE seat_member SET left_from = $3 "
	    "WHERE seat = $1 AND person = $2", INT(seat), INT(person),
	    INT(until));
}

const char *
staff_leave(struct db *db, int64_t seat, int64_t person, int64_t now)
{
	int64_t		 until = sits_until(db, seat, person, now);
	struct watch	 watch;

	if (until < 0)
		return "They do not sit there.";
	look(&watch, db, now);
	sit_until(db, seat, person, now);
	if (!alone(&watch)) {
		left_from(db, seat, person, until);
		return NULL;
	}
	sit_until(db, seat, person, until);
	return NOBODY_READS;
}

bool
staff_sat(struct db *db, int64_t seat, int64_t person, int64_t now,
    int64_t *school)
{
	struct rows *rows = db_query(db, "SELECT s.school FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat WHERE m.seat = $1 "
	    "AND m.person = $2 AND m.until > $3 AND m.until <= $4 "
	    "AND (m.left_from = 0 OR m.left_from > $4)",
	    INT(seat), INT(person), INT(now - STAFF_TAKEN), INT(now));

	if (!db_row(rows))
		return false;
	*school = db_int(rows, 0);
	return true;
}

void
staff_sit_again(struct db *db, int64_t seat, int64_t person)
{
	db_run(db, "UPDATE seat_member SET until = left_from, left_from = -1 "
	    "WHERE seat = $1 AND person = $2 AND left_from >= 0", INT(seat),
	    INT(person));
}

static void
set_staff(struct db *db, int64_t person, bool staff)
{
	db_run(db, "UPDATE person SET staff = $2 WHERE id = $1", INT(person),
	    INT(staff));
}

const char *
staff_left(struct db *db, int64_t person, int64_t now)
{
	struct rows	*seats;
	struct watch	 watch;

	if (role_last(db, person))
		return ROLE_LAST;
	look(&watch, db, now);
	seats = db_query(db, "SELECT seat, until FROM seat_member "
	    "WHERE person = $1 AND (until = 0 OR until > $2)", INT(person),
	    INT(now));
	db_run(db, "UPDATE seat_member SET until = $2 WHERE person = $1 "
	    "AND (until = 0 OR until > $2)", INT(person), INT(now));
	set_staff(db, person, false);
	if (alone(&watch)) {
		set_staff(db, person, true);
		while (db_row(seats))
			sit_until(db, db_int(seats, 0), person,
			    db_int(seats, 1));
		return NOBODY_READS;
	}
	db_run(db, "UPDATE api_key SET revoked = $2 "
	    "WHERE person = $1 AND revoked = 0", INT(person), INT(now));
	role_end_all(db, person, now);
	speaker_end_all(db, person, now);
	login_end(db, person);
	return NULL;
}

int64_t
staff_pass_on(struct db *db, int64_t from, int64_t to, int64_t school)
{
	return db_run(db, "UPDATE conversation SET seat = $2 "
	    "WHERE seat = $1 AND state = 'asked' AND school = $3", INT(from),
	    INT(to), INT(school));
}

unsigned
staff_waiting(struct db *db, int64_t seat, int64_t **schools)
{
	return db_ids(db, db_query(db, "SELECT DISTINCT school "
	    "FROM conversation WHERE seat = $1 AND state = 'asked' "
	    "ORDER BY school LIMIT 500", INT(seat)), schools);
}

unsigned
staff_keys(struct db *db, int64_t person, int64_t after, int64_t most,
    struct staff_key **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT k.id, k.person, k.created, k.name, p.name "
	    "FROM api_key k LEFT JOIN person p ON p.id = k.person "
	    "WHERE k.revoked = 0 AND k.id > $2 "
	    "AND ($1 = 0 OR k.person = $1) ORDER BY k.id LIMIT $3",
	    INT(person), INT(after), INT(most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct staff_key, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = (struct staff_key){ .id = db_int(rows, 0),
		    .person = db_int(rows, 1), .created = db_int(rows, 2),
		    .name = db_text(rows, 3), .of = db_text(rows, 4) };
	return n;
}

bool
staff_revoke(struct db *db, int64_t key, int64_t now)
{
	return db_run(db, "UPDATE api_key SET revoked = $2 "
	    "WHERE id = $1 AND revoked = 0", INT(key), INT(now)) > 0;
}
