/*
 * The audit: adding to it and reading it.
 */

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "store/audit.h"
#include "store/db.h"

const char *
audit_chain(struct db *db, const struct audit_row *r, const char *before)
{
	const char *text = arena_print(db_arena(db), "%" PRId64 "\n%" PRId64
	    "\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%s\n%" PRId64
	    "\n%zu\n%s\n%s", r->turn, r->id, r->at, r->person, r->api_key,
	    r->deed, r->object, strlen(r->note), r->note, before);

	return crypt_digest(db_arena(db), text, strlen(text));
}

void
audit_add(struct db *db, const struct deed *deed, int64_t now)
{
	struct rows		*last = db_query(db, "SELECT turn, chain "
				    "FROM audit WHERE turn > 0 "
				    "ORDER BY turn DESC LIMIT 1", NONE);
	const char		*before = "";
	struct audit_row	 row = { .id = id_new(), .at = now,
				    .person = deed->person,
				    .api_key = deed->api_key,
				    .deed = deed->deed,
				    .object = deed->object,
				    .note = deed->note != NULL ?
				    deed->note : "", .turn = 1 };

	if (db_row(last)) {
		row.turn = db_int(last, 0) + 1;
		before = db_text(last, 1);
	}
	db_run(db, "INSERT INTO audit "
	    "(id, at, person, api_key, deed, object, note, chain, turn) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", INT(row.id),
	    INT(now), INT(row.person), INT(row.api_key), TEXT(row.deed),
	    INT(row.object), TEXT(row.note),
	    TEXT(audit_chain(db, &row, before)), INT(row.turn));
}

int64_t
audit_last_backup(struct db *db)
{
	return db_number(db_query(db, "SELECT max(at) FROM audit "
	    "WHERE deed = 'backup'", NONE));
}

int64_t
audit_last(struct db *db, const char *deed, int64_t *person)
{
	struct rows *rows = db_query(db, "SELECT at, person FROM audit "
	    "WHERE deed = $1 ORDER BY at DESC, id DESC LIMIT 1", TEXT(deed));

	*person = 0;
	if (!db_row(rows))
		return 0;
	*person = db_int(rows, 1);
	return db_int(rows, 0);
}

static unsigned
read_rows(struct db *db, struct rows *rows, struct audit_row **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct audit_row, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct audit_row){ .id = db_int(rows, 0),
		    .at = db_int(rows, 1), .person = db_int(rows, 2),
		    .api_key = db_int(rows, 3), .deed = db_text(rows, 4),
		    .object = db_int(rows, 5), .note = db_text(rows, 6),
		    .turn = db_int(rows, 7), .name = db_text(rows, 8),
		    .key = db_text(rows, 9) };
	return n;
}

#define COLUMNS "SELECT a.id, a.at, a.person, a.api_key, a.deed, "	\
	"a.object, a.note, a.turn, p.name, k.name FROM audit a "	\
	"LEFT JOIN person p ON p.id = a.person "			\
	"LEFT JOIN api_key k ON k.id = a.api_key "
#define BEFORE "(a.at < $3 OR (a.at = $3 AND a.id < $4)) "		\
	"AND a.at <= $3 AND a.at >= $2 "				\
	"ORDER BY a.at DESC, a.id DESC LIMIT $5"

unsigned
audit_list(struct db *db, const struct audit_page *page,
    struct audit_row **list)
{
	const char *deed = page->deed == NULL ? "" : page->deed;

	if (page->person != 0)
		return read_rows(db, db_query(db, COLUMNS
		    "WHERE a.person = $6 AND ($1 = '' OR a.deed = $1) AND "
		    BEFORE, TEXT(deed), INT(page->since), INT(page->before),
		    INT(page->before_id), INT(page->most),
		    INT(page->person)), list);
	if (*deed != '\0')
		return read_rows(db, db_query(db, COLUMNS
		    "WHERE a.deed = $1 AND " BEFORE, TEXT(deed),
		    INT(page->since), INT(page->before), INT(page->before_id),
		    INT(page->most)), list);
	return read_rows(db, db_query(db, COLUMNS "WHERE $1 = '' AND " BEFORE,
	    TEXT(""), INT(page->since), INT(page->before),
	    INT(page->before_id), INT(page->most)), list);
}

unsigned
audit_people(struct db *db, struct audit_person **list)
{
	struct rows	*rows = db_query(db, "SELECT p.id, p.name "
			    "FROM person p WHERE p.staff = 1 AND EXISTS "
			    "(SELECT 1 FROM audit a WHERE a.person = p.id) "
			    "ORDER BY p.folded, p.id LIMIT 500", NONE);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct audit_person, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct audit_person){ db_int(rows, 0),
		    db_text(rows, 1) };
	return n;
}
