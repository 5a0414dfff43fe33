#ifndef GATEWAY_STORE_SEAT_H
#define GATEWAY_STORE_SEAT_H

/*
 * Who reads answers.  A seat is a class team, the office of a school, or the
 * desk of the district; people sit on it from a day to a day.  Who is away does
 * not read; who stands in for them sits on their seats meanwhile (away.h).
 * What a family writes is always read by a seat that has a reader: the seat
 * that was meant, else the office of the school, else the district's desk.
 *
 * All calls are for a store thread, inside a job.  0 stands for no seat.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

bool	 seat_has_reader(struct db *, int64_t seat, int64_t now) must_use;

int64_t	 seat_of_office(struct db *, int64_t school);
int64_t	 seat_of_class(struct db *, int64_t class);
int64_t	 seat_of_desk(struct db *);

/* The seat a person has in a school: of that class if it is theirs, else
 * any class, the office, or the desk; their own before one on which they
 * stand in. */
int64_t	 seat_of_person(struct db *, int64_t person, int64_t school,
	    int64_t class, int64_t now);

/* The seat that will really read: `wanted` when it has a reader, else the
 * office of the school, else the desk. */
int64_t	 seat_choose(struct db *, int64_t wanted, int64_t school,
	    int64_t now);

/* Whether a person sits in the office of that school, or at the desk. */
bool	 seat_at_office(struct db *, int64_t person, int64_t school,
	    int64_t now) must_use;

/* Whether a person sits somewhere in that school, or at the desk; only then
 * may they write for it and read its conversations. */
bool	 seat_may(struct db *, int64_t person, int64_t school, int64_t now)
	    must_use;

#endif
