/*
 * What became of a message, person by person.
 */

#include <string.h>

#include "base/arena.h"
#include "store/attempt_inside.h"
#include "store/away.h"
#include "store/db.h"
#include "store/result.h"
#include "store/word.h"

static const char *const words[] = {
	[FATE_DELIVERED] = "delivered",
	[FATE_ON_THE_WAY] = "on_the_way",
	[FATE_MAILED] = "mailed",
	[FATE_UNKNOWN] = "unknown",
	[FATE_NOT_DELIVERED] = "not_delivered",
	[FATE_NOT_SENT] = "not_sent",
	[FATE_NOT_REACHED] = "not_reached",
	[FATE_PRACTICE] = "practice",
};

const char *
fate_word(enum fate fate)
{
	return words[fate];
}

bool
fate_read(const char *word, enum fate *fate)
{
	for (int i = 0; i < FATES; i++)
		if (strcmp(words[i], word) == 0) {
			*fate = (enum fate)i;
			return true;
		}
	return false;
}

/* The state that says what became of it: that of what covers it. */
#define STATE	"coalesce(c.state, d.state)"

/* enum fate, of delivery d and what covers it, c. */
#define FATE								\
	"CASE " STATE " WHEN 'delivered' THEN 0 WHEN 'waiting' THEN 1 "	\
	"WHEN 'sent' THEN CASE q.channel WHEN 'email' THEN 2 ELSE 1 END " \
	"WHEN 'unknown' THEN 3 WHEN 'dropped' THEN 5 "			\
	"WHEN 'practice' THEN 7 "					\
	"ELSE CASE d.contact WHEN 0 THEN 6 ELSE 4 END END"

/* Deliveries of message $3 that viewer $1 may see at $2; $4 is 1 when the
 * families of other schools are among them. */
#define SEEN								\
	" FROM delivery d LEFT JOIN delivery c ON c.id = d.covered_by "	\
	"AND d.covered_by <> 0 LEFT JOIN contact q ON q.id = d.contact "
#define SEEN_WHERE							\
	"WHERE d.message = $3 AND NOT EXISTS (SELECT 1 "		\
	"FROM guardianship g JOIN message_family f "			\
	"ON f.message = d.message AND f.student = g.student "		\
	"WHERE g.guardian = d.person AND g.restricted = 1 AND "		\
	IS_NOW("g", "$2") ") AND ($4 = 1 OR EXISTS (SELECT 1 "		\
	"FROM message_family f JOIN enrolment e "			\
	"ON e.student = f.student JOIN seat x "				\
	"ON x.school IN (e.school, 0) JOIN seat_member m "		\
	"ON m.seat = x.id WHERE f.message = d.message "			\
	"AND f.family = d.family AND " IS_NOW("e", "$2")		\
	" AND m.person IN " STANDS_FOR("$1", "$2")			\
	" AND " IS_NOW("m", "$2") ")) "

/* As sight_delivery() has it. */
static bool
sees_all(const struct viewer *v, const struct message *m)
{
	return v->person == 0 || m->author == v->person ||
	    m->audience != AUDIENCE_STUDENTS;
}

void
result_sums(struct db *db, const struct viewer *v, const struct message *m,
    struct results *r)
{
	struct rows	*rows = db_query(db, "SELECT " FATE ", "
	    "CASE " STATE " WHEN 'waiting' THEN 1 ELSE 0 END, count(*)"
	    SEEN SEEN_WHERE "GROUP BY 1, 2 LIMIT 20", INT(v->person),
	    INT(v->now), INT(m->id), INT(sees_all(v, m)));
	int64_t		 fate, count;

	*r = (struct results){ .people = 0 };
	while (db_row(rows)) {
		fate = db_int(rows, 0);
		count = db_int(rows, 2);
		r->fates[fate] += count;
		r->people += count;
		r->waiting += db_int(rows, 1) != 0 ? count : 0;
	}
	r->handed = r->fates[FATE_DELIVERED] + r->fates[FATE_ON_THE_WAY] +
	    r->fates[FATE_MAILED] + r->fates[FATE_UNKNOWN] +
	    r->fates[FATE_NOT_DELIVERED] - r->waiting;
}

int64_t
result_parts(struct db *db, const struct viewer *v, const struct message *m)
{
	return db_number(db_query(db, "SELECT CAST(coalesce(sum(a.parts), 0) "
	    "AS @int@)" SEEN "JOIN attempt a ON a.delivery = d.id "
	    "AND a.handed <> 0 JOIN contact w ON w.id = a.contact "
	    "AND w.channel = 'sms' " SEEN_WHERE, INT(v->person), INT(v->now),
	    INT(m->id), INT(sees_all(v, m))));
}

static void
read_told(struct db *db, const struct rows *rows, struct result *r)
{
	struct told_delivery	*t = &r->told;
	struct delivery		*d = &t->delivery;
	const char		*channel;
	int			 n = ATTEMPT_COLUMNS;

	r->tried = db_int(rows, 0) != 0;
	if (r->tried)
		attempt_read(db, rows, &r->last);
	d->id = db_int(rows, n);
	d->message = db_int(rows, n + 1);
	d->person = db_int(rows, n + 2);
	d->family = db_int(rows, n + 3);
	d->contact = db_int(rows, n + 4);
	d->covered_by = db_int(rows, n + 6);
	d->school = db_int(rows, n + 7);
	d->language = db_text(rows, n + 8);
	d->turn = db_int(rows, n + 9);
	t->reason = db_text(rows, n + 10);
	t->person = db_text(rows, n + 11);
	t->address = db_text(rows, n + 12);
	channel = db_text(rows, n + 13);
	r->fate = (enum fate)db_int(rows, n + 14);
	if (!delivery_state_read(db_text(rows, n + 5), &d->state) ||
	    (channel != NULL && !channel_read(channel, &r->channel)))
		db_fail(db, "a delivery has a word that is not ours");
}

unsigned
result_list(struct db *db, const struct result_page *page,
    struct result **list)
{
	struct rows	*rows = db_query(db, "SELECT " ATTEMPT ", d.id, "
	    "d.message, d.person, d.family, d.contact, " STATE ", "
	    "d.covered_by, d.school, d.language, d.turn, d.reason, p.name, "
	    "q.address, q.channel, " FATE SEEN
	    "LEFT JOIN person p ON p.id = d.person "
	    "LEFT JOIN attempt a ON a.id = (SELECT max(l.id) FROM attempt l "
	    "WHERE l.delivery = coalesce(c.id, d.id)) "
	    SEEN_WHERE "AND d.id > $5 AND ($6 < 0 OR " FATE " = $6) "
	    "ORDER BY d.id LIMIT $7", INT(page->viewer->person),
	    INT(page->viewer->now), INT(page->message->id),
	    INT(sees_all(page->viewer, page->message)), INT(page->after),
	    INT(page->one_fate ? (int64_t)page->fate : -1),
	    INT(page->most));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct result, db_rows(rows));
	while (db_row(rows))
		read_told(db, rows, &(*list)[n++]);
	return n;
}

unsigned
result_ways(struct db *db, const struct viewer *v, const struct message *m,
    struct result_way **list)
{
	struct rows	*rows = db_query(db, "SELECT q.channel, d.language, "
	    "count(*), count(CASE WHEN d.covered_by = 0 THEN 1 END), "
	    "CAST(coalesce(sum((SELECT sum(a.parts) FROM attempt a "
	    "JOIN contact w ON w.id = a.contact AND w.channel = 'sms' "
	    "WHERE a.delivery = d.id AND a.handed <> 0)), 0) AS @int@), "
	    "max((SELECT max(a.id) FROM attempt a WHERE a.delivery = d.id))"
	    SEEN SEEN_WHERE "AND d.contact <> 0 "
	    "GROUP BY q.channel, d.language "
	    "ORDER BY 3 DESC, q.channel, d.language LIMIT 128",
	    INT(v->person), INT(v->now), INT(m->id), INT(sees_all(v, m)));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct result_way, db_rows(rows));
	for (; db_row(rows); n++) {
		(*list)[n] = (struct result_way){ .language =
		    db_text(rows, 1), .people = db_int(rows, 2),
		    .copies = db_int(rows, 3), .parts = db_int(rows, 4),
		    .attempt = db_int(rows, 5) };
		if (!channel_read(db_text(rows, 0), &(*list)[n].channel))
			db_fail(db, "a contact has a word that is not ours");
	}
	return n;
}
