#ifndef GATEWAY_STORE_MANY_H
#define GATEWAY_STORE_MANY_H

/*
 * Many rows in one statement.  To write a thousand rows by a thousand
 * statements is slow where the database is another program; so they are
 * collected into a JSON list of lists, are one value of one statement, and
 * the database takes them apart:
 *
 *	struct many m;
 *
 *	many_init(&m);
 *	for (...) {
 *		many_row(&m);
 *		many_int(&m, id);
 *		many_text(&m, name);
 *	}
 *	db_run(db, "INSERT INTO school (id, name) SELECT "
 *	    MANY_INT(0) ", " MANY_TEXT(1) MANY_FROM, TEXT(many_value(&m)));
 *	many_free(&m);
 *
 * A list of ids alone is made by many_id(), and each is MANY_ID.
 *
 * The list is always $1.  What is joined to it stands behind a CROSS JOIN,
 * so that SQLite goes over the list and looks up the rest.  No row is NULL
 * by itself; a text may be.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define MANY_TEXT(column)	"(e.value ->> " #column ")"
#define MANY_INT(column)	"CAST(e.value ->> " #column " AS @int@)"
#define MANY_ID			"CAST(e.value AS @int@)"
#define MANY_FROM		" FROM @each@(CAST($1 AS @json@)) AS e "

#define MANY_BYTES		(16 << 20)	/* What is more is impossible. */

struct many {
	struct buf	 buf;
	unsigned	 count;		/* Rows. */
	bool		 bare;		/* They are ids. */
	bool		 whole;		/* The brackets are closed. */
};

void	 many_init(struct many *);
void	 many_free(struct many *);

void	 many_row(struct many *);	/* The next one begins. */
void	 many_int(struct many *, int64_t);
void	 many_text(struct many *, const char *);	/* NULL: NULL. */

void	 many_id(struct many *, int64_t);	/* Of a list without rows. */

/* The list, whole; nothing may be added any more. */
const char *many_value(struct many *);

#endif
