#ifndef GATEWAY_STORE_OFFICE_H
#define GATEWAY_STORE_OFFICE_H

/*
 * Whom a family may call: the phone of a school's office, or, where it has
 * none, the district's.  As E.164; "" stands for none.
 *
 * All calls are for a store thread, inside a job; texts belong to the job's
 * arena.  Who changes something writes the audit.
 */

#include <stdint.h>

struct db;

/* Whom to call of that school; 0: of the district. */
const char	*office_phone(struct db *, int64_t school);

/* What was entered for that school (0: the district) alone. */
const char	*office_own_phone(struct db *, int64_t school);
void		 office_set_phone(struct db *, int64_t school,
		    const char *phone);

/* The schools there are, by name, each with its own phone; up to 500. */
struct office {
	int64_t		 school;
	const char	*name, *phone;
};
unsigned	 office_list(struct db *, struct office **);

#endif
