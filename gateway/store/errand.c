/*
 * What is needed to launch attempts, read for many of them by two statements:
 * of an announcement all but one are of the same message, and what that says
 * is read once.  Words in other languages are a third one, where there are
 * any.
 */

#include "base/arena.h"
#include "store/attempt_inside.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/many.h"
#include "store/thread.h"
#include "store/translation.h"
#include "store/value.h"
#include "store/word.h"

/* The errand of any attempt of that message. */
static void
read_message(struct db *db, const struct rows *rows, struct errand *e)
{
	e->attempt.message = db_int(rows, 0);
	e->words = db_text(rows, 3);
	e->template = db_text(rows, 4);
	e->not_after = db_int(rows, 5);
	e->conversation = db_int(rows, 6);
	e->answer = e->conversation != 0;
	e->school = db_text(rows, 7);
	e->author = db_text(rows, 8);
	e->district = db_text(rows, 9);
	e->practice = db_int(rows, 10) != 0;
	e->ruled = db_int(rows, 11) != 0;
	e->rule.hours.from = (int)db_int(rows, 12);
	e->rule.hours.to = (int)db_int(rows, 13);
	e->subject = db_text(rows, 14);
	e->created = db_int(rows, 15);
	e->discreet = db_int(rows, 19) != 0;
	e->phone = db_text(rows, 20);
	if (!kind_read(db_text(rows, 1), &e->kind) ||
	    !readers_read(db_text(rows, 16), &e->readers) ||
	    !topic_read(db_text(rows, 18), &e->topic) ||
	    !message_state_read(db_text(rows, 2), &e->state))
		db_fail(db, "a message has a word that is not ours");
	e->rule.kind = e->kind;
}

/* What each of them says in other languages. */
static void
read_translations(struct db *db, const char *ids, struct errand *list,
    unsigned count)
{
	struct translation	*others;
	int64_t			*messages;
	unsigned		 n = translation_of_attempts(db, ids,
				    &messages, &others);

	for (unsigned i = 0; i < n; i++)
		for (unsigned e = 0; e < count; e++) {
			if (list[e].attempt.message != messages[i])
				continue;
			if (list[e].other_count++ == 0)
				list[e].others = &others[i];
		}
}

/* What stands in the places of their words for all. */
static void
read_values(struct db *db, const char *ids, struct errand *list,
    unsigned count)
{
	struct value	*values;
	int64_t		*messages;
	unsigned	 n = value_of_attempts(db, ids, &messages, &values);

	for (unsigned i = 0; i < n; i++)
		for (unsigned e = 0; e < count; e++) {
			if (list[e].attempt.message != messages[i])
				continue;
			if (list[e].values.all_count++ == 0)
				list[e].values.all = &values[i];
		}
}

static unsigned
read_messages(struct db *db, const char *ids, struct errand **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT m.id, m.kind, m.state, m.words, m.template, m.not_after, "
	    "m.conversation, s.name, p.name, "
	    "(SELECT name FROM district LIMIT 1), CASE WHEN m.practice = 1 "
	    "OR EXISTS (SELECT 1 FROM district WHERE practice = 1 "
	    "OR sample = 1) THEN 1 ELSE 0 END, "
	    "CASE WHEN r.kind IS NULL AND w.kind IS NULL THEN 0 ELSE 1 END, "
	    "coalesce(r.opens, w.opens), coalesce(r.closes, w.closes), "
	    "m.subject, m.created, m.readers, CASE WHEN EXISTS "
	    "(SELECT 1 FROM message_words v WHERE v.message = m.id) "
	    "THEN 1 ELSE 0 END, m.topic, m.discreet, coalesce(nullif("
	    "s.phone, ''), (SELECT phone FROM district LIMIT 1), ''), "
	    "CASE WHEN EXISTS (SELECT 1 FROM message_value v "
	    "WHERE v.message = m.id) THEN 1 ELSE 0 END "
	    "FROM (SELECT DISTINCT a.message" MANY_FROM "CROSS JOIN attempt a "
	    "WHERE a.id = " MANY_ID ") AS x "
	    "CROSS JOIN message m LEFT JOIN kind_rule r "
	    "ON r.school = m.school AND r.kind = m.kind "
	    "LEFT JOIN kind_rule w ON w.school = 0 AND w.kind = m.kind "
	    "LEFT JOIN school s ON s.id = m.school "
	    "LEFT JOIN person p ON p.id = m.author WHERE m.id = x.message",
	    TEXT(ids));
	bool		 more = false, valued = false;
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct errand, db_rows(rows));
	while (db_row(rows)) {
		read_message(db, rows, &(*list)[n++]);
		more = more || db_int(rows, 17) != 0;
		valued = valued || db_int(rows, 21) != 0;
	}
	if (more)
		read_translations(db, ids, *list, n);
	if (valued)
		read_values(db, ids, *list, n);
	return n;
}

/* What is the attempt's own. */
static void
read_own(struct db *db, const struct rows *rows, struct errand *e)
{
	int		 n = ATTEMPT_COLUMNS;
	enum prefers	 prefers;
	struct value	*own;

	attempt_read(db, rows, &e->attempt);
	e->contact.id = e->attempt.contact;
	e->contact.address = db_text(rows, n + 1);
	e->contact.language = db_text(rows, n + 2);
	e->language = db_text(rows, n + 4);
	e->listed = db_int(rows, n + 5) != 0;
	e->introduction = db_text(rows, n + 6);
	e->introduced = db_int(rows, n + 7) != 0;
	e->evident = db_int(rows, n + 10) != 0;
	e->held = db_int(rows, n + 11) != 0;
	e->noted = db_int(rows, n + 13) != 0;
	e->values.own_count = value_read(db_arena(db), db_text(rows, n + 12),
	    &own);
	e->values.own = own;
	if (!channel_read(db_text(rows, n), &e->contact.channel) ||
	    !contact_state_read(db_text(rows, n + 3), &e->contact.state))
		db_fail(db, "an errand has a word that is not ours");
	e->at_once = e->contact.channel == CHANNEL_EMAIL &&
	    prefers_read(db_text(rows, n + 9), &prefers) &&
	    prefers == PREFERS_TEXT_SHORT;
	if (e->contact.channel == CHANNEL_EMAIL)
		thread_find(db, &e->attempt, e->conversation, &e->thread);
}

static struct rows *
query_own(struct db *db, const char *ids)
{
	return db_query(db,
	    "SELECT " ATTEMPT ", c.channel, c.address, c.language, c.state, "
	    "d.language, CASE WHEN EXISTS (SELECT 1 FROM practice_contact l "
	    "WHERE l.channel = c.channel AND l.address = c.address) "
	    "THEN 1 ELSE 0 END, "
	    "CASE WHEN i.attempt = a.id THEN i.words END, "
	    "CASE WHEN i.attempt <> a.id AND (b.state IN ('claimed', "
	    "'unknown', 'sent', 'delivered') OR (b.state = 'planned' "
	    "AND b.tries + b.looks > 0) OR (b.id IS NULL AND i.at <> 0)) "
	    "THEN 1 ELSE 0 END, a.message, q.prefers, "
	    "CASE WHEN i.attempt = a.id THEN i.at ELSE 0 END, "
	    "CASE WHEN EXISTS (SELECT 1 FROM held h "
	    "WHERE h.contact = a.contact AND h.state = 'open') "
	    "THEN 1 ELSE 0 END, a.filled, CASE WHEN EXISTS (SELECT 1 "
	    "FROM computer_note z WHERE z.attempt = a.id) "
	    "THEN 1 ELSE 0 END"
	    MANY_FROM "CROSS JOIN attempt a "
	    "JOIN delivery d ON d.id = a.delivery "
	    "JOIN contact c ON c.id = a.contact "
	    "LEFT JOIN person q ON q.id = d.person "
	    "LEFT JOIN introduction i ON i.contact = a.contact "
	    "AND i.sender = a.sender "
	    "LEFT JOIN attempt b ON b.id = i.attempt AND b.id <> a.id "
	    "WHERE a.id = " MANY_ID, TEXT(ids));
}

static const struct errand *
find(const struct errand *list, unsigned count, int64_t message)
{
	for (unsigned i = 0; i < count; i++)
		if (list[i].attempt.message == message)
			return &list[i];
	return NULL;
}

/* Rows come in any order, but mostly in that of the ids; of one that is there
 * twice, twice. */
static unsigned
place_of(const struct errand list[], const int64_t ids[], unsigned count,
    unsigned from, int64_t id)
{
	for (unsigned i = from; i < from + count; i++)
		if (ids[i % count] == id && list[i % count].attempt.id == 0)
			return i % count;
	return count;
}

unsigned
attempt_errands(struct db *db, const int64_t ids[], unsigned count,
    struct errand list[])
{
	const struct errand	*message;
	struct errand		*messages;
	struct rows		*rows;
	struct many		 many;
	unsigned		 n, found = 0, at = 0;

	many_init(&many);
	for (unsigned i = 0; i < count; i++) {
		many_id(&many, ids[i]);
		list[i].attempt.id = 0;
	}
	n = read_messages(db, many_value(&many), &messages);
	rows = query_own(db, many_value(&many));
	many_free(&many);
	while (db_row(rows)) {
		message = find(messages, n, db_int(rows, ATTEMPT_COLUMNS + 8));
		at = place_of(list, ids, count, at, db_int(rows, 0));
		if (message == NULL || at == count)
			continue;
		list[at] = *message;
		read_own(db, rows, &list[at++]);
		found++;
	}
	return found;
}

static void
read_standing(struct db *db, const struct rows *rows, struct standing *s)
{
	*s = (struct standing){ .id = db_int(rows, 0),
	    .account = db_text(rows, 1), .looks = db_int(rows, 3),
	    .follows = db_int(rows, 4) != 0 };
	if (!attempt_state_read(db_text(rows, 2), &s->state))
		db_fail(db, "an attempt has a word that is not ours");
}

/* One that is there twice comes twice. */
static void
place_standing(const struct standing *s, struct standing list[],
    const int64_t ids[], unsigned count, unsigned *at)
{
	for (unsigned i = 0; i < count; i++, *at = (*at + 1) % count)
		if (ids[*at] == s->id && list[*at].id == 0) {
			list[*at] = *s;
			return;
		}
}

void
attempt_standings(struct db *db, const int64_t ids[], unsigned count,
    struct standing list[])
{
	struct standing	 s;
	struct rows	*rows;
	struct many	 many;
	unsigned	 at = 0;

	many_init(&many);
	for (unsigned i = 0; i < count; i++) {
		many_id(&many, ids[i]);
		list[i].id = 0;
	}
	rows = db_query(db, "SELECT a.id, a.account, a.state, a.looks, "
	    "CASE WHEN coalesce(a.reason, '') <> '' OR EXISTS (SELECT 1 "
	    "FROM introduction i WHERE i.attempt = a.id AND i.at = 0) "
	    "THEN 1 ELSE 0 END" MANY_FROM "CROSS JOIN attempt a "
	    "WHERE a.id = " MANY_ID, TEXT(many_value(&many)));
	many_free(&many);
	while (db_row(rows)) {
		read_standing(db, rows, &s);
		place_standing(&s, list, ids, count, &at);
	}
}

bool
attempt_errand(struct db *db, int64_t id, struct errand *e)
{
	return attempt_errands(db, &id, 1, e) == 1;
}
