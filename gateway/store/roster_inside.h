#ifndef GATEWAY_STORE_ROSTER_INSIDE_H
#define GATEWAY_STORE_ROSTER_INSIDE_H

/*
 * What the files of roster_change share: roster_change.c (collecting) and
 * roster_make.c (the statements).  Nobody else includes it.
 *
 * Each sort of change is a list of rows with these columns:
 */

#include <stdint.h>

#include "store/many.h"
#include "store/roster_change.h"

enum sort {
	SORT_PERSON,	/* id, name, folded, language, guardian, staff */
	SORT_SCHOOL,	/* id, name, folded, until */
	SORT_CLASS,	/* id, school, name, until */
	SORT_STUDENT,	/* id, name, folded */
	SORT_MOVE,	/* class, school */
	SORT_SEAT,	/* id, kind, school, class, name */
	SORT_RENAME,	/* kind, school, class, name, former */
	SORT_ENROL,	/* id, student, school, class, place */
	SORT_DROP,	/* student, school, class */
	SORT_RELATE,	/* id, guardian, student, relation, write_to, restricted */
	SORT_PART,	/* guardian, student */
	SORT_CONTACT,	/* id, channel, address, language */
	SORT_REACH,	/* person, channel, address, place */
	SORT_UNREACH,	/* person, channel, address */
	SORT_SPEAK,	/* channel, address, below */
	SORT_SPEAKER,	/* person */
	SORT_JOIN,	/* kind, school, class, person */
	SORT_LEAVE,	/* kind, school, class, person */
	SORT_WORK_MAIL,	/* person, mailbox, former */
	SORT_END,	/* id; as many lists as there are alls */
	SORT_AGAIN = SORT_END + ROSTER_ALLS,
};
#define SORTS	(SORT_AGAIN + ROSTER_ALLS)

struct roster_change {
	struct db	*db;
	int64_t		 now, undo;
	int64_t		 first;		/* Below all ids that it makes. */
	struct many	 lists[SORTS];
};

/* All the statements, those of empty lists left out. */
void	 roster_make(struct roster_change *);

#endif
