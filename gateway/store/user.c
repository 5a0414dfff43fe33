/*
 * API keys, kept answers, and strays.
 */

#include "base/id.h"
#include "store/db.h"
#include "store/user.h"

bool
api_key_find(struct db *db, const char *digest, struct api_key *key)
{
	struct rows *rows = db_query(db, "SELECT id, person, name "
	    "FROM api_key WHERE digest = $1 AND revoked = 0", TEXT(digest));

	if (!db_row(rows))
		return false;
	key->id = db_int(rows, 0);
	key->person = db_int(rows, 1);
	key->name = db_text(rows, 2);
	return true;
}

void
api_key_add(struct db *db, const struct api_key *key, const char *digest,
    int64_t now)
{
	db_run(db, "INSERT INTO api_key "
	    "(id, digest, person, name, created, revoked) "
	    "VALUES ($1, $2, $3, $4, $5, 0)", INT(key->id), TEXT(digest),
	    INT(key->person), TEXT(key->name), INT(now));
}

bool
kept_answer_find(struct db *db, struct kept_answer *kept)
{
	struct rows *rows = db_query(db, "SELECT digest, status, answer "
	    "FROM kept_answer WHERE api_key = $1 AND name = $2",
	    INT(kept->api_key), TEXT(kept->name));

	if (!db_row(rows))
		return false;
	kept->digest = db_text(rows, 0);
	kept->status = db_int(rows, 1);
	kept->answer = db_text(rows, 2);
	return true;
}

void
kept_answer_add(struct db *db, const struct kept_answer *kept, int64_t now)
{
	db_run(db, "INSERT INTO kept_answer "
	    "(api_key, name, digest, status, answer, at) "
	    "VALUES ($1, $2, $3, $4, $5, $6)", INT(kept->api_key),
	    TEXT(kept->name), TEXT(kept->digest), INT(kept->status),
	    TEXT(kept->answer), INT(now));
}

void
kept_answer_tidy(struct db *db, int64_t before)
{
	db_run(db, "DELETE FROM kept_answer WHERE at < $1", INT(before));
}

void
stray_add(struct db *db, const struct stray *stray, int64_t now)
{
	db_run(db, "INSERT INTO stray (id, account, at, why, url, body) "
	    "VALUES ($1, $2, $3, $4, $5, $6)", INT(id_new()),
	    TEXT(stray->account), INT(now), TEXT(stray->why),
	    TEXT(stray->url),
	    BLOB(stray->body != NULL ? stray->body : "", stray->length));
}

int64_t
stray_count(struct db *db)
{
	return db_number(db_query(db, "SELECT count(*) FROM stray "
	    "WHERE why NOT LIKE 'unwanted:%'", NONE));
}
