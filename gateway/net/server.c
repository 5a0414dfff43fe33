/*
 * Listening, the limits on connections, and the time they have.
 *
 * We read HTTP ourselves (head.c, conn.c) over plain events.  evhttp of
 * libevent 2.1.12 cannot keep what server.h promises: it answers what it
 * does not understand itself and in HTML, reads a whole body before anybody
 * is asked, shows neither a new connection nor its end, and accepts NUL,
 * bare line feeds and folded lines without a trace.
 */

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "net/conn.h"
#include "net/loop.h"
#include "net/server.h"

#define CONNECTIONS	512
#define PER_PEER	32
#define GRACE		SECONDS(1)	/* When all places are taken. */
#define GRACE_READING	SECONDS(5)
#define PATIENCE	SECONDS(30)
#define BACKLOG		256
#define ANSWER_HEAD	(1024 * 1024)

union address {
	struct sockaddr		 any;
	struct sockaddr_in	 four;
	struct sockaddr_in6	 six;
	struct sockaddr_un	 un;
};

/*
 * Who comes.
 */

/* The same machine has the same text whichever family it came by; a unix
 * socket has none. */
static void
name_peer(const struct sockaddr *from, char peer[INET6_ADDRSTRLEN])
{
	const union address *address = (const void *)from;
	static const char mapped[] = "::ffff:";

	peer[0] = '\0';
	if (from->sa_family == AF_INET)
		inet_ntop(AF_INET, &address->four.sin_addr, peer,
		    INET6_ADDRSTRLEN);
	if (from->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &address->six.sin6_addr, peer,
		    INET6_ADDRSTRLEN);
	if (strncmp(peer, mapped, strlen(mapped)) == 0 &&
	    strchr(peer, '.') != NULL)
		memmove(peer, peer + strlen(mapped),
		    strlen(peer + strlen(mapped)) + 1);
}

bool
server_trusts(const struct server *server, const char *peer)
{
	const char *list = server->trusted;
	size_t length = strlen(peer), word;

	for (; list != NULL && *list != '\0'; list += word) {
		list += strspn(list, " ");
		word = strcspn(list, " ");
		if (word == length && memcmp(list, peer, length) == 0)
			return true;
	}
	return false;
}

/* How long a connection without a whole head is nobody else's. */
static int64_t
grace_of(const struct conn *conn)
{
	if (conn->state == CONN_NEW || conn->state == CONN_IDLE)
		return GRACE;
	return conn->state == CONN_READING && conn->exchange == NULL ?
	    GRACE_READING : INT64_MAX;
}

/* When all places are taken, who has asked for nothing for longest gives
 * theirs to who comes: idle connections keep no request out. */
static bool
make_room(struct server *server)
{
	struct conn	*conn, *idlest = NULL;
	int64_t		 now = clock_boot();

	if (server->count.connections < server->limits.connections)
		return true;
	LIST_FOREACH(conn, &server->conns, next)
		if (now - conn->since >= grace_of(conn) && (idlest == NULL ||
		    conn->since < idlest->since))
			idlest = conn;
	if (idlest == NULL)
		return false;
	server->count.refused++;
	conn_close(idlest);
	return true;
}

static bool
room_for(struct server *server, const char *peer)
{
	const struct conn *conn;
	unsigned same = 0;

	if (peer[0] != '\0' && !server_trusts(server, peer))
		LIST_FOREACH(conn, &server->conns, next)
			same += strcmp(conn->peer, peer) == 0;
	return (same == 0 || same < server->limits.per_peer) &&
	    make_room(server);
}

/* Without a free descriptor it would be called again and again; the tick
 * listens again.  The log says when it begins and when it ends. */
static void
cannot_accept(struct evconnlistener *listener, void *arg)
{
	struct server *server = arg;
	const char *why = strerror(errno);

	evconnlistener_disable(listener);
	server->stuck = true;
	if (!server->count.stuck)
		log_error("server", 0, "nobody new can be let in, why=\"%s\"",
		    why);
	server->count.stuck = true;
}

static void
can_accept(struct server *server)
{
	if (server->count.stuck)
		log_info("server", 0, "who is new is let in again");
	server->count.stuck = false;
}

static void
accepted(struct evconnlistener *listener, int fd, struct sockaddr *from,
    int length, void *arg)
{
	struct server *server = arg;
	char peer[INET6_ADDRSTRLEN];
	int yes = 1;

	(void)listener;
	(void)length;
	can_accept(server);
	name_peer(from, peer);
	if (!room_for(server, peer)) {
		server->count.refused++;
		close(fd);
		return;
	}
	if (peer[0] != '\0')
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	conn_open(server, fd, peer);
}

/*
 * Where to listen.
 */

static int
refuse(const char **why, const char *words)
{
	*why = words;
	return -1;
}

static const char *
cause(void)
{
	switch (errno) {
	case EADDRINUSE:
		return "Another program listens at this address already.";
	case EACCES:
		return "We may not listen at this address.";
	case EADDRNOTAVAIL:
		return "This machine does not have this address.";
	case ENOENT:
		return "The folder of the socket does not exist.";
	default:
		return "The system does not let us listen at this address.";
	}
}

/* What a program that ended badly has left behind goes; a socket that
 * somebody listens at stays. */
static void
remove_stale(const struct sockaddr_un *un)
{
	struct stat stat;
	int fd;

	if (lstat(un->sun_path, &stat) != 0 || !S_ISSOCK(stat.st_mode))
		return;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	if (connect(fd, (const struct sockaddr *)un, sizeof *un) != 0 &&
	    errno == ECONNREFUSED)
		unlink(un->sun_path);
	close(fd);
}

/* A file, a folder or a link where the socket goes. */
static bool
is_in_the_way(const struct sockaddr *address)
{
	const struct sockaddr_un	*un = (const void *)address;
	struct stat			 stat;

	return errno == EADDRINUSE && address->sa_family == AF_UNIX &&
	    lstat(un->sun_path, &stat) == 0 && !S_ISSOCK(stat.st_mode);
}

static int
bind_to(const struct sockaddr *address, socklen_t length, const char **why)
{
	int fd = socket(address->sa_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int yes = 1;

	if (fd < 0)
		return refuse(why, cause());
	if (address->sa_family != AF_UNIX)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, address, length) != 0 || listen(fd, BACKLOG) != 0) {
		*why = is_in_the_way(address) ? "Something that is no socket "
		    "has that name. Move it away." : cause();
		close(fd);
		return -1;
	}
	return fd;
}

static int
bind_unix(struct server *server, const char *path, const char **why)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	mode_t before;
	int fd;

	if (*path == '\0' || strlen(path) >= sizeof un.sun_path)
		return refuse(why, "The path of the socket is empty or "
		    "longer than 107 bytes.");
	memcpy(un.sun_path, path, strlen(path) + 1);
	remove_stale(&un);
	before = umask(server->limits.owner_only ? 0177 : 0117);
	fd = bind_to((struct sockaddr *)&un, sizeof un, why);
	umask(before);
	if (fd >= 0)
		server->path = strdup(path);
	return fd;
}

/* "127.0.0.1:8080" and "[::1]:8080"; names are not looked up. */
static bool
parse_address(const char *listen, union address *address, socklen_t *length)
{
	const char *colon = strrchr(listen, ':');
	char host[INET6_ADDRSTRLEN] = "", *end;
	bool six = listen[0] == '[';
	unsigned long port;
	size_t size;

	if (colon == NULL || strspn(colon + 1, "0123456789") == 0 ||
	    (six && (colon - listen < 2 || colon[-1] != ']')))
		return false;
	port = strtoul(colon + 1, &end, 10);
	size = (size_t)(colon - listen) - (six ? 2 : 0);
	if (*end != '\0' || port > 65535 || size >= sizeof host)
		return false;
	memcpy(host, listen + (six ? 1 : 0), size);
	*address = (union address){ .any.sa_family = six ? AF_INET6 : AF_INET };
	if (six) {
		address->six.sin6_port = htons((uint16_t)port);
		*length = sizeof address->six;
		return inet_pton(AF_INET6, host, &address->six.sin6_addr) == 1;
	}
	address->four.sin_port = htons((uint16_t)port);
	*length = sizeof address->four;
	return inet_pton(AF_INET, host, &address->four.sin_addr) == 1;
}

static unsigned
port_of(int fd)
{
	union address address = { .any.sa_family = AF_UNSPEC };
	socklen_t length = sizeof address;

	if (getsockname(fd, &address.any, &length) != 0)
		return 0;
	if (address.any.sa_family == AF_INET6)
		return ntohs(address.six.sin6_port);
	if (address.any.sa_family == AF_INET)
		return ntohs(address.four.sin_port);
	return 0;
}

static int
bind_any(struct server *server, const char *listen, const char **why)
{
	union address address;
	socklen_t length;
	int fd;

	if (strncmp(listen, "unix:", 5) == 0)
		return bind_unix(server, listen + 5, why);
	if (!parse_address(listen, &address, &length))
		return refuse(why, "An address is 127.0.0.1:8080, "
		    "[::1]:8080 or unix:/path.");
	fd = bind_to(&address.any, length, why);
	if (fd >= 0)
		server->port = port_of(fd);
	return fd;
}

/*
 * Life.
 */

void
server_limit(struct server *server, const struct server_limits *limits)
{
	struct server_limits *l = &server->limits;

	if (limits != NULL)
		*l = *limits;
	free(server->trusted);
	server->trusted = NULL;
	if (l->connections == 0)
		l->connections = CONNECTIONS;
	if (l->per_peer == 0)
		l->per_peer = PER_PEER;
	if (l->patience == 0)
		l->patience = PATIENCE;
	if (l->trusted != NULL) {
		server->trusted = strdup(l->trusted);
		assert(server->trusted != NULL);
	}
}

static void
server_free(struct server *server)
{
	while (server->spare_count > 0)
		arena_free(server->spare[--server->spare_count]);
	buf_free(&server->scratch);
	free(server->trusted);
	free(server->path);
	free(server);
}

struct server *
server_open(struct loop *loop, const char *listen, const struct route *routes,
    void *arg, const struct server_limits *limits, const char **why)
{
	struct server *server = calloc(1, sizeof *server);
	int fd;

	assert(server != NULL);
	server->base = loop_base(loop);
	server->routes = routes;
	server->arg = arg;
	server->date_second = -1;
	LIST_INIT(&server->conns);
	LIST_INIT(&server->exchanges);
	buf_init(&server->scratch, ANSWER_HEAD);
	server_limit(server, limits);
	fd = bind_any(server, listen, why);
	if (fd < 0) {
		server_free(server);
		return NULL;
	}
	server->listener = evconnlistener_new(server->base, accepted, server,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	assert(server->listener != NULL);
	evconnlistener_set_error_cb(server->listener, cannot_accept);
	return server;
}

static void
stop_listening(struct server *server)
{
	if (server->listener == NULL)
		return;
	evconnlistener_free(server->listener);
	server->listener = NULL;
	if (server->path != NULL)
		unlink(server->path);
}

void
server_close(struct server *server)
{
	struct exchange *x;

	stop_listening(server);
	while (!LIST_EMPTY(&server->conns))
		conn_close(LIST_FIRST(&server->conns));
	while ((x = LIST_FIRST(&server->exchanges)) != NULL) {
		LIST_REMOVE(x, next);
		x->server = NULL;
	}
	server_free(server);
}

unsigned
server_port(const struct server *server)
{
	return server->port;
}

void
server_count(const struct server *server, struct server_count *count)
{
	*count = server->count;
}

void
server_tick(struct server *server)
{
	struct conn *conn, *next;
	int64_t now = clock_boot();

	for (conn = LIST_FIRST(&server->conns); conn != NULL; conn = next) {
		next = LIST_NEXT(conn, next);
		conn_tick(conn, now);
	}
	if (server->stuck && server->listener != NULL) {
		server->stuck = false;
		evconnlistener_enable(server->listener);
	}
}

void
server_rest(struct server *server)
{
	server->resting = true;
	stop_listening(server);
	server_tick(server);
}
