/*
 * The moves of attempts.  The table of legal moves and the ranks of states
 * are all there is to know about the order in which answers, receipts and
 * look-ups may arrive: any.
 *
 * Many moves are read by one statement, and then done one after the other.
 * What one changes for a later one of the same list is a line of its family
 * in the ledger, which is added there, or its delivery, which is read again.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/ledger.h"
#include "store/many.h"
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

/* What the delivery says of each, */
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

/* and which is the best. */
static const int rank[] = {
	[DELIVERY_DELIVERED] = 7, [DELIVERY_SENT] = 6,
	[DELIVERY_UNKNOWN] = 5, [DELIVERY_WAITING] = 4,
	[DELIVERY_PRACTICE] = 3, [DELIVERY_FAILED] = 2,
	[DELIVERY_DROPPED] = 1,
};

/* What a move needs to know. */
struct whole {
	int64_t			 attempt;	/* 0: there is none. */
	enum attempt_state	 from;
	enum delivery_state	 state;
	int64_t			 delivery, turn, node, launch_by;
	bool			 several;	/* Attempts of the delivery. */
	bool			 covers;	/* Other deliveries. */
	bool			 copied;	/* In the ledger. */
	enum counts		 counts;
	int64_t			 lines;		/* ledger_lines() */
	struct entry		 entry;
	bool			 old;		/* Changed since it was read. */
};

/* A list of moves under way. */
struct advance {
	struct db	*db;
	struct moment	 now;
	struct ledger	 ledger;
	struct whole	*wholes;
	unsigned	 count, at;
};

static void
read_whole(struct db *db, const struct rows *rows, struct whole *w)
{
	*w = (struct whole){ .attempt = db_int(rows, 0),
	    .delivery = db_int(rows, 3), .turn = db_int(rows, 4),
	    .node = db_int(rows, 14), .launch_by = db_int(rows, 15),
	    .several = db_int(rows, 16) != 0, .covers = db_int(rows, 17) != 0,
	    .copied = db_int(rows, 18) != 0, .lines = db_int(rows, 19),
	    .counts = COUNTS_NOT };
	w->entry = (struct entry){ .message = db_int(rows, 5),
	    .family = db_int(rows, 6), .person = db_int(rows, 7),
	    .school = db_int(rows, 8), .language = db_text(rows, 9),
	    .author = db_int(rows, 12) != 0 ? "staff" :
		db_int(rows, 13) != 0 ? "key" : "gateway", .reason = "" };
	if (!attempt_state_read(db_text(rows, 1), &w->from) ||
	    !delivery_state_read(db_text(rows, 2), &w->state) ||
	    !channel_read(db_text(rows, 10), &w->entry.channel) ||
	    !kind_read(db_text(rows, 11), &w->entry.kind) ||
	    (db_text(rows, 20) != NULL &&
	    !counts_read(db_text(rows, 20), &w->counts)))
		db_fail(db, "an attempt has a word that is not ours");
}

#define COUNTED	"($2 = 0 OR d.state NOT IN ('sent', 'delivered'))"

/*
 * Of a delivery that is handed over already, nothing but its state is needed
 * when all moves say that more came: nothing is counted then.
 */
static struct rows *
query_wholes(struct db *db, struct many *ids, bool came)
{
	return db_query(db,
	    "SELECT a.id, a.state, d.state, d.id, d.turn, d.message, d.family, "
	    "d.person, d.school, d.language, c.channel, m.kind, m.author, "
	    "m.api_key, a.node, a.launch_by, "
	    "CASE WHEN EXISTS (SELECT 1 FROM attempt o "
	    "WHERE o.delivery = a.delivery AND o.id <> a.id) "
	    "THEN 1 ELSE 0 END, "
	    "CASE WHEN " COUNTED " AND EXISTS (SELECT 1 FROM delivery o "
	    "WHERE o.covered_by = d.id AND o.covered_by <> 0) "
	    "THEN 1 ELSE 0 END, "
	    "CASE WHEN " COUNTED " AND EXISTS (SELECT 1 FROM ledger l "
	    "WHERE l.message = d.message AND l.family = d.family "
	    "AND l.what = 'copy' AND l.round = d.turn) THEN 1 ELSE 0 END, "
	    "CASE WHEN " COUNTED " THEN (SELECT count(*) FROM ledger l "
	    "WHERE l.message = d.message "
	    "AND l.family = d.family AND l.what <> 'copy') ELSE 0 END, "
	    "CASE WHEN " COUNTED " THEN (SELECT f.counts FROM message_family f "
	    "WHERE f.message = d.message AND f.student >= d.family "
	    "AND f.family = d.family ORDER BY f.student LIMIT 1) END"
	    MANY_FROM "CROSS JOIN attempt a JOIN delivery d "
	    "ON d.id = a.delivery JOIN message m ON m.id = d.message "
	    "JOIN contact c ON c.id = a.contact WHERE a.id = " MANY_ID,
	    TEXT(many_value(ids)), INT(came));
}

static bool
all_came(const struct advance *a, const struct move *const moves[])
{
	for (unsigned i = 0; i < a->count; i++)
		if (moves[i]->to != ATTEMPT_SENT &&
		    moves[i]->to != ATTEMPT_DELIVERED)
			return false;
	return true;
}

/* They come in any order, but mostly in that of the list; one that is there
 * twice comes twice. */
static void
place_wholes(struct advance *a, struct rows *rows,
    const struct move *const moves[])
{
	unsigned	 next = 0, i;
	struct whole	 w;

	while (db_row(rows)) {
		read_whole(a->db, rows, &w);
		for (i = 0; i < a->count; i++, next++)
			if (moves[next % a->count]->attempt == w.attempt &&
			    a->wholes[next % a->count].attempt == 0)
				break;
		if (i < a->count)
			a->wholes[next++ % a->count] = w;
	}
}

static void
read_wholes(struct advance *a, const struct move *const moves[])
{
	struct many ids;

	many_init(&ids);
	for (unsigned i = 0; i < a->count; i++)
		many_id(&ids, moves[i]->attempt);
	a->wholes = NEW_LIST(db_arena(a->db), struct whole, a->count);
	place_wholes(a, query_wholes(a->db, &ids, all_came(a, moves)), moves);
	many_free(&ids);
}

static void
read_again(struct advance *a, struct whole *w)
{
	struct many	 id;
	struct rows	*rows;

	many_init(&id);
	many_id(&id, w->attempt);
	rows = query_wholes(a->db, &id, false);
	many_free(&id);
	if (db_row(rows))
		read_whole(a->db, rows, w);
}

/* A line was written for that family. */
static void
note_line(struct advance *a, const struct entry *e)
{
	for (unsigned i = a->at; i < a->count; i++)
		if (a->wholes[i].entry.message == e->message &&
		    a->wholes[i].entry.family == e->family)
			a->wholes[i].lines++;
}

static void
note_delivery(struct advance *a, int64_t delivery)
{
	for (unsigned i = a->at + 1; i < a->count; i++)
		if (a->wholes[i].delivery == delivery)
			a->wholes[i].old = true;
}

/* The best of the attempts. */
static enum delivery_state
best(struct db *db, int64_t delivery)
{
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
count_family(struct advance *a, const struct whole *w, bool handed_over)
{
	const struct entry	*e = &w->entry;
	bool			 added;

	if (handed_over)
		added = ledger_handed(&a->ledger, w->counts, e, w->lines);
	else
		added = !family_has_copy(a->db, e) &&
		    ledger_back(&a->ledger, w->counts, e, w->lines);
	if (added)
		note_line(a, e);
}

/* Another family, of whom nothing has been read yet. */
static void
count_other(struct advance *a, const struct whole *w, int64_t family,
    bool handed_over)
{
	struct whole other = *w;

	other.entry.family = family;
	other.counts = message_counts(a->db, w->entry.message, family);
	other.lines = ledger_lines(a->db, w->entry.message, family);
	count_family(a, &other, handed_over);
}

/*
 * The ledger, when this delivery has just been handed over, or failed: for
 * its family, and for others who share the contact and are covered by it.
 */
static void
count(struct advance *a, const struct whole *w, enum delivery_state now)
{
	struct rows *others;

	if (handed(now) == handed(w->state) || w->entry.family == 0)
		return;
	count_family(a, w, handed(now));
	if (handed(now) && w->counts != COUNTS_NOT && !w->copied)
		ledger_copy(&a->ledger, &w->entry, w->turn);
	if (!w->covers)
		return;
	others = db_query(a->db, "SELECT DISTINCT family FROM delivery "
	    "WHERE covered_by = $1 AND covered_by <> 0 AND family <> $2 "
	    "LIMIT 50", INT(w->delivery), INT(w->entry.family));
	while (db_row(others))
		count_other(a, w, db_int(others, 0), handed(now));
}

/* The row of the attempt; what is not known stays as it is. */
static void
keep(struct db *db, const struct move *move, int64_t began,
    struct moment now)
{
	bool again = move->to == ATTEMPT_PLANNED ||
	    move->to == ATTEMPT_UNKNOWN;

	db_send(db, "UPDATE attempt SET state = $2, "
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

static bool
advance(struct advance *a, const struct move *move)
{
	struct whole		*w = &a->wholes[a->at];
	enum delivery_state	 state;

	if (w->attempt != 0 && w->old)
		read_again(a, w);
	if (w->attempt == 0 || (legal[w->from] & BIT(move->to)) == 0 ||
	    stale(w, move))
		return false;
	keep(a->db, move, launched(w, move, a->now.time), a->now);
	note_delivery(a, w->delivery);
	state = w->several ? best(a->db, w->delivery) : says[move->to];
	if (state == w->state)
		return true;
	w->entry.at = a->now;
	w->entry.reason = state == DELIVERY_FAILED ? "every copy failed" : "";
	db_send(a->db, "UPDATE delivery SET state = $2, reason = $3 "
	    "WHERE id = $1", INT(w->delivery), TEXT(delivery_state_word(state)),
	    TEXT(handed(state) && move->to != ATTEMPT_SENT ? NULL :
		move->reason));
	count(a, w, state);
	return true;
}

void
delivery_advance_all(struct db *db, const struct move *const moves[],
    bool moved[], unsigned count, struct moment now)
{
	struct advance a = { .db = db, .now = now, .count = count };

	if (count == 0)
		return;
	read_wholes(&a, moves);
	ledger_begin(&a.ledger, db);
	for (; a.at < count; a.at++)
		moved[a.at] = advance(&a, moves[a.at]);
	ledger_end(&a.ledger);
}

bool
delivery_advance(struct db *db, const struct move *move, struct moment now)
{
	bool moved;

	delivery_advance_all(db, &move, &moved, 1, now);
	return moved;
}

void
delivery_cover(struct db *db, const struct delivery *d, struct moment now)
{
	struct advance	 a = { .db = db, .now = now, .count = 1 };
	struct rows	*rows = db_query(db, "SELECT id FROM attempt "
	    "WHERE delivery = $1 ORDER BY id LIMIT 1", INT(d->covered_by));
	struct move	 first = { .attempt = db_number(rows) };
	struct whole	*w;

	if (first.attempt == 0)
		return;
	read_wholes(&a, &(const struct move *){ &first });
	w = a.wholes;
	if (w->attempt == 0 || !handed(w->state))
		return;
	w->entry.at = now;
	w->entry.person = d->person;
	ledger_begin(&a.ledger, db);
	count_other(&a, w, d->family, true);
	ledger_end(&a.ledger);
}
