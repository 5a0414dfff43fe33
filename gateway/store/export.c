/*
 * Export.  A page ends between two ids; that of the families between two
 * messages, since a message's families belong together.
 */

#include <string.h>

#include "store/export.h"

const char *const export_nouns[] = { "message", "family", "attempt", "covered",
    "reply", "ledger", NULL };

static const struct export_column message_columns[] = {
	{ "id", false }, { "author", false }, { "api_key", false },
	{ "kind", true }, { "readers", true }, { "digest", true },
	{ "created", false }, { "conversation", false }, { "school", false },
	{ "practice", false },
};

static const struct export_column family_columns[] = {
	{ "message", false }, { "student", false }, { "family", false },
};

static const struct export_column attempt_columns[] = {
	{ "id", false }, { "delivery", false }, { "message", false },
	{ "family", false }, { "state", true }, { "handed", false },
	{ "ended", false },
};

static const struct export_column covered_columns[] = {
	{ "id", false }, { "covered_by", false }, { "message", false },
	{ "family", false },
};

static const struct export_column reply_columns[] = {
	{ "id", false }, { "conversation", false }, { "what", true },
	{ "answers", false }, { "at", false }, { "family", false },
	{ "practice", false }, { "moved_from", false },
};

static const struct export_column ledger_columns[] = {
	{ "id", false }, { "day", false }, { "what", true },
	{ "message", false }, { "family", false }, { "round", false },
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
	return db_query(db, "SELECT id, day, what, message, family, round "
	    "FROM ledger WHERE id > $1 ORDER BY id LIMIT 5000", INT(after));
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
