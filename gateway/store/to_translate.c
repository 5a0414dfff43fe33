/*
 * Rows of to_translate, and the words of replies that they became.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/to_translate.h"

#define ROW	"id, what, object, from_language, language, state, reason, " \
		"tries, due, until, at"

static const char *const states[] = {
	[SAY_WAITING] = "waiting", [SAY_DONE] = "done",
	[SAY_BLOCKED] = "blocked", [SAY_NONE] = "none",
	[SAY_FAILED] = "failed",
};
static const char *const whats[] = {
	[SAY_MESSAGE] = "message", [SAY_REPLY] = "reply",
};

const char *
say_state_word(enum say_state state)
{
	return states[state];
}

static int
number_of(const char *const words[], size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

static void
read_row(struct db *db, const struct rows *rows, struct to_translate *t)
{
	int	what = number_of(whats, COUNT(whats), db_text(rows, 1));
	int	state = number_of(states, COUNT(states), db_text(rows, 5));

	if (what < 0 || state < 0) {
		db_fail(db, "a translation has a word that is not ours");
		return;
	}
	*t = (struct to_translate){ .id = db_int(rows, 0),
	    .what = (enum say_what)what, .object = db_int(rows, 2),
	    .from = db_text(rows, 3), .language = db_text(rows, 4),
	    .state = (enum say_state)state, .reason = db_text(rows, 6),
	    .tries = db_int(rows, 7), .due = db_int(rows, 8),
	    .until = db_int(rows, 9), .at = db_int(rows, 10) };
}

static unsigned
read_all(struct db *db, struct rows *rows, struct to_translate **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct to_translate, db_rows(rows));
	while (db_row(rows))
		read_row(db, rows, &(*list)[n++]);
	return n;
}

void
to_translate_add(struct db *db, const struct to_translate *t)
{
	db_run(db, "INSERT INTO to_translate (id, what, object, "
	    "from_language, language, state, reason, tries, due, node, "
	    "launch_by, until, at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, "
	    "$8, 0, 0, $9, $10) ON CONFLICT (what, object, language) "
	    "DO NOTHING", INT(id_new()), TEXT(whats[t->what]),
	    INT(t->object), TEXT(t->from), TEXT(t->language),
	    TEXT(states[t->state]), TEXT(t->reason), INT(t->due),
	    INT(t->until), INT(t->at));
}

unsigned
to_translate_list(struct db *db, enum say_what what, int64_t object,
    struct to_translate **list)
{
	return read_all(db, db_query(db, "SELECT " ROW " FROM to_translate "
	    "WHERE what = $1 AND object = $2 ORDER BY language LIMIT 64",
	    TEXT(whats[what]), INT(object)), list);
}

bool
to_translate_waits(struct db *db, enum say_what what, int64_t object)
{
	return db_row(db_query(db, "SELECT 1 FROM to_translate "
	    "WHERE what = $1 AND object = $2 AND state = 'waiting' LIMIT 1",
	    TEXT(whats[what]), INT(object)));
}

/* What a message waits for comes before what somebody may read later. */
unsigned
to_translate_claim(struct db *db, const struct to_translate_claim *claim,
    struct to_translate **list)
{
	unsigned n = read_all(db, db_query(db, "SELECT " ROW
	    " FROM to_translate WHERE state = 'waiting' AND due <= $1 "
	    "AND (node = 0 OR launch_by <= $1) "
	    "ORDER BY CASE WHEN until = 0 THEN 1 ELSE 0 END, due, id "
	    "LIMIT $2", INT(claim->now), INT(claim->most)), list);

	for (unsigned i = 0; i < n; i++)
		db_send(db, "UPDATE to_translate SET node = $2, "
		    "launch_by = $3 WHERE id = $1", INT((*list)[i].id),
		    INT(claim->node), INT(claim->launch_by));
	return n;
}

void
to_translate_release(struct db *db, int64_t node)
{
	db_run(db, "UPDATE to_translate SET node = 0, launch_by = 0 "
	    "WHERE state = 'waiting' AND node = $1", INT(node));
}

bool
to_translate_end(struct db *db, int64_t id, enum say_state state,
    const char *reason, int64_t now)
{
	return db_run(db, "UPDATE to_translate SET state = $2, reason = $3, "
	    "node = 0, launch_by = 0, at = $4 WHERE id = $1 "
	    "AND state = 'waiting'", INT(id), TEXT(states[state]),
	    TEXT(reason), INT(now)) == 1;
}

void
to_translate_later(struct db *db, int64_t id, int64_t due,
    const char *reason)
{
	db_aside(db, true);
	db_run(db, "UPDATE to_translate SET due = $2, reason = $3, "
	    "tries = tries + 1, node = 0, launch_by = 0 "
	    "WHERE id = $1 AND state = 'waiting'", INT(id), INT(due),
	    TEXT(reason));
	db_aside(db, false);
}

int64_t
to_translate_expire(struct db *db, int64_t now)
{
	return db_run(db, "UPDATE to_translate SET state = 'failed', "
	    "reason = CASE WHEN reason = '' THEN "
	    "'The translation took too long.' ELSE reason END, "
	    "node = 0, launch_by = 0, at = $1 "
	    "WHERE state = 'waiting' AND until <> 0 AND until <= $1",
	    INT(now));
}

bool
to_translate_again(struct db *db, int64_t reply, const char *language,
    int64_t now)
{
	return db_run(db, "UPDATE to_translate SET state = 'waiting', "
	    "reason = '', tries = 0, due = $3, node = 0, launch_by = 0, "
	    "until = 0, at = $3 WHERE what = 'reply' AND object = $1 "
	    "AND language = $2 AND state IN ('blocked', 'none', 'failed')",
	    INT(reply), TEXT(language), INT(now)) == 1;
}

unsigned
to_translate_figures(struct db *db, int64_t since,
    struct say_figures **list)
{
	struct rows	*rows = db_query(db, "SELECT CASE WHEN what = "
	    "'reply' THEN from_language ELSE language END AS spoken, "
	    "sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), "
	    "sum(CASE WHEN state = 'blocked' THEN 1 ELSE 0 END), "
	    "sum(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), "
	    "sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END) "
	    "FROM to_translate WHERE at >= $1 OR state = 'waiting' "
	    "GROUP BY 1 ORDER BY 1 LIMIT 64", INT(since));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct say_figures, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct say_figures){ db_text(rows, 0),
		    db_int(rows, 1), db_int(rows, 2), db_int(rows, 3),
		    db_int(rows, 4) };
	return n;
}

void
reply_words_add(struct db *db, int64_t reply, const char *language,
    const struct reply_words *words)
{
	db_run(db, "INSERT INTO reply_words (reply, language, words, "
	    "translator, at) VALUES ($1, $2, $3, $4, $5) "
	    "ON CONFLICT (reply, language) DO UPDATE SET words = $3, "
	    "translator = $4, at = $5", INT(reply), TEXT(language),
	    TEXT(words->words), TEXT(words->translator), INT(words->at));
}

bool
reply_words_get(struct db *db, int64_t reply, const char *language,
    struct reply_words *words)
{
	struct rows *rows = db_query(db, "SELECT words, translator, at "
	    "FROM reply_words WHERE reply = $1 AND language = $2",
	    INT(reply), TEXT(language));

	if (!db_row(rows))
		return false;
	*words = (struct reply_words){ db_text(rows, 0), db_text(rows, 1),
	    db_int(rows, 2) };
	return true;
}
