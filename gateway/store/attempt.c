/*
 * The queue.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/attempt_inside.h"
#include "store/db.h"
#include "store/restored.h"
#include "store/word.h"

/* Where the database was put back from a copy, what is planned for a message
 * from before may have been sent meanwhile (restored.h). */
void
attempt_plan(struct db *db, const struct attempt *a)
{
	struct rows *rows = db_query(db, "INSERT INTO attempt "
	    "(id, delivery, message, contact, "
	    "account, sender, rank, turn, due, state, launch_by, node, tries, "
	    "looks, parts, began, handed, ended, filled) "
	    "VALUES ($1, $2, $3, $4, $5, "
	    "$6, $7, $8, $9, CASE WHEN EXISTS (SELECT 1 FROM restored "
	    "WHERE at > $10) THEN 'claimed' ELSE 'planned' END, "
	    "0, 0, 0, 0, 0, 0, 0, 0, $11) RETURNING state", INT(a->id),
	    INT(a->delivery), INT(a->message), INT(a->contact),
	    TEXT(a->account), TEXT(a->sender), INT(a->rank), INT(a->turn),
	    INT(a->due), INT(id_time(a->message)),
	    TEXT(a->filled != NULL ? a->filled : ""));

	if (db_row(rows) && strcmp(db_text(rows, 0), "claimed") == 0)
		restored_doubt_one(db, a->id, restored_since(db, a->message),
		    id_time(a->id));
}

int64_t
attempt_turn(struct db *db, const char *account, int64_t rank)
{
	return db_number(db_query(db,
	    "SELECT turn FROM lane WHERE account = $1 AND rank = $2",
	    TEXT(account), INT(rank)));
}

/* What RETURNING gives, in the order of the queue: it promises none. */
struct place {
	int64_t	 id, rank, turn;
};

static int
in_order(const void *one, const void *other)
{
	const struct place *a = one, *b = other;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* The last of each rank says which turn is being served there. */
static void
serve(struct db *db, const char *account, const struct place *places,
    unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (i + 1 == count || places[i + 1].rank != places[i].rank)
			db_send(db, "INSERT INTO lane (account, rank, turn) "
			    "VALUES ($1, $2, $3) ON CONFLICT (account, rank) "
			    "DO UPDATE SET turn = $3 WHERE lane.turn < $3",
			    TEXT(account), INT(places[i].rank),
			    INT(places[i].turn));
}

unsigned
attempt_claim(struct db *db, const struct claim *claim, int64_t **ids)
{
	struct rows	*rows = db_query(db,
	    "WITH found AS MATERIALIZED (SELECT id FROM attempt "
	    "WHERE state = 'planned' AND account = $1 AND due <= $2 "
	    "AND rank <= $3 ORDER BY rank, turn, due LIMIT $4) "
	    "UPDATE attempt SET state = 'claimed', launch_by = $5, node = $6, "
	    "began = $2 WHERE id IN (SELECT id FROM found) "
	    "RETURNING id, rank, turn", TEXT(claim->account),
	    INT(claim->now), INT(claim->rank), INT(claim->room),
	    INT(claim->launch_by), INT(claim->node));
	unsigned	 count = db_rows(rows), n = 0;
	struct place	*places = NEW_LIST(db_arena(db), struct place, count);

	for (; db_row(rows); n++)
		places[n] = (struct place){ db_int(rows, 0), db_int(rows, 1),
		    db_int(rows, 2) };
	qsort(places, n, sizeof *places, in_order);
	serve(db, claim->account, places, n);
	*ids = NEW_LIST(db_arena(db), int64_t, count);
	for (unsigned i = 0; i < n; i++)
		(*ids)[i] = places[i].id;
	return n;
}

int64_t
attempt_next_due(struct db *db, const char *account, int64_t after)
{
	return db_number(db_query(db, "SELECT min(due) FROM attempt "
	    "WHERE state = 'planned' AND account = $1 AND due > $2",
	    TEXT(account), INT(after)));
}

void
attempt_read(struct db *db, const struct rows *rows, struct attempt *a)
{
	a->id = db_int(rows, 0);
	a->delivery = db_int(rows, 2);
	a->message = db_int(rows, 3);
	a->contact = db_int(rows, 4);
	a->account = db_text(rows, 5);
	a->sender = db_text(rows, 6);
	a->rank = db_int(rows, 7);
	a->turn = db_int(rows, 8);
	a->due = db_int(rows, 9);
	a->launch_by = db_int(rows, 10);
	a->node = db_int(rows, 11);
	a->tries = db_int(rows, 12);
	a->looks = db_int(rows, 13);
	a->reference = db_text(rows, 14);
	a->reason = db_text(rows, 16);
	a->parts = db_int(rows, 17);
	a->began = db_int(rows, 18);
	a->ended = db_int(rows, 19);
	a->handed = db_int(rows, 20);
	a->class = ERROR_NONE;
	if (!attempt_state_read(db_text(rows, 1), &a->state) ||
	    (db_text(rows, 15) != NULL &&
	    !error_class_read(db_text(rows, 15), &a->class)))
		db_fail(db, "an attempt has a word that is not ours");
}

bool
attempt_get(struct db *db, int64_t id, struct attempt *a)
{
	struct rows *rows = db_query(db,
	    "SELECT " ATTEMPT " FROM attempt a WHERE a.id = $1", INT(id));

	if (!db_row(rows))
		return false;
	attempt_read(db, rows, a);
	return true;
}

unsigned
attempt_unknown(struct db *db, const struct claim *claim, int64_t lease,
    int64_t **ids)
{
	return db_ids(db, db_query(db,
	    "WITH found AS MATERIALIZED (SELECT id FROM attempt "
	    "WHERE state = 'unknown' AND account = $1 AND due <= $2 "
	    "ORDER BY due LIMIT $3) UPDATE attempt SET due = $4 "
	    "WHERE id IN (SELECT id FROM found) RETURNING id",
	    TEXT(claim->account), INT(claim->now), INT(claim->room),
	    INT(claim->now + lease)), ids);
}

void
attempt_taken(struct db *db, const struct attempt *a)
{
	db_send(db, "UPDATE attempt SET parts = $2, tries = tries + 1 "
	    "WHERE id = $1 AND node = $3 AND launch_by = $4", INT(a->id),
	    INT(a->parts), INT(a->node), INT(a->launch_by));
}

void
attempt_looked(struct db *db, int64_t id, int64_t due)
{
	db_send(db, "UPDATE attempt SET looks = looks + 1, due = $2 "
	    "WHERE id = $1 AND state = 'unknown'", INT(id), INT(due));
}

unsigned
attempt_forgotten(struct db *db, int64_t node, int64_t before, int64_t **ids)
{
	/* By +id: by id, SQLite would walk along all attempts there ever
	 * were and not along the few that are claimed. */
	return db_ids(db, db_query(db, "SELECT id FROM attempt "
	    "WHERE state = 'claimed' AND (node = $1 OR launch_by < $2) "
	    "ORDER BY +id LIMIT 1000", INT(node), INT(before)), ids);
}

unsigned
attempt_recalled(struct db *db, const struct claim *claim, bool real,
    int64_t **ids)
{
	return db_ids(db, db_query(db, "SELECT a.id FROM attempt a "
	    "JOIN message m ON m.id = a.message "
	    "JOIN contact c ON c.id = a.contact "
	    "WHERE a.state = 'claimed' AND a.node = $1 AND a.account = $2 "
	    "AND (m.state = 'cancelled' "
	    "OR c.state NOT IN ('unconfirmed', 'ok') AND NOT (c.state = "
	    "'stopped' AND (COALESCE(m.template, '') = 'auto.stop_confirmed' "
	    "OR COALESCE(m.template, '') LIKE 'auto.help%')) "
	    "OR (m.kind IN ('announcement', 'direct') "
	    "AND (m.kind <> 'direct' OR m.conversation = 0) "
	    "AND EXISTS (SELECT 1 FROM held h WHERE h.contact = a.contact "
	    "AND h.state = 'open')) "
	    "OR ($3 = 1 AND (m.practice = 1 OR EXISTS (SELECT 1 "
	    "FROM district WHERE practice = 1 OR sample = 1)) "
	    "AND NOT EXISTS (SELECT 1 FROM practice_contact l "
	    "WHERE l.channel = c.channel AND l.address = c.address))) "
	    "ORDER BY a.id LIMIT 1000", INT(claim->node),
	    TEXT(claim->account), INT(real)), ids);
}

int64_t
attempt_by_reference(struct db *db, int64_t contact, const char *reference)
{
	return db_number(db_query(db, "SELECT id FROM attempt "
	    "WHERE contact = $1 AND reference = $2 ORDER BY id DESC LIMIT 1",
	    INT(contact), TEXT(reference)));
}

/* What began last is one of the latest that were planned: a phone with years
 * of texts behind it is not walked along. */
int64_t
attempt_last_to(struct db *db, int64_t contact, const char *sender,
    int64_t *message)
{
	struct rows	*rows = db_query(db, "SELECT a.id, a.message, a.began "
			    "FROM attempt a JOIN message m ON m.id = a.message "
			    "WHERE a.contact = $1 AND (CAST($2 AS TEXT) "
			    "IS NULL OR a.sender = $2) AND a.state IN "
			    "('claimed', 'unknown', 'sent', 'delivered', "
			    "'failed') AND m.kind <> 'system' "
			    "ORDER BY a.id DESC LIMIT 20", INT(contact),
			    TEXT(sender));
	int64_t		 last = 0, began = -1;

	while (db_row(rows))
		if (db_int(rows, 2) > began) {
			last = db_int(rows, 0);
			*message = db_int(rows, 1);
			began = db_int(rows, 2);
		}
	return last;
}

int64_t
attempt_family(struct db *db, int64_t id, const char **language)
{
	struct rows *rows = db_query(db, "SELECT d.family, d.language "
	    "FROM attempt a JOIN delivery d ON d.id = a.delivery "
	    "WHERE a.id = $1", INT(id));

	*language = NULL;
	if (!db_row(rows))
		return 0;
	*language = db_text(rows, 1);
	return db_int(rows, 0);
}

unsigned
attempt_of(struct db *db, int64_t delivery, struct attempt **list)
{
	struct rows	*rows = db_query(db, "SELECT " ATTEMPT
	    " FROM attempt a WHERE a.delivery = $1 ORDER BY a.id LIMIT 100",
	    INT(delivery));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct attempt, db_rows(rows));
	while (db_row(rows))
		attempt_read(db, rows, &(*list)[n++]);
	return n;
}

unsigned
attempt_queued(struct db *db, int64_t now, struct queued **list)
{
	/* By account first, as the index has them: else a million that wait
	 * would be sorted in memory. */
	struct rows	*rows = db_query(db,
	    "SELECT rank, CAST(sum(n) AS @int@), min(oldest) FROM (SELECT "
	    "account, rank, count(*) AS n, min(CASE WHEN due <= $1 THEN due "
	    "END) AS oldest FROM attempt WHERE state = 'planned' "
	    "GROUP BY account, rank) AS q GROUP BY rank "
	    "ORDER BY rank LIMIT 20", INT(now));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct queued, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct queued){ db_int(rows, 0), db_int(rows, 1),
		    db_int(rows, 2) };
	return n;
}

int64_t
attempt_count(struct db *db, enum attempt_state state)
{
	/* An index of some rows serves only a state that stands here. */
	assert(state == ATTEMPT_PLANNED || state == ATTEMPT_UNKNOWN);
	return db_number(state == ATTEMPT_PLANNED ? db_query(db,
	    "SELECT count(*) FROM attempt WHERE state = 'planned'", NONE) :
	    db_query(db,
	    "SELECT count(*) FROM attempt WHERE state = 'unknown'", NONE));
}
