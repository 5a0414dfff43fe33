/*
 * Students, found and listed by name.
 *
 * A search goes through what is near first: the classes of who asks, then
 * names that begin so, which an index finds, and only then names in whose
 * middle a part begins so, along that index until there are enough; at last
 * names with marks, of which "nunez" is "Núñez".
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/db.h"
#include "store/pupil.h"
#include "store/seat.h"
#include "store/sits.h"

#define BEHIND_ALL	"\xf4\x8f\xbf\xbf"	/* U+10FFFF. */

const char *
pupil_typed(struct arena *arena, const char *typed)
{
	char		*folded = text_fold(arena, text_clean(arena,
			    typed, strlen(typed)));
	char		*end = folded;

	for (const char *at = folded; *at != '\0'; at++) {
		char c = strchr("-\t\n", *at) != NULL ? ' ' : *at;

		if (c != ' ' || (end > folded && end[-1] != ' '))
			*end++ = c;
	}
	while (end > folded && end[-1] == ' ')
		end--;
	*end = '\0';
	return folded;
}

/* What was found, each once. */
struct finds {
	struct pupil	*list;
	unsigned	 count;
};

/* id, name. */
static void
add_rows(struct finds *f, struct rows *rows)
{
	while (f->count < PUPILS_FOUND && db_row(rows)) {
		int64_t		id = db_int(rows, 0);
		unsigned	i = 0;

		while (i < f->count && f->list[i].id != id)
			i++;
		if (i == f->count)
			f->list[f->count++] = (struct pupil){ id,
			    db_text(rows, 1) };
	}
}

/* Of the classes on whose team the viewer sits. */
static struct rows *
of_their_classes(struct db *db, const struct viewer *v, const char *typed)
{
	return db_query(db, "SELECT DISTINCT s.id, s.name, s.folded "
	    "FROM seat_member w JOIN seat y ON y.id = w.seat "
	    "AND y.class <> 0 JOIN enrolment e ON e.class = y.class "
	    "JOIN student s ON s.id = e.student "
	    "WHERE w.person IN " STANDS_FOR("$1", "$2")
	    " AND " IS_NOW("w", "$2") " AND " IS_NOW("e", "$2")
	    " AND " BEGINS("s.folded", "$3")
	    "ORDER BY s.folded, s.id LIMIT 20", INT(v->person), INT(v->now),
	    TEXT(typed));
}

#define SEEN								\
	"EXISTS (SELECT 1 FROM enrolment e WHERE e.student = s.id "	\
	"AND " IS_NOW("e", "$2") " AND " SITS_IN("$1", "$2", "e.school") ") "

/* Names that begin so first; they are found by an index. */
static struct rows *
that_begin(struct db *db, const struct viewer *v, const char *typed)
{
	return db_query(db, "SELECT s.id, s.name FROM student s "
	    "WHERE s.folded >= $3 AND s.folded < $4 AND " SEEN
	    "ORDER BY s.folded, s.id LIMIT 20", INT(v->person), INT(v->now),
	    TEXT(typed), TEXT(arena_print(db_arena(db), "%s%s", typed,
	    BEHIND_ALL)));
}

static struct rows *
with_such_a_part(struct db *db, const struct viewer *v, const char *typed)
{
	return db_query(db, "SELECT s.id, s.name FROM student s "
	    "WHERE " BEGINS("s.folded", "$3") "AND " SEEN
	    "ORDER BY s.folded, s.id LIMIT 20", INT(v->person), INT(v->now),
	    TEXT(typed));
}

/* The same of who sits in a few schools, whose students are fewer. */
static struct rows *
of_their_schools(struct db *db, const struct viewer *v, const char *typed)
{
	return db_query(db, "SELECT DISTINCT s.id, s.name, s.folded, "
	    "CASE WHEN s.folded >= $3 AND s.folded < $4 THEN 0 ELSE 1 END "
	    "FROM enrolment e JOIN student s ON s.id = e.student "
	    "WHERE e.school IN " SCHOOLS_OF("$1", "$2")
	    "AND " IS_NOW("e", "$2") " AND " BEGINS("s.folded", "$3")
	    "ORDER BY 4, s.folded, s.id LIMIT 20", INT(v->person),
	    INT(v->now), TEXT(typed), TEXT(arena_print(db_arena(db), "%s%s",
	    typed, BEHIND_ALL)));
}

/* The few whose names are not plain. */
static struct rows *
marked_names(struct db *db, const struct viewer *v, bool desk)
{
	if (desk)
		return db_query(db, "SELECT s.id, s.name FROM student s "
		    "WHERE s.folded @beyond_ascii@ "
		    "ORDER BY s.folded, s.id LIMIT 10000", NONE);
	return db_query(db, "SELECT DISTINCT s.id, s.name, s.folded "
	    "FROM enrolment e JOIN student s ON s.id = e.student "
	    "WHERE e.school IN " SCHOOLS_OF("$1", "$2")
	    "AND " IS_NOW("e", "$2") " AND s.folded @beyond_ascii@ "
	    "ORDER BY s.folded, s.id LIMIT 10000",
	    INT(v->person), INT(v->now));
}

/* Whether a part of the name begins so, were it typed without marks. */
static bool
begins_plainly(struct arena *arena, const char *name, const char *plain)
{
	char	*all = text_plain(arena, name);
	size_t	 length = strlen(plain);

	for (char *at = all; *at != '\0'; at++)
		if (*at == '-')
			*at = ' ';
	for (const char *at = all; at != NULL; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (strncmp(at, plain, length) == 0)
			return true;
	}
	return false;
}

static void
add_marked(struct finds *f, struct db *db, const struct viewer *v,
    const char *typed)
{
	struct arena	*arena = db_arena(db);
	const char	*plain = text_plain(arena, typed), *name;
	struct rows	*rows = marked_names(db, v, seat_may(db, v->person,
			    0, v->now));

	while (f->count < PUPILS_FOUND && db_row(rows)) {
		int64_t		id = db_int(rows, 0);
		unsigned	i = 0;

		name = db_text(rows, 1);
		while (i < f->count && f->list[i].id != id)
			i++;
		if (i == f->count && begins_plainly(arena, name, plain) &&
		    pupil_seen(db, v, id))
			f->list[f->count++] = (struct pupil){ id, name };
	}
}

unsigned
pupil_search(struct db *db, const struct viewer *v, const char *typed,
    struct pupil **list)
{
	struct finds f = { .list = NEW_LIST(db_arena(db), struct pupil,
			    PUPILS_FOUND) };

	*list = f.list;
	if (*typed == '\0')
		return 0;
	add_rows(&f, of_their_classes(db, v, typed));
	if (!seat_may(db, v->person, 0, v->now)) {
		add_rows(&f, of_their_schools(db, v, typed));
	} else {
		if (f.count < PUPILS_FOUND)
			add_rows(&f, that_begin(db, v, typed));
		if (f.count < PUPILS_FOUND)
			add_rows(&f, with_such_a_part(db, v, typed));
	}
	if (f.count < PUPILS_FOUND)
		add_marked(&f, db, v, typed);
	return f.count;
}

#define IS_WANTED							\
	"(s.folded > $4 OR (s.folded = $4 AND s.id > $5)) "		\
	"AND ($3 = '' OR " BEGINS("s.folded", "$3") ") "

/* Of one class, or of one school. */
static struct rows *
of_group(struct db *db, const struct pupil_page *p)
{
	const struct viewer *v = &p->viewer;

	if (p->class != 0)
		return db_query(db, "SELECT DISTINCT s.id, s.name, s.folded "
		    "FROM enrolment e JOIN student s ON s.id = e.student "
		    "WHERE e.class = $6 AND " IS_NOW("e", "$2") " AND "
		    SITS_IN("$1", "$2", "e.school") "AND " IS_WANTED
		    "ORDER BY s.folded, s.id LIMIT $7", INT(v->person),
		    INT(v->now), TEXT(p->typed), TEXT(p->after_name),
		    INT(p->after), INT(p->class), INT(p->most));
	return db_query(db, "SELECT DISTINCT s.id, s.name, s.folded "
	    "FROM enrolment e JOIN student s ON s.id = e.student "
	    "WHERE e.school = $6 AND " IS_NOW("e", "$2") " AND "
	    SITS_IN("$1", "$2", "e.school") "AND " IS_WANTED
	    "ORDER BY s.folded, s.id LIMIT $7", INT(v->person),
	    INT(v->now), TEXT(p->typed), TEXT(p->after_name),
	    INT(p->after), INT(p->school), INT(p->most));
}

/* All that are seen: at the desk along the names, else from the schools. */
static struct rows *
of_all(struct db *db, const struct pupil_page *p)
{
	const struct viewer *v = &p->viewer;

	if (seat_may(db, v->person, 0, v->now))
		return db_query(db, "SELECT s.id, s.name, s.folded "
		    "FROM student s WHERE s.folded >= $4 AND " IS_WANTED
		    "AND " SEEN "ORDER BY s.folded, s.id LIMIT $6",
		    INT(v->person), INT(v->now), TEXT(p->typed),
		    TEXT(p->after_name), INT(p->after), INT(p->most));
	return db_query(db, "SELECT DISTINCT s.id, s.name, s.folded "
	    "FROM enrolment e JOIN student s ON s.id = e.student "
	    "WHERE e.school IN " SCHOOLS_OF("$1", "$2")
	    "AND " IS_NOW("e", "$2") " AND " IS_WANTED
	    "ORDER BY s.folded, s.id LIMIT $6", INT(v->person), INT(v->now),
	    TEXT(p->typed), TEXT(p->after_name), INT(p->after),
	    INT(p->most));
}

unsigned
pupil_list(struct db *db, const struct pupil_page *p,
    struct listed_pupil **list)
{
	struct rows	*rows = p->class != 0 || p->school != 0 ?
			    of_group(db, p) : of_all(db, p);
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct listed_pupil, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct listed_pupil){ db_int(rows, 0),
		    db_text(rows, 1), db_text(rows, 2) };
	return n;
}

bool
pupil_seen(struct db *db, const struct viewer *v, int64_t student)
{
	return db_row(db_query(db, "SELECT 1 FROM student s "
	    "WHERE s.id = $3 AND " SEEN, INT(v->person), INT(v->now),
	    INT(student)));
}

unsigned
pupil_classes(struct db *db, const struct viewer *v, struct sighted **list)
{
	return sight_places(db, db_query(db,
	    "SELECT DISTINCT c.id, c.school, c.name, '' FROM seat_member w "
	    "JOIN seat y ON y.id = w.seat JOIN class c ON c.id = y.class "
	    "WHERE w.person IN " STANDS_FOR("$1", "$2")
	    " AND " IS_NOW("w", "$2") " AND c.until = 0 "
	    "ORDER BY c.name, c.id LIMIT 50", INT(v->person), INT(v->now)),
	    list);
}
