/*
 * The wire of HTTP, and that of IMAP: each carriage is a ride of libcurl's.
 * More carriages than connections to a host wait inside curl.
 *
 * What curl is told about a request and what became of it is in ride.c.
 */

#include <assert.h>
#include <curl/curl.h>
#include <event2/event.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "net/client.h"
#include "net/ride.h"
#include "net/wire.h"

#define IDLE_RIDES	256

struct stable {
	struct rides	 under_way, idle;
	unsigned	 idle_count;
	struct ride_sockets sockets;
};

static struct ride *
idle_ride(struct stable *stable)
{
	struct ride *ride = LIST_FIRST(&stable->idle);

	if (ride == NULL)
		return ride_new();
	LIST_REMOVE(ride, next);
	stable->idle_count--;
	return ride;
}

/* What was told a server of mail cannot be taken back. */
static void
keep_ride(struct stable *stable, struct ride *ride)
{
	if (stable->idle_count >= IDLE_RIDES || ride->imap) {
		ride_free(ride);
		return;
	}
	LIST_INSERT_HEAD(&stable->idle, ride, next);
	stable->idle_count++;
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
start(struct wire *wire, struct carriage *c)
{
	struct stable *stable = wire->own;
	struct ride *ride = idle_ride(stable);

	limit_connections(wire);
	ride->sockets = &stable->sockets;
	if (!ride_begin(ride, c)) {
		keep_ride(stable, ride);
		wire_ended(wire, c);
		return;
	}
	LIST_INSERT_HEAD(&stable->under_way, ride, next);
	curl_multi_add_handle(wire->multi, ride->easy);
}

/* curl has to be done with a ride before it is ended or cut. */
static void
leave(struct wire *wire, struct ride *ride)
{
	LIST_REMOVE(ride, next);
	wire_ended(wire, ride->carriage);
	curl_multi_remove_handle(wire->multi, ride->easy);
}

static void
ended(struct wire *wire, CURL *easy, CURLcode code)
{
	struct ride *ride;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &ride);
	leave(wire, ride);
	ride_end(ride, code);
	keep_ride(wire->own, ride);
}

static void
make_stable(struct wire *wire)
{
	struct stable *stable = calloc(1, sizeof *stable);

	assert(stable != NULL);
	LIST_INIT(&stable->under_way);
	LIST_INIT(&stable->idle);
	stable->sockets.stopping = &wire->stopping;
	wire->own = stable;
	limit_connections(wire);
}

static void
end_all(struct wire *wire)
{
	struct stable *stable = wire->own;
	struct ride *ride;

	while ((ride = LIST_FIRST(&stable->under_way)) != NULL) {
		leave(wire, ride);
		ride_cut(ride, RIDE_STOPPING);
		ride_free(ride);
	}
	while ((ride = LIST_FIRST(&stable->idle)) != NULL) {
		LIST_REMOVE(ride, next);
		ride_free(ride);
	}
	for (unsigned i = 0; i < stable->sockets.count; i++)
		shutdown(stable->sockets.list[i], SHUT_RDWR);
}

const struct wire_sort wire_of_rides = {
	.flags = EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST,
	.open = make_stable,
	.start = start,
	.ended = ended,
	.close = end_all,
};
