/*
 * Conversations.
 */

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "store/away.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/message.h"
#include "store/seat.h"
#include "store/sight.h"
#include "store/user.h"
#include "store/word.h"

/* id, contact, school, seat, state, asked, answered. */
static void
read_talk(struct db *db, const struct rows *rows, struct conversation *c)
{
	c->id = db_int(rows, 0);
	c->contact = db_int(rows, 1);
	c->school = db_int(rows, 2);
	c->seat = db_int(rows, 3);
	c->asked = db_int(rows, 5);
	c->answered = db_int(rows, 6);
	if (!conversation_state_read(db_text(rows, 4), &c->state))
		db_fail(db, "a conversation has a word that is not ours");
}

bool
conversation_get(struct db *db, int64_t id, struct conversation *talk)
{
	struct rows *rows = db_query(db,
	    "SELECT id, contact, school, seat, state, asked, answered "
	    "FROM conversation WHERE id = $1", INT(id));

	if (!db_row(rows))
		return false;
	read_talk(db, rows, talk);
	return true;
}

bool
conversation_with(struct db *db, int64_t contact, int64_t school,
    struct conversation *talk)
{
	struct rows *rows = db_query(db,
	    "SELECT id, contact, school, seat, state, asked, answered "
	    "FROM conversation WHERE contact = $1 AND school = $2",
	    INT(contact), INT(school));

	if (!db_row(rows))
		return false;
	read_talk(db, rows, talk);
	return true;
}

void
conversation_open(struct db *db, const struct conversation *wanted,
    struct conversation *talk)
{
	if (conversation_with(db, wanted->contact, wanted->school, talk))
		return;
	*talk = *wanted;
	talk->id = id_new();
	talk->state = CONVERSATION_ANSWERED;
	db_run(db, "INSERT INTO conversation (id, contact, school, seat, "
	    "state, asked, answered) VALUES ($1, $2, $3, $4, 'answered', 0, 0)",
	    INT(talk->id), INT(talk->contact), INT(talk->school),
	    INT(talk->seat));
}

void
conversation_asked(struct db *db, int64_t id, int64_t seat, int64_t now)
{
	db_run(db, "UPDATE conversation SET state = 'asked', seat = $2, "
	    "asked = $3 WHERE id = $1", INT(id), INT(seat), INT(now));
}

void
conversation_heard(struct db *db, int64_t id, int64_t seat, int64_t now)
{
	db_run(db, "UPDATE conversation SET seat = $2, asked = $3 "
	    "WHERE id = $1", INT(id), INT(seat), INT(now));
}

void
conversation_answered(struct db *db, int64_t id, int64_t now)
{
	db_run(db, "UPDATE conversation SET state = 'answered', "
	    "answered = $2 WHERE id = $1", INT(id), INT(now));
}

bool
conversation_close(struct db *db, int64_t id, int64_t person, int64_t now)
{
	if (db_run(db, "UPDATE conversation SET state = 'closed' "
	    "WHERE id = $1 AND state = 'asked'", INT(id)) == 0)
		return false;
	audit_add(db, &(struct deed){ .person = person,
	    .deed = "conversation.close", .object = id }, now);
	return true;
}

void
conversation_set_students(struct db *db, int64_t id,
    const struct family *families, unsigned count)
{
	db_run(db, "DELETE FROM conversation_student WHERE conversation = $1",
	    INT(id));
	for (unsigned i = 0; i < count; i++)
		db_run(db, "INSERT INTO conversation_student "
		    "(conversation, student) VALUES ($1, $2)", INT(id),
		    INT(families[i].student));
}

unsigned
conversation_students(struct db *db, int64_t id, int64_t **students)
{
	return db_ids(db, db_query(db,
	    "SELECT student FROM conversation_student WHERE conversation = $1 "
	    "ORDER BY student LIMIT 100", INT(id)), students);
}

int64_t
conversation_waiting(struct db *db, int64_t person, int64_t now)
{
	return db_number(db_query(db, "SELECT count(*) FROM (SELECT c.id "
	    "FROM conversation c WHERE c.state = 'asked' AND c.seat IN "
	    "(SELECT m.seat FROM seat_member m WHERE m.person IN "
	    STANDS_FOR("$1", "$2") " AND " IS_NOW("m", "$2") ") AND "
	    TALK_SHOWN("c.id", "c.contact", "c.school", "$1", "$2")
	    " LIMIT 1000) waiting", INT(person), INT(now)));
}

unsigned
conversation_unread(struct db *db, int64_t now, int64_t most,
    struct conversation **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT id, contact, school, seat, state, asked, answered "
	    "FROM conversation c WHERE state = 'asked' AND seat IN "
	    "(SELECT s.seat FROM (SELECT DISTINCT seat FROM conversation "
	    "WHERE state = 'asked') s WHERE NOT EXISTS "
	    "(SELECT 1 FROM seat_member m WHERE m.seat = s.seat "
	    "AND " IS_NOW("m", "$1") " AND " IS_READ("m.person", "$1")
	    ")) ORDER BY asked, id LIMIT $2", INT(now), INT(most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct conversation, db_rows(rows));
	while (db_row(rows))
		read_talk(db, rows, &(*list)[n++]);
	return n;
}

void
conversation_move(struct db *db, int64_t id, int64_t seat)
{
	db_run(db, "UPDATE conversation SET seat = $2 WHERE id = $1",
	    INT(id), INT(seat));
}

/* Its school's, or of the district's desk. */
static bool
may_read(struct db *db, int64_t seat, int64_t school)
{
	return db_row(db_query(db,
	    "SELECT 1 FROM seat WHERE id = $1 AND school IN ($2, 0)",
	    INT(seat), INT(school)));
}

/* Whether a class team sees a talk there. */
static bool
is_seen(struct db *db, int64_t id, int64_t seat, int64_t now)
{
	return db_row(db_query(db, "SELECT 1 FROM conversation c "
	    "JOIN seat e ON e.id = $2 WHERE c.id = $1 "
	    "AND (e.kind <> 'class' OR " TALK_SHOWN("c.id", "c.contact",
	    "c.school", "0", "$3") ")", INT(id), INT(seat), INT(now)));
}

const char *
conversation_hand_over(struct db *db, int64_t id, int64_t seat,
    int64_t person, int64_t now)
{
	struct conversation talk;

	if (!conversation_get(db, id, &talk))
		return "There is no such conversation.";
	if (!may_read(db, seat, talk.school))
		return "A conversation stays in its school. Choose a class "
		    "of it, its office or the district's desk.";
	if (!seat_has_reader(db, seat, now))
		return "Nobody reads there now. Choose another class, or the "
		    "office.";
	if (!is_seen(db, id, seat, now))
		return "Only an office may read this. Choose the office or "
		    "the district's desk.";
	db_run(db, "UPDATE conversation SET seat = $2, handed = $3 "
	    "WHERE id = $1", INT(id), INT(seat), INT(now));
	audit_add(db, &(struct deed){ .person = person,
	    .deed = "conversation.hand_over", .object = id,
	    .note = arena_print(db_arena(db), "from seat %lld to seat %lld",
	    (long long)talk.seat, (long long)seat) }, now);
	return NULL;
}

int64_t
conversation_handed(struct db *db, int64_t id)
{
	return db_number(db_query(db,
	    "SELECT handed FROM conversation WHERE id = $1", INT(id)));
}

unsigned
conversation_list(struct db *db, const struct conversation_page *page,
    struct told_conversation **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT c.id, c.contact, c.school, c.seat, c.state, c.asked, "
	    "c.answered, t.address, t.language, s.name, e.name "
	    "FROM conversation c JOIN contact t ON t.id = c.contact "
	    "LEFT JOIN school s ON s.id = c.school "
	    "LEFT JOIN seat e ON e.id = c.seat "
	    "WHERE c.asked > 0 AND (c.asked, c.id) < ($1, $6) "
	    "AND (CAST($2 AS TEXT) IS NULL OR c.state = $2) "
	    "AND ($3 = 0 OR EXISTS (SELECT 1 FROM seat_member m "
	    "JOIN seat x ON x.id = m.seat "
	    "WHERE m.person IN " STANDS_FOR("$3", "$4")
	    " AND x.school IN (c.school, 0) AND " IS_NOW("m", "$4") ")) "
	    "AND ($3 = 0 OR " TALK_SHOWN("c.id", "c.contact", "c.school",
	    "$3", "$4") ") ORDER BY c.asked DESC, c.id DESC LIMIT $5",
	    INT(page->before), TEXT(page->state), INT(page->person),
	    INT(page->now), INT(page->most), INT(page->before_id));
	struct told_conversation *t;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct told_conversation,
	    db_rows(rows));
	while (db_row(rows)) {
		t = &(*list)[n++];
		read_talk(db, rows, &t->talk);
		t->address = db_text(rows, 7);
		t->language = db_text(rows, 8);
		t->school = db_text(rows, 9);
		t->seat = db_text(rows, 10);
	}
	return n;
}

int64_t
reply_next_id(struct db *db)
{
	struct rows *rows = db_query(db, "SELECT max(id) FROM reply", NONE);

	if (db_row(rows))
		id_pass(db_int(rows, 0));
	return id_new();
}

bool
reply_seen(struct db *db, const char *account, const char *reference)
{
	return db_row(db_query(db,
	    "SELECT 1 FROM reply WHERE account = $1 AND reference = $2",
	    TEXT(account), TEXT(reference)));
}

/* What texts do not have. */
static const char *
given(const char *text)
{
	return text == NULL ? "" : text;
}

void
reply_insert(struct db *db, const struct reply *r)
{
	db_run(db, "INSERT INTO reply (id, conversation, contact, account, "
	    "reference, sender, what, words, raw, media, answers, counts, at, "
	    "practice, files, subject, folded, written_from, attached, "
	    "folded_words, language, language_by) VALUES ($1, $2, $3, $4, "
	    "$5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
	    "$18, $19, $20, $21, $22)",
	    INT(r->id), INT(r->conversation), INT(r->contact),
	    TEXT(r->account), TEXT(r->reference), TEXT(r->sender),
	    TEXT(reply_what_word(r->what)), TEXT(r->words),
	    BLOB(r->raw, r->raw_length), TEXT(r->media), INT(r->answers),
	    TEXT(counts_word(r->counts)), INT(r->at), INT(r->practice),
	    INT(r->files), TEXT(given(r->subject)), TEXT(given(r->folded)),
	    TEXT(given(r->written_from)), INT(r->attached),
	    TEXT(text_fold(db_arena(db), r->words)),
	    TEXT(given(r->language)), TEXT(given(r->language_by)));
}

int64_t
reply_since(struct db *db, int64_t contact, int64_t since)
{
	return db_number(db_query(db, "SELECT count(*) FROM conversation c "
	    "JOIN reply r ON r.conversation = c.id "
	    "WHERE c.contact = $1 AND r.at > $2",
	    INT(contact), INT(since)));
}

bool
reply_wrote(struct db *db, int64_t contact)
{
	return db_row(db_query(db, "SELECT 1 FROM conversation c "
	    "JOIN reply r ON r.conversation = c.id "
	    "WHERE c.contact = $1 LIMIT 1", INT(contact)));
}

const char *
reply_last_stop(struct db *db, int64_t contact)
{
	struct rows *rows = db_query(db, "SELECT r.words FROM conversation c "
	    "JOIN reply r ON r.conversation = c.id "
	    "WHERE c.contact = $1 AND r.what = 'stop' "
	    "ORDER BY r.id DESC LIMIT 1", INT(contact));

	return db_row(rows) ? db_text(rows, 0) : NULL;
}

static void
read_reply(struct db *db, const struct rows *rows, struct reply *r)
{
	r->id = db_int(rows, 0);
	r->conversation = db_int(rows, 1);
	r->contact = db_int(rows, 2);
	r->account = db_text(rows, 3);
	r->reference = db_text(rows, 4);
	r->sender = db_text(rows, 5);
	r->words = db_text(rows, 7);
	r->media = db_text(rows, 8);
	r->answers = db_int(rows, 9);
	r->at = db_int(rows, 11);
	r->files = db_int(rows, 12);
	r->attached = db_int(rows, 13);
	r->subject = db_text(rows, 14);
	r->folded = db_text(rows, 15);
	r->written_from = db_text(rows, 16);
	if (!reply_what_read(db_text(rows, 6), &r->what) ||
	    !counts_read(db_text(rows, 10), &r->counts))
		db_fail(db, "a reply has a word that is not ours");
	r->language = db_text(rows, 17);
	r->language_by = db_text(rows, 18);
}

#define REPLY								\
	"id, conversation, contact, account, reference, sender, what, "	\
	"words, media, answers, counts, at, files, attached, subject, "	\
	"folded, written_from, language, language_by"

unsigned
reply_list(struct db *db, int64_t conversation, int64_t after, int64_t most,
    struct reply **list)
{
	struct rows	*rows = conversation != 0 ? db_query(db,
	    "SELECT " REPLY " FROM reply WHERE conversation = $1 AND id > $2 "
	    "ORDER BY id LIMIT $3", INT(conversation), INT(after), INT(most)) :
	    db_query(db, "SELECT " REPLY " FROM reply WHERE id > $1 "
	    "ORDER BY id LIMIT $2", INT(after), INT(most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct reply, db_rows(rows));
	while (db_row(rows))
		read_reply(db, rows, &(*list)[n++]);
	return n;
}

bool
reply_last(struct db *db, int64_t conversation, struct reply *reply)
{
	struct rows *rows = db_query(db, "SELECT " REPLY " FROM reply "
	    "WHERE conversation = $1 ORDER BY CASE WHEN what = 'message' "
	    "THEN 0 ELSE 1 END, id DESC LIMIT 1", INT(conversation));

	if (!db_row(rows))
		return false;
	read_reply(db, rows, reply);
	return true;
}

unsigned
reply_notice_answers(struct db *db, int64_t conversation, int64_t **ids)
{
	return db_ids(db, db_query(db,
	    "SELECT id FROM reply WHERE conversation = $1 "
	    "AND counts = 'notice_answer' UNION SELECT id FROM reply "
	    "WHERE moved_from = $1 AND moved_from <> 0 "
	    "AND counts = 'notice_answer' ORDER BY id LIMIT 100",
	    INT(conversation)), ids);
}

void
reply_counts(struct db *db, int64_t id, enum counts counts)
{
	db_run(db, "UPDATE reply SET counts = $2 WHERE id = $1", INT(id),
	    TEXT(counts_word(counts)));
}

unsigned
conversation_messages(struct db *db, const struct conversation *talk,
    int64_t after, int64_t most, struct message **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT DISTINCT m.id, m.kind, m.author, m.words, m.template, "
	    "m.created FROM attempt a "
	    "JOIN message m ON m.id = a.message "
	    "WHERE a.contact = $1 AND m.school = $2 AND m.id > $3 "
	    "ORDER BY m.id LIMIT $4", INT(talk->contact), INT(talk->school),
	    INT(after), INT(most));
	struct message	*m;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct message, db_rows(rows));
	while (db_row(rows)) {
		m = &(*list)[n++];
		m->id = db_int(rows, 0);
		m->author = db_int(rows, 2);
		m->words = db_text(rows, 3);
		m->template = db_text(rows, 4);
		m->created = db_int(rows, 5);
		if (!kind_read(db_text(rows, 1), &m->kind))
			db_fail(db, "a message has a word that is not ours");
	}
	return n;
}
