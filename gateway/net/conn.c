/*
 * One connection: bytes become requests, answers become bytes.
 *
 * The read event stays with the loop from one request to the next, so a
 * request costs one recv() and one sendmsg() and nothing else.  Only when
 * something comes while a request waits for its answer, the event is taken
 * off until the answer is given; so a peer cannot fill our memory by talking
 * on, and requests of one connection are answered in their order.
 *
 * A refused request leaves bytes unread.  Closing then would make the kernel
 * reset the connection and the peer lose the answer, so our side is shut
 * and what still comes is thrown away, until the peer leaves or a moment has
 * passed.
 */

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/conn.h"

#define IDLE		SECONDS(75)
#define LEAVING		SECONDS(5)
#define AT_ONCE		65536		/* Bytes of one recv(). */
#define PROGRESS	16384		/* Less in one patience is none. */
#define KEPT		16384		/* Room a quiet connection may keep. */
#define HELD_MOST	((size_t)128 * 1024 * 1024)

static void
event_on(struct event *event)
{
	int failed = event_add(event, NULL);

	assert(!failed);
}

static void
enter(struct conn *conn, enum conn_state state)
{
	conn->state = state;
	conn->since = clock_boot();
}

/* All that is kept for it counts: what came, a body from its first byte until
 * it is answered, and what the peer has not taken yet. */
bool
conn_weigh(struct conn *conn)
{
	size_t held = conn->body + conn->in.length +
	    (conn->out.length - conn->written);

	conn->server->held += held - conn->held;
	conn->held = held;
	return conn->server->held <= HELD_MOST;
}

/*
 * Out.
 */

/* It cannot be freed here; its read event will find it closed. */
static void
lose(struct conn *conn)
{
	shutdown(conn->fd, SHUT_RDWR);
	enter(conn, CONN_LEAVING);
}

static void
resume(struct conn *conn)
{
	if (!conn->paused)
		return;
	conn->paused = false;
	event_on(conn->readable);
}

static void
said(struct conn *conn)
{
	struct exchange *x = conn->exchange;

	if (x != NULL && x->more != NULL) {
		enter(conn, CONN_BUSY);
		x->more(x->more_arg);
		return;
	}
	resume(conn);
	if (conn->last) {
		shutdown(conn->fd, SHUT_WR);
		enter(conn, CONN_LEAVING);
	} else if (conn->in.length == 0) {
		enter(conn, CONN_IDLE);
	} else {
		enter(conn, CONN_READING);
		if (!conn->going)
			event_active(conn->readable, EV_READ, 0);
	}
}

/* How much of it the kernel took; negative: the peer is gone. */
static ssize_t
send_parts(struct conn *conn, struct iovec parts[2])
{
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t sent;

	do {
		sent = sendmsg(conn->fd, &message, MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 0;
	return sent;
}

/* A peer that takes a little now and then would keep its place for ever. */
static void
note_progress(struct conn *conn, size_t sent)
{
	conn->written += sent;
	if (conn->written - conn->noted >= PROGRESS) {
		conn->noted = conn->written;
		conn->since = clock_boot();
	}
	(void)conn_weigh(conn);
}

static void
writable(int fd, short what, void *arg)
{
	struct conn *conn = arg;
	struct iovec parts[2] = { {
		.iov_base = conn->out.data + conn->written,
		.iov_len = conn->out.length - conn->written,
	} };
	ssize_t sent = send_parts(conn, parts);

	(void)fd;
	(void)what;
	if (sent > 0)
		note_progress(conn, (size_t)sent);
	if (sent >= 0 && conn->written < conn->out.length)
		return;
	event_del(conn->writable);
	buf_free(&conn->out);
	conn->written = conn->noted = 0;
	if (sent < 0) {
		resume(conn);
		lose(conn);
	} else {
		said(conn);
	}
}

static void
keep_unsent(struct conn *conn, const struct iovec parts[2], size_t sent)
{
	int i;

	for (i = 0; i < 2; i++) {
		size_t skip = sent < parts[i].iov_len ? sent :
		    parts[i].iov_len;

		buf_add(&conn->out, (char *)parts[i].iov_base + skip,
		    parts[i].iov_len - skip);
		sent -= skip;
	}
	assert(!conn->out.over);
	(void)conn_weigh(conn);
	enter(conn, CONN_WRITING);
	event_on(conn->writable);
}

void
conn_drop(struct conn *conn)
{
	resume(conn);
	lose(conn);
}

void
conn_say(struct conn *conn, const struct buf *head, const char *body,
    size_t length, bool last)
{
	struct iovec parts[2] = {
		{ .iov_base = head->data, .iov_len = head->length },
		{ .iov_base = (char *)(uintptr_t)body, .iov_len = length },
	};
	ssize_t sent = send_parts(conn, parts);

	conn->last = last;
	if (sent < 0) {
		resume(conn);
		lose(conn);
	} else if ((size_t)sent == head->length + length) {
		said(conn);
	} else {
		keep_unsent(conn, parts, (size_t)sent);
	}
}

/*
 * In.
 */

/* What came first is done with. */
static void
drop(struct conn *conn, size_t length)
{
	struct buf *in = &conn->in;

	if (length < in->length) {
		memmove(in->data, in->data + length, in->length - length);
		in->length -= length;
		in->data[in->length] = '\0';
	} else if (in->room > KEPT) {
		buf_free(in);
	} else {
		buf_clear(in);
	}
}

static void
refuse(struct conn *conn, int status, const char *detail)
{
	if (conn->exchange == NULL)
		conn->exchange = exchange_new(conn);
	exchange_refuse(conn->exchange, status, detail);
	drop(conn, conn->in.length);
}

static void
greet(struct conn *conn)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";

	/* The buffer of the kernel is empty, so these few bytes fit. */
	(void)send(conn->fd, go_on, sizeof go_on - 1, MSG_NOSIGNAL);
}

static bool
take_head(struct conn *conn)
{
	size_t length = head_end(conn->in.data, conn->in.length);

	if (length == HEAD_BAD) {
		refuse(conn, 400, "A line does not end with CR LF.");
		return false;
	}
	if (length > HEAD_MOST || (length == 0 &&
	    conn->in.length > HEAD_MOST)) {
		refuse(conn, 431, "The headers are larger than 16 kB.");
		return false;
	}
	if (length == 0)
		return false;
	conn->exchange = exchange_new(conn);
	conn->chunks = (struct chunks){ .stage = CHUNK_SIZE };
	if (!exchange_begin(conn->exchange, conn->in.data, length)) {
		drop(conn, conn->in.length);
		return false;
	}
	drop(conn, length);
	if (conn->exchange->head.expects && conn->in.length == 0)
		greet(conn);
	return true;
}

/* Whether the body is whole; its length. */
static bool
take_body(struct conn *conn, size_t *length)
{
	const struct head *head = &conn->exchange->head;
	enum chunked chunked;

	*length = head->length;
	if (!head->chunked)
		return conn->in.length >= head->length;
	chunked = chunks_read(&conn->chunks, conn->in.data,
	    &conn->in.length);
	*length = conn->chunks.body;
	if (chunked == CHUNKS_BAD) {
		refuse(conn, 400, "A chunk of the body is malformed.");
	} else if (*length > exchange_room(conn->exchange)) {
		exchange_too_large(conn->exchange);
		drop(conn, conn->in.length);
	}
	return conn->exchange != NULL && chunked == CHUNKS_WHOLE;
}

/* Goes on by one request, if there is all of it. */
static bool
take_request(struct conn *conn)
{
	struct exchange *x;
	bool whole;
	size_t length;

	if (conn->exchange == NULL && !take_head(conn))
		return false;
	whole = take_body(conn, &length);
	if ((x = conn->exchange) == NULL)
		return false;
	if (!conn_weigh(conn)) {
		refuse(conn, 503, "Too much is held for others.");
		return false;
	}
	if (!whole)
		return false;
	exchange_body(x, conn->in.data, length);
	conn->body = length;
	drop(conn, length);
	enter(conn, CONN_BUSY);
	exchange_run(x);
	return true;
}

/*
 * The handler may have answered at once, and then what follows is taken
 * here, not below it.
 */
static void
go(struct conn *conn)
{
	conn->going = true;
	while (conn->state == CONN_READING && take_request(conn))
		;
	conn->going = false;
	(void)conn_weigh(conn);
}

static void
came(struct conn *conn, const char *bytes, size_t length)
{
	if (conn->state == CONN_LEAVING)
		return;
	if (conn->state != CONN_READING)
		enter(conn, CONN_READING);
	buf_add(&conn->in, bytes, length);
	assert(!conn->in.over);
	go(conn);
}

/* A request may be here since before the last answer.  It goes first, else
 * each answer would let in more than it takes. */
static bool
has_more(const struct conn *conn)
{
	return conn->state == CONN_READING && conn->exchange == NULL &&
	    conn->in.length > 0;
}

static void
readable(int fd, short what, void *arg)
{
	struct conn *conn = arg;
	char bytes[AT_ONCE];
	ssize_t got;

	(void)what;
	if (conn->state == CONN_BUSY || conn->state == CONN_WRITING) {
		conn->paused = true;
		event_del(conn->readable);
		return;
	}
	if (has_more(conn)) {
		go(conn);
		if (conn->state == CONN_BUSY || conn->state == CONN_WRITING)
			return;
	}
	do {
		got = recv(fd, bytes, sizeof bytes, 0);
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		came(conn, bytes, (size_t)got);
	else if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
		conn_close(conn);
}

/*
 * Life.
 */

struct conn *
conn_open(struct server *server, int fd, const char *peer)
{
	struct conn *conn = calloc(1, sizeof *conn);
	size_t body = server->limits.large > BODY_MOST ?
	    server->limits.large : BODY_MOST;

	assert(conn != NULL);
	conn->server = server;
	conn->fd = fd;
	enter(conn, CONN_NEW);
	buf_init(&conn->in, body + 2 * HEAD_MOST + 2 * AT_ONCE);
	buf_init(&conn->out, SIZE_MAX / 8);
	memccpy(conn->peer, peer, '\0', sizeof conn->peer - 1);
	conn->readable = event_new(server->base, fd, EV_READ | EV_PERSIST,
	    readable, conn);
	conn->writable = event_new(server->base, fd, EV_WRITE | EV_PERSIST,
	    writable, conn);
	assert(conn->readable != NULL && conn->writable != NULL);
	event_on(conn->readable);
	LIST_INSERT_HEAD(&server->conns, conn, next);
	server->count.connections++;
	return conn;
}

void
conn_close(struct conn *conn)
{
	struct server *server = conn->server;
	struct exchange *x = conn->exchange;
	bool waits = conn->state != CONN_BUSY;

	if (x != NULL) {
		x->conn = NULL;
		if (!x->handed)
			exchange_free(x);
		else if (x->more != NULL && waits)
			x->more(x->more_arg);
	}
	server->held -= conn->held;
	server->count.connections--;
	LIST_REMOVE(conn, next);
	event_free(conn->readable);
	event_free(conn->writable);
	close(conn->fd);
	buf_free(&conn->in);
	buf_free(&conn->out);
	free(conn);
}

static int64_t
patience_of(const struct conn *conn)
{
	switch (conn->state) {
	case CONN_IDLE:
		return conn->server->resting ? -1 : IDLE;
	case CONN_LEAVING:
		return LEAVING;
	case CONN_BUSY:
		return INT64_MAX;
	case CONN_NEW:
	case CONN_READING:
	case CONN_WRITING:
		break;
	}
	return conn->server->limits.patience;
}

void
conn_tick(struct conn *conn, int64_t now)
{
	if (now - conn->since > patience_of(conn))
		conn_close(conn);
}
