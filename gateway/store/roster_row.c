/*
 * The rows of the last roster.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/many.h"
#include "store/roster_row.h"

/* name, id, gone, content, school. */
static unsigned
read_rows(struct db *db, struct rows *rows, struct roster_said **list)
{
	unsigned n = 0;

	*list = NEW_LIST(db_arena(db), struct roster_said, db_rows(rows) + 1);
	for (; db_row(rows); n++) {
		(*list)[n].name = db_text(rows, 0);
		(*list)[n].id = db_int(rows, 1);
		(*list)[n].gone = db_int(rows, 2) != 0;
		(*list)[n].content = db_text(rows, 3);
		(*list)[n].school = db_int(rows, 4);
	}
	return n;
}

unsigned
roster_row_page(struct db *db, const char *noun, const char *after,
    int64_t most, struct roster_said **list)
{
	return read_rows(db, db_query(db,
	    "SELECT name, id, gone, content, NULL FROM roster_row "
	    "WHERE noun = $1 AND name > $2 AND gone = 0 "
	    "ORDER BY name LIMIT $3", TEXT(noun), TEXT(after), INT(most)),
	    list);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct roster_said *)a)->name,
	    ((const struct roster_said *)b)->name);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names, each once. */
static void
ask(struct db *db, struct many *m, const char *const *names, unsigned count)
{
	const char **sorted = NEW_LIST(db_arena(db), const char *, count + 1);

	many_init(m);
	memcpy(sorted, names, count * sizeof *names);
	qsort(sorted, count, sizeof *sorted, by_text);
	for (unsigned i = 0; i < count; i++) {
		if (i > 0 && strcmp(sorted[i], sorted[i - 1]) == 0)
			continue;
		many_row(m);
		many_text(m, sorted[i]);
	}
}

unsigned
roster_row_find(struct db *db, const char *noun, const char *const *names,
    unsigned count, struct roster_said **list)
{
	struct many	 m;
	unsigned	 n;

	*list = NULL;
	if (count == 0)
		return 0;
	ask(db, &m, names, count);
	n = read_rows(db, db_query(db,
	    "SELECT r.name, r.id, r.gone, r.content, c.school" MANY_FROM
	    "CROSS JOIN roster_row r LEFT JOIN class c ON c.id = r.id "
	    "WHERE r.noun = $2 AND r.name = " MANY_TEXT(0) " LIMIT 100000",
	    TEXT(many_value(&m)), TEXT(noun)), list);
	many_free(&m);
	qsort(*list, n, sizeof **list, by_name);
	return n;
}

unsigned
roster_row_enrolled(struct db *db, const int64_t *classes, unsigned count,
    struct roster_said **list)
{
	struct many	 m;
	unsigned	 n;

	many_init(&m);
	for (unsigned i = 0; i < count; i++) {
		many_row(&m);
		many_int(&m, classes[i]);
	}
	n = read_rows(db, db_query(db,
	    "SELECT r.name, r.id, r.gone, r.content, NULL FROM roster_row r "
	    "WHERE r.noun = 'student' AND r.gone = 0 AND r.id IN (SELECT "
	    "e2.student" MANY_FROM "CROSS JOIN enrolment e2 WHERE e2.class = "
	    MANY_INT(0) " AND e2.until = 0) LIMIT 100000",
	    TEXT(many_value(&m))), list);
	many_free(&m);
	return n;
}

const struct roster_said *
roster_row_in(const struct roster_said *list, unsigned count,
    const char *name)
{
	const struct roster_said key = { .name = name };

	return count == 0 ? NULL : bsearch(&key, list, count, sizeof *list,
	    by_name);
}

void
roster_row_put(struct db *db, const char *noun,
    const struct roster_said *list, unsigned count)
{
	struct many m;

	many_init(&m);
	for (unsigned i = 0; i < count; i++) {
		many_row(&m);
		many_text(&m, list[i].name);
		many_int(&m, list[i].id);
		many_int(&m, list[i].gone);
		many_text(&m, list[i].content);
	}
	db_run(db, "INSERT INTO roster_row (noun, name, id, gone, content) "
	    "SELECT $2, " MANY_TEXT(0) ", " MANY_INT(1) ", " MANY_INT(2) ", "
	    MANY_TEXT(3) MANY_FROM "WHERE true "
	    "ON CONFLICT (noun, name) DO UPDATE SET id = excluded.id, "
	    "gone = excluded.gone, content = excluded.content",
	    TEXT(many_value(&m)), TEXT(noun));
	many_free(&m);
}

void
roster_row_adopt(struct db *db)
{
	db_run(db, "UPDATE seat_member SET roster = 1 WHERE person IN "
	    "(SELECT id FROM roster_row WHERE noun = 'staff')", NONE);
	db_run(db, "UPDATE reach SET roster = 1 WHERE person IN "
	    "(SELECT id FROM roster_row WHERE noun IN ('staff', 'guardian'))",
	    NONE);
}

int64_t
roster_row_desk(struct db *db, const struct roster_leavers *l)
{
	struct many	 m;
	int64_t		 left;

	many_init(&m);
	for (unsigned i = 0; i < l->gone_count + l->step_down_count; i++) {
		many_row(&m);
		many_text(&m, i < l->gone_count ? l->gone[i] :
		    l->step_down[i - l->gone_count]);
		many_int(&m, i < l->gone_count);
	}
	left = db_number(db_query(db, "SELECT count(*) FROM seat s "
	    "CROSS JOIN seat_member m WHERE s.kind = 'desk' "
	    "AND m.seat = s.id "
	    "AND m.since <= $2 AND (m.until = 0 OR m.until > $2) "
	    "AND NOT EXISTS (SELECT 1" MANY_FROM "CROSS JOIN roster_row r "
	    "WHERE r.noun = 'staff' AND r.name = " MANY_TEXT(0)
	    " AND r.id = m.person AND (m.roster = 1 OR " MANY_INT(1)
	    " = 1))", TEXT(many_value(&m)), INT(l->now)));
	many_free(&m);
	return left;
}
