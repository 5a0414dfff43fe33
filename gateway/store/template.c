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

#define TEMPLATE							\
	"t.id, t.school, t.person, t.name, t.kind, t.version, "		\
	"t.created, s.name, (SELECT count(*) FROM template_words w "	\
	"WHERE w.template = t.id AND w.version = t.version "		\
	"AND w.state = 'draft'), (SELECT count(*) FROM template_words w " \
	"WHERE w.template = t.id AND w.version = t.version "		\
	"AND w.language <> 'en-US'), t.topic, t.apart FROM template t "	\
	"LEFT JOIN school s ON s.id = t.school "

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
	t->drafts = db_int(rows, 8);
	t->languages = db_int(rows, 9);
	t->apart = db_int(rows, 11) != 0;
	if (!kind_read(db_text(rows, 4), &t->kind) ||
	    !topic_read(db_text(rows, 10), &t->topic))
		db_fail(db, "a template has a word that is not ours");
}

unsigned
template_list(struct db *db, const struct viewer *v, bool language,
    struct template **list)
{
	struct rows	*rows = db_query(db, "SELECT " TEMPLATE
	    "WHERE t.until = 0 AND " USES "ORDER BY t.person <> $1, "
	    "t.school, t.name, t.id LIMIT 200", INT(v->person), INT(v->now),
	    INT(language));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct template, db_rows(rows));
	while (db_row(rows))
		read_row(db, rows, &(*list)[n++]);
	return n;
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

unsigned
template_words(struct db *db, int64_t id, int64_t version,
    struct translation **list)
{
	struct rows		*rows = db_query(db, "SELECT language, words, "
	    "state, author FROM template_words WHERE template = $1 "
	    "AND version = $2 ORDER BY CASE language WHEN 'en-US' THEN 0 "
	    "ELSE 1 END, language LIMIT 65", INT(id), INT(version));
	struct translation	*t;
	unsigned		 n = 0;

	*list = NEW_LIST(db_arena(db), struct translation, db_rows(rows));
	while (db_row(rows)) {
		t = &(*list)[n++];
		t->language = db_text(rows, 0);
		t->words = db_text(rows, 1);
		t->author = db_int(rows, 3);
		if (!words_state_read(db_text(rows, 2), &t->state))
			db_fail(db, "a template has a word that is not ours");
	}
	return n;
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
	    "version, created, until, topic, apart) VALUES ($1, $2, $3, $4, "
	    "$5, 0, $6, 0, $7, $8)", INT(t->id), INT(t->school),
	    INT(t->person), TEXT(t->name), TEXT(kind_word(t->kind)), INT(now),
	    TEXT(topic_word(t->topic)), INT(t->apart));
}

bool
template_keep(struct db *db, struct template *t,
    const struct translation *list, unsigned count, int64_t now)
{
	if (db_run(db, "UPDATE template SET version = version + 1, "
	    "name = $3, kind = $4, topic = $5, apart = $6 WHERE id = $1 "
	    "AND version = $2 AND until = 0", INT(t->id), INT(t->version),
	    TEXT(t->name), TEXT(kind_word(t->kind)),
	    TEXT(topic_word(t->topic)), INT(t->apart)) != 1)
		return false;
	t->version++;
	for (unsigned i = 0; i < count; i++)
		db_send(db, "INSERT INTO template_words (template, version, "
		    "language, words, state, author, at) SELECT $1, $2, $3, "
		    "$4, $5, $6, coalesce((SELECT w.at FROM template_words w "
		    "WHERE w.template = $1 AND w.version = $2 - 1 "
		    "AND w.language = $3 AND w.words = $4 AND w.state = $5), "
		    "$7)", INT(t->id), INT(t->version),
		    TEXT(list[i].language), TEXT(list[i].words),
		    TEXT(words_state_word(list[i].state)),
		    INT(list[i].author), INT(now));
	return true;
}

void
template_end(struct db *db, int64_t id, int64_t now)
{
	db_run(db, "UPDATE template SET until = $2 WHERE id = $1 "
	    "AND until = 0", INT(id), INT(now));
}

/* Who wrote what is new in a version wrote the version. */
unsigned
template_versions(struct db *db, int64_t id, struct template_version **list)
{
	struct rows	*rows = db_query(db, "SELECT x.version, x.at, "
	    "coalesce(p.id, 0), p.name, x.n FROM (SELECT w.version, "
	    "max(w.at) AS at, count(*) AS n, (SELECT l.author "
	    "FROM template_words l WHERE l.template = $1 "
	    "AND l.version = w.version ORDER BY l.at DESC, l.language "
	    "LIMIT 1) AS author FROM template_words w WHERE w.template = $1 "
	    "GROUP BY w.version ORDER BY w.version DESC LIMIT 50) x "
	    "LEFT JOIN person p ON p.id = x.author ORDER BY x.version DESC",
	    INT(id));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct template_version,
	    db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct template_version){
		    .version = db_int(rows, 0), .at = db_int(rows, 1),
		    .author = db_int(rows, 2), .name = db_text(rows, 3),
		    .languages = db_int(rows, 4) - 1 };
	return n;
}
