/*
 * Terms of the glossary.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/term.h"
#include "store/user.h"

unsigned
term_list(struct db *db, const char *language, struct term **list)
{
	struct rows	*rows = db_query(db, "SELECT id, term, language, "
	    "words, person, since FROM term WHERE until = 0 "
	    "AND ($1 = '' OR language = $1 OR language = '*') "
	    "ORDER BY lower(term), term, language, id LIMIT 500",
	    TEXT(language != NULL ? language : ""));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct term, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct term){ db_int(rows, 0),
		    db_text(rows, 1), db_text(rows, 2), db_text(rows, 3),
		    db_int(rows, 4), db_int(rows, 5) };
	return n;
}

bool
term_add(struct db *db, const struct term *t)
{
	if (db_number(db_query(db, "SELECT count(*) FROM term "
	    "WHERE until = 0", NONE)) >= TERMS_MOST)
		return false;
	db_run(db, "UPDATE term SET until = $3 WHERE until = 0 "
	    "AND term = $1 AND language = $2", TEXT(t->term),
	    TEXT(t->language), INT(t->since));
	db_run(db, "INSERT INTO term (id, term, language, words, person, "
	    "since, until) VALUES ($1, $2, $3, $4, $5, $6, 0)",
	    INT(t->id != 0 ? t->id : id_new()), TEXT(t->term),
	    TEXT(t->language), TEXT(t->words), INT(t->person),
	    INT(t->since));
	audit_add(db, &(struct deed){ .person = t->person,
	    .deed = "term.add", .note = t->term }, t->since);
	return true;
}

bool
term_end(struct db *db, int64_t id, int64_t person, int64_t now)
{
	if (db_run(db, "UPDATE term SET until = $2 WHERE id = $1 "
	    "AND until = 0", INT(id), INT(now)) == 0)
		return false;
	audit_add(db, &(struct deed){ .person = person, .deed = "term.end",
	    .object = id }, now);
	return true;
}

int64_t
term_version(struct db *db)
{
	return db_number(db_query(db, "SELECT coalesce(max(CASE "
	    "WHEN until > since THEN until ELSE since END), 0) FROM term",
	    NONE));
}
