/*
 * Contacts, consent, and our own numbers.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/held.h"
#include "store/word.h"

#define PLACES_MOST	10	/* Contacts of one person that are read. */

/* id, channel, address, language, state. */
static void
read_contact(struct db *db, const struct rows *rows, struct contact *contact)
{
	contact->id = db_int(rows, 0);
	contact->address = db_text(rows, 2);
	contact->language = db_text(rows, 3);
	if (!channel_read(db_text(rows, 1), &contact->channel) ||
	    !contact_state_read(db_text(rows, 4), &contact->state))
		db_fail(db, "a contact has a word that is not ours");
}

bool
contact_spoken(struct db *db, const char *language)
{
	return db_row(db_query(db, "SELECT 1 FROM contact "
	    "WHERE language = $1 LIMIT 1", TEXT(language)));
}

bool
contact_get(struct db *db, int64_t id, struct contact *contact)
{
	struct rows *rows = db_query(db,
	    "SELECT id, channel, address, language, state FROM contact "
	    "WHERE id = $1", INT(id));

	if (!db_row(rows))
		return false;
	read_contact(db, rows, contact);
	return true;
}

bool
contact_find(struct db *db, enum channel channel, const char *address,
    struct contact *contact)
{
	struct rows *rows = db_query(db,
	    "SELECT id, channel, address, language, state FROM contact "
	    "WHERE channel = $1 AND address = $2",
	    TEXT(channel_word(channel)), TEXT(address));

	if (!db_row(rows))
		return false;
	read_contact(db, rows, contact);
	return true;
}

bool
contact_find_mailbox(struct db *db, const char *address,
    struct contact *contact)
{
	struct rows *rows;

	if (contact_find(db, CHANNEL_EMAIL, address, contact))
		return true;
	rows = db_query(db, "SELECT id, channel, address, language, state "
	    "FROM contact WHERE channel = 'email' "
	    "AND lower(address) = lower(CAST($1 AS TEXT)) "
	    "ORDER BY id LIMIT 1", TEXT(address));
	if (!db_row(rows))
		return false;
	read_contact(db, rows, contact);
	return true;
}

bool
contact_find_or_add(struct db *db, enum channel channel, const char *address,
    const char *language, struct contact *contact)
{
	if (contact_find(db, channel, address, contact))
		return true;
	*contact = (struct contact){ .id = id_new(), .channel = channel,
	    .address = address, .language = language,
	    .state = CONTACT_UNCONFIRMED };
	db_run(db, "INSERT INTO contact "
	    "(id, channel, address, language, state) "
	    "VALUES ($1, $2, $3, $4, $5)", INT(contact->id),
	    TEXT(channel_word(channel)), TEXT(address), TEXT(language),
	    TEXT(contact_state_word(contact->state)));
	return false;
}

unsigned
contact_of_person(struct db *db, int64_t person, enum channel channel,
    struct contact **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT c.id, c.channel, c.address, c.language, c.state "
	    "FROM reach r JOIN contact c ON c.id = r.contact "
	    "WHERE r.person = $1 AND c.channel = $2 "
	    "ORDER BY r.place, c.id LIMIT 10", INT(person),
	    TEXT(channel_word(channel)));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct contact, PLACES_MOST);
	while (db_row(rows))
		read_contact(db, rows, &(*list)[n++]);
	return n;
}

unsigned
contact_all(struct db *db, int64_t person, struct contact **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT c.id, c.channel, c.address, c.language, c.state "
	    "FROM reach r JOIN contact c ON c.id = r.contact "
	    "WHERE r.person = $1 ORDER BY r.place, c.id LIMIT 20",
	    INT(person));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct contact, db_rows(rows));
	while (db_row(rows))
		read_contact(db, rows, &(*list)[n++]);
	return n;
}

void
contact_says(struct db *db, const struct consent *c)
{
	if (strcmp(c->what, "stop") == 0)
		db_run(db, "UPDATE contact SET state = 'stopped' "
		    "WHERE id = $1", INT(c->contact));
	else if (strcmp(c->what, "start") == 0)
		db_run(db, "UPDATE contact SET state = $2 "
		    "WHERE id = $1 AND state = 'stopped'", INT(c->contact),
		    TEXT(contact_state_word(consent_wrong(db, c->contact) ?
		    CONTACT_WRONG : CONTACT_OK)));
	if (strcmp(c->what, "stop") == 0 || strcmp(c->what, "start") == 0)
		(void)held_end(db, c->contact, strcmp(c->what, "stop") == 0,
		    c->person, c->at);
	consent_add(db, c);
}

void
contact_stop(struct db *db, int64_t contact, const char *source, int64_t now)
{
	contact_says(db, &(struct consent){ .contact = contact,
	    .what = "stop", .source = source, .at = now });
}

void
contact_start(struct db *db, int64_t contact, const char *source, int64_t now)
{
	contact_says(db, &(struct consent){ .contact = contact,
	    .what = "start", .source = source, .at = now });
}

int64_t
contact_consent_at(struct db *db, int64_t contact)
{
	return db_number(db_query(db,
	    "SELECT max(at) FROM consent WHERE contact = $1 "
	    "AND what IN ('stop', 'start')", INT(contact)));
}

void
contact_mark(struct db *db, int64_t contact, enum contact_state state)
{
	db_run(db, "UPDATE contact SET state = $2 "
	    "WHERE id = $1 AND state <> 'stopped' AND state <> $2",
	    INT(contact), TEXT(contact_state_word(state)));
}

void
contact_again(struct db *db, int64_t contact)
{
	db_run(db, "UPDATE contact SET state = 'unconfirmed' "
	    "WHERE id = $1 AND state = 'wrong'", INT(contact));
}

void
contact_speaks(struct db *db, int64_t contact, const char *language)
{
	db_run(db, "UPDATE contact SET language = $2 WHERE id = $1",
	    INT(contact), TEXT(language));
}

void
contact_chooses(struct db *db, int64_t contact, const char *language)
{
	db_run(db, "UPDATE contact SET language = $2, chosen = 1 "
	    "WHERE id = $1", INT(contact), TEXT(language));
}

/* address, account, school. */
static bool
read_sender(struct rows *rows, struct sender *sender)
{
	if (!db_row(rows))
		return false;
	sender->address = db_text(rows, 0);
	sender->account = db_text(rows, 1);
	sender->school = db_int(rows, 2);
	return true;
}

/* From one tag to the next by the index, not by walking through it. */
unsigned
contact_languages(struct db *db, const char ***list)
{
	struct rows	*rows = db_query(db, "WITH RECURSIVE spoken (tag) AS ("
	    "SELECT min(language) FROM contact WHERE language > '' "
	    "UNION ALL SELECT (SELECT min(c.language) FROM contact c "
	    "WHERE c.language > spoken.tag) FROM spoken "
	    "WHERE spoken.tag IS NOT NULL) SELECT tag FROM spoken "
	    "WHERE tag IS NOT NULL LIMIT 64", NONE);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), const char *, db_rows(rows));
	while (db_row(rows))
		(*list)[n++] = db_text(rows, 0);
	return n;
}

bool
sender_for(struct db *db, int64_t school, enum channel channel,
    struct sender *sender)
{
	return read_sender(db_query(db,
	    "SELECT address, account, school FROM sender "
	    "WHERE channel = $1 AND school IN (0, $2) "
	    "ORDER BY school DESC, address LIMIT 1",
	    TEXT(channel_word(channel)), INT(school)), sender);
}

bool
sender_get(struct db *db, const char *address, struct sender *sender)
{
	return read_sender(db_query(db,
	    "SELECT address, account, school FROM sender WHERE address = $1",
	    TEXT(address)), sender);
}

bool
sender_to_list(struct db *db, const char *account, int64_t before,
    struct sender *sender, int64_t *listed)
{
	struct rows *rows = db_query(db,
	    "SELECT address, account, school, listed FROM sender "
	    "WHERE account = $1 AND channel = 'sms' AND listed < $2 "
	    "ORDER BY listed, address LIMIT 1", TEXT(account), INT(before));

	if (!read_sender(rows, sender))
		return false;
	*listed = db_int(rows, 3);
	return true;
}

void
sender_listed(struct db *db, const char *address, int64_t until)
{
	db_run(db, "UPDATE sender SET listed = $2 WHERE address = $1",
	    TEXT(address), INT(until));
}

unsigned
sender_list(struct db *db, struct sender **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT address, account, school FROM sender "
	    "ORDER BY school, address LIMIT 500", NONE);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct sender, db_rows(rows) + 1);
	while (read_sender(rows, &(*list)[n]))
		n++;
	return n;
}
