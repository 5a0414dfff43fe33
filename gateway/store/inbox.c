/*
 * The list of talks.  Each tab has a statement of its own, so that each goes
 * by the index made for it: a few seats, a few schools, or (at the desk) the
 * latest of all.  What is said of the rows is then read for all of them at
 * once.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/away.h"
#include "store/db.h"
#include "store/draft.h"
#include "store/inbox.h"
#include "store/many.h"
#include "store/seat.h"
#include "store/word.h"

/* The viewer is $1, now $2, the page goes on before ($3, $4), up to $5. */
#define ROWS								\
	"SELECT c.id, c.contact, c.school, c.seat, c.state, c.asked, "	\
	"c.answered, t.channel, t.state, t.address, t.language, s.name, " \
	"e.name FROM conversation c JOIN contact t ON t.id = c.contact " \
	"LEFT JOIN school s ON s.id = c.school "			\
	"LEFT JOIN seat e ON e.id = c.seat "
#define SHOWN								\
	TALK_SHOWN("c.id", "c.contact", "c.school", "$1", "$2")
#define MY_SEATS							\
	"(SELECT m.seat FROM seat_member m WHERE m.person IN "		\
	STANDS_FOR("$1", "$2") " AND " IS_NOW("m", "$2") ")"
#define MY_SCHOOLS							\
	"(SELECT x.school FROM seat_member m JOIN seat x "		\
	"ON x.id = m.seat WHERE m.person IN " STANDS_FOR("$1", "$2")	\
	" AND " IS_NOW("m", "$2") ")"
/* The offices where they sit; at the desk, all of them. */
#define MY_OFFICES							\
	"(SELECT f.id FROM seat f WHERE f.kind IN ('office', 'desk') "	\
	"AND " AT_OFFICE_OF("$1", "f.school", "$2") ")"
/* By +asked the lists of few seats are not read along the index of all. */
#define BEFORE								\
	"AND (+c.asked, c.id) < ($3, $4) AND " SHOWN			\
	" ORDER BY +c.asked DESC, c.id DESC LIMIT $5"

static struct rows *
of_tab(struct db *db, const struct inbox_page *p)
{
	const struct viewer *v = &p->viewer;

	switch (p->tab) {
	case INBOX_NEEDS:
		return db_query(db, ROWS "WHERE c.state = 'asked' "
		    "AND c.seat IN " MY_SEATS BEFORE, INT(v->person),
		    INT(v->now), INT(p->before), INT(p->before_id),
		    INT(p->most));
	case INBOX_MINE:
		return db_query(db, ROWS "WHERE c.seat IN " MY_SEATS BEFORE,
		    INT(v->person), INT(v->now), INT(p->before),
		    INT(p->before_id), INT(p->most));
	case INBOX_OFFICE:
		return db_query(db, ROWS "WHERE c.seat IN " MY_OFFICES BEFORE,
		    INT(v->person), INT(v->now), INT(p->before),
		    INT(p->before_id), INT(p->most));
	default:
		break;
	}
	if (seat_may(db, v->person, 0, v->now))
		return db_query(db, ROWS "WHERE (c.asked, c.id) < ($3, $4) "
		    "AND " SHOWN " ORDER BY c.asked DESC, c.id DESC "
		    "LIMIT $5", INT(v->person), INT(v->now), INT(p->before),
		    INT(p->before_id), INT(p->most));
	return db_query(db, ROWS "WHERE c.school IN " MY_SCHOOLS BEFORE,
	    INT(v->person), INT(v->now), INT(p->before), INT(p->before_id),
	    INT(p->most));
}

/* A search for $6 (folded) and $7 (digits). */
#define NAMED								\
	"EXISTS (SELECT 1 FROM reach h JOIN person p ON p.id = h.person " \
	"WHERE h.contact = c.contact "					\
	"AND replace(p.folded, $6, '') <> p.folded "			\
	"AND (NOT " RESTRICTED_IN("p.id", "c.id", "$2") " OR "		\
	AT_OFFICE_OF("$1", "c.school", "$2") ")) "			\
	"OR EXISTS (SELECT 1 FROM conversation_student a "		\
	"JOIN student n ON n.id = a.student WHERE a.conversation = c.id " \
	"AND replace(n.folded, $6, '') <> n.folded)"
#define WRITTEN								\
	"EXISTS (SELECT 1 FROM reply w WHERE w.conversation = c.id "	\
	"AND replace(w.folded_words, $6, '') <> w.folded_words) "	\
	"OR EXISTS (SELECT 1 FROM message w WHERE w.conversation = c.id " \
	"AND w.conversation <> 0 "					\
	"AND replace(w.folded_words, $6, '') <> w.folded_words)"
#define NUMBERED							\
	"($7 <> '' AND t.channel = 'sms' AND t.address LIKE '%' || $7 "	\
	"AND " AT_OFFICE_OF("$1", "c.school", "$2") ")"
#define FOUND								\
	"WHERE (" NAMED " OR " WRITTEN " OR " NUMBERED ") AND " SHOWN	\
	" ORDER BY c.asked DESC, c.id DESC LIMIT $5"
#define ROWS_OF(talks)							\
	"SELECT c.id, c.contact, c.school, c.seat, c.state, c.asked, "	\
	"c.answered, t.channel, t.state, t.address, t.language, s.name, " \
	"e.name FROM (" talks ") c JOIN contact t ON t.id = c.contact "	\
	"LEFT JOIN school s ON s.id = c.school "			\
	"LEFT JOIN seat e ON e.id = c.seat "

static struct rows *
of_search(struct db *db, const struct inbox_page *p)
{
	const struct viewer *v = &p->viewer;

	if (seat_may(db, v->person, 0, v->now))
		return db_query(db, ROWS_OF("SELECT * FROM conversation "
		    "WHERE (asked, id) < ($3, $4) ORDER BY asked DESC, "
		    "id DESC LIMIT 3000") FOUND, INT(v->person), INT(v->now),
		    INT(p->before), INT(p->before_id), INT(p->most),
		    TEXT(p->folded), TEXT(p->digits));
	return db_query(db, ROWS_OF("SELECT * FROM conversation "
	    "WHERE school IN " MY_SCHOOLS " AND (+asked, id) < ($3, $4) "
	    "ORDER BY +asked DESC, id DESC LIMIT 3000") FOUND,
	    INT(v->person), INT(v->now), INT(p->before), INT(p->before_id),
	    INT(p->most), TEXT(p->folded), TEXT(p->digits));
}

static void
read_row(struct db *db, const struct rows *rows, struct inbox_row *r)
{
	struct conversation *c = &r->talk;

	c->id = db_int(rows, 0);
	c->contact = db_int(rows, 1);
	c->school = db_int(rows, 2);
	c->seat = db_int(rows, 3);
	c->asked = db_int(rows, 5);
	c->answered = db_int(rows, 6);
	r->address = db_text(rows, 9);
	r->language = db_text(rows, 10);
	r->school = db_text(rows, 11);
	r->seat = db_text(rows, 12);
	if (!conversation_state_read(db_text(rows, 4), &c->state) ||
	    !channel_read(db_text(rows, 7), &r->channel) ||
	    !contact_state_read(db_text(rows, 8), &r->contact_state))
		db_fail(db, "a conversation has a word that is not ours");
}

/* The row of a talk; the lists below come in no order of the rows. */
static struct inbox_row *
row_of(struct inbox_row *list, unsigned n, int64_t talk)
{
	for (unsigned i = 0; i < n; i++)
		if (list[i].talk.id == talk)
			return &list[i];
	return NULL;
}

static void
add_people(struct db *db, const struct viewer *v, const char *ids,
    struct inbox_row *list, unsigned n)
{
	struct rows		*rows = db_query(db,
	    "SELECT c.id, p.id, p.name, CASE WHEN "
	    RESTRICTED_IN("p.id", "c.id", "$3") " THEN 1 ELSE 0 END, "
	    "CASE WHEN " AT_OFFICE_OF("$2", "c.school", "$3")
	    " THEN 1 ELSE 0 END" MANY_FROM
	    "CROSS JOIN conversation c JOIN reach r ON r.contact = c.contact "
	    "JOIN person p ON p.id = r.person WHERE c.id = " MANY_ID
	    " ORDER BY c.id, p.id LIMIT 2000", TEXT(ids), INT(v->person),
	    INT(v->now));
	struct inbox_person	*p;
	struct inbox_row	*r;
	bool			 restricted;

	while (db_row(rows)) {
		if ((r = row_of(list, n, db_int(rows, 0))) == NULL)
			continue;
		r->known = true;
		restricted = db_int(rows, 3) != 0;
		if ((restricted && db_int(rows, 4) == 0) ||
		    r->people_count == INBOX_NAMES)
			continue;
		p = &r->people[r->people_count++];
		*p = (struct inbox_person){ .id = db_int(rows, 1),
		    .name = db_text(rows, 2), .restricted = restricted };
	}
}

static void
add_students(struct db *db, const char *ids, struct inbox_row *list,
    unsigned n)
{
	struct rows		*rows = db_query(db,
	    "SELECT a.conversation, s.name" MANY_FROM
	    "CROSS JOIN conversation_student a "
	    "JOIN student s ON s.id = a.student "
	    "WHERE a.conversation = " MANY_ID
	    " ORDER BY a.conversation, s.id LIMIT 2000", TEXT(ids));
	struct inbox_row	*r;

	while (db_row(rows)) {
		r = row_of(list, n, db_int(rows, 0));
		if (r != NULL && r->student_count < INBOX_NAMES)
			r->students[r->student_count++] = db_text(rows, 1);
	}
}

/* The last that was written to be read, and whether the last of ours failed
 * after it. */
static void
add_last(struct db *db, const char *ids, struct inbox_row *list, unsigned n)
{
	struct rows		*rows = db_query(db,
	    "SELECT r.conversation, r.id, r.what, r.words, r.subject, "
	    "r.media, r.attached, r.files, r.at" MANY_FROM
	    "CROSS JOIN reply r WHERE r.id = (SELECT max(x.id) FROM reply x "
	    "WHERE x.conversation = " MANY_ID
	    " AND x.what NOT IN ('reaction', 'automatic')) LIMIT 200",
	    TEXT(ids));
	struct inbox_row	*r;

	while (db_row(rows)) {
		if ((r = row_of(list, n, db_int(rows, 0))) == NULL)
			continue;
		r->last = (struct reply){ .id = db_int(rows, 1),
		    .words = db_text(rows, 3), .subject = db_text(rows, 4),
		    .media = db_text(rows, 5), .attached = db_int(rows, 6),
		    .files = db_int(rows, 7), .at = db_int(rows, 8) };
		if (!reply_what_read(db_text(rows, 2), &r->last.what))
			db_fail(db, "a reply has a word that is not ours");
	}
}

static void
add_failed(struct db *db, const char *ids, struct inbox_row *list, unsigned n)
{
	struct rows		*rows = db_query(db,
	    "SELECT c.id" MANY_FROM "CROSS JOIN conversation c "
	    "JOIN attempt a ON a.id = (SELECT max(x.id) FROM attempt x "
	    "WHERE x.contact = c.contact) JOIN message m ON m.id = a.message "
	    "WHERE c.id = " MANY_ID " AND a.state = 'failed' "
	    "AND m.school = c.school LIMIT 200", TEXT(ids));
	struct inbox_row	*r;

	while (db_row(rows))
		if ((r = row_of(list, n, db_int(rows, 0))) != NULL)
			r->failed = true;
}

static void
add_drafts(struct db *db, const struct viewer *v, struct inbox_row *list,
    unsigned n)
{
	const char	**places;
	unsigned	  m = draft_places(db, v->person, &places);
	struct inbox_row *r;
	int64_t		  talk;

	for (unsigned i = 0; i < m; i++)
		if (strncmp(places[i], "talk:", 5) == 0 &&
		    id_parse(places[i] + 5, &talk) &&
		    (r = row_of(list, n, talk)) != NULL)
			r->draft = true;
}

unsigned
inbox_list(struct db *db, const struct inbox_page *page,
    struct inbox_row **list)
{
	struct rows	*rows = page->folded != NULL ? of_search(db, page) :
			    of_tab(db, page);
	struct many	 ids;
	const char	*value;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct inbox_row, db_rows(rows));
	many_init(&ids);
	for (; db_row(rows); n++) {
		read_row(db, rows, &(*list)[n]);
		many_id(&ids, (*list)[n].talk.id);
	}
	value = many_value(&ids);
	if (n > 0) {
		add_people(db, &page->viewer, value, *list, n);
		add_students(db, value, *list, n);
		add_last(db, value, *list, n);
		add_failed(db, value, *list, n);
		add_drafts(db, &page->viewer, *list, n);
	}
	many_free(&ids);
	return n;
}
