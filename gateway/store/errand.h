#ifndef GATEWAY_STORE_ERRAND_H
#define GATEWAY_STORE_ERRAND_H

/*
 * An errand: all that is needed to launch an attempt, or to look for it, read
 * for one or for many at once.  Texts belong to the arena in use (db_use).
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/rule.h"
#include "store/thread.h"

struct db;
struct translation;
struct value;

struct errand {
	struct attempt		 attempt;
	enum kind		 kind;
	enum message_state	 state;
	int64_t			 conversation;	/* That it answers, or 0. */
	bool			 answer;	/* Within an open talk. */
	enum readers		 readers;
	bool			 held;		/* They may want to stop. */
	bool			 at_once;	/* A mail to who wants it at
						 * night: whatever the hour. */
	int64_t			 created;	/* The message was. */
	const char		*subject;	/* Of a mail; "": ours. */
	const char		*words, *template;
	const struct translation *others;	/* In other languages. */
	unsigned		 other_count;
	enum topic		 topic;
	bool			 discreet;	/* Only that there is one. */
	const char		*phone;		/* Whom to call; "": nobody. */
	struct errand_values {			/* Of its places. */
		const struct value	*all, *own;
		unsigned		 all_count, own_count;
	}			 values;
	int64_t			 not_after;
	const char		*school, *author, *district; /* Names, or NULL. */
	struct contact		 contact;
	const char		*language;
	bool			 practice;	/* Only for those on the list, */
	bool			 listed;	/* as this contact is; fence.h. */
	const char		*introduction;	/* It carries these; or NULL. */
	bool			 evident;	/* And was handed over so. */
	bool			 introduced;	/* Another attempt does, or did. */
	bool			 noted;		/* Says that a computer did. */
	struct thread		 thread;	/* Of a mail. */
	bool			 ruled;		/* Its school or district has one: */
	struct rule		 rule;
};
bool		 attempt_errand(struct db *, int64_t id, struct errand *) must_use;

/* Of many at once: list[i] is that of ids[i], or its attempt's id is 0, for
 * there is none; how many there are. */
unsigned	 attempt_errands(struct db *, const int64_t ids[],
		    unsigned count, struct errand list[]);

#endif
