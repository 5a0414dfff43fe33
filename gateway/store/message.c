/*
 * Messages, their students and their families.
 */

#include "base/arena.h"
#include "base/text.h"
#include "store/db.h"
#include "store/message.h"
#include "store/word.h"

void
message_insert(struct db *db, const struct message *m)
{
	db_run(db, "INSERT INTO message (id, state, kind, readers, seat, "
	    "author, api_key, school, audience, target, conversation, "
	    "template, words, digest, counts, practice, send_at, not_after, "
	    "cursor, made, turn, created, subject, folded_words, topic, "
	    "apart, discreet, template_id, template_version) VALUES "
	    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
	    "$15, $16, $17, $18, 0, 0, 0, $19, $20, $21, $22, $23, $24, $25, "
	    "$26)",
	    INT(m->id), TEXT(message_state_word(m->state)),
	    TEXT(kind_word(m->kind)), TEXT(readers_word(m->readers)),
	    INT(m->seat), INT(m->author), INT(m->api_key), INT(m->school),
	    TEXT(audience_word(m->audience)), INT(m->target),
	    INT(m->conversation), TEXT(m->template), TEXT(m->words),
	    TEXT(m->digest), TEXT(counts_word(m->counts)),
	    INT(m->practice), INT(m->send_at), INT(m->not_after),
	    INT(m->created), TEXT(m->subject != NULL ? m->subject : ""),
	    TEXT(text_fold(db_arena(db), m->words)),
	    TEXT(topic_word(m->topic)), INT(m->apart), INT(m->discreet),
	    INT(m->template_id), INT(m->template_version));
}

#define MESSAGE								\
	"id, state, kind, readers, seat, author, api_key, school, "	\
	"audience, target, conversation, template, words, digest, "	\
	"counts, send_at, not_after, cursor, made, turn, created, practice, " \
	"subject, topic, apart, discreet, template_id, template_version"

static void
read_message(struct db *db, const struct rows *rows, struct message *m)
{
	m->id = db_int(rows, 0);
	m->seat = db_int(rows, 4);
	m->author = db_int(rows, 5);
	m->api_key = db_int(rows, 6);
	m->school = db_int(rows, 7);
	m->target = db_int(rows, 9);
	m->conversation = db_int(rows, 10);
	m->template = db_text(rows, 11);
	m->words = db_text(rows, 12);
	m->digest = db_text(rows, 13);
	m->send_at = db_int(rows, 15);
	m->not_after = db_int(rows, 16);
	m->cursor = db_int(rows, 17);
	m->made = db_int(rows, 18);
	m->turn = db_int(rows, 19);
	m->created = db_int(rows, 20);
	m->practice = db_int(rows, 21) != 0;
	m->subject = db_text(rows, 22);
	m->apart = db_int(rows, 24) != 0;
	m->discreet = db_int(rows, 25) != 0;
	m->template_id = db_int(rows, 26);
	m->template_version = db_int(rows, 27);
	if (!message_state_read(db_text(rows, 1), &m->state) ||
	    !kind_read(db_text(rows, 2), &m->kind) ||
	    !readers_read(db_text(rows, 3), &m->readers) ||
	    !audience_read(db_text(rows, 8), &m->audience) ||
	    !counts_read(db_text(rows, 14), &m->counts) ||
	    !topic_read(db_text(rows, 23), &m->topic))
		db_fail(db, "a message has a word that is not ours");
}

bool
message_get(struct db *db, int64_t id, struct message *m)
{
	struct rows *rows = db_query(db,
	    "SELECT " MESSAGE " FROM message WHERE id = $1", INT(id));

	if (!db_row(rows))
		return false;
	read_message(db, rows, m);
	return true;
}

unsigned
message_waiting_from(struct db *db, int64_t template, int64_t now,
    int64_t **ids)
{
	struct rows	*rows = db_query(db, "SELECT id FROM message "
	    "WHERE state IN ('waiting', 'expanding') AND send_at > $2 "
	    "AND template_id = $1 ORDER BY send_at, id LIMIT 50",
	    INT(template), INT(now));
	unsigned	 n = 0;

	*ids = NEW_LIST(db_arena(db), int64_t, db_rows(rows));
	while (db_row(rows))
		(*ids)[n++] = db_int(rows, 0);
	return n;
}

bool
message_due(struct db *db, int64_t now, struct message *m)
{
	struct rows *rows = db_query(db,
	    "SELECT " MESSAGE " FROM message "
	    "WHERE state IN ('waiting', 'expanding') AND send_at <= $1 "
	    "AND NOT EXISTS (SELECT 1 FROM to_translate t "
	    "WHERE t.what = 'message' AND t.object = message.id "
	    "AND t.state = 'waiting') "
	    "ORDER BY CASE kind WHEN 'emergency' THEN 0 WHEN 'closing' THEN 1 "
	    "WHEN 'today' THEN 2 ELSE 3 END, send_at, id LIMIT 1", INT(now));

	if (!db_row(rows))
		return false;
	read_message(db, rows, m);
	return true;
}

void
message_expanded(struct db *db, const struct message *m)
{
	db_run(db, "UPDATE message SET state = $2, cursor = $3, made = $4, "
	    "turn = $5 WHERE id = $1", INT(m->id),
	    TEXT(message_state_word(m->state)), INT(m->cursor), INT(m->made),
	    INT(m->turn));
}

bool
message_cancel(struct db *db, int64_t id)
{
	return db_run(db, "UPDATE message SET state = 'cancelled' "
	    "WHERE id = $1 AND (state IN ('draft', 'waiting', 'expanding', "
	    "'paused') OR (state = 'sending' AND EXISTS (SELECT 1 "
	    "FROM delivery d WHERE d.message = $1 "
	    "AND d.state = 'waiting')))", INT(id)) == 1;
}

int64_t
message_end(struct db *db)
{
	return db_run(db, "UPDATE message SET state = 'done' WHERE id IN "
	    "(SELECT m.id FROM message m WHERE m.state = 'sending' "
	    "AND NOT EXISTS (SELECT 1 FROM delivery d "
	    "WHERE d.message = m.id AND d.state = 'waiting') LIMIT 500)", NONE);
}

void
message_add_student(struct db *db, int64_t message, int64_t student)
{
	db_send(db, "INSERT INTO message_student (message, student) "
	    "VALUES ($1, $2) ON CONFLICT (message, student) DO NOTHING",
	    INT(message), INT(student));
}

unsigned
message_students(struct db *db, int64_t message, int64_t after, int64_t most,
    int64_t **students)
{
	return db_ids(db, db_query(db, "SELECT student FROM message_student "
	    "WHERE message = $1 AND student > $2 ORDER BY student LIMIT $3",
	    INT(message), INT(after), INT(most)), students);
}

void
message_add_person(struct db *db, int64_t message, int64_t person)
{
	db_send(db, "INSERT INTO message_person (message, person) "
	    "VALUES ($1, $2) ON CONFLICT (message, person) DO NOTHING",
	    INT(message), INT(person));
}

unsigned
message_people(struct db *db, int64_t message, int64_t **people)
{
	return db_ids(db, db_query(db, "SELECT person FROM message_person "
	    "WHERE message = $1 ORDER BY person LIMIT 50", INT(message)),
	    people);
}

void
message_add_family(struct db *db, int64_t message, const struct family *f)
{
	db_send(db, "INSERT INTO message_family "
	    "(message, student, family, counts) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (message, student) DO NOTHING", INT(message),
	    INT(f->student), INT(f->family), TEXT(counts_word(f->counts)));
}

int64_t
message_family(struct db *db, int64_t message, int64_t student)
{
	struct rows *rows = db_query(db, "SELECT family FROM message_family "
	    "WHERE message = $1 AND student = $2", INT(message), INT(student));

	return db_row(rows) ? db_int(rows, 0) : 0;
}

unsigned
message_families(struct db *db, int64_t message, struct family **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT student, family, counts FROM message_family "
	    "WHERE message = $1 ORDER BY student LIMIT 500", INT(message));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct family, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n].student = db_int(rows, 0);
		(*list)[n].family = db_int(rows, 1);
		if (!counts_read(db_text(rows, 2), &(*list)[n].counts))
			db_fail(db, "a family has a word that is not ours");
	}
	return n;
}

/* The students of a family are many rows, but one decision. */
enum counts
message_counts(struct db *db, int64_t message, int64_t family)
{
	enum counts	 counts = COUNTS_NOT;
	struct rows	*rows = db_query(db,
	    "SELECT counts FROM message_family WHERE message = $1 "
	    "AND student >= $2 AND family = $2 ORDER BY student LIMIT 1",
	    INT(message), INT(family));

	if (db_row(rows) && !counts_read(db_text(rows, 0), &counts))
		db_fail(db, "a family has a word that is not ours");
	return counts;
}

int64_t
message_said(struct db *db, const struct said *said, bool *already)
{
	struct rows *rows = db_query(db,
	    "SELECT count(DISTINCT f.family), "
	    "count(CASE WHEN f.family = $5 THEN 1 END) "
	    "FROM message m JOIN message_family f ON f.message = m.id "
	    "WHERE m.digest = $3 AND m.created > $4 AND m.author = $1 "
	    "AND m.api_key = CASE WHEN $1 = 0 THEN $2 ELSE m.api_key END "
	    "AND f.counts = 'direct'", INT(said->author), INT(said->api_key),
	    TEXT(said->digest), INT(said->since), INT(said->family));
	bool first = db_row(rows);

	*already = first && db_int(rows, 1) > 0;
	return first ? db_int(rows, 0) : 0;
}

unsigned
message_list(struct db *db, const struct message_page *page,
    struct message **list)
{
	struct rows	*rows = page->author != 0 ? db_query(db,
	    "SELECT " MESSAGE " FROM message WHERE author = $1 AND id < $2 "
	    "ORDER BY id DESC LIMIT $3", INT(page->author), INT(page->before),
	    INT(page->most)) : db_query(db,
	    "SELECT " MESSAGE " FROM message "
	    "WHERE id < $1 AND ($2 = 0 OR school = $2) "
	    "ORDER BY id DESC LIMIT $3", INT(page->before), INT(page->school),
	    INT(page->most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct message, db_rows(rows));
	while (db_row(rows))
		read_message(db, rows, &(*list)[n++]);
	return n;
}
