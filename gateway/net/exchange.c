/*
 * One request and its answer.  An exchange lives in its own arena, which is
 * one of a few that the server uses again and again.
 *
 * Every answer says that it is not to be stored (unless whoever answers says
 * otherwise) and that its type is what it says.
 */

#include <assert.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "net/conn.h"

#define ARENA_KEPT	65536

/* What is said with a status; the rest has no words. */
static const struct {
	int		 status;
	const char	*words;
} phrases[] = {
	{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" },
	{ 204, "No Content" }, { 303, "See Other" },
	{ 304, "Not Modified" }, { 400, "Bad Request" },
	{ 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
	{ 405, "Method Not Allowed" }, { 409, "Conflict" },
	{ 410, "Gone" }, { 412, "Precondition Failed" },
	{ 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" }, { 422, "Unprocessable Content" },
	{ 428, "Precondition Required" }, { 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" }, { 501, "Not Implemented" },
	{ 502, "Bad Gateway" }, { 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" }, { 505, "HTTP Version Not Supported" },
};

static const char *
phrase(int status)
{
	unsigned i;

	for (i = 0; i < COUNT(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].words;
	return "Other";
}

/*
 * From a request to its handler.
 */

static struct arena *
take_arena(struct server *server)
{
	if (server->spare_count == 0)
		return arena_new();
	return server->spare[--server->spare_count];
}

static void
give_arena(struct server *server, struct arena *arena)
{
	if (server->spare_count == SPARE_ARENAS) {
		arena_free(arena);
		return;
	}
	arena_clear(arena);
	server->spare[server->spare_count++] = arena;
}

struct exchange *
exchange_new(struct conn *conn)
{
	struct arena *arena = take_arena(conn->server);
	struct exchange *x = NEW(arena, struct exchange);

	x->arena = arena;
	x->conn = conn;
	x->server = conn->server;
	x->head.request.method = x->head.request.url = "";
	LIST_INSERT_HEAD(&x->server->exchanges, x, next);
	x->server->count.exchanges++;
	x->server->count.requests++;
	return x;
}

void
exchange_free(struct exchange *x)
{
	struct server *server = x->server;

	if (server == NULL) {
		arena_free(x->arena);
		return;
	}
	if (x->conn != NULL) {
		x->conn->exchange = NULL;
		x->conn->body = 0;
		(void)conn_weigh(x->conn);
	}
	LIST_REMOVE(x, next);
	server->count.exchanges--;
	give_arena(server, x->arena);
}

bool
exchange_begin(struct exchange *x, const char *head, size_t length)
{
	const char *why;
	int status = head_read(arena_copy(x->arena, head, length), length,
	    &x->head, &why);

	if (status != 0)
		exchange_refuse(x, status, why);
	else if (x->head.length > exchange_room(x))
		exchange_too_large(x);
	else
		return true;
	return false;
}

size_t
exchange_room(const struct exchange *x)
{
	const struct server_limits *limits = &x->server->limits;
	const char *url = x->head.request.url;
	size_t length = limits->large_path == NULL ? 0 :
	    strlen(limits->large_path);

	return length > 0 && strncmp(url, limits->large_path, length) == 0 &&
	    (url[length] == '\0' || url[length] == '?') ? limits->large :
	    BODY_MOST;
}

void
exchange_too_large(struct exchange *x)
{
	exchange_refuse(x, 413, exchange_room(x) == BODY_MOST ?
	    "The body is larger than 1 MB." :
	    "The body is larger than may be sent to this path.");
}

void
exchange_body(struct exchange *x, const char *body, size_t length)
{
	struct request *request = &x->head.request;

	request->length = length;
	request->body = length == 0 ? NULL :
	    arena_copy(x->arena, body, length);
}

void
exchange_run(struct exchange *x)
{
	const struct request *request = &x->head.request;
	enum routed routed = route_find(x->server->routes, request->method,
	    request->url, x->arena, &x->routing);

	x->handed = true;
	switch (routed) {
	case ROUTED:
		x->routing.route->handle(x, x->server->arg);
		break;
	case ROUTED_NOWHERE:
		exchange_problem(x, 404, "There is nothing here.");
		break;
	case ROUTED_OTHERWISE:
		exchange_header(x, "Allow", x->routing.allow);
		exchange_problem(x, 405, "This path takes other methods.");
		break;
	}
}

/*
 * From an answer to bytes.
 */

static const char *
date(struct server *server)
{
	time_t second = (time_t)(clock_now() / 1000);
	struct tm tm;

	if (second != server->date_second) {
		gmtime_r(&second, &tm);
		strftime(server->date, sizeof server->date,
		    "%a, %d %b %Y %H:%M:%S GMT", &tm);
		server->date_second = second;
	}
	return server->date;
}

static void
field(struct buf *b, const char *name, const char *value)
{
	buf_text(b, name);
	buf_add(b, ": ", 2);
	buf_text(b, value);
	buf_add(b, "\r\n", 2);
}

static void
number(struct buf *b, size_t value)
{
	char digits[24], *first = digits + sizeof digits;

	do {
		*--first = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	buf_add(b, first, (size_t)(digits + sizeof digits - first));
}

static void
status_line(struct buf *b, int status)
{
	buf_text(b, "HTTP/1.1 ");
	number(b, (size_t)status);
	buf_char(b, ' ');
	buf_text(b, phrase(status));
	buf_text(b, "\r\n");
}

static bool
has_no_body(int status)
{
	return status == 204 || status == 304;
}

/* Nobody knows yet how long it is. */
#define IN_PIECES	SIZE_MAX

static void
say_length(struct exchange *x, struct buf *b, size_t length)
{
	if (length != IN_PIECES) {
		buf_text(b, "Content-Length: ");
		number(b, length);
		buf_text(b, "\r\n");
	} else if (!x->head.old) {
		field(b, "Transfer-Encoding", "chunked");
	}
}

static void
compose(struct exchange *x, int status, const char *type, size_t length)
{
	struct buf *b = &x->server->scratch;
	unsigned i;

	buf_clear(b);
	status_line(b, status);
	field(b, "Date", date(x->server));
	if (type != NULL)
		field(b, "Content-Type", type);
	if (!has_no_body(status))
		say_length(x, b, length);
	for (i = 0; i < x->headers.count; i++)
		field(b, x->headers.list[i].name, x->headers.list[i].value);
	if (headers_get(&x->headers, "Cache-Control") == NULL)
		field(b, "Cache-Control", "no-store");
	field(b, "X-Content-Type-Options", "nosniff");
	if (!x->head.keep)
		field(b, "Connection", "close");
	else if (x->head.old)
		field(b, "Connection", "keep-alive");
	buf_text(b, "\r\n");
	assert(!b->over);
}

void
exchange_answer(struct exchange *x, int status, const char *type,
    const char *body, size_t length)
{
	struct conn *conn = x->conn;

	if (conn == NULL) {
		exchange_free(x);
		return;
	}
	if (x->server->resting)
		x->head.keep = false;
	compose(x, status, type, length);
	if (has_no_body(status) ||
	    strcmp(x->head.request.method, "HEAD") == 0)
		length = 0;
	conn->exchange = NULL;
	conn_say(conn, &x->server->scratch, body, length, !x->head.keep);
	exchange_free(x);
}

/* An old peer gets no chunks: where the line ends the answer does. */
void
exchange_pieces(struct exchange *x, int status, const char *type,
    void (*more)(void *), void *arg)
{
	struct conn *conn = x->conn;

	x->more = more;
	x->more_arg = arg;
	if (conn == NULL) {
		more(arg);
		return;
	}
	if (x->server->resting || x->head.old)
		x->head.keep = false;
	compose(x, status, type, IN_PIECES);
	if (strcmp(x->head.request.method, "HEAD") == 0) {
		conn->exchange = NULL;
		x->conn = NULL;
		conn_say(conn, &x->server->scratch, NULL, 0, !x->head.keep);
		more(arg);
		return;
	}
	conn_say(conn, &x->server->scratch, NULL, 0, false);
}

bool
exchange_here(const struct exchange *x)
{
	return x->conn != NULL && x->conn->state != CONN_LEAVING;
}

void
exchange_piece(struct exchange *x, const char *bytes, size_t length)
{
	struct buf *b;

	if (!exchange_here(x)) {
		x->more(x->more_arg);
		return;
	}
	b = &x->server->scratch;
	buf_clear(b);
	if (!x->head.old)
		buf_print(b, "%s%zx\r\n", x->begun ? "\r\n" : "", length);
	x->begun = true;
	conn_say(x->conn, b, bytes, length, false);
}

void
exchange_over(struct exchange *x, bool whole)
{
	struct conn *conn = x->conn;
	struct buf *b;

	x->more = NULL;
	if (conn == NULL || !whole) {
		exchange_free(x);
		if (conn != NULL)
			conn_drop(conn);
		return;
	}
	b = &x->server->scratch;
	buf_clear(b);
	if (!x->head.old)
		buf_print(b, "%s0\r\n\r\n", x->begun ? "\r\n" : "");
	conn->exchange = NULL;
	conn_say(conn, b, NULL, 0, !x->head.keep);
	exchange_free(x);
}

void
exchange_drop(struct exchange *x)
{
	struct conn *conn = x->conn;

	exchange_free(x);
	if (conn != NULL)
		conn_drop(conn);
}

void
exchange_refuse(struct exchange *x, int status, const char *detail)
{
	x->head.keep = false;
	exchange_problem(x, status, detail);
}

/* A detail that is not UTF-8 is left out. */
void
exchange_problem(struct exchange *x, int status, const char *detail)
{
	json_t *problem = json_pack("{s:s, s:s, s:i}", "type", "about:blank",
	    "title", phrase(status), "status", status);
	char *text;

	assert(problem != NULL);
	if (detail != NULL)
		(void)json_object_set_new(problem, "detail",
		    json_string(detail));
	text = json_dumps(problem, JSON_COMPACT);
	assert(text != NULL);
	exchange_answer(x, status, "application/problem+json", text,
	    strlen(text));
	free(text);
	json_decref(problem);
}

/*
 * What a handler sees.
 */

bool
exchange_at(const struct exchange *x, const struct server *server)
{
	return x->server == server;
}

const struct request *
exchange_request(const struct exchange *x)
{
	return &x->head.request;
}

struct arena *
exchange_arena(struct exchange *x)
{
	return x->arena;
}

const char *
exchange_param(const struct exchange *x, const char *name)
{
	const struct params *params = &x->routing.params;
	unsigned i;

	for (i = 0; i < params->count; i++)
		if (strcmp(params->list[i].name, name) == 0)
			return params->list[i].value;
	return NULL;
}

const char *
exchange_path(const struct exchange *x)
{
	return x->routing.route == NULL ? "" : x->routing.route->path;
}

static bool
is_proxy(const struct server *server, const char *peer)
{
	return peer[0] == '\0' || strncmp(peer, "127.", 4) == 0 ||
	    strcmp(peer, "::1") == 0 || server_trusts(server, peer);
}

/* The last header of that name: a proxy adds its own behind others. */
static const char *
forwarded(const struct headers *headers)
{
	const char *value = "";

	for (unsigned i = 0; i < headers->count; i++)
		if (strcasecmp(headers->list[i].name, "X-Forwarded-For") == 0)
			value = headers->list[i].value;
	return value;
}

const char *
exchange_peer(const struct exchange *x)
{
	const char	*peer = x->conn == NULL ? "" : x->conn->peer, *comma;
	char		*list;

	if (x->server == NULL || !is_proxy(x->server, peer))
		return peer;
	list = arena_text(x->arena, forwarded(&x->head.request.headers));
	while (*list != '\0') {
		comma = strrchr(list, ',');
		peer = comma == NULL ? list : comma + 1;
		peer += strspn(peer, " \t");
		if (!server_trusts(x->server, peer))
			return peer;
		list[comma == NULL ? 0 : comma - list] = '\0';
	}
	return "";
}

/* A value ends before the first line break in it, since what follows would
 * be a header that nobody meant. */
void
exchange_header(struct exchange *x, const char *name, const char *value)
{
	bool added = headers_add(&x->headers, arena_text(x->arena, name),
	    arena_copy(x->arena, value, strcspn(value, "\r\n")));

	assert(added);
}
