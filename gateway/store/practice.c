/*
 * Practice: the mode of the district, and the list.
 */

#include "base/arena.h"
#include "store/db.h"
#include "store/practice.h"
#include "store/word.h"

enum district_mode
practice_mode(struct db *db)
{
	struct rows *rows = db_query(db,
	    "SELECT sample, practice FROM district LIMIT 1", NONE);

	if (!db_row(rows))
		return MODE_PRACTICE;
	if (db_int(rows, 0) != 0)
		return MODE_SAMPLE;
	return db_int(rows, 1) != 0 ? MODE_PRACTICE : MODE_LIVE;
}

const char *
practice_word(enum district_mode mode)
{
	static const char *const words[] = {
		[MODE_LIVE] = "live", [MODE_PRACTICE] = "practice",
		[MODE_SAMPLE] = "sample",
	};

	return words[mode];
}

unsigned
practice_list(struct db *db, struct practice_contact **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT channel, address, note, added FROM practice_contact "
	    "ORDER BY channel, address LIMIT 20", NONE);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct practice_contact,
	    db_rows(rows));
	for (; db_row(rows); n++) {
		struct practice_contact *c = &(*list)[n];

		c->address = db_text(rows, 1);
		c->note = db_text(rows, 2);
		c->added = db_int(rows, 3);
		if (!channel_read(db_text(rows, 0), &c->channel))
			db_fail(db, "the list has a word that is not ours");
	}
	return n;
}

bool
practice_listed(struct db *db, enum channel channel, const char *address)
{
	return db_row(db_query(db, "SELECT 1 FROM practice_contact "
	    "WHERE channel = $1 AND address = $2",
	    TEXT(channel_word(channel)), TEXT(address)));
}

bool
practice_add(struct db *db, const struct practice_contact *c,
    const char **why)
{
	*why = NULL;
	if (practice_mode(db) != MODE_PRACTICE)
		*why = "The list is for a district in practice, and this one "
		    "is not.";
	else if (!practice_listed(db, c->channel, c->address) &&
	    db_number(db_query(db, "SELECT count(*) FROM practice_contact",
	    NONE)) >= PRACTICE_MOST)
		*why = "The list has 20 addresses, and may have no more. "
		    "Remove one first.";
	if (*why != NULL)
		return false;
	db_run(db, "INSERT INTO practice_contact "
	    "(channel, address, note, added) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (channel, address) DO UPDATE SET note = $3",
	    TEXT(channel_word(c->channel)), TEXT(c->address), TEXT(c->note),
	    INT(c->added));
	return true;
}

bool
practice_remove(struct db *db, enum channel channel, const char *address)
{
	return db_run(db, "DELETE FROM practice_contact "
	    "WHERE channel = $1 AND address = $2",
	    TEXT(channel_word(channel)), TEXT(address)) == 1;
}

bool
practice_live(struct db *db, const char **why)
{
	switch (practice_mode(db)) {
	case MODE_SAMPLE:
		*why = "A sample district never goes live. Make a district "
		    "of your own with `homeline init`.";
		return false;
	case MODE_LIVE:
		*why = "The district is live already.";
		return false;
	case MODE_PRACTICE:
		break;
	}
	db_run(db, "UPDATE district SET practice = 0", NONE);
	db_run(db, "DELETE FROM practice_contact", NONE);
	db_run(db, "DELETE FROM introduction", NONE);
	db_run(db, "DELETE FROM computer_note", NONE);
	return true;
}
