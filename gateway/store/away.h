#ifndef GATEWAY_STORE_AWAY_H
#define GATEWAY_STORE_AWAY_H

/*
 * Who of the staff does not read for a while, and who reads for them.
 *
 * A member of a seat who is away does not read.  While it lasts, the cover
 * (if there is one) sits on their seats too: reads, sees and may write there
 * as they do.  A cover who is away does not read either, and nobody stands
 * in for a stand-in.  To be away takes no right from anybody: who looks in
 * from home may still write.
 *
 * An absence is [since, until); until 0 is open.  The district's desk is
 * never left without a reader by one, because what nobody else reads is read
 * there.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.  Who changes an absence writes the audit.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define AWAY_MOST	500	/* Absences that are read at once. */

struct absence {
	int64_t		 id, person, cover;	/* cover 0: nobody. */
	int64_t		 since, until;
	const char	*name, *cover_name;	/* cover_name: NULL: nobody. */
};

/* Makes the id; names are not looked at.  Returns NULL, or a sentence that
 * says why it was not kept. */
const char	*away_add(struct db *, struct absence *) must_use;

/* Those that have not ended, of one person or (0) of all, by their start. */
unsigned	 away_list(struct db *, int64_t person, int64_t now,
		    struct absence **);

/* They are back; false: there is no such absence, or it is over.  One that
 * has not begun never does. */
bool		 away_end(struct db *, int64_t id, int64_t now) must_use;

/*
 * SQL for the files of store/.  row is a name in the statement, person and
 * now a column or a value such as "$1".  First: is what is dated true now?
 */
#define IS_NOW(row, now)						\
	row ".since <= " now						\
	" AND (" row ".until = 0 OR " row ".until > " now ")"

/* The person and whomever they stand in for: x IN STANDS_FOR("$1", "$2"). */
#define STANDS_FOR(person, now)						\
	"(SELECT " person " UNION ALL SELECT away.person FROM away "	\
	"JOIN person stand_in ON stand_in.id = away.cover "		\
	"AND stand_in.staff = 1 WHERE away.cover = " person		\
	" AND " IS_NOW("away", now) ")"

/* Whether the person is not away. */
#define IS_HERE(person, now)						\
	"NOT EXISTS (SELECT 1 FROM away gone "				\
	"WHERE gone.person = " person " AND " IS_NOW("gone", now) ")"

/* Whether somebody reads for the member of a seat: they, or who stands in. */
#define IS_READ(person, now)						\
	"(" IS_HERE(person, now) " OR EXISTS (SELECT 1 FROM away "	\
	"JOIN person stand_in ON stand_in.id = away.cover "		\
	"AND stand_in.staff = 1 WHERE away.person = " person		\
	" AND " IS_NOW("away", now)					\
	" AND " IS_HERE("away.cover", now) "))"

#endif
