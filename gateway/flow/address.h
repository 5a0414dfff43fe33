#ifndef GATEWAY_FLOW_ADDRESS_H
#define GATEWAY_FLOW_ADDRESS_H

/*
 * What compose.c and preview.c share: to whom a draft goes, whether its
 * author may write to them, and as what it counts.  Nothing here writes.
 *
 * On a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/compose.h"
#include "store/message.h"

struct db;

/* Where a visit with a draft stands. */
struct visit {
	struct composing	*c;
	struct db		*db;
	struct composed		 out;
	struct family		*families;	/* One for each student, sorted. */
	unsigned		 count;
	int64_t			 class;		/* Of the first student. */
};

/* Leaves a status and a sentence; false. */
bool	address_no(struct visit *, int status, const char *sentence);

/* Whether who asks may write to families of that school. */
bool	address_may(struct visit *, int64_t school) must_use;

/* Whether a draft goes to that guardian: to all, or they were chosen. */
bool	address_chosen(const struct draft *, int64_t person) must_use;

/* Whether somebody is restricted for one of the students that were found, so
 * that it is not for them. */
bool	address_barred(struct visit *, int64_t person) must_use;

/* Finds families, school and class.  False: it may not be written. */
bool	address(struct visit *) must_use;

/* As what the message and each family's copy count; its kind may change. */
void	address_counts(struct visit *);

/* All the steps of a draft but keeping it (compose.c): what would be kept
 * stands in v->out and v->families.  False: it may not be written. */
bool	compose_look(struct visit *) must_use;

#endif
