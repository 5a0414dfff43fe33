/*
 * Deliveries, and the moves of their attempts.  The table of legal moves and
 * the ranks of states are all there is to know about the order in which
 * answers, receipts and look-ups may arrive: any.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/ledger.h"
#include "store/message.h"
#include "store/word.h"

#define BIT(state)	(1u << (state))

/* Where an attempt may go from each state. */
static const unsigned legal[] = {
	[ATTEMPT_PLANNED] = BIT(ATTEMPT_DROPPED) | BIT(ATTEMPT_FAILED) |
	    BIT(ATTEMPT_SENT) | BIT(ATTEMPT_DELIVERED),
	[ATTEMPT_CLAIMED] = BIT(ATTEMPT_PLANNED) | BIT(ATTEMPT_UNKNOWN) |
	    BIT(ATTEMPT_SENT) | BIT(ATTEMPT_DELIVERED) | BIT(ATTEMPT_FAILED) |
	    BIT(ATTEMPT_DROPPED) | BIT(ATTEMPT_PRACTICE),
	[ATTEMPT_UNKNOWN] = BIT(ATTEMPT_PLANNED) | BIT(ATTEMPT_UNKNOWN) |
	    BIT(ATTEMPT_SENT) | BIT(ATTEMPT_DELIVERED) | BIT(ATTEMPT_FAILED),
	[ATTEMPT_SENT] = BIT(ATTEMPT_DELIVERED) | BIT(ATTEMPT_FAILED),
	[ATTEMPT_DELIVERED] = 0,
	[ATTEMPT_FAILED] = BIT(ATTEMPT_DELIVERED),
	[ATTEMPT_DROPPED] = BIT(ATTEMPT_SENT) | BIT(ATTEMPT_DELIVERED),
	[ATTEMPT_PRACTICE] = BIT(ATTEMPT_SENT) | BIT(ATTEMPT_DELIVERED),
};

bool
delivery_add(struct db *db, const struct delivery *d)
{
	return db_run(db, "INSERT INTO delivery (id, message, person, family, "
	    "contact, state, covered_by, school, language, turn, reason) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL) "
	    "ON CONFLICT (message, person) DO NOTHING",
	    INT(d->id), INT(d->message), INT(d->person), INT(d->family),
	    INT(d->contact), TEXT(delivery_state_word(d->state)),
	    INT(d->covered_by), INT(d->school), TEXT(d->language),
	    INT(d->turn)) == 1;
}

void
delivery_explain(struct db *db, int64_t id, const char *reason)
{
	db_run(db, "UPDATE delivery SET reason = $2 WHERE id = $1", INT(id),
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
delivery_person(struct db *db, int64_t id)
{
	return db_number(db_query(db,
	    "SELECT person FROM delivery WHERE id = $1", INT(id)));
}

void
delivery_waits(struct db *db, int64_t id, int64_t contact)
{
	db_run(db, "UPDATE delivery SET state = 'waiting', contact = $2, "
	    "covered_by = 0, reason = NULL WHERE id = $1", INT(id),
	    INT(contact));
}

int64_t
delivery_at(struct db *db, int64_t message, int64_t contact)
{
	return db_number(db_query(db,
	    "SELECT delivery FROM attempt WHERE contact = $1 AND message = $2 "
	    "AND id > $2 LIMIT 1", INT(contact), INT(message)));
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

/* What the move needs to know. */
struct whole {
	enum attempt_state	 from;
	enum delivery_state	 state;
	int64_t			 delivery, turn, node, launch_by;
	struct entry		 entry;
};

static bool
read_whole(struct db *db, int64_t attempt, struct whole *w)
{
	struct rows *rows = db_query(db,
	    "SELECT a.state, d.state, d.id, d.turn, d.message, d.family, "
	    "d.person, d.school, d.language, c.channel, m.kind, m.author, "
	    "m.api_key, a.node, a.launch_by "
	    "FROM attempt a JOIN delivery d ON d.id = a.delivery "
	    "JOIN message m ON m.id = d.message "
	    "JOIN contact c ON c.id = a.contact WHERE a.id = $1", INT(attempt));

	if (!db_row(rows))
		return false;
	w->delivery = db_int(rows, 2);
	w->turn = db_int(rows, 3);
	w->node = db_int(rows, 13);
	w->launch_by = db_int(rows, 14);
	w->entry = (struct entry){ .message = db_int(rows, 4),
	    .family = db_int(rows, 5), .person = db_int(rows, 6),
	    .school = db_int(rows, 7), .language = db_text(rows, 8),
	    .author = db_int(rows, 11) != 0 ? "staff" :
		db_int(rows, 12) != 0 ? "key" : "gateway", .reason = "" };
	if (!attempt_state_read(db_text(rows, 0), &w->from) ||
	    !delivery_state_read(db_text(rows, 1), &w->state) ||
	    !channel_read(db_text(rows, 9), &w->entry.channel) ||
	    !kind_read(db_text(rows, 10), &w->entry.kind))
		db_fail(db, "an attempt has a word that is not ours");
	return true;
}

/* The best of the attempts. */
static enum delivery_state
best(struct db *db, int64_t delivery)
{
	static const enum delivery_state says[] = {
		[ATTEMPT_PLANNED] = DELIVERY_WAITING,
		[ATTEMPT_CLAIMED] = DELIVERY_WAITING,
		[ATTEMPT_UNKNOWN] = DELIVERY_UNKNOWN,
		[ATTEMPT_SENT] = DELIVERY_SENT,
		[ATTEMPT_DELIVERED] = DELIVERY_DELIVERED,
		[ATTEMPT_FAILED] = DELIVERY_FAILED,
		[ATTEMPT_DROPPED] = DELIVERY_DROPPED,
		[ATTEMPT_PRACTICE] = DELIVERY_PRACTICE,
	};
	static const int rank[] = {
		[DELIVERY_DELIVERED] = 7, [DELIVERY_SENT] = 6,
		[DELIVERY_UNKNOWN] = 5, [DELIVERY_WAITING] = 4,
		[DELIVERY_PRACTICE] = 3, [DELIVERY_FAILED] = 2,
		[DELIVERY_DROPPED] = 1,
	};
	enum attempt_state	 state;
	enum delivery_state	 found = DELIVERY_DROPPED;
	struct rows		*rows = db_query(db,
	    "SELECT state FROM attempt WHERE delivery = $1 "
	    "ORDER BY id LIMIT 100", INT(delivery));

	while (db_row(rows))
		if (attempt_state_read(db_text(rows, 0), &state) &&
		    rank[says[state]] > rank[found])
			found = says[state];
	return found;
}

static bool
handed(enum delivery_state state)
{
	return state == DELIVERY_SENT || state == DELIVERY_DELIVERED;
}

/* Whether any copy of the family stands as handed over. */
static bool
family_has_copy(struct db *db, const struct entry *e)
{
	return db_row(db_query(db, "SELECT 1 FROM delivery d "
	    "LEFT JOIN delivery c ON c.id = d.covered_by "
	    "WHERE d.message = $1 AND d.family = $2 "
	    "AND (d.state IN ('sent', 'delivered') OR d.state = 'covered' "
	    "AND c.state IN ('sent', 'delivered')) LIMIT 1",
	    INT(e->message), INT(e->family)));
}

/* One family's line of the ledger. */
static void
count_family(struct db *db, const struct entry *e, bool handed_over)
{
	enum counts counts = message_counts(db, e->message, e->family);

	if (handed_over)
		ledger_handed(db, counts, e);
	else if (!family_has_copy(db, e))
		ledger_back(db, counts, e);
}

/*
 * The ledger, when this delivery has just been handed over, or failed: for
 * its family, and for others who share the contact and are covered by it.
 */
static void
count(struct db *db, const struct whole *w, enum delivery_state now)
{
	struct entry	 e = w->entry;
	struct rows	*others;

	if (handed(now) == handed(w->state) || e.family == 0)
		return;
	count_family(db, &e, handed(now));
	if (handed(now) && message_counts(db, e.message, e.family) !=
	    COUNTS_NOT)
		ledger_copy(db, &e, w->turn);
	others = db_query(db, "SELECT DISTINCT family FROM delivery "
	    "WHERE covered_by = $1 AND covered_by <> 0 AND family <> $2 "
	    "LIMIT 50", INT(w->delivery), INT(e.family));
	while (db_row(others)) {
		e.family = db_int(others, 0);
		count_family(db, &e, handed(now));
	}
}

void
delivery_cover(struct db *db, const struct delivery *d, struct moment now)
{
	struct whole	 w;
	struct rows	*rows = db_query(db, "SELECT id FROM attempt "
	    "WHERE delivery = $1 ORDER BY id LIMIT 1", INT(d->covered_by));

	if (!db_row(rows) || !read_whole(db, db_int(rows, 0), &w) ||
	    !handed(w.state))
		return;
	w.entry.at = now;
	w.entry.family = d->family;
	w.entry.person = d->person;
	count_family(db, &w.entry, true);
}

/* The row of the attempt; what is not known stays as it is. */
static void
keep(struct db *db, const struct move *move, int64_t began,
    struct moment now)
{
	bool again = move->to == ATTEMPT_PLANNED ||
	    move->to == ATTEMPT_UNKNOWN;

	db_run(db, "UPDATE attempt SET state = $2, "
	    "reference = coalesce($3, reference), class = $4, reason = $5, "
	    "due = CASE WHEN $6 = 1 THEN $7 ELSE due END, "
	    "ended = CASE WHEN $6 = 1 THEN 0 ELSE $8 END, "
	    "parts = CASE WHEN $9 = 0 THEN parts ELSE $9 END, "
	    "handed = CASE WHEN handed = 0 AND $11 = 1 THEN $8 "
	    "ELSE handed END, "
	    "began = CASE WHEN $12 = 0 THEN began ELSE $12 END, "
	    "tries = tries + $10 WHERE id = $1", INT(move->attempt),
	    TEXT(attempt_state_word(move->to)), TEXT(move->reference),
	    TEXT(move->class == ERROR_NONE ? NULL :
		error_class_word(move->class)), TEXT(move->reason),
	    INT(again ? 1 : 0), INT(move->due), INT(now.time),
	    INT(move->parts), INT(move->tried ? 1 : 0),
	    INT(move->to == ATTEMPT_SENT || move->to == ATTEMPT_DELIVERED),
	    INT(began));
}

/* What an older claim has to say is no news, unless it was sent. */
static bool
stale(const struct whole *w, const struct move *move)
{
	if (move->node == 0 || move->to == ATTEMPT_SENT)
		return false;
	return w->node != move->node || w->launch_by != move->launch_by;
}

/* When it may have been launched at the latest; 0: as it is. */
static int64_t
launched(const struct whole *w, const struct move *move, int64_t now)
{
	if (move->to != ATTEMPT_UNKNOWN || w->from != ATTEMPT_CLAIMED ||
	    move->began != 0)
		return move->began;
	return w->launch_by < now ? w->launch_by : now;
}

bool
delivery_advance(struct db *db, const struct move *move, struct moment now)
{
	struct whole		 w;
	enum delivery_state	 state;

	if (!read_whole(db, move->attempt, &w) ||
	    (legal[w.from] & BIT(move->to)) == 0 || stale(&w, move))
		return false;
	keep(db, move, launched(&w, move, now.time), now);
	state = best(db, w.delivery);
	if (state == w.state)
		return true;
	w.entry.at = now;
	w.entry.reason = state == DELIVERY_FAILED ? "every copy failed" : "";
	db_run(db, "UPDATE delivery SET state = $2, reason = $3 "
	    "WHERE id = $1", INT(w.delivery), TEXT(delivery_state_word(state)),
	    TEXT(handed(state) ? NULL : move->reason));
	count(db, &w, state);
	return true;
}

/* Drops the attempts of the rows. */
static unsigned
drop(struct db *db, struct rows *rows, const char *reason, struct moment now)
{
	unsigned n = 0;

	for (; db_row(rows); n++)
		delivery_advance(db, &(struct move){
		    .attempt = db_int(rows, 0), .to = ATTEMPT_DROPPED,
		    .reason = reason }, now);
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

unsigned
delivery_drop_contact(struct db *db, int64_t contact, const char *reason,
    struct moment now)
{
	return drop(db, db_query(db, "SELECT id FROM attempt "
	    "WHERE contact = $1 AND state = 'planned' ORDER BY id LIMIT 1000",
	    INT(contact)), reason, now);
}
