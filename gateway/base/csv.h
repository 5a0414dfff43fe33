#ifndef GATEWAY_BASE_CSV_H
#define GATEWAY_BASE_CSV_H

/*
 * A table from CSV (RFC 4180), as programs really write it: with commas,
 * semicolons, tabs or bars; with any line ends; in UTF-8 with or without its
 * mark, in UTF-16, or in Windows-1252, also line by line.  The first row
 * that has anything is the header.
 *
 * All text of the table is valid, NFC, without spaces at its ends, and
 * lives in the arena.  Rows are counted as a spreadsheet does: a line break
 * within quotes makes no row, an empty line does.
 *
 * Of a table at most CSV_BYTES are read; it takes at most 5 times as much.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

struct arena;

#define CSV_BYTES	((size_t)128 << 20)
#define CSV_ROWS	2000000
#define CSV_COLUMNS	500		/* Of one row. */
#define CSV_FIELD	65536		/* Bytes. */
#define CSV_FIELDS	20000000	/* Of the table. */

struct csv_row {
	const char	**fields;
	unsigned	  count;	/* May differ from the header's. */
	unsigned	  line;		/* The first row is 1. */
};

struct csv {
	const char	**columns;
	unsigned	  column_count;	/* 0: not even a header. */
	unsigned	  header;	/* The line of the header. */
	struct csv_row	 *rows;		/* Without empty ones. */
	unsigned	  row_count;
	char		  separator;
	bool		  wide;		/* It was UTF-16. */
	unsigned	  strange;	/* Lines that were Windows-1252, */
	unsigned	  stranger;	/* and the first of them. */
	unsigned	  broken;	/* Of what csv_read() refuses. */
};

/* False: why says what is wrong and what to do, and broken in which line
 * (or 0). */
bool		 csv_read(struct arena *, const char *bytes, size_t length,
		    struct csv *, const char **why) must_use;

/* The field of a row, "" where the row ends before it (or column is -1). */
const char	*csv_field(const struct csv_row *, int column);

#endif
