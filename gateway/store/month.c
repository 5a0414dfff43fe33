/*
 * Closed months.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/month.h"

static void
read_month(const struct rows *rows, struct closed_month *m)
{
	m->month = db_int(rows, 0);
	m->frozen = db_int(rows, 1);
	m->last_id = db_int(rows, 2);
	m->n = db_int(rows, 3);
	m->digest = db_text(rows, 4);
	m->figures = db_text(rows, 5);
}

unsigned
month_list(struct db *db, struct closed_month **list)
{
	struct rows	*rows = db_query(db, "SELECT month, frozen, last_id, "
			    "n, digest, figures FROM month ORDER BY month "
			    "LIMIT 1200", NONE);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct closed_month,
	    db_rows(rows) + 1);
	while (db_row(rows))
		read_month(rows, &(*list)[n++]);
	return n;
}

bool
month_last(struct db *db, struct closed_month *m)
{
	struct rows *rows = db_query(db, "SELECT month, frozen, last_id, n, "
	    "digest, figures FROM month ORDER BY month DESC LIMIT 1", NONE);

	if (!db_row(rows))
		return false;
	read_month(rows, m);
	return true;
}

void
month_close(struct db *db, const struct closed_month *m)
{
	db_run(db, "INSERT INTO month (month, frozen, last_id, n, digest, "
	    "figures) VALUES ($1, $2, $3, $4, $5, $6) "
	    "ON CONFLICT (month) DO NOTHING", INT(m->month), INT(m->frozen),
	    INT(m->last_id), INT(m->n), TEXT(m->digest), TEXT(m->figures));
}

int64_t
month_first(struct db *db)
{
	return db_number(db_query(db, "SELECT day / 100 FROM ledger "
	    "WHERE id > 0 ORDER BY id LIMIT 1", NONE));
}

struct rows *
month_rows(struct db *db, const struct month_ask *ask)
{
	return db_query(db, "SELECT id, at, day, what, message, family, "
	    "round, reason, person, school, language, channel, direction, "
	    "kind, author FROM ledger WHERE id > $1 AND id <= $2 "
	    "AND day >= $3 AND day <= $4 ORDER BY id LIMIT 2000",
	    INT(ask->after), INT(ask->last_id), INT(ask->month * 100),
	    INT(ask->month * 100 + 31));
}
