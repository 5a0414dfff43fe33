/*
 * Leaving.  A seat that still has a reader keeps its talks.
 */

#include "flow/leave.h"
#include "store/db.h"
#include "store/seat.h"
#include "store/sight.h"
#include "store/staff.h"

/* One more line, or more of the same. */
static void
tell(struct db *db, struct left *left, int64_t seat, int64_t talks)
{
	unsigned i = 0;

	left->moved += talks;
	while (i < left->count && left->to[i].seat != seat)
		i++;
	if (i == LEAVE_MOVES)
		return;
	if (i == left->count) {
		left->count++;
		left->to[i].seat = seat;
		left->to[i].talks = 0;
		if (!seat_name(db, seat, &left->to[i].name))
			left->to[i].name = "?";
	}
	left->to[i].talks += talks;
}

/* Where somebody still reads, seat_choose() chooses the seat itself. */
static void
pass_on(struct db *db, int64_t seat, int64_t now, struct left *left)
{
	int64_t		*schools, to;
	unsigned	 n;

	n = staff_waiting(db, seat, &schools);
	for (unsigned i = 0; i < n; i++) {
		to = seat_choose(db, seat, schools[i], now);
		if (to != 0 && to != seat)
			tell(db, left, to, staff_pass_on(db, seat, to,
			    schools[i]));
	}
}

const char *
leave_seat(struct db *db, int64_t seat, int64_t person, int64_t now,
    struct left *left)
{
	const char *why = staff_leave(db, seat, person, now);

	*left = (struct left){ .seats = 1 };
	if (why == NULL)
		pass_on(db, seat, now, left);
	return why;
}

const char *
leave_all(struct db *db, int64_t person, int64_t now, struct left *left)
{
	struct seated		*seats;
	struct staff_key	*keys;
	const char		*why;

	*left = (struct left){ .seats = staff_seats(db, person, now, &seats) };
	left->keys = staff_keys(db, person, 0, STAFF_SEATS, &keys);
	if ((why = staff_left(db, person, now)) != NULL)
		return why;
	for (int64_t i = 0; i < left->seats; i++)
		pass_on(db, seats[i].seat, now, left);
	return NULL;
}
