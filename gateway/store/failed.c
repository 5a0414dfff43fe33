/*
 * What failed lately.  An id tells when an attempt was made, so those of the
 * last day stand together; of very many only the last are looked at.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/failed.h"

unsigned
failed_list(struct db *db, const char *account, int64_t since,
    struct failed **list)
{
	struct rows	*rows = db_query(db, "SELECT f.reason, count(*), "
			    "max(f.id) FROM (SELECT id, account, class, "
			    "reason FROM attempt WHERE id > $2 AND id < $3 "
			    "ORDER BY id DESC LIMIT 2000) f "
			    "WHERE f.account = $1 AND f.class IS NOT NULL "
			    "AND f.reason IS NOT NULL GROUP BY f.reason "
			    "ORDER BY count(*) DESC, f.reason LIMIT 5",
			    TEXT(account), INT(id_least(since)),
			    INT(INT64_MAX));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct failed, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct failed){ db_text(rows, 0),
		    db_int(rows, 1), id_time(db_int(rows, 2)) };
	return n;
}
