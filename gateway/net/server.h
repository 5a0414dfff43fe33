#ifndef GATEWAY_NET_SERVER_H
#define GATEWAY_NET_SERVER_H

/*
 * The HTTP server, plain HTTP on loopback or a unix socket; TLS is the
 * proxy's in front.  One request is an exchange, with an arena of its own;
 * its handler answers at once or later, once.
 *
 * Before any route the head is read strictly (head.h), since what two
 * readers understand in two ways smuggles a second request past a proxy:
 * exactly one Host, at most one Content-Length, of digits only, no
 * Transfer-Encoding but "chunked" alone and never beside a Content-Length,
 * names that are tokens, values without control characters; else 400 and the
 * connection is closed.
 *
 * Limits: a head of 16 kB (431), a body of 1 MB (413; to one path it may be
 * more), `connections` in all (a new one takes the place of who has asked for
 * nothing for longest) and `per_peer` from one address (closed at once; not on
 * a unix socket or from a trusted proxy), 128 MB held for all, of
 * requests and of answers that were not taken yet (503), 30 s for a request to
 * arrive whole and for each 16 kB of an answer to be taken, 75 s for a kept
 * connection without a request (closed by the tick).  HEAD is GET without its
 * body.  A known path with another method is 405 with Allow; an unknown path
 * 404.  Problems are answered as application/problem+json (RFC 9457).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/http.h"
#include "base/list.h"

struct arena;
struct exchange;
struct loop;
struct server;

/* path: "/api/v1/messages/:id" (":name" stands for one segment). */
struct route {
	const char	*method;
	const char	*path;
	void		(*handle)(struct exchange *, void *arg);
};			/* A table ends with a NULL method. */

struct server_limits {
	unsigned	 connections;	/* 0: 512 */
	unsigned	 per_peer;	/* 0: 32 */
	int64_t		 patience;	/* ms; 0: 30 s */
	const char	*trusted;	/* Addresses, separated by spaces, or NULL. */
	bool		 owner_only;	/* Nobody else may open the unix socket. */
	const char	*large_path;	/* A body to this path may have `large` */
	size_t		 large;		/* bytes; NULL: to none.  A constant. */
};

struct server_count {
	unsigned	 connections;	/* Open now. */
	unsigned	 exchanges;	/* Not answered yet. */
	uint64_t	 requests;	/* Since the start. */
	uint64_t	 refused;	/* Connections over a limit. */
	bool		 stuck;		/* There is no file left to open: nobody
					 * new is let in. */
};

/* listen: "127.0.0.1:8080", "[::1]:8080" or "unix:/path".  NULL: why is a
 * sentence.  Port 0 takes a free one. */
struct server	*server_open(struct loop *, const char *listen,
		    const struct route *, void *arg,
		    const struct server_limits *, const char **why);
/* Other limits from now on; who is connected stays so. */
void		 server_limit(struct server *, const struct server_limits *);
void		 server_close(struct server *);	/* Exchanges may be answered later. */
unsigned	 server_port(const struct server *);
void		 server_count(const struct server *, struct server_count *);
void		 server_tick(struct server *);	/* Once a second, on the loop. */
void		 server_rest(struct server *);	/* Accept no more; the rest ends. */

/* Whether it came to that server; several may share handlers. */
bool		 exchange_at(const struct exchange *, const struct server *);

const struct request *exchange_request(const struct exchange *);
struct arena	*exchange_arena(struct exchange *);
const char	*exchange_param(const struct exchange *, const char *name);
const char	*exchange_path(const struct exchange *);	/* The route's, for metrics. */

/* The address that asks.  What a proxy brings (a trusted one, or one of this
 * machine) is the last of X-Forwarded-For that is no trusted one; "": nobody
 * knows. */
const char	*exchange_peer(const struct exchange *);

/* A header of the answer, before it is given; both texts are copied, the
 * value up to its first line break. */
void		 exchange_header(struct exchange *, const char *name,
		    const char *value);

/* The answer, once; body may be NULL.  The exchange and its arena are gone
 * afterwards.  It is right also when the peer has left meanwhile. */
void		 exchange_answer(struct exchange *, int status,
		    const char *type, const char *body, size_t length);

/*
 * A long answer, piece by piece: more(arg) is called on the loop once the
 * peer has taken what there was, first of all when it has taken the head;
 * then, later and not from within it, comes exchange_piece() or
 * exchange_over().  It is called, too, when the peer has left, and
 * exchange_here() says so: then exchange_over() is all that is left to do.
 * So no more than one piece is ever held.  not whole: the line is cut, so that
 * the peer knows.
 */
void		 exchange_pieces(struct exchange *, int status,
		    const char *type, void (*more)(void *arg), void *arg);
bool		 exchange_here(const struct exchange *);
void		 exchange_piece(struct exchange *, const char *bytes,
		    size_t length);
void		 exchange_over(struct exchange *, bool whole);

/* The line is cut without an answer; as with an answer, the exchange is gone
 * afterwards.  For a server that plays a broken one. */
void		 exchange_drop(struct exchange *);

/* {"type":"about:blank","title":...,"status":...,"detail":detail} */
void		 exchange_problem(struct exchange *, int status,
		    const char *detail);

#endif
