/*
 * Words of messages by language.
 */

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/many.h"
#include "store/translation.h"
#include "store/word.h"

void
translation_add(struct db *db, int64_t message, const struct translation *t)
{
	db_send(db, "INSERT INTO message_words (message, language, words, "
	    "state, author) VALUES ($1, $2, $3, $4, $5)", INT(message),
	    TEXT(t->language), TEXT(t->words),
	    TEXT(words_state_word(t->state)), INT(t->author));
}

static void
read_row(struct db *db, const struct rows *rows, struct translation *t)
{
	t->language = db_text(rows, 0);
	t->words = db_text(rows, 1);
	t->author = db_int(rows, 3);
	if (!words_state_read(db_text(rows, 2), &t->state))
		db_fail(db, "a translation has a word that is not ours");
}

unsigned
translation_list(struct db *db, int64_t message, struct translation **list)
{
	struct rows	*rows = db_query(db, "SELECT language, words, state, "
	    "author FROM message_words WHERE message = $1 ORDER BY language "
	    "LIMIT 64", INT(message));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct translation, db_rows(rows));
	while (db_row(rows))
		read_row(db, rows, &(*list)[n++]);
	return n;
}

unsigned
translation_said(struct db *db, const struct translation_lately *l,
    struct translation_said **list)
{
	struct rows	*rows = db_query(db, "SELECT w.message, w.words "
	    "FROM message_words w JOIN message m ON m.id = w.message "
	    "WHERE w.language = $1 AND w.state = 'machine' "
	    "AND w.message >= $2 AND w.message <= $3 "
	    "AND m.state <> 'cancelled' ORDER BY w.message DESC LIMIT $4",
	    TEXT(l->language), INT(l->from), INT(l->to), INT(l->most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct translation_said,
	    db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct translation_said){
		    .message = db_int(rows, 0), .words = db_text(rows, 1) };
	return n;
}

int64_t
translation_families(struct db *db, int64_t message, const char *language)
{
	return db_number(db_query(db, "SELECT count(DISTINCT family) "
	    "FROM delivery WHERE message = $1 AND language = $2 "
	    "AND contact <> 0", INT(message), TEXT(language)));
}

unsigned
translation_of_attempts(struct db *db, const char *attempts,
    int64_t **messages, struct translation **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT w.language, w.words, w.state, w.author, w.message "
	    "FROM (SELECT DISTINCT a.message" MANY_FROM
	    "CROSS JOIN attempt a WHERE a.id = " MANY_ID ") AS x "
	    "CROSS JOIN message_words w WHERE w.message = x.message "
	    "ORDER BY w.message, w.language", TEXT(attempts));
	unsigned	 n = 0, count = db_rows(rows);

	*list = NEW_LIST(db_arena(db), struct translation, count);
	*messages = NEW_LIST(db_arena(db), int64_t, count);
	for (; db_row(rows); n++) {
		read_row(db, rows, &(*list)[n]);
		(*messages)[n] = db_int(rows, 4);
	}
	return n;
}

void
translation_note(struct db *db, int64_t attempt, int64_t contact,
    int64_t now)
{
	db_send(db, "INSERT INTO computer_note (attempt, contact, at) "
	    "VALUES ($1, $2, $3) ON CONFLICT (attempt) DO NOTHING",
	    INT(attempt), INT(contact), INT(now));
}

bool
translation_noted(struct db *db, int64_t contact, int64_t since)
{
	return db_row(db_query(db, "SELECT 1 FROM computer_note z "
	    "JOIN attempt a ON a.id = z.attempt "
	    "WHERE z.contact = $1 AND z.at > $2 AND a.state NOT IN "
	    "('failed', 'dropped', 'practice') LIMIT 1", INT(contact),
	    INT(since)));
}

/* Whether the first letters of `whole` are all of `tag`. */
static bool
begins(const char *whole, size_t length, const char *tag)
{
	return strlen(tag) == length && strncmp(whole, tag, length) == 0;
}

const struct translation *
translation_for(const struct translation *list, unsigned count,
    const char *language)
{
	size_t length = language == NULL ? 0 : strlen(language);

	while (length > 0) {
		for (unsigned i = 0; i < count; i++)
			if (begins(language, length, list[i].language))
				return &list[i];
		do
			length--;
		while (length > 0 && language[length] != '-');
	}
	return NULL;
}
