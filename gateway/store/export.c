/*
 * Export.  A page ends between two ids; that of the families between two
 * messages, since a message's families belong together.
 */

#include <string.h>

#include "store/export.h"
#include "store/month.h"

const char *const export_nouns[] = { "message", "family", "attempt", "covered",
    "reply", "ledger", "month", NULL };

#define NUMBER(name)	{ name, false, false }
#define WORD(name)	{ name, true, false }
#define WHO(name)	{ name, false, true }

static const struct export_column message_columns[] = {
	NUMBER("id"), WHO("author"), WHO("api_key"),
	WORD("kind"), WORD("readers"), WORD("digest"),
	NUMBER("created"), NUMBER("conversation"), NUMBER("school"),
	NUMBER("practice"),
};

static const struct export_column family_columns[] = {
	NUMBER("message"), NUMBER("student"), NUMBER("family"),
};

static const struct export_column attempt_columns[] = {
	NUMBER("id"), NUMBER("delivery"), NUMBER("message"),
	NUMBER("family"), WORD("state"), NUMBER("handed"),
	NUMBER("ended"),
};

static const struct export_column covered_columns[] = {
	NUMBER("id"), NUMBER("covered_by"), NUMBER("message"),
	NUMBER("family"),
};

static const struct export_column reply_columns[] = {
	NUMBER("id"), NUMBER("conversation"), WORD("what"),
	NUMBER("answers"), NUMBER("at"), NUMBER("family"),
	NUMBER("practice"), NUMBER("moved_from"),
};

static const struct export_column ledger_columns[MONTH_LEDGER] = {
	NUMBER("id"), NUMBER("at"), NUMBER("day"), WORD("what"),
	NUMBER("message"), NUMBER("family"), NUMBER("round"), WORD("reason"),
	NUMBER("person"), NUMBER("school"), WORD("language"), WORD("channel"),
	WORD("direction"), WORD("kind"), WORD("author"),
};

static const struct export_column month_columns[] = {
	NUMBER("month"), NUMBER("frozen"),
	NUMBER("last_id"), NUMBER("n"),
	WORD("digest"), WORD("figures"),
};

static struct rows *
messages(struct db *db, int64_t after)
{
	return db_query(db, "SELECT id, author, api_key, kind, readers, "
	    "digest, created, conversation, school, practice FROM message "
	    "WHERE id > $1 ORDER BY id LIMIT 5000", INT(after));
}

static struct rows *
families(struct db *db, int64_t after)
{
	return db_query(db, "SELECT f.message, f.student, f.family "
	    "FROM message_family f JOIN message m ON m.id = f.message "
	    "WHERE f.message > $1 AND f.message <= (SELECT max(message) FROM "
	    "(SELECT message FROM message_family WHERE message > $1 "
	    "ORDER BY message LIMIT 5000) AS page) "
	    "ORDER BY f.message, f.student LIMIT 100000", INT(after));
}

static struct rows *
attempts(struct db *db, int64_t after)
{
	return db_query(db, "SELECT a.id, a.delivery, a.message, d.family, "
	    "a.state, a.handed, a.ended FROM attempt a "
	    "JOIN delivery d ON d.id = a.delivery "
	    "WHERE a.id > $1 ORDER BY a.id LIMIT 5000", INT(after));
}

static struct rows *
covered(struct db *db, int64_t after)
{
	return db_query(db, "SELECT id, covered_by, message, family "
	    "FROM delivery WHERE covered_by <> 0 AND id > $1 "
	    "ORDER BY id LIMIT 5000", INT(after));
}

static struct rows *
replies(struct db *db, int64_t after)
{
	return db_query(db, "SELECT r.id, r.conversation, r.what, r.answers, "
	    "r.at, coalesce((SELECT min(f.family) FROM message_family f "
	    "WHERE f.message = r.id), 0), r.practice, r.moved_from "
	    "FROM reply r "
	    "WHERE r.id > $1 ORDER BY r.id LIMIT 5000", INT(after));
}

static struct rows *
ledger(struct db *db, int64_t after)
{
	return db_query(db, "SELECT id, at, day, what, message, family, "
	    "round, reason, person, school, language, channel, direction, "
	    "kind, author FROM ledger WHERE id > $1 ORDER BY id LIMIT 5000",
	    INT(after));
}

static struct rows *
months(struct db *db, int64_t after)
{
	return db_query(db, "SELECT month, frozen, last_id, n, digest, "
	    "figures FROM month WHERE month > $1 ORDER BY month LIMIT 100",
	    INT(after));
}

static const struct {
	const char			*noun;
	const struct export_column	*columns;
	unsigned			 count;
	struct rows			*(*rows)(struct db *, int64_t);
} nouns[] = {
	{ "message", message_columns, COUNT(message_columns), messages },
	{ "family", family_columns, COUNT(family_columns), families },
	{ "attempt", attempt_columns, COUNT(attempt_columns), attempts },
	{ "covered", covered_columns, COUNT(covered_columns), covered },
	{ "reply", reply_columns, COUNT(reply_columns), replies },
	{ "ledger", ledger_columns, COUNT(ledger_columns), ledger },
	{ "month", month_columns, COUNT(month_columns), months },
};

struct rows *
export_rows(struct db *db, const char *noun, int64_t after, struct export *e)
{
	for (size_t i = 0; i < COUNT(nouns); i++)
		if (strcmp(nouns[i].noun, noun) == 0) {
			e->columns = nouns[i].columns;
			e->count = nouns[i].count;
			return nouns[i].rows(db, after);
		}
	return NULL;
}
