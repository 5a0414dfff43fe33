#ifndef GATEWAY_FLOW_CLOSED_H
#define GATEWAY_FLOW_CLOSED_H

/*
 * Closed months are counted again: the digest of each is made of its rows and
 * compared with the one that was kept.  For a command that nobody waits for.
 */

#include <stdbool.h>
#include <stdint.h>

struct db;

/* How many months, of how many rows; the first that differs, or 0, and of
 * which rows one was altered, is gone, or was added: they lie behind the row
 * `behind`, up to `to` (0: the last of the month). */
struct closed_check {
	unsigned	 months;
	int64_t		 rows;
	int64_t		 wrong, behind, to;
};
void	 closed_check(struct db *, struct closed_check *);

#endif
