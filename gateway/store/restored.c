/*
 * Back from a copy.  An attempt that is planned is claimed for nobody first,
 * so that it moves as any other whose outcome is not known.
 */

#include "base/id.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/restored.h"

void
restored_copy(struct db *db, int64_t made)
{
	db_run(db, "INSERT INTO restored (id, made, at) VALUES ($1, $2, 0)",
	    INT(id_new()), INT(made));
}

bool
restored_is_copy(struct db *db)
{
	return db_row(db_query(db, "SELECT 1 FROM restored WHERE at = 0 "
	    "LIMIT 1", NONE));
}

/* What was the last thing that somebody did here? */
static int64_t
last_sign(struct db *db)
{
	return db_number(db_query(db, "SELECT max(t) FROM ("
	    "SELECT max(alive) AS t FROM node "
	    "UNION ALL SELECT max(started) FROM node "
	    "UNION ALL SELECT max(listed) FROM sender "
	    "UNION ALL SELECT max(began) FROM attempt "
	    "UNION ALL SELECT max(at) FROM ledger) AS signs", NONE));
}

int64_t
restored_begin(struct db *db, int64_t now)
{
	int64_t made = db_number(db_query(db,
	    "SELECT min(made) FROM restored WHERE at = 0", NONE));

	if (made == 0) {
		made = last_sign(db);
		restored_copy(db, made);
	}
	db_run(db, "UPDATE restored SET at = $1 WHERE at = 0", INT(now));
	db_run(db, "UPDATE sender SET listed = $1 WHERE listed = 0 OR "
	    "listed > $1", INT(made));
	db_run(db, "UPDATE attempt SET looks = 0, due = $1 "
	    "WHERE state = 'unknown'", INT(now));
	return made;
}

/* No day is needed: what may have been sent counts nowhere. */
void
restored_doubt_one(struct db *db, int64_t attempt, int64_t since, int64_t now)
{
	if (!delivery_advance(db, &(struct move){ .attempt = attempt,
	    .to = ATTEMPT_UNKNOWN, .due = now, .began = since,
	    .reason = "The database was put back from a copy: it may have "
	    "arrived." }, (struct moment){ .time = now }))
		db_fail(db, "an attempt cannot be made unknown");
}

unsigned
restored_doubt(struct db *db, int64_t made, int64_t until, int64_t now)
{
	int64_t		*ids;
	unsigned	 n;

	n = db_ids(db, db_query(db, "UPDATE attempt SET state = 'claimed', "
	    "node = 0, launch_by = $2, looks = 0 WHERE id IN (SELECT id "
	    "FROM attempt WHERE state = 'claimed' OR state = 'planned' "
	    "AND due <= $1 ORDER BY id LIMIT 1000) RETURNING id",
	    INT(until), INT(now)), &ids);
	for (unsigned i = 0; i < n; i++)
		restored_doubt_one(db, ids[i], made, now);
	return n;
}

int64_t
restored_since(struct db *db, int64_t message)
{
	return db_number(db_query(db,
	    "SELECT min(made) FROM restored WHERE at > $1",
	    INT(id_time(message))));
}

bool
restored_after(struct db *db, int64_t time)
{
	return db_row(db_query(db, "SELECT 1 FROM restored WHERE at > $1 "
	    "LIMIT 1", INT(time)));
}
