/*
 * Deliveries: their rows.  How they change with their attempts is in
 * advance.c.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/word.h"

bool
delivery_add(struct db *db, const struct delivery *d)
{
	return db_run(db, "INSERT INTO delivery (id, message, person, family, "
	    "contact, state, covered_by, school, language, turn, reason, "
	    "student) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, "
	    "$11) ON CONFLICT (message, person, student) DO NOTHING",
	    INT(d->id), INT(d->message), INT(d->person), INT(d->family),
	    INT(d->contact), TEXT(delivery_state_word(d->state)),
	    INT(d->covered_by), INT(d->school), TEXT(d->language),
	    INT(d->turn), INT(d->student)) == 1;
}

void
delivery_explain(struct db *db, int64_t id, const char *reason)
{
	db_send(db, "UPDATE delivery SET reason = $2 WHERE id = $1", INT(id),
	    TEXT(reason));
}

unsigned
delivery_covered(struct db *db, int64_t id, int64_t **ids)
{
	return db_ids(db, db_query(db, "SELECT id FROM delivery "
	    "WHERE covered_by = $1 AND covered_by <> 0 ORDER BY id LIMIT 50",
	    INT(id)), ids);
}

int64_t
delivery_person(struct db *db, int64_t id, int64_t *student)
{
	struct rows *rows = db_query(db,
	    "SELECT person, student FROM delivery WHERE id = $1 "
	    "AND state NOT IN ('sent', 'delivered', 'waiting')", INT(id));

	*student = 0;
	if (!db_row(rows))
		return 0;
	*student = db_int(rows, 1);
	return db_int(rows, 0);
}

int64_t
delivery_whose(struct db *db, int64_t id)
{
	return db_number(db_query(db,
	    "SELECT person FROM delivery WHERE id = $1", INT(id)));
}

void
delivery_waits(struct db *db, int64_t id, int64_t contact)
{
	db_send(db, "UPDATE delivery SET state = 'waiting', contact = $2, "
	    "covered_by = 0, reason = NULL WHERE id = $1", INT(id),
	    INT(contact));
}

void
delivery_alone(struct db *db, int64_t id, const char *reason)
{
	db_send(db, "UPDATE delivery SET state = 'failed', covered_by = 0, "
	    "reason = $2 WHERE id = $1 AND state = 'covered'", INT(id),
	    TEXT(reason));
}

int64_t
delivery_at(struct db *db, int64_t message, int64_t contact)
{
	return db_number(db_query(db,
	    "SELECT delivery FROM attempt WHERE contact = $1 AND message = $2 "
	    "AND id > $2 LIMIT 1", INT(contact), INT(message)));
}

int64_t
delivery_beside(struct db *db, const struct delivery *d)
{
	return db_number(db_query(db,
	    "SELECT a.delivery FROM attempt a "
	    "JOIN delivery d ON d.id = a.delivery "
	    "WHERE a.contact = $1 AND a.message = $2 "
	    "AND a.id > $2 AND d.student = $3 LIMIT 1", INT(d->contact),
	    INT(d->message), INT(d->student)));
}

static void
read_delivery(struct db *db, const struct rows *rows, struct told_delivery *t)
{
	struct delivery *d = &t->delivery;

	d->id = db_int(rows, 0);
	d->message = db_int(rows, 1);
	d->person = db_int(rows, 2);
	d->family = db_int(rows, 3);
	d->contact = db_int(rows, 4);
	d->covered_by = db_int(rows, 6);
	d->school = db_int(rows, 7);
	d->language = db_text(rows, 8);
	d->turn = db_int(rows, 9);
	t->reason = db_text(rows, 10);
	t->person = db_text(rows, 11);
	t->address = db_text(rows, 12);
	if (!delivery_state_read(db_text(rows, 5), &d->state))
		db_fail(db, "a delivery has a word that is not ours");
}

unsigned
delivery_list(struct db *db, const struct delivery_page *page,
    struct told_delivery **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT d.id, d.message, d.person, d.family, d.contact, d.state, "
	    "d.covered_by, d.school, d.language, d.turn, d.reason, p.name, "
	    "c.address FROM delivery d LEFT JOIN person p ON p.id = d.person "
	    "LEFT JOIN contact c ON c.id = d.contact "
	    "WHERE d.message = $1 AND d.id > $2 ORDER BY d.id LIMIT $3",
	    INT(page->message), INT(page->after), INT(page->most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct told_delivery, db_rows(rows));
	while (db_row(rows))
		read_delivery(db, rows, &(*list)[n++]);
	return n;
}

void
delivery_covers(struct db *db, int64_t id, int64_t contact,
    int64_t covered_by, struct moment now)
{
	struct delivery	 d = { .id = id, .covered_by = covered_by };
	struct rows	*rows = db_query(db,
	    "SELECT family, person FROM delivery WHERE id = $1", INT(id));

	if (!db_row(rows))
		return;
	d.family = db_int(rows, 0);
	d.person = db_int(rows, 1);
	db_run(db, "UPDATE delivery SET state = 'covered', contact = $2, "
	    "covered_by = $3, reason = NULL WHERE id = $1", INT(id),
	    INT(contact), INT(covered_by));
	delivery_cover(db, &d, now);
}

/* Drops the attempts of the rows. */
static unsigned
drop(struct db *db, struct rows *rows, const char *reason, struct moment now)
{
	unsigned		  n = 0, count = db_rows(rows);
	struct arena		 *arena = db_arena(db);
	struct move		 *moves = NEW_LIST(arena, struct move, count);
	const struct move	**list = NEW_LIST(arena, const struct move *,
				    count);
	bool			 *moved = NEW_LIST(arena, bool, count);

	for (; db_row(rows); n++) {
		moves[n] = (struct move){ .attempt = db_int(rows, 0),
		    .to = ATTEMPT_DROPPED, .reason = reason };
		list[n] = &moves[n];
	}
	delivery_advance_all(db, list, moved, n, now);
	return n;
}

unsigned
delivery_drop_message(struct db *db, int64_t message, const char *reason,
    struct moment now)
{
	return drop(db, db_query(db, "SELECT a.id FROM delivery d "
	    "JOIN attempt a ON a.delivery = d.id "
	    "WHERE d.message = $1 AND d.state = 'waiting' "
	    "AND a.state = 'planned' ORDER BY a.id LIMIT 1000",
	    INT(message)), reason, now);
}
