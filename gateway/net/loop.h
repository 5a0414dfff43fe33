#ifndef GATEWAY_NET_LOOP_H
#define GATEWAY_NET_LOOP_H

/*
 * The event loop (libevent): one thread that never waits for anything else.
 * All calls are for the thread that runs it, but loop_stop(), which any
 * thread and any signal handler of loop_signal() may call.
 */

#include <stdint.h>

#include "base/crew.h"

struct event_base;
struct hearing;
struct loop;
struct timer;

struct loop	*loop_new(void);
void		 loop_free(struct loop *);
struct event_base *loop_base(struct loop *);	/* For the net floor. */

void		 loop_run(struct loop *);	/* Until loop_stop(). */
void		 loop_turn(struct loop *);	/* What is ready now; waits for one thing. */
void		 loop_glance(struct loop *);	/* What is ready now; never waits. */
void		 loop_stop(struct loop *);

/* A timer rings once, `ms` from now; set again it forgets the earlier time. */
struct timer	*timer_new(struct loop *, void (*ring)(void *arg), void *arg);
void		 timer_set(struct timer *, int64_t ms);
void		 timer_off(struct timer *);
void		 timer_free(struct timer *);	/* NULL is allowed. */

/* heard() gets every task that is put into the inbox. */
struct hearing	*loop_hear(struct loop *, struct inbox *,
		    void (*heard)(void *arg, struct task *), void *arg);
void		 hearing_free(struct hearing *);	/* NULL is allowed. */

/* Called on the loop when the process gets that signal. */
void		 loop_signal(struct loop *, int number, void (*got)(void *arg),
		    void *arg);

#endif
