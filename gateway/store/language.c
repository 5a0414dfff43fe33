/*
 * What is to be said in English.
 */

#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/language.h"
#include "store/user.h"

void
language_ask(struct db *db, int64_t reply, const char *language,
    int64_t person, int64_t now)
{
	db_run(db, "INSERT INTO asked_translation (reply, language, person, "
	    "at, words, author, done) VALUES ($1, $2, $3, $4, '', 0, 0) "
	    "ON CONFLICT (reply) DO NOTHING", INT(reply), TEXT(language),
	    INT(person), INT(now));
}

int64_t
language_waiting(struct db *db)
{
	return db_number(db_query(db, "SELECT count(*) FROM asked_translation "
	    "WHERE done = 0", NONE));
}

unsigned
language_list(struct db *db, int64_t most, struct asked **list)
{
	struct rows	*rows = db_query(db, "SELECT t.reply, t.at, "
	    "t.language, r.subject, r.words FROM asked_translation t "
	    "JOIN reply r ON r.id = t.reply WHERE t.done = 0 "
	    "ORDER BY t.at, t.reply LIMIT $1", INT(most));
	struct asked	*a;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct asked, db_rows(rows));
	while (db_row(rows)) {
		a = &(*list)[n++];
		a->reply = db_int(rows, 0);
		a->at = db_int(rows, 1);
		a->language = db_text(rows, 2);
		a->subject = db_text(rows, 3);
		a->words = db_text(rows, 4);
	}
	return n;
}

const char *
language_suggested(struct db *db, int64_t conversation,
    const char *registered)
{
	struct rows	*rows = db_query(db, "SELECT language, language_by "
	    "FROM reply WHERE conversation = $1 AND what = 'message' "
	    "ORDER BY id DESC LIMIT 2", INT(conversation));
	const char	*found = NULL, *this, *by;

	if (db_rows(rows) < 2)
		return NULL;
	while (db_row(rows)) {
		this = db_text(rows, 0);
		by = db_text(rows, 1);
		if (strcmp(this, registered) == 0 ||
		    (strcmp(by, "script") != 0 &&
		    strcmp(by, "detected") != 0) ||
		    (found != NULL && strcmp(this, found) != 0))
			return NULL;
		found = this;
	}
	return found;
}

bool
language_say(struct db *db, int64_t reply, const char *words, int64_t person,
    int64_t now)
{
	if (db_run(db, "UPDATE asked_translation SET words = $2, "
	    "author = $3, done = $4 WHERE reply = $1 "
	    "AND (done = 0 OR (author = $3 AND words = $2))",
	    INT(reply), TEXT(words), INT(person), INT(now)) == 0)
		return false;
	audit_add(db, &(struct deed){ .person = person,
	    .deed = "translation.say", .object = reply }, now);
	return true;
}
