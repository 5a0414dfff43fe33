/*
 * A thin face over libevent.  The base has no locks, since one thread runs
 * it; what another thread may do is ring the bell of an inbox or write to
 * the eventfd by which the loop is stopped, and both are only descriptors.
 *
 * A peer that leaves in the middle of a write must not end the process, so
 * SIGPIPE is ignored from the first loop on.
 */

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/list.h"
#include "net/loop.h"

struct caught {
	SLIST_ENTRY(caught)	 next;
	struct event		*event;
	void			(*got)(void *);
	void			*arg;
};

struct loop {
	struct event_base	*base;
	struct event		*halt;
	int			 halt_fd;
	SLIST_HEAD(, caught)	 signals;
};

struct timer {
	struct event		*event;
	void			(*ring)(void *);
	void			*arg;
};

struct hearing {
	struct event		*event;
	struct inbox		*inbox;
	void			(*heard)(void *, struct task *);
	void			*arg;
};

static void *
take_zeroed(size_t size)
{
	void *memory = calloc(1, size);

	assert(memory != NULL);
	return memory;
}

static struct event *
event_of(struct loop *loop, int fd, short what, event_callback_fn call,
    void *arg)
{
	struct event *event = event_new(loop->base, fd, what, call, arg);

	assert(event != NULL);
	return event;
}

static void
add_event(struct event *event, const struct timeval *when)
{
	int failed = event_add(event, when);

	assert(!failed);
}

static void
halted(int fd, short what, void *arg)
{
	struct loop *loop = arg;
	eventfd_t count;

	(void)what;
	(void)eventfd_read(fd, &count);
	event_base_loopbreak(loop->base);
}

static void
rung(int fd, short what, void *arg)
{
	struct timer *timer = arg;

	(void)fd;
	(void)what;
	timer->ring(timer->arg);
}

/*
 * heard() may free the hearing, so nothing of it is looked at once the tasks
 * have been taken.
 */
static void
bell(int fd, short what, void *arg)
{
	struct hearing h = *(struct hearing *)arg;
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct task *task;

	(void)fd;
	(void)what;
	inbox_take(h.inbox, &tasks);
	while ((task = STAILQ_FIRST(&tasks)) != NULL) {
		STAILQ_REMOVE_HEAD(&tasks, next);
		h.heard(h.arg, task);
	}
}

static void
caught(int number, short what, void *arg)
{
	struct caught *c = arg;

	(void)number;
	(void)what;
	c->got(c->arg);
}

/*
 * With a change list, a descriptor whose interest is dropped and taken up
 * again between two waits (a kept connection, at every request) costs no
 * system call.
 */
static struct event_base *
base_new(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base;

	assert(config != NULL);
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK |
	    EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	base = event_base_new_with_config(config);
	event_config_free(config);
	assert(base != NULL);
	return base;
}

struct loop *
loop_new(void)
{
	struct loop *loop = take_zeroed(sizeof *loop);

	signal(SIGPIPE, SIG_IGN);
	SLIST_INIT(&loop->signals);
	loop->base = base_new();
	loop->halt_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	assert(loop->halt_fd >= 0);
	loop->halt = event_of(loop, loop->halt_fd, EV_READ | EV_PERSIST,
	    halted, loop);
	add_event(loop->halt, NULL);
	return loop;
}

void
loop_free(struct loop *loop)
{
	struct caught *c;

	while ((c = SLIST_FIRST(&loop->signals)) != NULL) {
		SLIST_REMOVE_HEAD(&loop->signals, next);
		event_free(c->event);
		free(c);
	}
	event_free(loop->halt);
	close(loop->halt_fd);
	event_base_free(loop->base);
	free(loop);
}

struct event_base *
loop_base(struct loop *loop)
{
	return loop->base;
}

void
loop_run(struct loop *loop)
{
	event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
}

void
loop_turn(struct loop *loop)
{
	event_base_loop(loop->base, EVLOOP_ONCE);
}

void
loop_glance(struct loop *loop)
{
	event_base_loop(loop->base, EVLOOP_NONBLOCK);
}

/* A write to an eventfd is safe in a signal handler, and it is kept when
 * the loop does not run yet. */
void
loop_stop(struct loop *loop)
{
	int before = errno;

	(void)eventfd_write(loop->halt_fd, 1);
	errno = before;
}

struct timer *
timer_new(struct loop *loop, void (*ring)(void *), void *arg)
{
	struct timer *timer = take_zeroed(sizeof *timer);

	timer->ring = ring;
	timer->arg = arg;
	timer->event = event_of(loop, -1, 0, rung, timer);
	return timer;
}

void
timer_set(struct timer *timer, int64_t ms)
{
	struct timeval when;

	if (ms < 0)
		ms = 0;
	when.tv_sec = ms / 1000;
	when.tv_usec = ms % 1000 * 1000;
	add_event(timer->event, &when);
}

void
timer_off(struct timer *timer)
{
	event_del(timer->event);
}

void
timer_free(struct timer *timer)
{
	if (timer == NULL)
		return;
	event_free(timer->event);
	free(timer);
}

struct hearing *
loop_hear(struct loop *loop, struct inbox *inbox,
    void (*heard)(void *, struct task *), void *arg)
{
	struct hearing *h = take_zeroed(sizeof *h);

	h->inbox = inbox;
	h->heard = heard;
	h->arg = arg;
	h->event = event_of(loop, inbox_bell(inbox), EV_READ | EV_PERSIST,
	    bell, h);
	add_event(h->event, NULL);
	return h;
}

void
hearing_free(struct hearing *h)
{
	if (h == NULL)
		return;
	event_free(h->event);
	free(h);
}

void
loop_signal(struct loop *loop, int number, void (*got)(void *), void *arg)
{
	struct caught *c = take_zeroed(sizeof *c);

	c->got = got;
	c->arg = arg;
	c->event = event_of(loop, number, EV_SIGNAL | EV_PERSIST, caught, c);
	add_event(c->event, NULL);
	SLIST_INSERT_HEAD(&loop->signals, c, next);
}
