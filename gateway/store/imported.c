/*
 * Imports and the rows that undo them.
 */

#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/imported.h"
#include "store/many.h"

static const char *const states[] = {
	[IMPORT_OPEN] = "open",
	[IMPORT_DONE] = "done",
	[IMPORT_UNDOING] = "undoing",
	[IMPORT_UNDONE] = "undone",
};

const char *
import_state_word(enum import_state state)
{
	return states[state];
}

static bool
state_read(const char *word, enum import_state *state)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (strcmp(states[i], word) == 0) {
			*state = (enum import_state)i;
			return true;
		}
	return false;
}

void
imported_add(struct db *db, const struct imported *i)
{
	db_run(db, "INSERT INTO import (id, at, person, source, digest, "
	    "state, changes, undone, node, touched) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", INT(i->id),
	    INT(i->at), INT(i->person), TEXT(i->source), TEXT(i->digest),
	    TEXT(states[i->state]), INT(i->changes), INT(i->undone),
	    INT(i->node), INT(i->touched));
}

/* id, at, person, source, digest, state, changes, undone, node, touched. */
static unsigned
read_imports(struct db *db, struct rows *rows, struct imported **list)
{
	struct imported	*i;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct imported, db_rows(rows) + 1);
	while (db_row(rows)) {
		i = &(*list)[n++];
		i->id = db_int(rows, 0);
		i->at = db_int(rows, 1);
		i->person = db_int(rows, 2);
		i->source = db_text(rows, 3);
		i->digest = db_text(rows, 4);
		if (!state_read(db_text(rows, 5), &i->state))
			db_fail(db, "an import has a word that is not ours");
		i->changes = db_int(rows, 6);
		i->undone = db_int(rows, 7);
		i->node = db_int(rows, 8);
		i->touched = db_int(rows, 9);
	}
	return n;
}

bool
imported_get(struct db *db, int64_t id, struct imported *import)
{
	struct imported *list;

	if (read_imports(db, db_query(db, "SELECT id, at, person, source, "
	    "digest, state, changes, undone, node, touched FROM import "
	    "WHERE id = $1", INT(id)), &list) == 0)
		return false;
	*import = list[0];
	return true;
}

unsigned
imported_list(struct db *db, int64_t most, struct imported **list)
{
	return read_imports(db, db_query(db, "SELECT id, at, person, source, "
	    "digest, state, changes, undone, node, touched FROM import "
	    "ORDER BY id DESC LIMIT $1", INT(most)), list);
}

void
imported_keep(struct db *db, const struct imported *i)
{
	db_run(db, "UPDATE import SET state = $2, changes = $3, undone = $4, "
	    "node = $5, touched = $6 WHERE id = $1", INT(i->id),
	    TEXT(states[i->state]), INT(i->changes), INT(i->undone),
	    INT(i->node), INT(i->touched));
}

void
imported_rows_add(struct db *db, int64_t import, const struct import_row *list,
    unsigned count)
{
	struct many m;

	many_init(&m);
	for (unsigned i = 0; i < count; i++) {
		many_row(&m);
		many_int(&m, list[i].n);
		many_text(&m, list[i].noun);
		many_text(&m, list[i].name);
		many_int(&m, list[i].content == NULL);
		many_text(&m, list[i].content);
	}
	db_run(db, "INSERT INTO import_row "
	    "(import, n, noun, name, gone, content) SELECT $2, " MANY_INT(0)
	    ", " MANY_TEXT(1) ", " MANY_TEXT(2) ", " MANY_INT(3) ", "
	    MANY_TEXT(4) MANY_FROM, TEXT(many_value(&m)), INT(import));
	many_free(&m);
}

unsigned
imported_rows(struct db *db, int64_t import, int64_t from, int64_t most,
    struct import_row **list)
{
	struct rows	*rows = db_query(db, "SELECT n, noun, name, content "
			    "FROM import_row WHERE import = $1 AND n <= $2 "
			    "ORDER BY n DESC LIMIT $3", INT(import), INT(from),
			    INT(most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct import_row, db_rows(rows) + 1);
	for (; db_row(rows); n++) {
		(*list)[n].n = db_int(rows, 0);
		(*list)[n].noun = db_text(rows, 1);
		(*list)[n].name = db_text(rows, 2);
		(*list)[n].content = db_text(rows, 3);
	}
	return n;
}
