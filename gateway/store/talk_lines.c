/*
 * What was said in a talk.  Lines are of three tables and of different ways
 * into them; each is read with a limit, then they are put together by id, and
 * a page of them by time: what was listed late stands in the page in which it
 * came.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/attachment.h"
#include "store/db.h"
#include "store/many.h"
#include "store/talk.h"
#include "store/value.h"
#include "store/word.h"

/* So many of each sort: a page, one that shows there are more, and room for
 * several attempts of one message. */
#define READ_MOST	(3 * TALK_PAGE)

struct lines {
	struct db	 *db;
	const struct talk *talk;
	int64_t		  after, before;
	struct talk_line *list;
	unsigned	  count;
};

static struct talk_line *
add(struct lines *l, enum talk_what what, int64_t id)
{
	struct talk_line *line = &l->list[l->count++];

	*line = (struct talk_line){ .what = what, .id = id };
	return line;
}

static void
read_reply(struct lines *l, const struct rows *rows)
{
	struct talk_line *line = add(l, TALK_REPLY, db_int(rows, 0));
	struct reply	 *r = &line->reply;
	int64_t		  there = db_int(rows, 1);

	r->id = line->id;
	r->conversation = there;
	r->words = db_text(rows, 3);
	r->media = db_text(rows, 4);
	r->answers = db_int(rows, 5);
	r->at = line->at = db_int(rows, 6);
	r->files = db_int(rows, 7);
	r->attached = db_int(rows, 8);
	r->subject = db_text(rows, 9);
	r->folded = db_text(rows, 10);
	r->written_from = db_text(rows, 11);
	if (there == l->talk->talk.id)
		line->moved_from = db_int(rows, 12);
	else
		line->moved_to = there;
	r->account = db_text(rows, 17);
	r->language = db_text(rows, 18);
	line->computer = db_text(rows, 19);
	line->computer_state = db_text(rows, 20);
	line->moved_school = db_text(rows, 13);
	line->asked = db_text(rows, 14) != NULL;
	if (db_int(rows, 15) != 0) {
		line->english = db_text(rows, 14);
		line->speaker = db_text(rows, 16);
	}
	if (!reply_what_read(db_text(rows, 2), &r->what))
		db_fail(l->db, "a reply has a word that is not ours");
}

static void
read_replies(struct lines *l)
{
	struct rows *rows = db_query(l->db,
	    "SELECT r.id, r.conversation, r.what, r.words, r.media, "
	    "r.answers, r.at, r.files, r.attached, r.subject, r.folded, "
	    "r.written_from, r.moved_from, s.name, t.words, t.done, p.name, "
	    "r.account, r.language, w.words, q.state "
	    "FROM reply r "
	    "LEFT JOIN reply_words w ON w.reply = r.id "
	    "AND w.language = 'en-US' "
	    "LEFT JOIN to_translate q ON q.what = 'reply' "
	    "AND q.object = r.id AND q.language = 'en-US' "
	    "LEFT JOIN asked_translation t ON t.reply = r.id "
	    "LEFT JOIN person p ON p.id = t.author "
	    "LEFT JOIN conversation o ON o.id = CASE WHEN r.conversation = $1 "
	    "THEN r.moved_from ELSE r.conversation END "
	    "LEFT JOIN school s ON s.id = o.school WHERE r.id IN ("
	    "SELECT a.id FROM (SELECT id FROM reply WHERE conversation = $1 "
	    "AND id < $2 ORDER BY id DESC LIMIT $3) a UNION ALL "
	    "SELECT b.id FROM (SELECT id FROM reply WHERE moved_from = $1 "
	    "AND moved_from <> 0 AND id < $2 ORDER BY +id DESC LIMIT $3) b) "
	    "ORDER BY r.id DESC LIMIT $3", INT(l->talk->talk.id),
	    INT(l->before), INT(TALK_PAGE + 1));

	while (db_row(rows))
		read_reply(l, rows);
}

/* What a message is; the attempt that is ours begins at column 19. */
#define MESSAGE								\
	"SELECT m.id, m.kind, m.author, p.name, m.words, m.template, "	\
	"m.subject, m.created, m.state, m.send_at, m.practice, w.words, " \
	"w.state, d.state, d.reason, m.conversation, m.topic, m.discreet, " \
	"coalesce(d.language, $4), "
#define BESIDES								\
	"LEFT JOIN person p ON p.id = m.author "			\
	"LEFT JOIN message_words w ON w.message = m.id "		\
	"AND w.language = coalesce(d.language, $4) "

static struct talk_line *
read_message(struct lines *l, const struct rows *rows)
{
	struct talk_line *line = add(l, TALK_MESSAGE, db_int(rows, 0));
	struct message	 *m = &line->message;

	m->id = line->id;
	line->author_id = m->author = db_int(rows, 2);
	line->author = db_text(rows, 3);
	m->words = db_text(rows, 4);
	m->template = db_text(rows, 5);
	m->subject = db_text(rows, 6);
	m->created = line->at = db_int(rows, 7);
	m->send_at = db_int(rows, 9);
	m->practice = db_int(rows, 10) != 0;
	m->conversation = db_int(rows, 15);
	m->discreet = db_int(rows, 17) != 0;
	line->language = db_text(rows, 18);
	line->said = db_text(rows, 11);
	line->said_state = db_text(rows, 12);
	line->reason = db_text(rows, 14);
	if (!kind_read(db_text(rows, 1), &m->kind) ||
	    !message_state_read(db_text(rows, 8), &m->state) ||
	    !topic_read(db_text(rows, 16), &m->topic) ||
	    (db_text(rows, 13) != NULL &&
	    !delivery_state_read(db_text(rows, 13), &line->delivery)))
		db_fail(l->db, "a message has a word that is not ours");
	return line;
}

static void
read_attempt(struct lines *l, const struct rows *rows, struct attempt *a)
{
	const char *class = db_text(rows, 21);

	a->id = db_int(rows, 19);
	a->reason = db_text(rows, 22);
	a->due = db_int(rows, 23);
	a->tries = db_int(rows, 24);
	a->handed = db_int(rows, 25);
	a->ended = db_int(rows, 26);
	a->sender = db_text(rows, 27);
	a->class = ERROR_NONE;
	if (!attempt_state_read(db_text(rows, 20), &a->state) ||
	    (class != NULL && !error_class_read(class, &a->class)))
		db_fail(l->db, "an attempt has a word that is not ours");
}

static void
read_values(struct lines *l, const char *filled, struct talk_line *line)
{
	struct value *own, *all;

	if (strstr(line->message.words, "((") == NULL)
		return;
	line->values.own_count = value_read(db_arena(l->db), filled, &own);
	line->values.own = own;
	line->values.all_count = value_list(l->db, line->id, &all);
	line->values.all = all;
}

/* Whether a line of that message is there for that student. */
static bool
is_there(const struct lines *l, int64_t message, int64_t student)
{
	for (unsigned i = l->count; i-- > 0 && l->list[i].id == message;)
		if (l->list[i].student == student)
			return true;
	return false;
}

/* What went to the contact in the name of the school: of a message, and of
 * each student when it is told apart, the last attempt.  From the contact to
 * the messages: the other way is along all of the school. */
static void
read_sent(struct lines *l)
{
	struct rows	*rows = db_query(l->db, MESSAGE
	    "a.id, a.state, a.class, a.reason, a.due, a.tries, a.handed, "
	    "a.ended, a.sender, a.filled, d.student FROM attempt a "
	    "CROSS JOIN message m LEFT JOIN delivery d ON d.id = a.delivery "
	    BESIDES "WHERE a.contact = $1 AND m.id = a.message "
	    "AND m.school + 0 = $2 AND a.message < $3 AND a.message > $6 "
	    "ORDER BY a.message DESC, a.id DESC LIMIT $5",
	    INT(l->talk->contact.id), INT(l->talk->talk.school),
	    INT(l->before), TEXT(l->talk->contact.language),
	    INT(READ_MOST), INT(l->after));
	struct talk_line *line;

	while (db_row(rows)) {
		if (is_there(l, db_int(rows, 0), db_int(rows, 29)))
			continue;
		line = read_message(l, rows);
		line->student = db_int(rows, 29);
		line->attempted = true;
		read_attempt(l, rows, &line->attempt);
		read_values(l, db_text(rows, 28), line);
	}
}

/* Answers of which nothing went out yet, or ever. */
static void
read_unsent(struct lines *l)
{
	struct rows *rows = db_query(l->db, MESSAGE "0 FROM message m "
	    "LEFT JOIN delivery d ON d.message = m.id " BESIDES
	    "WHERE m.conversation = $1 AND m.conversation <> 0 "
	    "AND m.id < $2 AND NOT EXISTS (SELECT 1 FROM delivery x "
	    "JOIN attempt a ON a.delivery = x.id WHERE x.message = m.id) "
	    "ORDER BY m.id DESC LIMIT $3", INT(l->talk->talk.id),
	    INT(l->before), INT(TALK_PAGE + 1),
	    TEXT(l->talk->contact.language));

	while (db_row(rows))
		(void)read_message(l, rows);
}

static void
read_notes(struct lines *l)
{
	struct rows	 *rows = db_query(l->db, "SELECT n.id, n.at, "
	    "n.words, n.author, p.name FROM note n "
	    "LEFT JOIN person p ON p.id = n.author "
	    "WHERE n.conversation = $1 AND n.id < $2 "
	    "ORDER BY n.id DESC LIMIT $3", INT(l->talk->talk.id),
	    INT(l->before), INT(TALK_PAGE + 1));
	struct talk_line *line;

	while (db_row(rows)) {
		line = add(l, TALK_NOTE, db_int(rows, 0));
		line->at = db_int(rows, 1);
		line->words = db_text(rows, 2);
		line->author_id = db_int(rows, 3);
		line->author = db_text(rows, 4);
	}
}

static int
newest_first(const void *one, const void *other)
{
	const struct talk_line *a = one, *b = other;

	if (a->id != b->id)
		return (a->id < b->id) - (a->id > b->id);
	return (a->student < b->student) - (a->student > b->student);
}

static int
by_time(const void *one, const void *other)
{
	const struct talk_line *a = one, *b = other;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return newest_first(other, one);
}

/* How many of a page there is room for: lines of one message stay together,
 * unless they fill it. */
static unsigned
cut(const struct lines *l)
{
	unsigned n = TALK_PAGE;

	while (n > 0 && l->list[n - 1].id == l->list[TALK_PAGE].id)
		n--;
	return n == 0 ? TALK_PAGE : n;
}

unsigned
talk_lines(struct db *db, const struct talk *talk, int64_t *before,
    int64_t *newest, struct talk_line **list)
{
	struct lines l = { .db = db, .talk = talk, .before = *before };

	l.list = NEW_LIST(db_arena(db), struct talk_line,
	    READ_MOST + 3 * (TALK_PAGE + 1));
	read_replies(&l);
	read_sent(&l);
	read_unsent(&l);
	read_notes(&l);
	qsort(l.list, l.count, sizeof *l.list, newest_first);
	*newest = l.count == 0 ? 0 : l.list[0].id;
	*before = 0;
	if (l.count > TALK_PAGE) {
		l.count = cut(&l);
		*before = l.list[l.count - 1].id;
	}
	qsort(l.list, l.count, sizeof *l.list, by_time);
	*list = l.list;
	return l.count;
}

unsigned
talk_texts(struct db *db, const struct talk *talk, int64_t message,
    struct talk_line **list)
{
	struct lines l = { .db = db, .talk = talk, .after = message - 1,
	    .before = message + 1 };

	l.list = NEW_LIST(db_arena(db), struct talk_line, READ_MOST);
	read_sent(&l);
	qsort(l.list, l.count, sizeof *l.list, by_time);
	*list = l.list;
	return l.count;
}

unsigned
talk_files(struct db *db, const struct talk_line *lines, unsigned n,
    struct attachment **list)
{
	struct many	 ids;
	struct rows	*rows;
	unsigned	 m = 0;

	many_init(&ids);
	for (unsigned i = 0; i < n; i++)
		if (lines[i].what == TALK_REPLY && lines[i].reply.attached > 0)
			many_id(&ids, lines[i].id);
	if (ids.count == 0) {
		many_free(&ids);
		return 0;
	}
	rows = db_query(db, "SELECT a.id, a.reply, a.place, a.name, a.type, "
	    "a.size, a.kept" MANY_FROM "CROSS JOIN attachment a "
	    "WHERE a.reply = " MANY_ID " ORDER BY a.reply, a.place LIMIT 1000",
	    TEXT(many_value(&ids)));
	*list = NEW_LIST(db_arena(db), struct attachment, db_rows(rows));
	for (; db_row(rows); m++)
		(*list)[m] = (struct attachment){ .id = db_int(rows, 0),
		    .reply = db_int(rows, 1), .place = db_int(rows, 2),
		    .name = db_text(rows, 3), .type = db_text(rows, 4),
		    .size = db_int(rows, 5), .kept = db_int(rows, 6) != 0 };
	many_free(&ids);
	return m;
}
