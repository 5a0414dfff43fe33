/*
 * Counting the chain of the audit again.
 */

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/audit.h"
#include "store/choice.h"
#include "store/db.h"

#define CHECKED	"audit.checked"

static int64_t
number(const json_t *json, const char *name)
{
	return json_integer_value(json_object_get(json, name));
}

/* How the last check ended, as it was written down; NULL: there was none. */
static json_t *
last_check(struct db *db, int64_t *at)
{
	struct choice	 choice;
	const char	*text = choice_get(db, CHECKED, &choice);

	*at = choice.at;
	return text == NULL ? NULL : json_loads(text, 0, NULL);
}

void
audit_check_begin(struct db *db, struct audit_check *c)
{
	int64_t		 at;
	json_t		*last = last_check(db, &at);
	const char	*chain = json_string_value(json_object_get(last,
			    "chain"));

	*c = (struct audit_check){ .known = number(last, "turn") };
	if (chain != NULL)
		snprintf(c->known_chain, sizeof c->known_chain, "%s", chain);
	json_decref(last);
	/* Whoever puts a row in and leaves it out of the chain. */
	c->wrong = db_number(db_query(db, "SELECT id FROM audit "
	    "WHERE turn = 0 AND id > (SELECT id FROM audit "
	    "WHERE turn > 0 AND turn = 1) "
	    "ORDER BY id LIMIT 1", NONE));
}

static bool
fits(struct db *db, const struct audit_check *c, const struct audit_row *row,
    const char *chain)
{
	if (row->turn != c->turn + 1 ||
	    strcmp(audit_chain(db, row, c->chain), chain) != 0)
		return false;
	return row->turn != c->known || strcmp(chain, c->known_chain) == 0;
}

bool
audit_check(struct db *db, struct audit_check *c)
{
	struct rows		*rows = db_query(db, "SELECT id, at, person, "
				    "api_key, deed, object, note, turn, chain "
				    "FROM audit WHERE turn > $1 AND turn > 0 "
				    "ORDER BY turn LIMIT 1000", INT(c->turn));
	struct audit_row	 row;

	if (c->wrong != 0)
		return false;
	while (db_row(rows)) {
		row = (struct audit_row){ .id = db_int(rows, 0),
		    .at = db_int(rows, 1), .person = db_int(rows, 2),
		    .api_key = db_int(rows, 3), .deed = db_text(rows, 4),
		    .object = db_int(rows, 5), .note = db_text(rows, 6),
		    .turn = db_int(rows, 7) };
		if (!fits(db, c, &row, db_text(rows, 8))) {
			c->wrong = row.id;
			return false;
		}
		c->rows++;
		c->turn = row.turn;
		snprintf(c->chain, sizeof c->chain, "%s", db_text(rows, 8));
	}
	if (db_rows(rows) == AUDIT_CHECKED)
		return true;
	c->cut = db_why(db) == NULL && c->turn < c->known;
	return false;
}

void
audit_check_keep(struct db *db, const struct audit_check *c, int64_t now)
{
	bool	 well = c->wrong == 0 && !c->cut;
	json_t	*json = json_pack("{s:I, s:I, s:s, s:I, s:b}",
		    "rows", (json_int_t)c->rows,
		    "turn", (json_int_t)(well ? c->turn : c->known),
		    "chain", well ? c->chain : c->known_chain,
		    "wrong", (json_int_t)c->wrong, "cut", (int)c->cut);
	char	*text = json_dumps(json, JSON_COMPACT);

	choice_set(db, CHECKED, &(struct choice){ .value = text, .at = now });
	free(text);
	json_decref(json);
}

bool
audit_checked(struct db *db, struct audit_checked *checked)
{
	json_t *last = last_check(db, &checked->at);

	if (last == NULL)
		return false;
	checked->rows = number(last, "rows");
	checked->wrong = number(last, "wrong");
	checked->cut = json_is_true(json_object_get(last, "cut"));
	json_decref(last);
	return true;
}
