/*
 * What was sent.
 */

#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/message.h"
#include "store/sent.h"
#include "store/word.h"

/* Each of them uses its own index, downwards. */
static struct rows *
ids(struct db *db, const struct sent_page *p)
{
	if (p->author != 0)
		return db_query(db, "SELECT id FROM message "
		    "WHERE author = $1 AND id < $2 AND audience <> 'contact' "
		    "AND kind <> 'system' ORDER BY id DESC LIMIT $3",
		    INT(p->author), INT(p->before), INT(p->most));
	if (p->school != 0 && p->direct)
		return db_query(db, "SELECT id FROM message "
		    "WHERE school = $1 AND id < $2 AND audience <> 'contact' "
		    "AND kind <> 'system' ORDER BY id DESC LIMIT $3",
		    INT(p->school), INT(p->before), INT(p->most));
	if (p->school != 0)
		return db_query(db, "SELECT id FROM message "
		    "WHERE school = $1 AND id < $2 AND kind <> 'direct' "
		    "AND kind <> 'system' ORDER BY id DESC LIMIT $3",
		    INT(p->school), INT(p->before), INT(p->most));
	return db_query(db, "SELECT id FROM message WHERE id < $1 "
	    "AND audience <> 'contact' AND kind <> 'system' "
	    "ORDER BY id DESC LIMIT $2", INT(p->before), INT(p->most));
}

unsigned
sent_list(struct db *db, const struct sent_page *p, struct message **list)
{
	struct rows	*rows = ids(db, p);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct message, db_rows(rows));
	while (db_row(rows))
		n += message_get(db, db_int(rows, 0), &(*list)[n]);
	return n;
}

static bool
same_students(struct db *db, int64_t message, const struct sent_same *s)
{
	int64_t		*list;
	unsigned	 n = message_students(db, message, 0,
			    (int64_t)s->student_count + 1, &list);

	return n == s->student_count && (n == 0 ||
	    memcmp(list, s->students, n * sizeof *list) == 0);
}

int64_t
sent_same(struct db *db, const struct sent_same *s)
{
	struct rows *rows = db_query(db, "SELECT id FROM message "
	    "WHERE digest = $1 AND created > $2 AND author = $3 "
	    "AND audience = $4 AND target = $5 AND state <> 'cancelled' "
	    "ORDER BY created DESC LIMIT 20", TEXT(s->digest), INT(s->since),
	    INT(s->author), TEXT(audience_word(s->audience)),
	    INT(s->audience == AUDIENCE_STUDENTS ? 0 : s->target));

	while (db_row(rows))
		if (s->audience != AUDIENCE_STUDENTS ||
		    same_students(db, db_int(rows, 0), s))
			return db_int(rows, 0);
	return 0;
}
