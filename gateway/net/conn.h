#ifndef GATEWAY_NET_CONN_H
#define GATEWAY_NET_CONN_H

/*
 * What the files of the server share: server.c listens, keeps the limits
 * and the time; conn.c moves the bytes of a connection; exchange.c makes an
 * exchange of a request and bytes of its answer.
 *
 * A connection is freed only by its own read event, by the tick, for a new one
 * and by server_close(), never below a function that was called with it.
 */

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/list.h"
#include "net/head.h"
#include "net/route.h"
#include "net/server.h"

#define SPARE_ARENAS	16

struct event;
struct evconnlistener;
struct event_base;

enum conn_state {
	CONN_NEW,		/* Nothing came yet. */
	CONN_IDLE,		/* Between two requests. */
	CONN_READING,		/* A part of a request is here. */
	CONN_BUSY,		/* A request waits for its answer. */
	CONN_WRITING,		/* The answer waits for the peer. */
	CONN_LEAVING,		/* All is said; until the peer leaves too. */
};

struct conn {
	LIST_ENTRY(conn)	 next;
	struct server		*server;
	struct event		*readable, *writable;
	int			 fd;
	enum conn_state		 state;
	int64_t			 since;		/* clock_boot() */
	bool			 paused;	/* readable is off. */
	bool			 going;		/* conn.c takes requests now. */
	bool			 last;		/* It ends with this answer. */
	struct buf		 in, out;
	size_t			 written;	/* Of out. */
	size_t			 noted;		/* Of those, when since was. */
	size_t			 body;		/* Of the exchange. */
	size_t			 held;		/* Counted in server->held. */
	struct chunks		 chunks;
	struct exchange		*exchange;
	char			 peer[INET6_ADDRSTRLEN];
};

struct exchange {
	LIST_ENTRY(exchange)	 next;
	struct server		*server;	/* NULL: it was closed. */
	struct conn		*conn;		/* NULL with it. */
	struct arena		*arena;
	struct head		 head;
	struct routing		 routing;
	struct headers		 headers;	/* Of the answer. */
	bool			 handed;	/* Somebody will answer it. */
	void			(*more)(void *);	/* Of an answer in pieces. */
	void			*more_arg;
	bool			 begun;		/* A piece was said. */
};

LIST_HEAD(conns, conn);
LIST_HEAD(exchanges, exchange);

struct server {
	struct event_base	*base;
	const struct route	*routes;
	void			*arg;
	struct server_limits	 limits;
	char			*trusted;
	struct evconnlistener	*listener;
	bool			 stuck;		/* No descriptor was left. */
	bool			 resting;
	unsigned		 port;
	char			*path;		/* Of the unix socket. */
	struct conns		 conns;
	struct exchanges	 exchanges;
	struct server_count	 count;
	size_t			 held;		/* Bytes of all connections. */
	struct arena		*spare[SPARE_ARENAS];
	unsigned		 spare_count;
	struct buf		 scratch;	/* The head of an answer. */
	int64_t			 date_second;
	char			 date[32];
};

/* Whether that address is a proxy of ours. */
bool		 server_trusts(const struct server *, const char *peer);

struct conn	*conn_open(struct server *, int fd, const char *peer);
void		 conn_close(struct conn *);

/* Closes it when its state has lasted too long. */
void		 conn_tick(struct conn *, int64_t now);

/* Sends the two parts of an answer; the last ends the connection. */
void		 conn_say(struct conn *, const struct buf *head,
		    const char *body, size_t length, bool last);

/* Ends it without an answer. */
void		 conn_drop(struct conn *);

/* Counts what it holds; false: all of them together hold too much. */
bool		 conn_weigh(struct conn *);

/* A new exchange of a connection, without a request. */
struct exchange	*exchange_new(struct conn *);

/* Nobody answers it any more. */
void		 exchange_free(struct exchange *);

/* Reads the head; false: it was refused, and that was answered. */
bool		 exchange_begin(struct exchange *, const char *head,
		    size_t length) must_use;

/* How large a body it may have; and what is answered to a larger one. */
size_t		 exchange_room(const struct exchange *);
void		 exchange_too_large(struct exchange *);

/* Keeps the body; then the route's function is called. */
void		 exchange_body(struct exchange *, const char *body,
		    size_t length);
void		 exchange_run(struct exchange *);

/* Answers a problem, after which the connection ends. */
void		 exchange_refuse(struct exchange *, int status,
		    const char *detail);

#endif
