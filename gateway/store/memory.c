/*
 * The memory of translations.
 */

#include <string.h>

#include "store/db.h"
#include "store/memory.h"

bool
memory_find(struct db *db, struct memory *m)
{
	struct rows *rows = db_query(db, "SELECT words, state, person, "
	    "translator, simulated FROM memory WHERE digest = $1 "
	    "AND from_language = $2 AND language = $3 "
	    "AND (glossary = $4 OR state = 'approved') "
	    "AND (simulated = 0 OR $5 = 1) "
	    "ORDER BY CASE state WHEN 'approved' THEN 0 ELSE 1 END, at DESC "
	    "LIMIT 1", TEXT(m->digest), TEXT(m->from), TEXT(m->language),
	    INT(m->glossary), INT(m->simulated));

	if (!db_row(rows))
		return false;
	m->words = db_text(rows, 0);
	m->approved = strcmp(db_text(rows, 1), "approved") == 0;
	m->person = db_int(rows, 2);
	m->translator = db_text(rows, 3);
	m->simulated = db_int(rows, 4) != 0;
	return true;
}

void
memory_keep(struct db *db, const struct memory *m, int64_t now)
{
	db_run(db, "INSERT INTO memory (digest, from_language, language, "
	    "glossary, words, state, person, translator, simulated, at) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
	    "ON CONFLICT (digest, from_language, language, glossary) "
	    "DO UPDATE SET words = $5, state = $6, person = $7, "
	    "translator = $8, simulated = $9, at = $10 "
	    "WHERE memory.state <> 'approved' OR $6 = 'approved'",
	    TEXT(m->digest), TEXT(m->from), TEXT(m->language),
	    INT(m->glossary), TEXT(m->words),
	    TEXT(m->approved ? "approved" : "machine"), INT(m->person),
	    TEXT(m->translator), INT(m->simulated), INT(now));
}
