/*
 * The locks of the gateway.  An inbox is a list under a mutex, a condition
 * for those who wait and an eventfd for those who listen; the bell is rung
 * and silenced under the mutex, exactly when the list stops and starts being
 * empty, so a burst costs one system call.
 *
 * Threads are born with all signals blocked but those that mean a fault, so
 * the signals of the process go to the thread of the loop.
 */

#include <sys/eventfd.h>

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/crew.h"

#define NAME_ROOM	16		/* What the kernel keeps of a name. */

struct inbox {
	pthread_mutex_t	 lock;
	pthread_cond_t	 filled;
	struct tasks	 tasks;
	int		 bell;
	bool		 closed;
};

struct member {
	pthread_t	 thread;
	void		(*work)(void *hand);
	void		*hand;
};

struct crew {
	unsigned	 count;
	struct member	 members[];
};

struct gate {
	pthread_mutex_t	 lock;
	pthread_cond_t	 changed;
	unsigned	 inside;
	bool		 closed;
};

/* A machine that cannot give a lock or a thread is out of memory. */
static void
need(int failed)
{
	if (failed)
		abort();
}

static void *
memory(size_t size)
{
	void *bytes = calloc(1, size);

	if (bytes == NULL)
		abort();
	return bytes;
}

static void
ring(struct inbox *in)
{
	uint64_t one = 1;

	while (write(in->bell, &one, sizeof one) < 0)
		assert(errno == EINTR);
}

static void
silence(struct inbox *in)
{
	uint64_t rung;

	while (read(in->bell, &rung, sizeof rung) < 0)
		assert(errno == EINTR);
}

struct inbox *
inbox_new(void)
{
	struct inbox *in = memory(sizeof *in);

	need(pthread_mutex_init(&in->lock, NULL));
	need(pthread_cond_init(&in->filled, NULL));
	STAILQ_INIT(&in->tasks);
	in->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	need(in->bell < 0);
	return in;
}

void
inbox_free(struct inbox *in)
{
	if (in == NULL)
		return;
	assert(STAILQ_EMPTY(&in->tasks));
	close(in->bell);
	pthread_cond_destroy(&in->filled);
	pthread_mutex_destroy(&in->lock);
	free(in);
}

void
inbox_put(struct inbox *in, struct task *task)
{
	struct tasks one = STAILQ_HEAD_INITIALIZER(one);

	STAILQ_INSERT_TAIL(&one, task, next);
	inbox_put_all(in, &one);
}

void
inbox_put_all(struct inbox *in, struct tasks *tasks)
{
	bool several;

	if (STAILQ_EMPTY(tasks))
		return;
	several = STAILQ_NEXT(STAILQ_FIRST(tasks), next) != NULL;
	pthread_mutex_lock(&in->lock);
	assert(!in->closed);
	if (STAILQ_EMPTY(&in->tasks))
		ring(in);
	STAILQ_CONCAT(&in->tasks, tasks);
	if (several)
		pthread_cond_broadcast(&in->filled);
	else
		pthread_cond_signal(&in->filled);
	pthread_mutex_unlock(&in->lock);
}

/* Moves up to `most` tasks, in order.  The lock is held. */
static unsigned
move(struct inbox *in, struct tasks *tasks, unsigned most)
{
	struct task *task;
	unsigned count = 0;

	if (STAILQ_EMPTY(&in->tasks))
		return 0;
	while (count < most && (task = STAILQ_FIRST(&in->tasks)) != NULL) {
		STAILQ_REMOVE_HEAD(&in->tasks, next);
		STAILQ_INSERT_TAIL(tasks, task, next);
		count++;
	}
	if (STAILQ_EMPTY(&in->tasks))
		silence(in);
	return count;
}

unsigned
inbox_wait(struct inbox *in, struct tasks *tasks, unsigned most)
{
	unsigned count;

	assert(most > 0);
	pthread_mutex_lock(&in->lock);
	while (STAILQ_EMPTY(&in->tasks) && !in->closed)
		pthread_cond_wait(&in->filled, &in->lock);
	count = move(in, tasks, most);
	pthread_mutex_unlock(&in->lock);
	return count;
}

unsigned
inbox_take(struct inbox *in, struct tasks *tasks)
{
	unsigned count;

	pthread_mutex_lock(&in->lock);
	count = move(in, tasks, UINT32_MAX);
	pthread_mutex_unlock(&in->lock);
	return count;
}

int
inbox_bell(const struct inbox *in)
{
	return in->bell;
}

void
inbox_close(struct inbox *in)
{
	pthread_mutex_lock(&in->lock);
	in->closed = true;
	pthread_cond_broadcast(&in->filled);
	pthread_mutex_unlock(&in->lock);
}

static void *
run(void *arg)
{
	struct member *member = arg;

	member->work(member->hand);
	return NULL;
}

static void
block_signals(sigset_t *before)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL,
	    SIGABRT, SIGTRAP, SIGSYS };
	sigset_t all;

	sigfillset(&all);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		sigdelset(&all, faults[i]);
	need(pthread_sigmask(SIG_SETMASK, &all, before));
}

/* A name is for people who look; that it is cut, or refused, does not hurt. */
static void
name_thread(pthread_t thread, const char *name, unsigned number, bool several)
{
	char text[NAME_ROOM + 8];

	if (several)
		snprintf(text, sizeof text, "%.10s-%u", name, number);
	else
		snprintf(text, sizeof text, "%.15s", name);
	text[NAME_ROOM - 1] = '\0';
	pthread_setname_np(thread, text);
}

struct crew *
crew_start(const char *name, void (*work)(void *hand), void *const hands[],
    unsigned count)
{
	struct crew *crew = memory(sizeof *crew +
	    count * sizeof *crew->members);
	sigset_t before;

	crew->count = count;
	block_signals(&before);
	for (unsigned i = 0; i < count; i++) {
		struct member *member = &crew->members[i];

		member->work = work;
		member->hand = hands[i];
		need(pthread_create(&member->thread, NULL, run, member));
		name_thread(member->thread, name, i, count > 1);
	}
	need(pthread_sigmask(SIG_SETMASK, &before, NULL));
	return crew;
}

void
crew_join(struct crew *crew)
{
	if (crew == NULL)
		return;
	for (unsigned i = 0; i < crew->count; i++)
		need(pthread_join(crew->members[i].thread, NULL));
	free(crew);
}

struct gate *
gate_new(void)
{
	struct gate *gate = memory(sizeof *gate);

	need(pthread_mutex_init(&gate->lock, NULL));
	need(pthread_cond_init(&gate->changed, NULL));
	return gate;
}

void
gate_free(struct gate *gate)
{
	if (gate == NULL)
		return;
	assert(gate->inside == 0);
	pthread_cond_destroy(&gate->changed);
	pthread_mutex_destroy(&gate->lock);
	free(gate);
}

void
gate_enter(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	while (gate->closed)
		pthread_cond_wait(&gate->changed, &gate->lock);
	gate->inside++;
	pthread_mutex_unlock(&gate->lock);
}

void
gate_leave(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	assert(gate->inside > 0);
	gate->inside--;
	if (gate->inside == 0)
		pthread_cond_broadcast(&gate->changed);
	pthread_mutex_unlock(&gate->lock);
}

void
gate_close(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	while (gate->closed)
		pthread_cond_wait(&gate->changed, &gate->lock);
	gate->closed = true;
	while (gate->inside > 0)
		pthread_cond_wait(&gate->changed, &gate->lock);
	pthread_mutex_unlock(&gate->lock);
}

void
gate_open(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	assert(gate->closed);
	gate->closed = false;
	pthread_cond_broadcast(&gate->changed);
	pthread_mutex_unlock(&gate->lock);
}
