#ifndef GATEWAY_WEB_BODY_H
#define GATEWAY_WEB_BODY_H

/*
 * The body of a request as a record: a JSON object whose members are those
 * of a table.  What is not in the table is refused by name, what is missing
 * or of another form, too.  For what the socket of this machine has
 * (local.h); the messages of the API have a reader of their own (asked.h).
 *
 *	static const struct body_member members[] = {
 *		BODY(note, BODY_TEXT, false, stopping),
 *		{ .name = NULL },
 *	};
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

struct visit;

#define BODY_MOST	500	/* UTF-16 units of a text. */

enum body_form {
	BODY_TEXT,		/* const char *, clean; NULL: not there. */
	BODY_LINE,		/* The same in one line, no space too much. */
	BODY_ID,		/* int64_t; 0: not there. */
	BODY_NUMBER,		/* int64_t; -1: not there. */
	BODY_FLAG,		/* bool */
};

struct body_member {
	const char	*name;
	enum body_form	 form;
	bool		 needed;
	size_t		 offset;
};				/* A table ends with a NULL name. */

#define BODY(name, form, needed, type)					\
	{ #name, form, needed, offsetof(struct type, name) }

/* Fills the record, which is all zero, from the body; no body is an empty
 * object.  False: it was answered. */
bool	 body_read(struct visit *, const struct body_member *, void *record)
	    must_use;

#endif
