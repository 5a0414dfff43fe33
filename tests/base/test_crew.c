/* Tasks cross between threads in order, none is lost, and gates hold. */

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/crew.h"
#include "base/list.h"

#define PRODUCERS	3
#define CONSUMERS	3
#define EACH		5000
#define ALL		(PRODUCERS * EACH)

struct numbered {
	struct task	 task;
	int		 number;
	int		 times;		/* How often it was taken. */
};

static int
number_of(struct task *task)
{
	return CONTAINER(task, struct numbered, task)->number;
}

static bool
rings(const struct inbox *in)
{
	struct pollfd bell = { .fd = inbox_bell(in), .events = POLLIN };

	return poll(&bell, 1, 0) == 1;
}

static void
put(struct inbox *in, struct numbered list[], int count)
{
	for (int i = 0; i < count; i++) {
		list[i].number = i;
		inbox_put(in, &list[i].task);
	}
}

static void
assert_numbers(struct tasks *tasks, int from, int count)
{
	struct task *task;

	STAILQ_FOREACH(task, tasks, next) {
		assert_int_equal(number_of(task), from++);
		count--;
	}
	assert_int_equal(count, 0);
}

static void
tasks_come_out_in_order(void **state)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct inbox *in = inbox_new();
	struct numbered list[5];

	(void)state;
	assert_int_equal(inbox_take(in, &tasks), 0);
	put(in, list, 5);
	assert_int_equal(inbox_wait(in, &tasks, 2), 2);
	assert_numbers(&tasks, 0, 2);
	assert_int_equal(inbox_wait(in, &tasks, 1), 1);
	assert_numbers(&tasks, 0, 3);	/* They are appended. */
	assert_int_equal(inbox_wait(in, &tasks, 100), 2);
	assert_numbers(&tasks, 0, 5);
	assert_int_equal(inbox_take(in, &tasks), 0);
	inbox_free(in);
	inbox_free(NULL);
}

static void
a_whole_list_is_put_at_once(void **state)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct inbox *in = inbox_new();
	struct numbered list[5];

	(void)state;
	put(in, list, 5);
	inbox_take(in, &tasks);
	inbox_put_all(in, &tasks);
	assert_true(STAILQ_EMPTY(&tasks));
	inbox_put_all(in, &tasks);
	assert_int_equal(inbox_take(in, &tasks), 5);
	assert_numbers(&tasks, 0, 5);
	inbox_free(in);
}

static void
the_bell_rings_while_tasks_wait(void **state)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct inbox *in = inbox_new();
	struct numbered list[3];

	(void)state;
	assert_false(rings(in));
	put(in, list, 3);
	assert_true(rings(in));
	inbox_wait(in, &tasks, 2);
	assert_true(rings(in));
	inbox_wait(in, &tasks, 2);
	assert_false(rings(in));
	inbox_put_all(in, &tasks);
	assert_true(rings(in));
	inbox_take(in, &tasks);
	assert_false(rings(in));
	inbox_take(in, &tasks);
	assert_false(rings(in));
	inbox_free(in);
}

static void
a_closed_inbox_gives_out_what_is_left(void **state)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct inbox *in = inbox_new();
	struct numbered list[3];

	(void)state;
	put(in, list, 3);
	inbox_close(in);
	assert_int_equal(inbox_wait(in, &tasks, 2), 2);
	assert_int_equal(inbox_wait(in, &tasks, 2), 1);
	assert_int_equal(inbox_wait(in, &tasks, 2), 0);
	assert_int_equal(inbox_wait(in, &tasks, 2), 0);
	inbox_free(in);
}

/* Many put, many take, and what they take goes on to a last inbox. */
struct line {
	struct inbox	*first, *last;
	struct numbered	 list[ALL];
	atomic_int	 producer;
};

static void
produce(void *hand)
{
	struct line *line = hand;
	int from = atomic_fetch_add(&line->producer, 1) * EACH;
	struct tasks some = STAILQ_HEAD_INITIALIZER(some);

	for (int i = from; i < from + EACH; i++) {
		line->list[i].number = i;
		if (i % 7 == 0) {
			inbox_put(line->first, &line->list[i].task);
			continue;
		}
		STAILQ_INSERT_TAIL(&some, &line->list[i].task, next);
		if (i % 7 == 6)
			inbox_put_all(line->first, &some);
	}
	inbox_put_all(line->first, &some);
}

static void
consume(void *hand)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct line *line = hand;
	struct task *task;

	while (inbox_wait(line->first, &tasks, 5) > 0) {
		STAILQ_FOREACH(task, &tasks, next)
			CONTAINER(task, struct numbered, task)->times++;
		inbox_put_all(line->last, &tasks);
	}
}

static void
no_task_is_lost_between_many_threads(void **state)
{
	static struct line line;
	void *hands[] = { &line, &line, &line };
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct pollfd bell;
	struct crew *producers, *consumers;
	unsigned count = 0;

	(void)state;
	line.first = inbox_new();
	line.last = inbox_new();
	consumers = crew_start("consume", consume, hands, CONSUMERS);
	producers = crew_start("produce", produce, hands, PRODUCERS);
	bell = (struct pollfd){ inbox_bell(line.last), POLLIN, 0 };
	while (count < ALL) {
		assert_int_equal(poll(&bell, 1, 30000), 1);
		count += inbox_take(line.last, &tasks);
	}
	crew_join(producers);
	inbox_close(line.first);
	crew_join(consumers);
	assert_int_equal(count, ALL);
	for (int i = 0; i < ALL; i++)
		assert_int_equal(line.list[i].times, 1);
	inbox_free(line.first);
	inbox_free(line.last);
}

struct look {
	bool	 term, segv;
};

static void
look_around(void *hand)
{
	struct look *look = hand;
	sigset_t blocked;

	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	look->term = sigismember(&blocked, SIGTERM);
	look->segv = sigismember(&blocked, SIGSEGV);
}

static void
threads_leave_signals_to_the_loop(void **state)
{
	struct look looks[2];
	void *hands[] = { &looks[0], &looks[1] };
	sigset_t blocked;

	(void)state;
	crew_join(crew_start("look", look_around, hands, 2));
	for (size_t i = 0; i < COUNT(looks); i++) {
		assert_true(looks[i].term);
		assert_false(looks[i].segv);
	}
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	assert_false(sigismember(&blocked, SIGTERM));
}

struct named {
	struct inbox	*in;
	char		 name[16];
};

/* The first task comes when the thread has its name. */
static void
look_at_name(void *hand)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct named *named = hand;

	inbox_wait(named->in, &tasks, 1);
	pthread_getname_np(pthread_self(), named->name, sizeof named->name);
}

static void
names_of(const char *name, struct named named[], unsigned count)
{
	struct task tasks[2];
	void *hands[2] = { NULL };
	struct crew *crew;

	for (unsigned i = 0; i < count; i++) {
		named[i].in = inbox_new();
		hands[i] = &named[i];
	}
	crew = crew_start(name, look_at_name, hands, count);
	for (unsigned i = 0; i < count; i++)
		inbox_put(named[i].in, &tasks[i]);
	crew_join(crew);
	for (unsigned i = 0; i < count; i++)
		inbox_free(named[i].in);
}

static void
threads_have_names(void **state)
{
	struct named named[2];

	(void)state;
	names_of("writer", named, 1);
	assert_string_equal(named[0].name, "writer");
	names_of("reader", named, 2);
	assert_string_equal(named[0].name, "reader-0");
	assert_string_equal(named[1].name, "reader-1");
	names_of("a name that is too long", named, 1);
	assert_string_equal(named[0].name, "a name that is ");
	names_of("a name that is too long", named, 2);
	assert_string_equal(named[1].name, "a name tha-1");
}

struct yard {
	struct gate	*gate;
	atomic_bool	 shut;		/* Nobody may be inside. */
	atomic_int	 inside, wrong, passed;
	atomic_bool	 end;
	int		 plain;		/* Written only behind a closed gate. */
};

static void
pass(void *hand)
{
	struct yard *yard = hand;
	int before = 0;

	while (!atomic_load(&yard->end)) {
		gate_enter(yard->gate);
		atomic_fetch_add(&yard->inside, 1);
		if (atomic_load(&yard->shut) || yard->plain < before)
			atomic_fetch_add(&yard->wrong, 1);
		before = yard->plain;
		atomic_fetch_add(&yard->passed, 1);
		atomic_fetch_sub(&yard->inside, 1);
		gate_leave(yard->gate);
	}
}

static void
close_and_look(void *hand)
{
	struct yard *yard = hand;

	while (atomic_load(&yard->passed) == 0)
		sched_yield();
	for (int i = 0; i < 500; i++) {
		gate_close(yard->gate);
		if (atomic_exchange(&yard->shut, true) ||
		    atomic_load(&yard->inside) != 0)
			atomic_fetch_add(&yard->wrong, 1);
		yard->plain++;
		for (int turn = 0; turn < 20; turn++)
			sched_yield();	/* Others would pass now. */
		atomic_store(&yard->shut, false);
		gate_open(yard->gate);
	}
}

static void
nobody_is_inside_a_closed_gate(void **state)
{
	static struct yard yard;
	void *hands[] = { &yard, &yard, &yard };
	struct crew *passing, *closing;

	(void)state;
	yard.gate = gate_new();
	passing = crew_start("pass", pass, hands, 3);
	closing = crew_start("close", close_and_look, hands, 2);
	crew_join(closing);
	atomic_store(&yard.end, true);
	crew_join(passing);
	assert_int_equal(yard.plain, 1000);
	assert_int_equal(atomic_load(&yard.wrong), 0);
	assert_true(atomic_load(&yard.passed) > 0);
	gate_free(yard.gate);
	gate_free(NULL);
}

static void
many_are_inside_an_open_gate(void **state)
{
	struct gate *gate = gate_new();

	(void)state;
	gate_enter(gate);
	gate_enter(gate);
	gate_leave(gate);
	gate_leave(gate);
	gate_close(gate);
	gate_open(gate);
	gate_enter(gate);
	gate_leave(gate);
	gate_free(gate);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks_come_out_in_order),
		cmocka_unit_test(a_whole_list_is_put_at_once),
		cmocka_unit_test(the_bell_rings_while_tasks_wait),
		cmocka_unit_test(a_closed_inbox_gives_out_what_is_left),
		cmocka_unit_test(no_task_is_lost_between_many_threads),
		cmocka_unit_test(threads_leave_signals_to_the_loop),
		cmocka_unit_test(threads_have_names),
		cmocka_unit_test(nobody_is_inside_a_closed_gate),
		cmocka_unit_test(many_are_inside_an_open_gate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
