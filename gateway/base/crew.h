#ifndef GATEWAY_BASE_CREW_H
#define GATEWAY_BASE_CREW_H

/*
 * Threads with an inbox and a bell, and the only file of the gateway that
 * has locks.
 *
 * An inbox takes tasks from any thread.  Whoever serves it either waits for
 * them (a store thread) or hears the bell, a file descriptor that is
 * readable while tasks wait (the loop, the wire).  A task belongs to one
 * thread at a time: to the one that puts it until inbox_put() is called, to
 * the one that takes it afterwards; so nothing in a task needs a lock.
 *
 * A gate lets many pass at once, until somebody closes it and waits for
 * those inside to leave.
 */

#include <stdbool.h>
#include <sys/queue.h>

struct crew;
struct gate;
struct inbox;

struct task {
	STAILQ_ENTRY(task)	next;
};

STAILQ_HEAD(tasks, task);

struct inbox	*inbox_new(void);
void		 inbox_free(struct inbox *);	/* It has to be empty. */
void		 inbox_put(struct inbox *, struct task *);
void		 inbox_put_all(struct inbox *, struct tasks *); /* Leaves it empty. */

/*
 * Wait for tasks and append up to `most` of them to tasks; how many.  After
 * inbox_close() what is left is still given out, then 0 means the end.
 */
unsigned	 inbox_wait(struct inbox *, struct tasks *, unsigned most);

/* Take all that is there, and silence the bell.  Never waits. */
unsigned	 inbox_take(struct inbox *, struct tasks *);
int		 inbox_bell(const struct inbox *);
void		 inbox_close(struct inbox *);	/* No put may follow. */

/* Threads that all run `work(hand)`; hands[i] is given to the i-th. */
struct crew	*crew_start(const char *name, void (*work)(void *hand),
		    void *const hands[], unsigned count);
void		 crew_join(struct crew *);	/* Waits for all, and frees. */

struct gate	*gate_new(void);
void		 gate_free(struct gate *);
void		 gate_enter(struct gate *);	/* Waits while it is closed. */
void		 gate_leave(struct gate *);
void		 gate_close(struct gate *);	/* Waits until all have left. */
void		 gate_open(struct gate *);

#endif
