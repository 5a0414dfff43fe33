/*
 * Sessions, and the end of what is too old.
 */

#include "store/db.h"
#include "store/login.h"
#include "store/session.h"

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

bool
session_find(struct db *db, const char *digest, int64_t now,
    struct session *session)
{
	struct rows *rows = db_query(db, "SELECT s.person, s.created, s.seen, "
	    "s.until, p.name, coalesce((SELECT f.value FROM preference f "
	    "WHERE f.person = s.person AND f.name = 'language'), '') "
	    "FROM session s JOIN person p ON p.id = s.person "
	    "WHERE s.digest = $1 AND s.until > $2 AND p.staff = 1",
	    TEXT(digest), INT(now));

	if (!db_row(rows))
		return false;
	*session = (struct session){ .person = db_int(rows, 0),
	    .created = db_int(rows, 1), .seen = db_int(rows, 2),
	    .until = db_int(rows, 3), .name = db_text(rows, 4),
	    .language = db_text(rows, 5) };
	role_standing(db, session->person, now, &session->standing);
	return true;
}

void
session_begin(struct db *db, const char *digest, int64_t person, int64_t now)
{
	db_run(db, "INSERT INTO session "
	    "(digest, person, created, seen, until) "
	    "VALUES ($1, $2, $3, $3, $4)", TEXT(digest), INT(person),
	    INT(now), INT(now + SESSION_IDLE + SESSION_NOTED));
}

void
session_seen(struct db *db, const char *digest, int64_t now)
{
	struct rows *rows = db_query(db, "SELECT created, seen FROM session "
	    "WHERE digest = $1 AND until > $2", TEXT(digest), INT(now));

	if (!db_row(rows) || now - db_int(rows, 1) < SESSION_NOTED)
		return;
	db_aside(db, true);
	db_run(db, "UPDATE session SET seen = $2, until = $3 "
	    "WHERE digest = $1", TEXT(digest), INT(now),
	    INT(least(now + SESSION_IDLE + SESSION_NOTED,
	    db_int(rows, 0) + SESSION_MOST)));
	db_aside(db, false);
}

void
session_end(struct db *db, const char *digest)
{
	db_run(db, "DELETE FROM session WHERE digest = $1", TEXT(digest));
}

void
session_end_all(struct db *db, int64_t person)
{
	db_run(db, "DELETE FROM session WHERE person = $1", INT(person));
}

int64_t
session_count(struct db *db, int64_t person, int64_t now)
{
	return db_number(db_query(db, "SELECT count(*) FROM session "
	    "WHERE person = $1 AND until > $2", INT(person), INT(now)));
}

void
session_tidy(struct db *db, int64_t now)
{
	db_run(db, "DELETE FROM session WHERE until <= $1", INT(now));
	db_run(db, "DELETE FROM invitation WHERE until <= $1", INT(now));
	db_run(db, "DELETE FROM sign_in_try WHERE at <= $1",
	    INT(now - TRIES_AGE));
}
