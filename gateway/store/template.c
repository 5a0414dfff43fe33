/*
 * Templates: their versions, and who may use them.
 */

#include <string.h>

#include "base/arena.h"
#include "store/away.h"
#include "store/db.h"
#include "store/template.h"
#include "store/word.h"

/* Whether viewer $1 may use it at $2: the district's, their own, those of
 * schools in which they sit; with $3 all but what is somebody's own. */
#define USES								\
	"(t.person = $1 OR (t.person = 0 AND (t.school = 0 OR $3 = 1 "	\
	"OR EXISTS (SELECT 1 FROM seat_member m JOIN seat x "		\
	"ON x.id = m.seat WHERE m.person IN " STANDS_FOR("$1", "$2")	\
	" AND x.school IN (t.school, 0) AND " IS_NOW("m", "$2") ")))) "

/* Of its words w now, those in other languages than English (e). */
#define OTHERS(what)							\
	"(SELECT count(*) FROM template_words w "			\
	"JOIN template_words e ON e.template = w.template "		\
	"AND e.version = w.version AND e.language = 'en-US' "		\
	"WHERE w.template = t.id AND w.version = t.version "		\
	"AND w.language <> 'en-US'" what "), "

#define TEMPLATE							\
	"t.id, t.school, t.person, t.name, t.kind, t.version, "		\
	"t.created, s.name, " OTHERS("")				\
	OTHERS(" AND w.state <> 'approved' AND w.base = e.base")	\
	OTHERS(" AND w.base <> e.base") "t.topic, t.apart, t.source, "	\
	"t.until "							\
	"FROM template t LEFT JOIN school s ON s.id = t.school "

static void
read_row(struct db *db, const struct rows *rows, struct template *t)
{
	t->id = db_int(rows, 0);
	t->school = db_int(rows, 1);
	t->person = db_int(rows, 2);
	t->name = db_text(rows, 3);
	t->version = db_int(rows, 5);
	t->created = db_int(rows, 6);
	t->school_name = db_text(rows, 7);
	t->languages = db_int(rows, 8);
	t->drafts = db_int(rows, 9);
	t->old = db_int(rows, 10);
	t->apart = db_int(rows, 12) != 0;
	t->source = db_text(rows, 13);
	t->ended = db_int(rows, 14) != 0;
	if (!kind_read(db_text(rows, 4), &t->kind) ||
	    !topic_read(db_text(rows, 11), &t->topic))
		db_fail(db, "a template has a word that is not ours");
}

static unsigned
read_rows(struct db *db, struct rows *rows, struct template **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct template, db_rows(rows));
	while (db_row(rows))
		read_row(db, rows, &(*list)[n++]);
	return n;
}

unsigned
template_list(struct db *db, const struct viewer *v, bool language,
    struct template **list)
{
	return read_rows(db, db_query(db, "SELECT " TEMPLATE
	    "WHERE t.until = 0 AND " USES "ORDER BY t.person <> $1, "
	    "t.school, t.name, t.id LIMIT 200", INT(v->person), INT(v->now),
	    INT(language)), list);
}

unsigned
template_list_ended(struct db *db, const struct viewer *v,
    struct template **list)
{
	return read_rows(db, db_query(db, "SELECT " TEMPLATE
	    "WHERE t.until <> 0 AND " USES "ORDER BY t.until DESC, t.id "
	    "LIMIT 200", INT(v->person), INT(v->now), INT(0)), list);
}

unsigned
template_begun(struct db *db, struct template **list)
{
	return read_rows(db, db_query(db, "SELECT " TEMPLATE
	    "WHERE t.school = 0 AND t.person = 0 AND t.source <> '' "
	    "ORDER BY t.source, t.id LIMIT 200", NONE), list);
}

bool
template_get(struct db *db, const struct viewer *v, bool language, int64_t id,
    struct template *t)
{
	struct rows *rows = db_query(db, "SELECT " TEMPLATE
	    "WHERE t.id = $4 AND t.until = 0 AND " USES, INT(v->person),
	    INT(v->now), INT(language), INT(id));

	if (!db_row(rows))
		return false;
	read_row(db, rows, t);
	return true;
}

bool
template_get_ended(struct db *db, const struct viewer *v, int64_t id,
    struct template *t)
{
	struct rows *rows = db_query(db, "SELECT " TEMPLATE
	    "WHERE t.id = $4 AND t.until <> 0 AND " USES, INT(v->person),
	    INT(v->now), INT(0), INT(id));

	if (!db_row(rows))
		return false;
	read_row(db, rows, t);
	return true;
}

/* language, words, state, author from that column on. */
static void
read_translation(struct db *db, const struct rows *rows, int column,
    struct translation *t)
{
	t->language = db_text(rows, column);
	t->words = db_text(rows, column + 1);
	t->author = db_int(rows, column + 3);
	if (!words_state_read(db_text(rows, column + 2), &t->state))
		db_fail(db, "a template has a word that is not ours");
}

unsigned
template_words(struct db *db, int64_t id, int64_t version,
    struct template_words **list)
{
	struct rows		*rows = db_query(db, "SELECT language, words, "
	    "state, author, at, base, asked FROM template_words "
	    "WHERE template = $1 AND version = $2 ORDER BY CASE language "
	    "WHEN 'en-US' THEN 0 ELSE 1 END, language LIMIT 65", INT(id),
	    INT(version));
	struct template_words	*t;
	unsigned		 n = 0;

	*list = NEW_LIST(db_arena(db), struct template_words, db_rows(rows));
	while (db_row(rows)) {
		t = &(*list)[n++];
		read_translation(db, rows, 0, &t->in);
		t->at = db_int(rows, 4);
		t->base = db_int(rows, 5);
		t->asked = db_int(rows, 6);
	}
	return n;
}

bool
template_is_old(const struct template_words *words,
    const struct template_words *english)
{
	return words->base != english->base;
}

bool
template_named(struct db *db, const char *name)
{
	return db_row(db_query(db, "SELECT 1 FROM template WHERE school = 0 "
	    "AND person = 0 AND name = $1 LIMIT 1", TEXT(name)));
}

void
template_add(struct db *db, const struct template *t, int64_t now)
{
	db_run(db, "INSERT INTO template (id, school, person, name, kind, "
	    "version, created, until, topic, apart, source) VALUES ($1, $2, "
	    "$3, $4, $5, 0, $6, 0, $7, $8, $9)", INT(t->id), INT(t->school),
	    INT(t->person), TEXT(t->name), TEXT(kind_word(t->kind)), INT(now),
	    TEXT(topic_word(t->topic)), INT(t->apart),
	    TEXT(t->source == NULL ? "" : t->source));
}

static void
keep_words(struct db *db, const struct template *t,
    const struct template_words *w, int64_t now)
{
	const struct translation *in = &w->in;

	db_send(db, "INSERT INTO template_words (template, version, "
	    "language, words, state, author, at, base, asked) "
	    "SELECT $1, $2, $3, $4, $5, $6, coalesce((SELECT w.at "
	    "FROM template_words w WHERE w.template = $1 "
	    "AND w.version = $2 - 1 AND w.language = $3 AND w.words = $4 "
	    "AND w.state = $5), $7), $8, $9", INT(t->id), INT(t->version),
	    TEXT(in->language), TEXT(in->words),
	    TEXT(words_state_word(in->state)), INT(in->author), INT(now),
	    INT(w->base == 0 ? t->version : w->base), INT(w->asked));
}

bool
template_keep(struct db *db, struct template *t,
    const struct template_words *list, unsigned count, int64_t now)
{
	if (db_run(db, "UPDATE template SET version = version + 1, "
	    "name = $3, kind = $4, topic = $5, apart = $6 WHERE id = $1 "
	    "AND version = $2 AND until = 0", INT(t->id), INT(t->version),
	    TEXT(t->name), TEXT(kind_word(t->kind)),
	    TEXT(topic_word(t->topic)), INT(t->apart)) != 1)
		return false;
	t->version++;
	for (unsigned i = 0; i < count; i++)
		keep_words(db, t, &list[i], now);
	return true;
}

bool
template_had(struct db *db, int64_t id, const char *language)
{
	return db_row(db_query(db, "SELECT 1 FROM template_words "
	    "WHERE template = $1 AND language = $2 LIMIT 1", INT(id),
	    TEXT(language)));
}

void
template_end(struct db *db, int64_t id, int64_t now)
{
	db_run(db, "UPDATE template SET until = $2 WHERE id = $1 "
	    "AND until = 0", INT(id), INT(now));
}

void
template_back(struct db *db, int64_t id)
{
	db_run(db, "UPDATE template SET until = 0 WHERE id = $1", INT(id));
}

/* What differs from the version before it, and what that one had more. */
unsigned
template_changes(struct db *db, int64_t id, struct template_change **list)
{
	struct rows	*rows = db_query(db, "SELECT x.version, x.at, p.name, "
	    "x.language, x.words, x.state, x.author, x.old FROM ("
	    "SELECT w.version, w.at, w.language, w.words, w.state, w.author, "
	    "CASE WHEN w.base = e.base THEN 0 ELSE 1 END AS old "
	    "FROM template_words w JOIN template_words e "
	    "ON e.template = w.template AND e.version = w.version "
	    "AND e.language = 'en-US' LEFT JOIN template_words b "
	    "ON b.template = w.template AND b.version = w.version - 1 "
	    "AND b.language = w.language WHERE w.template = $1 "
	    "AND (b.version IS NULL OR b.words <> w.words "
	    "OR b.state <> w.state) UNION ALL "
	    "SELECT e.version, e.at, w.language, '', w.state, 0, 0 "
	    "FROM template_words w JOIN template_words e "
	    "ON e.template = w.template AND e.version = w.version + 1 "
	    "AND e.language = 'en-US' LEFT JOIN template_words b "
	    "ON b.template = w.template AND b.version = w.version + 1 "
	    "AND b.language = w.language WHERE w.template = $1 "
	    "AND b.version IS NULL) x LEFT JOIN person p ON p.id = x.author "
	    "ORDER BY x.version DESC, CASE x.language WHEN 'en-US' THEN 0 "
	    "ELSE 1 END, x.language LIMIT 500", INT(id));
	struct template_change	*c;
	unsigned		 n = 0;

	*list = NEW_LIST(db_arena(db), struct template_change, db_rows(rows));
	while (db_row(rows)) {
		c = &(*list)[n++];
		c->version = db_int(rows, 0);
		c->at = db_int(rows, 1);
		c->name = db_text(rows, 2);
		read_translation(db, rows, 3, &c->in);
		c->old = db_int(rows, 7) != 0;
	}
	return n;
}

#define WAITS								\
	"FROM template_words w JOIN template t ON t.id = w.template "	\
	"AND t.version = w.version JOIN template_words e "		\
	"ON e.template = w.template AND e.version = w.version "		\
	"AND e.language = 'en-US' LEFT JOIN school s ON s.id = t.school " \
	"WHERE w.asked <> 0 AND t.until = 0 AND t.person = 0 "		\
	"AND w.language IN (SELECT k.language FROM speaker k "		\
	"WHERE k.person = $1 AND k.until = 0)"

unsigned
template_waiting(struct db *db, int64_t person,
    struct template_waiting **list)
{
	struct rows		*rows = db_query(db, "SELECT t.id, w.asked, "
	    "t.name, s.name, w.language, w.state, w.base, e.base " WAITS
	    " ORDER BY w.asked, t.name, w.language LIMIT 100", INT(person));
	struct template_waiting	*w;
	unsigned		 n = 0;

	*list = NEW_LIST(db_arena(db), struct template_waiting,
	    db_rows(rows));
	while (db_row(rows)) {
		w = &(*list)[n++];
		w->template = db_int(rows, 0);
		w->asked = db_int(rows, 1);
		w->name = db_text(rows, 2);
		w->school_name = db_text(rows, 3);
		w->language = db_text(rows, 4);
		w->old = db_int(rows, 6) != db_int(rows, 7);
		if (!words_state_read(db_text(rows, 5), &w->state))
			db_fail(db, "a template has a word that is not ours");
	}
	return n;
}

int64_t
template_waiting_count(struct db *db, int64_t person)
{
	return db_number(db_query(db, "SELECT count(*) " WAITS, INT(person)));
}
