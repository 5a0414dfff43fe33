/*
 * The thread, and libcurl's sockets and time on its event base.
 */

#include <assert.h>
#include <event2/event.h>
#include <stdlib.h>

#include "net/client.h"
#include "net/wire.h"

/* The message is gone when the handle is removed. */
static void
look_for_ended(struct wire *wire)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(wire->multi, &left)) != NULL)
		if (message->msg == CURLMSG_DONE)
			wire->sort->ended(wire, message->easy_handle,
			    message->data.result);
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
called(int fd, short what, void *arg)
{
	struct wire *wire = arg;
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct task *task;

	(void)fd;
	(void)what;
	inbox_take(wire->out, &tasks);
	while ((task = STAILQ_FIRST(&tasks)) != NULL) {
		STAILQ_REMOVE_HEAD(&tasks, next);
		if (task == &wire->stop)
			wire->stopped = true;
		else
			wire->sort->start(wire, CONTAINER(task,
			    struct carriage, task));
	}
}

static void
make_ready(struct wire *wire)
{
	struct event_config *config = event_config_new();

	assert(config != NULL);
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK |
	    wire->sort->flags);
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
	wire->sort->open(wire);
}

static void
work(void *arg)
{
	struct wire *wire = arg;
	struct event *bell;

	make_ready(wire);
	bell = event_new(wire->base, inbox_bell(wire->out),
	    EV_READ | EV_PERSIST, called, wire);
	assert(bell != NULL);
	event_add(bell, NULL);
	while (!wire->stopped) {
		event_base_loop(wire->base, EVLOOP_ONCE);
		look_for_ended(wire);
	}
	event_free(bell);
	wire->sort->close(wire);
	inbox_put_all(wire->back, &wire->ended);
	curl_multi_cleanup(wire->multi);
	free(wire->own);
	event_free(wire->timer);
	event_base_free(wire->base);
}

struct wire *
wire_open(const struct wire_sort *sort, struct inbox *back,
    unsigned connections)
{
	struct wire *wire = calloc(1, sizeof *wire);
	void *hand = wire;

	assert(wire != NULL);
	wire->sort = sort;
	wire->back = back;
	wire->out = inbox_new();
	atomic_store(&wire->wanted, connections);
	STAILQ_INIT(&wire->ended);
	wire->crew = crew_start("wire", work, &hand, 1);
	return wire;
}

void
wire_close(struct wire *wire)
{
	if (wire == NULL)
		return;
	atomic_store(&wire->stopping, true);
	inbox_put(wire->out, &wire->stop);
	crew_join(wire->crew);
	inbox_free(wire->out);
	free(wire);
}

void
wire_carry(struct wire *wire, struct carriage *c)
{
	inbox_put(wire->out, &c->task);
}

void
wire_connections(struct wire *wire, unsigned connections)
{
	atomic_store(&wire->wanted, connections);
}

void
wire_ended(struct wire *wire, struct carriage *c)
{
	STAILQ_INSERT_TAIL(&wire->ended, &c->task, next);
}
