/* The loop rings timers, hears inboxes, catches signals, and stops. */

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/loop.h"

#define HOUR	3600000
#define MANY	1000
#define LONGEST	120		/* s; then something hangs. */

struct numbered {
	struct task	 task;
	int		 number;
};

/* What a callback sees of the test. */
struct scene {
	struct loop	*loop;
	struct inbox	*inbox;
	struct hearing	*hearing;
	struct timer	*timer;
	struct numbered	 tasks[MANY];
	int		 count;
	int		 wanted;	/* Then the loop stops. */
};

static int
begin(void **state)
{
	static struct scene scene;

	scene = (struct scene){ .loop = loop_new(), .inbox = inbox_new() };
	*state = &scene;
	return 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	timer_free(s->timer);
	hearing_free(s->hearing);
	inbox_free(s->inbox);
	loop_free(s->loop);
	return 0;
}

static void
count(void *arg)
{
	struct scene *s = arg;

	if (++s->count == s->wanted)
		loop_stop(s->loop);
}

static void
stop(void *arg)
{
	loop_stop(arg);
}

/* Runs for some ms of real time. */
static void
run_for(struct scene *s, int64_t ms)
{
	struct timer *timer = timer_new(s->loop, stop, s->loop);

	timer_set(timer, ms);
	loop_run(s->loop);
	timer_free(timer);
}

static void
a_timer_rings_once(void **state)
{
	struct scene *s = *state;

	s->timer = timer_new(s->loop, count, s);
	timer_set(s->timer, 1);
	run_for(s, 20);
	assert_int_equal(s->count, 1);
}

static void
a_timer_that_is_set_again_forgets_the_earlier_time(void **state)
{
	struct scene *s = *state;

	s->timer = timer_new(s->loop, count, s);
	timer_set(s->timer, 0);
	timer_set(s->timer, HOUR);
	run_for(s, 10);
	assert_int_equal(s->count, 0);
	timer_set(s->timer, 0);
	run_for(s, 10);
	assert_int_equal(s->count, 1);
}

static void
a_timer_that_is_off_does_not_ring(void **state)
{
	struct scene *s = *state;

	s->timer = timer_new(s->loop, count, s);
	timer_set(s->timer, 0);
	timer_off(s->timer);
	run_for(s, 10);
	assert_int_equal(s->count, 0);
}

static void
a_glance_does_not_wait(void **state)
{
	struct scene *s = *state;

	s->timer = timer_new(s->loop, count, s);
	timer_set(s->timer, HOUR);
	loop_glance(s->loop);
	assert_int_equal(s->count, 0);
}

static void
a_turn_waits_for_one_thing(void **state)
{
	struct scene *s = *state;

	s->timer = timer_new(s->loop, count, s);
	timer_set(s->timer, 5);
	loop_turn(s->loop);
	assert_int_equal(s->count, 1);
}

static void
a_stop_before_the_run_is_kept(void **state)
{
	struct scene *s = *state;

	loop_stop(s->loop);
	loop_run(s->loop);
	s->wanted = 1;
	s->timer = timer_new(s->loop, count, s);
	timer_set(s->timer, 0);
	loop_run(s->loop);
	assert_int_equal(s->count, 1);
}

static void *
stop_from_outside(void *arg)
{
	loop_stop(arg);
	return NULL;
}

static void
another_thread_stops_the_loop(void **state)
{
	struct scene *s = *state;
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, stop_from_outside,
	    s->loop), 0);
	loop_run(s->loop);
	pthread_join(thread, NULL);
}

/* Counts a task, if its number is the next. */
static void
hear_next(void *arg, struct task *task)
{
	struct scene *s = arg;

	assert_int_equal(((struct numbered *)task)->number, s->count);
	count(s);
}

static void *
put_many(void *arg)
{
	struct scene *s = arg;

	for (int i = 0; i < MANY; i++) {
		s->tasks[i].number = i;
		inbox_put(s->inbox, &s->tasks[i].task);
	}
	return NULL;
}

static void
tasks_of_another_thread_are_heard_in_order(void **state)
{
	struct scene *s = *state;
	pthread_t thread;

	s->wanted = MANY;
	s->hearing = loop_hear(s->loop, s->inbox, hear_next, s);
	assert_int_equal(pthread_create(&thread, NULL, put_many, s), 0);
	loop_run(s->loop);
	pthread_join(thread, NULL);
	assert_int_equal(s->count, MANY);
}

static void
hear_and_end(void *arg, struct task *task)
{
	struct scene *s = arg;

	hearing_free(s->hearing);
	s->hearing = NULL;
	hear_next(arg, task);
}

static void
who_hears_may_end_the_hearing(void **state)
{
	struct scene *s = *state;

	put_many(s);
	s->hearing = loop_hear(s->loop, s->inbox, hear_and_end, s);
	loop_turn(s->loop);
	assert_int_equal(s->count, MANY);
}

static void
a_signal_is_caught_on_the_loop(void **state)
{
	struct scene *s = *state;

	s->wanted = 2;
	loop_signal(s->loop, SIGUSR1, count, s);
	loop_signal(s->loop, SIGUSR2, count, s);
	raise(SIGUSR1);
	raise(SIGUSR2);
	assert_int_equal(s->count, 0);
	loop_run(s->loop);
	assert_int_equal(s->count, 2);
}

static void
a_peer_that_has_left_does_not_end_the_process(void **state)
{
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	close(pair[1]);
	assert_int_equal(write(pair[0], "x", 1), -1);
	close(pair[0]);
}

#define CASE(name)	cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_timer_rings_once),
		CASE(a_timer_that_is_set_again_forgets_the_earlier_time),
		CASE(a_timer_that_is_off_does_not_ring),
		CASE(a_glance_does_not_wait),
		CASE(a_turn_waits_for_one_thing),
		CASE(a_stop_before_the_run_is_kept),
		CASE(another_thread_stops_the_loop),
		CASE(tasks_of_another_thread_are_heard_in_order),
		CASE(who_hears_may_end_the_hearing),
		CASE(a_signal_is_caught_on_the_loop),
		CASE(a_peer_that_has_left_does_not_end_the_process),
	};

	alarm(LONGEST);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
