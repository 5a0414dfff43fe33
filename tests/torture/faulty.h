#ifndef TESTS_TORTURE_FAULTY_H
#define TESTS_TORTURE_FAULTY_H

/*
 * A database driver around another one.  It is that one, until it is told
 * that the n-th call from now on that can fail shall fail: a BEGIN, the start
 * of a statement, its end, one that is sent, a COMMIT, of connections that
 * write.  Any thread.
 *
 *	OWN	a fault of the job: a constraint
 *	ONCE	the world fails, and is well again at once: a lock
 *	DOWN	the world fails until faulty_mend(): the disk is full
 *	GONE	the line is lost, and there is a new one at the second attempt;
 *		a COMMIT was kept, and its answer is lost
 *	LOST	the same, but a COMMIT was not kept
 */

#include <stdbool.h>

struct db_driver;

enum fault {
	FAULT_OWN,
	FAULT_ONCE,
	FAULT_DOWN,
	FAULT_GONE,
	FAULT_LOST,
};
#define FAULTS	5

extern const char *const fault_names[FAULTS];

/* The driver around another; there is one at a time. */
const struct db_driver *faulty_over(const struct db_driver *);

/* From now on calls are counted, and the n-th fails; 0: none does. */
void		 faulty_arm(enum fault, unsigned n);

/* How many were counted since; none is any more. */
unsigned	 faulty_count(void);

/* Did it fail?  At what: "begin", "start", "finish", "later",
 * "commit". */
const char	*faulty_fired(void);

/* What was down is well, and nothing will fail. */
void		 faulty_mend(void);

#endif
