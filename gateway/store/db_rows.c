/*
 * The rows of a query, read whole into an arena, so that what is done while
 * one goes over them cannot change or end them.
 */

#include <assert.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/db_driver.h"

#define ROW_LIMIT	100000	/* Who wants more has forgotten a LIMIT. */

struct row {
	STAILQ_ENTRY(row)	 next;
	struct cell		 cells[];
};

struct rows {
	STAILQ_HEAD(, row)	 list;
	struct row		*now;	/* What db_int() speaks of. */
	struct row		*ahead;	/* What db_row() goes to. */
	unsigned		 count;
	int			 columns;
};

void
rows_drop(struct rows *rows)
{
	STAILQ_INIT(&rows->list);
	rows->now = rows->ahead = NULL;
	rows->count = 0;
}

/* One row, its bytes copied. */
static bool
keep_row(const struct db_driver *driver, struct stmt *stmt,
    struct rows *rows, struct arena *arena)
{
	struct row	*row;
	struct cell	*cell;

	row = arena_take(arena, sizeof *row +
	    (size_t)rows->columns * sizeof *row->cells);
	for (int i = 0; i < rows->columns; i++) {
		cell = &row->cells[i];
		if (!driver->cell(stmt, i, cell))
			return false;
		if (cell->type == CELL_TEXT || cell->type == CELL_BLOB)
			cell->bytes = arena_copy(arena, cell->bytes,
			    cell->length);
	}
	STAILQ_INSERT_TAIL(&rows->list, row, next);
	rows->count++;
	return true;
}

struct rows *
rows_read(const struct db_driver *driver, struct stmt *stmt,
    struct arena *arena, const char **why)
{
	struct rows *rows = NEW(arena, struct rows);

	rows_drop(rows);
	if (stmt == NULL)
		return rows;
	rows->columns = driver->columns(stmt);
	while (*why == NULL && driver->row(stmt)) {
		if (rows->count == ROW_LIMIT)
			*why = "too many rows: a LIMIT is missing";
		else if (!keep_row(driver, stmt, rows, arena))
			*why = "a column has a type we do not read";
	}
	rows->ahead = STAILQ_FIRST(&rows->list);
	return rows;
}

bool
db_row(struct rows *rows)
{
	rows->now = rows->ahead;
	if (rows->now == NULL)
		return false;
	rows->ahead = STAILQ_NEXT(rows->now, next);
	return true;
}

unsigned
db_rows(const struct rows *rows)
{
	return rows->count;
}

static const struct cell *
cell_of(const struct rows *rows, int column)
{
	assert(rows->now != NULL);
	assert(column >= 0 && column < rows->columns);
	return &rows->now->cells[column];
}

int64_t
db_int(const struct rows *rows, int column)
{
	const struct cell *cell = cell_of(rows, column);

	assert(cell->type == CELL_INT || cell->type == CELL_NULL);
	return cell->number;
}

const char *
db_text(const struct rows *rows, int column)
{
	const struct cell *cell = cell_of(rows, column);

	assert(cell->type == CELL_TEXT || cell->type == CELL_NULL);
	return cell->bytes;
}

const void *
db_blob(const struct rows *rows, int column, size_t *length)
{
	const struct cell *cell = cell_of(rows, column);

	assert(cell->type == CELL_BLOB || cell->type == CELL_NULL);
	*length = cell->length;
	return cell->bytes;
}

unsigned
db_ids(struct db *db, struct rows *rows, int64_t **ids)
{
	unsigned n = 0;

	*ids = NEW_LIST(db_arena(db), int64_t, db_rows(rows));
	while (db_row(rows))
		(*ids)[n++] = db_int(rows, 0);
	return n;
}

int64_t
db_number(struct rows *rows)
{
	return db_row(rows) ? db_int(rows, 0) : 0;
}
