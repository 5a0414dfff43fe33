#ifndef GATEWAY_STORE_SENT_H
#define GATEWAY_STORE_SENT_H

/*
 * Messages as the staff look back on them.  Answers in a talk are read there,
 * and what the gateway says by itself is nobody's: neither is in a list here.
 *
 * All calls are for a store thread, inside a job; lists belong to its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

/* Up to `most`, the newest first, before that id: of an author, or (author 0)
 * of a school, or (school 0, too) of all. */
struct sent_page {
	int64_t		 author, school, before, most;
	bool		 direct;	/* Of a school also those to a family. */
};
unsigned	 sent_list(struct db *, const struct sent_page *,
		    struct message **);

/* The last message by that author with the same words to the same students,
 * class or school since then, which was not taken back; 0: none. */
struct sent_same {
	int64_t		 author, since, target;
	enum audience	 audience;
	const char	*digest;
	const int64_t	*students;	/* Sorted; of AUDIENCE_STUDENTS. */
	unsigned	 student_count;
};
int64_t		 sent_same(struct db *, const struct sent_same *);

#endif
