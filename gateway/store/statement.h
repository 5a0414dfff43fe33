#ifndef GATEWAY_STORE_STATEMENT_H
#define GATEWAY_STORE_STATEMENT_H

/*
 * A statement of the program and the values it is given; db.h runs it.  All
 * calls there take the values as INT(n), TEXT(s), ... after the SQL.
 */

#include <stddef.h>
#include <stdint.h>

#define DB_VALUES	32

/* A value for $1, $2, ...  It must live until the call returns. */
struct arg {
	enum { ARG_END, ARG_INT, ARG_TEXT, ARG_BLOB } type;
	int64_t		 number;
	const void	*bytes;		/* NULL: SQL's NULL (of its type). */
	size_t		 length;	/* BLOB only. */
};

#define NONE		{ .type = ARG_END }
#define INT(n)		{ .type = ARG_INT, .number = (n), .bytes = "" }
#define NO_INT		{ .type = ARG_INT, .bytes = NULL }
#define TEXT(s)		{ .type = ARG_TEXT, .bytes = (s) }
#define BLOB(p, n)	{ .type = ARG_BLOB, .bytes = (p), .length = (n) }

/* A statement of the program.  All of them stand in the linker section
 * "statements", so that a test can prepare each on both databases. */
struct statement {
	const char	*sql;
	const char	*values;	/* The source text of its values. */
	const char	*file;
	int		 line;
};

/*
 * SQL has to be a literal: the "" on either side make the compiler refuse
 * anything else, so no text from outside can ever become SQL.
 */
#define DB_STATEMENT(literal, ...) __extension__ ({			\
	static const struct statement statement_here			\
	    __attribute__((section("statements"), used, aligned(8))) =	\
	    { "" literal "", #__VA_ARGS__, __FILE__, __LINE__ };	\
	&statement_here; })

#endif
