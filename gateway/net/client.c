/*
 * The wire: one thread with an event base and one multi handle of libcurl.
 * Carriages cross to it by the inbox `out` and come back by `back`, all that
 * ended between two waits together.  More carriages than connections to a
 * host wait inside curl.
 *
 * What curl is told about a request and what became of it is in ride.c.
 */

#include <assert.h>
#include <curl/curl.h>
#include <event2/event.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/list.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/ride.h"

#define IDLE_RIDES	256

/* All but the inboxes and what is wanted is the wire's own. */
struct wire {
	struct inbox		*out, *back;
	struct task		 stop;
	_Atomic(unsigned)	 wanted;	/* Connections to a host. */
	unsigned		 connections;	/* As curl was told. */
	bool			 stopped;
	struct event_base	*base;
	struct event		*timer;
	CURLM			*multi;
	struct rides		 under_way, idle;
	unsigned		 idle_count;
	struct tasks		 ended;
};

/* This half is the loop's. */
struct client {
	struct wire		 wire;
	struct crew		*crew;
	struct hearing		*hearing;
	unsigned		 under_way;
	bool			 closing;
};

static const char stopping[] = "we are stopping";

static struct ride *
idle_ride(struct wire *wire)
{
	struct ride *ride = LIST_FIRST(&wire->idle);

	if (ride == NULL)
		return ride_new();
	LIST_REMOVE(ride, next);
	wire->idle_count--;
	return ride;
}

static void
keep_ride(struct wire *wire, struct ride *ride)
{
	if (wire->idle_count >= IDLE_RIDES) {
		ride_free(ride);
		return;
	}
	LIST_INSERT_HEAD(&wire->idle, ride, next);
	wire->idle_count++;
}

static void
start(struct wire *wire, struct carriage *c)
{
	struct ride *ride = idle_ride(wire);

	if (!ride_begin(ride, c)) {
		keep_ride(wire, ride);
		STAILQ_INSERT_TAIL(&wire->ended, &c->task, next);
		return;
	}
	LIST_INSERT_HEAD(&wire->under_way, ride, next);
	curl_multi_add_handle(wire->multi, ride->easy);
}

/* curl has to be done with a ride before it is ended or cut. */
static void
leave(struct wire *wire, struct ride *ride)
{
	LIST_REMOVE(ride, next);
	STAILQ_INSERT_TAIL(&wire->ended, &ride->carriage->task, next);
	curl_multi_remove_handle(wire->multi, ride->easy);
}

/* The message is gone when the handle is removed. */
static void
look_for_ended(struct wire *wire)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(wire->multi, &left)) != NULL) {
		CURLcode code = message->data.result;
		struct ride *ride;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
		    &ride);
		leave(wire, ride);
		ride_end(ride, code);
		keep_ride(wire, ride);
	}
	if (!STAILQ_EMPTY(&wire->ended))
		inbox_put_all(wire->back, &wire->ended);
}

static void
socket_ready(int fd, short what, void *arg)
{
	struct wire *wire = arg;
	int running, mask = 0;

	if (what & EV_READ)
		mask |= CURL_CSELECT_IN;
	if (what & EV_WRITE)
		mask |= CURL_CSELECT_OUT;
	curl_multi_socket_action(wire->multi, fd, mask, &running);
}

static void
time_passed(int fd, short what, void *arg)
{
	struct wire *wire = arg;
	int running;

	(void)fd;
	(void)what;
	curl_multi_socket_action(wire->multi, CURL_SOCKET_TIMEOUT, 0,
	    &running);
}

static int
watch_time(CURLM *multi, long ms, void *arg)
{
	struct wire *wire = arg;
	struct timeval when = { ms / 1000, ms % 1000 * 1000 };

	(void)multi;
	if (ms < 0)
		event_del(wire->timer);
	else
		event_add(wire->timer, &when);
	return 0;
}

/* The event is what curl keeps for us with the socket. */
static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *kept)
{
	struct wire *wire = arg;
	struct event *event = kept;
	short mask = EV_PERSIST;

	(void)easy;
	if (event != NULL)
		event_free(event);
	event = NULL;
	if (what != CURL_POLL_REMOVE) {
		if (what & CURL_POLL_IN)
			mask |= EV_READ;
		if (what & CURL_POLL_OUT)
			mask |= EV_WRITE;
		event = event_new(wire->base, fd, mask, socket_ready, wire);
		assert(event != NULL);
		event_add(event, NULL);
	}
	curl_multi_assign(wire->multi, fd, event);
	return 0;
}

static void
limit_connections(struct wire *wire)
{
	unsigned wanted = atomic_load(&wire->wanted);

	if (wanted == wire->connections)
		return;
	wire->connections = wanted;
	curl_multi_setopt(wire->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
	    (long)wanted);
	curl_multi_setopt(wire->multi, CURLMOPT_MAXCONNECTS,
	    (long)wanted * 4);
}

static void
called(int fd, short what, void *arg)
{
	struct wire *wire = arg;
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct task *task;

	(void)fd;
	(void)what;
	limit_connections(wire);
	inbox_take(wire->out, &tasks);
	while ((task = STAILQ_FIRST(&tasks)) != NULL) {
		STAILQ_REMOVE_HEAD(&tasks, next);
		if (task == &wire->stop)
			wire->stopped = true;
		else
			start(wire, CONTAINER(task, struct carriage, task));
	}
}

static void
wire_open(struct wire *wire)
{
	struct event_config *config = event_config_new();

	assert(config != NULL);
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK |
	    EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	wire->base = event_base_new_with_config(config);
	event_config_free(config);
	wire->multi = curl_multi_init();
	assert(wire->base != NULL && wire->multi != NULL);
	wire->timer = evtimer_new(wire->base, time_passed, wire);
	assert(wire->timer != NULL);
	curl_multi_setopt(wire->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(wire->multi, CURLMOPT_SOCKETDATA, wire);
	curl_multi_setopt(wire->multi, CURLMOPT_TIMERFUNCTION, watch_time);
	curl_multi_setopt(wire->multi, CURLMOPT_TIMERDATA, wire);
	limit_connections(wire);
}

static void
wire_close(struct wire *wire)
{
	struct ride *ride;

	while ((ride = LIST_FIRST(&wire->under_way)) != NULL) {
		leave(wire, ride);
		ride_cut(ride, stopping);
		ride_free(ride);
	}
	inbox_put_all(wire->back, &wire->ended);
	while ((ride = LIST_FIRST(&wire->idle)) != NULL) {
		LIST_REMOVE(ride, next);
		ride_free(ride);
	}
	curl_multi_cleanup(wire->multi);
	event_free(wire->timer);
	event_base_free(wire->base);
}

static void
wire_work(void *arg)
{
	struct wire *wire = arg;
	struct event *bell;

	wire_open(wire);
	bell = event_new(wire->base, inbox_bell(wire->out),
	    EV_READ | EV_PERSIST, called, wire);
	assert(bell != NULL);
	event_add(bell, NULL);
	while (!wire->stopped) {
		event_base_loop(wire->base, EVLOOP_ONCE);
		look_for_ended(wire);
	}
	event_free(bell);
	wire_close(wire);
}

/*
 * The loop's half.
 */

static void
came_back(void *arg, struct task *task)
{
	struct client *client = arg;
	struct carriage *c = CONTAINER(task, struct carriage, task);

	client->under_way--;
	c->answered(c);
}

struct client *
client_open(struct loop *loop, unsigned connections)
{
	struct client *client = calloc(1, sizeof *client);
	void *hand;

	assert(client != NULL);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	atomic_store(&client->wire.wanted, connections);
	client->wire.out = inbox_new();
	client->wire.back = inbox_new();
	LIST_INIT(&client->wire.under_way);
	LIST_INIT(&client->wire.idle);
	STAILQ_INIT(&client->wire.ended);
	client->hearing = loop_hear(loop, client->wire.back, came_back,
	    client);
	hand = &client->wire;
	client->crew = crew_start("wire", wire_work, &hand, 1);
	return client;
}

/* Whoever is answered here may carry again, which is answered here too. */
void
client_close(struct client *client)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct task *task;

	client->closing = true;
	inbox_put(client->wire.out, &client->wire.stop);
	crew_join(client->crew);
	hearing_free(client->hearing);
	while (inbox_take(client->wire.back, &tasks) > 0) {
		while ((task = STAILQ_FIRST(&tasks)) != NULL) {
			STAILQ_REMOVE_HEAD(&tasks, next);
			came_back(client, task);
		}
	}
	inbox_free(client->wire.out);
	inbox_free(client->wire.back);
	free(client);
	curl_global_cleanup();
}

void
client_connections(struct client *client, unsigned connections)
{
	atomic_store(&client->wire.wanted, connections);
}

void
client_carry(struct client *client, struct carriage *c)
{
	client->under_way++;
	if (!client->closing) {
		inbox_put(client->wire.out, &c->task);
		return;
	}
	ride_refuse(c, stopping);
	inbox_put(client->wire.back, &c->task);
}

unsigned
client_under_way(const struct client *client)
{
	return client->under_way;
}
