#ifndef GATEWAY_STORE_INBOX_H
#define GATEWAY_STORE_INBOX_H

/*
 * The inbox of one of the staff: talks of families, the latest first, by when
 * the family wrote last what needed a look; a reaction or an automatic answer
 * moves nothing.
 *
 *	needs	need a reply, and one of their seats reads them (their number
 *		is conversation_waiting())
 *	mine	one of their seats reads them
 *	office	the offices and the desk where they sit read them
 *	all	of the schools where they sit; at the desk, of all
 *
 * Only sight.h decides what is in there: restricted guardians are in no row,
 * count or search of a teacher.
 *
 * A search looks in the INBOX_SOUGHT talks of "all" that the page would begin
 * with, at the names of
 * people and students, at what was written, and for an office at the last
 * digits of numbers.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/conversation.h"
#include "store/sight.h"

struct db;

#define INBOX_SOUGHT	3000

enum inbox_tab {
	INBOX_NEEDS,
	INBOX_MINE,
	INBOX_OFFICE,
	INBOX_ALL,
};

/* Before that time, and of those of that very time before that id. */
struct inbox_page {
	struct viewer	 viewer;
	enum inbox_tab	 tab;
	int64_t		 before, before_id, most;
	const char	*folded;	/* Search, in ALL; NULL: none, */
	const char	*digits;	/* and digits, or "". */
};

/* Somebody at a contact.  Only an office gets those who are restricted. */
struct inbox_person {
	int64_t		 id;
	const char	*name;
	bool		 restricted;
};

#define INBOX_NAMES	6	/* Of one row. */

struct inbox_row {
	struct conversation	 talk;
	enum channel		 channel;
	enum contact_state	 contact_state;
	const char		*address, *language, *school, *seat;
	struct inbox_person	 people[INBOX_NAMES];
	unsigned		 people_count;
	bool			 known;		/* Somebody has the contact. */
	const char		*students[INBOX_NAMES];
	unsigned		 student_count;
	struct reply		 last;		/* id 0: none that was
						 * written to be read. */
	bool			 failed;	/* Our last one did not arrive. */
	bool			 draft;		/* The viewer has one. */
};

/* Up to `most` rows, with all that is said of them. */
unsigned	 inbox_list(struct db *, const struct inbox_page *,
		    struct inbox_row **);

#endif
