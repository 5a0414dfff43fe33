/*
 * How somebody signs in: their name and password, the link by which they
 * choose one, and what was tried in vain.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/login.h"
#include "store/session.h"

#define WAIT_FIRST	4000	/* ms; twice as long after each try. */
#define WAIT_MOST	900000

static bool
read_login(struct rows *rows, struct login *login)
{
	if (!db_row(rows))
		return false;
	login->person = db_int(rows, 0);
	login->name = db_text(rows, 1);
	login->password = db_text(rows, 2);
	login->changed = db_int(rows, 3);
	return true;
}

bool
login_find(struct db *db, const char *folded, struct login *login)
{
	return read_login(db_query(db, "SELECT l.person, l.name, l.password, "
	    "l.changed FROM login l JOIN person p ON p.id = l.person "
	    "WHERE l.name = $1 AND p.staff = 1", TEXT(folded)), login);
}

bool
login_of(struct db *db, int64_t person, struct login *login)
{
	return read_login(db_query(db, "SELECT person, name, password, "
	    "changed FROM login WHERE person = $1", INT(person)), login);
}

unsigned
login_list(struct db *db, struct named **list)
{
	struct rows	*rows = db_query(db, "SELECT l.person, p.name "
			    "FROM login l JOIN person p ON p.id = l.person "
			    "WHERE p.staff = 1 ORDER BY l.person LIMIT 30",
			    NONE);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct named, LOGINS_MOST);
	while (db_row(rows))
		(*list)[n++] = (struct named){ .person = db_int(rows, 0),
		    .name = db_text(rows, 1) };
	return n;
}

bool
login_name(struct db *db, int64_t person, const char *folded, int64_t now)
{
	/* Who has left by a roster gives the name free. */
	db_run(db, "DELETE FROM login WHERE name = $1 AND person <> $2 "
	    "AND person NOT IN (SELECT id FROM person "
	    "WHERE id = login.person AND staff = 1)", TEXT(folded),
	    INT(person));
	if (db_row(db_query(db, "SELECT 1 FROM login WHERE name = $1 "
	    "AND person <> $2", TEXT(folded), INT(person))))
		return false;
	db_run(db, "INSERT INTO login (person, name, password, changed) "
	    "VALUES ($1, $2, '', $3) ON CONFLICT (person) DO UPDATE "
	    "SET name = $2", INT(person), TEXT(folded), INT(now));
	return true;
}

static void
end_invitations(struct db *db, int64_t person)
{
	db_run(db, "DELETE FROM invitation WHERE person = $1", INT(person));
}

bool
login_password(struct db *db, int64_t person, const char *password,
    int64_t now)
{
	if (db_run(db, "UPDATE login SET password = $2, changed = $3 "
	    "WHERE person = $1", INT(person), TEXT(password), INT(now)) == 0)
		return false;
	session_end_all(db, person);
	end_invitations(db, person);
	return true;
}

void
login_end(struct db *db, int64_t person)
{
	session_end_all(db, person);
	end_invitations(db, person);
	db_run(db, "DELETE FROM login WHERE person = $1", INT(person));
}

const char *
login_work_mail(struct db *db, int64_t person)
{
	struct rows *rows = db_query(db, "SELECT work_mail FROM person "
	    "WHERE id = $1", INT(person));

	return db_row(rows) ? db_text(rows, 0) : "";
}

void
login_set_work_mail(struct db *db, int64_t person, const char *mailbox)
{
	db_run(db, "UPDATE person SET work_mail = $2 WHERE id = $1 "
	    "AND work_mail <> $2", INT(person), TEXT(mailbox));
}

void
invitation_make(struct db *db, const char *digest, int64_t person,
    int64_t maker, int64_t now)
{
	end_invitations(db, person);
	db_run(db, "INSERT INTO invitation (digest, person, maker, until) "
	    "VALUES ($1, $2, $3, $4)", TEXT(digest), INT(person), INT(maker),
	    INT(now + INVITATION_AGE));
}

bool
invitation_find(struct db *db, const char *digest, int64_t now,
    int64_t *person)
{
	*person = db_number(db_query(db, "SELECT i.person FROM invitation i "
	    "JOIN person p ON p.id = i.person WHERE i.digest = $1 "
	    "AND i.until > $2 AND p.staff = 1", TEXT(digest), INT(now)));
	return *person != 0;
}

bool
invitation_open(struct db *db, int64_t person, int64_t now)
{
	return db_row(db_query(db, "SELECT 1 FROM invitation "
	    "WHERE person = $1 AND until > $2 LIMIT 1", INT(person),
	    INT(now)));
}

int64_t
try_again_at(struct db *db, const char *digest, int64_t free, int64_t now)
{
	struct rows	*rows = db_query(db, "SELECT failed, at "
			    "FROM sign_in_try WHERE digest = $1 AND at > $2",
			    TEXT(digest), INT(now - TRIES_AGE));
	int64_t		 wait = WAIT_FIRST, failed;

	if (!db_row(rows) || (failed = db_int(rows, 0)) < free)
		return 0;
	for (int64_t i = free; i < failed && wait < WAIT_MOST; i++)
		wait *= 2;
	return db_int(rows, 1) + (wait < WAIT_MOST ? wait : WAIT_MOST);
}

void
try_failed(struct db *db, const char *digest, int64_t now)
{
	db_run(db, "INSERT INTO sign_in_try (digest, failed, at) "
	    "VALUES ($1, 1, $2) ON CONFLICT (digest) DO UPDATE SET failed = "
	    "CASE WHEN sign_in_try.at > $3 THEN sign_in_try.failed + 1 "
	    "ELSE 1 END, at = $2", TEXT(digest), INT(now),
	    INT(now - TRIES_AGE));
}

void
try_forget(struct db *db, const char *digest)
{
	db_run(db, "DELETE FROM sign_in_try WHERE digest = $1", TEXT(digest));
}
