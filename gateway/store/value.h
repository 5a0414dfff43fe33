#ifndef GATEWAY_STORE_VALUE_H
#define GATEWAY_STORE_VALUE_H

/*
 * What stands in the places of a message's words (base/placeholder.h): what
 * its author gave for all (message_value), and what each attempt has for
 * whom it goes to (attempt.filled).  Both are written once, so the same
 * attempt says the same at every try.
 *
 * A value is a list, because several students are joined in the way of the
 * language it is said in.  Names are folded.
 *
 * What takes a db is for a store thread, inside a job; texts belong to the
 * job's arena.  The rest is pure.
 */

#include <stdint.h>

#include "base/list.h"

struct arena;
struct db;

#define VALUES_MOST	50	/* That an author may give for one message. */
#define VALUE_MOST	200	/* UTF-16 units of one of them. */

enum value_kind {
	VALUE_TEXT,
	VALUE_DATE,		/* 2026-11-30 */
	VALUE_TIME,		/* 14:30 */
	VALUE_NUMBER,		/* 1200, -3, 2.50 */
};

struct value {
	const char		 *name;		/* Folded. */
	enum value_kind		  kind;
	const char *const	 *texts;
	unsigned		  count;	/* Of what has a kind 1. */
};

const char	*value_kind_word(enum value_kind);

/* Which kind a text is, by how it is written: a date that there is, a time,
 * a number, or else a text. */
enum value_kind	 value_kind_of(const char *text);

/* One of those lists, in the arena; NULL: none has that folded name. */
const struct value *value_find(const struct value *, unsigned count,
		    const char *folded);

/* What the author gave; count is 1 and nothing but kind and text is kept. */
void		 value_add(struct db *, int64_t message,
		    const struct value *);
unsigned	 value_list(struct db *, int64_t message, struct value **);

/* Those of all the messages to which the attempts belong (a list of ids as
 * many.h makes it): list[i] is of messages[i], in their order. */
unsigned	 value_of_attempts(struct db *, const char *attempts,
		    int64_t **messages, struct value **list);

/* Texts alone, as an attempt has them; "" is an empty list. */
const char	*value_write(struct arena *, const struct value *,
		    unsigned count);
unsigned	 value_read(struct arena *, const char *filled,
		    struct value **);

#endif
